package bacalhau

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/parley-p2p/parley/internal/pause"
	"github.com/parley-p2p/parley/services/compute/executor"
)

var (
	errHopeless = errors.New("another try would end as the first one did")
	errEndless  = errors.New("the cluster does not end the job")
)

// again calls f until it answers, or with an error that no patience mends. Pauses grow to SlowPoll, and tries beyond the first count as
// looks do, so that a cluster in trouble is not asked by all jobs together more often than a sound one.
func again[T any](ctx context.Context, e *Executor, f func() (T, error)) (answer T, err error) {
	until := time.Now().Add(e.Patience)
	for next := e.Poll; ; next = min(2*next, e.SlowPoll) {
		answer, err = f()
		switch KindOf(err) {
		case Unavailable, Fault, Garbled:
		default:
			return answer, err
		}
		if ctx.Err() != nil || !time.Now().Before(until) {
			return answer, err
		}
		e.Logger.Debug("the orchestrator is asked again", "pause", next, "err", err)
		if pause.For(ctx, next) != nil || e.looks.Wait(ctx) != nil {
			return answer, err
		}
	}
}

// await looks at the job until it has ended, ever less often: a pause is a fortieth of the time that has passed, between Poll
// and five times SlowPoll, so that what waiting adds stays a small part of what the cluster needs, and what it costs the cluster does,
// too; and so often only as the looks at all jobs together do not slow it. It returns the job as it last saw it.
func (r *run) await(ctx context.Context, j *Job) (*Job, error) {
	begun := time.Now()
	var onNode, doubted time.Time
	allowed := r.task.Limits.Wall + r.Preparing
	lost := false
	if j.State.StateType == Running { // as one from before may be, or have ended
		onNode, r.started = begun, true
	}
	for !j.Ended() {
		if err := pause.For(ctx, min(max(time.Since(begun)/40, r.Poll), 5*r.SlowPoll)); err != nil {
			return j, err
		}
		if err := r.looks.Wait(ctx); err != nil {
			return j, err
		}
		seen, err := again(ctx, r.Executor, func() (*Job, error) { return r.Client.Job(ctx, j.ID) })
		switch {
		case KindOf(err) == NotFound && !lost: // the orchestrator has forgotten what it knew
			lost = true
			anew, err := r.submit(ctx)
			if err != nil {
				return j, err
			}
			j = anew
			continue
		case err != nil:
			return j, err
		}
		if j = seen; j.Ended() {
			r.looks.Return()
			break
		}
		now := time.Now()
		passed := now.Sub(begun)
		if j.State.StateType == Running && onNode.IsZero() {
			onNode, r.started = now, true
		}
		overdue := !onNode.IsZero() && now.Sub(onNode) > allowed
		if (overdue || j.State.StateType != Running) && now.Sub(cmp.Or(doubted, begun)) > min(max(passed/4, 20*r.Poll), 5*r.SlowPoll) {
			if doubted = now; r.hopeless(ctx, j) {
				return j, errHopeless
			}
		}
		if passed > r.QueueTime+2*allowed+time.Minute {
			return j, fmt.Errorf("%w: it is %s for %s", errEndless, clean(j.State.StateType), passed.Round(time.Second))
		}
	}
	return j, nil
}

// hopeless reports whether a job that has not ended will come to nothing: a try has ended by the guest's own doing or at its
// deadline, and another would, too; or two have failed. The cluster does not try a third time, and keeps the job queued or
// pending for all of its QueueTimeout.
func (r *run) hopeless(ctx context.Context, j *Job) bool {
	if r.looks.Wait(ctx) != nil {
		return false
	}
	tries, err := r.Client.Executions(ctx, j.ID)
	if err != nil {
		return false
	}
	var rep executor.Report
	failed := 0
	for _, t := range tries {
		if r.ended(t.ComputeState.Message, &rep) == nil {
			return true
		}
		if t.failed() {
			failed++
		}
	}
	return failed > 1 && failed == len(tries) && j.State.StateType != Running
}

// isTimeout reports whether a try was ended at its deadline. That of what a node fetches, or waits for, is told in other words, as is
// that of a job which found no node.
func isTimeout(message string) bool { return strings.Contains(message, "Execution timed out") }
