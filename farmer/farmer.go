package farmer

import (
	"context"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// Farmer is the policy of one who works. Its methods are called concurrently for different sessions, one at a time for
// each. An error that is a *protocol.Error crosses to the requester as a Reject, with its remedy; any other crosses as
// an internal error, without its text. The View is to be read only. What a hook returns, or hands to Claim, may be returned again, since
// what is filled in is filled into a copy; it must not be changed any more.
//
// The ctx of Quote, Accept and Confirm ends with the session, at the latest Server.Limits.Grace after the deadline of its phase (quoteBy,
// acceptBy, receiptBy), and when the server closes; that of Quote and Accept also when the session is canceled by either side. Confirm is
// not cut short by that: it is too late to cancel what was rewarded. A hook must return then: until it does, its session keeps its
// place, though it has ended. What it has put on disk or on a chain by then stands, as after a crash, and Ended is told of a session for
// which Accept had succeeded. What is to go on beyond the session needs a context of its own.
type Farmer interface {
	// Quote names a price for the SOW of v. What is unset is filled in: the version, the SOW's ID, all units, the SOW's
	// own delivery date or the last that Server.Bounds takes, a validity of one minute.
	Quote(ctx context.Context, v *protocol.View) (*messages.Quote, error)

	// Accept checks the terms, which are within Server.Bounds, and countersigns. A nil Acceptance is one without an account's signature, which is all
	// that terms without a settlement need. Nothing may be spent or begun here: the requester does not hold the
	// countersignature yet.
	Accept(ctx context.Context, v *protocol.View) (*messages.Acceptance, error)

	// Work does what was agreed and returns the result. Units and cost that are unset are filled in from the terms, and so are
	// dates that give less than them when the result is signed, which is once the requester is there. It may be called again for
	// the same agreement, after a crash or a voucher that arrived after one; v.Progress says what was already claimed. ctx ends at
	// the delivery date, with a *protocol.Error of code Canceled that is Remote when the requester asked to cancel and is not when
	// Server.Cancel was called, or when the server closes; only after the last is the session taken up again.
	Work(ctx context.Context, v *protocol.View, p Progress) (*messages.Delivery, error)

	// Confirm checks the reward and returns the receipt; a nil Receipt is one over the reward's amount. A
	// *protocol.Error of code WrongReward asks for another reward; after any other error the same reward is looked at
	// again, until the receipt is due.
	Confirm(ctx context.Context, v *protocol.View) (*messages.Receipt, error)
}

// Ender is implemented by a Farmer that has something to do when a session which bound it, or for which Accept has succeeded,
// has ended here, in whatever phase: claim what is locked, free what was held. A session that ends without an Acceptance bound
// nobody, since it never left. It is called once in a process's life, and again after a restart only
// if the process ended first.
type Ender interface {
	Ended(ctx context.Context, v *protocol.View)
}

// Disputee is implemented by a Farmer that has something to do when its result is disputed in the session: put it where it is
// judged. It is called before Ended, once in a process's life and again after a restart. ctx ends with the session, as that of Confirm
// does: at judgeBy plus Server.Limits.Grace at the latest.
type Disputee interface {
	Disputed(ctx context.Context, v *protocol.View)
}

// Progress is how running work speaks to its requester.
type Progress interface {
	// Claim proves part of the work and waits for the voucher. Units and claim are cumulative; what was claimed before, in
	// another life of the process, gives the last voucher at once. A *protocol.Error that is
	// Remote means that the requester stopped: nothing beyond the last voucher is owed, and Work should return.
	Claim(ctx context.Context, p *messages.Progress) (*messages.Voucher, error)
	// Report sends droppable news: it binds nobody and may not arrive. To a requester that does not read it takes Limits.Reply at most, and
	// the stream ends.
	Report(ctx context.Context, done, total uint64, text string)
}

// Beginner is implemented by the Progress that a Server hands to Work. With a settlement the policy waits for the deal, and says by Begun that
// the wait is over; a claim and a delivery say so too. Until then the agreement is one of the requester's whose work did not begin.
type Beginner interface{ Begun() }

// Unset is a Farmer none of whose hooks is set: each refuses, loudly. Embed it to write a Farmer hook by hook.
type Unset struct{}

var errUnset = protocol.Errorf(protocol.Unsupported, "this farmer's hook is not implemented")

// ErrNotImplemented is what the hooks of Unset return.
var ErrNotImplemented error = errUnset

// Quote refuses.
func (Unset) Quote(context.Context, *protocol.View) (*messages.Quote, error) {
	return nil, ErrNotImplemented
}

// Accept refuses.
func (Unset) Accept(context.Context, *protocol.View) (*messages.Acceptance, error) {
	return nil, ErrNotImplemented
}

// Work refuses.
func (Unset) Work(context.Context, *protocol.View, Progress) (*messages.Delivery, error) {
	return nil, ErrNotImplemented
}

// Confirm refuses.
func (Unset) Confirm(context.Context, *protocol.View) (*messages.Receipt, error) {
	return nil, ErrNotImplemented
}

var _ Farmer = Unset{}
