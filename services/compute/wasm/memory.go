package wasm

import (
	"github.com/tetratelabs/wazero/experimental"
	"golang.org/x/sys/unix"
)

// guestMemory gives a guest its linear memory: reserved once, so that it never moves, and handed out page by page up to a
// limit. wazero's limit on pages would do to refuse, but not to know that something was refused. What a guest may have and the machine has
// not it is not refused: elsewhere it would have it.
type guestMemory struct {
	limit   uint64
	peak    uint64
	refused bool
	fault   func(error) // hears that there is less than the limit, and does not return
}

var _ experimental.MemoryAllocator = (*guestMemory)(nil)

// Allocate implements [experimental.MemoryAllocator].
func (g *guestMemory) Allocate(_, most uint64) experimental.LinearMemory {
	size := min(most, g.limit)
	m := &linearMemory{owner: g}
	if size > 0 {
		var err error
		if m.reserved, err = unix.Mmap(-1, 0, int(size), unix.PROT_NONE, unix.MAP_PRIVATE|unix.MAP_ANON); err != nil {
			g.fault(err)
		}
	}
	return m
}

type linearMemory struct {
	owner    *guestMemory
	reserved []byte
	usable   uint64
}

func (m *linearMemory) Reallocate(size uint64) []byte {
	if size > uint64(len(m.reserved)) {
		m.owner.refused = true
		return nil
	}
	if size > m.usable {
		if err := unix.Mprotect(m.reserved[m.usable:roundUp(size, uint64(len(m.reserved)))], unix.PROT_READ|unix.PROT_WRITE); err != nil {
			m.owner.fault(err)
			return nil
		}
		m.usable = size
	}
	m.owner.peak = max(m.owner.peak, size)
	return m.reserved[:size:len(m.reserved)]
}

// roundUp is size in whole WebAssembly pages, which are whole pages of every kernel, but at most most.
func roundUp(size, most uint64) uint64 { return min((size+0xffff)&^0xffff, most) }

func (m *linearMemory) Free() {
	if m.reserved != nil {
		_ = unix.Munmap(m.reserved)
		m.reserved = nil
	}
}
