package farmer_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
)

// knock opens a stream from a node and sends what it is given.
func (s *shop) knock(from *parleytest.Node, frames ...messages.Frame) *parleytest.Adversary {
	s.t.Helper()
	a, err := from.Attack(s.t.Context(), s.farm)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := a.Stream.Send(s.t.Context(), frames...); err != nil {
		s.t.Fatal(err)
	}
	return a
}

// isOpen reports whether the farmer still has a stream: what it has given up takes nothing more.
func (s *shop) isOpen(a *parleytest.Adversary) bool {
	s.t.Helper()
	synctest.Wait()
	return a.Stream.Send(s.t.Context(), messages.RefusalFrame(&messages.Refusal{Code: messages.Code_CODE_INTERNAL})) == nil
}

// A35, THREATS, Stream exhaustion: a stream that is in no session under way ends in the time of an answer or two, whatever it asks for.
func TestStreamsInNoSessionEnd(t *testing.T) {
	for name, frames := range map[string]func(ended messages.ID) []messages.Frame{
		"which say nothing": func(messages.ID) []messages.Frame { return nil },
		"which resume what nobody knows, and hold nothing of it": func(messages.ID) []messages.Frame {
			return []messages.Frame{messages.ResumeFrame(&messages.Resume{Session: make([]byte, 32)})}
		},
		"which resume what nobody knows, and refuse it": func(messages.ID) []messages.Frame {
			return []messages.Frame{messages.ResumeFrame(&messages.Resume{Session: make([]byte, 32), Count: 1, Head: make([]byte, 32)}),
				messages.RefusalFrame(&messages.Refusal{Code: messages.Code_CODE_INTERNAL})}
		},
		"which resume what nobody knows, and do not bring it": func(messages.ID) []messages.Frame {
			return []messages.Frame{messages.ResumeFrame(&messages.Resume{Session: make([]byte, 32), Count: 1, Head: make([]byte, 32)})}
		},
		"which resume what has ended": func(ended messages.ID) []messages.Frame {
			return []messages.Frame{messages.ResumeFrame(&messages.Resume{Session: ended[:]})}
		},
	} {
		t.Run(name, func(t *testing.T) {
			test(t, func(t *testing.T) {
				s := open(t)
				first := s.bound()
				hear[*messages.Reject](t, first) // nobody confirmed the countersignature
				a := s.knock(s.ad, frames(messages.SessionID(first.SOW.ID(), s.farm.Key))...)
				time.Sleep(2*10*time.Second + time.Second) // twice Limits.Reply
				if s.isOpen(a) {
					t.Error("the stream is open")
				}
				s.serves()
			})
		})
	}
}

// silent opens streams that say nothing.
func (s *shop) silent(from *parleytest.Node, n int) (all []*parleytest.Adversary) {
	s.t.Helper()
	for range n {
		all = append(all, s.knock(from))
		synctest.Wait()
	}
	return all
}

// left is how many of them the farmer still has.
func (s *shop) left(all []*parleytest.Adversary) (n int) {
	s.t.Helper()
	for _, a := range all {
		if s.isOpen(a) {
			n++
		}
	}
	return n
}

// A35, THREATS, Stream exhaustion: how many streams are in no session is bounded, for each peer and in all; a peer that has none
// is heard all the same.
func TestStreamsInNoSessionAreBounded(t *testing.T) {
	test(t, func(t *testing.T) {
		s := open(t, func(server *farmer.Server) { server.MaxPerPeer, server.MaxSessions = 3, 5 })
		var silent [][]*parleytest.Adversary
		for _, from := range []*parleytest.Node{s.ad, s.world.Node(4), s.world.Node(5)} {
			silent = append(silent, s.silent(from, 6))
		}
		for i, want := range []int{3, 2, 1} {
			if left := s.left(silent[i]); left != want {
				t.Errorf("%d silent streams of peer %d stay, want %d", left, i, want)
			}
		}
		s.serves() // a requester that has none
	})
	test(t, func(t *testing.T) { // they are free again
		s := open(t, func(server *farmer.Server) { server.MaxPerPeer, server.MaxSessions = 3, 5 })
		for range 3 {
			if left := s.left(s.silent(s.ad, 3)); left != 3 {
				t.Errorf("%d silent streams stay, want 3", left)
			}
			time.Sleep(11 * time.Second)
		}
		// One that has found its session is not counted.
		for i := range byte(3) {
			hear[*messages.Quote](t, s.attack(i))
		}
		refusal(t, s.attack(4), protocol.RateLimited) // heard, and refused a session
		s.serves()
	})
}
