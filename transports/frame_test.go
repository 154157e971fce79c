package transports_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/transporttest"
	"github.com/parley-p2p/parley/transports"
)

// proved frames one end of a pipe as the acceptor without a proof, and gives the other end to the test.
func proved(t *testing.T, limits transports.Limits) (transports.Stream, net.Conn) {
	t.Helper()
	a, b := net.Pipe()
	s, err := transports.Frame(t.Context(), b, nil, transports.Framing{Proved: true, Peer: keyA, Limits: limits})
	if err != nil {
		t.Fatal(err)
	}
	return s, a
}

// frameRecord is a frame of the one session of a framed stream, as it is on the wire.
func frameRecord(f messages.Frame) []byte { return messages.AppendFrame([]byte{1 << 3}, f) }

// ARP defect 1: a frame arrives whole or not at all, wherever it is cut.
func TestFrameCutAtEveryByte(t *testing.T) {
	wire := append(frameRecord(transporttest.Frame(1, 3)), frameRecord(transporttest.Frame(2, 200))...)
	first := len(frameRecord(transporttest.Frame(1, 3)))
	for n := range wire {
		s, conn := proved(t, transports.Limits{})
		go func() {
			conn.Write(wire[:n])
			conn.Close()
		}()
		if n >= first {
			f, err := s.Receive(t.Context())
			if err != nil || !bytes.Equal(f.Data, transporttest.Frame(1, 3).Data) {
				t.Fatalf("cut after %d bytes: the first frame is %v, %v", n, f, err)
			}
		}
		if f, err := s.Receive(t.Context()); !errors.Is(err, transports.ErrReset) || !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Fatalf("cut after %d bytes: frame %v, error %v; want ErrReset and io.ErrUnexpectedEOF", n, f, err)
		}
		s.Reset()
	}
}

// ARP defect 10, THREATS 2: length bombs and garbage.
func TestFrameGarbage(t *testing.T) {
	sow := byte(messages.Kind_KIND_SOW)
	huge := []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}
	for _, c := range []struct {
		name string
		wire []byte
	}{
		{"length of 2^63-1", append(append([]byte{1 << 3}, huge...), sow)},
		{"length of 2^31", []byte{1 << 3, 0x80, 0x80, 0x80, 0x80, 0x08, sow}},
		{"length of the limit + 1", append([]byte{1 << 3}, 0x82, 0x80, 0x04, sow)},
		{"length beyond the kind's", append([]byte{1 << 3}, 0x82, 0x80, 0x01, byte(messages.Kind_KIND_QUOTE))},
		{"length of nothing", []byte{1 << 3, 0}},
		{"unknown type", []byte{1 << 3, 1, 0x3f}},
		{"unknown operation", []byte{1<<3 | 7}},
		{"session zero", []byte{0}},
		{"another session", []byte{3<<3 | 1}},
		{"a session of ours", []byte{2 << 3, 1, sow}},
		{"opened again", []byte{1<<3 | 1}},
		{"endless number", bytes.Repeat([]byte{0xff}, 20)},
		{"window of nothing", []byte{1<<3 | 4, 0}},
		{"window too wide", []byte{1<<3 | 4, 1}},
		{"ends twice", []byte{1<<3 | 2, 1<<3 | 2}},
		{"goes on after its end", []byte{1<<3 | 2, 1 << 3, 1, sow}},
		{"text", []byte("GET / HTTP/1.1\r\n\r\n")},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, conn := proved(t, transports.Limits{})
			defer s.Reset()
			defer conn.Close()
			go conn.Write(c.wire)
			_, err := s.Receive(t.Context())
			for err == nil {
				_, err = s.Receive(t.Context())
			}
			if err == io.EOF { // an end, and then the fault
				err = flood(t, s)
			}
			if !errors.Is(err, messages.ErrFrame) {
				t.Errorf("%v, want ErrFrame", err)
			}
		})
	}
}

// flood sends until it fails.
func flood(t *testing.T, s transports.Stream) error {
	for {
		if err := s.Send(transporttest.Context(t), transporttest.Frame(1, 1)); err != nil {
			return err
		}
	}
}

// A peer may send no more than its window; memory does not depend on whether it keeps to that.
func TestFrameBeyondTheWindow(t *testing.T) {
	s, conn := proved(t, transports.Limits{})
	defer s.Reset()
	sent := 0
	for ; sent < 100; sent++ {
		if _, err := conn.Write(frameRecord(transporttest.Frame(sent, 50<<10))); err != nil {
			break // cut off
		}
	}
	received := 0
	_, err := s.Receive(t.Context())
	for ; err == nil; received++ {
		_, err = s.Receive(t.Context())
	}
	if !errors.Is(err, messages.ErrFrame) || received != 2 {
		t.Errorf("%d frames of 50 KiB were kept of %d, then %v; want 2, then ErrFrame", received, sent, err)
	}
}

// halfCloser is a carrier that can be closed one way, as a socket.
type halfCloser struct {
	net.Conn
	halfClosed chan struct{}
}

func (h halfCloser) CloseWrite() error {
	close(h.halfClosed)
	return nil
}

// A socket that is closed with something unread takes what was written from its peer. So the last to speak closes only its
// half, and reads on to the peer's end.
func TestCarrierIsReadToItsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := net.Pipe()
		carrier := halfCloser{b, make(chan struct{})}
		s, err := transports.Frame(t.Context(), carrier, nil, transports.Framing{Proved: true, Peer: keyA})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		end := make([]byte, 1)
		if _, err := io.ReadFull(a, end); err != nil || end[0] != 1<<3|2 {
			t.Fatalf("end: %x, %v", end, err)
		}
		a.Write([]byte{1<<3 | 2})
		<-carrier.halfClosed
		// What crossed with the end is read and not met by a closed door.
		if _, err := a.Write([]byte{1<<3 | 4, 100}); err != nil {
			t.Errorf("written after both ends: %v", err)
		}
		a.Close()
		synctest.Wait()
		if _, err := b.Write(nil); !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("the carrier is open after the peer's end: %v", err)
		}
	})
}

// A length is refused before anything is allocated for it.
func TestLengthBombAllocatesNothing(t *testing.T) {
	const streams = 200
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range streams {
		s, conn := proved(t, transports.Limits{})
		go conn.Write([]byte{1 << 3, 0xff, 0xff, 0xff, 0xff, 0x0f, byte(messages.Kind_KIND_SOW)})
		if _, err := s.Receive(t.Context()); !errors.Is(err, messages.ErrFrame) {
			t.Fatal(err)
		}
		s.Reset()
		conn.Close()
	}
	runtime.ReadMemStats(&after)
	if each := (after.TotalAlloc - before.TotalAlloc) / streams; each > 64<<10 {
		t.Errorf("%d bytes allocated for each stream, at most 64 KiB", each)
	}
}

// THREATS 2, slowloris, in virtual time: A35.
func TestSlowPeers(t *testing.T) {
	limits := transports.Limits{Handshake: 5 * time.Second, Frame: 3 * time.Second, MinRate: 1000}
	// drip sends a byte a second.
	drip := func(conn net.Conn, wire []byte) {
		for i := range wire {
			time.Sleep(time.Second)
			if _, err := conn.Write(wire[i : i+1]); err != nil {
				return
			}
		}
	}
	// A frame of 2,000 bytes has 3 s and 2 s more.
	wire := frameRecord(transporttest.Frame(1, 2000))
	for _, c := range []struct {
		name    string
		hostile func(net.Conn)
		framing transports.Framing
		want    error
		after   time.Duration // at most
	}{
		{"silent before its proof", func(net.Conn) {}, transports.Framing{Limits: limits}, transports.ErrSlow, 5 * time.Second},
		{"slow proof", func(c net.Conn) { drip(c, []byte("parley/frame/1\r\n and so on")) },
			transports.Framing{Limits: limits}, transports.ErrSlow, 5 * time.Second},
		{"slow frame", func(c net.Conn) { c.Write(wire[:10]); drip(c, wire[10:]) },
			transports.Framing{Limits: limits, Proved: true, Peer: keyA}, transports.ErrSlow, 5 * time.Second},
		{"slow first byte", func(c net.Conn) { drip(c, wire) },
			transports.Framing{Limits: limits, Proved: true, Peer: keyA}, transports.ErrSlow, 75 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				a, b := net.Pipe()
				var work sync.WaitGroup
				defer work.Wait()
				defer a.Close()
				work.Go(func() { c.hostile(a) })
				work.Go(func() { io.Copy(io.Discard, a) })
				got := <-accept(b, c.framing)
				if got.err == nil {
					defer got.stream.Reset()
					_, got.err = got.stream.Receive(t.Context())
				}
				if !errors.Is(got.err, c.want) {
					t.Errorf("%v, want %v", got.err, c.want)
				}
				if took := time.Since(start); took > c.after {
					t.Errorf("took %v, at most %v", took, c.after)
				}
			})
		})
	}
	t.Run("takes nothing", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			a, b := net.Pipe()
			defer a.Close()
			got := <-accept(b, transports.Framing{Limits: limits, Proved: true, Peer: keyA})
			defer got.stream.Reset()
			if err := flood(t, got.stream); !errors.Is(err, transports.ErrSlow) {
				t.Errorf("%v, want ErrSlow", err)
			}
		})
	})
	t.Run("slow but lawful", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			a, b := net.Pipe()
			defer a.Close()
			got := <-accept(b, transports.Framing{Limits: limits, Proved: true, Peer: keyA})
			var work sync.WaitGroup
			defer work.Wait()
			defer got.stream.Reset()
			work.Go(func() {
				for i := 0; i < len(wire); i += 500 {
					a.Write(wire[i:min(i+500, len(wire))])
					time.Sleep(900 * time.Millisecond)
				}
			})
			time.Sleep(time.Hour) // idle costs nothing
			if f, err := got.stream.Receive(t.Context()); err != nil || len(f.Data) != 2000 {
				t.Errorf("%d bytes, %v", len(f.Data), err)
			}
		})
	})
}

// Close promises that what was sent arrives; a peer that never ends its side is not waited for for ever.
func TestCloseLingers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, conn := proved(t, transports.Limits{Linger: time.Minute})
		if err := s.Send(t.Context(), transporttest.Frame(1, 1000)); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(5 * time.Second) // a slow reader still gets it
		got := make([]byte, len(frameRecord(transporttest.Frame(1, 1000)))+1)
		if _, err := io.ReadFull(conn, got); err != nil {
			t.Fatal(err)
		}
		if want := append(frameRecord(transporttest.Frame(1, 1000)), 1<<3|2); !bytes.Equal(got, want) {
			t.Errorf("got %x, want %x", got, want)
		}
		start := time.Now()
		if n, err := io.Copy(io.Discard, conn); err != nil || time.Since(start) > time.Minute {
			t.Errorf("the carrier is open %v after Close (%d bytes, %v)", time.Since(start), n, err)
		}
	})
}

func ExampleFrame() {
	// Any duplex of bytes will do: a serial line, an SSH channel, the standard input and output of a process.
	left, right := net.Pipe()
	farmer, requester := transporttest.Signer(1), transporttest.Signer(2)

	go func() {
		s, err := transports.Frame(context.Background(), right, farmer, transports.Framing{})
		if err != nil {
			panic(err)
		}
		defer s.Close()
		f, _ := s.Receive(context.Background())
		s.Send(context.Background(), f)
	}()

	s, err := transports.Frame(context.Background(), left, requester, transports.Framing{Initiator: true})
	if err != nil {
		panic(err)
	}
	defer s.Close()
	s.Send(context.Background(), messages.TelemetryFrame(&messages.Telemetry{Session: make([]byte, 32), Text: "hello"}))
	f, _ := s.Receive(context.Background())
	fmt.Println(s.Peer() == transporttest.Key(1), f.Type == messages.FrameTelemetry)
	// Output: true true
}
