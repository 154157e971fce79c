package compute

import (
	"errors"
	"slices"
	"syscall"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/requester"
)

// halt makes of what is wrong with one's own disk an error by which the requester stops: the farmer whose result cannot be
// kept is not to blame for it, and no other would do better.
func halt(err error) error {
	disk := []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EROFS, journal.ErrFull, journal.ErrReadOnly}
	if slices.ContainsFunc(disk, func(e error) bool { return errors.Is(err, e) }) {
		return &requester.Halt{Err: err}
	}
	return err
}

func isHalt(err error) bool {
	_, is := errors.AsType[*requester.Halt](err)
	return is
}
