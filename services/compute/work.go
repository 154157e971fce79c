package compute

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
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
	bucketRetain = "compute-retain" // session || CID: until when the result is served, unix seconds
)

// Work runs the share. Of many tasks each is claimed as it is finished, and further ones run meanwhile, at most Parallel
// unpaid. When the requester stops or cancels, what was paid for is delivered.
func (f *Farmer) Work(ctx context.Context, v *protocol.View, p farmer.Progress) (*messages.Delivery, error) {
	f.init()
	if err := f.occupy(v.Session); err != nil { // after a restart there was no Accept
		f.Logger.Warn("more agreements than places", "session", v.Session.Short(), "err", err)
	}
	prepared, err := f.prepare(ctx, v)
	if err != nil {
		return nil, err
	}
	done, err := f.finished(ctx, v.Session, prepared.tasks)
	if err != nil {
		return nil, err
	}
	if isSingle(prepared.job) {
		d, ok := done[0]
		if !ok {
			if d, err = f.run(ctx, v, prepared, 0); err != nil {
				return nil, err
			}
		}
		return f.deliver(ctx, v, prepared, []Done{d})
	}
	return f.workShare(ctx, v, prepared, done, p)
}

// workShare runs and claims the tasks of a share, in order.
func (f *Farmer) workShare(ctx context.Context, v *protocol.View, p *prepared, done map[int]Done, progress farmer.Progress) (*messages.Delivery, error) {
	running, stop := context.WithCancel(ctx)
	defer stop()
	type outcome struct {
		done Done
		err  error
	}
	results := make([]chan outcome, len(p.tasks))
	slots := make(chan struct{}, f.Parallel)
	ended := make(chan struct{})
	for i := range results {
		results[i] = make(chan outcome, 1)
	}
	go func() { // runs ahead of the claims; a slot is free again once its task was paid for
		defer close(ended)
		inner := make(chan struct{}, len(p.tasks))
		started := 0
		for i, task := range p.tasks {
			if d, ok := done[task]; ok {
				results[i] <- outcome{done: d}
				continue
			}
			select {
			case slots <- struct{}{}:
			case <-running.Done():
				results[i] <- outcome{err: context.Cause(running)}
				continue
			}
			started++
			go func() {
				d, err := f.run(running, v, p, task)
				results[i] <- outcome{d, err}
				inner <- struct{}{}
			}()
		}
		for range started {
			<-inner
		}
	}()
	defer func() { stop(); <-ended }()

	var claimed []Done
	paid := v.Progress.GetUnits()
	for i, task := range p.tasks {
		result := <-results[i]
		if result.err != nil {
			return f.partial(ctx, v, p, claimed, result.err)
		}
		if uint64(len(claimed)) >= paid { // not claimed before a restart
			if err := f.claim(ctx, v, progress, len(claimed)+1, result.done); err != nil {
				return f.partial(ctx, v, p, claimed, err)
			}
		}
		claimed = append(claimed, result.done)
		if _, before := done[task]; !before {
			<-slots
		}
	}
	return f.deliver(ctx, v, p, claimed)
}

func (f *Farmer) claim(ctx context.Context, v *protocol.View, progress farmer.Progress, units int, d Done) error {
	evidence, err := Claims.Encode(&d)
	if err != nil {
		return err
	}
	_, err = progress.Claim(ctx, &messages.Progress{Units: uint64(units), Evidence: evidence})
	return err
}

// partial delivers what was paid for when the rest will not be done: the requester canceled, or a run failed by no fault
// of the program. Where the session was stopped or the server closes there is nothing to deliver.
func (f *Farmer) partial(ctx context.Context, v *protocol.View, p *prepared, claimed []Done, cause error) (*messages.Delivery, error) {
	canceled := protocol.CodeOf(context.Cause(ctx)) == protocol.Canceled
	if len(claimed) == 0 || ctx.Err() != nil && !canceled {
		return nil, cause
	}
	if canceled {
		ctx = context.WithoutCancel(ctx)
	}
	f.Logger.Info("delivering a part", "session", v.Session.Short(), "tasks", len(claimed), "of", len(p.tasks), "why", cause)
	return f.deliver(ctx, v, p, claimed)
}

// run runs one task, keeps its result and notes that it is done.
func (f *Farmer) run(ctx context.Context, v *protocol.View, p *prepared, task int) (Done, error) {
	dir := filepath.Join(p.dir, "running", name(task))
	if err := errors.Join(os.RemoveAll(dir), os.MkdirAll(dir, 0o700)); err != nil {
		return Done{}, err
	}
	defer os.RemoveAll(dir)
	t := p.job.task(task)
	t.Module, t.Inputs, t.Dir = executor.Module{Path: p.module}, p.inputs, dir
	if f.Output != nil {
		t.Stdout, t.Stderr = f.Output(v, task)
	}
	report, err := f.Executor.Execute(ctx, t)
	failed, ok := errors.AsType[*executor.Error](err)
	switch {
	case err != nil && (!ok || report == nil || failed.Code == executor.Canceled || failed.Code == executor.Internal):
		return Done{}, refusal(err)
	case ctx.Err() != nil:
		return Done{}, context.Cause(ctx)
	}
	d := Done{Task: task, Exit: report.ExitCode, Ended: report.End.String(), WallMs: report.Wall.Milliseconds()}
	if failed != nil {
		d.Detail = cut(failed.Error())
	}
	root, err := content.AddPath(ctx, f.Store, dir, content.Limits{})
	if err != nil {
		return Done{}, fmt.Errorf("keep result of task %d: %w", task, err)
	}
	d.CID = root.String()
	if err := f.keep(ctx, v, d); err != nil {
		return Done{}, err
	}
	if f.Finished != nil {
		f.Finished(v, d)
	}
	return d, nil
}

func cut(s string) string {
	if len(s) > 1000 {
		return s[:1000]
	}
	return s
}

// keep holds a task's result and notes that it is done, so that no crash runs it again.
func (f *Farmer) keep(ctx context.Context, v *protocol.View, d Done) error {
	root := mustParse(d.CID)
	if err := f.hold(ctx, v, root); err != nil {
		return err
	}
	value, err := json.Marshal(d)
	if err != nil {
		return err
	}
	note := journal.Note{Bucket: bucketDone, Key: taskKey(v.Session, d.Task), Value: value}
	return f.Notes.Commit(context.WithoutCancel(ctx), journal.Batch{Notes: []journal.Note{note}, Sync: true})
}

func taskKey(session messages.ID, task int) []byte { return append(session[:], name(task)...) }

// hold keeps a result in the store until its retention is over.
func (f *Farmer) hold(ctx context.Context, v *protocol.View, root cid.Cid) error {
	if err := f.Store.Hold(root, holder(v.Session)); err != nil {
		return err
	}
	until := max(v.Terms.DeliverByMs, time.Now().UnixMilli()) + int64(v.Terms.ReviewMs+v.Terms.JudgeMs+v.Terms.RetainMs)
	note := journal.Note{Bucket: bucketRetain, Key: append(v.Session[:], root.String()...), Value: strconv.AppendInt(nil, until/1000, 10)}
	return f.Notes.Commit(context.WithoutCancel(ctx), journal.Batch{Notes: []journal.Note{note}})
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

// deliver makes the result of what was done.
func (f *Farmer) deliver(ctx context.Context, v *protocol.View, p *prepared, tasks []Done) (*messages.Delivery, error) {
	slices.SortFunc(tasks, func(a, b Done) int { return a.Task - b.Task })
	root := mustParse(tasks[0].CID)
	if !isSingle(p.job) {
		var err error
		if root, err = gather(ctx, f.Store, p.dir, tasks); err != nil {
			return nil, fmt.Errorf("gather the result: %w", err)
		}
		if err := f.hold(ctx, v, root); err != nil {
			return nil, err
		}
	}
	payload, err := Results.Encode(&Result{Root: root.String(), Tasks: tasks})
	if err != nil {
		return nil, err
	}
	return &messages.Delivery{Result: payload, Units: uint64(len(tasks))}, nil
}

// gather adds the directory that holds each task's result under its number.
func gather(ctx context.Context, store *content.Store, scratch string, tasks []Done) (cid.Cid, error) {
	dir, err := os.MkdirTemp(scratch, "gather-")
	if err != nil {
		return cid.Undef, err
	}
	defer os.RemoveAll(dir)
	root, err := os.OpenRoot(dir)
	if err != nil {
		return cid.Undef, err
	}
	defer root.Close()
	for _, d := range tasks {
		if err := content.Export(ctx, store, mustParse(d.CID), root, name(d.Task), content.Limits{}); err != nil {
			return cid.Undef, err
		}
	}
	return content.AddPath(ctx, store, dir, content.Limits{})
}

// Sweep stops serving results whose retention is over and removes from the store what nothing holds. Call it now and then.
func (f *Farmer) Sweep(ctx context.Context, now time.Time) error {
	f.init()
	var over []journal.Note
	for note, err := range f.Notes.Notes(ctx, bucketRetain) {
		if err != nil {
			return fmt.Errorf("sweep: %w", err)
		}
		until, err := strconv.ParseInt(string(note.Value), 10, 64)
		if err != nil || now.Unix() < until {
			continue
		}
		session := messages.ID(note.Key[:32])
		root, err := content.Parse(string(note.Key[32:]))
		if err != nil {
			return fmt.Errorf("sweep: %w", err)
		}
		if err := f.Store.Release(root, holder(session)); err != nil {
			return fmt.Errorf("sweep: %w", err)
		}
		over = append(over, journal.Note{Bucket: bucketRetain, Key: note.Key})
	}
	if len(over) == 0 {
		return nil
	}
	if err := f.Notes.Commit(ctx, journal.Batch{Notes: over}); err != nil {
		return fmt.Errorf("sweep: %w", err)
	}
	_, err := f.Store.Collect(ctx, now.Add(-time.Hour))
	return err
}
