package protocol

import (
	"bytes"
	"time"

	"github.com/parley-p2p/parley/messages"
	"google.golang.org/protobuf/proto"
)

// judge checks what a message means beside those before it, and writes it into next.
func (s *Session) judge(next *View, e *messages.Signed, by Role, at time.Time) *Error {
	switch m := e.Message().(type) {
	case *messages.SOW:
		return s.judgeSOW(next, m, e)
	case *messages.Quote:
		return judgeQuote(next, m, e.ID())
	case *messages.Agreement:
		return judgeAgreement(next, m, e.Terms(), e.ID())
	case *messages.Acceptance:
		return judgeAcceptance(next, m)
	case *messages.Progress:
		return s.judgeProgress(next, m)
	case *messages.Voucher:
		return judgeVoucher(next, m)
	case *messages.Delivery:
		return s.judgeDelivery(next, m, e.ID(), at)
	case *messages.Reward:
		return judgeReward(next, m, e.ID())
	case *messages.Receipt:
		return judgeReceipt(next, m, e.ID())
	case *messages.Reject:
		return s.judgeReject(next, m, by)
	case *messages.Dispute:
		return s.judgeDispute(next, m, at)
	case *messages.Verdict:
		next.Verdict = m
		return nil
	}
	return errTurn
}

func (s *Session) judgeSOW(next *View, m *messages.SOW, e *messages.Signed) *Error {
	if s.view.Phase == Open {
		if m.Round != 0 {
			return Errorf(Invalid, "the first SOW is round %d, want 0", m.Round)
		}
		next.Session = messages.SessionID(e.ID(), s.view.Farmer)
		next.Requester, next.FirstSOW = e.Signer(), e.ID()
	} else {
		switch {
		case s.view.Quote.Final:
			return Errorf(Declined, "the quote was final")
		case m.Round != s.view.Round+1:
			return Errorf(Invalid, "counter-offer is round %d, want %d", m.Round, s.view.Round+1)
		case m.Round > s.limits.Rounds:
			return Errorf(Declined, "more than %d rounds", s.limits.Rounds)
		case m.Service != s.view.SOW.Service || !bytes.Equal(m.Nonce, s.view.SOW.Nonce):
			return Errorf(Invalid, "a counter-offer keeps the service and the nonce")
		case s.view.SOW.Final:
			return Errorf(Declined, "the last counter-offer was final")
		}
		next.Round = m.Round
	}
	next.SOW, next.SOWID = m, e.ID()
	next.Quote, next.QuoteID = nil, messages.ID{}
	return nil
}

func judgeQuote(next *View, m *messages.Quote, id messages.ID) *Error {
	sow := next.SOW
	switch {
	case messages.ID(m.Sow) != next.SOWID:
		return Errorf(Invalid, "the quote answers another SOW")
	case m.Units > sow.Units:
		return Errorf(Invalid, "the quote is for %d units, the SOW for %d", m.Units, sow.Units)
	case m.DeliverByMs > sow.DeliverByMs:
		return &Error{Code: Deadline, Reason: "the quote delivers later than the SOW asks; reject with a remedy instead"}
	case sow.Limit != nil && sow.Limit.Asset != "" && m.Price.Asset != sow.Limit.Asset:
		return Errorf(Price, "the quote is in %q, the SOW in %q", m.Price.Asset, sow.Limit.Asset)
	}
	if err := chosenSettlement(m, sow); err != nil {
		return err
	}
	if !chosenVerification(m.Verification, sow.Verifications) {
		return Errorf(Verification, "the quote chooses a verification that the SOW does not offer")
	}
	next.Quote, next.QuoteID = m, id
	return nil
}

// chosenSettlement: what the quote fixes is one of the SOW's offers, with the payee and details filled in.
func chosenSettlement(m *messages.Quote, sow *messages.SOW) *Error {
	if settles(m.Settlement) && m.Price.Asset != m.Settlement.Asset {
		return Errorf(Settlement, "priced in %q, settled in %q", m.Price.Asset, m.Settlement.Asset)
	}
	if len(sow.Settlements) == 0 && !settles(m.Settlement) {
		return nil
	}
	for _, offer := range sow.Settlements {
		if !settles(offer) && !settles(m.Settlement) {
			return nil
		}
		if settles(m.Settlement) && offer.Kind == m.Settlement.Kind && offer.Contract == m.Settlement.Contract &&
			offer.Asset == m.Settlement.Asset && offer.Payer == m.Settlement.Payer {
			return nil
		}
	}
	return Errorf(Settlement, "the quote chooses a settlement that the SOW does not offer")
}

func settles(s *messages.Settlement) bool {
	return s != nil && s.Kind != messages.SettlementKind_SETTLEMENT_KIND_NONE
}

// Settles reports whether money moves by a settlement rather than by trust.
func (v *View) Settles() bool { return settles(v.Terms.GetSettlement()) }

func chosenVerification(v *messages.Verification, offers []*messages.Verification) bool {
	if len(offers) == 0 {
		return trusts(v)
	}
	for _, offer := range offers {
		if trusts(v) && trusts(offer) {
			return true
		}
		if v != nil && offer.Mode == v.Mode && offer.Percent == v.Percent && offer.Agree == v.Agree &&
			offer.Replicas == v.Replicas && subset(v.Mediators, offer.Mediators) {
			return true
		}
	}
	return false
}

func trusts(v *messages.Verification) bool {
	return v == nil || v.Mode == messages.VerificationMode_VERIFICATION_MODE_TRUST
}

func subset(part, whole []string) bool {
	for _, p := range part {
		found := false
		for _, w := range whole {
			found = found || p == w
		}
		if !found {
			return false
		}
	}
	return true
}

func judgeAgreement(next *View, m *messages.Agreement, t *messages.Terms, id messages.ID) *Error {
	q := next.Quote
	ceiling := amountOf(t.Price.Ceiling)
	switch {
	case messages.ID(t.Sow) != next.SOWID || messages.ID(t.Quote) != next.QuoteID:
		return Errorf(Invalid, "the terms name another SOW or quote")
	case messages.Key(t.Requester) != next.Requester || messages.Key(t.Farmer) != next.Farmer:
		return Errorf(Invalid, "the terms name other parties")
	case t.Service != next.SOW.Service:
		return Errorf(Invalid, "the terms are for service %q, the SOW for %q", t.Service, next.SOW.Service)
	case t.Version != min(next.SOW.Version, q.Version) || t.Version > messages.Version:
		return Errorf(Unsupported, "the terms are version %d, the SOW offers %d and the quote %d", t.Version, next.SOW.Version, q.Version)
	case t.Units > q.Units:
		return Errorf(Invalid, "the terms are for %d units, the quote for %d", t.Units, q.Units)
	case t.Price.Asset != q.Price.Asset || t.Price.Unit != q.Price.Unit:
		return Errorf(Price, "the terms' asset or unit is not the quote's")
	case amountOf(t.Price.PerUnit).Cmp(amountOf(q.Price.PerUnit)) < 0 || ceiling.Cmp(ceilingFor(q, t.Units)) < 0:
		return Errorf(Price, "the terms' price is below the quote's")
	case t.Free != ceiling.IsZero():
		return Errorf(Invalid, "terms are free exactly if their ceiling is 0")
	case t.AcceptByMs > q.ExpiresMs:
		return Errorf(Deadline, "the terms may be accepted after the quote has expired")
	case t.DeliverByMs < q.DeliverByMs:
		return Errorf(Deadline, "the terms want the work before the quote promises it")
	case !(t.Settlement == nil && q.Settlement == nil) && !proto.Equal(t.Settlement, q.Settlement):
		return Errorf(Settlement, "the terms' settlement is not the quote's")
	case !(t.Verification == nil && q.Verification == nil) && !proto.Equal(t.Verification, q.Verification):
		return Errorf(Verification, "the terms' verification is not the quote's")
	case judgesItself(t):
		return Errorf(Verification, "a party of the terms is named as their mediator")
	case settles(t.Settlement) && (m.Signature == nil || m.Deal == nil):
		return Errorf(Settlement, "the settlement needs a deal and an account's signature")
	case !settles(t.Settlement) && m.Deal != nil:
		return Errorf(Settlement, "a deal without a settlement")
	}
	next.Agreement, next.AgreementID, next.Terms = m, id, t
	return nil
}

// judgesItself reports whether a party is a mediator of its own terms.
func judgesItself(t *messages.Terms) bool {
	for _, m := range t.Verification.GetMediators() {
		if isKey(m, messages.Key(t.Requester)) || isKey(m, messages.Key(t.Farmer)) {
			return true
		}
	}
	return false
}

// ceilingFor is the quoted ceiling for a share of the quoted units: per unit times units, at most the whole ceiling.
func ceilingFor(q *messages.Quote, units uint64) messages.Amount {
	whole := amountOf(q.Price.Ceiling)
	share, err := amountOf(q.Price.PerUnit).Times(units)
	if err != nil {
		return whole
	}
	return share.Min(whole)
}

func judgeAcceptance(next *View, m *messages.Acceptance) *Error {
	if settles(next.Terms.Settlement) && m.Signature == nil {
		return Errorf(Settlement, "the settlement needs the farmer account's signature")
	}
	next.Acceptance, next.AcceptedAt = m, next.Count+1
	return nil
}

// Cost is what so many units come to under the terms: per unit times units, at most the ceiling.
func (v *View) Cost(units uint64) messages.Amount {
	ceiling := amountOf(v.Terms.GetPrice().GetCeiling())
	cost, err := amountOf(v.Terms.GetPrice().GetPerUnit()).Times(units)
	if err != nil {
		return ceiling
	}
	return cost.Min(ceiling)
}

func (s *Session) judgeProgress(next *View, m *messages.Progress) *Error {
	claim := amountOf(m.Claim)
	switch {
	case s.windows >= s.limits.Windows:
		return Errorf(Declined, "more than %d progress claims", s.limits.Windows)
	case m.Units <= next.Progress.GetUnits() || m.Units > next.Terms.Units:
		return Errorf(Invalid, "progress of %d units after %d of %d", m.Units, next.Progress.GetUnits(), next.Terms.Units)
	case claim.Cmp(next.Cost(m.Units)) > 0:
		return Errorf(Price, "the claim of %s is above %s for %d units", claim, next.Cost(m.Units), m.Units)
	case claim.Cmp(amountOf(next.Voucher.GetAmount())) < 0:
		return Errorf(Price, "the cumulative claim of %s is below what was paid", claim)
	}
	next.Progress = m
	return nil
}

func judgeVoucher(next *View, m *messages.Voucher) *Error {
	amount := amountOf(m.Amount)
	switch {
	case amount.Cmp(amountOf(next.Progress.Claim)) > 0:
		return Errorf(Price, "the voucher of %s is above the claim of %s", amount, next.Progress.Claim)
	case amount.Cmp(amountOf(next.Voucher.GetAmount())) < 0:
		return Errorf(Price, "vouchers are cumulative: %s is below the last", amount)
	}
	if next.Settles() && m.Signature == nil {
		return Errorf(Settlement, "the settlement needs the requester account's signature")
	}
	next.Voucher = m
	return nil
}

func (s *Session) judgeDelivery(next *View, m *messages.Delivery, id messages.ID, at time.Time) *Error {
	cost := amountOf(m.Cost)
	switch {
	case m.Units > next.Terms.Units:
		return Errorf(Invalid, "delivered %d units of %d", m.Units, next.Terms.Units)
	case m.Units < next.Progress.GetUnits():
		return Errorf(Invalid, "delivered %d units after progress of %d", m.Units, next.Progress.GetUnits())
	case cost.Cmp(next.Cost(m.Units)) > 0:
		return Errorf(Price, "the cost of %s is above %s for %d units", cost, next.Cost(m.Units), m.Units)
	case cost.Cmp(amountOf(next.Voucher.GetAmount())) < 0:
		return Errorf(Price, "the cost of %s is below what vouchers paid", cost)
	}
	if s.self == Requester {
		if err := s.window("retention", m.RetainUntilMs, next.Terms.RetainMs, at); err != nil {
			return err
		}
	}
	if s.self == Requester && !next.Free() {
		if err := s.window("review", m.ReviewByMs, next.Terms.ReviewMs, at); err != nil {
			return err
		}
	}
	next.Delivery, next.DeliveryID = m, id
	return nil
}

// window refuses one that ends sooner than the terms give, counted from this party's own last move: nothing that answers
// it was made before that. When a move arrives, at, says nothing about when it was made, since either side may have been
// away, but that it was not made later: if the clock was set back since the last move, the window is counted from there.
// A replay, in which one of the two is zero, cannot tell at all.
func (s *Session) window(name string, endMs int64, terms uint64, at time.Time) *Error {
	from := s.moved.Round(0) // by the wall: what else a time has goes on when the clock is set
	if at = at.Round(0); at.Before(from) {
		from = at
	}
	window := time.Duration(terms) * time.Millisecond
	if end := time.UnixMilli(endMs); end.Before(from.Add(window - s.limits.Grace)) {
		return Errorf(Deadline, "the %s window ends %s, the terms give %s", name, end.UTC().Format(time.RFC3339), window)
	}
	return nil
}

func (s *Session) judgeDispute(next *View, m *messages.Dispute, at time.Time) *Error {
	if latest := next.Delivery.ReviewByMs + int64(next.Terms.JudgeMs); m.JudgeByMs > latest {
		return Errorf(Deadline, "the verdict is awaited until %s, the terms give until %s at most",
			time.UnixMilli(m.JudgeByMs).UTC().Format(time.RFC3339), time.UnixMilli(latest).UTC().Format(time.RFC3339))
	}
	if s.self == Farmer {
		if err := s.window("judge", m.JudgeByMs, next.Terms.JudgeMs, at); err != nil {
			return err
		}
	}
	next.Dispute = m
	return nil
}

func judgeReward(next *View, m *messages.Reward, id messages.ID) *Error {
	if amount, cost := amountOf(m.Amount), amountOf(next.Delivery.Cost); amount.Cmp(cost) != 0 {
		return Errorf(WrongReward, "the reward is %s, owed is %s", amount, cost)
	}
	if next.Settles() && m.Signature == nil && m.Proof == nil {
		return Errorf(WrongReward, "the settlement needs the requester account's signature or a proof of payment")
	}
	next.Reward, next.RewardID = m, id
	return nil
}

func judgeReceipt(next *View, m *messages.Receipt, id messages.ID) *Error {
	if m.Amount != next.Reward.Amount {
		return Errorf(WrongReward, "the receipt is over %s, the reward was %s", m.Amount, next.Reward.Amount)
	}
	next.Receipt, next.ReceiptID = m, id
	return nil
}

func (s *Session) judgeReject(next *View, m *messages.Reject, by Role) *Error {
	if s.view.Phase == Rewarded {
		if s.rejectedRewards >= s.limits.RewardTries {
			return Errorf(Declined, "the reward was rejected %d times", s.rejectedRewards)
		}
		next.Reward, next.RewardID = nil, messages.ID{}
	}
	next.Reject, next.RejectedBy = m, by
	return nil
}
