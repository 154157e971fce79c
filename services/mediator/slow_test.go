package mediator_test

import (
	"context"
	"time"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/evidence"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
	"github.com/parley-p2p/parley/services/deals"
)

// sluggish is a farmer's machine that ends one of its runs, which on any other machine is over in time.
type sluggish struct {
	executor.Executor
	nth  int // of its runs, from 1
	runs int
}

func (s *sluggish) Execute(ctx context.Context, t executor.Task) (*executor.Report, error) {
	if s.runs++; s.runs == s.nth {
		t.Module, t.Limits.Wall = executor.Module{Bytes: printing("", guest.Forever()...)}, 300*time.Millisecond
		t.Limits.Fuel *= 1000 // which no machine burns in that time
	}
	return s.Executor.Execute(ctx, t)
}

// granted answers every claim with what it asks for.
type granted struct{}

func (granted) Claim(_ context.Context, m *messages.Progress) (*messages.Voucher, error) {
	return &messages.Voucher{Amount: m.Claim}, nil
}

func (granted) Report(context.Context, uint64, uint64, string) {}

// slow is what an honest farmer submits of a deal whose nth run its machine ends: what it delivers, and is served; of work that it
// gives up, nothing.
func (w *world) slow(c *contract, nth int) deals.Delivery {
	w.t.Helper()
	t, ctx := w.t, w.ctx()
	v := must(evidence.Agreed(ctx, c.record.Papers.Terms.Agreement, w.public))(t)
	v.Session = messages.ID(c.record.Papers.ID)
	f := &compute.Farmer{Executor: &sluggish{Executor: w.engine, nth: nth}, Store: store(t), Blocks: w.public, Notes: new(journal.Memory), Dir: t.TempDir()}
	d, err := f.Work(ctx, v, granted{})
	if protocol.CodeOf(err) == protocol.Canceled { // then its record has it submit nothing, for nothing
		return deals.Delivery{Cost: "0"}
	}
	if err != nil {
		t.Fatal(err)
	}
	digest := must(compute.Digest(d.Result))(t)
	if _, err := content.Fetch(ctx, rootOf(t, digest), f.Store, w.public, content.Limits{}, nil); err != nil {
		t.Fatal(err)
	}
	return deals.Delivery{Digest: digest, Cost: d.Cost}
}
