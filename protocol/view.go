package protocol

import (
	"time"

	"github.com/parley-p2p/parley/messages"
)

// View is what a session has established so far: a snapshot, to be read only. Fields are nil until their envelope was
// applied; a counter-offer replaces SOW and, with it, unsets Quote.
type View struct {
	Session   messages.ID
	Requester messages.Key
	Farmer    messages.Key

	// Phase follows from the envelopes alone, unless Timed.
	Phase Phase
	// Timed reports that Phase is what time made of it, here: Expired, Accepted or Undetermined.
	Timed bool
	// Head is the last envelope's ID and Count how many there are.
	Head  messages.ID
	Count int
	// Round is the number of counter-offers made.
	Round uint32

	FirstSOW messages.ID
	SOWID    messages.ID
	SOW      *messages.SOW
	QuoteID  messages.ID
	Quote    *messages.Quote
	// Unverified reports that nobody has looked at the signature of Quote: it is what the farmer's stream said. This view is
	// [Session.Weigh]'s, of what would be established.
	Unverified  bool
	AgreementID messages.ID
	Agreement   *messages.Agreement
	Terms       *messages.Terms
	Acceptance  *messages.Acceptance
	// AcceptedAt is how many envelopes there were with the Acceptance: a peer that holds so many has seen it.
	AcceptedAt int
	Progress   *messages.Progress
	Voucher    *messages.Voucher
	DeliveryID messages.ID
	Delivery   *messages.Delivery
	RewardID   messages.ID
	Reward     *messages.Reward
	ReceiptID  messages.ID
	Receipt    *messages.Receipt
	Dispute    *messages.Dispute
	Verdict    *messages.Verdict
	// Reject is the last one, and RejectedBy who said it.
	Reject     *messages.Reject
	RejectedBy Role

	// Asked is what the side not on turn asked for since the last move; nil if it asked for nothing.
	Asked   *messages.Ask
	AskedBy Role
}

// Turn is who may move now; 0 once the session has ended.
func (v *View) Turn() Role {
	if v.Final() {
		return 0
	}
	return turn(v.Phase)
}

// Final reports whether nothing more will come.
func (v *View) Final() bool {
	return v.Phase.Final() || v.Phase == Delivered && v.Free()
}

// Free reports whether no reward is due.
func (v *View) Free() bool { return v.Terms.GetFree() }

// Bound reports whether both sides signed the terms.
func (v *View) Bound() bool { return v.Acceptance != nil }

// Key is the key of a role, zero for others than requester and farmer.
func (v *View) Key(r Role) messages.Key {
	switch r {
	case Requester:
		return v.Requester
	case Farmer:
		return v.Farmer
	}
	return messages.Key{}
}

// RoleOf is the role of a key: requester, farmer, or a mediator that the terms name; 0 for a stranger.
func (v *View) RoleOf(k messages.Key) Role {
	switch {
	case k == v.Requester:
		return Requester
	case k == v.Farmer:
		return Farmer
	}
	for _, m := range v.Terms.GetVerification().GetMediators() {
		if isKey(m, k) {
			return Mediator
		}
	}
	return 0
}

// isKey compares a key in hex with a key, without writing the latter down.
func isKey(s string, k messages.Key) bool {
	const digits = "0123456789abcdef"
	if len(s) != 2*len(k) {
		return false
	}
	for i, b := range k {
		if s[2*i] != digits[b>>4] || s[2*i+1] != digits[b&15] {
			return false
		}
	}
	return true
}

// Deadline is when the phase ends by itself, and as what. ok is false where nothing is awaited. The time is the signed
// one; nobody gives up before Limits.Grace has been added to it.
func (v *View) Deadline() (at time.Time, then Phase, ok bool) {
	if v.Final() {
		return time.Time{}, 0, false
	}
	var ms int64
	switch v.Phase {
	case Solicited:
		ms = v.SOW.QuoteByMs
	case Quoted:
		ms = v.Quote.ExpiresMs
	case Proposed:
		ms = v.Agreement.AcceptByMs
	case Agreed:
		ms = v.Terms.DeliverByMs
	case Claimed:
		ms = v.Progress.AnswerByMs
	case Delivered:
		ms = v.Delivery.ReviewByMs
	case Rewarded:
		ms = v.Reward.ReceiptByMs
	case Disputed:
		ms = v.Dispute.JudgeByMs
	default:
		return time.Time{}, 0, false
	}
	return time.UnixMilli(ms), find(v.Phase, Time, 0).To, true
}

// Owed is what the requester owes the farmer in total under this transcript, vouchers included, and whether that can
// still change. Where the money really is, the settlement says.
func (v *View) Owed() (amount messages.Amount, open bool) {
	paid := amountOf(v.Voucher.GetAmount())
	cost := amountOf(v.Delivery.GetCost())
	switch v.Phase {
	case Agreed, Claimed, Disputed:
		return paid, true
	case Delivered:
		if v.Free() {
			return messages.Amount{}, false
		}
		return cost, true
	case Rewarded, Settled, Accepted:
		return cost, false
	case Judged:
		switch v.Verdict.GetFinding() {
		case messages.Finding_FINDING_FOR:
			return cost, false
		case messages.Finding_FINDING_AGAINST:
			return messages.Amount{}, false
		}
		return half(cost), false
	case Undetermined:
		return half(cost), false
	case Expired:
		if v.Reward != nil {
			return cost, false
		}
		return paid, false
	}
	return paid, false
}

func half(a messages.Amount) messages.Amount {
	h := a.Big()
	h.Rsh(h, 1)
	a, _ = messages.AmountOf(h)
	return a
}

// amountOf reads an amount that Validate has checked; what is unset is 0.
func amountOf(s string) messages.Amount {
	if s == "" {
		return messages.Amount{}
	}
	a, _ := messages.ParseAmount(s)
	return a
}
