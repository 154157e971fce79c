package bacalhau

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/parley-p2p/parley/internal/durable"
)

const (
	leaveTime  = 30 * time.Second // how long a depot is asked to take something away
	leaveSlots = 4                // for how many jobs at once
	sweepMost  = 1000             // records that one sweep looks at
)

// What files in Dir are called that a run has not finished with.
const (
	unfinishedRecord  = durable.Unfinished
	unfinishedResult  = "result-"
	unfinishedReplica = "replica-"
)

// leftFile is the record of a job that is over, with something in the depot.
func leftFile(dir, token string) string { return filepath.Join(dir, leftPrefix+token+".json") }

const leftPrefix = "over-"

// leave has taken away, while others go on, what was brought for a job that nobody will look for again.
func (e *Executor) leave(r record) {
	e.leaving.Go(func() {
		select {
		case e.leaves <- struct{}{}:
			defer func() { <-e.leaves }()
		case <-e.quit:
			return
		}
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		go func() {
			select {
			case <-e.quit:
				cancel()
			case <-ctx.Done():
			}
		}()
		if err := e.drop(ctx, r); err != nil {
			e.Logger.Warn("what was brought for a job cannot be taken away now", "name", r.Name, "err", err)
		}
	})
}

// drop takes away what is in the depot under a record's token, and then forgets that it was there.
func (e *Executor) drop(ctx context.Context, r record) error {
	ctx, cancel := context.WithTimeout(ctx, leaveTime)
	defer cancel()
	if err := e.Depot.Drop(ctx, r.Token); err != nil {
		return hide(err, r.Token)
	}
	if e.Dir == "" {
		return nil
	}
	return gone(os.Remove(leftFile(e.Dir, r.Token)))
}

// gone is no error where there was nothing.
func gone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// Close waits until what jobs have left in the Depot is taken away, or until ctx is done. Then it gives that up, and the Sweep of a
// later process does it if there is a Dir. No task may be under way.
func (e *Executor) Close(ctx context.Context) error {
	e.init()
	done := make(chan struct{})
	go func() { e.leaving.Wait(); close(done) }()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		e.quitting.Do(func() { close(e.quit) })
		<-done
		return fmt.Errorf("wait until what jobs left in the depot is taken away: %w", context.Cause(ctx))
	}
}

// tidy removes what processes before this one had not finished in Dir. Nothing is under way.
func (e *Executor) tidy() {
	entries, err := os.ReadDir(e.Dir)
	removed := 0
	for _, f := range entries {
		for _, kind := range []string{unfinishedRecord, unfinishedResult, unfinishedReplica} {
			if strings.HasPrefix(f.Name(), kind) {
				err = errors.Join(err, os.RemoveAll(filepath.Join(e.Dir, f.Name())))
				removed++
			}
		}
	}
	if err := gone(err); err != nil {
		e.Logger.Warn("what was left unfinished stays", "dir", e.Dir, "err", err)
	} else if removed > 0 {
		e.Logger.Info("removed what was left unfinished", "files", removed)
	}
}

// swept counts what a sweep has found.
type swept struct{ jobs, brought, kept int }

// Sweep gives up what processes before this one left behind and nobody will come back for: it stops their jobs, has taken away what
// they brought to the Depot, and forgets them. live says of the directory of a task's result whether that task may be run again; those
// under way are left alone, and so is what cannot be given up now, for the next sweep. It may be called at any time, and looks at a
// thousand jobs at most.
func (e *Executor) Sweep(ctx context.Context, live func(dir string) bool) error {
	e.init()
	if e.Dir == "" {
		return nil
	}
	entries, err := os.ReadDir(e.Dir)
	if gone(err) != nil {
		return fmt.Errorf("sweep: %w", err)
	}
	var found swept
	failed := e.each(ctx, entries, func(name string) error { return e.sweepOne(ctx, name, live, &found) })
	// The depot, which may be away where the cluster is not, once all jobs are stopped.
	if entries, err = os.ReadDir(e.Dir); gone(err) != nil {
		return fmt.Errorf("sweep: %w", err)
	}
	failed = append(failed, e.each(ctx, entries, func(name string) error { return e.sweepBrought(ctx, name, &found) })...)
	if found.jobs+found.brought > 0 {
		e.Logger.Info("swept what was left behind", "jobs", found.jobs, "brought", found.brought, "kept", found.kept)
	}
	if len(failed) > 0 {
		return fmt.Errorf("sweep: %s for now: %w", stay(len(failed)), failed[0])
	}
	return nil
}

// stay says how many stay.
func stay(jobs int) string {
	if jobs == 1 {
		return "1 job that was left behind stays"
	}
	return fmt.Sprintf("%d jobs that were left behind stay", jobs)
}

// each calls f for records, until one finds nobody there: nor will the next.
func (e *Executor) each(ctx context.Context, entries []fs.DirEntry, f func(name string) error) (failed []error) {
	for i, entry := range entries {
		name, isRecord := strings.CutSuffix(entry.Name(), ".json")
		if i >= sweepMost || ctx.Err() != nil {
			break
		}
		if !isRecord {
			continue
		}
		err := f(name)
		if err != nil {
			failed = append(failed, err)
		}
		if KindOf(err) == Unavailable {
			break
		}
	}
	return failed
}

// sweepBrought has taken away what the job of a record that is over had brought to the depot.
func (e *Executor) sweepBrought(ctx context.Context, name string, found *swept) error {
	if !strings.HasPrefix(name, leftPrefix) {
		return nil
	}
	release, ok := e.claim(name)
	if !ok || e.Depot == nil {
		found.kept++
		if ok {
			release()
		}
		return nil
	}
	defer release()
	file := filepath.Join(e.Dir, name+".json")
	r, ok, err := readRecord(file)
	if err != nil {
		return err
	}
	if !ok {
		return gone(os.Remove(file))
	}
	found.brought++
	return e.drop(ctx, r)
}

// sweepOne stops the job that one record tells of, if that belongs to nobody.
func (e *Executor) sweepOne(ctx context.Context, name string, live func(dir string) bool, found *swept) error {
	if strings.HasPrefix(name, leftPrefix) {
		return nil
	}
	file := filepath.Join(e.Dir, name+".json")
	release, ok := e.claim(name)
	if !ok {
		found.kept++
		return nil
	}
	defer release()
	r, ok, err := readRecord(file)
	switch {
	case err != nil:
		return err
	case !ok:
		return gone(os.Remove(file))
	case r.For == "" || live(r.For):
		found.kept++
		return nil
	}
	if err := e.abandon(ctx, r.Name); err != nil {
		return err
	}
	e.mu.Lock()
	delete(e.waiting, name)
	e.mu.Unlock()
	if found.jobs++; !r.Brought {
		return gone(os.Remove(file))
	}
	return gone(os.Rename(file, leftFile(e.Dir, r.Token)))
}

// claim takes a record that no task has, so that none takes it up.
func (e *Executor) claim(key string) (release func(), ok bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.busy[key] {
		return nil, false
	}
	return e.occupy(key), true
}

// occupy notes that a record is somebody's. e.mu is held.
func (e *Executor) occupy(key string) (release func()) {
	e.busy[key] = true
	return func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		delete(e.busy, key)
	}
}

// abandon stops a job, if the cluster has it and it has not ended.
func (e *Executor) abandon(ctx context.Context, name string) error {
	ctx, cancel := context.WithTimeout(ctx, stopTime)
	defer cancel()
	j, err := e.Client.Job(ctx, name)
	switch {
	case KindOf(err) == NotFound:
		return nil
	case err != nil:
		return err
	case j.Ended():
		return nil
	}
	return e.Client.Stop(ctx, j.ID)
}
