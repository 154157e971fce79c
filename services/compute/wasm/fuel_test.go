package wasm

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
)

// fueled runs a task with patience and returns its report.
func fueled(t *testing.T, e *Engine, task executor.Task) (*executor.Report, error) {
	t.Helper()
	task.ID, task.Dir, task.Limits.Wall = t.Name(), t.TempDir(), patient
	rep, err := e.Execute(t.Context(), task)
	if rep == nil {
		t.Fatal(err)
	}
	return rep, err
}

// render is the module of the demo, as it is committed.
func render(t testing.TB) []byte {
	t.Helper()
	f, err := os.Open(filepath.FromSlash("../../../examples/render/render.wasm.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	module, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return module
}

// M7: fuel is the same on every machine, so it can be written down. Who changes a module, or the costs, changes it here.
func TestGoldenFuel(t *testing.T) {
	e := newEngine(t, &Engine{})
	scene, err := filepath.Abs(filepath.FromSlash("../../../examples/render/scenes/market.txt"))
	if err != nil {
		t.Fatal(err)
	}
	loop := guest.NewProgram()
	for name, c := range map[string]struct {
		task executor.Task
		want int64
	}{
		"small": {executor.Task{Module: executor.Module{Bytes: smallModule()}}, 132_097},
		"loop":  {executor.Task{Module: executor.Module{Bytes: loop.Build(times(1_000_000, nil))}}, 7_131_076},
		"render": {executor.Task{Module: executor.Module{Bytes: render(t)}, Inputs: []executor.Input{{Name: "scene.txt", Path: scene}},
			Args: []string{"--size", "48x30", "--rect", "12,10,12,10", "--samples", "4"}}, 102_495_182},
		"thumbnails": {executor.Task{Module: executor.Module{Path: filepath.FromSlash("../../../examples/thumbnails.wasm")}}, 5_552_106},
	} {
		rep, err := fueled(t, e, c.task)
		if rep.End != executor.Exited || rep.Fuel != c.want {
			t.Errorf("%s: %d fuel, want %d; %v with %d, %v", name, rep.Fuel, c.want, rep.End, rep.ExitCode, err)
		}
	}
}

// A run has exactly the fuel that it is given, and says what it used.
func TestFuelLimit(t *testing.T) {
	e := newEngine(t, &Engine{})
	task := executor.Task{Module: executor.Module{Bytes: smallModule()}}
	all, err := fueled(t, e, task)
	if err != nil || all.Fuel == 0 {
		t.Fatalf("%+v, %v", all, err)
	}
	task.Limits.Fuel = all.Fuel
	if rep, err := fueled(t, e, task); err != nil || rep.Fuel != all.Fuel {
		t.Errorf("with all that it needs: %+v, %v", rep, err)
	}
	task.Limits.Fuel--
	if rep, err := fueled(t, e, task); executor.CodeOf(err) != executor.Fuel || rep.End != executor.OutOfFuel || rep.Fuel != all.Fuel-1 {
		t.Errorf("with one less: %+v, %v", rep, err)
	}
}

// Whatever never ends by itself is ended by its fuel, long before its deadline, but for what waits.
func TestFuelEndsEverything(t *testing.T) {
	e := newEngine(t, &Engine{})
	const limit = 100_000_000
	for _, h := range timeCorpus() {
		if h.live {
			continue // it sleeps by the host's clock, which costs nothing
		}
		rep, err := fueled(t, e, executor.Task{Module: executor.Module{Bytes: h.module}, Limits: executor.Limits{Fuel: limit}})
		if executor.CodeOf(err) != executor.Fuel || rep.End != executor.OutOfFuel || rep.Fuel != limit {
			t.Errorf("%s: %+v, %v", h.name, rep, err)
		}
	}
}
