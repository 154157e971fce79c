package fuel

import (
	"encoding/binary"

	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
	"github.com/parley-p2p/parley/services/compute/wasm/internal/bytecode"
)

// What a generated program imports, in order, as the engines of these tests have it: nothing is mounted, and what is written to 1 goes
// nowhere. All that they are asked for here gives an errno, and leaves in memory no more than a count.
const (
	yield = iota
	randomGet
	fdWrite
	fdRead
	pathReadlink
	fdReaddir
	pollOneoff
	imports // how many
)

var imported32 = []byte{guest.I32, guest.I32, guest.I32, guest.I32}

// hostTypes follow signatures.
var hostTypes = []guest.Type{
	{Params: imported32[:2], Results: imported32[:1]},
	{Params: imported32, Results: imported32[:1]},
	{Params: append(imported32, guest.I32, guest.I32), Results: imported32[:1]},
	{Params: []byte{guest.I32, guest.I32, guest.I32, guest.I64, guest.I32}, Results: imported32[:1]},
}

func (p *program) importAll() {
	two := uint32(len(p.Types))
	p.Types = append(p.Types[:two:two], hostTypes...)
	for i, name := range []string{"sched_yield", "random_get", "fd_write", "fd_read", "path_readlink", "fd_readdir", "poll_oneoff"} {
		p.Imports = append(p.Imports, guest.Import{Name: name, Type: []uint32{3, two, two + 1, two + 1, two + 2, two + 3, two + 1}[i]})
	}
}

const (
	nowhere  = -1     // an address behind all memory
	gathered = 0x7800 // where vectors are put, each 8 bytes
	counted  = 0x7f00 // where the host puts how much it has written
)

// hosted calls the host and leaves its errno. Lengths are short, random, or such that a product of them wraps.
func (g *generator) hosted(depth int) []instruction {
	number := func(n int64) []instruction { return []instruction{op(i32Const, int64(int32(n)))} }
	size := func() []instruction {
		switch g.IntN(6) {
		case 0:
			return g.value(guest.I32, depth-1)
		case 1:
			return number(1<<29 + int64(g.IntN(4)))
		case 2:
			return number(int64(g.IntN(5000)))
		}
		return number(int64(g.IntN(40)))
	}
	bad := number(9) // no descriptor
	call := func(f int64, args ...[]instruction) []instruction { return then(op(bytecode.Call, f), args...) }
	switch g.IntN(7) {
	case 0:
		return call(yield)
	case 1:
		return call(randomGet, number(nowhere), size())
	case 2:
		return call(pathReadlink, bad, number(nowhere), size(), number(0), size(), number(counted))
	case 3:
		return call(fdReaddir, bad, number(0), size(), []instruction{op(i64Const, 0)}, number(counted))
	case 4:
		return call(pollOneoff, number(nowhere), number(0), number(int64(g.IntN(200))), number(counted))
	case 5: // of nobody, which is found before any vector is read, but not before they are charged, and found to lie over each other
		n := int64(1 + g.IntN(3))
		var all []instruction
		for i := range n {
			to := g.address()
			if g.IntN(2) == 0 {
				to = number(gathered - 8 + int64(g.IntN(8+int(8*n)+8)))
			}
			all = append(all, then(op(i32Store), number(gathered+8*i), to)...)
			all = append(all, then(op(i32Store), number(gathered+8*i+4), g.short())...)
		}
		count := number(n)
		if g.IntN(3) == 0 {
			count = size()
		}
		return append(all, call(fdRead, bad, number(gathered), count, number(counted))...)
	}
	var all []instruction
	for i := range int64(g.IntN(3)) {
		all = append(all, then(op(i32Store), number(gathered+8*i), g.address())...)
		all = append(all, then(op(i32Store), number(gathered+8*i+4), g.short())...)
	}
	fd, result := number(1), number(counted)
	if g.IntN(5) == 0 {
		fd = bad
	}
	if g.IntN(8) == 0 {
		result = number(nowhere)
	}
	at := number(gathered)
	if g.IntN(6) == 0 {
		at = g.address()
	}
	n := number(int64(g.IntN(4)))
	switch g.IntN(6) {
	case 0:
		n = number(1<<29 + int64(g.IntN(4)))
	case 1:
		n = size()
	}
	return append(all, call(fdWrite, fd, at, n, result)...)
}

// The errnos that come of it.
const (
	success = 0
	badf    = 8
	fault   = 21
	inval   = 28
)

// host pays for a call of the host, as doc.go has it, and does what the host does.
func (m *machine) host(f int64) {
	m.asked[f]++
	m.pay(1000)
	params := make([]uint64, len(m.Types[m.Imports[f].Type].Params))
	for i := range params {
		params[len(params)-1-i] = m.pop()
	}
	word := func(i int) uint64 { return uint64(uint32(params[i])) }
	bytes := func(n uint64) { m.pay(int64((n + 1) / 2)) }
	within := func(at, n uint64) bool { return at+n <= uint64(len(m.memory)) }
	over := false // a vector that is written to lies over them
	vectors := func(of int) [][2]uint64 {
		at, n := word(of), uint64(uint32(params[of+1])<<3)>>3
		begin, end := at, at+8*n
		if !within(at, 8*n) {
			return nil
		}
		m.pay(4 * int64(n))
		all := make([][2]uint64, 0, n)
		for ; n > 0; at, n = at+8, n-1 {
			v := [2]uint64{uint64(binary.LittleEndian.Uint32(m.memory[at:])), uint64(binary.LittleEndian.Uint32(m.memory[at+4:]))}
			bytes(v[1])
			all = append(all, v)
			if over = f == fdRead && v[1] > 0 && v[0] < end && begin < v[0]+v[1]; over {
				break
			}
		}
		return all
	}
	errno := uint32(badf)
	switch f {
	case yield:
		errno = success
	case randomGet:
		bytes(word(1))
		errno = fault
	case pathReadlink:
		bytes(word(2))
		bytes(word(4))
		if errno = fault; word(2) == 0 || word(4) == 0 {
			errno = inval
		}
	case fdReaddir:
		const least = 24 // bytes of an entry
		if bytes(word(2)); word(2) < least {
			errno = inval
		}
	case pollOneoff:
		m.pay(24 * int64(word(2)))
		if errno = fault; word(2) == 0 {
			errno = inval
		}
	case fdRead:
		if vectors(1); over {
			errno = fault
			m.refused++
		}
	case fdWrite:
		gathers := vectors(1)
		if m.enough(); word(0) == 1 {
			errno = m.written(gathers, within(word(1), uint64(uint32(params[2])<<3)), word(3))
		}
	}
	m.enough()
	m.push32(errno)
}

// written is a call of fd_write to 1, of vectors that are within memory if there says so.
func (m *machine) written(all [][2]uint64, there bool, result uint64) (errno uint32) {
	n := uint64(0)
	for _, v := range all {
		there = there && v[0]+v[1] <= uint64(len(m.memory))
		n += v[1]
	}
	if !there || result+4 > uint64(len(m.memory)) {
		return fault
	}
	binary.LittleEndian.PutUint32(m.memory[result:], uint32(n))
	return success
}

// enough ends what has used more than there is.
func (m *machine) enough() {
	if m.count > m.limit {
		panic(over{})
	}
}
