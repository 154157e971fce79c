package compute

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/ipfs/go-cid"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// Service is the name under which compute is asked for.
const Service = "parley.dev/compute/1"

// Unit is what is priced, one run of the module, where a job does not bound its fuel; see [FuelUnit].
const Unit = "task"

// Bounds of a job.
const (
	MaxTasks  = 1000
	maxInputs = 64
	maxSource = 2 << 10  // bytes of where a job comes from
	maxBody   = 60 << 10 // bytes of an encoded job: a SOW holds 64 KiB
)

// Job says what to run.
type Job struct {
	// ID tells jobs apart that are otherwise the same: 16 to 64 hex digits.
	ID string `json:"id"`
	// Module is the CID of a WASI preview 1 program; empty where Container is what to run.
	Module    string     `json:"module,omitempty"`
	Container *Container `json:"container,omitempty"`
	// Tasks are the runs: the arguments of each.
	Tasks  []Task  `json:"tasks"`
	Env    []Var   `json:"env,omitempty"`
	Inputs []Input `json:"inputs,omitempty"`
	// Key says that the inputs are encrypted: the commitment to their key, 64 hex digits. Each input's CID is then that of a file that
	// [AddEncrypted] made.
	Key    string `json:"key,omitempty"`
	Limits Limits `json:"limits,omitzero"`
	Needs  Needs  `json:"needs,omitzero"`
	// Live gives the program the farmer's clock and randomness. Results can then not be compared. A container is live.
	Live bool `json:"live,omitempty"`
	// Engine is the executor.EngineDigest of the only engine that may run the job; empty: whatever the farmer has.
	Engine string `json:"engine,omitempty"`
	// Source is where the job comes from, for who reads it later: nothing is done by it. A module of package modules is named here.
	Source string `json:"source,omitempty"`
	// Verify is how results are checked beside what every requester checks.
	Verify Verification `json:"verify,omitzero"`
}

// Task is one run.
type Task struct {
	Args []string `json:"args"`
}

// Var is an environment variable of every run.
type Var struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Input is content that the program finds under /inputs.
type Input struct {
	// Name is where: "scene.txt", or "." for a directory that is /inputs itself.
	Name string `json:"name,omitempty"`
	// At is where instead, an absolute path: for a container only.
	At  string `json:"at,omitempty"`
	CID string `json:"cid"`
}

// Limits bound each run. Zero is the executor's default.
type Limits struct {
	WallMs      int64 `json:"wallMs,omitempty"`
	CPUMs       int64 `json:"cpuMs,omitempty"`
	Memory      int64 `json:"memory,omitempty"` // bytes
	Stdout      int64 `json:"stdout,omitempty"` // bytes
	Stderr      int64 `json:"stderr,omitempty"` // bytes
	OutputBytes int64 `json:"outputBytes,omitempty"`
	OutputFiles int   `json:"outputFiles,omitempty"`
	// Fuel is the most that a run may use. Where it is set, runs are paid by the fuel that they used, and not each the same.
	Fuel int64 `json:"fuel,omitempty"`
}

// Executor is l in an executor's form.
func (l Limits) Executor() executor.Limits {
	return executor.Limits{Wall: time.Duration(l.WallMs) * time.Millisecond, CPU: time.Duration(l.CPUMs) * time.Millisecond,
		Memory: l.Memory, Stdout: l.Stdout, Stderr: l.Stderr, OutputBytes: l.OutputBytes, OutputFiles: l.OutputFiles, Fuel: l.Fuel}
}

// Validate checks everything about a job that needs no content.
func (j *Job) Validate() error { return cmp.Or(j.check(), j.judged()) }

// check is Validate for a job that was agreed on.
func (j *Job) check() error {
	if b, err := hex.DecodeString(j.ID); err != nil || len(b) < 8 || len(b) > 32 {
		return errors.New("job: id is not 16 to 64 hex digits")
	}
	if err := j.validEngine(); err != nil {
		return err
	}
	if len(j.Source) > maxSource || messages.Printable(j.Source) != j.Source {
		return fmt.Errorf("job: source is no text of at most %d bytes on one line", maxSource)
	}
	if _, err := content.Parse(j.Module); err != nil && j.Container == nil {
		return fmt.Errorf("job: module: %w", err)
	}
	if len(j.Tasks) == 0 || len(j.Tasks) > MaxTasks {
		return fmt.Errorf("job: %d tasks, want 1 to %d", len(j.Tasks), MaxTasks)
	}
	if len(j.Inputs) > maxInputs {
		return fmt.Errorf("job: %d inputs, at most %d", len(j.Inputs), maxInputs)
	}
	if err := j.validKey(); err != nil {
		return err
	}
	for _, in := range j.Inputs {
		if _, err := content.Parse(in.CID); err != nil {
			return fmt.Errorf("job: input %q: %w", in.Name+in.At, err)
		}
	}
	if j.Limits.WallMs < 0 || j.Limits.WallMs > int64(7*24*time.Hour/time.Millisecond) || j.Limits.CPUMs < 0 || j.Limits.CPUMs > int64(448*24*time.Hour/time.Millisecond) {
		return errors.New("job: a time limit is negative or above a week")
	}
	if j.Live && j.Metered() {
		return errors.New("job: what a live run uses cannot be checked by another: leave out the limit on fuel, and pay by the task")
	}
	if err := j.validVerification(); err != nil {
		return err
	}
	return j.validRuns()
}

// validRuns refuses what an executor would, with placeholders for what is not there yet. Environment and inputs are the
// same for all tasks and looked at once, beside the longest arguments.
func (j *Job) validRuns() error {
	names := map[string]bool{}
	for _, v := range j.Env {
		if names[v.Name] {
			return fmt.Errorf("job: environment variable %q is set twice", v.Name)
		}
		names[v.Name] = true
	}
	longest := j.task(0)
	longest.Dir = "result"
	if j.Container == nil {
		longest.Module.Path = "module"
	}
	for i := range j.Tasks {
		t := executor.Task{Module: longest.Module, Container: longest.Container, Profile: longest.Profile, Dir: "result", Args: j.Tasks[i].Args}
		if err := t.Validate(); err != nil {
			return fmt.Errorf("job: task %d: %w", i, err)
		}
		if bytesOf(t.Args) > bytesOf(longest.Args) {
			longest.Args = t.Args
		}
	}
	for _, in := range j.Inputs {
		longest.Inputs = append(longest.Inputs, executor.Input{Name: in.Name, At: in.At, Path: "input"})
	}
	if err := longest.Validate(); err != nil {
		return fmt.Errorf("job: %w", err)
	}
	return nil
}

func bytesOf(args []string) (n int) {
	for _, a := range args {
		n += len(a) + 1
	}
	return n
}

// resultLimits bound one task's result: what its own limits let it make, and room for names and for what says that output
// was cut. A lower bound of most counts.
func (j *Job) resultLimits(most content.Limits) content.Limits {
	l := j.Limits.Executor().Or(executor.Limits{})
	bytes := l.OutputBytes + l.Stdout + l.Stderr + 1<<20 + 1<<10*int64(l.OutputFiles)
	files := l.OutputFiles + 16
	if most.Bytes == 0 || bytes < most.Bytes {
		most.Bytes = bytes
	}
	if most.Files == 0 || files < most.Files {
		most.Files = files
	}
	if most.Blocks == 0 { // of the usual size, and three for every file
		most.Blocks = int(bytes>>17) + 3*files
	}
	return most
}

// task is the i-th run but for its module, its inputs and its directory.
func (j *Job) task(i int) executor.Task {
	t := executor.Task{ID: fmt.Sprintf("%s/%03d", j.ID[:8], i), Args: j.Tasks[i].Args, Env: map[string]string{},
		Container: j.Container.Executor(), Needs: j.Needs.Executor(), Limits: j.Limits.Executor(), Profile: executor.Deterministic, Seed: sha256.Sum256([]byte(j.ID))}
	for _, v := range j.Env {
		t.Env[v.Name] = v.Value
	}
	if j.Live {
		t.Profile = executor.Live
	}
	return t
}

// roots are the CIDs that a run needs: of the inputs, and last of the module if there is one.
func (j *Job) roots() (roots []cid.Cid) {
	for _, in := range j.Inputs {
		roots = append(roots, mustParse(in.CID))
	}
	if j.Module != "" {
		roots = append(roots, mustParse(j.Module))
	}
	return roots
}

// mustParse reads a CID that Validate has checked.
func mustParse(text string) cid.Cid {
	c, err := content.Parse(text)
	if err != nil {
		panic(err)
	}
	return c
}

// Jobs writes and reads jobs; a job that is read is valid.
var Jobs = strict("application/vnd.parley.job+json", (*Job).check)

// strict is a codec of JSON objects without fields that T does not have, bounded and checked.
func strict[T any](mediaType string, check func(*T) error) messages.Codec[*T] {
	return messages.Codec[*T]{
		Type: mediaType,
		Marshal: func(v *T) ([]byte, error) {
			if err := check(v); err != nil {
				return nil, err
			}
			b, err := json.Marshal(v)
			if err == nil && len(b) > maxBody {
				err = fmt.Errorf("%d bytes, at most %d: use fewer tasks or shorter arguments", len(b), maxBody)
			}
			return b, err
		},
		Unmarshal: func(b []byte) (*T, error) {
			if len(b) > maxBody {
				return nil, fmt.Errorf("%d bytes, at most %d", len(b), maxBody)
			}
			v := new(T)
			dec := json.NewDecoder(bytes.NewReader(b))
			dec.DisallowUnknownFields()
			if err := dec.Decode(v); err != nil {
				return nil, err
			}
			if _, err := dec.Token(); !errors.Is(err, io.EOF) {
				return nil, errors.New("something follows the object")
			}
			return v, check(v)
		},
	}
}

// JobOf reads the job that a session is about.
func JobOf(v *protocol.View) (*Job, error) {
	j, err := Jobs.Decode(v.SOW.GetJob())
	if err != nil {
		return nil, &protocol.Error{Code: protocol.Invalid, Reason: strings.TrimPrefix(err.Error(), "decode "), Err: err}
	}
	if v.SOW.Units != j.Units(len(j.Tasks)) {
		return nil, protocol.Errorf(protocol.Invalid, "the SOW is for %d units, the job has %d tasks of %d each", v.SOW.Units, len(j.Tasks), j.Units(1))
	}
	return j, nil
}
