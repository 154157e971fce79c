package drive

import (
	"context"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/transports"
)

// offer is a quote that a farmer's own stream brought and the judge would take, held with its signature unverified: most quotes
// are compared with others and not taken. Nothing of it takes effect or is journaled before it was verified.
type offer struct {
	quote  *messages.Unopened
	view   *protocol.View // what is established once it was verified
	at     time.Time
	stream transports.Stream
}

// prospect is what is established, or would be with the quote that is held; mu is held.
func (s *Session) prospect() *protocol.View {
	if s.offer != nil {
		return s.offer.view
	}
	return s.established()
}

// weigh holds an envelope back if it is a quote that can wait to be verified, or the one that is held, and reports whether
// that settles it. Whatever else comes is judged after the quote that is held. One that the judge would refuse is not held: what
// is said of it depends on its signature first.
func (s *Session) weigh(stream transports.Stream, u *messages.Unopened, now time.Time) (settled bool, err error) {
	s.mu.Lock()
	held := s.offer
	waits := held == nil && s.config.Weighs && u.Header().Kind == messages.Kind_KIND_QUOTE && u.Header().Signer == stream.Peer() &&
		s.stream == stream && s.behind == 0 && s.failure == nil
	if waits {
		if view, err := s.judge.Weigh(u, now); err == nil {
			s.offer = &offer{u, view, now, stream}
			s.signal()
			settled = true
		}
	}
	s.mu.Unlock()
	switch {
	case held == nil:
		return settled, nil
	case held.view.QuoteID == u.ID():
		return false, errRepeated
	}
	return false, s.verify()
}

// verify has the quote that is held take effect, if there is one. If its signature is bad the session has failed.
func (s *Session) verify() error {
	s.mu.Lock()
	held := s.offer
	s.mu.Unlock()
	if held == nil {
		return nil
	}
	e, err := s.config.opener.open(held.quote)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.offer != held {
		return nil // it was verified or dismissed meanwhile
	}
	s.offer = nil
	if err == nil {
		err = s.judge.Apply(e, held.at)
	}
	if err != nil {
		s.fail(err)
		return err
	}
	s.pend(e, held.at)
	s.held = s.established().Count
	s.signal()
	return nil
}

// Choose verifies the quote that the head of a view is, if it is held, and returns the view without the reservation. A
// signature that does not verify ends the session, and the connection as any other such does. The error is [ErrMoved] if the
// session has moved on.
func (s *Session) Choose(ctx context.Context, v *protocol.View) (*protocol.View, error) {
	s.mu.Lock()
	held := s.offer
	s.mu.Unlock()
	if err := s.verify(); err != nil {
		if err := s.refuse(ctx, held.stream, held.view.QuoteID, err); err != nil {
			s.lost(held.stream, err)
		}
		return v, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch now := s.established(); {
	case s.failure != nil:
		return v, s.failure
	case now.Head == v.Head:
		return now, nil
	}
	return v, ErrMoved
}

// Dismiss gives up a session whose quote is held and will not be taken, tells the farmer so, and reports whether there was
// one. Nobody is bound, so it is an unsigned word: neither side pays for a signature.
func (s *Session) Dismiss(ctx context.Context, why *protocol.Error) bool {
	s.mu.Lock()
	none := s.offer == nil
	s.mu.Unlock()
	if none { // and nothing to wait for
		return false
	}
	s.emit.Lock()
	defer s.emit.Unlock()
	s.mu.Lock()
	held, stream := s.offer, s.ready()
	if s.failure != nil { // the farmer may have said so itself
		stream = nil
	}
	if held != nil {
		s.offer = nil
		s.fail(why)
	}
	s.mu.Unlock()
	if held != nil && stream != nil {
		if err := s.send(ctx, stream, messages.RefusalFrame(why.Refusal(held.view.QuoteID))); err != nil {
			s.lost(stream, err)
		}
	}
	return held != nil
}
