package sim

import (
	"encoding/binary"
	"math/rand/v2"
	"strconv"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/vectors/script"
	"github.com/parley-p2p/parley/protocol"
	"google.golang.org/protobuf/proto"
)

// policy says what an honest party says: something legal, and something else each time it is asked.
type policy struct {
	*rand.Rand
	*cast
	now    int64
	cheats bool
}

const minute = 60_000

func (p policy) minutes(n int) int64 { return int64(1+p.IntN(n)) * minute }
func (p policy) chance(n int) bool   { return p.IntN(n) == 0 }

// choose picks one of the kinds that are legal now; those that end a deal seldom.
func (p policy) choose(kinds []messages.Kind) messages.Kind {
	k := kinds[p.IntN(len(kinds))]
	switch k {
	case messages.Kind_KIND_REJECT:
		if kinds[0] != messages.Kind_KIND_RECEIPT && !p.chance(4) {
			return kinds[0]
		}
	case messages.Kind_KIND_SOW:
		if len(kinds) > 1 && p.chance(2) {
			return messages.Kind_KIND_AGREEMENT
		}
	}
	return k
}

// say is a message of a kind that is legal after what v holds, if any is.
func (p policy) say(kind messages.Kind, v *protocol.View) messages.Message {
	switch kind {
	case messages.Kind_KIND_SOW:
		return p.sow(v)
	case messages.Kind_KIND_QUOTE:
		return p.quote(v)
	case messages.Kind_KIND_AGREEMENT:
		return p.agreement(v)
	case messages.Kind_KIND_ACCEPTANCE:
		return &messages.Acceptance{Signature: p.account(v)}
	case messages.Kind_KIND_PROGRESS:
		units := v.Progress.GetUnits() + 1
		return &messages.Progress{Units: units, Claim: p.between(v.Voucher.GetAmount(), v.Cost(units).String()), AnswerByMs: p.now + p.minutes(10)}
	case messages.Kind_KIND_VOUCHER:
		return &messages.Voucher{Amount: p.between(v.Voucher.GetAmount(), v.Progress.GetClaim()), Signature: p.account(v)}
	case messages.Kind_KIND_DELIVERY:
		return p.delivery(v)
	case messages.Kind_KIND_REWARD:
		return &messages.Reward{Amount: orZero(v.Delivery.GetCost()), Signature: p.account(v), ReceiptByMs: p.now + p.minutes(10)}
	case messages.Kind_KIND_RECEIPT:
		return &messages.Receipt{Amount: orZero(v.Reward.GetAmount()), Proof: p.noise()}
	case messages.Kind_KIND_DISPUTE:
		return &messages.Dispute{Grievance: messages.Grievance_GRIEVANCE_WRONG_RESULT, Evidence: p.noise(),
			JudgeByMs: v.Delivery.GetReviewByMs() + int64(v.Terms.GetJudgeMs())}
	case messages.Kind_KIND_VERDICT: // the mediator says the same, however often it is asked
		return &messages.Verdict{Finding: messages.Finding(1 + v.Head[0]%3)}
	case messages.Kind_KIND_ASK:
		return &messages.Ask{Session: v.Session[:], Request: messages.Request(1 + p.IntN(3))}
	}
	return &messages.Reject{Code: protocol.Declined, Reason: "no " + strconv.Itoa(p.IntN(1000))}
}

// forward is the kind of those that are legal with which a deal goes on to the end that both sides want.
func forward(kinds []messages.Kind) messages.Kind {
	for _, k := range kinds {
		switch k {
		case messages.Kind_KIND_SOW, messages.Kind_KIND_PROGRESS, messages.Kind_KIND_REJECT, messages.Kind_KIND_DISPUTE:
		default:
			return k
		}
	}
	return kinds[0]
}

func (p policy) noise() *messages.Payload {
	return &messages.Payload{Type: "text/plain", Body: binary.BigEndian.AppendUint32(nil, p.Uint32())}
}

func orZero(amount string) string {
	if amount == "" {
		return "0"
	}
	return amount
}

// between is an amount from low to high, often one of the two.
func (p policy) between(low, high string) string {
	a, b := number(orZero(low)).Int64(), number(orZero(high)).Int64()
	switch {
	case b <= a || p.chance(3):
		return strconv.FormatInt(b, 10)
	case p.chance(3):
		return strconv.FormatInt(a, 10)
	}
	return strconv.FormatInt(a+p.Int64N(b-a+1), 10)
}

const payer, payee = "eip155:1337:0x1111111111111111111111111111111111111111", "eip155:1337:0x2222222222222222222222222222222222222222"

// account stands for the signature of a payment account, where the terms settle.
func (p policy) account(v *protocol.View) *messages.AccountSignature {
	if !v.Settles() {
		return nil
	}
	return &messages.AccountSignature{Account: payer, Signature: binary.BigEndian.AppendUint64(nil, p.Uint64())}
}

func (p policy) sow(v *protocol.View) *messages.SOW {
	if v.SOW != nil { // a counter-offer
		next := proto.CloneOf(v.SOW)
		next.Round++
		next.QuoteByMs = min(p.now+p.minutes(10), next.DeliverByMs)
		next.Final = p.chance(8)
		next.Reason = strconv.Itoa(p.IntN(1000))
		return next
	}
	nonce := binary.BigEndian.AppendUint64(make([]byte, 8), p.Uint64())
	s := &messages.SOW{Version: uint32(1 + p.IntN(2)), Nonce: nonce, Service: "parley.dev/echo/1", Units: uint64(1 + p.IntN(20)),
		QuoteByMs: p.now + p.minutes(10), DeliverByMs: p.now + p.minutes(60) + 10*minute, Job: p.noise(), Final: p.chance(16)}
	if p.chance(3) {
		s.Settlements = append(s.Settlements, &messages.Settlement{Kind: messages.SettlementKind_SETTLEMENT_KIND_ESCROW, Asset: "USD", Payer: payer})
	}
	if p.chance(3) {
		s.Settlements = append(s.Settlements, &messages.Settlement{Kind: messages.SettlementKind_SETTLEMENT_KIND_NONE})
	}
	if p.chance(2) {
		s.Verifications = append(s.Verifications, &messages.Verification{Mode: messages.VerificationMode_VERIFICATION_MODE_MEDIATE,
			Mediators: []string{p.names["mediator"], p.names["mediator2"], payer}})
		if p.cheats && p.chance(2) {
			s.Verifications[0].Mediators[p.IntN(2)] = p.names[sides[p.IntN(2)]]
		}
	}
	if p.chance(3) {
		s.Verifications = append(s.Verifications, &messages.Verification{Mode: messages.VerificationMode_VERIFICATION_MODE_SAMPLE, Percent: 5})
	}
	if p.chance(3) {
		s.Limit = &messages.Price{Asset: "USD", PerUnit: "10", Ceiling: "200"}
	}
	return s
}

func (p policy) quote(v *protocol.View) *messages.Quote {
	sow := v.SOW
	if sow == nil {
		sow = new(messages.SOW)
	}
	units := max(sow.Units, 1)
	each := uint64(p.IntN(9))
	q := &messages.Quote{Version: 1, Sow: v.SOWID[:], Units: units - p.Uint64N(units/2+1), DeliverByMs: max(sow.DeliverByMs, p.now),
		Price:     &messages.Price{Asset: "USD", Unit: "item", PerUnit: strconv.FormatUint(each, 10)},
		ExpiresMs: p.now + p.minutes(10), Final: p.chance(4), Details: p.noise()}
	q.Price.Ceiling = strconv.FormatUint(each*q.Units, 10)
	if each > 0 && p.chance(3) {
		q.Price.Ceiling = strconv.FormatUint(1+p.Uint64N(each*q.Units), 10)
	}
	if n := len(sow.Settlements); n > 0 {
		q.Settlement = proto.CloneOf(sow.Settlements[p.IntN(n)])
		if q.Settlement.Kind == messages.SettlementKind_SETTLEMENT_KIND_ESCROW {
			q.Settlement.Payee = payee
		}
	}
	if n := len(sow.Verifications); n > 0 {
		q.Verification = proto.CloneOf(sow.Verifications[p.IntN(n)])
		if m := q.Verification.Mediators; len(m) > 0 {
			q.Verification.Mediators = m[:1+p.IntN(len(m))]
		}
	}
	return q
}

func (p policy) agreement(v *protocol.View) *messages.Agreement {
	q := v.Quote
	if q == nil {
		q = &messages.Quote{Version: 1, Price: &messages.Price{PerUnit: "0", Ceiling: "0"}, Units: 1, ExpiresMs: p.now, DeliverByMs: p.now}
	}
	t := &messages.Terms{Version: 1, Sow: v.SOWID[:], Quote: v.QuoteID[:], Requester: v.Requester[:], Farmer: v.Farmer[:],
		Service: "parley.dev/echo/1", Price: proto.CloneOf(q.Price), Units: q.Units - p.Uint64N(q.Units/2+1),
		Settlement: q.Settlement, Verification: q.Verification, AcceptByMs: min(q.ExpiresMs, p.now+p.minutes(10)),
		ReviewMs: uint64(p.minutes(10)), JudgeMs: uint64(p.minutes(10)), RetainMs: uint64(p.minutes(60)),
		Free: q.Price.Ceiling == "0", Details: p.noise()}
	t.StartByMs = t.AcceptByMs + minute
	t.DeliverByMs = max(q.DeliverByMs, t.StartByMs)
	a := &messages.Agreement{Terms: script.Marshal(t), AcceptByMs: t.AcceptByMs}
	if isSettlement(q.Settlement) {
		a.Deal = p.noise()
		a.Signature = &messages.AccountSignature{Account: payer, Signature: binary.BigEndian.AppendUint64(nil, p.Uint64())}
	}
	return a
}

func (p policy) delivery(v *protocol.View) *messages.Delivery {
	units := max(v.Progress.GetUnits(), v.Terms.GetUnits()-p.Uint64N(v.Terms.GetUnits()/2+1))
	slack := int64(p.IntN(20_000))
	return &messages.Delivery{Result: p.noise(), Units: units, Cost: p.between(v.Voucher.GetAmount(), v.Cost(units).String()),
		ReviewByMs: p.now + int64(v.Terms.GetReviewMs()) + slack, RetainUntilMs: p.now + int64(v.Terms.GetRetainMs()) + slack}
}
