package mediator_test

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/mediator"
)

// redrawn is a chain that has drawn the member to another seat until its run has ended: then that draw is replaced.
type redrawn struct {
	mediator.Court
	mediator.Runner
	ran atomic.Bool
}

func (r *redrawn) Docket(ctx context.Context, id deals.Hash, depth uint64) (mediator.Docket, error) {
	d, err := r.Court.Docket(ctx, id, depth)
	if d.Seated && !r.ran.Load() {
		d.Seat = (d.Seat + 1) % seats
	}
	return d, err
}

func (r *redrawn) Rerun(ctx context.Context, b *mediator.Brief) (*mediator.Rerun, error) {
	defer r.ran.Store(true)
	return r.Runner.Rerun(ctx, b)
}

// THREATS 4, chain reorganization, restored old backup: who has run the work for one seat, and sits on another once the draw was replaced,
// commits under the salt of the seat that it has. It is found again without its journal, and keeps its stake.
func TestRedrawn(t *testing.T) {
	restoredToReveal(t, func(_ *world, m *member) {
		m.edit = func(m *mediator.Mediator) {
			r := &redrawn{Court: m.Court, Runner: m.Runner}
			m.Court, m.Runner = r, r
		}
	}, func(_ *world, m *member) { m.edit = nil })
}
