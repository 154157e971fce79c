package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/contracts/court"
	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/mediator"
)

// mediatorName is which party of a machine mediates unless --name says otherwise.
const mediatorName = "mediator"

// mediatorFlags are what a person says of a mediator.
type mediatorFlags struct {
	name, stake string
	margin      time.Duration
	listen      []string
	engine      func(executor.Executor) executor.Executor // what runs work again, of what this version has; nil: that
}

func (a *app) mediator() *cobra.Command {
	var f mediatorFlags
	cmd := &cobra.Command{
		Use:   "mediator",
		Short: "judge disputed deals for a fee, as a member of the market's panel",
		Long: "Judges until Ctrl-C. A mediator that is drawn for a case fetches what was agreed, module and inputs by their CIDs, runs the work\n" +
			"again in the sandbox, commits to what came of it and reveals that when nobody can commit any more. It also makes the calls\n" +
			"that anybody may make, so that every case ends. Who is drawn and stays silent, or is overturned, loses the stake of its seat.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.runMediator(cmd.Context(), f) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.name, "name", mediatorName, "which party of this machine to be; a folder in the state folder")
	flags.StringVar(&f.stake, "stake", "", "have at least so much staked, and deposit at the start what is missing (default that of four seats where money is play, else nothing)")
	flags.DurationVar(&f.margin, "margin", time.Minute, "how long before the end of the commitments a run is ended, at most a quarter of the time that there is")
	flags.StringSliceVar(&f.listen, "listen", nil, "multiaddrs to listen on (default free ports: of loopback in a local market, else of all)")
	return cmd
}

// errNoPanel is told where nobody judges.
var errNoPanel = failure.Newf(failure.Usage, "name a market with a panel, with --market FILE; in one of this machine: parley dev", "nobody judges what is disputed in this market: its market file names no panel")

func (a *app) runMediator(ctx context.Context, f mediatorFlags) error {
	if err := check("parley mediator", bounded[time.Duration]{"margin", f.margin, time.Second, maxTime}); err != nil {
		return err
	}
	m, err := a.market()
	if err != nil {
		return err
	}
	if !m.Judged() {
		return errNoPanel
	}
	if _, err := parseAmount(m, "stake", cmp.Or(f.stake, "0")); err != nil { // before anybody is made for it
		return err
	}
	h, err := a.party(f.name)
	if err != nil {
		return err
	}
	if f.listen == nil && m.Local {
		f.listen = []string{"/ip4/127.0.0.1/tcp/0"}
	}
	n, err := node.Open(ctx, node.Config{Home: h, Cache: a.cache(), Market: m, Listen: f.listen, Settles: true, Say: a.say, Logger: a.logger()})
	if err != nil {
		return err
	}
	defer n.Close()
	own := n.Party.Account().Address
	c, err := court.New(n.Party.Client, n.Party.Panel, n.Party.Escrow, [20]byte(own))
	if err != nil {
		return failure.Newf(failure.Refused, "be one of them, with --name; see who they are with: parley stake show", "%w", err)
	}
	if c.Salts, err = court.SaltsOf(n.Party.Party); err != nil {
		return err
	}
	if err := a.staked(ctx, n, f.stake); err != nil {
		return err
	}
	private, err := content.OpenStore(h.Path("private"))
	if err != nil {
		return err
	}
	defer private.Close()
	judge := &bench{app: a, node: n}
	var engine executor.Executor = n.Engine
	if f.engine != nil {
		engine = f.engine(engine)
	}
	work := &mediator.Sandbox{Executor: engine, Private: private, Public: n.Store, Blocks: n.Bitswap, Dir: h.Path("work"), Reach: mediator.Reach(n.Host, n.Host), Keys: juror(n)}
	mediates := &mediator.Mediator{Court: &sitting{Court: c, app: a, told: map[deals.Hash]string{}}, Runner: work, Journal: n.Journal, Depth: m.Chain.Depth, Margin: f.margin, Logger: a.logger(), Notice: judge.step}
	if err := judge.introduce(ctx, own); err != nil {
		return err
	}
	if err := work.Tidy(); err != nil {
		return err
	}
	forget := a.nowAndThen("sweeping old keys", func(ctx context.Context, now time.Time) error { return sweepKeys(ctx, n, now) })
	if err := together(ctx, mediates.Run, forget); ctx.Err() == nil {
		return err
	}
	a.say("stopped. A case that this mediator was drawn for goes on when it starts again: silence costs the stake of its seat")
	return nil
}

// staked deposits what is missing of the stake that a person wants, or that a play market's mediator has.
func (a *app) staked(ctx context.Context, n *node.Node, want string) error {
	p := n.Party.Panel
	least := seats(p, 4)
	if want != "" || !n.Market.Chain.Play {
		amount, err := parseAmount(n.Market, "stake", cmp.Or(want, "0"))
		if err != nil {
			return err
		}
		least = amount
	}
	at, err := p.Position(ctx, [20]byte(n.Party.Account().Address))
	if err != nil {
		return err
	}
	has, err := messages.AmountOf(at.Free.Add(at.Free, at.Held))
	if err != nil || has.Cmp(least) >= 0 {
		return err
	}
	missing, err := least.Sub(has)
	if err != nil {
		return err
	}
	a.say("staking %s, to be drawn for cases", n.Amount(missing))
	return a.deposit(ctx, n.Party.Opened, missing)
}

// seats is the stake of so many of them.
func seats(p *panel.Panel, n uint64) messages.Amount {
	one, _ := messages.AmountOf(p.Rules().Stake) // below 2^96
	all, _ := one.Times(n)
	return all
}

// bench tells what a mediator does.
type bench struct {
	app  *app
	node *node.Node
}

func (b *bench) introduce(ctx context.Context, own deals.Address) error {
	p := b.node.Party.Panel
	at, err := p.Position(ctx, [20]byte(own))
	if err != nil {
		return err
	}
	fee, err := messages.AmountOf(p.Rules().Fee)
	if err != nil {
		return err
	}
	b.app.say("mediator %s of the panel %s; state in %s", own, deals.Address(p.Address()), b.node.Home.Dir)
	b.app.say("%s a case, of %s, for at least %s together; %s to run the work again", plural(int(p.Rules().Seats), "member judges", "members judge"),
		plural(len(p.Members()), "mediator", "mediators"), b.node.Amount(fee), p.Rules().CommitWindow)
	free, err := messages.AmountOf(at.Counts(at.Block.Time))
	if err != nil {
		return err
	}
	if at.Leaving.Sign() > 0 {
		b.app.say("%s of its stake is announced to leave, and counts for draws until %s; to have it stay: parley stake stay", b.node.Amount(bigAmount(at.Leaving)), at.LeaveFrom.Local().Format(time.DateTime))
	}
	held, err := messages.AmountOf(at.Held)
	if err != nil {
		return err
	}
	says, err := stakeWords(b.node.Market, free, held, seats(p, 1))
	if err != nil {
		return err
	}
	b.app.say("%s", says)
	if b.app.output != "table" {
		return json.NewEncoder(b.app.out).Encode(map[string]any{"event": "ready", "mediator": own.String(), "addresses": b.node.Host.Addrs()})
	}
	return nil
}

// stakeWords say what a mediator has staked: what counts for draws, and what is held for seats and appeals; and what a seat takes.
func stakeWords(m *market.Market, counts, held, seat messages.Amount) (string, error) {
	all, err := counts.Add(held)
	if err != nil {
		return "", err
	}
	says := "it has staked " + node.Amount(m, all)
	if !held.IsZero() {
		says += fmt.Sprintf(": %s are held for open cases, and %s count for further ones", node.Amount(m, held), node.Amount(m, counts))
	}
	if counts.Cmp(seat) < 0 {
		return says + fmt.Sprintf("; a seat takes %s: it is not drawn before it has as much: parley stake deposit AMOUNT", node.Amount(m, seat)), nil
	}
	return says + fmt.Sprintf("; a seat holds %s", node.Amount(m, seat)), nil
}

// step hears of what was done in a case.
func (b *bench) step(c mediator.Case, p mediator.Plan, err error) {
	name := fmt.Sprintf("case %.10s", c.ID)
	switch {
	case errors.Is(err, context.Canceled):
		return
	case err != nil:
		b.app.say("%s: %s failed, will be tried again: %v", name, p.Step, err)
	case p.Step == mediator.DoCommit:
		b.app.say("%s: committed to what came of it: %s", name, b.finding(c))
	default:
		b.app.say("%s: %s, since %s", name, p.Step, p.Why)
	}
	fields := map[string]any{"case": c.ID.String(), "step": p.Step.String()}
	if err != nil {
		fields["error"] = err.Error()
	}
	b.app.event("case", fields)
}

// finding is what this mediator found, in words.
func (b *bench) finding(c mediator.Case) string {
	f := c.Finding
	if c.Why != "" {
		return "it can be compared with nobody's, since " + c.Why
	}
	if f.Digest == [32]byte{} {
		return foundNothing(f.Served)
	}
	cost, _ := messages.ParseAmount(f.Cost)
	return fmt.Sprintf("%s, with %s, for at most %s", compute.Root(f.Digest), fuel(int64(f.Fuel)), b.node.Amount(cost))
}
