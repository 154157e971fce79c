package fuel

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
)

const f32 byte = 0x7d

// arithmetic is random computing with NaNs in it: the code, and what a machine has in memory that makes every NaN canonical.
type arithmetic struct {
	*rand.Rand
	locals [2][4]uint64 // of 32 bits and of 64: what is in them
	code   []byte
	memory []byte
}

// wide is 1 for numbers of 64 bits.
type wide int

func canonical(bits uint64, w wide) uint64 {
	if w == 0 && bits&0x7fffffff > 0x7f800000 {
		return nan32
	}
	if w == 1 && bits&(1<<63-1) > 0x7ff<<52 {
		return nan64
	}
	return bits
}

// constant pushes a number: as often as not one of which something may come that is none.
func (a *arithmetic) constant(w wide) uint64 {
	some := [2][]uint64{{0, 1 << 31, 0x7f800000, 0xff800000, 0x7fc00000, 0xffc00000, 0x7fa00001, 0xffffffff, 0x3f800000, 0xbfc00000},
		{0, 1 << 63, 0x7ff << 52, 0xfff << 52, 0x7ff8 << 48, 0xfff8 << 48, 0x7ff4<<48 | 1, 1<<64 - 1, 0x3ff << 52, 0xbff8 << 48}}
	bits := some[w][a.IntN(10)]
	if a.IntN(3) == 0 {
		bits = a.Uint64() >> (32 * (1 - w))
	}
	if w == 0 {
		a.code = binary.LittleEndian.AppendUint32(append(a.code, opF32Const), uint32(bits))
	} else {
		a.code = binary.LittleEndian.AppendUint64(append(a.code, opF64Const), bits)
	}
	return bits
}

// value pushes a number and gives its bits.
func (a *arithmetic) value(w wide, depth int) uint64 {
	if depth == 0 {
		if a.IntN(3) == 0 {
			return a.constant(w)
		}
		i := a.IntN(4)
		a.code = append(a.code, guest.Get(uint32(8+4*int(w)+i))...)
		return a.locals[w][i]
	}
	op := byte(0x8b) + 14*byte(w)
	switch n := a.IntN(20); {
	case n == 0: // moved as bits
		x := a.value(w, depth-1)
		a.code = append(a.code, 0xbc+byte(w), 0xbe+byte(w))
		return x
	case n == 1: // from the other width
		x := a.value(1-w, depth-1)
		if w == 0 {
			a.code = append(a.code, 0xb6)
			return canonical(uint64(math.Float32bits(float32(math.Float64frombits(canonical(x, 1))))), 0)
		}
		a.code = append(a.code, 0xbb)
		return canonical(math.Float64bits(float64(math.Float32frombits(uint32(canonical(x, 0))))), 1)
	case n == 2: // one of two
		x, y := a.value(w, depth-1), a.value(w, depth-1)
		x1, y1 := a.value(w, depth-1), a.value(w, depth-1)
		a.code = append(a.code, 0x5d+6*byte(w), opSelect) // lt
		if number := numberOf; number(x1, w) < number(y1, w) {
			return x
		}
		return y
	case n < 9: // of one: abs, neg, ceil, floor, trunc, nearest, sqrt
		kind := byte(a.IntN(7))
		x := a.value(w, depth-1)
		a.code = append(a.code, op+kind)
		return one(kind, x, w)
	default: // of two: add, sub, mul, div, min, max, copysign
		kind := byte(a.IntN(7))
		x, y := a.value(w, depth-1), a.value(w, depth-1)
		a.code = append(a.code, op+7+kind)
		return two(kind, x, y, w)
	}
}

func numberOf(bits uint64, w wide) float64 {
	if w == 0 {
		return float64(math.Float32frombits(uint32(bits)))
	}
	return math.Float64frombits(bits)
}

func bitsOf(f float64, w wide) uint64 {
	if w == 0 {
		return canonical(uint64(math.Float32bits(float32(f))), w)
	}
	return canonical(math.Float64bits(f), w)
}

func one(kind byte, x uint64, w wide) uint64 {
	sign := uint64(1) << (31 + 32*w)
	switch kind {
	case 0:
		return x &^ sign
	case 1:
		return x ^ sign
	}
	f := []func(float64) float64{math.Ceil, math.Floor, math.Trunc, math.RoundToEven, math.Sqrt}[kind-2]
	return bitsOf(f(numberOf(x, w)), w)
}

// two computes with 64 bits for 32 as well: rounded twice the four give what is rounded once.
func two(kind byte, x, y uint64, w wide) uint64 {
	a, b := numberOf(x, w), numberOf(y, w)
	switch kind {
	case 0:
		return bitsOf(a+b, w)
	case 1:
		return bitsOf(a-b, w)
	case 2:
		return bitsOf(a*b, w)
	case 3:
		return bitsOf(a/b, w)
	case 6:
		sign := uint64(1) << (31 + 32*w)
		return x&^sign | y&sign
	}
	switch {
	case math.IsNaN(a) || math.IsNaN(b):
		return bitsOf(math.NaN(), w)
	case kind == 4:
		return bitsOf(math.Min(a, b), w)
	}
	return bitsOf(math.Max(a, b), w)
}

// statement keeps a number in a local or in memory.
func (a *arithmetic) statement() {
	w := wide(a.IntN(2))
	if a.IntN(2) == 0 {
		i := a.IntN(4)
		a.locals[w][i] = a.value(w, 3)
		a.code = append(a.code, guest.Set(uint32(8+4*int(w)+i))...)
		return
	}
	at := 8 * a.IntN(100)
	a.code = append(a.code, guest.Const(int32(at))...)
	bits := a.value(w, 3)
	if w == 0 {
		a.code = append(a.code, 0x38, 2, 0)
		binary.LittleEndian.PutUint32(a.memory[at:], uint32(bits))
	} else {
		a.code = append(a.code, 0x39, 3, 0)
		binary.LittleEndian.PutUint64(a.memory[at:], bits)
	}
}

// The bits of what is computed are the same on every processor, NaNs among them.
func TestNaN(t *testing.T) {
	all := newEngines(t)
	for seed := range uint64(40) {
		a := &arithmetic{Rand: rand.New(rand.NewPCG(seed, 7)), memory: make([]byte, 2<<16)}
		for range 60 {
			a.statement()
		}
		p := guest.NewProgram()
		module := p.BuildWith([]guest.Locals{{N: 8, Type: guest.I32}, {N: 4, Type: f32}, {N: 4, Type: guest.F64}}, a.code)
		got := all.run(t, module, executor.MaxFuel)
		if diff := cmp.Diff(a.memory[:800], []byte(got.Memory[:800])); diff != "" || !got.Ended {
			t.Errorf("seed %d: %s", seed, diff)
		}
	}
}

// So are those of vectors, lane by lane: each is computed from what is a NaN in some lanes only.
func TestNaNInVectors(t *testing.T) {
	all := newEngines(t)
	for _, n := range numbers {
		if n.gives < vector32s {
			continue
		}
		for op := n.first; op <= n.last; op++ {
			for _, second := range []bool{false, true} { // beside numbers, on either side
				name := op & 0xff
				binaryOp := name >= 0xe4 && name <= 0xe9 || name >= 0xf0
				if second && !binaryOp {
					continue
				}
				lanes := []uint32{0xffa00001, 0xfff00001, 0xffa00001, 0x40000000} // NaN, NaN, NaN, 2; or NaN, and a wide number
				if n.gives == vector64s && name != 0x5f || name == 0x5e {
					lanes = []uint32{5, 0xfff40000, 0, 0x40000000}
				}
				vector := []byte{prefix, opConst}
				for _, l := range lanes {
					vector = binary.LittleEndian.AppendUint32(vector, l)
				}
				ones := []byte{prefix, opConst, 0, 0, 0x80, 0x3f, 0, 0, 0x80, 0x3f, 0, 0, 0x80, 0x3f, 0, 0, 0x80, 0x3f}
				code := guest.Const(0)
				switch {
				case second:
					code = guest.Code(code, ones, vector)
				case binaryOp:
					code = guest.Code(code, vector, ones)
				default:
					code = guest.Code(code, vector)
				}
				code = append(binary.AppendUvarint(append(code, prefix), uint64(name)), prefix, 11, 4, 0) // v128.store
				got := all.run(t, guest.NewProgram().Build(code), executor.MaxFuel)
				first := binary.LittleEndian.Uint64([]byte(got.Memory))
				want := uint64(nan64)
				if n.gives == vector32s {
					want = nan32
					first &= 1<<32 - 1
				}
				if first != want || !got.Ended {
					t.Errorf("%04x, second %t: %x", op, second, first)
				}
			}
		}
	}
}
