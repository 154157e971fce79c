package deals

import (
	"fmt"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// Shown is how a deal stands: who has locked what, and who can do what, from when, until when, by which command.
type Shown struct {
	Deal  Hash      `json:"deal"`
	Role  string    `json:"role"` // of the party that asks
	State string    `json:"state"`
	Now   time.Time `json:"now"` // by the chain
	Locks []Lock    `json:"locks"`
	Moves []Move    `json:"moves"`
	// Next is what this party's node does by itself, and why; for "wait" until when at the latest.
	Next  string     `json:"next"`
	Why   string     `json:"why"`
	Until *time.Time `json:"until,omitempty"`
}

// Lock is what an account has in the deal.
type Lock struct {
	By      string  `json:"by"` // requester, farmer
	Account Address `json:"account"`
	Amount  string  `json:"amount"`
	What    string  `json:"what"`
}

// Move is what somebody can do with the deal, and what it pays.
type Move struct {
	By       string    `json:"by"` // requester, farmer, either
	Row      string    `json:"row"`
	Why      string    `json:"why"`
	From     time.Time `json:"from"`
	Until    time.Time `json:"until,omitzero"` // zero: until the deal has ended otherwise
	ToPayer  string    `json:"toPayer,omitempty"`
	ToFarmer string    `json:"toFarmer,omitempty"`
	Command  string    `json:"command"`

	step Step
}

// Show says how a deal stands, for one of its parties. It is pure. s.Submitted should hold what was submitted.
func Show(r *Record, s Status) *Shown {
	now := s.Block.Time
	id, p := r.Papers.ID, &r.Papers
	shown := &Shown{Deal: id, Role: r.Role.String(), State: s.State.String(), Now: now}
	plan := Next(r, s, 0)
	shown.Next, shown.Why = plan.Step.String(), plan.Why
	if plan.Step == Wait && !plan.Until.IsZero() {
		shown.Until = &plan.Until
	}
	if s.State == Unopened || s.State == Closed {
		return shown
	}
	payer, farmer := p.Locks()
	shown.Locks = []Lock{
		{"requester", p.Terms.Payer, payer.String(), fmt.Sprintf("price %s and deposit %s", p.Deal.Price, p.Deal.Deposit)},
		{"farmer", p.Deal.Farmer, farmer.String(), "bond"},
	}
	add := func(m Move, toPayer, toFarmer messages.Amount, command string) {
		m.ToPayer, m.ToFarmer, m.Command = toPayer.String(), toFarmer.String(), fmt.Sprintf("parley deal %s %s", command, id)
		shown.Moves = append(shown.Moves, m)
	}
	since, t := s.Since, p.Terms
	switch s.State {
	case Open:
		if submitBy := time.Unix(t.SubmitBy, 0); !now.After(submitBy) {
			shown.Moves = append(shown.Moves, Move{By: "farmer", Row: "4", Why: "the farmer puts its result on the chain, if nobody accepts it before; its node does that by itself",
				From: since, Until: submitBy, Command: "parley farm"})
		}
		if startBy := time.Unix(t.StartBy, 0); !now.After(startBy) {
			add(Move{By: "farmer", Row: "1", Why: "the farmer declines", From: since, Until: startBy}, payer, farmer, "cancel")
		}
	case Submitted:
		if acceptBy := window(since, t.AcceptWindow); s.Submitted != nil && !now.After(acceptBy) {
			toPayer, toFarmer := p.paid(s.Submitted.Cost, messages.Amount{})
			add(Move{By: "requester", Row: "3", Why: "the requester accepts the result", From: since, Until: acceptBy}, toPayer, toFarmer, "accept")
			shown.Moves = append(shown.Moves, Move{By: "requester", Row: "6 to 9b", Why: "the requester contests the result", From: since,
				Until: acceptBy, Command: fmt.Sprintf("parley deal dispute %s", id)})
		}
	}
	if r.Accepted != nil && r.Role == protocol.Farmer && !s.Drawn {
		toPayer, toFarmer := p.paid(r.Accepted.Cost, messages.Amount{})
		add(Move{By: "farmer", Row: "3", Why: "the requester has signed for it", From: since}, toPayer, toFarmer, "accept")
	}
	if e, ok := timeExit(r, s); ok {
		e.Command = fmt.Sprintf("parley deal claim %s", id)
		shown.Moves = append(shown.Moves, e)
	}
	shown.Moves = append(shown.Moves, Move{By: "both", Row: "1", Why: "both sides take everything back", From: since,
		ToPayer: payer.String(), ToFarmer: farmer.String(), Command: fmt.Sprintf("parley deal cancel %s", id)})
	if s.Drawn {
		last := &shown.Moves[len(shown.Moves)-1]
		last.Why, last.ToPayer, last.ToFarmer = "both sides take everything back but the arbiter's fee, which they share", "", ""
	}
	return shown
}

// paid is what rows 3 and 5 pay, with a penalty for the payer.
func (p *Papers) paid(cost string, penalty messages.Amount) (toPayer, toFarmer messages.Amount) {
	payer, farmer := p.Locks()
	owed, _ := amount(cost).Add(penalty)
	toPayer, _ = payer.Sub(owed)
	toFarmer, _ = farmer.Add(owed)
	return toPayer, toFarmer
}

// timeExit is how the state ends by time, which anyone may bring about once it has come.
func timeExit(r *Record, s Status) (Move, bool) {
	p := &r.Papers
	payer, farmer := p.Locks()
	m := Move{By: "either"}
	var toPayer, toFarmer messages.Amount
	second := func(at time.Time) time.Time { return at.Truncate(time.Second).Add(time.Second) } // the first that is later
	cost := Delivery{Cost: "0"}
	switch {
	case s.Submitted != nil:
		cost = *s.Submitted
	case r.Result != nil:
		cost = *r.Result
	}
	switch s.State {
	case Open:
		m.step, m.Row, m.Why, m.From = DoExpire, "2", "no result was submitted", second(time.Unix(p.Terms.SubmitBy, 0))
		toPayer, _ = payer.Add(amount(p.Terms.NoShowPenalty))
		toFarmer, _ = farmer.Sub(amount(p.Terms.NoShowPenalty))
	case Submitted:
		m.step, m.Row, m.Why, m.From = DoClaim, "5", "the requester was silent", second(window(s.Since, p.Terms.AcceptWindow))
		toPayer, toFarmer = p.paid(cost.Cost, amount(p.Terms.LatePenalty))
	case Disputed:
		m.step, m.Row, m.Why, m.From = DoLapse, "9b", "nobody ruled", second(window(s.Since, p.Terms.JudgeWindow))
		toPayer, toFarmer = p.paid(half(amount(cost.Cost)).String(), messages.Amount{})
	default:
		return m, false
	}
	m.ToPayer, m.ToFarmer = toPayer.String(), toFarmer.String()
	return m, true
}

// exit is what a party can claim by itself: an acceptance that it holds, else the time exit.
func exit(r *Record, s Status) (Move, bool) {
	e, ok := timeExit(r, s)
	better := s.State == Open && !r.Ended && !r.acceptedExactly(r.Result) // may still come
	settles := r.Role == protocol.Farmer && r.Accepted != nil && !better || r.acceptedExactly(s.Submitted)
	if ok && settles && (s.Block.Time.Before(e.From) || s.State != Submitted) {
		return Move{By: r.Role.String(), Row: "3", Why: "the requester has signed for it", step: DoSettle}, true
	}
	return e, ok
}

func half(a messages.Amount) messages.Amount {
	i := a.Big()
	i.Rsh(i, 1)
	h, _ := messages.AmountOf(i)
	return h
}
