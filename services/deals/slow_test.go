package deals_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/protocol"
)

// A node on a chain with a block every 12 s brings in its money, and its requester opens the deal, before acceptBy: terms begin once the
// requester's money is there, and leave the farmer's transactions their time, also where the farmer inside would be done much sooner.
func TestHireOnASlowChain(t *testing.T) { // A41; THREATS rule 10
	const slot = 12 * time.Second
	for _, c := range []struct {
		depth   uint64
		promise time.Duration
	}{{1, 0}, {3, 0}, {12, 0}, {1, 2 * time.Minute}, {3, 2 * time.Minute}, {12, 2 * time.Minute}, {12, 12 * time.Minute}} {
		t.Run(fmt.Sprintf("depth %d, promised in %s", c.depth, c.promise), func(t *testing.T) {
			depth := c.depth
			synctest.Test(t, func(t *testing.T) {
				r := newRun(t)
				r.chain.SetLatency(time.Duration(depth+3) * slot) // an approval, and a deposit at depth
				r.market.Buyer.Hire = func(context.Context, *protocol.View) error {
					r.chain.SetLatency(4 * slot) // the opening waits for another one
					return nil
				}
				r.market.Poll, r.market.Slot, r.market.Depth = time.Second, slot, depth
				r.market.Deliver, r.market.Promise = time.Hour, c.promise
				r.farms, r.buys = r.market.Farm(t.Context(), true), r.market.Buy(t.Context(), true)
				defer r.stop()
				o, err := r.market.Hire(t.Context(), r.buys, 1)
				if err != nil {
					t.Fatal(err)
				}
				if o.Err != nil {
					t.Error(o.Err)
				}
			})
		})
	}
}

// More time to open is not taken from the blocks that the farmer wants for the work.
func TestTermsOnASlowChainLeaveTimeForTheWork(t *testing.T) { // THREATS rule 10; I9
	synctest.Test(t, func(t *testing.T) {
		r := newRun(t)
		r.market.Poll, r.market.Slot, r.market.Depth = time.Second, 12*time.Second, 3
		r.market.Deliver = 450 * time.Second
		r.chain.SetLatency(time.Minute)
		r.market.Buyer.Hire = func(context.Context, *protocol.View) error { r.chain.SetLatency(12 * time.Second); return nil }
		r.farms, r.buys = r.market.Farm(t.Context(), true), r.market.Buy(t.Context(), true)
		defer r.stop()
		o, err := r.market.Hire(t.Context(), r.buys, 1)
		if err != nil {
			t.Fatal(err)
		}
		if o.Err != nil {
			t.Error(o.Err)
		}
	})
}
