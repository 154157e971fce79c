package bacalhau_test

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

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
	if want := (bacalhau.Offer{Nodes: 1, CPU: 1.6, Memory: 20221201612}); err != nil || offer != want {
		t.Errorf("%+v, %v", offer, err)
	}
	if err := f.Fits(executor.Limits{Memory: 1 << 30}); err != nil {
		t.Error(err)
	}
	if err := f.Fits(executor.Limits{Memory: 1 << 35}); executor.CodeOf(err) != executor.Refused {
		t.Error(err)
	}
	if err := f.Fits(executor.Limits{OutputBytes: 1 << 38}); executor.CodeOf(err) != executor.Refused {
		t.Error(err)
	}
	c.Set(func() {
		c.Fault = func(w http.ResponseWriter, _ *http.Request) bool { _, _ = w.Write([]byte(`{"Nodes":[]}`)); return true }
	})
	if err := f.Refresh(t.Context()); bacalhau.KindOf(err) != bacalhau.Unavailable {
		t.Error(err)
	}
	if err := f.Fits(executor.Limits{}); executor.CodeOf(err) != executor.Internal {
		t.Error(err)
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
