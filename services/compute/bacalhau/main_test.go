package bacalhau_test

import (
	"os"
	"testing"

	"github.com/parley-p2p/parley/services/compute/wasm"
)

// TestMain lets the embedded engine, with which a cluster is compared, start this test as its worker.
func TestMain(m *testing.M) {
	if wasm.IsWorker() {
		wasm.WorkerMain()
	}
	os.Exit(m.Run())
}
