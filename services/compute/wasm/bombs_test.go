package wasm

import (
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
)

// raw is a module of given sections behind a program that would do nothing.
func section(id byte, n int, item []byte) []byte {
	return guest.Section(id, append(guest.U32(uint32(n)), pad(n, item)...))
}

// minimal is the sections of a program whose only function has the given encoded body, with others replaced or added.
func minimal(body []byte, replace map[byte][]byte) []byte {
	sections := map[byte][]byte{
		1:  section(1, 1, []byte{0x60, 0, 0}),
		3:  section(3, 1, []byte{0}),
		5:  section(5, 1, []byte{0, 1}),
		7:  section(7, 1, append(guest.Name("_start"), 0, 0)),
		10: section(10, 1, append(guest.U32(uint32(len(body))), body...)),
	}
	for id, s := range replace {
		sections[id] = s
	}
	out := []byte(guest.Header)
	for _, id := range []byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 10, 11} {
		out = append(out, sections[id]...)
	}
	return out
}

var empty = []byte{0, 0x0b}

// bodyOf is a function without locals.
func bodyOf(code []byte) []byte { return append(append([]byte{0}, code...), 0x0b) }

// capsCorpus costs the farmer far more than it costs its author, if it is let past the caps.
func capsCorpus() []hostile {
	const million = 1_000_000
	return []hostile{
		{name: "a huge function", module: minimal(bodyOf(pad(6*million, []byte{0x41, 0, 0x1a})), nil)},
		{name: "a huge function of branches", module: minimal(bodyOf(pad(4*million, []byte{0x02, 0x40, 0x41, 0, 0x0d, 0, 0x0b})), nil)},
		{name: "a huge function of calls", module: minimal(bodyOf(pad(4*million, []byte{0x10, 0})), nil)},
		{name: "functions of many branches", module: manyFunctions(40, bodyOf(pad(15_000, []byte{0x02, 0x40, 0x41, 0, 0x0d, 0, 0x0b})))},
		{name: "functions of many loops", module: manyFunctions(40, bodyOf(pad(10_000, []byte{0x03, 0x40, 0x41, 0, 0x0d, 0, 0x0b})))},
		{name: "functions that fill memory often", module: manyFunctions(40, bodyOf(pad(8_000, guest.Code(guest.Const(0), guest.Const(1), guest.Const(9), guest.Fill()))))},
		{name: "millions of functions", module: minimal(nil, map[byte][]byte{3: section(3, 6*million, []byte{0}), 10: section(10, 6*million, []byte{2, 0, 0x0b})})},
		{name: "millions of locals", module: minimal(append(append([]byte{1}, guest.U32(400*million)...), 0x7e, 0x0b), nil)},
		{name: "blocks within blocks", module: minimal(bodyOf(append(pad(6*million, []byte{0x02, 0x40}), pad(6*million, []byte{0x0b})...)), nil)},
		{name: "loops with many locals", module: loopsAndLocals(5_000, 5_000)},
		{name: "more loops, fewer locals", module: loopsAndLocals(40_000, 1_000)},
		{name: "a huge br_table", module: minimal(bodyOf(append(append([]byte{0x41, 0, 0x0e}, guest.U32(20*million)...), pad(20*million+1, []byte{0})...)), nil)},
		{name: "millions of globals", module: minimal(empty, map[byte][]byte{6: section(6, 6*million, []byte{0x7f, 1, 0x41, 0, 0x0b})})},
		{name: "millions of types", module: minimal(empty, map[byte][]byte{1: section(1, 10*million, []byte{0x60, 0, 0})})},
		{name: "millions of data segments", module: minimal(empty, map[byte][]byte{11: section(11, 8*million, []byte{0, 0x41, 0, 0x0b, 0})})},
		{name: "a table of a hundred million entries", lift: defendCaps | defendMemory, module: minimal(bodyOf(fillTable(0, 1<<27-1)), map[byte][]byte{
			4: guest.Section(4, append([]byte{1, 0x70, 0}, guest.U32(1<<27-1)...))})},
		{name: "many tables", lift: defendCaps | defendMemory, module: manyTables(600, 190_000)},
		{name: "a table that grows", lift: defendCaps | defendMemory, module: minimal(
			append([]byte{1, 1, guest.I32}, append(times(100, guest.Code([]byte{0xd0, 0x70}, guest.Const(1<<20), []byte{0xfc, 15, 0}, guest.Op(guest.Drop))), 0x0b)...),
			map[byte][]byte{4: section(4, 1, []byte{0x70, 0, 1})})},
	}
}

// loopsAndLocals nests loops and uses every local in the innermost, so that a compiler in single-assignment form joins every
// local at every loop.
func loopsAndLocals(loops, locals int) []byte {
	body := append([]byte{1}, append(guest.U32(uint32(locals)), 0x7f)...)
	body = append(body, pad(loops, []byte{0x03, 0x40})...)
	for i := range locals {
		body = append(body, guest.Code(guest.Get(uint32(i)), guest.Const(1), guest.Op(guest.Add), guest.Set(uint32(i)))...)
	}
	body = append(body, pad(loops, []byte{0x41, 0, 0x0d, 0, 0x0b})...)
	return minimal(append(body, 0x0b), nil)
}

// fillTable makes every entry of a table the function 0, so that it takes memory and not only addresses.
func fillTable(table, entries int) []byte {
	return guest.Code(guest.Const(0), []byte{0xd2, 0}, guest.Const(int32(entries)), []byte{0xfc, 17}, guest.U32(uint32(table)))
}

func manyTables(n, entries int) []byte {
	var functions []byte
	for i := range n {
		body := bodyOf(fillTable(i, entries))
		if i > 0 {
			body = bodyOf(append(guest.Call(uint32(i-1)), fillTable(i, entries)...))
		}
		functions = append(append(functions, guest.U32(uint32(len(body)))...), body...)
	}
	return minimal(empty, map[byte][]byte{
		3:  section(3, n, []byte{0}),
		4:  section(4, n, append([]byte{0x70, 0}, guest.U32(uint32(entries))...)),
		7:  guest.Section(7, append([]byte{2}, append(append(append(guest.Name("_start"), 0), guest.U32(uint32(n-1))...), append(guest.Name("f"), 0, 0)...)...)),
		10: guest.Section(10, append(guest.U32(uint32(n)), functions...)),
	})
}

func manyFunctions(n int, body []byte) []byte {
	return minimal(nil, map[byte][]byte{3: section(3, n, []byte{0}), 10: section(10, n, append(guest.U32(uint32(len(body))), body...))})
}
