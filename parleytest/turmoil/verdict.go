package turmoil

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum/common"

	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/settlement"
)

// gas is how many transactions an honest party pays for at the most: what a deal takes, as often as it may be overtaken by others.
const gas = 16

// judge says what should not be so.
func (w *world) judge(left string) (*Report, error) {
	var failed []error
	if left != "" {
		failed = append(failed, fmt.Errorf("%s after the last deadline: %s", most, left))
	}
	report := &Report{Moves: len(w.chain.done), Story: w.story, Faults: make(map[string]int)}
	for _, p := range w.all() {
		for _, what := range p.faults() {
			report.Faults[what]++
		}
		if p.ended != nil {
			failed = append(failed, p.ended)
		}
		if f, ok := w.failed[p]; ok && (left != "" || p.part.Conduct == Honest) && f.at.After(w.began.Add(lasts)) {
			failed = append(failed, fmt.Errorf("%s fails still, the last time %s after it began: %w", p.account, f.at.Sub(w.began), f.err))
		}
	}
	for _, p := range w.all() {
		sent := int(w.chain.nonces[p.account])
		if p.part.Conduct != Honest {
			continue
		}
		if report.Sent = max(report.Sent, sent); sent > gas {
			failed = append(failed, fmt.Errorf("%s, who was honest, has paid the gas of %d transactions", p.account, sent))
		}
	}
	r, err := w.reckon()
	if err != nil {
		return report, errors.Join(append(failed, err)...)
	}
	for _, c := range r.deals {
		if c.row != "" {
			report.Rows = append(report.Rows, c.row)
		}
		failed = append(failed, w.stuck(c), c.ended(), w.fair(r, c))
	}
	slices.Sort(report.Rows)
	report.Left, report.Appeals = len(r.left), r.appeals
	return report, errors.Join(append(failed, w.nobodys(), r.compare(), w.harmless(r))...)
}

// ended: a deal that was opened has ended by a row of the table.
func (c *contract) ended() error {
	if c.State != settlement.Unopened && c.row == "" {
		return fmt.Errorf("deal %s was opened and has ended by no row: %v", c.papers.ID, c.State)
	}
	return nil
}

// nobodys: all that the panel has in the escrow is owed to somebody.
func (w *world) nobodys() error {
	m := w.chain.head().at()
	account, err := ask(m, m.Parley, parley.PackAccountOf(m.Panel), parley.UnpackAccountOf)
	if err != nil {
		return err
	}
	left := new(big.Int).Set(account.Free)
	for a := range settlement.Accounts {
		owed, err := ask(m, m.Panel, court_.PackOwedTo(a.Address()), court_.UnpackOwedTo)
		if err != nil {
			return err
		}
		left.Sub(left, owed)
	}
	if left.Sign() != 0 {
		return fmt.Errorf("money is stuck in the panel: %d of what it has is owed to nobody", left)
	}
	return nil
}

// stuck: no contract holds anything for a deal.
func (w *world) stuck(c *contract) error {
	m := w.chain.head().at()
	progress, err := ask(m, m.Parley, parley.PackProgressOf(c.papers.ID), parley.UnpackProgressOf)
	if err != nil {
		return err
	}
	docket, err := ask(m, m.Panel, court_.PackDocketOf(c.papers.ID), court_.UnpackDocketOf)
	if err != nil {
		return err
	}
	if s := escrow.State(progress.State); s != escrow.Unopened && s != escrow.Closed || panel.Stage(docket.Stage) != panel.Unknown {
		return fmt.Errorf("money is stuck in deal %s: it is %v, its case %v", c.papers.ID, s, panel.Stage(docket.Stage))
	}
	return nil
}

// ask asks a contract.
func ask[T any](m *settlement.Machine, at common.Address, question []byte, unpack func([]byte) (T, error)) (T, error) {
	answer, err := m.Try(settlement.Stranger.Address(), at, question)
	if err != nil {
		var zero T
		return zero, err
	}
	return unpack(answer)
}

// compare: what the contracts hold is to the unit what the document says.
func (r *reckoning) compare() error {
	m := r.world.chain.head().at()
	var failed []error
	figure := func(what string, want int64, at common.Address, question []byte) {
		got, err := ask(m, at, question, parley.UnpackBurned) // any uint256
		if err == nil && got.Cmp(big.NewInt(want)) != 0 {
			err = fmt.Errorf("%d by the document, %d by the contract", want, got)
		}
		if err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", what, err))
		}
	}
	inLedger := r.Burned
	for _, free := range r.Free {
		inLedger += free
	}
	figure("burned", r.Burned, m.Parley, parley.PackBurned())
	figure("what Parley holds", inLedger, m.Token, money.PackBalanceOf(m.Parley))
	figure("what Stake holds", r.Staked(), m.Token, money.PackBalanceOf(m.Stake))
	figure("the pot", 0, m.Stake, stakes.PackPotOf(m.Panel))
	for a := range settlement.Accounts {
		figure("the tokens of "+a.String(), r.tokens[a], m.Token, money.PackBalanceOf(a.Address()))
		figure("what is owed to "+a.String(), r.Owed[a], m.Panel, court_.PackOwedTo(a.Address()))
		account, err := ask(m, m.Parley, parley.PackAccountOf(a.Address()), parley.UnpackAccountOf)
		if err == nil && account.Free.Int64() != r.Free[a] {
			err = fmt.Errorf("%d by the document, %d by the contract", r.Free[a], account.Free)
		}
		position, failure := ask(m, m.Stake, stakes.PackPositionOf(a.Address(), m.Panel), stakes.UnpackPositionOf)
		if at := r.Position(a, settlement.ThePanel); failure == nil && (position.Free.Int64() != at.Free || position.Held.Sign() != 0) {
			failure = fmt.Errorf("%+v by the document, %+v by the contract", *at, position)
		}
		if err = errors.Join(err, failure); err != nil {
			failed = append(failed, fmt.Errorf("the money of %s: %w", a, err))
		}
	}
	return errors.Join(failed...)
}

// What an honest party may see its deal end by. Who was away for long may have been silent, too, and pays what that costs.
var (
	ofRequester = []settlement.Row{"", "1", "2", "3", "7", "7b", "8", "8b"}
	ofFarmer    = []settlement.Row{"", "1", "3", "5", "6", "8b"}
	silent      = map[bool][]settlement.Row{
		true:  {"5", "6", "9b"}, // the requester, of whom a panel may have nothing to judge by either
		false: {"2", "8", "9b"}, // the farmer
	}
)

// fair: who was honest sees its deal end by a row that honest play ends by, and pays for nothing but what is right.
func (w *world) fair(r *reckoning, c *contract) error {
	if w.script.Beyond {
		return nil
	}
	var failed []error
	unfair := func(to string, why string) {
		failed = append(failed, fmt.Errorf("unfair to the %s: deal %s ended by row %q, %s", to, c.papers.ID, c.row, why))
	}
	if p := w.script.Requester; p.Conduct == Honest {
		rows := ofRequester
		if p.Lame {
			rows = append(slices.Clone(rows), silent[true]...)
		}
		switch paid := c.row == "3" || c.row == "8" || c.row == "8b"; {
		case !slices.Contains(rows, c.row):
			unfair("requester", "which honest requesters do not see")
		case paid && !w.script.right(c.paid):
			unfair("requester", fmt.Sprintf("and it has paid for %+v", c.paid))
		case (c.row == "8" || c.row == "8b") && !w.given.has(c.paid.Digest):
			unfair("requester", "and the panel has not given it the result")
		}
	}
	if p := w.script.Farmer; p.Conduct == Honest {
		rows := ofFarmer
		if p.Lame {
			rows = append(slices.Clone(rows), silent[false]...)
			if w.script.Shipped { // one may have lied of it, and it was not there to appeal
				rows = append(rows, "7", "7b")
			}
		}
		if !slices.Contains(rows, c.row) {
			unfair("farmer", "which honest farmers do not see")
		}
		if owed := w.delivered(c); !p.Lame && owed.Cmp(w.paid(c)) > 0 {
			unfair("farmer", fmt.Sprintf("and %s of what it delivered was not paid", owed))
		}
	}
	return errors.Join(failed...)
}

// delivered is what the farmer's result costs, in a deal.
func (w *world) delivered(c *contract) (cost messages.Amount) {
	if record, err := w.farmer.ledger().Get(context.Background(), c.papers.ID); err == nil && record.Result != nil {
		cost, _ = messages.ParseAmount(record.Result.Cost) // Work has written it
	}
	return cost
}

// paid is what was paid for the work, by the row.
func (w *world) paid(c *contract) (cost messages.Amount) {
	if slices.Contains([]settlement.Row{"3", "5", "6", "8", "8b"}, c.row) {
		cost, _ = messages.ParseAmount(c.paid.Cost) // the contract has told it
	}
	return cost
}

// harmless: no honest mediator has lost stake, nor an honest party that appealed, and none that cannot tell; one that was away for long, at most that of a seat.
func (w *world) harmless(r *reckoning) error {
	if w.script.Beyond {
		return nil
	}
	for _, a := range w.script.appellants() {
		if lost := staked - r.Position(a, settlement.ThePanel).Free; lost != 0 {
			return fmt.Errorf("%s, who was honest, has lost %d of the stake that it appealed with", a, lost)
		}
	}
	for _, p := range w.mediators {
		lost := staked - r.Position(p.account, settlement.ThePanel).Free - r.left[p.account]
		bound := int64(0)
		if p.part.Lame {
			bound = w.script.Rules().Stake
		}
		if (p.part.Conduct == Honest || p.part.Conduct == CannotTell) && lost > bound {
			return fmt.Errorf("%s, who was honest, has lost %d of its stake", p.account, lost)
		}
	}
	return nil
}
