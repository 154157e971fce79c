package mediator_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

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
	// ending is held while a case is brought to its end, and while it is written down that it is: that is seen before who has
	// brought it about hears of it.
	ending sync.Mutex
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
			what = "write" + wrote(n.Value)
		}
	}
	if what == "" {
		return j.Journal.Commit(ctx, b)
	}
	if strings.Contains(what, " over") {
		j.ending.Lock()
		defer j.ending.Unlock()
	}
	return j.around(what, func() error { return j.Journal.Commit(ctx, b) })
}

// wrote says what a record has come to, but for what others do.
func wrote(note []byte) (s string) {
	if note == nil {
		return " gone"
	}
	for _, field := range []string{"made", "asked", "finding", "given", "over", "collected"} {
		if strings.Contains(string(note), `"`+field+`":`) {
			s += " " + field
		}
	}
	return s
}

type mortalRunner struct {
	mediator.Runner
	*reaper
}

func (r *mortalRunner) Serve(ctx context.Context, b *mediator.Brief, f mediator.Finding) error {
	return r.around("serve", func() error { return r.Runner.Serve(ctx, b, f) })
}

func (r *mortalRunner) Release(ctx context.Context, id deals.Hash) error {
	return r.around("release", func() error { return r.Runner.Release(ctx, id) })
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

func (c *mortalCourt) Lapse(ctx context.Context, id deals.Hash) error {
	c.ending.Lock()
	defer c.ending.Unlock()
	return c.around("send lapse", func() error { return c.Court.Lapse(ctx, id) })
}

func (c *mortalCourt) Finish(ctx context.Context, id deals.Hash) error {
	c.ending.Lock()
	defer c.ending.Unlock()
	return c.around("send finish", func() error { return c.Court.Finish(ctx, id) })
}

func (c *mortalCourt) Collect(ctx context.Context, id deals.Hash) error {
	return c.around("send collect", func() error { return c.Court.Collect(ctx, id) })
}

// haunt gives a member one life after another, until stop is called.
func (r *reaper) haunt(t *testing.T, mortal *member, court func(mediator.Court) mediator.Court) (stop func()) {
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
				m.Journal, m.Court, m.Runner = &mortalJournal{kept, r}, &mortalCourt{court(m.Court), r}, &mortalRunner{m.Runner, r}
			}
			if err := mortal.run(life); life.Err() == nil {
				t.Errorf("a life ended by itself: %v", err)
				kill()
				return
			}
			kill()
		}
	})
	stop = sync.OnceFunc(func() { cancel(); lives.Wait() })
	t.Cleanup(stop)
	return stop
}

// died checks where.
func (r *reaper) died(t *testing.T, at ...string) {
	t.Helper()
	var all []string
	for _, what := range at {
		all = append(all, "before "+what, "after "+what)
	}
	if diff := cmp.Diff(all, r.order); diff != "" {
		t.Errorf("killed (-want +got)\n%s", diff)
	}
}

// DESIGN 4.5: a mediator that is killed before and after everything that it writes or sends goes on, votes once, with what it
// committed to, serves whom it has to, and loses nothing.
func TestKilledEverywhere(t *testing.T) {
	w := newWorld(t)
	work := printing("hello\n")
	before := w.purses()
	deal := w.agree(work, compute.Limits{}, true)
	w.dispute(deal, painted, deals.Complaint{NotServed: true})
	members := []*member{w.member(0), w.member(1), w.member(2)}
	r := &reaper{killed: map[string]bool{}}
	stopMortal := r.haunt(t, members[0], func(c mediator.Court) mediator.Court { return c })
	// The first does a clerk's work alone: the others wait for it.
	for _, m := range members[1:] {
		m.edit = func(m *mediator.Mediator) { m.Court = &layman{m.Court} }
	}
	stop := w.start(members[1:]...)
	w.judge(deal, seats)
	w.collected(members)
	want := purses{Farmer: -cheat, Mediators: fees, Burned: cheat - fee} // row 7b
	if diff := cmp.Diff(want, w.purses().minus(before)); diff != "" {
		t.Errorf("balances (-want +got)\n%s", diff)
	}
	w.closed(members)
	stop()
	stopMortal()
	r.died(t, "write", "send draw", "write finding", "send commit", "serve", "write finding given", "send reveal", "send conclude", "send finish",
		"write finding given over", "send collect", "write finding given over collected", "release", "write gone")
}

// SETTLEMENT row 9b: a case that nobody has drawn ends, too, however often who ends it is killed.
func TestKilledAtLapse(t *testing.T) {
	w := newWorld(t)
	before := w.purses()
	deal := w.agree(printing("hello\n"), compute.Limits{}, true)
	w.dispute(deal, painted, deals.Complaint{ClaimedDigest: deals.Hash{1}})
	d := must(w.panel.Docket(w.ctx(), deal.record.Papers.ID, 1))(t)
	must(w.chain.Advance(w.ctx(), d.JudgeBy.Add(time.Second).Sub(w.chain.Head().Time)))(t)
	r := &reaper{killed: map[string]bool{}}
	mortal := w.member(0)
	stop := r.haunt(t, mortal, func(c mediator.Court) mediator.Court { return c })
	until(t, "it is over", func() bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		return r.killed["after write gone"]
	})
	stop()
	want := purses{Requester: -price / 2, Farmer: price / 2, Mediators: []int64{0, 0, 0}}
	if diff := cmp.Diff(want, w.purses().minus(before)); diff != "" {
		t.Errorf("balances (-want +got)\n%s", diff)
	}
	r.died(t, "write", "send lapse", "write over", "send collect", "write over collected", "release", "write gone")
}

// layman leaves what anybody may do to others.
type layman struct{ mediator.Court }

func (layman) Draw(context.Context, deals.Hash) error     { return nil }
func (layman) Lapse(context.Context, deals.Hash) error    { return nil }
func (layman) Conclude(context.Context, deals.Hash) error { return nil }
func (layman) Finish(context.Context, deals.Hash) error   { return nil }
