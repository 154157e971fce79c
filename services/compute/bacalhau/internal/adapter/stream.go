package adapter

// write answers fd_write(fd, vectors, n, written). The standard streams go to files of their own, which lose and reorder
// nothing; beyond its limit a stream swallows.
func (b *builder) write() []byte {
	const (
		result = 4 + iota
		i
		sum
		saved0, saved1, saved2 = 7, 8, 9 // 64 bits
	)
	stream := func(file, count uint32, path string, limit int64) []byte {
		return code(
			getG(file), number(-1), eq, when(b.open(file, path, saved0, saved1, saved2)),
			getG(count), number64(limit), gtS64, when(b.swallow(i, sum), number(0), ret),
			getG(file), get(1), get(2), get(3), call(b.imported["fd_write"]), set(result),
			get(result), eqz, when(getG(count), get(3), load(0), extendU, add64, setG(count)),
			get(result), b.shown(), get(result), ret)
	}
	return code(byte(2), byte(3), i32, byte(3), i64,
		get(0), number(1), eq, when(stream(gStdout, gStdoutBytes, Stdout, b.run.Stdout)),
		get(0), number(2), eq, when(stream(gStderr, gStderrBytes, Stderr, b.run.Stderr)),
		b.tries("fd_write"), end)
}

// shown ends a deterministic guest to which an error on the stack would be shown.
func (b *builder) shown() []byte {
	if !b.run.Deterministic {
		return code(drop)
	}
	return when(b.unlike())
}

// open opens a stream's file, and moves it out of the way of the guest's own. WASI reads from the guest's memory, so it borrows the
// first bytes of that. If the node does not open it, the stream's own descriptor stays, where
// that is no guest's loss.
func (b *builder) open(file uint32, path string, saved0, saved1, saved2 uint32) []byte {
	const answer = 16 // where the descriptor is written; the path is before
	own := int32(file) - gStdout + 1
	return code(
		number(0), load64(0), set(saved0), number(0), load64(8), set(saved1), number(0), load64(16), set(saved2),
		number(0), number(0), number(int32(len(path))), initMemory(b.segment([]byte(path))),
		number(own), setG(file),
		number(root), number(0), number(0), number(int32(len(path))), number(create), number64(mayWrite), number64(0), number(0), number(answer),
		call(b.imported["path_open"]), eqz, when(
			number(0), load(answer), number(ownFiles+own), call(b.imported["fd_renumber"]), eqz, when(number(ownFiles+own), setG(file))),
		number(0), get(saved0), store64(0), number(0), get(saved1), store64(8), number(0), get(saved2), store64(16),
		getG(file), number(own), eq, b.shown())
}

// What path_open is told.
const (
	root     = 3      // the first directory that a guest is given: /
	create   = 1      // flag
	mayRead  = 1 << 1 // rights
	mayWrite = 1 << 6
)

// swallow says that all was written, if there is all of it. Of the number of vectors it takes what WASI takes: 8 bytes for each, by 32 bits.
func (b *builder) swallow(i, sum uint32) []byte {
	size := code(get(2), number(3), shl)
	vector := code(get(1), get(i), add)
	fault := when(number(errnoFault), ret)
	return code(number(0), set(i), number(0), set(sum),
		span{get(1), size}.outside(), fault,
		loop(get(i), size, geU, eqz, when(
			span{code(vector, load(0)), code(vector, load(4))}.outside(), fault,
			get(sum), vector, load(4), add, set(sum),
			get(i), number(8), add, set(i), branch(1))),
		get(3), get(sum), store(0))
}
