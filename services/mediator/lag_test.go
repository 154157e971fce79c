package mediator_test

import (
	"context"
	"encoding/json"
	"iter"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/mediator"
)

// laggard is an endpoint behind which some nodes have not seen what others have: of a case it knows nothing, the first times
// that it is asked in each stage, and it leaves out the first times what has just been told; each time a block comes, since nobody asks
// for it again before the next.
type laggard struct {
	mediator.Court
	chain  *devchain.Chain
	mu     sync.Mutex
	blind  int
	stages map[mediator.Stage]int
}

const lags = 3 // how often it does

func (l *laggard) Cases(ctx context.Context, first, last uint64) iter.Seq2[mediator.Sighting, error] {
	return func(yield func(mediator.Sighting, error) bool) {
		for s, err := range l.Court.Cases(ctx, first, last) {
			l.mu.Lock()
			behind := err == nil && l.blind < lags
			if behind {
				l.blind++
			}
			l.mu.Unlock()
			if behind {
				if _, err := l.chain.Seal(ctx); err != nil {
					yield(mediator.Sighting{}, err)
				}
				return
			}
			if !yield(s, err) {
				return
			}
		}
	}
}

func (l *laggard) Docket(ctx context.Context, id deals.Hash, depth uint64) (mediator.Docket, error) {
	d, err := l.Court.Docket(ctx, id, depth)
	l.mu.Lock()
	defer l.mu.Unlock()
	stage := d.Stage
	if stage == mediator.Committing && d.Committed {
		stage = mediator.Settling // counted for itself: what is kept must not be lost now
	}
	if l.stages[stage]++; err == nil && l.stages[stage] <= lags {
		return mediator.Docket{}, nil
	}
	return d, err
}

// Issue 4, stale endpoints: who hears from one that has not seen the case does not take it for finished, and finds the case
// though it was left out at first.
func TestLaggingEndpoint(t *testing.T) {
	w := newWorld(t)
	work := printing("hello\n")
	before := w.purses()
	deal := w.agree(work, compute.Limits{}, true)
	truth := w.truth(deal, work, store(t))
	w.dispute(deal, painted, deals.Complaint{ClaimedDigest: truth})
	var members []*member
	for i := range seats {
		m := w.member(i)
		m.edit = func(m *mediator.Mediator) {
			m.Court = &laggard{Court: m.Court, chain: w.chain, stages: map[mediator.Stage]int{}}
		}
		members = append(members, m)
	}
	stop := w.start(members...)
	w.judge(deal, seats)
	w.collected(members)
	w.notes(members, func(note []byte) bool { // since when: an older docket says nothing against it
		var c mediator.Case
		if err := json.Unmarshal(note, &c); err != nil {
			t.Error(err)
		}
		return c.Over && c.OverAt > 0
	})
	want := purses{Requester: award, Farmer: -cheat, Mediators: fees, Burned: cheat - fee - award} // row 7
	if diff := cmp.Diff(want, w.purses().minus(before)); diff != "" {
		t.Errorf("balances (-want +got)\n%s", diff)
	}
	w.closed(members)
	stop()
}
