package bacalhau_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// killed submits w.task as a farmer would that serves at a gateway, and dies as soon as the cluster has the job: its nodes find
// nobody there. It returns when each try has failed for that.
func (w *world) killed(t *testing.T) {
	t.Helper()
	w.task.Inputs = []executor.Input{{Name: "noise", Path: noise(t, 900_000)}}
	w.dies(t, &bacalhau.Gateway{URL: "http://127.0.0.1:1"}, func(s []string) bool { return len(s) == 1 })
	w.task.Dir = t.TempDir()
}

// A job that came to nothing since nobody was there to fetch from, while its farmer was dead, is submitted anew once the first can run
// no more, and the task ends as it would have. C17.
func TestStarvedIsSubmittedAnew(t *testing.T) {
	for name, fault := range map[string]func(w *world) func(http.ResponseWriter, *http.Request) bool{
		"": func(*world) func(http.ResponseWriter, *http.Request) bool { return nil },
		"and it is not stopped at once": func(w *world) func(http.ResponseWriter, *http.Request) bool {
			return w.Times(2, "DELETE job", refuse(500, "DatastoreFailure", "timeout"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.Set(func() { w.Fault = fault(w) })
			w.killed(t)
			rep, err := w.executor.Execute(t.Context(), w.task)
			if err != nil || rep.ExitCode != 7 {
				t.Fatalf("%+v, %v", rep, err)
			}
			if diff := cmp.Diff([]string{bacalhau.Stopped, bacalhau.Completed}, w.States()); diff != "" {
				t.Error(diff)
			}
			if one, two := nameOf(t, w.Jobs()[0]), nameOf(t, w.Jobs()[1]); one == two {
				t.Errorf("both jobs are called %s", one)
			}
			w.kept()
			if left, err := filepath.Glob(filepath.Join(w.executor.Dir, "*")); err != nil || len(left) > 0 {
				t.Errorf("left behind: %v, %v", left, err)
			}
		})
	}
}

// While a node may still run the first job there is no second, however long that takes; and none is submitted a third time: who is
// not reached when it is there is told so.
func TestStarvedIsSubmittedOnce(t *testing.T) {
	w := newWorld(t)
	w.impatient()
	w.killed(t)
	w.Set(func() {
		w.Fault = w.Times(1e9, "GET executions", func(rw http.ResponseWriter, r *http.Request) {
			got := httptest.NewRecorder()
			w.Answer(got, r)
			text := got.Body.String()
			if states := w.States(); states[0] == bacalhau.Stopped { // a node does not know it yet
				text = strings.Replace(text, `"StateType":10`, `"StateType":6`, 1)
			}
			_, _ = rw.Write([]byte(text))
		})
	})
	for range 2 { // the next one finds it stopped
		if _, err := w.executor.Execute(t.Context(), w.task); executor.CodeOf(err) != executor.Internal || !strings.Contains(err.Error(), "does not let go of it") {
			t.Errorf("%v", err)
		}
		if n := len(w.Jobs()); n != 1 || len(w.inDir(t)) != 1 {
			t.Errorf("%d jobs, and the first may still run; %v is remembered", n, w.inDir(t))
		}
		w.task.Dir = t.TempDir()
	}
	w.Set(func() { w.Fault = nil })
	if rep, err := w.executor.Execute(t.Context(), w.task); err != nil || rep.ExitCode != 7 {
		t.Errorf("once it has let go: %+v, %v", rep, err)
	}

	w = newWorld(t)
	w.killed(t)
	w.executor.Gateway = &bacalhau.Gateway{URL: "http://127.0.0.1:1"}
	if _, err := w.executor.Execute(t.Context(), w.task); executor.CodeOf(err) != executor.Internal || !strings.Contains(err.Error(), "could not fetch") {
		t.Errorf("%v", err)
	}
	if n := len(w.Jobs()); n != 2 {
		t.Errorf("%d jobs, want one and then another", n)
	}
}

// A real cluster's nodes say what they could not fetch, and that job is followed by another, which they can.
func TestRealStarvedIsSubmittedAnew(t *testing.T) {
	c := realCluster(t)
	e := newExecutor(t, c)
	dead := *c
	dying, die := context.WithCancel(t.Context())
	dead.HTTP = &http.Client{Transport: untilSubmitted{mortal{dying}, die}}
	first := &bacalhau.Executor{Client: &dead, Dir: e.Dir, CPU: e.CPU, Gateway: &bacalhau.Gateway{URL: "http://127.0.0.1:1"}, Patience: time.Millisecond, Absence: time.Millisecond}
	task := executor.Task{ID: t.Name(), Module: executor.Module{Bytes: says("hello\n", 7)}, Dir: t.TempDir(), Inputs: []executor.Input{{Name: "noise", Path: noise(t, 900_000)}}}
	_, err := first.Execute(t.Context(), task)
	t.Log(err)
	was := recordOf(t, e.Dir)
	task.Dir = t.TempDir()
	rep, err := e.Execute(t.Context(), task)
	if err != nil || rep.ExitCode != 7 {
		t.Fatalf("%+v, %v", rep, err)
	}
	if j, err := c.Job(t.Context(), was); err != nil || j.State.StateType != bacalhau.Stopped {
		t.Errorf("the first job is %+v, %v", j, err)
	}
}

// untilSubmitted dies as soon as a job was taken.
type untilSubmitted struct {
	mortal
	die context.CancelFunc
}

func (u untilSubmitted) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := u.mortal.RoundTrip(r)
	if r.Method == http.MethodPut && err == nil {
		body, readErr := io.ReadAll(res.Body)
		res.Body, err = io.NopCloser(bytes.NewReader(body)), readErr
		u.die()
	}
	return res, err
}

// recordOf is the name of the one job that is remembered.
func recordOf(t *testing.T, dir string) string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || len(all) != 1 {
		t.Fatalf("%v, %v", all, err)
	}
	text, err := os.ReadFile(all[0])
	if err != nil {
		t.Fatal(err)
	}
	var r struct{ Name string }
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	return r.Name
}
