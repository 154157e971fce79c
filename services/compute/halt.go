package compute

import (
	"errors"
	"fmt"
	"slices"
	"syscall"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/protocol"
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

// failing are what a machine answers that fails at this moment, and may not at the next.
var failing = []error{syscall.EIO, syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM, syscall.EACCES, syscall.EPERM}

// stuck is halt, and once there is no time to try again it is so of all else that fails here: nobody is blamed, or paid unseen, for what this
// machine could not do. What it is for is told without what would be said to another.
func stuck(err error, late bool) error {
	own := err
	if said, ok := errors.AsType[*protocol.Error](err); ok && said.Err != nil {
		own = fmt.Errorf("%s: %w", said.Reason, said.Err)
	}
	if halted := halt(own); isHalt(halted) {
		return halted
	}
	_, store := errors.AsType[*content.StoreError](err)
	if late && (store || slices.ContainsFunc(failing, func(e error) bool { return errors.Is(err, e) })) {
		return &requester.Halt{Err: own}
	}
	return err
}

// deliberate reports whether an error is what a peer is told, and so one that something is held against it for.
func deliberate(err error) bool {
	_, is := errors.AsType[*protocol.Error](err)
	return is && !isHalt(err)
}

func isHalt(err error) bool {
	_, is := errors.AsType[*requester.Halt](err)
	return is
}
