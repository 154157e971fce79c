package deals

import (
	"context"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// Manual does by a person's word what the Reconciler does by itself, and what it never does: accept what was not reviewed,
// cancel and split. It may be used beside a Reconciler, also of another process: each step happens at most once.
type Manual struct {
	Contract Contract
	Ledger   *Ledger
}

// Show says how a deal stands.
func (m Manual) Show(ctx context.Context, id Hash) (*Shown, error) {
	r, s, err := m.look(ctx, id)
	if err != nil {
		return nil, err
	}
	return Show(r, s), nil
}

func (m Manual) look(ctx context.Context, id Hash) (*Record, Status, error) {
	r, err := m.Ledger.Get(ctx, id)
	if err != nil {
		return nil, Status{}, err
	}
	s, err := Look(ctx, m.Contract, id)
	return r, s, err
}

// Accept accepts for the requester what the farmer has put on the chain, or, if nothing is there yet, what it has
// delivered in the session: then the farmer must show it, and is given the signature to do so. It beats a dispute; once the arbiter has taken
// the case it costs the fee (rows 3 and 6). Where more was signed for before than was submitted, and nothing is disputed on the chain, it pays
// the price if that is what was signed for; a part stays on record, for the farmer to show until the chain has this one. For the farmer it shows the acceptance that it holds. Once the deal is closed it returns the
// acceptance that is held, if there is one, and does nothing. shown: the chain has it, or has closed the deal before.
func (m Manual) Accept(ctx context.Context, id Hash) (accepted *Acceptance, shown bool, err error) {
	r, s, err := m.look(ctx, id)
	if err != nil {
		return nil, false, err
	}
	if s.State == Closed || s.State == Unopened && s.Block.Time.After(time.Unix(r.Papers.Deal.OpenBy, 0)) {
		if r.Accepted == nil {
			return nil, false, protocol.Errorf(protocol.Late, "the deal is closed, and nothing is left to accept")
		}
		return r.Accepted, true, nil
	}
	if r.Role == protocol.Farmer {
		if r.Accepted == nil {
			return nil, false, protocol.Errorf(protocol.NotFound, "the requester has signed for nothing; submit the result, and claim when it was silent")
		}
		err = m.settle(ctx, r, s)
		return r.Accepted, err == nil, err
	}
	d := s.Submitted
	if d == nil {
		d = r.Result
	}
	if d == nil && s.State != Open {
		return nil, false, protocol.Errorf(protocol.NotFound, "the deal is not open: it has ended, or the chain does not show it yet")
	}
	if d == nil {
		return nil, false, protocol.Errorf(protocol.NotFound, "nothing was delivered")
	}
	signature, err := m.Contract.SignAcceptance(id, *d)
	if err != nil {
		return nil, false, err
	}
	accepted = &Acceptance{Delivery: *d, Signature: signature}
	err = m.Ledger.update(ctx, id, func(now *Record) error {
		if s.State == Disputed { // what was submitted ends that, whatever else was signed for
			now.Accepted = accepted
		} else {
			now.accept(accepted)
		}
		now.Complaint = nil
		*r = *now
		return nil
	})
	if err != nil || s.State == Open {
		return accepted, false, err
	}
	if r.owesPrice(s.Submitted) {
		accepted = r.Accepted
	}
	err = m.settle(ctx, r, s)
	return accepted, err == nil, err
}

// settle shows an acceptance. A farmer that does so for a part delivers nothing after it.
func (m Manual) settle(ctx context.Context, r *Record, s Status) error {
	still, err := m.Ledger.cash(ctx, r, DoSettle)
	if err == nil && !still {
		err = errMoved
	}
	if err == nil {
		r, err = shown(m.Contract, r, s)
	}
	if err != nil {
		return err
	}
	return m.Contract.Settle(ctx, r)
}

// errMoved: what was to be done by hand is not any more what is to be done.
var errMoved = protocol.Errorf(protocol.NotYourTurn, "a result has come meanwhile; look again")

// Dispute notes what the requester holds against the result, and contests it if it is on the chain. If it is not yet, the
// Reconciler does when it comes. Asked for what it has done already, it does nothing. raised: the chain has the dispute.
func (m Manual) Dispute(ctx context.Context, id Hash, c Complaint) (raised bool, err error) {
	r, s, err := m.look(ctx, id)
	switch {
	case err != nil:
		return false, err
	case r.Role != protocol.Requester:
		return false, protocol.Errorf(protocol.Forbidden, "only the requester may dispute")
	case s.State == Disputed && r.Complaint != nil && *r.Complaint == c:
		return true, nil
	case s.State != Open && s.State != Submitted:
		return false, protocol.Errorf(protocol.Late, "the deal is %s", s.State)
	case s.State == Submitted && s.Block.Time.After(window(s.Since, r.Papers.Terms.AcceptWindow)):
		return false, protocol.Errorf(protocol.Late, "the time to dispute is over: silence was acceptance")
	case r.acceptedExactly(s.Submitted) || r.acceptedExactly(r.Result):
		return false, protocol.Errorf(protocol.Late, "the result was accepted: the signature beats any dispute")
	}
	err = m.Ledger.update(ctx, id, func(now *Record) error {
		now.Complaint, now.Sure = &c, false
		*r = *now
		return nil
	})
	if err != nil || s.State != Submitted {
		return false, err
	}
	err = m.Ledger.contest(ctx, m.Contract, r, s)
	return err == nil, err
}

// Claim takes what time, or an acceptance that is held, has made due: rows 2, 3, 5, 6 and 9b. Where this side would lose by that, since it
// can still ask for more, it does what its Reconciler would: it puts its result, or what it has claimed, on the chain, or declines what was
// not begun. It returns what it did. Too early, the error's code is NotYourTurn, and the plan says what is waited for, until when.
func (m Manual) Claim(ctx context.Context, id Hash) (Plan, error) {
	r, s, err := m.look(ctx, id)
	if err != nil {
		return Plan{}, err
	}
	if s.State == Unopened || s.State == Closed {
		return Plan{}, protocol.Errorf(protocol.NotFound, "nothing can be claimed: the deal is %s", s.State)
	}
	plan := due(r, s)
	switch plan.Step {
	case Wait:
		err = protocol.Errorf(protocol.NotYourTurn, "%s can be claimed from %s on", plan.Why, plan.Until.UTC().Format(time.RFC3339))
	case DoSettle:
		err = m.settle(ctx, r, s)
	case DoSubmit:
		err = m.submit(ctx, r)
	case DoInspect:
		plan.Step = DoSettle
		_, _, err = m.Accept(ctx, id)
	case DoDecline:
		err = m.Contract.Decline(ctx, r)
	case DoExpire:
		err = m.Contract.Expire(ctx, r)
	case DoClaim:
		err = m.Contract.Claim(ctx, r)
	case DoLapse:
		err = m.Contract.Lapse(ctx, r)
	}
	return plan, err
}

// submit puts a farmer's result on the chain, or what it has claimed; nothing is delivered after the latter.
func (m Manual) submit(ctx context.Context, r *Record) error {
	still, err := m.Ledger.cash(ctx, r, DoSubmit)
	if err == nil && !still {
		err = errMoved
	}
	if err != nil {
		return err
	}
	return m.Contract.Submit(ctx, r)
}

// Cancel gives everything back: row 1. A farmer that may still decline does so, by itself. Else both accounts must sign:
// without the other side's signature one's own is returned, to be handed over; with it the deal is canceled at once. Who
// signs first gives the other side an option that lasts until the deal ends.
func (m Manual) Cancel(ctx context.Context, id Hash, others []byte) (mine []byte, err error) {
	r, s, err := m.look(ctx, id)
	if err != nil {
		return nil, err
	}
	switch {
	case s.State == Unopened || s.State == Closed:
		return nil, protocol.Errorf(protocol.Late, "the deal is %s: nothing is locked", s.State)
	case r.Role == protocol.Farmer && s.State == Open && s.Block.Time.Unix() <= r.Papers.Terms.StartBy && others == nil:
		return nil, m.Contract.Decline(ctx, r)
	}
	if mine, err = m.Contract.SignCancel(id); err != nil || others == nil {
		return mine, err
	}
	payer, farmer := bySide(r, mine, others)
	return mine, m.Contract.Cancel(ctx, r, payer, farmer)
}

// Split divides what is locked as both sides like: row 10. It works as Cancel does, with both signatures over the same two
// amounts, which sum to all that is locked (less the fee of a case that the arbiter has taken).
func (m Manual) Split(ctx context.Context, id Hash, toPayer, toFarmer messages.Amount, others []byte) (mine []byte, err error) {
	r, err := m.Ledger.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if mine, err = m.Contract.SignSplit(id, toPayer, toFarmer); err != nil || others == nil {
		return mine, err
	}
	payer, farmer := bySide(r, mine, others)
	return mine, m.Contract.Split(ctx, r, toPayer, toFarmer, payer, farmer)
}

func bySide(r *Record, mine, others []byte) (payer, farmer []byte) {
	if r.Role == protocol.Farmer {
		return others, mine
	}
	return mine, others
}
