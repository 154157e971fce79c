package libp2p_test

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/libp2p/go-libp2p/core/network"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/transporttest"
	"github.com/parley-p2p/parley/transports"
	"github.com/parley-p2p/parley/transports/libp2p"
)

const (
	ownStream  = "/parley/bench/own"
	bareStream = "/parley/bench/bare"

	// mostOpen is how many streams of their own are open at once. The server ends a stream when it is let run, and what it has not
	// ended yet counts with libp2p, which resets streams beyond 64 of one peer and protocol.
	mostOpen = 40
)

// BenchmarkTransport is what one negotiation costs its transport: three round trips of 316 bytes, both ends in this
// process:
//
//	shared  a session on the stream that all share: what Host.Dial gives
//	own     a libp2p stream for each, framed
//	bare    the floor of own: a libp2p stream for each, bytes echoed and nothing framed
//	long    the floor of shared: bytes echoed on a stream that stays open
//
// CPU is the process's, in microseconds a negotiation.
func BenchmarkTransport(b *testing.B) {
	for _, listen := range []string{"tcp", "quic", "ws"} {
		addr := map[string]string{"tcp": "/ip4/127.0.0.1/tcp/0", "quic": "/ip4/127.0.0.1/udp/0/quic-v1", "ws": "/ip4/127.0.0.1/tcp/0/ws"}[listen]
		client, server, open := pair(b, addr)
		id := server.Libp2p().ID()
		idle := make(chan network.Stream, 32)
		for _, c := range []struct {
			name string
			run  func(context.Context) error
		}{
			{"shared", func(ctx context.Context) error {
				s, err := client.Dial(ctx, server.Key())
				if err != nil {
					return err
				}
				return negotiate(ctx, s)
			}},
			{"own", func(ctx context.Context) error {
				open <- struct{}{}
				s, err := client.Libp2p().NewStream(ctx, id, ownStream)
				if err != nil {
					return err
				}
				framed, err := transports.Frame(ctx, s, nil, transports.Framing{Initiator: true, Proved: true, Peer: server.Key()})
				if err != nil {
					return err
				}
				return negotiate(ctx, framed)
			}},
			{"bare", func(ctx context.Context) error {
				open <- struct{}{}
				s, err := client.Libp2p().NewStream(ctx, id, bareStream)
				if err != nil {
					return err
				}
				defer s.Close()
				return echoed(s)
			}},
			{"long", func(ctx context.Context) error {
				var s network.Stream
				select {
				case s = <-idle:
				default:
					open <- struct{}{}
					var err error
					if s, err = client.Libp2p().NewStream(ctx, id, bareStream); err != nil {
						return err
					}
				}
				defer func() { idle <- s }()
				return echoed(s)
			}},
		} {
			for _, parallel := range []int{1, 32} {
				b.Run(fmt.Sprintf("%s/%s/%d", listen, c.name, parallel), func(b *testing.B) { measure(b, parallel, c.run) })
			}
		}
	}
}

var request = messages.Frame{Type: messages.FrameType(messages.Kind_KIND_QUOTE), Data: make([]byte, 316)}

func negotiate(ctx context.Context, s transports.Stream) error {
	for range 3 {
		if err := s.Send(ctx, request); err != nil {
			return err
		}
		if _, err := s.Receive(ctx); err != nil {
			return err
		}
	}
	return s.Close()
}

func echoed(s network.Stream) error {
	buffer := make([]byte, len(request.Data)+3)
	for range 3 {
		if _, err := s.Write(buffer); err != nil {
			return err
		}
		if _, err := io.ReadFull(s, buffer); err != nil {
			return err
		}
	}
	return nil
}

// pair is a client and a server that echoes in each of the ways, and what takes one for each stream of its own that is opened; the
// server takes it out again at the stream's end.
func pair(b *testing.B, listen string) (client, server *libp2p.Host, open chan struct{}) {
	b.Helper()
	open = make(chan struct{}, mostOpen)
	server = join(b, 2, libp2p.Config{Listen: []string{listen}, Rates: libp2p.Rates{Sessions: 1 << 30, Bytes: 1 << 30}})
	client = join(b, 1, libp2p.Config{Listen: []string{}})
	if _, err := client.Connect(transporttest.Context(b), server.Addrs()[0]); err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var work sync.WaitGroup
	echo := func(s transports.Stream) {
		defer s.Close()
		for {
			f, err := s.Receive(ctx)
			if err != nil || s.Send(ctx, f) != nil {
				return
			}
		}
	}
	work.Go(func() {
		for {
			s, err := server.Accept(ctx)
			if err != nil {
				return
			}
			work.Go(func() { echo(s) })
		}
	})
	server.Libp2p().SetStreamHandler(ownStream, func(s network.Stream) {
		defer func() { <-open }()
		framed, err := transports.Frame(ctx, s, nil, transports.Framing{Proved: true, Peer: client.Key()})
		if err == nil {
			echo(framed)
		}
	})
	server.Libp2p().SetStreamHandler(bareStream, func(s network.Stream) {
		defer func() { <-open }()
		io.Copy(s, s)
		s.Close()
	})
	b.Cleanup(func() {
		cancel()
		work.Wait()
	})
	return client, server, open
}

func measure(b *testing.B, parallel int, run func(context.Context) error) {
	ctx := context.Background()
	if err := run(ctx); err != nil { // the connection and what it remembers
		b.Fatal(err)
	}
	b.ReportAllocs()
	left := atomic.Int64{}
	left.Store(int64(b.N))
	var work sync.WaitGroup
	runtime.GC()
	b.ResetTimer()
	before := cpu()
	for range parallel {
		work.Go(func() {
			for left.Add(-1) >= 0 {
				if err := run(ctx); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	work.Wait()
	b.ReportMetric(float64((cpu()-before).Microseconds())/float64(b.N), "cpu-µs/op")
}

// cpu is what this process has used.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
