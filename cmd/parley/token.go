package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/contracts/devmarket"
	"github.com/parley-p2p/parley/contracts/network"
	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/contracts/quorum"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/deals"
)

// tokenFlags are what a person says of a network of one's own.
type tokenFlags struct {
	name, supply, seat, fee        string
	endpoints                      []string // of the chain
	rpc                            string   // these in one
	chain                          uint64
	grants, mediators              []string
	window, commit, reveal, appeal time.Duration
	finality                       time.Duration
	seats                          int
}

func (a *app) token() *cobra.Command {
	cmd := &cobra.Command{Use: "token", Short: "a token and contracts for a network of one's own", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	var f tokenFlags
	found := &cobra.Command{Use: "new", Short: "deploy a token with permit, the contract Parley, and a panel of mediators", Args: cobra.NoArgs,
		Long: "Deploys with the account of --name, which pays for the gas, and prints the chain's part of a market file. The token is an ERC-20\n" +
			"with permit, of 18 decimals; what --grant does not name of --supply is that account's, and there is never more of it. With\n" +
			"--mediators a panel judges what is disputed, by rules that nobody can change, among them the list. Typed again after an\n" +
			"interruption, it goes on.",
		RunE: func(cmd *cobra.Command, _ []string) error { return a.newToken(cmd.Context(), f) }}
	flags, rules := found.Flags(), devmarket.DefaultRules()
	flags.StringVar(&f.name, "name", "token", "which party of this machine deploys; a folder in the state folder")
	flags.StringSliceVar(&f.endpoints, "rpc", nil, "JSON-RPC endpoint of the chain; of several a majority must agree (default those of the market)")
	flags.Uint64Var(&f.chain, "chain-id", 0, "the chain's id (default that of the market)")
	flags.StringVar(&f.supply, "supply", "1000000", "how much of the token there is")
	flags.StringArrayVar(&f.grants, "grant", nil, "ACCOUNT=AMOUNT of the supply for another account")
	flags.DurationVar(&f.window, "min-window", 2*time.Minute, "the shortest time that any deal leaves for anything; on a public chain proposers can shift block times")
	flags.StringArrayVar(&f.mediators, "mediator", nil, "account on the panel's list; none: nobody judges")
	flags.IntVar(&f.seats, "seats", int(rules.Seats), "mediators that judge a case, an odd number")
	flags.StringVar(&f.seat, "seat", messages.FormatUnits(bigAmount(rules.Stake), network.Decimals), "what a seat holds of its mediator's stake: the default is for deals of prices up to 100")
	flags.StringVar(&f.fee, "fee", messages.FormatUnits(bigAmount(rules.Fee), network.Decimals), "the least that a case pays its panel")
	flags.DurationVar(&f.commit, "commit-window", 2*time.Hour, "how long mediators have to run disputed work again")
	flags.DurationVar(&f.finality, "finality", 15*time.Minute, "how long nothing can be revealed after that, so that no reorganization brings it back")
	flags.DurationVar(&f.reveal, "reveal-window", time.Hour, "how long they have to reveal, and to conclude")
	flags.DurationVar(&f.appeal, "appeal-window", 4*time.Hour, "how long a party has to appeal")
	cmd.AddCommand(found)
	return cmd
}

func (f *tokenFlags) check() error {
	const command = "parley token new"
	window := func(flag string, d, least time.Duration) bounded[time.Duration] {
		return bounded[time.Duration]{flag, d, least, 365 * 24 * time.Hour}
	}
	return cmp.Or(check(command, bounded[int64]{"seats", int64(f.seats), 1, panel.MaxMembers}),
		check(command, window("min-window", f.window, time.Second), window("commit-window", f.commit, time.Second), window("finality", f.finality, 0),
			window("reveal-window", f.reveal, time.Second), window("appeal-window", f.appeal, 0)))
}

func (a *app) newToken(ctx context.Context, f tokenFlags) error {
	if err := f.check(); err != nil {
		return err
	}
	f.rpc = strings.Join(f.endpoints, ",")
	faucet := &market.Market{}
	if f.rpc == "" || f.chain == 0 {
		m, err := a.market()
		if err != nil {
			return err
		}
		if m.Chain == nil {
			return failure.Newf(failure.Usage, "name one, with --rpc http://127.0.0.1:8545 --chain-id 1", "this market has no chain")
		}
		f.rpc, f.chain, faucet = m.Chain.RPC, m.Chain.ID, m
	}
	h, err := a.party(f.name)
	if err != nil {
		return err
	}
	unlock, err := lock(h)
	if err != nil {
		return err
	}
	defer unlock()
	founding, own, err := f.founding(h)
	founding.MaxFee = a.feeLimit()
	if err != nil {
		return err
	}
	if err := founding.Check(); err != nil {
		if least := leastSeat(founding); least != nil {
			needs := messages.FormatUnits(bigAmount(least), network.Decimals)
			return failure.Newf(failure.Usage, "have it hold "+needs+" at least, with --seat "+needs+"; or lower --fee",
				"--seat %s is too little beside --fee %s and --seats %d: a mediator whose finding is overturned could not pay for those who judge anew", f.seat, f.fee, f.seats)
		}
		return failure.Newf(failure.Usage, "see what each is with: parley token new --help", "%w", err)
	}
	founding.Logger = a.logger()
	if faucet.Faucet != "" { // it gives the chain's coin, once
		if err := faucet.Grant(ctx, own); err != nil {
			return failure.Newf(failure.Unavailable, "start the market with: parley dev; or fund the account yourself and name the chain with --rpc and --chain-id", "%w", err)
		}
	}
	a.say("deploying with the account %s", own)
	found, err := network.Found(ctx, founding)
	if errors.Is(err, transactions.ErrKeyReused) {
		next := following(f.name)
		for tried := 0; !missingFile(filepath.Join(a.homeDir, next)) && tried < mostParties; tried++ {
			next = following(next)
		}
		return &failure.Failure{Cause: fmt.Sprintf("the party %s has deployed a network already, or begun to, with other values than these: a party deploys one", f.name), Exit: failure.Usage, Err: err,
			Try: "type the values of then to go on with that one, and to have its market file; for one with these values have another party deploy it, with --name " + next}
	}
	if poor, ok := errors.AsType[*transactions.FundsError](err); ok {
		return unfounded(ctx, founding, poor, err)
	}
	if err != nil {
		return err
	}
	if endpoints := f.rpc; keyless(endpoints) != strings.Join(quorum.Split(endpoints), ",") {
		a.say("rpc in the market file is what --rpc says, with what may be a key: name another endpoint there before others read it")
	}
	a.say("deployed; state in %s. A market file is this, beside the addresses of peers to meet at (bootstrap): name it with --market FILE", h.Dir)
	description := &market.Market{Bootstrap: []string{}, Local: faucet.Local, Chain: &market.Chain{RPC: f.rpc, ID: f.chain, Contract: found.Contract, Token: found.Token, Panel: found.Panel,
		Symbol: devmarket.Symbol, Decimals: network.Decimals, Depth: 1}}
	if faucet.Chain != nil {
		description.Bootstrap, description.Chain.Depth = faucet.Bootstrap, faucet.Chain.Depth
	} else {
		a.say("depth is how many blocks must stand on what is relied on: write more than 1 where blocks are replaced")
	}
	enc := json.NewEncoder(a.out)
	enc.SetIndent("", "  ")
	return enc.Encode(description)
}

// founding is what the flags say, and the account that deploys.
func (f *tokenFlags) founding(h *home.Home) (network.Founding, deals.Address, error) {
	secret, own, err := accountOf(h)
	if err != nil {
		return network.Founding{}, own, err
	}
	n := network.Founding{RPC: f.rpc, ChainID: f.chain, Secret: secret, Store: h.Path(home.TransactionsFile), MinimumWindow: f.window.Truncate(time.Second)}
	if n.Grants, err = f.shares(own); err != nil {
		return n, own, err
	}
	for _, text := range f.mediators {
		account, err := deals.ParseAddress(text)
		if err != nil {
			return n, own, failure.Newf(failure.Usage, "write it as --mediator 0x and 40 hex digits, an account of who is to mediate", "--mediator: %w", err)
		}
		n.Mediators = append(n.Mediators, account)
	}
	if len(n.Mediators) == 0 {
		return n, own, nil
	}
	seat, err := ownAmount("seat", f.seat)
	if err != nil {
		return n, own, err
	}
	fee, err := ownAmount("fee", f.fee)
	n.Rules = panel.Rules{Seats: uint8(f.seats), Stake: seat.Big(), Fee: fee.Big(), CommitWindow: f.commit.Truncate(time.Second), Finality: f.finality.Truncate(time.Second),
		RevealWindow: f.reveal.Truncate(time.Second), AppealWindow: f.appeal.Truncate(time.Second)}
	return n, own, err
}

// shares divide the supply.
func (f *tokenFlags) shares(own deals.Address) ([]network.Grant, error) {
	left, err := ownAmount("supply", f.supply)
	if err != nil {
		return nil, err
	}
	var grants []network.Grant
	for _, text := range f.grants {
		account, amount, ok := strings.Cut(text, "=")
		to, err := deals.ParseAddress(account)
		if err != nil || !ok {
			return nil, failure.Newf(failure.Usage, "write it as --grant 0x…=1000, with the 40 hex digits of an account", "--grant %q names no account and amount", text)
		}
		share, err := ownAmount("grant", amount)
		if err != nil {
			return nil, err
		}
		if left, err = left.Sub(share); err != nil {
			return nil, failure.Newf(failure.Usage, "grant less, or have more with --supply", "more is granted than the %s that there are", f.supply)
		}
		grants = append(grants, network.Grant{Account: to, Amount: share})
	}
	return append(grants, network.Grant{Account: own, Amount: left}), nil
}

// ownAmount reads an amount of a token that is to come.
func ownAmount(flag, text string) (messages.Amount, error) {
	x, err := messages.ParseUnits(text, network.Decimals)
	if err == nil && x.Big().BitLen() > 96 {
		err = failure.Newf(failure.Usage, "say less", "--%s %s is more than the contracts count, 79 billion", flag, text)
		return x, err
	}
	if err != nil {
		return x, failure.Newf(failure.Usage, "write it as --"+flag+" 0.5", "--%s %.90q is no amount: want a number that is not negative, with at most %d digits after the point", flag, text, network.Decimals)
	}
	return x, nil
}
