package requester

import (
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// afford keeps the sum of what binds within MaxPrice.
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
	sum, err := h.committed.Add(ceiling)
	if err != nil || sum.Cmp(h.MaxPrice) > 0 {
		left, _ := h.MaxPrice.Sub(h.committed)
		refusal := protocol.Errorf(protocol.Price, "the price of %s is above the %s that is left of the budget", ceiling, left)
		refusal.Remedy = &messages.Remedy{Price: &messages.Price{Asset: t.Price.Asset, Unit: t.Price.Unit, PerUnit: "0", Ceiling: left.String()}}
		return refusal
	}
	h.committed, h.reserved[e] = sum, ceiling
	return nil
}

// release gives back what a session that has ended does not owe.
func (h *hire) release(e *engagement) {
	h.mu.Lock()
	defer h.mu.Unlock()
	ceiling, ok := h.reserved[e]
	if !ok {
		return
	}
	delete(h.reserved, e)
	v := e.session.View()
	if !v.Final() && v.Agreement != nil && (e.confirmed || !v.Bound()) {
		return // given up here; what the farmer makes of it may cost all
	}
	owed, _ := v.Owed()
	if left, err := h.committed.Sub(ceiling); err == nil {
		h.committed, _ = left.Add(owed)
	}
}
