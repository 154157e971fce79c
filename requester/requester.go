package requester

import (
	"context"
	"time"

	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// Requester is the policy of one who hires. Its methods are called concurrently for different sessions, one at a time
// for each. An error that is a *protocol.Error crosses to the farmer as a Reject where a move can say it; one that is a
// *[Halt] says that this side cannot go on. What a hook returns must not be changed any more.
//
// The ctx of Agree, Hired and Review ends with the session, at the latest Client.Limits.Grace after the deadline of its phase (the quote's
// end; deliverBy, or what the farmer's moves have made of it meanwhile; answerBy or reviewBy), and when Run ends; that of Agree and Hired
// also when the work is canceled. A hook must return then: until it does, its session keeps its budget and its Hire waits, though it has
// ended. What it has put on disk or on a chain by then stands, as after a crash: a deal that Hired was cut short in counts as one that may be
// open (Client.Exposures), and Ended is told. Of a session that has ended the ctx is Run's: that of Settled, and of Review where the terms are
// free. What is to go on beyond the session needs a context of its own, and what waits for others after its end, a limit of its own.
type Requester interface {
	// Agree answers a quote that the matcher chose: an *messages.Agreement (see [Terms]), or a revised *messages.SOW as a
	// counter-offer, whose quote is then matched anew. Before it is called the quote was checked again: it has not
	// expired.
	Agree(ctx context.Context, v *protocol.View, c protocol.Choice) (messages.Message, error)

	// Hired is called once the countersignature is on disk here and before the farmer is told so: check the farmer's
	// account signature, open the deal, hand over inputs. An error means that this hire is off; the farmer does not work
	// without evidence. It may be called again after a restart; what it costs then counts as spent unless the error is a
	// *protocol.Error with code Late: the deal was never opened, and cannot be any more.
	Hired(ctx context.Context, v *protocol.View) error

	// Review answers a delivery (a Reward or a Dispute, or nil where the terms are free) or a claim for progress (a
	// Voucher, or an error to stop). It may be called again for the same envelope after a crash.
	Review(ctx context.Context, v *protocol.View) (messages.Message, error)

	// Settled is called when the receipt is on disk.
	Settled(ctx context.Context, v *protocol.View) error
}

// Ender is implemented by a Requester that has something to do when a session for which Agree was called has ended here,
// in whatever phase: take back what is locked, free what was held. It is called once for each such session.
type Ender interface {
	Ended(ctx context.Context, v *protocol.View)
}

// Replacer is implemented by a Requester that wants to know when another farmer is about to be hired in the place of one
// that is out of reach. What was agreed with that one stays agreed; when it comes back it is asked to cancel. It is called
// before Agree is for the other, possibly while another hook runs for the same session, and must not block.
type Replacer interface {
	Replaced(ctx context.Context, v *protocol.View)
}

// Closer is implemented by a Requester whose deals end elsewhere than in their sessions: a chain may still pay for work of which the
// session has heard nothing.
type Closer interface {
	// Closed waits until the deal of a session that has ended is closed, and returns what it has cost; more than its price
	// counts as the price. It is called after Ended for a session in which this side has signed a deal and whose end does not say what is
	// owed, and again after a restart, of deals that were closed before too. Until it returns, the whole price is charged to the
	// budget, and after an error too, unless ctx has ended: then the next Run asks again.
	Closed(ctx context.Context, v *protocol.View) (messages.Amount, error)
}

// Matcher chooses from what is on the table whom to hire, best first, and at what price. An offer that it leaves out is
// declined; of those that it names, the first Want are hired and the next are kept in reserve. Package matcher has some.
type Matcher interface {
	Match(m protocol.Market) []protocol.Choice
}

// Hiring says whom to hire and until when to look.
type Hiring struct {
	// N is how many farmers to hire. Default 1.
	N int
	// Reserve is how many more quotes to keep for when one fails. Default 8; negative for none.
	Reserve int
	// MaxPrice bounds the sum of what is owed and of the ceilings that bind and may yet be: also of deals whose session has
	// ended without a result, or in a dispute, until they are closed (see [Closer], and Client.Exposed for when there is none). Who is
	// not hired for that is asked again when the money is free, as those that are full are (Insist), and said to wait for it.
	// Penalties are not counted. Zero: no bound.
	MaxPrice messages.Amount
	// Wait is how long to gather quotes before the first is chosen, unless everybody asked has answered. Default 2 s;
	// negative to choose at once.
	Wait time.Duration
	// Patience is how long a hired farmer may be out of reach before another is hired in its place, if there is one. What
	// was agreed with it stays agreed, and what it delivers while the hire goes on is yielded. Default 10 s.
	Patience time.Duration
	// Insist is how long farmers that are full for the moment are asked again and again, while fewer than N are hired. Default
	// until the SOW's delivery date; negative: not at all.
	Insist time.Duration
	// Farmers are asked in addition to those that the Client's Finder finds.
	Farmers []discovery.Candidate
	// Replaced are sessions in whose place another was hired before a restart ([Replacer]): Resume takes them up as well, without a place, and
	// asks them to stop.
	Replaced []messages.ID
	// Matcher chooses. Nil takes quotes in order of arrival.
	Matcher Matcher
}

func (h Hiring) withDefaults() Hiring {
	if h.N <= 0 {
		h.N = 1
	}
	if h.Reserve == 0 {
		h.Reserve = 8
	}
	if h.Wait == 0 {
		h.Wait = 2 * time.Second
	}
	if h.Patience <= 0 {
		h.Patience = 10 * time.Second
	}
	if h.Matcher == nil {
		h.Matcher = arrival{}
	}
	return h
}

// arrival is the matcher that takes everybody in order of arrival.
type arrival struct{}

func (arrival) Match(m protocol.Market) []protocol.Choice {
	choices := make([]protocol.Choice, len(m.Offers))
	for i, o := range m.Offers {
		choices[i].Session = o.Session
	}
	return choices
}

// Outcome is how one hire ended: where the work ended (the view's phase), and why, if it failed.
type Outcome struct {
	Session messages.ID
	Farmer  messages.Key
	View    *protocol.View
	// Err is nil if the work was delivered and is settled as far as the session knows.
	Err error
}

// Refused is a farmer that was asked and not hired, and why. Its error holds the remedy, where there is one.
type Refused struct {
	Farmer messages.Key
	Err    error
}

// free is the policy of a Client without a Requester: work that costs nothing.
type free struct{ now func() time.Time }

func (f free) Agree(_ context.Context, v *protocol.View, c protocol.Choice) (messages.Message, error) {
	a, err := TermsAt(f.now(), v, c, 0)
	if err != nil {
		return nil, err
	}
	if t, err := a.DecodeTerms(); err != nil || !t.Free {
		return nil, protocol.Errorf(protocol.Price, "this requester hires for free only: set a Requester to pay")
	}
	return a, nil
}

func (free) Hired(context.Context, *protocol.View) error                      { return nil }
func (free) Review(context.Context, *protocol.View) (messages.Message, error) { return nil, nil }
func (free) Settled(context.Context, *protocol.View) error                    { return nil }
