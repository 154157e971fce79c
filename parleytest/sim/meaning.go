package sim

import (
	"math/big"

	"github.com/parley-p2p/parley/messages"
	"google.golang.org/protobuf/proto"
)

// faults collects what is wrong with a move beside those before it.
type faults []messages.Code

func (f *faults) when(wrong bool, c messages.Code) {
	if wrong {
		*f = append(*f, c)
	}
}

// meaning is SPEC 3.4 to 3.10, 4.4 and 6.1.
func (m *model) meaning(e *said, at int64) []messages.Code {
	var f faults
	switch b := e.body.(type) {
	case *messages.SOW:
		m.meaningSOW(&f, b)
	case *messages.Quote:
		m.meaningQuote(&f, b)
	case *messages.Agreement:
		m.meaningAgreement(&f, b, e.terms)
	case *messages.Acceptance:
		f.when(m.settles() && b.Signature == nil, messages.Code_CODE_SETTLEMENT) // S-6.1-2
	case *messages.Progress:
		m.meaningProgress(&f, b)
	case *messages.Voucher:
		claim := number(m.find(messages.Kind_KIND_PROGRESS).body.(*messages.Progress).Claim)
		f.when(number(b.Amount).Cmp(claim) > 0, messages.Code_CODE_PRICE)        // S-3.7-3
		f.when(number(b.Amount).Cmp(m.paid()) < 0, messages.Code_CODE_PRICE)     // S-3.7-3
		f.when(m.settles() && b.Signature == nil, messages.Code_CODE_SETTLEMENT) // S-6.1-3
	case *messages.Delivery:
		m.meaningDelivery(&f, b, at)
	case *messages.Reward:
		f.when(number(b.Amount).Cmp(m.cost()) != 0, messages.Code_CODE_WRONG_REWARD)                 // S-3.8-2
		f.when(m.settles() && b.Signature == nil && b.Proof == nil, messages.Code_CODE_WRONG_REWARD) // S-6.1-4
	case *messages.Receipt:
		reward := m.last().body.(*messages.Reward)
		f.when(b.Amount != reward.Amount, messages.Code_CODE_WRONG_REWARD) // S-3.8-3
	case *messages.Reject:
		f.when(m.phase() == "Rewarded" && m.rejectedRewards() >= m.limits.tries, messages.Code_CODE_DECLINED) // S-3.8-4
	case *messages.Dispute:
		delivery := m.find(messages.Kind_KIND_DELIVERY).body.(*messages.Delivery)
		f.when(b.JudgeByMs > delivery.ReviewByMs+int64(m.terms().JudgeMs), messages.Code_CODE_DEADLINE)        // S-3.9-2
		f.when(m.self == "farmer" && m.short(b.JudgeByMs, m.terms().JudgeMs, at), messages.Code_CODE_DEADLINE) // S-4.4-2
	}
	return f
}

// settles reports whether the terms have a settlement: 6.1.
func (m *model) settles() bool { return isSettlement(m.terms().Settlement) }

func isSettlement(s *messages.Settlement) bool {
	return s != nil && s.Kind != messages.SettlementKind_SETTLEMENT_KIND_NONE
}

func isTrust(v *messages.Verification) bool {
	return v == nil || v.Mode == messages.VerificationMode_VERIFICATION_MODE_TRUST
}

// short is 4.4: a window that ends too soon, counted both from this party's last move and from the arrival.
func (m *model) short(end int64, window uint64, arrival int64) bool {
	if m.moved == 0 || arrival == 0 {
		return false
	}
	least := int64(window) - m.limits.grace
	return end < m.moved+least && end < arrival+least
}

func (m *model) rejectedRewards() int {
	n := 0
	for i := 1; i < len(m.moves); i++ {
		if m.moves[i].kind == messages.Kind_KIND_REJECT && m.moves[i-1].kind == messages.Kind_KIND_REWARD {
			n++
		}
	}
	return n
}

func (m *model) meaningSOW(f *faults, b *messages.SOW) {
	if len(m.moves) == 0 {
		f.when(b.Round != 0, messages.Code_CODE_INVALID) // S-3.4-1
		return
	}
	before := m.find(messages.Kind_KIND_SOW).body.(*messages.SOW)
	quote := m.find(messages.Kind_KIND_QUOTE).body.(*messages.Quote)
	f.when(b.Round != before.Round+1, messages.Code_CODE_INVALID)                                              // S-3.4-1
	f.when(b.Service != before.Service || string(b.Nonce) != string(before.Nonce), messages.Code_CODE_INVALID) // S-3.4-2
	f.when(quote.Final || before.Final, messages.Code_CODE_DECLINED)                                           // S-3.4-3
	f.when(m.times(messages.Kind_KIND_SOW) > m.limits.rounds, messages.Code_CODE_DECLINED)                     // S-3.4-4
}

func (m *model) meaningQuote(f *faults, b *messages.Quote) {
	last := m.find(messages.Kind_KIND_SOW)
	sow := last.body.(*messages.SOW)
	f.when(string(b.Sow) != string(last.id[:]), messages.Code_CODE_INVALID)                                  // S-3.5-1
	f.when(b.Units > sow.Units, messages.Code_CODE_INVALID)                                                  // S-3.5-2
	f.when(b.DeliverByMs > sow.DeliverByMs, messages.Code_CODE_DEADLINE)                                     // S-3.5-3
	f.when(sow.Limit.GetAsset() != "" && b.Price.Asset != sow.Limit.GetAsset(), messages.Code_CODE_PRICE)    // S-3.5-4
	f.when(isSettlement(b.Settlement) && b.Settlement.Asset != b.Price.Asset, messages.Code_CODE_SETTLEMENT) // S-3.5-5
	f.when(!offersSettlement(sow.Settlements, b.Settlement), messages.Code_CODE_SETTLEMENT)                  // S-3.5-5
	f.when(!offersVerification(sow.Verifications, b.Verification), messages.Code_CODE_VERIFICATION)          // S-3.5-6
}

func offersSettlement(offers []*messages.Settlement, chosen *messages.Settlement) bool {
	if len(offers) == 0 {
		return !isSettlement(chosen)
	}
	for _, o := range offers {
		if !isSettlement(o) {
			if !isSettlement(chosen) {
				return true
			}
		} else if chosen != nil {
			if o.Kind == chosen.Kind && o.Contract == chosen.Contract && o.Asset == chosen.Asset && o.Payer == chosen.Payer {
				return true
			}
		}
	}
	return false
}

func offersVerification(offers []*messages.Verification, chosen *messages.Verification) bool {
	if len(offers) == 0 {
		return isTrust(chosen)
	}
	for _, o := range offers {
		if isTrust(o) && isTrust(chosen) {
			return true
		}
		if chosen == nil || o.Mode != chosen.Mode || o.Percent != chosen.Percent || o.Agree != chosen.Agree || o.Replicas != chosen.Replicas {
			continue
		}
		listed := 0
		for _, m := range chosen.Mediators {
			for _, offered := range o.Mediators {
				if m == offered {
					listed++
					break
				}
			}
		}
		if listed == len(chosen.Mediators) {
			return true
		}
	}
	return false
}

func (m *model) meaningAgreement(f *faults, b *messages.Agreement, t *messages.Terms) {
	lastSOW, lastQuote := m.find(messages.Kind_KIND_SOW), m.find(messages.Kind_KIND_QUOTE)
	sow, q := lastSOW.body.(*messages.SOW), lastQuote.body.(*messages.Quote)
	requester := m.moves[0].signer
	// S-3.6-2
	f.when(string(t.Sow) != string(lastSOW.id[:]) || string(t.Quote) != string(lastQuote.id[:]), messages.Code_CODE_INVALID)
	f.when(string(t.Requester) != string(requester[:]) || string(t.Farmer) != string(m.farmer[:]), messages.Code_CODE_INVALID)
	f.when(t.Service != sow.Service, messages.Code_CODE_INVALID)
	// S-3.6-3
	lower := sow.Version
	if q.Version < lower {
		lower = q.Version
	}
	f.when(t.Version != lower || t.Version > 1, messages.Code_CODE_UNSUPPORTED)
	// S-3.6-4
	f.when(t.Units > q.Units, messages.Code_CODE_INVALID)
	f.when(t.Price.Asset != q.Price.Asset || t.Price.Unit != q.Price.Unit, messages.Code_CODE_PRICE)
	f.when(number(t.Price.PerUnit).Cmp(number(q.Price.PerUnit)) < 0, messages.Code_CODE_PRICE)
	f.when(number(t.Price.Ceiling).Cmp(lesser(number(q.Price.PerUnit), t.Units, number(q.Price.Ceiling))) < 0, messages.Code_CODE_PRICE)
	f.when(t.Free != (number(t.Price.Ceiling).Sign() == 0), messages.Code_CODE_INVALID) // S-3.6-5
	f.when(t.AcceptByMs > q.ExpiresMs, messages.Code_CODE_DEADLINE)                     // S-3.6-6
	f.when(t.DeliverByMs < q.DeliverByMs, messages.Code_CODE_DEADLINE)                  // S-3.6-6
	// S-3.6-7
	f.when((t.Settlement == nil) != (q.Settlement == nil) || !proto.Equal(t.Settlement, q.Settlement), messages.Code_CODE_SETTLEMENT)
	f.when((t.Verification == nil) != (q.Verification == nil) || !proto.Equal(t.Verification, q.Verification), messages.Code_CODE_VERIFICATION)
	for _, mediator := range t.Verification.GetMediators() { // S-3.6-10
		f.when(mediator == requester.String() || mediator == m.farmer.String(), messages.Code_CODE_VERIFICATION)
	}
	f.when(isSettlement(t.Settlement) && (b.Deal == nil || b.Signature == nil), messages.Code_CODE_SETTLEMENT) // S-6.1-1
	f.when(!isSettlement(t.Settlement) && b.Deal != nil, messages.Code_CODE_SETTLEMENT)                        // S-6.1-5
}

// lesser is 3.7: so much per unit for so many units, at most the ceiling.
func lesser(perUnit *big.Int, units uint64, ceiling *big.Int) *big.Int {
	cost := new(big.Int).Mul(perUnit, new(big.Int).SetUint64(units))
	if cost.Cmp(ceiling) > 0 {
		return ceiling
	}
	return cost
}

func (m *model) costOf(units uint64) *big.Int {
	return lesser(number(m.terms().Price.PerUnit), units, number(m.terms().Price.Ceiling))
}

// done is the units of the last Progress.
func (m *model) done() uint64 {
	if p := m.find(messages.Kind_KIND_PROGRESS); p != nil {
		return p.body.(*messages.Progress).Units
	}
	return 0
}

func (m *model) meaningProgress(f *faults, b *messages.Progress) {
	f.when(m.times(messages.Kind_KIND_PROGRESS) >= m.limits.windows, messages.Code_CODE_DECLINED) // S-3.7-4
	f.when(b.Units <= m.done() || b.Units > m.terms().Units, messages.Code_CODE_INVALID)          // S-3.7-1
	f.when(number(b.Claim).Cmp(m.costOf(b.Units)) > 0, messages.Code_CODE_PRICE)                  // S-3.7-2
	f.when(number(b.Claim).Cmp(m.paid()) < 0, messages.Code_CODE_PRICE)                           // S-3.7-2
}

func (m *model) meaningDelivery(f *faults, b *messages.Delivery, at int64) {
	f.when(b.Units > m.terms().Units || b.Units < m.done(), messages.Code_CODE_INVALID) // S-3.8-1
	f.when(number(b.Cost).Cmp(m.costOf(b.Units)) > 0, messages.Code_CODE_PRICE)         // S-3.8-1
	f.when(number(b.Cost).Cmp(m.paid()) < 0, messages.Code_CODE_PRICE)                  // S-3.8-1
	if m.self == "requester" {
		f.when(m.short(b.RetainUntilMs, m.terms().RetainMs, at), messages.Code_CODE_DEADLINE)           // S-4.4-3
		f.when(!m.free() && m.short(b.ReviewByMs, m.terms().ReviewMs, at), messages.Code_CODE_DEADLINE) // S-4.4-1
	}
}
