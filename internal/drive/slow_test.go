package drive_test

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/transports"
)

// slow is a stream whose peer takes its time to read each frame.
type slow struct {
	transports.Stream
	takes time.Duration
	reset chan struct{}
}

func slowly(t *testing.T, c *drive.Config, peer messages.Key, takes time.Duration) *slow {
	t.Helper()
	ours, _ := transports.Pipe(c.Key, peer)
	return &slow{ours, takes, make(chan struct{}, 100)}
}

func (s *slow) Reset() {
	s.reset <- struct{}{}
	s.Stream.Reset()
}

func (s *slow) Send(ctx context.Context, _ ...messages.Frame) error {
	select {
	case <-time.After(s.takes):
		return nil
	case <-s.reset:
		return transports.ErrReset
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// THREATS, Slowloris: who reads what it lacks a frame at a time holds the session up for as long as one answer may take.
func TestTailIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := config(t, protocol.Requester, 2)
		s, farmer := quotedTo(t, c)
		id := s.ID()
		stream := slowly(t, c, farmer, 9*time.Second)
		if err := s.Greet(t.Context(), stream); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		err := s.Take(t.Context(), stream, messages.ResumeFrame(&messages.Resume{Session: id[:]})) // it lacks two
		if took := time.Since(began); !errors.Is(err, transports.ErrSlow) || took != 10*time.Second {
			t.Errorf("after %s: %v", took, err)
		}
		stream.Reset()
	})
}

// THREATS, Slowloris: however many streams come for a session, of which none is read from, whoever waits to speak waits for one.
func TestGreetingsDoNotQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := config(t, protocol.Requester, 2)
		s, farmer := quotedTo(t, c)
		const n = 20
		errs := make(chan error, n)
		for range n {
			go func() { errs <- s.Greet(t.Context(), slowly(t, c, farmer, time.Hour)) }()
		}
		synctest.Wait()
		began := time.Now()
		if err := s.Flush(false); err != nil {
			t.Error(err)
		}
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("it waited for %s", took)
		}
		for range n {
			if err := <-errs; err == nil {
				t.Error("a stream that is not read from was greeted")
			}
		}
	})
}

// THREATS, Slowloris: who would ask while a peer reads slowly what was said before waits no longer than its context, and has asked
// nothing then; with no quote to dismiss nothing is waited for.
func TestAskHeedsItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := config(t, protocol.Requester, 2)
		_, farmer := parleytest.Key(1)
		s := drive.New(c, farmer)
		s.Open(slowly(t, c, farmer, 9*time.Second))
		began, begun := time.Now(), make(chan error)
		sow, err := messages.Seal(&messages.SOW{Version: 1, Nonce: make([]byte, 32), Service: "test/1", Units: 1,
			DeliverByMs: began.Add(time.Hour).UnixMilli(), QuoteByMs: began.Add(time.Minute).UnixMilli()}, messages.ID{}, c.Signer)
		if err != nil {
			t.Fatal(err)
		}
		go func() { begun <- s.Begin(t.Context(), sow) }()
		synctest.Wait()
		short, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		err = s.Ask(short, messages.Request_REQUEST_CANCEL, "no")
		if took := time.Since(began); !errors.Is(err, context.DeadlineExceeded) || took != time.Second || s.View().Asked != nil {
			t.Errorf("after %s: %v, asked %v", took, err, s.View().Asked)
		}
		if s.Dismiss(t.Context(), protocol.Errorf(protocol.Canceled, "no")) || time.Since(began) != time.Second {
			t.Errorf("to dismiss nothing took until %s", time.Since(began))
		}
		if err := s.Ask(t.Context(), messages.Request_REQUEST_CANCEL, "no"); err != nil || s.View().AskedBy != protocol.Requester {
			t.Errorf("asked again: %v, by %s", err, s.View().AskedBy)
		}
		if err := <-begun; err != nil {
			t.Error(err)
		}
	})
}

// A hook that ends the goroutine which reads a stream loses that stream, and whoever waits for it hears so; one that panics is not taken
// for it.
func TestHookEndsThePump(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := config(t, protocol.Requester, 2)
		s, farmer := quotedTo(t, c)
		s.OnTelemetry(func(*messages.Telemetry) { runtime.Goexit() })
		ours, theirs := transports.Pipe(c.Key, farmer)
		s.Open(ours)
		pumping := make(chan struct{})
		go func() {
			defer close(pumping)
			_ = s.Pump(t.Context(), ours)
			t.Error("it goes on")
		}()
		id := s.ID()
		if err := theirs.Send(t.Context(), messages.TelemetryFrame(&messages.Telemetry{Session: id[:], Done: 1, Total: 2})); err != nil {
			t.Fatal(err)
		}
		<-pumping
		within, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := s.AwaitLost(within); err != nil {
			t.Errorf("nobody hears that the stream is lost: %v", err)
		}
		if _, err := theirs.Receive(within); !errors.Is(err, transports.ErrReset) {
			t.Errorf("the other side hears %v", err)
		}
	})
	defer func() {
		if r := recover(); r != "no" {
			t.Errorf("the panic came to %v", r)
		}
	}()
	drive.Attend(func() { panic("no") }, func() { t.Error("a panic is taken for a goroutine's end") })
}
