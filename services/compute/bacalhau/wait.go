package bacalhau

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
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
	r.away = 0
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
		seen, err := lasting(ctx, r, orchestrator, func() (*Job, error) { return r.Client.Job(ctx, j.ID) })
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
		passed := now.Sub(begun) - r.away // in which it may have ended, and its nodes not have said so yet
		if j.State.StateType == Running && onNode.IsZero() {
			onNode, r.started = now, true
		}
		overdue := !onNode.IsZero() && now.Sub(onNode)-r.away > allowed
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

// hopeless reports whether a job that has not ended will come to nothing, and tells what it waits for if not.
func (r *run) hopeless(ctx context.Context, j *Job) bool {
	if r.looks.Wait(ctx) != nil {
		return false
	}
	tries, err := r.Client.Executions(ctx, j.ID)
	if err != nil {
		return false
	}
	if slices.ContainsFunc(tries, r.ownDoing) || j.State.StateType != Running && r.spent(tries) {
		return true
	}
	r.tellWaits(j, tries)
	return false
}

// ownDoing reports whether a try ended by the guest's doing or at its deadline, as another would, too.
func (r *run) ownDoing(t Execution) bool {
	return r.ended(t.ComputeState.Message, new(executor.Report)) == nil
}

// spent reports whether all tries are over, fewer than are wanted have come to something, and no other will: two have failed, or one has
// and no node of them is asked again, which is after its second try, or after it has declined one. The cluster then
// keeps the job queued or pending for all of its QueueTimeout. A try that its node refused, or was lost with, did not fail.
func (r *run) spent(tries []Execution) bool {
	failed, completed := 0, 0
	asked := map[string]int{} // how often, by node
	for _, t := range tries {
		if asked[t.NodeID]++; t.declined() {
			asked[t.NodeID]++
		}
		switch t.state() {
		case tryOngoing:
			return false
		case tryCompleted:
			completed++
			asked[t.NodeID]++
		case tryFailed:
			if !t.lost() {
				failed++
			}
		}
	}
	again := func() bool {
		for _, n := range asked {
			if n == 1 {
				return true
			}
		}
		return false
	}
	return completed < max(r.task.Needs.Replicas, 1) && (failed > 1 || failed == 1 && !again())
}

// tellWaits tells who asked for a task what it waits for, and the log which node that is about, each once.
func (r *run) tellWaits(j *Job, tries []Execution) {
	words := ""
	for _, t := range tries {
		if t.lost() {
			words = "a machine of the cluster that was to run it was lost, and it waits for another"
			r.noteLost(t)
		}
	}
	if words == "" && j.State.StateType == Queued {
		words = "it waits for a machine of the cluster that has room"
	}
	if words != "" && words != r.waits {
		r.waits = words
		r.tell(words)
	}
}

// noteLost has it in the log that a node was lost with a try.
func (r *run) noteLost(t Execution) {
	if !slices.Contains(r.lost, t.ID) {
		r.lost = append(r.lost, t.ID)
		r.Logger.Warn("a node was lost while it had a job", "task", r.task.ID, "name", r.Name, "node", clean(t.NodeID))
	}
}

// isTimeout reports whether a try was ended at its deadline. That of what a node fetches, or waits for, is told in other words, as is
// that of a job which found no node.
func isTimeout(message string) bool { return strings.Contains(message, "Execution timed out") }
