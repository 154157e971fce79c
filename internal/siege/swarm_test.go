package siege

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/parley-p2p/parley/protocol"
)

// R42: five hundred pieces of work run at once, over TCP: none of them is done before the last has begun, and all are paid.
func TestFiveHundredAtOnce(t *testing.T) {
	const all = 500
	var running atomic.Int64
	full := make(chan struct{})
	ctx, cancel := context.WithCancelCause(t.Context())
	defer cancel(nil)
	work := func(hook context.Context, name string, _ *protocol.View) error {
		if name != "Work" {
			return nil
		}
		if running.Add(1) == all {
			close(full)
		}
		select {
		case <-full:
			return nil
		case <-hook.Done():
			return context.Cause(hook)
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	m := open(t, seller{at: work}, buyer{}, nil)
	var hires sync.WaitGroup
	var paid atomic.Int64
	for range all {
		hires.Go(func() {
			if err := m.hire(ctx); err != nil {
				cancel(err) // it would be waited for in vain
				return
			}
			paid.Add(1)
		})
	}
	hires.Wait()
	if err := context.Cause(ctx); err != nil {
		t.Fatalf("of %d pieces of work %d began and %d were paid: %v", all, running.Load(), paid.Load(), err)
	}
	if n := running.Load(); n != all {
		t.Errorf("%d pieces of work began, want %d", n, all)
	}
}
