package fuel

import (
	"encoding/binary"
	"slices"

	"github.com/parley-p2p/parley/services/compute/wasm/internal/bytecode"
)

// number is what an instruction of floating point gives. Zero: it gives none, or none that could be a NaN of the
// processor's choice, as what only moves bits or changes a sign.
type number int

const (
	float32s number = iota + 1
	float64s
	vector32s // four of 32 bits
	vector64s // two of 64
)

// numbers are the instructions that may make a NaN, by ranges of opcodes.
var numbers = []struct {
	first, last bytecode.Op
	gives       number
}{
	{0x8d, 0x97, float32s},      // f32.ceil, floor, trunc, nearest, sqrt, add, sub, mul, div, min, max
	{0xb6, 0xb6, float32s},      // f32.demote_f64
	{0x9b, 0xa5, float64s},      // f64, as above
	{0xbb, 0xbb, float64s},      // f64.promote_f32
	{0xfd5e, 0xfd5e, vector32s}, // f32x4.demote_f64x2_zero
	{0xfd67, 0xfd6a, vector32s}, // f32x4.ceil, floor, trunc, nearest
	{0xfde3, 0xfde9, vector32s}, // f32x4.sqrt, add, sub, mul, div, min, max
	{0xfd5f, 0xfd5f, vector64s}, // f64x2.promote_low_f32x4
	{0xfd74, 0xfd75, vector64s}, // f64x2.ceil, floor
	{0xfd7a, 0xfd7a, vector64s}, // f64x2.trunc
	{0xfd94, 0xfd94, vector64s}, // f64x2.nearest
	{0xfdef, 0xfdf5, vector64s}, // f64x2.sqrt, add, sub, mul, div, min, max
}

// given is numbers by opcode: of one byte, and of 0xfd.
var given = func() (g [2][256]number) {
	for _, n := range numbers {
		for op := n.first; op <= n.last; op++ {
			g[op>>15][op&0xff] = n.gives
		}
	}
	return g
}()

// gives is what an instruction gives.
func gives(op bytecode.Op) number {
	if op>>8 == prefixBulk {
		return 0
	}
	return given[op>>15][op&0xff]
}

// blind reports whether an instruction that takes a number from the stack does the same for every NaN: it compares it,
// drops it, converts it to an integer, or makes a number of it, which is looked at then.
func blind(op bytecode.Op) bool {
	switch {
	case op == opDrop, 0x5b <= op && op <= 0x66, // comparisons
		0xa8 <= op && op <= 0xab, 0xae <= op && op <= 0xb1, 0xfc00 <= op && op <= 0xfc07: // to integers
		return true
	}
	n := gives(op)
	return n == float32s || n == float64s
}

// The bits of NaNs, one for every lane, and what compares numbers with themselves.
const (
	nan32 = 0x7fc00000
	nan64 = 0x7ff8000000000000

	opSelect    = 0x1b
	opF32Const  = 0x43
	opF64Const  = 0x44
	opF32Eq     = 0x5b
	opF64Eq     = 0x61
	prefix      = 0xfd // of vectors
	prefixBulk  = 0xfc
	opConst     = 0x0c
	opF32x4Eq   = 0x41
	opF64x2Eq   = 0x47
	opBitselect = 0x52
)

// scratch is the first of the three locals that hold a number while it is looked at: of 32 bits, of 64, and of vectors.
func (b *body) scratch() int64 { return b.local + 2 }

// scratches are their declarations.
var scratches = []byte{1, 0x7d, 1, 0x7c, 1, 0x7b}

// made is a number that an instruction of the open segment has made.
type made struct {
	at     int // where in the segment it is on the stack
	number number
	seen   bool // something takes it that is not blind
}

// none is an operand that is no number made in the open segment.
const none = -1

// effect is how many operands an instruction takes, and whether it gives one; known is false for those that do not simply
// compute, and for vectors.
func effect(op bytecode.Op) (takes int, gives, known bool) {
	switch {
	case op == bytecode.LocalGet, op == bytecode.GlobalGet, op >= 0x41 && op <= 0x44: // constants
		return 0, true, true
	case op == bytecode.LocalSet, op == bytecode.GlobalSet, op == opDrop:
		return 1, false, true
	case op == opSelect:
		return 3, true, true
	case op >= 0x36 && op <= 0x3e: // stores
		return 2, false, true
	case op >= 0x46 && op <= 0x4f, op >= 0x51 && op <= 0x66, // comparisons of two
		op >= 0x6a && op <= 0x78, op >= 0x7c && op <= 0x8a, op >= 0x92 && op <= 0x98, op >= 0xa0 && op <= 0xa6:
		return 2, true, true
	case op == bytecode.LocalTee, op >= 0x28 && op <= 0x35, op >= 0x45 && op <= 0xc4, op >= 0xfc00 && op <= 0xfc07: // loads, and what is left
		return 1, true, true
	}
	return 0, false, false
}

// take has an instruction take its operands. What is blind leaves them as they are; where it is not known what is taken, all are.
func (b *body) take(op bytecode.Op) {
	takes, _, known := effect(op)
	if !known {
		b.see()
		return
	}
	for range min(takes, len(b.operands)) {
		last := len(b.operands) - 1
		if n := b.operands[last]; n != none && !blind(op) {
			b.numbers[n].seen = true
		}
		b.operands = b.operands[:last]
	}
}

// give puts on the stack what an instruction that was appended to the segment gives.
func (b *body) give(op bytecode.Op) {
	_, one, _ := effect(op)
	n := gives(op)
	switch {
	case n > 0:
		b.operands = append(b.operands, len(b.numbers))
		b.numbers = append(b.numbers, made{at: len(b.segment), number: n})
	case one:
		b.operands = append(b.operands, none)
	}
}

// see makes all numbers canonical that are on the stack, or that something has seen.
func (b *body) see() {
	for _, n := range b.operands {
		if n != none {
			b.numbers[n].seen = true
		}
	}
	b.operands = b.operands[:0]
	if !slices.ContainsFunc(b.numbers, func(n made) bool { return n.seen }) {
		b.numbers = b.numbers[:0]
		return
	}
	start := b.numbers[0].at
	was := slices.Clone(b.segment[start:])
	b.segment = b.segment[:start]
	from := 0
	for _, n := range b.numbers {
		b.segment = append(b.segment, was[from:n.at-start]...)
		if from = n.at - start; n.seen {
			b.canonical(n.number)
		}
	}
	b.segment = append(b.segment, was[from:]...)
	b.numbers = b.numbers[:0]
}

// canonical makes the number on the stack the canonical NaN if it is one: it is the only one that differs from itself.
func (b *body) canonical(n number) {
	b.floats = true
	local := b.scratch() + int64(min(n, vector32s)-float32s)
	s := appendIndex(b.segment, opLocalTee, local)
	switch n {
	case float32s:
		s = binary.LittleEndian.AppendUint32(append(s, opF32Const), nan32)
	case float64s:
		s = binary.LittleEndian.AppendUint64(append(s, opF64Const), nan64)
	case vector32s:
		s = binary.LittleEndian.AppendUint64(append(s, prefix, opConst), nan32<<32|nan32)
		s = binary.LittleEndian.AppendUint64(s, nan32<<32|nan32)
	case vector64s:
		s = binary.LittleEndian.AppendUint64(append(s, prefix, opConst), nan64)
		s = binary.LittleEndian.AppendUint64(s, nan64)
	}
	s = appendIndex(appendIndex(s, opLocalGet, local), opLocalGet, local)
	switch n {
	case float32s:
		s = append(s, opF32Eq, opSelect)
	case float64s:
		s = append(s, opF64Eq, opSelect)
	case vector32s:
		s = append(s, prefix, opF32x4Eq, prefix, opBitselect)
	case vector64s:
		s = append(s, prefix, opF64x2Eq, prefix, opBitselect)
	}
	b.segment = s
}
