package compute

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/ipfs/go-cid"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// prepared is what the runs of an agreement have in common.
type prepared struct {
	job    *Job
	tasks  []int
	dir    string // of this agreement
	module string // path; empty if it is a container
	inputs []executor.Input
}

// Holders in the store: of an agreement's results, and of what its runs read.
func holder(session messages.ID) string   { return session.String() }
func inputsOf(session messages.ID) string { return session.String() + inputSuffix }

const inputSuffix = ".in"

// prepare brings module and inputs here and puts them on disk. It may be called again.
func (f *Farmer) prepare(ctx context.Context, v *protocol.View) (*prepared, error) {
	f.mu.Lock()
	place := f.places[v.Session]
	f.mu.Unlock()
	if place != nil && place.prepared != nil {
		return place.prepared, nil
	}
	j, err := JobOf(v)
	if err != nil {
		return nil, err
	}
	tasks, err := TasksOf(v, j)
	if err != nil {
		return nil, err
	}
	p := &prepared{job: j, tasks: tasks, dir: f.dirOf(v.Session)}
	if err := f.fetch(ctx, v, j); err != nil {
		return nil, err
	}
	if err := f.layOut(ctx, p); err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if place := f.places[v.Session]; place != nil {
		place.prepared = p
	}
	return p, nil
}

// check refuses what the executor would, as far as it is here: of encrypted inputs nothing is, before they are opened. All tasks of a job differ
// in nothing but their arguments, so the one with the longest is looked at.
func (f *Farmer) check(p *prepared) error {
	longest := slices.MaxFunc(p.tasks, func(a, b int) int { return cmp.Compare(bytesOf(p.job.Tasks[a].Args), bytesOf(p.job.Tasks[b].Args)) })
	if err := executor.CheckTask(f.Executor, p.task(longest)); err != nil {
		return refusal(err)
	}
	return nil
}

// task is a task of the agreement as an executor is given it.
func (p *prepared) task(task int) executor.Task {
	t := p.job.task(task)
	t.Module.Path, t.Inputs, t.Dir = p.module, p.inputs, runningIn(p.dir, name(task))
	return t
}

// fetch holds what the job names and brings what is missing. Held first, so that nothing is collected in between; and
// noted, so that what a crash leaves held is found by Sweep.
func (f *Farmer) fetch(ctx context.Context, v *protocol.View, j *Job) error {
	ctx, cancel := context.WithTimeoutCause(ctx, f.FetchTime, errSlowContent)
	defer cancel()
	left := f.Content
	for _, root := range j.roots() {
		if err := f.hold(ctx, root, inputsOf(v.Session), untilOf(v)); err != nil {
			return err
		}
		got, err := content.Fetch(ctx, root, f.Blocks, f.Store, left, nil)
		if err != nil {
			return f.unfetched(ctx, root, err)
		}
		left.Bytes, left.Blocks = left.Bytes-got.Bytes, left.Blocks-got.Blocks
		if left.Bytes <= 0 || left.Blocks <= 0 { // zero would mean the default
			return f.unfit(root, &content.LimitError{What: "bytes", Limit: f.Content.Bytes})
		}
	}
	return nil
}

// unfetched says why what the job names did not come, without what only this host should know. That nobody has it is said of what others did,
// or did not in the time that there was: what fails here is unkept.
func (f *Farmer) unfetched(ctx context.Context, root cid.Cid, err error) error {
	refused := &protocol.Error{Code: protocol.Content, Err: err}
	cause, late := errors.AsType[*protocol.Error](context.Cause(ctx))
	_, own := errors.AsType[*content.StoreError](err)
	switch {
	case own:
		return f.unfit(root, err)
	case late:
		return cause
	case errors.Is(err, content.ErrNotFound):
		refused.Reason = fmt.Sprintf("%s was not found: serve it until the work has begun", root)
	case errors.Is(err, content.ErrMismatch), ctx.Err() != nil:
		refused.Reason = fmt.Sprintf("%s cannot be fetched", root)
	default:
		return f.unfit(root, err)
	}
	return refused
}

// unfit says why what is here, of what the job names, cannot be used: it is not what can be, or this host cannot keep it.
func (f *Farmer) unfit(root cid.Cid, err error) error {
	refused := &protocol.Error{Code: protocol.Content, Err: err}
	switch {
	case errors.Is(err, content.ErrLimit):
		refused.Code, refused.Reason = protocol.Resources, fmt.Sprintf("module and inputs are more than is taken: at most %d bytes, in %d blocks", f.Content.Bytes, f.Content.Blocks)
		refused.Remedy = &messages.Remedy{Minimum: &messages.Resources{DiskBytes: uint64(f.Content.Bytes)}}
	case errors.Is(err, content.ErrMalformed), errors.Is(err, content.ErrUnsupported), errors.Is(err, content.ErrName):
		refused.Reason = fmt.Sprintf("%s is not a tree of files that can be kept here: add it again, with SHA2-256 and without links", root)
	default:
		return unkept(err)
	}
	return refused
}

// unkept is a failure of this host, its disk say, in having what the job names: nobody else is to blame for it, and nothing is known of whether others have it.
func unkept(err error) error {
	return &protocol.Error{Code: protocol.Failed, Reason: "module and inputs cannot be kept on this machine: see that its disk is sound and has room, or hire another", Err: err}
}

// layOut writes module and inputs to disk, anew. A tree that is small in blocks and large in files, since it names the same
// ones again and again, is found here.
func (f *Farmer) layOut(ctx context.Context, p *prepared) error {
	files := filepath.Join(p.dir, "files")
	if err := errors.Join(os.RemoveAll(files), os.MkdirAll(files, 0o700)); err != nil {
		return unkept(err)
	}
	root, err := os.OpenRoot(files)
	if err != nil {
		return unkept(err)
	}
	defer root.Close()
	left := f.Content
	export := func(c cid.Cid, name string, want content.Kind) (string, error) {
		what := fmt.Sprintf("input %s", c)
		if name == "module" {
			what = fmt.Sprintf("the module %s", c)
		}
		e, err := content.Stat(ctx, f.Store, c)
		switch {
		case err != nil:
			return "", f.unlaid(ctx, c, err)
		case want != 0 && e.Kind != want:
			return "", protocol.Errorf(protocol.Invalid, "%s is a %s, want a %s", what, e.Kind, want)
		}
		for e, err := range content.Walk(ctx, f.Store, c, f.Content) {
			if left.Bytes -= e.Size; err == nil && left.Bytes < 0 {
				err = &content.LimitError{What: "bytes", Limit: f.Content.Bytes}
			}
			if err != nil {
				return "", f.unlaid(ctx, c, err)
			}
		}
		if err := content.Export(ctx, f.Store, c, root, name, f.Content); err != nil {
			return "", f.unlaid(ctx, c, err)
		}
		return filepath.Join(files, name), nil
	}
	roots := p.job.roots()
	if p.job.Container == nil {
		if p.module, err = export(roots[len(roots)-1], "module", content.File); err != nil {
			return err
		}
	}
	if p.job.Encrypted() {
		return nil // see open
	}
	for i, in := range p.job.Inputs {
		want := content.Kind(0)
		if in.Name == "." {
			want = content.Directory
		}
		path, err := export(roots[i], fmt.Sprintf("input-%d", i), want)
		if err != nil {
			return err
		}
		p.inputs = append(p.inputs, executor.Input{Name: in.Name, At: in.At, Path: path})
	}
	return nil
}

// unlaid says why what was fetched cannot be written to disk: that a block is not there any more is for this host's store.
func (f *Farmer) unlaid(ctx context.Context, root cid.Cid, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return f.unfit(root, err)
}
