package requester

import (
	"context"
	"errors"

	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// cancel says that the work is no longer wanted, now or at the next turn.
func (e *engagement) cancel(ctx context.Context, reason *protocol.Error) error {
	e.giveUp(reason)
	v := e.session.View()
	switch {
	case v.Final():
		return protocol.Errorf(protocol.NotYourTurn, "the session has ended as %s", v.Phase)
	case v.Phase >= protocol.Delivered:
		return protocol.Errorf(protocol.NotYourTurn, "the work was delivered: it is too late to cancel")
	}
	if e.session.Dismiss(ctx, reason) {
		return nil
	}
	if v.Turn() == protocol.Requester {
		err := e.session.Answer(ctx, v.Head, reason.Reject())
		if !errors.Is(err, drive.ErrMoved) {
			return err
		}
		v = e.session.View()
	}
	return e.askCancel(ctx, v, reason)
}

// askCancel asks a farmer that is on turn to stop. A move that crossed it ends its effect, so it is asked again after one.
func (e *engagement) askCancel(ctx context.Context, v *protocol.View, reason *protocol.Error) error {
	if v.Turn() != protocol.Farmer {
		return nil
	}
	err := e.session.Ask(ctx, messages.Request_REQUEST_CANCEL, reason.Reason)
	if code := protocol.CodeOf(err); code == protocol.NotYourTurn || code == protocol.Duplicate {
		return nil
	}
	return err
}

// giveUp has the work end at the next turn, and ends what is being prepared for it.
func (e *engagement) giveUp(reason *protocol.Error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.canceled = reason
	if e.stop != nil {
		e.stop(errUnwanted)
	}
}

// errUnwanted is no *protocol.Error: what a hook that it ends makes of it must not be taken for what the hook has found out.
var errUnwanted = errors.New("the work is no longer wanted")

// unwanted is why the work is no longer wanted; nil if it is.
func (e *engagement) unwanted() *protocol.Error {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.canceled
}
