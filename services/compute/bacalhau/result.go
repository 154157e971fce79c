package bacalhau

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/parley-p2p/parley/services/compute/bacalhau/internal/adapter"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// finish makes a report of a job that has ended, and a result of what was published.
func (r *run) finish(ctx context.Context, j *Job, result *executor.Result) (*executor.Report, error) {
	tries, err := lasting(ctx, r, orchestrator, func() ([]Execution, error) { return r.Client.Executions(ctx, j.ID) })
	if err != nil {
		return nil, r.failed(ctx, err)
	}
	slices.SortStableFunc(tries, func(a, b Execution) int { return cmp.Compare(a.CreateTime, b.CreateTime) })
	rep := &executor.Report{Cold: true}
	ran := r.ranOn(tries)
	for _, t := range tries {
		r.ran = max(r.ran, t.wall())
		if t.lost() {
			r.noteLost(t)
		}
	}
	switch {
	case j.State.StateType != Completed:
		err = r.unfinished(j, tries, rep)
	case len(ran) == 0:
		err = garbled("a job that is completed and was never run", nil)
	default:
		err = r.outcome(ctx, j, ran[0], rep, result)
	}
	if err == nil {
		if err := result.Fill(rep); err != nil {
			return rep, err
		}
		err = r.replicated(ctx, j, ran, rep)
	}
	if err != nil {
		return nil, r.failed(ctx, err)
	}
	return rep, rep.EndError(r.task.Limits)
}

// outcome is that of a try that ended by itself: a program that ends with an exit code other than zero has, too.
func (r *run) outcome(ctx context.Context, j *Job, t *Execution, rep *executor.Report, result *executor.Result) error {
	rep.Wall = t.wall()
	code := t.RunOutput.ExitCode
	switch {
	case t.RunOutput.ErrorMsg != "":
		return r.ended(t.RunOutput.ErrorMsg, rep)
	case code == -1 && r.task.Container == nil: // it returned from its main function
		code = 0
	case code < 0 || code > math.MaxUint32:
		return garbled(fmt.Sprintf("the exit code %d", code), nil)
	case r.task.Profile != executor.Deterministic:
	case code == adapter.Exhausted:
		return unlike(fmt.Sprintf("the program reads more than the %d bytes of randomness that a cluster gives", adapter.Randomness))
	case code == adapter.Files:
		return unlike("the program asks for what a cluster does otherwise, as making directories, renaming, removing or appending")
	}
	r.left = nil // of another try
	switch err := r.fetch(ctx, j, t, rep, result); {
	case errors.Is(err, errTooMuch) && r.task.Profile == executor.Live: // which nobody else's run is held against
		rep.Limited = append(rep.Limited, executor.OutputBytes)
		rep.Note = fmt.Sprintf("what it left and printed is so much more than the %d MiB of outputs that are allowed that none of it was fetched", r.task.Limits.OutputBytes>>20)
	case err != nil:
		return err
	}
	rep.End, rep.ExitCode = executor.Exited, uint32(code)
	if metered(r.task) {
		if err := r.fueled(rep); err != nil || rep.End == executor.OutOfFuel {
			return err
		}
	}
	return result.SetExitCode(rep.ExitCode)
}

// fueled takes what was used from what the adapter wrote down.
func (r *run) fueled(rep *executor.Report) error {
	limit := r.task.Limits.Fuel
	switch {
	case len(r.left) < 8 || int64(binary.LittleEndian.Uint64(r.left)) > limit:
		return &executor.Error{Code: executor.Refused, Cause: "the program kept its fuel from being written down", Remedy: "leave room for it, and the directory /" + adapter.StreamsDir + " alone", Err: errUnlike}
	case int64(binary.LittleEndian.Uint64(r.left)) < 0:
		rep.End, rep.ExitCode, rep.Fuel = executor.OutOfFuel, 0, limit
	default:
		rep.Fuel = limit - int64(binary.LittleEndian.Uint64(r.left))
	}
	return nil
}

// unfinished finds out why a job failed: what the job says of itself is about the last try to find a node for it.
func (r *run) unfinished(j *Job, tries []Execution, rep *executor.Report) error {
	for _, t := range tries {
		rep.Wall = max(rep.Wall, t.wall())
		if err := r.ended(t.ComputeState.Message, rep); err == nil {
			return nil
		}
	}
	if j.State.StateType == Stopped {
		return &executor.Error{Code: executor.Internal, Cause: "somebody stopped the job on the cluster", Remedy: "try again, or on another machine"}
	}
	said, lost := "", false
	for _, t := range tries {
		switch {
		case t.lost():
			lost = true
		case t.state() == tryFailed || t.state() == tryOngoing:
			said = cmp.Or(t.ComputeState.Message, said)
		}
	}
	if lost && said == "" {
		return untold("a machine of the cluster was lost while it had the job, and there was no other for it", j.State.Message, r.see())
	}
	return r.ended(cmp.Or(said, j.State.Message), rep)
}

// overflow is what a node says whose engine's own stack has ended, which says nothing about another's.
const overflow = "stack overflow"

var (
	// errUnlike: a cluster would not have done the same as everybody else.
	errUnlike = errors.New("a cluster does otherwise")
	// errTooMuch: as it lets a program leave, and print, more than is fetched.
	errTooMuch = fmt.Errorf("%w: it lets a program leave more than it may", errUnlike)
)

func unlike(cause string) error {
	return &executor.Error{Code: executor.Refused, Cause: cause, Remedy: "run it on the embedded engine (--executor embedded), or live", Err: errUnlike}
}

// settledHere reports whether what became of a task on the cluster is to be found out on this machine: it has trapped there, where
// nothing of it was published, or was ended before it was done as nobody else does it, or left more than it may, which elsewhere a
// program is refused as it writes. What everybody else finds would be held against who shows something else.
func (e *Executor) settledHere(t *executor.Task, rep *executor.Report, err error) bool {
	return e.Here != nil && t.Profile == executor.Deterministic &&
		(errors.Is(err, errUnlike) || rep != nil && (rep.End == executor.Trapped || slices.Contains(rep.Limited, executor.OutputBytes) || slices.Contains(rep.Limited, executor.OutputFiles)))
}

// takenHere refuses what could not be run again here: whether it has to be the program decides, and what is refused only after a cluster has
// run it was run for nothing.
func (e *Executor) takenHere(t executor.Task) error {
	if t.Profile != executor.Deterministic {
		return nil
	}
	t.Needs = executor.Needs{} // as here does
	return executor.CheckTask(e.Here, t)
}

// show gives the live writers what a run has printed, once that is the task's result: what is run again here is heard of from there, and of
// what comes to nothing nothing is.
func show(t *executor.Task, rep *executor.Report) {
	for _, s := range []struct {
		name  string
		live  io.Writer
		bytes int64
	}{{executor.StdoutFile, t.Stdout, rep.Stdout.Bytes}, {executor.StderrFile, t.Stderr, rep.Stderr.Bytes}} {
		if s.live == nil {
			continue
		}
		if f, err := os.Open(filepath.Join(t.Dir, s.name)); err == nil {
			_, _ = io.CopyN(s.live, f, s.bytes) // showing is a courtesy; the file is the result
			_ = f.Close()
		}
	}
}

// here runs on this machine what the cluster could not show.
func (e *Executor) here(ctx context.Context, t executor.Task, r *executor.Result) (*executor.Report, error) {
	if err := r.Discard(); err != nil {
		return nil, err
	}
	t.Needs = executor.Needs{} // which a node has met
	rep, err := e.Here.Execute(ctx, t)
	if rep == nil && ctx.Err() == nil {
		return nil, &executor.Error{Code: executor.Refused, Cause: "the cluster cannot show what becomes of the program, which trapped there or asked for what is not the same there, and this machine cannot either",
			Remedy: "mend the program, or ask for less", Err: err}
	}
	return rep, err
}

// parted is what a node says of its own, and what after that the guest or who sent it has a say in: the names of its functions in the
// stack of a trap, or of what its container was to start.
func (r *run) parted(message string) (own, rest string, is bool) {
	if r.task.Container == nil {
		return strings.Cut(message, "wasm error: ")
	}
	own, _, _ = strings.Cut(message, "failed to start container")
	return own, "", false
}

// ended reads from a message how a guest ended, or says that it tells of no guest.
func (r *run) ended(message string, rep *executor.Report) error {
	own, trap, trapped := r.parted(message)
	switch {
	case r.unfetched(message): // the token is nobody else's to know; and that a fetch timed out is not the guest's doing
		return untold("a node of the cluster could not fetch what is too large for a job", strings.ReplaceAll(message, r.Token, "…"),
			"see that its nodes reach where the farmer has that for them: --bacalhau-gateway or --bacalhau-depot")
	case isTimeout(own):
		rep.End, rep.Wall = executor.OutOfTime, max(rep.Wall, r.task.Limits.Wall)
	case r.task.Container == nil && (message == overflow || strings.HasPrefix(trap, overflow)):
		rep.End = executor.OutOfSpace
	case trapped:
		rep.End, rep.Trap = executor.Trapped, clean(trap)
	case r.task.Container != nil && strings.Contains(own, "memory limit exceeded"):
		rep.End = executor.OutOfSpace
	case r.task.Container != nil && strings.Contains(message, "failed to start container"):
		return &executor.Error{Code: executor.Unsupported, Cause: "the container cannot be started", Remedy: "see that its image has its entrypoint and its working directory", Err: said(message, "the job asks for what the image has not")}
	case r.task.Container != nil && strings.Contains(message, "image not available"):
		return &executor.Error{Code: executor.Unsupported, Cause: "no node of the cluster could have the image " + r.task.Container.Image, Remedy: "name one by its digest that its nodes can pull",
			Err: said(message, "see that nodes reach its registry, if they should")}
	case r.task.Container != nil && strings.Contains(own, "sockets not supported"):
		return &executor.Error{Code: executor.Refused, Cause: "there is a socket among what the container left, and no node can pack that, nor anything beside it", Remedy: "have it remove its sockets before it ends",
			Err: said(message, "nothing is wrong with the cluster")}
	case r.Publisher == PublishS3 && strings.Contains(message, "managed S3"):
		return untold("the cluster could not publish the result", message,
			"name the bucket in the orchestrator's configuration (Publishers.Types.S3Managed), which nodes offer to publish to all the same, or another --bacalhau-publisher")
	default:
		return untold("the cluster did not run the job", message, r.see())
	}
	return nil
}

// see is where whoever runs the cluster looks.
func (r *run) see() string {
	return "see its nodes with: bacalhau node list, and the job with: bacalhau job describe " + r.Name
}

// untold is what has gone wrong on the cluster, in words for who asked for a task; what the cluster says of that, where nodes have names and
// addresses, and what to do there is for whoever runs the farmer.
func untold(cause, message, remedy string) error {
	return &executor.Error{Code: executor.Internal, Cause: cause, Remedy: later, Err: said(message, remedy)}
}

// said is what the cluster says.
func said(message, remedy string) error {
	return &Error{Kind: Fault, Cause: "the cluster says: " + cmp.Or(clean(message), "nothing"), Remedy: remedy}
}
