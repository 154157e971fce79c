package requester

import (
	"fmt"
	"slices"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// lapsing is a part of the budget that is free at a time.
type lapsing struct {
	amount messages.Amount
	at     time.Time
}

// afford keeps the sum of what binds, or may come to, within MaxPrice.
func (h *hire) afford(e *engagement, a *messages.Agreement) error {
	if h.MaxPrice.IsZero() {
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
	h.mu.Lock()
	defer h.mu.Unlock()
	h.lapse(h.client.config.Now())
	sum, err := h.committed.Add(ceiling)
	if err != nil || sum.Cmp(h.MaxPrice) > 0 {
		left, _ := h.MaxPrice.Sub(h.committed)
		refusal := protocol.Errorf(protocol.Price, "the price of %s is above the %s that is left of the budget", ceiling, left)
		refusal.Remedy = &messages.Remedy{Price: &messages.Price{Asset: t.Price.Asset, Unit: t.Price.Unit, PerUnit: "0", Ceiling: left.String()}}
		if len(h.lapsing) > 0 {
			refusal.Remedy.RetryAtMs = h.lapsing[0].at.UnixMilli()
			refusal.Reason += fmt.Sprintf("; %s more is free from %s on, unless a farmer that refused has the signed deal opened",
				h.lapsing[0].amount, h.lapsing[0].at.UTC().Format(time.RFC3339))
		}
		return refusal
	}
	h.committed, h.reserved[e] = sum, ceiling
	return nil
}

// release gives back what a session that has ended does not owe: at once, or, where a deal was signed and not seen open,
// once nobody can open it any more.
func (h *hire) release(e *engagement) {
	h.mu.Lock()
	defer h.mu.Unlock()
	ceiling, ok := h.reserved[e]
	if !ok {
		return
	}
	delete(h.reserved, e)
	v := e.session.View()
	if !v.Final() && v.Agreement != nil && (e.confirmed || e.doubtful || !v.Bound()) {
		h.stranded, _ = h.stranded.Add(ceiling) // given up here; what the farmer makes of it may cost all
		return
	}
	owed, _ := v.Owed()
	rest, err := ceiling.Sub(owed)
	if err != nil {
		return // more is owed than was kept, which the judge allows nobody
	}
	at := h.client.config.Now()
	if v.Agreement.GetDeal() != nil && v.Delivery == nil && !e.confirmed { // whoever holds the deal's signatures may open it until then
		at = time.UnixMilli(v.Agreement.AcceptByMs).Add(e.client.config.Limits.Grace)
	}
	h.lapsing = append(h.lapsing, lapsing{rest, at})
	slices.SortStableFunc(h.lapsing, func(a, b lapsing) int { return a.at.Compare(b.at) })
	h.lapse(h.client.config.Now())
}

// bequeath leaves what deals that were refused or given up may still cost to the client, when the hire is over.
func (h *hire) bequeath() {
	h.mu.Lock()
	left, stranded := h.lapsing, h.stranded
	h.lapsing, h.stranded = nil, messages.Amount{}
	h.mu.Unlock()
	h.client.mu.Lock()
	defer h.client.mu.Unlock()
	h.client.exposed = append(h.client.exposed, left...)
	if sum, err := h.client.stranded.Add(stranded); err == nil {
		h.client.stranded = sum
	}
}

// Exposed is what deals of hires that are over may still cost although nobody is hired for them: they were signed here, the
// farmer refused, and whoever holds the signatures can have them opened for a while yet; or the session was given up here and
// the farmer may be at work, so that its deal may cost all in the end. A Hiring's MaxPrice looks at its own
// hire only: take this off it where hires share a budget.
func (c *Client) Exposed() messages.Amount {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.config.Now()
	c.exposed = slices.DeleteFunc(c.exposed, func(l lapsing) bool { return !now.Before(l.at) })
	sum := c.stranded
	for _, l := range c.exposed {
		if more, err := sum.Add(l.amount); err == nil {
			sum = more
		}
	}
	return sum
}

// lapse gives back what nobody can have opened any more. h.mu is held.
func (h *hire) lapse(now time.Time) {
	for len(h.lapsing) > 0 && !now.Before(h.lapsing[0].at) {
		if left, err := h.committed.Sub(h.lapsing[0].amount); err == nil {
			h.committed = left
		}
		h.lapsing = h.lapsing[1:]
	}
}
