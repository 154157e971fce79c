package compute_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// lasting is an executor whose runs outlive the process. It notes of each whether its farmer would have begun it again once it had been
// reported of, and when it was told that its result is kept.
type lasting struct {
	*scripts
	farmer *compute.Farmer

	mu       sync.Mutex
	reported []bool
	kept     []bool
	dirs     []string
}

func (l *lasting) Execute(ctx context.Context, t executor.Task) (*executor.Report, error) {
	rep, err := l.scripts.Execute(ctx, t)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.reported, l.dirs = append(l.reported, l.farmer.Lives(t.Dir)), append(l.dirs, t.Dir)
	return rep, err
}

func (l *lasting) Kept(dir string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !slices.Contains(l.dirs, dir) {
		panic("kept, and never run: " + dir)
	}
	l.kept = append(l.kept, l.farmer.Lives(dir))
}

// fullDisk is a journal that takes no note of what was done.
type fullDisk struct{ journal.Journal }

func (j fullDisk) Commit(ctx context.Context, b journal.Batch) error {
	if slices.ContainsFunc(b.Notes, func(n journal.Note) bool { return n.Bucket == "compute-done" }) {
		return errors.New("the disk is full")
	}
	return j.Journal.Commit(ctx, b)
}

// An executor whose runs outlive the process is told that a result is kept once no restart would run its task again, and is not told where
// it could not be kept. C17.
func TestKept(t *testing.T) {
	for _, full := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			var l *lasting
			f, b := w.farm(1, func(f *compute.Farmer) {
				l = &lasting{scripts: &scripts{}, farmer: f}
				if f.Executor = l; full {
					f.Notes = fullDisk{f.Notes}
				}
			}), w.buyer()
			bill, err := b.run(b.job(prints(3)...), hiring(1, f))
			if full && (err == nil && bill.Root.Defined() || len(l.kept) != 0 || len(l.reported) == 0) {
				t.Errorf("where nothing is kept: %v, %v, told %v of %v", bill, err, l.kept, l.reported)
			}
			if !full && (err != nil || !slices.Equal(l.reported, []bool{true, true, true}) || !slices.Equal(l.kept, []bool{false, false, false})) {
				t.Errorf("%v: would be run again once reported %v, once kept %v", err, l.reported, l.kept)
			}
		})
	}
}
