package journaltest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
)

// Moment is when a journal crashes, seen from the batch at which it does.
type Moment int

// Torn cannot be told from Before by design: what was torn is absent after a restart.
const (
	Before Moment = iota + 1 // nothing of the batch is stored
	After                    // it is stored, and on disk if that was asked, but its Commit never returned
)

func (m Moment) String() string {
	switch m {
	case Before:
		return "before"
	case After:
		return "after"
	}
	return fmt.Sprintf("moment %d", int(m))
}

// ErrCrashed is what a Crasher's Commit returns at its crash and ever after.
var ErrCrashed = errors.New("journal crashed, as it was told to")

// Crasher is a journal that crashes once. Reads still pass, for a test that looks at what is left.
type Crasher struct {
	journal.Journal
	at   int
	when Moment
	act  func()

	mu      sync.Mutex
	commits []journal.Batch
	crashed bool
}

var _ journal.Journal = (*Crasher)(nil)

// Crashing makes j crash at its at-th Commit, counted from 1: before or after that takes effect, act is called, and if
// it returns (act may be nil) this and each later Commit and Forget fails with ErrCrashed and stores nothing. act may be
// [Exit], may panic, or may cancel the context of the engine under test. At 0 never crashes: run so once to learn from
// Commits which crash points there are, then once for each of them and each Moment.
func Crashing(j journal.Journal, at int, when Moment, act func()) *Crasher {
	if act == nil {
		act = func() {}
	}
	return &Crasher{Journal: j, at: at, when: when, act: act}
}

// Exit ends this process as kill -9 does: nothing deferred runs, nothing is flushed.
func Exit() {
	p, err := os.FindProcess(os.Getpid())
	if err == nil {
		err = p.Kill()
	}
	if err != nil {
		panic(err)
	}
	select {} // until the kernel is done
}

// Commits are the batches that were tried, in order, the one at which it crashed included. They are shallow copies.
func (c *Crasher) Commits() []journal.Batch {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]journal.Batch(nil), c.commits...)
}

// Crashed reports whether it has.
func (c *Crasher) Crashed() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.crashed
}

// Commit implements [journal.Journal].
func (c *Crasher) Commit(ctx context.Context, b journal.Batch) error {
	c.mu.Lock()
	if c.crashed {
		c.mu.Unlock()
		return ErrCrashed
	}
	c.commits = append(c.commits, b)
	c.crashed = len(c.commits) == c.at
	now := c.crashed
	c.mu.Unlock()
	if !now {
		return c.Journal.Commit(ctx, b)
	}
	if c.when == After {
		if err := c.Journal.Commit(ctx, b); err != nil {
			return fmt.Errorf("commit %d, after which to crash: %w", c.at, err)
		}
	}
	c.act()
	return ErrCrashed
}

// Forget implements [journal.Journal]. It is no crash point.
func (c *Crasher) Forget(ctx context.Context, session messages.ID) error {
	if c.Crashed() {
		return ErrCrashed
	}
	return c.Journal.Forget(ctx, session)
}
