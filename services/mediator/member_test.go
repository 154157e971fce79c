package mediator_test

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/contracts/court"
	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/services/mediator"
)

// member is one mediator, which can be killed and started anew on what it keeps.
type member struct {
	w       *world
	account int
	journal journal.Journal
	runner  mediator.Runner
	edit    func(*mediator.Mediator)
	asked   atomic.Bool // for a result, and did not have it
}

// claimant notes that it has asked.
type claimant struct {
	mediator.Runner
	asked *atomic.Bool
}

func (a *claimant) Ask(ctx context.Context, b *mediator.Brief, f mediator.Finding) (content.Progress, error) {
	defer a.asked.Store(true)
	return a.Runner.Ask(ctx, b, f)
}

// asked: all that were started have.
func (w *world) asked() bool {
	return !slices.ContainsFunc(w.started, func(m *member) bool { return !m.asked.Load() })
}

func (w *world) member(n int) *member {
	return &member{w: w, account: 2 + n, journal: new(journal.Memory), runner: w.sandbox(w.t, store(w.t))}
}

// run is one life of it.
func (m *member) run(ctx context.Context) error {
	w := m.w
	manager, err := transactions.Open(ctx, transactions.Config{Client: w.client, Key: devchain.Account(m.account), Store: w.records[m.account], Decode: panel.Explain, Poll: 10 * time.Millisecond})
	if err != nil {
		return err
	}
	defer manager.Close()
	p, err := panel.Bind(ctx, w.client, manager, w.address)
	if err != nil {
		return err
	}
	e, err := escrow.Bind(ctx, w.client, manager, w.escrow)
	if err != nil {
		return err
	}
	c, err := court.New(w.client, p, e, devchain.Address(m.account))
	if err != nil {
		return err
	}
	if c.Salts, err = court.SaltsOf(party.New(e, w.client, devchain.Account(m.account))); err != nil {
		return err
	}
	mediates := &mediator.Mediator{Court: c, Runner: m.runner, Journal: m.journal, Margin: margin, Depth: w.depth, Pace: time.Millisecond, Poll: 10 * time.Millisecond}
	if m.edit != nil {
		m.edit(mediates)
	}
	mediates.Runner = &claimant{mediates.Runner, &m.asked}
	return mediates.Run(ctx)
}

// start runs members until the test ends or stop is called.
func (w *world) start(members ...*member) (stop func()) {
	ctx, cancel := context.WithCancel(w.t.Context())
	var running sync.WaitGroup
	w.started = append(w.started, members...)
	for _, m := range members {
		running.Go(func() {
			if err := m.run(ctx); ctx.Err() == nil {
				w.t.Errorf("mediator %d: %v", m.account, err)
			}
		})
	}
	stop = sync.OnceFunc(func() { cancel(); running.Wait() })
	w.t.Cleanup(stop)
	return stop
}
