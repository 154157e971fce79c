package bacalhau_test

import (
	"bytes"
	"context"
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
			heard := words{one: make(chan struct{}, 10)}
			w.task.Tell = heard.tell
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
