package bacalhau_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest"
)

// plain is the job that who knows nothing of us would submit: the module with its name section, from a file server.
func plain(b *testing.B, module string) *bacalhau.Job {
	b.Helper()
	text, err := os.ReadFile(module)
	if err != nil {
		b.Fatal(err)
	}
	named := append(text, 0, 8, 4, 'n', 'a', 'm', 'e', 0, 1, 0) // a section that names nothing
	files := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(named))
	}))
	b.Cleanup(files.Close)
	return &bacalhau.Job{Type: "batch", Count: 1, Tasks: []bacalhau.Task{{
		Name:         "main",
		Engine:       bacalhau.Spec{Type: "wasm", Params: map[string]any{"EntryModule": "/module/main.wasm", "Entrypoint": "_start", "Parameters": []string{"exit", "0"}}},
		Publisher:    bacalhau.Spec{Type: "local"},
		InputSources: []bacalhau.Input{{Target: "/module", Source: bacalhau.Spec{Type: "urlDownload", Params: map[string]any{"URL": files.URL + "/main.wasm"}}}},
		ResultPaths:  []bacalhau.ResultPath{{Name: "outputs", Path: "/outputs"}},
		Network:      bacalhau.Network{Type: "None"},
		Resources:    bacalhau.Resources{CPU: "0.02", Memory: "512mb"},
		Timeouts:     bacalhau.Timeouts{ExecutionTimeout: 120, QueueTimeout: 600},
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

// BenchmarkBacalhau compares a task from its submission to the CID of its result with the same job bare.
func BenchmarkBacalhau(b *testing.B) {
	c := realCluster(b)
	e := newExecutor(b, c)
	e.CPU = 20
	b.Run("overhead", func(b *testing.B) {
		module := executortest.Program(b) // as large as the demo's
		theirJob := plain(b, module)
		last := ""
		run := func() time.Duration {
			dir := b.TempDir()
			begun := time.Now()
			if _, err := e.Execute(b.Context(), executor.Task{ID: b.Name(), Module: executor.Module{Path: module}, Args: []string{"exit", "0"}, Dir: dir, Profile: executor.Live}); err != nil {
				b.Fatal(err)
			}
			root, err := content.AddPath(b.Context(), new(content.Archive), dir, content.Limits{})
			if err != nil {
				b.Fatal(err)
			}
			last = root.String()
			return time.Since(begun)
		}
		var ours, theirs time.Duration
		for i := 0; b.Loop(); i++ {
			ours += run()
			theirs += bare(b, c, theirJob, fmt.Sprintf("parley-bare-%d-%d", time.Now().UnixNano(), i))
		}
		b.ReportMetric(float64(ours.Milliseconds())/float64(b.N), "ms/task")
		b.ReportMetric(float64(theirs.Milliseconds())/float64(b.N), "ms/bare")
		b.ReportMetric(100*(float64(ours)/float64(theirs)-1), "%over")
		b.Log(last)
	})
	b.Run("parallel/50", func(b *testing.B) {
		module := says("hello\n", 0)
		for b.Loop() {
			var all sync.WaitGroup
			for i := range 50 {
				dir := b.TempDir()
				all.Go(func() {
					if _, err := e.Execute(b.Context(), executor.Task{ID: fmt.Sprint(i), Module: executor.Module{Bytes: module}, Dir: dir}); err != nil {
						b.Error(err)
					}
				})
			}
			all.Wait()
		}
		b.ReportMetric(50*float64(b.N)/b.Elapsed().Seconds(), "jobs/s")
	})
}
