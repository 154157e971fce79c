package deals_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/parleytest/ledger"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/deals"
)

// slow is a World in which a seat's first call of a name comes back only when whoever made it waits no more.
type slow struct {
	ledger.World
	seat   ledger.Seat
	call   string
	effect bool // it has taken effect by then
	made   *atomic.Bool
	called chan struct{} // closed when it is made
}

func (s slow) Party(n ledger.Seat) ledger.Account {
	if n != s.seat {
		return s.World.Party(n)
	}
	party := s.World.Party(n)
	return sluggish{party, party.(deals.Teller), s}
}

type account = ledger.Account

type sluggish struct {
	account
	deals.Teller
	slow
}

func (s sluggish) hang(ctx context.Context, call string, do func() error) error {
	var err error
	first := call == s.call && s.made.CompareAndSwap(false, true)
	if !first || s.effect {
		err = do()
	}
	if first {
		close(s.called)
		<-ctx.Done()
		return fmt.Errorf("%w: %w", deals.ErrUnknown, context.Cause(ctx))
	}
	return err
}

func (s sluggish) Open(ctx context.Context, o []deals.Opening) (errs []error, err error) {
	err = s.hang(ctx, "Open", func() error { errs, err = s.account.Open(ctx, o); return err })
	return errs, err
}

func (s sluggish) Standing(ctx context.Context, of deals.Address, held []deals.Hash) (v deals.Standing, err error) {
	err = s.hang(ctx, "Standing", func() error { v, err = s.account.Standing(ctx, of, held); return err })
	return v, err
}

// H06, M16: the chain does not answer a hook, with and without doing what it was asked, until the session ends: by its deadline, or
// because it is canceled. Then the hook's context has ended in the middle of it, and that is as a crash there: both sides come to an end, nobody
// has lost more than it has signed for, and what the requester counts as spent is what it has spent.
func TestHookCutShortAtTheChain(t *testing.T) {
	for _, seat := range []ledger.Seat{ledger.Requester, ledger.Farmer} {
		for _, call := range []string{"Standing", "Open"} {
			for _, effect := range []bool{false, true} {
				for _, cancels := range []bool{false, true} {
					if seat == ledger.Farmer && call == "Open" || call == "Standing" && effect {
						continue
					}
					t.Run(fmt.Sprintf("%s of %d, effect %t, canceled %t", call, seat, effect, cancels), func(t *testing.T) {
						synctest.Test(t, func(t *testing.T) { cutShort(t, seat, call, effect, cancels) })
					})
				}
			}
		}
	}
}

func cutShort(t *testing.T, seat ledger.Seat, call string, effect, cancels bool) {
	r := newRun(t)
	s := slow{r.market.World, seat, call, effect, new(atomic.Bool), make(chan struct{})}
	r.market.World, r.market.Poll = s, time.Second
	r.start()
	select {
	case <-s.called:
	case <-time.After(time.Hour):
		t.Fatal("the call was never made")
	}
	if cancels {
		for _, v := range r.buys.Client.Sessions() {
			if err := r.buys.Client.Cancel(t.Context(), v.Session, "no longer needed"); err != nil {
				t.Error(err)
			}
		}
	}
	time.Sleep(10*time.Minute + protocol.Limits{}.WithDefaults().Grace + time.Second) // what the SOW gives, and the grace
	synctest.Wait()
	if open := len(r.buys.Client.Sessions()) + len(r.farms.Server.Sessions()); open > 0 {
		t.Errorf("%d sessions are open after every deadline", open)
	}
	r.settle()
	time.Sleep(time.Minute) // for the requester to look at what is closed
	spent, lost := r.buys.Client.Exposed().Big().Int64(), -r.gain(ledger.Requester)
	r.stop()
	if lost < 0 || lost > parts*ledger.PartPrice || lost != r.gain(ledger.Farmer) {
		t.Errorf("the requester lost %d, the farmer gained %d", lost, r.gain(ledger.Farmer))
	}
	if !effect && seat == ledger.Requester && call == "Open" && lost != 0 {
		t.Errorf("the requester lost %d in a deal that was never opened", lost)
	}
	if spent != 0 && spent != lost || effect && spent != lost {
		t.Errorf("the requester lost %d, and counts %d as spent; the chain saw %v", lost, spent, r.chain.Calls())
	}
}
