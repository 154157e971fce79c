package drive_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
)

// THREATS 4, a restored old backup; S-7.1-3: a crash at every point of either side, as in TestCrashAnywhere, after which it
// comes back with what its disk held before each of its commits until then. Points and backups are found by running into
// them, so that a commit or a frame that somebody adds is a case by itself.
func TestRestoredAnywhere(t *testing.T) {
	sides := map[string]func(*stage) *parleytest.Node{
		"farmer":    func(s *stage) *parleytest.Node { return s.farmer },
		"requester": func(s *stage) *parleytest.Node { return s.buyer },
	}
	for name, side := range sides {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			points, cases := 0, 0
			for reached := true; reached; points++ {
				commits := 1
				for backup := 0; backup < commits; backup++ {
					ok := t.Run(fmt.Sprintf("%d/%d", points+1, backup), func(t *testing.T) {
						synctest.Test(t, func(t *testing.T) {
							s := newStage(t, 10*time.Millisecond)
							node := side(s)
							s.backup, reached = backup, false
							node.Arm(points+1, func(parleytest.Point) {
								reached, commits = true, node.Snapshot()
								s.kill(node)
							})
							s.run(false)
							s.checkRestored(node)
						})
					})
					if !ok {
						return
					}
					cases++
				}
			}
			if points < 20 || cases < 2*points {
				t.Errorf("%d points with %d backups: the run is not what it was", points, cases)
			}
			t.Logf("%d points, %d cases", points-1, cases-1)
		})
	}
}

// checkRestored is what holds after an old backup: nobody says two things to who takes both (what nobody took, nobody can
// bring back), one transcript is a prefix of the other, and the restored side appended nothing new to a session until it
// had all back that the other has.
func (s *stage) checkRestored(restored *parleytest.Node) {
	s.t.Helper()
	s.checkSaid(s.world.Received())
	for head, err := range s.buyer.Journal().Sessions(s.t.Context()) {
		if err != nil {
			s.t.Fatal(err)
		}
		ours, theirs := names(s.t, s.buyer, head.Session), names(s.t, s.farmer, head.Session)
		if n := min(len(ours), len(theirs)); !slices.Equal(ours[:n], theirs[:n]) {
			s.t.Errorf("transcripts fork: the requester has %v, the farmer %v", ours, theirs)
		}
	}
	began, said := make(map[messages.ID]bool), make(map[messages.ID]bool)
	for _, sent := range s.world.Sent() {
		if u, err := messages.Parse(sent.Frame.Data); err == nil && !sent.At.After(s.restored) {
			said[u.ID()] = true
			if u.Header().Prev.IsZero() {
				began[messages.SessionID(u.ID(), s.farmer.Key)] = true
			}
		}
	}
	type word struct {
		at    time.Time
		count int
	}
	heard := make(map[messages.ID]word) // of each session the first
	for _, took := range slices.Backward(s.world.Received()) {
		if m, err := took.Frame.Unsigned(); err == nil && took.To == restored.Key && took.At.After(s.restored) {
			if r, ok := m.(*messages.Resume); ok {
				heard[messages.ID(r.Session)] = word{took.At, int(r.Count)}
			}
		}
	}
	for session := range began {
		for i, u := range transcript(s.t, restored, session) {
			h, at := u.Header(), appended(s.t, restored, session)[i]
			if h.Signer != restored.Key || said[u.ID()] || !at.After(s.restored) {
				continue
			}
			if first, ok := heard[session]; !ok || at.Before(first.at) || i < first.count {
				s.t.Errorf("with an old disk %s was said anew, before all was back that the other side had", h.Kind.Name())
			}
		}
	}
}

// appended is when a node's journal was given each envelope of a session.
func appended(t *testing.T, n *parleytest.Node, session messages.ID) []time.Time {
	t.Helper()
	var all []time.Time
	for r, err := range n.Journal().Transcript(t.Context(), session) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, r.At)
	}
	return all
}

// S-7.1-4, THREATS 4, a restored old backup: while the requester prepares, which can take as long as a transaction, the
// farmer comes back without its countersignature and without a place to work in. It hears that it has accepted before it can
// say anything else, and it does not work before the requester is ready.
func TestOldJournalWhileTheRequesterPrepares(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, 10*time.Millisecond)
		_, _ = s.farm.Stop(), s.client.Stop()
		s.farmer.Restart(false)
		s.buyer.Restart(false)
		_, s.farm = s.farmer.Farm(&parleytest.Seller{PerUnit: 5, Claims: 2})
		prepares, prepared := make(chan struct{}, 2), false
		s.hire, s.client = s.buyer.Hire(&parleytest.Buyer{OnHired: func(context.Context, *protocol.View) error {
			prepares <- struct{}{}
			time.Sleep(30 * time.Second)
			prepared = true
			return nil
		}})
		hired := make(chan error)
		go func() { hired <- s.once(t.Context(), s.hire) }()
		<-prepares
		s.farmer.Kill()
		_ = s.farm.Stop()
		s.farmer.Restart(false)
		s.farmer.Restore(0)
		full := &parleytest.Seller{PerUnit: 5, Claims: 2}
		full.OnAccept = func(context.Context, *protocol.View) (*messages.Acceptance, error) {
			return nil, protocol.Errorf(protocol.Busy, "no place is free any more")
		}
		full.OnCall = func(c parleytest.Call) {
			if c.Hook == "Work" && !prepared {
				t.Error("the farmer works before the requester is ready")
			}
		}
		_, s.farm = s.farmer.Farm(full)
		if err := <-hired; err != nil {
			t.Error(err)
		}
		s.drain()
		s.check()
		_, _ = s.farm.Stop(), s.client.Stop()
	})
}

// S-7.1-4: whenever a farmer with an old disk comes back, it is given what it has signed, and what that answers.
func TestOldJournalAfterTheDeadlines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, 10*time.Millisecond)
		_ = s.farm.Stop()
		s.farmer.Restart(false)
		works := make(chan struct{}, 4)
		slow := &parleytest.Seller{PerUnit: 5}
		slow.OnCall = func(c parleytest.Call) {
			if c.Hook == "Work" {
				works <- struct{}{}
				time.Sleep(2 * time.Second)
			}
		}
		_, s.farm = s.farmer.Farm(slow)
		hired := make(chan error)
		go func() { hired <- s.once(t.Context(), s.hire) }()
		<-works
		s.farmer.Kill()
		_ = s.farm.Stop()
		time.Sleep(3 * time.Minute) // the quote and the proposal are over
		s.farmer.Restart(false)
		s.farmer.Restore(0)
		again := &parleytest.Seller{PerUnit: 5, Claims: 2}
		_, s.farm = s.farmer.Farm(again)
		if err := <-hired; err != nil || again.Count("Accept") != 0 {
			t.Errorf("%v; asked to accept %d times", err, again.Count("Accept"))
		}
		s.drain()
		s.check()
		_, _ = s.farm.Stop(), s.client.Stop()
	})
}

// S-7.1-4, S-5.1-5: a requester that comes back with its proposal alone, long after that was to be answered, is given the vouchers that it
// has signed since, and does not end the session before it has asked.
func TestOldProposalAfterTheDeadlines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, 10*time.Millisecond)
		_ = s.client.Stop()
		s.buyer.Restart(false)
		reviews := make(chan struct{}, 4)
		s.hire, s.client = s.buyer.Hire(&parleytest.Buyer{OnReview: func(ctx context.Context, v *protocol.View) (messages.Message, error) {
			if v.Phase != protocol.Delivered {
				return parleytest.Pay(v), nil
			}
			reviews <- struct{}{}
			<-ctx.Done()
			return nil, context.Cause(ctx)
		}})
		go func() { _ = s.once(t.Context(), s.hire) }()
		<-reviews
		s.buyer.Kill()
		_ = s.client.Stop()
		time.Sleep(2 * time.Minute)
		s.buyer.Restart(false)
		s.buyer.Restore(1) // the commit of the Agreement
		s.startBuyer()
		time.Sleep(time.Minute)
		s.drain()
		s.check()
		_, _ = s.farm.Stop(), s.client.Stop()
	})
}

// S-7.1-4: a farmer with an old disk is given back its delivery, and paid for it, also by a requester that is back long after the farmer
// has ended the session. Where that has lost the delivery too, and ends the session at once, so does the farmer.
func TestOldJournalBeforeTheRequesterIsBack(t *testing.T) {
	for name, lost := range map[string]bool{"has the delivery": false, "has lost the delivery": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStage(t, 10*time.Millisecond)
				s.reviewed(lost)
				server, farm := s.farmer.Farm(&parleytest.Seller{PerUnit: 5})
				s.farm = farm
				time.Sleep(25 * time.Second)
				if n := len(server.Sessions()); n != 0 {
					t.Errorf("%d sessions are under way at the farmer", n)
				}
				s.buyer.Restart(false)
				s.startBuyer()
				time.Sleep(time.Minute)
				s.drain()
				if open := s.notes(s.farmer, protocol.Farmer); len(open) > 0 {
					t.Errorf("still open: %v", open)
				}
				if !lost {
					s.check()
				}
				_, _ = s.farm.Stop(), s.client.Stop()
			})
		})
	}
}

// reviewed kills both sides in the review of a delivery, and leaves the farmer with a backup of when it began to work, after that was due.
func (s *stage) reviewed(lost bool) {
	_, _ = s.farm.Stop(), s.client.Stop()
	s.farmer.Restart(false)
	s.buyer.Restart(false)
	s.sow.DeliverByMs = time.Now().Add(5 * time.Minute).UnixMilli()
	var backup int
	seller := &parleytest.Seller{PerUnit: 5}
	seller.OnWork = func(ctx context.Context, v *protocol.View, p farmer.Progress) (*messages.Delivery, error) {
		time.Sleep(time.Second) // the countersignature is on disk
		backup = s.farmer.Snapshot()
		if _, err := p.Claim(ctx, &messages.Progress{Units: 1}); err != nil {
			return nil, err
		}
		return &messages.Delivery{Result: v.SOW.Job}, nil
	}
	_, s.farm = s.farmer.Farm(seller)
	reviews := make(chan struct{}, 4)
	s.hire, s.client = s.buyer.Hire(&parleytest.Buyer{OnReview: func(ctx context.Context, v *protocol.View) (messages.Message, error) {
		if v.Phase != protocol.Delivered {
			return parleytest.Pay(v), nil
		}
		reviews <- struct{}{}
		<-ctx.Done()
		return nil, context.Cause(ctx)
	}})
	go func() { _ = s.once(s.t.Context(), s.hire) }()
	<-reviews
	if !lost {
		time.Sleep(time.Second)
	}
	s.farmer.Kill()
	s.buyer.Kill()
	_, _ = s.farm.Stop(), s.client.Stop()
	time.Sleep(7 * time.Minute)
	s.farmer.Restart(false)
	s.farmer.Restore(backup)
}
