package requester

import (
	"errors"
	"fmt"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// afford keeps the sum of what binds, or may come to, within MaxPrice.
func (h *hire) afford(e *engagement, a *messages.Agreement) error {
	switch {
	case a == nil:
		return errors.New("the agreement is not legal here: it is nil")
	case h.MaxPrice.IsZero():
		return nil
	}
	t, err := a.DecodeTerms()
	if err != nil {
		return err
	}
	ceiling, err := messages.ParseAmount(t.GetPrice().GetCeiling())
	if err != nil {
		return err
	}
	c := h.client
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lapse(c.config.Now())
	sum, err := h.committed.Add(ceiling)
	if err != nil || sum.Cmp(h.MaxPrice) > 0 {
		left, _ := h.MaxPrice.Sub(h.committed)
		refusal := protocol.Errorf(protocol.Price, "the price of %s is above the %s that is left of the budget", ceiling, left)
		refusal.Remedy = &messages.Remedy{Price: &messages.Price{Asset: t.Price.Asset, Unit: t.Price.Unit, PerUnit: "0", Ceiling: left.String()}}
		h.waiting(refusal)
		return refusal
	}
	h.committed, h.reserved[e] = sum, ceiling
	return nil
}

// waiting adds to a refusal what will be free, and when: at a time, or once a deal is closed. The client's mu is held.
func (h *hire) waiting(refusal *protocol.Error) {
	var first *exposure
	var at time.Time
	for _, x := range h.client.exposed {
		until := x.free
		if x.waits {
			until = lastPaid(x.view, h.client.config.Limits)
		}
		if x.hire == h && !until.IsZero() && (first == nil || until.Before(at)) {
			first, at = x, until
		}
	}
	switch {
	case first == nil:
		return
	case first.waits:
		refusal.Reason += fmt.Sprintf("; up to %s more is free once the deal of session %s is closed: its own time is over at %s, and a reconciler closes it",
			first.amount, first.view.Session.Short(), at.UTC().Format(time.RFC3339))
	default:
		refusal.Reason += fmt.Sprintf("; %s more is free from %s on, unless a farmer that refused has the signed deal opened",
			first.amount, at.UTC().Format(time.RFC3339))
	}
	refusal.Remedy.RetryAtMs = at.UnixMilli()
}

// release gives back what a session that has ended does not owe, and of which nobody can make more.
func (h *hire) release(e *engagement) {
	h.client.mu.Lock()
	defer h.client.mu.Unlock()
	ceiling, ok := h.reserved[e]
	if !ok {
		return
	}
	delete(h.reserved, e)
	owed, _ := e.session.View().Owed()
	rest, err := ceiling.Sub(owed)
	if err != nil {
		return // more is owed than was kept, which the judge allows nobody
	}
	h.uncommit(rest)
	if x := e.exposed; x != nil && x.hire == h {
		h.committed, _ = h.committed.Add(x.amount)
		x.within = true
	}
	h.client.lapse(h.client.config.Now())
}

// uncommit frees a part of the budget; the client's mu is held.
func (h *hire) uncommit(amount messages.Amount) {
	if left, err := h.committed.Sub(amount); err == nil {
		h.committed = left
	}
}

// bequeath leaves what deals may still cost to the client, when the hire is over.
func (h *hire) bequeath() {
	h.client.mu.Lock()
	defer h.client.mu.Unlock()
	for _, x := range h.client.exposed {
		if x.hire == h {
			x.hire, x.within = nil, false
		}
	}
}
