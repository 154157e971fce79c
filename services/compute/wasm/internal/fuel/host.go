package fuel

import "slices"

// A host is a function of WASI that works on as much as it is told.
type host struct {
	name     string
	params   string      // i for 32 bits, l for 64; the result is 32
	sizes    map[int]int // eighths for each unit of a parameter
	vectors  int         // the parameter that is the address of vectors, followed by their number; 0 for none
	scatters bool        // it writes to where the vectors say
}

// errnoFault is EFAULT as WASI numbers it.
const errnoFault = 21

const (
	rateSubscription = 24 * 8
	rateDescriptor   = 8 * 8 // of a table of them, which has a place for each number up to the highest
)

// hosts are those whose calls are charged by size. Of the others none does more for one argument than for another, but
// what the quota of outputs and the size of arguments and environment bound.
var hosts = []host{
	{name: "fd_read", params: "iiii", vectors: 1, scatters: true},
	{name: "fd_pread", params: "iiili", vectors: 1, scatters: true},
	{name: "fd_write", params: "iiii", vectors: 1},
	{name: "fd_pwrite", params: "iiili", vectors: 1},
	{name: "fd_readdir", params: "iiili", sizes: map[int]int{2: rateByte}},
	{name: "fd_renumber", params: "ii", sizes: map[int]int{1: rateDescriptor}},
	{name: "random_get", params: "ii", sizes: map[int]int{1: rateByte}},
	{name: "poll_oneoff", params: "iiii", sizes: map[int]int{2: rateSubscription}},
	{name: "path_create_directory", params: "iii", sizes: map[int]int{2: rateByte}},
	{name: "path_filestat_get", params: "iiiii", sizes: map[int]int{3: rateByte}},
	{name: "path_filestat_set_times", params: "iiiilli", sizes: map[int]int{3: rateByte}},
	{name: "path_link", params: "iiiiiii", sizes: map[int]int{3: rateByte, 6: rateByte}},
	{name: "path_open", params: "iiiiillii", sizes: map[int]int{3: rateByte}},
	{name: "path_readlink", params: "iiiiii", sizes: map[int]int{2: rateByte, 4: rateByte}},
	{name: "path_remove_directory", params: "iii", sizes: map[int]int{2: rateByte}},
	{name: "path_rename", params: "iiiiii", sizes: map[int]int{2: rateByte, 5: rateByte}},
	{name: "path_symlink", params: "iiiii", sizes: map[int]int{1: rateByte, 4: rateByte}},
	{name: "path_unlink_file", params: "iii", sizes: map[int]int{2: rateByte}},
}

// imported is a function that the module imports.
type imported struct {
	name   string
	typ    int64
	host   *host // if it is charged by size
	called int64 // what is called in its place: itself, or its wrapper
}

// plan gives the wrappers their numbers. What is imported with another type than it has cannot be instantiated, and what
// takes addresses is of no use without memory: they need none.
func (m *meter) plan() {
	next := m.functions() + helperCharge + 1
	if m.memory {
		next = m.functions() + helperVectors + 1
	}
	for i := range m.imported {
		f := &m.imported[i]
		f.called = int64(i)
		for h := range hosts {
			if hosts[h].name == f.name && m.memory && slices.Equal(m.types[f.typ], hosts[h].encoded()) {
				f.host, f.called = &hosts[h], next
				next++
			}
		}
	}
	m.halt = m.halts()
}

// encoded is the type of the function.
func (h *host) encoded() []byte {
	b := []byte{0x60, byte(len(h.params))}
	for _, p := range h.params {
		if p == 'l' {
			b = append(b, i64)
		} else {
			b = append(b, i32)
		}
	}
	return append(b, 1, i32)
}

// wrappers charge and call on.
func (m *meter) wrappers() (all [][]byte) {
	for i, f := range m.imported {
		if f.host == nil {
			continue
		}
		b := []byte{0}
		for p := range f.host.params {
			if rate := f.host.sizes[p]; rate > 0 {
				b = appendSigned(append(b, opLocalGet, byte(p), opI32Const), int64(rate))
				b = append(appendIndex(b, opCall, m.functions()+helperCharge), opDrop)
			}
		}
		if v := byte(f.host.vectors); v > 0 {
			scatters := byte(0)
			if f.host.scatters {
				scatters = 1
			}
			b = append(b, opLocalGet, v, opLocalGet, v+1, opI32Const, scatters)
			b = appendIndex(b, opCall, m.functions()+helperVectors)
			b = append(b, opIf, empty, opI32Const, errnoFault, opReturn, opEnd)
		}
		for p := range f.host.params {
			b = append(b, opLocalGet, byte(p))
		}
		all = append(all, sized(append(appendIndex(b, opCall, int64(i)), opEnd)))
	}
	return all
}

// vectors is the body of helperVectors: each vector is an address and a length. The host looks at each when its turn comes: if those
// before it were written over it, its length would be another than was charged.
func (m *meter) vectors() []byte {
	const at, n, scatters, begin, end, to, size = 0, 1, 2, 3, 4, 5, 8
	charge := func(b []byte, rate int64) []byte {
		b = appendSigned(append(b, opI32Const), rate)
		return append(appendIndex(b, opCall, m.functions()+helperCharge), opDrop)
	}
	b := []byte{1, 3, i64,
		// The host's own multiplication wraps: of 2^29 + 1 vectors it takes 1.
		opLocalGet, n, opI32Const, 3, opI32Shl, opI32Const, 3, opI32ShrU, opLocalSet, n,
		// Vectors that are not within memory are an error that the host tells.
		opLocalGet, at, opI64Extend, opLocalTee, begin, opLocalGet, n, opI64Extend, opI64Const, size, opI64Mul, opI64Add, opLocalTee, end,
		opMemorySize, 0, opI64Extend, opI64Const, 16, opI64Shl, opI64GtU, opIf, empty, opI32Const, 0, opReturn, opEnd}
	b = charge(append(b, opLocalGet, n), rateEntry)
	b = append(b, opLoop, empty, opLocalGet, n, opIf, empty, opLocalGet, at, opI32Load, 2, 4)
	b = charge(b, rateByte)
	return append(b, opLocalGet, scatters, opIf, empty, opLocalGet, at, opI32Load, 2, 4, opIf, empty,
		// It begins before the vectors end, and ends after they begin.
		opLocalGet, end, opLocalGet, at, opI32Load, 2, 0, opI64Extend, opLocalTee, to, opI64GtU, opIf, empty,
		opLocalGet, to, opLocalGet, at, opI32Load, 2, 4, opI64Extend, opI64Add, opLocalGet, begin, opI64GtU, opIf, empty,
		opI32Const, 1, opReturn, opEnd, opEnd, opEnd, opEnd,
		opLocalGet, at, opI32Const, size, opI32Add, opLocalSet, at,
		opLocalGet, n, opI32Const, 0x7f, opI32Add, opLocalSet, n, opBr, 1, opEnd, opEnd, opI32Const, 0, opEnd)
}
