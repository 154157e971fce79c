package deals_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/ledger"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

// shortest is what SETTLEMENT, rule 5, comes to for blocks that are 12 s apart, one of which has to stand on the opening: that, 14 for the
// margin and a sixth of it, and two for the work.
const shortest = 232 * time.Second

// soonest is what a SOW leaves at least: that, half a minute to agree in, and nine blocks for the farmer's deposit and the opening.
const soonest = shortest + 30*time.Second + 108*time.Second

// hireSoon hires in a market of such a chain for what is due so long after it may be opened last, and after the hire.
func hireSoon(t *testing.T, r *run, left, due time.Duration) error {
	t.Helper()
	r.market.Slot, r.market.Margin, r.market.Deliver, r.market.Poll = 12*time.Second, 168*time.Second, due, time.Second
	r.market.Buyer.Edit = func(t *messages.Terms) {
		if left > 0 {
			t.AcceptByMs = t.DeliverByMs - left.Milliseconds()
			t.StartByMs = t.AcceptByMs
		}
	}
	r.farms, r.buys = r.market.Farm(t.Context(), true), r.market.Buy(t.Context(), true)
	o, err := r.market.Hire(t.Context(), r.buys, 1)
	if u, ok := errors.AsType[*requester.Unfilled](err); ok && len(u.Refused) == 1 {
		return u.Refused[0].Err
	}
	r.must(err)
	return o.Err
}

// Who names dates that leave no time to put a result on the chain had the work for nothing, and the penalty of row 2 (rule 5). They are
// refused, with a date that is taken.
func TestDatesThatAreTooSoon(t *testing.T) {
	for name, c := range map[string]struct {
		left, due time.Duration
		ok        bool
	}{
		"as short as is taken":              {shortest, soonest + 10*time.Second, true},
		"a second less":                     {shortest - time.Second, soonest + 10*time.Second, false},
		"a margin of one block":             {65 * time.Second, 124 * time.Second, false},
		"a SOW as short as is taken":        {0, soonest, true},
		"a SOW that is due a second sooner": {0, soonest - time.Second, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRun(t)
				err := hireSoon(t, r, c.left, c.due)
				r.stop()
				if c.ok {
					if err != nil {
						t.Errorf("refused with %v", err)
					}
					return
				}
				refused, _ := errors.AsType[*protocol.Error](err)
				if protocol.CodeOf(err) != protocol.Deadline || refused.Remedy.GetDeliverByMs() == 0 {
					t.Fatalf("%v with remedy %v, want deadline, and a date", err, refused)
				}
				if n := len(r.market.Records(t, ledger.Farmer)); n != 0 {
					t.Errorf("the farmer has signed %d deals", n)
				}
				if n := len(r.market.Records(t, ledger.Requester)); c.due < soonest && n != 0 {
					t.Errorf("the requester has signed %d deals of which the quote says that none is taken", n)
				}
				again := newRun(t)
				time.Sleep(20 * time.Second)
				if err := hireSoon(t, again, 0, time.Until(time.UnixMilli(refused.Remedy.DeliverByMs))); err != nil {
					t.Errorf("by the date that was named: %v", err)
				}
				again.stop()
			})
		})
	}
}

// A result of a deal as short as is taken comes onto the chain, also where a transaction takes two blocks and the requester says nothing.
func TestShortestDealIsPaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRun(t)
		r.market.Buyer.Review = func(v *protocol.View) (messages.Message, error) {
			r.chain.SetLatency(24 * time.Second)
			return nil, errors.New("silent")
		}
		go func() { _ = hireSoon(t, r, shortest, soonest+10*time.Second) }()
		r.settle()
		r.stop()
		if got := r.gain(ledger.Farmer); got < ledger.PartPrice {
			t.Errorf("the farmer gained %d; the chain saw %v", got, r.chain.Calls())
		}
	})
}
