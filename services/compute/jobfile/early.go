package jobfile

import (
	"path"
	"strings"

	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// early reads a job as Bacalhau had it before version 1.4 (V1beta1 and V1beta2), with what modules have around it: the machine that
// they want, in thousandths of a processor, megabytes and GPUs.
func (f *File) early(root field) {
	job := root
	if has(root.node, "job") {
		got := root.object("machine", "job", "inputFiles")
		defer f.machine(got["machine"])
		if in := got["inputFiles"].object("required", "optional"); len(in["required"].list()) > 0 {
			in["required"].wrong("no files are put into a module by their names: want them among Inputs")
		}
		job = got["job"]
	}
	got := job.object("APIVersion", "Metadata", "Spec", "Status", "State", "Requester")
	if v := got["APIVersion"]; v.there() && !strings.HasPrefix(strings.ToLower(v.string()), "v1beta") {
		v.wrong("want V1beta1 or V1beta2, or a job file with Tasks, not %q", clip(v.text))
	}
	f.spec(got["Spec"])
}

func (f *File) spec(s field) {
	got := s.object("Engine", "EngineSpec", "Verifier", "VerifierSpec", "Publisher", "PublisherSpec", "Docker", "Wasm", "Language", "Resources", "Network",
		"Timeout", "Inputs", "Outputs", "Annotations", "NodeSelectors", "Deal", "DoNotTrack", "ExecutionPlan", "Sharding", "Contexts")
	engine, params := got["Engine"], map[string]field{"docker": got["Docker"], "wasm": got["Wasm"]}
	if spec := got["EngineSpec"].object("Type", "Params"); spec["Type"].there() {
		engine, params = spec["Type"], map[string]field{"docker": spec["Params"], "wasm": spec["Params"]}
	}
	container := true
	switch kind := strings.ToLower(strings.TrimSpace(engine.string())); kind {
	case "docker":
		f.docker(params[kind], nil)
		f.earlyInputs(got["Inputs"], true)
	case "wasm":
		container = false
		f.earlyWASM(params[kind])
		f.earlyInputs(got["Inputs"], false)
	default:
		engine.wrong("want Docker or Wasm, not %q", clip(kind))
		return
	}
	f.network(got["Network"].filled(), container)
	f.resultPaths(got["Outputs"].only("Name", "Path"), container)
	f.resources(got["Resources"].filled())
	f.Job.Limits.WallMs = got["Timeout"].integer(0, 0, 7*24*60*60) * 1000
	for _, c := range got["NodeSelectors"].list() {
		f.Job.Needs.Labels = append(f.Job.Needs.Labels, constraint(c))
	}
	got["Deal"].only("Concurrency").object("Concurrency")["Concurrency"].integer(1, 0, 1)
}

// earlyWASM reads what of a module's parameters was otherwise than today.
func (f *File) earlyWASM(params field) {
	got := params.object("EntryModule", "EntryPoint", "Parameters", "EnvironmentVariables", "ImportModules")
	if entry := got["EntryPoint"]; entry.string() != "" && entry.text != "_start" {
		entry.wrong("a module is begun at _start, not at %q", clip(entry.text))
	}
	if len(got["ImportModules"].list()) > 0 {
		got["ImportModules"].wrong("a module is run by itself: link what it imports into it")
	}
	f.env(got["EnvironmentVariables"])
	f.Job.Tasks = []compute.Task{{Args: append([]string{}, got["Parameters"].strings()...)}}
	f.Module, _, _ = earlySource(got["EntryModule"])
}

func (f *File) earlyInputs(inputs field, container bool) {
	for _, in := range inputs.list() {
		s, target, name := earlySource(in)
		at := path.Join("/", target.string(), name)
		below, inside := strings.CutPrefix(at+"/", "/inputs/")
		switch below = strings.TrimSuffix(below, "/"); {
		case container && executor.ValidPath(at) == nil:
			f.add(compute.Input{At: at}, s)
		case container:
			target.wrong("want an absolute path below /")
		case inside && executor.ValidName(below) == nil:
			f.add(compute.Input{Name: below}, s)
		default:
			target.wrong("a WASM program finds its inputs below /inputs, as in /inputs/data.txt")
		}
	}
}

// earlySource reads where something was stored, where a program finds it, and by which name below that.
func earlySource(f field) (s Source, target field, name string) {
	got := f.object("StorageSource", "Name", "CID", "URL", "Path", "Metadata", "SourcePath", "ReadWrite", "Repo", "S3")
	kind, at := got["StorageSource"], got["URL"]
	params := &node{kind: object}
	switch strings.ToLower(strings.TrimSpace(kind.string())) {
	case "inline":
	case "urldownload":
		s, name = download(at)
		return f.allowed(s), got["Path"], name
	case "ipfs":
		at = got["CID"]
	case "localdirectory":
		at = got["SourcePath"]
	case "s3":
		params, at = got["S3"].node, field{}
	default:
		kind.wrong("nobody has %q: want one of Inline, URLDownload, IPFS, S3, LocalDirectory", clip(kind.string()))
		return s, got["Path"], ""
	}
	if at.node != nil {
		params.keys, params.items = []string{at.path[strings.LastIndex(at.path, ".")+1:]}, []*node{at.node}
	}
	of := &node{kind: object, keys: []string{"Type", "Params"}, items: []*node{kind.node, params}}
	s, name = source(field{of, f.path, f.book})
	return s, got["Path"], name
}

// filled is an object without the fields that hold nothing: they were written out.
func (f field) filled() field {
	if f.node == nil || f.kind != object {
		return f
	}
	n := &node{kind: object}
	for i, key := range f.keys {
		if item := f.items[i]; item.kind != scalar || strings.TrimSpace(item.text) != "" {
			n.keys, n.items = append(n.keys, key), append(n.items, item)
		}
	}
	return field{n, f.path, f.book}
}

// only is an object, or a list of them, without other fields than these.
func (f field) only(names ...string) field {
	if f.node == nil || f.kind == scalar {
		return f
	}
	n := &node{kind: f.kind}
	for i, item := range f.items {
		if f.kind == list {
			item = field{item, f.path, f.book}.only(names...).node
		} else if !has(&node{kind: object, keys: names}, f.keys[i]) {
			continue
		} else {
			n.keys = append(n.keys, f.keys[i])
		}
		n.items = append(n.items, item)
	}
	return field{n, f.path, f.book}
}

// machine is what a module wants of a machine, where its job says nothing of it. Memory is no limit there, and becomes none that is
// less than what everybody gets.
func (f *File) machine(m field) {
	got := m.object("gpu", "gpus", "vram", "cpu", "ram", "disk")
	f.Job.Needs.GPUs = max(f.Job.Needs.GPUs, int(got["gpu"].integer(0, 0, 1000)))
	if f.Job.Needs.MilliCPU == 0 {
		f.Job.Needs.MilliCPU = got["cpu"].integer(0, 0, 1_000_000)
	}
	if ram := got["ram"].integer(0, 0, 1<<20) * 1e6; f.Job.Limits.Memory == 0 && ram > (executor.Limits{}).Or(executor.Limits{}).Memory {
		f.Job.Limits.Memory = ram
	}
	if f.Job.Container == nil && f.Job.Needs.GPUs > 0 {
		got["gpu"].wrong("a WASM program cannot reach a GPU: want the engine docker")
	}
	for _, name := range []string{"gpus", "vram", "disk"} {
		if v := got[name]; v.there() && v.kind != scalar || v.there() && v.text != "0" {
			v.note("it is not asked of farmers, and is left out")
		}
	}
}
