package compute

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/ipfs/go-cid"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// Buckets of the journal's notes.
const (
	bucketDone   = "compute-done"   // session || task: the Done
	bucketRetain = "compute-retain" // session || holder's kind || CID: until when it is held, unix seconds
	bucketOpened = "compute-opened" // session: that the executor takes what was encrypted
)

// spare is how long before its deadline, or its context's, work stops, so that what was done is delivered in time.
const spare = 2 * time.Second

var errShort = protocol.Errorf(protocol.Late, "the work was not done in time")

// Work runs the share. Of many tasks each is claimed as it is finished, and further ones run meanwhile, at most Parallel
// unpaid. When the requester cancels, or time runs out, what was paid for is delivered. Of a replicated job all is done, and
// committed to, before any of it is shown.
func (f *Farmer) Work(ctx context.Context, v *protocol.View, p farmer.Progress) (*messages.Delivery, error) {
	if err := f.init(); err != nil {
		return nil, err
	}
	j, err := JobOf(v)
	if err != nil {
		return nil, err
	}
	_ = f.occupy(v, f.load(v, j), time.Time{}) // which refuses nothing
	by := time.UnixMilli(v.Terms.DeliverByMs)
	if sooner, ok := ctx.Deadline(); ok && sooner.Before(by) { // where there is more to do than to deliver
		by = sooner
	}
	running, cancel := context.WithDeadlineCause(ctx, by.Add(-spare), errShort)
	defer cancel()
	prepared, err := f.prepare(running, v)
	if err != nil {
		return nil, err
	}
	if prepared, err = f.openForWork(running, v, prepared); err != nil {
		return nil, err
	}
	defer f.shut(prepared)
	done, err := f.finished(ctx, v.Session, prepared.tasks)
	if err != nil {
		return nil, err
	}
	news := tell(ctx, p, prepared.tasks)
	defer news.close()
	if j.Verify.Mode == Replicate {
		return f.workReplica(ctx, running, v, prepared, done, p, news)
	}
	if isSingle(prepared.job) {
		d, ok := done[0]
		if !ok {
			if d, err = f.run(running, v, prepared, 0, news); err != nil {
				return nil, err
			}
		}
		return f.deliver(ctx, v, prepared, []Done{d})
	}
	return f.workShare(ctx, running, v, prepared, done, p, news)
}

// outcome is what became of a run.
type outcome struct {
	done Done
	err  error
}

// workShare claims the tasks of a share, in order, as they are run. Units that were claimed before a restart are not
// claimed again: they were the first of the share, too.
func (f *Farmer) workShare(ctx, running context.Context, v *protocol.View, p *prepared, done map[int]Done, progress farmer.Progress, news *news) (*messages.Delivery, error) {
	running, stop := context.WithCancel(running)
	slots := make(chan struct{}, f.Parallel) // taken by a task from its start until it was paid for
	results, ended := f.runShare(running, v, p, done, slots, news)
	defer func() { stop(); <-ended }()

	var claimed []Done
	paid := v.Progress.GetUnits()
	for i, task := range p.tasks {
		result := <-results[i]
		if result.err != nil {
			return f.partial(ctx, v, p, claimed, result.err)
		}
		if all := append(claimed, result.done); p.job.Units(len(claimed)) >= paid {
			if err := f.claim(ctx, v, p.job, progress, all); err != nil {
				if stopped, ok := errors.AsType[*protocol.Error](err); ok && stopped.Remote {
					return nil, err // nothing more is owed, and nothing is to be delivered
				}
				return f.partial(ctx, v, p, claimed, err)
			}
		}
		claimed = append(claimed, result.done)
		news.count(len(claimed))
		if _, before := done[task]; !before {
			<-slots
		}
	}
	return f.deliver(ctx, v, p, claimed)
}

// runShare runs the tasks that are not done, each once it gets a slot. The second channel is closed when all have ended.
func (f *Farmer) runShare(ctx context.Context, v *protocol.View, p *prepared, done map[int]Done, slots chan struct{}, news *news) ([]chan outcome, <-chan struct{}) {
	results := make([]chan outcome, len(p.tasks))
	for i := range results {
		results[i] = make(chan outcome, 1)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		var runs sync.WaitGroup
		defer runs.Wait()
		for i, task := range p.tasks {
			if d, ok := done[task]; ok {
				results[i] <- outcome{done: d}
				continue
			}
			select {
			case slots <- struct{}{}:
			case <-ctx.Done():
				results[i] <- outcome{err: context.Cause(ctx)}
				continue
			}
			runs.Go(func() {
				d, err := f.run(ctx, v, p, task, news)
				results[i] <- outcome{d, err}
			})
		}
	}()
	return results, ended
}

// claim claims the last of what was done.
func (f *Farmer) claim(ctx context.Context, v *protocol.View, j *Job, progress farmer.Progress, done []Done) error {
	evidence, err := Claims.Encode(&done[len(done)-1])
	if err != nil {
		return err
	}
	_, err = progress.Claim(ctx, &messages.Progress{Units: j.Units(len(done)), Claim: j.Cost(v, done).String(), Evidence: evidence})
	return err
}

// partial delivers what was paid for when the rest will not be done: the requester canceled, time ran out, or a run failed
// by no fault of the program. Where the session has ended or the server closes there is nothing to deliver.
func (f *Farmer) partial(ctx context.Context, v *protocol.View, p *prepared, claimed []Done, cause error) (*messages.Delivery, error) {
	canceled := protocol.CodeOf(context.Cause(ctx)) == protocol.Canceled
	if len(claimed) == 0 || ctx.Err() != nil && !canceled {
		return nil, cause
	}
	f.Logger.Info("delivering a part", "session", v.Session.Short(), "tasks", len(claimed), "of", len(p.tasks), "why", cause)
	return f.deliver(context.WithoutCancel(ctx), v, p, claimed)
}

// run runs one task, keeps its result and notes that it is done. Where fuel is paid, a run that this machine ended is none, and the work
// is given up with it: on a faster machine it ends otherwise, so that who delivered it could be found to have lied.
func (f *Farmer) run(ctx context.Context, v *protocol.View, p *prepared, task int, news *news) (Done, error) {
	d, err := f.execute(ctx, v, p, task, news)
	if err != nil {
		return Done{}, err
	}
	if p.job.Metered() && machine(d.Ended) {
		return Done{}, protocol.Errorf(protocol.Canceled, "the run of task %d here was %s, which says nothing about it: nothing is asked for it", task, d.Ended)
	}
	if err := f.keep(ctx, v, d); err != nil {
		return Done{}, err
	}
	if l, ok := f.Executor.(executor.Lasting); ok {
		l.Kept(runningIn(p.dir, name(task)))
	}
	if f.Finished != nil {
		f.Finished(v, d)
	}
	return d, nil
}

// execute runs one task and adds its result to the store.
func (f *Farmer) execute(ctx context.Context, v *protocol.View, p *prepared, task int, news *news) (Done, error) {
	t := p.task(task)
	dir := t.Dir
	if err := errors.Join(os.RemoveAll(dir), os.MkdirAll(dir, 0o700)); err != nil {
		return Done{}, err
	}
	defer os.RemoveAll(dir)
	t.Stdout, t.Stderr = news.writers(task)
	t.Tell = func(words string) {
		f.Logger.Info("a task waits", "session", v.Session.Short(), "task", task, "for", words)
		news.tell(task, words)
	}
	if f.Output != nil {
		stdout, stderr := f.Output(v, task)
		t.Stdout, t.Stderr = both(t.Stdout, stdout), both(t.Stderr, stderr)
	}
	report, err := f.Executor.Execute(ctx, t)
	failed, ok := errors.AsType[*executor.Error](err)
	switch {
	case err != nil && ctx.Err() != nil:
		return Done{}, context.Cause(ctx)
	case err != nil && (!ok || report == nil || !failed.Code.Result()):
		return Done{}, refusal(err)
	}
	d := Done{Task: task, Exit: report.ExitCode, Ended: report.End.String(), WallMs: report.Wall.Milliseconds(), Limited: limitedOf(report)}
	if d.Detail = detail(report.Note); failed != nil {
		d.Detail = detail(failed.Error())
	}
	if p.job.Metered() && !machine(d.Ended) {
		if d.Fuel = report.Fuel; d.Fuel == 0 {
			return Done{}, protocol.Errorf(protocol.Failed, "fuel is not counted where task %d was run", task)
		}
	}
	root, err := content.AddPath(ctx, f.Store, dir, p.job.resultLimits(content.Limits{}))
	if err != nil {
		if ctx.Err() != nil {
			return Done{}, context.Cause(ctx)
		}
		return Done{}, fmt.Errorf("keep result of task %d: %w", task, err)
	}
	d.CID = root.String()
	return d, nil
}

// runningIn is where the result of a task's run is put, in the folder of its agreement: the same after a restart.
func runningIn(dir, task string) string { return filepath.Join(dir, "running", task) }

// both writes to two writers, of which either may be nil.
func both(a, b io.Writer) io.Writer {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	return io.MultiWriter(a, b)
}

// keep holds a task's result and notes that it is done, so that no crash runs it again.
func (f *Farmer) keep(ctx context.Context, v *protocol.View, d Done) error {
	root := mustParse(d.CID)
	if err := f.hold(ctx, root, holder(v.Session), untilOf(v)); err != nil {
		return err
	}
	value, err := json.Marshal(d)
	if err != nil {
		return err
	}
	note := journal.Note{Bucket: bucketDone, Key: taskKey(v.Session, d.Task), Value: value}
	return f.Notes.Commit(context.WithoutCancel(ctx), journal.Batch{Notes: []journal.Note{note}, Sync: true})
}

func taskKey(session messages.ID, task int) []byte { return doneKey(session, name(task)) }

func doneKey(session messages.ID, name string) []byte { return append(session[:], name...) }

// untilOf is until when a session's content is kept: after every window that its terms give.
func untilOf(v *protocol.View) time.Time {
	return time.UnixMilli(max(v.Terms.GetDeliverByMs(), time.Now().UnixMilli()) + int64(v.Terms.GetReviewMs()+v.Terms.GetJudgeMs()+v.Terms.GetRetainMs()))
}

// hold keeps a root in the store and notes until when.
func (f *Farmer) hold(ctx context.Context, root cid.Cid, holder string, until time.Time) error {
	if err := f.Notes.Commit(context.WithoutCancel(ctx), journal.Batch{Notes: []journal.Note{retained(root, holder, until)}}); err != nil {
		return err
	}
	return f.Store.Hold(root, holder)
}

// retained is the note of a hold; without a time it drops the note.
func retained(root cid.Cid, holder string, until time.Time) journal.Note {
	note := journal.Note{Bucket: bucketRetain, Key: []byte(holder + "/" + root.String())}
	if !until.IsZero() {
		note.Value = strconv.AppendInt(nil, until.Unix(), 10)
	}
	return note
}

// held is a hold that is noted.
type held struct {
	session messages.ID
	holder  string
	root    cid.Cid
	until   time.Time
}

// heldBy reads the note of a hold.
func heldBy(note journal.Note) (h held, err error) {
	holder, text, _ := strings.Cut(string(note.Key), "/")
	until, err := strconv.ParseInt(string(note.Value), 10, 64)
	session, bad := messages.ParseID(strings.TrimSuffix(holder, inputSuffix))
	root, malformed := content.Parse(text)
	if err = cmp.Or(err, bad, malformed); err != nil {
		return h, fmt.Errorf("the note %q is not one of a hold: %w", note.Key, err)
	}
	return held{session, holder, root, time.Unix(until, 0)}, nil
}

// finished are the tasks of a session that were run before.
func (f *Farmer) finished(ctx context.Context, session messages.ID, tasks []int) (map[int]Done, error) {
	done := map[int]Done{}
	for _, task := range tasks {
		value, err := f.Notes.Note(ctx, bucketDone, taskKey(session, task))
		if err != nil {
			return nil, err
		}
		if value == nil {
			continue
		}
		var d Done
		if err := json.Unmarshal(value, &d); err != nil {
			return nil, fmt.Errorf("note of task %d: %w", task, err)
		}
		done[task] = d
	}
	return done, nil
}

// deliver makes the delivery of what was done.
func (f *Farmer) deliver(ctx context.Context, v *protocol.View, p *prepared, tasks []Done) (*messages.Delivery, error) {
	r, err := f.result(ctx, v, p, tasks)
	if err != nil {
		return nil, err
	}
	return delivery(v, p.job, r)
}

func delivery(v *protocol.View, j *Job, r *Result) (*messages.Delivery, error) {
	payload, err := Results.Encode(r)
	if err != nil {
		return nil, err
	}
	return &messages.Delivery{Result: payload, Units: j.Units(len(r.Tasks)), Cost: j.Cost(v, r.Tasks).String()}, nil
}

// result gathers what was done, and keeps it.
func (f *Farmer) result(ctx context.Context, v *protocol.View, p *prepared, tasks []Done) (*Result, error) {
	tasks = slices.SortedFunc(slices.Values(tasks), func(a, b Done) int { return a.Task - b.Task })
	root := mustParse(tasks[0].CID)
	if !isSingle(p.job) {
		var err error
		if root, err = gather(ctx, f.Store, tasks); err != nil {
			return nil, fmt.Errorf("gather the result: %w", err)
		}
		if err := f.hold(ctx, root, holder(v.Session), untilOf(v)); err != nil {
			return nil, err
		}
		for i := range tasks {
			tasks[i].Detail, tasks[i].Limited = "", nil
		}
	}
	return &Result{Root: root.String(), Tasks: tasks}, nil
}

// Sweep stops keeping what is kept beyond its time: results whose retention is over, what the runs of agreements have read whose deals are
// closed, and what a crash left behind of agreements that came to nothing. Of a session whose deal is open, which open reports as of now or
// later, all of it stays: a panel may be shown it. Nil: no deal is open. It then removes from the store what nothing holds. Call it now and then.
func (f *Farmer) Sweep(ctx context.Context, now time.Time, open func(session messages.ID) bool) error {
	if err := f.init(); err != nil {
		return err
	}
	var over []journal.Note
	sessions, stay := map[string]bool{}, map[string]bool{} // of which something is no longer kept, and of which something is
	for note, err := range f.Notes.Notes(ctx, bucketRetain) {
		if err != nil {
			return fmt.Errorf("sweep: %w", err)
		}
		h, err := heldBy(note)
		if err != nil {
			return fmt.Errorf("sweep: %w", err)
		}
		if now.Before(h.until) || open != nil && open(h.session) {
			stay[h.session.String()] = true
			continue
		}
		if err := f.Store.Release(h.root, h.holder); err != nil {
			return fmt.Errorf("sweep: %w", err)
		}
		over = append(over, journal.Note{Bucket: bucketRetain, Key: note.Key})
		sessions[h.session.String()] = true
	}
	if len(over) == 0 {
		return nil
	}
	maps.DeleteFunc(sessions, func(session string, _ bool) bool { return stay[session] })
	if err := f.forget(ctx, sessions, over); err != nil {
		return fmt.Errorf("sweep: %w", err)
	}
	_, err := f.Store.Collect(ctx, now.Add(-time.Hour))
	return err
}

// forget drops the notes of sessions that are over, and what their runs left on disk.
func (f *Farmer) forget(ctx context.Context, sessions map[string]bool, notes []journal.Note) error {
	for note, err := range f.Notes.Notes(ctx, bucketDone) {
		if err != nil {
			return err
		}
		if len(note.Key) >= len(messages.ID{}) && sessions[messages.ID(note.Key[:32]).String()] {
			notes = append(notes, journal.Note{Bucket: bucketDone, Key: note.Key}, journal.Note{Bucket: bucketSalt, Key: note.Key[:32]})
		}
	}
	for note, err := range f.Notes.Notes(ctx, bucketOpened) {
		if err != nil {
			return err
		}
		if sessions[messages.ID(note.Key).String()] {
			notes = append(notes, journal.Note{Bucket: bucketOpened, Key: note.Key})
		}
	}
	for batch := range slices.Chunk(notes, 1000) {
		if err := f.Notes.Commit(ctx, journal.Batch{Notes: batch}); err != nil {
			return err
		}
	}
	for session := range sessions {
		if err := os.RemoveAll(filepath.Join(f.Dir, session)); err != nil {
			return err
		}
	}
	return nil
}
