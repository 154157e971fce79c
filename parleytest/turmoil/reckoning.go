package turmoil

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/parley-p2p/parley/contracts/bindings"
	"github.com/parley-p2p/parley/contracts/bindings/arbiters"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/settlement"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/mediator"
)

var (
	parley = bindings.NewParley()
	money  = bindings.NewPlayMoney()
	stakes = arbiters.NewStake()
	court_ = arbiters.NewPanel()
)

// reckoning is the document's model, that is told what was done on the chain, deed by deed.
type reckoning struct {
	*settlement.Model
	world   *world
	deals   map[[32]byte]*contract
	digests map[[32]byte]byte
	tokens  map[settlement.Account]int64 // outside of the contracts
	shown   map[[32]byte]map[common.Address]settlement.Finding
	left    map[settlement.Account]int64 // of the stake
	appeals int
}

// contract is a deal, as it was signed and as it ended.
type contract struct {
	settlement.Deal
	papers deals.Papers
	row    settlement.Row
	paid   deals.Delivery // what was accepted, or else submitted
}

func (w *world) reckon() (*reckoning, error) {
	r := &reckoning{Model: settlement.NewModel(w.script.Rules()), world: w, deals: make(map[[32]byte]*contract), digests: map[[32]byte]byte{{}: 0, mediator.CannotTell().Digest: settlement.CannotTell},
		tokens: make(map[settlement.Account]int64), shown: make(map[[32]byte]map[common.Address]settlement.Finding), left: make(map[settlement.Account]int64)}
	for a := range settlement.Accounts {
		r.tokens[a] = settlement.Wealth
	}
	for _, a := range w.script.appellants() {
		r.Stake(a, settlement.ThePanel, staked)
		r.tokens[a] -= staked
	}
	for i := range w.mediators {
		a := settlement.FirstMediator + settlement.Account(i)
		r.Stake(a, settlement.ThePanel, staked)
		r.tokens[a] -= staked
		if part := w.script.Mediators[i]; part.Leaves > 0 {
			r.Now = w.announced(part)
			r.Announce(a, settlement.ThePanel, staked)
		}
	}
	for _, p := range []*program{w.requester, w.farmer} {
		for record, err := range p.ledger().All(context.Background()) {
			if err != nil {
				return nil, err
			}
			r.deals[record.Papers.ID] = drawUp(record.Papers)
		}
	}
	for _, d := range w.chain.done { // a member commits to what it shows later
		for _, l := range d.logs {
			if shown, err := court_.UnpackRevealedEvent(l); err == nil {
				if r.shown[shown.Deal] == nil {
					r.shown[shown.Deal] = make(map[common.Address]settlement.Finding)
				}
				f := shown.Finding
				r.shown[shown.Deal][shown.Member] = settlement.Finding{Digest: r.digest(f.Digest), Fuel: int64(f.Fuel), Cost: f.Cost.Int64(), Served: f.Served}
			}
		}
	}
	for _, d := range w.chain.done {
		r.Now, r.Block = d.now, d.block
		for _, l := range d.logs {
			if err := r.tell(d, l); err != nil {
				return nil, fmt.Errorf("block %d, by %s: %w", d.block, d.by, err)
			}
		}
	}
	return r, nil
}

// drawUp is a deal as the model takes it.
func drawUp(p deals.Papers) *contract {
	n := func(s string) int64 { a, _ := messages.ParseAmount(s); return a.Big().Int64() } // Derive has written them
	c := &contract{papers: p}
	c.Deal = settlement.Deal{ID: p.ID, Payer: settlement.Requester, Arbiter: settlement.ThePanel,
		Sums: settlement.Sums{P: n(p.Deal.Price), D: n(p.Deal.Deposit), F: n(p.Deal.Bond), Rt: n(p.Terms.LatePenalty), Ft: n(p.Terms.NoShowPenalty),
			Fc: n(p.Terms.CheatPenalty), M: n(p.Terms.MediationFee)},
		OpenBy: p.Deal.OpenBy, StartBy: p.Terms.StartBy, SubmitBy: p.Terms.SubmitBy,
		AcceptWindow: int64(p.Terms.AcceptWindow), JudgeWindow: int64(p.Terms.JudgeWindow)}
	return c
}

// digest is the model's name of one.
func (r *reckoning) digest(d [32]byte) byte {
	if _, known := r.digests[d]; !known {
		r.digests[d] = byte(len(r.digests))
	}
	return r.digests[d]
}

var errForbidden = errors.New("the document does not allow it")

// tell tells the model what a contract has told.
func (r *reckoning) tell(d deed, l *types.Log) error {
	switch l.Address {
	case r.world.machine.Parley:
		return r.tellOfDeal(d, l)
	case r.world.machine.Panel:
		return r.tellOfCase(d, l)
	case r.world.machine.Stake:
		return r.tellOfStake(l)
	}
	return nil
}

// tellOfStake: who leaves. The rest is the panel's doing.
func (r *reckoning) tellOfStake(l *types.Log) error {
	did := true
	if e, err := stakes.UnpackLeavingEvent(l); err == nil {
		did = r.Announce(byAddress()[e.Account], settlement.ThePanel, e.Amount.Int64())
	} else if e, err := stakes.UnpackWithdrawnEvent(l); err == nil {
		a, amount := byAddress()[e.Account], e.Amount.Int64()
		did = r.Unstake(a, settlement.ThePanel, amount)
		r.tokens[byAddress()[e.To]] += amount
		r.left[a] += amount
	}
	if !did {
		return fmt.Errorf("stake leaves at %d: %w", r.Now, errForbidden)
	}
	return nil
}

func (r *reckoning) delivery(digest [32]byte, cost *big.Int) settlement.Delivery {
	return settlement.Delivery{Digest: r.digest(digest), Cost: cost.Int64()}
}

func (r *reckoning) tellOfDeal(d deed, l *types.Log) error {
	if e, err := parley.UnpackDepositedEvent(l); err == nil {
		a := byAddress()[e.Account]
		r.Deposit(a, e.Amount.Int64())
		r.tokens[byAddress()[e.From]] -= e.Amount.Int64()
		return nil
	}
	if e, err := parley.UnpackWithdrawnEvent(l); err == nil && e.Account == r.world.machine.Panel {
		return nil // for whoever collects, of which the panel tells
	}
	if len(l.Topics) < 2 || r.deals[l.Topics[1]] == nil {
		return fmt.Errorf("an event of a deal that nobody has signed: %x", l.Topics)
	}
	c := r.deals[l.Topics[1]]
	if _, err := parley.UnpackOpenedEvent(l); err == nil {
		return r.allowed("open", r.Open(&c.Deal, false, true), c)
	}
	if e, err := parley.UnpackSubmittedEvent(l); err == nil {
		c.paid = deals.Delivery{Digest: e.Digest, Cost: e.Cost.String()}
		return r.allowed("submit", r.Submit(&c.Deal, d.by, r.delivery(e.Digest, e.Cost)), c)
	}
	if e, err := parley.UnpackDisputedEvent(l); err == nil {
		g := e.Grounds
		grounds := settlement.Grounds{Delivery: r.delivery(g.Digest, g.Cost), NotServed: escrow.Complaint(g.Complaint) == escrow.NotServed,
			Claimed: r.digest(g.ClaimedDigest), Fuel: int64(g.ClaimedFuel)}
		return r.allowed("dispute", r.Dispute(&c.Deal, d.by, grounds), c)
	}
	if e, err := parley.UnpackAcceptedEvent(l); err == nil {
		return r.settle(d, c, deals.Delivery{Digest: e.Digest, Cost: e.Cost.String()})
	}
	if e, err := parley.UnpackClosedEvent(l); err == nil {
		return r.end(d, c, escrow.Outcome(e.Outcome))
	}
	return nil // what the panel tells of, too
}

// allowed says so where the model did not allow what the contract has done.
func (r *reckoning) allowed(what string, did bool, c *contract) error {
	if !did {
		return fmt.Errorf("%s deal %s at %d: %w", what, c.papers.ID, r.Now, errForbidden)
	}
	return nil
}

// ends does what ends a deal, and notes by which row.
func (r *reckoning) ends(what string, c *contract, end func() bool) error {
	before := make(map[settlement.Row]int)
	for row, n := range r.Rows {
		before[row] = n
	}
	did := end()
	for row, n := range r.Rows {
		if n > before[row] {
			c.row = row
		}
	}
	return r.allowed(what, did, c)
}

func (r *reckoning) settle(d deed, c *contract, v deals.Delivery) error {
	cost, err := messages.ParseAmount(v.Cost)
	if err != nil {
		return err
	}
	c.paid = v
	return r.ends("settle", c, func() bool {
		return r.Settle(&c.Deal, d.by, r.delivery(v.Digest, cost.Big()), true, c.State == settlement.Disputed)
	})
}

// end is every row but 3.
func (r *reckoning) end(d deed, c *contract, o escrow.Outcome) error {
	switch o {
	case escrow.OutcomeDeclined:
		return r.ends("decline", c, func() bool { return r.Decline(&c.Deal, true) })
	case escrow.OutcomeNoShow:
		return r.ends("expire", c, func() bool { return r.Expire(&c.Deal) })
	case escrow.OutcomeSilent:
		return r.ends("claim", c, func() bool { return r.Claim(&c.Deal, *c.Delivery) })
	case escrow.OutcomeUnjudged:
		return r.ends("lapse", c, func() bool { return r.Lapse(&c.Deal, *c.Grounds) })
	case escrow.OutcomeConceded:
		p := map[settlement.Account]*program{settlement.Requester: r.world.requester, settlement.Farmer: r.world.farmer}[d.by]
		if p == nil {
			return fmt.Errorf("concede: %w", errForbidden)
		}
		record, err := p.ledger().Get(context.Background(), c.papers.ID)
		if err != nil || record.Accepted == nil {
			return fmt.Errorf("concede what nobody has a record of: %w", err)
		}
		return r.settle(d, c, record.Accepted.Delivery)
	}
	return r.ends("rule", c, func() bool {
		for _, f := range r.shown[c.papers.ID] {
			if r.Conclude(&c.Deal, *c.Grounds, f) {
				return true
			}
		}
		return r.Conclude(&c.Deal, *c.Grounds, settlement.Finding{})
	})
}

func (r *reckoning) tellOfCase(d deed, l *types.Log) error {
	if e, err := court_.UnpackCollectedEvent(l); err == nil {
		a := byAddress()[e.Member]
		r.tokens[byAddress()[e.To]] += r.Collect(a)
		return nil
	}
	c := r.deals[l.Topics[1]]
	if c == nil {
		return fmt.Errorf("a case of a deal that nobody has signed: %x", l.Topics)
	}
	if _, err := court_.UnpackDrawnEvent(l); err == nil {
		return r.allowed("draw", r.DrawPanel(&c.Deal), c)
	}
	if e, err := court_.UnpackAppealedEvent(l); err == nil {
		r.appeals++
		return r.allowed("appeal", r.Appeal(&c.Deal, byAddress()[e.Appellant]), c)
	}
	if _, err := court_.UnpackArmedEvent(l); err == nil && len(d.logs) == 1 { // else with a dispute, an appeal, or a reveal of who cannot tell
		return r.allowed("arm again", r.DrawPanel(&c.Deal), c)
	}
	vote := settlement.Vote{Finding: r.shown[c.papers.ID][d.by.Address()]}
	seat := func(cast func(i int) bool) bool {
		for i := range 3 * settlement.Mediators {
			if cast(i) {
				return true
			}
		}
		return false
	}
	if _, err := court_.UnpackCommittedEvent(l); err == nil {
		return r.allowed("commit", seat(func(i int) bool { return r.Commit(&c.Deal, d.by, i, vote) }), c)
	}
	if _, err := court_.UnpackRevealedEvent(l); err == nil {
		return r.allowed("reveal", seat(func(i int) bool { return r.Reveal(&c.Deal, d.by, i, vote) }), c)
	}
	if _, err := court_.UnpackFinishedEvent(l); err == nil {
		return r.allowed("finish", r.Finish(&c.Deal), c)
	}
	return nil
}
