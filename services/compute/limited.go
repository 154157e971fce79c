package compute

import (
	"fmt"

	"github.com/parley-p2p/parley/services/compute/executor"
)

// limitedOf names the limits that a run met.
func limitedOf(r *executor.Report) (names []string) {
	for _, l := range r.Limited {
		names = append(names, l.String())
	}
	return names
}

// validLimited refuses names that no executor gives, or in another order.
func validLimited(names []string) error {
	next := executor.Memory
	for _, name := range names {
		for next <= executor.OutputFiles && next.String() != name {
			next++
		}
		if next++; next > executor.OutputFiles+1 {
			return fmt.Errorf("%.32q is no limit, or out of order", name)
		}
	}
	return nil
}

// Met says how much the limits are that a task of the job met: "64 MiB of outputs".
func (j *Job) Met(d Done) (limits []string) {
	l := j.Limits.Executor().Or(executor.Limits{})
	for _, name := range d.Limited {
		for r, text := range map[executor.Resource]string{
			executor.Memory:      mebibytes(l.Memory) + " of memory",
			executor.Stdout:      mebibytes(l.Stdout) + " of standard output",
			executor.Stderr:      mebibytes(l.Stderr) + " of standard error",
			executor.OutputBytes: mebibytes(l.OutputBytes) + " of outputs",
			executor.OutputFiles: fmt.Sprintf("%d output files", l.OutputFiles),
		} {
			if r.String() == name {
				limits = append(limits, text)
			}
		}
	}
	return limits
}

func mebibytes(n int64) string {
	if n%(1<<20) != 0 {
		return fmt.Sprintf("%d bytes", n)
	}
	return fmt.Sprintf("%d MiB", n>>20)
}
