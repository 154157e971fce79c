package libp2p_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	golibp2p "github.com/libp2p/go-libp2p"
	ic "github.com/libp2p/go-libp2p/core/crypto"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/peer"
	ma "github.com/multiformats/go-multiaddr"
	manet "github.com/multiformats/go-multiaddr/net"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/transporttest"
	"github.com/parley-p2p/parley/transports"
	"github.com/parley-p2p/parley/transports/libp2p"
)

const marker = "the secret price is 4711"

// talk sends the marker each way over one stream.
func talk(t *testing.T, client transports.Dialer, server transports.Listener, key messages.Key, addr string) {
	t.Helper()
	ctx := transporttest.Context(t)
	f := messages.Frame{Type: messages.FrameType(messages.Kind_KIND_QUOTE), Data: []byte(strings.Repeat(marker, 20))}
	out, err := client.Dial(ctx, key, addr)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	if err := out.Send(ctx, f); err != nil {
		t.Fatal(err)
	}
	in, err := server.Accept(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	got, err := in.Receive(ctx)
	if err != nil || !bytes.Equal(got.Data, f.Data) {
		t.Fatalf("%q, %v", got.Data, err)
	}
	if err := in.Send(ctx, f); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Receive(ctx); err != nil {
		t.Fatal(err)
	}
}

// R22: what passes on the wire is not readable. The plain transport shows that the relay would have seen it.
func TestNoPlaintextOnTheWire(t *testing.T) {
	for _, suffix := range []string{"", "/ws"} {
		server := join(t, 1, libp2p.Config{Listen: []string{"/ip4/127.0.0.1/tcp/0" + suffix}})
		client := join(t, 2, libp2p.Config{Listen: []string{}})
		relay := transporttest.NewRelay(t, tcpAddr(t, server))
		talk(t, client, server, server.Key(), fmt.Sprintf("/ip4/127.0.0.1/tcp/%d%s", relay.Addr().Port, suffix))
		if seen := relay.Seen(); bytes.Contains(seen, []byte(marker)) || len(seen) < 1000 {
			t.Errorf("tcp%s: the relay saw %d bytes, the marker among them: %v", suffix, len(seen), bytes.Contains(seen, []byte(marker)))
		}
	}
	plain, err := transports.ListenTCP("127.0.0.1:0", transporttest.Signer(1), transports.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer plain.Close()
	relay := transporttest.NewRelay(t, plain.Addr().String())
	talk(t, &transports.NetDialer{Signer: transporttest.Signer(2)}, plain, transporttest.Key(1), relay.Addr().String())
	if !bytes.Contains(relay.Seen(), []byte(marker)) {
		t.Error("the relay does not see what passes in the clear: the test above proves nothing")
	}
}

// tcpAddr is where a host listens on TCP, as net dials it.
func tcpAddr(t *testing.T, h *libp2p.Host) string {
	t.Helper()
	where, err := ma.NewMultiaddr(h.Addrs()[0])
	if err != nil {
		t.Fatal(err)
	}
	tcp, _ := ma.SplitFunc(where, func(c ma.Component) bool { return c.Protocol().Code != ma.P_IP4 && c.Protocol().Code != ma.P_TCP })
	_, addr, err := manet.DialArgs(tcp)
	if err != nil {
		t.Fatal(err)
	}
	return addr
}

// R22
func TestPlaintextIsRefused(t *testing.T) {
	server := join(t, 1, libp2p.Config{})
	addr := tcpAddr(t, server)

	t.Run("Parley's own framing", func(t *testing.T) {
		d := &transports.NetDialer{Signer: transporttest.Signer(2)}
		if _, err := d.Dial(transporttest.Context(t), server.Key(), addr); !errors.Is(err, transports.ErrPeer) {
			t.Errorf("%v, want ErrPeer", err)
		}
	})
	t.Run("libp2p without security", func(t *testing.T) {
		insecure, err := golibp2p.New(golibp2p.NoSecurity, golibp2p.NoListenAddrs, golibp2p.DisableMetrics())
		if err != nil {
			t.Fatal(err)
		}
		defer insecure.Close()
		if err := insecure.Connect(transporttest.Context(t), infoOf(t, server)); err == nil {
			t.Error("an unencrypted connection was accepted")
		}
	})
	t.Run("a negotiation in the clear", func(t *testing.T) {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		conn.Write([]byte("\x13/multistream/1.0.0\n\x11/plaintext/2.0.0\n"))
		want := "\x13/multistream/1.0.0\n\x03na\n"
		got := make([]byte, len(want))
		if _, err := io.ReadFull(conn, got); err != nil || string(got) != want {
			t.Errorf("answer %q, %v; want %q", got, err, want)
		}
	})
	if n := len(server.Libp2p().Network().Conns()); n != 0 {
		t.Errorf("%d connections came of it", n)
	}
}

func infoOf(t *testing.T, h *libp2p.Host) peer.AddrInfo {
	t.Helper()
	return peer.AddrInfo{ID: h.Libp2p().ID(), Addrs: h.Libp2p().Addrs()}
}

// R24
func TestKeysAndPeerIDs(t *testing.T) {
	h := join(t, 1, libp2p.Config{})
	id, err := libp2p.PeerID(transporttest.Key(1))
	if err != nil || id != h.Libp2p().ID() {
		t.Errorf("peer ID %s, %v; want %s", id, err, h.Libp2p().ID())
	}
	if key, err := libp2p.KeyOf(id); err != nil || key != transporttest.Key(1) {
		t.Errorf("key %s, %v", key, err)
	}
	if _, err := libp2p.PeerID(messages.Key{1}); err == nil {
		t.Error("a key of small order has a peer ID")
	}
	secp, _, err := ic.GenerateSecp256k1Key(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	small, err := ic.UnmarshalEd25519PublicKey(append([]byte{1}, make([]byte, 31)...))
	if err != nil {
		t.Fatal(err)
	}
	for name, public := range map[string]ic.PubKey{"secp256k1": secp.GetPublic(), "small order": small} {
		id, err := peer.IDFromPublicKey(public)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := libp2p.KeyOf(id); !errors.Is(err, transports.ErrPeer) {
			t.Errorf("%s: %v, want ErrPeer", name, err)
		}
	}
}

// rawHost is a libp2p host that is no Parley host, for what one would not do.
func rawHost(t *testing.T, options ...golibp2p.Option) host.Host {
	t.Helper()
	h, err := golibp2p.New(append(options, golibp2p.NoListenAddrs, golibp2p.DisableMetrics())...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Close() })
	return h
}

// R24: a peer with another kind of key connects, and gets no session.
func TestOtherKindsOfKeysAreRefused(t *testing.T) {
	server := join(t, 1, libp2p.Config{})
	secp, _, err := ic.GenerateSecp256k1Key(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	stranger := rawHost(t, golibp2p.Identity(secp))
	expectReset(t, stranger, server, []byte{1<<3 | 1})
}

// expectReset writes bytes on a stream of our protocol and expects that the server ends it.
func expectReset(t *testing.T, from host.Host, server *libp2p.Host, wire []byte) {
	t.Helper()
	ctx := transporttest.Context(t)
	if err := from.Connect(ctx, infoOf(t, server)); err != nil {
		t.Fatal(err)
	}
	s, err := from.NewStream(ctx, server.Libp2p().ID(), libp2p.Protocol)
	if err != nil {
		return // refused even sooner
	}
	defer s.Reset()
	s.Write(wire)
	if n, err := io.Copy(io.Discard, s); err == nil {
		t.Errorf("the stream ended well after %d bytes; want a reset", n)
	}
}

// THREATS 2: garbage costs the hostile peer its stream, and nobody else anything.
func TestGarbageOnTheWire(t *testing.T) {
	server, client := join(t, 1, libp2p.Config{}), join(t, 2, libp2p.Config{})
	hostile := rawHost(t)
	for _, wire := range [][]byte{
		[]byte("GET / HTTP/1.1\r\n\r\n"),
		bytes.Repeat([]byte{0xff}, 1000),
		{1<<3 | 1, 1 << 3, 0xff, 0xff, 0xff, 0xff, 0x0f, 1},
	} {
		expectReset(t, hostile, server, wire)
	}
	talkAmong(t, client, server)
}

// THREATS 2, stream exhaustion: one peer may have only so many streams, whatever it does with them.
func TestStreamsPerPeerAreLimited(t *testing.T) {
	server, client := join(t, 1, libp2p.Config{}), join(t, 2, libp2p.Config{})
	hostile := rawHost(t)
	ctx := transporttest.Context(t)
	if err := hostile.Connect(ctx, infoOf(t, server)); err != nil {
		t.Fatal(err)
	}
	const opened, allowed = 50, 8
	ended := make(chan struct{}, opened)
	for range opened {
		go func() {
			defer func() { ended <- struct{}{} }()
			s, err := hostile.NewStream(ctx, server.Libp2p().ID(), libp2p.Protocol)
			if err != nil {
				return
			}
			s.Write([]byte{1<<3 | 1, 1 << 3, 1, byte(messages.Kind_KIND_SOW)})
			io.Copy(io.Discard, s) // until it is refused, if it is
		}()
	}
	for n := range opened - allowed {
		select {
		case <-ended:
		case <-ctx.Done():
			t.Fatalf("%d of %d streams were refused, want %d", n, opened, opened-allowed)
		}
	}
	if len(ended) == allowed {
		t.Error("every stream of the peer was refused")
	}
	talkAmong(t, client, server)
}

// talkAmong is one exchange while other sessions wait to be accepted.
func talkAmong(t *testing.T, client, server *libp2p.Host) {
	t.Helper()
	ctx := transporttest.Context(t)
	out, err := client.Dial(ctx, server.Key(), server.Addrs()...)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	if err := out.Send(ctx, transporttest.Frame(1, 100)); err != nil {
		t.Fatal(err)
	}
	for {
		in, err := server.Accept(ctx)
		if err != nil {
			t.Fatal(err)
		}
		defer in.Close()
		if in.Peer() != client.Key() {
			continue
		}
		if _, err := in.Receive(ctx); err != nil {
			t.Fatal(err)
		}
		return
	}
}

// A bad signature upstream bars: the engine calls transports.Bar on the stream it came by.
func TestBar(t *testing.T) {
	server, bad, good := join(t, 1, libp2p.Config{}), join(t, 2, libp2p.Config{}), join(t, 3, libp2p.Config{})
	ctx := transporttest.Context(t)
	other, err := bad.Dial(ctx, server.Key(), server.Addrs()...)
	if err != nil {
		t.Fatal(err)
	}
	s, err := bad.Dial(ctx, server.Key())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Send(ctx, transporttest.Frame(1, 1)); err != nil {
		t.Fatal(err)
	}
	in, err := server.Accept(ctx)
	if err != nil {
		t.Fatal(err)
	}
	transports.Bar(in, time.Hour)

	for _, s := range []transports.Stream{s, other} { // its connection went with everything on it
		if _, err := s.Receive(ctx); !errors.Is(err, transports.ErrReset) {
			t.Errorf("the barred peer's stream: %v, want ErrReset", err)
		}
	}
	if _, err := server.Dial(ctx, bad.Key(), bad.Addrs()...); !errors.Is(err, transports.ErrBarred) {
		t.Errorf("dial a barred peer: %v, want ErrBarred", err)
	}
	if s, err := bad.Dial(ctx, server.Key(), server.Addrs()...); err == nil {
		// The dialer may believe in the connection until it uses it.
		if _, err := s.Receive(ctx); !errors.Is(err, transports.ErrReset) {
			t.Errorf("the barred peer came back: %v", err)
		}
	}
	talkAmong(t, good, server)
}

// H11: who opens more sessions than it may is told so, and another peer is not held up.
func TestSessionRate(t *testing.T) {
	server := join(t, 1, libp2p.Config{Rates: libp2p.Rates{Sessions: 5}})
	greedy, modest := join(t, 2, libp2p.Config{}), join(t, 3, libp2p.Config{})
	ctx := transporttest.Context(t)
	refused := 0
	for range 200 { // far more than come by while this runs
		s, err := greedy.Dial(ctx, server.Key(), server.Addrs()...)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(s.Send(ctx, transporttest.Frame(1, 1)), s.CloseWrite()); err != nil && !errors.Is(err, transports.ErrBusy) {
			t.Fatal(err)
		}
		ok, stop := context.WithCancel(ctx)
		go func() { // accepted: answer with the end
			if in, err := server.Accept(ok); err == nil {
				in.Close()
			}
		}()
		switch _, err := s.Receive(ctx); {
		case errors.Is(err, transports.ErrBusy):
			refused++
		case err != io.EOF:
			t.Fatalf("%v, want io.EOF or ErrBusy", err)
		}
		stop()
		s.Close()
	}
	if refused == 0 {
		t.Error("200 sessions in a moment, and none refused")
	}
	talkAmong(t, modest, server)
}

// opaque hides that a key is in memory, as a token's is not.
type opaque struct{ crypto.Signer }

func TestSignerThatKeepsItsKey(t *testing.T) {
	for _, listen := range []string{"/ip4/127.0.0.1/tcp/0", "/ip4/127.0.0.1/udp/0/quic-v1"} {
		h, err := libp2p.New(libp2p.Config{Signer: opaque{transporttest.Signer(1)}, Listen: []string{listen}, Local: true})
		if err != nil {
			t.Fatal(err)
		}
		defer h.Close()
		talk(t, join(t, 2, libp2p.Config{}), h, transporttest.Key(1), h.Addrs()[0])
	}
	if _, err := libp2p.New(libp2p.Config{}); err == nil || !strings.Contains(err.Error(), "set Signer") {
		t.Errorf("no signer: %v", err)
	}
}
