package main

import (
	"context"
	"fmt"

	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/services/deals"
)

// endings say of each way in which a deal ends its row of docs/SETTLEMENT.md, and what happened.
var endings = map[escrow.Outcome]struct{ row, says string }{
	escrow.OutcomeDeclined:     {"1", "the farmer declined the work"},
	escrow.OutcomeCanceled:     {"1", "both sides canceled it"},
	escrow.OutcomeNoShow:       {"2", "no result was submitted in time"},
	escrow.OutcomeAccepted:     {"3", "the requester accepted"},
	escrow.OutcomeSilent:       {"5", "the requester was silent, which accepts and costs it a penalty"},
	escrow.OutcomeCorrect:      {"6", "the arbiter found the result right"},
	escrow.OutcomeConceded:     {"6", "the requester's acceptance was shown once the arbiter had taken the case"},
	escrow.OutcomeWrong:        {"7", "the arbiter found the result wrong, and the requester had said what is right"},
	escrow.OutcomeWrongClaim:   {"7b", "the arbiter found the result wrong, and the requester had not said what is right"},
	escrow.OutcomeUnserved:     {"8", "the arbiter found the result right, and was not served it by the farmer"},
	escrow.OutcomeServed:       {"8b", "the arbiter found the result right, and was served it by the farmer"},
	escrow.OutcomeUndetermined: {"9", "the arbiter could not tell who is right"},
	escrow.OutcomeUnjudged:     {"9b", "it was disputed, and nobody ruled in time"},
	escrow.OutcomeDivided:      {"10", "both sides divided what was locked"},
}

// endStatement is how a deal has ended, as deal show prints it with -o json.
type endStatement struct {
	Outcome  string `json:"outcome"` // accepted, silent, wrong, undetermined, …
	Row      string `json:"row"`     // of the table in docs/SETTLEMENT.md
	Why      string `json:"why"`
	Paid     *sum   `json:"paid"` // by the payer to the farmer, penalties for silence included
	Lost     *sum   `json:"lost"` // of the farmer's bond
	ToPayer  *sum   `json:"toPayer"`
	ToFarmer *sum   `json:"toFarmer"`
	Fee      *sum   `json:"fee"` // the arbiter's
	Burned   *sum   `json:"burned"`

	outcome escrow.Outcome
	bond    string // what is told of it
}

// endOf is how a deal has ended; nil: it has not, or never was open, or a node behind the endpoint has not seen it yet.
func endOf(ctx context.Context, m *market.Market, p *party.Opened, r *deals.Record, s *deals.Shown) (*endStatement, error) {
	if stateOf(r, s) != deals.Closed.String() {
		return nil, nil
	}
	end, ended, err := p.End(ctx, &r.Papers)
	if err != nil || !ended {
		return nil, err
	}
	return endingOf(m, r, end), nil
}

func endingOf(m *market.Market, r *deals.Record, e party.End) *endStatement {
	how, bond := endings[e.Outcome], sumOfText(m, r.Papers.Deal.Bond)
	x := &endStatement{Outcome: e.Outcome.String(), Row: how.row, Why: how.says, outcome: e.Outcome}
	x.Paid, x.Lost, x.Fee, x.Burned = sumOfText(m, e.Paid.String()), sumOfText(m, e.Lost.String()), sumOfText(m, e.Fee.String()), sumOfText(m, e.Burned.String())
	x.ToPayer, x.ToFarmer = sumOfText(m, e.ToPayer.String()), sumOfText(m, e.ToFarmer.String())
	switch {
	case e.Lost.IsZero():
		x.bond = fmt.Sprintf("the bond of %s is back", bond)
	case e.Lost.Cmp(of(r.Papers.Deal.Bond)) >= 0:
		x.bond = fmt.Sprintf("the whole bond of %s is lost", bond)
	default:
		x.bond = fmt.Sprintf("%s of the bond of %s is lost", x.Lost, bond)
	}
	return x
}

// words are what happened, and by which row.
func (x *endStatement) words() string { return fmt.Sprintf("%s (row %s)", x.Why, x.Row) }

// money is that, and where the payer's money went.
func (x *endStatement) money() string {
	return fmt.Sprintf("%s: %s was paid, and %s went to the payer", x.words(), x.Paid, x.ToPayer)
}

// print tells it to a person.
func (x *endStatement) print(a *app) {
	if x == nil {
		return
	}
	a.print("ended     %s: %s was paid, and %s", x.words(), x.Paid, x.bond)
	a.print("          %s went to the payer, and %s to the farmer", x.ToPayer, x.ToFarmer)
}

// canceled says what each side has back (row 1): by halves they pay the fee of an arbiter that has taken the case.
func (x *endStatement) canceled() string {
	if x.Fee.Smallest == "0" {
		return "canceled: each side has back what it had locked"
	}
	return fmt.Sprintf("canceled: the payer has %s back, and the farmer %s; the rest of what was locked is the arbiter's fee of %s", x.ToPayer, x.ToFarmer, x.Fee)
}
