package turmoil

import (
	"bytes"
	"context"
	"iter"
	"sync"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/mediator"
)

// Flaw is a bug that is planted in the parties' programs, to show that it is found.
type Flaw int

// The flaws.
const (
	Forgetful Flaw = iota + 1 // mediators commit to what is on no disk, under a salt that no account gives again
	Idle                      // reconcilers claim nothing when the time to accept is over
	Gullible                  // what an endpoint does not know is over
	Mute                      // requesters show nobody what was agreed
	Meek                      // nobody appeals
)

// forgetful is a journal that keeps nothing of what a mediator has found, until the case is over.
type forgetful struct{ journal.Journal }

func (f forgetful) Commit(ctx context.Context, b journal.Batch) error {
	kept := journal.Batch{Records: b.Records, Sync: b.Sync}
	for _, n := range b.Notes {
		if !bytes.Contains(n.Value, []byte(`"finding":`)) || bytes.Contains(n.Value, []byte(`"over":`)) {
			kept.Notes = append(kept.Notes, n)
		}
	}
	return f.Journal.Commit(ctx, kept)
}

// gullible is a court whose cases are finished when an endpoint does not know them.
type gullible struct {
	mediator.Court
	mu   sync.Mutex
	gone map[deals.Hash]bool
}

func (g *gullible) Docket(ctx context.Context, id deals.Hash, depth uint64) (mediator.Docket, error) {
	d, err := g.Court.Docket(ctx, id, depth)
	if err == nil && d.Stage == mediator.Unknown {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.gone[id] = true
	}
	return d, err
}

func (g *gullible) Cases(ctx context.Context, first, last uint64) iter.Seq2[mediator.Sighting, error] {
	return func(yield func(mediator.Sighting, error) bool) {
		for s, err := range g.Court.Cases(ctx, first, last) {
			if !yield(s, err) {
				return
			}
		}
		g.mu.Lock()
		defer g.mu.Unlock()
		for id := range g.gone {
			if !yield(mediator.Sighting{ID: id, Block: last, Finished: true}, nil) {
				return
			}
		}
	}
}

type account = deals.Contract // its name is that of a method

// flawed is a party's contract: one that claims nothing, or takes for closed what it has seen open and its endpoint does not know.
type flawed struct {
	account
	flaw Flaw
	mu   sync.Mutex
	seen map[deals.Hash]bool
}

func (w *world) flawed(c deals.Contract) deals.Contract {
	if w.flaw == 0 {
		return c
	}
	return &flawed{account: c, flaw: w.flaw, seen: make(map[deals.Hash]bool)}
}

func (f *flawed) Claim(ctx context.Context, r *deals.Record) error {
	if f.flaw == Idle {
		return nil
	}
	return f.account.Claim(ctx, r)
}

func (f *flawed) Status(ctx context.Context, deal deals.Hash, depth uint64) (deals.Status, error) {
	s, err := f.account.Status(ctx, deal, depth)
	if f.flaw != Gullible || err != nil {
		return s, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if s.State != deals.Unopened {
		f.seen[deal] = true
	} else if f.seen[deal] {
		s.State = deals.Closed
	}
	return s, nil
}
