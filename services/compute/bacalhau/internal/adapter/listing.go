package adapter

// Of an entry of a directory, as fd_readdir writes it.
const (
	dNext, dInode, dLength = 0, 8, 16
	dName                  = 24
)

// list answers fd_readdir(fd, buffer, length, cookie, used). A node's entries come in any order, with inodes of its own: they are
// sorted where they are. So they have to be there at once: a guest with less room than they take is ended.
func (b *builder) list(n string) []byte {
	const (
		buffer, length, cookie, used = 1, 2, 3, 4 // parameters
		stop, first                  = 5, 6       // addresses, and what follows
	)
	overlap := span{get(used), number(4)}.overlaps(span{get(buffer), get(length)})
	return code([]byte{2, 10, i32, 1, i64}, b.known(), b.pathOf(get(0)), eqz64, overlap, or, when(b.unlike()),
		b.pass(n), when(b.unlike()),
		get(used), load(0), eqz, when(number(0), ret),
		get(cookie), eqz64, eqz, get(used), load(0), get(length), geU, or, when(b.unlike()),
		get(buffer), get(used), load(0), add, set(stop),
		get(buffer), set(first), next(first), next(first), // those that name the directory itself and the one above
		b.sorted(stop, first), b.numbered(buffer, stop), number(0), end)
}

// next moves an address to the next entry.
func next(at uint32) []byte {
	return code(get(at), get(at), load(dLength), add, number(dName), add, set(at))
}

// sorted puts each entry where it belongs among those before it.
func (b *builder) sorted(stop, first uint32) []byte {
	const current, place, size, i, less = 7, 8, 9, 10, 11
	keep := func(what []byte) []byte {
		return code(number(0), set(i), loop(get(i), get(size), geU, eqz, when(what, get(i), number(1), add, set(i), branch(1))))
	}
	kept := code(number(scratch), get(i), number(8), mul, add)
	move := code(
		get(current), get(place), geU, get(current), get(place), eq, eqz, and, when(
			keep(code(kept, get(current), get(i), add, load8(0), extendU, call(b.keep))),
			get(place), get(size), add, get(place), get(current), get(place), sub, copyMemory,
			keep(code(get(place), get(i), add, kept, call(b.kept), wrap, store8(0)))))
	return code(get(first), set(current), loop(get(current), get(stop), geU, eqz, when(
		get(current), load(dLength), number(dName), add, set(size),
		get(first), set(place), number(1), set(less),
		loop(get(place), get(current), geU, eqz, when(
			before(place, current, i, less),
			get(less), when(next(place), branch(2)))),
		move, get(current), get(size), add, set(current), branch(1))))
}

// before says whether the name of one entry comes before that of another.
func before(a, b, i, less uint32) []byte {
	letter := func(of uint32) []byte { return code(get(of), get(i), add, load8(dName)) }
	over := func(of uint32) []byte { return code(get(i), get(of), load(dLength), geU) }
	return code(number(0), set(i), loop(
		over(a), when(number(1), set(less)),
		over(a), eqz, when(
			over(b), when(number(0), set(less)),
			over(b), eqz, when(
				letter(b), letter(a), gtU, set(less),
				letter(a), letter(b), eq, when(get(i), number(1), add, set(i), branch(3))))))
}

// numbered gives each entry its place and its inode.
func (b *builder) numbered(buffer, stop uint32) []byte {
	const at, count, i = 12, 13, 10
	const hash = 15
	own := code(b.pathOf(get(0)), inodeOf)
	letters := loop(get(i), get(at), load(dLength), geU, eqz, when(
		stirred(hash, code(get(at), get(i), add, load8(dName), extendU)), get(i), number(1), add, set(i), branch(1)))
	return code(get(buffer), set(at), number(0), set(count), loop(get(at), get(stop), geU, eqz, when(
		get(count), number(1), add, set(count),
		b.pathOf(get(0)), number64(fnvBasis), xor64, set(hash), stirred(hash, number64('/')), number(0), set(i), letters,
		get(at), get(count), extendU, store64(dNext),
		get(at), get(hash), number64(1), or64, store64(dInode),
		get(count), number(1), eq, when(get(at), own, store64(dInode)),
		get(count), number(2), eq, when(get(at), number64(0), store64(dInode)),
		next(at), branch(1))))
}
