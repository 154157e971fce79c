package noop_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest"
	"github.com/parley-p2p/parley/services/compute/executor/noop"
)

// C17: who runs nothing passes what the suite asks of every executor.
func TestSuite(t *testing.T) {
	executortest.RunIdle(t, func(*testing.T) executor.Executor { return noop.Executor{} })
}

func TestModules(t *testing.T) {
	for name, m := range map[executor.Code]executor.Module{
		executor.NoInput:  {Path: filepath.Join(t.TempDir(), "nothing")},
		executor.TooLarge: {Bytes: make([]byte, 256<<20+1)},
	} {
		if rep, err := (noop.Executor{}).Execute(t.Context(), executor.Task{Module: m, Dir: t.TempDir()}); rep != nil || executor.CodeOf(err) != name {
			t.Errorf("%v: %+v, %v", name, rep, err)
		}
	}
}

// An executor is one method: it fills a folder with a result, and reports how the program ended.
func Example() {
	dir, err := os.MkdirTemp("", "result-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	var e executor.Executor = noop.Executor{}
	report, err := e.Execute(context.Background(), executor.Task{Module: executor.Module{Bytes: []byte("\x00asm\x01\x00\x00\x00")}, Dir: dir})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(report.End, report.ExitCode)
	files, err := os.ReadDir(dir)
	for _, f := range files {
		fmt.Println(f.Name())
	}
	_, err = e.Execute(context.Background(), executor.Task{Module: executor.Module{Bytes: []byte("#!/bin/sh")}, Dir: dir})
	fmt.Println(err)
	// Output:
	// exited 0
	// exitCode
	// outputs
	// stderr
	// stdout
	// the module is no WebAssembly: build it for WASI preview 1
}
