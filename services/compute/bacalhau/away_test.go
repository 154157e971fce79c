package bacalhau_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/services/compute/bacalhau/bacalhautest"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// An orchestrator that has a job, and a node that has its result, may be away for longer than anybody has patience: the job goes on, and
// so does who waits for it. That they are lost, and back, is told once each, to who asked for the task and in the log. C17.
func TestAway(t *testing.T) {
	for call, away := range map[string]handler{"GET job": refuse(503, "", ""), "GET executions": bacalhautest.Cut, "GET results": refuse(502, "", ""), "GET result": refuse(503, "", "")} {
		t.Run(call, func(t *testing.T) {
			w := newWorld(t)
			w.executor.Patience = 1
			var log bytes.Buffer
			w.executor.Logger = slog.New(slog.NewTextHandler(&log, nil))
			heard, lost := words{one: make(chan struct{}, 10)}, words{one: make(chan struct{}, 10)}
			w.task.Tell = heard.tell
			w.executor.Lost = func(_ string, err error) { lost.tell(fmt.Sprint(err != nil)) }
			w.Set(func() {
				w.Untold = true
				if call == "GET result" {
					w.FaultyResult = w.firsts(5, away)
				} else {
					w.Fault = w.Times(5, call, away)
				}
			})
			if rep, err := w.executor.Execute(t.Context(), w.task); err != nil || rep.ExitCode != 7 || len(w.Jobs()) != 1 {
				t.Fatalf("%+v, %v, %d jobs", rep, err, len(w.Jobs()))
			}
			if diff := cmp.Diff([]string{"the cluster that has it does not answer at this moment, and is asked again until it does", "the cluster that has it answers again"}, heard.all); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff([]string{"true", "false"}, lost.all); diff != "" {
				t.Errorf("who runs it hears otherwise: %s", diff)
			}
			for _, line := range []string{"the cluster does not answer", "the cluster answers again"} {
				if strings.Count(log.String(), line) != 1 {
					t.Errorf("%q is not there once:\n%s", line, log.String())
				}
			}
		})
	}
}

// firsts is a fault of the first calls that it sees.
func (w *world) firsts(n int, f handler) func(http.ResponseWriter, *http.Request) bool {
	var mu sync.Mutex
	return func(rw http.ResponseWriter, r *http.Request) bool {
		mu.Lock()
		n--
		faulty := n >= 0
		mu.Unlock()
		if faulty {
			f(rw, r)
		}
		return faulty
	}
}

// It is asked for no longer than the task is wanted.
func TestAwayUntilGivenUp(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	w.Set(func() {
		w.Fault = func(rw http.ResponseWriter, r *http.Request) bool {
			if r.Method == http.MethodPut {
				return false
			}
			if w.Calls("GET job") == 5 {
				cancel()
			}
			bacalhautest.Say(rw, 503, "", "")
			return true
		}
	})
	if rep, err := w.executor.Execute(ctx, w.task); executor.CodeOf(err) != executor.Canceled {
		t.Errorf("%+v, %v", rep, err)
	}
}

// What has no job yet when a process begins whose cluster is away gets one once that is there, however impatient it is; and what is given
// up before has left nothing, and is no more asked about. C17.
func TestAwayAtTheStart(t *testing.T) {
	for _, wanted := range []bool{true, false} {
		w := newWorld(t)
		there := make(chan struct{})
		w.executor.Patience, w.executor.There = 1, there
		heard := words{one: make(chan struct{}, 10)}
		w.task.Tell = heard.tell
		w.Set(func() { w.Fault = always(refuse(503, "ServiceUnavailable", "starting")) })
		ctx, giveUp := context.WithCancel(t.Context())
		defer giveUp()
		done := make(chan error, 1)
		go func() {
			_, err := w.executor.Execute(ctx, w.task)
			done <- err
		}()
		select {
		case <-heard.one:
		case err := <-done:
			t.Fatalf("it is given up while it is wanted: %v", err)
		}
		if wanted {
			w.Set(func() { w.Fault = nil })
			close(there)
		} else {
			giveUp()
		}
		if err := <-done; wanted && err != nil || !wanted && executor.CodeOf(err) != executor.Canceled {
			t.Errorf("wanted %v: %v", wanted, err)
		}
		if jobs, known := len(w.Jobs()), len(w.inDir(t)); wanted && (jobs != 1 || known != 1) || !wanted && (jobs+known != 0 || w.Calls("PUT jobs")+w.Calls("GET job") != 0) {
			t.Errorf("wanted %v: %d jobs, %d remembered, asked about %d times", wanted, jobs, known, w.Calls("GET job"))
		}
		if diff := cmp.Diff([]string{"the cluster that is to run it cannot be used at this moment, and is given it once it can"}, heard.all); diff != "" {
			t.Error(diff)
		}
	}
}

// A job that is there is gone on with, also where the cluster is not seen to be sound yet: however wrong it answers until then.
func TestAwayAtTheStartWithAJob(t *testing.T) {
	w := newWorld(t)
	hold := make(chan struct{})
	w.Set(func() { w.Hold = hold })
	w.dies(t, w.executor.Gateway, running)
	close(hold)
	emptied(t, w.task.Dir)
	e := w.next()
	e.Patience, e.There = 1, make(chan struct{})
	w.Set(func() { w.Fault = w.Times(5, "GET job", refuse(500, "DatastoreFailure", "disk full")) })
	if rep, err := e.Execute(t.Context(), w.task); err != nil || rep.ExitCode != 7 || len(w.Jobs()) != 1 {
		t.Errorf("%+v, %v, %d jobs", rep, err, len(w.Jobs()))
	}
}

// Who has somebody waiting asks a node for a result for no longer than it is told to, says why there is none, and leaves nothing behind. C56.
func TestAwayForTooLong(t *testing.T) {
	w := newWorld(t)
	w.Set(func() {
		w.Published = map[string]any{"Type": "urlDownload", "Params": map[string]any{"URL": "http://127.0.0.1:1/result"}}
	})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	heard := words{one: make(chan struct{}, 10)}
	w.task.Tell = heard.tell
	w.executor.Absence = 1
	done := make(chan error, 1)
	go func() {
		_, err := w.executor.Execute(ctx, w.task)
		done <- err
	}()
	var err error
	select {
	case err = <-done:
	case <-heard.one: // that it is asked again until it answers
		cancel()
		t.Fatal(<-done)
	}
	if err == nil || !strings.Contains(told(err), "let this machine reach the compute nodes of the cluster, on port 6001") {
		t.Error(err)
	}
	if left := w.inDir(t); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
