package requester

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// How soon a farmer that has no place is asked again: when it says, within these, or after the usual pause; each time
// later than the time before, up to 16 s.
const (
	fullPause     = 5 * time.Second
	leastFull     = time.Second
	longestToFull = time.Minute
)

// isFull reports whether what keeps a farmer from being hired will pass by itself, so that it is to be asked again: it has
// no place, or the budget is free again at a time. Who has countersigned and fails is not full, whatever it says.
func (h *hire) isFull(key messages.Key, err error) bool {
	e, ok := errors.AsType[*protocol.Error](err)
	if !ok || h.Insist < 0 {
		return false
	}
	at := e.Remedy.GetRetryAtMs()
	switch {
	case e.Code == protocol.Busy, e.Code == protocol.RateLimited:
	case !e.Remote && at > 0: // this side's own budget
	default:
		return false
	}
	pause := fullPause
	if at > 0 {
		pause = time.UnixMilli(at).Sub(h.client.config.Now())
	}
	a := h.asked[key]
	if a.full == nil {
		h.fullCount++
	}
	least := leastFull << min(a.tries, 4)
	a.full, a.again = err, h.client.config.Now().Add(min(max(pause, least), longestToFull))
	a.tries++
	return true
}

// afresh has those asked again now who were not hired for want of money.
func (h *hire) afresh() {
	for _, a := range h.asked {
		if e, ok := errors.AsType[*protocol.Error](a.full); ok && !e.Remote && e.Code == protocol.Price {
			a.again = h.client.config.Now()
		}
	}
}

// vain are those that were asked or waited for in vain, and may yet be hired another time.
func (h *hire) vain() (refused []Refused) {
	for _, c := range h.candidates {
		if a := h.asked[c.Key]; a.full != nil || a.stale != nil {
			refused = append(refused, Refused{c.Key, cmp.Or(a.full, a.stale)})
		}
	}
	return refused
}

// nextAgain is when the first of those that are full is asked again, zero if none is any more.
func (h *hire) nextAgain() (next time.Time) {
	if h.fullCount == 0 {
		return next
	}
	until := time.UnixMilli(h.sow.DeliverByMs)
	if h.Insist > 0 && h.began.Add(h.Insist).Before(until) {
		until = h.began.Add(h.Insist)
	}
	for _, a := range h.asked {
		if a.full != nil && a.again.Before(until) && (next.IsZero() || a.again.Before(next)) {
			next = a.again
		}
	}
	return next
}

// again tells when it is time to ask those that are full, while somebody is wanted.
func (h *hire) again() <-chan time.Time {
	next := h.nextAgain()
	if next.IsZero() || h.want() <= 0 {
		return nil
	}
	return time.After(next.Sub(h.client.config.Now()))
}

// insist asks those that were full again whose time has come.
func (h *hire) insist(base context.Context) error {
	if err := h.seal(); err != nil {
		return err
	}
	now := h.client.config.Now()
	h.restart(base, func(a *asked) bool { return a.full != nil && !a.again.After(now) })
	return nil
}
