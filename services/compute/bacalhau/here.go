package bacalhau

import (
	"context"
	"errors"

	"github.com/parley-p2p/parley/services/compute/executor"
)

// repeat runs here what the cluster could not show. Who asked is told, and so is the log, since it takes as long once more or longer; and how
// long it took is that of both runs.
func (r *run) repeat(ctx context.Context, result *executor.Result, rep *executor.Report, failed error) (*executor.Report, error) {
	why := "it does what a cluster does otherwise"
	switch {
	case rep != nil && rep.End == executor.Trapped:
		why = "it trapped, after which a cluster shows nothing of it"
	case rep != nil || errors.Is(failed, errTooMuch):
		why = "it left more than may be kept"
	}
	r.tell(why + "; it is run again on its farmer's own machine")
	r.Logger.Info("a task is run again on this machine", "task", r.task.ID, "because", why, "there", r.ran)
	if r.Rerun != nil {
		r.Rerun(r.task.ID, why)
	}
	rep, err := r.here(ctx, *r.task, result)
	if rep != nil {
		rep.Wall += r.ran
	}
	return rep, err
}
