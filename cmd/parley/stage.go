package main

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/examples/forger"
	"github.com/parley-p2p/parley/examples/render"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/deals"
)

// stage is where a scenario is played: a demo with one picture, and farmers and mediators of its own.
type stage struct {
	*demo
	scenario *scenario
	market   *market.Market
	reader   *party.Opened // of the requester's account; it sends nothing
	cast     []actor       // the requester first, then the farmer that the deal is with
	before   []messages.Amount

	requester, seller *child // seller: nil where the farmer cheats
	mediators         []*child
	inVain            map[*child]bool // who has asked for a result, and did not have it
	elders            []*elder
	deal              *deals.Record

	ui      sync.Mutex // held while something is shown
	spoke   time.Time  // when something was last shown
	awaited string     // in place of what a step waits for, where more is known
	missed  bool       // that a result does not come was told
	playing sync.WaitGroup
	forged  []byte
}

// actor is somebody whose balance is told.
type actor struct {
	name    string
	account deals.Address
}

// sketch is a picture in one tile, which takes a core a few seconds.
var sketch = render.Picture{Size: render.Demo().Size.Div(2), Samples: 4, Tiles: 1}

// sketchFuel is the most fuel that it may use, in 10^9; it uses a little less.
const sketchFuel = "6"

func (s *stage) run(ctx context.Context) (err error) {
	defer func() { err = errors.Join(err, os.RemoveAll(s.dir)) }()
	s.cut = sketch
	if err := s.prepare(); err != nil {
		return err
	}
	s.app.say("scenario %s: %s. It ends by row %s of the payout table", s.scenario.name, s.scenario.story, s.scenario.row)
	s.app.say("of docs/SETTLEMENT.md, which says who gets what when a deal ends so. It takes %s; more on a machine that has much to do.", s.scenario.takes)
	s.app.say("All money is play money; state is in %s and is removed at the end.", s.dir)
	s.app.say("In a deal the chain locks the price, and the farmer's bond: money of its own, from which it pays for what it does wrong.")
	if s.scenario.mediators > 0 {
		s.app.say("What is disputed a panel judges: mediators who have staked money, and lose it where they are silent or are overturned (are slashed).")
		s.app.say("One is drawn by lot, runs the work again, commits to what it finds (sealed, so that nobody copies it), and then reveals it.")
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer func() {
		cancel(nil)
		s.playing.Wait()
		s.stop()
		if s.reader != nil {
			err = errors.Join(err, s.reader.Close())
		}
	}()
	for _, step := range []func(context.Context) error{s.open, s.hire, func(ctx context.Context) error { return s.scenario.play(s, ctx) }, s.end} {
		if err := step(ctx); err != nil {
			return s.told(err)
		}
	}
	return nil
}

// show tells where things are.
func (s *stage) show(format string, args ...any) {
	s.ui.Lock()
	defer s.ui.Unlock()
	s.spoke = time.Now()
	s.progress(format, args...)
}

// waits says what is waited for, where nothing was said for some time.
func (s *stage) waits(what string) {
	s.ui.Lock()
	defer s.ui.Unlock()
	if time.Since(s.spoke) >= lifeTime {
		s.spoke = time.Now()
		s.progress("waiting for %s", cmp.Or(s.awaited, what))
	}
}

// open opens the market, and has everybody come who is in the scenario.
func (s *stage) open(ctx context.Context) error {
	s.show("opening a market: a chain, the contracts, a meeting point")
	args := []string{"dev", "--ahead", "48h"}
	if n := s.scenario.mediators; n > 0 { // who is on the panel's list is here: nobody's turn is waited for in vain
		args = append(args, "--mediators", fmt.Sprint(n))
	}
	dev := s.start(ctx, "dev", args...)
	file := filepath.Join(s.home, market.File)
	if err := s.await(ctx, "the market to open", func() bool { return isFile(file) }, dev); err != nil {
		return err
	}
	var err error
	if s.market, err = market.Read(file); err != nil {
		return err
	}
	for i, name := 0, mediatorName; i < s.scenario.mediators; i, name = i+1, following(name) {
		s.show("%s stakes, and waits to be drawn", name)
		if s.scenario.aged {
			s.elders = append(s.elders, s.elder(ctx, name))
			continue
		}
		s.mediators = append(s.mediators, s.start(ctx, name, "mediator", "--name", name, "-o", "jsonl"))
	}
	secret, err := s.join(ctx, "run", "requester")
	if err != nil {
		return err
	}
	if s.reader, err = party.Open(ctx, party.Config{RPC: s.market.Chain.RPC, ChainID: s.market.Chain.ID, Contract: s.market.Chain.Contract, Panel: s.market.Chain.Panel, Secret: secret}); err != nil {
		return err
	}
	if err := s.farmers(ctx); err != nil {
		return err
	}
	for _, c := range s.mediators {
		if err := s.await(ctx, c.name, func() bool { return c.ready() != "" }, c); err != nil {
			return err
		}
		account, err := deals.ParseAddress(c.ready())
		if err != nil {
			return err
		}
		s.cast = append(s.cast, actor{c.name, account})
	}
	for _, e := range s.elders {
		if err := s.staked(ctx, e); err != nil {
			return err
		}
	}
	return s.balances(ctx)
}

// join makes the account of a party, and has it given play money.
func (s *stage) join(ctx context.Context, name, who string) (secret []byte, err error) {
	h, err := home.Open(filepath.Join(s.home, name))
	if err != nil {
		return nil, err
	}
	secret, account, err := accountOf(h)
	if err != nil {
		return nil, err
	}
	s.cast = append(s.cast, actor{who, account})
	return secret, s.market.Grant(ctx, account)
}

// The farmers: the one that the deal is with, and one who does it after one that cheats.
const honest, cheat = "alba", "mala"

func (s *stage) farmers(ctx context.Context) error {
	if s.scenario.cheats {
		if err := s.forge(ctx); err != nil {
			return err
		}
	}
	if !s.scenario.honest {
		return nil
	}
	if _, err := s.join(ctx, honest, honest); err != nil {
		return err
	}
	s.show("%s comes to the market, an honest farmer", honest)
	s.seller = s.start(ctx, honest, "farm", "--name", honest, "--price", "0.02", "-o", "jsonl")
	err := s.await(ctx, "farmer "+honest, func() bool { return s.seller.ready() != "" }, s.seller)
	s.names[s.seller.ready()] = honest
	return err
}

// forge starts the farmer that cheats, within this process: it is no farmer of parley's, but a program in examples.
func (s *stage) forge(ctx context.Context) error {
	secret, err := s.join(ctx, cheat, cheat)
	if err != nil {
		return err
	}
	_, signer, err := ed25519.GenerateKey(nil)
	if err != nil {
		return err
	}
	price, err := parsePrice(s.market, "price", "0.01")
	if err != nil {
		return err
	}
	perFuel, err := parsePrice(s.market, "fuel-price", "0.0008") // less than the honest one, to be hired
	if err != nil {
		return err
	}
	ready, ended := make(chan messages.Key, 1), make(chan error, 1)
	f := &forger.Farm{Dir: filepath.Join(s.dir, "forger"), Cache: filepath.Join(s.home, home.CacheDir), Bootstrap: s.market.Bootstrap, RPC: s.market.Chain.RPC, ChainID: s.market.Chain.ID,
		Contract: s.market.Chain.Contract, Panel: s.market.Chain.Panel, Signer: signer, Secret: secret, Price: price, PerFuel: perFuel, Withholds: s.scenario.withholds,
		Ready: func(key messages.Key, _ []string) { ready <- key }, Painted: s.painted}
	s.playing.Go(func() { ended <- f.Run(ctx) })
	select {
	case key := <-ready:
		s.names[key.String()] = cheat
		s.show("%s comes to the market, a farmer that cheats (examples/forger)", cheat)
		return nil
	case err := <-ended:
		return fmt.Errorf("the farmer that cheats: %w", err)
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// painted hears of a picture that was painted over.
func (s *stage) painted(b []byte) {
	s.ui.Lock()
	defer s.ui.Unlock()
	s.forged = b
	if img, err := render.Decode(b, s.canvas.Image().Bounds()); err == nil && s.drawing() {
		_ = s.screen.Draw(img, cheat+" has painted over the picture")
	}
}

// hire starts the requester, and shows what it says until it ends.
func (s *stage) hire(ctx context.Context) error {
	tiles, err := s.cut.Cut()
	if err != nil {
		return err
	}
	args := append([]string{"run", filepath.Join(s.dir, "render.wasm"), "--input", filepath.Join(s.dir, render.SceneFile), "--max-price", "1", "--patience", "10m", "--timeout", "10m", "--deliver-in", "30m",
		"--output", filepath.Join(s.dir, "tiles"), "-o", "jsonl", "--fuel", sketchFuel}, s.scenario.run...)
	args = append(append(args, "--home", s.home, "--"), s.cut.Args(tiles[0])...)
	s.requester = s.startAs(ctx, "requester", args)
	s.playing.Go(func() {
		for line := range s.requester.lines(ctx, nil, nil) {
			event := map[string]any{}
			if json.Unmarshal(line, &event) == nil {
				s.hears(ctx, event)
			}
		}
	})
	return s.until(ctx, "a farmer to be hired, and to work", func() (bool, error) {
		select {
		case <-s.requester.ended:
			return false, fmt.Errorf("the requester ended before anybody was hired:\n%s", s.requester.tail())
		default:
		}
		records, err := statuses(&home.Home{Dir: filepath.Join(s.home, "run")})
		i := slices.IndexFunc(records, func(r *deals.Record) bool {
			return r.Papers.Deal.Farmer == s.cast[1].account && r.FarmerSignature != nil
		})
		if i >= 0 {
			s.deal = records[i]
		}
		return i >= 0, err
	})
}

// hears shows one event of the requester.
func (s *stage) hears(ctx context.Context, event map[string]any) {
	text := func(key string) string { t, _ := event[key].(string); return t }
	farmer := s.names[text("farmer")]
	switch event["event"] {
	case "quote":
		s.show("%s quotes %s", farmer, money(text("price")))
	case "hired":
		s.show("%s is hired, for at most %s; the deal is signed by both", farmer, money(text("ceiling")))
		if farmer == s.cast[1].name {
			s.show("next: %s", s.scenario.work)
		}
	case "audit":
		if why := text("error"); why != "" {
			s.show("the requester could not run the work of %s again: %s", farmer, why)
			return
		}
		s.show("the requester ran the work of %s again: the same bytes: %v", farmer, event["same"])
	case "refused":
		s.refuses(farmer, text("reason"))
	case "result":
		s.ui.Lock()
		defer s.ui.Unlock()
		_ = s.tile(ctx, farmer, event) // what cannot be drawn is told at the end
	}
}

// refuses shows what a farmer did not do. That its result does not come is told once, and not of every time that it is asked for.
func (s *stage) refuses(farmer, reason string) {
	switch lost := s.scenario.withholds && strings.HasPrefix(reason, "fetch "); {
	case !lost:
		s.show("%s: %s", farmer, reason)
	case !s.missed:
		s.missed = true
		s.show("%s does not serve its result: the requester asks for it again and again for %s, then disputes", farmer, reviewTime)
	}
}

// balances notes what everybody has, at the beginning.
func (s *stage) balances(ctx context.Context) error {
	for _, a := range s.cast {
		has, err := s.worth(ctx, a.account)
		if err != nil {
			return err
		}
		s.show("before: %s has %s", a.name, node.Amount(s.market, has))
		s.before = append(s.before, has)
	}
	return nil
}

// worth is all that an account has: tokens, free balance, stake and fees, but for what is locked in deals.
func (s *stage) worth(ctx context.Context, account deals.Address) (messages.Amount, error) {
	has, err := s.reader.Worth(ctx, account)
	if err != nil {
		return has, err
	}
	at, err := s.reader.Panel.Position(ctx, [20]byte(account))
	if err != nil {
		return has, err
	}
	owed, err := s.reader.Panel.Owed(ctx, [20]byte(account))
	if err != nil {
		return has, err
	}
	return plus(plus(has, bigAmount(owed)), plus(bigAmount(at.Free), bigAmount(at.Held))), nil
}

// stageTime is how long anything of a scenario may take on a slow machine.
const stageTime = 5 * time.Minute

// until waits until something is so.
func (s *stage) until(ctx context.Context, what string, so func() (bool, error)) error {
	deadline := time.After(stageTime)
	for {
		is, err := so()
		if err != nil && ctx.Err() == nil && !errors.Is(err, deals.ErrUnreachable) {
			return fmt.Errorf("waiting for %s: %w", what, err)
		}
		if is {
			return nil
		}
		s.waits(what)
		select {
		case <-time.After(50 * time.Millisecond):
		case <-deadline:
			return failure.Newf(failure.TimedOut, "try again on a machine that has less to do", "waited %s for %s", stageTime, cmp.Or(s.awaited, what))
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// comes waits until the deal is where it is wanted on the chain.
func (s *stage) comes(ctx context.Context, want deals.State) error {
	what := map[deals.State]string{deals.Open: "the deal to be open on the chain", deals.Submitted: "the farmer to put its result on the chain",
		deals.Disputed: "the work to be done, and its result to be put on the chain and disputed"}[want]
	return s.until(ctx, what, func() (bool, error) {
		now, err := s.reader.Status(ctx, s.deal.Papers.ID, 1)
		return now.State == want, err
	})
}

// closes waits until the deal is closed.
func (s *stage) closes(ctx context.Context) error {
	return s.until(ctx, "the deal to be closed", func() (bool, error) {
		_, _, err := s.ended(ctx)
		if errors.Is(err, errOpen) {
			return false, nil
		}
		return err == nil, err
	})
}

// moveTo moves the chain's time ahead: nobody has to wait for what only time brings.
func (s *stage) moveTo(ctx context.Context, at time.Time, why string) error {
	now, err := s.reader.Now(ctx)
	if err != nil || !at.After(now) {
		return err
	}
	d := at.Sub(now).Truncate(time.Second) + time.Second
	s.show("%s: the chain's time is moved ahead by %s", why, d)
	chain := s.reader.Client
	if err := chain.Client.Client().CallContext(ctx, nil, "dev_advance", int(d.Seconds())); err != nil {
		return fmt.Errorf("the chain's time cannot be moved: %w", chain.Explain(err))
	}
	return nil
}
