package mediator_test

import (
	"context"
	"strings"
	"testing"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/mediator"
)

// thrifty is an engine of another version: it counts one fuel less, and says that it is another.
type thrifty struct{ executor.Executor }

func (thrifty) EngineDigest() string { return strings.Repeat("ab", 32) }

func (e thrifty) Execute(ctx context.Context, t executor.Task) (*executor.Report, error) {
	r, err := e.Executor.Execute(ctx, t)
	if r != nil {
		r.Fuel--
	}
	return r, err
}

// SETTLEMENT rule 1: for work of which mediators could not tell, or would find another cost because they run another engine, no arbiter is to
// be named; of what may be judged they find what the farmer did, or, where theirs is another engine after all, say that they cannot tell, so
// that nobody honest is found wrong. C51, J22.
func TestJudges(t *testing.T) {
	w := newWorld(t)
	work := printing("hello\n")
	endless := printing("", guest.Forever()...)
	metered := compute.Limits{Fuel: 1_000_000_000}
	for name, c := range map[string]struct {
		module  []byte
		limits  compute.Limits
		engine  string
		live    bool
		says    string // of Judges; nothing: it can be judged
		tells   bool   // mediators can
		another bool   // those with another engine find something, which is not what the others find
	}{
		"pinned, and bounded by fuel":        {module: work, limits: metered, engine: executor.EngineDigest(), tells: true},
		"live":                               {module: work, live: true, says: "no two live runs give the same"},
		"ended by time":                      {module: endless, limits: compute.Limits{WallMs: 300}, engine: executor.EngineDigest(), says: "needs a limit on fuel"},
		"pinned to another engine":           {module: work, limits: metered, engine: strings.Repeat("cd", 32), says: "pin that one"},
		"pinned to none":                     {module: work, limits: metered, says: "pin that one", tells: true, another: true},
		"pinned to none, and not by fuel":    {module: work, says: "pin that one", tells: true, another: true},
		"pinned, and not bounded, but short": {module: work, engine: executor.EngineDigest(), says: "needs a limit on fuel", tells: true},
	} {
		t.Run(name, func(t *testing.T) {
			w.t = t
			w.prepare = func(j *compute.Job, _ messages.Key) { j.Engine, j.Live = c.engine, c.live }
			deal := w.agree(c.module, c.limits, true)
			sow, err := compute.SOW(deal.job)
			if err != nil {
				t.Fatal(err)
			}
			if err := mediator.Judges(sow); (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
				t.Errorf("Judges: %v, want %q", err, c.says)
			}
			brief := &mediator.Brief{ID: deals.Hash{byte(w.deals)}, Terms: deal.record.Papers.Terms, Delivery: deals.Delivery{Digest: painted, Cost: "1"}}
			found := must(w.sandbox(t, store(t)).Rerun(w.ctx(), brief))(t)
			if (found.Inconclusive == "") != c.tells {
				t.Errorf("mediators found %+v", found)
			}
			old := w.sandbox(t, store(t))
			old.Executor = thrifty{w.engine}
			other := must(old.Rerun(w.ctx(), brief))(t)
			if differs := other.Inconclusive == "" && other.Finding.Fuel != found.Finding.Fuel; differs != c.another {
				t.Errorf("those with another engine found %+v, and the others %+v", other, found)
			}
			if c.says == "" && other.Inconclusive == "" {
				t.Errorf("those with another engine found %+v of what is pinned", other)
			}
		})
	}
	other := &messages.SOW{Service: "parley.dev/echo/1"}
	if err := mediator.Judges(other); err == nil || !strings.Contains(err.Error(), "parley.dev/echo/1") {
		t.Errorf("of another service: %v", err)
	}
	if err := mediator.Judges(&messages.SOW{Service: compute.Service}); err == nil {
		t.Error("a job that nobody can read can be judged")
	}
}
