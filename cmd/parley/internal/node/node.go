// Package node assembles one party: its keys, its journal, its content, its place on the network and its account.
package node

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/compute/wasm"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/transports/libp2p"
)

// Config says which party on which network.
type Config struct {
	Home   *home.Home
	Cache  string // of compiled modules; shared by the parties of a machine
	Market *market.Market
	Listen []string // multiaddrs; empty only dials
	// Free leaves the chain alone.
	Free bool
	// Settles: nothing new is agreed on. What was goes by the chain's time alone, whatever this machine's clock says.
	Settles bool
	// Say tells a person what is being waited for.
	Say    func(format string, args ...any)
	Logger *slog.Logger
}

// Node is a party that is up. Close it.
type Node struct {
	Home    *home.Home
	Market  *market.Market
	Signer  ed25519.PrivateKey
	Pen     crypto.Signer // the same key, which signs envelopes
	Key     messages.Key
	Journal journal.Journal
	Store   *content.Store
	Host    *Host
	Bitswap *libp2p.Bitswap
	Engine  *wasm.Engine
	// Party and Ledger are nil where work is free.
	Party  *Account
	Ledger *deals.Ledger
	// Margin is how long before a deadline a step is sent.
	Margin time.Duration
	// Slot is how far apart the chain's blocks are. Zero: one is made for whoever sends.
	Slot time.Duration
	// Opening is how long it takes until a deal that was opened is as deep as it has to be.
	Opening time.Duration

	points  Points
	closers []func() error
}

// Open brings a party up. What is open already is closed again when something fails.
func Open(ctx context.Context, c Config) (*Node, error) {
	if c.Say == nil {
		c.Say = func(string, ...any) {}
	}
	n := &Node{Home: c.Home, Market: c.Market, points: PointsOf(ctx)}
	if err := n.open(ctx, c); err != nil {
		return nil, errors.Join(err, n.Close())
	}
	return n, nil
}

func (n *Node) open(ctx context.Context, c Config) error {
	if err := n.openState(c); err != nil {
		return err
	}
	if err := n.openNetwork(ctx, c); err != nil {
		return err
	}
	if c.Free || c.Market.Chain == nil {
		return nil
	}
	return n.openAccount(ctx, c)
}

func (n *Node) openState(c Config) (err error) {
	var fresh bool
	if n.Signer, fresh, err = c.Home.Identity(); err != nil {
		return err
	}
	if fresh {
		c.Say("made a new identity in %s; without that file this peer is gone, its deals with it", c.Home.Path(home.IdentityFile))
	}
	if n.Key, err = messages.PublicKey(n.Signer); err != nil {
		return err
	}
	n.Pen = n.points.Signer(n.Signer)
	kept, err := journal.Open(c.Home.Path(home.JournalFile))
	if err != nil {
		return err
	}
	n.Journal = n.points.Journal(kept)
	n.closers = append(n.closers, kept.Close)
	if n.Store, err = content.OpenStore(c.Home.Path(home.ContentDir)); err != nil {
		return err
	}
	n.closers = append(n.closers, n.Store.Close)
	if err := os.MkdirAll(c.Cache, 0o700); err != nil {
		return err
	}
	n.Engine = &wasm.Engine{CacheDir: c.Cache, Logger: c.Logger}
	n.closers = append(n.closers, n.Engine.Close)
	return nil
}

func (n *Node) openNetwork(ctx context.Context, c Config) (err error) {
	defer c.late(ctx, joinTime, "the network, through "+strings.Join(c.Market.Bootstrap, " "))()
	host, err := libp2p.New(libp2p.Config{Signer: n.Signer, Listen: c.Listen, Bootstrap: c.Market.Bootstrap, Local: c.Market.Local, Logger: c.Logger})
	if err != nil {
		return listening(c, err)
	}
	n.Host = &Host{host, n.points}
	n.closers = append(n.closers, n.Host.Close)
	joining, cancel := context.WithTimeout(ctx, joinTime)
	defer cancel()
	if err := n.Host.Join(joining); err != nil {
		return failure.Newf(failure.Unavailable, "start the market with: parley dev, or correct the market file's bootstrap",
			"the network cannot be joined: %w", err)
	}
	n.Bitswap = libp2p.NewBitswap(context.WithoutCancel(ctx), n.Host.Libp2p(), nil, n.Store, libp2p.BitswapOptions{Logger: c.Logger})
	n.closers = append(n.closers, n.Bitswap.Close)
	return nil
}

// ListenHere is what to do about a place where nothing can listen.
const ListenHere = "name a place of this machine, as --listen /ip4/0.0.0.0/tcp/4001, or leave --listen out"

// listening is why the host cannot be made: the market's addresses are known to be sound, so it is where it should listen.
func listening(c Config, err error) error {
	if len(c.Listen) == 0 || errors.Is(err, syscall.EADDRINUSE) {
		return err
	}
	return failure.Newf(failure.Usage, ListenHere, "%w", err)
}

// late tells a person what is waited for, and until when at the latest, if it is not soon there.
func (c Config) late(ctx context.Context, atMost time.Duration, what string) (there func()) {
	until := time.Now().Add(atMost)
	waiting := time.AfterFunc(soon, func() {
		if ctx.Err() == nil {
			c.Say("waiting for %s; until %s at the latest", what, until.Format(time.TimeOnly))
		}
	})
	return func() { waiting.Stop() }
}

const (
	soon      = time.Second
	joinTime  = 20 * time.Second
	chainTime = 20 * time.Second
	maxSkew   = time.Minute
)

func (n *Node) openAccount(ctx context.Context, c Config) error {
	secret, fresh, err := c.Home.Account(party.NewSecret)
	if err != nil {
		return err
	}
	if fresh {
		c.Say("made a new account in %s; whoever has that file has its money", c.Home.Path(home.AccountFile))
	}
	chain := c.Market.Chain
	defer c.late(ctx, chainTime, "the chain at "+chain.Where())()
	opening, cancel := context.WithTimeout(ctx, chainTime)
	defer cancel()
	account, err := OpenSender(opening, party.Config{RPC: chain.RPC, ChainID: chain.ID, Contract: chain.Contract, Panel: chain.Panel, Secret: secret,
		Store: c.Home.Path(home.TransactionsFile), Wrap: n.points.Store, Depth: chain.Depth, MaxFee: chain.MaxFee, Told: func(words string) { c.Say("%s", words) }, Logger: c.Logger}, c.Say, nil)
	if err != nil {
		return err
	}
	n.Party = &Account{account, n.points}
	n.closers = append(n.closers, n.Party.Close)
	n.Ledger = &deals.Ledger{Journal: n.Journal}
	if err := CheckMoney(opening, c.Market, account); err != nil {
		return err
	}
	if !c.Settles {
		if err := n.checkClock(opening); err != nil {
			return err
		}
	}
	if err := n.pace(opening); err != nil {
		return err
	}
	return n.provide(ctx, c)
}

// pace sees how fast the chain is. Play money is on a chain that seals a block for whoever sends.
func (n *Node) pace(ctx context.Context) error {
	if n.Market.Chain.Play {
		n.Margin = deals.Margin(0, n.Market.Chain.Depth)
		return nil
	}
	var err error
	n.Slot, err = n.Party.Client.Slot(ctx)
	n.Margin, n.Opening = deals.Margin(n.Slot, n.Market.Chain.Depth), time.Duration(n.Market.Chain.Depth)*n.Slot
	return err
}

// checkClock compares this machine's clock with the chain's: deadlines are signed by the one and judged by the other.
func (n *Node) checkClock(ctx context.Context) error {
	now, err := n.Party.Now(ctx)
	if err != nil {
		return err
	}
	return Skew(ctx, n.Party.Client, now)
}

// Skew refuses a clock that is off the chain's, which says that it is now. A development chain's time may have been moved on purpose.
func Skew(ctx context.Context, client *transactions.Client, now time.Time) error {
	skew := time.Until(now)
	if skew > maxSkew && client.Serves(ctx, "dev") {
		return failure.Newf(failure.General, "see what is open to its end with: parley deal show ID, deal claim ID, deal watch and mediator, which go by the chain's time; for new work begin a market anew: stop parley dev, and start it with another --home",
			"the time of this market's chain was moved ahead of the clock by %s (dev_advance): what is agreed on now would be over before it has begun", skew.Round(time.Second))
	}
	if math.Abs(float64(skew)) > float64(maxSkew) {
		return failure.Newf(failure.General, "set the clock (for example: timedatectl set-ntp true), then try again",
			"this machine's clock is %s off the chain's: it says %s, the chain says %s", skew.Abs().Round(time.Second),
			time.Now().UTC().Format(time.RFC3339), now.UTC().Format(time.RFC3339))
	}
	return nil
}

// provide asks the faucet of a play market for money when the account has none.
func (n *Node) provide(ctx context.Context, c Config) error {
	w, err := n.Party.Wallet(ctx)
	if err != nil {
		return err
	}
	if c.Market.Faucet == "" {
		return nil
	}
	own := n.Party.Account().Address
	if !w.Coin.IsZero() { // a faucet that was killed may have given the one and not the other; it gives each once
		worth, err := n.Party.Worth(ctx, own)
		if err != nil || !worth.IsZero() {
			return err
		}
	}
	c.Say("asking the faucet for play money, for %s", own)
	if err := c.Market.Grant(ctx, own); err != nil {
		return failure.Newf(failure.Unavailable, "start the market with: parley dev; or take faucet out of the market file and fund the account yourself", "%w", err)
	}
	return nil
}

// Close takes the party down, what was opened last first.
func (n *Node) Close() error {
	var errs []error
	for i := len(n.closers) - 1; i >= 0; i-- {
		errs = append(errs, n.closers[i]())
	}
	n.closers = nil
	return errors.Join(errs...)
}

// Judged reports whether a panel judges this party's deals.
func (n *Node) Judged() bool { return n.Party != nil && n.Party.Panel != nil }

// Amount writes an amount of the market's token for people.
func (n *Node) Amount(a messages.Amount) string { return Amount(n.Market, a) }

// Amount writes an amount of a market's token for people.
func Amount(m *market.Market, a messages.Amount) string {
	if m.Chain == nil {
		return a.String()
	}
	return fmt.Sprintf("%s %s", messages.FormatUnits(a, m.Chain.Decimals), m.Chain.Symbol)
}
