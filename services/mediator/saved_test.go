package mediator_test

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/mediator"
)

// sold says in every run what it is paid for.
type sold struct {
	mediator.Runner
	says deals.Hash
}

func (s *sold) Rerun(ctx context.Context, b *mediator.Brief) (*mediator.Rerun, error) {
	r, err := s.Runner.Rerun(ctx, b)
	if err == nil {
		r.Finding.Digest = s.says
	}
	return r, err
}

// SETTLEMENT rows 6 and 7: where nobody is left to appeal to, a farmer that a bought panel finds wrong shows what the requester has signed
// for, however little, before that is ruled, and keeps its bond.
func TestAPartSavesTheBond(t *testing.T) {
	const part = price / 10
	for name, c := range map[string]struct {
		members int
		late    bool  // the farmer's node runs again when the panel can rule
		costs   int64 // the farmer's bond of an appeal
	}{
		"the list is too short":         {members: 3},
		"when it can be ruled":          {members: 3, late: true},
		"a larger round is bought, too": {members: 4, costs: staked},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			one := rules
			one.Seats = 1
			w := newPanel(t, one, c.members)
			must(w.panels[farmer].Deposit(w.ctx(), "bond", w.panel.Bond(0)))(t)
			work := printing("hello\n")
			before := w.purses()
			deal := w.agree(work, compute.Limits{}, true)
			truth := w.truth(deal, work, store(t))
			w.dispute(deal, truth, deals.Complaint{ClaimedDigest: painted})
			notes, record, id := new(journal.Memory), deal.record, deal.record.Papers.ID
			record.Role, record.Opened, record.Complaint = protocol.Farmer, true, nil
			signed := deals.Delivery{Digest: painted, Cost: fmt.Sprint(part)}
			record.Accepted = &deals.Acceptance{Delivery: signed, Signature: must(w.parties[requester].SignAcceptance(id, signed))(t)}
			put(t, notes, &record)
			tends := func() { w.tends(farmer, &deals.Ledger{Journal: notes}, new(atomic.Int32), truth) }
			if !c.late {
				tends()
			}
			var members []*member
			for i := range w.members {
				m := w.member(i)
				m.edit = func(m *mediator.Mediator) { m.Runner = &sold{m.Runner, painted} }
				members = append(members, m)
			}
			quit := w.start(members...)
			vote := func() { // all of a round, up to where they have revealed
				for _, stage := range []panel.Stage{panel.Committing, panel.Settling} {
					d := w.stage(deal, func(d panel.Docket) bool {
						return d.Stage == stage && all(d, func(s panel.Seat) bool { return s.Committed })
					})
					must(w.chain.Advance(w.ctx(), d.Until.Add(time.Second).Sub(w.chain.Head().Time)))(t)
				}
			}
			vote()
			if c.costs > 0 {
				d := w.stage(deal, func(d panel.Docket) bool { return d.Seats[0].Revealed })
				must(w.chain.Advance(w.ctx(), d.Until.Add(time.Second).Sub(w.chain.Head().Time)))(t)
				w.stage(deal, func(d panel.Docket) bool { return d.Rounds == 2 })
				vote()
			}
			if c.late {
				d := w.stage(deal, func(d panel.Docket) bool { return d.Seats[0].Revealed })
				quit()
				must(w.chain.Advance(w.ctx(), d.Until.Add(time.Second).Sub(w.chain.Head().Time)))(t)
				tends()
			}
			until(t, "the farmer shows what was signed for", func() bool {
				return must(w.parties[farmer].Status(w.ctx(), id, 1))(t).State != deals.Disputed
			})
			if c.costs > 0 { // the larger round goes on to its end, for what was voted before
				d := w.stage(deal, func(d panel.Docket) bool {
					return d.Stage != panel.Revealing || all(d, func(s panel.Seat) bool { return s.Revealed })
				})
				if d.Stage == panel.Revealing {
					must(w.chain.Advance(w.ctx(), d.Until.Add(time.Second).Sub(w.chain.Head().Time)))(t)
				}
				w.stage(deal, func(d panel.Docket) bool { return d.Stage == panel.Unknown })
			}
			has := w.purses().minus(before)
			if has.Requester != -part-fee || has.Farmer != part-c.costs || has.Burned != 0 {
				t.Errorf("the requester has %d, the farmer %d, and %d are burned", has.Requester, has.Farmer, has.Burned)
			}
		})
	}
}

func all(d panel.Docket, is func(panel.Seat) bool) bool {
	return !slices.ContainsFunc(d.Seats, func(s panel.Seat) bool { return !is(s) })
}
