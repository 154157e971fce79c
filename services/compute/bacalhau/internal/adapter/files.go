package adapter

// A node gives a guest its files as it gives them to no other engine. What is not there, below /outputs, is made when it is only
// looked at; what is there is opened to be read, whatever for; what is made can be read, whatever for; nothing is refused to a
// file's name or size but with "not implemented"; entries come in any order; and at the root there is what the guest was brought
// as. What can be made alike is: numbers of files, their inodes and times, the order of entries. A deterministic guest that would
// see more than that, or an error of which it is not sure that it is everybody's, is ended.

// unlike ends a guest that asks of its files what nodes refuse, or do otherwise.
func (b *builder) unlike() []byte {
	return code(number(Files), call(b.imported["proc_exit"]), unreachable)
}

// Of WASI's answers.
const (
	regular, directory = 4, 3 // kinds of a file
	kindAt, sizeAt     = 16, 32
	statBytes          = 64
	errBadf, errIsdir  = 8, 31
	errNoent, errNosys = 44, 52
)

// What is kept of an open file, by its number, in the memory that the stubs have: at perFile*number the state of its path, see walk,
// and marks behind. Numbers from mostOpen on no guest of the embedded engine has; the adapter's own files are above.
const (
	perFile  = 16
	mostOpen = 500
	ownFiles = 600
	scratch  = 32 << 10 // where a name that is moved is put

	markOpen, markDir, markBelow, markWriteOnly, markWrite = 1, 2, 4, 8, 16
)

func (b *builder) pathOf(fd ...any) []byte {
	return code(code(fd...), number(perFile), mul, call(b.kept))
}

func (b *builder) marksOf(fd ...any) []byte {
	return code(code(fd...), number(perFile), mul, number(8), add, call(b.kept), wrap)
}

// known ends a guest that names a file that it cannot have.
func (b *builder) known() []byte {
	return code(get(0), number(mostOpen), geU, when(b.unlike()))
}

// fails ends a guest that would be told of an error, and else answers with success.
func (b *builder) fails() []byte { return code(when(b.unlike()), number(0)) }

// strict passes a call on and shows no error. Where it is no error that there is no such file, that is shown.
func (b *builder) strict(n string) []byte {
	if n != "fd_prestat_get" {
		return plain(b.known(), b.pass(n), b.fails())
	}
	local := uint32(len(wasiTypes[n]))
	return code([]byte{1, 1, i32}, b.known(), b.pass(n), set(local),
		get(local), number(errBadf), eq, eqz, when(get(local), when(b.unlike())), get(local), end)
}

// closes answers fd_close. Who closes the streams, or the root, would have its next file in their place.
func (b *builder) closes(n string) []byte {
	return plain(b.known(), get(0), number(root), gtU, eqz, when(b.unlike()),
		b.pass(n), when(b.unlike()),
		get(0), number(perFile), mul, number64(0), call(b.keep),
		get(0), number(perFile), mul, number(8), add, number64(0), call(b.keep), number(0))
}

// reads answers fd_read and fd_pread.
func (b *builder) reads(n string) []byte {
	return plain(b.known(), b.marksOf(get(0)), number(markWriteOnly), and, when(b.unlike()), b.pass(n), b.fails())
}

// seeks answers fd_seek(fd, offset, whence, to).
func (b *builder) seeks(n string) []byte {
	const to = 3
	l, declared := localsOf(n)
	return code(declared, b.known(), b.pass(n), when(b.unlike()), b.leavesOut(l, code(get(to), load64(0))), number(0), end)
}

// writesAt answers fd_pwrite(fd, vectors, n, offset, written).
func (b *builder) writesAt(n string) []byte {
	const offset = 3
	l, declared := localsOf(n)
	return code(declared, b.known(), b.leavesOut(l, get(offset)), b.pass(n), b.fails(), end)
}

// leavesOut counts what lies between the end of a file that may be written and where the next bytes are to go, and ends a guest that may
// not leave as much: elsewhere it is refused when it writes there, and a node would pack all of it, which costs the guest nothing. What a
// guest passes by and does not fill is counted each time.
func (b *builder) leavesOut(l locals, at []byte) []byte {
	return code(b.marksOf(get(0)), number(markWrite), and, when(
		b.look(l, get(0), number(0), call(b.imported["fd_filestat_get"])),
		at, get(l.size), gtU64, when(
			getG(gHoles), at, add64, get(l.size), sub64, setG(gHoles),
			getG(gHoles), number64(b.run.Outputs), gtU64, when(b.unlike()))))
}

// setFlags answers fd_fdstat_set_flags(fd, flags). The one that programs in Go set on all that they open is there for nothing.
func (b *builder) setFlags() []byte {
	const nonblocking = 4
	stream := code(number(root), get(0), gtU)
	return plain(b.known(), get(1), number(nonblocking), eq, eqz, when(b.unlike()),
		stream, b.marksOf(get(0)), number(markOpen), and, or, eqz, when(b.unlike()),
		b.marksOf(get(0)), number(markDir), and, when(number(errIsdir), ret), number(errNosys))
}

// locals of what looks at paths, behind its parameters.
type locals struct {
	result, fd, i, letter, last, below, kind, slash, marks uint32
	path, size, saved                                      uint32 // 64 bits, and statBytes of the guest's memory
}

func localsOf(function string) (locals, []byte) {
	n := uint32(len(wasiTypes[function]))
	return locals{n, n + 1, n + 2, n + 3, n + 4, n + 5, n + 6, n + 7, n + 8, n + 9, n + 10, n + 11}, []byte{2, 9, i32, 2 + statBytes/8, i64}
}

// look asks, by instructions that leave an error, what there is, with the answer at the first byte of the guest's memory, which is
// borrowed. It is an error if it is neither file nor directory.
func (b *builder) look(l locals, ask ...any) []byte {
	var save, restore []byte
	for i := range uint32(statBytes / 8) {
		save = code(save, number(0), load64(8*i), set(l.saved+i))
		restore = code(restore, number(0), get(l.saved+i), store64(8*i))
	}
	return code(save, code(ask...), when(b.unlike()), number(0), load8(kindAt), set(l.kind), number(0), load64(sizeAt), set(l.size), restore,
		get(l.kind), number(regular), eq, get(l.kind), number(directory), eq, or, eqz, when(b.unlike()))
}

// openPath answers path_open(dir, lookup, path, length, flags, rights, inherited, status, to).
func (b *builder) openPath(n string) []byte {
	const (
		flags, rights, status, to = 4, 5, 7, 8 // parameters
		exclusive, truncate       = 4, 8       // flags, beside create
	)
	l, declared := localsOf(n)
	may := func(right int64) []byte { return code(get(rights), number64(right), and64, eqz64, eqz) }
	return code(declared, b.known(), b.walk(l),
		get(status), get(flags), number(exclusive), and, or, when(b.unlike()),
		get(flags), number(create|truncate), and, when(may(mayWrite), eqz, when(b.unlike())),
		may(mayWrite), when(get(flags), number(create), and, eqz, get(l.below), eqz, or, when(b.unlike())),
		b.pass(n), set(l.result),
		get(l.result), when(may(mayWrite), when(b.unlike()), b.missing(l), get(l.result), ret),
		get(to), load(0), set(l.fd), get(l.fd), number(mostOpen), geU, when(b.unlike()),
		b.look(l, get(l.fd), number(0), call(b.imported["fd_filestat_get"])),
		get(l.kind), number(directory), eq, when(may(mayWrite), when(b.unlike())),
		get(l.kind), number(regular), eq, when(
			may(mayWrite), when(get(l.size), eqz64, eqz, when(b.unlike())),
			may(mayWrite), eqz, when(get(l.size), eqz64, get(l.below), and, when(b.unlike()))),
		number(markOpen), set(l.marks),
		get(l.kind), number(directory), eq, when(get(l.marks), number(markDir), or, set(l.marks)),
		get(l.below), when(get(l.marks), number(markBelow), or, set(l.marks)),
		may(mayWrite), when(get(l.marks), number(markWrite), or, set(l.marks),
			may(mayRead), eqz, when(get(l.marks), number(markWriteOnly), or, set(l.marks))),
		get(l.fd), number(perFile), mul, get(l.path), call(b.keep),
		get(l.fd), number(perFile), mul, number(8), add, get(l.marks), extendU, call(b.keep),
		number(0), end)
}

// statPath answers path_filestat_get(dir, lookup, path, length, to).
func (b *builder) statPath(n string) []byte {
	const to = 4
	l, declared := localsOf(n)
	return code(declared, b.known(), b.walk(l),
		b.pass(n), set(l.result), get(l.result), when(b.missing(l), get(l.result), ret),
		get(to), load8(kindAt), set(l.kind),
		get(l.kind), number(regular), eq, when(get(to), load64(sizeAt), eqz64, get(l.below), and, when(b.unlike())),
		get(l.kind), number(regular), eq, get(l.kind), number(directory), eq, or, eqz, when(b.unlike()),
		b.alike(to, get(l.path)), number(0), end)
}

// statFile answers fd_filestat_get(fd, to).
func (b *builder) statFile(n string) []byte {
	const to = 1
	return plain(b.known(), b.pass(n), when(b.unlike()),
		number(root), get(0), gtU, when(zeroed(to), number(0), ret),
		b.alike(to, b.pathOf(get(0))), number(0))
}

// zeroed has a stream be of no device, age or size.
func zeroed(to uint32) (c []byte) {
	const links, kind = 24, 16
	for at := range uint32(statBytes / 8) {
		if 8*at != kind && 8*at != links {
			c = code(c, get(to), number64(0), store64(8*at))
		}
	}
	return code(c, get(to), number64(1), store64(links))
}

// alike replaces what differs between nodes, where the parameter says that it is, for what has such a path.
func (b *builder) alike(to uint32, path []byte) []byte {
	const device, inode, links, accessed, modified, changed = 0, 8, 24, 40, 48, 56
	at := number64(b.run.Epoch * 1e9)
	return code(get(to), number64(1), store64(device), get(to), path, inodeOf, store64(inode), get(to), number64(1), store64(links),
		get(to), at, store64(accessed), get(to), at, store64(modified), get(to), at, store64(changed),
		get(to), load8(kindAt), number(directory), eq, when(get(to), number64(0), store64(sizeAt)))
}

// tries is what write does with a file of the guest's: one that was there before is not open for that, and one that is open to be read is
// told so by a node only where there is something to be written.
func (b *builder) tries(n string) []byte {
	if !b.run.Deterministic {
		return b.pass(n)
	}
	return code(b.known(), b.marksOf(get(0)), number(markWrite), and, eqz, when(b.unlike()), b.pass(n), b.fails())
}
