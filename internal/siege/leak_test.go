package siege

import (
	"context"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/libp2p/go-libp2p/core/network"
	"go.uber.org/goleak"

	"github.com/parley-p2p/parley/protocol"
)

// descriptors is how many this process has open; 0 where the system does not say.
func descriptors() int {
	all, _ := os.ReadDir("/proc/self/fd")
	return len(all)
}

// Each round of a test for leaks is a connection of its own, so that one goroutine that stays of each is ten times what libp2p may
// begin of its own meanwhile. It opens no descriptor of its own: before and after there is one connection, and none more may stay.
const (
	connections = 50
	slack       = connections / 10 // of goroutines
)

// THREATS G, ARP's defects 5 and 7: after 1,000 sessions over TCP, on 50 connections one after the other, no goroutine and no
// descriptor is left of them on either side.
func TestNoLeakOverTCP(t *testing.T) {
	m := open(t, seller{}, buyer{}, nil)
	if err := m.hire(t.Context()); err != nil { // a connection stays
		t.Fatal(err)
	}
	quiet := func() bool { return len(m.server.Sessions())+len(m.client.Sessions()) == 0 }
	var before, files int
	settle(t, func() bool { // libp2p still makes itself acquainted
		calm := quiet() && runtime.NumGoroutine() == before && descriptors() == files
		before, files = runtime.NumGoroutine(), descriptors()
		return calm
	})
	var made, sessions atomic.Int64
	m.farm.Libp2p().Network().Notify(&network.NotifyBundle{ConnectedF: func(network.Network, network.Conn) { made.Add(1) }})
	for range connections {
		m.reconnect(t, &made)
		var group sync.WaitGroup
		for range 10 {
			group.Go(func() {
				for range 2 {
					if err := m.hire(t.Context()); err != nil {
						t.Error(err)
						return
					}
					sessions.Add(1)
				}
			})
		}
		group.Wait()
	}
	if made.Load() < connections {
		t.Errorf("%d connections were made, want %d", made.Load(), connections)
	}
	settle(t, func() bool { return quiet() && runtime.NumGoroutine() <= before+slack && descriptors() <= files })
	t.Logf("%d sessions over TCP: %d connections, goroutines %d before and %d after, descriptors %d and %d", sessions.Load(), made.Load(), before,
		runtime.NumGoroutine(), files, descriptors())
}

// reconnect gives the parties another connection, of those that are counted: the farmer dials nobody.
func (m *market) reconnect(t *testing.T, made *atomic.Int64) {
	t.Helper()
	before := made.Load()
	if err := m.own.Libp2p().Network().ClosePeer(m.farm.Libp2p().ID()); err != nil {
		t.Fatal(err)
	}
	settle(t, func() bool { // until its end was noticed, a stream may be one of the old
		s, err := m.own.Dial(t.Context(), m.farm.Key(), m.farm.Addrs()...)
		if err == nil {
			s.Reset()
		}
		return made.Load() > before
	})
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
