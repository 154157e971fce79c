package siege

import (
	"context"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"go.uber.org/goleak"

	"github.com/parley-p2p/parley/protocol"
)

// descriptors is how many this process has open; 0 where the system does not say.
func descriptors() int {
	all, _ := os.ReadDir("/proc/self/fd")
	return len(all)
}

// THREATS G, ARP's defects 5 and 7: after 1,000 sessions over TCP no goroutine and no descriptor is left of them.
func TestNoLeakOverTCP(t *testing.T) {
	m := open(t, seller{}, buyer{}, nil)
	if err := m.hire(t.Context()); err != nil { // the connection stays
		t.Fatal(err)
	}
	quiet := func() bool { return len(m.server.Sessions())+len(m.client.Sessions()) == 0 }
	var before, files int
	settle(t, func() bool { // libp2p still makes itself acquainted
		calm := quiet() && runtime.NumGoroutine() == before && descriptors() == files
		before, files = runtime.NumGoroutine(), descriptors()
		return calm
	})
	var group sync.WaitGroup
	var sessions atomic.Int64
	for range 10 {
		group.Go(func() {
			for range 100 {
				if err := m.hire(t.Context()); err != nil {
					t.Error(err)
					return
				}
				sessions.Add(1)
			}
		})
	}
	group.Wait()
	// libp2p may have begun something of its own meanwhile: a leak is one of each session.
	settle(t, func() bool { return quiet() && runtime.NumGoroutine() <= before+5 && descriptors() <= files+2 })
	t.Logf("%d sessions over TCP: goroutines %d before and %d after, descriptors %d and %d", sessions.Load(), before, runtime.NumGoroutine(), files, descriptors())
}

// The same after an abort at each step of a negotiation, by either party: its engine and its host end there and then, while
// the other goes on; when that has ended too, nothing is left of either.
func TestNoLeakAfterAborts(t *testing.T) {
	warm := open(t, seller{}, buyer{}, nil) // what libp2p starts once for the process
	if err := warm.hire(t.Context()); err != nil {
		t.Fatal(err)
	}
	warm.stop()
	for _, step := range []string{"Quote", "Accept", "Work", "Confirm", "Agree", "Hired", "Review", "Settled"} {
		t.Run(step, func(t *testing.T) {
			others, files := goleak.IgnoreCurrent(), descriptors()
			reached := make(chan struct{})
			once := sync.OnceFunc(func() { close(reached) })
			at := func(ctx context.Context, hook string, _ *protocol.View) error {
				if hook != step {
					return nil
				}
				once()
				<-ctx.Done() // the abort comes while the hook runs
				return context.Cause(ctx)
			}
			m := open(t, seller{at: at}, buyer{at: at}, nil)
			ctx, cancel := context.WithCancel(t.Context())
			var hiring sync.WaitGroup
			hiring.Go(func() { _ = m.hire(ctx) })
			<-reached
			switch step {
			case "Quote", "Accept", "Work", "Confirm":
				m.stopFarmer()
			default:
				m.stopRequester()
			}
			cancel()
			hiring.Wait()
			m.stop()
			settle(t, func() bool { return goleak.Find(others) == nil && descriptors() <= files })
		})
	}
}
