package deals

import (
	"bytes"
	"context"
	"errors"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

// A record may be of an older backup than its session, of which the other side brings back what was said since. What a side has
// signed for and contested counts all the same: it is read from what came back.

// recall writes what the requester has said in a session into its record, as far as that does not know it: what was delivered, the
// best that it has signed for, and what it holds against the result.
func (f *Funded) recall(v *protocol.View, p *Papers) (into func(*Record), err error) {
	var accepted *Acceptance
	signed := func(payload *messages.Payload, cost string, s *messages.AccountSignature) {
		digest, err := f.Digest(payload)
		if err != nil {
			return
		}
		d := Delivery{Digest: digest, Cost: cost}
		if f.Contract.VerifyAcceptance(p.ID, d, p.Deal.Requester, s.GetSignature()) == nil { // else it answers an earlier claim, or accepts nothing
			accepted = &Acceptance{Delivery: d, Signature: s.GetSignature()}
		}
	}
	if v.Voucher != nil && v.Progress != nil {
		signed(v.Progress.Evidence, v.Voucher.Amount, v.Voucher.Signature)
	}
	if v.Reward != nil && v.Delivery != nil {
		signed(v.Delivery.Result, v.Reward.Amount, v.Reward.Signature)
	}
	var complaint *Complaint
	if v.Dispute != nil {
		complaint, err = f.complaint(v.Dispute)
	}
	result := f.delivered(v)
	return func(r *Record) {
		if r.Result == nil {
			r.Result = result
		}
		if accepted != nil && (r.Accepted == nil || amount(r.Accepted.Cost).Cmp(amount(accepted.Cost)) < 0) {
			r.Accepted = accepted
		}
		if r.Complaint == nil {
			r.Complaint = complaint
		}
	}, err
}

// answered keeps a voucher for a claim. One that answers a later claim, which was made before the session came back, is held against
// that; where it is of more than was claimed it can be no other's (S-3.7-3), and is kept when that is claimed again, or with the end.
func (w *vouched) answered(ctx context.Context, m *messages.Progress, digest [32]byte, voucher *messages.Voucher) error {
	if amount(voucher.Amount).Cmp(amount(m.Claim)) > 0 {
		return nil
	}
	err := w.guard.accepted(ctx, w.view, w.papers, digest, voucher.Amount, voucher.Signature)
	if protocol.CodeOf(err) != protocol.WrongReward {
		return err
	}
	v, failed := requester.Replay(ctx, w.guard.Ledger.Journal, w.view.Session)
	switch {
	case failed != nil:
		return errors.Join(err, failed)
	case v.Progress.GetUnits() <= m.Units || !bytes.Equal(v.Voucher.GetSignature().GetSignature(), voucher.GetSignature().GetSignature()):
		return err
	}
	if digest, failed = w.guard.Digest(v.Progress.Evidence); failed != nil {
		return err
	}
	return w.guard.accepted(ctx, v, w.papers, digest, voucher.Amount, voucher.Signature)
}
