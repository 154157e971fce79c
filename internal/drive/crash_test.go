package drive_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// stage is one requester and one farmer that can crash, and the run that both survive: paid, with two claims.
type stage struct {
	t             *testing.T
	world         parleytest.World
	farmer, buyer *parleytest.Node
	farm, client  *parleytest.Process
	hire          *requester.Client
	mu            sync.Mutex
	killed        map[*parleytest.Node]bool
	wake          chan struct{}
	sow           *messages.SOW
	backup        int       // the first killed comes back with so many of its changes, if not negative
	restored      time.Time // when it did
}

func newStage(t *testing.T, latency time.Duration) *stage {
	s := &stage{t: t, world: parleytest.World{Latency: latency}, killed: make(map[*parleytest.Node]bool), backup: -1, wake: make(chan struct{}, 8)}
	s.farmer, s.buyer = s.world.Node(1), s.world.Node(2)
	s.startFarmer()
	s.startBuyer()
	s.sow = &messages.SOW{Service: "test/1", Units: 3, Job: &messages.Payload{Type: "text/plain", Body: []byte("job")},
		Nonce: slices.Repeat([]byte{7}, 32), DeliverByMs: time.Now().Add(10 * time.Minute).UnixMilli()}
	return s
}

func (s *stage) startFarmer() {
	p := &parleytest.Seller{PerUnit: 5, Claims: 2}
	p.OnCall = func(c parleytest.Call) { s.unanswered(s.farmer, c) }
	_, s.farm = s.farmer.Farm(p)
}

func (s *stage) startBuyer() {
	p := new(parleytest.Buyer)
	p.OnCall = func(c parleytest.Call) { s.unanswered(s.buyer, c) }
	client, process := s.buyer.Hire(p)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hire, s.client = client, process
}

// unanswered checks that a policy is never asked for what its node's journal holds the answer to.
func (s *stage) unanswered(n *parleytest.Node, c parleytest.Call) {
	if c.Hook == "Ended" || c.Hook == "Settled" || c.Hook == "Hired" || c.Hook == "Replaced" {
		return
	}
	for _, u := range transcript(s.t, n, c.Session) {
		if h := u.Header(); h.Prev == c.Head && h.Signer == n.Key {
			s.t.Errorf("%s was asked for what %s answers in the journal", c.Hook, h.Kind.Name())
		}
	}
}

// kill ends a node's process; the test restarts it.
func (s *stage) kill(nodes ...*parleytest.Node) {
	for _, n := range nodes {
		n.Kill()
		s.mu.Lock()
		s.killed[n] = true
		s.mu.Unlock()
	}
	s.wake <- struct{}{}
}

// restart brings back who was killed.
func (s *stage) restart(lose bool) {
	s.mu.Lock()
	killed := s.killed
	s.killed = make(map[*parleytest.Node]bool)
	s.mu.Unlock()
	for n := range killed {
		p := s.farm
		if n == s.buyer {
			p = s.client
		}
		_ = p.Stop()
		n.Restart(lose)
		if s.backup >= 0 {
			n.Restore(s.backup)
			s.backup, s.restored = -1, time.Now()
		}
	}
	time.Sleep(100 * time.Millisecond)
	for n := range killed {
		if n == s.farmer {
			s.startFarmer()
		} else {
			s.startBuyer()
		}
	}
}

// run hires until the work is settled, whatever happens to whom, and ends everything.
func (s *stage) run(lose bool) {
	s.t.Helper()
	supervised := make(chan struct{})
	go func() {
		defer close(supervised)
		for range s.wake {
			s.restart(lose)
		}
	}()
	defer func() {
		s.farmer.Arm(0, nil)
		s.buyer.Arm(0, nil)
		close(s.wake)
		<-supervised
		_, _ = s.farm.Stop(), s.client.Stop()
	}()
	for range 12 {
		client := s.current()
		err := s.once(s.t.Context(), client)
		time.Sleep(time.Second) // whoever was killed is back
		if err == nil || s.settled() {
			s.drain()
			return
		}
		s.t.Logf("hiring again: %v", err)
	}
	s.t.Error("not settled")
}

func (s *stage) current() *requester.Client {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.hire
}

// once hires one farmer, or follows the session that is under way.
func (s *stage) once(ctx context.Context, client *requester.Client) error {
	h := parleytest.Ask(s.farmer)
	h.Wait, h.Patience = -1, time.Minute
	var last error
	outcomes := client.Hire(ctx, s.sow, h)
	if views := s.open(client); len(views) > 0 {
		outcomes = client.Resume(ctx, h, views[0].Session)
	}
	for o, err := range outcomes {
		if err == nil {
			err = o.Err
		}
		last = err
	}
	return last
}

func (s *stage) open(client *requester.Client) []*protocol.View {
	synctest.Wait()
	return slices.DeleteFunc(client.Sessions(), func(v *protocol.View) bool { return v.Agreement == nil })
}

// settled reports whether the requester's journal holds a receipt.
func (s *stage) settled() bool {
	synctest.Wait()
	for head, err := range s.buyer.Journal().Sessions(s.t.Context()) {
		if err != nil {
			s.t.Fatal(err)
		}
		if len(s.open(s.current())) == 0 && view(s.t, s.buyer, head.Session, s.farmer.Key).Phase == protocol.Settled {
			return true
		}
	}
	return false
}

// drain lets what was agreed come to its end.
func (s *stage) drain() {
	for range 100 {
		if synctest.Wait(); len(s.notes(s.farmer, protocol.Farmer))+len(s.notes(s.buyer, protocol.Requester)) == 0 {
			return
		}
		time.Sleep(time.Second)
	}
}

func (s *stage) notes(n *parleytest.Node, role protocol.Role) []string {
	var open []string
	for note, err := range n.Journal().Notes(s.t.Context(), drive.Bucket(role)) {
		if err != nil {
			s.t.Fatal(err)
		}
		v := view(s.t, n, messages.ID(note.Key), s.farmer.Key)
		open = append(open, fmt.Sprintf("%s of the %s: %s", v.Session.Short(), role, v.Phase))
	}
	return open
}

func transcript(t *testing.T, n *parleytest.Node, id messages.ID) []*messages.Unopened {
	t.Helper()
	var all []*messages.Unopened
	for r, err := range n.Journal().Transcript(context.Background(), id) {
		if err != nil {
			t.Fatal(err)
		}
		u, err := messages.Parse(r.Envelope)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, u)
	}
	return all
}

func view(t *testing.T, n *parleytest.Node, id messages.ID, farmer messages.Key) *protocol.View {
	t.Helper()
	judge := protocol.New(farmer, 0, protocol.Limits{})
	for _, u := range transcript(t, n, id) {
		e, err := u.Open()
		if err != nil {
			t.Fatal(err)
		}
		if err := judge.Apply(e, time.Time{}); err != nil {
			t.Fatal(err)
		}
	}
	return judge.View()
}

// check is what holds after any crash: equal transcripts of all that was agreed, the same owed, one settled job, and no
// envelope made twice with new content.
func (s *stage) check() {
	s.t.Helper()
	s.checkEqual()
	s.checkSaid(s.world.Sent())
}

func (s *stage) checkEqual() {
	t := s.t
	t.Helper()
	settled := 0
	agreed := make(map[messages.ID]bool)
	for _, n := range []*parleytest.Node{s.buyer, s.farmer} {
		for head, err := range n.Journal().Sessions(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			if view(t, n, head.Session, s.farmer.Key).Agreement != nil {
				agreed[head.Session] = true
			}
		}
	}
	for id := range agreed {
		ours, theirs := view(t, s.buyer, id, s.farmer.Key), view(t, s.farmer, id, s.farmer.Key)
		if diff := cmp.Diff(names(t, s.buyer, id), names(t, s.farmer, id)); diff != "" {
			t.Errorf("transcripts differ (-requester +farmer):\n%s", diff)
		}
		a, _ := ours.Owed()
		b, _ := theirs.Owed()
		if a.Cmp(b) != 0 {
			t.Errorf("the requester owes %s, the farmer is owed %s", a, b)
		}
		if ours.Phase == protocol.Settled {
			settled++
			if a.String() != "15" {
				t.Errorf("owed %s, want 15", a)
			}
		}
	}
	if settled != 1 {
		t.Errorf("%d sessions were settled, want 1", settled)
	}
	if open := append(s.notes(s.farmer, protocol.Farmer), s.notes(s.buyer, protocol.Requester)...); len(open) > 0 {
		t.Errorf("still open: %v", open)
	}
}

// checkSaid: nobody made an envelope twice with new content.
func (s *stage) checkSaid(frames []parleytest.Sent) {
	t := s.t
	t.Helper()
	said := make(map[string]messages.ID)
	for _, sent := range frames {
		if sent.Frame.Type >= messages.FrameResume {
			continue
		}
		u, err := messages.Parse(sent.Frame.Data)
		if err != nil {
			t.Fatal(err)
		}
		h := u.Header()
		if h.Prev.IsZero() || h.Kind == messages.Kind_KIND_ASK {
			continue
		}
		key := h.Signer.String() + h.Prev.String()
		if before, ok := said[key]; ok && before != u.ID() {
			t.Errorf("%s said two things after one envelope", h.Signer.Short())
		}
		said[key] = u.ID()
	}
}

func names(t *testing.T, n *parleytest.Node, id messages.ID) []string {
	var ids []string
	for _, u := range transcript(t, n, id) {
		ids = append(ids, u.Header().Kind.Name()+" "+u.ID().Short())
	}
	return ids
}

// H06, A45, THREATS B; DESIGN 4.5: a crash just before and just after every commit and every frame, of either side or of
// both, with and without what was not synced. The points are found by running into them, so that a commit or a frame that somebody
// adds is a case by itself; backups are TestRestoredAnywhere's.
func TestCrashAnywhere(t *testing.T) {
	sides := map[string]func(*stage) []*parleytest.Node{
		"farmer":    func(s *stage) []*parleytest.Node { return []*parleytest.Node{s.farmer} },
		"requester": func(s *stage) []*parleytest.Node { return []*parleytest.Node{s.buyer} },
		"both":      func(s *stage) []*parleytest.Node { return []*parleytest.Node{s.farmer, s.buyer} },
	}
	for name, side := range sides {
		for _, c := range []struct {
			lose    bool
			latency time.Duration
		}{{false, 0}, {true, 0}, {false, 30 * time.Millisecond}, {true, 400 * time.Millisecond}} {
			t.Run(fmt.Sprintf("%s/lose=%t/%s", name, c.lose, c.latency), func(t *testing.T) {
				t.Parallel()
				lose, latency := c.lose, c.latency
				points := 0
				for reached := true; reached; points++ {
					var what string
					ok := t.Run(fmt.Sprint(points+1), func(t *testing.T) {
						synctest.Test(t, func(t *testing.T) {
							s := newStage(t, latency)
							victims := side(s)
							reached = false
							victims[0].Arm(points+1, func(p parleytest.Point) {
								reached, what = true, p.What
								s.kill(victims...)
							})
							s.run(lose)
							s.check()
						})
					})
					if !ok {
						t.Fatalf("crash %s", what)
					}
				}
				if points < 25 {
					t.Errorf("%d points, want at least 25: the run is not what it was", points)
				}
				t.Logf("%d points", points-1)
			})
		}
	}
}

// The same with nothing but the streams lost, at every frame and every commit.
func TestStreamsLostAnywhere(t *testing.T) {
	const latency = 30 * time.Millisecond
	for name, side := range map[string]func(*stage) *parleytest.Node{
		"farmer":    func(s *stage) *parleytest.Node { return s.farmer },
		"requester": func(s *stage) *parleytest.Node { return s.buyer },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			points := 0
			for reached := true; reached; points++ {
				t.Run(fmt.Sprint(points+1), func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						s := newStage(t, latency)
						reached = false
						node := side(s)
						node.Arm(points+1, func(parleytest.Point) {
							reached = true
							node.Cut()
						})
						s.run(false)
						s.check()
					})
				})
				if t.Failed() {
					return
				}
			}
			if points < 25 {
				t.Errorf("%d points, want at least 25", points)
			}
		})
	}
}

// THREATS A: up to six faults in one run, at random points of either side: killed with or without what was not synced, or
// cut off. The seed is in the name.
func TestFaultsAtRandom(t *testing.T) {
	for seed := range uint64(200) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				random := rand.New(rand.NewPCG(seed, 0))
				s := newStage(t, time.Duration(random.IntN(3))*50*time.Millisecond)
				lose := random.IntN(2) == 0
				for _, n := range []*parleytest.Node{s.farmer, s.buyer} {
					plan := make([]int, random.IntN(4))
					for i := range plan {
						plan[i] = 1 + random.IntN(24)
					}
					var arm func()
					arm = func() {
						if len(plan) == 0 {
							return
						}
						at, cut := plan[0], plan[0]%3 == 0
						plan = plan[1:]
						n.Arm(at, func(parleytest.Point) {
							if arm(); cut {
								n.Cut()
							} else {
								s.kill(n)
							}
						})
					}
					arm()
				}
				s.run(lose)
				s.check()
			})
		})
	}
}
