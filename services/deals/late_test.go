package deals_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/ledger"
)

// Where so many blocks as the farmer waits for take longer than its work may, it says so while what it owes nothing by can be put on the
// chain: row 2 took its penalty.
func TestDealThatIsDeepTooLate(t *testing.T) {
	for name, c := range map[string]struct{ latency, behind time.Duration }{
		"at once":            {0, 0},
		"two blocks":         {24 * time.Second, 0},
		"a clock behind":     {0, 20 * time.Second},
		"both, by the chain": {40 * time.Second, 20 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRun(t)
				r.market.Depth, r.market.Margin, r.market.Deliver = 144, 300*time.Second, 130*time.Second // 12 blocks of 12 s
				r.market.Buyer.Edit = func(t *messages.Terms) {
					t.AcceptByMs = t.DeliverByMs - 75_000
					t.StartByMs = t.AcceptByMs
				}
				r.start()
				time.Sleep(2 * time.Second)
				r.chain.SetLatency(c.latency)
				r.chain.Advance(c.behind)
				r.settle()
				r.stop()
				if got := r.gain(ledger.Farmer); got != 0 || r.market.Service.Works != 0 {
					t.Errorf("the farmer gained %d, and began %d times; the chain saw %v", got, r.market.Service.Works, r.chain.Calls())
				}
			})
		})
	}
}

// A farmer loses nothing of its bond by a clock that comes to be behind the chain's while it works, however long the work takes by it
// (THREATS, clock skew): chain time tells when nothing can be brought any more.
func TestClockThatFallsBehind(t *testing.T) {
	for _, ahead := range []time.Duration{0, 20 * time.Second, 40 * time.Second, 3 * time.Minute, 9 * time.Minute} {
		t.Run(ahead.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRun(t)
				r.market.Poll = time.Second
				r.market.Service.Part = func(ctx context.Context, n int) error {
					<-ctx.Done()
					return errors.New("too slow")
				}
				r.start()
				time.Sleep(3 * time.Second)
				r.chain.Advance(ahead)
				r.settle()
				r.stop()
				if got := r.gain(ledger.Farmer); got != 0 {
					t.Errorf("the farmer gained %d; the chain saw %v", got, r.chain.Calls())
				}
			})
		})
	}
}

// What is done at the last moment by a clock that is behind the chain's as the work begins is paid: the moment is chain time's.
func TestClockThatIsBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const behind = 40 * time.Second
		r := newRun(t)
		r.chain.Advance(behind)
		r.market.Poll = time.Second
		r.market.Buyer.Edit = func(t *messages.Terms) { // the requester's clock is right
			t.AcceptByMs += (behind / 2).Milliseconds()
			t.StartByMs = t.AcceptByMs
		}
		r.market.Service.Part = func(ctx context.Context, n int) error {
			if n == parts {
				<-ctx.Done()
			}
			return nil
		}
		r.start()
		r.settle()
		r.stop()
		r.paid()
	})
}

// Who cannot ask the chain waits for the opening by its own clock, and no longer than it may work.
func TestOpeningThatCannotBeSeen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRun(t)
		r.market.Depth = 300 // the farmer's
		r.farms = r.market.Farm(t.Context(), true)
		r.market.Depth = 1
		r.buys = r.market.Buy(t.Context(), true)
		go func() { _, _ = r.market.Hire(t.Context(), r.buys, parts) }()
		time.Sleep(time.Second)
		r.chain.SetFault(func(string) ledger.Fault { return ledger.Unreachable })
		submitBy := time.Unix(r.record(ledger.Farmer).Papers.Terms.SubmitBy, 0)
		time.Sleep(time.Until(submitBy.Add(-34 * time.Second))) // Margin, and a sixth of it
		if n := len(r.farms.Server.Sessions()); n != 0 || r.market.Service.Works != 0 {
			t.Errorf("%d sessions, and work was begun %d times", n, r.market.Service.Works)
		}
		r.chain.SetFault(nil)
		r.settle()
		r.stop()
		if got := r.gain(ledger.Farmer); got != 0 {
			t.Errorf("the farmer gained %d; the chain saw %v", got, r.chain.Calls())
		}
	})
}
