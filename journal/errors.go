package journal

import (
	"errors"
	"fmt"

	"github.com/parley-p2p/parley/messages"
)

// Why a journal refuses. Read them with errors.Is; the types below carry more.
var (
	ErrInvalid   = errors.New("invalid batch")                           // a limit or a field; nothing was stored
	ErrConflict  = errors.New("record does not continue its transcript") // a *ConflictError; nothing was stored
	ErrCorrupt   = errors.New("journal is corrupt")                      // a *CorruptError
	ErrLocked    = errors.New("journal is in use")                       // a *LockedError
	ErrVersion   = errors.New("journal has a format that this version does not know")
	ErrForgotten = errors.New("session was forgotten while it was read")
	ErrClosed    = errors.New("journal is closed")

	ErrFailed   = errors.New("journal stopped after a failed write") // open it anew; with one of the two below if known
	ErrFull     = errors.New("disk is full")
	ErrReadOnly = errors.New("journal cannot be written")
)

// ConflictError is a record that does not continue the stored transcript.
type ConflictError struct {
	Session messages.ID
	Index   int         // of the record that was refused
	Count   int         // records that the transcript has: the only index that continues it
	Have    messages.ID // what is stored at Index, if Index is less than Count
}

func (e *ConflictError) Error() string {
	if e.Index >= 0 && e.Index < e.Count {
		return fmt.Sprintf("session %s: record %d is another envelope than the stored %s", e.Session.Short(), e.Index, e.Have.Short())
	}
	return fmt.Sprintf("session %s: record %d does not continue a transcript of %d", e.Session.Short(), e.Index, e.Count)
}

// Unwrap makes it an ErrConflict.
func (e *ConflictError) Unwrap() error { return ErrConflict }

// CorruptError is stored data that is not what was written. Other sessions and notes stay readable unless Open itself
// returned it. The remedy is a backup, or the peer, which holds the same transcript.
type CorruptError struct {
	Path    string      // of the journal, if Open returned it
	Session messages.ID // zero if a note, or nothing in particular, is concerned
	Index   int         // of the record, if Session is not zero
	Bucket  string      // of the note, if not empty
	Key     []byte
	Reason  string
}

func (e *CorruptError) Error() string {
	switch {
	case e.Session != messages.ID{}:
		return fmt.Sprintf("journal is corrupt: session %s, record %d: %s", e.Session, e.Index, e.Reason)
	case e.Bucket != "":
		return fmt.Sprintf("journal is corrupt: note %s/%x: %s", e.Bucket, e.Key, e.Reason)
	}
	return "journal is corrupt: " + e.Reason
}

// Unwrap makes it an ErrCorrupt.
func (e *CorruptError) Unwrap() error { return ErrCorrupt }

// LockedError tells that another process, or this one, has the journal open.
type LockedError struct {
	Path string
	PID  int // zero if the other did not write it yet
}

func (e *LockedError) Error() string {
	if e.PID == 0 {
		return fmt.Sprintf("journal %s: state locked by another process; stop it first, or use another state folder", e.Path)
	}
	return fmt.Sprintf("journal %s: state locked by process %d; stop it first, or use another state folder", e.Path, e.PID)
}

// Unwrap makes it an ErrLocked.
func (e *LockedError) Unwrap() error { return ErrLocked }
