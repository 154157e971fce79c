package drive_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/messages"
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
