package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/internal/port"
	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/bacalhau/bacalhautest"
)

// What goes wrong with a cluster while its farmer goes on is told on its screen, and with --verbose in its log. C56.

// told holds what a command says while it goes on: those of its lines that have one of the parts, the last of which is waited for.
func (p *place) told(c *process, command string, parts ...string) {
	p.t.Helper()
	c.says(parts[len(parts)-1])
	var lines []string
	for line := range strings.Lines(c.stderr()) {
		if has := func(part string) bool { return strings.Contains(line, part) }; slices.ContainsFunc(parts, has) && !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	text := p.mask(strings.Join(lines, ""))
	for _, m := range logMasks {
		text = m.ReplaceAllString(text, "${1}")
	}
	p.said("$ parley " + command + "\n" + text)
}

// said holds the words of the failure that the test is named after.
func (p *place) said(text string) {
	p.t.Helper()
	_, name, _ := strings.Cut(p.t.Name(), "/")
	golden(p.t, filepath.Join("failures", name+".txt"), text)
}

// logMasks are what of a line of the log is another one each time.
var logMasks = []*regexp.Regexp{regexp.MustCompile(`(?m)^()time=DAY TIME\S* `), regexp.MustCompile(`(task=)\S+ `), regexp.MustCompile(`(?m)^(ID)[^ :]*`)}

// onCluster starts a farmer on a cluster.
func (p *place) onCluster(c *bacalhautest.Cluster, args ...string) *farmerProcess {
	return p.farm("farm", append([]string{"--executor", "bacalhau", "--bacalhau", c.URL}, args...)...)
}

var farmerFailures = []failing{
	{"farmer-cluster-rejects", func(p *place) {
		p.join()
		c := bacalhautest.New(p.t)
		f := p.onCluster(c)
		c.Set(func() { c.Fault = onPut(400, "BadRequest", "namespace parley is not allowed") })
		p.write("hello.wasm", moduleThatPrints("hello\n"))
		p.run("run", "hello.wasm", "--farmer", f.addr).exits(failure.Refused)
		p.told(f.process, "farm --executor bacalhau", "answered 400")
	}},
	{"farmer-result-lost", func(p *place) {
		p.join()
		c := bacalhautest.New(p.t)
		f := p.onCluster(c)
		c.Set(func() {
			c.FaultyResult = func(w http.ResponseWriter, _ *http.Request) bool { http.NotFound(w, nil); return true }
		})
		p.write("hello.wasm", moduleThatPrints("hello\n"))
		p.run("run", "hello.wasm", "--farmer", f.addr).exits(failure.Refused)
		p.told(f.process, "farm --executor bacalhau", "the node that has the result")
	}},
	{"farmer-submitted-anew", farmerSubmittedAnew},
	{"farmer-sweep-fails", func(p *place) {
		p.join()
		c := bacalhautest.New(p.t)
		c.Set(func() {
			c.Fault = func(w http.ResponseWriter, r *http.Request) bool {
				return strings.Contains(r.URL.Path, "/jobs/") && clusterSays500(w, r)
			}
		})
		p.leftBehind()
		p.told(p.onCluster(c).process, "farm --executor bacalhau", "sweeping what was left behind")
	}},
	{"farmer-cluster-away", func(p *place) {
		p.join()
		c := bacalhautest.New(p.t)
		f := p.onCluster(c)
		c.Set(func() { c.Fault = clusterSays500 })
		p.told(f.process, "farm --executor bacalhau", "the cluster offers nothing")
	}},
	{"farmer-node-away", func(p *place) { // the one that has the result
		p.join()
		c := bacalhautest.New(p.t)
		c.Set(func() { c.FaultyResult = always503 })
		f := p.onCluster(c)
		p.write("hello.wasm", moduleThatPrints("hello\n"))
		buyer := p.start("run", "hello.wasm", "--farmer", f.addr)
		f.says("is asked again")
		c.Set(func() { c.FaultyResult = nil })
		buyer.wait()
		buyer.exits(0)
		p.told(f.process, "farm --executor bacalhau", "a node with a result", "answers again")
	}},
	{"farmer-runs-again", func(p *place) { // what a cluster shows nothing of; C17, H05
		p.join()
		f := p.onCluster(bacalhautest.New(p.t))
		p.write("trap.wasm", moduleThatTraps())
		p.run("run", "trap.wasm", "--farmer", f.addr).exits(failure.General)
		p.told(f.process, "farm --executor bacalhau", "is run again on this machine")
	}},
	{"farmer-starts-away", farmerStartsAway},
	{"farmer-starts-before-submitting", farmerStartsBeforeSubmitting},
	{"farmer-not-stopped", func(p *place) { // by a farmer that does not come back
		p.join()
		p.env = append(p.env, thrownAway+"=1")
		c := bacalhautest.New(p.t)
		c.Set(func() {
			c.Hold = make(chan struct{})
			c.Fault = func(w http.ResponseWriter, r *http.Request) bool {
				return r.Method == http.MethodDelete && clusterSays500(w, r)
			}
		})
		p.write("hello.wasm", moduleThatPrints("hello\n"))
		f := p.onCluster(c, "--verbose")
		p.start("run", "hello.wasm", "--farmer", f.addr)
		if err := c.Wait(p.t.Context(), func(s []string) bool { return len(s) > 0 && s[0] == bacalhau.Running }); err != nil {
			p.t.Fatal(err)
		}
		f.interrupt()
		p.told(f.process, "farm --executor bacalhau --verbose", "could not be stopped")
	}},
}

// farmerStartsAway: a farmer is started again while its cluster is away, and has a job there.
func farmerStartsAway(p *place) {
	p.join()
	c := bacalhautest.New(p.t)
	hold, at := make(chan struct{}), port.Multiaddr(unused(p.t))
	c.Set(func() { c.Hold = hold })
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	f := p.onCluster(c, "--listen", at)
	buyer := p.start("run", "hello.wasm", "--farmer", f.addr, "--patience", "2m", "-o", "jsonl")
	if err := c.Wait(p.t.Context(), func(s []string) bool { return len(s) > 0 && s[0] == bacalhau.Running }); err != nil {
		p.t.Fatal(err)
	}
	f.destroy()
	c.Set(func() { c.Fault = always503 })
	again := p.onCluster(c, "--listen", at)
	other := p.start("run", "hello.wasm", "--name", "other", "--farmer", again.addr).says("takes nothing for now")
	contains(p.t, other.stderr(), "the cluster that programs are run on is not there at this moment")
	c.Set(func() { c.Fault = nil })
	close(hold)
	buyer.wait()
	buyer.exits(0)
	other.wait()
	other.exits(0)
	if n := len(c.Jobs()); n != 2 {
		p.t.Errorf("%d jobs were submitted for two agreements", n)
	}
	p.told(again.process, "farm --executor bacalhau", "cannot be used at this moment", "it is asked again until it can", "runs nothing until", "the cluster is there")
}

// farmerStartsBeforeSubmitting: a farmer is started again while its cluster is away, which it has submitted nothing to of what was agreed.
func farmerStartsBeforeSubmitting(p *place) {
	p.join()
	c := bacalhautest.New(p.t)
	asked, at := make(chan struct{}, 1), port.Multiaddr(unused(p.t))
	c.Set(func() {
		c.Fault = func(w http.ResponseWriter, r *http.Request) bool {
			if r.Method != http.MethodPut {
				return false
			}
			select {
			case asked <- struct{}{}:
			default:
			}
			return always503(w, r)
		}
	})
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	f := p.onCluster(c, "--listen", at)
	buyer := p.start("run", "hello.wasm", "--farmer", f.addr, "--patience", "2m")
	<-asked
	f.destroy()
	if err := os.RemoveAll(filepath.Join(p.home, "farm", "cluster")); err != nil { // it died before it had remembered one
		p.t.Fatal(err)
	}
	rejects := onPut(400, "BadRequest", "it is starting") // at the first try
	c.Set(func() {
		c.Fault = func(w http.ResponseWriter, r *http.Request) bool { return rejects(w, r) || always503(w, r) }
	})
	p.onCluster(c, "--listen", at).says("cannot be used at this moment")
	p.told(buyer, "run hello.wasm", "that is to run it cannot be used")
	c.Set(func() { c.Fault = nil })
	buyer.wait()
	buyer.exits(0)
	if n := len(c.Jobs()); n != 1 {
		p.t.Errorf("%d jobs were submitted for one agreement", n)
	}
}

func always503(w http.ResponseWriter, _ *http.Request) bool {
	bacalhautest.Say(w, 503, "ServiceUnavailable", "starting")
	return true
}

func clusterSays500(w http.ResponseWriter, _ *http.Request) bool {
	bacalhautest.Say(w, 500, "DatastoreFailure", "disk full")
	return true
}

// farmerSubmittedAnew: a farmer dies before the nodes have fetched from it, and somebody else has its address when it comes back.
func farmerSubmittedAnew(p *place) {
	p.join()
	c := bacalhautest.New(p.t)
	hold, at := make(chan struct{}), port.Multiaddr(unused(p.t))
	c.Set(func() { c.HoldFetch = hold })
	p.write("large.wasm", moduleTooLarge())
	f := p.onCluster(c, "--listen", at)
	buyer := p.start("run", "large.wasm", "--farmer", f.addr, "--patience", "2m", "-o", "jsonl")
	if err := c.Wait(p.t.Context(), func(s []string) bool { return len(s) > 0 && s[0] == bacalhau.Running }); err != nil {
		p.t.Fatal(err)
	}
	f.destroy()
	l, err := net.Listen("tcp", gatewayOf(p.t, c))
	if err != nil {
		p.t.Fatal(err)
	}
	gone, served := &http.Server{Handler: http.NotFoundHandler()}, make(chan error, 1)
	go func() { served <- gone.Serve(l) }()
	defer func() { gone.Close(); <-served }()
	again := p.onCluster(c, "--listen", at, "--verbose")
	close(hold)
	buyer.wait()
	buyer.exits(0)
	p.told(again.process, "farm --executor bacalhau --verbose", "fetched from", "submitted anew")
}

// leftBehind is the record of a job for an agreement that nobody has.
func (p *place) leftBehind() {
	dir := filepath.Join(p.home, "farm", "cluster")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		p.t.Fatal(err)
	}
	record := fmt.Sprintf(`{"Name":"parley-%026d","Token":"%026d","For":%q}`, 1, 1, filepath.Join(p.home, "farm", "work", "gone"))
	if err := os.WriteFile(filepath.Join(dir, strings.Repeat("0", 64)+".json"), []byte(record), 0o600); err != nil {
		p.t.Fatal(err)
	}
}

// onPut answers what is submitted with an error.
func onPut(status int, code, message string) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodPut {
			return false
		}
		bacalhautest.Say(w, status, code, message)
		return true
	}
}
