package voyage

import (
	"errors"
	"net"
	"net/netip"
	"os"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

var here, there = netip.MustParseAddr("1.0.0.1"), netip.MustParseAddr("1.0.1.1")

// dial opens a socket on each of two hosts.
func dial(t *testing.T, n *Network) (a, b net.PacketConn) {
	t.Helper()
	var ends [2]net.PacketConn
	for i, ip := range []netip.Addr{here, there} {
		var err error
		if ends[i], err = n.Packets(ip)("udp4", &net.UDPAddr{IP: net.IPv4zero}); err != nil {
			t.Fatal(err)
		}
	}
	return ends[0], ends[1]
}

// arrive are the packets that arrive in the next seconds, by their first byte.
func arrive(t *testing.T, c net.PacketConn) (got []byte) {
	t.Helper()
	c.SetReadDeadline(time.Now().Add(5 * time.Second))
	for b := make([]byte, 2); ; {
		switch _, _, err := c.ReadFrom(b); {
		case errors.Is(err, os.ErrDeadlineExceeded):
			return got
		case err != nil:
			t.Fatal(err)
		}
		got = append(got, b[0])
	}
}

// The same packets of the same seed are lost, repeated and late, whoever else speaks; of another seed others are.
func TestFateOfPackets(t *testing.T) {
	play := func(seed uint64, others int) (got []byte) {
		synctest.Test(t, func(t *testing.T) {
			n := NewNetwork(seed, func(_, _ netip.Addr) Weather {
				return Weather{Loss: 0.2, Repeat: 0.1, Latency: time.Second, Jitter: time.Second}
			})
			a, b := dial(t, n)
			defer a.Close()
			defer b.Close()
			for i := range 200 {
				for range others {
					b.WriteTo([]byte{1}, a.LocalAddr())
				}
				a.WriteTo([]byte{byte(i)}, b.LocalAddr())
				time.Sleep(time.Millisecond)
			}
			got = arrive(t, b)
			if c := n.Count(); c.Sent != 200*(1+others) || len(got) < 150 || len(got) > 220 || others == 0 && len(got) != c.Sent-c.Lost+c.Repeated {
				t.Errorf("%d packets arrive: %+v", len(got), c)
			}
		})
		return got
	}
	first := play(1, 0)
	if diff := cmp.Diff(first, play(1, 2)); diff != "" {
		t.Errorf("another's packets change what arrives (-alone +beside):\n%s", diff)
	}
	if slices.Equal(first, play(2, 0)) {
		t.Error("two seeds give one fate")
	}
	if slices.IsSorted(first) {
		t.Error("nothing is out of turn")
	}
}

// What parts hosts loses all that they send, what heals nothing any more; of a host without power nothing is heard for ever.
func TestPartAndSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := NewNetwork(1, func(_, _ netip.Addr) Weather { return Weather{Loss: 1, Latency: time.Second} })
		a, b := dial(t, n)
		defer a.Close()
		n.Calm()
		say := func(want string) {
			t.Helper()
			a.WriteTo([]byte{'a'}, b.LocalAddr())
			if got := string(arrive(t, b)); got != want {
				t.Errorf("%q arrives, want %q", got, want)
			}
		}
		say("a")
		n.Part(func(x, y netip.Addr) bool { return x != y })
		say("")
		n.Part(nil)
		say("a")
		n.Silence(here)
		say("")
		if _, err := n.Packets(here)("udp4", net.UDPAddrFromAddrPort(a.LocalAddr().(*net.UDPAddr).AddrPort())); err != nil {
			t.Errorf("a process begun anew cannot have the port of one that is dead: %v", err)
		}
		if _, err := n.Packets(there)("udp4", b.LocalAddr().(*net.UDPAddr)); err == nil {
			t.Error("two sockets have one port")
		}
		b.Close()
		if _, _, err := b.ReadFrom(nil); !errors.Is(err, net.ErrClosed) {
			t.Errorf("a closed socket is read: %v", err)
		}
	})
}
