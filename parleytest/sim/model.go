package sim

import (
	"math/big"
	"slices"

	"github.com/parley-p2p/parley/messages"
)

// model is the dumb judge: the list of moves, and nothing worked out beforehand. Every question is answered by looking
// through the list with the words of SPEC.md. Times are in milliseconds; 0 is none.
type model struct {
	farmer messages.Key
	self   string // "requester" or "farmer"
	limits limits

	moves []*said
	timed string // what time made of the phase here, if it did
	moved int64  // when this party last moved, if it remembers

	askedRequester, askedFarmer bool // since the last move
	lastAsked                   string
}

// limits are S-3.12-1.
type limits struct {
	grace                  int64
	rounds, tries, windows int
}

func (m *model) last() *said {
	if len(m.moves) == 0 {
		return nil
	}
	return m.moves[len(m.moves)-1]
}

func (m *model) head() messages.ID {
	if m.last() == nil {
		return messages.ID{}
	}
	return m.last().id
}

// find is the last move of a kind, or nil.
func (m *model) find(kind messages.Kind) *said {
	for i := len(m.moves) - 1; i >= 0; i-- {
		if m.moves[i].kind == kind {
			return m.moves[i]
		}
	}
	return nil
}

// times is how many moves of a kind there are.
func (m *model) times(kind messages.Kind) int {
	n := 0
	for _, s := range m.moves {
		if s.kind == kind {
			n++
		}
	}
	return n
}

func (m *model) terms() *messages.Terms {
	if a := m.find(messages.Kind_KIND_AGREEMENT); a != nil {
		return a.terms
	}
	return nil
}

func (m *model) free() bool { return m.terms() != nil && m.terms().Free }

// phase is 3.2, read backwards: what was said last tells where the session stands.
func (m *model) phase() string {
	if m.timed != "" {
		return m.timed
	}
	if len(m.moves) == 0 {
		return "Open"
	}
	switch m.last().kind {
	case messages.Kind_KIND_SOW:
		return "Solicited"
	case messages.Kind_KIND_QUOTE:
		return "Quoted"
	case messages.Kind_KIND_AGREEMENT:
		return "Proposed"
	case messages.Kind_KIND_ACCEPTANCE, messages.Kind_KIND_VOUCHER:
		return "Agreed"
	case messages.Kind_KIND_PROGRESS:
		return "Claimed"
	case messages.Kind_KIND_DELIVERY:
		return "Delivered"
	case messages.Kind_KIND_REWARD:
		return "Rewarded"
	case messages.Kind_KIND_RECEIPT:
		return "Settled"
	case messages.Kind_KIND_DISPUTE:
		return "Disputed"
	case messages.Kind_KIND_VERDICT:
		return "Judged"
	}
	switch m.moves[len(m.moves)-2].kind { // before the Reject
	case messages.Kind_KIND_SOW, messages.Kind_KIND_QUOTE, messages.Kind_KIND_AGREEMENT:
		return "Rejected"
	case messages.Kind_KIND_PROGRESS:
		return "Stopped"
	case messages.Kind_KIND_REWARD:
		return "Delivered"
	}
	return "Abandoned"
}

func (m *model) ended() bool {
	switch m.phase() {
	case "Rejected", "Abandoned", "Stopped", "Settled", "Judged", "Expired", "Accepted", "Undetermined":
		return true
	case "Delivered":
		return m.free()
	}
	return false
}

// turn is who may move.
func (m *model) turn() string {
	if m.ended() {
		return "nobody"
	}
	switch m.phase() {
	case "Open", "Quoted", "Claimed", "Delivered":
		return "requester"
	case "Disputed":
		return "mediator"
	}
	return "farmer"
}

// legal is the table of 3.2: what who may say now.
func (m *model) legal(who string) []messages.Kind {
	if m.ended() || who != m.turn() {
		return nil
	}
	switch m.phase() {
	case "Open":
		return []messages.Kind{messages.Kind_KIND_SOW}
	case "Solicited":
		return []messages.Kind{messages.Kind_KIND_QUOTE, messages.Kind_KIND_REJECT}
	case "Quoted":
		return []messages.Kind{messages.Kind_KIND_SOW, messages.Kind_KIND_AGREEMENT, messages.Kind_KIND_REJECT}
	case "Proposed":
		return []messages.Kind{messages.Kind_KIND_ACCEPTANCE, messages.Kind_KIND_REJECT}
	case "Agreed":
		return []messages.Kind{messages.Kind_KIND_PROGRESS, messages.Kind_KIND_DELIVERY, messages.Kind_KIND_REJECT}
	case "Claimed":
		return []messages.Kind{messages.Kind_KIND_VOUCHER, messages.Kind_KIND_REJECT}
	case "Delivered":
		return []messages.Kind{messages.Kind_KIND_REWARD, messages.Kind_KIND_DISPUTE}
	case "Rewarded":
		return []messages.Kind{messages.Kind_KIND_RECEIPT, messages.Kind_KIND_REJECT}
	}
	return []messages.Kind{messages.Kind_KIND_VERDICT}
}

// may reports whether who may say something of a kind now.
func (m *model) may(who string, kind messages.Kind) bool { return slices.Contains(m.legal(who), kind) }

// who is the role of a key: 2.1. In Open nobody is requester yet, so anybody may be.
func (m *model) who(k messages.Key) string {
	if k == m.farmer {
		return "farmer"
	}
	if len(m.moves) == 0 || m.moves[0].signer == k {
		return "requester"
	}
	if m.terms() != nil {
		for _, mediator := range m.terms().Verification.GetMediators() {
			if mediator == k.String() {
				return "mediator"
			}
		}
	}
	return "stranger"
}

// session is S-2.1-2.
func (m *model) session() messages.ID { return messages.SessionID(m.moves[0].id, m.farmer) }

// deadline is the table of 4.3: when the phase ends and as what; 0 where nobody waits.
func (m *model) deadline() (ms int64, then string) {
	if m.ended() || len(m.moves) == 0 {
		return 0, ""
	}
	switch m.phase() {
	case "Solicited":
		return m.find(messages.Kind_KIND_SOW).body.(*messages.SOW).QuoteByMs, "Expired"
	case "Quoted":
		return m.find(messages.Kind_KIND_QUOTE).body.(*messages.Quote).ExpiresMs, "Expired"
	case "Proposed":
		return m.find(messages.Kind_KIND_AGREEMENT).body.(*messages.Agreement).AcceptByMs, "Expired"
	case "Agreed":
		return m.terms().DeliverByMs, "Expired"
	case "Claimed":
		return m.find(messages.Kind_KIND_PROGRESS).body.(*messages.Progress).AnswerByMs, "Expired"
	case "Delivered":
		return m.find(messages.Kind_KIND_DELIVERY).body.(*messages.Delivery).ReviewByMs, "Accepted"
	case "Rewarded":
		return m.find(messages.Kind_KIND_REWARD).body.(*messages.Reward).ReceiptByMs, "Expired"
	}
	return m.find(messages.Kind_KIND_DISPUTE).body.(*messages.Dispute).JudgeByMs, "Undetermined"
}

// expire is 4.3.
func (m *model) expire(now int64) bool {
	at, then := m.deadline()
	if at == 0 || now <= at+m.limits.grace {
		return false
	}
	m.timed = then
	return true
}

// paid is the last voucher.
func (m *model) paid() *big.Int {
	if v := m.find(messages.Kind_KIND_VOUCHER); v != nil {
		return number(v.body.(*messages.Voucher).Amount)
	}
	return new(big.Int)
}

// cost is that of the Delivery.
func (m *model) cost() *big.Int {
	if d := m.find(messages.Kind_KIND_DELIVERY); d != nil {
		return number(d.body.(*messages.Delivery).Cost)
	}
	return new(big.Int)
}

// owed is the table of 3.13, and 3.9.
func (m *model) owed() (amount *big.Int, open bool) {
	half := new(big.Int).Div(m.cost(), big.NewInt(2))
	switch m.phase() {
	case "Agreed", "Claimed", "Disputed":
		return m.paid(), true
	case "Stopped", "Abandoned":
		return m.paid(), false
	case "Delivered":
		if m.free() {
			return new(big.Int), false
		}
		return m.cost(), true
	case "Rewarded", "Settled", "Accepted":
		return m.cost(), false
	case "Expired":
		if m.last().kind == messages.Kind_KIND_REWARD {
			return m.cost(), false
		}
		return m.paid(), false
	case "Undetermined":
		return half, false
	case "Judged":
		switch m.last().body.(*messages.Verdict).Finding {
		case messages.Finding_FINDING_FOR:
			return m.cost(), false
		case messages.Finding_FINDING_AGAINST:
			return new(big.Int), false
		}
		return half, false
	}
	return new(big.Int), false
}

// missing is 5.1: what to send to who says that it holds count envelopes up to head, and how many are missing here.
func (m *model) missing(session []byte, count int, head []byte) (from, behind int, wrong messages.Code) {
	if len(m.moves) == 0 {
		return 0, count, 0
	}
	own := m.session()
	if string(session) != string(own[:]) {
		return 0, 0, messages.Code_CODE_NOT_FOUND
	}
	if count > len(m.moves) {
		if m.ended() && m.timed == "" {
			return 0, 0, messages.Code_CODE_EQUIVOCATION
		}
		return len(m.moves), count - len(m.moves), 0
	}
	if count > 0 && string(head) != string(m.moves[count-1].id[:]) {
		return 0, 0, messages.Code_CODE_EQUIVOCATION
	}
	return count, 0, 0
}
