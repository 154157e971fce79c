package mediator_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/contracts/court"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/mediator"
)

// bought says in the first run of all what it is paid for.
type bought struct {
	mediator.Runner
	says deals.Hash
	lied *atomic.Bool
}

func (b *bought) Rerun(ctx context.Context, brief *mediator.Brief) (*mediator.Rerun, error) {
	r, err := b.Runner.Rerun(ctx, brief)
	if err == nil && b.lied.CompareAndSwap(false, true) {
		r.Finding.Digest = b.says
	}
	return r, err
}

// doors are a court before which a node dies as it appeals: before it does, and after.
type doors struct {
	deals.Court
	die    func()
	deaths *atomic.Int32
}

func (d doors) Appeal(ctx context.Context, r *deals.Record, round int) error {
	switch d.deaths.Add(1) {
	case 1:
		d.die()
		return context.Cause(ctx)
	case 2:
		err := d.Court.Appeal(context.WithoutCancel(ctx), r, round)
		d.die()
		return errors.Join(err, context.Cause(ctx))
	}
	return d.Court.Appeal(ctx, r, round)
}

// tends runs a party's node, one life after another, until stop.
func (w *world) tends(of int, ledger *deals.Ledger, deaths *atomic.Int32, truth deals.Hash) (stop func()) {
	w.t.Helper()
	clerk := must(court.NewClerk(w.client, w.panels[of], w.books))(w.t)
	appeals := court.NewAppeals(clerk, w.parties[of].Account().Address)
	ctx, cancel := context.WithCancel(w.t.Context())
	var running sync.WaitGroup
	running.Go(func() {
		for ctx.Err() == nil {
			life, die := context.WithCancel(ctx)
			reconciler := &deals.Reconciler{Contract: w.parties[of], Ledger: &deals.Ledger{Journal: ledger.Journal}, Depth: w.depth, Poll: 10 * time.Millisecond,
				Court: doors{appeals, die, deaths}, Rerun: func(context.Context, *deals.Record, deals.Delivery) (*deals.Complaint, error) {
					return &deals.Complaint{ClaimedDigest: truth}, nil
				}}
			_ = reconciler.Run(life)
			die()
		}
	})
	stop = sync.OnceFunc(func() { cancel(); running.Wait() })
	w.t.Cleanup(stop)
	return stop
}

// SETTLEMENT rule 8, I6, I7: a panel of one that is bought costs nobody honest anything whose node runs and whose stake covers the bond: the
// node appeals by itself, on what stands three blocks deep, once, though it dies before and after; what the bought one has staked pays for it.
func TestANodeAppeals(t *testing.T) {
	const part, award3 = fee / 3, staked / 3
	mediators := []int64{-staked, part + award3, part + award3, part + fee%3 + award3 + staked%3}
	for name, c := range map[string]struct {
		of      int
		want    purses
		givesIn bool // the requester, as soon as it sees what the seat has found, or that there is an appeal
	}{
		"the requester, whom a wrong result is to be sold, row 7": {requester, purses{Requester: award, Farmer: -cheat, Burned: cheat - fee - award, Mediators: mediators}, false},
		"the farmer, whose right result is denied, row 6":         {farmer, purses{Requester: -price - fee, Farmer: price, Mediators: mediators}, false},
		"who had it denied gives in, and saves the seat nothing":  {farmer, purses{Requester: -price - fee, Farmer: price, Mediators: mediators}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			one := rules
			one.Seats = 1
			w := newPanel(t, one, 4)
			w.depth = 3
			must(w.panels[c.of].Deposit(w.ctx(), "bond", w.panel.Bond(0)))(t)
			work := printing("hello\n")
			before := w.purses()
			deal := w.agree(work, compute.Limits{}, true)
			deal.await = true
			truth := w.truth(deal, work, store(t))
			result := painted
			if c.of == farmer {
				result = truth
			}
			deal.record.Result = &deals.Delivery{Digest: result, Cost: fmt.Sprint(price)}
			deal.record.Complaint = &deals.Complaint{ClaimedDigest: painted}
			deaths := new(atomic.Int32)
			if err := w.parties[farmer].Submit(w.ctx(), &deal.record); err != nil {
				t.Fatal(err)
			}
			ledger := w.keeps(deal)
			if c.of == farmer {
				if err := w.parties[requester].Dispute(w.ctx(), &deal.record); err != nil {
					t.Fatal(err)
				}
				notes, record := new(journal.Memory), deal.record
				record.Role, record.Opened, record.Complaint = protocol.Farmer, true, nil
				put(t, notes, &record)
				ledger = &deals.Ledger{Journal: notes}
			}
			stop := w.tends(c.of, ledger, deaths, truth)
			until(t, "it is contested", func() bool {
				return must(w.parties[requester].Status(w.ctx(), deal.record.Papers.ID, 1))(t).State == deals.Disputed
			})
			var members []*member
			lied := new(atomic.Bool)
			for i := range w.members {
				m := w.member(i)
				m.edit = func(m *mediator.Mediator) { m.Runner = &bought{m.Runner, painted, lied} }
				members = append(members, m)
			}
			quit := w.start(members...)
			deal.givesIn = c.givesIn
			w.judge(deal, 1)
			if deal.givesIn {
				t.Error("the requester has not given in")
			}
			w.collected(members)
			if diff := cmp.Diff(c.want, w.purses().minus(before)); diff != "" {
				t.Errorf("balances (-want +got)\n%s", diff)
			}
			if n := deaths.Load(); n < 2 {
				t.Errorf("it died %d times as it appealed", n)
			}
			if at := must(w.panel.Position(w.ctx(), [20]byte(w.parties[c.of].Account().Address)))(t); at.Held.Sign() != 0 {
				t.Errorf("its stake is held: %v", at.Held)
			}
			stop()
			quit()
		})
	}
}
