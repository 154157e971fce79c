package deals

import (
	"context"
	"fmt"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

// An Inspector is a requester that can judge a result of which only the digest and the cost are known (C34). The Dispute says
// what is held against it; nil says that it is worth its cost, and that the requester has it. An error has it asked again.
type Inspector interface {
	Inspect(ctx context.Context, v *protocol.View, digest [32]byte, cost messages.Amount) (*messages.Dispute, error)
}

// Inspect is for a Reconciler: it has the requester inside look at what was put on the chain, if that is an Inspector; what
// nobody can look at was not served. The session is read from the Ledger's journal, where the requester's client keeps it.
func (f *Funded) Inspect(ctx context.Context, r *Record, d Delivery) (*Complaint, error) {
	inside, ok := f.Requester.(Inspector)
	if !ok {
		return &Complaint{NotServed: true}, nil
	}
	v, err := requester.Replay(ctx, f.Ledger.Journal, r.Session)
	if err != nil {
		return nil, err
	}
	m, err := inside.Inspect(ctx, v, d.Digest, amount(d.Cost))
	if err != nil || m == nil {
		return nil, err
	}
	return f.complaint(m)
}

// shown is the record to settle with. Where a requester has signed for a part that is more than was submitted, the contract takes from it
// what was submitted: what it has signed for stays on record, for the farmer to show.
func shown(c Signer, r *Record, s Status) (*Record, error) {
	if r.Role != protocol.Requester || !r.owesMore(s.Submitted) || r.owesPrice(s.Submitted) {
		return r, nil
	}
	signature, err := c.SignAcceptance(r.Papers.ID, *s.Submitted)
	with := *r
	with.Accepted = &Acceptance{Delivery: *s.Submitted, Signature: signature}
	return &with, err
}

// inspect looks at what was submitted, and writes down what is to be done about it.
func (c *Reconciler) inspect(ctx context.Context, r *Record, s Status, now time.Time) error {
	complaint := &Complaint{NotServed: true}
	switch {
	case amount(s.Submitted.Cost).Cmp(r.signedFor()) <= 0:
		complaint = nil // it costs nothing beyond what was signed for
	case c.Inspect != nil:
		looking, cancel := context.WithTimeout(ctx, r.contestBy(s, r.Papers.margin(c.Margin)).Sub(now))
		defer cancel()
		var err error
		if complaint, err = c.Inspect(looking, r, *s.Submitted); err != nil {
			return fmt.Errorf("inspect the result %s: %w", s.Submitted.Digest, err)
		}
	}
	accepted, err := c.acceptUnless(complaint, r, s)
	if err != nil {
		return err
	}
	return c.Ledger.update(ctx, r.Papers.ID, func(r *Record) error {
		if r.Complaint == nil && complaint != nil {
			r.Complaint = complaint
		}
		r.accept(accepted)
		return nil
	})
}

// acceptUnless signs for what was submitted, unless something is held against it.
func (c *Reconciler) acceptUnless(complaint *Complaint, r *Record, s Status) (*Acceptance, error) {
	if complaint != nil {
		return nil, nil
	}
	signature, err := c.Contract.SignAcceptance(r.Papers.ID, *s.Submitted)
	return &Acceptance{Delivery: *s.Submitted, Signature: signature}, err
}

// accept keeps what was signed for, where nothing dearer was.
func (r *Record) accept(a *Acceptance) {
	if a != nil && amount(a.Cost).Cmp(r.signedFor()) >= 0 {
		r.Accepted = a
	}
}

// uncertain: that the result is wrong was said of what came through the session, and not yet of what is on the chain.
func (r *Record) uncertain(s Status) bool {
	return r.Complaint != nil && !r.Complaint.NotServed && s.Submitted != nil && (r.Against == nil || *r.Against != *s.Submitted)
}

// rerun makes the complaint sure while there is time, and writes down what is to be done then.
func (c *Reconciler) rerun(ctx context.Context, r *Record, s Status, now time.Time) error {
	looking, cancel := context.WithTimeout(ctx, r.contestBy(s, r.Papers.margin(c.Margin)).Sub(now))
	defer cancel()
	complaint, err := c.Rerun(looking, r, *s.Submitted)
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case err != nil && looking.Err() == nil:
		return fmt.Errorf("run again what is contested: %w", err)
	case err != nil: // there is no time for more
		complaint = r.Complaint
	}
	sure := complaint != nil && complaint != r.Complaint
	accepted, err := c.acceptUnless(complaint, r, s)
	if err != nil {
		return err
	}
	return c.Ledger.update(ctx, r.Papers.ID, func(r *Record) error {
		r.Complaint, r.Against, r.Sure = complaint, s.Submitted, sure
		r.accept(accepted)
		return nil
	})
}
