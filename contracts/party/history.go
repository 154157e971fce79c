package party

import (
	"context"
	"slices"
	"sync"

	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/internal/logs"
	"github.com/parley-p2p/parley/services/deals"
)

const (
	maxHistories  = 1 << 10 // readings that are remembered
	maxTold       = 16      // events in one; a deal has fewer
	historyMargin = 64      // blocks that a reorganization may still change: they are read again
	lateWindows   = 16      // in which most deals that are asked about were opened; before it is asked for older ones, the contract's birth is
)

// history is all that blocks first to last tell of a deal.
type history struct {
	first, last uint64
	told        []escrow.Event
}

// histories remember how far back deals were read whose reading was interrupted, so that who asks again goes on there. One that
// has come to its end is forgotten: what an endpoint has left out is looked for anew. The zero value remembers none.
type histories struct {
	mu   sync.Mutex
	cuts map[deals.Hash]history
}

// take returns what is remembered of a deal; false: nothing that a chain of that height holds.
func (h *histories) take(deal deals.Hash, head uint64) (history, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	cut, ok := h.cuts[deal]
	return cut, ok && cut.last <= head
}

// keep remembers what was read of a deal, but for the blocks near the head.
func (h *histories) keep(deal deals.Hash, read history) {
	if read.last < read.first+historyMargin {
		return
	}
	read.last -= historyMargin
	read.told = slices.DeleteFunc(slices.Clone(read.told), func(e escrow.Event) bool { return e.Block > read.last })
	if len(read.told) > maxTold {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.cuts == nil || len(h.cuts) >= maxHistories {
		h.cuts = make(map[deals.Hash]history) // they are read again
	}
	h.cuts[deal] = read
}

func (h *histories) drop(deal deals.Hash) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.cuts, deal)
}

// events are what has happened to a deal, in order. It is read from the newest block back to the first entry after which enough says that
// nothing older is asked for, and at most to the opening, which comes once, and before all else: what began of late takes few
// questions however old the contract is, and also where the node cannot tell how old. What was read before an error is not asked for again.
func (p *Party) events(ctx context.Context, deal deals.Hash, enough func(escrow.Entry) bool) ([]escrow.Event, error) {
	head, err := p.client.BlockNumber(ctx)
	if err != nil {
		return nil, p.client.Explain(err)
	}
	read := history{first: head + 1, last: head}
	if cut, ok := p.histories.take(deal, head); ok {
		done, err := p.back(ctx, deal, &read, cut.last+1, enough)
		if err != nil {
			return nil, err
		}
		if read.first, read.told = cut.first, slices.Concat(cut.told, read.told); done || ends(cut.told, enough) {
			return read.told, nil
		}
	}
	if _, err := p.back(ctx, deal, &read, 0, enough); err != nil {
		p.histories.keep(deal, read)
		return nil, err
	}
	p.histories.drop(deal)
	return read.told, nil
}

// back adds to a history what is older, down to block first. done: nothing older is asked for.
func (p *Party) back(ctx context.Context, deal deals.Hash, read *history, first uint64, enough func(escrow.Entry) bool) (done bool, err error) {
	if read.first <= first {
		return false, nil
	}
	born, windows := uint64(0), 0
	for begin, end := range logs.Back(first, read.first-1) {
		if windows++; windows > lateWindows {
			if born, err = p.contract.Born(ctx, read.last); err != nil {
				return false, err
			}
		}
		if end < born {
			return true, nil
		}
		var told []escrow.Event
		for e, err := range p.contract.Events(ctx, begin, end, (*[32]byte)(&deal)) {
			if err != nil {
				return false, err
			}
			if _, skipped := e.Entry.(escrow.Skipped); !skipped { // which anybody may cause, at any time
				told = append(told, e)
			}
		}
		read.first, read.told = begin, append(told, read.told...)
		if ends(told, enough) {
			return true, nil
		}
	}
	return false, nil
}

// ends reports whether nothing older than these events is asked for.
func ends(told []escrow.Event, enough func(escrow.Entry) bool) bool {
	return slices.ContainsFunc(told, func(e escrow.Event) bool {
		_, opened := e.Entry.(escrow.Opened)
		return opened || enough(e.Entry)
	})
}
