package wasm

import (
	"os"
	"testing"
)

// TestMain lets the engine start this test as its worker; one whose defenses tests may lift.
func TestMain(m *testing.M) {
	if IsWorker() {
		workerMain(^defense(0), attack)
	}
	if len(os.Args) == 2 && os.Args[1] == lateWorker {
		workLate()
	}
	if len(os.Args) == 3 && os.Args[1] == lyingWorker {
		lie(os.Args[2])
		os.Exit(0)
	}
	if len(os.Args) == 3 && os.Args[1] == doomedFarmer {
		farmUntilKilled(os.Args[2])
	}
	if len(os.Args) > 1 && os.Args[1] == bareWorker {
		workBare(os.Args[2:])
		os.Exit(0)
	}
	os.Exit(m.Run())
}
