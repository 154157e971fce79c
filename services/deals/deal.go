package deals

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// Address is a payment account of an EVM chain.
type Address [20]byte

// Deal is what both sides sign and what the contract locks money for. Times are seconds since 1970, amounts are in the
// token's smallest unit. It mirrors contracts/foundry/src/IParley.sol.
type Deal struct {
	Requester Address  `json:"requester"`
	Farmer    Address  `json:"farmer"`
	Price     string   `json:"price"`   // P, the ceiling
	Deposit   string   `json:"deposit"` // D = max(Rt, M)
	Bond      string   `json:"bond"`    // F = max(Ft, Fc)
	OpenBy    int64    `json:"openBy"`
	TermsHash [32]byte `json:"-"`
}

// Terms are what the contract judges by when the two sides do not agree.
type Terms struct {
	Payer         Address `json:"payer"`
	Arbiter       Address `json:"arbiter"` // zero: nobody may rule
	StartBy       int64   `json:"startBy"`
	SubmitBy      int64   `json:"submitBy"`
	AcceptWindow  uint32  `json:"acceptWindow"` // seconds
	JudgeWindow   uint32  `json:"judgeWindow"`  // seconds
	LatePenalty   string  `json:"latePenalty"`  // Rt
	NoShowPenalty string  `json:"noShowPenalty"`
	CheatPenalty  string  `json:"cheatPenalty"`
	MediationFee  string  `json:"mediationFee"`
	Agreement     Hash    `json:"agreement"` // SHA-256 of the exact bytes of the protocol's terms
	Quote         Hash    `json:"quote"`
}

// Hash is 32 bytes, written in hex.
type Hash [32]byte

// Collateral says how much is at stake, in hundredths of a percent of the price. It travels in the details of a
// settlement that a SOW offers.
type Collateral struct {
	Late    uint32  `json:"late"`   // Rt: what a requester loses that does not answer; at most 1000
	NoShow  uint32  `json:"noShow"` // Ft: what a farmer loses that brings nothing
	Cheat   uint32  `json:"cheat"`  // Fc: what a farmer loses that brings something wrong
	Fee     uint32  `json:"fee"`    // M: what a mediation costs; 0 without an arbiter
	Arbiter Address `json:"arbiter"`
	// LeastFee is what M is at least, as an amount: a panel's costs do not depend on the price. Fc is three times as much
	// then, if it is not more. Empty is nothing.
	LeastFee string `json:"leastFee,omitempty"`
}

// DefaultCollateral names no arbiter, so that every dispute ends undecided: it halves the price, whoever is right, and takes
// nothing of the bond (row 9b). Of the inequalities of docs/SETTLEMENT.md, I3 and I4 hold; I1 and I2 do not: a bond of four
// prices and a quarter keeps nobody from cheating, and no fee keeps anybody from disputing, until an arbiter is named who rules.
// A farmer that brings nothing loses a tenth of the price (row 2).
var DefaultCollateral = Collateral{Late: 1000, NoShow: 1000, Cheat: 42500}

// Validate checks the inequalities of docs/SETTLEMENT.md that need no amounts.
func (c Collateral) Validate() error {
	switch {
	case c.Late > 1000:
		return errors.New("collateral: the late penalty is above a tenth of the price (I3)")
	case c.NoShow > 100_0000 || c.Cheat > 100_0000:
		return errors.New("collateral: a penalty is above a hundred times the price")
	case uint64(c.Cheat) < 3*uint64(c.Fee):
		return errors.New("collateral: the cheating penalty is below three mediation fees (I4)")
	case c.Arbiter == Address{} && (c.Fee != 0 || c.LeastFee != ""):
		return errors.New("collateral: a mediation fee without an arbiter")
	}
	if c.LeastFee == "" {
		return nil
	}
	least, err := messages.ParseAmount(c.LeastFee)
	switch {
	case err != nil:
		return fmt.Errorf("collateral: least fee: %w", err)
	case least.IsZero() || least.Big().BitLen() > 90:
		return errors.New("collateral: the least fee is zero, which is left out, or 2^90 and more")
	}
	return nil
}

// Judged is DefaultCollateral with an arbiter who takes at least fee for a case: a panel's Rules.Fee.
func Judged(arbiter Address, fee messages.Amount) Collateral {
	c := DefaultCollateral
	c.Arbiter, c.Fee = arbiter, judgedFee
	if !fee.IsZero() {
		c.LeastFee = fee.String()
	}
	return c
}

// Unjudged is c for a deal on which nobody rules: what goes with an arbiter is left out, and nobody has more at stake.
func (c Collateral) Unjudged() Collateral {
	c.Arbiter, c.Fee, c.LeastFee = Address{}, 0, ""
	return c
}

// judgedFee is M in hundredths of a percent: what one re-run of work that costs its whole price takes, and a quarter for gas. With
// it, and a panel of panel.DefaultRules, I1 to I8 of docs/SETTLEMENT.md hold (docs/GAME.md): the bond of four prices and a quarter is what
// makes cheating cost more than it brings where one result in five is looked at, and the panel cannot always tell (I1).
const judgedFee = 12500

// JudgedAudit is how many in a hundred deals of a panel's a requester runs again, if it wants cheating not to pay: I1 rests on it.
const JudgedAudit = 20

// fees are M and, since it covers three of them, Fc, for a price. The collateral is valid.
func (c Collateral) fees(price messages.Amount) (fee, cheat messages.Amount) {
	fee = larger(part(price, c.Fee), c.leastFee())
	three, _ := fee.Times(3)
	return fee, larger(part(price, c.Cheat), three)
}

func (c Collateral) leastFee() messages.Amount { return amount(cmp.Or(c.LeastFee, "0")) }

// covers refuses what is worse for a requester than what it has offered: another arbiter, or more to lose or to pay for it, or less
// for the farmer to lose.
func (c Collateral) covers(offered Collateral) *protocol.Error {
	switch {
	case c.Arbiter != offered.Arbiter:
		return protocol.Errorf(protocol.Settlement, "the quote names the arbiter %s, offered was %s", c.Arbiter, offered.Arbiter)
	case c.Late > offered.Late || c.Fee > offered.Fee || c.leastFee().Cmp(offered.leastFee()) > 0:
		return protocol.Errorf(protocol.Settlement, "the quote has the requester lock more than it offered")
	case c.NoShow < offered.NoShow || c.Cheat < offered.Cheat:
		return protocol.Errorf(protocol.Settlement, "the quote has the farmer lose less than was offered")
	}
	return nil
}

// Collaterals writes and reads them.
var Collaterals = strictJSON[Collateral]("application/vnd.parley.collateral+json", Collateral.Validate)

// Papers are a deal with its terms: what an Agreement carries in its deal. They can be derived from the Agreement's terms,
// and whoever receives them does.
type Papers struct {
	ID    Hash  `json:"id"`
	Deal  Deal  `json:"deal"`
	Terms Terms `json:"terms"`
}

// PapersCodec writes and reads papers.
var PapersCodec = strictJSON[Papers]("application/vnd.parley.deal+json", func(Papers) error { return nil })

// maxOpen is how long after its signature a deal may be opened at the most: until then it is an option for the other side
// (docs/SETTLEMENT.md, rule 4).
const maxOpen = 10 * time.Minute

// Derive computes the deal that an Agreement's terms stand for. It is pure: both sides, and everybody who reads the deal
// file, get the same. raw are the exact bytes of the terms.
func Derive(raw []byte, hash func(Terms) ([32]byte, error), id func(Deal) ([32]byte, error)) (*Papers, error) {
	t, err := (&messages.Agreement{Terms: raw}).DecodeTerms()
	if err != nil {
		return nil, err
	}
	s := t.GetSettlement()
	if s.GetKind() != messages.SettlementKind_SETTLEMENT_KIND_ESCROW {
		return nil, protocol.Errorf(protocol.Settlement, "the terms do not settle by escrow")
	}
	payer, err := ParseAccount(s.Payer)
	if err != nil {
		return nil, fmt.Errorf("payer: %w", err)
	}
	payee, err := ParseAccount(s.Payee)
	if err != nil {
		return nil, fmt.Errorf("payee: %w", err)
	}
	contract, err := ParseAccount(s.Contract)
	if err != nil {
		return nil, fmt.Errorf("contract: %w", err)
	}
	if payer.Chain != contract.Chain || payee.Chain != contract.Chain {
		return nil, protocol.Errorf(protocol.Settlement, "payer, payee and contract are on different chains")
	}
	c, err := Collaterals.Decode(s.Details)
	if err != nil {
		return nil, &protocol.Error{Code: protocol.Settlement, Reason: err.Error(), Err: err}
	}
	price, err := messages.ParseAmount(t.Price.Ceiling)
	if err != nil {
		return nil, err
	}
	late, noShow := part(price, c.Late), part(price, c.NoShow)
	fee, cheat := c.fees(price)
	p := &Papers{
		Deal: Deal{Requester: payer.Address, Farmer: payee.Address, Price: price.String(), Deposit: larger(late, fee).String(),
			Bond: larger(noShow, cheat).String(), OpenBy: t.AcceptByMs / 1000},
		Terms: Terms{Payer: payer.Address, Arbiter: c.Arbiter, StartBy: t.StartByMs / 1000, SubmitBy: t.DeliverByMs / 1000,
			AcceptWindow: uint32(min(t.ReviewMs/1000, 1<<31)), JudgeWindow: uint32(min(t.JudgeMs/1000, 1<<31)),
			LatePenalty: late.String(), NoShowPenalty: noShow.String(), CheatPenalty: cheat.String(), MediationFee: fee.String(),
			Agreement: sha256.Sum256(raw), Quote: Hash(t.Quote)},
	}
	if p.Deal.TermsHash, err = hash(p.Terms); err != nil {
		return nil, &protocol.Error{Code: protocol.Settlement, Reason: err.Error(), Err: err}
	}
	deal, err := id(p.Deal)
	if err != nil {
		return nil, &protocol.Error{Code: protocol.Settlement, Reason: err.Error(), Err: err}
	}
	p.ID = deal
	return p, nil
}

// part is so many hundredths of a percent of a, rounded down.
func part(a messages.Amount, basis uint32) messages.Amount {
	i := a.Big()
	i.Mul(i, big.NewInt(int64(basis)))
	i.Quo(i, big.NewInt(10_000))
	p, _ := messages.AmountOf(i)
	return p
}

func larger(a, b messages.Amount) messages.Amount {
	if a.Cmp(b) >= 0 {
		return a
	}
	return b
}

// amount reads an amount that Derive has written.
func amount(s string) messages.Amount {
	a, _ := messages.ParseAmount(s)
	return a
}

// Locks are what payer and farmer have in the deal while it is open: P + D, and F.
func (p *Papers) Locks() (payer, farmer messages.Amount) {
	payer, _ = amount(p.Deal.Price).Add(amount(p.Deal.Deposit))
	return payer, amount(p.Deal.Bond)
}

// defaultMargin is how long before a deadline a step is sent, if nothing else is said.
const defaultMargin = 30 * time.Second

// Margin is how long before a deadline a step is to be sent on a chain whose blocks are so far apart, where so many have to stand on
// what is relied on: docs/SETTLEMENT.md, rule 5, δ and N slots. δ is what I9 says for a third of the proposers who leave the step out,
// and one chance in a million that 13 of them come one after another. It is no less than 30 s.
func Margin(slot time.Duration, depth uint64) time.Duration {
	return max(time.Duration(censored+depth)*slot, defaultMargin)
}

// censored is how many slots a step may be left out for: ln(1e6) / ln(3), rounded up.
const censored = 13

// shortest is the least time, from when a deal may be opened last until its result is due, that leaves a farmer a part in it: blocks stand on
// the opening, something is done, and what came of it is on the chain, whoever leaves it out. Nothing where no step waits for a block.
func shortest(slot time.Duration, depth uint64) time.Duration {
	const work = 2 // slots
	margin := time.Duration(censored+depth) * slot
	return time.Duration(depth+work)*slot + margin + margin/handover
}

// margin is most, and no more than a quarter of the time that there is. Two slots it is at any rate, where most is of a chain's:
// Margin counts fourteen and more.
func (p *Papers) margin(most time.Duration) time.Duration {
	least := time.Second
	if most > defaultMargin {
		least = 2 * most / (censored + 1)
	}
	total := time.Duration(p.Terms.SubmitBy-p.Deal.OpenBy) * time.Second
	return min(most, max(total/4, least))
}

func strictJSON[T any](mediaType string, check func(T) error) messages.Codec[T] {
	return messages.Codec[T]{Type: mediaType,
		Marshal: func(v T) ([]byte, error) {
			if err := check(v); err != nil {
				return nil, err
			}
			return json.Marshal(v)
		},
		Unmarshal: func(b []byte) (T, error) {
			var v T
			if err := decodeStrict(b, &v); err != nil {
				return v, err
			}
			return v, check(v)
		}}
}
