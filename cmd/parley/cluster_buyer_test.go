package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/bacalhau/bacalhautest"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
)

// buyerFailures are what a buyer meets whose farmer's cluster does not do what it should, beside clusterFailures. C17, C56.
var buyerFailures = []failing{
	{"cluster-rejects", func(p *place) {
		p.hired(func(c *bacalhautest.Cluster) { c.Fault = onPut(400, "BadRequest", "namespace parley is not allowed") }, failure.Refused, "hello.wasm")
	}},
	{"cluster-takes-less", func(p *place) { // than a cluster does: something is between
		p.hired(func(c *bacalhautest.Cluster) { c.Fault = onPut(413, "", "Request Entity Too Large") }, failure.Refused, "hello.wasm")
	}},
	{"cluster-labels", func(p *place) {
		p.write("job.yaml", append([]byte("Constraints: [{Key: region, Operator: =, Values: [moon]}]\n"), jobOf("")...))
		p.hired(func(*bacalhautest.Cluster) {}, failure.Refused, "job.yaml")
	}},
	{"cluster-small", func(p *place) { // its nodes have less of a processor than a task takes
		p.join()
		c := bacalhautest.New(p.t)
		onPath("/nodes", `{"Nodes":[{"Info":{"NodeID":"n","NodeType":"Compute","ComputeNodeInfo":{"ExecutionEngines":["wasm"],"Publishers":["local"],"StorageSources":["inline"],`+
			`"MaxCapacity":{"CPU":0.2,"Memory":4000000000,"Disk":4000000000}}},"Membership":"APPROVED","Connection":"CONNECTED"}]}`)(c)
		p.write("hello.wasm", moduleThatPrints("hello\n"))
		p.fails(failure.Refused, "run", "hello.wasm", "--farmer", p.onCluster(c).addr)
	}},
	{"cluster-full", func(p *place) { // of what others run
		p.join()
		c := bacalhautest.New(p.t)
		onPath("/nodes", `{"Nodes":[{"Info":{"NodeID":"n","NodeType":"Compute","ComputeNodeInfo":{"ExecutionEngines":["wasm"],"Publishers":["local"],"StorageSources":["inline"],"RunningExecutions":4,`+
			`"MaxCapacity":{"CPU":2,"Memory":4000000000,"Disk":4000000000},"AvailableCapacity":{"CPU":0.1,"Memory":4000000000,"Disk":4000000000}}},"Membership":"APPROVED","Connection":"CONNECTED"}]}`)(c)
		p.write("hello.wasm", moduleThatPrints("hello\n"))
		p.told(p.start("run", "hello.wasm", "--farmer", p.onCluster(c).addr), "run hello.wasm", "takes nothing for now")
	}},
	{"cluster-away", func(p *place) { // before anybody is hired
		p.join()
		c := bacalhautest.New(p.t)
		f := p.onCluster(c)
		c.Set(func() { c.Fault = always503 })
		p.write("hello.wasm", moduleThatPrints("hello\n"))
		f.says("the cluster offers nothing")
		p.told(p.start("run", "hello.wasm", "--farmer", f.addr), "run hello.wasm", "takes nothing for now")
	}},
	{"cluster-away-meanwhile", func(p *place) { // after its farmer was
		p.join()
		c := bacalhautest.New(p.t)
		hold := make(chan struct{})
		c.Set(func() { c.Hold = hold })
		f := p.onCluster(c)
		p.write("hello.wasm", moduleThatPrints("hello\n"))
		buyer := p.start("run", "hello.wasm", "--farmer", f.addr)
		if err := c.Wait(p.t.Context(), func(s []string) bool { return len(s) > 0 && s[0] == bacalhau.Running }); err != nil {
			p.t.Fatal(err)
		}
		c.Set(func() { c.Fault = always503 })
		buyer.says("does not answer at this moment")
		c.Set(func() { c.Fault = nil })
		close(hold)
		buyer.wait()
		buyer.exits(0)
		p.told(buyer, "run hello.wasm", "does not answer at this moment", "answers again")
	}},
	{"cluster-module-unready", func(p *place) { // what runs elsewhere, and is refused before anything is signed
		p.write("nameless.wasm", append(moduleThatPrints("hello\n"), 0, 2, 9, 'x'))
		p.hired(func(*bacalhautest.Cluster) {}, failure.Refused, "nameless.wasm")
	}},
	{"cluster-module-unmetered", func(p *place) { // whose fuel cannot be counted, there or elsewhere
		m := guest.NewProgram("fd_write")
		m.Exports = []guest.Export{{Name: "write", Func: 0}}
		p.write("exports.wasm", m.Build(guest.Const(1), m.Vector("hello\n"), guest.Const(0), guest.Call(0), guest.Op(guest.Drop)))
		p.hired(func(*bacalhautest.Cluster) {}, failure.Refused, "exports.wasm", "--fuel", "1")
	}},
	{"cluster-held", failClusterHeld},
	{"cluster-container-large", func(p *place) { // and its nodes have nowhere to fetch from, as failClusterTooLarge has it
		p.join()
		p.env = append(p.env, "HTTP_PROXY="+bacalhautest.New(p.t).URL)
		farmer := p.farm("farm", "--executor", "bacalhau", "--bacalhau", "http://cluster.example")
		p.write("noise", bytes.Repeat([]byte("0123456789abcdef"), 600_000))
		p.write("job.yaml", containerWith("InputSources: [{Target: /data/noise, Source: {Type: local, Params: {SourcePath: noise}}}]"))
		p.fails(failure.Refused, "run", "job.yaml", "--farmer", farmer.addr)
	}},
	{"cluster-empty-directory", func(p *place) {
		p.large("job.yaml")
		if err := os.MkdirAll(filepath.Join(p.dir, "noises", "none"), 0o755); err != nil {
			p.t.Fatal(err)
		}
		if err := os.Rename(filepath.Join(p.dir, "noise"), filepath.Join(p.dir, "noises", "noise")); err != nil {
			p.t.Fatal(err)
		}
		p.write("job.yaml", bytes.Replace(patient(jobOf("")), []byte(`Type: inline, Params: {URL: "data:,hello"}`), []byte("Type: local, Params: {SourcePath: noises}"), 1))
		p.hired(func(*bacalhautest.Cluster) {}, failure.Refused, "job.yaml")
	}},
	{"depot-container-file", func(p *place) {
		p.join()
		p.credentials()
		c, b := bacalhautest.New(p.t), bacalhautest.NewBucket(p.t)
		c.Set(func() { c.Bucket = b })
		farmer := p.onCluster(c, "--bacalhau-depot", "s3://parley?endpoint="+b.URL)
		p.write("noise", bytes.Repeat([]byte("0123456789abcdef"), 600_000))
		p.write("job.yaml", containerWith("InputSources: [{Target: /data/noise, Source: {Type: local, Params: {SourcePath: noise}}}]"))
		p.fails(failure.Refused, "run", "job.yaml", "--farmer", farmer.addr)
	}},
	{"cluster-not-run", func(p *place) {
		p.hired(comingTo("Failed", "not enough nodes to run job. requested: 1, available: 0, suitable: 0.", 10, "failed to create container: no space left on device"), failure.Refused, "hello.wasm")
	}},
	{"cluster-container-socket", func(p *place) { // as a node says it of one; see TestRealContainer
		p.write("job.yaml", containerAsks("none"))
		p.hired(comingTo("Failed", "", 10, "failed to publish result: local publisher failed to compress output file: archive/tar: sockets not supported"), failure.Refused, "job.yaml")
	}},
	{"cluster-deadline", func(p *place) {
		p.hired(comingTo("Failed", "", 10, "Execution timed out after 2m0s"), failure.TimedOut, "hello.wasm")
	}},
	{"cluster-never-run", func(p *place) {
		p.hired(comingTo("Completed", "", 11, ""), failure.Refused, "hello.wasm")
	}},
	{"cluster-traps", func(p *place) {
		p.write("trap.wasm", moduleThatTraps())
		p.hired(func(*bacalhautest.Cluster) {}, failure.General, "trap.wasm")
	}},
	{"cluster-published-nothing", func(p *place) {
		p.hired(func(c *bacalhautest.Cluster) {
			c.Untold = true
			c.Fault = func(w http.ResponseWriter, r *http.Request) bool {
				if !strings.HasSuffix(r.URL.Path, "/results") {
					return false
				}
				_, _ = w.Write([]byte(`{"NextToken":"","Items":[]}`))
				return true
			}
		}, failure.Refused, "hello.wasm")
	}},
	{"cluster-result-ipfs", func(p *place) {
		p.hired(func(c *bacalhautest.Cluster) {
			c.Published = map[string]any{"Type": "ipfs", "Params": map[string]any{"CID": "QmResult"}}
		}, failure.Refused, "hello.wasm")
	}},
	{"cluster-replicas-s3", func(p *place) {
		p.write("job.yaml", append([]byte("Count: 2\n"), patient(jobOf(""))...))
		p.join()
		c := bacalhautest.New(p.t)
		c.Set(func() {
			c.Nodes, c.Untold = 2, true
			c.Signed = map[string]any{"Type": "s3PreSigned", "Params": map[string]any{"PreSignedURL": "http://127.0.0.1:1/result"}}
		})
		p.fails(failure.Refused, "run", "job.yaml", "--farmer", p.onCluster(c, "--bacalhau-publisher", "s3managed").addr)
	}},
	{"cluster-record", func(p *place) { // what is remembered of jobs cannot be written
		p.join()
		c := bacalhautest.New(p.t)
		f := p.onCluster(c)
		dir := filepath.Join(p.home, "farm", "cluster")
		if err := os.RemoveAll(dir); err != nil {
			p.t.Fatal(err)
		}
		if err := os.WriteFile(dir, nil, 0o600); err != nil {
			p.t.Fatal(err)
		}
		p.write("hello.wasm", moduleThatPrints("hello\n"))
		p.fails(failure.Refused, "run", "hello.wasm", "--farmer", f.addr)
	}},
}

// failClusterHeld: a job of before was stopped, and a node runs it all the same, for longer than its farmer has patience, which here is none.
func failClusterHeld(p *place) {
	c, dir := bacalhautest.New(p.t), filepath.Join(p.dir, "cluster")
	c.Set(func() { c.Hold = make(chan struct{}) })
	task := executor.Task{ID: "held", Module: executor.Module{Bytes: moduleThatPrints("hello\n")}, Dir: p.t.TempDir()}
	life, cancel := context.WithCancel(p.t.Context())
	go func() {
		defer cancel()
		_ = c.Wait(p.t.Context(), func(s []string) bool { return len(s) > 0 && s[0] == bacalhau.Running })
	}()
	if _, err := (&bacalhau.Executor{Client: &bacalhau.Client{URL: c.URL}, Dir: dir, Life: life}).Execute(life, task); life.Err() == nil {
		p.t.Fatal(err)
	}
	c.Set(func() { comingTo("Stopped", "", 6, "Running")(c) })
	task.Dir = p.t.TempDir()
	_, err := (&bacalhau.Executor{Client: &bacalhau.Client{URL: c.URL}, Dir: dir, Patience: 1}).Execute(p.t.Context(), task)
	if err == nil {
		p.t.Fatal("it was run")
	}
	p.said("farmer: failed: " + p.mask(err.Error()) + "\n")
}

// containerWith is a job file for a container with something more in its task.
func containerWith(more string) []byte {
	return bytes.Replace(containerAsks("none"), []byte("    Network:"), []byte("    "+more+"\n    Network:"), 1)
}

// comingTo has every job come to such an end, after one try that came to such a state.
func comingTo(state, message string, try int, said string) func(c *bacalhautest.Cluster) {
	return func(c *bacalhautest.Cluster) {
		c.Fault = func(w http.ResponseWriter, r *http.Request) bool {
			at := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
			switch last := at[len(at)-1]; {
			case last == "executions":
				_ = json.NewEncoder(w).Encode(map[string]any{"Items": []any{map[string]any{"ID": "e-1", "NodeID": "node-1", "ComputeState": map[string]any{"StateType": try, "Message": said}}}})
			case r.Method == http.MethodGet && len(at) == 5 && at[3] == "jobs":
				_ = json.NewEncoder(w).Encode(map[string]any{"Job": map[string]any{"ID": last, "Name": last, "State": map[string]any{"StateType": state, "Message": message}}})
			default:
				return false
			}
			return true
		}
	}
}
