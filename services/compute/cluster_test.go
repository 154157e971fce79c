package compute_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/bacalhau/bacalhautest"
	"github.com/parley-p2p/parley/services/compute/bacalhau/depot"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
)

// clustered is a farmer in front of a cluster, and who would hire it.
type clustered struct {
	*bacalhautest.Cluster
	executor *bacalhau.Executor
	fleet    *bacalhau.Fleet
	job      *compute.Job
	b        *buyer
}

// tree adds a directory of files to the job's inputs, each with some bytes that do not compress.
func (c *clustered) tree(t *testing.T, in compute.Input, files, bytes int) {
	t.Helper()
	dir := t.TempDir()
	for i := range files {
		c.file(t, filepath.Join(dir, fmt.Sprint(i)), bytes, byte(i), byte(i>>8))
	}
	c.add(t, in, dir)
}

func (c *clustered) file(t *testing.T, name string, bytes int, seed ...byte) string {
	t.Helper()
	data := make([]byte, bytes)
	var of [32]byte
	copy(of[:], seed)
	_, _ = rand.NewChaCha8(of).Read(data)
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

func (c *clustered) add(t *testing.T, in compute.Input, at string) {
	t.Helper()
	root, err := content.AddPath(t.Context(), c.b.store, at, content.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	in.CID = root.String()
	c.job.Inputs = append(c.job.Inputs, in)
}

func (c *clustered) contain() {
	c.job.Module, c.job.Live = "", true
	c.job.Container = &compute.Container{Image: "busybox@sha256:" + strings.Repeat("0a", 32)}
}

// What a cluster is bound to refuse is told before anything is signed, and nothing is sent to it; what it can do is signed. C17, C56.
func TestSignsNothingThatClusterRefuses(t *testing.T) {
	oneOfTwo := func(c *clustered) { c.Nodes, c.Lacks = 2, map[string][]string{"node-2": {"urldownload"}} }
	large := func(t *testing.T, c *clustered) { c.tree(t, compute.Input{Name: "data"}, 1, 900_000) }
	for _, k := range []struct {
		name, says string // nothing: it is signed
		edit       func(t *testing.T, c *clustered)
	}{
		{"small", "", func(t *testing.T, c *clustered) { c.executor.Gateway = nil }},
		{"large, and fetched", "", large},
		{"large, and nowhere to fetch from", "can name a gateway or a depot", func(t *testing.T, c *clustered) { large(t, c); c.executor.Gateway = nil }},
		{"large, and no node that fetches", "0 can fetch them (by the storage urlDownload)", func(t *testing.T, c *clustered) {
			large(t, c)
			c.Without = []string{"urldownload"}
		}},
		{"large, and one node of two that fetches", "", func(t *testing.T, c *clustered) { large(t, c); oneOfTwo(c) }},
		{"large, for two nodes, and one of two that fetches", "1 can fetch them (by the storage urlDownload)", func(t *testing.T, c *clustered) {
			large(t, c)
			oneOfTwo(c)
			c.job.Needs.Replicas = 2
		}},
		{"large, for two nodes, which fetch", "", func(t *testing.T, c *clustered) { large(t, c); c.Nodes, c.job.Needs.Replicas = 2, 2 }},
		{"small, for two nodes, and one of two that fetches", "", func(_ *testing.T, c *clustered) {
			oneOfTwo(c)
			c.job.Needs.Replicas = 2
		}},
		{"small, and no node that fetches", "", func(t *testing.T, c *clustered) { c.Without = []string{"urldownload"} }},
		{"many files", "more than 400 files", func(t *testing.T, c *clustered) { c.tree(t, compute.Input{Name: "data"}, 401, 3000) }},
		{"an empty directory", "is empty", func(t *testing.T, c *clustered) {
			large(t, c)
			c.tree(t, compute.Input{Name: "none"}, 0, 0)
		}},
		{"arguments that make it too large", "too large for a job", func(t *testing.T, c *clustered) {
			c.executor.Gateway = nil
			c.tree(t, compute.Input{Name: "data"}, 1, 640_000)
			c.job.Tasks = append(c.job.Tasks, compute.Task{Args: []string{strings.Repeat("x", 50_000)}}, compute.Task{})
		}},
		{"a container's inputs", "too large for a job", func(t *testing.T, c *clustered) { c.contain(); large(t, c); c.executor.Gateway = nil }},
		{"a file that a bucket cannot bring", "what nodes fetch from a bucket are directories", func(t *testing.T, c *clustered) {
			c.contain()
			c.Bucket = bacalhautest.NewBucket(t)
			c.executor.Gateway, c.executor.Depot = nil, &depot.Bucket{Name: "parley", Endpoint: c.Bucket.URL}
			c.add(t, compute.Input{At: "/srv/data"}, c.file(t, filepath.Join(t.TempDir(), "data"), 900_000))
		}},
		{"a container where there are none", "engine docker", func(t *testing.T, c *clustered) { c.contain(); c.Without = []string{"docker"} }},
		{"a GPU", "1 GPUs", func(t *testing.T, c *clustered) { c.job.Needs.GPUs = 1 }},
		{"memory", "MiB of memory", func(t *testing.T, c *clustered) { c.contain(); c.job.Limits.Memory = 1 << 36 }},
		{"a container", "", func(t *testing.T, c *clustered) { c.contain() }},
		{"a module that is none", "WebAssembly", func(t *testing.T, c *clustered) { c.job.Module = c.b.add("#!/bin/sh") }},
	} {
		t.Run(k.name, func(t *testing.T) {
			w := newWorld(t)
			c := &clustered{Cluster: bacalhautest.New(t), b: w.buyer()}
			client := &bacalhau.Client{URL: c.URL}
			c.executor = &bacalhau.Executor{Client: client, Dir: t.TempDir(), Gateway: &bacalhau.Gateway{URL: "http://127.0.0.1:1"}}
			c.fleet = &bacalhau.Fleet{Client: client}
			c.executor.Fleet = c.fleet
			c.job = c.b.job("print a")
			c.job.Module = c.b.add(string(guest.NewProgram("args_get").Build())) // whose arguments travel with it
			c.Set(func() { k.edit(t, c) })
			if err := c.fleet.Refresh(t.Context()); err != nil {
				t.Fatal(err)
			}
			f := w.farm(1, func(f *compute.Farmer) { f.Executor, f.Fits = c.executor, c.fleet.Fits })
			v := proposed(t, f, c.b, c.job)
			_, err := f.farmer.Accept(t.Context(), v)
			refused, ok := errors.AsType[*protocol.Error](err)
			switch {
			case k.says == "" && err != nil:
				t.Error(err)
			case k.says != "" && (!ok || refused.Code != protocol.Resources && refused.Code != protocol.Invalid || !strings.Contains(refused.Reason, k.says)):
				t.Errorf("signed with %v", err)
			}
			if jobs, _ := f.farmer.Busy(); len(c.Jobs()) > 0 || (jobs == 0) != (k.says != "") {
				t.Errorf("%d jobs on the cluster, %d agreements", len(c.Jobs()), jobs)
			}
			if left, err := os.ReadDir(c.executor.Dir); err != nil || len(left) > 0 {
				t.Errorf("remembered: %v, %v", left, err)
			}
		})
	}
}
