package bench

import (
	"context"
	"errors"
	"os"
	"testing"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
	"github.com/tetratelabs/wazero/sys"

	"github.com/parley-p2p/parley/services/compute/wasm"
)

// TestMain lets the embedded engine start this binary as its worker, and a floor start it as one with nothing around it.
func TestMain(m *testing.M) {
	if wasm.IsWorker() {
		wasm.WorkerMain()
	}
	if len(os.Args) > 3 && os.Args[1] == bareWorker {
		if err := workBare(context.Background(), os.Args[2], os.Args[3], os.Args[4:]); err != nil {
			panic(err)
		}
		return
	}
	os.Exit(m.Run())
}

const bareWorker = "bare-worker"

// workBare runs a module that is compiled already, if it was run before with this cache.
func workBare(ctx context.Context, cache, module string, args []string) error {
	compiled, err1 := wazero.NewCompilationCacheWithDir(cache)
	binary, err2 := os.ReadFile(module)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	runtime := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfigCompiler().WithCompilationCache(compiled))
	wasi_snapshot_preview1.MustInstantiate(ctx, runtime)
	_, err := runtime.InstantiateWithConfig(ctx, binary, wazero.NewModuleConfig().WithArgs(append([]string{"module"}, args...)...).WithStdout(os.Stdout))
	if exit, ok := errors.AsType[*sys.ExitError](err); ok && exit.ExitCode() == 0 {
		return nil
	}
	return err
}
