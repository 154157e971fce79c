package bacalhau_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
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
	w.kept()
	if left, err := filepath.Glob(filepath.Join(w.executor.Dir, "*")); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// What is read back of many replicas repeats the job for each, so it is shorter the more there are: what would fit into that of one is
// fetched.
func TestManyReplicas(t *testing.T) {
	const replicas, most = 16, 32 << 20
	w := newWorld(t)
	w.task.Needs.Replicas = replicas
	w.task.Inputs = []executor.Input{{Name: "noise", Path: noise(t, 450_000)}}
	w.Set(func() { w.Nodes = replicas })
	if rep, err := w.executor.Execute(t.Context(), w.task); err != nil || rep.ExitCode != 7 {
		t.Fatalf("%+v, %v", rep, err)
	}
	if n := len(w.Jobs()[0]) * 4 * replicas; n > most {
		t.Errorf("four tries of each replica are told in %d bytes, of which %d are read", n, most)
	}
	w.task.Dir, w.executor.Gateway = t.TempDir(), nil
	if _, err := w.executor.Execute(t.Context(), w.task); executor.CodeOf(err) != executor.Refused || !strings.Contains(err.Error(), "524288 bytes long for 16 replicas") {
		t.Errorf("%v", err)
	}
	w.task.Needs.Replicas = 1
	if _, err := w.executor.Execute(t.Context(), w.task); err != nil {
		t.Errorf("one alone: %v", err)
	}
}

// A node that shows something else, in bytes or in fuel, is named to who runs the farmer, and there is no result.
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
		if rep != nil || executor.CodeOf(err) != executor.Internal || !strings.Contains(err.Error(), "ran the same job to different results: 1 of them (") ||
			strings.Contains(err.Error(), "node-") || !strings.Contains(told(err), "node-1 (") || !strings.Contains(told(err), "node-2 (") {
			t.Errorf("%s: %+v, %v", name, rep, err)
		}
	}
}

// Of three nodes the one that is alone with its result is seen, whichever it is, also if what it left is none.
func TestReplicaAlone(t *testing.T) {
	for odd := range 3 {
		for name, other := range map[string][]entry{
			"another line": {{"streams/stdout", '0', []byte("hullo\n")}},
			"a link":       {{"streams/stdout", '0', []byte("hello\n")}, {"outputs/passwd", '2', nil}},
		} {
			w := newWorld(t)
			w.task.Needs.Replicas = 3
			usual, unusual := archive(t, entry{"streams/stdout", '0', []byte("hello\n")}), archive(t, other...)
			w.Set(func() {
				w.Nodes = 3
				w.FaultyResult = func(rw http.ResponseWriter, r *http.Request) bool {
					text := usual
					if strings.HasSuffix(r.URL.Path, fmt.Sprintf("-%d.tar.gz", odd)) {
						text = unusual
					}
					_, _ = rw.Write(text)
					return true
				}
			})
			_, err := w.executor.Execute(t.Context(), w.task)
			if name == "a link" && odd == 2 { // whose result is looked at first
				if executor.CodeOf(err) != executor.Refused {
					t.Errorf("%s of node-%d: %v", name, odd+1, err)
				}
				continue
			}
			both := slices.Delete([]string{"node-1", "node-2", "node-3"}, odd, odd+1)
			if err == nil || !strings.Contains(told(err), strings.Join(both, ", ")+" (") || !strings.Contains(told(err), fmt.Sprintf("; node-%d (", odd+1)) ||
				!strings.Contains(err.Error(), "2 of them (") || strings.Contains(err.Error(), "node-") {
				t.Errorf("%s of node-%d: %v, %s", name, odd+1, err, told(err))
			}
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
