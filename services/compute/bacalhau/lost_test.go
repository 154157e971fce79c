package bacalhau_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest"
)

// A try that its node refused is none that failed: a job whose nodes found nobody to fetch from is submitted anew all the same, once those
// that are left have refused it. C17.
func TestStarvedAndRefused(t *testing.T) {
	for name, of := range map[string]struct {
		refuse []int // by try
		nodes  int
	}{
		"declined after":         {[]int{0, 4}, 1},
		"not taken after":        {[]int{0, 8}, 1},
		"canceled after":         {[]int{0, 11}, 1},
		"not taken before":       {[]int{8}, 1},
		"declined by another":    {[]int{4}, 2},
		"two others, and itself": {[]int{0, 4, 11, 8, 8}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.Set(func() {
				w.Nodes = of.nodes
				last := -1
				w.Refuse = func(before int) int {
					if last = max(last, before); before < last || before >= len(of.refuse) { // before < last: of the second job
						return 0
					}
					return of.refuse[before]
				}
			})
			w.killed(t)
			rep, err := w.executor.Execute(t.Context(), w.task)
			if err != nil || rep.ExitCode != 7 {
				t.Fatalf("%+v, %v", rep, err)
			}
			if diff := cmp.Diff([]string{bacalhau.Stopped, bacalhau.Completed}, w.States()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A job that failed on one node and was refused by the others is not waited for until its time in the queue is over.
func TestFailedAndRefused(t *testing.T) {
	w := newWorld(t)
	w.executor.Gateway = &bacalhau.Gateway{URL: "http://127.0.0.1:1"}
	w.task.Inputs = []executor.Input{{Name: "noise", Path: noise(t, 900_000)}}
	w.Set(func() { w.Refuse = func(before int) int { return []int{0, 4}[min(before, 1)] } })
	if _, err := w.executor.Execute(t.Context(), w.task); executor.CodeOf(err) != executor.Internal || !strings.Contains(err.Error(), "could not fetch") {
		t.Error(err)
	}
}

// A try that was refused on the way to a result is no result.
func TestRefusedAndRun(t *testing.T) {
	for _, state := range []int{4, 8, 11} {
		w := newWorld(t)
		w.task.Needs.Replicas = 2
		w.Set(func() {
			w.Nodes = 3
			w.Refuse = func(before int) int { return []int{0, state, 0}[min(before, 2)] }
		})
		if rep, err := w.executor.Execute(t.Context(), w.task); err != nil || rep.ExitCode != 7 || executortest.ReadResult(t, w.task.Dir).Stdout != "hello\n" {
			t.Errorf("%d: %+v, %v", state, rep, err)
		}
	}
}

// words are what a task's buyer is told, in order.
type words struct {
	mu  sync.Mutex
	all []string
	one chan struct{} // for each
}

func (w *words) tell(text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.all = append(w.all, text)
	w.one <- struct{}{}
}

// A node that is lost with a replica is told, to the buyer without its name and to the farmer with it; the cluster has another run the
// replica, or fails the job when its time in the queue is over, and that is told, too. C17.
func TestNodeLost(t *testing.T) {
	for _, replaced := range []bool{true, false} {
		t.Run(fmt.Sprint("replaced ", replaced), func(t *testing.T) {
			w := newWorld(t)
			var log bytes.Buffer
			w.executor.Logger = slog.New(slog.NewTextHandler(&log, nil))
			if !replaced {
				w.executor.QueueTime = 2 * time.Second
			}
			heard := words{one: make(chan struct{}, 10)}
			w.task.Needs.Replicas, w.task.Tell = 2, heard.tell
			w.Set(func() { w.Nodes = 2 })
			hold := make(chan struct{})
			first := make(chan struct{})
			var once sync.Once
			w.Set(func() {
				w.Refuse = func(before int) int { // the second try is held
					if before == 1 {
						w.Hold = hold
						once.Do(func() { close(first) })
					}
					return 0
				}
			})
			done := make(chan error, 1)
			var rep *executor.Report
			go func() {
				var err error
				rep, err = w.executor.Execute(t.Context(), w.task)
				done <- err
			}()
			<-first
			w.Lose("node-2")
			<-heard.one
			if replaced {
				close(hold)
				w.Set(func() { w.Nodes = 3 })
			}
			err := <-done
			switch {
			case replaced && (err != nil || rep.ExitCode != 7):
				t.Errorf("%+v, %v", rep, err)
			case !replaced && (executor.CodeOf(err) != executor.Internal || !strings.Contains(err.Error(), "a machine of the cluster was lost")):
				t.Errorf("%+v, %v", rep, err)
			}
			if !slices.ContainsFunc(heard.all, func(s string) bool { return strings.Contains(s, "was lost, and it waits for another") }) || strings.Contains(fmt.Sprint(heard.all, err), "node-") {
				t.Errorf("the buyer hears %q, %v", heard.all, err)
			}
			if !strings.Contains(log.String(), "node=node-2") {
				t.Errorf("the log has\n%s", log.String())
			}
		})
	}
}

// Who waits for room on the cluster is told so, once.
func TestToldToWait(t *testing.T) {
	w := newWorld(t)
	heard := words{one: make(chan struct{}, 10)}
	w.task.Tell = heard.tell
	w.Set(func() { w.Slots = 0 })
	done := make(chan error, 1)
	go func() {
		_, err := w.executor.Execute(t.Context(), w.task)
		done <- err
	}()
	<-heard.one
	w.Set(func() { w.Slots = 1 })
	if err := <-done; err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff([]string{"it waits for a machine of the cluster that has room"}, heard.all); diff != "" {
		t.Error(diff)
	}
}
