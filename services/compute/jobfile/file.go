package jobfile

import (
	"bytes"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// File is what a job file asks for.
type File struct {
	Name string
	// Job is the job but for its ID and the CIDs of module and inputs. Zero limits are the defaults.
	Job compute.Job
	// Module is where the module is to be had; unset for a container.
	Module Source
	// Inputs are where those of Job are, in the same order.
	Inputs []Source
	// Total is how long everything may take, and Queue how long of it the job may wait to be run. Zero: the file does not say.
	Total, Queue time.Duration
	// Encrypt: the inputs are to be encrypted before they are shown to anybody.
	Encrypt bool `json:",omitempty"`
	// Notes say what is done in another way than a cluster would.
	Notes []string
}

// Parse reads a job file. Its error is of the type [Problems].
func Parse(text []byte) (*File, error) {
	root, err := read(text)
	switch {
	case err != nil && bytes.Contains(text, []byte("{{")):
		return nil, Problems{{What: err.Error() + "; and " + template}}
	case err != nil:
		return nil, Problems{{What: err.Error()}}
	}
	b := &book{}
	f := &File{}
	field{root, "", b}.templates()
	f.job(field{root, "", b})
	if len(b.problems) > 0 {
		return nil, b.problems
	}
	f.Notes = b.notes
	return f, nil
}

// set by the orchestrator, and refused by it in a file.
var ofTheOrchestrator = []string{"ID", "State", "Version", "Revision", "CreateTime", "ModifyTime"}

func (f *File) job(root field) {
	got := root.object(append([]string{"Name", "Namespace", "Type", "Priority", "Count", "Constraints", "Meta", "Labels", "Tasks"}, ofTheOrchestrator...)...)
	for _, name := range ofTheOrchestrator {
		if got[name].there() {
			got[name].wrong("it is set by an orchestrator, and by nobody else")
		}
	}
	f.Name = got["Name"].string()
	if kind := got["Type"].string(); !strings.EqualFold(kind, "batch") {
		got["Type"].wrong("want batch, not %q: what is hired ends, and is run where one chooses", clip(kind))
	}
	f.verify(got["Labels"])
	for _, name := range []string{"Namespace", "Priority", "Meta"} {
		if got[name].there() {
			got[name].note("it means nothing to who is hired, and is left out")
		}
	}
	if n := got["Count"].integer(1, 1, 16); n > 1 {
		f.Job.Needs.Replicas = int(n)
	}
	for _, c := range got["Constraints"].list() {
		f.Job.Needs.Labels = append(f.Job.Needs.Labels, constraint(c))
	}
	tasks := got["Tasks"].list()
	if len(tasks) != 1 {
		got["Tasks"].wrong("want one task, not %d", len(tasks))
	}
	for _, t := range tasks {
		f.task(t)
		break
	}
	if f.Job.Verify.Mode != compute.Trust && f.Job.Container == nil {
		f.Job.Limits.Fuel = f.Job.Limits.FuelInTime()
	}
	if f.Job.Needs.Replicas > 1 && f.Job.Container != nil {
		got["Count"].wrong("what a container leaves is not the same on two nodes, so that replicas of it cannot be compared: want 1")
	}
}

// Labels that say something to who hires: how many farmers do the same, how many of them must find the same, and that the inputs are
// encrypted.
const (
	labelReplicas = "parley.dev/replicas"
	labelAgree    = "parley.dev/agree"
	labelEncrypt  = "parley.dev/encrypt"
)

// verify reads how the job is verified, and whether it is encrypted, from its labels, which a cluster keeps and does not read.
func (f *File) verify(labels field) {
	others := false
	v := compute.Verification{Mode: compute.Replicate}
	for _, l := range labels.pairs() {
		switch l.path[len(labels.path)+1:] {
		case labelReplicas:
			v.Replicas = int(l.integer(0, 2, compute.MaxReplicas))
		case labelAgree:
			v.Agree = int(l.integer(0, 1, compute.MaxReplicas))
		case labelEncrypt:
			f.encrypt(l)
		default:
			others = true
		}
	}
	if others {
		labels.note("but for %s, %s and %s they mean nothing to who is hired, and are left out", labelReplicas, labelAgree, labelEncrypt)
	}
	switch {
	case v.Replicas == 0 && v.Agree == 0:
		return
	case v.Agree == 0:
		v.Agree = v.Replicas/2 + 1
	case 2*v.Agree <= v.Replicas || v.Agree > v.Replicas:
		labels.wrong("%d of %d replicas are to find the same: want more than half, in %s", v.Agree, v.Replicas, labelAgree)
	}
	f.Job.Verify = v
}

func (f *File) encrypt(label field) {
	switch label.string() {
	case "true":
		f.Encrypt = true
		label.note("the inputs are encrypted anew for every run, and have other CIDs then")
	case "false":
	default:
		label.wrong("want true or false")
	}
}

// operators of constraints, and what they are called here.
var operators = map[string]string{"=": "=", "==": "=", "in": "in", "!=": "!=", "notin": "notin", "exists": "exists", "!": "!", "gt": "gt", "lt": "lt"}

func constraint(c field) compute.Label {
	got := c.object("Key", "Operator", "Values")
	l := compute.Label{Key: got["Key"].string(), Operator: operators[strings.ToLower(got["Operator"].string())], Values: got["Values"].strings()}
	if l.Operator == "" {
		got["Operator"].wrong("want one of =, ==, !=, in, notin, exists, !, gt, lt")
	} else if err := executor.Label(l).Validate(); err != nil {
		c.wrong("%v", err)
	}
	return l
}

func (f *File) task(t field) {
	got := t.object("Name", "Engine", "Publisher", "Env", "Meta", "InputSources", "ResultPaths", "Resources", "Network", "Timeouts")
	got["Name"].string()
	if got["Meta"].there() {
		got["Meta"].note("it means nothing to who is hired, and is left out")
	}
	inputs := got["InputSources"].list()
	engine := got["Engine"].object("Type", "Params")
	f.env(got["Env"])
	switch kind := engine["Type"].string(); strings.ToLower(strings.TrimSpace(kind)) {
	case "wasm":
		f.wasm(engine["Params"], inputs)
		f.network(got["Network"], false)
		f.resultPaths(got["ResultPaths"], false)
	case "docker":
		f.docker(engine["Params"], inputs)
		f.network(got["Network"], true)
		f.resultPaths(got["ResultPaths"], true)
	default:
		engine["Type"].wrong("want docker or wasm, not %q", clip(kind))
	}
	if p := got["Publisher"].object("Type", "Params"); p["Type"].there() && !strings.EqualFold(p["Type"].string(), "local") {
		p["Type"].note("the result is fetched to this machine, by its CID, and is published nowhere else")
	}
	f.resources(got["Resources"])
	f.timeouts(got["Timeouts"])
}

func (f *File) env(env field) {
	for _, v := range env.pairs() {
		name := v.path[len(env.path)+1:]
		f.variable(v, name, v.string())
	}
}

// variable adds one to the environment. The last of a name counts.
func (f *File) variable(at field, name, value string) {
	switch {
	case strings.HasPrefix(value, "env:"):
		at.wrong("nothing of a node's own environment is given to a program: write the value")
	case name == "" || strings.ContainsAny(name, "=\x00") || strings.ContainsRune(value, 0):
		at.wrong("a name has no = and is not empty, and neither it nor the value has a NUL byte")
	case strings.HasPrefix(strings.ToUpper(name), "BACALHAU_"):
		at.wrong("names that begin with BACALHAU_ are a cluster's own")
	}
	f.Job.Env = slices.DeleteFunc(f.Job.Env, func(v compute.Var) bool { return v.Name == name })
	f.Job.Env = append(f.Job.Env, compute.Var{Name: name, Value: value})
}

// input is one of the sources, with where a program finds it.
type input struct {
	field  // of the target
	at     string
	source Source
}

// sources reads the inputs.
func sources(inputs []field) (all []input) {
	for _, in := range inputs {
		got := in.object("Alias", "Target", "Source")
		got["Alias"].string()
		at := strings.TrimSpace(got["Target"].string())
		s, name := source(got["Source"])
		if at == "" {
			got["Target"].wrong("want the path where the program finds it")
			continue
		}
		whole := path.Join("/", at, name)
		if slices.ContainsFunc(all, func(other input) bool { return other.at == whole }) {
			got["Target"].wrong("another of InputSources has it already")
		}
		all = append(all, input{got["Target"], whole, s})
	}
	return all
}

func (f *File) wasm(params field, inputs []field) {
	got := params.object("EntryModule", "Entrypoint", "Parameters", "ImportModules", "EnvironmentVariables")
	if entry := got["Entrypoint"]; entry.there() && entry.string() != "_start" {
		entry.wrong("a module is begun at _start, not at %q", clip(entry.text))
	}
	if len(got["ImportModules"].list()) > 0 {
		got["ImportModules"].wrong("a module is run by itself: link what it imports into it")
	}
	f.environment(got["EnvironmentVariables"])
	f.Job.Tasks = []compute.Task{{Args: append([]string{}, got["Parameters"].strings()...)}}
	all := sources(inputs)
	entry, found := got["EntryModule"], false
	if entry.there() && entry.kind == object { // as before version 1.7
		f.Module, _ = source(entry.object("Source", "Alias", "Target")["Source"])
		found = true
	}
	for _, in := range all {
		if entry.there() && entry.kind == scalar && !found && (in.at == path.Join("/", entry.text) || path.Dir(in.at) == path.Join("/", entry.text) && in.source.URL != "") {
			f.Module, found = in.source, true
			continue
		}
		name, below := strings.CutPrefix(in.at+"/", "/inputs/")
		if name = strings.TrimSuffix(name, "/"); name == "" {
			name = "."
		}
		if !below || name != "." && executor.ValidName(name) != nil || name == "." && in.source.Data != nil {
			in.wrong("a WASM program finds its inputs below /inputs, as in /inputs/data.txt")
			continue
		}
		f.add(compute.Input{Name: name}, in.source)
	}
	switch {
	case !found:
		entry.wrong("want the Target of one of InputSources")
	case f.Module.Archive != nil:
		entry.wrong("want a module, not an archive")
	}
}

func (f *File) add(in compute.Input, from Source) {
	f.Job.Inputs = append(f.Job.Inputs, in)
	f.Inputs = append(f.Inputs, from)
}

// environment reads "NAME=VALUE".
func (f *File) environment(list field) {
	for _, v := range list.list() {
		name, value, ok := strings.Cut(v.string(), "=")
		if !ok {
			v.wrong("want NAME=VALUE")
			continue
		}
		f.variable(v, name, value)
	}
}

// untagged is an image's name without its tag.
func untagged(image string) string {
	if at := strings.LastIndexByte(image, ':'); at > strings.LastIndexByte(image, '/') {
		return image[:at]
	}
	return image
}

func (f *File) docker(params field, inputs []field) {
	got := params.object("Image", "Entrypoint", "Parameters", "EnvironmentVariables", "WorkingDirectory")
	f.Job.Live = true
	c := &compute.Container{Image: strings.TrimSpace(got["Image"].string()), Entrypoint: got["Entrypoint"].strings(), WorkDir: got["WorkingDirectory"].string()}
	f.Job.Container = c
	switch {
	case c.Image == "":
		got["Image"].wrong("want an image, named by its digest, as in busybox@sha256:…")
	case (&executor.Container{Image: c.Image}).Validate() != nil:
		got["Image"].wrong("%q may be another image tomorrow: name it by its digest, as in %s@sha256:… (docker buildx imagetools inspect %s tells it)", clip(c.Image), clip(untagged(c.Image)), clip(c.Image))
	}
	if c.WorkDir != "" && c.WorkDir != "/" && executor.ValidPath(c.WorkDir) != nil {
		got["WorkingDirectory"].wrong("want an absolute path")
	}
	f.environment(got["EnvironmentVariables"])
	f.Job.Tasks = []compute.Task{{Args: append([]string{}, got["Parameters"].strings()...)}}
	for _, in := range sources(inputs) {
		if err := executor.ValidPath(in.at); err != nil {
			in.wrong("%v", err)
			continue
		}
		f.add(compute.Input{At: in.at}, in.source)
	}
}

func (f *File) resultPaths(paths field, container bool) {
	for _, p := range paths.list() {
		got := p.object("Name", "Path")
		name, at := strings.TrimSpace(got["Name"].string()), strings.TrimSpace(got["Path"].string())
		switch {
		case !container && (strings.Trim(name, "/") != executor.OutputsDir || path.Clean(at) != "/"+executor.OutputsDir):
			p.wrong("a WASM program leaves its results in /outputs: want the name outputs and that path")
		case !container:
		case executor.ValidName(name) != nil:
			got["Name"].wrong("want the name of a directory")
		case executor.ValidPath(path.Clean(at)) != nil:
			got["Path"].wrong("want an absolute path of a directory")
		default:
			f.Job.Container.Outputs = append(f.Job.Container.Outputs, compute.Output{Name: name, Path: path.Clean(at)})
		}
	}
	if !container || f.Job.Container == nil {
		return
	}
	if o := f.Job.Container.Outputs; len(o) == 1 && o[0].Name == executor.OutputsDir {
		o[0].Name = "." // it would be outputs/outputs
	}
}

func (f *File) network(n field, container bool) {
	got := n.object("Type", "Domains", "Ports")
	if got["Ports"].there() && len(got["Ports"].items) > 0 {
		got["Ports"].wrong("nobody can call what is hired: leave it out")
	}
	kind := strings.ToLower(strings.TrimSpace(got["Type"].string()))
	if kind == "full" {
		kind = "host"
	}
	var domains []string
	for _, d := range got["Domains"].list() {
		domain := strings.ToLower(strings.TrimSpace(d.string()))
		if err := executor.ValidDomain(domain); err != nil {
			d.wrong("%v", err)
		}
		domains = append(domains, domain)
	}
	network, err := executor.ParseNetwork(kind)
	switch {
	case kind == "" || kind == "default":
		if kind != "" {
			got["Type"].note("a program has no network unless it is asked for by name")
		}
	case err != nil:
		got["Type"].wrong("%v", err)
	case network == executor.NoNetwork:
	case !container:
		got["Type"].wrong("a WASM program has no network: want None")
	default:
		f.Job.Container.Network, f.Job.Container.Domains = network.String(), domains
	}
	switch {
	case len(domains) > 0 && network != executor.HTTPNetwork:
		got["Domains"].wrong("they are for the network HTTP")
	case len(domains) == 0 && network == executor.HTTPNetwork && container:
		got["Domains"].wrong("want those that the network HTTP is to reach, as in example.com")
	}
}

func (f *File) resources(r field) {
	got := r.object("CPU", "Memory", "Disk", "GPU")
	f.Job.Needs.MilliCPU = got["CPU"].milli()
	f.Job.Limits.Memory = got["Memory"].bytes()
	f.Job.Limits.OutputBytes = got["Disk"].bytes()
	f.Job.Needs.GPUs = int(got["GPU"].integer(0, 0, 1000))
	if f.Job.Container == nil && f.Job.Needs.GPUs > 0 {
		got["GPU"].wrong("a WASM program cannot reach a GPU: want the engine docker")
	}
	if f.Job.Container == nil && f.Job.Limits.Memory > 4<<30 {
		got["Memory"].wrong("a WASM program cannot address more than 4 GiB")
	}
}

func (f *File) timeouts(t field) {
	got := t.object("ExecutionTimeout", "QueueTimeout", "TotalTimeout")
	const week = 7 * 24 * 60 * 60
	execution, queue, total := got["ExecutionTimeout"].integer(0, 0, week), got["QueueTimeout"].integer(0, 0, week), got["TotalTimeout"].integer(0, 0, week)
	if total > 0 && execution+queue > total {
		got["TotalTimeout"].wrong("it is shorter than ExecutionTimeout and QueueTimeout together")
	}
	if execution == 0 {
		execution = total
	}
	f.Job.Limits.WallMs = execution * 1000
	f.Queue, f.Total = time.Duration(queue)*time.Second, time.Duration(total)*time.Second
}
