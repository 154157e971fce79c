package bacalhau_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/bacalhau/bacalhautest"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
	"github.com/parley-p2p/parley/services/compute/wasm"
)

// unlikes are programs that a cluster would run otherwise than everybody else.
func unlikes() map[string][]byte {
	dirs, lucky := guest.NewProgram("path_create_directory", "fd_write"), guest.NewProgram("random_get")
	line := dirs.Vector("made\n")
	return map[string][]byte{
		"makes a directory": dirs.Build(guest.Const(3), dirs.Text("outputs/d"), guest.Call(0), guest.Op(guest.Drop),
			guest.Const(1), line, guest.Const(0), guest.Call(1), guest.Op(guest.Drop)),
		"much randomness": lucky.Build(guest.Const(0), guest.Const(20<<10), guest.Call(0), guest.Op(guest.Drop)),
	}
}

// DESIGN 7: what a cluster would do otherwise is run where it is done as everybody does it, and refused where nobody can.
func sameUnlike(t *testing.T, there *bacalhau.Executor) {
	engine := &wasm.Engine{Parallel: 1}
	t.Cleanup(func() { engine.Close() })
	for name, module := range unlikes() {
		for _, fuel := range []int64{0, 1e9} {
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
	there.Here = engine
	for name, limits := range map[string]executor.Limits{"bytes": {OutputBytes: 10, OutputFiles: 9}, "files": {OutputBytes: 1 << 20, OutputFiles: 1}, "within": {OutputBytes: 1 << 20, OutputFiles: 9}} {
		limits.Fuel = 1e9
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

// leaves is a program that leaves two files, and exits with another code where it is not let.
func leaves() []byte {
	p := guest.NewProgram("path_open", "fd_write", "proc_exit")
	var body []byte
	for _, name := range []string{"outputs/a", "outputs/b"} {
		body = guest.Code(body, guest.Const(3), guest.Const(0), p.Text(name), guest.Const(1), guest.Const64(1<<6|1<<1|1<<8|1<<22), guest.Const64(0), guest.Const(0), guest.Const(0),
			guest.Call(0), guest.If(guest.Const(8), guest.Call(2)),
			guest.Const(0), guest.Load(0), p.Vector("sixteen letters\n"), guest.Const(64), guest.Call(1), guest.If(guest.Const(9), guest.Call(2)))
	}
	return p.Build(body)
}

func TestRealUnlike(t *testing.T) { sameUnlike(t, newExecutor(t, realCluster(t))) }
