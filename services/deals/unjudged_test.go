package deals_test

import (
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/ledger"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services/deals"
)

const random = "its results are random"

var errRandom = errors.New(random)

func never(*messages.SOW) error { return errRandom }

// court is the arbiter of both sides.
var court = deals.Collateral{Late: 1000, NoShow: 1000, Cheat: 40000, Fee: 12500, Arbiter: deals.Address{8}}

// refusedHire hires, and returns what was said by who did not come to an agreement; nil: there was one.
func (r *run) refusedHire(sow *messages.SOW) error {
	r.Helper()
	hiring := requester.Hiring{Wait: -1, Farmers: []discovery.Candidate{{Key: r.market.Key(ledger.Farmer)}}}
	for o, err := range r.buys.Client.Hire(r.Context(), sow, hiring) {
		unfilled, ok := errors.AsType[*requester.Unfilled](err)
		switch {
		case err == nil:
			return o.Err
		case !ok || len(unfilled.Refused) != 1:
			r.Fatal(err)
		default:
			return unfilled.Refused[0].Err
		}
	}
	return nil
}

// SETTLEMENT I9: neither side signs an arbiter for a share that could not be run again in the time of its panel, and who refuses says why.
func TestNobodySignsAShareThatCannotBeRepeated(t *testing.T) {
	for name, side := range map[string]int{"requester": int(ledger.Requester), "farmer": int(ledger.Farmer)} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRun(t)
				r.market.Collateral = court
				r.market.InTime[side] = func(sow *messages.SOW, terms *messages.Terms) error {
					if sow.GetService() != terms.GetService() {
						t.Errorf("asked of the terms %v for the SOW %v", terms, sow)
					}
					return errRandom
				}
				r.farms, r.buys = r.market.Farm(t.Context(), false), r.market.Buy(t.Context(), false)
				defer r.stop()
				sow, err := r.market.SOW(r.buys, parts)
				r.must(err)
				if err := r.refusedHire(sow); protocol.CodeOf(err) != protocol.Settlement || !strings.Contains(err.Error(), random) {
					t.Error(err)
				}
				if got := r.arbiters(); len(got) != 0 {
					t.Errorf("the farmer has signed with the arbiters %v", got)
				}
				none, err := r.buys.Funded.Offer(court.Unjudged()) // without one it is hired
				r.must(err)
				sow.Settlements, sow.Nonce = []*messages.Settlement{none}, nil
				r.must(r.refusedHire(sow))
			})
		})
	}
}

// SETTLEMENT rule 1, DESIGN 7: neither side signs without an arbiter for work that is to be judged, and who refuses says why.
func TestNobodySignsWithoutAnArbiterWhatIsToBeJudged(t *testing.T) {
	for name, side := range map[string]int{"requester": int(ledger.Requester), "farmer": int(ledger.Farmer)} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRun(t)
				r.market.Collateral = court
				r.market.Unjudged[side] = never
				r.farms, r.buys = r.market.Farm(t.Context(), false), r.market.Buy(t.Context(), false)
				defer r.stop()
				sow, err := r.market.SOW(r.buys, parts)
				r.must(err)
				none, err := r.buys.Funded.Offer(court.Unjudged())
				r.must(err)
				judged := sow.Settlements
				sow.Settlements = []*messages.Settlement{none}
				if err := r.refusedHire(sow); protocol.CodeOf(err) != protocol.Settlement || !strings.Contains(err.Error(), random) {
					t.Error(err)
				}
				if got := r.arbiters(); len(got) != 0 {
					t.Errorf("the farmer has signed with the arbiters %v", got)
				}
				sow.Settlements, sow.Nonce = judged, nil // with one it is hired
				r.must(r.refusedHire(sow))
			})
		})
	}
}

func (r *run) arbiters() (all []deals.Address) {
	for _, record := range r.market.Records(r.T, ledger.Farmer) {
		if len(record.FarmerSignature) > 0 {
			all = append(all, record.Papers.Terms.Arbiter)
		}
	}
	return all
}

// SETTLEMENT rule 1: a farmer takes no arbiter for work that nobody could judge, where a dispute is row 9 by choice: it says so, with the
// settlement that it takes instead, and takes that where it is offered beside the other. C51, A31.
func TestGuardTakesNoArbiterForWhatNobodyJudges(t *testing.T) {
	for name, c := range map[string]struct {
		judges  func(*messages.SOW) error
		beside  bool // one without an arbiter is offered, too
		refused bool
		want    deals.Address
	}{
		"it can be judged":              {func(*messages.SOW) error { return nil }, true, false, court.Arbiter},
		"everything can":                {nil, true, false, court.Arbiter},
		"it cannot":                     {never, false, true, deals.Address{}},
		"it cannot, and there are both": {never, true, false, deals.Address{}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRun(t)
				r.market.Collateral, r.market.Judges[ledger.Farmer] = court, c.judges
				r.farms, r.buys = r.market.Farm(t.Context(), false), r.market.Buy(t.Context(), false)
				defer r.stop()
				sow, err := r.market.SOW(r.buys, parts)
				r.must(err)
				if c.beside {
					none, err := r.buys.Funded.Offer(court.Unjudged())
					r.must(err)
					sow.Settlements = append(sow.Settlements, none)
				}
				err = r.refusedHire(sow)
				if (err != nil) != c.refused {
					t.Fatal(err)
				}
				if c.refused {
					refused, _ := errors.AsType[*protocol.Error](err)
					if refused == nil || refused.Code != protocol.Settlement || !strings.Contains(refused.Reason, random) || len(refused.Remedy.GetSettlements()) != 1 {
						t.Fatalf("refused with %+v", err)
					}
					sow.Settlements, sow.Nonce = refused.Remedy.Settlements, nil
					sow.Settlements[0].Payer = r.market.World.Party(ledger.Requester).Account().String()
					r.must(r.refusedHire(sow))
				}
				if got := r.arbiters(); len(got) != 1 || got[0] != c.want {
					t.Errorf("signed with the arbiters %v, want %v", got, c.want)
				}
			})
		})
	}
}

// A farmer without an arbiter has no settlement to offer for work that is done under one alone, and offers none that it would refuse.
func TestGuardOffersNothingThatItWouldRefuse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRun(t)
		r.market.Collateral, r.market.Unjudged[ledger.Farmer] = court.Unjudged(), never
		r.farms, r.buys = r.market.Farm(t.Context(), false), r.market.Buy(t.Context(), false)
		defer r.stop()
		sow, err := r.market.SOW(r.buys, parts)
		r.must(err)
		refused, _ := errors.AsType[*protocol.Error](r.refusedHire(sow))
		if refused == nil || refused.Code != protocol.Settlement || !strings.Contains(refused.Reason, random) || refused.Remedy != nil {
			t.Errorf("refused with %+v", refused)
		}
	})
}

// Nor is it signed by who quoted before it knew: a farmer that was upgraded meanwhile.
func TestGuardSignsNoArbiterForWhatNobodyJudges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRun(t)
		var asked atomic.Int32
		r.market.Collateral, r.market.Judges[ledger.Farmer] = court, func(*messages.SOW) error {
			if asked.Add(1) == 1 {
				return nil // the quote
			}
			return errRandom
		}
		r.farms, r.buys = r.market.Farm(t.Context(), false), r.market.Buy(t.Context(), false)
		defer r.stop()
		sow, err := r.market.SOW(r.buys, parts)
		r.must(err)
		if err := r.refusedHire(sow); protocol.CodeOf(err) != protocol.Settlement || !strings.Contains(err.Error(), random) {
			t.Error(err)
		}
		if got := r.arbiters(); len(got) != 0 {
			t.Errorf("signed with the arbiters %v", got)
		}
	})
}

// A requester signs no deal in which nobody could tell, whatever it has offered: nothing of it leaves.
func TestFundSignsNoArbiterForWhatNobodyJudges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRun(t)
		r.market.Collateral, r.market.Judges[ledger.Requester] = court, never
		r.farms, r.buys = r.market.Farm(t.Context(), false), r.market.Buy(t.Context(), false)
		defer r.stop()
		sow, err := r.market.SOW(r.buys, parts)
		r.must(err)
		if err := r.refusedHire(sow); protocol.CodeOf(err) != protocol.Settlement || !strings.Contains(err.Error(), random) {
			t.Error(err)
		}
		for _, record := range r.market.Records(t, ledger.Requester) {
			if len(record.PayerSignature) > 0 {
				t.Errorf("it has signed %+v", record.Papers)
			}
		}
		none, err := r.buys.Funded.Offer(court.Unjudged())
		r.must(err)
		sow.Settlements, sow.Nonce = []*messages.Settlement{none}, nil
		r.must(r.refusedHire(sow))
	})
}
