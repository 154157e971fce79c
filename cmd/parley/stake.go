package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/big"
	"time"

	"github.com/spf13/cobra"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/deals"
)

func (a *app) stake() *cobra.Command {
	var name string
	cmd := &cobra.Command{Use: "stake", Short: "what a mediator has staked for the market's panel", Args: cobra.NoArgs,
		Long: "A seat of the panel holds a part of its mediator's stake until the case has ended, and takes it where the mediator was silent or\n" +
			"was overturned. Who has less than that free is not drawn. See: parley mediator.",
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	cmd.PersistentFlags().StringVar(&name, "name", mediatorName, "which party of this machine")
	one := func(use, short, long string, do func(context.Context, *staking, messages.Amount) error) *cobra.Command {
		return &cobra.Command{Use: use, Short: short, Long: long, Args: oneArg, RunE: func(cmd *cobra.Command, args []string) error {
			return a.withStake(cmd.Context(), name, true, func(s *staking) error {
				amount, err := messages.ParseUnits(args[0], s.market.Chain.Decimals)
				if err != nil || amount.IsZero() {
					return failure.Newf(failure.Usage, "write it as parley stake "+cmd.Name()+" 0.5", "%.90q is no amount of %s to stake: want a number above zero, with at most %d digits after the point",
						args[0], s.market.Chain.Symbol, s.market.Chain.Decimals)
				}
				return do(cmd.Context(), s, amount)
			})
		}}
	}
	show := &cobra.Command{Use: "show", Short: "what is staked, held and leaving, and the panel's rules", Args: cobra.NoArgs,
		Long: "With -o json: account, panel, listed, free, held, leaving, leaveFrom, owed, seat, seats, members, fee; an amount is an object: amount\n" +
			"in its unit, and smallest, the same as an integer.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.withStake(cmd.Context(), name, false, func(s *staking) error { return a.showStake(cmd.Context(), s) })
		}}
	cmd.AddCommand(show,
		one("deposit AMOUNT", "stake an amount of the market's money", "", a.depositStake),
		one("withdraw AMOUNT", "announce that stake is to leave, and take it out when its time has come",
			"The first time it announces that so much is to leave, which moves nothing yet, and says from when it may; from then on the same command\nmoves it to the account. Asked before that it fails, with exit code 5. An announcement of more takes the place of the one before, and its\n"+
				"time begins anew. What is announced counts for draws until it may leave, and not from then on, so that nobody dodges a case by leaving.\n"+
				"Announced stake stays, and counts again, with: parley stake stay.", a.withdrawStake),
		&cobra.Command{Use: "stay", Short: "take back what was announced to leave", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
			return a.withStake(cmd.Context(), name, true, func(s *staking) error { return a.stayStaked(cmd.Context(), s) })
		}})
	return cmd
}

// staking is a party's account and its panel.
type staking struct {
	*party.Opened
	market *market.Market
	own    deals.Address
}

// withStake opens a party's account and the market's panel; alone where something is sent.
func (a *app) withStake(ctx context.Context, name string, alone bool, do func(*staking) error) error {
	m, err := a.market()
	if err != nil {
		return err
	}
	if !m.Judged() {
		return errNoPanel
	}
	p, m, _, err := a.accountAt(ctx, name, alone, m.Chain.Panel)
	if err != nil {
		return err
	}
	defer p.Close()
	return do(&staking{Opened: p, market: m, own: p.Account().Address})
}

// deposit stakes an amount. Asked again for the same before anything else has changed, it is the same deposit.
func (a *app) deposit(ctx context.Context, p *party.Opened, amount messages.Amount) error {
	own := p.Account().Address
	w, err := p.Wallet(ctx)
	if err != nil {
		return err
	}
	if w.Tokens.Cmp(amount) < 0 {
		return failure.Newf(failure.Funds, "take out what is free in the contract with: parley balance --withdraw; or fund the account", "the account %s has too little to stake so much", own)
	}
	at, err := p.Panel.Position(ctx, [20]byte(own))
	if err != nil {
		return err
	}
	_, err = p.Panel.Deposit(ctx, fmt.Sprintf("%s/%s/%s/%s", amount, at.Free, at.Held, w.Tokens), amount.Big())
	return err
}

func (a *app) depositStake(ctx context.Context, s *staking, amount messages.Amount) error {
	if err := a.deposit(ctx, s.Opened, amount); err != nil {
		return err
	}
	a.say("staked %s", node.Amount(s.market, amount))
	return a.showStake(ctx, s)
}

// withdrawStake announces, or takes out what was announced and whose time has come.
func (a *app) withdrawStake(ctx context.Context, s *staking, amount messages.Amount) error {
	at, err := s.Panel.Position(ctx, [20]byte(s.own))
	if err != nil {
		return err
	}
	free, err := messages.AmountOf(at.Free)
	if err != nil {
		return err
	}
	if free.Cmp(amount) < 0 {
		return failure.Newf(failure.Funds, "see what is staked with: parley stake show", "%s has %s staked and not held for a case, and %s are to leave", s.own, node.Amount(s.market, free), node.Amount(s.market, amount))
	}
	leaving, err := messages.AmountOf(at.Leaving)
	if err != nil {
		return err
	}
	reference := fmt.Sprintf("%s/%s/%s/%d", amount, at.Free, at.Leaving, at.LeaveFrom.Unix())
	if leaving.Cmp(amount) < 0 {
		return a.announceStake(ctx, s, reference, amount, leaving)
	}
	if now := at.Block.Time; now.Before(at.LeaveFrom) {
		return failure.Newf(failure.TimedOut, fmt.Sprintf("wait for %s, then: parley stake withdraw %s; or have all of it stay: parley stake stay", max(at.LeaveFrom.Sub(now), time.Second).Round(time.Second), messages.FormatUnits(amount, s.market.Chain.Decimals)),
			"%s in all were announced to leave, and nothing of it can be taken out before %s", node.Amount(s.market, leaving), timeOf(at.LeaveFrom))
	}
	if _, err := s.Panel.Withdraw(ctx, reference, [20]byte(s.own), amount.Big()); err != nil {
		return err
	}
	a.say("%s are in the account again", node.Amount(s.market, amount))
	return a.showStake(ctx, s)
}

// announceStake has an amount leave, instead of what was to leave before.
func (a *app) announceStake(ctx context.Context, s *staking, reference string, amount, before messages.Amount) error {
	if _, err := s.Panel.Announce(ctx, reference, amount.Big()); err != nil {
		return err
	}
	at, err := s.Panel.Position(ctx, [20]byte(s.own))
	if err != nil {
		return err
	}
	if at.Leaving.Cmp(amount.Big()) < 0 {
		return failure.Newf(failure.TimedOut, "see from when they may with: parley stake show", "it is announced that %s leave, and the endpoint has not seen it yet", node.Amount(s.market, amount))
	}
	instead := ""
	if !before.IsZero() {
		instead = fmt.Sprintf(", instead of the %s before", node.Amount(s.market, before))
	}
	from := timeOf(at.LeaveFrom)
	a.say("now       it is announced that %s in all leave%s; nothing is moved yet, and they count for draws until %s", node.Amount(s.market, amount), instead, from)
	a.say("later     take them out, from %s on, with: parley stake withdraw %s", from, messages.FormatUnits(amount, s.market.Chain.Decimals))
	a.say("or        have them stay, with: parley stake stay")
	return a.showStake(ctx, s)
}

// stayStaked has nothing leave any more.
func (a *app) stayStaked(ctx context.Context, s *staking) error {
	at, err := s.Panel.Position(ctx, [20]byte(s.own))
	if err != nil {
		return err
	}
	if at.Leaving.Sign() > 0 {
		if _, err := s.Panel.Announce(ctx, fmt.Sprintf("stay/%s/%d", at.Leaving, at.LeaveFrom.Unix()), new(big.Int)); err != nil {
			return err
		}
	}
	a.say("nothing is announced to leave")
	return a.showStake(ctx, s)
}

// stakeStatement is what stake show prints for programs.
type stakeStatement struct {
	Account   string     `json:"account"`
	Panel     string     `json:"panel"`
	Listed    bool       `json:"listed"`
	Free      sum        `json:"free"`
	Held      sum        `json:"held"`
	Leaving   sum        `json:"leaving"`
	LeaveFrom *time.Time `json:"leaveFrom,omitempty"`
	Owed      sum        `json:"owed"`
	Seat      sum        `json:"seat"`
	Seats     int        `json:"seats"`
	Members   []string   `json:"members"`
	Fee       sum        `json:"fee"`
}

func bigAmount(x *big.Int) messages.Amount {
	a, _ := messages.AmountOf(x) // what a contract holds is below 2^112
	return a
}

func (a *app) showStake(ctx context.Context, s *staking) error {
	at, err := s.Panel.Position(ctx, [20]byte(s.own))
	if err != nil {
		return err
	}
	owed, err := s.Panel.Owed(ctx, [20]byte(s.own))
	if err != nil {
		return err
	}
	rules := s.Panel.Rules()
	x := stakeStatement{Account: s.own.String(), Panel: deals.Address(s.Panel.Address()).String(), Free: sumOf(s.market, bigAmount(at.Free)), Held: sumOf(s.market, bigAmount(at.Held)),
		Leaving: sumOf(s.market, bigAmount(at.Leaving)), Owed: sumOf(s.market, bigAmount(owed)), Seat: sumOf(s.market, bigAmount(rules.Stake)),
		Seats: int(rules.Seats), Fee: sumOf(s.market, bigAmount(rules.Fee))}
	if at.Leaving.Sign() > 0 {
		x.LeaveFrom = &at.LeaveFrom
	}
	for _, m := range s.Panel.Members() {
		x.Members, x.Listed = append(x.Members, deals.Address(m).String()), x.Listed || deals.Address(m) == s.own
	}
	if a.output != "table" {
		return json.NewEncoder(a.out).Encode(x)
	}
	a.printStake(s, &x, rules)
	return nil
}

func (a *app) printStake(s *staking, x *stakeStatement, rules panel.Rules) {
	listed := "is on the list"
	if !x.Listed {
		listed = "is not on the list, and is never drawn"
	}
	a.print("account   %s, which %s of the panel %s\n", x.Account, listed, x.Panel)
	a.print("free      %s; a seat takes %s\n", &x.Free, &x.Seat)
	a.print("held      %s for cases that are open\n", &x.Held)
	if x.LeaveFrom != nil {
		a.print("leaving   %s, from %s on\n", &x.Leaving, x.LeaveFrom.Local().Format(time.DateTime))
	}
	a.print("earned    %s, not collected yet\n", &x.Owed)
	a.print("rules     %d of %d judge a case for at least %s; %s to run the work again, then %s, then %s to reveal; %s to appeal; stake leaves after %s\n", x.Seats, len(x.Members), &x.Fee,
		rules.CommitWindow, rules.Finality, rules.RevealWindow, rules.AppealWindow, s.Panel.Unbonding())
}
