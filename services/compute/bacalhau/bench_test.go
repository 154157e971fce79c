package bacalhau_test

import (
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
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
func bare(b *testing.B, c *bacalhau.Client, template *bacalhau.Job) time.Duration {
	b.Helper()
	took, _ := alone(b, c, template, 50*time.Millisecond) // a closer look slows the cluster
	return took
}

// slowly is bare for many at once, for each of which it looks less often.
func slowly(b *testing.B, c *bacalhau.Client, template *bacalhau.Job) {
	alone(b, c, template, 500*time.Millisecond)
}

// alone says how long that took, and how long it took by the orchestrator's own clock, of which looking makes no part.
func alone(b *testing.B, c *bacalhau.Client, template *bacalhau.Job, pause time.Duration) (took, own time.Duration) {
	j := *template
	j.Name = "parley-bare-" + rand.Text()
	begun := time.Now()
	id, err := c.Submit(b.Context(), &j)
	if err != nil {
		b.Error(err)
		return 0, 0
	}
	for {
		seen, err := c.Job(b.Context(), id)
		switch {
		case err != nil:
			b.Error(err)
			return 0, 0
		case seen.State.StateType == bacalhau.Completed:
			return time.Since(begun), time.Duration(seen.ModifyTime - seen.CreateTime)
		case seen.Ended():
			b.Errorf("%+v", seen.State)
			return 0, 0
		}
		time.Sleep(pause)
	}
}

// sent is the job that an executor makes of a task, with what its nodes would fetch at a server of the benchmark's own.
func sent(b *testing.B, e *bacalhau.Executor, task executor.Task) *bacalhau.Job {
	b.Helper()
	ear := &listener{next: http.DefaultTransport}
	c := *e.Client
	c.HTTP = &http.Client{Transport: ear}
	once := &bacalhau.Executor{Client: &c, Gateway: e.Gateway, Dir: b.TempDir(), CPU: e.CPU}
	task.Dir = b.TempDir()
	if _, err := once.Execute(b.Context(), task); err != nil {
		b.Fatal(err)
	}
	if ear.err != nil || ear.job == nil {
		b.Fatalf("no job was heard: %v", ear.err)
	}
	files := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(ear.files[r.URL.Path]))
	}))
	b.Cleanup(files.Close)
	for _, in := range ear.job.Tasks[0].InputSources {
		if at, is := in.Source.Params["URL"].(string); is && in.Source.Type == "urlDownload" {
			u, err := url.Parse(at)
			if err != nil {
				b.Fatal(err)
			}
			in.Source.Params["URL"] = files.URL + u.Path
		}
	}
	return ear.job
}

// listener hears which job is submitted, and fetches what its nodes are to fetch.
type listener struct {
	next  http.RoundTripper
	job   *bacalhau.Job
	files map[string][]byte // by path
	err   error
}

func (l *listener) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == http.MethodPut && l.job == nil {
		body, err := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		var heard struct{ Job *bacalhau.Job }
		l.err = errors.Join(err, json.Unmarshal(body, &heard))
		if l.job, l.files = heard.Job, map[string][]byte{}; l.err == nil {
			l.err = l.fetch()
		}
	}
	return l.next.RoundTrip(r)
}

func (l *listener) fetch() error {
	for _, in := range l.job.Tasks[0].InputSources {
		at, is := in.Source.Params["URL"].(string)
		if !is || in.Source.Type != "urlDownload" {
			continue
		}
		res, err := http.Get(at)
		if err != nil {
			return err
		}
		defer res.Body.Close()
		u, err := url.Parse(at)
		if err != nil {
			return err
		}
		if l.files[u.Path], err = io.ReadAll(res.Body); err != nil {
			return err
		}
	}
	return nil
}

// median is the middle one: a turn in which the machine did something else says nothing.
func median(all []time.Duration) float64 {
	all = slices.Sorted(slices.Values(all))
	return float64(all[len(all)/2].Milliseconds())
}

// BenchmarkBacalhau compares a tile of the demo from its submission to the CID of its result with bare jobs, in turns, the medians of
// all turns: overhead is the tile without a limit of fuel beside the same module bare; overhead/metered is the tile as the demo
// pays for it, beside that same bare module, which has no meter in it; and overhead/metered/bare
// is the same tile beside what the cluster is given for it, bare. The
// module is made ready once, before the first turn, as for all tiles of a job. It says how many small jobs are done in a second,
// of 50 at once; and of polling, how long small bare ones take beside 50 that are waited for, and beside the same when nobody looks.
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
			ours := sent(b, e, task)
			run()
			var took, floor, metered []time.Duration
			for b.Loop() {
				took = append(took, run())
				floor = append(floor, bare(b, c, theirs))
				if of.fuel > 0 {
					metered = append(metered, bare(b, c, ours))
				}
			}
			b.ReportMetric(median(took), "ms")
			b.ReportMetric(median(floor), "floor-ms")
			if of.fuel > 0 {
				b.ReportMetric(median(took), "bare:ms")
				b.ReportMetric(median(metered), "floor-bare:ms")
			}
		})
	}
	b.Run("parallel/50", func(b *testing.B) { parallel(b, c, e) })
	b.Run("polling", func(b *testing.B) { polling(b, c) })
}

// parallel runs small jobs, in turns with bare ones.
func parallel(b *testing.B, c *bacalhau.Client, e *bacalhau.Executor) {
	module := says("hello\n", 0)
	theirs := small(module)
	at50 := func(job func(i int)) time.Duration {
		begun := time.Now()
		var all sync.WaitGroup
		for i := range 50 {
			all.Go(func() { job(i) })
		}
		all.Wait()
		return time.Since(begun)
	}
	var took, floor time.Duration
	for b.Loop() {
		dirs := make([]string, 50)
		for i := range dirs {
			dirs[i] = b.TempDir()
		}
		took += at50(func(i int) {
			if _, err := e.Execute(b.Context(), executor.Task{ID: fmt.Sprint(i), Module: executor.Module{Bytes: module}, Dir: dirs[i]}); err != nil {
				b.Error(err)
			}
		})
		floor += at50(func(int) { slowly(b, c, theirs) })
	}
	b.ReportMetric(50*float64(b.N)/took.Seconds(), "jobs/s")
	b.ReportMetric(50*float64(b.N)/floor.Seconds(), "floor-jobs/s")
}

// named is a module with the section without which a cluster does not load it.
func named(module []byte) []byte {
	return append(slices.Clone(module), "\x00\x0a\x04name\x00\x03\x02hi"...)
}
