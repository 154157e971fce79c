package requester_test

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/transports"
)

// Who was not hired is named, however many they are in a text that somebody reads.
func TestUnfilledText(t *testing.T) {
	of := func(filled, refused int) string {
		u := &requester.Unfilled{Service: "test/1", Want: 3, Filled: filled}
		for i := range refused {
			u.Refused = append(u.Refused, requester.Refused{Farmer: messages.Key{byte(i)}, Err: errors.New("no")})
		}
		return u.Error()
	}
	for _, c := range []struct {
		filled, refused int
		want            string
	}{
		{0, 0, "no farmer found for service test/1"},
		{2, 0, "hired 2 of 3 for service test/1: no other farmer found"},
		{1, 1, "hired 1 of 3 for service test/1:\n  farmer 00000000: no"},
	} {
		if got := of(c.filled, c.refused); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
	if got := of(0, 50_000); strings.Count(got, "\n") != 17 || !strings.HasSuffix(got, fmt.Sprintf("\n  and %d more", 50_000-16)) {
		t.Errorf("of 50,000 it says %d bytes, and at the end %q", len(got), got[len(got)-30:])
	}
}

// crowd is a finder that finds so many farmers, whom nobody can reach.
type crowd int

func (n crowd) Find(context.Context, string) iter.Seq2[discovery.Candidate, error] {
	return func(yield func(discovery.Candidate, error) bool) {
		for i := range int(n) {
			c := discovery.Candidate{Key: messages.Key{31: 1}}
			binary.BigEndian.PutUint32(c.Key[:], uint32(i))
			if !yield(c, nil) {
				return
			}
		}
	}
}

type nowhere struct{ dials atomic.Int32 }

func (n *nowhere) Dial(context.Context, messages.Key, ...string) (transports.Stream, error) {
	n.dials.Add(1)
	return nil, transports.ErrUnreachable
}

// THREATS 2: whoever says whom there is to hire does not decide how many are dialed.
func TestFoundAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := open(t, 0)
		defer m.stop()
		_ = m.process.Stop()
		dialer := new(nowhere)
		m.client, m.process = m.node.Hire(m.buyer, func(c *requester.Client) { c.Dialer, c.Finder = dialer, crowd(10_100) })
		_, err := m.hire(requester.Hiring{})
		u, ok := errors.AsType[*requester.Unfilled](err)
		if !ok || len(u.Refused) != 10_000 || dialer.dials.Load() != 10_000 {
			t.Fatalf("of 10,100 that are found %d are dialed: %.200v", dialer.dials.Load(), err)
		}
	})
}

// Whose quotes are over when they come was found, and is told why nobody hires it.
func TestClockOfAnotherDay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := open(t, 0)
		defer m.stop()
		late := m.world.Node(1)
		_, p := late.Farm(&parleytest.Seller{PerUnit: 5}, func(s *farmer.Server) {
			s.Now = func() time.Time { return time.Now().Add(-24 * time.Hour) }
		})
		defer p.Stop()
		_, err := m.hire(parleytest.Ask(late))
		u, ok := errors.AsType[*requester.Unfilled](err)
		if !ok || len(u.Refused) != 1 || u.Refused[0].Farmer != late.Key || protocol.CodeOf(u.Refused[0].Err) != protocol.Late {
			t.Errorf("%v", err)
		}
	})
}

// What is not there is asked for in words.
func TestHireNothing(t *testing.T) {
	m := open(t, 1)
	defer m.stop()
	for o, err := range m.client.Hire(t.Context(), nil, m.ask()) {
		if o != nil || err == nil {
			t.Errorf("hired for nothing: %v, %v", o, err)
		}
	}
}
