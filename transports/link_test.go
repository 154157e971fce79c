package transports_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/transporttest"
	"github.com/parley-p2p/parley/transports"
)

// links are both ends of a link over TCP, and what each side's peer opened.
type links struct {
	a, b             *transports.Link
	acceptA, acceptB chan transports.Stream
}

func newLinks(t *testing.T, limits transports.Limits) links {
	t.Helper()
	a, b := tcpPair(t)
	return linksOver(t, a, b, limits)
}

func linksOver(t *testing.T, a, b io.ReadWriteCloser, limits transports.Limits) links {
	t.Helper()
	l := links{acceptA: make(chan transports.Stream, 1000), acceptB: make(chan transports.Stream, 1000)}
	l.a = transports.NewLink(a, transports.LinkConfig{Peer: keyB, Initiator: true, Limits: limits, Accept: into(l.acceptA)})
	l.b = transports.NewLink(b, transports.LinkConfig{Peer: keyA, Limits: limits, Accept: into(l.acceptB)})
	t.Cleanup(func() {
		l.a.Close()
		l.b.Close()
	})
	return l
}

func into(c chan transports.Stream) func(transports.Stream) bool {
	return func(s transports.Stream) bool {
		select {
		case c <- s:
			return true
		default:
			return false
		}
	}
}

// tcpPair is a connection with itself.
func tcpPair(t *testing.T) (client, server net.Conn) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	client, err = net.Dial("tcp", ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	server, err = ln.Accept()
	if err != nil {
		t.Fatal(err)
	}
	return client, server
}

// session opens a session from a to b.
func (l links) session(t *testing.T) transporttest.Ends {
	t.Helper()
	return openSession(t, l.a, l.acceptB)
}

func openSession(t *testing.T, from *transports.Link, accepted chan transports.Stream) transporttest.Ends {
	t.Helper()
	out, err := from.Open()
	if err != nil {
		t.Fatal(err)
	}
	first := messages.TelemetryFrame(&messages.Telemetry{})
	if err := out.Send(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	in := <-accepted
	if f, err := in.Receive(t.Context()); err != nil || f.Type != first.Type {
		t.Fatalf("first frame: %v, %v", f, err)
	}
	return transporttest.Ends{A: out, B: in, KeyA: in.Peer(), KeyB: out.Peer()}
}

func TestLink(t *testing.T) { // R23
	for _, c := range []struct {
		name  string
		links func(*testing.T) links
	}{
		{"tcp", func(t *testing.T) links { return newLinks(t, transports.Limits{}) }},
		{"net.Pipe", func(t *testing.T) links {
			a, b := net.Pipe()
			return linksOver(t, a, b, transports.Limits{})
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var current links
			transporttest.Run(t, func(t *testing.T) transporttest.Ends {
				// Sessions come and go on one link; a test that ends it gets another.
				if current.a == nil || current.a.Err() != nil || current.b.Err() != nil {
					current = c.links(t)
				}
				return current.session(t)
			})
		})
	}
}

// What a session's receiver leaves lying does not hold up the others.
func TestUnreadSessionHoldsUpNoOther(t *testing.T) {
	l := newLinks(t, transports.Limits{})
	stuck := l.session(t)
	ctx, cancel := context.WithCancel(t.Context())
	var work sync.WaitGroup
	work.Go(func() {
		for stuck.A.Send(ctx, transporttest.Frame(1, 64<<10)) == nil {
		}
	})
	for i := range 20 {
		s := openSession(t, l.b, l.acceptA) // the other side opens sessions too
		want := transporttest.Frame(i, 64<<10)
		for range 5 {
			if err := s.B.Send(t.Context(), want); err != nil {
				t.Fatal(err)
			}
			if got, err := s.A.Receive(t.Context()); err != nil || !bytes.Equal(got.Data, want.Data) {
				t.Fatalf("%v", err)
			}
		}
		s.A.Close()
		s.B.Close()
	}
	cancel()
	work.Wait()
}

// THREATS 2, stream exhaustion: sessions that nobody reads may together hold only so much.
func TestHeldBytesAreBounded(t *testing.T) {
	l := newLinks(t, transports.Limits{Held: 300 << 10})
	var sessions []transporttest.Ends
	refused := 0
	for range 10 {
		s := l.session(t)
		sessions = append(sessions, s)
		s.A.Send(t.Context(), transporttest.Frame(1, 60<<10), transporttest.Frame(2, 60<<10))
		s.A.CloseWrite()
	}
	for _, s := range sessions {
		f, err := s.B.Receive(t.Context())
		for n := 0; err == nil && n < 2; n++ {
			f, err = s.B.Receive(t.Context())
		}
		switch {
		case errors.Is(err, transports.ErrBusy):
			refused++
			if _, err := s.A.Receive(t.Context()); !errors.Is(err, transports.ErrBusy) {
				t.Errorf("the sender hears %v, want ErrBusy", err)
			}
		case err != io.EOF:
			t.Errorf("%v, %v; want io.EOF or ErrBusy", len(f.Data), err)
		}
	}
	if refused == 0 || refused > 9 {
		t.Errorf("%d of 10 sessions were refused; 1.2 MB do not fit into 300 KiB, two sessions do", refused)
	}
}

func TestSessionsAreLimited(t *testing.T) {
	l := newLinks(t, transports.Limits{Sessions: 3})
	var open []transporttest.Ends
	for range 3 {
		open = append(open, l.session(t))
	}
	s, err := l.a.Open()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Receive(t.Context()); !errors.Is(err, transports.ErrBusy) || !errors.Is(err, transports.ErrReset) {
		t.Errorf("one session too many: %v, want ErrBusy", err)
	}
	// The other side has a limit of its own, and one session that ends makes room.
	openSession(t, l.b, l.acceptA)
	open[0].A.Close()
	if _, err := open[0].B.Receive(t.Context()); err != io.EOF {
		t.Fatal(err)
	}
	open[0].B.Close()
	l.session(t)
}

func TestNobodyAccepts(t *testing.T) {
	a, b := tcpPair(t)
	client := transports.NewLink(a, transports.LinkConfig{Peer: keyB, Initiator: true})
	server := transports.NewLink(b, transports.LinkConfig{Peer: keyA})
	defer client.Close()
	defer server.Close()
	for range 3 {
		s, err := client.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Receive(t.Context()); !errors.Is(err, transports.ErrBusy) {
			t.Errorf("%v, want ErrBusy", err)
		}
	}
}

// A window is given back as frames are taken: more than it holds goes through, in either order of the two sides.
func TestWindowIsGivenBack(t *testing.T) {
	s := newLinks(t, transports.Limits{}).session(t)
	for i := range 50 {
		want := transporttest.Frame(i, 50<<10)
		if err := s.A.Send(t.Context(), want); err != nil {
			t.Fatal(err)
		}
		if got, err := s.B.Receive(t.Context()); err != nil || !bytes.Equal(got.Data, want.Data) {
			t.Fatalf("frame %d: %v", i, err)
		}
	}
}

func TestBusyAndEnded(t *testing.T) {
	a, b := tcpPair(t)
	var mu sync.Mutex
	var events []string
	note := func(e string) {
		mu.Lock()
		defer mu.Unlock()
		events = append(events, e)
	}
	ended := make(chan struct{})
	accepted := make(chan transports.Stream, 10)
	client := transports.NewLink(a, transports.LinkConfig{Peer: keyB, Initiator: true})
	server := transports.NewLink(b, transports.LinkConfig{Peer: keyA, Accept: into(accepted),
		Busy: func(busy bool) {
			if busy {
				note("busy")
			} else {
				note("idle")
			}
		},
		Ended: func(*transports.Link) { note("ended"); close(ended) }})
	defer server.Close()
	one, two := openSession(t, client, accepted), openSession(t, client, accepted)
	one.A.Reset()
	two.A.Close()
	for _, s := range []transports.Stream{one.B, two.B} {
		s.Receive(t.Context())
		s.Close()
	}
	three := openSession(t, client, accepted)
	client.Close()
	<-ended
	three.B.Reset()
	mu.Lock()
	defer mu.Unlock()
	if diff := cmp.Diff([]string{"busy", "idle", "busy", "idle", "ended"}, events); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}

// Shutdown lets what was sent arrive.
func TestShutdownDelivers(t *testing.T) {
	for range 20 {
		l := newLinks(t, transports.Limits{})
		s := l.session(t)
		var frames []messages.Frame
		for i := range 100 {
			frames = append(frames, transporttest.Frame(i, 1000))
		}
		if err := s.A.Send(t.Context(), frames...); err != nil {
			t.Fatal(err)
		}
		s.A.Close()
		l.a.Shutdown(transporttest.Context(t))
		for i := range frames {
			if f, err := s.B.Receive(t.Context()); err != nil || !bytes.Equal(f.Data, frames[i].Data) {
				t.Fatalf("frame %d: %v", i, err)
			}
		}
		if _, err := s.B.Receive(t.Context()); err != io.EOF {
			t.Fatalf("after the last frame: %v, want io.EOF", err)
		}
		if _, err := l.a.Open(); err == nil {
			t.Fatal("a session opens on a link that was shut down")
		}
	}
}

// A peer that does not react to the end is not waited for beyond the context.
func TestShutdownGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := net.Pipe()
		defer b.Close()
		l := transports.NewLink(a, transports.LinkConfig{Peer: keyB, Initiator: true})
		s, err := l.Open()
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Send(t.Context(), transporttest.Frame(1, 10)); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		l.Shutdown(ctx)
		if took := time.Since(start); took != time.Second {
			t.Errorf("took %v, want 1 s", took)
		}
		if err := s.Send(t.Context(), transporttest.Frame(1, 10)); !errors.Is(err, transports.ErrReset) {
			t.Errorf("send: %v, want ErrReset", err)
		}
	})
}

// What had arrived before the carrier broke can still be received.
func TestFramesOutliveTheCarrier(t *testing.T) {
	l := newLinks(t, transports.Limits{})
	s := l.session(t)
	if err := s.A.Send(t.Context(), transporttest.Frame(1, 10), transporttest.Frame(2, 10)); err != nil {
		t.Fatal(err)
	}
	probe := l.session(t) // its frame comes after those two
	_ = probe
	l.a.Close()
	<-l.b.Done()
	for i := range 2 {
		if f, err := s.B.Receive(t.Context()); err != nil || !bytes.Equal(f.Data, transporttest.Frame(i+1, 10).Data) {
			t.Fatalf("frame %d: %v", i+1, err)
		}
	}
	if _, err := s.B.Receive(t.Context()); !errors.Is(err, transports.ErrReset) {
		t.Errorf("%v, want ErrReset", err)
	}
	if err := s.B.Send(t.Context(), transporttest.Frame(1, 1)); !errors.Is(err, transports.ErrReset) {
		t.Errorf("%v, want ErrReset", err)
	}
}

// Whatever a peer writes, a link neither panics nor hangs nor leaves anything behind.
func FuzzLink(f *testing.F) {
	f.Add([]byte{1<<3 | 1, 1 << 3, 2, byte(messages.Kind_KIND_SOW), 0, 1<<3 | 2})
	f.Add([]byte{1<<3 | 1, 1<<3 | 3, 0, 3<<3 | 1, 3<<3 | 4, 1})
	f.Add(append([]byte{1<<3 | 1}, bytes.Repeat(frameRecord(transporttest.Frame(1, 20000)), 8)...))
	f.Fuzz(func(t *testing.T, wire []byte) {
		a, b := net.Pipe()
		accepted := make(chan transports.Stream, 4)
		l := transports.NewLink(b, transports.LinkConfig{Peer: keyA, Accept: into(accepted), Limits: transports.Limits{Sessions: 2, Held: 64 << 10}})
		var work sync.WaitGroup
		work.Go(func() { io.Copy(io.Discard, a) })
		work.Go(func() {
			a.Write(wire)
			a.Close()
		})
		<-l.Done()
		l.Close()
		close(accepted)
		for s := range accepted {
			for {
				if _, err := s.Receive(t.Context()); err != nil {
					break
				}
			}
			s.Close()
		}
		work.Wait()
	})
}
