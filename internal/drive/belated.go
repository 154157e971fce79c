package drive

import (
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// belated is what the other side shows in an exchange and is late by now. If something follows that this side has signed, it was in
// time: this side has answered it, and lost both. As an error it is the refusal of all of it.
type belated struct {
	judge *protocol.Session // with all of it
	said  []*messages.Signed
	error
}

func (b *belated) Unwrap() error { return b.error }

// latest is the judge of what comes next: with what is held as belated, also once time has ended the session here and it rests. mu is held.
func (s *Session) latest() *protocol.Session {
	switch {
	case s.belated != nil:
		return s.belated.judge
	case s.established().Timed && s.behind > 0 && !s.exchanged && s.rests:
		return s.judge.Untimed()
	}
	return s.judge
}

// judged has an envelope take effect whose signature is right, or holds it as belated; mu is held.
func (s *Session) judged(e *messages.Signed, now time.Time) error {
	own := e.Signer() == s.config.Key
	if s.belated == nil {
		at := now
		if own {
			at = time.Time{} // one's own word, forgotten in a crash, is adopted whenever it comes back
		}
		err := s.take(e, at, now)
		if protocol.CodeOf(err) != protocol.Late || s.behind == 0 || s.exchanged || s.established().Timed && !s.rests {
			return err
		}
		s.belated = &belated{judge: s.judge.Untimed(), error: err}
	}
	late := s.belated
	if err := late.judge.Apply(e, time.Time{}); err != nil {
		if len(late.said) == 0 {
			s.belated = nil
		}
		return s.proof(e, err)
	}
	late.said = append(late.said, e)
	switch {
	case own:
		s.belated, s.judge = nil, s.judge.Untimed()
		for _, e := range late.said {
			if err := s.take(e, time.Time{}, now); err != nil {
				return err
			}
		}
	case len(late.said) >= s.behind: // nothing of this side's is missing
		s.belated, s.behind, s.exchanged = nil, 0, true
		s.signal()
		return late
	}
	return nil
}

// take applies an envelope as of a time; mu is held.
func (s *Session) take(e *messages.Signed, at, now time.Time) error {
	if err := s.judge.Apply(e, at); err != nil {
		return s.proof(e, err)
	}
	if id := s.established().Session; !s.expected.IsZero() && id != s.expected {
		err := protocol.Errorf(protocol.NotFound, "the SOW begins another session than the one resumed")
		s.fail(err)
		return err
	}
	s.pend(e, now)
	s.owe()
	if e.Signer() != s.config.Key { // one's own word, shown again, says no more than a Resume did
		s.held = s.established().Count
	}
	if s.behind > 0 {
		if s.behind--; s.behind == 0 {
			s.exchanged = true
		}
	}
	s.signal()
	return nil
}

// TakenUp says that somebody conducts the session, and that the other side can come for it from now on. It was loaded before, or rests.
func (s *Session) TakenUp() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.began, s.closed, s.rests = s.config.Now(), false, false
}

// Rests says that nobody conducts the session any more: what shows that it had not ended when time ended it here is taken again, and whoever
// takes it conducts the session. Until then an end is one, and whoever acts on it finds it so.
func (s *Session) Rests() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rests = true
}

// Closed reports whether Close was called, after which nobody conducts the session until it is taken up again.
func (s *Session) Closed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closed
}

// unsettled reports that the phase should be over and the other side may yet show that it was: who was restarted may have lost what
// ended it. Nobody moves meanwhile. mu is held.
func (s *Session) unsettled(now time.Time) bool {
	at, _, ok := s.established().Deadline()
	by, waits := s.settleBy()
	return ok && waits && now.After(at.Add(s.config.Limits.Grace)) && now.Before(by)
}

// settleBy is until when the end of a phase waits for heads to be compared, which has as long as a dial and an answer, and for what is
// shown in an exchange that has begun by then, which has as long as an answer. ok is false where it waits for neither. mu is held.
func (s *Session) settleBy() (by time.Time, ok bool) {
	if lone := s.left || s.stream == nil && s.established().Agreement == nil; s.exchanged || lone {
		return time.Time{}, false
	}
	by = s.began.Add(2 * s.config.Limits.Reply)
	if s.stream != nil && s.behind > 0 && s.compared.Before(by) {
		if shown := s.compared.Add(s.config.Limits.Reply); shown.After(by) {
			by = shown
		}
	}
	return by, true
}
