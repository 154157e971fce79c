package bacalhau_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
	"github.com/parley-p2p/parley/services/compute/wasm"
)

// lives are tasks of which no other machine's run is held against anybody.
func lives(t *testing.T) map[string]func(w *world) {
	return map[string]func(w *world){
		"a module":    func(w *world) { w.task.Profile = executor.Live },
		"a container": func(w *world) { contained(t, w) },
	}
}

// What was run is over and owed, though it has left what no result can hold: that is left out, and who asked is told of it. C17, C54.
func TestLeavesStrangeOutputs(t *testing.T) {
	for name, edit := range lives(t) {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			edit(w)
			below := "outputs/"
			if w.task.Container != nil {
				below = "parley-0/"
			}
			w.publishes(archive(t, entry{below + "good", '0', []byte("kept")}, entry{below + "passwd", '2', nil}, entry{below + "pipe", '6', nil}, entry{below + "a\nb", '0', []byte("x")},
				entry{below + strings.Repeat("d/", 40) + "f", '0', nil}, entry{"stdout", '0', []byte("said")}))
			rep, err := w.executor.Execute(t.Context(), w.task)
			if err != nil || rep.End != executor.Exited || len(rep.Limited) > 0 {
				t.Fatalf("%+v, %v", rep, err)
			}
			for _, want := range []string{"not in the result", `"passwd"`, `"pipe"`, `"a\nb"`, " and 1 more"} {
				if !strings.Contains(strings.ReplaceAll(rep.Note, "logs/", ""), want) {
					t.Errorf("%s is not in the note %q", want, rep.Note)
				}
			}
			left := executortest.ReadResult(t, w.task.Dir)
			for file, text := range left.Outputs {
				if !strings.HasSuffix(file, "/") && (!strings.HasSuffix(file, "good") || text != "kept") {
					t.Errorf("%s is among the outputs: %q", file, text)
				}
			}
			if rep.OutputBytes != 4 || left.ExitCode == "" {
				t.Errorf("%+v, %+v", rep, left)
			}
		})
	}
}

// So it is where it has left so much that nothing of it is fetched to the end, packed or not: no more is written here than is allowed.
func TestLeavesTooMuch(t *testing.T) {
	bomb := archive(t, entry{"outputs/zeros", '0', make([]byte, 200<<20)})
	long := archive(t, entry{"outputs/one", '0', []byte("1")}, entry{"outputs/noise", '0', random(40 << 20)})
	for name, edit := range lives(t) {
		for how, published := range map[string][]byte{"a bomb": bomb, "no end": long} {
			t.Run(name+", "+how, func(t *testing.T) {
				w := newWorld(t)
				edit(w)
				w.task.Limits.OutputBytes = 1 << 20
				w.publishes(published)
				rep, err := w.executor.Execute(t.Context(), w.task)
				if err != nil || rep.End != executor.Exited || !slices.Equal(rep.Limited, []executor.Resource{executor.OutputBytes}) || !strings.Contains(rep.Note, "1 MiB of outputs that are allowed") {
					t.Fatalf("%+v, %v", rep, err)
				}
				if left := executortest.ReadResult(t, w.task.Dir); len(left.Outputs) > 0 || left.ExitCode == "" || rep.OutputBytes != 0 {
					t.Errorf("%+v, %+v", rep, left)
				}
			})
		}
	}
}

// What a deterministic run would not have been let do by the embedded engine is run on that, so that it is over and owed, too, and its fuel is
// known: as is a run whose fuel does not come with what it leaves. C17, DESIGN 7.
func TestLeavesStrangeOutputsAlike(t *testing.T) {
	engine := &wasm.Engine{Parallel: 1}
	t.Cleanup(func() { engine.Close() })
	for name, published := range map[string][]byte{
		"a link": archive(t, entry{"outputs/passwd", '2', nil}), "a name": archive(t, entry{"outputs/a:b", '0', nil}),
		"too much": archive(t, entry{"outputs/zeros", '0', make([]byte, 200<<20)}), "no fuel": archive(t, entry{"outputs/f", '0', nil}),
	} {
		for _, fuel := range []int64{0, 1e9} {
			w := newWorld(t)
			w.executor.Here, w.task.Limits = engine, executor.Limits{Fuel: fuel, OutputBytes: 1 << 20}
			w.publishes(published)
			rep, err := w.executor.Execute(t.Context(), w.task)
			if name == "no fuel" && fuel == 0 {
				continue // which is as good as any
			}
			if err != nil || rep.ExitCode != 7 || rep.OutputFiles != 0 || fuel > 0 && rep.Fuel == 0 {
				t.Errorf("%s, %d fuel: %+v, %v", name, fuel, rep, err)
			}
		}
	}
}

// briefly is a machine of the farmer's own on which every run takes 77 ms.
type briefly struct{ executor.Executor }

func (briefly) Execute(context.Context, executor.Task) (*executor.Report, error) {
	return &executor.Report{Wall: 77 * time.Millisecond}, nil
}

// What is run again here is told to who asked and to its farmer, once, with why, and has taken as long as both runs. C17, H05.
func TestRunAgainHere(t *testing.T) {
	for why, edit := range map[string]func(w *world){
		"it left more than may be kept": func(w *world) {
			w.publishes(archive(t, entry{"outputs/zeros", '0', make([]byte, 200<<20)}))
		},
		"it does what a cluster does otherwise": func(w *world) { w.publishes(archive(t, entry{"outputs/passwd", '2', nil})) },
	} {
		w := newWorld(t)
		heard, screen := words{one: make(chan struct{}, 10)}, words{one: make(chan struct{}, 10)}
		w.executor.Here, w.task.Tell, w.task.Limits.OutputBytes = briefly{}, heard.tell, 1<<20
		w.executor.Rerun = func(task, why string) { screen.tell(task + ": " + why) }
		edit(w)
		rep, err := w.executor.Execute(t.Context(), w.task)
		if err != nil || rep.Wall <= 77*time.Millisecond {
			t.Errorf("%s: %+v, %v; want how long both runs took", why, rep, err)
		}
		if diff := cmp.Diff([]string{why + "; it is run again on its farmer's own machine"}, heard.all); diff != "" {
			t.Errorf("what who asked is told (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{w.task.ID + ": " + why}, screen.all); diff != "" {
			t.Errorf("what its farmer is told (-want +got):\n%s", diff)
		}
	}
}

// So it is on real nodes, whatever becomes there of links: to what is there, and to nothing.
func TestRealLeavesLinks(t *testing.T) {
	e := newExecutor(t, realCluster(t))
	for _, to := range []string{"f", "nothing", "/etc/passwd"} {
		p := guest.NewProgram("path_open", "fd_write", "path_symlink")
		module := p.Build(opened(p, "outputs/f", anew, 0, "sixteen letters\n"), guest.Op(guest.Drop),
			p.Text(to), guest.Const(3), p.Text("outputs/link"), guest.Call(2), guest.Op(guest.Drop))
		task := executor.Task{ID: t.Name() + to, Module: executor.Module{Bytes: module}, Profile: executor.Live, Dir: t.TempDir()}
		rep, err := e.Execute(t.Context(), task)
		if err != nil || rep.End != executor.Exited {
			t.Errorf("a link to %s: %+v, %v", to, rep, told(err))
			continue
		}
		left := executortest.ReadResult(t, task.Dir)
		t.Logf("a link to %s: note %q, outputs %v", to, rep.Note, left.Outputs)
		if left.Outputs["f"] != "sixteen letters\n" || left.Outputs["link"] != "" && left.Outputs["link"] != left.Outputs["f"] {
			t.Errorf("a link to %s: %v", to, left.Outputs)
		}
	}
}
