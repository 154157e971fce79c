package party

import (
	"testing"

	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/services/deals"
)

// A deal's events are read from shortly before its first one, and of what is not known, all.
func TestOpenings(t *testing.T) {
	var o openings
	deal := func(n int) (h deals.Hash) { h[0], h[1], h[2] = byte(n), byte(n>>8), byte(n>>16); return h }
	if got := o.of(deal(1)); got != 0 {
		t.Errorf("never seen: from block %d", got)
	}
	o.saw(deal(1), 1000)
	o.saw(deal(2), 3)
	if one, two := o.of(deal(1)), o.of(deal(2)); one != 1000-openingMargin || two != 0 {
		t.Errorf("from blocks %d and %d", one, two)
	}
	for n := range 3 * maxOpenings {
		o.saw(deal(n), 1000)
	}
	if len(o.since) > maxOpenings {
		t.Errorf("%d deals are remembered", len(o.since))
	}
}

// Every state of the contract has its name; one that it does not have is an error, not a name.
func TestStates(t *testing.T) { // C16
	seen := map[deals.State]bool{}
	for s := escrow.Unopened; s <= escrow.Closed; s++ {
		state, err := stateOf(s)
		if err != nil || state.String() != s.String() || seen[state] {
			t.Errorf("%v: %v, %v", s, state, err)
		}
		seen[state] = true
	}
	if state, err := stateOf(escrow.Closed + 1); err == nil {
		t.Errorf("an unknown state is %v", state)
	}
}
