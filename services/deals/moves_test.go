package deals_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/parleytest/ledger"
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

// C31, H30, SETTLEMENT rule 5: who accepts by hand what costs less than it has signed for is told that, and what it pays: the price where that
// was signed for, what it held against the result or not. A part that it has signed for stays on record, for the farmer to show, and so does the price
// where the chain cannot be reached; whatever is left to it pays what it says.
func TestWhatWasSignedForIsNotAcceptedAway(t *testing.T) {
	nothing, price, part := deals.Delivery{Cost: "0"}, deals.Delivery{Digest: deals.Hash{2}, Cost: "300"}, deals.Delivery{Digest: deals.Hash{2}, Cost: "200"}
	for _, c := range []struct {
		name              string
		submitted, signed deals.Delivery
		complaint         *deals.Complaint
		why               string // it is accepted by hand; empty: that is its claim
		pays              string
	}{
		{"the price, and nothing", nothing, price, nil, "", "300"},
		{"the price, and a part", claimed, price, nil, "", "300"},
		{"the price, and a part that is contested", claimed, price, &deals.Complaint{NotServed: true}, "the requester accepts the result, and pays the whole price", "300"},
		{"a part, and nothing", nothing, part, nil, "the requester accepts what was submitted, which is less", "0"},
		{"a part, and less", claimed, part, nil, "the requester accepts what was submitted, which is less", "151"},
		{"a part, and less that is contested", claimed, part, &deals.Complaint{NotServed: true}, "the requester accepts what was submitted, which is less", "151"},
	} {
		t.Run(c.name, func(t *testing.T) {
			begin := func(t *testing.T) *walk {
				w := newWalk(t, rules, holding{accepted: &c.signed})
				w.submit(holding{result: &c.submitted})
				r := *w.record[protocol.Requester]
				r.Complaint = c.complaint
				w.must(w.seats[protocol.Requester].Ledger.Keep(t.Context(), &r))
				return w
			}
			var shown *deals.Shown
			synctest.Test(t, func(t *testing.T) {
				w := begin(t)
				var err error
				shown, err = w.seats[protocol.Requester].Show(t.Context(), w.papers.ID)
				w.must(err)
				w.complete(shown)
			})
			at := slices.IndexFunc(shown.Moves, func(m deals.Move) bool { return strings.HasPrefix(m.Command, "parley deal accept") })
			if at < 0 != (c.why == "") || at >= 0 && !strings.HasPrefix(shown.Moves[at].Why, c.why) {
				t.Errorf("want an acceptance since %q: %+v", c.why, shown.Moves)
			}
			for _, m := range shown.Moves {
				synctest.Test(t, func(t *testing.T) {
					w := begin(t)
					w.until(m.From)
					w.make(protocol.Requester, m)
				})
			}
			synctest.Test(t, func(t *testing.T) { // by hand, and cut off first
				w := begin(t)
				asker := w.seats[protocol.Requester]
				for _, fault := range []ledger.Fault{ledger.Unreachable, ledger.Works} {
					w.chain.SetFault(func(call string) ledger.Fault {
						if call == "Settle" {
							return fault
						}
						return ledger.Works
					})
					accepted, _, err := asker.Accept(t.Context(), w.papers.ID)
					if (err != nil) != (fault != ledger.Works) || accepted == nil || accepted.Cost != c.pays {
						t.Errorf("accepted %v, want %s: %v", accepted, c.pays, err)
					}
					if r, err := asker.Ledger.Get(t.Context(), w.papers.ID); err != nil || r.Accepted.Delivery != c.signed {
						t.Errorf("on record is %v, want %v (%v)", r.Accepted, c.signed, err)
					}
				}
				w.in(deals.Closed)
				if want := walkBond + number(t, c.pays).Int64(); w.gain(protocol.Farmer) != want {
					t.Errorf("the farmer has %d, want %d", w.gain(protocol.Farmer), want)
				}
			})
		})
	}
}
