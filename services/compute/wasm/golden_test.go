package wasm

import (
	"compress/gzip"
	"crypto/sha256"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/experimental"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
	"github.com/parley-p2p/parley/services/compute/wasm/internal/fuel"
	"github.com/parley-p2p/parley/services/compute/wasm/internal/guestfs"
)

var update = flag.Bool("update", false, "write testdata/fuel.txt anew; with another version of the costs, or another module")

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

// renderJob is the ID of the job that the module of the demo is run for, which its randomness comes of.
const renderJob = "000102030405060708090a0b0c0d0e0f"

// metered is a task whose fuel is written down, since it is the same on every machine. Who changes a module, or the costs, changes
// it there.
type metered struct {
	name string
	task executor.Task
	slow bool // without PARLEY_FULL only by a worker
}

// cost is what a run took and how it ended, as testdata/fuel.txt has it.
type cost struct {
	Fuel int64
	End  string
}

func costOf(rep *executor.Report) cost {
	if rep.End == executor.Exited {
		return cost{rep.Fuel, fmt.Sprint("exited ", rep.ExitCode)}
	}
	return cost{rep.Fuel, rep.End.String()}
}

// goldens are the modules that are committed, and the test modules of this package that pass the caps, do not exhaust the stack (TestRecursion has those), and see no clock of
// the host: what does not end by itself has a limit, which it uses up. The test modules of other packages are of their kinds, but for the suite's
// guest, which is here.
func goldens(t *testing.T) []metered {
	t.Helper()
	scene, err := filepath.Abs(filepath.FromSlash("../../../examples/render/scenes/market.txt"))
	if err != nil {
		t.Fatal(err)
	}
	trial := filepath.Join(t.TempDir(), "trial")
	if err := os.WriteFile(trial, []byte("what the doctor has a cluster print\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	loop, traps, exits := guest.NewProgram(), guest.NewProgram("fd_write"), guest.NewProgram("proc_exit")
	of := func(module []byte) executor.Task { return executor.Task{Module: executor.Module{Bytes: module}} }
	all := []metered{
		{name: "small", task: of(smallModule())},
		{name: "nothing", task: of(guest.NewProgram().Build())},
		{name: "a loop of a million", task: of(loop.Build(times(1_000_000, nil)))},
		{name: "exits with 3", task: of(exits.Build(guest.Const(3), guest.Call(0)))},
		{name: "traps", task: of(traps.Build(guest.Const(1), traps.Vector("before\n"), guest.Const(0), guest.Call(0), guest.Op(guest.Drop, guest.Unreachable)))},
		{name: "render", task: executor.Task{Module: executor.Module{Bytes: render(t)}, Inputs: []executor.Input{{Name: "scene.txt", Path: scene}},
			Args: []string{"--size", "48x30", "--rect", "12,10,12,10", "--samples", "4"}, Seed: sha256.Sum256([]byte(renderJob))}, slow: true}, // TestFuelOfRender has it
		{name: "the doctor's trial", task: executor.Task{Module: executor.Module{Path: filepath.FromSlash("../../../cmd/parley/trial.wasm")}, Inputs: []executor.Input{{Name: "trial", Path: trial}}}},
		{name: "thumbnails", task: executor.Task{Module: executor.Module{Path: filepath.FromSlash("../../../examples/thumbnails.wasm")}}, slow: true},
	}
	endless := timeCorpus()
	for i := range endless {
		endless[i].limits.Fuel = 2e6
		if strings.HasPrefix(endless[i].name, "filling") { // much of it is charged before it begins
			endless[i].limits.Fuel = 1e8
		}
	}
	for _, h := range slices.Concat(endless, memoryCorpus(), fileCorpus(), escapeCorpus(t, "/host/base"), otherCorpus()) {
		if h.live {
			continue // it sleeps by the host's clock, which costs nothing
		}
		h.limits.Wall = 0
		if h.limits.Memory == 0 {
			h.limits.Memory = 64 << 20
		}
		all = append(all, metered{name: h.name, task: executor.Task{Module: executor.Module{Bytes: h.module}, Inputs: h.inputs, Limits: h.limits}})
	}
	return all
}

const fuelFile = "testdata/fuel.txt"

// written is testdata/fuel.txt, by name.
func written(t *testing.T) map[string]cost {
	t.Helper()
	b, err := os.ReadFile(filepath.FromSlash(fuelFile))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]cost{}
	for line := range strings.Lines(string(b)) {
		part := strings.SplitN(strings.TrimSpace(line), "\t", 3)
		if len(part) != 3 {
			t.Fatalf("%s: %q is not of three columns", fuelFile, line)
		}
		used, err := strconv.ParseInt(part[1], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		all[part[0]] = cost{used, part[2]}
	}
	return all
}

// M7: a worker's fuel of every test module is what is written down, and none is written down that is not run.
func TestGoldenFuel(t *testing.T) {
	e := newEngine(t, &Engine{})
	got, text := map[string]cost{}, ""
	for _, m := range goldens(t) {
		rep, err := fueled(t, e, m.task)
		if got[m.name] != (cost{}) {
			t.Fatalf("two modules are called %q", m.name)
		}
		c := costOf(rep)
		if c.Fuel == 0 || c.End == executor.OutOfTime.String() {
			t.Errorf("%s: %+v, %v", m.name, rep, err)
		}
		got[m.name] = c
		text += fmt.Sprintf("%s\t%d\t%s\n", m.name, c.Fuel, c.End)
	}
	if *update {
		if err := os.WriteFile(fuelFile, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(written(t), got); diff != "" {
		t.Errorf("written down and used (-want +got); with another version of the costs, or another module, go test -run TestGoldenFuel -update\n%s", diff)
	}
	if len(got) < 50 {
		t.Errorf("only %d modules", len(got))
	}
}

// Whatever never ends by itself is ended by its fuel, of which it has used all.
func TestFuelEndsEverything(t *testing.T) {
	all, ended := written(t), 0
	for _, h := range timeCorpus() {
		if !h.live {
			ended++
			if c := all[h.name]; c.End != executor.OutOfFuel.String() || c.Fuel != 2e6 && c.Fuel != 1e8 {
				t.Errorf("%s: %+v", h.name, c)
			}
		}
	}
	if ended < 20 {
		t.Errorf("only %d modules", ended)
	}
}

// M7: the fuel of every test module, how it ends and what it leaves is the same from compiler and interpreter. Run by make arm64 it shows
// that it is the same there.
func TestGoldenEngines(t *testing.T) {
	all := written(t)
	for _, m := range goldens(t) {
		t.Run(m.name, func(t *testing.T) {
			if m.slow && os.Getenv("PARLEY_FULL") == "" {
				t.Skip("it takes long; PARLEY_FULL=1 runs it")
			}
			bothEngines(t, m, all[m.name])
		})
	}
}

// Done when 2 of issue 4: the fuel of the render module is the same figure from compiler and interpreter, here, and where make arm64 runs
// this, on the other architecture. services/compute has the test that it is what is paid.
func TestFuelOfRender(t *testing.T) { // M7
	const figure = 102_504_684
	i := slices.IndexFunc(goldens(t), func(m metered) bool { return m.name == "render" })
	if c := written(t)["render"]; c.Fuel != figure {
		t.Errorf("%d is written down, not %d", c.Fuel, figure)
	}
	bothEngines(t, goldens(t)[i], cost{figure, "exited 0"})
	t.Logf("render: %d fuel from compiler and interpreter on %s/%s", figure, runtime.GOOS, runtime.GOARCH)
}

// bothEngines compares what compiler and interpreter make of a task with what is written down.
func bothEngines(t *testing.T, m metered, want cost) {
	t.Helper()
	left := map[string]string{}
	for engine, config := range map[string]wazero.RuntimeConfig{"compiler": wazero.NewRuntimeConfigCompiler(), "interpreter": wazero.NewRuntimeConfigInterpreter()} {
		var got cost
		if got, left[engine] = inProcess(t, config, m.task); got != want {
			t.Errorf("%s: %+v, want %+v", engine, got, want)
		}
	}
	if left["compiler"] != left["interpreter"] {
		t.Errorf("what they left behind differs: %v", left)
	}
}

// The guest of the suite of executors costs the same, too. What it is compiled to is Go's to say, so its figure is of one version of Go:
// the one that go.mod names.
func TestFuelOfSuiteGuest(t *testing.T) { // M7
	const toolchain, figure = "go1.26.8", 5_977_376
	m := metered{name: "luck", task: executor.Task{Module: executor.Module{Path: executortest.Program(t)}, Args: []string{"luck"}}}
	e := newEngine(t, &Engine{})
	rep, err := fueled(t, e, m.task)
	if err != nil {
		t.Fatal(err)
	}
	if runtime.Version() == toolchain && rep.Fuel != figure {
		t.Errorf("%d fuel, not %d; with another version of the costs, or another guest, write it down here", rep.Fuel, figure)
	}
	bothEngines(t, m, cost{rep.Fuel, "exited 0"})
}

// inProcess runs a task as a worker would, without its walls, and gives the digest of what it printed and left in /outputs.
func inProcess(t *testing.T, config wazero.RuntimeConfig, task executor.Task) (cost, string) {
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
	ctx := experimental.WithMemoryAllocator(t.Context(), &guestMemory{limit: w.memoryLimit()})
	engine := wazero.NewRuntimeWithConfig(ctx, config.WithCoreFeatures(features))
	defer engine.Close(ctx)
	wasi_snapshot_preview1.MustInstantiate(ctx, engine)
	module, err := engine.CompileModule(ctx, instrumented)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.New()
	guest := setProfile(wazero.NewModuleConfig(), w.profile(), task.Seed).WithName("").WithStartFunctions().
		WithArgs(append([]string{"module"}, task.Args...)...).WithStdout(sum).WithFSConfig(w.fsConfig(tree))
	end := call(ctx, engine, module, guest, w.order.Limits.Fuel)
	for o := range tree.Outputs() {
		fmt.Fprintf(sum, "%q\n", o.Name)
		if o.Data != nil {
			if _, err := io.Copy(sum, o.Data); err != nil {
				t.Fatal(err)
			}
		}
	}
	rep := &executor.Report{}
	(&guestRun{task: &executor.Task{Limits: w.order.Limits}}).take(rep, &end)
	return costOf(rep), fmt.Sprintf("%x", sum.Sum(nil))
}
