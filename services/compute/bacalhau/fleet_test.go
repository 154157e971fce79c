package bacalhau_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/bacalhau/bacalhautest"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// C56: nothing is offered that no node could do, and nothing at all while there is none.
func TestFleet(t *testing.T) {
	c := bacalhautest.New(t)
	f := &bacalhau.Fleet{Client: &bacalhau.Client{URL: c.URL}}
	if err := f.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	offer, err := f.Offer()
	want := bacalhau.Offer{Nodes: 1, CPU: 1.6, Memory: 20221201612, Disk: 197939350732, Engines: []string{"docker", "wasm"}, Storage: []string{"inline", "urldownload"},
		Publishers: []string{"local", "noop", "s3managed"}, Labels: []string{"region=lab"}}
	if diff := cmp.Diff(want, offer); err != nil || diff != "" {
		t.Errorf("%v, (-want +got)\n%s", err, diff)
	}
	if err := f.Fits(load(executor.Task{Limits: executor.Limits{Memory: 1 << 30}}), nil); err != nil {
		t.Error(err)
	}
	if err := f.Fits(load(executor.Task{Limits: executor.Limits{Memory: 1 << 35}}), nil); executor.CodeOf(err) != executor.Refused {
		t.Error(err)
	}
	if err := f.Fits(load(executor.Task{Limits: executor.Limits{OutputBytes: 1 << 38}}), nil); executor.CodeOf(err) != executor.Refused {
		t.Error(err)
	}
	c.Set(func() {
		c.Fault = func(w http.ResponseWriter, _ *http.Request) bool { _, _ = w.Write([]byte(`{"Nodes":[]}`)); return true }
	})
	if err := f.Refresh(t.Context()); bacalhau.KindOf(err) != bacalhau.Unavailable {
		t.Error(err)
	}
	if err := f.Fits(load(executor.Task{}), nil); executor.CodeOf(err) != executor.Busy {
		t.Error(err)
	}
}

// load is one task at a time.
func load(t executor.Task) executor.Load { return executor.Load{Task: &t, Tasks: 1} }

// node is one of a cluster as the API tells of it.
func node(id, engine, labels, capacity string) string {
	return `{"Info":{"NodeID":"` + id + `","NodeType":"Compute","Labels":{` + labels + `},"ComputeNodeInfo":{"ExecutionEngines":["` + engine + `"],"Publishers":["local"],` +
		`"StorageSources":["inline"],"MaxCapacity":{` + capacity + `}}},"Membership":"APPROVED","Connection":"CONNECTED"}`
}

// C56: a task is quoted for only where enough nodes have all that it asks for at once, and what is missing is said.
func TestFleetFits(t *testing.T) {
	const big, small = `"CPU":8,"Memory":68719476736,"Disk":1099511627776,"GPU":2`, `"CPU":2,"Memory":8589934592,"Disk":1099511627776`
	nodes := `{"Nodes":[` + node("a", "docker", `"zone":"eu"`, big) + "," + node("b", "docker", `"zone":"us"`, small) + "," + node("c", "wasm", `"zone":"eu"`, small) + `]}`
	f := &bacalhau.Fleet{Client: &bacalhau.Client{URL: "http://cluster", HTTP: &http.Client{Transport: answers(func() string { return nodes })}}}
	if err := f.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	zone := func(name string) []executor.Label {
		return []executor.Label{{Key: "zone", Operator: "=", Values: []string{name}}}
	}
	image := &executor.Container{Image: "busybox"}
	for _, c := range []struct {
		task executor.Task
		says string
	}{
		{executor.Task{}, ""},
		{executor.Task{Container: image}, ""},
		{executor.Task{Container: image, Needs: executor.Needs{Replicas: 2}}, "replicas of a live run"},
		{executor.Task{Needs: executor.Needs{Replicas: 2}}, "the engine wasm on several nodes, one for each replica, and only 1 could do that"},
		{executor.Task{Container: image, Needs: executor.Needs{GPUs: 2, MilliCPU: 8000, Labels: zone("eu")}}, ""},
		{executor.Task{Container: image, Needs: executor.Needs{GPUs: 3}}, "3 GPUs, and no node of those that would do has it: at most 2"},
		{executor.Task{Needs: executor.Needs{GPUs: 1}}, "1 GPUs, and no node of those that would do has it: at most 0"},
		{executor.Task{Needs: executor.Needs{MilliCPU: 2001}}, "2001 thousandths of a processor, and no node of those that would do has it: at most 2000"},
		{executor.Task{Container: image, Limits: executor.Limits{Memory: 32 << 30}, Needs: executor.Needs{Labels: zone("us")}}, "a node with zone = us, and no node"},
		{executor.Task{Needs: executor.Needs{Labels: zone("us")}}, "a node with zone = us"},
	} {
		err := f.Fits(load(c.task), nil)
		if c.says == "" && err == nil {
			continue
		}
		if executor.CodeOf(err) != executor.Refused || !strings.Contains(err.Error(), "the job asks for "+c.says) {
			t.Errorf("%v, want %q", err, c.says)
		}
	}
}

// What the cluster offers is told when it changes, and only then.
func TestFleetWatches(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bodies := []string{`{"Nodes":[]}`, `{"Nodes":[]}`, `{"Nodes":[{"Info":{"NodeType":"Compute","ComputeNodeInfo":{"ExecutionEngines":["wasm"],"Publishers":["local"],"StorageSources":["inline"],"MaxCapacity":{"CPU":2}}},"Membership":"APPROVED","Connection":"CONNECTED"}]}`}
		looks := 0
		f := &bacalhau.Fleet{Every: time.Minute, Client: &bacalhau.Client{URL: "http://cluster", HTTP: &http.Client{Transport: answers(func() string {
			looks++
			return bodies[min(looks, len(bodies))-1]
		})}}}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute+time.Second)
		defer cancel()
		var told []bacalhau.Offer
		_ = f.Watch(ctx, func(o bacalhau.Offer, _ error) { told = append(told, o) })
		if looks != 10 || len(told) != 2 || told[1].CPU != 2 {
			t.Errorf("%d looks, told %+v", looks, told)
		}
	})
}
