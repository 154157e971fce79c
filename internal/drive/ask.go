package drive

import (
	"context"
	"fmt"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// Ask says what this side wants while it is not on turn; if the other side is out of reach it hears so when it comes
// back. It is no move and is not journaled: a restart forgets it. If ctx ends while something else is being said, it was not asked.
func (s *Session) Ask(ctx context.Context, request messages.Request, reason string) error {
	if err := s.emit.Take(ctx); err != nil {
		return fmt.Errorf("the other side was not asked yet, since it is slow to read what was said before: %w", err)
	}
	defer s.emit.Unlock()
	v := s.View()
	if v.AskedBy == s.config.Self {
		return errAsked
	}
	id := v.Session
	e, err := messages.Seal(&messages.Ask{Session: id[:], Request: request, Reason: reason}, id, s.config.Signer)
	if err != nil {
		return protocol.AsError(err)
	}
	s.mu.Lock()
	err = s.judge.Ask(e)
	if err == nil {
		s.asking = e
	}
	stream := s.ready()
	s.mu.Unlock()
	if err != nil || stream == nil {
		return err
	}
	if err := s.send(ctx, stream, messages.EnvelopeFrame(e)); err != nil {
		s.lost(stream, err)
	}
	return nil
}

// errAsked is said of what this side has asked for already; whoever asks again has waited until that was said.
var errAsked = protocol.Errorf(protocol.Duplicate, "a request of this side is open already")

// OnAsk has f told of what the other side asks for, until the next call of OnAsk; nil tells nobody. What was asked since the
// last move is told at once. f may be called concurrently.
func (s *Session) OnAsk(f func(*protocol.View)) {
	s.mu.Lock()
	s.asked = f
	view := s.established()
	s.mu.Unlock()
	if f != nil && view.AskedBy == s.config.Self.Other() {
		f(view)
	}
}

// errIdle is said of an Ask that changes nothing: one that repeats another, or was crossed by a move, which is its answer then. The
// other side is not told so, but one stream does not bring many of them.
var errIdle = protocol.Errorf(protocol.Duplicate, "the Ask changes nothing")

func (s *Session) receiveAsk(u *messages.Unopened) error {
	if err := s.verify(); err != nil { // it may be about the quote
		return err
	}
	if err := s.admitAsk(u.Header()); err != nil {
		return err
	}
	e, err := s.config.opener.open(u)
	if err != nil {
		return err
	}
	s.mu.Lock()
	err = s.judge.Ask(e)
	view, asked := s.established(), s.asked
	if err == nil {
		s.signal()
	}
	s.mu.Unlock()
	switch protocol.CodeOf(err) {
	case 0:
		if asked != nil {
			asked(view)
		}
	case protocol.NotYourTurn, protocol.Duplicate:
		return errIdle
	default:
		return err
	}
	return nil
}

// admitAsk judges an Ask by its outside, before its signature is checked.
func (s *Session) admitAsk(h messages.Header) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.established()
	switch by := now.RoleOf(h.Signer); {
	case now.Phase == protocol.Open:
		return protocol.Errorf(protocol.Invalid, "the Ask is about a session that has not begun")
	case by != protocol.Requester && by != protocol.Farmer:
		return protocol.Errorf(protocol.Forbidden, "the signer of the Ask is no party of this session")
	case h.Prev != now.Session:
		return protocol.Errorf(protocol.Invalid, "the Ask is about another session")
	case now.Final(), by == now.Turn(), by == now.AskedBy:
		return errIdle
	}
	return nil
}

// How much news there may be: one each telemetryPause in the long run, and so many at once.
const (
	telemetryPause = 20 * time.Millisecond
	telemetryBurst = 100
	newsBurst      = telemetryBurst + int(time.Minute/telemetryPause) // that arrive at once, after a network has held back a minute's
)

// Telemetry sends droppable news, or drops it: where nobody listens, where something else is being said, and where there
// is too much of it.
func (s *Session) Telemetry(ctx context.Context, t *messages.Telemetry) {
	if !s.emit.TryLock() {
		return
	}
	defer s.emit.Unlock()
	now := s.config.Now()
	s.mu.Lock()
	stream := s.ready()
	much := stream != nil && !s.news.take(now, telemetryBurst, telemetryPause)
	s.mu.Unlock()
	if stream == nil || much {
		return
	}
	id := s.ID()
	t.Session = id[:]
	if err := s.send(ctx, stream, messages.TelemetryFrame(t)); err != nil {
		s.lost(stream, err)
	}
}

// told hands on news of running work, which a farmer may say as fast as [Session.Telemetry] does. What is more changes nothing.
func (s *Session) told(t *messages.Telemetry, now time.Time) error {
	s.mu.Lock()
	fits := s.config.Self == protocol.Requester && s.news.take(now, newsBurst, telemetryPause)
	s.mu.Unlock()
	if !fits {
		return s.idle(now, "Telemetry")
	}
	if t.Text = messages.Printable(t.Text); s.telemetry != nil {
		s.telemetry(t)
	}
	return nil
}

// OnTelemetry sets who hears droppable news of running work. It must be set before a stream is attached.
func (s *Session) OnTelemetry(f func(*messages.Telemetry)) { s.telemetry = f }
