package adapter

// Left is the file, below the root of the guest's files, that says what is left of the fuel of a run with a meter: 64 bits,
// the lowest first. Below zero, the run had too little. It is written when the guest has done its last, so what the guest
// has put there does not count, beyond the first 8 bytes.
const Left = StreamsDir + "/fuel"

// Unfueled is the exit code of a run that was ended for want of fuel. What counts is Left.
const Unfueled = 0x6675656c

func (p *Program) metered() bool { return p.names.Fuel != "" }

// Of what a meter adds the adapter has two functions, after those that it offers: record and stop.
func (b *builder) record() uint32 { return b.first + uint32(len(b.offered)) }
func (b *builder) stop() uint32   { return b.record() + 1 }

// recorded writes down what is left, if it is counted.
func (b *builder) recorded() []byte {
	if !b.metered() {
		return nil
	}
	return call(b.record())
}

// ending are the bodies of those two, and of _start.
func (b *builder) ending() (all [][]byte) {
	var begin []byte
	if b.metered() {
		begin = code(getG(gFuel), number64(b.run.Fuel), add64, setG(gFuel), number64(0), getG(gFuel), gtS64, when(call(b.stop())))
		stop := code(number64(0), getG(gFuel), gtS64, when(b.recorded(), number(Unfueled), call(b.imported["proc_exit"]))) // or the stack ends, by a trap
		all = append(all, b.writeLeft(), plain(stop))
	}
	if b.started { // of the stack it leaves what was for those that it called
		begin = code(begin, getG(gStack), set(0), call(b.calls[1]), get(0), setG(gStack))
	}
	return append(all, code(byte(1), byte(1), i64, begin, call(b.calls[0]), b.recorded(), end))
}

// writeLeft is the body of record. The memory is the guest's, who needs it no more.
func (b *builder) writeLeft() []byte {
	const what, list, written, file, path = 0, 8, 16, 20, 24
	return plain(memorySize, eqz, when(number(1), memoryGrow, drop),
		number(path), number(0), number(int32(len(Left))), initMemory(b.segment([]byte(Left))),
		number(root), number(0), number(path), number(int32(len(Left))), number(create), number64(mayWrite), number64(0), number(0), number(file),
		call(b.imported["path_open"]), eqz, when(
			number(what), getG(gFuel), store64(0), number(list), number(what), store(0), number(list), number(8), store(4),
			number(file), load(0), number(list), number(1), number(written), call(b.imported["fd_write"]), drop))
}
