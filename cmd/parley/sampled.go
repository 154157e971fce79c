package main

import (
	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/deals"
)

// sampled has the job say how it is verified: by replicas, by mediators, or by how many of its deals are run again. Where nobody says, and a panel would judge what an
// audit finds wrong, as many are run again as cheating does not pay with (I1 of docs/SETTLEMENT.md).
func (o *errand) sampled() error {
	percent := o.flags.sample
	if n := o.flags.replicas; n > 0 {
		o.job.Verify = compute.Verification{Mode: compute.Replicate, Replicas: n, Agree: o.flags.agree}
	}
	if v := o.job.Verify; v.Mode == compute.Replicate {
		if percent > 0 || o.flags.hire > 1 || o.flags.mediate {
			return failure.Newf(failure.Usage, "leave one of them out", "the job has %d replicas, and is to be audited, shared or mediated as well: each replica is all of the job, and is compared with the others", v.Replicas)
		}
		o.app.say("%d farmers do the same, and %d of them must find the same; nobody shows a result before all have committed to theirs", v.Replicas, v.Agree)
	}
	if o.flags.mediate {
		if err := o.mediated(); err != nil {
			return err
		}
	}
	judged := o.node.Judged() && !o.job.Live
	if o.flags.again == "" && judged && o.job.Verify.Mode != compute.Replicate {
		percent = deals.JudgedAudit
		o.app.say("%d %% of the deals are run again here, and disputed if that gives something else; --audit 0 runs none again", percent)
	}
	if o.flags.sample = percent; percent > 0 && o.job.Verify.Mode == compute.Trust {
		o.job.Verify = compute.Verification{Mode: compute.Sample, Percent: percent}
	}
	if (o.job.Verify.Mode != compute.Trust || o.flags.audit > 0) && !o.job.Live {
		o.metered()
	}
	if judged && o.job.Metered() && o.job.Engine == "" { // else nobody can judge it, and a farmer with another engine would be found wrong
		o.job.Engine = executor.EngineDigest()
	}
	if o.flags.mediate && !o.ruled() {
		return o.unmediated()
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

// mediated has no deal of the job be made without an arbiter.
func (o *errand) mediated() error {
	switch {
	case o.flags.free:
		return failure.Newf(failure.Usage, "leave one of them out", "--mediate and --free are given, and nobody judges what is done for nothing")
	case !o.node.Judged():
		return failure.Newf(failure.Usage, "name a market with a panel, with --market FILE; in one of this machine: parley dev; or leave out --mediate", "--mediate is given, and nobody judges what is disputed in this market")
	case o.job.Container != nil || o.job.Live:
		return o.unmediated()
	}
	o.job.Verify = compute.Verification{Mode: compute.Mediate}
	o.app.say("only who has the market's panel rule on what is disputed is hired")
	return nil
}

// unmediated says why the market's panel could not judge a job of which nothing else will do.
func (o *errand) unmediated() error {
	why, try := o.unjudgeable()
	return failure.Newf(failure.Usage, try+"; or leave out --mediate", "--mediate is given, and the market's panel does not judge the deals of this job, since %s", why)
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
