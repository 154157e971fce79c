package compute

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"strconv"
	"strings"
	"sync"
	"time"

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
	// Keys is where the keys of encrypted inputs come from. Nil: jobs that have such are refused.
	Keys Keys
	// Decline is how long it may take until an agreement that was given up is declined for certain: what a step on the chain takes. Work on
	// encrypted inputs is given up that long before it may not be declined any more, and terms that leave less time than twice that after
	// the opening are refused. Default 30 s.
	Decline time.Duration
	// Opening is how long after acceptBy the money of an agreement may be seen to be locked: the time of as many blocks as must stand on it.
	Opening time.Duration

	// Asset, PerTask and Rates are the price. The zero price is free.
	Asset   string
	PerTask messages.Amount
	Rates   Rates
	// PerFuel is the price of 10^9 fuel, for jobs that bound the fuel of their runs. If it is zero and PerTask is not, they
	// are refused.
	PerFuel messages.Amount
	// PerDeal is what an agreement costs this farmer beside its work, in the asset's smallest unit: ask is what to add to a quote, now what
	// it costs at this moment, above which a deal is not signed at a quote of before. Where it fails nothing is quoted. It is called
	// concurrently, with every quote. Nil: nothing.
	PerDeal func(ctx context.Context) (ask, now messages.Amount, err error)
	// Speed is how much fuel a run gets through in a second here, for certain. What its machine ends is not paid where fuel
	// is, so a job that gives its runs too little time for their fuel is refused. Default [Speed], which requesters count on.
	Speed int64
	// TaskTime is how long a task is promised to take at most; the quote's delivery date follows from it. Zero promises
	// only what the SOW asks for.
	TaskTime time.Duration
	// Max is what no task may exceed. Zero fields: no ceiling here.
	Max executor.Limits
	// MaxJobs is how many agreements are worked on at once. Default 4.
	MaxJobs int
	// Parallel is how many tasks of one agreement run at once. Default 1.
	Parallel int
	// CPU is what a task whose SOW does not say is priced for, in thousandths of a processor. Default 1000.
	CPU int64
	// MaxRetain is how long a result is kept at most after its deadline and its review. Default 30 days.
	MaxRetain time.Duration
	// MaxStart is how long after acceptBy the work may have to begin at the latest: a place is kept for that long. Default
	// 2 min.
	MaxStart time.Duration
	// MaxExtension is how long after the date that was quoted a result may be due. Default 10 min.
	MaxExtension time.Duration
	// Content bounds the module and the inputs of one job together. Default 1 GiB.
	Content content.Limits
	// FetchTime is how long module and inputs may take to arrive. Default 20 s; never longer than the terms allow.
	FetchTime time.Duration

	// Networks are what a container may ask to reach, beside nothing.
	Networks []executor.Network
	// Fits reports why there is no room for l at this moment beside what other agreements hold, before it is quoted for or
	// agreed to; what is agreed holds its room until it ends. Nil: there is room for all modules within Max that need nothing
	// of their machine. An [*executor.Error] is told to who asked: Refused where there never will be room, Busy where there
	// may be later. It must not block.
	Fits func(l executor.Load, held []executor.Load) error

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

// Fetching is how long module and inputs may take to arrive, if nothing else is said.
const Fetching = 20 * time.Second

func (f *Farmer) init() error {
	f.once.Do(func() {
		f.places = make(map[messages.ID]*place)
		f.MaxJobs = cmp.Or(f.MaxJobs, 4)
		f.Parallel = cmp.Or(f.Parallel, 1)
		f.CPU = cmp.Or(f.CPU, 1000)
		f.Speed = cmp.Or(f.Speed, Speed)
		f.FetchTime = cmp.Or(f.FetchTime, Fetching)
		f.Decline = cmp.Or(f.Decline, 30*time.Second)
		f.MaxStart = cmp.Or(f.MaxStart, 2*time.Minute)
		f.MaxExtension = cmp.Or(f.MaxExtension, 10*time.Minute)
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
		f.tidy()
	})
	return f.broken
}

// Quote prices the job, or says what would have to change.
func (f *Farmer) Quote(ctx context.Context, v *protocol.View) (*messages.Quote, error) {
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
	if err := cmp.Or(j.takes(f.Executor), f.opens(j), f.fits(v, j)); err != nil {
		return nil, err
	}
	load := f.load(v, j)
	if err := f.there(v, load); err != nil {
		return nil, err
	}
	price, details, err := f.price(ctx, v, j, load)
	if err != nil {
		return nil, err
	}
	deliver := v.SOW.DeliverByMs
	if f.TaskTime > 0 {
		rounds := (len(j.Tasks) + f.Parallel - 1) / f.Parallel
		promise := time.Now().Add(f.FetchTime + time.Duration(rounds)*f.TaskTime).UnixMilli()
		if promise > deliver {
			return nil, protocol.Datef(promise, "%d tasks of up to %s each cannot be done by %s", len(j.Tasks), f.TaskTime, time.UnixMilli(deliver).UTC().Format(time.RFC3339))
		}
		deliver = promise
	}
	if jobs, most := f.Busy(); jobs >= most {
		return nil, busy(most)
	}
	return &messages.Quote{Price: price, DeliverByMs: deliver, Details: details}, nil
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
		return f.timely(j)
	}
	amount := func(n int64) string { return strconv.FormatInt(n, 10) }
	if name, isTime := strings.CutSuffix(what, " (ns)"); isTime {
		what, amount = name, func(n int64) string { return time.Duration(n).String() }
	}
	err := protocol.Errorf(protocol.Resources, "the job asks for %s of %s, at most %s is offered", what, amount(asked), amount(most))
	switch {
	case strings.HasPrefix(what, "memory"):
		err.Remedy = &messages.Remedy{Minimum: &messages.Resources{MemoryBytes: uint64(most)}}
	case strings.HasPrefix(what, "outputs (bytes)"):
		err.Remedy = &messages.Remedy{Minimum: &messages.Resources{DiskBytes: uint64(most)}}
	}
	return err
}

// timely refuses runs that might have to be ended before they have used the fuel that they are paid for.
func (f *Farmer) timely(j *Job) error {
	l := j.Limits.Executor().Or(executor.Limits{})
	if most := min(l.Wall, l.CPU); j.Metered() && float64(l.Fuel) > most.Seconds()*float64(f.Speed) {
		return protocol.Errorf(protocol.Resources, "a run of %d fuel may take %s here, and the job gives it %s: give it longer, or less fuel", l.Fuel,
			time.Duration(float64(l.Fuel)/float64(f.Speed)*float64(time.Second)).Round(time.Millisecond), most)
	}
	return nil
}

// price is per task, or per fuel with all that the job may use as its ceiling; and what it is made of where a deal costs something beside
// its work. A SOW that names a lower one is refused with the price that would have been accepted.
func (f *Farmer) price(ctx context.Context, v *protocol.View, j *Job, l executor.Load) (*messages.Price, *messages.Payload, error) {
	each, err := f.perTask(l.Task)
	if err != nil {
		return nil, nil, err
	}
	unit := "a task"
	if j.Metered() {
		if f.PerFuel.IsZero() && !each.IsZero() {
			return nil, nil, protocol.Errorf(protocol.Price, "the price here is %s a task: ask without a limit on fuel", each)
		}
		each, unit = f.PerFuel, "for 10^9 fuel"
	}
	ceiling, err := each.Times(v.SOW.Units)
	if err != nil {
		return nil, nil, err
	}
	said := fmt.Sprintf("%s %s", each, unit)
	var details *messages.Payload
	switch t, err := f.tariff(ctx, each); {
	case err != nil:
		return nil, nil, err
	case t != nil:
		said += fmt.Sprintf(" and %s a deal", t.PerDeal)
		if each, ceiling, details, err = t.quote(v.SOW.Units); err != nil {
			return nil, nil, err
		}
	}
	price := &messages.Price{Asset: f.Asset, Unit: j.Unit(), PerUnit: each.String(), Ceiling: ceiling.String()}
	limit := v.SOW.Limit
	if limit == nil {
		return price, details, nil
	}
	perUnit, _ := messages.ParseAmount(limit.PerUnit)
	most, _ := messages.ParseAmount(limit.Ceiling)
	if limit.Asset != "" && limit.Asset != f.Asset || perUnit.Cmp(each) < 0 || most.Cmp(ceiling) < 0 {
		err := protocol.Errorf(protocol.Price, "the price here is %s, %s for the job", said, ceiling)
		err.Remedy = &messages.Remedy{Price: price}
		return nil, nil, err
	}
	return price, details, nil
}

// Accept countersigns once module and inputs are here and the tasks are such that the executor takes them. Terms that bind for
// longer than what is offered are refused.
func (f *Farmer) Accept(ctx context.Context, v *protocol.View) (*messages.Acceptance, error) {
	if err := f.init(); err != nil {
		return nil, err
	}
	if retain := time.Duration(v.Terms.RetainMs) * time.Millisecond; retain > f.MaxRetain {
		return nil, protocol.Errorf(protocol.Resources, "the result is to be kept for %s, at most %s is offered", retain, f.MaxRetain)
	}
	if err := f.punctual(v); err != nil {
		return nil, err
	}
	if err := f.covered(ctx, v); err != nil {
		return nil, err
	}
	j, err := JobOf(v)
	if err != nil {
		return nil, err
	}
	if err := f.declinable(v, j); err != nil {
		return nil, err
	}
	if err := f.occupy(v, f.load(v, j), time.UnixMilli(v.Terms.StartByMs).Add(time.Minute)); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithDeadlineCause(ctx, time.UnixMilli(v.Terms.AcceptByMs).Add(-time.Second), errSlowContent)
	defer cancel()
	p, err := f.prepare(ctx, v)
	if err == nil {
		err = f.check(p)
	}
	if err != nil {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.leave(v)
		return nil, err
	}
	return nil, nil
}

// punctual refuses terms that would bind a place for longer than was quoted.
func (f *Farmer) punctual(v *protocol.View) error {
	start, deliver := time.UnixMilli(v.Terms.AcceptByMs).Add(f.MaxStart), time.UnixMilli(v.Quote.DeliverByMs).Add(f.MaxExtension)
	switch {
	case v.Terms.StartByMs > start.UnixMilli():
		return protocol.Errorf(protocol.Deadline, "a place is kept for %s after the acceptance: have the work begin by %s", f.MaxStart, start.UTC().Format(time.RFC3339))
	case v.Terms.DeliverByMs > deliver.UnixMilli():
		return protocol.Datef(v.Quote.DeliverByMs, "the result is due later than %s after the date that was quoted", f.MaxExtension)
	}
	return nil
}

var errSlowContent = protocol.Errorf(protocol.Content, "the module and the inputs did not arrive in time; serve them, or give more time to accept")

// refusal is what an executor says of a module or a task, as it crosses the wire. What is below that stays here, for the log.
func refusal(err error) error {
	e, ok := errors.AsType[*executor.Error](err)
	if !ok {
		return err
	}
	code := protocol.Failed
	switch {
	case e.Code == executor.Refused:
		code = protocol.Resources
	case e.Code == executor.Busy:
		code = protocol.Busy
	case e.Code.Guest():
		code = protocol.Invalid
	}
	return &protocol.Error{Code: code, Reason: e.Error(), Err: e.Err}
}

// Confirm trusts the amount, which the session has judged.
func (f *Farmer) Confirm(context.Context, *protocol.View) (*messages.Receipt, error) { return nil, nil }

var (
	_ farmer.Farmer = (*Farmer)(nil)
	_ farmer.Ender  = (*Farmer)(nil)
)
