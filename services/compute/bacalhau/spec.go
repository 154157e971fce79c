package bacalhau

import (
	"archive/tar"
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"github.com/parley-p2p/parley/services/compute/bacalhau/internal/adapter"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// Where a guest finds what a job brings.
const (
	moduleDir   = "/module"
	moduleFile  = "main.wasm"
	stubsPath   = "/stubs.wasm"
	adapterPath = "/adapter.wasm"
	inputsDir   = "/inputs"
)

const (
	maxInline = 8 << 20 // bytes of one file that a job holds: the cluster unpacks no longer ones
	maxServed = 400     // files of one task that are fetched one by one
	maxFiles  = 1 << 16
)

func environ(vars map[string]string) (all []string) {
	for _, k := range slices.Sorted(maps.Keys(vars)) {
		all = append(all, k+"="+vars[k])
	}
	return all
}

// file is a file or directory of the inputs.
type file struct {
	name string // below /inputs, with slashes
	path string // on this host
	size int64
	dir  bool
}

// collect lists what the inputs are made of, in order.
func collect(inputs []executor.Input) (all []file, err error) {
	parents := map[string]bool{".": true}
	addDir := func(name string) {
		var above []string
		for ; !parents[name]; name = path.Dir(name) {
			parents[name] = true
			above = append(above, name)
		}
		for _, d := range slices.Backward(above) {
			all = append(all, file{name: d, dir: true})
		}
	}
	for _, in := range inputs {
		addDir(path.Dir(in.Name))
		err := filepath.WalkDir(in.Path, func(at string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := os.Stat(at)
			if at != in.Path {
				info, err = d.Info()
			}
			if err != nil {
				return err
			}
			rel, err := filepath.Rel(in.Path, at)
			if err != nil {
				return err
			}
			name := path.Join(in.Name, filepath.ToSlash(rel))
			switch {
			case info.IsDir():
				addDir(name)
			case !info.Mode().IsRegular():
				return fmt.Errorf("%s is neither file nor directory", rel)
			default:
				all = append(all, file{name: name, path: at, size: info.Size()})
			}
			if len(all) > maxFiles {
				return fmt.Errorf("more than %d files", maxFiles)
			}
			return nil
		})
		if err != nil {
			return nil, &executor.Error{Code: executor.NoInput, Cause: fmt.Sprintf("the input %q cannot be read", in.Name),
				Remedy: "see that it is there, may be read, and is made of files and directories only", Err: err}
		}
	}
	return all, nil
}

// How much of what a job brings is fetched, and not in the job itself.
const (
	fetchNothing = iota
	fetchModule
	fetchAll
)

// pack decides what travels in the job and what is fetched: the module if the job is too long with it, then the inputs.
func (r *run) pack(p *program, own []byte, inputs []file) error {
	r.task0()
	inline, err := archive(inputs)
	if err != nil {
		return &executor.Error{Code: executor.NoInput, Cause: "the inputs cannot be read", Remedy: "see that they are there and do not change", Err: err}
	}
	for fetch := fetchNothing; fetch <= fetchAll; fetch++ {
		if fetch > fetchNothing && !r.fetches() {
			break
		}
		if fetch == fetchNothing && p.packed == nil || fetch < fetchAll && inline == nil {
			continue
		}
		if r.spec.InputSources, err = r.sources(fetch, p, own, inline, inputs); err != nil {
			return err
		}
		if r.fits() {
			return nil
		}
	}
	size := int64(len(p.Guest))
	for _, f := range inputs {
		size += f.size
	}
	remedy, reason := noDepot, errNoDepot
	if r.fetches() {
		remedy, reason = "pack many small inputs into fewer files", nil
	}
	cause := fmt.Sprintf("module and inputs, %d bytes in %d files, are too large for a job of this cluster", size, len(inputs)+1)
	if n := r.task.Needs.Replicas; n > 1 {
		cause += fmt.Sprintf(", which may be %d bytes long for %d replicas", r.longest(), n)
	}
	return &executor.Error{Code: executor.Refused, Cause: cause, Remedy: remedy, Err: reason}
}

// noDepot is what who asks can do where nodes have nowhere to fetch from, and errNoDepot what its farmer can.
const noDepot = "give it less, or hire somebody else; its farmer can name a gateway or a depot, from which the cluster's nodes fetch"

var errNoDepot error = &Error{Kind: TooLarge, Cause: "this is too large for a job, and the cluster's nodes have nowhere to fetch from",
	Remedy: "name a gateway that they can reach: --bacalhau-gateway HOST:PORT, or a place beside it: --bacalhau-depot"}

// sources are what a job brings in itself; what is put into the depot, if there is one, is remembered.
func (r *run) sources(fetch int, p *program, own, inline []byte, inputs []file) ([]Input, error) {
	r.things = nil
	all := []Input{{Alias: "stubs", Target: stubsPath, Source: inlineSource("application/octet-stream", p.Stubs)},
		{Alias: "adapter", Target: adapterPath, Source: inlineSource("application/octet-stream", own)}}
	switch {
	case fetch == fetchNothing:
		all = append(all, Input{Alias: "module", Target: moduleDir, Source: inlineSource(gzipType, p.packed)})
	case r.Depot != nil:
		r.things = append(r.things, Thing{At: path.Join(moduleDir, moduleFile), Data: p.Guest})
	default:
		all = append(all, Input{Alias: "module", Target: moduleDir, Source: r.served(moduleFile, "", p.Guest)})
	}
	switch {
	case fetch < fetchAll:
		return append(all, Input{Alias: "inputs", Target: inputsDir, Source: inlineSource(gzipType, inline)}), nil
	case r.Depot != nil:
		r.things = append(r.things, things(r.task.Inputs)...)
		return all, nil
	}
	each, err := r.serveInputs(inputsDir, inputs)
	return append(all, each...), err
}

// task0 is the job's one task but for its inputs.
func (r *run) task0() {
	l := r.task.Limits
	seconds := func(d time.Duration) int64 { return int64((d + time.Second - 1) / time.Second) }
	r.spec = Task{
		Name: "main",
		Engine: Spec{Type: "wasm", Params: map[string]any{"EntryModule": adapterPath, "Entrypoint": "_start",
			"ImportModules": []string{stubsPath, moduleDir + "/" + moduleFile}}},
		Publisher:   Spec{Type: r.Publisher},
		ResultPaths: []ResultPath{{executor.OutputsDir, "/" + executor.OutputsDir}, {adapter.StreamsDir, "/" + adapter.StreamsDir}},
		Network:     Network{Type: "None"},
		Resources:   Resources{CPU: fmt.Sprintf("%dm", cmp.Or(r.task.Needs.MilliCPU, r.CPU)), Memory: fmt.Sprintf("%dB", l.Memory), Disk: fmt.Sprintf("%dB", l.OutputBytes+l.Stdout+l.Stderr)},
		Timeouts:    Timeouts{ExecutionTimeout: seconds(l.Wall + r.Preparing), QueueTimeout: seconds(r.QueueTime)},
	}
	if n := r.task.Needs.GPUs; n > 0 {
		r.spec.Resources.GPU = strconv.Itoa(n)
	}
	r.spec.Timeouts.TotalTimeout = r.spec.Timeouts.ExecutionTimeout + r.spec.Timeouts.QueueTimeout
}

func (r *run) job() *Job {
	constraints := slices.Clone(r.Constraints)
	for _, l := range r.task.Needs.Labels {
		constraints = append(constraints, Constraint(l))
	}
	return &Job{Name: r.Name, Type: "batch", Count: max(r.task.Needs.Replicas, 1), Constraints: constraints, Labels: map[string]string{"app": "parley"}, Tasks: []Task{r.spec}}
}

const gzipType = "application/gzip"

func inlineSource(mediaType string, data []byte) Spec {
	return Spec{Type: "inline", Params: map[string]any{"URL": "data:" + mediaType + ";base64," + base64.StdEncoding.EncodeToString(data)}}
}

// served is a source that a node fetches from the gateway.
func (r *run) served(name, file string, data []byte) Spec {
	return Spec{Type: servedBy, Params: map[string]any{"URL": r.Gateway.serve(r.Token, name, file, data)}}
}

// serveInputs names the files below a directory one by one, as no archive is unpacked that was fetched. A node puts each into the
// directory that is its target, and the orchestrator refuses two that are written alike, so each is written in a way of its own.
func (r *run) serveInputs(below string, inputs []file) (all []Input, err error) {
	filled := map[string]bool{}
	for _, f := range inputs {
		filled[path.Dir(f.name)] = true
	}
	for i, f := range inputs {
		if f.dir && !filled[f.name] {
			return nil, EmptyDirectory(f.name)
		}
		if f.dir {
			continue
		}
		if len(all) == maxServed {
			return nil, &executor.Error{Code: executor.Refused, Cause: fmt.Sprintf("the inputs are more than %d files, and too large for a job", maxServed), Remedy: "pack them into fewer files"}
		}
		at := fmt.Sprintf("%d/%s", i, path.Base(f.name))
		all = append(all, Input{Target: fmt.Sprintf("%s/%d/..", path.Join(below, path.Dir(f.name)), i), Source: r.served(at, f.path, nil)})
	}
	return all, nil
}

// archive packs files, the same ones always to the same bytes. Where data is given it is what the one file holds. What no
// job could hold, or no node unpack, comes back as nil.
func archive(files []file, data ...[]byte) ([]byte, error) {
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	pack := tar.NewWriter(zip)
	for _, f := range files {
		if f.size > maxInline {
			return nil, nil
		}
		h := &tar.Header{Name: f.name, Typeflag: tar.TypeReg, Size: f.size, Mode: 0o644, Format: tar.FormatPAX}
		if f.dir {
			h.Name, h.Typeflag, h.Mode = f.name+"/", tar.TypeDir, 0o755
		}
		if err := pack.WriteHeader(h); err != nil {
			return nil, err
		}
		if f.dir {
			continue
		}
		if err := copyFile(pack, f, data); err != nil {
			return nil, err
		}
		if out.Len() > MaxJob/4*3 { // as it is written in base64
			return nil, nil
		}
	}
	if err := pack.Close(); err != nil {
		return nil, err
	}
	if err := zip.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func copyFile(to io.Writer, f file, data [][]byte) error {
	if len(data) > 0 {
		_, err := to.Write(data[0])
		return err
	}
	from, err := os.Open(f.path)
	if err != nil {
		return err
	}
	defer from.Close()
	_, err = io.CopyN(to, from, f.size)
	return err
}
