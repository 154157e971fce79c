package journal

import (
	"errors"
	"os"
	"strconv"

	"github.com/parley-p2p/parley/internal/dbfile"
)

// state is what the lock file says of the journal, behind the process that has the lock.
type state string

const (
	unmade  state = ""             // there is none yet
	made    state = "made"         // nothing is known of its log
	renewed state = "made renewed" // its log, if there is one, was begun anew by who wrote this: checkLog can judge it
	opened  state = "made open"    // so it was, and it must be there, since it was not closed in order
)

// stateOf reads what inscribe wrote; what it did not write is unmade.
func stateOf(text string) state {
	switch is := state(text); is {
	case made, renewed, opened:
		return is
	}
	return unmade
}

// inscribe writes who has the lock, and what there is.
func inscribe(lock *os.File, is state) error {
	text := strconv.Itoa(os.Getpid())
	if is != unmade {
		text += " " + string(is)
	}
	text += "\n"
	if _, err := lock.WriteAt([]byte(text), 0); err != nil { // in one write: the first line is the old one or the new
		return err
	}
	return lock.Truncate(int64(len(text)))
}

// mark notes what it is now, on disk when it returns.
func (s *SQLite) mark(is state) error {
	if s.state == is {
		return nil
	}
	if err := errors.Join(inscribe(s.lock, is), s.lock.Sync()); err != nil {
		return classify(err)
	}
	s.state = is
	return nil
}

// release notes that the log may go: what was committed is in it, synced, and SQLite merges it before it removes it, if not now then when
// the last reader ends, of whichever process. That somebody else removes a log which a reader has left there is not noticed then; that it
// rots is.
func (s *SQLite) release() error {
	if s.state != opened {
		return nil
	}
	return s.mark(renewed)
}

// renew begins the log anew, so that checkLog can judge it, and notes that it must be there from now on. Where the log cannot be begun
// anew, because another program reads it or the disk is full, or where the folder cannot be synced, that is not promised.
func (s *SQLite) renew() error {
	if !s.table.renew() {
		return s.mark(made)
	}
	safe, err := dbfile.SyncFolder(s.path)
	switch {
	case err != nil:
		return classify(err)
	case !safe:
		return s.mark(renewed)
	}
	return s.mark(opened)
}
