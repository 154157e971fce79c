package compute

import (
	"errors"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// Container is an image that is run instead of a module: executor.Container has what its fields mean.
type Container struct {
	Image      string   `json:"image"` // with its digest
	Entrypoint []string `json:"entrypoint,omitempty"`
	WorkDir    string   `json:"workDir,omitempty"`
	Network    string   `json:"network,omitempty"` // "none" if it is empty, "http", "bridge" or "host"
	Domains    []string `json:"domains,omitempty"`
	Outputs    []Output `json:"outputs,omitempty"`
}

// Output is a directory of a container that is in the result, under outputs.
type Output struct {
	Name string `json:"name"`
	Path string `json:"path"`
}

// Needs are what a run asks of the machine that it is on, beside its limits: executor.Needs has what its fields mean.
type Needs struct {
	MilliCPU int64   `json:"milliCpu,omitempty"`
	GPUs     int     `json:"gpus,omitempty"`
	Labels   []Label `json:"labels,omitempty"`
	Replicas int     `json:"replicas,omitempty"`
}

// Label is what one of the machine's labels must be.
type Label struct {
	Key      string   `json:"key"`
	Operator string   `json:"operator"`
	Values   []string `json:"values,omitempty"`
}

// Executor is c in an executor's form, but for a network that it does not know. Nil stays nil.
func (c *Container) Executor() *executor.Container {
	if c == nil {
		return nil
	}
	to := &executor.Container{Image: c.Image, Entrypoint: c.Entrypoint, WorkDir: c.WorkDir, Domains: c.Domains}
	if c.Network != "" {
		to.Network, _ = executor.ParseNetwork(c.Network)
	}
	for _, o := range c.Outputs {
		to.Outputs = append(to.Outputs, executor.Output(o))
	}
	return to
}

// Executor is n in an executor's form.
func (n Needs) Executor() executor.Needs {
	to := executor.Needs{MilliCPU: n.MilliCPU, GPUs: n.GPUs, Replicas: n.Replicas}
	for _, l := range n.Labels {
		to.Labels = append(to.Labels, executor.Label(l))
	}
	return to
}

// Minimum is what of the needs can be said in any SOW; nil if nothing is.
func (n Needs) Minimum() *messages.Resources {
	if n.MilliCPU == 0 && n.GPUs == 0 {
		return nil
	}
	return &messages.Resources{MilliCpu: uint64(n.MilliCPU), MilliGpu: 1000 * uint64(n.GPUs)}
}

// validEngine refuses a job that is for no engine, or for two.
func (j *Job) validEngine() error {
	switch {
	case j.Container == nil:
		return nil
	case j.Module != "":
		return errors.New("job: it has a module and a container; want one of them")
	case !j.Live:
		return errors.New("job: a container has the clock and the randomness of its machine: want live")
	case j.Container.Network == "":
		return nil
	}
	_, err := executor.ParseNetwork(j.Container.Network)
	return err
}

// asked is a run of the job as Fits sees it, with what the SOW wants at least.
func asked(v *protocol.View, j *Job) *executor.Task {
	t := j.task(0)
	t.Limits = t.Limits.Or(executor.Limits{})
	minimum := v.SOW.Minimum
	const most = 1 << 40 // whatever a SOW says
	t.Limits.Memory = max(t.Limits.Memory, int64(min(minimum.GetMemoryBytes(), most)))
	t.Limits.OutputBytes = max(t.Limits.OutputBytes, int64(min(minimum.GetDiskBytes(), most)))
	t.Needs.MilliCPU = max(t.Needs.MilliCPU, int64(min(minimum.GetMilliCpu(), most)))
	t.Needs.GPUs = max(t.Needs.GPUs, int((min(minimum.GetMilliGpu(), most)+999)/1000))
	return &t
}
