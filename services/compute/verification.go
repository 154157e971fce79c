package compute

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// Mode is how it is made sure that results are right.
type Mode string

// The modes. All but Trust compare results, and so need a job that gives the same bytes wherever it is run.
const (
	Trust     Mode = ""          // what is whole and within its limits is paid
	Sample    Mode = "sample"    // the requester runs some of the deals again
	Replicate Mode = "replicate" // several farmers do the same, and so many must agree
	Mediate   Mode = "mediate"   // what is disputed is run again by an arbiter's mediators
)

// MaxReplicas bounds Verification.Replicas.
const MaxReplicas = 15

// Verification is a job's mode and what belongs to it.
type Verification struct {
	Mode Mode `json:"mode"`
	// Percent of the deals are run again, 1 to 100: of Sample.
	Percent int `json:"percent,omitempty"`
	// Replicas is how many farmers do the same, 2 to MaxReplicas, and Agree how many of them must agree, more than half: of
	// Replicate.
	Replicas int `json:"replicas,omitempty"`
	Agree    int `json:"agree,omitempty"`
}

// validate checks what a mode asks of its own fields.
func (v Verification) validate() error {
	sample, replicate := v.Mode == Sample, v.Mode == Replicate
	switch {
	case v.Mode != Trust && !sample && !replicate && v.Mode != Mediate:
		return fmt.Errorf("verification %q is none of sample, replicate and mediate", v.Mode)
	case sample && (v.Percent < 1 || v.Percent > 100) || !sample && v.Percent != 0:
		return fmt.Errorf("%d percent of deals are run again: want 1 to 100, and the mode sample", v.Percent)
	case replicate && (v.Replicas < 2 || v.Replicas > MaxReplicas) || !replicate && v.Replicas != 0:
		return fmt.Errorf("%d replicas: want 2 to %d, and the mode replicate", v.Replicas, MaxReplicas)
	case replicate && (2*v.Agree <= v.Replicas || v.Agree > v.Replicas) || !replicate && v.Agree != 0:
		return fmt.Errorf("%d of %d replicas must agree: want more than half", v.Agree, v.Replicas)
	}
	return nil
}

// validVerification refuses a mode that the job's profile does not allow.
func (j *Job) validVerification() error {
	if err := j.Verify.validate(); err != nil {
		return fmt.Errorf("job: %w", err)
	}
	switch {
	case j.Verify.Mode != Trust && j.Live:
		return fmt.Errorf("job: results of a live run cannot be compared, which %q does: leave it out, or the clock and the randomness of the farmer", j.Verify.Mode)
	case j.Engine != "" && j.Live:
		return errors.New("job: a live run is the same on no engine: leave out the engine")
	}
	if sum, err := hex.DecodeString(j.Engine); err != nil || j.Engine != "" && (len(sum) != sha256.Size || j.Engine != hex.EncodeToString(sum)) {
		return fmt.Errorf("job: the engine %.80q is no SHA-256 in hex; %s is that of the one here", j.Engine, executor.EngineDigest())
	}
	return nil
}

// judged refuses a job whose disputes nobody could judge: by an engine that mediators do not run, or where a run is bounded by time
// alone, which ends it elsewhere on each machine. It is asked before anybody is bound; what was agreed goes on, whatever mediators
// run by then.
func (j *Job) judged() error {
	switch {
	case j.Verify.Mode == Mediate:
		return j.Judgeable()
	case j.Verify.Mode != Trust && !j.Metered():
		return fmt.Errorf("job: results that are verified by %q need a limit on fuel, %w", j.Verify.Mode, j.timed())
	}
	return nil
}

// Judgeable says why nobody could judge what a job gives, and what to change; nil: mediators could. They run it again on one engine, so that
// it has to pin that one, and a run has to be ended by its fuel, the same everywhere. A deal about any other names no arbiter (rule 1 of
// docs/SETTLEMENT.md): none could tell (row 9), and whoever has the result would have half of the price back for a dispute.
func (j *Job) Judgeable() error {
	switch {
	case j.Live:
		return errors.New("job: no two live runs give the same, so that nobody can judge one: have it run without the clock and the randomness of the farmer, or let no arbiter rule")
	case j.Engine != executor.EngineDigest():
		return fmt.Errorf("job: mediators run the engine %s alone, and the job pins %q: pin that one", executor.EngineDigest(), j.Engine)
	case !j.Metered():
		return fmt.Errorf("job: what is judged needs a limit on fuel, %w", j.timed())
	}
	return nil
}

// Unjudged says why work that a SOW asks for is not done without an arbiter: its mode is Mediate. Nil: it is, or is no work of this service.
func Unjudged(sow *messages.SOW) error {
	if sow.GetService() != Service {
		return nil
	}
	if j, err := Jobs.Decode(sow.GetJob()); err == nil && j.Verify.Mode == Mediate {
		return errUnjudged
	}
	return nil
}

var errUnjudged = errors.New("the job is to be judged where it is disputed, and nobody would rule: settle where there is a panel, or leave out the mode mediate")

// timed says what is wrong where time alone ends a run.
func (j *Job) timed() error {
	return fmt.Errorf("since time ends a run elsewhere on each machine: set limits.fuel, to %d for the time that a run is given", j.Limits.FuelInTime())
}

// verifies refuses a job that the buyer would not check as it says.
func (b *Buyer) verifies(j *Job) error {
	switch {
	case j.Verify.Mode == Sample && b.Audit == nil:
		return errors.New("compute run: the job's deals are to be run again now and then: set Audit, to a Replay's")
	case j.Verify.Mode == Replicate && len(j.Tasks) > MaxShare:
		return fmt.Errorf("compute run: every farmer of a replicated job does all of its tasks, at most %d, and it has %d: make jobs of it", MaxShare, len(j.Tasks))
	}
	return nil
}

// takes refuses a job for an engine that is not the executor's, and one that nobody could judge.
func (j *Job) takes(e executor.Executor) error {
	if err := j.judged(); err != nil {
		return &protocol.Error{Code: protocol.Unsupported, Reason: err.Error(), Err: err}
	}
	return j.pinned(e)
}

// pinned refuses a job for an engine that the executor does not run it on. All tasks of a job have the same limits and needs.
func (j *Job) pinned(e executor.Executor) error {
	if j.Engine == "" {
		return nil
	}
	if t := j.task(0); executor.EngineOf(e, &t) == j.Engine {
		return nil
	}
	return protocol.Errorf(protocol.Unsupported, "the job pins the engine %s, which is not run here", j.Engine)
}

// Draw decides which deals are run again, so that nobody who lacks its secret knows before it pays, and it decides the same after a
// restart.
type Draw struct {
	Percent int // of all deals
	Secret  [32]byte
}

// Pick reports whether the deal of a session is one of them, with all of its tasks. It is a Replay's.
func (d Draw) Pick(v *protocol.View, _ int) bool { return d.drawn(v.Session) }

func (d Draw) drawn(session messages.ID) bool {
	sum := sha256.Sum256(append(append([]byte("parley/sample/1\x00"), d.Secret[:]...), session[:]...))
	n := new(big.Int).SetBytes(sum[:])
	return n.Mod(n, big.NewInt(100)).Int64() < int64(d.Percent)
}
