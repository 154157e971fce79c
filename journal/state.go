package journal

import (
	"errors"
	"os"
	"strconv"

	"github.com/parley-p2p/parley/internal/dbfile"
)

// state is what the lock file says of the journal, behind the process that has the lock.
type state struct {
	made bool // there is one
	open bool // not closed in order: its log belongs to it, was begun anew by who wrote this, and is on disk
}

const (
	madeMark = "made"
	openMark = "made open"
)

// inscribe writes who has the lock, and what there is.
func inscribe(lock *os.File, is state) error {
	text := strconv.Itoa(os.Getpid())
	switch {
	case is.open:
		text += " " + openMark
	case is.made:
		text += " " + madeMark
	}
	text += "\n"
	if _, err := lock.WriteAt([]byte(text), 0); err != nil { // in one write: the first line is the old one or the new
		return err
	}
	return lock.Truncate(int64(len(text)))
}

// mark notes whether it is open, on disk when it returns.
func (s *SQLite) mark(open bool) error {
	if s.state.open == open {
		return nil
	}
	is := state{made: s.state.made, open: open}
	if err := errors.Join(inscribe(s.lock, is), s.lock.Sync()); err != nil {
		return classify(err)
	}
	s.state = is
	return nil
}

// merged notes that nothing is in the log that is not in the file, so that SQLite may remove it.
func (s *SQLite) merged() error { return s.mark(false) }

// renew begins the log anew, so that checkLog can judge it, and notes that it must be there from now on. Where the log cannot be begun
// anew, because another program reads it or the disk is full, that is not promised.
func (s *SQLite) renew() error {
	if !s.table.renew() {
		return s.mark(false)
	}
	if err := dbfile.SyncFolder(s.path); err != nil {
		return classify(err)
	}
	return s.mark(true)
}
