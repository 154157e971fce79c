package turmoil

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/contracts/court"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/evidence"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/mediator"
)

// mediate is a life of a mediator's program.
func mediate(ctx context.Context, p *process) error {
	seen, err := court.New(p.client, p.panel, p.escrow, p.account.Address())
	if err != nil {
		return err
	}
	if seen.Salts, err = court.SaltsOf(party.New(p.escrow, p.client, p.account.Key())); err != nil {
		return err
	}
	m := &mediator.Mediator{Court: seen, Runner: &runner{p}, Journal: p.book(), Margin: margin, Poll: min(3*p.world.poll, p.world.inTime()),
		Notice: func(_ mediator.Case, plan mediator.Plan, err error) { p.note(plan.Step, err) }}
	switch p.world.flaw {
	case Forgetful:
		m.Journal = forgetful{m.Journal}
		if _, err := rand.Read(seen.Salts[:]); err != nil {
			return err
		}
	case Gullible:
		m.Court = &gullible{Court: seen, gone: make(map[deals.Hash]bool)}
	}
	switch p.part.Conduct {
	case Copies:
		m.Court = &copycat{seen, p}
	case NeverReveals:
		m.Court = &shy{seen, p}
	}
	var leaves sync.WaitGroup
	defer leaves.Wait()
	leaves.Go(func() { p.leave(ctx) })
	return m.Run(ctx)
}

// inTime is how often a mediator has to look at least, also once things are calm: to serve, and then to reveal, takes two looks and two blocks.
func (w *world) inTime() time.Duration {
	return time.Duration(w.script.Rules().Reveal) * time.Second / 4
}

// runner runs the toy again, if one of the parties is there and shows what was agreed.
type runner struct{ process *process }

// Rerun implements mediator.Runner.
func (r *runner) Rerun(ctx context.Context, b *mediator.Brief) (*mediator.Rerun, error) {
	w := r.process.world
	if err := w.agreed(ctx, b); err != nil {
		return nil, fmt.Errorf("%w: %w", mediator.ErrMissing, err)
	}
	cost, err := messages.ParseAmount(b.Delivery.Cost)
	if err != nil {
		return nil, err
	}
	switch r.process.part.Conduct {
	case CannotTell, VotesWrong:
		r.process.misbehaves()
	}
	switch r.process.part.Conduct {
	case CannotTell:
		return &mediator.Rerun{Inconclusive: "this machine is too slow"}, nil
	case VotesWrong:
		return &mediator.Rerun{Finding: mediator.Finding{Digest: wrong("mediators"), Fuel: 1, Cost: "1"}}, nil
	}
	if cost.IsZero() && b.Delivery.Digest == (deals.Hash{}) {
		return &mediator.Rerun{Finding: mediator.Finding{Cost: "0", Served: true}}, nil
	}
	t := w.script.truth(b.Delivery)
	found := mediator.Finding{Digest: t.Digest, Fuel: t.Units, Cost: fmt.Sprint(t.Units)}
	if b.Complaint.NotServed {
		if found.Served, err = w.fetch(ctx, b.Delivery.Digest, 3*time.Minute); err != nil {
			return nil, err
		}
	}
	return &mediator.Rerun{Finding: found}, nil
}

// agreed asks both parties for what was agreed.
func (w *world) agreed(ctx context.Context, b *mediator.Brief) error {
	failed := errors.New("neither side is there")
	for _, p := range []*program{w.farmer, w.requester} {
		if !p.up() {
			continue
		}
		if _, failed = evidence.Agreed(ctx, b.Terms.Agreement, p.public); failed == nil {
			return nil
		}
	}
	return failed
}

// Ask implements mediator.Runner: Rerun has asked.
func (*runner) Ask(context.Context, *mediator.Brief, mediator.Finding) (content.Progress, error) {
	return content.Progress{}, errors.New("nothing is left to be asked for")
}

// Serve implements mediator.Runner.
func (r *runner) Serve(_ context.Context, _ *mediator.Brief, f mediator.Finding) error {
	return r.process.around(func() error { r.process.world.given.keep(f.Digest); return nil })
}

// Release implements mediator.Runner.
func (r *runner) Release(context.Context, deals.Hash) error {
	return r.process.around(func() error { return nil })
}

// copycat commits to what somebody else has committed to.
type copycat struct {
	mediator.Court
	process *process
}

var errNobody = errors.New("nobody has committed to anything yet")

func (c *copycat) Commit(ctx context.Context, id deals.Hash, _ mediator.Finding, _ [32]byte) error {
	d, err := c.process.panel.Docket(ctx, id, 1)
	if err != nil {
		return err
	}
	seat, _ := d.Seat(c.process.account.Address())
	for _, s := range d.Seats {
		if s.Committed {
			c.process.misbehaves()
			_, err := c.process.panel.Commit(ctx, id, seat, s.Word)
			return err
		}
	}
	return errNobody
}

// shy reveals nothing.
type shy struct {
	mediator.Court
	process *process
}

func (s *shy) Reveal(context.Context, deals.Hash, mediator.Finding, [32]byte) error {
	s.process.misbehaves()
	return nil
}
