package wasip1

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
	"github.com/tetratelabs/wazero/sys"
)

// memoryPages bounds a guest's memory, in pages of 64 KiB: 512 MiB.
const memoryPages = 8192

// Runner runs one module any number of times. Make one with NewRunner. It is
// safe for concurrent use.
type Runner struct {
	runtime wazero.Runtime
	module  wazero.CompiledModule
}

// NewRunner compiles a module to the processor's own code where wazero can, and
// interprets it elsewhere. The caller closes the runner.
func NewRunner(ctx context.Context, module []byte) (*Runner, error) {
	return newRunner(ctx, wazero.NewRuntimeConfig(), module)
}

// NewInterpreter is NewRunner without a compiler. It is slower by far, and here
// so that the two can be compared.
func NewInterpreter(ctx context.Context, module []byte) (*Runner, error) {
	return newRunner(ctx, wazero.NewRuntimeConfigInterpreter(), module)
}

func newRunner(ctx context.Context, config wazero.RuntimeConfig, module []byte) (*Runner, error) {
	r := wazero.NewRuntimeWithConfig(ctx, config.WithMemoryLimitPages(memoryPages))
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, r); err != nil {
		return nil, errors.Join(err, r.Close(ctx))
	}
	compiled, err := r.CompileModule(ctx, module)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("compile module: %w", err), r.Close(ctx))
	}
	return &Runner{runtime: r, module: compiled}, nil
}

// Close frees the compiled module.
func (r *Runner) Close(ctx context.Context) error { return r.runtime.Close(ctx) }

// Result is what a run left, besides its files.
type Result struct {
	Stdout, Stderr string
	ExitCode       uint32
}

// Run runs the module once, in an instance of its own: with arguments, inputs
// mounted under /inputs, and the directory outputs, which must exist, mounted
// under /outputs. Clocks stand still and the random source is fixed. A guest
// that exits with another code than 0 is no error; one that traps is.
func (r *Runner) Run(ctx context.Context, inputs fs.FS, outputs string, args ...string) (Result, error) {
	var stdout, stderr bytes.Buffer
	files := wazero.NewFSConfig().WithFSMount(inputs, "/inputs").WithDirMount(outputs, "/outputs")
	config := wazero.NewModuleConfig().WithName("").WithFSConfig(files).
		WithStdout(&stdout).WithStderr(&stderr).WithArgs(append([]string{"guest"}, args...)...)
	instance, err := r.runtime.InstantiateModule(ctx, r.module, config)
	result := Result{Stdout: stdout.String(), Stderr: stderr.String()}
	if exit, ok := errors.AsType[*sys.ExitError](err); ok {
		result.ExitCode = exit.ExitCode()
		return result, nil
	}
	if err != nil {
		return result, fmt.Errorf("run module: %w", err)
	}
	return result, instance.Close(ctx)
}
