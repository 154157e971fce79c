package compute

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// place is one of MaxJobs, taken by an agreement from its acceptance to its end.
type place struct {
	view     *protocol.View
	load     executor.Load
	until    time.Time // when it is free again if no work was asked for; zero once it was
	prepared *prepared
}

// Busy is how many agreements are being worked on, and how many may be.
func (f *Farmer) Busy() (jobs, most int) {
	_ = f.init()
	f.mu.Lock()
	defer f.mu.Unlock()
	f.lapse(time.Now())
	return len(f.places), f.MaxJobs
}

// busyPause is after how long who found every place taken may ask again.
const busyPause = 5 * time.Second

func busy(most int) error {
	err := protocol.Errorf(protocol.Busy, "all %d places are taken; try again later", most)
	err.Remedy = &messages.Remedy{RetryAtMs: time.Now().Add(busyPause).UnixMilli()}
	return err
}

// occupy takes a place and the room for what is needed until a time, or for good if it is zero: then what was agreed has it,
// even if there is less than before a restart. Who has one keeps it.
func (f *Farmer) occupy(v *protocol.View, l executor.Load, until time.Time) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.lapse(time.Now())
	if p := f.places[v.Session]; p != nil {
		p.view, p.until = v, until
		return nil
	}
	if !until.IsZero() {
		if len(f.places) >= f.MaxJobs {
			return busy(f.MaxJobs)
		}
		if err := f.room(v, l); err != nil {
			return err
		}
	}
	f.places[v.Session] = &place{view: v, load: l, until: until}
	return nil
}

// lapse takes back the places of agreements whose countersignature nobody acted on. f.mu is held.
func (f *Farmer) lapse(now time.Time) {
	for _, p := range f.places {
		if !p.until.IsZero() && now.After(p.until) {
			f.leave(p.view)
		}
	}
}

// leave frees a place, and the disk of what was kept for its runs. Where the agreement settles on a chain module and inputs stay held until
// Sweep hears that its deal is closed. f.mu is held.
func (f *Farmer) leave(v *protocol.View) {
	delete(f.places, v.Session)
	if err := os.RemoveAll(f.dirOf(v.Session)); err != nil {
		f.Logger.Warn("clean up", "session", v.Session.Short(), "err", err)
	}
	j, err := JobOf(v)
	if err != nil {
		return // then nothing was kept for it
	}
	var open journal.Batch
	for _, root := range j.roots() {
		if v.Settles() { // a panel may be shown it; and no sweep that is under way now takes it, which may not know of the deal yet
			open.Notes = append(open.Notes, retained(root, inputsOf(v.Session), time.Now().Add(time.Second)))
		} else if err := f.Store.Release(root, inputsOf(v.Session)); err != nil {
			f.Logger.Warn("release", "cid", root, "err", err)
		}
	}
	if len(open.Notes) == 0 {
		return
	}
	if err := f.Notes.Commit(context.Background(), open); err != nil { // then it stays for as long as the terms may take
		f.Logger.Warn("release", "session", v.Session.Short(), "err", err)
	}
}

func (f *Farmer) dirOf(session messages.ID) string { return filepath.Join(f.Dir, session.String()) }

// Lives reports whether a run in dir, the directory of a task's result that an executor was given, may be begun again after a restart:
// its agreement has not ended, and its result is not kept. Of a directory that is not below Dir it says so, too.
func (f *Farmer) Lives(dir string) bool {
	if f.init() != nil {
		return true
	}
	below, err := filepath.Rel(f.Dir, dir)
	if err != nil || !filepath.IsLocal(below) {
		return true
	}
	parts := strings.Split(filepath.ToSlash(below), "/")
	if _, err := os.Stat(filepath.Join(f.Dir, parts[0])); errors.Is(err, fs.ErrNotExist) {
		return false
	}
	session, err := messages.ParseID(parts[0])
	if err != nil || dir != runningIn(f.dirOf(session), parts[len(parts)-1]) {
		return true
	}
	done, err := f.Notes.Note(context.Background(), bucketDone, doneKey(session, parts[len(parts)-1]))
	return err != nil || done == nil
}

// Ended frees the place and what was held for the runs. Results stay held until their retention is over, and module and inputs of what settles
// on a chain until its deal is closed: who judges it runs them again, long after a session that silence has ended. See Sweep.
func (f *Farmer) Ended(_ context.Context, v *protocol.View) {
	if f.init() != nil {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.leave(v)
}
