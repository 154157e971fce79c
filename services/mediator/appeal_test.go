package mediator_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/mediator"
)

// liar says of the first run of all that it came to what the farmer says.
type liar struct {
	mediator.Runner
	lied *atomic.Bool
}

func (l *liar) Rerun(ctx context.Context, b *mediator.Brief) (*mediator.Rerun, error) {
	r, err := l.Runner.Rerun(ctx, b)
	if err == nil && l.lied.CompareAndSwap(false, true) {
		r.Finding.Digest = b.Delivery.Digest
	}
	return r, err
}

// SETTLEMENT rule 8: a panel of one that lied is overturned by three on appeal, and pays for it, by mediators who act only on
// what stands three blocks deep.
func TestAppealAtDepth(t *testing.T) {
	one := rules
	one.Seats = 1
	w := newPanel(t, one, 4)
	w.depth = 3
	work := printing("hello\n")
	before := w.purses()
	deal := w.agree(work, compute.Limits{}, true)
	deal.appeal = true
	truth := w.truth(deal, work, store(t))
	w.dispute(deal, painted, deals.Complaint{ClaimedDigest: truth})
	var members []*member
	lied := new(atomic.Bool)
	for i := range w.members {
		m := w.member(i)
		m.edit = func(m *mediator.Mediator) { m.Runner = &liar{m.Runner, lied} }
		members = append(members, m)
	}
	stop := w.start(members...)
	w.judge(deal, 1)
	w.collected(members)
	const part, award3 = fee / 3, staked / 3
	want := purses{Requester: award, Farmer: -cheat, Burned: cheat - fee - award, // row 7
		Mediators: []int64{-staked, part + award3, part + award3, part + fee%3 + award3 + staked%3}}
	if diff := cmp.Diff(want, w.purses().minus(before)); diff != "" {
		t.Errorf("balances (-want +got)\n%s", diff)
	}
	w.closed(members)
	stop()
}

// sulking serves nobody, the first times that it is to.
type sulking struct {
	mediator.Runner
	left int
}

func (s *sulking) Serve(ctx context.Context, b *mediator.Brief, f mediator.Finding) error {
	if s.left--; s.left >= 0 {
		return errors.New("the disk is full")
	}
	return s.Runner.Serve(ctx, b, f)
}

// SETTLEMENT rule 2: what cannot be served at once is served later, and was not swept away until then.
func TestServedInTheEnd(t *testing.T) {
	w := newWorld(t)
	work := printing("hello\n")
	deal := w.agree(work, compute.Limits{}, true)
	truth := w.truth(deal, work, store(t))
	deal.unheld = true
	w.dispute(deal, truth, deals.Complaint{NotServed: true})
	var members []*member
	for i := range seats {
		m := w.member(i)
		s := &sulking{Runner: m.runner, left: 3}
		private := m.runner.(*mediator.Sandbox).Private
		m.edit = func(m *mediator.Mediator) {
			m.Runner = s
			m.Notice = func(_ mediator.Case, p mediator.Plan, err error) {
				if p.Step == mediator.DoServe && err != nil {
					if _, err := private.Collect(t.Context(), w.later()); err != nil {
						t.Error(err)
					}
				}
			}
		}
		members = append(members, m)
	}
	stop := w.start(members...)
	w.judge(deal, seats)
	w.collected(members)
	if _, err := content.Complete(t.Context(), w.public, rootOf(t, truth), content.Limits{}); err != nil {
		t.Errorf("the requester has no result: %v", err)
	}
	w.closed(members)
	stop()
}
