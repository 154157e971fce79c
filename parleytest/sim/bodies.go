package sim

import (
	"encoding/hex"
	"math/big"
	"strings"

	"github.com/parley-p2p/parley/messages"
	"google.golang.org/protobuf/proto"
)

// sound is the table of S-1.6-1, with the bounds of 1.5 and S-1.6-3.
func sound(m proto.Message, terms *messages.Terms) bool {
	switch m := m.(type) {
	case *messages.SOW:
		return soundSOW(m)
	case *messages.Quote:
		return m.Version >= 1 && len(m.Sow) == 32 && m.Price != nil && soundPrice(m.Price) && m.Units >= 1 && isTime(m.ExpiresMs) &&
			isTime(m.DeliverByMs) && soundSettlement(m.Settlement) && soundVerification(m.Verification) && soundPayload(m.Details) && sentence(m.Reason)
	case *messages.Agreement:
		return isTime(m.AcceptByMs) && soundPayload(m.Deal) && soundSignature(m.Signature) && sentence(m.Reference) &&
			soundTerms(terms) && m.AcceptByMs == terms.AcceptByMs
	case *messages.Acceptance:
		return soundSignature(m.Signature)
	case *messages.Progress:
		return m.Units >= 1 && isAmount(m.Claim) && isTime(m.AnswerByMs) && soundPayload(m.Evidence)
	case *messages.Voucher:
		return isAmount(m.Amount) && soundSignature(m.Signature)
	case *messages.Delivery:
		return m.Result != nil && soundPayload(m.Result) && isAmount(m.Cost) && isTime(m.ReviewByMs) &&
			m.RetainUntilMs >= 0 && m.RetainUntilMs < year2200+tenYears
	case *messages.Reward:
		return isAmount(m.Amount) && isTime(m.ReceiptByMs) && soundSignature(m.Signature) && soundPayload(m.Proof)
	case *messages.Receipt:
		return isAmount(m.Amount) && soundPayload(m.Proof)
	case *messages.Reject:
		return messages.Code_name[int32(m.Code)] != "" && m.Code != 0 && sentence(m.Reason) && soundRemedy(m.Remedy)
	case *messages.Dispute:
		return messages.Grievance_name[int32(m.Grievance)] != "" && m.Grievance != 0 && sentence(m.Reason) && soundPayload(m.Evidence) &&
			isTime(m.JudgeByMs) && soundSignature(m.Signature)
	case *messages.Verdict:
		return messages.Finding_name[int32(m.Finding)] != "" && m.Finding != 0 && sentence(m.Reason) && soundPayload(m.Evidence)
	case *messages.Ask:
		return len(m.Session) == 32 && messages.Request_name[int32(m.Request)] != "" && m.Request != 0 && sentence(m.Reason) && soundPayload(m.Details)
	}
	return false
}

const (
	year2200 = 7_258_118_400_000
	tenYears = 10 * 366 * 24 * 3600 * 1000
)

func isAmount(s string) bool {
	if len(s) > 78 || s == "" || s[0] == '0' && s != "0" {
		return false
	}
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(s) < 78 || number(s).BitLen() <= 256
}

func number(s string) *big.Int {
	n, _ := new(big.Int).SetString(s, 10)
	if n == nil {
		return new(big.Int)
	}
	return n
}

func isTime(ms int64) bool   { return ms > 0 && ms < year2200 }
func sentence(s string) bool { return len(s) <= 1024 }
func name(s string) bool     { return len(s) <= 127 }

func soundSOW(m *messages.SOW) bool {
	if m.Version < 1 || len(m.Nonce) < 16 || len(m.Nonce) > 32 || !soundService(m.Service) || m.Units < 1 {
		return false
	}
	if !isTime(m.QuoteByMs) || !isTime(m.DeliverByMs) || m.QuoteByMs > m.DeliverByMs {
		return false
	}
	return soundPayload(m.Job) && soundOffers(m.Settlements, m.Verifications) && soundPrice(m.Limit) && sentence(m.Reason)
}

func soundTerms(t *messages.Terms) bool {
	if t == nil || t.Version < 1 || len(t.Sow) != 32 || len(t.Quote) != 32 || len(t.Requester) != 32 || len(t.Farmer) != 32 {
		return false
	}
	if !soundService(t.Service) || t.Price == nil || !soundPrice(t.Price) || t.Units < 1 {
		return false
	}
	if !isTime(t.AcceptByMs) || !isTime(t.DeliverByMs) || t.AcceptByMs > t.StartByMs || t.StartByMs > t.DeliverByMs {
		return false
	}
	if t.ReviewMs > tenYears || t.JudgeMs > tenYears || t.RetainMs > tenYears {
		return false
	}
	return soundSettlement(t.Settlement) && soundVerification(t.Verification) && soundPayload(t.Details)
}

func soundService(s string) bool { return s != "" && !strings.ContainsAny(s, " \t\r\n") && name(s) }

func soundPayload(p *messages.Payload) bool { return p == nil || p.Type != "" && name(p.Type) }

func soundPrice(p *messages.Price) bool {
	return p == nil || name(p.Asset) && name(p.Unit) && isAmount(p.PerUnit) && isAmount(p.Ceiling)
}

func soundSignature(s *messages.AccountSignature) bool {
	return s == nil || s.Account != "" && name(s.Account) && len(s.Signature) >= 1 && len(s.Signature) <= 4096
}

func soundOffers(settlements []*messages.Settlement, verifications []*messages.Verification) bool {
	if len(settlements) > 16 || len(verifications) > 16 {
		return false
	}
	for _, s := range settlements {
		if !soundSettlement(s) {
			return false
		}
	}
	for _, v := range verifications {
		if !soundVerification(v) {
			return false
		}
	}
	return true
}

func soundSettlement(s *messages.Settlement) bool {
	if s == nil {
		return true
	}
	if s.Kind < 1 || s.Kind > 4 {
		return false
	}
	return len(s.Contract) <= 254 && len(s.Asset) <= 254 && len(s.Payer) <= 254 && len(s.Payee) <= 254 && soundPayload(s.Details)
}

func soundVerification(v *messages.Verification) bool {
	if v == nil {
		return true
	}
	if len(v.Mediators) > 64 {
		return false
	}
	for _, m := range v.Mediators {
		if m == "" || !name(m) {
			return false
		}
		if len(m) == 64 && !strings.Contains(m, ":") {
			key, err := hex.DecodeString(m)
			if err != nil || strings.ToLower(m) != m {
				return false
			}
			if _, err := messages.KeyOf(key); err != nil {
				return false
			}
		}
	}
	switch v.Mode {
	case 1:
		return true
	case 2:
		return v.Percent >= 1 && v.Percent <= 100
	case 3:
		return v.Agree >= 1 && v.Agree <= v.Replicas && v.Replicas <= 64
	case 4:
		return len(v.Mediators) >= 1
	}
	return false
}

func soundRemedy(r *messages.Remedy) bool {
	if r == nil {
		return true
	}
	if len(r.Services) > 64 || r.DeliverByMs < 0 || r.DeliverByMs >= year2200 || r.RetryAtMs < 0 || r.RetryAtMs >= year2200 {
		return false
	}
	for _, s := range r.Services {
		if !soundService(s) {
			return false
		}
	}
	return soundPrice(r.Price) && soundOffers(r.Settlements, r.Verifications)
}
