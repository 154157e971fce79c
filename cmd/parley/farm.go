package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"math/big"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/deals"
)

// maxPrinted is how much of what a task prints is kept at most, in bytes.
const maxPrinted = 64 << 20

// farmFlags are what a person says of a farmer.
type farmFlags struct {
	name, price       string
	rates             [3]string // of a processor, of a GiB of memory, of a GPU, a second
	fuel              string    // price of 10^9
	coin              string    // price of the chain's coin; empty: gas is not counted
	typed             func(flag string) bool
	free, kept        bool // kept: --no-appeal
	maxJobs, parallel int
	taskTime          time.Duration
	memory, space     int64
	listen            []string
	networks          []string // what containers may reach
	cluster           clusterFlags
}

// farmerName is the party that farms, unless it is told another.
const farmerName = "farm"

func (a *app) farm() *cobra.Command {
	var f farmFlags
	cmd := &cobra.Command{
		Use:   "farm",
		Short: "run other people's programs for pay",
		Long: "Offers to run WASM modules until Ctrl-C. A job is countersigned only when its module and inputs are here and its pay is in\n" +
			"the contract; every program runs in a process of its own, without network or files, and is killed at its deadline. Where a\n" +
			"panel finds against what was run here, it appeals if the account has staked the bond, see: parley stake --help.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			f.typed = cmd.Flags().Changed
			return a.runFarm(cmd.Context(), f)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.name, "name", farmerName, "which party of this machine to be; a folder in the state folder")
	flags.StringVar(&f.price, "price", "0.01", "price of a task, in the market's money")
	for i, what := range rated {
		flags.StringVar(&f.rates[i], what.flag, "0", "price of "+what.unit+" for each second of a task's time limit, beside --price")
	}
	flags.StringVar(&f.fuel, "fuel-price", "0.001", "price of 10^9 fuel (WASM instructions), for jobs that say how much of it a task may use at most")
	flags.StringVar(&f.coin, "coin-price", "", "price of a coin of the chain's, in the market's money: what a deal's gas costs is part of each quote then (default gas is not counted)")
	flags.BoolVar(&f.kept, noAppeal, false, noAppealFor)
	flags.BoolVar(&f.free, "free", false, "work for nothing, and leave the chain alone")
	flags.IntVar(&f.maxJobs, "max-jobs", 4, "agreements worked on at once")
	flags.IntVar(&f.parallel, "parallel", 1, "tasks of one agreement worked on at once")
	flags.DurationVar(&f.taskTime, "task-time", 0, "how long a task is promised to take at most; 0 promises what is asked for")
	flags.Int64Var(&f.memory, "memory", 1024, "most memory that a task may ask for, in MiB (on a cluster, unless it is given, as much as a node has, for what runs live)")
	flags.Int64Var(&f.space, "output-space", 1024, "most space that a task may ask for its outputs, in MiB")
	flags.StringSliceVar(&f.listen, "listen", nil, "multiaddrs to listen on (default free ports: of loopback in a local market, else of all)")
	flags.StringSliceVar(&f.networks, "network", nil, "what a container on the cluster may reach if its job asks for it: http (domains that it names), bridge, host (default nothing)")
	f.cluster.add(flags)
	return cmd
}

func (a *app) runFarm(ctx context.Context, f farmFlags) error {
	networks, err := f.allowed()
	if err := cmp.Or(f.check(), f.listens(), f.cluster.check(), err); err != nil {
		return err
	}
	m, err := a.market()
	if err != nil {
		return err
	}
	price, fuel, rates, err := f.prices(m)
	if err != nil {
		return err
	}
	gauge, err := f.gauge(m)
	if err != nil {
		return err
	}
	h, err := a.party(f.name)
	if err != nil {
		return err
	}
	if f.listen == nil && m.Local {
		f.listen = []string{"/ip4/127.0.0.1/tcp/0", "/ip4/127.0.0.1/udp/0/quic-v1", "/ip4/127.0.0.1/tcp/0/ws"}
	}
	n, err := node.Open(ctx, node.Config{Home: h, Cache: a.cache(), Market: m, Listen: f.listen, Free: f.free, Say: a.say, Logger: a.logger()})
	if err != nil {
		return err
	}
	defer n.Close()
	work := &compute.Farmer{Executor: n.Engine, Store: n.Store, Blocks: n.Bitswap, Notes: n.Journal, Dir: filepath.Join(h.Dir, "work"),
		MaxJobs: f.maxJobs, Parallel: f.parallel, TaskTime: f.taskTime, Networks: networks, Max: executor.Limits{Memory: f.memory << 20, OutputBytes: f.space << 20, OutputFiles: maxFiles, Stdout: maxPrinted, Stderr: maxPrinted}, Logger: a.logger(),
		Keys: a.keysOf(n), Decline: n.Margin, Opening: n.Opening, MaxStart: max(2*time.Minute, 3*n.Margin)}
	life, end := context.WithCancel(ctx)
	defer end()
	where, err := a.onto(life, f, n, work)
	if err != nil {
		return err
	}
	defer where.leave()
	book := newEarnings(a, n)
	var policy farmer.Farmer = unruled{work}
	var bounds farmer.Bounds
	duties := append(where.duties, a.sweep(work, n), a.discloses(n))
	if n.Party != nil {
		work.Asset = n.Party.Asset().String()
		work.PerTask, work.PerFuel, work.Rates = price, fuel, rates
		a.countGas(ctx, n, work, gauge)
		guard := deals.Guard(work, n.Party, n.Ledger, compute.Digest)
		guard.Unjudged = compute.Unjudged
		guard.Margin, guard.Slot = n.Margin, n.Slot
		guard.Bounds.Start = work.MaxStart
		guard.Logger, guard.Depth, guard.AllowFree = a.logger(), m.Chain.Depth, fuel.IsZero() || price.IsZero() && rates == compute.Rates{}
		policy = guard
		if duties, err = a.farmJudged(ctx, n, guard, duties); err != nil {
			return err
		}
		bounds.Start, bounds.Judge = max(mostStart, guard.Bounds.Start), max(mostPanel, guard.Bounds.Judge)
		reconciler := &deals.Reconciler{Contract: a.waiting(n, deals.Submitted), Ledger: n.Ledger, Margin: n.Margin, Depth: m.Chain.Depth, Logger: a.logger(), Notice: book.step}
		if err := appealing(n, reconciler, f.kept); err != nil {
			return err
		}
		duties = append(duties, reconciler.Run, book.account, (&outage{app: a, node: n}).watch)
	}
	work.Finished = book.finished
	mux := new(farmer.Mux)
	mux.Handle(compute.Service, policy)
	server := &farmer.Server{Farmer: mux, Signer: n.Pen, Journal: n.Journal, Logger: a.logger(), Notice: book.notice, Bounds: bounds}
	defer a.mirrorAll(n)()
	book.before(ctx)
	a.offer(n, work, f, where)
	duties = append(duties,
		func(ctx context.Context) error { return server.Serve(ctx, n.Host) },
		func(ctx context.Context) error { return n.Host.Advertise(ctx, compute.Service, nil) })
	err = together(ctx, leaving(end, duties)...)
	if ctx.Err() != nil {
		book.last()
		return nil
	}
	return err
}

// leaving has end called when the first of the duties has ended, before the others hear of it: what they are at then is left to the next
// start, and nothing of it is given up.
func leaving(end func(), duties []func(context.Context) error) (all []func(context.Context) error) {
	for _, duty := range duties {
		all = append(all, func(ctx context.Context) error {
			defer end()
			return duty(ctx)
		})
	}
	return all
}

// rated are the resources that a task may be priced by.
var rated = [3]struct{ flag, unit string }{{"price-cpu", "a processor"}, {"price-memory", "a GiB of memory"}, {"price-gpu", "a GPU"}}

// prices are those of a task, and of what it may take up.
func (f *farmFlags) prices(m *market.Market) (perTask, perFuel messages.Amount, rates compute.Rates, err error) {
	if f.free || m.Chain == nil {
		return perTask, perFuel, rates, nil
	}
	if perTask, err = f.parse(m, "price", f.price); err == nil {
		perFuel, err = f.parse(m, "fuel-price", f.fuel)
	}
	for i, rate := range []*messages.Amount{&rates.CPU, &rates.Memory, &rates.GPU} {
		if err == nil {
			*rate, err = parsePrice(m, rated[i].flag, f.rates[i])
		}
	}
	return perTask, perFuel, rates, err
}

// parse reads a price. A default that the market's money has too few decimals for is the next amount that it has.
func (f *farmFlags) parse(m *market.Market, flag, text string) (messages.Amount, error) {
	_, fraction, _ := strings.Cut(text, ".")
	if over := len(fraction) - m.Chain.Decimals; over > 0 && !f.typed(flag) {
		x, err := messages.ParseUnits(text, len(fraction))
		if err != nil {
			return x, err
		}
		unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(over)), nil)
		up := new(big.Int).Add(x.Big(), new(big.Int).Sub(unit, big.NewInt(1)))
		return messages.AmountOf(up.Quo(up, unit))
	}
	return parsePrice(m, flag, text)
}

func (a *app) offer(n *node.Node, work *compute.Farmer, f farmFlags, where *works) {
	price := "for nothing"
	if n.Party != nil {
		price = "for " + n.Amount(work.PerTask) + " a task"
		for i, rate := range []messages.Amount{work.Rates.CPU, work.Rates.Memory, work.Rates.GPU} {
			if !rate.IsZero() {
				price += ", " + n.Amount(rate) + " a second of " + rated[i].unit
			}
		}
		price += ", or " + n.Amount(work.PerFuel) + " for 10^9 fuel"
		if work.PerDeal != nil {
			price += ", and the gas of a deal"
		}
		a.say("paid to %s", n.Party.Account().Address)
	}
	a.say("farmer %s runs %s %s, %d agreements at once, %s each; state in %s", n.Key.Short(), where.offers, price, f.maxJobs, where.each, n.Home.Dir)
	for _, addr := range n.Host.Addrs() {
		a.say("  --farmer %s", addr)
	}
	if caps, err := n.Engine.Capabilities(context.Background()); err == nil {
		for _, c := range caps {
			if !c.On {
				a.say("  without the wall around %s: %s", c.Name, c.Detail)
			}
		}
	}
	if a.output != "table" {
		_ = json.NewEncoder(a.out).Encode(map[string]any{"event": "ready", "farmer": n.Key.String(), "addresses": n.Host.Addrs()})
	}
}

// sweep removes, at the start and now and then, what need not be served any longer, and what a process before this one has left of inputs
// that were encrypted.
func (a *app) sweep(work *compute.Farmer, n *node.Node) func(context.Context) error {
	return a.nowAndThen("sweeping old results", func(ctx context.Context, now time.Time) error {
		return errors.Join(sweepWork(ctx, work, n, now), sweepKeys(ctx, n, now))
	})
}

// nowAndThen does something at once, and every ten minutes until ctx ends.
func (a *app) nowAndThen(what string, do func(context.Context, time.Time) error) func(context.Context) error {
	return func(ctx context.Context) error {
		tick := time.NewTicker(10 * time.Minute)
		defer tick.Stop()
		for now := time.Now(); ; {
			if err := do(ctx, now); err != nil && ctx.Err() == nil {
				a.say("%s: %v", what, err)
			}
			select {
			case now = <-tick.C:
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		}
	}
}
