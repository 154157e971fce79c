package bacalhau

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/parley-p2p/parley/services/compute/bacalhau/internal/adapter"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// Executor is an [executor.Executor] that runs tasks on a cluster. Its fields are its configuration and are not changed
// after its first use; Client must be set. It is safe for concurrent use.
type Executor struct {
	Client *Client
	// Gateway is where the cluster's nodes fetch what is too large for a job. Nil: such tasks are refused, unless there is a Depot.
	Gateway *Gateway
	// Depot is where they fetch it instead, if it is not nil.
	Depot Depot
	// Fleet is what CheckTask looks at for what nodes can fetch. Nil: at nothing.
	Fleet *Fleet
	// Dir remembers which job is whose, so that after a restart a task finds the job that it had, and what is left behind is found
	// by Sweep. It is of one Executor. Empty: nothing is remembered.
	Dir string

	// Life is the process's: once it is over a job goes on without us, and the next start finds it in Dir. Nil: whoever gives a task up
	// ends its job.
	Life context.Context

	// There is closed once the cluster can be used, where it could not be when this process began: until then no job is submitted, and who
	// asks about one that was before is patient without an end. Nil: it can be.
	There <-chan struct{}

	Default executor.Limits // for limits that a task leaves open
	Max     executor.Limits // what no task may exceed; a zero field is no ceiling
	CPU     int64           // what a task that does not say takes up, in thousandths of a processor; default 500, as the cluster has it

	Constraints []Constraint  // what the labels of a node must be
	QueueTime   time.Duration // how long a job may wait for a node; default 10 min
	Preparing   time.Duration // how long a node may take to fetch and compile, beside the task's own time; default 1 min
	Poll        time.Duration // pause before the first look at a job; default 100 ms. Later ones back off
	SlowPoll    time.Duration // to five times this, and to this where something fails for a while; default 2 s
	Looks       float64       // how many of them there are in a second at most, at all jobs together, that find one under way; default 20
	// Patience is how long an orchestrator that does not take a job is asked again, and one that answers wrongly; default 2 min. One that
	// has a job and is away is asked for as long as the task's context lasts, and so is a node that has a result.
	Patience time.Duration
	// Absence is for how long that one is asked, and such a node, where somebody sits and waits. Default: as long as the task's context lasts.
	Absence time.Duration

	// Here runs again, unless it is live, what has trapped on the cluster, since what it had written stays there, and what a cluster
	// does otherwise than everybody else (directories, changes to files, much randomness, more outputs than are allowed). Nil: the
	// streams of the first are empty, and of outputs there is what has room, which others who run it may hold against whoever
	// delivers that, and the rest is refused. What is live is reported as it ended, without the outputs that no result can hold.
	Here executor.Executor

	HTTP *http.Client // fetches results; default http.DefaultClient, with its proxy. Each fetch has FetchTime
	// FetchTime is how long a result may take to arrive in one try, and what is brought to the Depot to be there. Default 5 min.
	FetchTime time.Duration
	// Publisher is with what nodes publish results. Default PublishLocal.
	Publisher string
	// IPFS is the URL of a gateway that gives blocks (?format=car), for what is published there. Each block is hashed, so that it gives what
	// the CID names, or no result.
	IPFS string

	Logger *slog.Logger // nil discards
	// Lost hears who of the cluster does not answer and is asked again, and with a nil error that it answers again: once each, for all tasks
	// together. It may be called concurrently. Nil: only the log has it.
	Lost func(who string, err error)
	// Rerun hears of each task that is begun again Here, by its ID, and why. It may be called concurrently. Nil: only who asked and the log
	// have it.
	Rerun func(task, why string)

	once     sync.Once
	programs programs
	looks    *pace
	mu       sync.Mutex
	busy     map[string]bool   // keys of the tasks that are under way
	waiting  map[string]record // by their keys, those that have come to something that is not kept yet
	leaving  sync.WaitGroup    // what is taken away from the depot
	leaves   chan struct{}     // one for each of these that is asked at once
	quitting sync.Once
	quit     chan struct{}        // closed once it is given up
	missing  map[string]time.Time // who of the cluster does not answer, and since when
	uses     []*use               // what they take of the cluster, and what those took that have just ended
}

var (
	_ executor.Lasting      = (*Executor)(nil)
	_ executor.PinnedByTask = (*Executor)(nil)
)

// Publishers that results can be fetched from.
const (
	PublishLocal = "local"     // an HTTP server on each compute node
	PublishS3    = "s3managed" // a bucket of the orchestrator's, which signs URLs
	PublishIPFS  = "ipfs"      // IPFS nodes beside the compute nodes; see Executor.IPFS
)

// DefaultCPU is what a task takes up of a node that is not said to take another share, in thousandths of a processor.
const DefaultCPU = 500

func (e *Executor) init() {
	e.once.Do(func() {
		e.busy, e.waiting, e.leaves, e.quit = map[string]bool{}, map[string]record{}, make(chan struct{}, leaveSlots), make(chan struct{})
		e.missing = map[string]time.Time{}
		e.CPU = cmp.Or(e.CPU, DefaultCPU)
		e.Publisher = cmp.Or(e.Publisher, PublishLocal)
		e.QueueTime = cmp.Or(e.QueueTime, 10*time.Minute)
		e.Preparing = cmp.Or(e.Preparing, time.Minute)
		e.Poll = cmp.Or(e.Poll, 100*time.Millisecond)
		e.SlowPoll = cmp.Or(e.SlowPoll, 2*time.Second)
		e.looks = newPace(cmp.Or(e.Looks, 20))
		e.Patience = cmp.Or(e.Patience, 2*time.Minute)
		e.FetchTime = cmp.Or(e.FetchTime, 5*time.Minute)
		if e.Logger == nil {
			e.Logger = slog.New(slog.DiscardHandler)
		}
		if e.HTTP == nil {
			e.HTTP = http.DefaultClient
		}
		if e.Dir != "" {
			e.tidy()
		}
	})
}

// EngineOf implements [executor.PinnedByTask]: of a module that fuel bounds it is that of this version, if Here has it. Such a module is metered
// before it is sent, with canonical NaNs, and what nodes do otherwise is run again Here: so it comes to the same bytes for the same fuel,
// from nodes that do what they are given, and whoever delivers answers for them.
func (e *Executor) EngineOf(t *executor.Task) string {
	if e.Here == nil || t.Container != nil || !metered(t) || executor.EngineOf(e.Here, t) != executor.EngineDigest() {
		return ""
	}
	return executor.EngineDigest()
}

// CheckTask reports, as Execute would before sending anything, whether the task is one that the cluster is given, and, if there is a Fleet,
// whether its nodes could fetch what is too large for a job; and, which Execute finds only then, whether what may have to be run again Here is
// taken there. It sends nothing, and remembers nothing; the result's directory need not be there.
func (e *Executor) CheckTask(t executor.Task) error {
	e.init()
	if _, err := e.admit(&t); err != nil {
		return err
	}
	run, err := e.prepare(nil, &t)
	if err != nil {
		return err
	}
	defer run.close()
	if err := run.takes(); err != nil {
		return err
	}
	if err := e.takenHere(t); err != nil || e.Fleet == nil {
		return err
	}
	return e.Fleet.fetches(&t, run.fetchedBy())
}

// admit fills in what a task leaves open, refuses what is refused whatever its module and inputs are, and returns the task as it was asked for.
func (e *Executor) admit(t *executor.Task) (asked executor.Task, err error) {
	if err := t.Validate(); err != nil {
		return asked, err
	}
	t.Profile = cmp.Or(t.Profile, executor.Deterministic)
	asked = *t
	t.Limits = t.Limits.Or(e.Default)
	if err := t.Limits.Within(e.Max); err != nil {
		return asked, err
	}
	if err := uncompared(t); err != nil {
		return asked, err
	}
	if metered(t) && t.Container != nil {
		return asked, unmetered()
	}
	return asked, nil
}

// Execute implements [executor.Executor]. It waits for the cluster for as long as QueueTime, Preparing and the task's own
// time allow, twice, as the cluster tries again what failed.
func (e *Executor) Execute(ctx context.Context, t executor.Task) (*executor.Report, error) {
	e.init()
	asked, err := e.admit(&t)
	if err != nil {
		return nil, err
	}
	if ctx.Err() != nil {
		return nil, canceled(ctx)
	}
	run, err := e.prepare(&asked, &t)
	if err != nil {
		return nil, err
	}
	defer run.close()
	defer e.take(each(&t, e.CPU).times(max(t.Needs.Replicas, 1)))()
	result, err := executor.CreateResult(t.Dir, t.Limits, nil, nil) // see show
	if err != nil {
		return nil, err
	}
	defer result.Close()
	job, err := run.settle(ctx)
	switch {
	case err == nil, errors.Is(err, errHopeless):
		rep, err := run.finish(ctx, job, result)
		if e.settledHere(&t, rep, err) {
			rep, err = run.repeat(ctx, result, rep, err)
		} else if rep != nil {
			show(&t, rep)
		}
		run.conclude(ctx, rep)
		return rep, err
	case ctx.Err() != nil && run.started:
		rep := &executor.Report{End: executor.Stopped}
		return rep, errors.Join(result.Fill(rep), rep.EndError(t.Limits))
	}
	return nil, run.failed(ctx, err)
}

// run is one task on its way through the cluster.
type run struct {
	*Executor
	task *executor.Task
	spec Task
	record
	release func()
	things  []Thing       // what the depot is to have
	brought bool          // and has
	over    bool          // nobody will look for the job again
	came    bool          // to something, which is not kept yet
	started bool          // it was seen on a node
	held    bool          // it was stopped, and a node may still run it
	waits   string        // what was told that it waits for
	absent  bool          // the cluster was told to be away
	away    time.Duration // for how long it was, since the job is looked at
	lost    []string      // tries that are known to be lost with their nodes
	left    []byte        // what its adapter wrote of the fuel that is left
	ran     time.Duration // the longest of its tries, once it is over there
}

// prepare makes the job of a task, without sending it. asked is the task as it was asked for, without this executor's defaults; of one that
// is never to be sent it is nil.
func (e *Executor) prepare(asked, t *executor.Task) (*run, error) {
	if t.Container != nil {
		return e.prepareContainer(asked, t)
	}
	p, err := e.programs.of(t)
	if err != nil {
		return nil, err
	}
	own := p.Adapter(adapter.Run{Args: t.Args, Env: environ(t.Env), Deterministic: t.Profile == executor.Deterministic, Seed: t.Seed,
		Epoch: executor.Epoch, Stdout: t.Limits.Stdout, Stderr: t.Limits.Stderr, Outputs: t.Limits.OutputBytes, Fuel: t.Limits.Fuel})
	inputs, err := collect(t.Inputs)
	if err != nil {
		return nil, err
	}
	r := &run{Executor: e, task: t}
	if err := r.remember(asked, p.digest, inputs); err != nil {
		return nil, err
	}
	if err := r.pack(p, own, inputs); err != nil {
		r.close()
		return nil, err
	}
	return r, nil
}

// find submits the job, or finds the one that was submitted before.
func (r *run) find(ctx context.Context) (*Job, error) {
	if r.resumed {
		known, err := lasting(ctx, r, orchestrator, func() (*Job, error) { return r.Client.Job(ctx, r.Name) })
		switch {
		case err == nil:
			if goesOn, err := r.takeUp(ctx, known); goesOn || err != nil {
				return known, err
			}
		case KindOf(err) != NotFound:
			return nil, err
		}
	}
	j, err := r.submit(ctx)
	if err != nil {
		return nil, err
	}
	r.Logger.Info("submitted", "task", r.task.ID, "job", j.ID, "name", r.Name)
	return j, nil
}

// takeUp goes on with a job that was submitted before, unless it is one to end and to submit anew.
func (r *run) takeUp(ctx context.Context, known *Job) (goesOn bool, err error) {
	switch {
	case r.Form != r.form(): // what it leaves is for the version of before
		if _, err := lasting(ctx, r, orchestrator, func() (struct{}, error) { return struct{}{}, r.Client.Stop(ctx, known.ID) }); err != nil {
			return false, err
		}
		if _, err := r.idle(ctx, known); err != nil {
			return false, err
		}
		r.Logger.Info("a job was submitted by a version of parley whose runs differ, and is submitted anew", "task", r.task.ID, "was", r.Name)
		return false, r.rename()
	case known.State.StateType == Stopped: // somebody stopped it, perhaps we, and a node may not know yet
		tries, err := r.idle(ctx, known)
		if err != nil {
			return false, err
		}
		if !slices.ContainsFunc(tries, r.ownDoing) {
			return false, r.rename()
		}
	}
	r.Logger.Info("going on with a job that was submitted before", "task", r.task.ID, "job", known.ID, "state", known.State.StateType)
	return true, nil
}

// submit gives the cluster the job, once what it is to find is there.
func (r *run) submit(ctx context.Context) (j *Job, err error) {
	if err = r.untilThere(ctx); err == nil {
		err = r.bring(ctx)
	}
	if err != nil {
		r.forget() // the cluster has no such job
		return nil, err
	}
	j = r.job()
	j.ID, err = again(ctx, r.Executor, func() (string, error) { return r.Client.Submit(ctx, j) })
	switch KindOf(err) {
	case BadRequest, NotFound, Unauthorized, Forbidden, TooLarge, Moved: // nor will it have
		r.forget()
	}
	return j, err
}

// giveUp stops a job that nobody waits for any more and that the cluster may have taken without a word.
func (r *run) giveUp(ctx context.Context) {
	if r.spared() {
		return
	}
	looking, cancel := ending(ctx)
	defer cancel()
	switch j, err := r.Client.Job(looking, r.Name); {
	case err == nil && r.stop(ctx, j):
		r.forget()
	case KindOf(err) == NotFound:
		r.forget()
	}
}

// fetches reports whether there is a place from which nodes fetch.
func (r *run) fetches() bool { return r.Gateway != nil || r.Depot != nil }

// stop ends a job that nobody waits for any more, and reports whether it has.
func (r *run) stop(ctx context.Context, j *Job) bool {
	if r.spared() {
		return false
	}
	stopping, cancel := ending(ctx)
	defer cancel()
	if err := r.Client.Stop(stopping, j.ID); err != nil {
		r.Logger.Warn("a job could not be stopped", "task", r.task.ID, "job", j.ID, "err", err)
		return false
	}
	return true
}

// departing reports whether this process ends, and its job is left to the next one.
func (r *run) departing() bool { return r.Life != nil && r.Life.Err() != nil && r.Dir != "" }

// spared reports whether a job is not to be stopped now: it is left to the next process, or a node does not let go of it, or the cluster is
// away, and whoever waits has to wait no longer for that; its record stays, and Sweep stops it.
func (r *run) spared() bool { return r.departing() || r.held || r.absent && r.Dir != "" }

// How long a cluster is asked for a job that is to be stopped, and how long beyond the deadline of who waits for that, who needs
// what is left of their time to deliver what else was done.
const (
	stopTime = 10 * time.Second
	lateTime = 500 * time.Millisecond
)

// ending is for what is still done for a task that nobody waits for any more.
func ending(ctx context.Context) (context.Context, context.CancelFunc) {
	allowed := stopTime
	if by, ok := ctx.Deadline(); ok {
		allowed = min(allowed, max(time.Until(by), 0)+lateTime)
	}
	return context.WithTimeout(context.WithoutCancel(ctx), allowed)
}

// failed is an error of the cluster as one of an executor.
func (r *run) failed(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return canceled(ctx)
	}
	if executor.CodeOf(err) != 0 {
		return err
	}
	if e, ok := errors.AsType[*Error](err); ok {
		if e.Kind == TooLarge {
			return &executor.Error{Code: executor.Refused, Cause: "module and inputs are too large for a job of this cluster", Remedy: noDepot, Err: err}
		}
		// Where the cluster is, and what is wrong with it, is for whoever runs the farmer, and not for who has hired it.
		return &executor.Error{Code: executor.Internal, Cause: "the cluster that is to run it cannot be used at this moment",
			Remedy: later, Err: err}
	}
	return internal("the cluster did not run the job", err)
}

// later is what who asked for a task can do about what is wrong at the farmer, whose log says what that is.
const later = "try again later, or hire somebody else; what is wrong is in the log of who runs it"

func internal(cause string, err error) error {
	return &executor.Error{Code: executor.Internal, Cause: cause, Remedy: later, Err: err}
}

func canceled(ctx context.Context) error {
	return &executor.Error{Code: executor.Canceled, Cause: "the job was given up before it began", Remedy: "run it again if it is still wanted", Err: context.Cause(ctx)}
}

// metered reports whether the fuel of a task's run is to be counted.
func metered(t *executor.Task) bool {
	return t.Limits.Fuel > 0 && t.Limits.Fuel < executor.MaxFuel
}

func unmetered() error {
	return &executor.Error{Code: executor.Refused, Cause: "the job has a limit on fuel, which is not counted in a container", Remedy: "ask for it without"}
}
