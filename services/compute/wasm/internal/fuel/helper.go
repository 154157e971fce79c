package fuel

import (
	"encoding/binary"
	"slices"

	"github.com/parley-p2p/parley/services/compute/wasm/internal/bytecode"
)

// What the code that is added is made of.
const (
	i32   = 0x7f
	i64   = 0x7e
	empty = 0x40

	opUnreachable = 0x00
	opLoop        = 0x03
	opIf          = 0x04
	opEnd         = 0x0b
	opBr          = 0x0c
	opReturn      = 0x0f
	opCall        = 0x10
	opCallTable   = 0x11
	opDrop        = 0x1a
	opLocalGet    = 0x20
	opLocalSet    = 0x21
	opLocalTee    = 0x22
	opGlobalGet   = 0x23
	opGlobalSet   = 0x24
	opI32Load     = 0x28
	opMemorySize  = 0x3f
	opMemoryGrow  = 0x40
	opI32Const    = 0x41
	opI64Const    = 0x42
	opI32Ne       = 0x47
	opI64LtS      = 0x53
	opI64GtU      = 0x56
	opI32Add      = 0x6a
	opI32Shl      = 0x74
	opI32ShrU     = 0x76
	opI64Add      = 0x7c
	opI64Sub      = 0x7d
	opI64Mul      = 0x7e
	opI64Or       = 0x84
	opI64Shl      = 0x86
	opI64ShrU     = 0x88
	opI64Extend   = 0xad // of 32 bits, unsigned

	exportFunction = 0
	exportTable    = 1
	exportMemory   = 2
	exportGlobal   = 3
)

// The first of the functions that are added after the module's own. Those that need a memory are there if it has one.
const (
	helperCharge  = iota // (items, eighths for each) → items
	helperGrow           // memory.grow, charged for; needs a memory
	helperVectors        // (address, number, whether they are written to) charges for the bytes of vectors → whether one lies over them; needs a memory
)

var helperTypes = [][]byte{
	helperCharge:  {0x60, 2, i32, i32, 1, i32},
	helperGrow:    {0x60, 1, i32, 1, i32},
	helperVectors: {0x60, 3, i32, i32, i32, 1, i32},
	typeStop:      {0x60, 0, 0},
}

// typeStop is the type of what is called without fuel, and of what calls it: the last function that is added.
const typeStop = helperVectors + 1

// stopIfNegative takes the counter from the stack.
func stopIfNegative(halt []byte) []byte {
	return append([]byte{opI64Const, 0, opI64LtS, opIf, empty}, halt...)
}

// halts is the end of an if in which something is negative that must not be.
func (m *meter) halts() (b []byte) {
	if m.calls {
		b = appendIndex(b, opCall, m.functions()+int64(len(m.added()))-1)
	}
	return append(b, opUnreachable, opEnd)
}

// rewrite gives the contents that a section has in the instrumented module; nil if it is not there.
func (m *meter) rewrite(id byte, was []byte) []byte {
	switch id {
	case bytecode.Types:
		return extend(was, helperTypes)
	case bytecode.Tables:
		if m.calls {
			return extend(was, [][]byte{{0x70, 1, 1, 1}}) // of functions, one at least and at most
		}
	case bytecode.Functions:
		var kinds [][]byte
		for _, typ := range m.added() {
			kinds = append(kinds, binary.AppendUvarint(nil, uint64(typ)))
		}
		return extend(was, kinds)
	case bytecode.Globals:
		return extend(was, [][]byte{mutable(-(m.initial + 7) / 8), mutable(stackSlots)})
	case bytecode.Exports:
		more := [][]byte{export(Counter, exportGlobal, m.globals), export(Stack, exportGlobal, m.globals+1)}
		if m.started != nil {
			more = append(more, export(Start, exportFunction, *m.started))
		}
		if m.calls {
			more = append(more, export(Stop, exportTable, m.tables))
		}
		return extend(was, more)
	case bytecode.Start:
		return nil
	case bytecode.Code:
		count := binary.AppendUvarint(nil, uint64(m.bodies))
		return extend(append(count, m.code...), slices.Concat(m.helpers(), m.wrappers(), m.stopping()))
	}
	return was
}

// extend adds items to a vector, which may not have been there.
func extend(vector []byte, items [][]byte) []byte {
	n, size := binary.Uvarint(vector)
	out := binary.AppendUvarint(nil, n+uint64(len(items)))
	return slices.Concat(append([][]byte{out, vector[max(size, 0):]}, items...)...)
}

// mutable is a global of 64 bits.
func mutable(n int64) []byte { return append(appendSigned([]byte{i64, 1, opI64Const}, n), opEnd) }

func export(name string, kind byte, index int64) []byte {
	out := append(binary.AppendUvarint(nil, uint64(len(name))), name...)
	return appendIndex(out, kind, index)
}

// added is the types of the functions that are added.
func (m *meter) added() []int64 {
	first := int64(len(m.params))
	types := []int64{first + helperCharge}
	if m.memory {
		types = append(types, first+helperGrow, first+helperVectors)
	}
	for _, i := range m.imported {
		if i.host != nil {
			types = append(types, i.typ)
		}
	}
	if m.calls {
		types = append(types, first+typeStop)
	}
	return types
}

// stopping is the body of what calls the function in the table.
func (m *meter) stopping() [][]byte {
	if !m.calls {
		return nil
	}
	b := appendIndex([]byte{0, opI32Const, 0}, opCallTable, int64(len(m.params))+typeStop)
	return [][]byte{sized(append(binary.AppendUvarint(b, uint64(m.tables)), opEnd))}
}

// helpers are the bodies of the functions that are added, but for the wrappers.
func (m *meter) helpers() [][]byte {
	const items, rate, was = 0, 1, 1 // locals
	b := appendIndex([]byte{0}, opGlobalGet, m.globals)
	b = append(b, opLocalGet, items, opI64Extend, opLocalGet, rate, opI64Extend, opI64Mul, opI64Const, 7, opI64Add, opI64Const, 3, opI64ShrU, opI64Sub)
	b = appendIndex(b, opGlobalSet, m.globals)
	b = append(appendIndex(b, opGlobalGet, m.globals), stopIfNegative(m.halts())...)
	all := [][]byte{sized(append(b, opLocalGet, items, opEnd))}
	if m.memory {
		b := []byte{1, 1, i32, opLocalGet, items, opMemoryGrow, 0, opLocalTee, was, opI32Const, 0x7f, opI32Ne, opIf, empty, opLocalGet, items}
		b = appendSigned(append(b, opI32Const), ratePage)
		b = appendIndex(b, opCall, m.functions()+helperCharge)
		all = append(all, sized(append(b, opDrop, opEnd, opLocalGet, was, opEnd)), sized(m.vectors()))
	}
	return all
}

func sized(b []byte) []byte { return append(binary.AppendUvarint(nil, uint64(len(b))), b...) }

func appendIndex(out []byte, op byte, index int64) []byte {
	return binary.AppendUvarint(append(out, op), uint64(index))
}

func appendSigned(out []byte, n int64) []byte {
	for {
		c := byte(n & 0x7f)
		n >>= 7
		if n == 0 && c&0x40 == 0 || n == -1 && c&0x40 != 0 {
			return append(out, c)
		}
		out = append(out, c|0x80)
	}
}
