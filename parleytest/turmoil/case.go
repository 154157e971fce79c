package turmoil

import (
	"bytes"
	"context"
	"fmt"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/contracts/bindings/arbiters"
	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/parleytest/settlement"
	"github.com/parley-p2p/parley/services/deals"
)

// seats are those of a panel's first round.
const seats = 3

// Rules are what the contracts of half of the cases are constructed with.
var Rules = settlement.Rules{Window: 60, Unbonding: 20_000, Seats: seats, Stake: 4000, Fee: price + price/4, Commit: 1200, Finality: 60, Reveal: 900, Appeal: 120}

// Shipped are those of the other half: panel.DefaultRules, by which one judges, and those who are honest have staked the bond of an appeal.
var Shipped = func() settlement.Rules {
	r := panel.DefaultRules(big.NewInt(price), big.NewInt(price/4))
	seconds := func(d time.Duration) int64 { return int64(d / time.Second) }
	return settlement.Rules{Window: 60, Unbonding: seconds(panel.DefaultUnbonding), Seats: int64(r.Seats), Stake: r.Stake.Int64(), Fee: r.Fee.Int64(),
		Commit: seconds(r.CommitWindow), Finality: seconds(r.Finality), Reveal: seconds(r.RevealWindow), Appeal: seconds(r.AppealWindow)}
}()

// Rules are the script's.
func (s *Script) Rules() settlement.Rules {
	if s.Shipped {
		return Shipped
	}
	return Rules
}

// staked is what each mediator has deposited at first, and each party that is to appeal.
const staked = 20_000

// appellants are the parties that have staked.
func (s *Script) appellants() (all []settlement.Account) {
	if s.Shipped && s.Requester.Conduct == Honest {
		all = append(all, settlement.Requester)
	}
	if s.Shipped && s.Farmer.Conduct == Honest {
		all = append(all, settlement.Farmer)
	}
	return all
}

// Times of a case: how often its parties look at the chain, and how far its blocks are from each other, while things go wrong and
// after that, where the windows are minutes; and how long both last at the most.
const (
	busy, idle           = 20 * time.Second, 5 * time.Minute
	quick, slow          = 10 * time.Second, 2 * time.Minute
	lasts, most          = 6 * time.Hour, 80 * time.Hour
	beginning, afterward = 12 * time.Minute, time.Hour
)

// slower is how much less often parties look and blocks come under the rules that ship, whose windows are hours, while things go wrong and
// after that.
func (s *Script) slower() (wrong, calm time.Duration) {
	if s.Shipped {
		return 3, 2
	}
	return 1, 1
}

// world is a case while it is played.
type world struct {
	script    *Script
	flaw      Flaw
	machine   *settlement.Machine // for its addresses
	chain     *chain
	poll      time.Duration
	began     time.Time
	calm      atomic.Bool // the script is over
	requester *program
	farmer    *program
	mediators []*program
	library   library // the farmer's
	given     library // what mediators have given to the requester

	telling sync.Mutex
	failed  map[*program]failure
	story   []string
}

// failure is the last that a program's step came to, and when.
type failure struct {
	at  time.Time
	err error
}

// Report says how a case went.
type Report struct {
	Rows []settlement.Row // of its deals
	// Faults are those of the script that had an effect, by what they are: somebody was killed, an endpoint told a lie to who asked,
	// somebody did what its conduct is.
	Faults map[string]int
	Moves  int // transactions that did something
	Sent   int // transactions that cost an honest party gas: the most of one
	Left   int // mediators whose stake has left
	// Appeals are those that were made.
	Appeals int
	Story   []string // what was done and what failed, in order
}

// Play plays a script on a copy of the machine that is deployed under the script's Rules, in a synctest bubble. An error says what should not be
// so.
func Play(ctx context.Context, deployed *settlement.Machine, s *Script, flaw Flaw) (*Report, error) {
	time.Sleep(time.Until(time.Unix(settlement.Genesis, 0)))
	wrong, calm := s.slower()
	w := &world{script: s, flaw: flaw, machine: deployed.Copy(), poll: wrong * busy, began: time.Now(), failed: make(map[*program]failure)}
	for i := range s.Mediators {
		deposit := arbiters.NewStake().PackDeposit(w.machine.Panel, big.NewInt(staked))
		if _, err := w.machine.Call(settlement.FirstMediator+settlement.Account(i), w.machine.Stake, deposit); err != nil {
			return nil, fmt.Errorf("stake: %w", err)
		}
		if s.Mediators[i].Leaves == 0 {
			continue
		}
		announced := w.machine.Copy()
		announced.Now = w.announced(s.Mediators[i])
		if _, err := announced.Call(settlement.FirstMediator+settlement.Account(i), announced.Stake, arbiters.NewStake().PackAnnounce(announced.Panel, big.NewInt(staked))); err != nil {
			return nil, fmt.Errorf("announce: %w", err)
		}
		w.machine = announced
	}
	for _, a := range s.appellants() {
		if _, err := w.machine.Call(a, w.machine.Stake, arbiters.NewStake().PackDeposit(w.machine.Panel, big.NewInt(staked))); err != nil {
			return nil, fmt.Errorf("stake: %w", err)
		}
	}
	w.chain = newChain(w.machine.Copy(), rand.New(rand.NewPCG(s.Seed, 0xb10c)), wrong*quick)
	end, sealing := make(chan struct{}), sync.WaitGroup{}
	sealing.Go(func() { w.chain.run(end) })
	defer sealing.Wait()
	defer close(end)
	peers := new(parleytest.World)
	program := func(n byte, a settlement.Account, part Part, run func(context.Context, *process) error) *program {
		return &program{world: w, account: a, part: part, run: run, node: peers.Node(n), begun: make(map[int]time.Time), took: make(map[int]bool), sent: new(transactions.Memory)}
	}
	w.farmer = program(2, settlement.Farmer, s.Farmer, farm)
	w.requester = program(1, settlement.Requester, s.Requester, buy)
	for i, part := range s.Mediators {
		w.mediators = append(w.mediators, program(byte(3+i), settlement.FirstMediator+settlement.Account(i), part, mediate))
	}
	closes, err := w.opens()
	if err != nil {
		return nil, err
	}
	defer closes()
	w.during(ctx, lasts, time.Minute, func() bool { return time.Since(w.began) > beginning && w.left(false) == "" })
	w.calm.Store(true)
	w.poll = calm * idle
	w.chain.slow(calm * slow)
	left := ""
	since := time.Now()
	w.during(ctx, most, idle, func() bool { left = w.left(true); return left == "" && time.Since(since) > afterward })
	return w.judge(left)
}

// opens gives each side a folder of what it serves.
func (w *world) opens() (closes func(), err error) {
	dir, err := os.MkdirTemp("", "turmoil")
	for _, p := range []*program{w.requester, w.farmer} {
		if err == nil {
			p.public, err = content.OpenStore(filepath.Join(dir, p.account.String()))
		}
		if err != nil {
			return nil, err
		}
		p.public.NoSync = true // nobody pulls the plug
	}
	return func() {
		w.requester.public.Close()
		w.farmer.public.Close()
		os.RemoveAll(dir)
	}, nil
}

// announced is when who leaves has said so.
func (w *world) announced(p Part) int64 {
	return w.began.Add(p.Leaves).Unix() - w.script.Rules().Unbonding
}

// all are the programs.
func (w *world) all() []*program {
	return append([]*program{w.farmer, w.requester}, w.mediators...)
}

// during has everybody live until it is over, or for so long.
func (w *world) during(ctx context.Context, most, every time.Duration, over func() bool) {
	ctx, stop := context.WithCancel(ctx)
	var living sync.WaitGroup
	for _, p := range w.all() {
		living.Go(func() { p.live(ctx) })
	}
	for end := time.Now().Add(most); time.Now().Before(end) && !over(); {
		time.Sleep(every)
	}
	stop()
	living.Wait()
}

// left is what somebody still has to do; finally, or but for what is only kept for a while.
func (w *world) left(finally bool) string {
	ctx := context.Background()
	for _, p := range []*program{w.requester, w.farmer} {
		for r, err := range p.ledger().Live(ctx) {
			if err != nil {
				return err.Error()
			}
			return fmt.Sprintf("%s has a record of deal %s", p.account, r.Papers.ID)
		}
	}
	for _, p := range w.mediators {
		for note, err := range p.node.Journal().Notes(ctx, "mediator-cases") {
			if err != nil {
				return err.Error()
			}
			if finally || !bytes.Contains(note.Value, []byte(`"collected":true`)) {
				return fmt.Sprintf("%s has a record of a case: %s", p.account, note.Value)
			}
		}
	}
	return ""
}

// ledger is what is on the program's disk.
func (p *program) ledger() *deals.Ledger { return &deals.Ledger{Journal: p.node.Journal()} }

// heard hears what came of a step of the reconciler.
func (p *process) heard(_ *deals.Record, plan deals.Plan, err error) { p.note(plan.Step, err) }

func (p *process) note(step fmt.Stringer, err error) {
	w := p.world
	w.telling.Lock()
	defer w.telling.Unlock()
	w.story = append(w.story, fmt.Sprintf("%s %s: %s: %v", time.Since(w.began).Truncate(time.Second), p.account, step, err))
	if err == nil {
		delete(w.failed, p.program)
	} else {
		w.failed[p.program] = failure{time.Now(), err}
	}
}
