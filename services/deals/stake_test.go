package deals_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/parleytest/ledger"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/deals"
)

// A farmer that cannot lock the bond which a requester asks for, the least that it must have at stake, does not win the work: it may quote, and
// signs nothing. With just enough it does.
func TestFarmerBelowTheStake(t *testing.T) { // R18, R47, C03
	const most = 100                                       // times the price, which is what a bond may be
	const enough = ledger.Wealth / most / ledger.PartPrice // parts, whose bond is all that the farmer has
	for name, c := range map[string]struct {
		parts int
		code  protocol.Code
	}{
		"just enough": {enough, 0},
		"too little":  {enough + 1, protocol.Unfunded},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRun(t)
				r.market.Collateral.Cheat = most * 10_000
				r.farms, r.buys = r.market.Farm(t.Context(), true), r.market.Buy(t.Context(), true)
				o, err := r.market.Hire(t.Context(), r.buys, c.parts)
				r.must(err)
				if protocol.CodeOf(o.Err) != c.code {
					t.Errorf("hired with %v, want %s", o.Err, c.code)
				}
				if signed := len(r.market.Records(t, ledger.Farmer)); (signed > 0) != (c.code == 0) || (r.market.Service.Works > 0) != (c.code == 0) {
					t.Errorf("it has signed %d deals, and begun %d times", signed, r.market.Service.Works)
				}
				r.settle()
				r.stop()
				if want, got := map[bool]int64{true: int64(c.parts) * ledger.PartPrice}[c.code == 0], r.gain(ledger.Farmer); got != want {
					t.Errorf("it gained %d, want %d", got, want)
				}
			})
		})
	}
}

// No work begins before the deal is open, with the payer's money in it: however long the requester takes to open it, and never if it does not.
func TestNoWorkBeforeTheMoneyIsLocked(t *testing.T) { // R49, C14
	for _, opens := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			r := newRun(t)
			chain := r.market.World.Party(ledger.Farmer)
			r.market.Buyer.Hire = func(context.Context, *protocol.View) error {
				time.Sleep(20 * time.Second)
				if n := r.market.Service.Works; n > 0 {
					t.Errorf("it has begun %d times before anything was opened", n)
				}
				if !opens {
					return errors.New("it opens nothing")
				}
				return nil
			}
			begun := 0
			r.market.Service.Part = func(ctx context.Context, _ int) error {
				begun++
				s, err := chain.Status(ctx, r.market.Records(t, ledger.Farmer)[0].Papers.ID, r.market.Depth)
				if err != nil || s.State != deals.Open {
					t.Errorf("it works while the deal is %s (%v)", s.State, err)
				}
				return nil
			}
			r.start()
			r.settle()
			r.stop()
			if want := map[bool]int{true: parts}[opens]; begun != want {
				t.Errorf("%d parts were begun, want %d (opened: %t)", begun, want, opens)
			}
		})
	}
}

// A farmer whose own machine fails before anything is done, too late to decline, and that is there to say so, loses no bond and no penalty: it
// submits that nothing is owed. The penalty of row 2 is for who is absent (docs/SECURITY.md).
func TestFarmerThatFailsByItself(t *testing.T) { // SETTLEMENT rows 2 to 4
	for _, failure := range []error{errors.New("the disk is full"), protocol.Errorf(protocol.Failed, "the process that ran the module died")} {
		synctest.Test(t, func(t *testing.T) {
			r := newRun(t)
			r.market.Service.Part = func(context.Context, int) error {
				startBy := r.market.Records(t, ledger.Farmer)[0].Papers.Terms.StartBy
				time.Sleep(time.Until(time.Unix(startBy, 0)) + time.Second)
				return failure
			}
			r.start()
			r.settle()
			r.stop()
			if requester, farmer := r.gain(ledger.Requester), r.gain(ledger.Farmer); requester != 0 || farmer != 0 {
				t.Errorf("%v: the requester gained %d and the farmer %d; the chain saw %v", failure, requester, farmer, r.chain.Calls())
			}
		})
	}
}
