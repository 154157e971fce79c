package libp2p

import (
	"encoding/binary"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	ma "github.com/multiformats/go-multiaddr"
)

// caller is a connection from somewhere.
type caller struct{ remote ma.Multiaddr }

func (c caller) LocalMultiaddr() ma.Multiaddr  { return nil }
func (c caller) RemoteMultiaddr() ma.Multiaddr { return c.remote }

func from(t *testing.T, addr string) caller {
	t.Helper()
	m, err := ma.NewMultiaddr(addr)
	if err != nil {
		t.Fatal(err)
	}
	return caller{m}
}

// THREATS 2: a barred peer that comes again and again is refused before its handshake, with whoever shares its address; others
// get in, and so does everybody once it has let off.
func TestKnocksAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := new(gate)
		const bad, good = peer.ID("mallory"), peer.ID("alice")
		g.bar(bad, time.Hour)
		here, relayed := from(t, "/ip4/127.0.0.1/tcp/1000"), from(t, "/ip4/127.0.0.1/tcp/1/p2p-circuit")
		knock := func() bool {
			if !g.InterceptAccept(here) {
				return false
			}
			if g.InterceptSecured(network.DirInbound, bad, here) {
				t.Fatal("a barred peer gets in")
			}
			return true
		}
		for range 100 { // who is not barred uses nothing up
			if !g.InterceptAccept(here) || !g.InterceptSecured(network.DirInbound, good, here) {
				t.Fatal("an honest peer is kept out")
			}
		}
		had := 0
		for range 1000 {
			if knock() {
				had++
			}
			time.Sleep(time.Millisecond)
		}
		if want := knocksAtOnce + knocksPerSecond - 1; had != want {
			t.Errorf("%d handshakes in a second, want %d", had, want)
		}
		for addr, open := range map[string]bool{
			"/ip4/127.0.0.1/tcp/1001/ws": false, "/ip4/127.0.0.2/tcp/1000": true, "/ip6/2001:db8::1/tcp/1000": true, "/dns4/example.com/tcp/1": true,
		} {
			if g.InterceptAccept(from(t, addr)) != open {
				t.Errorf("%s gets in: %v, want %v", addr, !open, open)
			}
		}
		if !g.InterceptAccept(relayed) {
			t.Error("who comes by a relay is kept out with it")
		}
		time.Sleep(time.Second)
		if !g.InterceptAccept(here) {
			t.Error("an address is closed for ever")
		}
		// Those that were under way at once are owed.
		for range 2 * knocksAtOnce {
			g.InterceptSecured(network.DirInbound, bad, here)
		}
		if time.Sleep(time.Second); g.InterceptAccept(here) {
			t.Error("handshakes at once cost no more than one by one")
		}
		g.InterceptSecured(network.DirOutbound, bad, from(t, "/ip4/10.0.0.1/tcp/1"))
		if len(g.knocks.from) != 1 {
			t.Errorf("%d addresses are kept, want 1: who is dialed does not knock", len(g.knocks.from))
		}
	})
}

// An owner of IPv6 has more addresses than anybody can count.
func TestKnocksOfNeighbors(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var k knocks
		for range knocksAtOnce {
			k.note(from(t, "/ip6/2001:db8::1/tcp/1").remote)
		}
		if k.open(from(t, "/ip6/2001:db8:0:ff::2/tcp/1").remote) {
			t.Error("the next address of the same owner gets in")
		}
		if !k.open(from(t, "/ip6/2001:db8:0:100::1/tcp/1").remote) {
			t.Error("a neighbor is kept out")
		}
	})
}

// Barred peers that come from everywhere cost bounded memory.
func TestKnockersAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var k knocks
		for i := range 2*maxKnockers + 1 {
			addr := netip.AddrFrom4([4]byte(binary.BigEndian.AppendUint32(nil, 0x0a000000+uint32(i))))
			k.note(from(t, "/ip4/"+addr.String()+"/tcp/1").remote)
			if len(k.from) > maxKnockers {
				t.Fatalf("%d addresses are kept", len(k.from))
			}
		}
		time.Sleep(time.Minute)
		k.note(from(t, "/ip4/1.2.3.4/tcp/1").remote)
		if len(k.from) != 1 {
			t.Errorf("%d addresses are kept that have all their handshakes left", len(k.from)-1)
		}
	})
}
