package deals_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/ledger"
	"github.com/parley-p2p/parley/protocol"
)

// exposed is what the requester's deals may cost, or have, beyond what their sessions say is owed.
func (r *run) exposed(want string) {
	r.Helper()
	r.must(r.buys.Client.Ready(r.Context()))
	synctest.Wait()
	if got := r.buys.Client.Exposed().String(); got != want {
		r.Errorf("%s is spent or may be, want %s", got, want)
	}
}

// ended waits until the requester has a deal, and its session is over: which may take no time at all.
func (r *run) ended() {
	r.Helper()
	for range 30 * 60 * 10 {
		time.Sleep(100 * time.Millisecond)
		if len(r.buys.Client.Sessions()) > 0 || len(r.market.Records(r.T, ledger.Requester)) == 0 {
			continue
		}
		if r.record(ledger.Requester).Closed {
			break
		}
		return
	}
	r.Fatalf("no session ends before its deal: %+v", r.market.Records(r.T, ledger.Requester))
}

// C26: a deal whose session has ended without a result is charged whole until the chain has closed it, and from then on with what the
// chain has paid, across restarts.
func TestExposedUntilTheDealIsClosed(t *testing.T) {
	for name, c := range map[string]struct {
		set        func(*ledger.Market)
		claims     bool   // the farmer looks at the chain from the first
		open, want string // of a price of 300
	}{
		"a farmer that gives up": {func(m *ledger.Market) {
			m.Service.Part = func(_ context.Context, n int) error {
				if n == 2 {
					return errors.New("it fails")
				}
				return nil
			}
		}, false, "200", "0"}, // its first part was paid for
		"a farmer that is paid for its claim on the chain": {func(m *ledger.Market) {
			m.Buyer.Review = func(*protocol.View) (messages.Message, error) {
				return nil, errors.New("it cannot be looked at now")
			}
			m.Buyer.Inspect = func(*protocol.View, [32]byte, messages.Amount) (*messages.Dispute, error) { return nil, nil }
		}, true, "300", "100"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRun(t)
				c.set(r.market)
				r.market.Poll = 2 * time.Second
				r.begin(c.claims, false)
				r.ended()
				r.exposed(c.open)
				r.buys.Stop()
				r.buys = r.market.Buy(t.Context(), false) // nobody looks at the chain
				time.Sleep(time.Minute)
				r.exposed(c.open)
				r.buys.Stop()
				r.farms.Stop() // and now both do
				r.farms, r.buys = r.market.Farm(t.Context(), true), r.market.Buy(t.Context(), true)
				r.settle()
				r.exposed(c.want)
				r.buys.Stop()
				r.buys = r.market.Buy(t.Context(), true)
				r.exposed(c.want)
				r.stop()
				if got := r.gain(ledger.Farmer); got < 100 {
					t.Errorf("the farmer gained %d", got)
				}
			})
		})
	}
}
