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

func TestRealUnlike(t *testing.T) { sameUnlike(t, newExecutor(t, realCluster(t))) }
