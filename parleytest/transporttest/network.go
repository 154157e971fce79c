package transporttest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"testing"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/transports"
)

// Party is a peer of a network under test: it dials, or accepts, or both.
type Party struct {
	Key      messages.Key
	Dialer   transports.Dialer
	Listener transports.Listener
	Addrs    []string // where its listener is found
}

// RunNetwork holds what makes streams to the contracts of transports.Dialer and transports.Listener, and its streams to
// that of Run. Join makes the party whose key is Key(n), which ends with the test; a party that joins later finds the
// earlier ones by their Addrs.
func RunNetwork(t *testing.T, join func(t *testing.T, n byte) Party) {
	t.Run("streams", func(t *testing.T) {
		a, b := join(t, 1), join(t, 2)
		Run(t, func(t *testing.T) Ends { return connect(t, a, b) })
	})
	for _, c := range []struct {
		name string
		test func(t *testing.T, join func(*testing.T, byte) Party)
	}{
		{"many streams", manyStreams},
		{"many peers", manyPeers},
		{"another peer there", anotherPeer},
		{"nobody there", nobodyThere},
		{"accept canceled", acceptCanceled},
		{"listener closed", listenerClosed},
		{"streams outlive the dial", outliveDial},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, join) })
	}
}

// connect opens a stream from a to b. What a says first makes it known to b, and is received here.
func connect(t *testing.T, a, b Party) Ends {
	t.Helper()
	out, err := a.Dialer.Dial(Context(t), b.Key, b.Addrs...)
	if err != nil {
		t.Fatalf("dial: %v", err)
	}
	wait := send(t, out, Frame(0, 0))
	in, err := b.Listener.Accept(Context(t))
	if err != nil {
		t.Fatalf("accept: %v", err)
	}
	expect(t, in, Frame(0, 0))
	wait()
	return Ends{A: out, B: in, KeyA: a.Key, KeyB: b.Key}
}

// echo answers each frame of each stream until the listener is closed.
func echo(t *testing.T, l transports.Listener) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var work sync.WaitGroup
	work.Go(func() {
		for {
			s, err := l.Accept(ctx)
			if err != nil {
				return
			}
			work.Go(func() {
				defer s.Close()
				for {
					f, err := s.Receive(ctx)
					if err != nil || s.Send(ctx, f) != nil {
						return
					}
				}
			})
		}
	})
	t.Cleanup(func() {
		cancel()
		work.Wait()
	})
}

// call sends n frames in turn and expects each back.
func call(ctx context.Context, p Party, server Party, n int) error {
	s, err := p.Dialer.Dial(ctx, server.Key, server.Addrs...)
	if err != nil {
		return err
	}
	defer s.Close()
	for i := range n {
		if err := s.Send(ctx, Frame(i, 300)); err != nil {
			return err
		}
		f, err := s.Receive(ctx)
		if err != nil {
			return err
		}
		if string(f.Data) != string(Frame(i, 300).Data) {
			return fmt.Errorf("frame %d came back as another", i)
		}
	}
	if err := s.CloseWrite(); err != nil {
		return err
	}
	if _, err := s.Receive(ctx); err != io.EOF {
		return fmt.Errorf("after the end: %w, want io.EOF", err)
	}
	return nil
}

// R23
func manyStreams(t *testing.T, join func(*testing.T, byte) Party) {
	client, server := join(t, 1), join(t, 2)
	echo(t, server.Listener)
	ctx := Context(t)
	open := make([]transports.Stream, 100) // all at once
	for i := range open {
		s, err := client.Dialer.Dial(ctx, server.Key, server.Addrs...)
		if err != nil {
			t.Fatalf("stream %d: %v", i, err)
		}
		defer s.Close()
		open[i] = s
		if err := s.Send(ctx, Frame(i, 300)); err != nil {
			t.Fatalf("stream %d: %v", i, err)
		}
	}
	var work sync.WaitGroup
	for i, s := range open {
		work.Go(func() {
			for n := range 10 {
				f, err := s.Receive(ctx)
				if err == nil && string(f.Data) != string(Frame(i+n, 300).Data) {
					err = errors.New("a frame of another stream")
				}
				if err == nil && n < 9 {
					err = s.Send(ctx, Frame(i+n+1, 300))
				}
				if err != nil {
					t.Errorf("stream %d: %v", i, err)
					return
				}
			}
		})
	}
	work.Wait()
}

func manyPeers(t *testing.T, join func(*testing.T, byte) Party) {
	server := join(t, 1)
	echo(t, server.Listener)
	var work sync.WaitGroup
	for n := range 5 {
		client := join(t, byte(10+n))
		work.Go(func() {
			if err := call(Context(t), client, server, 5); err != nil {
				t.Errorf("peer %d: %v", n, err)
			}
		})
	}
	work.Wait()
}

// R24
func anotherPeer(t *testing.T, join func(*testing.T, byte) Party) {
	client, server := join(t, 1), join(t, 2)
	if len(server.Addrs) == 0 {
		t.Skip("this network has no addresses that could be wrong")
	}
	if _, err := client.Dialer.Dial(Context(t), Key(3), server.Addrs...); !errors.Is(err, transports.ErrPeer) {
		t.Errorf("dial key 3 at the address of key 2: %v, want ErrPeer", err)
	}
	if _, err := client.Dialer.Dial(Context(t), client.Key, server.Addrs...); err == nil {
		t.Error("a peer dialed itself")
	}
	echo(t, server.Listener)
	if err := call(Context(t), client, server, 1); err != nil {
		t.Errorf("the right key afterwards: %v", err)
	}
}

// R03
func nobodyThere(t *testing.T, join func(*testing.T, byte) Party) {
	client, gone := join(t, 1), join(t, 2)
	if err := gone.Listener.Close(); err != nil {
		t.Fatal(err)
	}
	for _, addrs := range [][]string{gone.Addrs, nil} {
		if _, err := client.Dialer.Dial(Context(t), gone.Key, addrs...); !errors.Is(err, transports.ErrUnreachable) {
			t.Errorf("dial a peer that has gone at %q: %v, want ErrUnreachable", addrs, err)
		}
	}
	ctx, cancel := context.WithCancelCause(Context(t))
	cancel(errGaveUp)
	other := join(t, 3)
	if s, err := client.Dialer.Dial(ctx, other.Key, other.Addrs...); err == nil {
		s.Reset() // a transport that had nothing to wait for may succeed
	} else if !errors.Is(err, errGaveUp) {
		t.Errorf("dial when canceled: %v, want the context's cause", err)
	}
}

func acceptCanceled(t *testing.T, join func(*testing.T, byte) Party) {
	client, server := join(t, 1), join(t, 2)
	ctx, cancel := context.WithCancelCause(Context(t))
	cancel(errGaveUp)
	if _, err := server.Listener.Accept(ctx); !errors.Is(err, errGaveUp) {
		t.Errorf("accept: %v, want the context's cause", err)
	}
	ends := connect(t, client, server) // only that call ended
	ends.A.Reset()
	ends.B.Reset()
}

func listenerClosed(t *testing.T, join func(*testing.T, byte) Party) {
	server := join(t, 2)
	failed := make(chan error, 1)
	go func() {
		_, err := server.Listener.Accept(Context(t))
		failed <- err
	}()
	if err := errors.Join(server.Listener.Close(), server.Listener.Close()); err != nil {
		t.Errorf("close: %v", err)
	}
	if err := <-failed; !errors.Is(err, transports.ErrClosed) {
		t.Errorf("accept when closed: %v, want ErrClosed", err)
	}
}

// The context of Dial bounds dialing and not the stream.
func outliveDial(t *testing.T, join func(*testing.T, byte) Party) {
	client, server := join(t, 1), join(t, 2)
	ctx, cancel := context.WithCancel(Context(t))
	s, err := client.Dialer.Dial(ctx, server.Key, server.Addrs...)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Reset()
	cancel()
	wait := send(t, s, Frame(1, 10))
	in, err := server.Listener.Accept(Context(t))
	if err != nil {
		t.Fatal(err)
	}
	defer in.Reset()
	expect(t, in, Frame(1, 10))
	wait()
}
