package requester

import (
	"bytes"
	"cmp"
	"context"
	"iter"
	"slices"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"google.golang.org/protobuf/proto"
)

// Resume yields how sessions of one work end that Run has taken up, or whose Hire was broken off, and hires others in the place of those
// that fail, as Hire would have: each has a place until it ends, or until another is hired in it, as one may be who has been out
// of reach for longer than h.Patience. Those that h says were replaced have none. Whom h names and the Finder finds is asked once fewer than
// h.N have a place or are done, with the SOW that the sessions have but for its nonce and the date for quotes, unless one of them is its own.
// Where nobody is left, or the SOW's delivery date is past, it ends with an [*Unfilled] once all of them have.
//
// The sessions are among those of Sessions. All are taken up or none is: where one has ended the error is NotFound, and Duplicate where one is a
// Hire's that goes on. h.N and h.MaxPrice are over these sessions and whom Resume hires; what those that have ended may still cost is Exposed.
func (c *Client) Resume(ctx context.Context, h Hiring, sessions ...messages.ID) iter.Seq2[*Outcome, error] {
	return c.resume(ctx, sessions, func() *hire { return newHire(c, h) })
}

// Follow yields how sessions end that Resume would take up, and hires nobody. It ends once those that have not ended have all been out of reach
// for longer than a patience: then it is time to Resume them. The default is a Hiring's; where it is negative Follow waits until all have ended,
// and Notice hears of who is out of reach after the default.
func (c *Client) Follow(ctx context.Context, patience time.Duration, sessions ...messages.ID) iter.Seq2[*Outcome, error] {
	return c.resume(ctx, sessions, func() *hire {
		h := newHire(c, Hiring{Patience: patience})
		h.N, h.patient = 0, patience < 0
		return h
	})
}

func (c *Client) resume(ctx context.Context, sessions []messages.ID, begin func() *hire) iter.Seq2[*Outcome, error] {
	return func(yield func(*Outcome, error) bool) {
		err := c.await(ctx)
		hire := begin()
		if err == nil {
			err = hire.takeUp(sessions)
		}
		if err != nil {
			yield(nil, err)
			return
		}
		hire.sow = proto.CloneOf(hire.sow)
		hire.sow.Nonce, hire.sow.QuoteByMs, hire.sow.Round, hire.sow.Reason, hire.sow.Final = nil, 0, 0, "", false
		hire.run(ctx, yield)
	}
}

// takeUp makes sessions this hire's, and those that were replaced, or none of them.
func (h *hire) takeUp(sessions []messages.ID) error {
	if len(sessions) == 0 {
		return protocol.Errorf(protocol.Invalid, "no session is named: those under way are Sessions")
	}
	sessions = slices.Concat(sessions, h.Replaced)
	slices.SortFunc(sessions, func(a, b messages.ID) int { return bytes.Compare(a[:], b[:]) })
	all, err := h.claim(slices.Compact(sessions))
	for _, e := range all {
		if e.replaced {
			h.client.spawn(func() { e.recall(h.client.base) })
		}
	}
	return err
}

// claim is takeUp while nothing begins or ends.
func (h *hire) claim(sessions []messages.ID) (all []*engagement, err error) {
	h.client.mu.Lock()
	defer h.client.mu.Unlock()
	for _, id := range sessions {
		e := h.client.sessions[id]
		switch {
		case e == nil || e.session.View().Agreement == nil:
			return nil, protocol.Errorf(protocol.NotFound, "session %s is not under way", id.Short())
		case !e.hire.Load().over():
			return nil, protocol.Errorf(protocol.Duplicate, "session %s is one of a hire that goes on: break that off first", id.Short())
		}
		all = append(all, e)
	}
	for _, e := range all {
		e.replaced = e.replaced || slices.Contains(h.Replaced, e.session.ID())
		h.adopt(e, e.session.View())
	}
	return all, nil
}

// adopt makes a session that Run took up one of this hire's. The client's mu is held.
func (h *hire) adopt(e *engagement, v *protocol.View) {
	// Of what was asked, that which was bargained about least is what others are asked; of those, what may take longest; of those, the
	// first session's.
	if s := h.sow; s == nil || cmp.Or(cmp.Compare(v.SOW.Round, s.Round), cmp.Compare(s.DeliverByMs, v.SOW.DeliverByMs)) < 0 {
		h.sow = v.SOW
	}
	if ceiling, err := messages.ParseAmount(v.Terms.GetPrice().GetCeiling()); err == nil && !h.MaxPrice.IsZero() {
		h.reserved[e] = ceiling
		h.committed, _ = h.committed.Add(ceiling)
	}
	e.offer = offer(e, v, time.Time{})
	e.hire.Store(h)
	if !e.replaced {
		h.active = append(h.active, e)
	}
	if h.asked[e.candidate.Key] == nil {
		h.candidates = append(h.candidates, e.candidate)
		h.asked[e.candidate.Key] = new(asked)
	}
	h.asked[e.candidate.Key].busy++
}
