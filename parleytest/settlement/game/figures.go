package game

import (
	"math/big"

	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/settlement"
	"github.com/parley-p2p/parley/services/deals"
)

// Figures are what a deal is about, in the token's smallest unit, and what nobody but its parties can know.
type Figures struct {
	Price int64 // P
	Claim int64 // C, what the work costs by the terms
	Work  int64 // c, what it costs to do: the farmer, or who repeats it
	Gas   int64 // of a transaction
	Value int64 // of a right result that comes in time, to the requester
	Rt, Ft, Fc, M,
	D, F int64

	Looked float64 // p: the requester repeats the work, and compares
	Guess  float64 // q: which of the two results of a dispute is right can be guessed
	Upheld float64 // the chance that a wrong verdict is overturned

	Rules settlement.Rules
}

// txs is how many transactions a member sends in a case at most: draw, commit, reveal, conclude, finish, collect.
const txs = 6

// Shipped are the figures that ship (deals.Judged, panel.DefaultRules), for a deal of this price before a panel for deals up to
// another. The work costs what is claimed for it but for a little; gas is a hundredth of the highest price; as many results
// are looked at as parley run looks at by itself.
func Shipped(price, most int64) Figures {
	f := Figures{Price: price, Claim: price * 4 / 5, Gas: most / 100, Value: 2 * price, Looked: deals.JudgedAudit / 100.0, Guess: 0.8, Upheld: 0.8}
	f.Work = f.Claim - 2*f.Gas
	r := panel.DefaultRules(big.NewInt(most), big.NewInt(txs*f.Gas))
	fee, err := messages.AmountOf(r.Fee)
	if err != nil {
		panic(err) // it is positive
	}
	f.collateral(deals.Judged(deals.Address{1}, fee), r.Fee.Int64())
	f.Rules = settlement.Rules{Window: 60, Unbonding: int64(panel.DefaultUnbonding.Seconds()), Seats: int64(r.Seats), Stake: r.Stake.Int64(), Fee: r.Fee.Int64(),
		Commit: int64(r.CommitWindow.Seconds()), Finality: int64(r.Finality.Seconds()), Reveal: int64(r.RevealWindow.Seconds()), Appeal: int64(r.AppealWindow.Seconds())}
	return f
}

func (f *Figures) collateral(c deals.Collateral, leastFee int64) {
	part := func(basis uint32) int64 { return f.Price * int64(basis) / 10_000 }
	f.Rt, f.Ft = part(c.Late), part(c.NoShow)
	f.M = max(part(c.Fee), leastFee)
	f.Fc = max(part(c.Cheat), 3*f.M)
	f.D, f.F = max(f.Rt, f.M), max(f.Ft, f.Fc)
}

// redraws is how often others are drawn in place of a first round that cannot tell.
const redraws = 2

// length is the JudgeWindow that two appeals take, and two first rounds that cannot tell.
func (f *Figures) length() int64 {
	r := f.Rules
	vote := r.Commit + r.Finality + r.Reveal
	return (1+redraws)*(vote+r.Reveal) + 2*(vote+r.Appeal+r.Reveal)
}
