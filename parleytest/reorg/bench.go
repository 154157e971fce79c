package reorg

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/parley-p2p/parley/contracts/court"
	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/parleytest/ledger"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/mediator"
)

// members are on the list of a panel: more than sit in a round, so that another block draws others.
const members = 5

const (
	window     = 15 * time.Minute // each of a panel's
	staked     = 1000             // of a member; as much is the bond of an appeal against one seat
	judgeTime  = 5 * time.Hour    // with an appeal, or two first rounds in place of one
	unbonding  = 6 * time.Hour
	mediation  = 30 // M, of docs/SETTLEMENT.md
	drawnAfter = 5  // blocks after a round is armed
)

// bench is a panel, and its members at work.
type bench struct {
	*world
	judges  uint8
	members []*member
	appeals bool // the requester appeals against the first round
	stop    context.CancelFunc
	running sync.WaitGroup
}

// member is a mediator of the product's, but for the sandbox that it would run the work in.
type member struct {
	*seat
	mediator.Runner // nil: what of one is not the member's own is not to be called
	of              *bench
	journal         journal.Journal

	mu   sync.Mutex
	lied bool
	told []string // the newest of what it said went wrong
}

// newBench deploys a panel on the world's escrow.
func newBench(ctx context.Context, w *world, judges uint8) *bench {
	w.Helper()
	b := &bench{world: w, judges: judges, stop: func() {}}
	var list []common.Address
	for n := int(ledger.Seats); n < len(w.seats); n++ {
		list = append(list, devchain.Address(n))
	}
	clerk := w.seats[ledger.Stranger]
	deployed, err := panel.Deploy(ctx, clerk.Client, clerk.manager, "panel", panel.Deployment{Escrow: clerk.Escrow, Members: list, Unbonding: unbonding,
		Rules: panel.Rules{Seats: judges, Stake: units(staked), Fee: units(mediation), CommitWindow: window, Finality: window, RevealWindow: window, AppealWindow: window}})
	w.must(err)
	w.miner.contracts[onPanel], w.miner.contracts[onStake] = deployed.Address(), deployed.Stake()
	for n, s := range w.seats {
		s.panel, err = panel.Bind(ctx, s.Client, s.manager, deployed.Address())
		w.must(err)
		if n < int(ledger.Seats) {
			continue
		}
		j, err := journal.Open(filepath.Join(w.TempDir(), "journal.db"))
		w.must(err)
		w.Cleanup(func() { j.Close() })
		b.members = append(b.members, &member{seat: s, of: b, journal: j})
	}
	return b
}

// sit has all members watch for cases, until adjourn.
func (b *bench) sit() {
	ctx, stop := context.WithCancel(context.Background())
	b.stop = stop
	b.world.Cleanup(b.adjourn)
	for _, m := range b.members {
		b.running.Go(func() {
			if err := m.run(ctx); ctx.Err() == nil {
				b.Errorf("the mediator %s: %v", m.manager.Account(), err)
			}
		})
	}
}

func (b *bench) adjourn() {
	if b != nil {
		b.stop()
		b.running.Wait()
	}
}

func (m *member) run(ctx context.Context) error {
	c, err := court.New(m.Client, m.panel, m.Escrow, m.manager.Account())
	if err != nil {
		return err
	}
	if c.Salts, err = court.SaltsOf(party.New(m.Escrow, m.Client, m.key)); err != nil {
		return err
	}
	mediates := &mediator.Mediator{Court: c, Runner: m, Journal: m.journal, Depth: m.depth, Pace: time.Millisecond, Poll: poll, Notice: m.heard}
	return mediates.Run(ctx)
}

func (m *member) heard(_ mediator.Case, p mediator.Plan, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.told = append(m.told, fmt.Sprintf("%s: %v", p.Step, err)); len(m.told) > 8 {
		m.told = m.told[1:]
	}
}

// Rerun implements mediator.Runner. Where an appeal is to come, who sits in the first round says what the farmer says.
func (m *member) Rerun(ctx context.Context, b *mediator.Brief) (*mediator.Rerun, error) {
	found := mediator.Finding{Cost: fmt.Sprint(ledger.PartPrice), Served: true}
	var err error
	if found.Digest, err = ledger.Digest(evidence()); err != nil || !m.of.appeals {
		return &mediator.Rerun{Finding: found}, err
	}
	d, err := m.panel.Docket(ctx, b.ID, 1)
	if err != nil {
		return nil, err
	}
	if d.Rounds == 1 {
		found.Digest = b.Delivery.Digest
		m.mu.Lock()
		defer m.mu.Unlock()
		m.lied = true
	}
	return &mediator.Rerun{Finding: found}, nil
}

// Serve implements mediator.Runner: the requester was served.
func (*member) Serve(context.Context, *mediator.Brief, mediator.Finding) error {
	return errors.New("nobody is to be served")
}

// Release implements mediator.Runner: nothing was kept.
func (*member) Release(context.Context, deals.Hash) error { return nil }

// notes are what a member has written of its cases.
func (m *member) notes() (all []string) {
	for note, err := range m.journal.Notes(context.Background(), "mediator-cases") {
		if err != nil {
			return append(all, err.Error())
		}
		all = append(all, string(note.Value))
	}
	return all
}

// sitting: a member has a case that it is not done with.
func (b *bench) sitting() bool { return b.noted("{") }

// noted: a member has written this of a case.
func (b *bench) noted(what string) bool {
	if b == nil {
		return false
	}
	return slices.ContainsFunc(b.members, func(m *member) bool { return m.noted(what) })
}

func (m *member) noted(what string) bool { return strings.Contains(strings.Join(m.notes(), " "), what) }

// says is what its members would, for whoever reads of a failure.
func (b *bench) says() (s string) {
	if b == nil {
		return ""
	}
	for _, m := range b.members {
		pending, err := m.manager.Pending(context.Background())
		m.mu.Lock()
		s += fmt.Sprintf("mediator %s: %q, pending %v %v, notes %v; ", m.manager.Account(), m.told, pending, err, m.notes())
		m.mu.Unlock()
	}
	return s
}

// staked is what the account has with the panel.
func (s *seat) staked(ctx context.Context) int64 {
	if s.panel == nil {
		return 0
	}
	s.Helper()
	at, err := s.panel.Position(ctx, s.manager.Account())
	s.must(err)
	owed, err := s.panel.Owed(ctx, s.manager.Account())
	s.must(err)
	return new(big.Int).Add(new(big.Int).Add(at.Free, at.Held), owed).Int64()
}

// owed is what the escrow holds for the panel.
func (b *bench) owed(ctx context.Context) int64 {
	if b == nil {
		return 0
	}
	s := b.seats[ledger.Stranger]
	a, err := s.Escrow.Account(ctx, s.panel.Address())
	b.must(err)
	return a.Free.Int64()
}
