package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/contracts/court"
	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/services/deals"
)

// noAppeal is the flag that leaves a party's stake alone, and what it is for.
const (
	noAppeal    = "no-appeal"
	noAppealFor = "leave this side's stake alone: appeal by hand only (default what the panel finds against what this side knows is appealed against, where its free stake covers the bond)"
)

// whileStopped is said beside a command that wants the account for itself.
const whileStopped = " (while this program does not run)"

// appealing has a node appeal for its party, where the market's panel judges.
func appealing(n *node.Node, r *deals.Reconciler, kept bool) error {
	if !n.Judged() {
		return nil
	}
	appeals, err := courtOf(n)
	if err != nil {
		return err
	}
	r.Court, r.NoAppeal = appeals, kept
	return nil
}

// courtOf is the market's panel, for the node's party.
func courtOf(n *node.Node) (*court.Appeals, error) {
	clerk, err := court.NewClerk(n.Party.Client, n.Party.Panel, n.Party.Escrow)
	return court.NewAppeals(clerk, n.Party.Account().Address), err
}

// unappealed says what goes against a party, until when, what is missing, and the command that makes it good.
func unappealed(m *market.Market, id deals.Hash, u *deals.Unappealed) string {
	command, until := fmt.Sprintf("parley deal appeal %s", id), timeOf(u.Until)
	switch {
	case u.Few:
		return u.Error()
	case u.Missing.IsZero():
		return fmt.Sprintf("%s; until %s more members judge anew with: %s", u.Against, until, command)
	}
	return fmt.Sprintf("%s; until %s more members judge anew for %s of stake more than is free, which is deposited with: %s",
		u.Against, until, node.Amount(m, u.Missing), command)
}

// status is how the deal and its case stand, as the party's node reads it.
func (h *hearing) status(ctx context.Context, p *party.Opened, r *deals.Record) (deals.Status, error) {
	s := deals.Status{State: deals.Disputed, Since: h.now, Block: deals.Block{Time: h.now}}
	if h.closed {
		s.State = deals.Closed
	}
	err := deals.Hear(ctx, court.NewAppeals(h.clerk, p.Account().Address), p, r, &s, 1, false)
	return s, err
}

// wronged puts into what is shown of a deal what its party's node does about a case that goes against it, and returns what is said of it to a
// person; nil: it does not.
func (h *hearing) wronged(ctx context.Context, m *market.Market, p *party.Opened, r *deals.Record, s *deals.Shown) (error, error) {
	if r.Closed {
		return nil, nil
	}
	status, err := h.status(ctx, p, r)
	if err != nil {
		return nil, err
	}
	plan := deals.Next(r, status, 0)
	if !r.Wronged(status) && !status.Pursued && plan.Step != deals.DoSettle {
		return nil, nil
	}
	s.Next, s.Why, s.Until = plan.Step.String(), plan.Why, nil
	if !r.Wronged(status) {
		return nil, nil
	}
	command := fmt.Sprintf("parley deal appeal %s", r.Papers.ID)
	u := r.Unappealed(status)
	if u == nil {
		return failure.Newf(failure.General, command+" (this side's node does it by itself, when it runs)",
			"%s; until %s more members can judge anew", plan.Why, timeOf(status.Case.AppealBy)), nil
	}
	s.Why = unappealed(m, r.Papers.ID, u)
	return failure.Newf(failure.General, command, "%s", s.Why), nil
}

// transactionsOf are those that concerned a deal, in order, and the appeals in its case.
func transactionsOf(ctx context.Context, p *party.Opened, r *deals.Record) ([]party.Transaction, error) {
	all, err := p.Transactions(ctx, []deals.Hash{r.Papers.ID})
	if err != nil || r.Papers.Terms.Arbiter == (deals.Address{}) || !slices.ContainsFunc(all, func(t party.Transaction) bool { return t.What == deals.Disputed.String() }) {
		return all, err
	}
	judge, err := panelOf(ctx, p, r.Papers.Terms.Arbiter)
	if judge == nil || err != nil {
		return all, err
	}
	head, err := p.Client.BlockNumber(ctx)
	if err != nil {
		return nil, p.Client.Explain(err)
	}
	appeals := make(map[string]uint64) // by transaction, its block
	for e, err := range judge.Events(ctx, 0, head, (*[32]byte)(&r.Papers.ID)) {
		if err != nil {
			return nil, err
		}
		if _, is := e.Entry.(panel.Appealed); !is {
			continue
		}
		receipt, err := p.Client.TransactionReceipt(ctx, e.Tx)
		if err != nil {
			return nil, p.Client.Explain(err)
		}
		appeal := party.Transaction{Hash: deals.Hash(e.Tx).String(), Deal: r.Papers.ID.String(), What: "appealed", Gas: receipt.GasUsed, Shared: 1}
		all, appeals[appeal.Hash] = append(all, appeal), e.Block
	}
	if len(appeals) == 0 {
		return all, nil
	}
	return all, inOrder(ctx, p, r.Papers.ID, head, all, appeals)
}

// inOrder puts a deal's transactions, and others whose blocks are known, into the order of the chain.
func inOrder(ctx context.Context, p *party.Opened, id deals.Hash, head uint64, all []party.Transaction, blocks map[string]uint64) error {
	for e, err := range p.Escrow.Events(ctx, 0, head, (*[32]byte)(&id)) {
		if err != nil {
			return err
		}
		blocks[deals.Hash(e.Tx).String()] = e.Block
	}
	slices.SortStableFunc(all, func(a, b party.Transaction) int { return cmp.Compare(blocks[a.Hash], blocks[b.Hash]) })
	return nil
}
