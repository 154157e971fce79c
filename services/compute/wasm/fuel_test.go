package wasm

import (
	"testing"

	"github.com/parley-p2p/parley/services/compute/executor"
)

// fueled runs a task with patience and returns its report.
func fueled(t *testing.T, e *Engine, task executor.Task) (*executor.Report, error) {
	t.Helper()
	task.ID, task.Dir, task.Limits.Wall = t.Name(), t.TempDir(), patient
	rep, err := e.Execute(t.Context(), task)
	if rep == nil {
		t.Fatal(err)
	}
	return rep, err
}

// A run has exactly the fuel that it is given, and says what it used.
func TestFuelLimit(t *testing.T) {
	e := newEngine(t, &Engine{})
	task := executor.Task{Module: executor.Module{Bytes: smallModule()}}
	all, err := fueled(t, e, task)
	if err != nil || all.Fuel == 0 {
		t.Fatalf("%+v, %v", all, err)
	}
	task.Limits.Fuel = all.Fuel
	if rep, err := fueled(t, e, task); err != nil || rep.Fuel != all.Fuel {
		t.Errorf("with all that it needs: %+v, %v", rep, err)
	}
	task.Limits.Fuel--
	if rep, err := fueled(t, e, task); executor.CodeOf(err) != executor.Fuel || rep.End != executor.OutOfFuel || rep.Fuel != all.Fuel-1 {
		t.Errorf("with one less: %+v, %v", rep, err)
	}
}
