package libp2p

import (
	"encoding/binary"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"golang.org/x/time/rate"

	"github.com/parley-p2p/parley/messages"
)

// A bar ends by itself, the longest one counts, and it holds both ways.
func TestBarEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := new(gate)
		const p = peer.ID("mallory")
		open := func() bool {
			dial, secured := g.InterceptPeerDial(p), g.InterceptSecured(network.DirInbound, p, caller{})
			if dial != secured {
				t.Errorf("dial %v, accept %v", dial, secured)
			}
			return dial
		}
		if !open() {
			t.Error("a peer is barred that never was")
		}
		g.bar(p, time.Minute)
		g.bar(p, time.Second)
		for range 60 {
			if open() {
				t.Error("a barred peer gets in")
			}
			time.Sleep(time.Second)
		}
		if !open() {
			t.Error("the bar does not end")
		}
	})
}

// Barring peers without end costs bounded memory, and those barred longest stay out.
func TestBarsAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := new(gate)
		g.bar("worst", 24*time.Hour)
		name := func(i int) peer.ID { return peer.ID(binary.BigEndian.AppendUint32(nil, uint32(i))) }
		for i := range maxBarred - 1 {
			g.bar(name(i), time.Minute)
		}
		time.Sleep(2 * time.Minute)
		g.bar(name(maxBarred), time.Minute) // makes room: the others are over
		if len(g.barred) != 2 {
			t.Errorf("%d bars are kept, want 2", len(g.barred))
		}
		for i := range maxBarred + 10 {
			g.bar(name(i), time.Hour+time.Duration(i))
			if i > maxBarred {
				break
			}
		}
		if len(g.barred) > maxBarred || g.until("worst").IsZero() {
			t.Errorf("%d bars are kept, the worst among them: %v", len(g.barred), !g.until("worst").IsZero())
		}
	})
}

// endless is a stream that always has more.
type endless struct{ network.Stream }

func (endless) Read(b []byte) (int, error) { return len(b), nil }
func (endless) Reset() error               { return nil }

// H11: a peer that sends without end is read at its rate.
func TestBytesAreMetered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const perSecond = 64 << 10
		m := newMetered(endless{}, rate.NewLimiter(perSecond, perSecond))
		start := time.Now()
		if _, err := io.CopyN(io.Discard, m, 11*perSecond); err != nil { // one of them the burst
			t.Fatal(err)
		}
		if took := time.Since(start); took < 9900*time.Millisecond || took > 10100*time.Millisecond {
			t.Errorf("took %v, want 10 s", took)
		}
		// Whoever waits is let go when the stream is closed.
		ended := make(chan error)
		go func() {
			_, err := io.Copy(io.Discard, m)
			ended <- err
		}()
		time.Sleep(time.Millisecond)
		m.Close()
		if err := <-ended; err == nil {
			t.Error("reading goes on after Close")
		}
	})
}

// Meters outlive connections, and are forgotten when full.
func TestMetersAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMeters(Rates{Sessions: 2, Bytes: 64 << 10})
		greedy := messages.Key{1}
		for range 2 {
			if !m.of(greedy).sessions.Allow() {
				t.Fatal("the burst is refused")
			}
		}
		for i := range maxMeters + 100 {
			m.of(messages.Key{2, byte(i), byte(i >> 8), byte(i >> 16)})
		}
		if len(m.peers) > maxMeters {
			t.Errorf("%d meters, at most %d", len(m.peers), maxMeters)
		}
		if m.of(greedy).sessions.Allow() {
			t.Error("a peer that is out of sessions gets new ones by being forgotten")
		}
		time.Sleep(time.Second)
		if !m.of(greedy).sessions.Allow() {
			t.Error("the rate does not come back")
		}
	})
}
