package bacalhau_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
	"github.com/parley-p2p/parley/services/compute/wasm"
)

// next is the executor of the process that comes after the world's has died.
func (w *world) next() *bacalhau.Executor {
	e := w.executor
	return &bacalhau.Executor{Client: e.Client, Gateway: e.Gateway, Depot: e.Depot, Dir: e.Dir, CPU: e.CPU, Poll: e.Poll, SlowPoll: e.SlowPoll, Patience: e.Patience,
		Preparing: e.Preparing, Here: e.Here, Logger: e.Logger}
}

// kept tells that the result of the world's task is.
func (w *world) kept() { w.executor.Kept(w.task.Dir) }

// lasting are tasks that come to something, each in a way of its own.
func lasting(t *testing.T) map[string]func(w *world) {
	engine := &wasm.Engine{Parallel: 1}
	t.Cleanup(func() { engine.Close() })
	return map[string]func(w *world){
		"a module": func(*world) {},
		"a container": func(w *world) {
			w.task = executor.Task{ID: t.Name(), Container: &executor.Container{Image: "busybox@sha256:" + strings.Repeat("0a", 32)}, Profile: executor.Live, Dir: w.task.Dir}
		},
		"replicas": func(w *world) { w.Nodes, w.task.Needs.Replicas = 2, 2 },
		"out of time, and it is ended": func(w *world) {
			w.executor.Preparing, w.task.Limits.Wall = time.Millisecond, time.Millisecond
			w.task.Module.Bytes = guest.NewProgram().Build(guest.Forever())
		},
		"trapped": func(w *world) { w.task.Module.Bytes = guest.NewProgram().Build(guest.Op(guest.Unreachable)) },
		"trapped, and run here": func(w *world) {
			w.executor.Here = engine
			w.task.Module.Bytes = guest.NewProgram().Build(guest.Op(guest.Unreachable))
		},
		"much randomness, and run here": func(w *world) {
			w.executor.Here = engine
			w.task.Module.Bytes = unlikes()["much randomness"]
		},
	}
}

// emptied is a directory before a run.
func emptied(t *testing.T, dir string) {
	t.Helper()
	if err := errors.Join(os.RemoveAll(dir), os.Mkdir(dir, 0o700)); err != nil {
		t.Fatal(err)
	}
}

// What became of a task is had again by a process that comes after the one that died before it had kept it, without a second job, and by
// the same one that begins again. Once it is kept it is forgotten, and what is asked again is run again. C17.
func TestNotKept(t *testing.T) {
	for name, edit := range lasting(t) {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.Set(func() { edit(w) })
			came := func(e *bacalhau.Executor, dir string) string {
				t.Helper()
				emptied(t, dir)
				task := w.task
				task.Dir = dir
				rep, err := e.Execute(t.Context(), task)
				if rep == nil {
					t.Fatal(err)
				}
				return fmt.Sprint(rep.End, " ", rep.ExitCode, " ", executor.CodeOf(err))
			}
			first, dir := came(w.executor, w.task.Dir), w.task.Dir
			e := w.executor
			for range 3 {
				if e != w.executor {
					dir = t.TempDir()
				}
				if diff := cmp.Diff(first, came(e, dir)); diff != "" {
					t.Errorf("it came to something else (-want +got):\n%s", diff)
				}
				if jobs, known := len(w.Jobs()), w.inDir(t); jobs != 1 || len(known) != 1 {
					t.Fatalf("%d jobs for one task, %v is remembered", jobs, known)
				}
				e = w.next()
			}
			e.Kept(dir) // which is not this process's to know
			if e = w.next(); came(e, dir) != first || len(w.Jobs()) != 1 {
				t.Errorf("%d jobs", len(w.Jobs()))
			}
			other := t.TempDir()
			if came(e, other); len(w.Jobs()) != 2 || len(w.inDir(t)) != 2 {
				t.Errorf("another run of the same, while the first is not kept: %d jobs, %v remembered", len(w.Jobs()), w.inDir(t))
			}
			e.Kept(dir)
			e.Kept(other)
			if came(e, dir); len(w.Jobs()) != 3 || len(w.inDir(t)) != 1 {
				t.Errorf("run again once all is kept: %d jobs, %v remembered", len(w.Jobs()), w.inDir(t))
			}
		})
	}
}

// What a task has in the depot is there until its result is kept; and a sweep lets go of what was kept without a word, or never will be.
func TestKeptAndSwept(t *testing.T) {
	for _, told := range []bool{true, false} {
		w, left := stored(t, "ipfs")
		w.task.Inputs = []executor.Input{{Name: "noise", Path: noise(t, 900_000)}}
		if rep, err := w.executor.Execute(t.Context(), w.task); err != nil || rep.ExitCode != 7 {
			t.Fatalf("%+v, %v", rep, err)
		}
		if err := w.executor.Sweep(t.Context(), func(string) bool { return true }); err != nil || left() < 2 || len(w.inDir(t)) != 1 {
			t.Errorf("before it is kept: %v, %d things in the depot, %v", err, left(), w.inDir(t))
		}
		if told {
			w.closes(t)
		} else if err := w.executor.Sweep(t.Context(), func(dir string) bool { return dir != w.task.Dir }); err != nil {
			t.Error(err)
		}
		if left() > 1 || len(w.inDir(t)) != 0 || w.Calls("DELETE job") != 0 {
			t.Errorf("told %v: %d things in the depot, %v remembered, and stopped %d times", told, left(), w.inDir(t), w.Calls("DELETE job"))
		}
		emptied(t, w.task.Dir)
		if _, err := w.executor.Execute(t.Context(), w.task); err != nil || len(w.Jobs()) != 2 {
			t.Errorf("%v, %d jobs", err, len(w.Jobs()))
		}
	}
}

// Two tasks that ask for the same, of which the first is kept: the other's job is gone on with by the next process, under its own record.
func TestTwinsNotKept(t *testing.T) {
	w := newWorld(t)
	dirs := []string{t.TempDir(), t.TempDir()}
	for _, dir := range dirs {
		w.task.Dir = dir
		if _, err := w.executor.Execute(t.Context(), w.task); err != nil {
			t.Fatal(err)
		}
	}
	w.executor.Kept(dirs[0])
	if rep, err := w.next().Execute(t.Context(), w.task); err == nil || rep != nil || len(w.Jobs()) != 2 {
		t.Errorf("into a directory that is not empty: %+v, %v, %d jobs", rep, err, len(w.Jobs()))
	}
	emptied(t, dirs[1])
	if rep, err := w.next().Execute(t.Context(), w.task); err != nil || rep.ExitCode != 7 || len(w.Jobs()) != 2 {
		t.Errorf("%+v, %v, %d jobs", rep, err, len(w.Jobs()))
	}
}

// A job that was submitted by a version whose runs differ is ended, whatever it has come to, before one of this version is submitted; that
// of a version whose runs are alike is gone on with. C17.
func TestAnotherVersion(t *testing.T) {
	for form, jobs := range map[string]int{"": 1, "parley engine of before": 2} {
		for _, ended := range []bool{false, true} {
			w := newWorld(t)
			hold := make(chan struct{})
			if ended {
				if _, err := w.executor.Execute(t.Context(), w.task); err != nil {
					t.Fatal(err)
				}
				close(hold)
			} else {
				w.Set(func() { w.Hold = hold })
				w.dies(t, w.executor.Gateway, running)
				if form == "" {
					close(hold)
				} else {
					w.Set(func() { w.Hold = nil })
				}
			}
			file := filepath.Join(w.executor.Dir, w.inDir(t)[0])
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var record map[string]any
			if err := json.Unmarshal(text, &record); err != nil {
				t.Fatal(err)
			}
			if form != "" {
				record["Form"] = form
			}
			if text, err = json.Marshal(record); err != nil || os.WriteFile(file, text, 0o600) != nil {
				t.Fatal(err)
			}
			w.task.Dir = t.TempDir()
			rep, err := w.next().Execute(t.Context(), w.task)
			if err != nil || rep.ExitCode != 7 || len(w.Jobs()) != jobs {
				t.Fatalf("form %q, ended %v: %+v, %v; the jobs are %v", form, ended, rep, err, w.States())
			}
			if first := w.States()[0]; jobs == 2 && !ended && first != bacalhau.Stopped {
				t.Errorf("the job of before is %s", first)
			}
		}
	}
}
