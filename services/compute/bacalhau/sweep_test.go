package bacalhau_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// inDir are the names in the executor's folder.
func (w *world) inDir(t *testing.T) (all []string) {
	t.Helper()
	entries, err := os.ReadDir(w.executor.Dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

// reluctant is a depot that takes nothing away before it is let.
type reluctant struct {
	bacalhau.Depot
	asked, let chan struct{}
}

func (d reluctant) Drop(ctx context.Context, token string) error {
	d.asked <- struct{}{}
	select {
	case <-d.let:
		return d.Depot.Drop(ctx, token)
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// Nobody waits for a depot that is slow to take something away but who closes; and what it has not taken away by then the next process
// has taken away.
func TestSlowDepotHoldsNobodyUp(t *testing.T) {
	for _, patient := range []bool{true, false} {
		w, left := stored(t, "ipfs")
		slow := reluctant{w.executor.Depot, make(chan struct{}, 1), make(chan struct{})}
		w.executor.Depot = slow
		w.task.Inputs = []executor.Input{{Name: "noise", Path: noise(t, 900_000)}}
		if rep, err := w.executor.Execute(t.Context(), w.task); err != nil || rep.ExitCode != 7 {
			t.Fatalf("%+v, %v", rep, err)
		}
		w.kept()
		<-slow.asked
		if left() < 2 || len(w.inDir(t)) != 1 {
			t.Fatalf("%d things in the depot, and %v remembered, before it has taken anything away", left(), w.inDir(t))
		}
		if patient {
			close(slow.let)
			if err := w.executor.Close(t.Context()); err != nil {
				t.Error(err)
			}
		} else {
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			if err := w.executor.Close(ctx); !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
			next := &bacalhau.Executor{Client: w.executor.Client, Dir: w.executor.Dir, Depot: slow.Depot}
			if err := next.Sweep(t.Context(), func(string) bool { return false }); err != nil {
				t.Error(err)
			}
		}
		if left() > 1 || len(w.inDir(t)) != 0 {
			t.Errorf("patient %v: %d things in the depot, and %v remembered", patient, left(), w.inDir(t))
		}
	}
}

// diesWith runs the world's task until the cluster runs its job, with something in the depot, and then nobody does anything any more. Files
// that it was busy with stay.
func (w *world) diesWith(t *testing.T, unfinished ...string) {
	t.Helper()
	w.Set(func() { w.Hold = make(chan struct{}) })
	w.task.Inputs = []executor.Input{{Name: "noise", Path: noise(t, 900_000)}}
	w.dies(t, nil, running)
	for _, name := range unfinished {
		if err := os.MkdirAll(filepath.Join(w.executor.Dir, name, "outputs"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
}

// What a farmer that was killed left behind for tasks that nobody will come back for is stopped, taken away and forgotten; what belongs
// to those that somebody will stays.
func TestSweep(t *testing.T) {
	for _, kind := range []string{"s3", "ipfs"} {
		w, left := stored(t, kind)
		w.diesWith(t, "result-1", "replica-2", ".new-3", "of somebody else")
		if n := len(w.inDir(t)); n != 5 {
			t.Fatalf("%v", w.inDir(t))
		}
		asked := ""
		before := left()
		if err := w.executor.Sweep(t.Context(), func(dir string) bool { asked = dir; return true }); err != nil {
			t.Error(err)
		}
		if asked != w.task.Dir || left() != before || len(w.inDir(t)) != 2 || w.States()[0] != bacalhau.Running {
			t.Errorf("%s: of a live task, asked for by %q, there are %v, %d of %d things in the depot, and the job is %v", kind, asked, w.inDir(t), left(), before, w.States())
		}
		if err := w.executor.Sweep(t.Context(), func(string) bool { return false }); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff([]string{"of somebody else"}, w.inDir(t)); diff != "" || left() > 1 || w.States()[0] != bacalhau.Stopped {
			t.Errorf("%s: of a dead one %v are left, %d things in the depot, and the job is %v", kind, w.inDir(t), left(), w.States())
		}
	}
}

// What cannot be given up now stays for another time; and a task that is under way is not swept, whoever is asked.
func TestSweepKeeps(t *testing.T) {
	w, left := stored(t, "ipfs")
	w.diesWith(t)
	url := w.executor.Client.URL
	w.executor.Client.URL = "http://127.0.0.1:1"
	dead := func(string) bool { return false }
	if err := w.executor.Sweep(t.Context(), dead); bacalhau.KindOf(err) != bacalhau.Unavailable || left() < 2 || len(w.inDir(t)) != 1 {
		t.Errorf("%v, and %d things in the depot, %v remembered", err, left(), w.inDir(t))
	}
	w.executor.Client.URL = url
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	w.task.Dir = t.TempDir()
	submitted := w.Calls("GET job")
	go func() {
		_, err := w.executor.Execute(ctx, w.task)
		done <- err
	}()
	for w.Calls("GET job") == submitted && t.Context().Err() == nil { // it has its job
	}
	if err := w.executor.Sweep(t.Context(), dead); err != nil || w.States()[0] != bacalhau.Running {
		t.Errorf("%v: the job is %v", err, w.States())
	}
	cancel()
	if err := <-done; executor.CodeOf(err) != executor.Canceled && executor.CodeOf(err) == 0 {
		t.Error(err)
	}
}

// away is a depot that nobody reaches when something is to be taken away.
type away struct{ bacalhau.Depot }

func (away) Drop(context.Context, string) error {
	return &bacalhau.Error{Kind: bacalhau.Unavailable, Err: errors.New("the depot is away")}
}

// While the depot is away the jobs of nobody are stopped all the same, all of them; and what they brought goes when it is back.
func TestSweepWithoutDepot(t *testing.T) {
	w, left := stored(t, "ipfs")
	w.diesWith(t)
	w.task.Dir = t.TempDir()
	w.task.ID += " again"
	w.dies(t, nil, func(states []string) bool { return len(states) == 2 && running(states[1:]) })
	there := w.executor.Depot
	w.executor.Depot = away{there}
	dead := func(string) bool { return false }
	if err := w.executor.Sweep(t.Context(), dead); bacalhau.KindOf(err) != bacalhau.Unavailable {
		t.Error(err)
	}
	if got := w.States(); len(got) != 2 || got[0] != bacalhau.Stopped || got[1] != bacalhau.Stopped || left() < 2 {
		t.Errorf("while it is away the jobs are %v, and there are %d things in it", got, left())
	}
	w.executor.Depot = there
	if err := w.executor.Sweep(t.Context(), dead); err != nil || left() > 1 || len(w.inDir(t)) != 0 {
		t.Errorf("%v: %d things in the depot, %v remembered", err, left(), w.inDir(t))
	}
}

// Before its first job a farmer has left nothing behind, and hears of no failure.
func TestSweepNothing(t *testing.T) {
	e := &bacalhau.Executor{Client: &bacalhau.Client{URL: "http://127.0.0.1:1"}, Dir: filepath.Join(t.TempDir(), "cluster")}
	if err := e.Sweep(t.Context(), func(string) bool { return false }); err != nil {
		t.Error(err)
	}
}
