package drive

import "time"

// safeAfter is how long what the other side has said waits for the answer that is written with it, before it is put on disk by itself:
// longer than who answers at once needs, so that nobody pays for two writes, and short beside any deadline.
const safeAfter = 50 * time.Millisecond

// owe has what was received on disk soon, unless an answer puts it there before: it came in time, which nobody can tell again who has
// lost it. mu is held.
func (s *Session) owe() {
	if s.owed || s.detached || !s.binds() {
		return
	}
	s.owed = true
	if s.saver == nil {
		s.saver = time.AfterFunc(safeAfter, func() { _ = s.save() }) // an error fails the session
	} else {
		s.saver.Reset(safeAfter)
	}
}

// paid says that what was received is being put on disk; mu is held.
func (s *Session) paid() {
	if s.owed {
		s.owed = false
		s.saver.Stop()
	}
}

func (s *Session) save() error {
	s.emit.Lock()
	defer s.emit.Unlock()
	s.mu.Lock()
	owed := s.owed
	s.mu.Unlock()
	if !owed {
		return nil
	}
	return s.commit(true)
}

// Stop is Detach for a session that a later process takes up: what was received is on disk.
func (s *Session) Stop() error {
	defer s.Detach()
	return s.save()
}
