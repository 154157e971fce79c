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
	os.Exit(m.Run())
}
