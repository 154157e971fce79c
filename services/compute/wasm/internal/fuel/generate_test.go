package fuel

import (
	"encoding/binary"
	"math/rand/v2"
	"slices"

	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
	"github.com/parley-p2p/parley/services/compute/wasm/internal/bytecode"
)

// instruction is one of a generated program: what the interpreter of these tests runs and what is encoded for engines.
type instruction struct {
	op          bytecode.Op
	a, b        int64 // its operands; a is the alternative's type for what has one
	result      byte  // of a block, 0 for none
	body, other []instruction
	targets     []int64
}

// program is a module whose functions are known.
type program struct {
	guest.Module
	bodies [][]instruction
}

var signatures = []guest.Type{
	{},
	{Params: []byte{guest.I32}, Results: []byte{guest.I32}},
	{Params: []byte{guest.I32, guest.I64}, Results: []byte{guest.I64}},
	{Results: []byte{guest.I32}},
}

const (
	defined   = 6 // the last is main
	extra     = 3 // locals of each type beside parameters
	tableSize = 6
	tableMost = 10
	pagesMost = 3
)

// generate makes a random program that validates. It stores what it computes in memory as it goes.
func generate(seed uint64) *program {
	g := &generator{Rand: rand.New(rand.NewPCG(seed, 4))}
	p := &program{}
	p.Types = signatures
	p.importAll()
	p.Memory = &guest.Limits{Min: 1, Max: pagesMost}
	p.Globals = 2
	p.Tables = []guest.Limits{{Min: tableSize, Max: tableMost}, {Min: tableSize, Max: tableMost}}
	p.Elements = [][]uint32{g.functions(tableSize - 1)}
	p.Passive = [][]uint32{g.functions(4)}
	p.Data = []guest.Data{{At: 16, Bytes: []byte("some bytes")}, {Bytes: []byte("others, passive"), Passive: true}}
	for f := range defined {
		g.typ = g.IntN(3)
		if f == defined-1 {
			g.typ = 0
		}
		g.locals = append([]byte{}, signatures[g.typ].Params...)
		for range extra {
			g.locals = append(g.locals, guest.I32)
		}
		for range extra {
			g.locals = append(g.locals, guest.I64)
		}
		g.labels = []byte{0}
		if r := signatures[g.typ].Results; len(r) > 0 {
			g.labels[0] = r[0]
		}
		body := g.statements(3)
		if g.labels[0] != 0 {
			body = append(body, g.value(g.labels[0], 3)...)
		}
		p.bodies, g.earlier = append(p.bodies, body), append(g.earlier, g.typ)
		p.Funcs = append(p.Funcs, guest.Func{Type: uint32(g.typ), Locals: []guest.Locals{{N: extra, Type: guest.I32}, {N: extra, Type: guest.I64}}, Body: encode(body)})
	}
	main := uint32(imports + defined - 1)
	p.Start = &main
	if g.IntN(4) == 0 {
		p.Init = &main // it runs twice then
	}
	return p
}

type generator struct {
	*rand.Rand
	earlier []int  // the types of the functions before
	typ     int    // of the function
	locals  []byte // their types
	labels  []byte // the types that branches to them take, 0 for none; the outermost first
}

func (g *generator) functions(n int) (all []uint32) {
	for range n {
		all = append(all, uint32(imports+g.IntN(defined)))
	}
	return all
}

func (g *generator) statements(depth int) (all []instruction) {
	for range 1 + g.IntN(5) {
		all = append(all, g.statement(depth)...)
	}
	return all
}

// in generates what is in a block whose label takes a type.
func (g *generator) in(label byte, what func() []instruction) []instruction {
	g.labels = append(g.labels, label)
	defer func() { g.labels = g.labels[:len(g.labels)-1] }()
	return what()
}

func (g *generator) local(typ byte) int64 {
	for {
		if i := g.IntN(len(g.locals)); g.locals[i] == typ {
			return int64(i)
		}
	}
}

func op(o bytecode.Op, a ...int64) instruction {
	i := instruction{op: o}
	if len(a) > 0 {
		i.a = a[0]
	}
	if len(a) > 1 {
		i.b = a[1]
	}
	return i
}

// then joins values and the instruction that takes them.
func then(i instruction, values ...[]instruction) (all []instruction) {
	for _, v := range values {
		all = append(all, v...)
	}
	return append(all, i)
}

// short is a small number, for what works on ranges.
func (g *generator) short() []instruction { return []instruction{op(i32Const, int64(g.IntN(12)))} }

func (g *generator) address() []instruction {
	if g.IntN(60) == 0 {
		return g.value(guest.I32, 1) // out of bounds, mostly
	}
	return then(op(i32And), g.value(guest.I32, 1), []instruction{op(i32Const, 0x7ff8)})
}

func (g *generator) statement(depth int) []instruction {
	i32, i64 := func() []instruction { return g.value(guest.I32, depth-1) }, func() []instruction { return g.value(guest.I64, depth-1) }
	if depth == 0 {
		return then(op(bytecode.LocalSet, g.local(guest.I32)), i32())
	}
	switch g.IntN(31) {
	case 26:
		return g.keep(3)
	case 27, 28, 29:
		return then(op(bytecode.LocalSet, g.local(guest.I64)), g.numbers(4))
	case 30:
		return then(op(bytecode.LocalSet, g.local(guest.I32)), g.truth(4))
	case 0, 1:
		return then(op(bytecode.LocalSet, g.local(guest.I64)), i64())
	case 2, 3:
		return then(op(i32Store), g.address(), i32())
	case 4:
		return then(op(bytecode.GlobalSet, int64(g.IntN(2))), i32())
	case 5, 6:
		return []instruction{{op: bytecode.Block, body: g.in(0, func() []instruction { return g.statements(depth - 1) })}}
	case 7, 8, 9:
		return g.loop(depth)
	case 10, 11:
		return then(instruction{op: bytecode.If, body: g.in(0, func() []instruction { return g.statements(depth - 1) })}, i32())
	case 12:
		return then(instruction{op: bytecode.If, body: g.in(0, func() []instruction { return g.statements(depth - 1) }),
			other: g.in(0, func() []instruction { return g.statements(depth - 1) })}, i32())
	case 13, 14:
		return g.branch(depth)
	case 15:
		return g.table(depth)
	case 16:
		return then(op(bytecode.MemoryFill), g.address(), i32(), g.short())
	case 17:
		return then(op(bytecode.MemoryCopy), g.address(), g.address(), g.short())
	case 18:
		return then(op(bytecode.MemoryInit, 1), g.address(), []instruction{op(i32Const, 2)}, g.short())
	case 19:
		return then(op(drop), then(op(bytecode.MemoryGrow), []instruction{op(i32Const, int64(g.IntN(2)))}))
	case 20:
		return []instruction{op(bytecode.Nop)}
	case 21:
		if g.IntN(10) == 0 {
			return []instruction{op(bytecode.Unreachable)}
		}
		return then(op(drop), i64())
	case 22:
		if g.IntN(8) == 0 {
			return []instruction{op(dataDrop, 1), op(elemDrop, 1)}
		}
		return then(op(drop), g.hosted(depth))
	}
	return then(op(bytecode.LocalSet, g.local(guest.I32)), i32())
}

// loop counts to some number, or runs for as long as something says.
func (g *generator) loop(depth int) []instruction {
	return []instruction{{op: bytecode.Loop, body: g.in(0, func() []instruction {
		body := g.statements(depth - 1)
		if g.IntN(3) == 0 {
			return then(op(bytecode.BrIf, 0), body, g.value(guest.I32, depth-1))
		}
		i := g.local(guest.I32)
		return append(body, op(bytecode.LocalGet, i), op(i32Const, 1), op(i32Add), op(bytecode.LocalTee, i), op(i32Const, int64(2+g.IntN(30))), op(i32LtU), op(bytecode.BrIf, 0))
	})}}
}

// branch goes to one of the labels, or to one of several of the same type.
func (g *generator) branch(depth int) []instruction {
	label := int64(g.IntN(len(g.labels)))
	typ := g.labels[len(g.labels)-1-int(label)]
	var carried []instruction
	if typ != 0 {
		carried = g.value(typ, depth-1)
	}
	switch g.IntN(8) {
	case 0:
		return append(carried, op(bytecode.Br, label))
	case 1:
		if out := g.labels[0]; out != 0 {
			return then(op(bytecode.Return), g.value(out, depth-1))
		}
		return []instruction{op(bytecode.Return)}
	case 2, 3:
		targets := []int64{label}
		for i := range g.labels {
			if g.labels[len(g.labels)-1-i] == typ {
				targets = append(targets, int64(i))
			}
		}
		return then(instruction{op: bytecode.BrTable, targets: targets}, carried, g.value(guest.I32, depth-1))
	}
	all := then(op(bytecode.BrIf, label), carried, g.value(guest.I32, depth-1))
	if typ != 0 {
		all = append(all, op(drop))
	}
	return all
}

func (g *generator) table(depth int) []instruction {
	place, which, other := []instruction{op(i32Const, int64(g.IntN(tableSize+1)))}, int64(g.IntN(2)), int64(g.IntN(2))
	function := []instruction{op(bytecode.RefFunc, int64(g.declared()))}
	switch g.IntN(8) {
	case 0:
		return then(op(tableSet, which), place, function)
	case 1:
		return then(op(drop), then(op(bytecode.TableGrow, which), function, []instruction{op(i32Const, int64(g.IntN(3)))}))
	case 2:
		return then(op(bytecode.TableFill, which), []instruction{op(i32Const, 1)}, function, []instruction{op(i32Const, int64(g.IntN(4)))})
	case 3, 7:
		return then(op(bytecode.TableCopy, which, other), []instruction{op(i32Const, 1)}, []instruction{op(i32Const, 2)}, []instruction{op(i32Const, int64(g.IntN(4)))})
	case 4:
		return then(op(bytecode.TableInit, 1, which), []instruction{op(i32Const, 0)}, []instruction{op(i32Const, 1)}, []instruction{op(i32Const, int64(g.IntN(3)))})
	case 5:
		return then(op(drop), []instruction{op(tableLen, which)})
	}
	return then(op(drop), then(op(refIsNull), then(op(tableGet, which), place)))
}

// declared is a function that ref.func may name: main, which is exported.
func (g *generator) declared() int { return imports + defined - 1 }

func (g *generator) value(typ byte, depth int) []instruction {
	if typ == guest.I64 {
		return g.long(depth)
	}
	i32 := func() []instruction { return g.value(guest.I32, depth-1) }
	if depth <= 0 {
		if g.IntN(2) == 0 {
			return []instruction{op(bytecode.LocalGet, g.local(guest.I32))}
		}
		return []instruction{op(i32Const, int64(int32(g.Uint32()>>g.IntN(31))))}
	}
	switch g.IntN(18) {
	case 16:
		return g.truth(depth)
	case 17:
		return g.hosted(depth)
	case 0:
		return then(op(i32Load), g.address())
	case 1:
		return []instruction{op(bytecode.GlobalGet, int64(g.IntN(2)))}
	case 2:
		return then(op(bytecode.LocalTee, g.local(guest.I32)), i32())
	case 3:
		return then(op(i32DivU), i32(), i32())
	case 4:
		return then(op(i32WrapI64), g.long(depth-1))
	case 5:
		return []instruction{{op: bytecode.Block, result: guest.I32, body: g.in(guest.I32, func() []instruction {
			return append(g.statements(depth-1), i32()...)
		})}}
	case 6:
		return then(instruction{op: bytecode.If, result: guest.I32, body: g.in(guest.I32, i32), other: g.in(guest.I32, func() []instruction {
			return append(g.statements(depth-1), i32()...)
		})}, i32())
	case 7:
		return then(op(selectOp), i32(), i32(), i32())
	case 8, 9:
		if g.typ == 1 && g.IntN(3) > 0 {
			return []instruction{op(bytecode.LocalGet, 0)} // or it would call itself too often
		}
		return g.call(1, depth, i32())
	case 10:
		return []instruction{op(memorySize)}
	case 11:
		return then(op(i32Eqz), i32())
	}
	return then(op([]bytecode.Op{i32Add, i32Sub, i32Mul, i32And, i32Xor, i32LtU, i32Shl}[g.IntN(7)]), i32(), i32())
}

func (g *generator) long(depth int) []instruction {
	i64 := func() []instruction { return g.long(depth - 1) }
	if depth <= 0 {
		if g.IntN(2) == 0 {
			return []instruction{op(bytecode.LocalGet, g.local(guest.I64))}
		}
		return []instruction{op(i64Const, int64(g.Uint64()>>g.IntN(63)))}
	}
	switch g.IntN(10) {
	case 8, 9:
		return g.numbers(depth)
	case 0:
		return then(op(i64ExtendU), g.value(guest.I32, depth-1))
	case 1:
		return g.call(2, depth, append(g.value(guest.I32, depth-1), i64()...))
	case 2:
		return then(op(i64RemU), i64(), i64())
	case 3:
		return []instruction{{op: bytecode.Block, result: guest.I64, body: g.in(guest.I64, func() []instruction {
			return append(g.statements(depth-1), i64()...)
		})}}
	}
	return then(op([]bytecode.Op{i64Add, i64Sub, i64Mul, i64Xor}[g.IntN(4)]), i64(), i64())
}

// call calls an earlier function of the type, or what has it of the table, if the place is such; the value is what is passed.
func (g *generator) call(typ, depth int, passed []instruction) []instruction {
	if f := slices.Index(g.earlier, typ); f >= 0 && g.IntN(2) == 0 {
		return then(op(bytecode.Call, int64(imports+f)), passed)
	}
	return then(op(bytecode.CallIndirect, int64(typ), int64(g.IntN(4)/3)), passed, []instruction{op(i32Const, int64(g.IntN(tableSize)))})
}

// The opcodes of generated programs that have no name elsewhere.
const (
	drop       bytecode.Op = 0x1a
	selectOp   bytecode.Op = 0x1b
	tableGet   bytecode.Op = 0x25
	tableSet   bytecode.Op = 0x26
	i32Load    bytecode.Op = 0x28
	i32Store   bytecode.Op = 0x36
	memorySize bytecode.Op = 0x3f
	i32Const   bytecode.Op = 0x41
	i64Const   bytecode.Op = 0x42
	i32Eqz     bytecode.Op = 0x45
	i32LtU     bytecode.Op = 0x49
	i32Add     bytecode.Op = 0x6a
	i32Sub     bytecode.Op = 0x6b
	i32Mul     bytecode.Op = 0x6c
	i32DivU    bytecode.Op = 0x6e
	i32And     bytecode.Op = 0x71
	i32Xor     bytecode.Op = 0x73
	i32Shl     bytecode.Op = 0x74
	i64Add     bytecode.Op = 0x7c
	i64Sub     bytecode.Op = 0x7d
	i64Mul     bytecode.Op = 0x7e
	i64RemU    bytecode.Op = 0x82
	i64Xor     bytecode.Op = 0x85
	i32WrapI64 bytecode.Op = 0xa7
	i64ExtendU bytecode.Op = 0xad
	refIsNull  bytecode.Op = 0xd1
	dataDrop   bytecode.Op = 0xfc09
	elemDrop   bytecode.Op = 0xfc0d
	tableLen   bytecode.Op = 0xfc10
)

func encode(all []instruction) (out []byte) {
	index := func(n ...int64) {
		for _, i := range n {
			out = binary.AppendUvarint(out, uint64(i))
		}
	}
	for _, i := range all {
		if i.op > 0xff {
			out = append(out, byte(i.op>>8))
			index(int64(i.op & 0xff))
		} else {
			out = append(out, byte(i.op))
		}
		switch i.op {
		case bytecode.Block, bytecode.Loop, bytecode.If:
			out = append(append(out, max(i.result, 0x40)), encode(i.body)...)
			if i.other != nil {
				out = append(append(out, 0x05), encode(i.other)...)
			}
			out = append(out, 0x0b)
		case bytecode.BrTable:
			index(int64(len(i.targets) - 1))
			index(i.targets...)
		case i32Const, i64Const:
			out = append(out, guest.S64(i.a)...)
		case i32Load, i32Store, v128Load, v128Store:
			index(2, 0)
		case bytecode.CallIndirect, bytecode.MemoryInit, bytecode.TableInit, bytecode.MemoryCopy, bytecode.TableCopy:
			index(i.a, i.b)
		case bytecode.Br, bytecode.BrIf, bytecode.Call, bytecode.LocalGet, bytecode.LocalSet, bytecode.LocalTee, bytecode.GlobalGet, bytecode.GlobalSet,
			memorySize, bytecode.MemoryGrow, bytecode.MemoryFill, bytecode.RefFunc, tableGet, tableSet, bytecode.TableGrow, bytecode.TableFill, tableLen, dataDrop, elemDrop, i64x2Lane:
			index(i.a)
		}
	}
	return out
}
