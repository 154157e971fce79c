package deals_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/deals"
)

// C31, H30, SETTLEMENT row 8b: a requester to which nothing was submitted, for nothing, is not told to contest it, which could only lose it money, but to accept
// it, and why; whatever is left to it pays what it says. What has a digest may be wrong, and is contestable at no cost, too; and the
// farmer is told what the contract lets the requester do.
func TestNothingForNothingIsOfferedToBeAccepted(t *testing.T) {
	nothing, free := deals.Delivery{Cost: "0"}, deals.Delivery{Digest: deals.Hash{2}, Cost: "0"}
	for _, c := range []struct {
		name       string
		submitted  deals.Delivery
		to         protocol.Role
		late       time.Duration
		contest    bool
		acceptance string // why; empty: it is not that side's
	}{
		{"nothing", nothing, protocol.Requester, 0, false, "nothing was submitted"},
		{"nothing, in the last second", nothing, protocol.Requester, 600 * time.Second, false, "nothing was submitted"},
		{"nothing, too late to contest", nothing, protocol.Requester, 601 * time.Second, false, "nothing was submitted"},
		{"nothing, the farmer is told", nothing, protocol.Farmer, 0, true, ""},
		{"a result", free, protocol.Requester, 0, true, "the requester accepts the result"},
	} {
		t.Run(c.name, func(t *testing.T) {
			begin := func(t *testing.T) *walk {
				w, h := newWalk(t, rules, holding{}), holding{result: &c.submitted}
				w.submit(h)
				w.until(w.since().Add(c.late))
				return w
			}
			var shown *deals.Shown
			synctest.Test(t, func(t *testing.T) {
				w := begin(t)
				var err error
				shown, err = w.seats[c.to].Show(t.Context(), w.papers.ID)
				w.must(err)
				w.complete(shown)
			})
			does := func(verb string) int {
				return slices.IndexFunc(shown.Moves, func(m deals.Move) bool { return strings.HasPrefix(m.Command, "parley deal "+verb) })
			}
			if contest := does("dispute") >= 0; contest != c.contest {
				t.Errorf("contesting is shown: %v, want %v: %+v", contest, c.contest, shown.Moves)
			}
			if at := does("accept"); at < 0 != (c.acceptance == "") || at >= 0 && !strings.HasPrefix(shown.Moves[at].Why, c.acceptance) {
				t.Errorf("want an acceptance since %q: %+v", c.acceptance, shown.Moves)
			}
			for _, m := range shown.Moves {
				synctest.Test(t, func(t *testing.T) {
					w := begin(t)
					w.until(m.From)
					w.make(c.to, m)
				})
			}
		})
	}
}
