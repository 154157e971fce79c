package deals_test

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/ledger"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/deals"
)

// The deal of these tests: who is in it, and its sums. A fee that is odd shows who pays the rest of it.
var (
	asks, works, rules = deals.Address{1}, deals.Address{2}, deals.Address{3}
	result             = deals.Delivery{Digest: deals.Hash{1}, Cost: "251"}
	claimed            = deals.Delivery{Digest: deals.Hash{2}, Cost: "151"}
)

const (
	walkPrice, walkDeposit, walkBond = 300, 30, 1200
	walkLocked                       = walkPrice + walkDeposit + walkBond
	walkMargin                       = 30 // seconds
)

// holding is what the two sides have exchanged before they say nothing any more.
type holding struct {
	name     string
	claimed  *deals.Delivery // by the farmer, unanswered
	result   *deals.Delivery // delivered
	accepted *deals.Delivery // signed for by the requester
	ended    bool            // and the session is over
}

// holdings are all that can be held.
func holdings() (all []holding) {
	part, half, full := deals.Delivery{Digest: deals.Hash{2}, Cost: "100"}, deals.Delivery{Digest: deals.Hash{2}, Cost: "126"}, deals.Delivery{Digest: deals.Hash{2}, Cost: "251"}
	for _, ended := range []bool{false, true} {
		for _, h := range []holding{
			{name: "nothing"},
			{name: "a part claimed", claimed: &claimed},
			{name: "a voucher", accepted: &part},
			{name: "a voucher, and more claimed", claimed: &claimed, accepted: &part},
			{name: "a voucher for what was claimed", claimed: &claimed, accepted: &claimed},
			{name: "a result", result: &result},
			{name: "a result, and a voucher", result: &result, accepted: &part},
			{name: "a result, and a voucher for half", result: &result, accepted: &half},
			{name: "a result, and vouchers for all of it", result: &result, accepted: &full},
			{name: "a result that was accepted", result: &result, accepted: &result},
			{name: "the whole price signed for", accepted: &deals.Delivery{Digest: deals.Hash{2}, Cost: fmt.Sprint(walkPrice)}},
		} {
			if h.ended = ended; ended {
				h.name += ", and the session over"
			}
			all = append(all, h)
		}
	}
	return all
}

// walk is a deal of two sides that act by hand.
type walk struct {
	*testing.T
	chain  *ledger.Chain
	seats  map[protocol.Role]deals.Manual
	record map[protocol.Role]*deals.Record
	party  map[deals.Address]*ledger.Party
	papers deals.Papers
}

// newWalk opens a deal with that arbiter, held as told.
func newWalk(t *testing.T, arbiter deals.Address, h holding) *walk {
	t.Helper()
	w := &walk{T: t, chain: ledger.New(time.Now), seats: make(map[protocol.Role]deals.Manual), record: make(map[protocol.Role]*deals.Record), party: make(map[deals.Address]*ledger.Party)}
	for _, account := range []deals.Address{asks, works, rules} {
		w.chain.Grant(account, 10_000)
		w.party[account] = w.chain.Party(account)
	}
	now := time.Now().Unix()
	w.papers = deals.Papers{
		Deal: deals.Deal{Requester: asks, Farmer: works, Price: fmt.Sprint(walkPrice), Deposit: fmt.Sprint(walkDeposit), Bond: fmt.Sprint(walkBond), OpenBy: now + 60},
		Terms: deals.Terms{Payer: asks, Arbiter: arbiter, StartBy: now + 100, SubmitBy: now + 1000, AcceptWindow: 600, JudgeWindow: 700,
			LatePenalty: "30", NoShowPenalty: "40", CheatPenalty: fmt.Sprint(walkBond), MediationFee: "25"},
	}
	if arbiter == (deals.Address{}) {
		w.papers.Terms.MediationFee = "0"
	}
	payer, farmer := w.papers.Locks()
	var err error
	w.papers.Deal.TermsHash, err = w.party[asks].TermsHash(w.papers.Terms)
	w.must(err)
	id, err := w.party[asks].DealID(w.papers.Deal)
	w.must(err)
	w.papers.ID = id
	w.must(w.party[asks].Deposit(t.Context(), "all", payer))
	w.must(w.party[works].Deposit(t.Context(), "all", farmer))
	o := deals.Opening{Deal: w.papers.Deal}
	o.PayerSignature, err = w.party[asks].SignDeal(o.Deal)
	w.must(err)
	o.FarmerSignature, err = w.party[works].SignDeal(o.Deal)
	w.must(err)
	errs, err := w.party[asks].Open(t.Context(), []deals.Opening{o})
	w.must(err)
	w.must(errs[0])
	for role, account := range map[protocol.Role]deals.Address{protocol.Requester: asks, protocol.Farmer: works} {
		r := &deals.Record{Role: role, Papers: w.papers, PayerSignature: o.PayerSignature, FarmerSignature: o.FarmerSignature, Opened: true, Result: h.result, Ended: h.ended}
		if role == protocol.Farmer {
			r.Started, r.Claimed = true, h.claimed
		}
		if h.accepted != nil {
			signature, err := w.party[asks].SignAcceptance(id, *h.accepted)
			w.must(err)
			r.Accepted = &deals.Acceptance{Delivery: *h.accepted, Signature: signature}
		}
		m := deals.Manual{Contract: w.party[account], Ledger: &deals.Ledger{Journal: new(journal.Memory)}}
		w.must(m.Ledger.Keep(t.Context(), r))
		w.seats[role], w.record[role] = m, r
	}
	return w
}

func (w *walk) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// until moves the chain's time to a second.
func (w *walk) until(at time.Time) {
	w.Helper()
	now, err := w.party[asks].Now(w.Context())
	w.must(err)
	w.chain.Advance(max(0, at.Sub(now)))
}

func (w *walk) since() time.Time {
	w.Helper()
	s, err := w.party[asks].Status(w.Context(), w.papers.ID, 1)
	w.must(err)
	return s.Since
}

// submit has the farmer put something on the chain; dispute has the requester contest it.
func (w *walk) submit(h holding) {
	w.Helper()
	r := *w.record[protocol.Farmer]
	if r.Result = h.result; r.Result == nil {
		r.Result = &claimed
	}
	w.must(w.seats[protocol.Farmer].Ledger.Keep(w.Context(), &r))
	w.must(w.party[works].Submit(w.Context(), &r))
}

func (w *walk) dispute(h holding) {
	w.Helper()
	w.submit(h)
	r := *w.record[protocol.Requester]
	r.Complaint = &deals.Complaint{NotServed: true}
	w.must(w.seats[protocol.Requester].Ledger.Keep(w.Context(), &r))
	w.must(w.party[asks].Dispute(w.Context(), &r))
}

// place is a state that a deal can be in, with a time in it.
type place struct {
	name  string
	reach func(*walk, holding)
}

// places are each state of the contract, early and late in it.
func places(arbiter deals.Address) []place {
	window := func(w *walk, d time.Duration) { w.until(w.since().Add(d)) }
	all := []place{
		{"open", func(*walk, holding) {}},
		{"open, too late to decline", func(w *walk, _ holding) { w.until(time.Unix(w.papers.Terms.StartBy+1, 0)) }},
		{"open, time is short", func(w *walk, _ holding) { w.until(time.Unix(w.papers.Terms.SubmitBy-walkMargin, 0)) }},
		{"open, in the last second", func(w *walk, _ holding) { w.until(time.Unix(w.papers.Terms.SubmitBy, 0)) }},
		{"open, too late to submit", func(w *walk, _ holding) { w.until(time.Unix(w.papers.Terms.SubmitBy+1, 0)) }},
		{"submitted", func(w *walk, h holding) { w.submit(h) }},
		{"submitted, in the last second", func(w *walk, h holding) { w.submit(h); window(w, 600*time.Second) }},
		{"submitted, silence", func(w *walk, h holding) { w.submit(h); window(w, 601*time.Second) }},
		{"disputed", func(w *walk, h holding) { w.dispute(h) }},
		{"disputed, in the last second", func(w *walk, h holding) { w.dispute(h); window(w, 700*time.Second) }},
		{"disputed, nobody ruled", func(w *walk, h holding) { w.dispute(h); window(w, 701*time.Second) }},
	}
	if arbiter == rules {
		drawn := func(w *walk, h holding) {
			w.dispute(h)
			w.must(w.party[rules].Draw(w.Context(), w.record[protocol.Farmer]))
		}
		all = append(all, place{"drawn", drawn}, place{"drawn, nobody ruled", func(w *walk, h holding) { drawn(w, h); window(w, 701*time.Second) }})
	}
	return all
}

// everywhere calls f for each arbiter, place and holding, within a bubble of its own.
func everywhere(t *testing.T, f func(t *testing.T, begin func(*testing.T) *walk)) {
	for arbiter, named := range map[deals.Address]string{{}: "nobody rules", works: "a party as arbiter", rules: "an arbiter"} {
		for _, at := range places(arbiter) {
			for _, h := range holdings() {
				t.Run(fmt.Sprintf("%s, %s, %s", at.name, named, h.name), func(t *testing.T) {
					f(t, func(t *testing.T) *walk {
						w := newWalk(t, arbiter, h)
						at.reach(w, h)
						return w
					})
				})
			}
		}
	}
}

// C31, H30; DESIGN 9: in every state, with whatever the two sides hold, each of them is told who has locked what, and each thing that is
// said to be possible is: done by its command, when it says, it pays what it says. Somebody can always free all of it alone, by a
// command that is named; before its time that is refused, and says until when.
func TestWhatIsShownIsTrue(t *testing.T) {
	everywhere(t, func(t *testing.T, begin func(*testing.T) *walk) {
		for _, role := range []protocol.Role{protocol.Requester, protocol.Farmer} {
			var shown *deals.Shown
			synctest.Test(t, func(t *testing.T) {
				w := begin(t)
				var err error
				shown, err = w.seats[role].Show(t.Context(), w.papers.ID)
				w.must(err)
				w.complete(shown)
			})
			for _, m := range shown.Moves {
				synctest.Test(t, func(t *testing.T) {
					w := begin(t)
					w.until(m.From)
					w.make(role, m)
				})
			}
		}
	})
}

// complete: what is shown leaves nothing out.
func (w *walk) complete(s *deals.Shown) {
	w.Helper()
	locked, exits := new(big.Int), 0
	for _, l := range s.Locks {
		locked.Add(locked, number(w.T, l.Amount))
		if l.By == "" || l.What == "" || l.Account == (deals.Address{}) {
			w.Errorf("for the %s a lock without words: %+v", s.Role, l)
		}
	}
	if locked.Int64() != walkLocked {
		w.Errorf("for the %s %s are locked, want %d", s.Role, locked, walkLocked)
	}
	seen := make(map[string]bool)
	for _, m := range s.Moves {
		words := m.By != "" && m.Row != "" && m.Why != "" && !m.From.IsZero() && (m.Command != "" || m.By == "arbiter")
		if !words || !m.Until.IsZero() && m.Until.Before(s.Now) {
			w.Errorf("for the %s a move without words, or over: %+v", s.Role, m)
		}
		if name := m.By + m.Row + m.Command; seen[name] {
			w.Errorf("for the %s a move twice: %+v", s.Role, m)
		} else {
			seen[name] = true
		}
		if m.ToPayer != "" {
			paid := new(big.Int).Add(number(w.T, m.ToPayer), number(w.T, m.ToFarmer)).Int64()
			if fee := walkLocked - paid; fee != 0 && (fee != 25 || m.Row != "6" && m.Row != "1") {
				w.Errorf("for the %s it pays %d of %d: %+v", s.Role, paid, walkLocked, m)
			}
		}
		if (m.By == "either" || m.By == s.Role) && m.Until.IsZero() && m.ToPayer != "" {
			exits++
		}
	}
	if exits == 0 {
		w.Errorf("the %s can free nothing alone: %+v", s.Role, s.Moves)
	}
}

func number(t *testing.T, text string) *big.Int {
	t.Helper()
	a, err := messages.ParseAmount(text)
	if err != nil {
		t.Fatal(err)
	}
	return a.Big()
}

// make makes a move of those that were shown to a side, by its command, and holds what it pays against what was told. What is the other
// side's alone is looked at where that side is shown it.
func (w *walk) make(role protocol.Role, m deals.Move) {
	w.Helper()
	ctx, id, mine, theirs := w.Context(), w.papers.ID, w.seats[role], w.seats[role.Other()]
	switch verb := strings.Fields(m.Command + " of its own")[:3]; {
	case m.By == "arbiter":
		w.must(w.party[rules].Rule(ctx, w.record[role], ledger.Ruling{Verdict: ledger.Correct, Served: true}))
	case m.By == role.Other().String():
		return
	case verb[1] == "farm":
		return // its node's, see TestByHandIsNoLess
	case verb[2] == "claim":
		_, err := mine.Claim(ctx, id)
		w.must(err)
		if m.Row == "4" {
			w.in(deals.Submitted)
			return
		}
	case verb[2] == "accept":
		_, _, err := mine.Accept(ctx, id)
		w.must(err)
	case verb[2] == "dispute":
		_, err := mine.Dispute(ctx, id, deals.Complaint{NotServed: true})
		w.must(err)
		w.in(deals.Disputed)
		return
	case verb[2] == "cancel" && m.By != "both":
		_, err := mine.Cancel(ctx, id, nil)
		w.must(err)
	case verb[2] == "cancel":
		signature, err := w.party[w.account(role.Other())].SignCancel(id)
		w.must(err)
		_, err = mine.Cancel(ctx, id, signature)
		w.must(err)
	case verb[2] == "split":
		s, err := theirs.Show(ctx, id)
		w.must(err)
		toPayer, toFarmer := w.divided(s)
		signature, err := theirs.Split(ctx, id, toPayer, toFarmer, nil)
		w.must(err)
		_, err = mine.Split(ctx, id, toPayer, toFarmer, signature)
		w.must(err)
	default:
		w.Fatalf("nobody knows the command of %+v", m)
	}
	w.in(deals.Closed)
	if m.ToPayer == "" {
		return
	}
	for account, told := range map[deals.Address]string{asks: m.ToPayer, works: m.ToFarmer} {
		free, err := w.party[account].Free(ctx, account)
		w.must(err)
		if free.String() != told {
			w.Errorf("the %s was told of %q that it pays %s to %s; it paid %s", role, m.Why, told, account, free)
		}
	}
}

func (w *walk) account(role protocol.Role) deals.Address {
	if role == protocol.Farmer {
		return works
	}
	return asks
}

// divided are all that is locked, less a fee that is due, in two parts.
func (w *walk) divided(s *deals.Shown) (toPayer, toFarmer messages.Amount) {
	for _, m := range s.Moves {
		if m.By == "both" && m.ToPayer != "" {
			toPayer, _ = messages.ParseAmount(m.ToPayer)
			toFarmer, _ = messages.ParseAmount(m.ToFarmer)
		}
	}
	return toPayer, toFarmer
}

// in: the deal is in a state; a closed one may be forgotten.
func (w *walk) in(want deals.State) {
	w.Helper()
	s, err := w.party[asks].Status(w.Context(), w.papers.ID, 1)
	w.must(err)
	if s.State != want && !(want == deals.Closed && s.State == deals.Unopened) {
		w.Errorf("the deal is %s, want %s", s.State, want)
	}
}

// claimAll is a person that claims until all is over, and waits as long as it is told to.
func (w *walk) claimAll(role protocol.Role) {
	w.Helper()
	for range 10 {
		plan, err := w.seats[role].Claim(w.Context(), w.papers.ID)
		switch {
		case protocol.CodeOf(err) == protocol.NotFound:
			return
		case protocol.CodeOf(err) == protocol.NotYourTurn && plan.Step == deals.Wait && plan.Why != "":
			now, err := w.party[asks].Now(w.Context())
			w.must(err)
			if !plan.Until.After(now) {
				w.Fatalf("it is %s, and to be waited for is %s", now, plan.Until)
			}
			w.until(plan.Until)
		default:
			w.must(err)
		}
	}
	w.Fatal("claiming has no end")
}

// gain is what a side has at the end.
func (w *walk) gain(role protocol.Role) int64 {
	w.Helper()
	free, err := w.seats[role].Contract.Standing(w.Context(), w.account(role), nil)
	w.must(err)
	return free.Free.Big().Int64()
}

// C31, H30: whoever acts by hand from any state on, while the other side says nothing and nobody rules, has no less in the end than its own
// node would have had. A farmer does not settle for a voucher where it could have submitted more.
func TestByHandIsNoLess(t *testing.T) {
	everywhere(t, func(t *testing.T, begin func(*testing.T) *walk) {
		for _, role := range []protocol.Role{protocol.Requester, protocol.Farmer} {
			var byHand, byNode int64
			var disputes bool // from there on, which is no claim: a person decides it
			synctest.Test(t, func(t *testing.T) {
				w := begin(t)
				w.claimAll(role)
				byHand = w.gain(role)
			})
			synctest.Test(t, func(t *testing.T) {
				w := begin(t)
				before := len(w.chain.Calls())
				w.leave(role)
				byNode = w.gain(role)
				disputes = slices.Contains(w.chain.Calls()[before:], "Dispute")
			})
			if byHand < byNode && (role == protocol.Farmer || !disputes) {
				t.Errorf("the %s has %d by hand, and %d by its node", role, byHand, byNode)
			}
		}
	})
}

// leave has a side's node do all that it does alone.
func (w *walk) leave(role protocol.Role) {
	ctx, cancel := context.WithCancel(w.Context())
	c := &deals.Reconciler{Contract: w.seats[role].Contract, Ledger: w.seats[role].Ledger, Poll: 20 * time.Second}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = c.Run(ctx)
	}()
	time.Sleep(150 * time.Minute) // of the bubble
	cancel()
	<-done
}
