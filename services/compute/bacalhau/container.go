package bacalhau

import (
	"encoding/json"
	"fmt"
	"path"
	"strings"

	"github.com/parley-p2p/parley/services/compute/bacalhau/internal/adapter"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// prepareContainer makes the job of a task of a container, without sending it.
func (e *Executor) prepareContainer(asked, t *executor.Task) (*run, error) {
	r := &run{Executor: e, task: t}
	inline, all, err := r.mounted()
	if err != nil {
		return nil, err
	}
	if err := r.remember(asked, [32]byte{}, all); err != nil {
		return nil, err
	}
	r.task0()
	params := map[string]any{"Image": t.Container.Image, "Entrypoint": t.Container.Entrypoint, "Parameters": t.Args, "EnvironmentVariables": environ(t.Env)}
	if t.Container.WorkDir != "" {
		params["WorkingDirectory"] = t.Container.WorkDir
	}
	r.spec.Engine = Spec{Type: "docker", Params: params}
	r.spec.ResultPaths = nil
	for i, o := range t.Container.Results() {
		r.spec.ResultPaths = append(r.spec.ResultPaths, ResultPath{resultName(i), o.Path})
	}
	r.spec.Network = Network{Type: networks[t.Container.Network], Domains: t.Container.Domains}
	if err := r.bringInputs(inline, all); err != nil {
		r.close()
		return nil, err
	}
	return r, nil
}

// bringInputs has the inputs travel in the job, or fetched if they are too long for it. Nil inline ones are.
func (r *run) bringInputs(inline []Input, all []file) (err error) {
	r.spec.InputSources = inline
	if inline != nil && r.fits() {
		return nil
	}
	tooLarge := &executor.Error{Code: executor.Refused, Cause: "the inputs of the container are too large for a job of this cluster, which is 900,000 bytes", Remedy: noDepot, Err: errNoDepot}
	switch {
	case r.Depot != nil:
		r.spec.InputSources, r.things = nil, things(r.task.Inputs)
	case r.Gateway == nil:
		return tooLarge
	default:
		if r.spec.InputSources, err = r.serveInputs("/", all); err != nil {
			return err
		}
	}
	if !r.fits() {
		tooLarge.Remedy = "pack many small inputs into fewer files, and ask for less"
		return tooLarge
	}
	return nil
}

// fits reports whether the job as it is may be sent, once what is put into the depot is named in it.
func (r *run) fits() bool {
	text, err := json.Marshal(r.job())
	size := len(text)
	for _, t := range r.things {
		size += len(t.At) + sourceBytes
	}
	return err == nil && size <= r.longest()-100
}

// longest is how long the job may be, in bytes: what the orchestrator answers of its tries repeats it for each, of which there are two
// for every replica where nodes fail, and more where they are busy.
func (r *run) longest() int { return min(MaxJob, maxAnswer/(4*max(r.task.Needs.Replicas, 1))) }

// networks are what the cluster calls them.
var networks = map[executor.Network]string{executor.NoNetwork: "None", executor.HTTPNetwork: "HTTP", executor.BridgeNetwork: "Bridge", executor.HostNetwork: "Host"}

// containerForm names how what a container leaves is published. Whoever changes that gives it another name: a job of another form is
// not gone on with.
const containerForm = "1"

// resultName is under which name an output is published: one that the container cannot choose.
func resultName(i int) string { return fmt.Sprintf("parley-%d", i) }

// mounted are the inputs, each at its own place: a file as itself, a directory as an archive; nil if no job could hold them. And all
// files of them, by the absolute paths at which the container finds them.
func (r *run) mounted() (inline []Input, all []file, err error) {
	inline = []Input{}
	for _, in := range r.task.Inputs {
		at := in.Mount()
		files, err := collect([]executor.Input{{Name: ".", Path: in.Path}})
		if err != nil {
			return nil, nil, err
		}
		kind, data := gzipType, []byte(nil)
		if len(files) == 1 && files[0].name == "." { // a file
			kind = "application/octet-stream"
			data, err = readFile(files[0])
		} else {
			data, err = archive(files)
		}
		if err != nil {
			return nil, nil, &executor.Error{Code: executor.NoInput, Cause: "the inputs cannot be read", Remedy: "see that they are there and do not change", Err: err}
		}
		if data == nil {
			inline = nil
		} else if inline != nil {
			inline = append(inline, Input{Target: at, Source: inlineSource(kind, data)})
		}
		if len(files) == 0 {
			all = append(all, file{name: at, dir: true})
		}
		for _, f := range files {
			f.name = path.Join(at, f.name)
			all = append(all, f)
		}
	}
	return inline, all, nil
}

// readFile reads a file that a job may hold; one that none may comes back as nil.
func readFile(f file) ([]byte, error) {
	if f.size > MaxJob {
		return nil, nil
	}
	var out strings.Builder
	if err := copyFile(&out, f, nil); err != nil {
		return nil, err
	}
	return []byte(out.String()), nil
}

// leaves are the names in an archive of what a run leaves: of its streams, and of directories by where they are under
// outputs.
func (r *run) leaves() (stdout, stderr string, outputs map[string]string) {
	if r.task.Container == nil {
		return adapter.Stdout, adapter.Stderr, map[string]string{executor.OutputsDir: "."}
	}
	outputs = map[string]string{}
	for i, o := range r.task.Container.Results() {
		outputs[resultName(i)] = o.Name
	}
	return executor.StdoutFile, executor.StderrFile, outputs
}
