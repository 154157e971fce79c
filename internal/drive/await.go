package drive

import (
	"context"
	"slices"
	"time"

	"github.com/parley-p2p/parley/protocol"
)

// Await waits until done says so of what is established, the session ends, or ctx does. At the phase's deadline plus
// grace it ends the phase. The view is never nil. A session that ended without done is no error: the view tells.
func (s *Session) Await(ctx context.Context, done func(*protocol.View) bool) (*protocol.View, error) {
	return s.await(ctx, Until{}, func() bool { return done(s.established()) })
}

// Until is how long somebody waits besides, and what is wrong then. The zero Until is as long as the phase lasts.
type Until struct {
	At   time.Time
	Late error
}

// await is Await for conditions on more than the view; done is called with mu held.
func (s *Session) await(ctx context.Context, until Until, done func() bool) (*protocol.View, error) {
	for {
		now := s.config.Now()
		s.mu.Lock()
		unsettled, late := s.unsettled(now), until.Late != nil && !now.Before(until.At)
		if s.offer == nil && !unsettled && s.judge.Expire(now) { // a quote that is held came in time
			s.belated = nil
			s.signal()
		}
		view, err := s.prospect(), error(nil)
		var changed <-chan struct{}
		switch {
		case done() && (!unsettled || late):
		case s.failure != nil:
			err = s.failure
		case view.Final():
		case late:
			err = until.Late
		default:
			changed = s.change()
			s.wake(now, until)
		}
		s.mu.Unlock()
		if changed == nil {
			return view, err
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return view, context.Cause(ctx)
		}
	}
}

// wake has whoever waits look again when the phase is over, or the time until which it waits; mu is held. One timer serves
// all who wait, in all phases: it is set to the first of these times, and who is woken by it too early sets it anew.
func (s *Session) wake(now time.Time, until Until) {
	at, _, ok := s.established().Deadline()
	if ok = ok && s.offer == nil; ok { // no phase ends while a quote is held; a millisecond later, since the deadline itself is still in time
		at = at.Add(s.config.Limits.Grace + time.Millisecond)
		if by, waits := s.settleBy(); waits && at.Before(by) {
			at = by
		}
	}
	if until.Late != nil && (!ok || until.At.Before(at)) {
		at, ok = until.At, true
	}
	if !ok {
		return
	}
	left := at.Sub(now)
	due := time.Now().Add(left) // this side's clock may jump, the timer's does not
	switch {
	case s.alarm == nil:
		s.alarm = time.AfterFunc(left, s.ring)
	case s.due.IsZero() || due.Before(s.due):
		s.alarm.Reset(left)
	default:
		return
	}
	s.due = due
}

// ring wakes who waits.
func (s *Session) ring() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.due = time.Time{}
	s.signal()
}

// mute stops the alarm until somebody waits again; mu is held.
func (s *Session) mute() {
	if s.alarm != nil {
		s.alarm.Stop()
		s.due = time.Time{}
	}
}

// Watch is the view, with a quote that is held, a channel that is closed when something has changed, and why the session
// failed. It is for whoever waits for something else too, and ends no phase.
func (s *Session) Watch() (*protocol.View, <-chan struct{}, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.prospect(), s.change(), s.failure
}

// AwaitHeld waits until the other side is known to hold count envelopes, or until a time.
func (s *Session) AwaitHeld(ctx context.Context, count int, until time.Time) error {
	_, err := s.await(ctx, Until{until, errNotHeld}, func() bool { return s.held >= count })
	if err == nil && s.Held() < count {
		return errNotHeld
	}
	return err
}

var errNotHeld = protocol.Errorf(protocol.Late, "the requester did not say in time that it holds the countersignature: it was out of reach, or its preparations took too long")

// AwaitSettled waits until nothing that was forgotten in a crash can come back any more: heads were compared in this
// process's life. It also returns when the stream is lost before anybody is bound, and when the session has ended.
func (s *Session) AwaitSettled(ctx context.Context, until Until) (*protocol.View, error) {
	return s.await(ctx, until, func() bool { return s.exchanged || s.stream == nil && s.established().Agreement == nil })
}

// AwaitTurn waits until a role is on turn, be it by a quote that is held. It also returns when the stream is lost before anybody
// is bound, since then nobody may ever come back, when the session has ended, and when something else is so that is waited for.
func (s *Session) AwaitTurn(ctx context.Context, role protocol.Role, until Until, or ...func(*protocol.View) bool) (*protocol.View, error) {
	return s.await(ctx, until, func() bool {
		v := s.prospect()
		return v.Turn() == role || (s.stream == nil || s.left) && !v.Bound() ||
			slices.ContainsFunc(or, func(is func(*protocol.View) bool) bool { return is(v) })
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
