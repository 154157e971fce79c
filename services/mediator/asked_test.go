package mediator_test

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"iter"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ipfs/go-cid"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/mediator"
)

// toCommit is how long a bar leaves to commit; of its eighths nothing is said before the last begins, and nothing asked in the last's half.
const (
	toCommit = 2 * time.Hour
	eighth   = toCommit / 8
)

// bar is a court of one case and one seat, whose chain's clock is this machine's.
type bar struct {
	mediator.Court
	brief *mediator.Brief
	until time.Time
	slot  time.Duration // between two blocks; zero: there always is a new one
	away  time.Time     // from when on the chain is not reached, for half of the time to commit; zero: it always is
	// commitment is what the seat has committed to before; zero: nothing.
	commitment deals.Hash
	said       *mediator.Finding // committed to, or shown
	at         time.Time
	done       context.CancelFunc
}

func (b *bar) Head(context.Context) (mediator.Head, error) {
	now := time.Now().Truncate(b.slot)
	if !b.away.IsZero() && now.After(b.away) && now.Before(b.away.Add(toCommit/2)) {
		return mediator.Head{}, errors.New("the chain is away")
	}
	return mediator.Head{Block: uint64(now.Unix()), Time: now}, nil
}

func (b *bar) Cases(_ context.Context, first, _ uint64) iter.Seq2[mediator.Sighting, error] {
	return func(yield func(mediator.Sighting, error) bool) {
		yield(mediator.Sighting{ID: b.brief.ID, Block: first, JudgeBy: b.until.Add(24 * time.Hour), Drawn: true}, nil)
	}
}

func (b *bar) Docket(ctx context.Context, _ deals.Hash, _ uint64) (mediator.Docket, error) {
	of, err := b.Head(ctx)
	d := mediator.Docket{Stage: mediator.Committing, Of: of, JudgeBy: b.until.Add(24 * time.Hour), Until: b.until, CommitWindow: toCommit,
		RevealWindow: toCommit, Pace: time.Second, RevealBy: b.until.Add(toCommit), Seated: true}
	if b.commitment != (deals.Hash{}) {
		d.Stage, d.Committed, d.Commitment = mediator.Revealing, true, b.commitment
	}
	return d, err
}

func (b *bar) Brief(context.Context, deals.Hash) (*mediator.Brief, error) {
	brief := *b.brief
	return &brief, nil
}

func (*bar) Salt(deals.Hash, int, int) (deals.Hash, error) { return deals.Hash{1}, nil }

func (*bar) Commitment(_, _ deals.Hash, f mediator.Finding) (deals.Hash, error) {
	raw, err := json.Marshal(f)
	return sha256.Sum256(raw), err
}

func (b *bar) Commit(_ context.Context, _ deals.Hash, f mediator.Finding, _ [32]byte) error {
	b.said, b.at = &f, time.Now()
	b.done()
	return nil
}

func (b *bar) Reveal(ctx context.Context, id deals.Hash, f mediator.Finding, salt [32]byte) error {
	return b.Commit(ctx, id, f, salt)
}

// before is a bar that leaves so long to commit to a hearing's case.
func (h *hearing) before(left time.Duration) *bar {
	return &bar{brief: h.brief, until: time.Now().Add(left)}
}

// lives is one life of a member at a bar, until it has said what it found, or so long.
func (h *hearing) lives(b *bar, r mediator.Runner, notes journal.Journal, most time.Duration) {
	ctx, cancel := context.WithTimeout(h.Context(), most)
	defer cancel()
	b.done = cancel
	m := &mediator.Mediator{Court: b, Runner: r, Journal: notes, Poll: 10 * time.Second}
	_ = m.Run(ctx) // it ends when it is told to
}

// says checks what was committed to, and how long before the end.
func (h *hearing) says(b *bar, want string, least, most time.Duration) {
	h.Helper()
	if b.said == nil {
		h.Fatalf("nothing was committed to, want %s", want)
	}
	got := "not served"
	switch {
	case *b.said == mediator.CannotTell():
		got = "cannot tell"
	case b.said.Digest != h.brief.Delivery.Digest:
		got = "another result"
	case b.said.Served:
		got = "served"
	}
	if left := b.until.Sub(b.at); got != want || left < least || left > most {
		h.Errorf("it is %s, found %s before the end; want %s, from %s to %s before", got, left, want, least, most)
	}
}

// paced gives so many blocks of a result at once, and then one in every so long, so many at most, from a time on.
func (h *hearing) paced(first int, every time.Duration, most int, from time.Time) content.Getter {
	link := make(chan struct{}, 1)
	given := map[cid.Cid]bool{}
	return h.from(network(func(ctx context.Context, c cid.Cid) ([]byte, error) {
		select {
		case link <- struct{}{}:
			defer func() { <-link }()
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
		if time.Now().Before(from) || len(given) >= most {
			<-ctx.Done()
			return nil, context.Cause(ctx)
		}
		if len(given) >= first {
			select {
			case <-time.After(every):
			case <-ctx.Done():
				return nil, context.Cause(ctx)
			}
		}
		given[c] = true
		return h.result.GetBlock(ctx, c)
	}))
}

// SETTLEMENT rule 2: that a result was not served says only who has asked for it for an eighth of the time to commit, until seven eighths are
// over or longer, and who serves less than a slow link brings; who serves it slowly has until half an eighth is left.
func TestAskedForLongEnough(t *testing.T) {
	for name, c := range map[string]struct {
		files       int
		runs        time.Duration // how long the work takes
		first       int           // blocks that come at once
		every       time.Duration // in which one more comes
		most        int           // blocks that do
		from        time.Duration // when the first may
		slot        time.Duration // of the chain
		away        time.Duration // from when on it is
		want        string
		least, last time.Duration // before the end
	}{
		"nothing comes":                                   {files: 3, runs: toCommit / 4, want: "not served", least: eighth - time.Minute, last: eighth},
		"nothing comes, and the run was long":             {files: 3, runs: toCommit - 5*eighth/4, want: "cannot tell", least: eighth / 4, last: eighth / 2},
		"nothing comes, and the run left half an eighth":  {files: 3, runs: toCommit - eighth/2, want: "cannot tell", least: eighth / 4, last: eighth / 2},
		"nothing comes, by a clock that lags behind":      {files: 3, runs: toCommit - 21*eighth/16, slot: time.Minute, want: "cannot tell", least: eighth / 4, last: eighth / 2},
		"nothing comes, and the chain was away":           {files: 3, runs: 11 * eighth / 4, away: 3 * eighth, want: "cannot tell", least: eighth / 4, last: eighth / 2},
		"the run was long, and it comes at the fifth try": {files: 3, runs: toCommit - 5*eighth/4, from: toCommit - eighth, most: 100, want: "served", least: eighth / 2, last: eighth},
		"it drips":                                {files: 200, runs: toCommit / 4, every: 119 * time.Second, most: 1000, want: "not served", least: eighth - 3*time.Minute, last: eighth},
		"half at once, and then it drips":         {files: 1600, runs: 88 * time.Minute, first: 1200, every: 119 * time.Second, most: 5000, want: "not served", least: eighth / 2, last: eighth},
		"all but the last":                        {files: 200, runs: toCommit / 4, most: 150, want: "not served", least: eighth - time.Minute, last: eighth},
		"slowly, to its end":                      {files: 1200, runs: 88 * time.Minute, every: time.Second, most: 5000, want: "served", least: eighth / 2, last: eighth},
		"slowly, to no end":                       {files: 1600, runs: 88 * time.Minute, every: time.Second, most: 5000, want: "cannot tell", least: eighth/2 - time.Minute, last: eighth / 2},
		"slowly, to no end, and the run was long": {files: 1600, runs: toCommit - 3*eighth/2 - time.Minute, every: time.Second, most: 5000, want: "cannot tell", least: eighth/2 - time.Minute, last: eighth / 2},
		"slowly, from the end":                    {files: 1600, runs: toCommit / 4, every: time.Second, most: 5000, from: toCommit - eighth - time.Minute, want: "not served", least: eighth - time.Minute, last: eighth},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := notServed(t, 1, c.files)
				h.engine.takes = c.runs
				h.box.Blocks = h.paced(c.first, c.every, c.most, time.Now().Add(c.from))
				b := h.before(toCommit)
				if b.slot = c.slot; c.away > 0 {
					b.away = time.Now().Add(c.away)
				}
				h.lives(b, h.box, new(journal.Memory), toCommit)
				h.says(b, c.want, c.least, c.last)
				if h.engine.runs != 1 {
					t.Errorf("the work was run %d times", h.engine.runs)
				}
			})
		})
	}
}

// nothingComes is a hearing of a result of which nobody serves anything, and whose run takes so long.
func nothingComes(t *testing.T, takes time.Duration) *hearing {
	h := notServed(t, 1, 3)
	h.engine.takes = takes
	h.box.Blocks = h.paced(0, 0, 0, time.Now())
	return h
}

// DESIGN 4.5: a mediator that is killed while it asks for a result has not to run the work again, and says how long it has asked.
func TestAskedInTwoLives(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := nothingComes(t, toCommit/2)
		b, notes := h.before(toCommit), new(journal.Memory)
		h.lives(b, h.box, notes, toCommit-2*eighth)
		if b.said != nil {
			t.Fatal("it was found too early")
		}
		time.Sleep(5 * eighth / 4) // three quarters of an eighth are left
		next := &mediator.Sandbox{Executor: h.engine, Private: h.box.Private, Public: h.box.Public, Dir: h.box.Dir, Blocks: h.box.Blocks}
		h.lives(b, next, notes, eighth)
		h.says(b, "not served", eighth/2, eighth)
		if h.engine.runs != 1 {
			t.Errorf("the work was run %d times", h.engine.runs)
		}
	})
}

// DESIGN 4.5: a mediator that is killed before and after everything that it writes while it asks goes on.
func TestKilledWhileItAsks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := nothingComes(t, toCommit/8)
		b, r := h.before(toCommit), &reaper{killed: map[string]bool{}}
		r.kill = func() { b.done() }
		notes := &mortalJournal{new(journal.Memory), r}
		for b.said == nil && time.Now().Before(b.until) {
			r.dead = false
			h.lives(b, h.box, notes, toCommit)
		}
		h.says(b, "not served", eighth/2, eighth)
		r.died(t, "write", "write made", "write made asked", "write finding")
		if h.engine.runs != 2 { // one of them came to nothing
			t.Errorf("the work was run %d times", h.engine.runs)
		}
	})
}

// unasked fails a test that asks for a result.
type unasked struct {
	mediator.Runner
	t *testing.T
}

func (u *unasked) Ask(context.Context, *mediator.Brief, mediator.Finding) (content.Progress, error) {
	u.t.Error("the result was asked for")
	return content.Progress{}, mediator.ErrUnserved
}

// Who looks for what it has committed to tries both, that the result was served and that it was not, and asks for nothing.
func TestRecalledUnasked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := notServed(t, 1, 3)
		first := must(h.box.Rerun(t.Context(), h.brief))(t).Finding
		first.Served = true
		b := h.before(toCommit)
		b.commitment = must(b.Commitment(h.brief.ID, deals.Hash{1}, first))(t)
		h.lives(b, &unasked{h.box, t}, new(journal.Memory), toCommit)
		h.says(b, "served", 0, toCommit)
	})
}
