package bacalhau_test

import (
	"encoding/json"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest"
)

// C17: a count of n is run by n nodes, and what they leave is the result only if it is the same.
func TestReplicas(t *testing.T) {
	w := newWorld(t)
	w.task.Needs.Replicas = 3
	w.Set(func() { w.Nodes = 3 })
	if rep, err := w.executor.Execute(t.Context(), w.task); err != nil || rep.ExitCode != 7 || executortest.ReadResult(t, w.task.Dir).Stdout != "hello\n" {
		t.Fatalf("%+v, %v", rep, err)
	}
	var j bacalhau.Job
	if err := json.Unmarshal([]byte(w.Jobs()[0]), &j); err != nil || j.Count != 3 || len(w.Jobs()) != 1 {
		t.Errorf("%d jobs, the first for %d nodes; %v", len(w.Jobs()), j.Count, err)
	}
	if left, err := filepath.Glob(filepath.Join(w.executor.Dir, "*")); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// A node that shows something else, in bytes or in fuel, is named, and there is no result.
func TestReplicasDiffer(t *testing.T) {
	left := func(fuel byte) entry { return entry{"streams/fuel", '0', []byte{fuel, 0, 0, 0, 0, 0, 0, 0}} }
	for name, other := range map[string][]entry{
		"another line": {{"streams/stdout", '0', []byte("hullo\n")}, left(5)},
		"another file": {{"streams/stdout", '0', []byte("hello\n")}, left(5), {"outputs/f", '0', nil}},
		"other fuel":   {{"streams/stdout", '0', []byte("hello\n")}, left(6)},
	} {
		w := newWorld(t)
		w.task.Needs.Replicas, w.task.Limits.Fuel = 2, 1e9
		usual := archive(t, entry{"streams/stdout", '0', []byte("hello\n")}, left(5))
		unusual := archive(t, other...)
		w.Set(func() {
			w.Nodes = 2
			w.FaultyResult = func(rw http.ResponseWriter, r *http.Request) bool {
				text := usual
				if strings.HasSuffix(r.URL.Path, "-1.tar.gz") {
					text = unusual
				}
				_, _ = rw.Write(text)
				return true
			}
		})
		rep, err := w.executor.Execute(t.Context(), w.task)
		if rep != nil || executor.CodeOf(err) != executor.Internal || !strings.Contains(err.Error(), "the nodes node-2 and node-1 ran the same job to different results") {
			t.Errorf("%s: %+v, %v", name, rep, err)
		}
	}
}

// Replicas are of what can be compared, on as many nodes as there are.
func TestReplicasRefused(t *testing.T) {
	w := newWorld(t)
	w.task.Needs.Replicas, w.task.Profile = 2, executor.Live
	if _, err := w.executor.Execute(t.Context(), w.task); executor.CodeOf(err) != executor.Refused || len(w.Jobs()) != 0 {
		t.Error(err)
	}
	f := &bacalhau.Fleet{Client: w.executor.Client}
	if err := f.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	task := executor.Task{Needs: executor.Needs{Replicas: 2}}
	for want, profile := range map[string]executor.Profile{"replicas of a live run": executor.Live, "the engine wasm on several nodes, one for each replica, and only 1 could do that": executor.Deterministic} {
		task.Profile = profile
		if err := f.Fits(load(task), nil); executor.CodeOf(err) != executor.Refused || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	w.Set(func() { w.Nodes = 2 })
	if err := f.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	task.Profile = executor.Deterministic
	if err := f.Fits(load(task), nil); err != nil {
		t.Error(err)
	}
}

// Two real nodes do the same.
func TestRealReplicas(t *testing.T) {
	c := realCluster(t)
	f := &bacalhau.Fleet{Client: c}
	if err := f.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	offer, err := f.Offer()
	if err != nil || offer.Nodes < 2 {
		t.Skipf("NOT TESTED WITH REPLICAS: the cluster has %d nodes, and two are wanted; %v", offer.Nodes, err)
	}
	task := executor.Task{ID: t.Name(), Module: executor.Module{Path: executortest.Program(t)}, Args: []string{"luck"}, Dir: t.TempDir(),
		Needs: executor.Needs{Replicas: 2}, Limits: executor.Limits{Fuel: 1e12, Wall: 5 * time.Minute}}
	rep, err := newExecutor(t, c).Execute(t.Context(), task)
	if err != nil || rep.ExitCode != 0 || rep.Fuel == 0 {
		t.Errorf("%+v, %v", rep, err)
	}
}
