package compute

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
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

// Farmer runs programs for those who hire it. Set its fields before first use; it is then safe for concurrent use.
type Farmer struct {
	Executor executor.Executor
	// Store keeps modules, inputs and results, and serves them to whoever may ask it.
	Store *content.Store
	// Blocks is where content comes from that is not in the Store.
	Blocks content.Getter
	// Notes remembers finished tasks, so that a restart does not run them again.
	Notes journal.Journal
	// Dir is a folder for what runs need on disk.
	Dir string

	// Asset and PerTask are the price. The zero price is free.
	Asset   string
	PerTask messages.Amount
	// TaskTime is how long a task is promised to take at most; the quote's delivery date follows from it. Zero promises
	// only what the SOW asks for.
	TaskTime time.Duration
	// Max is what no task may exceed. Zero fields: no ceiling here.
	Max executor.Limits
	// MaxJobs is how many agreements are worked on at once. Default 4.
	MaxJobs int
	// Parallel is how many tasks of one agreement run at once. Default 1.
	Parallel int
	// Content bounds the module and the inputs of one job. Default 1 GiB.
	Content content.Limits
	// FetchTime is how long module and inputs may take to arrive. Default 20 s; never longer than the terms allow.
	FetchTime time.Duration

	Logger *slog.Logger
	// Output gives where to show what a program prints while it runs. Nil shows nothing.
	Output func(v *protocol.View, task int) (stdout, stderr io.Writer)
	// Finished hears of every task that was run.
	Finished func(v *protocol.View, d Done)

	once sync.Once
	mu   sync.Mutex
	jobs map[messages.ID]*occupied
}

// occupied is a place taken by an agreement, from its acceptance to its end.
type occupied struct{ prepared *prepared }

// Checker is implemented by an executor that can tell without running it whether it would take a module.
type Checker interface {
	Check(executor.Module, executor.Limits) error
}

// Fetching is how long module and inputs may take to arrive, if nothing else is said.
const Fetching = 20 * time.Second

func (f *Farmer) init() {
	f.once.Do(func() {
		f.jobs = make(map[messages.ID]*occupied)
		if f.MaxJobs == 0 {
			f.MaxJobs = 4
		}
		if f.Parallel == 0 {
			f.Parallel = 1
		}
		if f.FetchTime == 0 {
			f.FetchTime = Fetching
		}
		if f.Logger == nil {
			f.Logger = slog.New(slog.DiscardHandler)
		}
	})
}

// Busy is how many agreements are being worked on, and how many may be.
func (f *Farmer) Busy() (jobs, most int) {
	f.init()
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.jobs), f.MaxJobs
}

// Quote prices the job, or says what would have to change.
func (f *Farmer) Quote(_ context.Context, v *protocol.View) (*messages.Quote, error) {
	f.init()
	if v.SOW.Service != Service {
		err := protocol.Errorf(protocol.UnknownService, "%q is not offered here", v.SOW.Service)
		err.Remedy = &messages.Remedy{Services: []string{Service}}
		return nil, err
	}
	j, err := JobOf(v)
	if err != nil {
		return nil, err
	}
	if err := f.fits(j); err != nil {
		return nil, err
	}
	price, err := f.price(v)
	if err != nil {
		return nil, err
	}
	deliver := v.SOW.DeliverByMs
	if f.TaskTime > 0 {
		rounds := (len(j.Tasks) + f.Parallel - 1) / f.Parallel
		promise := time.Now().Add(f.FetchTime + time.Duration(rounds)*f.TaskTime).UnixMilli()
		if promise > deliver {
			err := protocol.Errorf(protocol.Deadline, "%d tasks of up to %s each cannot be done by %s", len(j.Tasks), f.TaskTime, time.UnixMilli(deliver).UTC().Format(time.RFC3339))
			err.Remedy = &messages.Remedy{DeliverByMs: promise}
			return nil, err
		}
		deliver = promise
	}
	if jobs, most := f.Busy(); jobs >= most {
		return nil, busy(most)
	}
	return &messages.Quote{Price: price, DeliverByMs: deliver}, nil
}

func busy(most int) error {
	err := protocol.Errorf(protocol.Busy, "all %d places are taken; try again later", most)
	err.Remedy = &messages.Remedy{RetryAtMs: time.Now().Add(time.Minute).UnixMilli()}
	return err
}

// fits refuses a job whose limits are above what is offered; the remedy is the most that is.
func (f *Farmer) fits(j *Job) error {
	what, asked, most := j.Limits.Executor().Or(executor.Limits{}).Exceeds(f.Max)
	if what == "" {
		return nil
	}
	err := protocol.Errorf(protocol.Resources, "the job asks for %s of %d, at most %d is offered", what, asked, most)
	err.Remedy = &messages.Remedy{Minimum: &messages.Resources{MemoryBytes: uint64(f.Max.Memory), DiskBytes: uint64(f.Max.OutputBytes)}}
	return err
}

// price is per task. A SOW that names a lower one is refused with the price that would have been accepted.
func (f *Farmer) price(v *protocol.View) (*messages.Price, error) {
	ceiling, err := f.PerTask.Times(v.SOW.Units)
	if err != nil {
		return nil, err
	}
	price := &messages.Price{Asset: f.Asset, Unit: Unit, PerUnit: f.PerTask.String(), Ceiling: ceiling.String()}
	limit := v.SOW.Limit
	if limit == nil {
		return price, nil
	}
	perUnit, _ := messages.ParseAmount(limit.PerUnit)
	most, _ := messages.ParseAmount(limit.Ceiling)
	if limit.Asset != f.Asset || perUnit.Cmp(f.PerTask) < 0 || most.Cmp(ceiling) < 0 {
		err := protocol.Errorf(protocol.Price, "the price here is %s a task, %s for the job", f.PerTask, ceiling)
		err.Remedy = &messages.Remedy{Price: price}
		return nil, err
	}
	return price, nil
}

// Accept countersigns once module and inputs are here and the module is one that the executor takes.
func (f *Farmer) Accept(ctx context.Context, v *protocol.View) (*messages.Acceptance, error) {
	f.init()
	if err := f.occupy(v.Session); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithDeadlineCause(ctx, time.UnixMilli(v.Terms.AcceptByMs).Add(-time.Second), errSlowContent)
	defer cancel()
	if _, err := f.prepare(ctx, v); err != nil {
		f.vacate(v.Session)
		return nil, err
	}
	return nil, nil
}

var errSlowContent = protocol.Errorf(protocol.Content, "the module and the inputs did not arrive in time; serve them, or give more time to accept")

func (f *Farmer) occupy(session messages.ID) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.jobs[session] != nil {
		return nil
	}
	if len(f.jobs) >= f.MaxJobs {
		return busy(f.MaxJobs)
	}
	f.jobs[session] = new(occupied)
	return nil
}

func (f *Farmer) vacate(session messages.ID) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.jobs, session)
}

// prepared is what the runs of an agreement have in common.
type prepared struct {
	job    *Job
	tasks  []int
	dir    string // of this agreement
	module string // path
	inputs []executor.Input
}

// holder names an agreement in the store.
func holder(session messages.ID) string { return session.String() }

// prepare brings module and inputs here and puts them on disk. It may be called again.
func (f *Farmer) prepare(ctx context.Context, v *protocol.View) (*prepared, error) {
	f.mu.Lock()
	o := f.jobs[v.Session]
	f.mu.Unlock()
	if o != nil && o.prepared != nil {
		return o.prepared, nil
	}
	j, err := JobOf(v)
	if err != nil {
		return nil, err
	}
	tasks, err := TasksOf(v, j)
	if err != nil {
		return nil, err
	}
	p := &prepared{job: j, tasks: tasks, dir: filepath.Join(f.Dir, v.Session.String())}
	if err := f.fetch(ctx, v.Session, j); err != nil {
		return nil, err
	}
	if err := f.layOut(ctx, p); err != nil {
		return nil, err
	}
	if c, ok := f.Executor.(Checker); ok {
		if err := c.Check(executor.Module{Path: p.module}, j.Limits.Executor()); err != nil {
			return nil, refusal(err)
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if o := f.jobs[v.Session]; o != nil {
		o.prepared = p
	}
	return p, nil
}

// fetch holds what the job names and brings what is missing. Held first, so that nothing is collected in between.
func (f *Farmer) fetch(ctx context.Context, session messages.ID, j *Job) error {
	ctx, cancel := context.WithTimeoutCause(ctx, f.FetchTime, errSlowContent)
	defer cancel()
	for _, root := range j.roots() {
		if err := f.Store.Hold(root, holder(session)); err != nil {
			return fmt.Errorf("hold %s: %w", root, err)
		}
		if _, err := content.Fetch(ctx, root, f.Blocks, f.Store, f.Content, nil); err != nil {
			if cause, ok := errors.AsType[*protocol.Error](context.Cause(ctx)); ok {
				return cause
			}
			return &protocol.Error{Code: protocol.Content, Reason: fmt.Sprintf("%s cannot be fetched", root), Err: err}
		}
	}
	return nil
}

// layOut writes module and inputs to disk, anew.
func (f *Farmer) layOut(ctx context.Context, p *prepared) error {
	files := filepath.Join(p.dir, "files")
	if err := os.RemoveAll(files); err != nil {
		return err
	}
	if err := os.MkdirAll(files, 0o700); err != nil {
		return err
	}
	root, err := os.OpenRoot(files)
	if err != nil {
		return err
	}
	defer root.Close()
	export := func(c cid.Cid, name string) (string, error) {
		if err := content.Export(ctx, f.Store, c, root, name, f.Content); err != nil {
			return "", &protocol.Error{Code: protocol.Content, Reason: fmt.Sprintf("%s cannot be laid out", c), Err: err}
		}
		return filepath.Join(files, name), nil
	}
	roots := p.job.roots()
	if p.module, err = export(roots[0], "module"); err != nil {
		return err
	}
	for i, in := range p.job.Inputs {
		path, err := export(roots[i+1], fmt.Sprintf("input-%d", i))
		if err != nil {
			return err
		}
		p.inputs = append(p.inputs, executor.Input{Name: in.Name, Path: path})
	}
	return nil
}

// refusal is what an executor says of a module or a task, as it crosses the wire.
func refusal(err error) error {
	e, ok := errors.AsType[*executor.Error](err)
	if !ok {
		return err
	}
	code := protocol.Failed
	switch {
	case e.Code == executor.Refused:
		code = protocol.Resources
	case e.Code.Guest():
		code = protocol.Invalid
	}
	return &protocol.Error{Code: code, Reason: e.Error(), Err: err}
}

// Confirm trusts the amount, which the session has judged.
func (f *Farmer) Confirm(context.Context, *protocol.View) (*messages.Receipt, error) { return nil, nil }

// Ended frees the place and what was held for the runs. Results stay held until their retention is over; see Sweep.
func (f *Farmer) Ended(ctx context.Context, v *protocol.View) {
	f.init()
	f.vacate(v.Session)
	if err := os.RemoveAll(filepath.Join(f.Dir, v.Session.String())); err != nil {
		f.Logger.Warn("clean up", "session", v.Session.Short(), "err", err)
	}
	j, err := JobOf(v)
	if err != nil {
		return
	}
	for _, root := range j.roots() {
		if err := f.Store.Release(root, holder(v.Session)); err != nil {
			f.Logger.Warn("release", "cid", root, "err", err)
		}
	}
}

var (
	_ farmer.Farmer = (*Farmer)(nil)
	_ farmer.Ender  = (*Farmer)(nil)
)
