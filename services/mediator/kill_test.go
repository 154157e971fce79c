package mediator_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/mediator"
)

// reaper kills a mediator before and after everything that it writes or sends: at each place once.
type reaper struct {
	mu     sync.Mutex
	killed map[string]bool
	order  []string
	kill   context.CancelFunc // of the life that runs
	dead   bool
}

var errKilled = errors.New("killed")

// around does f between two places to die at. Who is dead does nothing any more.
func (r *reaper) around(what string, f func() error) error {
	if r.dies("before " + what) {
		return errKilled
	}
	err := f()
	if err == nil && r.dies("after "+what) {
		return errKilled
	}
	return err
}

func (r *reaper) dies(where string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.dead && !r.killed[where] {
		r.killed[where], r.dead, r.order = true, true, append(r.order, where)
		r.kill()
	}
	return r.dead
}

type mortalJournal struct {
	journal.Journal
	*reaper
}

func (j *mortalJournal) Commit(ctx context.Context, b journal.Batch) error {
	what := ""
	for _, n := range b.Notes {
		if n.Bucket == "mediator-cases" {
			what = fmt.Sprintf("commit finding=%v gone=%v", strings.Contains(string(n.Value), `"finding"`), n.Value == nil)
		}
	}
	if what == "" {
		return j.Journal.Commit(ctx, b)
	}
	return j.around(what, func() error { return j.Journal.Commit(ctx, b) })
}

type mortalCourt struct {
	mediator.Court
	*reaper
}

func (c *mortalCourt) Commit(ctx context.Context, id deals.Hash, f mediator.Finding, salt [32]byte) error {
	return c.around("send commit", func() error { return c.Court.Commit(ctx, id, f, salt) })
}

func (c *mortalCourt) Reveal(ctx context.Context, id deals.Hash, f mediator.Finding, salt [32]byte) error {
	return c.around("send reveal", func() error { return c.Court.Reveal(ctx, id, f, salt) })
}

func (c *mortalCourt) Draw(ctx context.Context, id deals.Hash) error {
	return c.around("send draw", func() error { return c.Court.Draw(ctx, id) })
}

func (c *mortalCourt) Conclude(ctx context.Context, id deals.Hash) error {
	return c.around("send conclude", func() error { return c.Court.Conclude(ctx, id) })
}

func (c *mortalCourt) Finish(ctx context.Context, id deals.Hash) error {
	return c.around("send finish", func() error { return c.Court.Finish(ctx, id) })
}

func (c *mortalCourt) Collect(ctx context.Context, id deals.Hash) error {
	return c.around("send collect", func() error { return c.Court.Collect(ctx, id) })
}

// DESIGN 4.5: a mediator that is killed before and after everything that it writes or sends goes on, votes once, with what it
// committed to, and loses nothing.
func TestKilledEverywhere(t *testing.T) {
	w := newWorld(t)
	work := printing("hello\n")
	before := w.purses()
	deal := w.agree(work, compute.Limits{}, true)
	truth := w.truth(deal, work, store(t))
	w.dispute(deal, painted, deals.Complaint{ClaimedDigest: truth})
	members := []*member{w.member(0), w.member(1), w.member(2)}
	r := &reaper{killed: map[string]bool{}}
	mortal := members[0]
	kept := mortal.journal
	ctx, cancel := context.WithCancel(t.Context())
	var lives sync.WaitGroup
	lives.Go(func() {
		for ctx.Err() == nil {
			life, kill := context.WithCancel(ctx)
			r.mu.Lock()
			r.kill, r.dead = kill, false
			r.mu.Unlock()
			mortal.edit = func(m *mediator.Mediator) {
				m.Journal, m.Court = &mortalJournal{kept, r}, &mortalCourt{m.Court, r}
			}
			if err := mortal.run(life); life.Err() == nil {
				t.Errorf("a life ended by itself: %v", err)
				kill()
				return
			}
			kill()
		}
	})
	t.Cleanup(func() { cancel(); lives.Wait() })
	// The first does a clerk's work alone: the others wait for it.
	for _, m := range members[1:] {
		m.edit = func(m *mediator.Mediator) { m.Court = &layman{m.Court} }
	}
	stop := w.start(members[1:]...)
	w.judge(deal, seats)
	w.collected(members)
	stop()
	cancel()
	lives.Wait()
	want := purses{Requester: award, Farmer: -cheat, Mediators: fees, Burned: cheat - fee - award}
	if diff := cmp.Diff(want, w.purses().minus(before)); diff != "" {
		t.Errorf("balances (-want +got)\n%s", diff)
	}
	var all []string
	for _, what := range []string{"commit finding=false gone=false", "send draw", "commit finding=true gone=false", "send commit", "send reveal",
		"send conclude", "send finish", "send collect", "commit finding=false gone=true"} {
		all = append(all, "before "+what, "after "+what)
	}
	if diff := cmp.Diff(all, r.order); diff != "" {
		t.Errorf("killed (-want +got)\n%s", diff)
	}
}

// layman leaves what anybody may do to others.
type layman struct{ mediator.Court }

func (layman) Draw(context.Context, deals.Hash) error     { return nil }
func (layman) Conclude(context.Context, deals.Hash) error { return nil }
func (layman) Finish(context.Context, deals.Hash) error   { return nil }
