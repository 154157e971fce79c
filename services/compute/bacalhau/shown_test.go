package bacalhau_test

import (
	"context"
	"strings"
	"testing"

	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
	"github.com/parley-p2p/parley/services/compute/wasm"
)

// prints is a guest that prints a line to each stream, and leaves sixteen bytes.
func prints() []byte {
	p := guest.NewProgram("path_open", "fd_write")
	line := func(fd int32, text string) []byte {
		return guest.Code(guest.Const(fd), p.Vector(text), guest.Const(64), guest.Call(1), guest.Op(guest.Drop))
	}
	return p.Build(line(1, "the answer\n"), line(2, "and how\n"), opened(p, "outputs/a", anew, 0, "sixteen letters\n"), guest.Op(guest.Drop))
}

// cannot is a machine that runs nothing.
type cannot struct{ executor.Executor }

func (cannot) CheckTask(executor.Task) error {
	return &executor.Error{Code: executor.Refused, Cause: "not here", Remedy: "elsewhere"}
}

func (c cannot) Execute(_ context.Context, t executor.Task) (*executor.Report, error) {
	return nil, c.CheckTask(t)
}

// Whoever asked hears what a program has printed once, and once it is known that it is delivered, and owed: not what was printed on the
// cluster by a run that has to be done again here, or that comes to nothing. C17, DESIGN 7.
func TestShowsWhatIsDelivered(t *testing.T) {
	engine := &wasm.Engine{Parallel: 1}
	t.Cleanup(func() { engine.Close() })
	fast := executor.Limits{OutputBytes: 1 << 20}
	for name, c := range map[string]struct {
		here      executor.Executor
		limits    executor.Limits
		profile   executor.Profile
		published []byte // instead of what it leaves
		hears     bool
	}{
		"all is well":                         {here: cannot{}, limits: fast, hears: true},
		"all is well, and nobody is here":     {limits: fast, hears: true},
		"live":                                {here: cannot{}, limits: fast, profile: executor.Live, hears: true},
		"live, and it leaves too much":        {here: cannot{}, limits: executor.Limits{OutputBytes: 10}, profile: executor.Live, hears: true},
		"it leaves too much":                  {here: engine, limits: executor.Limits{OutputBytes: 10}, hears: true},
		"it leaves too much, and none is run": {here: cannot{}, limits: executor.Limits{OutputBytes: 10}},
		"no result":                           {limits: fast, published: archive(t, entry{"streams/stdout", '0', []byte("the answer\n")}, entry{"outputs/f", '0', nil}, entry{"outputs/f", '0', nil})},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			var stdout, stderr strings.Builder
			w.executor.Here = c.here
			w.task.Module.Bytes, w.task.Limits, w.task.Profile, w.task.Stdout, w.task.Stderr = prints(), c.limits, c.profile, &stdout, &stderr
			if c.published != nil {
				w.publishes(c.published)
			}
			rep, err := w.executor.Execute(t.Context(), w.task)
			if (rep != nil) != c.hears {
				t.Errorf("%+v, %v", rep, err)
			}
			want := [2]string{}
			if c.hears {
				want = [2]string{"the answer\n", "and how\n"}
			}
			if heard := [2]string{stdout.String(), stderr.String()}; heard != want {
				t.Errorf("heard %q, want %q", heard, want)
			}
		})
	}
}

// What could not be run again here is refused before anything is signed, since the program alone decides whether it has to be. C17, DESIGN 7.
func TestChecksWhatIsRunAgainHere(t *testing.T) {
	w := newWorld(t)
	w.executor.Here = cannot{}
	for profile, refused := range map[executor.Profile]bool{0: true, executor.Deterministic: true, executor.Live: false} {
		w.task.Profile = profile
		if err := w.executor.CheckTask(w.task); (executor.CodeOf(err) == executor.Refused) != refused || !refused && err != nil {
			t.Errorf("%v: %v", profile, err)
		}
	}
	w.task.Profile, w.executor.Here = 0, &wasm.Engine{}
	w.task.Needs.MilliCPU = 200 // which a node has
	if err := w.executor.CheckTask(w.task); err != nil {
		t.Error(err)
	}
}
