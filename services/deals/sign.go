package deals

import (
	"bytes"
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// maxDerived is how many agreements' papers are remembered.
const maxDerived = 1 << 12

// derived remembers the papers of agreements, since each step of a session needs them. The zero value remembers none.
type derived struct {
	mu sync.Mutex
	of map[messages.ID]*Papers
}

// papers derives the deal of an agreement and compares it with what the requester derived. Nobody changes them.
func (d *derived) papers(v *protocol.View, c Contract) (*Papers, error) {
	d.mu.Lock()
	p := d.of[v.AgreementID]
	d.mu.Unlock()
	if p != nil {
		return p, nil
	}
	p, err := papersOf(v, c)
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.of == nil || len(d.of) >= maxDerived {
		d.of = make(map[messages.ID]*Papers) // they are derived again
	}
	d.of[v.AgreementID] = p
	return p, nil
}

// forget drops what no session needs any more.
func (d *derived) forget(v *protocol.View) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.of, v.AgreementID)
}

// papersOf derives the deal of an agreement and compares it with what the requester derived.
func papersOf(v *protocol.View, c Contract) (*Papers, error) {
	p, err := Derive(v.Agreement.Terms, c.TermsHash, c.DealID)
	if err != nil {
		return nil, err
	}
	shown := v.Agreement.GetDeal()
	if want, err := PapersCodec.Encode(*p); err != nil || want.Type != shown.GetType() || !bytes.Equal(want.Body, shown.GetBody()) {
		return nil, protocol.Errorf(protocol.Settlement, "the deal is not the one that the terms stand for")
	}
	return p, nil
}

// signable refuses what nobody should sign.
func (p *Papers) signable() error {
	switch {
	case p.Deal.OpenBy > time.Now().Add(maxOpen).Unix():
		return protocol.Errorf(protocol.Settlement, "the deal could be opened later than %s from now", maxOpen)
	case p.Terms.AcceptWindow == 0 || p.Terms.JudgeWindow == 0:
		return protocol.Errorf(protocol.Settlement, "the deal leaves no time to accept or to judge in")
	case p.Terms.SubmitBy <= p.Deal.OpenBy:
		return protocol.Errorf(protocol.Settlement, "the deal may be opened until its result is due: ask for it later, or have the deal accepted sooner")
	case p.Deal.Requester == p.Deal.Farmer:
		return protocol.Errorf(protocol.Settlement, "payer and payee are one account")
	}
	return nil
}

// unjudgedReason begins what is said to who would have an arbiter rule on what nobody can judge.
const unjudgedReason = "no arbiter is taken for this work: "

// hooks are what a side asks of whom it does not know before it signs; those of Funded and Guarded, where nil has its meaning.
type hooks struct {
	takes    func(Deal, Terms) error
	judges   func(*messages.SOW) error
	inTime   func(*messages.SOW, *messages.Terms) error
	unjudged func(*messages.SOW) error
}

// taken refuses a deal whose arbiter could not judge the work, at all or in time, or would not take a dispute about it; and one that needs
// an arbiter and names none.
func (p *Papers) taken(sow *messages.SOW, t *messages.Terms, h hooks) error {
	if p.Terms.Arbiter == (Address{}) {
		return alone(sow, h.unjudged)
	}
	if h.judges != nil {
		if err := h.judges(sow); err != nil {
			return protocol.Errorf(protocol.Settlement, "%s%v", unjudgedReason, err)
		}
	}
	if h.inTime != nil {
		if err := h.inTime(sow, t); err != nil {
			return &protocol.Error{Code: protocol.Settlement, Reason: unjudgedReason + err.Error(), Err: err}
		}
	}
	if h.takes == nil {
		return nil
	}
	if err := h.takes(p.Deal, p.Terms); err != nil {
		return &protocol.Error{Code: protocol.Settlement, Reason: fmt.Sprintf("the arbiter %s would not rule on a dispute: %v", p.Terms.Arbiter, err), Err: err}
	}
	return nil
}

// alone refuses work that is not done without an arbiter.
func alone(sow *messages.SOW, unjudged func(*messages.SOW) error) error {
	if unjudged == nil {
		return nil
	}
	if err := unjudged(sow); err != nil {
		return &protocol.Error{Code: protocol.Settlement, Reason: err.Error(), Err: err}
	}
	return nil
}

// sign signs a deal for one side, if it is allowed: its money for the deal is in the contract, and the record on disk, before
// the signature leaves. Where that fails the deal may be held, for the caller to release.
func (l *Ledger) sign(ctx context.Context, c Contract, side protocol.Role, v *protocol.View, p *Papers, allowed func() error) (*messages.AccountSignature, error) {
	if err := l.hold(ctx, p, Hash{}, allowed); err != nil {
		return nil, err
	}
	if _, err := l.provide(ctx, c, p.ID); err != nil {
		return nil, err
	}
	signature, err := c.SignDeal(p.Deal)
	if err != nil {
		return nil, err
	}
	err = l.update(ctx, p.ID, func(r *Record) error {
		r.fill(side, v, p)
		r.Here = true
		if side == protocol.Farmer {
			r.FarmerSignature = signature
		} else {
			r.PayerSignature = signature
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &messages.AccountSignature{Account: c.Account().String(), Signature: signature}, nil
}
