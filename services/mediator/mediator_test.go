package mediator_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/mediator"
)

// What a deal of this price has at stake: C is P, M the panel's fee, Fc four prices and a quarter, A half of Fc - M.
const (
	cheat = 4*price + price/4
	award = (cheat - fee) / 2
)

// fees are M in three parts, the remainder to one.
var fees = []int64{fee / 3, fee / 3, fee/3 + fee%3}

// C26 to C30, C51; SETTLEMENT rows 6 to 9b: three mediators who know a deal's id, and a chain, rule by what they ran.
func TestVerdicts(t *testing.T) {
	w := newWorld(t)
	work := printing("hello\n")
	endless := printing("", guest.Forever()...)
	for name, c := range map[string]struct {
		module   []byte
		limits   compute.Limits
		tasks    int  // 0: one
		unserved bool // the module
		result   func(truth deals.Hash) deals.Hash
		shown    bool // the result is served
		late     bool // only the last of the time to commit is left when anything is found
		slow     int  // which of its runs the farmer's machine ends, from 1; 0: none
		complain func(truth deals.Hash) deals.Complaint
		voters   int
		want     purses
	}{
		"row 6, correct": {module: work, voters: seats,
			complain: func(deals.Hash) deals.Complaint { return deals.Complaint{ClaimedDigest: painted} },
			want:     purses{Requester: -price - fee, Farmer: price, Mediators: fees}},
		"row 6, nothing is asked for nothing": {module: work, voters: seats,
			result:   func(deals.Hash) deals.Hash { return deals.Hash{} },
			complain: func(truth deals.Hash) deals.Complaint { return deals.Complaint{ClaimedDigest: truth} },
			want:     purses{Requester: -fee, Mediators: fees}},
		"row 7, wrong": {module: work, voters: seats,
			result:   func(deals.Hash) deals.Hash { return painted },
			complain: func(truth deals.Hash) deals.Complaint { return deals.Complaint{ClaimedDigest: truth} },
			want:     purses{Requester: award, Farmer: -cheat, Mediators: fees, Burned: cheat - fee - award}},
		"row 6, many tasks": {module: work, tasks: 4, voters: seats,
			complain: func(deals.Hash) deals.Complaint { return deals.Complaint{ClaimedDigest: painted} },
			want:     purses{Requester: -price - fee, Farmer: price, Mediators: fees}},
		"row 7b, the result is right and the fuel is not": {module: work, limits: compute.Limits{Fuel: 1_000_000_000}, voters: seats,
			complain: func(truth deals.Hash) deals.Complaint { return deals.Complaint{ClaimedDigest: truth, ClaimedFuel: 1} },
			want:     purses{Farmer: -cheat, Mediators: fees, Burned: cheat - fee}},
		"row 7b, not served and wrong": {module: work, voters: seats,
			result:   func(deals.Hash) deals.Hash { return painted },
			complain: func(deals.Hash) deals.Complaint { return deals.Complaint{NotServed: true} },
			want:     purses{Farmer: -cheat, Mediators: fees, Burned: cheat - fee}},
		"row 8, not served": {module: work, voters: seats, late: true,
			complain: func(deals.Hash) deals.Complaint { return deals.Complaint{NotServed: true} },
			want:     purses{Requester: -price, Farmer: price - fee, Mediators: fees}},
		"row 8b, served": {module: work, voters: seats, shown: true,
			complain: func(deals.Hash) deals.Complaint { return deals.Complaint{NotServed: true} },
			want:     purses{Requester: -price - fee/2, Farmer: price - fee/2, Mediators: fees}},
		"row 9, the wall clock ends it": {module: endless, limits: compute.Limits{WallMs: 300}, voters: seats,
			result:   func(deals.Hash) deals.Hash { return painted },
			complain: func(deals.Hash) deals.Complaint { return deals.Complaint{ClaimedDigest: deals.Hash{1}} },
			want:     purses{Requester: -price/2 - fee/2, Farmer: price/2 - fee/2, Mediators: fees}},
		"row 6, the farmer's clock ends its only run": {module: work, limits: compute.Limits{Fuel: 1_000_000_000}, slow: 1, voters: seats,
			complain: func(truth deals.Hash) deals.Complaint { return deals.Complaint{ClaimedDigest: truth} },
			want:     purses{Requester: -fee, Mediators: fees}},
		"row 6, the farmer's clock ends its first run": {module: work, limits: compute.Limits{Fuel: 1_000_000_000}, tasks: 3, slow: 1, voters: seats,
			complain: func(truth deals.Hash) deals.Complaint { return deals.Complaint{ClaimedDigest: truth} },
			want:     purses{Requester: -fee, Mediators: fees}},
		"row 6, the farmer's clock ends its last run": {module: work, limits: compute.Limits{Fuel: 1_000_000_000}, tasks: 3, slow: 3, voters: seats,
			complain: func(truth deals.Hash) deals.Complaint { return deals.Complaint{ClaimedDigest: truth} },
			want:     purses{Requester: -fee - 2, Farmer: 2, Mediators: fees}},
		"row 9, the farmer's clock ends a run that has no other limit": {module: work, slow: 1, voters: seats,
			complain: func(truth deals.Hash) deals.Complaint { return deals.Complaint{ClaimedDigest: truth} },
			want:     purses{Requester: -price/2 - fee/2, Farmer: price/2 - fee/2, Mediators: fees}},
		"row 9, the farmer's clock ends one of four that have no other limit": {module: work, tasks: 4, slow: 2, voters: seats,
			complain: func(truth deals.Hash) deals.Complaint { return deals.Complaint{ClaimedDigest: truth} },
			want:     purses{Requester: -price/2 - fee/2, Farmer: price/2 - fee/2, Mediators: fees}},
		"row 9b, all are silent": {module: work, voters: 0,
			complain: func(deals.Hash) deals.Complaint { return deals.Complaint{ClaimedDigest: painted} },
			want:     purses{Requester: -price / 2, Farmer: price / 2, Mediators: []int64{-staked, -staked, -staked}}},
		"row 6, nobody has the module": {module: work, unserved: true, voters: seats,
			result:   func(deals.Hash) deals.Hash { return painted },
			complain: func(deals.Hash) deals.Complaint { return deals.Complaint{ClaimedDigest: deals.Hash{1}} },
			want:     purses{Requester: -price - fee, Farmer: price, Mediators: fees}},
		"row 7, one is silent": {module: work, voters: seats - 1,
			result:   func(deals.Hash) deals.Hash { return painted },
			complain: func(truth deals.Hash) deals.Complaint { return deals.Complaint{ClaimedDigest: truth} },
			want: purses{Requester: award, Farmer: -cheat, Mediators: []int64{-staked, fee / 2, fee / 2},
				Burned: cheat - fee - award}},
	} {
		t.Run(name, func(t *testing.T) {
			w.t = t
			w.public, w.tasks = store(t), max(c.tasks, 1)
			before := w.purses()
			deal := w.agree(c.module, c.limits, !c.unserved)
			deal.hurry, deal.unheld, w.started = c.unserved, c.late, nil
			truth := painted
			if &c.module[0] == &work[0] && !c.unserved {
				into := store(t)
				if truth = w.truth(deal, c.module, into); c.shown {
					if _, err := content.Fetch(t.Context(), rootOf(t, truth), into, w.public, content.Limits{}, nil); err != nil {
						t.Fatal(err)
					}
				}
			}
			result := truth
			if c.result != nil {
				result = c.result(truth)
			}
			if c.slow > 0 {
				w.contest(deal, w.slow(deal, c.slow), c.complain(truth))
			} else {
				w.dispute(deal, result, c.complain(truth))
			}
			var members []*member
			for i := range seats {
				m := w.member(i)
				if i >= c.voters {
					m.runner = asleep{}
				}
				members = append(members, m)
			}
			stop := w.start(members...)
			w.judge(deal, c.voters)
			w.collected(members)
			if diff := cmp.Diff(c.want, w.purses().minus(before)); diff != "" {
				t.Errorf("balances (-want +got)\n%s", diff)
			}
			if complaint := c.complain(truth); complaint.NotServed { // rule 2: the panel serves what the farmer did not
				if _, err := content.Complete(t.Context(), w.public, rootOf(t, truth), content.Limits{}); err != nil {
					t.Errorf("the requester has no result: %v", err)
				}
			}
			w.closed(members)
			stop()
		})
	}
}

// asleep runs nothing, until it is killed: its seat stays silent.
type asleep struct{}

func (asleep) Rerun(ctx context.Context, _ *mediator.Brief) (*mediator.Rerun, error) {
	<-ctx.Done()
	return nil, context.Cause(ctx)
}

func (asleep) Ask(ctx context.Context, _ *mediator.Brief, _ mediator.Finding) (content.Progress, error) {
	<-ctx.Done()
	return content.Progress{}, context.Cause(ctx)
}

func (asleep) Serve(context.Context, *mediator.Brief, mediator.Finding) error { return nil }

func (asleep) Release(context.Context, deals.Hash) error { return nil }
