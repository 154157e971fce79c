package libp2p_test

import (
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	golibp2p "github.com/libp2p/go-libp2p"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peerstore"
	"go.uber.org/goleak"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/transporttest"
	"github.com/parley-p2p/parley/transports"
	"github.com/parley-p2p/parley/transports/libp2p"
)

// join makes a host that listens on one address of loopback and ends with the test.
func join(t testing.TB, n byte, c libp2p.Config) *libp2p.Host {
	t.Helper()
	c.Signer, c.Local = transporttest.Signer(n), true
	if c.Listen == nil {
		c.Listen = []string{"/ip4/127.0.0.1/tcp/0"}
	}
	h, err := libp2p.New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return h
}

func party(h *libp2p.Host) transporttest.Party {
	return transporttest.Party{Key: h.Key(), Dialer: h, Listener: h, Addrs: h.Addrs()}
}

func TestTransports(t *testing.T) { // A18, R21, R22, R23, R24
	for _, c := range []struct{ name, listen string }{
		{"tcp", "/ip4/127.0.0.1/tcp/0"},
		{"quic", "/ip4/127.0.0.1/udp/0/quic-v1"},
		{"websocket", "/ip4/127.0.0.1/tcp/0/ws"},
	} {
		t.Run(c.name, func(t *testing.T) {
			transporttest.RunNetwork(t, func(t *testing.T, n byte) transporttest.Party {
				return party(join(t, n, libp2p.Config{Listen: []string{c.listen}}))
			})
		})
	}
}

// R23: however many sessions, one connection and one stream, which both sides use.
func TestSessionsShareOneStream(t *testing.T) {
	a, b := join(t, 1, libp2p.Config{}), join(t, 2, libp2p.Config{})
	ctx := transporttest.Context(t)
	var work sync.WaitGroup
	for range 100 {
		work.Go(func() {
			s, err := a.Dial(ctx, b.Key(), b.Addrs()...)
			if err == nil {
				err = s.Send(ctx, transporttest.Frame(1, 1))
			}
			if err != nil {
				t.Errorf("dial: %v", err)
			}
		})
	}
	for range 100 {
		if _, err := b.Accept(ctx); err != nil {
			t.Fatal(err)
		}
	}
	work.Wait()
	back, err := b.Dial(ctx, a.Key()) // needs no address: the two are connected
	if err != nil {
		t.Fatal(err)
	}
	if err := back.Send(ctx, transporttest.Frame(1, 1)); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Accept(ctx); err != nil {
		t.Fatal(err)
	}
	streams := 0
	connections := a.Libp2p().Network().ConnsToPeer(b.Libp2p().ID())
	for _, c := range connections {
		for _, s := range c.GetStreams() {
			if s.Protocol() == libp2p.Protocol {
				streams++
			}
		}
	}
	if len(connections) != 1 || streams != 1 {
		t.Errorf("%d connections, %d streams for 101 sessions; want one of each", len(connections), streams)
	}
}

// R03: a peer that moved to another port is found there, whatever is left of the old connection.
func TestPeerMoves(t *testing.T) {
	client := join(t, 1, libp2p.Config{})
	for range 3 {
		server, err := libp2p.New(libp2p.Config{Signer: transporttest.Signer(2), Listen: []string{"/ip4/127.0.0.1/tcp/0"}, Local: true})
		if err != nil {
			t.Fatal(err)
		}
		talkAmong(t, client, server)
		if err := server.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// The same where the old connection breaks under the first words of a new stream.
func TestPeerLeftAConnection(t *testing.T) {
	client, server := join(t, 1, libp2p.Config{}), join(t, 2, libp2p.Config{})
	addr, cut := relay(t, server.Addrs()[0])
	reach(t, client, addr)
	id := server.Libp2p().ID()
	if err := client.Libp2p().Peerstore().RemoveProtocols(id, libp2p.Protocol); err != nil { // so that the two negotiate
		t.Fatal(err)
	}
	cut()
	talkAmong(t, client, server)
}

// An address that was named is not forgotten because a connection to where the peer was ends meanwhile.
func TestNamedAddressStays(t *testing.T) {
	for name, try := range map[string]func(client *libp2p.Host, gone messages.Key, addrs []string) error{
		"dial": func(client *libp2p.Host, gone messages.Key, addrs []string) error {
			_, err := client.Dial(transporttest.Context(t), gone, addrs...)
			return err
		},
		"connect": func(client *libp2p.Host, _ messages.Key, addrs []string) error {
			_, err := client.Connect(transporttest.Context(t), addrs[0])
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			client, gone := join(t, 1, libp2p.Config{}), join(t, 2, libp2p.Config{})
			id, addrs := gone.Libp2p().ID(), gone.Addrs()
			if err := gone.Close(); err != nil {
				t.Fatal(err)
			}
			if err := try(client, gone.Key(), addrs); !errors.Is(err, transports.ErrUnreachable) {
				t.Errorf("to a peer that has gone: %v", err)
			}
			known := client.Libp2p().Peerstore()
			known.UpdateAddrs(id, peerstore.TempAddrTTL, 0) // what libp2p's identify does then
			if len(known.Addrs(id)) == 0 {
				t.Error("the address is forgotten")
			}
		})
	}
}

// relay passes TCP on to an address, and after cut breaks a connection when the one who came says something more.
func relay(t *testing.T, to string) (addr string, cut func()) {
	t.Helper()
	parts := strings.Split(to, "/") // "", ip4, HOST, tcp, PORT, p2p, ID
	near, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { near.Close() })
	far := net.JoinHostPort(parts[2], parts[4])
	_, parts[4], _ = net.SplitHostPort(near.Addr().String())
	var broken atomic.Bool
	pass := func(in, out net.Conn) {
		defer in.Close()
		defer out.Close()
		for b := make([]byte, 1<<16); ; {
			n, err := in.Read(b)
			if err == nil && broken.Load() {
				_ = in.(*net.TCPConn).SetLinger(0) // a reset
				return
			}
			if err == nil {
				_, err = out.Write(b[:n])
			}
			if err != nil {
				return
			}
		}
	}
	go func() {
		for {
			in, err := near.Accept()
			if err != nil {
				return
			}
			out, err := net.Dial("tcp4", far)
			if err != nil {
				in.Close()
				continue
			}
			go pass(in, out)
			go pass(out, in)
		}
	}()
	return strings.Join(parts, "/"), func() { broken.Store(true) }
}

// What was sent before Close arrives, and then its end.
func TestCloseDelivers(t *testing.T) {
	for _, listen := range []string{"/ip4/127.0.0.1/tcp/0", "/ip4/127.0.0.1/udp/0/quic-v1"} {
		server := join(t, 1, libp2p.Config{Listen: []string{listen}})
		for range 5 {
			client, err := libp2p.New(libp2p.Config{Signer: transporttest.Signer(2), Listen: []string{}, Local: true})
			if err != nil {
				t.Fatal(err)
			}
			ctx := transporttest.Context(t)
			s, err := client.Dial(ctx, server.Key(), server.Addrs()...)
			if err != nil {
				t.Fatal(err)
			}
			for i := range 20 {
				if err := s.Send(ctx, transporttest.Frame(i, 1000)); err != nil {
					t.Fatal(err)
				}
			}
			if err := errors.Join(s.Close(), client.Close()); err != nil {
				t.Fatal(err)
			}
			in, err := server.Accept(ctx)
			if err != nil {
				t.Fatal(err)
			}
			for i := range 20 {
				if f, err := in.Receive(ctx); err != nil || string(f.Data) != string(transporttest.Frame(i, 1000).Data) {
					t.Fatalf("%s: frame %d: %v", listen, i, err)
				}
			}
			if _, err := in.Receive(ctx); err != io.EOF {
				t.Fatalf("%s: %v, want io.EOF", listen, err)
			}
			in.Close()
		}
	}
}

// Errors say what is wrong and what to do.
func TestErrors(t *testing.T) {
	h := join(t, 1, libp2p.Config{})
	where := strings.TrimSuffix(h.Addrs()[0], "/p2p/"+h.Libp2p().ID().String())
	id3, err := libp2p.PeerID(transporttest.Key(3))
	if err != nil {
		t.Fatal(err)
	}
	listen := func(addr string) error {
		h, err := libp2p.New(libp2p.Config{Signer: transporttest.Signer(2), Listen: []string{addr}, Local: true})
		if err == nil {
			h.Close()
		}
		return err
	}
	client := join(t, 4, libp2p.Config{Listen: []string{}})
	dial := func(key messages.Key, addrs ...string) error {
		_, err := client.Dial(transporttest.Context(t), key, addrs...)
		return err
	}
	connect := func(addr string) error {
		_, err := client.Connect(transporttest.Context(t), addr)
		return err
	}
	_, bootstrap := libp2p.New(libp2p.Config{Signer: transporttest.Signer(2), Bootstrap: []string{"/ip4/127.0.0.1/tcp/4001"}})
	for _, c := range []struct {
		name string
		err  error
		is   error
		want string
	}{
		{"port taken", listen(where), syscall.EADDRINUSE, "choose another"},
		{"not this machine", listen("/ip4/192.0.2.1/tcp/0"), syscall.EADDRNOTAVAIL, "0.0.0.0 stands for all"},
		{"not an address", listen("127.0.0.1:4001"), nil, "should look like /ip4"},
		{"not a transport", listen("/ip4/127.0.0.1/udp/0"), nil, "quic-v1"},
		{"bootstrap without ID", bootstrap, nil, "add its ID"},
		{"connect without ID", connect(where), nil, "add its ID"},
		{"connect to another", connect(where + "/p2p/" + id3.String()), transports.ErrPeer, "another peer has that address"},
		{"dial with another's ID", dial(h.Key(), where+"/p2p/"+id3.String()), transports.ErrPeer, "another peer"},
		{"dial another", dial(transporttest.Key(3), where), transports.ErrPeer, "another peer has that address"},
		{"dial nothing", dial(transporttest.Key(5)), transports.ErrUnreachable, "bootstrap"},
		{"dial nonsense", dial(transporttest.Key(5), "localhost"), transports.ErrUnreachable, "should look like"},
		{"dial oneself", dial(transporttest.Key(4)), transports.ErrPeer, "itself"},
		{"dial no key", dial(messages.Key{}), transports.ErrPeer, "Ed25519"},
		{"nobody listens", dial(transporttest.Key(6), "/ip4/127.0.0.1/tcp/1"), transports.ErrUnreachable, "check that it runs"},
	} {
		if c.err == nil || c.is != nil && !errors.Is(c.err, c.is) || !strings.Contains(c.err.Error(), c.want) {
			t.Errorf("%s: %v; want %v and a mention of %q", c.name, c.err, c.is, c.want)
		}
	}
}

// A peer that speaks libp2p and not Parley.
func TestNotAParleyPeer(t *testing.T) {
	other, err := golibp2p.New(golibp2p.ListenAddrStrings("/ip4/127.0.0.1/tcp/0"), golibp2p.DisableMetrics())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	key, err := libp2p.KeyOf(other.ID())
	if err != nil {
		t.Fatal(err)
	}
	_, err = join(t, 1, libp2p.Config{}).Dial(transporttest.Context(t), key, other.Addrs()[0].String())
	if !errors.Is(err, transports.ErrUnreachable) || !strings.Contains(err.Error(), "does not speak /parley/1") {
		t.Errorf("%v", err)
	}
}

// A peer that takes the stream and says nothing, or something else, is no peer to wait for.
func TestNoWelcome(t *testing.T) {
	hasty, patient := join(t, 1, libp2p.Config{Limits: transports.Limits{Handshake: 100 * time.Millisecond}}), join(t, 2, libp2p.Config{})
	for want, answer := range map[string]func(network.Stream){
		"no answer in 100ms": func(s network.Stream) { io.Copy(io.Discard, s) },
		"another version":    func(s network.Stream) { s.Write([]byte{2}); s.Close() },
		"refuses to talk":    func(s network.Stream) { s.Reset() },
	} {
		client := patient
		if strings.HasPrefix(want, "no answer") {
			client = hasty
		}
		other, err := golibp2p.New(golibp2p.ListenAddrStrings("/ip4/127.0.0.1/tcp/0"), golibp2p.DisableMetrics())
		if err != nil {
			t.Fatal(err)
		}
		defer other.Close()
		other.SetStreamHandler(libp2p.Protocol, answer)
		key, err := libp2p.KeyOf(other.ID())
		if err != nil {
			t.Fatal(err)
		}
		_, err = client.Dial(transporttest.Context(t), key, other.Addrs()[0].String())
		if !errors.Is(err, transports.ErrUnreachable) || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want ErrUnreachable and %q", err, want)
		}
	}
}

// Close leaves nothing behind, with sessions open and after.
func TestNothingIsLeft(t *testing.T) {
	settled := goleak.IgnoreCurrent()
	for range 2 {
		a, err := libp2p.New(libp2p.Config{Signer: transporttest.Signer(1), Local: true, Server: true})
		if err != nil {
			t.Fatal(err)
		}
		b, err := libp2p.New(libp2p.Config{Signer: transporttest.Signer(2), Local: true, Bootstrap: a.Addrs()[:1]})
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Join(transporttest.Context(t)); err != nil {
			t.Fatal(err)
		}
		talkAmong(t, b, a)
		s, err := b.Dial(transporttest.Context(t), a.Key())
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Send(t.Context(), transporttest.Frame(1, 1)); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(a.Close(), b.Close(), b.Close()); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Receive(t.Context()); !errors.Is(err, transports.ErrReset) {
			t.Errorf("receive after the host's Close: %v, want ErrReset", err)
		}
		if _, err := b.Dial(t.Context(), a.Key()); err == nil {
			t.Error("a closed host dials")
		}
	}
	leftNothing(t, settled)
}
