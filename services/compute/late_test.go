package compute_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
)

// blackHole is an orchestrator that takes jobs, or does not, and of which nothing else is heard.
type blackHole struct{ takes bool }

func (b blackHole) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == http.MethodPut && b.takes {
		return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(`{"JobID":"j-1"}`)), Request: r}, nil
	}
	<-r.Context().Done()
	return nil, r.Context().Err()
}

// firstHere has the first task done, and gives the others to somebody else, who runs modules.
type firstHere struct{ others executor.Executor }

func (e firstHere) Execute(ctx context.Context, t executor.Task) (*executor.Report, error) {
	if !strings.HasSuffix(t.ID, "/000") {
		t.Module = executor.Module{Bytes: guest.NewProgram().Build()}
		return e.others.Execute(ctx, t)
	}
	r, err := executor.CreateResult(t.Dir, t.Limits.Or(executor.Limits{}), t.Stdout, t.Stderr)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	rep := &executor.Report{End: executor.Exited}
	fmt.Fprintln(r.Stdout, "done")
	if err := r.SetExitCode(0); err != nil {
		return nil, err
	}
	return rep, r.Fill(rep)
}

// A cluster that hangs when the work is due costs the tasks that it has, and not those that are done: they are delivered in time. C17.
func TestDeliversWhileClusterHangs(t *testing.T) {
	for name, c := range map[string]struct {
		takes bool // a job
		due   time.Duration
	}{"takes a job": {true, 30 * time.Second}, "is known to be away": {true, 5 * time.Minute}, "takes none": {false, 30 * time.Second}, "takes none for long": {false, 110 * time.Second}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				cluster := &bacalhau.Executor{Dir: t.TempDir(),
					Client: &bacalhau.Client{URL: "http://cluster.example", HTTP: &http.Client{Transport: blackHole{c.takes}, Timeout: bacalhau.CallTime}}}
				f, b := w.farm(1, func(f *compute.Farmer) { f.Executor = firstHere{cluster} }), w.buyer()
				j := b.job("print a", "print b")
				request := sow(t, j)
				request.DeliverByMs = time.Now().Add(c.due).UnixMilli()
				ctx, enough := context.WithCancel(t.Context())
				var line compute.Line
				_, _ = compute.Run(ctx, b.client, b.buyer, j, request, hiring(1, f), func(l compute.Line) {
					line = l
					enough()
				})
				if got := fmt.Sprintf("%d for %s", len(line.Tasks), line.Owed); got != "1 for 10" || line.Err != nil || line.View.Phase != protocol.Settled {
					t.Errorf("%s (%v), %+v", got, line.Err, line.View)
				}
				if kept, err := filepath.Glob(filepath.Join(cluster.Dir, "*.json")); err != nil || len(kept) != 1 {
					t.Errorf("what is to be stopped later: %v, %v", kept, err)
				}
			})
		})
	}
}
