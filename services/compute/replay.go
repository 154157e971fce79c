package compute

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// Replay is an audit: it runs a task again and compares the CIDs, and the fuel where that is paid. A difference is a *protocol.Error of a [Difference], and so
// a dispute. What cannot be compared here, since the task is live, its end depends on the machine or it cannot be run again,
// blames nobody.
type Replay struct {
	Farmer *Farmer // its executor and store do the run
	// Pick says whether to look at a task of a deal. Nil looks at none. See [Sample].
	Pick func(v *protocol.View, task int) bool
	// Compared hears of every comparison.
	Compared func(v *protocol.View, d Done, again Done)
	// Failed hears of every task that was picked and, in all the time that there was, could not be run again: it is taken unseen.
	Failed func(v *protocol.View, d Done, err error)

	mu    sync.Mutex
	tried map[string]time.Time // a claimed task that could not be run again: until when that is tried
}

// Audit runs the task again if it is picked. What cannot be run now is asked for again while there is time to review it, as content that
// cannot be fetched: only at the end of that time is it taken unseen. What the disk here keeps from being run is a [requester.Halt], at once
// where it is full, and for the rest at that end.
func (r *Replay) Audit(ctx context.Context, v *protocol.View, j *Job, d Done) error {
	if r.Pick == nil || j.Live || !r.Pick(v, d.Task) {
		return nil
	}
	var again Done
	var err error
	for range repeats {
		again, err = r.Farmer.Repeat(ctx, v, j, d.Task)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err == nil {
			break
		}
	}
	late := err != nil && !time.Now().Before(r.until(v, d.Task))
	switch halted := stuck(err, late); {
	case isHalt(halted):
		return &requester.Halt{Err: fmt.Errorf("task %d is to be run again here: %w", d.Task, halted)}
	case err != nil && !late:
		return fmt.Errorf("task %d is to be run again here, which cannot be done now: %v", d.Task, err) // nothing that the farmer is to blame for
	case err != nil && r.Failed != nil:
		r.Failed(v, d, err)
		return nil
	case err != nil:
		return nil
	}
	if r.Compared != nil {
		r.Compared(v, d, again)
	}
	return d.against(again)
}

// until is how long a run is tried again: to the time at which a delivery must be disputed, or, of a claim, for as long as a fifth of a review after
// the first attempt, since its farmer waits. Of what came by the chain alone, whose time is not known here, not at all.
func (r *Replay) until(v *protocol.View, task int) time.Time {
	wait := time.Duration(v.Terms.GetReviewMs()) * time.Millisecond / 5
	switch v.Phase {
	case protocol.Delivered: // which leaves time for a dispute, that it is not taken for one that is not served
		return disputeAt(v).Add(-wait / 4)
	case protocol.Claimed:
		r.mu.Lock()
		defer r.mu.Unlock()
		key := string(taskKey(v.Session, task))
		until, ok := r.tried[key]
		if !ok {
			if until = time.Now().Add(wait); r.tried == nil {
				r.tried = map[string]time.Time{}
			}
			r.tried[key] = until
		}
		if by := time.UnixMilli(v.Progress.AnswerByMs).Add(-wait / 4); by.Before(until) {
			return by
		}
		return until
	}
	return time.Time{}
}

// Comparison is what two runs of a task say of each other.
type Comparison int

// The zero Comparison is unset and invalid.
const (
	Same         Comparison = iota + 1 // the same bytes, for the same fuel as far as both are known
	Mismatch                           // one of the two did not run the task
	Inconclusive                       // one of them was ended by its machine, or nobody said how: it blames nobody
)

// Compare holds a result against another run of the same task.
func (d Done) Compare(again Done) Comparison {
	switch {
	case d.same(again):
		return Same
	case d.Ended == untold || machine(d.Ended) || machine(again.Ended):
		return Inconclusive
	}
	return Mismatch
}

// repeats is how often a run is tried at once: a machine that is busy may be too slow to start one.
const repeats = 3

// against holds a result against a run of one's own.
func (d Done) against(again Done) error {
	if d.Compare(again) != Mismatch {
		return nil
	}
	differs := &Difference{Shown: d, Again: again}
	return &protocol.Error{Code: protocol.Failed, Reason: differs.reason(), Err: differs}
}

// same reports whether two runs of a task gave the same for the same price, as far as both are known.
func (d Done) same(again Done) bool {
	return d.CID == again.CID && (d.Fuel == again.Fuel || d.Fuel == 0 || again.Fuel == 0)
}

// machine reports whether a task may end so on one machine and not on another.
func machine(ended string) bool {
	ends := []executor.End{executor.OutOfTime, executor.OutOfCPU, executor.OutOfSpace, executor.Stopped, executor.Crashed}
	return slices.ContainsFunc(ends, func(e executor.End) bool { return e.String() == ended })
}

// Repeat runs a task of a job as the farmer would have, takes no place for it and keeps nothing but the result's blocks,
// which nobody holds.
func (f *Farmer) Repeat(ctx context.Context, v *protocol.View, j *Job, task int) (Done, error) {
	if err := cmp.Or(f.init(), j.pinned(f.Executor)); err != nil {
		return Done{}, err
	}
	again := *v // a session of its own in the store, and nothing of it in the notes
	for i := range again.Session {
		again.Session[i] ^= 0xff
	}
	if err := os.MkdirAll(f.Dir, 0o700); err != nil {
		return Done{}, err
	}
	dir, err := os.MkdirTemp(f.Dir, repeated)
	if err != nil {
		return Done{}, err
	}
	defer os.RemoveAll(dir)
	defer func() {
		if err := f.letGo(ctx, &again, j); err != nil {
			f.Logger.Warn("release", "job", j.ID, "err", err)
		}
	}()
	if err := f.fetch(ctx, &again, j); err != nil {
		return Done{}, err
	}
	p := &prepared{job: j, dir: dir}
	if err := f.layOut(ctx, p); err != nil {
		return Done{}, err
	}
	if p, err = f.open(ctx, ctx, v, p); err != nil {
		return Done{}, err
	}
	return f.execute(ctx, &again, p, task, nil)
}

// repeated is what the folders of runs that were only repeated begin with.
const repeated = "again-"

// Tidy removes what processes before this one have left in Dir when they died, the inputs that they had decrypted among it, which
// otherwise stays until there is something to do. Nothing may run yet.
func (f *Farmer) Tidy() error { return f.init() }

// tidy removes what processes before this one had repeated when they died, and the inputs that they had decrypted. Nothing runs.
func (f *Farmer) tidy() {
	entries, err := os.ReadDir(f.Dir)
	for _, e := range entries {
		left := filepath.Join(f.Dir, e.Name())
		switch {
		case strings.HasPrefix(e.Name(), repeated):
			err = errors.Join(err, os.RemoveAll(left))
		case e.IsDir():
			err = errors.Join(err, os.RemoveAll(openedIn(left)))
		}
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		f.Logger.Warn("what was left behind stays", "dir", f.Dir, "err", err)
	}
}

// letGo ends the holds of what a run has read, and drops their notes.
func (f *Farmer) letGo(ctx context.Context, v *protocol.View, j *Job) error {
	var b journal.Batch
	for _, root := range j.roots() {
		if err := f.Store.Release(root, inputsOf(v.Session)); err != nil {
			return err
		}
		b.Notes = append(b.Notes, retained(root, inputsOf(v.Session), time.Time{}))
	}
	return f.Notes.Commit(context.WithoutCancel(ctx), b)
}
