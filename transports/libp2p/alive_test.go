package libp2p_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
	manet "github.com/multiformats/go-multiaddr/net"

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

// Who dials for long is not given up because somebody else, who began to, had little time.
func TestAnothersPatience(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n, a, b, _ := afloat(t)
		n.Part(func(_, _ netip.Addr) bool { return true })
		errHasty := errors.New("half a second is over")
		hasty, cancel := context.WithTimeoutCause(t.Context(), 500*time.Millisecond, errHasty)
		defer cancel()
		failed := make(chan error, 1)
		go func() {
			_, err := a.Dial(hasty, b.Key(), b.Addrs()...)
			failed <- err
		}()
		time.AfterFunc(time.Second, n.Calm)
		time.Sleep(100 * time.Millisecond)
		patient, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		s, err := a.Dial(patient, b.Key(), b.Addrs()...)
		if err != nil {
			t.Fatalf("the patient one: %v", err)
		}
		s.Reset()
		if err := <-failed; !errors.Is(err, errHasty) {
			t.Errorf("the hasty one: %v", err)
		}
	})
}

// A connection is dead whose peer says nothing on it, though it answers on another one.
func TestSilentConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := voyage.NewNetwork(1, func(_, _ netip.Addr) voyage.Weather { return voyage.Weather{Latency: 10 * time.Millisecond} })
		here, there := netip.MustParseAddr("1.0.0.1"), [2]netip.Addr{netip.MustParseAddr("1.0.0.2"), netip.MustParseAddr("1.0.0.3")}
		listen := func(at netip.Addr) string { return fmt.Sprintf("/ip4/%s/udp/4001/quic-v1", at) }
		a := join(t, 1, libp2p.Config{Packets: n.Packets(here), Listen: []string{listen(here)}})
		b := join(t, 2, libp2p.Config{Listen: []string{listen(there[0]), listen(there[1])}, Packets: func(network string, addr *net.UDPAddr) (net.PacketConn, error) {
			at := addr.AddrPort().Addr().Unmap()
			if at.IsUnspecified() {
				at = there[1]
			}
			return n.Packets(at)(network, addr)
		}})
		var both sync.WaitGroup // at once, or the second finds the first one's
		both.Go(func() { _, _ = a.Connect(t.Context(), b.Addrs()[0]) })
		both.Go(func() { _, _ = b.Connect(t.Context(), a.Addrs()[0]) })
		both.Wait()
		s, _ := speak(t, a, b)
		var dead, other network.Conn
		for _, c := range a.Libp2p().Network().ConnsToPeer(b.Libp2p().ID()) {
			if slices.ContainsFunc(c.GetStreams(), func(s network.Stream) bool { return s.Protocol() == libp2p.Protocol }) {
				dead = c
			} else {
				other = c
			}
		}
		for range 5 { // it has most, so that what asks for any connection is given this one
			if _, err := other.NewStream(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		silent, err := manet.ToIP(dead.RemoteMultiaddr())
		if err != nil {
			t.Fatal(err)
		}
		n.Silence(netip.MustParseAddr(silent.String()))
		began := time.Now()
		if _, err := s.Receive(t.Context()); !errors.Is(err, transports.ErrReset) || time.Since(began) > 6*time.Second {
			t.Errorf("on a connection that is dead: %v after %s", err, time.Since(began))
		}
		if other.IsClosed() {
			t.Error("the other connection is closed too")
		}
	})
}
