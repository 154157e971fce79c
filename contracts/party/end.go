package party

import (
	"context"
	"fmt"
	"math/big"

	"github.com/parley-p2p/parley/contracts/eip712"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/internal/logs"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/deals"
)

// End is how a deal has ended, and where its money went (docs/SETTLEMENT.md, the payout table).
type End struct {
	Outcome           escrow.Outcome
	Paid              messages.Amount // by the payer to the farmer, penalties for silence included
	Lost              messages.Amount // of the farmer's bond
	ToPayer, ToFarmer messages.Amount // of all that was locked
	Fee, Burned       messages.Amount // the arbiter's, and nobody's
}

// End is how a deal has ended that was opened. ended is false while it has not. It is looked for from the newest block back: what ended of
// late takes one question, however old the contract is.
func (p *Party) End(ctx context.Context, of *deals.Papers) (end End, ended bool, err error) {
	deal, err := Deal(of.Deal)
	if err != nil {
		return End{}, false, err
	}
	head, err := p.client.BlockNumber(ctx)
	if err != nil {
		return End{}, false, explain(p.client.Explain(err))
	}
	id := [32]byte(of.ID)
	for first, last := range logs.Back(0, head) {
		opened := false
		for e, err := range p.contract.Events(ctx, first, last, &id) {
			if err == nil {
				switch entry := e.Entry.(type) {
				case escrow.Opened:
					opened = true
				case escrow.Accepted:
					end, err = endOf(deal, escrow.OutcomeAccepted, accepted(deal, entry.Delivery.Cost))
					ended = true
				case escrow.Ended:
					end, err = endOf(deal, entry.Outcome, entry.Payout)
					ended = true
				}
			}
			if err != nil {
				return End{}, false, explain(err)
			}
		}
		if opened || ended {
			break
		}
	}
	return end, ended, nil
}

// accepted is what row 3 pays, whose event says the cost alone.
func accepted(d eip712.Deal, cost *big.Int) escrow.Payout {
	refund := new(big.Int).Add(d.Price, d.Deposit)
	return escrow.Payout{RefundedPayer: refund.Sub(refund, cost), PaidPayer: new(big.Int), RefundedFarmer: d.Bond, PaidFarmer: cost,
		PaidArbiter: new(big.Int), Burned: new(big.Int)}
}

func endOf(d eip712.Deal, outcome escrow.Outcome, x escrow.Payout) (End, error) {
	end := End{Outcome: outcome}
	for _, of := range []struct {
		to  *messages.Amount
		sum *big.Int
	}{
		{&end.Paid, x.PaidFarmer}, {&end.Lost, new(big.Int).Sub(d.Bond, x.RefundedFarmer)},
		{&end.ToPayer, new(big.Int).Add(x.RefundedPayer, x.PaidPayer)}, {&end.ToFarmer, new(big.Int).Add(x.RefundedFarmer, x.PaidFarmer)},
		{&end.Fee, x.PaidArbiter}, {&end.Burned, x.Burned},
	} {
		var err error
		if *of.to, err = messages.AmountOf(of.sum); err != nil {
			return End{}, fmt.Errorf("the endpoint tells of a payout that no contract makes: %w", err)
		}
	}
	return end, nil
}

// Paid is what a deal that has ended has moved from the payer to the farmer, penalties for silence included and those of the farmer
// not. ended is false, and paid 0, while it is open and where it never was.
func (p *Party) Paid(ctx context.Context, deal deals.Hash) (paid messages.Amount, ended bool, err error) {
	sum := new(big.Int)
	told, err := p.events(ctx, deal, func(e escrow.Entry) bool {
		switch e.(type) {
		case escrow.Accepted, escrow.Ended, escrow.Submission, escrow.Disputation:
			return true // how it ended would have come after
		}
		return false
	})
	if err != nil {
		return messages.Amount{}, false, explain(err)
	}
	for _, e := range told {
		switch entry := e.Entry.(type) {
		case escrow.Accepted:
			sum, ended = entry.Delivery.Cost, true
		case escrow.Ended:
			sum, ended = entry.Payout.PaidFarmer, true
		}
	}
	paid, err = messages.AmountOf(sum)
	return paid, ended, err
}
