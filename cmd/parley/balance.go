package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/deals"
)

func (a *app) balance() *cobra.Command {
	var name string
	var withdraw bool
	cmd := &cobra.Command{
		Use:   "balance",
		Short: "what a party of this machine has: in its account, free and locked in the contract",
		Long: "Shows what a party has in its account, free in the contract and locked in deals, and of the chain's coin, for gas.\n" +
			"With -o json: account, asset, tokens, free, locked and coin; an amount is an object: amount in its unit, and smallest, the\n" +
			"same as an integer.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.showBalance(cmd.Context(), name, withdraw) },
	}
	cmd.Flags().StringVar(&name, "name", "run", "which party of this machine")
	cmd.Flags().BoolVar(&withdraw, "withdraw", false, "move what is free in the contract to the account")
	return cmd
}

// account opens a party's account alone: no network, and no journal. Only what sends needs the state to itself.
func (a *app) account(ctx context.Context, name string, alone bool) (*party.Opened, *market.Market, *home.Home, error) {
	return a.accountAt(ctx, name, alone, deals.Address{})
}

// accountAt is account with a panel, if that is not zero.
func (a *app) accountAt(ctx context.Context, name string, alone bool, panel deals.Address) (*party.Opened, *market.Market, *home.Home, error) {
	m, err := a.market()
	if err != nil {
		return nil, nil, nil, err
	}
	if m.Chain == nil {
		return nil, nil, nil, failure.Newf(failure.Usage, "name a market with a chain, with --market FILE", "work is free in this market: there is no money")
	}
	h, err := a.known(name)
	if err != nil {
		return nil, nil, nil, err
	}
	secret, _, err := h.Account(party.NewSecret)
	if err != nil {
		return nil, nil, nil, err
	}
	store := ""
	if alone {
		store = h.Path(home.TransactionsFile)
	}
	p, err := node.OpenSender(ctx, party.Config{RPC: m.Chain.RPC, ChainID: m.Chain.ID, Contract: m.Chain.Contract, Panel: panel, Secret: secret, Store: store,
		Wrap: node.PointsOf(ctx).Store, Depth: m.Chain.Depth, MaxFee: m.Chain.MaxFee, Told: func(words string) { a.say("%s", words) }, Logger: a.logger()},
		a.say, func() error { return sends(h) })
	if err != nil {
		return nil, nil, nil, err
	}
	if err := node.CheckMoney(ctx, m, p); err != nil {
		return nil, nil, nil, errors.Join(err, p.Close())
	}
	return p, m, h, nil
}

// sends is why nothing can be sent beside a node of this party; nil where none runs.
func sends(h *home.Home) error {
	if !isFile(h.Path(home.JournalFile)) { // no node ever ran
		return nil
	}
	j, err := journal.Open(h.Path(home.JournalFile))
	if err == nil {
		return j.Close()
	}
	l, locked := errors.AsType[*journal.LockedError](err)
	if !locked || l.PID == os.Getpid() {
		return nil
	}
	return &failure.Failure{Cause: fmt.Sprintf("a node of this party runs%s, with the state in %s, and only it sends for its account", failure.Process(l.PID), h.Dir),
		Try: failure.Stop(l.PID) + "; type this again, then start it again: what it has under way goes on, and a short stop loses nothing of it", Exit: failure.Unavailable, Err: err}
}

func (a *app) showBalance(ctx context.Context, name string, withdraw bool) error {
	p, m, h, err := a.account(ctx, name, withdraw)
	if err != nil {
		return err
	}
	defer p.Close()
	w, err := p.Wallet(ctx)
	if err != nil {
		return err
	}
	own := p.Account().Address
	free, err := p.Free(ctx, own)
	if err != nil {
		return err
	}
	if withdraw && !free.IsZero() {
		if err := p.Withdraw(ctx, "all/"+free.String()+"/"+w.Tokens.String(), free); err != nil {
			return err
		}
		if w, err = p.Wallet(ctx); err != nil {
			return err
		}
		free = messages.Amount{}
	}
	var locked messages.Amount
	a.renew(h)
	records, err := statuses(h)
	if err != nil {
		return err
	}
	for _, s := range records {
		lock, err := p.Locked(ctx, s.Papers, own)
		if err != nil {
			return err
		}
		if locked, err = locked.Add(lock); err != nil {
			return err
		}
	}
	if a.output != "table" {
		return json.NewEncoder(a.out).Encode(balances{own.String(), p.Asset().String(), sumOf(m, w.Tokens), sumOf(m, free), sumOf(m, locked), coinOf(w.Coin)})
	}
	_, err = fmt.Fprintf(a.out, a.typedFormat("account   %s\nhas       %s\nfree      %s in the contract; take it out with: parley balance --withdraw\nlocked    %s in deals; see: parley deal list\nfor gas   %s\n"),
		own, node.Amount(m, w.Tokens), node.Amount(m, free), node.Amount(m, locked), messages.FormatUnits(w.Coin, 18)+" of the chain's coin")
	return err
}
