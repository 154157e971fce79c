package main

import (
	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/deals"
)

// sampled has the job say how it is verified: by replicas, or by how many of its deals are run again. Where nobody says, and a panel would judge what an audit finds wrong, it
// is as many as cheating does not pay with (I1 of docs/SETTLEMENT.md).
func (o *errand) sampled() error {
	percent := o.flags.sample
	if n := o.flags.replicas; n > 0 {
		o.job.Verify = compute.Verification{Mode: compute.Replicate, Replicas: n, Agree: o.flags.agree}
	}
	if v := o.job.Verify; v.Mode == compute.Replicate {
		if percent > 0 || o.flags.hire > 1 {
			return failure.Newf(failure.Usage, "leave one of them out", "the job has %d replicas, and is to be audited or shared as well: each replica is all of the job, and is compared with the others", v.Replicas)
		}
		o.app.say("%d farmers do the same, and %d of them must find the same; nobody shows a result before all have committed to theirs", v.Replicas, v.Agree)
	}
	judged := o.node.Judged() && !o.job.Live
	if o.flags.again == "" && judged && o.job.Verify.Mode == compute.Trust {
		percent = deals.JudgedAudit
		o.app.say("%d %% of the deals are run again here, and disputed if that gives something else; --audit 0 runs none again", percent)
	}
	if percent > 0 {
		o.job.Verify = compute.Verification{Mode: compute.Sample, Percent: percent}
	}
	if (o.job.Verify.Mode != compute.Trust || o.flags.audit > 0) && !o.job.Live {
		o.metered()
	}
	if judged && o.job.Metered() && o.job.Engine == "" { // else nobody can judge it, and a farmer with another engine would be found wrong
		o.job.Engine = executor.EngineDigest()
	}
	if err := o.job.Validate(); err != nil {
		flag := "--audit"
		if o.job.Verify.Mode == compute.Replicate {
			flag = "--replicas"
		}
		return failure.Newf(failure.Usage, "leave out "+flag+" or --live", "%w", err)
	}
	return nil
}

// metered bounds the fuel of a job whose results are compared, where nobody has: what time ends is compared with nothing, so the fuel
// has to end it before, on every machine.
func (o *errand) metered() {
	if o.job.Metered() {
		return
	}
	o.job.Limits.Fuel = o.job.Limits.FuelInTime()
	o.app.say("results are compared, so a task is paid by its fuel and may use %s, what the slowest machine does in its time; --fuel says otherwise", fuel(o.job.Limits.Fuel))
}
