package bacalhau

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/parley-p2p/parley/internal/pause"
)

// settle submits the job, or finds the one that was submitted before, and waits for its end. One from before whose nodes found nobody
// to fetch from, since whoever submitted it had died, is ended for good and submitted anew.
func (r *run) settle(ctx context.Context) (*Job, error) {
	for {
		j, err := r.find(ctx)
		if err != nil {
			if ctx.Err() != nil && !r.over {
				r.giveUp(ctx)
			}
			return nil, err
		}
		j, err = r.await(ctx, j)
		if r.resumed && (err == nil || errors.Is(err, errHopeless)) {
			starved, lookErr := r.starved(ctx, j)
			if starved {
				if j, err = r.replace(ctx, j); j == nil {
					continue
				}
			} else if lookErr != nil {
				err = lookErr
			}
		}
		if err != nil && r.stop(ctx, j) && !errors.Is(err, errHopeless) { // of which there is something to tell
			r.forget()
		}
		return j, err
	}
}

// unfetched reports whether a try says that its node could not fetch what is served, or brought to the depot, under the job's token.
func (r *run) unfetched(message string) bool {
	return r.Token != "" && strings.Contains(message, r.Token)
}

// starved reports whether a job came to nothing for want of what its nodes were to fetch, and for nothing else.
func (r *run) starved(ctx context.Context, j *Job) (bool, error) {
	if j.State.StateType == Completed || j.State.StateType == Stopped {
		return false, nil
	}
	tries, err := lasting(ctx, r, orchestrator, func() ([]Execution, error) { return r.Client.Executions(ctx, j.ID) })
	starved := 0
	for _, t := range tries {
		switch {
		case r.unfetched(t.ComputeState.Message):
			starved++
		case t.state() == tryRefused, t.lost(): // which says nothing of it
		case t.state() != tryCompleted: // a replica that was brought all
			return false, err
		}
	}
	return starved > 0, err
}

// replace ends a job, waits until no node tries it any more, and gives the task another name on the cluster; a job that has completed
// all the same is returned instead, and so is one that it could not end. Whatever of this a process dies in, the next one does again:
// at each point there is one job at most that may still run.
func (r *run) replace(ctx context.Context, j *Job) (*Job, error) {
	if _, err := lasting(ctx, r, orchestrator, func() (struct{}, error) { return struct{}{}, r.Client.Stop(ctx, j.ID) }); err != nil {
		return j, err
	}
	if _, err := r.idle(ctx, j); err != nil {
		return j, err
	}
	seen, err := lasting(ctx, r, orchestrator, func() (*Job, error) { return r.Client.Job(ctx, j.ID) })
	switch {
	case err == nil && seen.State.StateType == Completed:
		return seen, nil
	case err != nil && KindOf(err) != NotFound:
		return j, err
	}
	was := r.Name
	if err := r.rename(); err != nil {
		return j, internal("which job a task has cannot be remembered", err)
	}
	r.Logger.Info("nodes could not fetch what a job needs while nobody was here, and it is submitted anew", "task", r.task.ID, "was", was, "name", r.Name)
	return nil, nil
}

// idle waits until no node works on a job that was stopped, and returns its tries. Until it knows that, the job's record stays.
func (r *run) idle(ctx context.Context, j *Job) ([]Execution, error) {
	r.held = true
	for until := time.Now().Add(r.Patience); ; {
		tries, err := lasting(ctx, r, orchestrator, func() ([]Execution, error) { return r.Client.Executions(ctx, j.ID) })
		if err != nil && KindOf(err) != NotFound {
			return nil, err
		}
		if !slices.ContainsFunc(tries, func(t Execution) bool { return !t.over() }) {
			r.held = false
			return tries, nil
		}
		if !time.Now().Before(until) {
			return nil, internal(fmt.Sprintf("the job %s was stopped, and a node does not let go of it", j.Name), nil)
		}
		if err := pause.For(ctx, r.SlowPoll); err != nil {
			return nil, err
		}
	}
}
