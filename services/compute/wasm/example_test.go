package wasm_test

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
	"github.com/parley-p2p/parley/services/compute/wasm"
)

// The main function of a program that makes an Engine begins with
//
//	if wasm.IsWorker() {
//		wasm.WorkerMain()
//	}
func Example() {
	engine := &wasm.Engine{}
	defer engine.Close()

	dir, err := os.MkdirTemp("", "result")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	program := guest.NewProgram("fd_write") // or a file: executor.Module{Path: "prog.wasm"}
	module := program.Build(guest.Const(1), program.Vector("hello\n"), guest.Const(0), guest.Call(0), guest.Op(guest.Drop))
	report, err := engine.Execute(context.Background(), executor.Task{
		Module: executor.Module{Bytes: module}, Dir: dir, Stdout: os.Stdout,
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(report.End, report.ExitCode)
	// Output:
	// hello
	// exited 0
}
