package transports

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync/atomic"
	"time"

	"github.com/parley-p2p/parley/messages"
)

// session is one Stream of a Link.
type session struct {
	link        *Link
	id          uint64
	in          *queue
	unannounced atomic.Bool  // its opening is pending and the writer not yet awake
	consumed    atomic.Int64 // bytes taken here and not yet said to the peer

	// Under link.mu.
	credit      int           // bytes that the peer takes before it says more
	credited    chan struct{} // made by who waits for credit, capacity one: it may have grown, or the session ended
	localEnded  bool          // CloseWrite
	localClosed bool          // Close
	remoteEnded bool
	err         error // why Send fails
	linger      *time.Timer
	holds       bool // it is one of link.holding
}

func (s *session) Peer() messages.Key { return s.link.config.Peer }

func (s *session) Send(ctx context.Context, frames ...messages.Frame) error {
	if err := check(frames); err != nil {
		return err
	}
	for {
		if ctx.Err() != nil {
			s.Reset()
			return fmt.Errorf("send: %w", context.Cause(ctx))
		}
		n, wait, err := s.link.send(s, frames)
		if err != nil {
			return fmt.Errorf("send: %w", err)
		}
		if frames = frames[n:]; len(frames) == 0 {
			return nil
		}
		select {
		case <-wait:
		case <-ctx.Done():
		}
	}
}

func (s *session) Receive(ctx context.Context) (messages.Frame, error) {
	s.announce()
	f, err := s.in.take(ctx)
	switch {
	case err == nil:
		s.took(len(f.Data) + frameCost)
		return f, nil
	case errors.Is(err, io.EOF):
		return f, io.EOF
	case ctx.Err() != nil:
		s.Reset()
	}
	return f, fmt.Errorf("receive: %w", err)
}

// announce lets the peer hear of a session that begins with its words.
func (s *session) announce() {
	if s.unannounced.Load() && s.unannounced.Swap(false) {
		notify(s.link.wake)
	}
}

// took lets the peer send more, once enough was taken.
func (s *session) took(n int) {
	if s.consumed.Add(int64(n)) < window/2 {
		return
	}
	s.link.mu.Lock()
	defer s.link.mu.Unlock()
	s.release()
}

// release says how much was taken, if it is enough; the caller holds link.mu.
func (s *session) release() {
	if s.consumed.Load() < window/2 || s.remoteEnded || s.err != nil {
		return
	}
	s.link.control(binary.AppendUvarint(appendHead(nil, s.id, opWindow), uint64(s.consumed.Swap(0))))
}

// received queues a frame; the caller holds link.mu. An error ends the link.
func (s *session) received(f messages.Frame) error {
	switch {
	case s.remoteEnded:
		return fmt.Errorf("%w: session %d goes on after its end", messages.ErrFrame, s.id)
	case s.localClosed:
		s.consumed.Add(int64(len(f.Data) + frameCost))
		s.release()
		return nil
	case !s.in.offer(f):
		return fmt.Errorf("%w: session %d sends more than its window", messages.ErrFrame, s.id)
	case s.link.held.overdrawn():
		s.giveUp(errUntaken, resetBusy)
	default:
		s.link.hold(s)
	}
	return nil
}

func (s *session) CloseWrite() error {
	s.link.mu.Lock()
	defer s.link.mu.Unlock()
	if s.err != nil {
		return fmt.Errorf("close: %w", s.err)
	}
	s.endWrite()
	return nil
}

// endWrite says that no more will be sent; the caller holds link.mu.
func (s *session) endWrite() {
	if s.localEnded {
		return
	}
	s.localEnded = true
	s.unannounced.Store(false)
	s.link.control(appendHead(nil, s.id, opEnd))
	notify(s.credited)
	if s.remoteEnded {
		s.link.remove(s)
	}
}

func (s *session) Close() error {
	s.link.mu.Lock()
	defer s.link.mu.Unlock()
	s.in.fail(ErrClosed, ErrClosed) // also what a link that has ended had brought
	if s.err != nil || s.localClosed {
		return nil
	}
	s.localClosed = true
	s.endWrite()
	if !s.remoteEnded {
		// The peer may still send to no one; not for ever.
		s.linger = time.AfterFunc(s.link.limits.Linger, s.Reset)
	}
	return nil
}

func (s *session) Reset() {
	s.link.mu.Lock()
	if s.err == nil {
		s.giveUp(ErrReset, resetGaveUp)
	}
	s.in.fail(ErrReset, ErrReset)
	s.link.mu.Unlock()
	if s.link.single {
		s.link.fail(ErrReset)
	}
}

// giveUp ends the session on both sides; the caller holds link.mu.
func (s *session) giveUp(err error, code byte) {
	over := s.localEnded && s.remoteEnded
	s.end(err, true)
	if !over {
		s.link.control(append(appendHead(nil, s.id, opReset), code))
		s.link.remove(s)
	}
}

// end lets Send and Receive fail on this side; the caller holds link.mu. Unless drop is true, what has arrived can still
// be received.
func (s *session) end(err error, drop bool) {
	if s.err != nil {
		return
	}
	s.err = err
	if s.linger != nil {
		s.linger.Stop()
	}
	if drop {
		s.in.fail(err, err)
	} else {
		s.in.end(err)
	}
	notify(s.credited)
}

// Bar ends the link, and keeps the peer out where the carrier's owner can.
func (s *session) Bar(d time.Duration) {
	s.link.fail(fmt.Errorf("%w: %w", ErrReset, ErrBarred))
	if s.link.config.Bar != nil {
		s.link.config.Bar(d)
	}
}

var (
	_ Stream = (*session)(nil)
	_ Barrer = (*session)(nil)
)
