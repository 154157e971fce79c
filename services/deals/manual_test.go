package deals_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/ledger"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services/deals"
)

// opened is a run whose deal is open and whose work does not end, with nobody's reconciler running: all is done by hand.
func opened(t *testing.T) (r *run, id deals.Hash) {
	r = newRun(t)
	working := make(chan struct{}, 10)
	r.market.Service.Part = func(ctx context.Context, n int) error {
		if n < 3 {
			return nil
		}
		working <- struct{}{}
		<-ctx.Done()
		return context.Cause(ctx)
	}
	r.begin(false, false)
	<-working
	return r, r.record(ledger.Farmer).Papers.ID
}

func (r *run) manual(of ledger.Seat) deals.Manual {
	return deals.Manual{Contract: r.market.World.Party(of), Ledger: r.market.Ledger(of)}
}

func (r *run) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

// disputed has the requester dispute by hand.
func (r *run) disputed(id deals.Hash) {
	r.Helper()
	raised, err := r.manual(ledger.Requester).Dispute(r.Context(), id, deals.Complaint{NotServed: true})
	r.must(err)
	if !raised {
		r.Error("the dispute is not on the chain")
	}
}

// submitted has the farmer submit by hand.
func (r *run) submitted(cost string) {
	r.Helper()
	record := r.record(ledger.Farmer)
	record.Result = &deals.Delivery{Digest: deals.Hash{5}, Cost: cost}
	r.must(r.market.World.Party(ledger.Farmer).Submit(r.Context(), record))
}

// Rows 1 and 10 need both hands: one signs, the other sends.
func TestManualCancelAndSplit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, id := opened(t)
		defer r.stop()
		signature, err := r.manual(ledger.Requester).Cancel(t.Context(), id, nil)
		r.must(err)
		if _, err := r.manual(ledger.Farmer).Cancel(t.Context(), id, slices.Repeat([]byte{1}, 65)); err == nil {
			t.Error("canceled by a signature that is nobody's")
		}
		_, err = r.manual(ledger.Farmer).Cancel(t.Context(), id, signature)
		r.must(err)
		if got := r.gain(ledger.Farmer); got != 0 {
			t.Errorf("the farmer gained %d", got)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		r, id := opened(t)
		defer r.stop()
		toPayer, _ := messages.ParseAmount("80")
		toFarmer, _ := messages.ParseAmount("1450")
		signature, err := r.manual(ledger.Farmer).Split(t.Context(), id, toPayer, toFarmer, nil)
		r.must(err)
		_, err = r.manual(ledger.Requester).Split(t.Context(), id, toPayer, toFarmer, signature)
		r.must(err)
		if got := r.gain(ledger.Farmer); got != 250 {
			t.Errorf("the farmer gained %d, want 250 of 330", got)
		}
	})
}

// A farmer declines by itself while it may.
func TestManualDecline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, id := opened(t)
		defer r.stop()
		_, err := r.manual(ledger.Farmer).Cancel(t.Context(), id, nil)
		r.must(err)
		if diff := cmp.Diff([]string{"Deposit", "Deposit", "Open", "Decline"}, r.chain.Calls()); diff != "" {
			t.Error(diff)
		}
	})
}

// claim takes what is due in each state and nothing before it is.
func TestManualClaim(t *testing.T) {
	for _, c := range []struct {
		name    string
		prepare func(r *run, id deals.Hash)
		by      ledger.Seat
		after   func(deals.Terms) time.Duration // from now to the time exit
		step    deals.Step
		gain    int64
	}{
		{"no result", func(*run, deals.Hash) {}, ledger.Requester, func(t deals.Terms) time.Duration { return time.Until(time.Unix(t.SubmitBy, 0)) }, deals.DoExpire, -30},
		{"silence", func(r *run, _ deals.Hash) { r.submitted("250") }, ledger.Requester, func(t deals.Terms) time.Duration { return time.Duration(t.AcceptWindow) * time.Second }, deals.DoClaim, 280},
		{"nobody ruled", func(r *run, id deals.Hash) {
			r.submitted("250")
			r.disputed(id)
		}, ledger.Requester, func(t deals.Terms) time.Duration { return time.Duration(t.JudgeWindow) * time.Second }, deals.DoLapse, 125},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r, id := opened(t)
				defer r.stop()
				c.prepare(r, id)
				left := c.after(r.record(ledger.Farmer).Papers.Terms)
				early, err := r.manual(c.by).Claim(t.Context(), id)
				if protocol.CodeOf(err) != protocol.NotYourTurn || early.Step != deals.Wait || early.Until.Before(time.Now().Add(left-time.Second)) {
					t.Errorf("too early: %+v, %v", early, err)
				}
				r.chain.Advance(left + time.Second)
				plan, err := r.manual(c.by).Claim(t.Context(), id)
				r.must(err)
				if got := r.gain(ledger.Farmer); plan.Step != c.step || got != c.gain {
					t.Errorf("did %s, the farmer gained %d, want %s and %d", plan.Step, got, c.step, c.gain)
				}
				if _, err := r.manual(c.by).Claim(t.Context(), id); protocol.CodeOf(err) != protocol.NotFound {
					t.Errorf("claimed twice: %v", err)
				}
				if _, _, err := r.manual(ledger.Requester).Accept(t.Context(), id); (err == nil) == (r.record(ledger.Requester).Accepted == nil) {
					t.Errorf("accepted after all: %v", err)
				}
				if got := r.gain(ledger.Farmer); got != c.gain {
					t.Errorf("accepting it then moved money: the farmer gained %d, want %d", got, c.gain)
				}
			})
		})
	}
}

// The farmer shows the best of what it holds; the requester accepts what is on the chain, and not what it has disputed
// with its signature given.
func TestManualAccept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, id := opened(t)
		defer r.stop()
		a, _, err := r.manual(ledger.Farmer).Accept(t.Context(), id)
		r.must(err)
		if got := r.gain(ledger.Farmer); got != 200 || a.Cost != "200" {
			t.Errorf("the farmer gained %d by an acceptance of %s, want 200", got, a.Cost)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		r, id := opened(t)
		defer r.stop()
		r.submitted("250")
		_, shown, err := r.manual(ledger.Requester).Accept(t.Context(), id)
		r.must(err)
		if got := r.gain(ledger.Farmer); got != 250 || !shown {
			t.Errorf("the farmer gained %d, want 250; shown: %t", got, shown)
		}
		if _, err := r.manual(ledger.Requester).Dispute(t.Context(), id, deals.Complaint{NotServed: true}); protocol.CodeOf(err) != protocol.Late {
			t.Errorf("disputed after it: %v", err)
		}
		again, _, err := r.manual(ledger.Requester).Accept(t.Context(), id)
		r.must(err)
		if again.Cost != "250" || r.gain(ledger.Farmer) != 250 {
			t.Errorf("accepted again: %s, and the farmer gained %d, want 250 twice", again.Cost, r.gain(ledger.Farmer))
		}
		if _, err := r.manual(ledger.Farmer).Dispute(t.Context(), id, deals.Complaint{}); protocol.CodeOf(err) != protocol.Forbidden {
			t.Errorf("the farmer disputes: %v", err)
		}
	})
}

// Who accepts by hand what it has disputed, and is cut off before the chain has heard of it, has its node finish that: it costs what was
// accepted, with no fee of an arbiter, and no ruling is waited for (row 3).
func TestAcceptanceOfTheDisputedIsFinished(t *testing.T) { // C31, H30
	synctest.Test(t, func(t *testing.T) {
		r, id := opened(t)
		defer r.stop()
		r.submitted("250")
		r.disputed(id)
		r.chain.SetFault(func(call string) ledger.Fault {
			if call == "Settle" {
				return ledger.Unreachable
			}
			return ledger.Works
		})
		if _, _, err := r.manual(ledger.Requester).Accept(t.Context(), id); !errors.Is(err, deals.ErrUnreachable) {
			t.Fatalf("accepted: %v", err)
		}
		r.chain.SetFault(nil)
		node := r.market.Reconcile(t.Context(), ledger.Requester)
		time.Sleep(time.Minute)
		node.Stop()
		if got, calls := r.gain(ledger.Farmer), r.chain.Calls(); got != 250 || slices.Contains(calls, "Lapse") {
			t.Errorf("the farmer gained %d, want 250: %v", got, calls)
		}
	})
}

// What is on the chain costs what it costs, though the requester has signed for a part that is more before: the cheaper acceptance goes out,
// also by its node after a cut, before an arbiter takes the case. Unless a dispute is ended so, the dearer one stays on record, and what the
// farmer may show, which the node leaves it time to.
func TestTheCheaperAcceptanceGoesOut(t *testing.T) { // C31, H30; rows 3 and 6, rule 5
	for _, c := range []struct {
		name             string
		submit, disputed bool
		cut              bool
		gain             int64
		held             string
	}{
		{"submitted", true, false, false, 150, "200"},
		{"submitted, and cut off", true, false, true, 150, "200"},
		{"disputed", true, true, false, 150, "150"},
		{"disputed, and cut off", true, true, true, 150, "150"},
		{"open", false, false, false, -1200, "200"}, // the bond is locked still
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r, id := opened(t)
				defer r.stop()
				if got := r.record(ledger.Requester).Accepted.Cost; got != "200" {
					t.Fatalf("signed for %s, want 200", got)
				}
				if c.submit {
					r.submitted("150")
				} else {
					record := r.record(ledger.Requester)
					record.Result = &deals.Delivery{Digest: deals.Hash{5}, Cost: "150"}
					r.must(r.market.Ledger(ledger.Requester).Keep(t.Context(), record))
				}
				if c.disputed {
					r.disputed(id)
				}
				if c.cut {
					r.chain.SetFault(func(call string) ledger.Fault {
						if call == "Settle" {
							return ledger.Unreachable
						}
						return ledger.Works
					})
				}
				accepted, shown, err := r.manual(ledger.Requester).Accept(t.Context(), id)
				if (err != nil) != c.cut || accepted.Cost != "150" || shown != (c.submit && !c.cut) {
					t.Errorf("accepted %s, shown %t: %v", accepted.Cost, shown, err)
				}
				r.chain.SetFault(nil)
				if c.cut {
					node := r.market.Reconcile(t.Context(), ledger.Requester)
					time.Sleep(time.Minute)
					if closed := r.record(ledger.Requester).Closed; closed != c.disputed {
						t.Errorf("a minute later it is closed: %t", closed)
					}
					if !c.disputed {
						time.Sleep(9 * time.Minute)
					}
					node.Stop()
				}
				if got, held := r.gain(ledger.Farmer), r.record(ledger.Requester).Accepted.Cost; got != c.gain || held != c.held {
					t.Errorf("the farmer gained %d, and %s is held, want %d and %s", got, held, c.gain, c.held)
				}
			})
		})
	}
}

// Show says who has locked what, who can claim what and from when, and by which command, and it is true: what it says of
// each move is what the move pays.
func TestShow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, id := opened(t)
		defer r.stop()
		shown, err := r.manual(ledger.Farmer).Show(t.Context(), id)
		r.must(err)
		terms := r.record(ledger.Farmer).Papers.Terms
		if diff := cmp.Diff([]deals.Lock{
			{By: "requester", Account: terms.Payer, Amount: "330", What: "price 300 and deposit 30"},
			{By: "farmer", Account: r.record(ledger.Farmer).Papers.Deal.Farmer, Amount: "1200", What: "bond"},
		}, shown.Locks); diff != "" {
			t.Error(diff)
		}
		type brief struct{ By, Row, ToPayer, ToFarmer, Command string }
		moves := func(s *deals.Shown) (all []brief) {
			for _, m := range s.Moves {
				command, of, _ := strings.Cut(m.Command, " 0x")
				if m.Row != "4" && "0x"+of != id.String() { // that is done by the farmer's node
					t.Errorf("the command is about %s", of)
				}
				all = append(all, brief{m.By, m.Row, m.ToPayer, m.ToFarmer, command})
			}
			return all
		}
		if diff := cmp.Diff([]brief{
			{"farmer", "4", "", "", "parley farm"},
			{"farmer", "1", "330", "1200", "parley deal cancel"},
			{"farmer", "3", "130", "1400", "parley deal accept"},
			{"requester", "2", "360", "1170", "parley deal claim"}, // the farmer has something better
			{"both", "1", "330", "1200", "parley deal cancel"},
			{"both", "10", "", "", "parley deal split"},
		}, moves(shown)); diff != "" {
			t.Errorf("open, for the farmer: %s", diff)
		}
		if e := shown.Moves[3]; e.From.Unix() != terms.SubmitBy+1 || shown.Next != "wait" {
			t.Errorf("from %s on, next %s", e.From, shown.Next)
		}
		r.submitted("250")
		shown, err = r.manual(ledger.Requester).Show(t.Context(), id)
		r.must(err)
		if diff := cmp.Diff([]brief{
			{"requester", "3", "80", "1450", "parley deal accept"},
			{"requester", "6 to 9b", "", "", "parley deal dispute"},
			{"either", "5", "50", "1480", "parley deal claim"},
			{"both", "1", "330", "1200", "parley deal cancel"},
			{"both", "10", "", "", "parley deal split"},
		}, moves(shown)); diff != "" {
			t.Errorf("submitted, for the requester: %s", diff)
		}
		_, _, err = r.manual(ledger.Requester).Accept(t.Context(), id)
		r.must(err)
		if shown, err = r.manual(ledger.Requester).Show(t.Context(), id); err != nil || len(shown.Moves)+len(shown.Locks) != 0 || shown.State != "closed" {
			t.Errorf("closed: %+v, %v", shown, err)
		}
	})
}

// A41, and no promise twice: the money of a deal that was signed is not promised again until openBy, and then it is.
func TestPromisesCountUntilOpenBy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRun(t)
		countersigned := make(chan struct{}, 10)
		r.market.Buyer.Hire = func(ctx context.Context, _ *protocol.View) error {
			countersigned <- struct{}{}
			<-ctx.Done()
			return context.Cause(ctx)
		}
		r.farms, r.buys = r.market.Farm(t.Context(), false), r.market.Buy(t.Context(), false)
		hire := func() {
			go func() { _, _ = r.market.Hire(t.Context(), r.buys, parts) }()
			<-countersigned
		}
		deposited := func(of ledger.Seat, want int64) {
			t.Helper()
			p := r.market.World.Party(of)
			if got := ledger.Wealth - p.Tokens(p.Account().Address); got != want {
				t.Errorf("the %d has deposited %d, want %d", of, got, want)
			}
		}
		hire()
		hire()
		deposited(ledger.Requester, 660)
		deposited(ledger.Farmer, 2400)
		time.Sleep(40 * time.Second) // past openBy
		hire()
		deposited(ledger.Requester, 660)
		deposited(ledger.Farmer, 2400)
		r.stop()
	})
}

// A43: hires that are countersigned while a transaction is under way are opened together in the next.
func TestOpenedTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRun(t)
		for _, of := range []ledger.Seat{ledger.Requester, ledger.Farmer} {
			enough, _ := messages.ParseAmount("10000")
			r.must(r.market.World.Party(of).Deposit(t.Context(), "before", enough))
		}
		r.chain.SetLatency(time.Second)
		open := make(chan struct{})
		r.market.Buyer.Hire = func(context.Context, *protocol.View) error {
			<-open
			return nil
		}
		r.farms, r.buys = r.market.Farm(t.Context(), true), r.market.Buy(t.Context(), true)
		done := make(chan error, 5)
		for range cap(done) {
			go func() {
				o, err := r.market.Hire(t.Context(), r.buys, parts)
				if err == nil {
					err = o.Err
				}
				done <- err
			}()
		}
		synctest.Wait()
		close(open)
		for range cap(done) {
			r.must(<-done)
		}
		r.settle()
		r.stop()
		if got := r.gain(ledger.Farmer); got != 5*parts*ledger.PartPrice {
			t.Errorf("the farmer gained %d", got)
		}
		if opens := count(r.chain.Calls(), "Open"); opens != 2 {
			t.Errorf("five deals in %d transactions, want one for the first and one for all that came meanwhile", opens)
		}
	})
}

// A31's remedy: who offers no settlement that is taken here hears which one would be.
func TestGuardSaysWhatItTakes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRun(t)
		r.farms, r.buys = r.market.Farm(t.Context(), false), r.market.Buy(t.Context(), false)
		defer r.stop()
		for name, edit := range map[string]func(*messages.SOW){
			"nothing":          func(s *messages.SOW) { s.Settlements = nil },
			"another contract": func(s *messages.SOW) { s.Settlements[0].Contract = "eip155:1:" + someone },
			"too much collateral": func(s *messages.SOW) {
				s.Settlements[0].Details, _ = deals.Collaterals.Encode(deals.Collateral{Late: 1000, Cheat: 40001})
			},
			"too little late penalty": func(s *messages.SOW) {
				s.Settlements[0].Details, _ = deals.Collaterals.Encode(deals.Collateral{Late: 999, Cheat: 40000})
			},
			"an arbiter that is not known": func(s *messages.SOW) {
				s.Settlements[0].Details, _ = deals.Collaterals.Encode(deals.Collateral{Late: 1000, Cheat: 40000, Arbiter: deals.Address{9}})
			},
		} {
			sow, err := r.market.SOW(r.buys, parts)
			r.must(err)
			edit(sow)
			hiring := requester.Hiring{Wait: -1, Farmers: []discovery.Candidate{{Key: r.market.Key(ledger.Farmer)}}}
			for _, err := range r.buys.Client.Hire(t.Context(), sow, hiring) {
				unfilled, ok := errors.AsType[*requester.Unfilled](err)
				if !ok || len(unfilled.Refused) != 1 {
					t.Fatalf("%s: %v", name, err)
				}
				refused, _ := errors.AsType[*protocol.Error](unfilled.Refused[0].Err)
				if refused.Code != protocol.Settlement || len(refused.Remedy.GetSettlements()) != 1 {
					t.Fatalf("%s: %v", name, refused)
				}
				// The remedy, taken up, is taken.
				sow.Settlements = refused.Remedy.Settlements
				sow.Settlements[0].Payer, sow.Nonce = r.market.World.Party(ledger.Requester).Account().String(), nil
				for o, err := range r.buys.Client.Hire(t.Context(), sow, hiring) {
					if err != nil || o.Err != nil {
						t.Errorf("%s: with the remedy: %v %v", name, o, err)
					}
				}
			}
		}
	})
}
