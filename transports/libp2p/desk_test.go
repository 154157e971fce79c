package libp2p

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
)

// THREATS 2: who is silent for the longest makes room, and nobody else; a peer has four streams, and has them again when they end.
func TestDeskIsForThoseWhoAsk(t *testing.T) {
	d := newDesk()
	var left []int
	var all []*customer
	come := func(peers ...peer.ID) bool {
		for _, p := range peers {
			n := len(all)
			c, ok := d.come(p, func() { left = append(left, n) })
			if !ok {
				return false
			}
			all = append(all, c)
		}
		return true
	}
	for i := range maxListening {
		if !come(peer.ID(rune('a' + i/maxOfPeer))) {
			t.Fatalf("stream %d finds no place", i)
		}
	}
	if come("a") || len(left) > 0 {
		t.Errorf("a peer has more streams than it may have, or %v had to leave for that", left)
	}
	all[0].asked() // and is no longer among the silent
	all[2].gone()
	if !come("Y", "Y") || len(left) > 0 {
		t.Errorf("%v had to leave though there was room", left)
	}
	if !come("Y", "Z") || len(left) != 2 || left[0] != 1 || left[1] != 3 {
		t.Errorf("%v had to leave, want 1 and 3", left)
	}
	all[1].gone() // whose stream was ended
	if !come("a", "a") || come("a") {
		t.Error("a peer's places are not those that have come free")
	}
	for _, c := range all {
		if c != all[1] && c != all[2] {
			c.gone()
		}
	}
	if len(d.peers.here) != 0 || d.listening.Len() != 0 {
		t.Errorf("%d peers and %d streams stay", len(d.peers.here), d.listening.Len())
	}
}

// Who has asked waits for its turn, and not for longer than it is left.
func TestDeskHasTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		hold, answered := make(chan struct{}), 0
		for range maxAnswering {
			go func() {
				c, _ := d.come("a", nil)
				if c == nil {
					c = &customer{desk: d}
				}
				_ = c.turn(t.Context(), func() { <-hold })
			}()
		}
		synctest.Wait()
		waiting := &customer{desk: d}
		given, give := context.WithCancelCause(t.Context())
		enough := errors.New("enough")
		ended := make(chan error, 2)
		go func() { ended <- waiting.turn(given, func() { answered++ }) }()
		synctest.Wait()
		give(enough)
		if err := <-ended; !errors.Is(err, enough) || answered != 0 {
			t.Errorf("%v after %d answers, want none", err, answered)
		}
		go func() { ended <- waiting.turn(t.Context(), func() { answered++ }) }()
		synctest.Wait()
		close(hold)
		if err := <-ended; err != nil || answered != 1 {
			t.Errorf("%v after %d answers, want one", err, answered)
		}
	})
}

// THREATS 2: a peer has few streams of which it has not said what they are about, and as many others as it may have.
func TestUnnamedStreams(t *testing.T) {
	limits, err := resourceManager()
	if err != nil {
		t.Fatal(err)
	}
	defer limits.Close()
	open := func(p peer.ID, dir network.Direction) (network.StreamManagementScope, error) {
		return limits.OpenStream(p, dir)
	}
	var held []network.StreamManagementScope
	for range maxUnnamed {
		s, err := open("a", network.DirInbound)
		if err != nil {
			t.Fatal(err)
		}
		held = append(held, s)
	}
	if _, err := open("a", network.DirInbound); !errors.Is(err, network.ErrResourceLimitExceeded) {
		t.Errorf("one more: %v", err)
	}
	for p, dir := range map[peer.ID]network.Direction{"a": network.DirOutbound, "b": network.DirInbound} {
		s, err := open(p, dir)
		if err != nil {
			t.Fatalf("%s: %v", p, err)
		}
		defer s.Done()
	}
	if err := held[0].SetProtocol(KeyProtocol); err != nil {
		t.Fatal(err)
	}
	held[0].Done() // which makes no second place
	held[1].Done()
	held[1].Done()
	for range 2 {
		s, err := open("a", network.DirInbound)
		if err != nil {
			t.Fatalf("a place is not given again: %v", err)
		}
		held = append(held, s)
	}
	if _, err := open("a", network.DirInbound); err == nil {
		t.Error("a place is given twice")
	}
	for _, s := range held {
		s.Done()
	}
	if n := len(limits.(*doorstep).unnamed.here); n != 1 {
		t.Errorf("%d peers are kept, want 1", n)
	}
}
