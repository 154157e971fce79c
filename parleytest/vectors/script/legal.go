package script

import (
	"bytes"
	"crypto/sha256"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"google.golang.org/protobuf/proto"
)

// Start is when every script begins.
var Start = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

const (
	service = "parley.dev/echo/1"
	payer   = "eip155:1337:0x1111111111111111111111111111111111111111"
	payee   = "eip155:1337:0x2222222222222222222222222222222222222222"
)

// Legal is a complete message of a kind that is legal after what v holds, if any is.
func Legal(kind messages.Kind, v *protocol.View, now time.Time) messages.Message {
	switch kind {
	case messages.Kind_KIND_SOW:
		return sow(v)
	case messages.Kind_KIND_QUOTE:
		return quote(v)
	case messages.Kind_KIND_AGREEMENT:
		return agreement(v)
	case messages.Kind_KIND_ACCEPTANCE:
		return &messages.Acceptance{Signature: accountSignature(v, payee)}
	case messages.Kind_KIND_PROGRESS:
		units := v.Progress.GetUnits() + 1
		return &messages.Progress{Units: units, Claim: v.Cost(units).String(), AnswerByMs: now.Add(time.Minute).UnixMilli()}
	case messages.Kind_KIND_VOUCHER:
		return &messages.Voucher{Amount: orZero(v.Progress.GetClaim()), Signature: accountSignature(v, payer)}
	case messages.Kind_KIND_DELIVERY:
		units := v.Terms.GetUnits()
		return &messages.Delivery{Result: &messages.Payload{Type: "text/plain", Body: []byte("hello")}, Units: units, Cost: v.Cost(units).String(),
			ReviewByMs: now.Add(window(v.Terms.GetReviewMs())).UnixMilli(), RetainUntilMs: now.Add(window(v.Terms.GetRetainMs())).UnixMilli()}
	case messages.Kind_KIND_REWARD:
		return &messages.Reward{Amount: orZero(v.Delivery.GetCost()), Signature: accountSignature(v, payer), ReceiptByMs: now.Add(time.Minute).UnixMilli()}
	case messages.Kind_KIND_RECEIPT:
		return &messages.Receipt{Amount: orZero(v.Reward.GetAmount())}
	case messages.Kind_KIND_REJECT:
		return &messages.Reject{Code: protocol.Declined, Reason: "no"}
	case messages.Kind_KIND_DISPUTE:
		return &messages.Dispute{Grievance: messages.Grievance_GRIEVANCE_WRONG_RESULT, JudgeByMs: now.Add(window(v.Terms.GetJudgeMs())).UnixMilli()}
	case messages.Kind_KIND_VERDICT:
		return &messages.Verdict{Finding: messages.Finding_FINDING_FOR}
	case messages.Kind_KIND_ASK:
		return &messages.Ask{Session: v.Session[:], Request: messages.Request_REQUEST_CANCEL}
	}
	return nil
}

func window(ms uint64) time.Duration { return time.Duration(ms) * time.Millisecond }

func orZero(amount string) string {
	if amount == "" {
		return "0"
	}
	return amount
}

func sow(v *protocol.View) *messages.SOW {
	if v.SOW != nil { // a counter-offer
		next := proto.CloneOf(v.SOW)
		next.Round++
		return next
	}
	return &messages.SOW{Version: 1, Nonce: bytes.Repeat([]byte{7}, 32), Service: service, Units: 10,
		DeliverByMs: Start.Add(time.Hour).UnixMilli(), QuoteByMs: Start.Add(time.Minute).UnixMilli(),
		Job: &messages.Payload{Type: "text/plain", Body: []byte("hello")}}
}

func quote(v *protocol.View) *messages.Quote {
	q := &messages.Quote{Version: 1, Sow: v.SOWID[:], Units: max(v.SOW.GetUnits(), 1),
		Price:     &messages.Price{Asset: "USD", Unit: "item", PerUnit: "5", Ceiling: "50"},
		ExpiresMs: Start.Add(10 * time.Minute).UnixMilli(), DeliverByMs: Start.Add(time.Hour).UnixMilli()}
	if v.SOW != nil {
		q.DeliverByMs = v.SOW.DeliverByMs
	}
	if offers := v.SOW.GetSettlements(); len(offers) > 0 {
		q.Settlement = proto.CloneOf(offers[0])
		if v.SOW.Settlements[0].Kind != messages.SettlementKind_SETTLEMENT_KIND_NONE {
			q.Settlement.Payee, q.Price.Asset = payee, offers[0].Asset
		}
	}
	if offers := v.SOW.GetVerifications(); len(offers) > 0 {
		q.Verification = proto.CloneOf(offers[0])
	}
	return q
}

func agreement(v *protocol.View) *messages.Agreement {
	q := v.Quote
	if q == nil {
		q = &messages.Quote{Version: 1, Price: &messages.Price{PerUnit: "0", Ceiling: "0"}, Units: 1, DeliverByMs: Start.Add(time.Hour).UnixMilli()}
	}
	t := &messages.Terms{Version: 1, Sow: v.SOWID[:], Quote: v.QuoteID[:], Requester: v.Requester[:], Farmer: v.Farmer[:],
		Service: service, Price: q.Price, Units: q.Units, Settlement: q.Settlement, Verification: q.Verification,
		AcceptByMs: Start.Add(5 * time.Minute).UnixMilli(), StartByMs: Start.Add(6 * time.Minute).UnixMilli(), DeliverByMs: q.DeliverByMs,
		ReviewMs: uint64((10 * time.Minute).Milliseconds()), JudgeMs: uint64(time.Hour.Milliseconds()), RetainMs: uint64(time.Hour.Milliseconds()),
		Free: q.Price.Ceiling == "0"}
	a := &messages.Agreement{Terms: Marshal(t), AcceptByMs: t.AcceptByMs}
	if k := q.Settlement.GetKind(); k > messages.SettlementKind_SETTLEMENT_KIND_NONE {
		deal := sha256.Sum256(a.Terms)
		a.Deal = &messages.Payload{Type: "application/vnd.parley.deal", Body: deal[:]}
		a.Signature = sign(payer)
	}
	return a
}

// accountSignature is one where the terms settle.
func accountSignature(v *protocol.View, account string) *messages.AccountSignature {
	if v.Terms == nil || !v.Settles() {
		return nil
	}
	return sign(account)
}

// sign stands for an account's signature: package protocol asks that there be one, the settlement's adapter what it says.
func sign(account string) *messages.AccountSignature {
	return &messages.AccountSignature{Account: account, Signature: bytes.Repeat([]byte{9}, 65)}
}
