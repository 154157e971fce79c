package deals_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/services/deals"
)

// I1 to I4 of docs/SETTLEMENT.md for what ships, where a result costs the farmer all of its price to make, one in five is
// looked at, nobody finds a right result wrong, and the gas of a claim is a hundredth of the price. Without an arbiter every
// dispute is undecided (u = 1), and two of the four do not hold: the documents say so.
func TestInequalitiesOfTheDefault(t *testing.T) {
	if deals.DefaultCollateral.Arbiter != (deals.Address{}) {
		t.Fatal("the default names an arbiter: u is not 1 then")
	}
	want := map[string]bool{"I1": false, "I2": false, "I3": true, "I4": true}
	if diff := cmp.Diff(want, inequalities(deals.DefaultCollateral, 1)); diff != "" {
		t.Errorf("no arbiter: %s", diff)
	}
	// With an arbiter who always rules and takes a fee, all four do. So it is the arbiter that is missing.
	judged := deals.DefaultCollateral
	judged.Fee = 12500
	want = map[string]bool{"I1": true, "I2": true, "I3": true, "I4": true}
	if diff := cmp.Diff(want, inequalities(judged, 0.016)); diff != "" { // docs/GAME.md derives u
		t.Errorf("an arbiter: %s", diff)
	}
	// And with a tenth of the bond cheating pays even then.
	judged.Cheat = 3000
	if inequalities(judged, 0)["I1"] {
		t.Error("I1 holds for a bond that is below the price")
	}
}

// inequalities tells which hold, in parts of the price.
func inequalities(c deals.Collateral, u float64) map[string]bool {
	const price, cost, claimed, audited, wronged, gas = 1, 1, 1, 0.2, 0, 0.01
	part := func(basis uint32) float64 { return float64(basis) / 10_000 }
	late, cheat, fee := part(c.Late), part(c.Cheat), part(c.Fee)
	award := (cheat - fee) / 2
	return map[string]bool{
		"I1": audited*((1-u)*(price+cheat)+u*(price+fee)/2) >= cost-1e-9,
		"I2": fee*(1-wronged-u/2) >= (wronged+u/2)*claimed+wronged*award,
		"I3": late >= gas && late <= price/10.0,
		"I4": cheat >= 3*fee && cheat-fee-award > 0,
	}
}

// Rule 5 and I9: a result is put on the chain so long before it is due that N blocks, and those of 13 proposers who leave it out, have
// passed; on a chain that waits for nobody half a minute.
func TestMargin(t *testing.T) {
	for _, c := range []struct {
		slot  time.Duration
		depth uint64
		want  time.Duration
	}{{0, 1, 30 * time.Second}, {time.Second, 1, 30 * time.Second}, {2 * time.Second, 12, 50 * time.Second}, {12 * time.Second, 1, 168 * time.Second}, {12 * time.Second, 12, 5 * time.Minute}} {
		if got := deals.Margin(c.slot, c.depth); got != c.want {
			t.Errorf("slots of %s, depth %d: %s, want %s", c.slot, c.depth, got, c.want)
		}
	}
}
