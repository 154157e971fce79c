package deals

import (
	"context"
	"errors"
	"time"

	"github.com/parley-p2p/parley/internal/pause"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// Teller is implemented by a Contract that can tell what deals have cost.
type Teller interface {
	// Paid is what a deal that has ended has moved from the payer to the farmer, penalties for silence included. ended is false while
	// it is open, and where it never was.
	Paid(ctx context.Context, deal Hash) (paid messages.Amount, ended bool, err error)
}

// Closed waits until the record of a session's deal is closed, which a Reconciler sees to, and returns what the chain has paid the
// farmer: nothing for a deal that was never opened, its whole price where the Contract is no [Teller].
func (f *Funded) Closed(ctx context.Context, v *protocol.View) (messages.Amount, error) {
	f.init()
	p, err := PapersCodec.Decode(v.Agreement.GetDeal())
	if err != nil {
		return messages.Amount{}, err
	}
	r, err := f.Ledger.Closed(ctx, p.ID)
	if err != nil || r.Void {
		return messages.Amount{}, err
	}
	teller, ok := f.Contract.(Teller)
	if !ok {
		return amount(p.Deal.Price), nil
	}
	for wait := f.Poll; ; wait = min(2*wait, time.Minute) {
		paid, ended, err := teller.Paid(ctx, p.ID)
		switch {
		case err == nil && ended:
			return paid, nil
		case err == nil: // its end came deep enough to be believed, so that this is a node that lags behind
			err = errors.New("the chain does not show how the deal ended")
		case !errors.Is(err, ErrUnreachable):
			return messages.Amount{}, err
		}
		f.Logger.Debug("what a deal has cost", "deal", p.ID, "err", err)
		if err := pause.For(ctx, wait); err != nil {
			return messages.Amount{}, err
		}
	}
}
