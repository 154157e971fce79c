package siege

import (
	"context"
	"os"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/transports/libp2p"
)

// steps are the hooks of both parties, in the order in which a negotiation comes to them.
var steps = []string{"Quote", "Agree", "Accept", "Hired", "Work", "Review", "Confirm", "Settled"}

// aborts is how often the other party ends at each step, and together how many sessions it has each time.
const aborts, together = 50, 10

// mostVain is how many visits in a row may bring no session to the step: a machine on which so many are late can show nothing.
const mostVain = 20

// soon is how long either waits for an answer: after that a session has ended by time.
const soon = 5 * time.Second

// THREATS G, ARP's defects 5 and 7: the one party ends fifty times at each step of a negotiation, its own and the other's, with
// its connection before it or after. The other lives on, and while it does it holds no more goroutines, descriptors and sessions
// than before: what its own end would free is not freed for it.
func TestNoLeakInSurvivor(t *testing.T) {
	if os.Getenv("PARLEY_FULL") == "" {
		t.Skip("it waits for seconds of a host's life in peace, which a machine that does other things too may not have: PARLEY_FULL=1 runs it, as make full does")
	}
	for _, lives := range []protocol.Role{protocol.Farmer, protocol.Requester} {
		t.Run(lives.String(), func(t *testing.T) {
			s := survive(t, lives)
			s.round(t, "") // what libp2p starts once for the process
			var before, files, looks int
			settle(t, func() bool { // and whoever of a crew finds nothing to do lets go
				if looks++; s.sessions() > 0 || runtime.NumGoroutine() != before || descriptors() != files {
					before, files, looks = runtime.NumGoroutine(), descriptors(), 0
				}
				return looks == 60
			})
			all := 0
			for _, step := range steps {
				for there, vain := 0, 0; there < aborts; { // a session that a slow machine did not bring there in time does not count
					n := s.round(t, step)
					there, all = there+n, all+n
					if vain++; n > 0 {
						vain = 0
					}
					if vain == mostVain {
						t.Fatalf("none of the last %d sessions came to %s, and %d of %d did before", mostVain*together, step, there, aborts)
					}
				}
			}
			// libp2p may have begun something of its own meanwhile: a leak is one of each session, or each peer.
			settle(t, func() bool {
				return s.sessions() == 0 && runtime.NumGoroutine() <= before+5 && descriptors() <= files+2
			})
			t.Logf("%d sessions aborted, and the %s lives on: goroutines %d before and %d after, descriptors %d and %d", all, lives,
				before, runtime.NumGoroutine(), files, descriptors())
		})
	}
}

// survivor is a party that lives on, and the visit that it has.
type survivor struct {
	host   *libp2p.Host
	server *farmer.Server    // of a farmer
	client *requester.Client // of a requester

	visits int
	mu     sync.Mutex
	visit  *visit
}

// visit is somebody whose sessions are to end at a step.
type visit struct {
	peer  messages.Key
	step  string
	there map[messages.ID]bool // sessions that have come to it
	ended chan struct{}        // closed once the visitor is no more

	progress chan struct{} // a session has come there, or has ended
}

// survive starts a party that lives until the end of the test.
func survive(t *testing.T, role protocol.Role) *survivor {
	t.Helper()
	s := new(survivor)
	engine := func(ctx context.Context) { _ = s.client.Run(ctx) }
	if role == protocol.Requester {
		s.host, s.client = s.buys(t, 1)
	} else {
		var err error
		if s.host, s.server, err = stall(1, seller{at: s.at}, nil); err != nil {
			t.Fatal(err)
		}
		engine = func(ctx context.Context) { _ = s.server.Serve(ctx, s.host) }
	}
	t.Cleanup(new(market).run(t, engine, s.host))
	return s
}

// buys is the n-th key's requester and its host.
func (s *survivor) buys(t *testing.T, n int) (*libp2p.Host, *requester.Client) {
	t.Helper()
	h, err := host(n)
	if err != nil {
		t.Fatal(err)
	}
	return h, &requester.Client{Requester: buyer{at: s.at, within: soon}, Signer: key(n), Dialer: h, Journal: &forgetful{role: protocol.Requester},
		Limits: protocol.Limits{Grace: time.Second, Reply: soon}}
}

// visitor is the n-th key's party of the other role: a farmer or a requester.
func (s *survivor) visitor(t *testing.T, n int) (*libp2p.Host, *farmer.Server, *requester.Client) {
	t.Helper()
	if s.server != nil {
		h, client := s.buys(t, n)
		return h, nil, client
	}
	h, server, err := stall(n, seller{at: s.at}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return h, server, nil
}

// sessions is how many the survivor has under way.
func (s *survivor) sessions() int {
	if s.server != nil {
		return len(s.server.Sessions())
	}
	return len(s.client.Sessions())
}

// round has a visitor come, with many sessions, and end once all of them are at a step; without one once they are over. It returns
// how many were there.
func (s *survivor) round(t *testing.T, step string) int {
	t.Helper()
	client, at := s.client, s.host
	s.visits++
	h, server, asks := s.visitor(t, 1+s.visits)
	engine := func(ctx context.Context) { _ = server.Serve(ctx, h) }
	if asks == nil {
		at = h
	} else {
		client, engine = asks, func(ctx context.Context) { _ = asks.Run(ctx) }
	}
	v := &visit{peer: h.Key(), step: step, there: make(map[messages.ID]bool), ended: make(chan struct{}), progress: make(chan struct{}, 2*together)}
	s.mu.Lock()
	s.visit = v
	s.mu.Unlock()
	stop := new(market).run(t, engine, h)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var hiring sync.WaitGroup
	for range together {
		hiring.Go(func() {
			now := time.Now()
			err := hire(ctx, client, discovery.Candidate{Key: at.Key(), Addrs: at.Addrs()}, &messages.SOW{Service: "siege/1", Units: 1,
				Job: &messages.Payload{Type: "text/plain", Body: make([]byte, 64)}, QuoteByMs: now.Add(soon).UnixMilli(), DeliverByMs: now.Add(2 * soon).UnixMilli()})
			if err != nil && step == "" {
				t.Error(err)
			}
			v.progress <- struct{}{}
		})
	}
	for range together {
		<-v.progress
	}
	if s.visits%2 == 0 {
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	}
	stop()
	close(v.ended)
	cancel()
	hiring.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(v.there)
}

// at holds the visitor's sessions at their step until it is no more.
func (s *survivor) at(ctx context.Context, hook string, view *protocol.View) error {
	s.mu.Lock()
	v := s.visit
	mine := hook == v.step && (view.Requester == v.peer || view.Farmer == v.peer) && !v.there[view.Session]
	if mine {
		v.there[view.Session] = true
	}
	s.mu.Unlock()
	if !mine {
		return nil
	}
	v.progress <- struct{}{}
	select {
	case <-v.ended:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
