package party

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/services/deals"
)

// What was read of a deal is remembered but for the blocks that may change still, and of no more deals than some.
func TestHistories(t *testing.T) {
	var h histories
	deal := func(n int) (h deals.Hash) { h[0], h[1], h[2] = byte(n), byte(n>>8), byte(n>>16); return h }
	told := []escrow.Event{{Block: 500}, {Block: 970}}
	h.keep(deal(1), history{400, 1000, told})
	h.keep(deal(2), history{970, 1000, nil})                             // all of it may change
	h.keep(deal(3), history{400, 1000, make([]escrow.Event, maxTold+1)}) // no contract tells so much
	cut, ok := h.take(deal(1), 1000)
	if want := (history{400, 1000 - historyMargin, told[:1]}); !ok || !cmp.Equal(want, cut, cmp.AllowUnexported(history{})) {
		t.Errorf("kept %+v, %t, want %+v", cut, ok, want)
	}
	if len(told) != 2 || told[1].Block != 970 {
		t.Errorf("what was read has become %+v", told)
	}
	if _, ok := h.take(deal(1), 900); ok {
		t.Error("a chain that is shorter than what was read has it")
	}
	for n := 2; n <= 3; n++ {
		if cut, ok := h.take(deal(n), 1000); ok {
			t.Errorf("of deal %d %+v is kept", n, cut)
		}
	}
	if h.drop(deal(1)); len(h.cuts) != 0 {
		t.Errorf("%d are kept", len(h.cuts))
	}
	for n := range 3 * maxHistories {
		h.keep(deal(n), history{0, 1000, nil})
	}
	if len(h.cuts) > maxHistories {
		t.Errorf("%d deals are remembered", len(h.cuts))
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
