package deals_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/parleytest/ledger"
	"github.com/parley-p2p/parley/services/deals"
)

// unshown is a contract behind an endpoint that knows how a deal stands, and not what was submitted.
type unshown struct{ contract }

type contract = deals.Contract

func (unshown) Submission(context.Context, deals.Hash) (*deals.Delivery, error) { return nil, nil }

// earlier is a contract behind an endpoint that shows what was submitted, and knows how a deal stood before that.
type earlier struct{ contract }

func (e earlier) Status(ctx context.Context, id deals.Hash, depth uint64) (deals.Status, error) {
	s, err := e.contract.Status(ctx, id, depth)
	s.State = deals.Open
	return s, err
}

// between is a contract whose result comes after it was asked how the deal stands, and before it is asked for what was submitted.
type between struct {
	contract
	submit func()
}

func (b *between) Status(ctx context.Context, id deals.Hash, depth uint64) (deals.Status, error) {
	s, err := b.contract.Status(ctx, id, depth)
	if submit := b.submit; submit != nil {
		b.submit = nil
		submit()
	}
	return s, err
}

// What comes between two questions is no endpoint's lag.
func TestWhatComesWhileItIsLookedAtIsSeen(t *testing.T) { // issue 4, stale endpoints
	synctest.Test(t, func(t *testing.T) {
		r, id := opened(t)
		defer r.stop()
		looks := r.manual(ledger.Requester)
		looks.Contract = &between{r.market.World.Party(ledger.Requester), func() { r.submitted("250") }}
		if s, err := looks.Show(t.Context(), id); err != nil || s.State != deals.Submitted.String() {
			t.Errorf("%+v, %v", s, err)
		}
	})
}

// What an endpoint that lags behind does not show is not taken for what was not submitted: nothing is signed for in its place, and
// nobody is told that there is nothing.
func TestALaggingEndpointIsNotTakenByHandForNothing(t *testing.T) { // issue 4, stale endpoints; H30
	synctest.Test(t, func(t *testing.T) {
		r, id := opened(t)
		defer r.stop()
		r.submitted("250")
		lags := r.manual(ledger.Requester)
		lags.Contract = unshown{r.market.World.Party(ledger.Requester)}
		signed := r.record(ledger.Requester).Accepted
		refused := func(state string) {
			t.Helper()
			_, shows := lags.Show(t.Context(), id)
			_, _, accepts := lags.Accept(t.Context(), id)
			_, claims := lags.Claim(t.Context(), id)
			_, disputes := lags.Dispute(t.Context(), id, deals.Complaint{ClaimedFuel: 1})
			_, cancels := lags.Cancel(t.Context(), id, nil)
			for _, err := range []error{shows, accepts, claims, disputes, cancels} {
				if _, lags := errors.AsType[deals.Behind](err); !lags || !errors.Is(err, deals.ErrUnreachable) {
					t.Errorf("%s: %v", state, err)
				}
			}
			if diff := cmp.Diff(signed, r.record(ledger.Requester).Accepted); diff != "" {
				t.Errorf("%s: signed for %s", state, diff)
			}
		}
		refused("submitted")
		lags.Contract = earlier{r.market.World.Party(ledger.Requester)}
		refused("submitted, and told as open")
		lags.Contract = unshown{r.market.World.Party(ledger.Requester)}
		r.disputed(id)
		refused("disputed")
	})
}
