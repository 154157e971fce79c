package executortest

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/services/compute/executor"
)

// result: whoever ends with 0 and writes nothing leaves this, and a report of it.
func (s *suite) result(t *testing.T) {
	dir := t.TempDir()
	res, rep := s.ok(t, executor.Task{Dir: dir}, "exit", "0")
	if diff := cmp.Diff(Result{ExitCode: "0", Outputs: map[string]string{}}, res); diff != "" {
		t.Error(diff)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if diff := cmp.Diff([]string{executor.ExitCodeFile, executor.OutputsDir, executor.StderrFile, executor.StdoutFile}, names); diff != "" {
		t.Error(diff)
	}
	if rep.OutputBytes != 0 || rep.OutputFiles != 0 || rep.Stdout != (executor.Stream{}) || rep.Stderr != (executor.Stream{}) || len(rep.Limited) > 0 {
		t.Errorf("%+v", rep)
	}
}

// inputsStay: what a task is given is as it was when it has ended.
func (s *suite) inputsStay(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a"), "a")
	s.ok(t, executor.Task{Inputs: []executor.Input{{Name: "data", Path: dir}}}, "exit", "0")
	there, err := os.ReadDir(dir)
	b, errRead := os.ReadFile(filepath.Join(dir, "a"))
	if err != nil || errRead != nil || len(there) != 1 || string(b) != "a" {
		t.Errorf("%v, %q, %v, %v", there, b, err, errRead)
	}
}

// manyResults: tasks at once have each its own result.
func (s *suite) manyResults(t *testing.T) {
	var all sync.WaitGroup
	for range 8 {
		dir := t.TempDir()
		all.Go(func() {
			rep, err := s.executor.Execute(context.Background(), executor.Task{Module: executor.Module{Path: s.module}, Args: []string{"exit", "0"}, Dir: dir,
				Limits: executor.Limits{Wall: 5 * time.Minute}})
			if err != nil || rep.End != executor.Exited {
				t.Errorf("%+v, %v", rep, err)
				return
			}
			if b, err := os.ReadFile(filepath.Join(dir, executor.ExitCodeFile)); err != nil || string(b) != "0" {
				t.Errorf("%q, %v", b, err)
			}
		})
	}
	all.Wait()
}
