package adapter

// The state of a path is its 64-bit FNV-1a, from the root on and without a first slash, with what an empty one comes to taken off by
// exclusive or, so that it is zero at the root. The embedded engine makes inodes of it, see package guestfs.
const (
	fnvBasis  = -0x340d631b7bdddcdb // 0xcbf29ce484222325
	fnvPrime  = 0x100000001b3
	mostBytes = 4096 // of a path
)

// inodeOf makes an inode of a state.
var inodeOf = code(number64(fnvBasis), xor64, number64(1), or64)

// stirred takes a letter into the hash of a local.
func stirred(hash uint32, letter []byte) []byte {
	return code(get(hash), letter, xor64, number64(fnvPrime), mul64, set(hash))
}

// Parameters that path_open and path_filestat_get have alike.
const (
	pDir    = 0
	pPath   = 2
	pLength = 3
)

// walk reads a path and says where it leads: its state, whether it is below /outputs, where its last slash is, or -1. It ends a guest
// whose path is not in its simplest form, has an element that begins with a dot, or begins as one that is at the root of some
// engines only: streams, stubs, module, adapter, tmp.
func (b *builder) walk(l locals) []byte {
	letter := code(get(pPath), get(l.i), add, load8(0))
	elsewhere := code(get(l.letter), number('s'), eq)
	for _, first := range "mat" {
		elsewhere = code(elsewhere, get(l.letter), number(first), eq, or)
	}
	lone := code(get(pLength), number(1), eq, when(get(pPath), load8(0), number('.'), eq, when(number(1), set(l.i))))
	atRoot := code(get(pPath), load8(0), set(l.letter), elsewhere, when(b.unlike()), get(l.letter), number('o'), eq, set(l.below))
	each := code(letter, set(l.letter),
		get(l.last), number('/'), eq, when(get(l.letter), number('/'), eq, get(l.letter), number('.'), eq, or, when(b.unlike())),
		get(l.letter), number('/'), eq, when(get(l.i), set(l.slash)),
		stirred(l.path, code(get(l.letter), extendU)),
		get(l.letter), set(l.last), get(l.i), number(1), add, set(l.i))
	return code(
		get(pLength), number(mostBytes), gtU, get(pLength), eqz, or, when(b.unlike()),
		b.pathOf(get(pDir)), set(l.path), b.marksOf(get(pDir)), number(markBelow), and, eqz, eqz, set(l.below),
		number(-1), set(l.slash), number(0), set(l.i), lone,
		get(l.i), eqz, when(
			get(l.path), eqz64, when(atRoot),
			get(l.path), eqz64, set(l.fd),
			get(l.path), number64(fnvBasis), xor64, set(l.path),
			get(l.fd), eqz, when(stirred(l.path, number64('/'))),
			number('/'), set(l.last),
			loop(get(l.i), get(pLength), geU, eqz, when(each, branch(1))),
			get(l.last), number('/'), eq, when(b.unlike()),
			get(l.path), number64(fnvBasis), xor64, set(l.path)))
}

// missing ends a guest whose path leads to an error, unless there is nothing where there is nothing elsewhere either: not below
// /outputs, where it would be made, and in a directory, since what is below a file is another error for some.
func (b *builder) missing(l locals) []byte {
	above := code(get(pDir), number(1), get(pPath), get(l.slash), number(0), call(b.imported["path_filestat_get"]))
	inputs := code(b.pathOf(get(pDir)), eqz64, eqz, get(pPath), load8(0), number('i'), eq, or)
	return code(get(l.result), number(errNoent), eq, eqz, get(l.below), or, when(b.unlike()),
		get(l.slash), number(0), geS, when(inputs, when(
			b.look(l, above), get(l.kind), number(directory), eq, eqz, when(b.unlike()))))
}
