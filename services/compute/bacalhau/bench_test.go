package bacalhau_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// tile is one of the demo's.
var tile = []string{"--size", "384x240", "--rect", "96,80,96,80", "--samples", "8"}

// demo is the demo's module, and where its scene is.
func demo(b *testing.B) (module []byte, scene string) {
	b.Helper()
	dir := filepath.FromSlash("../../../examples/render")
	packed, err := os.ReadFile(filepath.Join(dir, "render.wasm.gz"))
	if err != nil {
		b.Fatal(err)
	}
	zip, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		b.Fatal(err)
	}
	if module, err = io.ReadAll(zip); err != nil {
		b.Fatal(err)
	}
	return module, filepath.Join(dir, "scenes", "market.txt")
}

// plain is the job that who knows nothing of us would submit: the module from a file server, the scene inline.
func plain(b *testing.B, module []byte, scene string) *bacalhau.Job {
	b.Helper()
	files := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(module))
	}))
	b.Cleanup(files.Close)
	text, err := os.ReadFile(scene)
	if err != nil {
		b.Fatal(err)
	}
	source := func(kind, url string) bacalhau.Spec {
		return bacalhau.Spec{Type: kind, Params: map[string]any{"URL": url}}
	}
	return &bacalhau.Job{Type: "batch", Count: 1, Tasks: []bacalhau.Task{{
		Name:      "main",
		Engine:    bacalhau.Spec{Type: "wasm", Params: map[string]any{"EntryModule": "/module/main.wasm", "Entrypoint": "_start", "Parameters": tile}},
		Publisher: bacalhau.Spec{Type: "local"},
		InputSources: []bacalhau.Input{{Target: "/module", Source: source("urlDownload", files.URL+"/main.wasm")},
			{Target: "/inputs/scene.txt", Source: source("inline", "data:text/plain;base64,"+base64.StdEncoding.EncodeToString(text))}},
		ResultPaths: []bacalhau.ResultPath{{Name: "outputs", Path: "/outputs"}},
		Network:     bacalhau.Network{Type: "None"},
		Resources:   bacalhau.Resources{CPU: "0.02", Memory: "512mb"},
		Timeouts:    bacalhau.Timeouts{ExecutionTimeout: 600, QueueTimeout: 600},
	}}}
}

// bare submits a job without anything of ours around it, and polls it as tightly as it dares: the engine's own time.
func bare(b *testing.B, c *bacalhau.Client, template *bacalhau.Job, name string) time.Duration {
	b.Helper()
	j := *template
	j.Name = name
	begun := time.Now()
	id, err := c.Submit(b.Context(), &j)
	if err != nil {
		b.Fatal(err)
	}
	for {
		seen, err := c.Job(b.Context(), id)
		if err != nil {
			b.Fatal(err)
		}
		if seen.State.StateType == bacalhau.Completed {
			return time.Since(begun)
		}
		if seen.Ended() {
			b.Fatalf("%+v", seen.State)
		}
		time.Sleep(50 * time.Millisecond) // a closer look slows the cluster
	}
}

// BenchmarkBacalhau compares a tile of the demo from its submission to the CID of its result with the same job bare, in turns;
// and says how many small jobs are done in a second, of 50 at once.
func BenchmarkBacalhau(b *testing.B) {
	c := realCluster(b)
	e := newExecutor(b, c)
	e.CPU = 20
	module, scene := demo(b)
	theirs := plain(b, module, scene)
	for _, of := range []struct {
		name string
		fuel int64
	}{{"overhead", 0}, {"overhead/metered", 12e9}} {
		b.Run(of.name, func(b *testing.B) {
			task := executor.Task{ID: of.name, Module: executor.Module{Bytes: module}, Args: tile,
				Inputs: []executor.Input{{Name: "scene.txt", Path: scene}}, Limits: executor.Limits{Fuel: of.fuel, Wall: 10 * time.Minute}}
			run := func() time.Duration {
				task.Dir = b.TempDir()
				begun := time.Now()
				if rep, err := e.Execute(b.Context(), task); err != nil || rep.ExitCode != 0 {
					b.Fatalf("%+v, %v", rep, err)
				}
				if _, err := content.AddPath(b.Context(), new(content.Archive), task.Dir, content.Limits{}); err != nil {
					b.Fatal(err)
				}
				return time.Since(begun)
			}
			var took, floor time.Duration
			for i := 0; b.Loop(); i++ {
				took += run()
				floor += bare(b, c, theirs, fmt.Sprintf("parley-bare-%d-%d", time.Now().UnixNano(), i))
			}
			b.ReportMetric(float64(took.Milliseconds())/float64(b.N), "ms")
			b.ReportMetric(float64(floor.Milliseconds())/float64(b.N), "floor-ms")
		})
	}
	b.Run("parallel/50", func(b *testing.B) {
		small := says("hello\n", 0)
		for b.Loop() {
			var all sync.WaitGroup
			for i := range 50 {
				dir := b.TempDir()
				all.Go(func() {
					if _, err := e.Execute(b.Context(), executor.Task{ID: fmt.Sprint(i), Module: executor.Module{Bytes: small}, Dir: dir}); err != nil {
						b.Error(err)
					}
				})
			}
			all.Wait()
		}
		b.ReportMetric(50*float64(b.N)/b.Elapsed().Seconds(), "jobs/s")
	})
}
