package transporttest

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/transports"
)

// Ends are both ends of one stream, and the keys of who holds them.
type Ends struct {
	A, B       transports.Stream
	KeyA, KeyB messages.Key
}

// Signer is a key made of a number; the same number gives the same key.
func Signer(n byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{n}, ed25519.SeedSize))
}

// Key is the public half of Signer.
func Key(n byte) messages.Key { return messages.Key(Signer(n).Public().(ed25519.PublicKey)) }

// patience is what any single test may take on a slow machine before it counts as stuck.
const patience = 2 * time.Minute

// Context ends with the test, and when the test is stuck.
func Context(t testing.TB) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}

// Run holds the streams that connect makes to the contract of transports.Stream.
func Run(t *testing.T, connect func(t *testing.T) Ends) {
	for _, c := range []struct {
		name string
		test func(*testing.T, Ends)
	}{
		{"identity", identity},
		{"order", order},
		{"sizes", sizes},
		{"refused frames", refusedFrames},
		{"ownership", ownership},
		{"both ways at once", bothWays},
		{"close", closing},
		{"half close", halfClose},
		{"close with unread frames", closeUnread},
		{"use after close", useAfterClose},
		{"close unblocks receive", closeUnblocks},
		{"reset unblocks", resetUnblocks},
		{"reset reaches the peer", resetReaches},
		{"cancel receive", cancelReceive},
		{"cancel send", cancelSend},
		{"canceled before", canceledBefore},
		{"bar", bar},
	} {
		t.Run(c.name, func(t *testing.T) {
			ends := connect(t)
			t.Cleanup(func() {
				ends.A.Reset()
				ends.B.Reset()
			})
			c.test(t, ends)
			// The other way round, on a stream of its own.
			swapped := connect(t)
			t.Cleanup(func() {
				swapped.A.Reset()
				swapped.B.Reset()
			})
			c.test(t, Ends{A: swapped.B, B: swapped.A, KeyA: swapped.KeyB, KeyB: swapped.KeyA})
		})
	}
}

// Frame is a frame of an envelope's type with n bytes that tell i.
func Frame(i, n int) messages.Frame {
	data := bytes.Repeat([]byte{byte(i)}, n)
	copy(data, fmt.Sprintf("frame %d.", i))
	return messages.Frame{Type: messages.FrameType(messages.Kind_KIND_SOW), Data: data}
}

// send sends in the background, so that carriers without a buffer get on, and returns what to wait with.
func send(t *testing.T, s transports.Stream, frames ...messages.Frame) (wait func()) {
	t.Helper()
	ctx, failed := Context(t), make(chan error, 1)
	go func() { failed <- s.Send(ctx, frames...) }()
	return func() {
		t.Helper()
		if err := <-failed; err != nil {
			t.Fatalf("send: %v", err)
		}
	}
}

// expect receives exactly these frames.
func expect(t *testing.T, s transports.Stream, want ...messages.Frame) {
	t.Helper()
	for i, w := range want {
		got, err := s.Receive(Context(t))
		if err != nil {
			t.Fatalf("receive frame %d of %d: %v", i+1, len(want), err)
		}
		if got.Type != w.Type || !bytes.Equal(got.Data, w.Data) {
			t.Fatalf("frame %d: %s", i+1, cmp.Diff(head(w), head(got)))
		}
	}
}

// head keeps a difference readable.
func head(f messages.Frame) string {
	return fmt.Sprintf("type %#x, %d bytes, %q", f.Type, len(f.Data), f.Data[:min(24, len(f.Data))])
}

// expectError receives until there is an error, which must be want.
func expectError(t *testing.T, s transports.Stream, want error) {
	t.Helper()
	for {
		if _, err := s.Receive(Context(t)); err != nil {
			if !errors.Is(err, want) {
				t.Fatalf("receive: %v, want %v", err, want)
			}
			return
		}
	}
}

// R24
func identity(t *testing.T, e Ends) {
	if diff := cmp.Diff([]string{e.KeyB.String(), e.KeyA.String()}, []string{e.A.Peer().String(), e.B.Peer().String()}); diff != "" {
		t.Errorf("peers (-want +got):\n%s", diff)
	}
}

// A19, ARP defect 1
func order(t *testing.T, e Ends) {
	var frames []messages.Frame
	for i := range 200 {
		frames = append(frames, Frame(i, i))
	}
	wait := send(t, e.A, frames...)
	expect(t, e.B, frames...)
	wait()
	// A negotiation: turn by turn.
	for i := range 20 {
		wait := send(t, e.A, Frame(i, 300))
		expect(t, e.B, Frame(i, 300))
		wait()
		wait = send(t, e.B, Frame(i+1, 300))
		expect(t, e.A, Frame(i+1, 300))
		wait()
	}
}

func sizes(t *testing.T, e Ends) {
	var frames []messages.Frame
	for kind := messages.Kind_KIND_SOW; kind <= messages.Kind_KIND_ASK; kind++ {
		f := messages.FrameType(kind)
		for _, n := range []int{0, 1, 127, 128, f.MaxSize() - 1, f.MaxSize()} {
			frames = append(frames, messages.Frame{Type: f, Data: bytes.Repeat([]byte{byte(kind)}, n)})
		}
	}
	for _, f := range []messages.FrameType{messages.FrameResume, messages.FrameRefusal, messages.FrameTelemetry} {
		frames = append(frames, messages.Frame{Type: f, Data: make([]byte, f.MaxSize())})
	}
	wait := send(t, e.A, frames...)
	expect(t, e.B, frames...)
	wait()
}

// ARP defect 10
func refusedFrames(t *testing.T, e Ends) {
	sow := messages.FrameType(messages.Kind_KIND_SOW)
	for _, f := range []messages.Frame{
		{Type: 0},
		{Type: 0x3f},
		{Type: 0xff},
		{Type: sow, Data: make([]byte, sow.MaxSize()+1)},
		{Type: messages.FrameResume, Data: make([]byte, messages.FrameResume.MaxSize()+1)},
	} {
		if err := e.A.Send(Context(t), Frame(0, 1), f); !errors.Is(err, messages.ErrFrame) {
			t.Errorf("send type %#x of %d bytes: %v, want ErrFrame", f.Type, len(f.Data), err)
		}
	}
	// Nothing of it left, and the stream is as good as before.
	wait := send(t, e.A, Frame(7, 10))
	expect(t, e.B, Frame(7, 10))
	wait()
}

func ownership(t *testing.T, e Ends) {
	for i := range 5 {
		f := Frame(i, 100)
		done := make(chan error, 1)
		go func() {
			err := e.A.Send(Context(t), f)
			clear(f.Data) // Send has returned: the caller may reuse it
			done <- err
		}()
		got, err := e.B.Receive(Context(t))
		if err := errors.Join(err, <-done); err != nil {
			t.Fatal(err)
		}
		if want := Frame(i, 100); !bytes.Equal(got.Data, want.Data) {
			t.Fatalf("the receiver sees what the sender did later: %s", cmp.Diff(head(want), head(got)))
		}
		clear(got.Data[:cap(got.Data)])
	}
}

func bothWays(t *testing.T, e Ends) {
	const n, size = 200, 1 << 10 // more than a window each way
	var work sync.WaitGroup
	for _, s := range []transports.Stream{e.A, e.B} {
		work.Go(func() {
			for i := range n {
				if err := s.Send(Context(t), Frame(i, size)); err != nil {
					t.Errorf("send %d: %v", i, err)
					return
				}
			}
		})
		work.Go(func() {
			for i := range n {
				f, err := s.Receive(Context(t))
				if err != nil {
					t.Errorf("receive %d: %v", i, err)
					return
				}
				if !bytes.Equal(f.Data, Frame(i, size).Data) {
					t.Errorf("frame %d is another: %s", i, head(f))
					return
				}
			}
		})
	}
	work.Wait()
}

func closing(t *testing.T, e Ends) {
	wait := send(t, e.A, Frame(1, 10), Frame(2, 60<<10))
	expect(t, e.B, Frame(1, 10))
	wait()
	closed := make(chan error, 1)
	go func() { closed <- e.A.Close() }()
	expect(t, e.B, Frame(2, 60<<10))
	for range 3 { // and io.EOF it stays
		expectError(t, e.B, io.EOF)
	}
	if err := errors.Join(<-closed, e.B.Close(), e.A.Close()); err != nil {
		t.Errorf("close: %v", err)
	}
}

func halfClose(t *testing.T, e Ends) {
	wait := send(t, e.A, Frame(1, 10))
	expect(t, e.B, Frame(1, 10))
	wait()
	if err := errors.Join(e.A.CloseWrite(), e.A.CloseWrite()); err != nil {
		t.Fatalf("close write: %v", err)
	}
	expectError(t, e.B, io.EOF)
	if err := e.A.Send(Context(t), Frame(2, 1)); !errors.Is(err, transports.ErrClosed) {
		t.Errorf("send after CloseWrite: %v, want ErrClosed", err)
	}
	var frames []messages.Frame
	for i := range 50 {
		frames = append(frames, Frame(i, 10<<10))
	}
	wait = send(t, e.B, frames...)
	expect(t, e.A, frames...)
	wait()
	if err := e.B.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
	expectError(t, e.A, io.EOF)
}

// What was sent arrives although its sender had left something unread.
func closeUnread(t *testing.T, e Ends) {
	wait := send(t, e.B, Frame(1, 1000))
	wait()
	wait = send(t, e.A, Frame(2, 1000), Frame(3, 1000))
	wait()
	if err := e.A.Close(); err != nil {
		t.Fatalf("close: %v", err)
	}
	expect(t, e.B, Frame(2, 1000), Frame(3, 1000))
	expectError(t, e.B, io.EOF)
}

func useAfterClose(t *testing.T, e Ends) {
	e.A.Close()
	if _, err := e.A.Receive(Context(t)); !errors.Is(err, transports.ErrClosed) {
		t.Errorf("receive after Close: %v, want ErrClosed", err)
	}
	if err := e.A.Send(Context(t), Frame(1, 1)); !errors.Is(err, transports.ErrClosed) {
		t.Errorf("send after Close: %v, want ErrClosed", err)
	}
}

func closeUnblocks(t *testing.T, e Ends) {
	failed := make(chan error, 1)
	ctx := Context(t)
	go func() {
		_, err := e.A.Receive(ctx)
		failed <- err
	}()
	e.A.Close()
	if err := <-failed; !errors.Is(err, transports.ErrClosed) {
		t.Errorf("receive when closed: %v, want ErrClosed", err)
	}
}

func resetUnblocks(t *testing.T, e Ends) {
	var work sync.WaitGroup
	ctx := Context(t)
	work.Go(func() {
		if _, err := e.A.Receive(ctx); !errors.Is(err, transports.ErrReset) {
			t.Errorf("receive when reset: %v, want ErrReset", err)
		}
	})
	work.Go(func() {
		if err := flood(ctx, e.A); !errors.Is(err, transports.ErrReset) {
			t.Errorf("send when reset: %v, want ErrReset", err)
		}
	})
	e.A.Reset()
	work.Wait()
}

// flood sends until it fails, which takes long only if sending does not wait for the receiver.
func flood(ctx context.Context, s transports.Stream) error {
	for i := range 1 << 14 { // a gigabyte
		if err := s.Send(ctx, Frame(i, 64<<10)); err != nil {
			return err
		}
	}
	return errors.New("a gigabyte was sent that nobody received: what waits is not bounded")
}

func resetReaches(t *testing.T, e Ends) {
	wait := send(t, e.A, Frame(1, 1))
	expect(t, e.B, Frame(1, 1))
	wait()
	e.A.Reset()
	expectError(t, e.B, transports.ErrReset)
	if err := flood(Context(t), e.B); !errors.Is(err, transports.ErrReset) {
		t.Errorf("send after the peer's Reset: %v, want ErrReset", err)
	}
}

var errGaveUp = errors.New("gave up waiting")

// THREATS 2, half-open: a peer that says nothing.
func cancelReceive(t *testing.T, e Ends) {
	ctx, cancel := context.WithCancelCause(Context(t))
	failed := make(chan error, 1)
	go func() {
		_, err := e.A.Receive(ctx)
		failed <- err
	}()
	cancel(errGaveUp)
	if err := <-failed; !errors.Is(err, errGaveUp) {
		t.Errorf("receive: %v, want the context's cause", err)
	}
	expectError(t, e.B, transports.ErrReset)
	expectError(t, e.A, transports.ErrReset)
}

// THREATS 2, stream exhaustion: a peer that takes nothing holds a bounded amount of memory.
func cancelSend(t *testing.T, e Ends) {
	ctx, cancel := context.WithCancelCause(Context(t))
	failed, sent := make(chan error, 1), make(chan struct{})
	go func() {
		err := e.A.Send(ctx, Frame(0, 1))
		close(sent)
		if err == nil {
			err = flood(ctx, e.A)
		}
		failed <- err
	}()
	expect(t, e.B, Frame(0, 1))
	<-sent
	cancel(errGaveUp)
	if err := <-failed; !errors.Is(err, errGaveUp) {
		t.Errorf("send: %v, want the context's cause", err)
	}
	expectError(t, e.B, transports.ErrReset)
}

func canceledBefore(t *testing.T, e Ends) {
	ctx, cancel := context.WithCancelCause(Context(t))
	cancel(errGaveUp)
	if err := e.A.Send(ctx, Frame(1, 1)); !errors.Is(err, errGaveUp) {
		t.Errorf("send: %v, want the context's cause", err)
	}
	expectError(t, e.B, transports.ErrReset)
}

func bar(t *testing.T, e Ends) {
	transports.Bar(e.A, 0)
	expectError(t, e.A, transports.ErrReset)
	expectError(t, e.B, transports.ErrReset)
}
