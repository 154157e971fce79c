package main

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/bacalhau/bacalhautest"
	"github.com/parley-p2p/parley/services/compute/bacalhau/depot"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// troubles are what goes wrong late, or takes longer than a test may: in part with an executor that has less patience, or in virtual time. C17, C56.
var troubles = []failing{
	{"depot-slow", func(p *place) {
		c, n := bacalhautest.New(p.t), bacalhautest.NewIPFS(p.t)
		n.Fault = func(_ http.ResponseWriter, r *http.Request) bool { <-r.Context().Done(); return true }
		c.Set(func() { c.IPFS = n })
		noise := p.write("noise", bytes.Repeat([]byte("0123456789abcdef"), 600_000))
		task := executor.Task{ID: "slow", Module: executor.Module{Bytes: moduleThatPrints("hello\n")}, Inputs: []executor.Input{{Name: "noise", Path: noise}}, Dir: p.t.TempDir()}
		e := &bacalhau.Executor{Client: &bacalhau.Client{URL: c.URL}, Depot: &depot.IPFS{URL: n.URL}, FetchTime: 10 * time.Millisecond, Patience: 1}
		_, err := e.Execute(p.t.Context(), task)
		p.bothTold(err)
	}},
	{"cluster-job-endless", func(p *place) {
		var err error
		dir := p.t.TempDir()
		synctest.Test(p.t, func(t *testing.T) {
			e := &bacalhau.Executor{Client: &bacalhau.Client{URL: "http://cluster", HTTP: &http.Client{Transport: running{}}}}
			_, err = e.Execute(t.Context(), executor.Task{ID: "endless", Module: executor.Module{Bytes: moduleThatPrints("hello\n")}, Dir: dir})
		})
		p.bothTold(err)
	}},
	{"farmer-depot-stays", func(p *place) { // what was brought cannot be taken away
		p.join()
		c, n := bacalhautest.New(p.t), bacalhautest.NewIPFS(p.t)
		c.Set(func() { c.IPFS = n })
		f := p.onCluster(c, "--bacalhau-depot", "ipfs+"+n.URL, "--verbose")
		before := n.Imported()
		n.Break(func(w http.ResponseWriter, r *http.Request) bool {
			return strings.HasSuffix(r.URL.Path, "files/rm") && n.Imported() > before && clusterSays500(w, r)
		})
		p.write("large.wasm", moduleTooLarge())
		p.ok("run", "large.wasm", "--farmer", f.addr)
		p.told(f.process, "farm --executor bacalhau --verbose", "cannot be taken away now")
	}},
	{"farmer-depot-hangs", func(p *place) { // while the farmer leaves
		p.join()
		c, n := bacalhautest.New(p.t), bacalhautest.NewIPFS(p.t)
		c.Set(func() { c.IPFS = n })
		f := p.onCluster(c, "--bacalhau-depot", "ipfs+"+n.URL)
		before := n.Imported()
		n.Break(func(_ http.ResponseWriter, r *http.Request) bool {
			if !strings.HasSuffix(r.URL.Path, "files/rm") || n.Imported() == before {
				return false
			}
			_, _ = io.Copy(io.Discard, r.Body)
			<-r.Context().Done()
			return true
		})
		p.write("large.wasm", moduleTooLarge())
		p.ok("run", "large.wasm", "--farmer", f.addr)
		f.interrupt()
		p.told(f.process, "farm --executor bacalhau", "is not all taken away")
	}},
	{"farmer-record-stays", func(p *place) { // something else is where the record of a job was
		p.join()
		c := bacalhautest.New(p.t)
		hold := make(chan struct{})
		c.Set(func() { c.Hold = hold })
		f := p.onCluster(c, "--verbose")
		p.write("hello.wasm", moduleThatPrints("hello\n"))
		buyer := p.start("run", "hello.wasm", "--farmer", f.addr)
		if err := c.Wait(p.t.Context(), func(s []string) bool { return len(s) > 0 && s[0] == bacalhau.Running }); err != nil {
			p.t.Fatal(err)
		}
		records, err := filepath.Glob(filepath.Join(p.home, "farm", "cluster", "*.json"))
		if err != nil || len(records) != 1 {
			p.t.Fatalf("%v, %v", records, err)
		}
		if err := errors.Join(os.Remove(records[0]), os.MkdirAll(filepath.Join(records[0], "more"), 0o700)); err != nil {
			p.t.Fatal(err)
		}
		close(hold)
		buyer.exits(0)
		p.told(f.process, "farm --executor bacalhau --verbose", "the record of a job cannot be removed")
	}},
}

// bothTold holds what who has hired a farmer hears of a failed run, and what is in the farmer's log.
func (p *place) bothTold(err error) {
	p.t.Helper()
	e, ok := errors.AsType[*executor.Error](err)
	if !ok {
		p.t.Fatalf("it is no failure of a run: %v", err)
	}
	p.said(p.mask("buyer: " + e.Error() + "\nfarmer: " + below(e) + "\n"))
}

func below(e *executor.Error) string {
	if e.Err == nil {
		return "nothing more"
	}
	return e.Err.Error()
}

// running is an orchestrator whose jobs run for ever.
type running struct{}

// RoundTrip implements http.RoundTripper.
func (running) RoundTrip(r *http.Request) (*http.Response, error) {
	text := "{}"
	switch {
	case r.Method == http.MethodPut:
		text = `{"JobID":"j-1"}`
	case path.Base(r.URL.Path) == "j-1":
		text = `{"Job":{"ID":"j-1","State":{"StateType":"Running"}}}`
	}
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(text)), Request: r}, nil
}
