package drive

import (
	"context"
	"time"

	"github.com/parley-p2p/parley/protocol"
)

// Await waits until done says so of what is established, the session ends, or ctx does. At the phase's deadline plus
// grace it ends the phase. The view is never nil. A session that ended without done is no error: the view tells.
func (s *Session) Await(ctx context.Context, done func(*protocol.View) bool) (*protocol.View, error) {
	return s.await(ctx, func() bool { return done(s.established()) })
}

// await is Await for conditions on more than the view; done is called with mu held.
func (s *Session) await(ctx context.Context, done func() bool) (*protocol.View, error) {
	for {
		s.mu.Lock()
		if s.judge.Expire(s.config.Now()) {
			s.signal()
		}
		view, failure := s.established(), s.failure
		ok := done()
		var changed <-chan struct{}
		if !ok && failure == nil && !view.Final() {
			changed = s.change()
		}
		s.mu.Unlock()
		switch {
		case ok:
			return view, nil
		case failure != nil:
			return view, failure
		case view.Final():
			return view, nil
		}
		if err := s.pause(ctx, view, changed); err != nil {
			return view, err
		}
	}
}

// pause waits for a change, a deadline or the context.
func (s *Session) pause(ctx context.Context, view *protocol.View, changed <-chan struct{}) error {
	var expiry <-chan time.Time
	if at, _, ok := view.Deadline(); ok {
		// A millisecond later, since the deadline itself is still in time.
		timer := time.NewTimer(at.Add(s.config.Limits.Grace).Sub(s.config.Now()) + time.Millisecond)
		defer timer.Stop()
		expiry = timer.C
	}
	select {
	case <-changed:
	case <-expiry:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	return nil
}

// AwaitHeld waits until the other side is known to hold count envelopes, or until a time.
func (s *Session) AwaitHeld(ctx context.Context, count int, until time.Time) error {
	ctx, cancel := context.WithDeadlineCause(ctx, until, errNotHeld)
	defer cancel()
	_, err := s.await(ctx, func() bool { return s.held >= count })
	if err != nil {
		return err
	}
	if s.Held() < count {
		return errNotHeld
	}
	return nil
}

var errNotHeld = protocol.Errorf(protocol.Late, "the other side did not confirm the countersignature in time")

// AwaitSettled waits until nothing that was forgotten in a crash can come back any more: heads were compared in this
// process's life. It also returns when the stream is lost before anybody is bound, and when the session has ended.
func (s *Session) AwaitSettled(ctx context.Context) (*protocol.View, error) {
	return s.await(ctx, func() bool { return s.exchanged || s.stream == nil && s.established().Agreement == nil })
}

// AwaitTurn waits until a role is on turn. It also returns when the stream is lost before anybody is bound, since then
// nobody may ever come back, and when the session has ended.
func (s *Session) AwaitTurn(ctx context.Context, role protocol.Role) (*protocol.View, error) {
	return s.await(ctx, func() bool {
		v := s.established()
		return v.Turn() == role || s.stream == nil && !v.Bound()
	})
}

// AwaitExchange waits until heads were compared on the attached stream and nothing is missing here. The other side has
// Limits.Reply for it; then the stream is given up.
func (s *Session) AwaitExchange(ctx context.Context) error {
	s.mu.Lock()
	stream := s.stream
	s.mu.Unlock()
	waiting, cancel := context.WithTimeoutCause(ctx, s.config.Limits.Reply, errNotEqual)
	defer cancel()
	for {
		s.mu.Lock()
		equal, failure, changed := s.equal(), s.failure, s.change()
		gone := stream == nil || s.stream != stream
		s.mu.Unlock()
		switch {
		case failure != nil:
			return failure
		case gone:
			return protocol.Errorf(protocol.Unavailable, "the stream was lost before both sides were equal")
		case equal:
			return nil
		}
		select {
		case <-changed:
		case <-waiting.Done():
			err := context.Cause(waiting)
			s.lost(stream, err)
			return err
		}
	}
}

var errNotEqual = protocol.Errorf(protocol.Late, "the other side did not say in time how far it is")

// AwaitLost waits until no stream is attached. It does not look at the session's end; ctx does.
func (s *Session) AwaitLost(ctx context.Context) error {
	for {
		s.mu.Lock()
		attached, changed := s.stream != nil, s.change()
		s.mu.Unlock()
		if !attached {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}
