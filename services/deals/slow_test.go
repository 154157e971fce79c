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
// requester's money is there, and leave the farmer's transactions their time.
func TestHireOnASlowChain(t *testing.T) { // A41; THREATS rule 10
	const slot = 12 * time.Second
	for _, depth := range []uint64{1, 3, 12} {
		t.Run(fmt.Sprintf("depth %d", depth), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRun(t)
				r.chain.SetLatency(time.Duration(depth+3) * slot) // an approval, and a deposit at depth
				r.market.Buyer.Hire = func(context.Context, *protocol.View) error {
					r.chain.SetLatency(4 * slot) // the opening waits for another one
					return nil
				}
				r.market.Poll, r.market.Slot, r.market.Depth = time.Second, slot, depth
				r.market.Quote = time.Minute + time.Duration(2*depth+16)*slot
				r.market.Deliver = time.Hour
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
		r.market.Poll, r.market.Slot, r.market.Depth, r.market.Quote = time.Second, 12*time.Second, 3, 5*time.Minute
		r.market.Deliver = 7 * time.Minute
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
