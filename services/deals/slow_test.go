package deals_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/messages"
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

// What one hire has brought in is not another's while the terms are asked for again: that one brings in its own, and the first does not wait
// for it.
func TestMoneyThatWasBroughtInIsNobodyElses(t *testing.T) { // A41; THREATS rule 10
	synctest.Test(t, func(t *testing.T) {
		r := newRun(t)
		r.chain.SetLatency(36 * time.Second)
		r.market.Poll, r.market.Slot, r.market.Deliver = time.Second, 12*time.Second, time.Hour
		began, asked, agreed := time.Now(), 0, make(map[uint64]time.Duration)
		r.market.Buyer.Edit = func(terms *messages.Terms) {
			if asked++; asked == 2 { // the first again
				time.Sleep(10 * time.Second)
			}
		}
		r.market.Buyer.Spoil = func(m messages.Message) {
			if a, ok := m.(*messages.Agreement); ok {
				terms, err := a.DecodeTerms()
				r.must(err)
				agreed[terms.Units] = time.Since(began)
			}
		}
		r.farms, r.buys = r.market.Farm(t.Context(), true), r.market.Buy(t.Context(), true)
		defer r.stop()
		var both sync.WaitGroup
		for parts := 1; parts <= 2; parts++ {
			both.Go(func() {
				o, err := r.market.Hire(t.Context(), r.buys, parts)
				if err != nil || o.Err != nil {
					t.Errorf("%d parts: %v, %v", parts, o, err)
				}
			})
			time.Sleep(40 * time.Second)
		}
		both.Wait()
		if agreed[1] > 50*time.Second || agreed[2] < 70*time.Second {
			t.Errorf("agreed after %v, want the first after its deposit, and the second after its own; the chain saw %v", agreed, r.chain.Calls())
		}
	})
}
