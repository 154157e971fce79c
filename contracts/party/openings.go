package party

import (
	"sync"

	"github.com/parley-p2p/parley/services/deals"
)

const (
	maxOpenings   = 1 << 14 // deals whose opening is remembered
	openingMargin = 64      // blocks by which a reorganization may have it earlier than it was seen
)

// openings remember from which block on a deal has events. The zero value remembers none.
type openings struct {
	mu    sync.Mutex
	since map[deals.Hash]uint64
}

// of returns the block to begin at; 0 if the deal's events were never seen.
func (o *openings) of(deal deals.Hash) uint64 {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.since[deal]
}

// saw notes a deal's first event.
func (o *openings) saw(deal deals.Hash, block uint64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.since == nil || len(o.since) >= maxOpenings {
		o.since = make(map[deals.Hash]uint64) // they are found again
	}
	o.since[deal] = block - min(block, openingMargin)
}
