package deals

import (
	"fmt"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// Move is what somebody can do with the deal, and what it pays.
type Move struct {
	By       string    `json:"by"` // requester, farmer, either, both, arbiter
	Row      string    `json:"row"`
	Why      string    `json:"why"`
	From     time.Time `json:"from"`
	Until    time.Time `json:"until,omitzero"` // zero: until the deal has ended otherwise
	ToPayer  string    `json:"toPayer,omitempty"`
	ToFarmer string    `json:"toFarmer,omitempty"`
	Command  string    `json:"command,omitempty"` // none for what an arbiter does by means of its own
	// Frees: within its dates it is all that keeps money from being free, and the party that asked can make it alone.
	Frees bool `json:"-"`

	step Step
}

// farmCommand starts a farmer's node, which puts its result on the chain by itself.
const farmCommand = "parley farm"

// movesOf are what can be done with a deal that is open, submitted or disputed (docs/SETTLEMENT.md, the payout table).
func movesOf(r *Record, s Status) (all []Move) {
	p, id, plan := &r.Papers, r.Papers.ID, due(r, s)
	add := func(m Move, command string) { // command is what the deal's ID follows
		if m.Command = command; command != farmCommand && command != "" {
			m.Command = fmt.Sprintf("parley deal %s %s", command, id)
		}
		all = append(all, m)
	}
	switch s.State {
	case Open:
		openMoves(r, s, plan, add)
	case Submitted:
		if s.Submitted != nil && r.Role == protocol.Requester && !r.showable(s) {
			m := r.accepting(s)
			m.Frees = plan.Step == DoInspect || plan.Step == DoSettle
			add(m, "accept")
		}
		contestable := r.Role == protocol.Farmer || !r.acceptedExactly(s.Submitted) && !s.Submitted.nothing()
		if acceptBy := window(s.Since, p.Terms.AcceptWindow); !s.Block.Time.After(acceptBy) && contestable {
			add(Move{By: "requester", Row: "6 to 9b", Why: "the requester contests the result", From: s.Since, Until: acceptBy}, "dispute")
		}
	case Disputed:
		if s.Submitted != nil && r.Role == protocol.Requester && !r.acceptedExactly(s.Submitted) {
			add(p.accepts(Move{By: "requester", Why: "the requester accepts the result after all", From: s.Since}, s, s.Submitted.Cost), "accept")
		}
		if judgeBy := window(s.Since, p.Terms.JudgeWindow); p.judged() && !s.Block.Time.After(judgeBy) {
			add(Move{By: "arbiter", Row: "6 to 9", Why: fmt.Sprintf("the arbiter %s rules, and what is paid is by what it finds", p.Terms.Arbiter),
				From: s.Since, Until: judgeBy}, "")
		}
	}
	if r.showable(s) {
		m := Move{By: r.Role.String(), Why: "the requester has signed for it", From: s.Since, Frees: plan.Step == DoSettle, step: DoSettle}
		command := "accept"
		if r.Role == protocol.Requester {
			command = "claim"
		}
		add(p.accepts(m, s, r.Accepted.Cost), command)
	}
	exit := timeExit(r, s)
	exit.Frees = true
	then := s
	if s.Block.Time.Before(exit.From) {
		then.Block.Time = exit.From
	}
	if due(r, then).Step != exit.step { // this side has something better, and takes that
		exit.By = r.Role.Other().String()
	}
	add(exit, "claim")
	add(p.takesBack(s), "cancel")
	add(Move{By: "both", Row: "10", Why: "both sides divide what is locked as they like", From: s.Since}, "split")
	return all
}

// openMoves are the farmer's while nothing is on the chain but the deal.
func openMoves(r *Record, s Status, plan Plan, add func(Move, string)) {
	now, t := s.Block.Time, r.Papers.Terms
	if submitBy := time.Unix(t.SubmitBy, 0); !now.After(submitBy) {
		m := Move{By: "farmer", Row: "4", Why: "the farmer puts its result on the chain, if nobody accepts it before; its node does that by itself", From: s.Since, Until: submitBy}
		command := farmCommand
		if plan.Step == DoSubmit {
			m.Frees, command = true, "claim"
		}
		add(m, command)
	}
	if startBy := time.Unix(t.StartBy, 0); !now.After(startBy) {
		m := Move{By: "farmer", Row: "1", Why: "the farmer declines", From: s.Since, Until: startBy, Frees: plan.Step == DoDecline}
		payer, farmer := r.Papers.Locks()
		m.ToPayer, m.ToFarmer = payer.String(), farmer.String()
		add(m, "cancel")
	}
}

// showable: this side holds an acceptance that the contract takes from it. One for less than the price is the farmer's to show,
// unless it is for what the farmer has submitted; one for the price this side may show too.
func (r *Record) showable(s Status) bool {
	return r.Accepted != nil && (r.Role == protocol.Farmer || r.acceptedExactly(s.Submitted) || s.State == Open && r.Accepted.Cost == r.Papers.Deal.Price || s.State == Submitted && r.owesPrice(s.Submitted))
}

// accepting is a requester's acceptance of what was submitted, by which it withdraws what it has held against that. Of more that it has
// signed for before, the price is paid, and a part is the farmer's to show until then.
func (r *Record) accepting(s Status) Move {
	m, cost, without := Move{By: "requester", From: s.Since}, s.Submitted.Cost, *r
	without.Complaint = nil
	switch {
	case without.owesPrice(s.Submitted):
		m.Why, cost = "the requester accepts the result, and pays the whole price, which it has signed for before", r.Papers.Deal.Price
	case r.owesMore(s.Submitted):
		m.Why = "the requester accepts what was submitted, which is less than it has signed for before: the farmer may show that until then, and the requester's node leaves it the time to"
	case s.Submitted.nothing():
		m.Why = "nothing was submitted, and nothing is asked for it: the requester accepts that, since an arbiter would find it right, and contesting it could only cost the requester a fee"
	default:
		m.Why = "the requester accepts the result"
	}
	return r.Papers.accepts(m, s, cost)
}

// accepts is a move by an acceptance for so much: row 3, or 6 once the arbiter has taken the case, whose fee the payer pays.
func (p *Papers) accepts(m Move, s Status, cost string) Move {
	m.Row = "3"
	toPayer, toFarmer := p.paid(cost, messages.Amount{})
	if s.Drawn {
		m.Row = "6"
		toPayer, _ = toPayer.Sub(amount(p.Terms.MediationFee))
	}
	m.ToPayer, m.ToFarmer = toPayer.String(), toFarmer.String()
	return m
}

// takesBack is row 1 by both signatures. The fee of an arbiter that has taken the case is shared; what is odd of it is the payer's.
func (p *Papers) takesBack(s Status) Move {
	m := Move{By: "both", Row: "1", Why: "both sides take everything back", From: s.Since}
	payer, farmer := p.Locks()
	if s.Drawn {
		m.Why = "both sides take everything back but the arbiter's fee, which they share"
		fee := amount(p.Terms.MediationFee)
		rest, _ := fee.Sub(half(fee))
		payer, _ = payer.Sub(rest)
		farmer, _ = farmer.Sub(half(fee))
	}
	m.ToPayer, m.ToFarmer = payer.String(), farmer.String()
	return m
}

// timeExit is how a state that is open, submitted or disputed ends by time, which anyone may bring about once it has come.
func timeExit(r *Record, s Status) Move {
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
	}
	m.ToPayer, m.ToFarmer = toPayer.String(), toFarmer.String()
	return m
}

// due is what a party that asks for its money does now with a deal that is open, submitted or disputed: what its node would, and
// beside that the exit by time at once, for which a node leaves the other side a while. Never less than its node would get: where
// that waits for more, so does this, and Wait says what for.
func due(r *Record, s Status) Plan {
	plan, exit := Next(r, s, r.Papers.margin(defaultMargin)), timeExit(r, s)
	over := !s.Block.Time.Before(exit.From)
	holds := r.Role == protocol.Farmer && (r.Accepted != nil || r.Result != nil || r.stand() != nil)
	switch {
	case plan.Step == DoSettle, plan.Step == DoSubmit, plan.Step == DoDecline:
		return plan
	case r.Role == protocol.Requester && r.showable(s):
		return Plan{Step: DoSettle, Why: "this side has signed for it, and the farmer does not fetch its money"}
	case r.Role == protocol.Farmer && s.State == Submitted && r.acceptedInFull() && !over:
		return Plan{Step: DoSettle, Why: "the requester has signed for all that the result costs"}
	case r.Role == protocol.Requester && s.State == Submitted && r.owesMore(s.Submitted) && plan.Step == Wait:
		return plan
	case r.Role == protocol.Requester && s.State == Submitted && s.Submitted != nil && amount(s.Submitted.Cost).Cmp(r.signedFor()) <= 0:
		return Plan{Step: DoInspect, Why: "what was submitted costs no more than what was signed for"}
	case over:
		return Plan{Step: exit.step, Why: exit.Why}
	case s.State == Open && holds && plan.Step == Wait:
		return Plan{Step: Wait, Why: "the requester answers no more", Until: plan.Until}
	}
	return Plan{Step: Wait, Why: exit.Why, Until: exit.From}
}
