package bacalhau

import (
	"cmp"
	"context"
	"time"

	"github.com/parley-p2p/parley/internal/pause"
)

// lasting calls f as again does, but what is away (Unavailable) for as long as ctx lasts, or for Absence: what the cluster was given goes on without us,
// and so does who waits for it. Only who is there and answers wrongly is asked for no longer than Patience, once There is closed. Pauses grow to five times
// SlowPoll. That who is lost, and is back, is told once each.
func lasting[T any](ctx context.Context, r *run, who string, f func() (T, error)) (answer T, err error) {
	var lost, wrong time.Time
	for next := r.Poll; ; next = min(2*next, 5*r.SlowPoll) {
		answer, err = f()
		switch KindOf(err) {
		case Unavailable:
			if wrong = (time.Time{}); lost.IsZero() {
				lost = time.Now()
			} else if ctx.Err() == nil { // one call may fail
				if r.Absence > 0 && time.Since(lost) >= r.Absence {
					return answer, err
				}
				r.lose(who, err)
			}
		case Fault, Garbled:
			wrong = cmp.Or(wrong, time.Now())
		default:
			if !lost.IsZero() {
				r.away += time.Since(lost)
			}
			r.back(who)
			return answer, err
		}
		if ctx.Err() != nil || !wrong.IsZero() && time.Since(wrong) >= r.Patience && r.there() {
			return answer, err
		}
		r.Logger.Debug("the cluster is asked again", "pause", next, "err", err)
		if pause.For(ctx, next) != nil || r.looks.Wait(ctx) != nil {
			return answer, err
		}
	}
}

// there reports whether the cluster was there when this process began, or is since.
func (e *Executor) there() bool {
	select {
	case <-e.There:
		return true
	default:
		return e.There == nil
	}
}

// untilThere waits until the cluster is, with what has nothing there yet.
func (r *run) untilThere(ctx context.Context) error {
	if r.there() {
		return nil
	}
	r.tell("the cluster that is to run it cannot be used at this moment, and is given it once it can")
	select {
	case <-r.There:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// orchestrator is who is looked for in the log, beside nodes that have results.
const orchestrator = "the orchestrator"

// lose tells who asked for the task that the cluster is away, and the log, for all tasks together, who of it is.
func (r *run) lose(who string, err error) {
	if !r.absent {
		r.absent = true
		r.tell("the cluster that has it does not answer at this moment, and is asked again until it does")
	}
	r.mu.Lock()
	_, known := r.missing[who]
	if !known {
		r.missing[who] = time.Now()
	}
	r.mu.Unlock()
	if !known {
		r.Logger.Warn("the cluster does not answer, and is asked again for as long as its jobs are wanted", "who", who, "err", err)
		r.noteAway(who, err)
	}
}

// back tells the same when there is an answer again.
func (r *run) back(who string) {
	if r.absent {
		r.absent = false
		r.tell("the cluster that has it answers again")
	}
	r.mu.Lock()
	since, known := r.missing[who]
	delete(r.missing, who)
	r.mu.Unlock()
	if known {
		r.Logger.Info("the cluster answers again", "who", who, "after", time.Since(since).Round(time.Second))
		r.noteAway(who, nil)
	}
}

// noteAway tells whoever runs this that one of the cluster is lost, or back.
func (r *run) noteAway(who string, err error) {
	if r.Lost != nil {
		r.Lost(who, err)
	}
}

// tell tells who asked for the task something, if they listen.
func (r *run) tell(words string) {
	if r.task.Tell != nil {
		r.task.Tell(words)
	}
}
