package wasm

import (
	"github.com/tetratelabs/wazero/experimental"
	"golang.org/x/sys/unix"
)

// guestMemory gives a guest its linear memory: reserved once, so that it never moves, and handed out page by page up to a
// limit. wazero's limit on pages would do to refuse, but not to know that something was refused.
type guestMemory struct {
	limit   uint64
	peak    uint64
	refused bool
}

var _ experimental.MemoryAllocator = (*guestMemory)(nil)

// Allocate implements [experimental.MemoryAllocator].
func (g *guestMemory) Allocate(_, most uint64) experimental.LinearMemory {
	size := min(most, g.limit)
	m := &linearMemory{owner: g}
	if size > 0 {
		// The worker has nothing to tell the guest if this fails but that there is no memory, which Reallocate does.
		m.reserved, _ = unix.Mmap(-1, 0, int(size), unix.PROT_NONE, unix.MAP_PRIVATE|unix.MAP_ANON)
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
		if unix.Mprotect(m.reserved[m.usable:roundUp(size, uint64(len(m.reserved)))], unix.PROT_READ|unix.PROT_WRITE) != nil {
			m.owner.refused = true
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
