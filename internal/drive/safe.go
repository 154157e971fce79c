package drive

import (
	"time"

	"github.com/parley-p2p/parley/journal"
)

// safeAfter is how long what the other side has said waits for the answer that is written with it, before it is put on disk by itself:
// longer than who answers at once needs, so that nobody pays for two writes, and short beside any deadline. Where something is being said
// it waits for that too, which takes as long as Limits.Reply with a peer that reads slowly: what is not safe meanwhile is that peer's word.
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

// Stop is Detach for a session that a later process takes up: what was received is on disk. It is the last that is called. That the journal has
// failed is an error of those sessions that found it so, and not of each.
func (s *Session) Stop() error {
	s.emit.Lock()
	defer s.emit.Unlock()
	defer s.Detach()
	s.mu.Lock()
	s.stopped = true
	s.mu.Unlock()
	if failed := s.config.failed.Load(); failed != nil && s.Failed() != *failed {
		return nil
	}
	return s.commit(true)
}

// What is left free in a commit of a part of a long tail: the last has notes, too.
const (
	spareItems = 16
	spareBytes = 1 << 20
)

// writable is how many of the records go into one commit with what else there may be.
func writable(records []journal.Record) int {
	size := 0
	for i, r := range records {
		if size += len(r.Envelope); i == journal.MaxItems-spareItems || size > journal.MaxBatch-spareBytes {
			return i
		}
	}
	return len(records)
}

// writeAll gives the journal a batch, in as many commits as it takes. The notes and the sync are the last one's: what survives a crash
// before it is a beginning of what the other side has shown, and it shows the rest again.
func (s *Session) writeAll(batch journal.Batch) error {
	for n := writable(batch.Records); n < len(batch.Records); n = writable(batch.Records) {
		if err := s.write(journal.Batch{Records: batch.Records[:n]}); err != nil {
			return err
		}
		batch.Records = batch.Records[n:]
	}
	return s.write(batch)
}
