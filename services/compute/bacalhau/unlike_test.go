package bacalhau_test

import (
	"errors"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/bacalhau/bacalhautest"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
	"github.com/parley-p2p/parley/services/compute/wasm"
)

// unlikes are programs that a cluster would run otherwise than everybody else.
func unlikes() map[string][]byte {
	dirs, lucky := guest.NewProgram("path_create_directory", "fd_write"), guest.NewProgram("random_get")
	line := dirs.Vector("made\n")
	all := map[string][]byte{
		"makes a directory": dirs.Build(guest.Const(3), dirs.Text("outputs/d"), guest.Call(0), guest.Op(guest.Drop),
			guest.Const(1), line, guest.Const(0), guest.Call(1), guest.Op(guest.Drop)),
		"much randomness": lucky.Build(guest.Const(0), guest.Const(20<<10), guest.Call(0), guest.Op(guest.Drop)),
	}
	written := guest.Code(guest.Const(0), guest.Load(0))
	for name, of := range map[string]struct {
		function string
		then     func(p *guest.Program) []byte
	}{
		"renames": {"path_rename", func(p *guest.Program) []byte {
			return guest.Code(guest.Const(3), p.Text("outputs/a"), guest.Const(3), p.Text("outputs/b"), guest.Call(2))
		}},
		"removes": {"path_unlink_file", func(p *guest.Program) []byte { return guest.Code(guest.Const(3), p.Text("outputs/a"), guest.Call(2)) }},
		"links": {"path_link", func(p *guest.Program) []byte {
			return guest.Code(guest.Const(3), guest.Const(0), p.Text("outputs/a"), guest.Const(3), p.Text("outputs/b"), guest.Call(2))
		}},
		"cuts": {"fd_filestat_set_size", func(*guest.Program) []byte { return guest.Code(written, guest.Const64(3), guest.Call(2)) }},
		"reserves": {"fd_allocate", func(*guest.Program) []byte {
			return guest.Code(written, guest.Const64(0), guest.Const64(99), guest.Call(2))
		}},
		"appends":    {"proc_exit", func(p *guest.Program) []byte { return opened(p, "outputs/a", 0, 1, "more\n") }},
		"reopens":    {"proc_exit", func(p *guest.Program) []byte { return opened(p, "outputs/a", 0, 0, "more\n") }},
		"looks":      {"proc_exit", func(p *guest.Program) []byte { return opens(p, "outputs/none", 0, 1<<1) }},
		"sees":       {"proc_exit", func(p *guest.Program) []byte { return opens(p, "streams", 0, 1<<1) }},
		"goes round": {"proc_exit", func(p *guest.Program) []byte { return opens(p, "inputs/../streams", 0, 1<<1) }},
		"goes below": {"proc_exit", func(p *guest.Program) []byte { return opens(p, "outputs/a/b", 0, 1<<1) }},
		"makes anew": {"proc_exit", func(p *guest.Program) []byte { return opens(p, "outputs/b", 1|4, 1<<6) }},
		"makes only": {"proc_exit", func(p *guest.Program) []byte { return opens(p, "outputs/b", 1, 1<<1) }},
		"elsewhere":  {"proc_exit", func(p *guest.Program) []byte { return opens(p, "inputs/b", anew, 1<<6) }},
		"lists": {"fd_readdir", func(*guest.Program) []byte {
			return guest.Code(guest.Const(3), guest.Const(512), guest.Const(512), guest.Const64(0), guest.Const(32), guest.Call(2))
		}},
		"reads what it writes": {"fd_read", func(p *guest.Program) []byte {
			return guest.Code(opens(p, "outputs/b", anew, 1<<6), guest.Op(guest.Drop), guest.Const(0), guest.Load(0), guest.Const(128), guest.Const(1), guest.Const(32), guest.Call(2))
		}},
		"closes a stream": {"fd_close", func(*guest.Program) []byte { return guest.Code(guest.Const(1), guest.Call(2)) }},
		"takes a stream":  {"fd_close", func(*guest.Program) []byte { return guest.Code(guest.Const(600), guest.Call(2)) }},
		"rewrites":        {"proc_exit", func(p *guest.Program) []byte { return opened(p, "outputs/a", anew, 0, "more\n") }},
		"keeps":           {"proc_exit", func(p *guest.Program) []byte { return opened(p, "outputs/a", 1, 0, "more\n") }},
	} {
		p := guest.NewProgram("path_open", "fd_write", of.function)
		all[name] = p.Build(opened(p, "outputs/a", anew, 0, "sixteen letters\n"), guest.Op(guest.Drop), of.then(p), guest.Op(guest.Drop))
	}
	maps.Copy(all, oddities())
	return all
}

// opens opens a file or directory, by the function path_open.
func opens(p *guest.Program, name string, flags int32, rights int64) []byte {
	return guest.Code(guest.Const(3), guest.Const(0), p.Text(name), guest.Const(flags), guest.Const64(rights), guest.Const64(0), guest.Const(0), guest.Const(0), guest.Call(0))
}

// anew makes a file, or makes it empty.
const anew = 1 | 8

// opened opens a file to write it, with flags as path_open has them, and leaves what became of writing the text on the stack, or of
// opening it. The functions are path_open and fd_write.
func opened(p *guest.Program, name string, flags, status int32, text string) []byte {
	return guest.Code(guest.Const(3), guest.Const(0), p.Text(name), guest.Const(flags), guest.Const64(1<<6|1<<1|1<<8|1<<22), guest.Const64(0), guest.Const(status), guest.Const(0),
		guest.Call(0), guest.Tee(0), guest.Op(guest.Eqz), guest.If(guest.Const(0), guest.Load(0), p.Vector(text), guest.Const(64), guest.Call(1), guest.Set(0)), guest.Get(0))
}

// DESIGN 7: what a cluster would do otherwise is run where it is done as everybody does it, and refused where nobody can.
func sameUnlike(t *testing.T, there *bacalhau.Executor) {
	engine := &wasm.Engine{Parallel: 1}
	t.Cleanup(func() { engine.Close() })
	for name, module := range unlikes() {
		for _, fuel := range []int64{0, 1e11} {
			task := executor.Task{ID: name, Module: executor.Module{Bytes: module}, Limits: executor.Limits{Fuel: fuel}, Dir: t.TempDir()}
			there.Here = nil
			if rep, err := there.Execute(t.Context(), task); rep != nil || executor.CodeOf(err) != executor.Refused {
				t.Errorf("%s, where nobody can: %+v, %v", name, rep, err)
			}
			there.Here = engine
			if diff := cmp.Diff(ran(t, engine, task), ran(t, there, task)); diff != "" {
				t.Errorf("%s (-embedded +cluster):\n%s", name, diff)
			}
		}
	}
}

func TestUnlike(t *testing.T) {
	sameUnlike(t, newExecutor(t, &bacalhau.Client{URL: bacalhautest.New(t).URL}))
}

// DESIGN 7: on a cluster a program writes more than it may, and is told so by nobody. What it would have come to elsewhere is found out
// there, since the limits are a part of what a deterministic run is.
func TestUnlikeOutputs(t *testing.T) {
	sameOutputs(t, newExecutor(t, &bacalhau.Client{URL: bacalhautest.New(t).URL}))
}

func TestRealUnlikeOutputs(t *testing.T) { sameOutputs(t, newExecutor(t, realCluster(t))) }

func sameOutputs(t *testing.T, there *bacalhau.Executor) {
	engine := &wasm.Engine{Parallel: 1}
	t.Cleanup(func() { engine.Close() })
	for name, limits := range map[string]executor.Limits{"bytes": {OutputBytes: 10, OutputFiles: 9}, "files": {OutputBytes: 1 << 20, OutputFiles: 1}, "within": {OutputBytes: 1 << 20, OutputFiles: 9}} {
		limits.Fuel = 1e9
		if there.Here = engine; name == "within" {
			there.Here = nil // it has no need of that
		}
		task := executor.Task{Module: executor.Module{Bytes: leaves()}, Limits: limits}
		here := ran(t, engine, task)
		if (here.Exit == 0) != (name == "within") {
			t.Errorf("%s: the limit is not felt: %+v", name, here)
		}
		if diff := cmp.Diff(here, ran(t, there, task)); diff != "" {
			t.Errorf("%s (-embedded +cluster):\n%s", name, diff)
		}
	}
}

// DESIGN 7: what a program may find out about its streams and files is the same everywhere: numbers, inodes, the order of entries.
func sameFiles(t *testing.T, there *bacalhau.Executor) {
	engine := &wasm.Engine{Parallel: 1}
	t.Cleanup(func() { engine.Close() })
	small, large := executor.Input{Name: ".", Path: t.TempDir()}, executor.Input{Name: ".", Path: t.TempDir()}
	for i, name := range []string{"zebra", "b", "sub/y", "sub/x", "sub/w", "ape", "c.d", "Q", "empty"} {
		for _, in := range []executor.Input{small, large} {
			writeFile(t, filepath.Join(in.Path, name), make([]byte, 8-i))
		}
	}
	noise := make([]byte, 1<<20)
	rand.NewChaCha8([32]byte{}).Read(noise)
	writeFile(t, filepath.Join(large.Path, "noise"), noise) // more than a job may hold
	for what, in := range map[string]executor.Input{"in the job": small, "fetched": large} {
		task := executor.Task{Module: executor.Module{Bytes: curious()}, Limits: executor.Limits{Fuel: 1e9}, Inputs: []executor.Input{in}}
		if diff := cmp.Diff(ran(t, engine, task), ran(t, there, task)); diff != "" {
			t.Errorf("%s (-embedded +cluster):\n%s", what, diff)
		}
	}
}

// DESIGN 7: so it is with a program in Go, which by itself opens nothing as the cluster would not, and what else it does to its files is
// done where it is done as everywhere.
func sameGo(t *testing.T, there *bacalhau.Executor) {
	engine := &wasm.Engine{Parallel: 1}
	t.Cleanup(func() { engine.Close() })
	in := executor.Input{Name: ".", Path: t.TempDir()}
	for _, name := range []string{"b", "c", "a"} {
		writeFile(t, filepath.Join(in.Path, name), []byte(name))
	}
	module := executor.Module{Path: executortest.Program(t)}
	for _, what := range []string{"files", "changes"} {
		if what == "changes" {
			there.Here = engine
		}
		task := executor.Task{Module: module, Args: []string{what}, Inputs: []executor.Input{in}, Limits: executor.Limits{Fuel: 1e12, Wall: 5 * time.Minute}}
		here := ran(t, engine, task)
		if here.Exit != 0 {
			t.Errorf("%s: %s", what, here.Left.Stderr)
		}
		if diff := cmp.Diff(here, ran(t, there, task)); diff != "" {
			t.Errorf("%s (-embedded +cluster):\n%s", what, diff)
		}
	}
}

func TestGoFilesAlike(t *testing.T) {
	sameGo(t, newExecutor(t, &bacalhau.Client{URL: bacalhautest.New(t).URL}))
}

func TestRealGoFilesAlike(t *testing.T) { sameGo(t, newExecutor(t, realCluster(t))) }

func writeFile(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, data, 0o644)); err != nil {
		t.Fatal(err)
	}
}

// curious is a program that prints all that it is told.
func curious() []byte {
	p := guest.NewProgram("path_open", "fd_write", "fd_readdir", "fd_filestat_get", "path_filestat_get", "fd_fdstat_get", "fd_seek", "fd_read", "fd_close", "fd_fdstat_set_flags")
	const list, stat, fdstat, pathStat, seek, read, shut, flags = 2, 3, 5, 4, 6, 7, 8, 9
	const answer = 1024
	// What is printed: an error, as it is left on the stack, and some bytes from answer on.
	p.Data = append(p.Data, guest.Data{At: 128, Bytes: []byte{56, 2, 0, 0, 4, 0, 0, 0, 0, 4, 0, 0}}, guest.Data{At: 144, Bytes: []byte{0, 8, 0, 0, 0, 1, 0, 0}})
	told := func(bytes int32, ask ...[]byte) []byte {
		return guest.Code(guest.Const(568), guest.Code(ask...), guest.Store(0), guest.Const(140), guest.Const(bytes), guest.Store(0),
			guest.Const(1), guest.Const(128), guest.Const(2), guest.Const(160), guest.Call(1), guest.Op(guest.Drop))
	}
	file := guest.Code(guest.Const(answer), guest.Load(0))
	var body []byte
	for fd := range int32(4) {
		body = guest.Code(body, told(64, guest.Const(fd), guest.Const(answer), guest.Call(stat)), told(24, guest.Const(fd), guest.Const(answer), guest.Call(fdstat)))
	}
	for fd := range int32(3) {
		body = guest.Code(body, told(0, guest.Const(fd), guest.Const(4), guest.Call(flags)))
	}
	for _, name := range []string{".", "inputs", "inputs/sub", "inputs/empty", "inputs/sub/x", "inputs/none", "inputs/sub/none", "outputs", "none/none"} {
		body = guest.Code(body, told(64, guest.Const(3), guest.Const(1), p.Text(name), guest.Const(answer), guest.Call(pathStat)))
	}
	for _, name := range []string{"inputs", "inputs/sub", "outputs", "inputs/sub/y", "inputs/none"} {
		body = guest.Code(body, guest.Const(answer), guest.Const(0), guest.Store(0), told(4, guest.Const(3), guest.Const(0), p.Text(name), guest.Const(0), guest.Const64(1<<1), guest.Const64(0), guest.Const(0), guest.Const(answer), guest.Call(0)),
			file, guest.Set(0), guest.Get(0), guest.If(
				told(24, guest.Get(0), guest.Const(answer), guest.Call(fdstat)), told(64, guest.Get(0), guest.Const(answer), guest.Call(stat)),
				told(0, guest.Get(0), guest.Const(4), guest.Call(flags)), told(24, guest.Get(0), guest.Const(answer), guest.Call(fdstat))))
		switch name {
		case "inputs", "outputs", "inputs/sub":
			body = guest.Code(body, told(1000, guest.Get(0), guest.Const(answer), guest.Const(1000), guest.Const64(0), guest.Const(564), guest.Call(list)),
				told(0, guest.Const(564), guest.Load(0)))
		case "inputs/sub/y":
			body = guest.Code(body, told(8, guest.Get(0), guest.Const64(-2), guest.Const(2), guest.Const(answer), guest.Call(seek)),
				told(4, guest.Get(0), guest.Const(144), guest.Const(1), guest.Const(answer), guest.Call(read)), told(0, guest.Get(0), guest.Call(shut)))
		}
	}
	return p.Build(body, told(4, opens(p, "outputs/new", anew, 1<<1|1<<6)), told(0, guest.Const(0), guest.Load(0)),
		guest.Const(0), guest.Load(0), guest.Set(0),
		told(64, guest.Get(0), guest.Const(answer), guest.Call(stat)), told(24, guest.Get(0), guest.Const(answer), guest.Call(fdstat)),
		told(0, guest.Get(0), p.Vector("sixteen letters\n"), guest.Const(160), guest.Call(1)), told(64, guest.Get(0), guest.Const(answer), guest.Call(stat)))
}

func TestFilesAlike(t *testing.T) {
	sameFiles(t, newExecutor(t, &bacalhau.Client{URL: bacalhautest.New(t).URL}))
}

func TestRealFilesAlike(t *testing.T) { sameFiles(t, newExecutor(t, realCluster(t))) }

// leaves is a program that leaves two files, and exits with another code where it is not let.
func leaves() []byte {
	p := guest.NewProgram("path_open", "fd_write", "proc_exit")
	var body []byte
	for _, name := range []string{"outputs/a", "outputs/b"} {
		body = guest.Code(body, opened(p, name, anew, 0, "sixteen letters\n"), guest.If(guest.Const(9), guest.Call(2)))
	}
	return p.Build(body)
}

func TestRealUnlike(t *testing.T) { sameUnlike(t, newExecutor(t, realCluster(t))) }
