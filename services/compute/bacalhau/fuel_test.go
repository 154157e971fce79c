package bacalhau_test

import (
	"net/http"
	"slices"
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

// outcome is what two executors agree on.
type outcome struct {
	Code executor.Code
	End  executor.End
	Exit uint32
	Fuel int64
	Left executortest.Result
}

func ran(t *testing.T, e executor.Executor, task executor.Task) outcome {
	t.Helper()
	task.ID, task.Dir = t.Name(), t.TempDir()
	rep, err := e.Execute(t.Context(), task)
	if rep == nil {
		t.Fatal(err)
	}
	return outcome{executor.CodeOf(err), rep.End, rep.ExitCode, rep.Fuel, executortest.ReadResult(t, task.Dir)}
}

// metered are tasks with a limit on fuel.
func metered(t *testing.T) map[string]executor.Task {
	t.Helper()
	program := func(imports ...string) *guest.Program { return guest.NewProgram(imports...) }
	of := func(module []byte, fuel int64) executor.Task {
		return executor.Task{Module: executor.Module{Bytes: module}, Limits: executor.Limits{Fuel: fuel, Wall: 5 * time.Minute}}
	}
	spins := program("fd_write")
	spinning := spins.Build(guest.Const(1), spins.Vector("before\n"), guest.Const(0), guest.Call(0), guest.Op(guest.Drop), guest.Forever())
	starts := program("fd_write")
	starts.Build(guest.Const(1), starts.Vector("twice\n"), guest.Const(0), guest.Call(0), guest.Op(guest.Drop))
	starts.Init = new(uint32(len(starts.Imports)))
	greedy, deep := program(), program("fd_write")
	deep.Func(guest.Func{Body: guest.Call(1)})
	traps := func(how ...[]byte) []byte {
		p := program("fd_write")
		return p.Build(append([][]byte{guest.Const(1), p.Vector("before\n"), guest.Const(0), guest.Call(0), guest.Op(guest.Drop)}, how...)...)
	}
	return map[string]executor.Task{
		"a Go program":                      {Module: executor.Module{Path: executortest.Program(t)}, Args: []string{"luck"}, Limits: executor.Limits{Fuel: 1e12, Wall: 5 * time.Minute}},
		"exits":                             of(says("hello\n", 7), 1e9),
		"returns":                           of(program().Build(), 1e9),
		"runs out":                          of(spinning, 2e6),
		"runs out at a call":                of(program().Build(guest.Call(0)), 1e5),
		"not enough to load":                of(program().Build(), 10),
		"starts":                            of(starts.Bytes(), 1e9),
		"traps":                             of(traps(guest.Op(guest.Unreachable)), 1e9),
		"traps in what it calls a deadline": of(called(traps(guest.Op(guest.Unreachable)), 1, "Execution timed out after 3s"), 1e9),
		"divides by zero":                   of(traps(guest.Const(1), guest.Const(0), guest.Op(0x6d, guest.Drop)), 1e9),
		"reads where nothing is, and is not metered": of(traps(guest.Const(-4), guest.Load(0), guest.Op(guest.Drop)), 0),
		"calls too deep": of(deep.Build(guest.Const(1), deep.Vector("before\n"), guest.Const(0), guest.Call(0), guest.Op(guest.Drop), guest.Call(1)), 1e9),
		"grows":          of(greedy.Build(guest.Const(1), guest.Grow(), guest.Op(guest.Drop)), 1e9),
	}
}

// called gives a function of a module a name, which a node tells where it traps.
func called(module []byte, function uint32, name string) []byte {
	names := slices.Concat(guest.U32(1), guest.U32(function), guest.Name(name))
	section := slices.Concat(guest.Name("name"), []byte{1}, guest.U32(uint32(len(names))), names)
	return slices.Concat(module, []byte{0}, guest.U32(uint32(len(section))), section)
}

// M7: fuel is the same whether it is counted here or on a cluster, and so is what a run leaves that has used it up, or trapped.
func sameFuel(t *testing.T, there *bacalhau.Executor) {
	engine := &wasm.Engine{Parallel: 1}
	there.Here = engine
	t.Cleanup(func() { engine.Close() })
	for name, task := range metered(t) {
		t.Run(name, func(t *testing.T) {
			want := ran(t, engine, task)
			if diff := cmp.Diff(want, ran(t, there, task)); diff != "" {
				t.Errorf("embedded and on the cluster: %s", diff)
			}
			if want.End != executor.Exited {
				return
			}
			task.Limits.Fuel = want.Fuel
			if got := ran(t, there, task); !cmp.Equal(got, want) {
				t.Errorf("with all that it needs: %+v", got)
			}
			task.Limits.Fuel--
			if got := ran(t, there, task); got.End != executor.OutOfFuel || got.Fuel != want.Fuel-1 {
				t.Errorf("with one less: %+v", got)
			}
		})
	}
}

func TestFuel(t *testing.T) {
	e := newExecutor(t, &bacalhau.Client{URL: bacalhautest.New(t).URL})
	e.Poll = 5 * time.Millisecond
	sameFuel(t, e)
}

func TestRealFuel(t *testing.T) { sameFuel(t, newExecutor(t, realCluster(t))) }

// A guest cannot make it look as if it had used less.
func TestFuelForged(t *testing.T) {
	w := newWorld(t)
	w.task.Limits.Fuel = 1e9
	for name, left := range map[string][]byte{"nothing": nil, "too little": {1, 2, 3}, "more than there was": {0, 0, 0, 0, 0, 0, 0, 1}} {
		entries := []entry{{"streams/stdout", '0', []byte("hello\n")}}
		if left != nil {
			entries = append(entries, entry{"streams/fuel", '0', left})
		}
		forged := archive(t, entries...)
		w.Set(func() {
			w.FaultyResult = always(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(forged) })
		})
		w.task.Dir = t.TempDir()
		if rep, err := w.executor.Execute(t.Context(), w.task); executor.CodeOf(err) != executor.Refused || rep != nil {
			t.Errorf("%s: %+v, %v", name, rep, err)
		}
	}
}

// elder is an engine of another version.
type elder struct{ executor.Executor }

func (elder) EngineDigest() string { return "another" }

// C56: of what fuel bounds a cluster has the engine that mediators run, since what nodes do otherwise is run again here on that; of nothing else.
func TestEngineOf(t *testing.T) {
	for name, c := range map[string]struct {
		here   executor.Executor
		task   executor.Task
		pinned bool
	}{
		"bounded by fuel":             {&wasm.Engine{}, executor.Task{Limits: executor.Limits{Fuel: 1e9}}, true},
		"bounded by time":             {&wasm.Engine{}, executor.Task{Limits: executor.Limits{Wall: time.Minute}}, false},
		"a container":                 {&wasm.Engine{}, executor.Task{Container: &executor.Container{}, Limits: executor.Limits{Fuel: 1e9}}, false},
		"nothing runs it again":       {nil, executor.Task{Limits: executor.Limits{Fuel: 1e9}}, false},
		"what runs it again is older": {elder{}, executor.Task{Limits: executor.Limits{Fuel: 1e9}}, false},
	} {
		if of := executor.EngineOf(&bacalhau.Executor{Here: c.here}, &c.task); of != map[bool]string{true: executor.EngineDigest()}[c.pinned] {
			t.Errorf("%s: %q", name, of)
		}
	}
}
