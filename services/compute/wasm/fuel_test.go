package wasm

import (
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
	"github.com/parley-p2p/parley/services/compute/wasm/internal/fuel"
	"github.com/parley-p2p/parley/services/compute/wasm/internal/guestfs"
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

// metered is a task, and the fuel that it takes.
type metered struct {
	task executor.Task
	fuel int64
}

// golden are tasks whose fuel is written down, since it is the same on every machine. Who changes a module, or the costs,
// changes it here.
func golden(t *testing.T) map[string]metered {
	t.Helper()
	scene, err := filepath.Abs(filepath.FromSlash("../../../examples/render/scenes/market.txt"))
	if err != nil {
		t.Fatal(err)
	}
	loop := guest.NewProgram()
	return map[string]metered{
		"small": {executor.Task{Module: executor.Module{Bytes: smallModule()}}, 132_097},
		"loop":  {executor.Task{Module: executor.Module{Bytes: loop.Build(times(1_000_000, nil))}}, 7_131_076},
		"render": {executor.Task{Module: executor.Module{Bytes: render(t)}, Inputs: []executor.Input{{Name: "scene.txt", Path: scene}},
			Args: []string{"--size", "48x30", "--rect", "12,10,12,10", "--samples", "4"}}, 102_495_182},
		"thumbnails": {executor.Task{Module: executor.Module{Path: filepath.FromSlash("../../../examples/thumbnails.wasm")}}, 5_552_106},
	}
}

// M7: a worker's fuel is what is written down.
func TestGoldenFuel(t *testing.T) {
	e := newEngine(t, &Engine{})
	for name, c := range golden(t) {
		rep, err := fueled(t, e, c.task)
		if rep.End != executor.Exited || rep.Fuel != c.fuel {
			t.Errorf("%s: %d fuel, want %d; %v with %d, %v", name, rep.Fuel, c.fuel, rep.End, rep.ExitCode, err)
		}
	}
}

// M7: the fuel, and what is left behind, is the same from compiler and interpreter. Run by make arm64 it shows that it is the same there.
func TestGoldenEngines(t *testing.T) {
	for name, c := range golden(t) {
		t.Run(name, func(t *testing.T) {
			if name == "thumbnails" && os.Getenv("PARLEY_FULL") == "" {
				t.Skip("it takes long; PARLEY_FULL=1 runs it")
			}
			left := map[string]string{}
			for engine, config := range map[string]wazero.RuntimeConfig{"compiler": wazero.NewRuntimeConfigCompiler(), "interpreter": wazero.NewRuntimeConfigInterpreter()} {
				var end ending
				if end, left[engine] = inProcess(t, config, c.task); end.Trapped || end.Code != 0 || end.Fuel != c.fuel {
					t.Errorf("%s: %d fuel, want %d; %+v", engine, end.Fuel, c.fuel, end)
				}
			}
			if left["compiler"] != left["interpreter"] {
				t.Errorf("what they left behind differs: %v", left)
			}
		})
	}
}

// inProcess runs a task as a worker would, without its walls, and gives the digest of what it printed and left in /outputs.
func inProcess(t *testing.T, config wazero.RuntimeConfig, task executor.Task) (ending, string) {
	t.Helper()
	binary := task.Module.Bytes
	if task.Module.Path != "" {
		var err error
		if binary, err = os.ReadFile(task.Module.Path); err != nil {
			t.Fatal(err)
		}
	}
	instrumented, err := fuel.Instrument(binary)
	if err != nil {
		t.Fatal(err)
	}
	w := &worker{order: order{Limits: task.Limits.Or(executor.Limits{}), Profile: executor.Deterministic}}
	tree, err := guestfs.New(task.Inputs, w.quota())
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	runtime := wazero.NewRuntimeWithConfig(t.Context(), config.WithCoreFeatures(features))
	defer runtime.Close(t.Context())
	wasi_snapshot_preview1.MustInstantiate(t.Context(), runtime)
	module, err := runtime.CompileModule(t.Context(), instrumented)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.New()
	guest := setProfile(wazero.NewModuleConfig(), w.profile(), [32]byte{}).WithName("").WithStartFunctions().
		WithArgs(append([]string{"module"}, task.Args...)...).WithStdout(sum).WithFSConfig(w.fsConfig(tree))
	end := call(t.Context(), runtime, module, guest, executor.MaxFuel)
	for o := range tree.Outputs() {
		fmt.Fprintf(sum, "%q\n", o.Name)
		if o.Data != nil {
			if _, err := io.Copy(sum, o.Data); err != nil {
				t.Fatal(err)
			}
		}
	}
	return end, fmt.Sprintf("%x", sum.Sum(nil))
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
