package fuel

// What a run may have of the stack, and what a function that calls others takes of it while it runs; see the package's
// documentation. It is what the compiler's own stack, which grows to some 80 MB, holds of all that compilers of today
// make: 80 bytes a slot. In a Go program of 2,300 functions half the frames are at most 128 bytes, for which there are more than 40
// slots, and the largest is 20 kB, of one with 29 kB of code.
const (
	stackSlots   = 1 << 20
	slotsFrame   = 16 // of every function, and 1 for each of its parameters and locals
	bytesPerSlot = 32 // of its encoded body, as what is kept across calls grows with it
)

// slots is what a function takes.
func slots(locals, size int64) int64 { return slotsFrame + locals + size/bytesPerSlot }

// left is the local that holds what is left of the stack for what the function calls.
func (b *body) left() int64 { return b.local + 1 }

// leftGlobal is what is left of the stack for the function that is called next.
func (b *body) leftGlobal() int64 { return b.global + 1 }

// enter takes what the function needs from the stack, and the counter from the stack of operands. It traps if either is
// negative; then the global says whether it was the stack.
func (b *body) enter() []byte {
	code := appendIndex(nil, opGlobalGet, b.leftGlobal())
	code = append(appendSigned(append(code, opI64Const), b.slots), opI64Sub)
	code = appendIndex(code, opLocalTee, b.left())
	code = append(code, opI64Or, opI64Const, 0, opI64LtS, opIf, empty)
	code = appendIndex(code, opLocalGet, b.left())
	code = appendIndex(code, opGlobalSet, b.leftGlobal())
	return append(code, b.halt...)
}

// hand gives what is left to what is called next. Nothing has to be done when it returns: whatever reads the global has
// been called, and was given its own.
func (b *body) hand() {
	b.segment = appendIndex(b.segment, opLocalGet, b.left())
	b.segment = appendIndex(b.segment, opGlobalSet, b.leftGlobal())
}
