package executor_test

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/parley-p2p/parley/services/compute/executor"
)

// hire runs a module on whatever executor it is given, and says what to do when that fails.
func hire(ctx context.Context, e executor.Executor, module, data, result string) {
	report, err := e.Execute(ctx, executor.Task{
		Module: executor.Module{Path: module},
		Args:   []string{"--verbose"},
		Inputs: []executor.Input{{Name: "data", Path: data}},
		Dir:    result,
		Limits: executor.Limits{Wall: 30 * time.Second, Memory: 256 << 20},
		Stdout: os.Stdout,
	})
	switch executor.CodeOf(err) {
	case 0:
		fmt.Println("exit code", report.ExitCode)
	case executor.Deadline:
		fmt.Println("too slow:", err)
	default:
		fmt.Println(err)
	}
}

func Example() {
	hire(context.Background(), broken{}, "prog.wasm", "data", "result")
	// Output: the file is no WebAssembly: build it for WASI
}

// broken stands for an executor that was given a text.
type broken struct{}

func (broken) Execute(context.Context, executor.Task) (*executor.Report, error) {
	return nil, &executor.Error{Code: executor.NotWASM, Cause: "the file is no WebAssembly", Remedy: "build it for WASI"}
}
