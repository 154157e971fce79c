package deals

import (
	"fmt"
	"time"

	"github.com/parley-p2p/parley/messages"
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

// Show says how a deal stands, for one of its parties. It is pure. s.Submitted should hold what was submitted.
func Show(r *Record, s Status) *Shown {
	id, p := r.Papers.ID, &r.Papers
	shown := &Shown{Deal: id, Role: r.Role.String(), State: s.State.String(), Now: s.Block.Time}
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
	shown.Moves = movesOf(r, s)
	return shown
}

// paid is what rows 3 and 5 pay, with a penalty for the payer, or a fee.
func (p *Papers) paid(cost string, penalty messages.Amount) (toPayer, toFarmer messages.Amount) {
	payer, farmer := p.Locks()
	owed, _ := amount(cost).Add(penalty)
	toPayer, _ = payer.Sub(owed)
	toFarmer, _ = farmer.Add(owed)
	return toPayer, toFarmer
}

func half(a messages.Amount) messages.Amount {
	i := a.Big()
	i.Rsh(i, 1)
	h, _ := messages.AmountOf(i)
	return h
}
