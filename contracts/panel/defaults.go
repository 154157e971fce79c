package panel

import (
	"math/big"
	"time"
)

// CaseGas is the gas of all that a member may send in a case, draw, commit, reveal, conclude, finish and collect, under Amsterdam, which prices
// storage higher than Osaka (`make gas`, whose test holds this to it, and I5 to what follows from it): what it costs is the gas of DefaultRules.
const CaseGas = 1_926_000

// DefaultRules are the rules of a panel for deals of prices up to most, whose members pay at most gas for all that they send in a
// case; both are amounts of its token. With them and deals.Judged, the inequalities I1 to I8 of docs/SETTLEMENT.md hold
// for every deal that Takes takes: docs/GAME.md has the figures.
//
// There is one seat: a bond of four prices and a quarter, three times the fee at least (I4), covers only one re-run of work that costs its
// whole price (I5). That one is wrong or silent at the cost of its stake, and an appeal has three others judge, then seven; where
// it cannot tell another sits in its place, twice: the list should have six members who are no party, or thirteen.
func DefaultRules(most, gas *big.Int) Rules {
	fee := new(big.Int).Mul(gas, big.NewInt(feeInGas))
	highest := new(big.Int).Add(most, new(big.Int).Div(most, big.NewInt(feeInGas-1))) // deals.Judged: so much more than the price
	if highest.Cmp(fee) < 0 {
		highest.Set(fee)
	}
	return Rules{
		Seats:        1,
		Stake:        highest.Mul(highest, big.NewInt(stakeInFees)),
		Fee:          fee,
		CommitWindow: 2 * time.Hour,
		Finality:     15 * time.Minute, // what takes two epochs on Ethereum
		RevealWindow: time.Hour,
		AppealWindow: 4 * time.Hour,
	}
}

// DefaultUnbonding is Rules.Unbonding of DefaultRules: room for two appeals, and for days in which a leave is kept off the chain (I9).
const DefaultUnbonding = 7 * 24 * time.Hour

const (
	// feeInGas: a fee of the price and a quarter pays a re-run that costs the price, and the gas of it where that is no more than
	// a quarter of the price; below that five times the gas does.
	feeInGas = 5
	// stakeInFees: seven and a half prices. Buying the seat would gain at most five and a quarter, P + Fc, so that it does not pay
	// if four in five wrong findings are overturned (I7); and an overturned finding pays a larger panel (I8).
	stakeInFees = 6
)
