package bacalhau_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/bacalhau/bacalhautest"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest"
)

func running(states []string) bool { return len(states) == 1 && states[0] == bacalhau.Running }

// A farmer that dies while its job runs goes on with that job.
func TestResume(t *testing.T) {
	w := newWorld(t)
	hold := make(chan struct{})
	w.Set(func() { w.Hold = hold })
	w.dies(t, nil, running)
	close(hold)
	w.task.Dir = t.TempDir()
	w.executor.Gateway = nil
	rep, err := w.executor.Execute(t.Context(), w.task)
	if err != nil || rep.ExitCode != 7 {
		t.Fatalf("%+v, %v", rep, err)
	}
	if diff := cmp.Diff([]string{bacalhau.Completed}, w.States()); diff != "" {
		t.Errorf("a second job: %s", diff)
	}
}

// A process that ends, as one does that is told to, leaves its job to the next one, which goes on with it. C17.
func TestDeparts(t *testing.T) {
	for _, taken := range []bool{true, false} { // before it is told that the cluster has the job, and later
		w := newWorld(t)
		life, end := context.WithCancel(t.Context())
		first := &bacalhau.Executor{Client: w.executor.Client, Dir: w.executor.Dir, Gateway: w.executor.Gateway, CPU: w.executor.CPU, Poll: time.Millisecond, Life: life}
		hold := make(chan struct{})
		w.Set(func() {
			w.Hold = hold
			if taken {
				w.Fault = w.Times(1, "PUT jobs", func(rw http.ResponseWriter, r *http.Request) {
					w.Answer(httptest.NewRecorder(), r)
					end()
					bacalhautest.Cut(rw, r)
				})
			}
		})
		working, stop := context.WithCancel(life) // a session's
		done := make(chan error, 1)
		go func() {
			_, err := first.Execute(working, w.task)
			done <- err
		}()
		if !taken {
			if err := w.Wait(t.Context(), running); err != nil {
				t.Fatal(err)
			}
			end()
		}
		if err := <-done; err == nil {
			t.Error("it has ended")
		}
		stop()
		if n := w.Calls("DELETE job"); n > 0 || len(w.inDir(t)) != 1 {
			t.Errorf("taken %v: the job was stopped %d times, and %v is remembered", taken, n, w.inDir(t))
		}
		close(hold)
		w.task.Dir = t.TempDir()
		if rep, err := w.executor.Execute(t.Context(), w.task); err != nil || rep.ExitCode != 7 {
			t.Fatalf("%+v, %v", rep, err)
		}
		if diff := cmp.Diff([]string{bacalhau.Completed}, w.States()); diff != "" {
			t.Errorf("taken %v: %s", taken, diff)
		}
	}
}

// dies runs w.task as another process would, at a gateway of its own, which dies when the cluster's jobs are in such states.
func (w *world) dies(t *testing.T, g *bacalhau.Gateway, when func(states []string) bool) {
	t.Helper()
	dying, die := context.WithCancel(t.Context())
	defer die()
	dead := *w.executor.Client
	dead.HTTP = &http.Client{Transport: mortal{dying}}
	first := &bacalhau.Executor{Client: &dead, Dir: w.executor.Dir, Gateway: g, Depot: w.executor.Depot, Poll: time.Millisecond, Life: dying}
	ended := make(chan struct{})
	go func() { defer close(ended); _, _ = first.Execute(dying, w.task) }()
	if err := w.Wait(t.Context(), when); err != nil {
		t.Fatal(err)
	}
	die()
	<-ended
}

// mortal makes no call any more once its process is dead.
type mortal struct{ life context.Context }

func (m mortal) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := m.life.Err(); err != nil {
		return nil, err
	}
	return http.DefaultTransport.RoundTrip(r)
}

// A job that the orchestrator has forgotten is submitted again under its name; one whose run is given up is stopped.
func TestForgottenAndCanceled(t *testing.T) {
	w := newWorld(t)
	w.Set(func() { w.Hold = make(chan struct{}) })
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		_, err := w.executor.Execute(ctx, w.task)
		done <- err
	}()
	if err := w.Wait(ctx, running); err != nil {
		t.Fatal(err)
	}
	name := nameOf(t, w.Jobs()[0])
	w.Forget()
	if err := w.Wait(ctx, running); err != nil {
		t.Fatal(err)
	}
	if again := nameOf(t, w.Jobs()[0]); again != name {
		t.Errorf("submitted as %s, and again as %s", name, again)
	}
	cancel()
	if err := <-done; executor.CodeOf(err) != executor.Canceled {
		t.Errorf("%v", err)
	}
	if diff := cmp.Diff([]string{bacalhau.Stopped}, w.States()); diff != "" {
		t.Error(diff)
	}
}

func nameOf(t *testing.T, job string) string {
	t.Helper()
	var j bacalhau.Job
	if err := json.Unmarshal([]byte(job), &j); err != nil {
		t.Fatal(err)
	}
	return j.Name
}

// A job says all that a cluster would otherwise decide in a way that harms: no network, time to wait for room, limits.
func TestJobSaysAll(t *testing.T) {
	w := newWorld(t)
	w.task.Env = map[string]string{"lower": "", "SECRET": "of nobody"}
	if _, err := w.executor.Execute(t.Context(), w.task); err != nil {
		t.Fatal(err)
	}
	text := w.Jobs()[0]
	var j bacalhau.Job
	if err := json.Unmarshal([]byte(text), &j); err != nil {
		t.Fatal(err)
	}
	task := j.Tasks[0]
	if task.Network.Type != "None" || task.Timeouts.QueueTimeout != 600 || task.Timeouts.ExecutionTimeout != 90 || task.Resources.Memory != "536870912B" || j.Count != 1 {
		t.Errorf("%+v, %d", task, j.Count)
	}
	if len(task.Env) > 0 {
		t.Errorf("the cluster would refuse or add to %v", task.Env)
	}
}

// What is too large for a job is fetched from the gateway, byte by byte the same, and from nobody else's job.
func TestGateway(t *testing.T) {
	w := newWorld(t)
	tree := t.TempDir()
	big := noise(t, 9<<20)
	if err := os.Rename(big, filepath.Join(tree, "index.html")); err != nil { // a name that file servers redirect
		t.Fatal(err)
	}
	w.task.Module = executor.Module{Path: executortest.Program(t)}
	w.task.Args, w.task.Inputs = []string{"copy"}, []executor.Input{{Name: ".", Path: tree}}
	w.task.Limits.Wall = 10 * time.Minute // a slow machine is no failure
	rep, err := w.executor.Execute(t.Context(), w.task)
	if err != nil || rep.ExitCode != 0 {
		res := executortest.ReadResult(t, w.task.Dir)
		t.Fatalf("%+v, %v\n%s", rep, err, res.Stderr)
	}
	want, err := os.ReadFile(filepath.Join(tree, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(filepath.Join(w.task.Dir, "outputs", "index.html")); err != nil || string(got) != string(want) {
		t.Errorf("%d bytes came back of %d, %v", len(got), len(want), err)
	}
	if len(w.Jobs()[0]) > bacalhau.MaxJob {
		t.Errorf("the job is %d bytes", len(w.Jobs()[0]))
	}
	_, from, _ := strings.Cut(w.Jobs()[0], `"urlDownload"`)
	at := w.executor.Gateway.URL
	if i := strings.Index(w.Jobs()[0], at); i < 0 {
		t.Fatal(from)
	} else {
		at, _, _ = strings.Cut(w.Jobs()[0][i:], `"`)
	}
	res, err := http.Get(at)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusNotFound {
		t.Errorf("after the job %s is still served: %d", at, res.StatusCode)
	}
}

func TestVersion(t *testing.T) {
	c := bacalhautest.New(t)
	client := &bacalhau.Client{URL: c.URL}
	for minor, want := range map[string]bacalhau.Kind{"8": 0, "9": 0, "12": 0, "7": bacalhau.TooOld, "5": bacalhau.TooOld, "x": bacalhau.Garbled} {
		c.Set(func() { c.Minor = minor })
		if _, err := client.Check(t.Context()); bacalhau.KindOf(err) != want {
			t.Errorf("1.%s: %v", minor, err)
		}
	}
	nodes, err := client.Nodes(t.Context())
	if err != nil || len(nodes) != 1 || nodes[0].Info.NodeID != "node-1" || nodes[0].Info.ComputeNodeInfo.MaxCapacity.Memory == 0 {
		t.Errorf("%+v, %v", nodes, err)
	}
	c.Set(func() {
		c.Fault = func(w http.ResponseWriter, _ *http.Request) bool {
			_, _ = w.Write([]byte(`{"Nodes":[{}],"NextToken":"more"}`))
			return true
		}
	})
	if _, err := client.Nodes(t.Context()); bacalhau.KindOf(err) != bacalhau.Garbled {
		t.Errorf("a list without an end: %v", err)
	}
}

// However many jobs are under way, a cluster is asked about them so often only in a second, whose looks they share.
func TestLooks(t *testing.T) {
	const jobs, looks, rate = 20, 100, 200
	w := newWorld(t)
	w.executor.Looks = rate
	seen, enough, hold := 0, make(chan struct{}), make(chan struct{})
	w.Set(func() {
		w.Hold, w.Slots = hold, jobs
		var mu sync.Mutex
		w.Fault = func(_ http.ResponseWriter, r *http.Request) bool {
			mu.Lock()
			defer mu.Unlock()
			if r.Method == http.MethodGet {
				if seen++; seen == looks {
					close(enough)
				}
			}
			return false
		}
	})
	begun := time.Now()
	var all sync.WaitGroup
	for range jobs {
		task := w.task
		task.Dir = t.TempDir()
		all.Go(func() {
			if rep, err := w.executor.Execute(t.Context(), task); err != nil || rep.ExitCode != 7 {
				t.Errorf("%+v, %v", rep, err)
			}
		})
	}
	<-enough
	if took := time.Since(begun); took < (looks-1)*time.Second/rate {
		t.Errorf("%d looks at %d jobs in %v, want at most %d a second", looks, jobs, took, rate)
	}
	close(hold)
	all.Wait()
}

// A module that many tasks run is made ready once, and one that is refused is refused each time.
func TestPrograms(t *testing.T) {
	w := newWorld(t)
	for range 3 {
		w.task.Dir = t.TempDir()
		if rep, err := w.executor.Execute(t.Context(), w.task); err != nil || rep.ExitCode != 7 {
			t.Fatalf("%+v, %v", rep, err)
		}
		other := w.task
		other.Dir, other.Module.SHA256 = t.TempDir(), [32]byte{1}
		if _, err := w.executor.Execute(t.Context(), other); executor.CodeOf(err) != executor.WrongDigest {
			t.Errorf("another module than was agreed: %v", err)
		}
	}
	for i := range int32(10) { // more than are kept
		w.task.Dir, w.task.Module.Bytes = t.TempDir(), says("hello\n", i)
		if rep, err := w.executor.Execute(t.Context(), w.task); err != nil || rep.ExitCode != uint32(i) {
			t.Errorf("%+v, %v", rep, err)
		}
	}
}

// A job whose submitting is given up half-way is stopped if the cluster took it; and of one that it has not taken nothing stays.
func TestGivenUpWhileSubmitted(t *testing.T) {
	for taken, want := range map[bool][]string{true: {bacalhau.Stopped}, false: nil} {
		w, left := stored(t, "ipfs")
		w.task.Inputs = []executor.Input{{Name: "noise", Path: noise(t, 900_000)}}
		ctx, cancel := context.WithCancel(t.Context())
		w.Set(func() {
			w.Hold = make(chan struct{})
			w.Fault = w.Times(1, "PUT jobs", func(rw http.ResponseWriter, r *http.Request) {
				if taken {
					w.Answer(httptest.NewRecorder(), r)
				}
				cancel()
				bacalhautest.Cut(rw, r)
			})
		})
		if _, err := w.executor.Execute(ctx, w.task); executor.CodeOf(err) != executor.Canceled {
			t.Errorf("%v", err)
		}
		if diff := cmp.Diff(want, w.States()); diff != "" {
			t.Errorf("taken %v: %s", taken, diff)
		}
		w.closes(t)
		if records, err := filepath.Glob(filepath.Join(w.executor.Dir, "*")); err != nil || len(records) > 0 || left() > 1 {
			t.Errorf("taken %v: %v stay behind, and %d things in the depot, %v", taken, records, left(), err)
		}
	}
}
