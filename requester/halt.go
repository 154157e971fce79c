package requester

import (
	"errors"

	"github.com/parley-p2p/parley/internal/drive"
)

// Halt is an error of a hook that says: this side cannot go on, its disk is full or its keys are gone. No farmer is to
// blame and no other would do better. Nothing is said about it, the session is left as it is for the next Run on the journal
// to take up, without a call of Ended, and the hire ends with the error. A journal that does not take a commit halts by itself.
type Halt struct{ Err error }

func (h *Halt) Error() string { return h.Err.Error() }

// Unwrap returns the cause.
func (h *Halt) Unwrap() error { return h.Err }

// halts reports whether an error is this side's own, so that going on is of no use.
func halts(err error) bool {
	_, halt := errors.AsType[*Halt](err)
	return halt || errors.Is(err, drive.ErrJournal)
}
