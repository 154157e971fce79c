package messages

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Bounds of what a message may hold, in bytes or entries.
const (
	maxText   = 1024 // sentences for people
	maxName   = 127  // names, media types, accounts
	maxList   = 16   // offers
	maxPanel  = 64   // mediators
	minNonce  = 16
	maxNonce  = 32
	maxSigned = 4096 // account signatures; ERC-1271 ones are longer than 65
)

// check collects the first thing that is wrong.
type check struct{ err error }

func (c *check) that(ok bool, format string, args ...any) {
	if !ok {
		c.wrong(format, args...)
	}
}

// wrong is that for what is checked in every message: arguments cost an allocation each even where nothing is wrong, and
// so does the name of a part, unless it is copied here.
func (c *check) wrong(format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf("%w: "+format, append([]any{ErrInvalid}, args...)...)
	}
}

func (c *check) text(name, s string, max int) {
	if len(s) > max {
		c.wrong("%s has %d bytes, at most %d", strings.Clone(name), len(s), max)
	}
	if !utf8.ValidString(s) {
		c.wrong("%s is not UTF-8", strings.Clone(name))
	}
}

func (c *check) digest(name string, b []byte) {
	if len(b) != 32 {
		c.wrong("%s has %d bytes, want 32", name, len(b))
	}
}

// time bounds a time: from now to the last one a time.Duration reaches, and so does any window after it.
func (c *check) time(name string, ms int64) {
	if ms <= 0 {
		c.wrong("%s is not set", name)
	}
	if ms >= maxTimeMs {
		c.wrong("%s is after the year 2200", name)
	}
}

// maxTimeMs is 2200-01-01, UTC.
const maxTimeMs = 7_258_118_400_000

func (c *check) amount(name, s string) {
	if _, err := ParseAmount(s); err != nil {
		c.wrong("%s: %v", strings.Clone(name), err)
	}
}

func (c *check) payload(name string, p *Payload, required bool) {
	switch {
	case p == nil && required:
		c.wrong("%s is not set", name)
		return
	case p == nil:
		return
	case p.Type == "":
		c.wrong("%s has no type", name)
	}
	c.text(name+" type", p.Type, maxName)
}

func (c *check) price(name string, p *Price) {
	if p == nil {
		return
	}
	c.text(name+" asset", p.Asset, maxName)
	c.text(name+" unit", p.Unit, maxName)
	c.amount(name+" per unit", p.PerUnit)
	c.amount(name+" ceiling", p.Ceiling)
}

func (c *check) settlements(name string, list []*Settlement) {
	if len(list) > maxList {
		c.wrong("%d %ss, at most %d", len(list), name, maxList)
	}
	for _, s := range list {
		c.that(s != nil, "a %s is not set", name)
		c.settlement(name, s)
	}
}

func (c *check) verifications(name string, list []*Verification) {
	if len(list) > maxList {
		c.wrong("%d %ss, at most %d", len(list), name, maxList)
	}
	for _, v := range list {
		c.that(v != nil, "a %s is not set", name)
		c.verification(name, v)
	}
}

func (c *check) settlement(name string, s *Settlement) {
	if s == nil {
		return
	}
	_, known := SettlementKind_name[int32(s.Kind)]
	c.that(known && s.Kind != 0, "%s has no kind", name)
	for _, account := range []string{s.Contract, s.Asset, s.Payer, s.Payee} {
		c.text(name, account, 2*maxName)
	}
	c.payload(name+" details", s.Details, false)
}

func (c *check) verification(name string, v *Verification) {
	if v == nil {
		return
	}
	c.that(len(v.Mediators) <= maxPanel, "%s names %d mediators, at most %d", name, len(v.Mediators), maxPanel)
	for _, m := range v.Mediators {
		c.mediator(name, m)
	}
	switch v.Mode {
	case VerificationMode_VERIFICATION_MODE_TRUST:
	case VerificationMode_VERIFICATION_MODE_SAMPLE:
		c.that(v.Percent >= 1 && v.Percent <= 100, "%s samples %d percent, want 1 to 100", name, v.Percent)
	case VerificationMode_VERIFICATION_MODE_REPLICATE:
		c.that(v.Agree >= 1 && v.Agree <= v.Replicas && v.Replicas <= 64, "%s wants %d of %d replicas", name, v.Agree, v.Replicas)
	case VerificationMode_VERIFICATION_MODE_MEDIATE:
		c.that(len(v.Mediators) > 0, "%s mediates and names no mediator", name)
	default:
		c.that(false, "%s has no mode", name)
	}
}

// mediator is an account or a peer's key; a key has one spelling, so that it is found by comparing text.
func (c *check) mediator(name, m string) {
	c.that(m != "", "%s names an empty mediator", name)
	c.text(name+" mediator", m, maxName)
	if len(m) != 2*len(Key{}) || strings.Contains(m, ":") {
		return
	}
	k, err := ParseKey(m)
	c.that(err == nil && k.String() == m, "%s mediator %q is not a key in lower-case hex", name, m)
}

func (c *check) accountSignature(name string, s *AccountSignature) {
	if s == nil {
		return
	}
	c.text(name+" account", s.Account, maxName)
	c.that(s.Account != "", "%s names no account", name)
	c.that(len(s.Signature) > 0 && len(s.Signature) <= maxSigned, "%s has %d bytes", name, len(s.Signature))
}

func (c *check) service(s string) {
	if s == "" || strings.ContainsAny(s, " \t\r\n") {
		c.wrong("service is %q: want a name without spaces", s)
	}
	c.text("service", s, maxName)
}

func (c *check) remedy(r *Remedy) {
	if r == nil {
		return
	}
	c.price("remedy", r.Price)
	c.settlements("remedy settlement", r.Settlements)
	c.verifications("remedy verification", r.Verifications)
	c.that(len(r.Services) <= maxPanel, "remedy names %d services, at most %d", len(r.Services), maxPanel)
	c.that(r.DeliverByMs >= 0 && r.DeliverByMs < maxTimeMs && r.RetryAtMs >= 0 && r.RetryAtMs < maxTimeMs, "remedy's times are out of range")
	for _, s := range r.Services {
		c.service(s)
	}
}

// Validate checks a SOW by itself.
func (m *SOW) Validate() error {
	var c check
	c.that(m.Version >= 1, "version is not set")
	if len(m.Nonce) < minNonce || len(m.Nonce) > maxNonce {
		c.wrong("nonce has %d bytes, want %d to %d", len(m.Nonce), minNonce, maxNonce)
	}
	c.service(m.Service)
	c.that(m.Units >= 1, "units is not set")
	c.time("deliver by", m.DeliverByMs)
	c.time("quote by", m.QuoteByMs)
	c.that(m.QuoteByMs <= m.DeliverByMs, "quotes are wanted after the work")
	c.payload("job", m.Job, false)
	c.settlements("settlement", m.Settlements)
	c.verifications("verification", m.Verifications)
	c.price("limit", m.Limit)
	c.text("reason", m.Reason, maxText)
	return c.err
}

// Validate checks a Quote by itself.
func (m *Quote) Validate() error {
	var c check
	c.that(m.Version >= 1, "version is not set")
	c.digest("sow", m.Sow)
	c.that(m.Price != nil, "price is not set; a free quote says 0")
	c.price("price", m.Price)
	c.that(m.Units >= 1, "units is not set")
	c.time("expires", m.ExpiresMs)
	c.time("deliver by", m.DeliverByMs)
	c.settlement("settlement", m.Settlement)
	c.verification("verification", m.Verification)
	c.payload("details", m.Details, false)
	c.text("reason", m.Reason, maxText)
	return c.err
}

// Validate checks Terms by themselves.
func (m *Terms) Validate() error {
	var c check
	c.that(m.Version >= 1, "version is not set")
	c.digest("sow", m.Sow)
	c.digest("quote", m.Quote)
	c.digest("requester", m.Requester)
	c.digest("farmer", m.Farmer)
	c.service(m.Service)
	c.that(m.Price != nil, "price is not set; free terms say 0")
	c.price("price", m.Price)
	c.that(m.Units >= 1, "units is not set")
	c.settlement("settlement", m.Settlement)
	c.verification("verification", m.Verification)
	c.time("accept by", m.AcceptByMs)
	c.time("deliver by", m.DeliverByMs)
	c.that(m.AcceptByMs <= m.StartByMs && m.StartByMs <= m.DeliverByMs, "deadlines are out of order: accept, start, deliver")
	c.window("review", m.ReviewMs)
	c.window("judge", m.JudgeMs)
	c.window("retain", m.RetainMs)
	c.payload("details", m.Details, false)
	return c.err
}

// maxWindowMs is ten years: no sum of a time and a window overflows.
const maxWindowMs = 10 * 366 * 24 * 3600 * 1000

func (c *check) window(name string, ms uint64) {
	if ms > maxWindowMs {
		c.wrong("%s window is %d ms, at most %d", name, ms, uint64(maxWindowMs))
	}
}

// Validate checks an Agreement and the terms inside it.
func (m *Agreement) Validate() error {
	_, err := m.validate()
	return err
}

// validate is Validate and returns the terms, which it had to decode.
func (m *Agreement) validate() (*Terms, error) {
	var c check
	c.that(len(m.Terms) > 0, "terms are not set")
	c.time("accept by", m.AcceptByMs)
	c.payload("deal", m.Deal, false)
	c.accountSignature("signature", m.Signature)
	c.text("reference", m.Reference, maxText)
	if c.err != nil {
		return nil, c.err
	}
	t, err := m.DecodeTerms()
	if err != nil {
		return nil, err
	}
	c.that(t.AcceptByMs == m.AcceptByMs, "accept by differs from the terms'")
	return t, c.err
}

// DecodeTerms decodes and validates the terms' exact bytes. Terms with fields that this version does not know are
// refused: nobody agrees to what it cannot read.
func (m *Agreement) DecodeTerms() (*Terms, error) {
	t := new(Terms)
	if err := decodeBody(m.Terms, t); err != nil {
		return nil, fmt.Errorf("terms: %w", err)
	}
	if shapeOf(t).hasOthers(m.Terms) {
		return nil, fmt.Errorf("terms: fields %w", ErrUnknown)
	}
	if err := t.Validate(); err != nil {
		return nil, fmt.Errorf("terms: %w", err)
	}
	return t, nil
}

// Validate checks an Acceptance by itself.
func (m *Acceptance) Validate() error {
	var c check
	c.accountSignature("signature", m.Signature)
	return c.err
}

// Validate checks a Progress by itself.
func (m *Progress) Validate() error {
	var c check
	c.that(m.Units >= 1, "units is not set")
	c.amount("claim", m.Claim)
	c.time("answer by", m.AnswerByMs)
	c.payload("evidence", m.Evidence, false)
	return c.err
}

// Validate checks a Voucher by itself.
func (m *Voucher) Validate() error {
	var c check
	c.amount("amount", m.Amount)
	c.accountSignature("signature", m.Signature)
	return c.err
}

// Validate checks a Delivery by itself.
func (m *Delivery) Validate() error {
	var c check
	c.payload("result", m.Result, true)
	c.amount("cost", m.Cost)
	c.time("review by", m.ReviewByMs)
	c.that(m.RetainUntilMs >= 0 && m.RetainUntilMs < maxTimeMs+maxWindowMs, "retain until is out of range")
	return c.err
}

// Validate checks a Reward by itself.
func (m *Reward) Validate() error {
	var c check
	c.amount("amount", m.Amount)
	c.time("receipt by", m.ReceiptByMs)
	c.accountSignature("signature", m.Signature)
	c.payload("proof", m.Proof, false)
	return c.err
}

// Validate checks a Receipt by itself.
func (m *Receipt) Validate() error {
	var c check
	c.amount("amount", m.Amount)
	c.payload("proof", m.Proof, false)
	return c.err
}

// Validate checks a Reject by itself.
func (m *Reject) Validate() error {
	var c check
	_, known := Code_name[int32(m.Code)]
	c.that(known && m.Code != 0, "code is not set")
	c.text("reason", m.Reason, maxText)
	c.remedy(m.Remedy)
	return c.err
}

// Validate checks a Dispute by itself.
func (m *Dispute) Validate() error {
	var c check
	_, known := Grievance_name[int32(m.Grievance)]
	c.that(known && m.Grievance != 0, "grievance is not set")
	c.text("reason", m.Reason, maxText)
	c.payload("evidence", m.Evidence, false)
	c.time("judge by", m.JudgeByMs)
	c.accountSignature("signature", m.Signature)
	return c.err
}

// Validate checks a Verdict by itself.
func (m *Verdict) Validate() error {
	var c check
	_, known := Finding_name[int32(m.Finding)]
	c.that(known && m.Finding != 0, "finding is not set")
	c.text("reason", m.Reason, maxText)
	c.payload("evidence", m.Evidence, false)
	return c.err
}

// Validate checks an Ask by itself.
func (m *Ask) Validate() error {
	var c check
	c.digest("session", m.Session)
	_, known := Request_name[int32(m.Request)]
	c.that(known && m.Request != 0, "request is not set")
	c.text("reason", m.Reason, maxText)
	c.payload("details", m.Details, false)
	return c.err
}

// Validate checks a Remedy; nil is none.
func (m *Remedy) Validate() error {
	var c check
	c.remedy(m)
	return c.err
}

// Validate checks a Resume by itself.
func (m *Resume) Validate() error {
	var c check
	c.digest("session", m.Session)
	c.that(len(m.Head) == 32 || m.Count == 0 && len(m.Head) == 0, "head has %d bytes, want 32", len(m.Head))
	return c.err
}

// Validate checks a Refusal by itself.
func (m *Refusal) Validate() error {
	var c check
	c.that(len(m.Envelope) == 32 || len(m.Envelope) == 0, "envelope has %d bytes, want 32 or none", len(m.Envelope))
	_, known := Code_name[int32(m.Code)]
	c.that(known && m.Code != 0, "code is not set")
	c.text("reason", m.Reason, maxText)
	c.remedy(m.Remedy)
	return c.err
}

// Validate checks a Telemetry by itself.
func (m *Telemetry) Validate() error {
	var c check
	c.digest("session", m.Session)
	c.text("text", m.Text, maxText)
	return c.err
}
