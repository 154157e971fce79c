package compute

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"os"
	"path/filepath"
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

// Farmer runs programs for those who hire it. Set its fields before first use, Executor, Store and Dir at least; it is then
// safe for concurrent use.
type Farmer struct {
	Executor executor.Executor
	// Store keeps modules, inputs and results, and serves them to whoever may ask it.
	Store *content.Store
	// Blocks is where content comes from that is not in the Store. Nil: nowhere.
	Blocks content.Getter
	// Notes remembers finished tasks, so that a restart does not run them again, and until when results are kept. Nil
	// keeps it in memory.
	Notes journal.Journal
	// Dir is a folder for what runs need on disk. Nothing else may be in it.
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
	// MaxRetain is how long a result is kept at most after its deadline and its review. Default 30 days.
	MaxRetain time.Duration
	// Content bounds the module and the inputs of one job together. Default 1 GiB.
	Content content.Limits
	// FetchTime is how long module and inputs may take to arrive. Default 20 s; never longer than the terms allow.
	FetchTime time.Duration

	Logger *slog.Logger
	// Output gives where to show what a program prints while it runs. Nil shows nothing.
	Output func(v *protocol.View, task int) (stdout, stderr io.Writer)
	// Finished hears of every task that was run.
	Finished func(v *protocol.View, d Done)

	once   sync.Once
	broken error
	mu     sync.Mutex
	places map[messages.ID]*place
}

// place is one of MaxJobs, taken by an agreement from its acceptance to its end.
type place struct {
	view     *protocol.View
	until    time.Time // when it is free again if no work was asked for; zero once it was
	prepared *prepared
}

// Checker is implemented by an executor that can tell without running it whether it would take a module.
type Checker interface {
	Check(executor.Module, executor.Limits) error
}

// Fetching is how long module and inputs may take to arrive, if nothing else is said.
const Fetching = 20 * time.Second

func (f *Farmer) init() error {
	f.once.Do(func() {
		f.places = make(map[messages.ID]*place)
		f.MaxJobs = cmp.Or(f.MaxJobs, 4)
		f.Parallel = cmp.Or(f.Parallel, 1)
		f.FetchTime = cmp.Or(f.FetchTime, Fetching)
		f.MaxRetain = cmp.Or(f.MaxRetain, 30*24*time.Hour)
		f.Content.Bytes = cmp.Or(f.Content.Bytes, 1<<30)
		f.Content.Blocks = cmp.Or(f.Content.Blocks, 1<<16)
		if f.Logger == nil {
			f.Logger = slog.New(slog.DiscardHandler)
		}
		if f.Notes == nil {
			f.Notes = new(journal.Memory)
		}
		if f.Executor == nil || f.Store == nil || f.Dir == "" {
			f.broken = errors.New("compute farmer: Executor, Store and Dir must be set")
			return
		}
		if f.Blocks == nil {
			f.Blocks = f.Store
		}
	})
	return f.broken
}

// Busy is how many agreements are being worked on, and how many may be.
func (f *Farmer) Busy() (jobs, most int) {
	_ = f.init()
	f.mu.Lock()
	defer f.mu.Unlock()
	f.lapse(time.Now())
	return len(f.places), f.MaxJobs
}

// Quote prices the job, or says what would have to change.
func (f *Farmer) Quote(_ context.Context, v *protocol.View) (*messages.Quote, error) {
	if err := f.init(); err != nil {
		return nil, err
	}
	if v.SOW.Service != Service {
		err := protocol.Errorf(protocol.UnknownService, "%q is not offered here", v.SOW.Service)
		err.Remedy = &messages.Remedy{Services: []string{Service}}
		return nil, err
	}
	j, err := JobOf(v)
	if err != nil {
		return nil, err
	}
	if err := f.fits(v, j); err != nil {
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

// fits refuses a job whose limits, or the resources that its SOW wants, are above what is offered; the remedy is the most
// that is.
func (f *Farmer) fits(v *protocol.View, j *Job) error {
	what, asked, most := j.Limits.Executor().Or(executor.Limits{}).Exceeds(f.Max)
	switch minimum := v.SOW.Minimum; {
	case what != "":
	case f.Max.Memory > 0 && minimum.GetMemoryBytes() > uint64(f.Max.Memory):
		what, asked, most = "memory (bytes)", int64(min(minimum.GetMemoryBytes(), math.MaxInt64)), f.Max.Memory
	case f.Max.OutputBytes > 0 && minimum.GetDiskBytes() > uint64(f.Max.OutputBytes):
		what, asked, most = "outputs (bytes)", int64(min(minimum.GetDiskBytes(), math.MaxInt64)), f.Max.OutputBytes
	default:
		return nil
	}
	amount := func(n int64) string { return strconv.FormatInt(n, 10) }
	if name, isTime := strings.CutSuffix(what, " (ns)"); isTime {
		what, amount = name, func(n int64) string { return time.Duration(n).String() }
	}
	err := protocol.Errorf(protocol.Resources, "the job asks for %s of %s, at most %s is offered", what, amount(asked), amount(most))
	if f.Max.Memory > 0 || f.Max.OutputBytes > 0 {
		err.Remedy = &messages.Remedy{Minimum: &messages.Resources{MemoryBytes: uint64(f.Max.Memory), DiskBytes: uint64(f.Max.OutputBytes)}}
	}
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
	if limit.Asset != "" && limit.Asset != f.Asset || perUnit.Cmp(f.PerTask) < 0 || most.Cmp(ceiling) < 0 {
		err := protocol.Errorf(protocol.Price, "the price here is %s a task, %s for the job", f.PerTask, ceiling)
		err.Remedy = &messages.Remedy{Price: price}
		return nil, err
	}
	return price, nil
}

// Accept countersigns once module and inputs are here and the module is one that the executor takes.
func (f *Farmer) Accept(ctx context.Context, v *protocol.View) (*messages.Acceptance, error) {
	if err := f.init(); err != nil {
		return nil, err
	}
	if retain := time.Duration(v.Terms.RetainMs) * time.Millisecond; retain > f.MaxRetain {
		return nil, protocol.Errorf(protocol.Resources, "the result is to be kept for %s, at most %s is offered", retain, f.MaxRetain)
	}
	if err := f.occupy(v, time.UnixMilli(v.Terms.StartByMs).Add(time.Minute)); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithDeadlineCause(ctx, time.UnixMilli(v.Terms.AcceptByMs).Add(-time.Second), errSlowContent)
	defer cancel()
	if _, err := f.prepare(ctx, v); err != nil {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.leave(v)
		return nil, err
	}
	return nil, nil
}

var errSlowContent = protocol.Errorf(protocol.Content, "the module and the inputs did not arrive in time; serve them, or give more time to accept")

// occupy takes a place until a time, or for good if it is zero. Who has one keeps it.
func (f *Farmer) occupy(v *protocol.View, until time.Time) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.lapse(time.Now())
	if p := f.places[v.Session]; p != nil {
		p.view, p.until = v, until
		return nil
	}
	if len(f.places) >= f.MaxJobs && !until.IsZero() {
		return busy(f.MaxJobs)
	}
	f.places[v.Session] = &place{view: v, until: until}
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

// leave frees a place, and the disk of what was kept for its runs. f.mu is held.
func (f *Farmer) leave(v *protocol.View) {
	delete(f.places, v.Session)
	if err := os.RemoveAll(f.dirOf(v.Session)); err != nil {
		f.Logger.Warn("clean up", "session", v.Session.Short(), "err", err)
	}
	j, err := JobOf(v)
	if err != nil {
		return // then nothing was kept for it
	}
	for _, root := range j.roots() {
		if err := f.Store.Release(root, inputsOf(v.Session)); err != nil {
			f.Logger.Warn("release", "cid", root, "err", err)
		}
	}
}

func (f *Farmer) dirOf(session messages.ID) string { return filepath.Join(f.Dir, session.String()) }

// prepared is what the runs of an agreement have in common.
type prepared struct {
	job    *Job
	tasks  []int
	dir    string // of this agreement
	module string // path
	inputs []executor.Input
}

// Holders in the store: of an agreement's results, and of what its runs read.
func holder(session messages.ID) string   { return session.String() }
func inputsOf(session messages.ID) string { return session.String() + ".in" }

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
	if c, ok := f.Executor.(Checker); ok {
		if err := c.Check(executor.Module{Path: p.module}, j.Limits.Executor()); err != nil {
			return nil, refusal(err)
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if place := f.places[v.Session]; place != nil {
		place.prepared = p
	}
	return p, nil
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
		if cause, ok := errors.AsType[*protocol.Error](context.Cause(ctx)); ok && err != nil {
			return cause
		}
		if err != nil {
			return f.unfetched(root, err)
		}
		left.Bytes, left.Blocks = left.Bytes-got.Bytes, left.Blocks-got.Blocks
		if left.Bytes <= 0 || left.Blocks <= 0 { // zero would mean the default
			return f.unfetched(root, &content.LimitError{What: "bytes", Limit: f.Content.Bytes})
		}
	}
	return nil
}

// unfetched says why what the job names is not here, without what only this host should know.
func (f *Farmer) unfetched(root cid.Cid, err error) error {
	refused := &protocol.Error{Code: protocol.Content, Err: err}
	switch {
	case errors.Is(err, content.ErrLimit):
		refused.Code, refused.Reason = protocol.Resources, fmt.Sprintf("module and inputs are more than is taken: at most %d bytes, in %d blocks", f.Content.Bytes, f.Content.Blocks)
		refused.Remedy = &messages.Remedy{Minimum: &messages.Resources{DiskBytes: uint64(f.Content.Bytes)}}
	case errors.Is(err, content.ErrNotFound):
		refused.Reason = fmt.Sprintf("%s was not found: serve it until the work has begun", root)
	case errors.Is(err, content.ErrMalformed), errors.Is(err, content.ErrUnsupported), errors.Is(err, content.ErrName):
		refused.Reason = fmt.Sprintf("%s is not a tree of files that can be kept here: add it again, with SHA2-256 and without links", root)
	default:
		refused.Reason = fmt.Sprintf("%s cannot be fetched", root)
	}
	return refused
}

// layOut writes module and inputs to disk, anew. A tree that is small in blocks and large in files, since it names the same
// ones again and again, is found here.
func (f *Farmer) layOut(ctx context.Context, p *prepared) error {
	files := filepath.Join(p.dir, "files")
	if err := errors.Join(os.RemoveAll(files), os.MkdirAll(files, 0o700)); err != nil {
		return err
	}
	root, err := os.OpenRoot(files)
	if err != nil {
		return err
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
			return "", f.unfetched(c, err)
		case want != 0 && e.Kind != want:
			return "", protocol.Errorf(protocol.Invalid, "%s is a %s, want a %s", what, e.Kind, want)
		}
		for e, err := range content.Walk(ctx, f.Store, c, f.Content) {
			if left.Bytes -= e.Size; err == nil && left.Bytes < 0 {
				err = &content.LimitError{What: "bytes", Limit: f.Content.Bytes}
			}
			if err != nil {
				return "", f.unfetched(c, err)
			}
		}
		if err := content.Export(ctx, f.Store, c, root, name, f.Content); err != nil {
			return "", f.unfetched(c, err)
		}
		return filepath.Join(files, name), nil
	}
	roots := p.job.roots()
	if p.module, err = export(roots[0], "module", content.File); err != nil {
		return err
	}
	for i, in := range p.job.Inputs {
		want := content.Kind(0)
		if in.Name == "." {
			want = content.Directory
		}
		path, err := export(roots[i+1], fmt.Sprintf("input-%d", i), want)
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
func (f *Farmer) Ended(_ context.Context, v *protocol.View) {
	if f.init() != nil {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.leave(v)
}

var (
	_ farmer.Farmer = (*Farmer)(nil)
	_ farmer.Ender  = (*Farmer)(nil)
)
