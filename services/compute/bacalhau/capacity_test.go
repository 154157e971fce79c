package bacalhau_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// member is a node as an orchestrator lists it.
func member(most, available string) string {
	return fmt.Sprintf(`{"Info":{"NodeType":"Compute","ComputeNodeInfo":{"ExecutionEngines":["wasm"],"Publishers":["local"],"StorageSources":["inline"],
		"MaxCapacity":%s,"AvailableCapacity":%s}},"Membership":"APPROVED","Connection":"CONNECTED"}`, most, available)
}

// fleetOf is a fleet that has looked at such nodes.
func fleetOf(t *testing.T, nodes ...string) *bacalhau.Fleet {
	t.Helper()
	f := &bacalhau.Fleet{Client: &bacalhau.Client{URL: "http://cluster", HTTP: &http.Client{Transport: answers(func() string {
		return `{"Nodes":[` + strings.Join(nodes, ",") + `]}`
	})}}}
	if err := f.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	return f
}

// What is quoted fits on one node, beside what is held and what others use. C56.
func TestFits(t *testing.T) {
	const gib = 1 << 30
	small := `{"CPU":2,"Memory":4294967296,"Disk":10737418240}`
	large := `{"CPU":4,"Memory":8589934592,"Disk":10737418240,"GPU":2}`
	need := func(cpu, memory int64, gpus, tasks int) executor.Load {
		return executor.Load{Task: &executor.Task{Limits: executor.Limits{Memory: memory, OutputBytes: gib}, Needs: executor.Needs{MilliCPU: cpu, GPUs: gpus}}, Tasks: tasks}
	}
	twice := need(1000, gib, 0, 1)
	twice.Task.Needs.Replicas = 2
	for _, c := range []struct {
		name  string
		nodes []string
		need  executor.Load
		held  []executor.Load
		want  executor.Code // 0: there is room
	}{
		{"empty", []string{member(small, small)}, need(500, gib, 0, 1), nil, 0},
		{"all of a node", []string{member(small, small)}, need(2000, 4*gib, 0, 1), nil, 0},
		{"more than a node, less than both", []string{member(small, small), member(small, small)}, need(3000, gib, 0, 1), nil, executor.Refused},
		{"memory and processors on two nodes", []string{member(`{"CPU":8,"Memory":1,"Disk":10737418240}`, small), member(small, small)}, need(4000, 2*gib, 0, 1), nil, executor.Refused},
		{"too much disk", []string{member(small, small)}, load(executor.Task{Limits: executor.Limits{OutputBytes: 11 * gib}}), nil, executor.Refused},
		{"no GPU", []string{member(small, small)}, need(500, gib, 1, 1), nil, executor.Refused},
		{"a GPU", []string{member(small, small), member(large, large)}, need(500, gib, 1, 1), nil, 0},
		{"all GPUs are held", []string{member(small, small), member(large, large)}, need(500, gib, 1, 1), []executor.Load{need(500, gib, 1, 2)}, executor.Busy},
		{"beside what is held", []string{member(small, small)}, need(500, gib, 0, 1), []executor.Load{need(500, gib, 0, 3)}, 0},
		{"nothing left beside it", []string{member(small, small)}, need(500, gib, 0, 1), []executor.Load{need(500, gib, 0, 3), need(100, gib, 0, 1)}, executor.Busy},
		{"left, but on no one node", []string{member(small, small), member(small, small)}, need(2000, gib, 0, 1), []executor.Load{need(1500, gib, 0, 1), need(1500, gib, 0, 1)}, executor.Busy},
		{"on the other node", []string{member(small, small), member(small, small)}, need(2000, gib, 0, 1), []executor.Load{need(1500, gib, 0, 1)}, 0},
		{"fewer at once than wished", []string{member(small, small)}, need(1000, gib, 0, 9), nil, 0},
		{"a replica on each", []string{member(small, small), member(small, small)}, twice, nil, 0},
		{"a replica on each, and one node is full", []string{member(small, small), member(small, small)}, twice, []executor.Load{need(1500, gib, 0, 1)}, executor.Busy},
		{"more replicas than nodes", []string{member(large, large)}, twice, nil, executor.Refused},
		{"others use it", []string{member(small, `{"CPU":0.2,"Memory":4294967296,"Disk":10737418240}`)}, need(500, gib, 0, 1), nil, executor.Busy},
		{"others use another node", []string{member(small, `{"CPU":0.2,"Memory":4294967296,"Disk":10737418240}`), member(small, small)}, need(500, gib, 0, 1), nil, 0},
		{"absurd", []string{member(`{"CPU":1e300,"Memory":18446744073709551615,"Disk":18446744073709551615,"GPU":18446744073709551615}`, `{"CPU":-5}`)}, need(500, gib, 3, 2), []executor.Load{need(1<<40, 1<<40, 1<<40, 3)}, executor.Busy},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := fleetOf(t, c.nodes...).Fits(c.need, c.held)
			if executor.CodeOf(err) != c.want || (err == nil) != (c.want == 0) {
				t.Errorf("%v: %v, want %v", executor.CodeOf(err), err, c.want)
			}
		})
	}
}

// What the nodes say is used by our own job is not taken for somebody else's, while it runs and as long as they may still say so.
func TestOursIsNotOthers(t *testing.T) {
	w := newWorld(t)
	w.Set(func() { w.Hold = make(chan struct{}) })
	w.executor.CPU = 1000
	fleet := fleetOf(t, member(`{"CPU":1.6,"Memory":20221201612,"Disk":197939350732}`, `{"CPU":0.6,"Memory":20221201612,"Disk":197939350732}`))
	need := load(executor.Task{Limits: executor.Limits{Memory: 1 << 20}, Needs: executor.Needs{MilliCPU: 1000}})
	if err := fleet.Fits(need, nil); executor.CodeOf(err) != executor.Busy {
		t.Errorf("others: %v", err)
	}
	fleet.Ours = w.executor
	done := make(chan error, 1)
	go func() {
		_, err := w.executor.Execute(t.Context(), w.task)
		done <- err
	}()
	if err := w.Wait(t.Context(), running); err != nil {
		t.Fatal(err)
	}
	if err := fleet.Fits(need, nil); err != nil {
		t.Errorf("while ours runs: %v", err)
	}
	if err := fleet.Fits(need, []executor.Load{need}); executor.CodeOf(err) != executor.Busy {
		t.Errorf("beside ours: %v", err)
	}
	w.Set(func() { close(w.Hold) })
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if err := fleet.Fits(need, nil); err != nil {
		t.Errorf("when ours has just ended: %v", err)
	}
}

// In the end it is somebody else's.
func TestOursLingersNotForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fleet := fleetOf(t, member(`{"CPU":1,"Memory":20221201612,"Disk":197939350732}`, `{"CPU":0.5,"Memory":20221201612,"Disk":197939350732}`))
		fleet.Ours = &bacalhau.Executor{Client: &bacalhau.Client{URL: "::"}, Patience: time.Nanosecond, Poll: time.Nanosecond}
		if _, err := fleet.Ours.Execute(t.Context(), executor.Task{Module: executor.Module{Bytes: says("x", 0)}, Dir: t.TempDir()}); err == nil {
			t.Fatal("ran nowhere")
		}
		need := load(executor.Task{Needs: executor.Needs{MilliCPU: 1000}})
		if err := fleet.Fits(need, nil); err != nil {
			t.Error(err)
		}
		time.Sleep(2 * time.Minute) // virtual
		if err := fleet.Fits(need, nil); executor.CodeOf(err) != executor.Busy {
			t.Error(err)
		}
	})
}
