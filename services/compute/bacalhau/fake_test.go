package bacalhau_test

import (
	"testing"
	"time"

	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/bacalhau/bacalhautest"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest"
)

// C17: the executor passes the suite of all executors, on a cluster of which nothing is made up but its being one.
func TestConformance(t *testing.T) {
	executortest.RunRemote(t, func(t *testing.T) executor.Executor {
		e := newExecutor(t, &bacalhau.Client{URL: bacalhautest.New(t).URL})
		e.Poll, e.Preparing = 5*time.Millisecond, 2*time.Second
		return suited{e}
	})
}
