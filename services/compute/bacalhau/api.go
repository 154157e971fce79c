package bacalhau

import (
	"fmt"
	"strings"
	"time"
)

// Job is a job of the cluster, as it is submitted and as it is read back.
type Job struct {
	ID          string            `json:",omitempty"`
	Name        string            `json:",omitempty"` // the key under which the cluster knows it again
	Namespace   string            `json:",omitempty"`
	Type        string            // "batch"
	Count       int               // how many nodes run it
	Constraints []Constraint      `json:",omitempty"`
	Labels      map[string]string `json:",omitempty"`
	Tasks       []Task
	State       State  `json:",omitzero"`
	Version     uint64 `json:",omitempty"`
	CreateTime  int64  `json:",omitempty"` // nanoseconds since 1970
	ModifyTime  int64  `json:",omitempty"`
}

// Constraint is what a node's labels must be for it to run a job.
type Constraint struct {
	Key, Operator string
	Values        []string
}

// Task is what a job does.
type Task struct {
	Name         string
	Engine       Spec
	Publisher    Spec              `json:",omitzero"`
	Env          map[string]string `json:",omitempty"`
	InputSources []Input           `json:",omitempty"`
	ResultPaths  []ResultPath      `json:",omitempty"`
	Network      Network
	Resources    Resources
	Timeouts     Timeouts
}

// Spec names an engine, a publisher, a storage, and what it is told.
type Spec struct {
	Type   string
	Params map[string]any `json:",omitempty"`
}

// Input is where something is taken from and where the program finds it.
type Input struct {
	Alias  string `json:",omitempty"`
	Target string
	Source Spec
}

// ResultPath is a directory that is published. The wasm engine shows it to the guest at /Name.
type ResultPath struct{ Name, Path string }

// Network is what a job may reach. The wasm engine takes no value for all of the host's.
type Network struct {
	Type    string
	Domains []string `json:",omitempty"`
}

// Resources of a job, as text: "0.5", "256mb".
type Resources struct {
	CPU    string `json:",omitempty"`
	Memory string `json:",omitempty"`
	Disk   string `json:",omitempty"`
	GPU    string `json:",omitempty"`
}

// Timeouts in seconds. Without a QueueTimeout a job fails that does not fit at once.
type Timeouts struct{ ExecutionTimeout, QueueTimeout, TotalTimeout int64 }

// State is where a job has got to.
type State struct {
	StateType string
	Message   string
}

// Job states. All are compared as text: the numbers of executions' states moved between versions.
const (
	Pending   = "Pending"
	Queued    = "Queued"
	Running   = "Running"
	Completed = "Completed"
	Failed    = "Failed"
	Stopped   = "Stopped"
)

// Ended reports whether the job will not change any more.
func (j *Job) Ended() bool {
	switch j.State.StateType {
	case Completed, Failed, Stopped:
		return true
	}
	return false
}

// Execution is one try of a job on one node.
type Execution struct {
	ID, NodeID   string
	JobVersion   uint64
	ComputeState struct {
		StateType any // a number, which moved between versions, or one day a string
		Message   string
	}
	RunOutput *struct {
		ExitCode int64
		ErrorMsg string
	}
	PublishedResult        *Spec
	CreateTime, ModifyTime int64
}

// How far a try has got. The numbers are those of 1.6 and later.
const (
	tryOngoing = iota // or in a state that is not known
	tryCompleted
	tryFailed
	tryRefused // its node did not take it, or was told to leave it
)

func (e *Execution) state() int {
	switch fmt.Sprint(e.ComputeState.StateType) {
	case "9", Completed:
		return tryCompleted
	case "10", Failed:
		return tryFailed
	case "4", "8", "11", "AskForBidRejected", "BidRejected", "Cancelled":
		return tryRefused
	}
	return tryOngoing
}

// declined reports whether its node did not want the try: it is not asked again.
func (e *Execution) declined() bool {
	state := fmt.Sprint(e.ComputeState.StateType)
	return state == "4" || state == "AskForBidRejected"
}

// lost reports whether the try failed with its node, which the cluster does not hear of any more.
func (e *Execution) lost() bool {
	return e.state() == tryFailed && strings.Contains(e.ComputeState.Message, "node has disappeared")
}

// over reports whether the try takes up nothing of its node any more.
func (e *Execution) over() bool { return e.state() != tryOngoing }

// wall is how long the execution lasted, its preparation included.
func (e *Execution) wall() time.Duration {
	return max(0, time.Duration(e.ModifyTime-e.CreateTime))
}

// Node is a member of the cluster.
type Node struct {
	Info struct {
		NodeID, NodeType string
		Labels           map[string]string
		ComputeNodeInfo  struct {
			ExecutionEngines, Publishers, StorageSources []string
			MaxCapacity, AvailableCapacity               Capacity
			RunningExecutions, EnqueuedExecutions        int
		}
		BacalhauVersion Version
	}
	Membership, Connection string
}

// Capacity of a node. What is left out is zero.
type Capacity struct {
	CPU          float64
	Memory, Disk uint64 // bytes
	GPU          uint64
	GPUs         []GPU
}

// GPU is one of a node's.
type GPU struct {
	Index        uint64
	Name, Vendor string
	Memory       uint64 // MiB
}

// Version of a node, as it says it.
type Version struct{ Major, Minor, GitVersion string }
