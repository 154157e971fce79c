package adapter

import "encoding/binary"

// Types of values, and the instructions that the adapter is made of.
const (
	i32 byte = 0x7f
	i64 byte = 0x7e

	unreachable byte = 0x00
	end         byte = 0x0b
	ret         byte = 0x0f
	drop        byte = 0x1a
	eqz         byte = 0x45
	eq          byte = 0x46
	gtU         byte = 0x4b
	geU         byte = 0x4f
	add         byte = 0x6a
	sub         byte = 0x6b
	geS         byte = 0x4e
	mul         byte = 0x6c
	and         byte = 0x71
	or          byte = 0x72
	shl         byte = 0x74
	eqz64       byte = 0x50
	gtS64       byte = 0x55
	gtU64       byte = 0x56
	geS64       byte = 0x59
	add64       byte = 0x7c
	sub64       byte = 0x7d
	mul64       byte = 0x7e
	and64       byte = 0x83
	or64        byte = 0x84
	xor64       byte = 0x85
	shl64       byte = 0x86
	wrap        byte = 0xa7
	extendU     byte = 0xad
)

var (
	memorySize = []byte{0x3f, 0}
	memoryGrow = []byte{0x40, 0}
	copyMemory = []byte{0xfc, 10, 0, 0} // to where, from where, how much
)

func u32(n uint32) []byte { return binary.AppendUvarint(nil, uint64(n)) }

func s64(n int64) (b []byte) {
	for {
		c := byte(n & 0x7f)
		n >>= 7
		if n == 0 && c&0x40 == 0 || n == -1 && c&0x40 != 0 {
			return append(b, c)
		}
		b = append(b, c|0x80)
	}
}

func name(s string) []byte { return append(u32(uint32(len(s))), s...) }

func section(id byte, contents []byte) []byte {
	return append(append([]byte{id}, u32(uint32(len(contents)))...), contents...)
}

// vector is a count and what is counted.
func vector(items [][]byte) []byte {
	b := u32(uint32(len(items)))
	for _, i := range items {
		b = append(b, i...)
	}
	return b
}

// code joins instructions, given as bytes or byte slices.
func code(parts ...any) (b []byte) {
	for _, p := range parts {
		switch p := p.(type) {
		case byte:
			b = append(b, p)
		case []byte:
			b = append(b, p...)
		}
	}
	return b
}

func number(n int32) []byte   { return append([]byte{0x41}, s64(int64(n))...) }
func number64(n int64) []byte { return append([]byte{0x42}, s64(n)...) }
func call(f uint32) []byte    { return append([]byte{0x10}, u32(f)...) }
func get(local uint32) []byte { return append([]byte{0x20}, u32(local)...) }
func set(local uint32) []byte { return append([]byte{0x21}, u32(local)...) }
func getG(g uint32) []byte    { return append([]byte{0x23}, u32(g)...) }
func setG(g uint32) []byte    { return append([]byte{0x24}, u32(g)...) }
func branch(depth uint32) []byte {
	return append([]byte{0x0c}, u32(depth)...)
}

func when(body ...any) []byte { return code([]byte{0x04, 0x40}, code(body...), end) }
func loop(body ...any) []byte { return code([]byte{0x03, 0x40}, code(body...), end) }

// Loads and stores at the address on the stack and an offset.
func load(at uint32) []byte   { return append([]byte{0x28, 0}, u32(at)...) }
func load64(at uint32) []byte { return append([]byte{0x29, 0}, u32(at)...) }
func load8(at uint32) []byte  { return append([]byte{0x2d, 0}, u32(at)...) }
func load16(at uint32) []byte { return append([]byte{0x2f, 0}, u32(at)...) }
func store(at uint32) []byte  { return append([]byte{0x36, 0}, u32(at)...) }

func store8(at uint32) []byte  { return append([]byte{0x3a, 0}, u32(at)...) }
func store64(at uint32) []byte { return append([]byte{0x37, 0}, u32(at)...) }

// initMemory copies from a passive segment; its operands are where to, where from in it, and how much.
func initMemory(segment uint32) []byte { return append(append([]byte{0xfc, 8}, u32(segment)...), 0) }

// A span is so many bytes of memory, by 32-bit numbers both.
type span struct{ at, length []byte }

// end is the address behind it, which needs 64 bits.
func (s span) end() []byte { return code(s.at, extendU, s.length, extendU, add64) }

// outside says whether it ends behind the memory: then it is a fault to every function of WASI, whether it would touch all of it or none.
func (s span) outside() []byte {
	return code(s.end(), memorySize, extendU, number64(16), shl64, gtU64)
}

// overlaps says whether two have a byte in common, if neither is empty.
func (s span) overlaps(o span) []byte {
	return code(s.end(), o.at, extendU, gtU64, o.end(), s.at, extendU, gtU64, and)
}
