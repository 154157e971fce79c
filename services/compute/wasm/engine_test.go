package wasm

import (
	"log/slog"
	"testing"

	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest"
)

func newEngine(t testing.TB, e *Engine) *Engine {
	t.Helper()
	if e.CompileTime == 0 {
		e.CompileTime = 10 * patient // the race detector makes it ten times as long
	}
	e.Logger = slog.New(slog.NewTextHandler(t.Output(), nil))
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

// C17: the embedded engine passes the suite of all executors.
func TestConformance(t *testing.T) {
	executortest.Run(t, func(t *testing.T) executor.Executor { return newEngine(t, &Engine{}) })
}
