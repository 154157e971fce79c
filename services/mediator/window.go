package mediator

import (
	"fmt"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute"
)

// Repeatable is how many tasks of a job can be run again, one after another, by every member of a panel that leaves so long to commit: at
// [compute.Speed], and in three quarters of that time (I9 of docs/SETTLEMENT.md). In the rest members fetch what is run and what was
// delivered, and have their commitments mined.
func Repeatable(j *compute.Job, commit time.Duration) int {
	left := timeToRun(commit)
	n := 0
	for n < compute.MaxShare && j.TimeFor(n+1) <= left {
		n++
	}
	return n
}

// timeToRun is how much of the time to commit a run may take.
func timeToRun(commit time.Duration) time.Duration { return commit - commit/4 }

// InTime is for Guarded and Funded of package deals: it says why the members of a panel that leaves so long to commit could not all run again
// what terms are for, and what to change. Then nobody could tell (row 9), by the choice of who made the share. Nil: they can.
func InTime(commit time.Duration) func(*messages.SOW, *messages.Terms) error {
	return func(sow *messages.SOW, t *messages.Terms) error {
		v := &protocol.View{SOW: sow, Terms: t}
		j, err := compute.JobOf(v)
		if err != nil {
			return err
		}
		tasks, err := compute.TasksOf(v, j)
		if err != nil {
			return err
		}
		n := Repeatable(j, commit)
		switch {
		case len(tasks) <= n:
			return nil
		case n == 0:
			return fmt.Errorf("a task may take a mediator %s, of %s that its panel leaves: give it less fuel or time, or let no arbiter rule", j.TimeFor(1), timeToRun(commit))
		}
		return fmt.Errorf("%d tasks may take a mediator %s, of %s that its panel leaves: agree on at most %d at a time, or give each less fuel or time", len(tasks), j.TimeFor(len(tasks)), timeToRun(commit), n)
	}
}
