package guest

import "slices"

// Instructions without immediates.
const (
	Unreachable byte = 0x00
	Nop         byte = 0x01
	Return      byte = 0x0f
	Drop        byte = 0x1a
	Eqz         byte = 0x45
	LtU         byte = 0x49
	Add         byte = 0x6a
	Sub         byte = 0x6b
	Mul         byte = 0x6c
)

// Code joins instructions.
func Code(parts ...[]byte) []byte { return slices.Concat(parts...) }

// Op is instructions without immediates.
func Op(ops ...byte) []byte { return ops }

// Const pushes a 32-bit number.
func Const(n int32) []byte { return append([]byte{0x41}, S64(int64(n))...) }

// Const64 pushes a 64-bit number.
func Const64(n int64) []byte { return append([]byte{0x42}, S64(n)...) }

// Call calls a function.
func Call(f uint32) []byte { return append([]byte{0x10}, U32(f)...) }

// CallIndirect calls the function whose place in table 0 is on the stack.
func CallIndirect(typ uint32) []byte { return append(append([]byte{0x11}, U32(typ)...), 0) }

// Get pushes a local.
func Get(i uint32) []byte { return append([]byte{0x20}, U32(i)...) }

// Set pops into a local.
func Set(i uint32) []byte { return append([]byte{0x21}, U32(i)...) }

// Tee is Set that leaves its operand.
func Tee(i uint32) []byte { return append([]byte{0x22}, U32(i)...) }

// Br branches out of n blocks.
func Br(n uint32) []byte { return append([]byte{0x0c}, U32(n)...) }

// BrIf branches out of n blocks if the operand is not zero.
func BrIf(n uint32) []byte { return append([]byte{0x0d}, U32(n)...) }

// Block is a block without a value.
func Block(body ...[]byte) []byte { return wrap(0x02, body) }

// Loop is a loop without a value; Br(0) in it continues.
func Loop(body ...[]byte) []byte { return wrap(0x03, body) }

// Forever repeats its body.
func Forever(body ...[]byte) []byte { return Loop(append(body, Br(0))...) }

// If runs its body if the operand is not zero.
func If(body ...[]byte) []byte { return wrap(0x04, body) }

func wrap(op byte, body [][]byte) []byte {
	return append(append([]byte{op, 0x40}, Code(body...)...), 0x0b)
}

// Load pushes the 32 bits at the operand plus offset.
func Load(offset uint32) []byte { return append([]byte{0x28, 2}, U32(offset)...) }

// Store stores 32 bits; the operands are address and value.
func Store(offset uint32) []byte { return append([]byte{0x36, 2}, U32(offset)...) }

// Grow grows memory by as many pages as the operand says.
func Grow() []byte { return []byte{0x40, 0} }

// Fill fills memory; the operands are address, byte, length.
func Fill() []byte { return []byte{0xfc, 11, 0} }
