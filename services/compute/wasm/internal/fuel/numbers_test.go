package fuel

import (
	"encoding/binary"
	"math"

	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
	"github.com/parley-p2p/parley/services/compute/wasm/internal/bytecode"
)

// The instructions of floating point and of vectors that generated programs have.
const (
	f64Eq          bytecode.Op = 0x61
	f64Lt          bytecode.Op = 0x63
	f32Add         bytecode.Op = 0x92
	f32Neg         bytecode.Op = 0x8c
	f64Abs         bytecode.Op = 0x99
	f64Neg         bytecode.Op = 0x9a
	f64Nearest     bytecode.Op = 0x9e
	f64Sqrt        bytecode.Op = 0x9f
	f64Add         bytecode.Op = 0xa0
	f64Sub         bytecode.Op = 0xa1
	f64Mul         bytecode.Op = 0xa2
	f64Div         bytecode.Op = 0xa3
	f64Min         bytecode.Op = 0xa4
	f64Max         bytecode.Op = 0xa5
	f64Copysign    bytecode.Op = 0xa6
	i64TruncF64    bytecode.Op = 0xb0
	f32Demote      bytecode.Op = 0xb6
	f64ConvertI64  bytecode.Op = 0xb9
	f64Promote     bytecode.Op = 0xbb
	i32OfF32       bytecode.Op = 0xbc
	i64OfF64       bytecode.Op = 0xbd
	f32OfI32       bytecode.Op = 0xbe
	f64OfI64       bytecode.Op = 0xbf
	i64TruncSatF64 bytecode.Op = 0xfc06
	v128Load       bytecode.Op = 0xfd00
	v128Store      bytecode.Op = 0xfd0b
	i64x2Splat     bytecode.Op = 0xfd12
	i64x2Lane      bytecode.Op = 0xfd1d
	v128And        bytecode.Op = 0xfd4e
	v128Xor        bytecode.Op = 0xfd51
	v128Any        bytecode.Op = 0xfd53
	i64x2Add       bytecode.Op = 0xfdce
	i64x2Sub       bytecode.Op = 0xfdd1
	f64x2Add       bytecode.Op = 0xfdf0
	f64x2Mul       bytecode.Op = 0xfdf2
	f64x2Div       bytecode.Op = 0xfdf3
)

// numeric is all of them.
var numeric = []bytecode.Op{f64Eq, f64Lt, f32Add, f32Neg, f64Abs, f64Neg, f64Nearest, f64Sqrt, f64Add, f64Sub, f64Mul, f64Div, f64Min, f64Max, f64Copysign, i64TruncF64,
	f32Demote, f64ConvertI64, f64Promote, i32OfF32, i64OfF64, f32OfI32, f64OfI64, i64TruncSatF64, v128Load, v128Store, i64x2Splat, i64x2Lane, v128And, v128Xor,
	v128Any, i64x2Add, i64x2Sub, f64x2Add, f64x2Mul, f64x2Div}

const twoSlots = 2 // b of a drop of a vector, which the machine has in two

// float is a number of 64 bits: computed, or random bits, NaNs of any payload among them.
func (g *generator) float(depth int) []instruction {
	if depth <= 0 {
		bits := g.Uint64()
		switch g.IntN(5) {
		case 0:
			bits |= 0x7ff0 << 48 // a NaN
		case 1:
			bits = []uint64{0, 1 << 63, 0x7ff << 52, 0xfff << 52, 1}[g.IntN(5)]
		}
		return []instruction{op(i64Const, int64(bits)), op(f64OfI64)}
	}
	f := func() []instruction { return g.float(depth - 1) }
	switch g.IntN(8) {
	case 0:
		return then(op(f64ConvertI64), g.long(depth-1))
	case 1:
		return then(op([]bytecode.Op{f64Abs, f64Neg, f64Nearest, f64Sqrt}[g.IntN(4)]), f())
	case 2:
		return then(op(f64Promote), then(op(f32Add), then(op(f32Demote), f()), then(op(f32Neg), then(op(f32OfI32), g.value(guest.I32, depth-1)))))
	case 3:
		return then(op(f64OfI64), g.long(depth-1))
	}
	return then(op([]bytecode.Op{f64Add, f64Sub, f64Mul, f64Div, f64Min, f64Max, f64Copysign}[g.IntN(7)]), f(), f())
}

// wide is a vector.
func (g *generator) wide(depth int) []instruction {
	if depth <= 0 {
		return then(op(i64x2Splat), g.long(0))
	}
	switch g.IntN(4) {
	case 0:
		return then(op(v128Load), g.address())
	case 1:
		return then(op(i64x2Splat), g.long(depth-1))
	}
	return then(op([]bytecode.Op{v128And, v128Xor, i64x2Add, i64x2Sub, f64x2Add, f64x2Mul, f64x2Div}[g.IntN(7)]), g.wide(depth-1), g.wide(depth-1))
}

// numbers is a number of 64 bits that floating point or a vector has come to.
func (g *generator) numbers(depth int) []instruction {
	switch g.IntN(4) {
	case 0:
		return then(op(i64x2Lane, int64(g.IntN(2))), g.wide(depth-1))
	case 1:
		return then(op([]bytecode.Op{i64TruncF64, i64TruncSatF64, i64TruncSatF64}[g.IntN(3)]), g.float(depth-1))
	}
	return then(op(i64OfF64), g.float(depth-1))
}

// truth is what is found of floating point or a vector, or bits of them.
func (g *generator) truth(depth int) []instruction {
	switch g.IntN(3) {
	case 0:
		return then(op(v128Any), g.wide(depth-1))
	case 1:
		return then(op(i32OfF32), then(op(f32Demote), g.float(depth-1)))
	}
	return then(op([]bytecode.Op{f64Eq, f64Lt}[g.IntN(2)]), g.float(depth-1), g.float(depth-1))
}

// keep leaves a vector nowhere, or in memory.
func (g *generator) keep(depth int) []instruction {
	if g.IntN(3) == 0 {
		return then(op(drop, 0, twoSlots), g.wide(depth-1))
	}
	return then(op(v128Store), g.address(), g.wide(depth-1))
}

const canonical64, canonical32 = 0x7ff8 << 48, 0x7fc0 << 16

func bits64(x float64) uint64 {
	if x != x {
		return canonical64
	}
	return math.Float64bits(x)
}

func bits32(x float32) uint64 {
	if x != x {
		return canonical32
	}
	return uint64(math.Float32bits(x))
}

// count computes with one or two numbers of floating point; done is false for an instruction of another kind.
func (m *machine) float(in *instruction) (done bool) {
	x := func() float64 { return math.Float64frombits(m.pop()) }
	switch in.op {
	case f64OfI64, i64OfF64, i32OfF32, f32OfI32: // the same bits
	case f64ConvertI64:
		m.push(bits64(float64(int64(m.pop()))))
	case f64Abs:
		m.push(m.pop() &^ (1 << 63))
	case f64Neg:
		m.push(m.pop() ^ 1<<63)
	case f32Neg:
		m.push(m.pop() ^ 1<<31)
	case f64Nearest:
		m.push(bits64(math.RoundToEven(x())))
	case f64Sqrt:
		m.push(bits64(math.Sqrt(x())))
	case f32Demote:
		m.push(bits32(float32(x())))
	case f64Promote:
		m.push(bits64(float64(math.Float32frombits(uint32(m.pop())))))
	case f32Add:
		b, a := math.Float32frombits(uint32(m.pop())), math.Float32frombits(uint32(m.pop()))
		m.push(bits32(a + b))
	case f64Copysign:
		b, a := m.pop(), m.pop()
		m.push(a&^(1<<63) | b&(1<<63))
	case f64Eq:
		b, a := x(), x()
		m.truth(a == b)
	case f64Lt:
		b, a := x(), x()
		m.truth(a < b)
	case i64TruncF64:
		a := x()
		m.must(a >= -1<<63 && a < 1<<63)
		m.push(uint64(int64(a)))
	case i64TruncSatF64:
		switch a := x(); {
		case a != a:
			m.push(0)
		case a < -1<<63:
			m.push(1 << 63)
		case a >= 1<<63:
			m.push(1<<63 - 1)
		default:
			m.push(uint64(int64(a)))
		}
	case f64Add, f64Sub, f64Mul, f64Div, f64Min, f64Max:
		b, a := m.pop(), m.pop()
		m.push(computed(in.op, a, b))
	default:
		return false
	}
	return true
}

// computed is what comes of the bits of two numbers.
func computed(o bytecode.Op, x, y uint64) uint64 {
	a, b := math.Float64frombits(x), math.Float64frombits(y)
	if a != a || b != b {
		return canonical64
	}
	switch o {
	case f64Add, f64x2Add:
		return bits64(a + b)
	case f64Sub:
		return bits64(a - b)
	case f64Mul, f64x2Mul:
		return bits64(a * b)
	case f64Div, f64x2Div:
		return bits64(a / b)
	case f64Min:
		return bits64(math.Min(a, b))
	}
	return bits64(math.Max(a, b))
}

// vector computes with vectors; done is false for an instruction of another kind.
func (m *machine) vector(in *instruction) (done bool) {
	pair := func() [2]uint64 {
		high, low := m.pop(), m.pop()
		return [2]uint64{low, high}
	}
	put := func(v [2]uint64) { m.push(v[0]); m.push(v[1]) }
	switch in.op {
	case i64x2Splat:
		v := m.pop()
		put([2]uint64{v, v})
	case i64x2Lane:
		m.push(pair()[in.a])
	case v128Any:
		v := pair()
		m.truth(v[0]|v[1] != 0)
	case v128Load:
		at := uint64(uint32(m.pop()))
		m.must(at+16 <= uint64(len(m.memory)))
		put([2]uint64{binary.LittleEndian.Uint64(m.memory[at:]), binary.LittleEndian.Uint64(m.memory[at+8:])})
	case v128Store:
		v := pair()
		at := uint64(uint32(m.pop()))
		m.must(at+16 <= uint64(len(m.memory)))
		binary.LittleEndian.PutUint64(m.memory[at:], v[0])
		binary.LittleEndian.PutUint64(m.memory[at+8:], v[1])
	case v128And, v128Xor, i64x2Add, i64x2Sub, f64x2Add, f64x2Mul, f64x2Div:
		b, a := pair(), pair()
		for i := range a {
			switch in.op {
			case v128And:
				a[i] &= b[i]
			case v128Xor:
				a[i] ^= b[i]
			case i64x2Add:
				a[i] += b[i]
			case i64x2Sub:
				a[i] -= b[i]
			default:
				a[i] = computed(in.op, a[i], b[i])
			}
		}
		put(a)
	default:
		return false
	}
	return true
}
