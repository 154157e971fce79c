package libp2p_test

import (
	"errors"
	"fmt"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/parleytest/transporttest"
	"github.com/parley-p2p/parley/parleytest/voyage"
	"github.com/parley-p2p/parley/transports"
	"github.com/parley-p2p/parley/transports/libp2p"
)

// afloat is two hosts on a network in virtual time, and their addresses on it.
func afloat(t *testing.T) (n *voyage.Network, a, b *libp2p.Host, at [2]netip.Addr) {
	t.Helper()
	n = voyage.NewNetwork(1, func(_, _ netip.Addr) voyage.Weather { return voyage.Weather{Latency: 10 * time.Millisecond} })
	var hosts [2]*libp2p.Host
	for i := range hosts {
		at[i] = netip.AddrFrom4([4]byte{1, 0, 0, byte(i + 1)})
		hosts[i] = join(t, byte(i+1), libp2p.Config{Packets: n.Packets(at[i]), Listen: []string{fmt.Sprintf("/ip4/%s/udp/4001/quic-v1", at[i])}})
	}
	return n, hosts[0], hosts[1], at
}

// speak opens a session over which both have spoken.
func speak(t *testing.T, a, b *libp2p.Host) (transports.Stream, transports.Stream) {
	t.Helper()
	ctx := t.Context()
	s, err := a.Dial(ctx, b.Key(), b.Addrs()...)
	if err == nil {
		err = s.Send(ctx, transporttest.Frame(1, 1))
	}
	if err != nil {
		t.Fatal(err)
	}
	other, err := b.Accept(ctx)
	if err == nil {
		_, err = other.Receive(ctx)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s, other
}

// A link without sessions costs little to keep, and is given up as soon as any once somebody waits for a peer that is gone.
func TestIdleLinksArePingedSeldom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n, a, b, at := afloat(t)
		s, other := speak(t, a, b)
		minute := func() int {
			before := n.Count().Sent
			time.Sleep(time.Minute)
			return n.Count().Sent - before
		}
		busy := minute()
		s.Close()
		other.Close()
		time.Sleep(time.Second)
		idle := minute()
		if busy < 60 || idle == 0 || idle > busy/5 {
			t.Errorf("%d packets a minute with a session, %d without", busy, idle)
		}
		n.Silence(at[1])
		s, err := a.Dial(t.Context(), b.Key())
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		if _, err := s.Receive(t.Context()); !errors.Is(err, transports.ErrReset) || time.Since(began) > 6*time.Second {
			t.Errorf("a peer that is gone: %v after %s", err, time.Since(began))
		}
	})
}

// A session ends soon after its peer has lost power.
func TestSilentPeer(t *testing.T) { // THREATS 4, power loss
	synctest.Test(t, func(t *testing.T) {
		n, a, b, at := afloat(t)
		s, _ := speak(t, a, b)
		time.Sleep(time.Minute)
		n.Silence(at[1])
		began := time.Now()
		if _, err := s.Receive(t.Context()); !errors.Is(err, transports.ErrReset) || time.Since(began) > 6*time.Second {
			t.Errorf("a peer that is gone: %v after %s", err, time.Since(began))
		}
	})
}
