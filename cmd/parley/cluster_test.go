package main

import (
	"archive/tar"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/bacalhau/bacalhautest"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/wasm"
)

// C56: a cluster that could not run a program is told of before anything is offered.
func failCluster(fault func(c *bacalhautest.Cluster), code int) func(p *place) {
	return func(p *place) {
		c := bacalhautest.New(p.t)
		fault(c)
		p.fails(code, "demo", "--executor", "bacalhau", "--bacalhau", c.URL)
	}
}

func failClusterGone(p *place) {
	p.fails(failure.Unavailable, "demo", "--executor", "auto", "--bacalhau", "http://"+unused(p.t))
}

func failClusterUnnamed(p *place) {
	p.fails(failure.Usage, "farm", "--executor", "bacalhau")
}

func failClusterURL(p *place) {
	p.fails(failure.Usage, "demo", "--executor", "bacalhau", "--bacalhau", "127.0.0.1:1234")
	for _, c := range [][]string{
		{"farm", "--executor", "auto", "--bacalhau", "http://"},
		{"farm", "--executor", "auto", "--bacalhau", "ftp://127.0.0.1:1234"},
		{"farm", "--executor", "auto", "--bacalhau", "http://127.0.0.1:port"},
		{"farm", "--executor", "auto", "--bacalhau", "http://127.0.0.1:1234", "--bacalhau-ipfs", "gateway"},
		{"farm", "--executor", "auto", "--bacalhau", "http://127.0.0.1:1234", "--bacalhau-publisher", "noop"},
		{"farm", "--executor", "auto", "--bacalhau", "http://127.0.0.1:1234", "--bacalhau-publisher", "ipfs"},
		{"farm", "--executor", "auto", "--bacalhau", "http://127.0.0.1:1234", "--bacalhau-publisher", "local", "--bacalhau-ipfs", "http://127.0.0.1:8080"},
		{"doctor", "--bacalhau", "localhost:1234"},
		{"doctor", "--bacalhau", "http://127.0.0.1:1234", "--bacalhau-publisher", "noop"},
		{"doctor", "--bacalhau-auth", "key"},
	} {
		p.run(c...).exits(failure.Usage)
	}
	secret := p.run("demo", "--executor", "auto", "--bacalhau", "http://bob:s3cret@[").exits(failure.Usage)
	if strings.Contains(secret.stderr(), "s3cret") {
		p.t.Errorf("a secret is told: %s", secret.stderr())
	}
}

func failClusterUnused(p *place) {
	for _, flag := range []string{"--bacalhau", "--bacalhau-auth", "--bacalhau-ipfs"} {
		contains(p.t, p.run("farm", flag, "http://127.0.0.1:1234").exits(failure.Usage).stderr(), flag+" is given")
	}
	p.fails(failure.Usage, "demo", "--bacalhau-gateway", "127.0.0.1:7080")
}

func failClusterPassword(p *place) {
	p.env = append(p.env, "BACALHAU_API_USERNAME=bob")
	p.fails(failure.Refused, "demo", "--executor", "bacalhau", "--bacalhau", "http://127.0.0.1:1234")
}

func failClusterGateway(p *place) {
	p.join()
	p.fails(failure.Usage, "farm", "--executor", "bacalhau", "--bacalhau", bacalhautest.New(p.t).URL, "--bacalhau-gateway", ":7080")
}

func clusterWithoutNodes(c *bacalhautest.Cluster) {
	c.Fault = func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "/nodes") {
			return false
		}
		_, _ = w.Write([]byte(`{"NextToken":"","Nodes":[]}`))
		return true
	}
}

// clusterSays lets every call of the API but that for its version be answered with an error.
func clusterSays(status int, code, message string) func(c *bacalhautest.Cluster) {
	return func(c *bacalhautest.Cluster) {
		c.Fault = func(w http.ResponseWriter, r *http.Request) bool {
			if strings.HasSuffix(r.URL.Path, "/version") {
				return false
			}
			bacalhautest.Say(w, status, code, message)
			return true
		}
	}
}

func clusterIsAPage(c *bacalhautest.Cluster) {
	c.Fault = func(w http.ResponseWriter, _ *http.Request) bool {
		_, _ = w.Write([]byte("<html>welcome to the hotel's network</html>"))
		return true
	}
}

func failClusterAuthMissing(p *place) {
	p.fails(failure.Refused, "demo", "--executor", "bacalhau", "--bacalhau", "http://127.0.0.1:1234", "--bacalhau-auth", "nowhere.json")
}

func failClusterAuthOpen(p *place) {
	if err := os.Chmod(p.write("key", []byte("secret\n")), 0o644); err != nil {
		p.t.Fatal(err)
	}
	p.fails(failure.Refused, "demo", "--executor", "bacalhau", "--bacalhau", "http://127.0.0.1:1234", "--bacalhau-auth", "key")
}

// hired is what a buyer meets whose farmer works on such a cluster.
func (p *place) hired(fault func(c *bacalhautest.Cluster), code int, args ...string) {
	p.join()
	c := bacalhautest.New(p.t)
	farmer := p.farm("farm", "--executor", "bacalhau", "--bacalhau", c.URL)
	c.Set(func() { fault(c) })
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	p.fails(code, append(append([]string{"run"}, args...), "--farmer", farmer.addr)...)
}

func failClusterTooMuch(p *place) {
	p.write("job.yaml", []byte(`Type: batch
Tasks:
  - Name: main
    Engine: {Type: docker, Params: {Image: "busybox@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}}
    ResultPaths: [{Name: outputs, Path: /outputs}]
    Resources: {GPU: "2"}
`))
	p.hired(func(*bacalhautest.Cluster) {}, failure.Refused, "job.yaml")
}

// containerAsks is a job file for a container that asks for a network.
func containerAsks(network string) []byte {
	return []byte(`Type: batch
Tasks:
  - Name: main
    Engine: {Type: docker, Params: {Image: "busybox@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}}
    ResultPaths: [{Name: outputs, Path: /outputs}]
    Network: {Type: ` + network + `}
    Timeouts: {ExecutionTimeout: 60, QueueTimeout: 60}
`)
}

func failClusterNetwork(p *place) {
	p.write("job.yaml", containerAsks("bridge"))
	p.hired(func(*bacalhautest.Cluster) {}, failure.Refused, "job.yaml")
}

// failClusterReplicas: more nodes are asked for than there are.
func failClusterReplicas(p *place) {
	p.write("job.yaml", append([]byte("Count: 2\n"), jobOf("")...))
	p.hired(func(*bacalhautest.Cluster) {}, failure.Refused, "job.yaml")
}

func failNetwork(p *place) {
	contains(p.t, p.run("farm", "--network", "http").exits(failure.Usage).stderr(), "--network is given, which is for containers")
	p.write("job.yaml", containerAsks("none"))
	for network, says := range map[string]string{"bridges": "is no network", "http": "domains that are named"} {
		contains(p.t, p.run("run", "job.yaml", "--network", network).exits(failure.Usage).stderr(), says)
	}
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	contains(p.t, p.run("run", "hello.wasm", "--network", "host").exits(failure.Usage).stderr(), "a module has no network")
	p.fails(failure.Usage, "farm", "--executor", "bacalhau", "--bacalhau", "http://127.0.0.1:1234", "--network", "all")
}

// A container has the network that its job asks for and its farmer allows, and none where nobody asks.
func TestNetworkOnCluster(t *testing.T) {
	t.Parallel()
	p := newPlace(t).join()
	c := bacalhautest.New(t)
	f := p.farm("there", "--executor", "bacalhau", "--bacalhau", c.URL, "--network", "http,bridge")
	p.write("job.yaml", containerAsks("bridge"))
	for i, network := range []string{"", "none", "bridge", "host"} {
		args := []string{"run", "job.yaml", "--output", "of-" + network, "--farmer", f.addr}
		if network != "" {
			args = append(args, "--network", network)
		}
		if network == "host" {
			contains(t, p.run(args...).exits(failure.Refused).stderr(), "the job asks for the network host, which no container has here")
			continue
		}
		p.ok(args...)
		want := `"Type":"` + map[string]string{"": "Bridge", "none": "None", "bridge": "Bridge"}[network] + `"`
		if jobs := c.Jobs(); len(jobs) != i+1 || !strings.Contains(jobs[i], `"Network":{`+want) {
			t.Errorf("--network %q: %v", network, jobs)
		}
	}
}

// failClusterStopped: somebody stops the job on the cluster.
func failClusterStopped(p *place) {
	p.hired(func(c *bacalhautest.Cluster) {
		c.Hold = make(chan struct{})
		go func() {
			if c.Wait(p.t.Context(), func(s []string) bool { return len(s) == 1 && s[0] == bacalhau.Running }) == nil {
				_ = (&bacalhau.Client{URL: c.URL}).Stop(p.t.Context(), "j-00000001")
			}
		}()
	}, failure.Refused, "hello.wasm")
}

func failClusterResultLost(p *place) {
	p.hired(func(c *bacalhautest.Cluster) {
		c.FaultyResult = func(w http.ResponseWriter, _ *http.Request) bool {
			http.NotFound(w, nil)
			return true
		}
	}, failure.Refused, "hello.wasm")
}

// A farmer on a cluster is hired as any other is, and the result is the one that the embedded engine gives. C17, C56.
func TestFarmOnCluster(t *testing.T) {
	t.Parallel()
	p := newPlace(t).join()
	c := bacalhautest.New(t)
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	there := p.farm("there", "--executor", "bacalhau", "--bacalhau", c.URL)
	here := p.farm("here")
	cids := map[string]bool{}
	for _, f := range []*farmerProcess{there, here} {
		s := object[struct{ CID string }](t, lastLine(p.ok("run", "hello.wasm", "--farmer", f.addr, "-o", "jsonl")))
		cids[s.CID] = true
	}
	if len(cids) != 1 || cids[""] {
		t.Errorf("the results are %v", cids)
	}
	if len(c.Jobs()) != 1 || !strings.Contains(there.stderr(), "1 node, 1.6 processors") {
		t.Errorf("%d jobs; said:\n%s", len(c.Jobs()), there.stderr())
	}
	contains(t, there.stderr(), "runs WASM modules and containers", "as much memory as a node of its cluster has, or 1024 MiB where it may have to be run again here, each")
	contains(t, here.stderr(), "runs WASM modules for", "1024 MiB each")
	// How much memory a job may ask for is what a node has, unless the farmer says less; and what its own machine has where a module may have
	// to be run again there, of which nothing is run before that is known.
	p.ok("run", "hello.wasm", "--live", "--memory", "3000", "--output", "large", "--farmer", there.addr)
	ran := len(c.Jobs())
	contains(t, p.run("run", "hello.wasm", "--memory", "3000", "--output", "again", "--farmer", there.addr).exits(failure.Refused).stderr(),
		"the job may take 3000 MiB of memory, and what may have to be run again on the farmer's own machine has 1024 there")
	if n := len(c.Jobs()); n != ran {
		t.Errorf("%d jobs on the cluster for what was refused", n-ran)
	}
	more := p.farm("more", "--executor", "bacalhau", "--bacalhau", c.URL, "--memory", "3000")
	p.ok("run", "hello.wasm", "--memory", "3000", "--output", "more", "--farmer", more.addr)
	less := p.farm("less", "--executor", "bacalhau", "--bacalhau", c.URL, "--memory", "64")
	contains(t, p.run("run", "hello.wasm", "--output", "none", "--farmer", less.addr).exits(failure.Refused).stderr(), "at most 64 MiB of memory")
	contains(t, less.stderr(), "64 MiB each")
	// What no node could do is not quoted for.
	c.Set(func() { clusterWithoutNodes(c) })
	if said := p.run("doctor", "--bacalhau", c.URL).stdout(); !strings.Contains(said, "BAD   bacalhau") {
		t.Error(said)
	}
}

// With --executor auto a small module is run here, and what is large, or a container, on the cluster. C56.
func TestAuto(t *testing.T) {
	t.Parallel()
	p := newPlace(t).join()
	c := bacalhautest.New(t)
	farmer := p.farm("auto", "--executor", "auto", "--bacalhau", c.URL)
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	p.write("job.yaml", containerAsks("none"))
	for i, job := range []struct {
		args  []string
		there int // jobs on the cluster by then
	}{{[]string{"hello.wasm"}, 0}, {[]string{"hello.wasm", "--memory", "600"}, 1}, {[]string{"job.yaml"}, 2}, {[]string{"hello.wasm", "--memory", "512"}, 2}} {
		p.ok(append(append([]string{"run"}, job.args...), "--output", fmt.Sprint("of-", i), "--farmer", farmer.addr)...)
		if n := len(c.Jobs()); n != job.there {
			t.Errorf("after %v there were %d jobs on the cluster, want %d", job.args, n, job.there)
		}
	}
}

// What is small is run here, on the engine that can be pinned, and of the rest modules that fuel bounds are on the cluster.
func TestSmallHere(t *testing.T) {
	s := split{&wasm.Engine{}, &bacalhau.Executor{Here: &wasm.Engine{}}}
	for _, c := range []struct {
		task         executor.Task
		here, pinned bool
	}{
		{executor.Task{}, true, true},
		{executor.Task{Limits: executor.Limits{Memory: 512 << 20, Wall: time.Minute}}, true, true},
		{executor.Task{Limits: executor.Limits{Memory: 512<<20 + 1}}, false, false},
		{executor.Task{Limits: executor.Limits{Memory: 512<<20 + 1, Fuel: 1e9}}, false, true},
		{executor.Task{Limits: executor.Limits{Wall: time.Minute + 1}}, false, false},
		{executor.Task{Container: &executor.Container{}}, false, false},
		{executor.Task{Needs: executor.Needs{GPUs: 1}}, false, false},
	} {
		want := map[bool]string{true: executor.EngineDigest()}[c.pinned]
		if of := s.of(&c.task); (of == s.here) != c.here || s.EngineOf(&c.task) != want {
			t.Errorf("%+v runs on %T, pinned %q", c.task, of, s.EngineOf(&c.task))
		}
	}
}

// Whose program leaves what no result can hold, or so much that it is not fetched, pays for what was run, and is told what of it is missing: by
// the farmer's words where the run is live, and else there is nothing missing that anybody else would have. C17, C54.
func TestLeftOnCluster(t *testing.T) {
	t.Parallel()
	p := newPlace(t).join()
	c := bacalhautest.New(t)
	f := p.farm("there", "--executor", "bacalhau", "--bacalhau", c.URL)
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	for i, k := range []struct {
		published []byte
		args      []string
		says      string
		code      int
	}{
		{published(p, tar.Header{Name: "./outputs/passwd", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"}), []string{"--live"}, `exit 0 (not in the result, which holds plain files and directories with plain names: "passwd")`, failure.Ok},
		{published(p, tar.Header{Name: "./outputs/passwd", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"}), nil, "exit 0", failure.Ok},
		{random(40 << 20), []string{"--live", "--output-space", "1"}, "exit 0 (what it left and printed is so much more than the 1 MiB of outputs that are allowed that none of it was fetched)", failure.General},
		{random(40 << 20), []string{"--output-space", "1"}, "exit 0", failure.Ok},
	} {
		c.Set(func() {
			c.FaultyResult = func(w http.ResponseWriter, _ *http.Request) bool { _, _ = w.Write(k.published); return true }
		})
		ran := p.run(append([]string{"run", "hello.wasm", "--farmer", f.addr, "-o", "json", "--output", fmt.Sprint("of-", i)}, k.args...)...).exits(k.code)
		s := object[summary](t, ran.stdout())
		if k.code != 0 && (!strings.Contains(s.Error, "its limit was met: 1 MiB of outputs") || !strings.Contains(s.Try, "--output-space")) {
			t.Errorf("%v: the bill says %q, try %q", k.args, s.Error, s.Try)
		}
		if !strings.Contains(ran.stderr(), k.says) || len(s.Tasks) != 1 || len(s.Agreements) != 1 || s.Agreements[0].Owed == "0" {
			t.Errorf("%v: %+v; said:\n%s", k.args, s, ran.stderr())
		}
	}
}

// What is run here of both holds no room on the cluster, whatever its SOW wants of the machine beside; what that cannot be had of here is refused. C56.
func TestRoomOfBoth(t *testing.T) {
	var asked, beside int
	fits := fitsBoth(func(_ executor.Load, held []executor.Load) error {
		asked, beside = asked+1, len(held)
		return nil
	})
	little, large := &executor.Task{}, &executor.Task{Limits: executor.Limits{Memory: 1 << 30}}
	wanted := executor.Load{Task: large, Run: little} // by the SOW
	held := []executor.Load{wanted, {Task: large, Run: large}, {Task: little}}
	if err := fits(wanted, held); err != nil || asked != 0 {
		t.Errorf("%v, and the cluster was asked %d times", err, asked)
	}
	if err := fits(executor.Load{Task: large, Run: large}, held); err != nil || asked != 1 || beside != 1 {
		t.Errorf("%v, the cluster was asked %d times, beside %d", err, asked, beside)
	}
	gpu := executor.Load{Task: &executor.Task{Needs: executor.Needs{GPUs: 1}}, Run: little}
	if err := fits(gpu, nil); executor.CodeOf(err) != executor.Refused {
		t.Error(err)
	}
}

// random are bytes that do not compress.
func random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(b)
	return b
}

func lastLine(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return lines[len(lines)-1]
}

// What is no URL of a server is named, unless it may hold a secret.
func TestURLRefused(t *testing.T) {
	for text, told := range map[string]bool{"127.0.0.1:1234": true, "http://bob:s3cret@h:p": false, "http://h?key=s3cret": false, "http://h#s3cret": false} {
		if err := checkURL("bacalhau", text); err == nil || strings.Contains(err.Error(), text) != told || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: %v", text, err)
		}
	}
}
