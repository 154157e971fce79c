package deals_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/ledger"
	"github.com/parley-p2p/parley/protocol"
)

// A farmer comes back with a backup that is older than its session, of which its requester has signed for a part or for the price. It is
// paid what was signed for as long as it can be told: before submitBy it submits nothing while there are three slots left, and after
// that the requester leaves it the time to show what it holds (TestNextEverywhere). The price the requester shows by itself; a part the contract takes from the
// farmer alone, so that 0 is right where that is never told: it is no less than row 2, and nobody pays a penalty. THREATS, a restored old
// backup; SETTLEMENT rows 2, 3 and 5, rule 5.
func TestWhatTheFarmerForgotIsPaid(t *testing.T) {
	const never = time.Hour
	for name, c := range map[string]struct {
		units         uint64        // that are signed for when the farmer dies
		farmer, buyer time.Duration // until submitBy, when they come back
		want          int64
		nothing       bool // is what the farmer submits
	}{
		"a part, the requester back in time":              {2, 9 * time.Minute, 12 * time.Second, 300, false}, // and the rest is done
		"a part, the requester never back":                {2, 9 * time.Minute, never, 0, true},
		"a part, the requester back after the submission": {2, 9 * time.Minute, 6 * time.Second, 200, true}, // which is not too late for its session
		"the price, the farmer back at the last moment":   {parts, 2 * time.Second, 9 * time.Minute, 300, true},
		"the price, the requester's session never back":   {parts, 9 * time.Minute, never, 300, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRun(t)
				r.market.Poll = time.Second
				living, die := context.WithCancel(t.Context())
				defer die()
				r.market.Buyer.Review = func(v *protocol.View) (messages.Message, error) {
					if v.Delivery != nil || v.Progress.GetUnits() == c.units {
						die()
					}
					return nil, nil
				}
				a := r.archive(ledger.Farmer, 0, die)
				r.farms, r.buys = r.market.Farm(living, true), r.market.Buy(t.Context(), true)
				hires := r.buys
				go func() { _, _ = r.market.Hire(t.Context(), hires, parts) }()
				<-living.Done()
				time.Sleep(time.Second)
				r.buys.Stop()
				r.farms.Stop()
				r.market.Buyer.Review = nil

				submitBy := time.Unix(r.record(ledger.Requester).Papers.Terms.SubmitBy, 0)
				farmer := func() { r.back(ledger.Farmer, a, 1) } // with the commit of its signature, before the session's
				buyer := func() { r.buys = r.market.Buy(t.Context(), true) }
				first, second := farmer, buyer
				if c.buyer > c.farmer {
					first, second = buyer, farmer
				}
				if c.buyer == never {
					r.buys = r.market.Reconcile(t.Context(), ledger.Requester)
					first, second = farmer, func() {}
				}
				time.Sleep(time.Until(submitBy.Add(-9 * time.Minute)))
				first()
				time.Sleep(time.Until(submitBy.Add(-min(c.buyer, c.farmer))))
				second()
				for range 3600 {
					if time.Sleep(time.Second); r.deals() == 0 {
						break
					}
				}
				r.stop()
				result := r.record(ledger.Farmer).Result
				nothing := result != nil && result.Cost == "0"
				if got := r.gain(ledger.Farmer); got != c.want || r.gain(ledger.Requester) != -got || r.deals() > 0 || nothing != c.nothing {
					t.Errorf("the farmer gained %d, want %d, and the requester %d; %d deals are open, the farmer's result is %v, and the chain saw %v", got, c.want, r.gain(ledger.Requester), r.deals(), result, r.chain.Calls())
				}
				if on, signed := recorded(r.record(ledger.Requester)), int64(c.units*ledger.PartPrice); on < signed {
					t.Errorf("the requester signed for %d, and has %d on record", signed, on)
				}
			})
		})
	}
}
