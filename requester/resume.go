package requester

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"google.golang.org/protobuf/proto"
)

// Resume yields how the sessions of a SOW end that Run has taken up, or whose Hire was broken off, and hires others in the
// place of those that fail, as Hire would have: whom h names and the Finder finds is asked once fewer than h.N are under way or done,
// with the same SOW but for its nonce and the date for quotes, unless one of those sessions is its own. Where nobody is left, or
// the SOW's delivery date is past, it ends with an [*Unfilled] once all of them have. sow is the ID of the SOW, as its hires' views
// name it (FirstSOW); more are others of the same work, since who is asked anew, or by Resume, is asked with another. Sessions that
// ended before are not known any more: h.N and h.MaxPrice are over what is still under way and whom Resume hires; what they may
// still cost is Exposed.
func (c *Client) Resume(ctx context.Context, sow messages.ID, h Hiring, more ...messages.ID) iter.Seq2[*Outcome, error] {
	return c.resume(ctx, append([]messages.ID{sow}, more...), func() *hire { return newHire(c, h) })
}

// Follow yields how the sessions of these SOWs end that Resume would take up, and hires nobody. Who is out of reach is waited for until
// its session ends; Notice hears of it after a Hiring's default Patience.
func (c *Client) Follow(ctx context.Context, sows ...messages.ID) iter.Seq2[*Outcome, error] {
	return c.resume(ctx, sows, func() *hire {
		h := newHire(c, Hiring{})
		h.N = 0
		return h
	})
}

func (c *Client) resume(ctx context.Context, sows []messages.ID, begin func() *hire) iter.Seq2[*Outcome, error] {
	return func(yield func(*Outcome, error) bool) {
		if err := c.await(ctx); err != nil {
			yield(nil, err)
			return
		}
		hire := begin()
		c.mu.Lock()
		for _, e := range c.sessions {
			if v := e.session.View(); slices.Contains(sows, v.FirstSOW) && v.Agreement != nil && e.hire.Load().over() {
				hire.adopt(e, v)
			}
		}
		c.mu.Unlock()
		if hire.sow == nil {
			yield(nil, notUnderWay(sows))
			return
		}
		hire.sow = proto.CloneOf(hire.sow)
		hire.sow.Nonce, hire.sow.QuoteByMs, hire.sow.Round, hire.sow.Reason, hire.sow.Final = nil, 0, 0, "", false
		hire.run(ctx, yield)
	}
}

// adopt makes a session that Run took up one of this hire's.
func (h *hire) adopt(e *engagement, v *protocol.View) {
	// Of what was asked, that which was bargained about least is what others are asked; of those, what may take longest.
	if s := h.sow; s == nil || cmp.Or(cmp.Compare(v.SOW.Round, s.Round), cmp.Compare(s.DeliverByMs, v.SOW.DeliverByMs)) < 0 {
		h.sow = v.SOW
	}
	if ceiling, err := messages.ParseAmount(v.Terms.GetPrice().GetCeiling()); err == nil && !h.MaxPrice.IsZero() {
		h.reserved[e] = ceiling
		h.committed, _ = h.committed.Add(ceiling)
	}
	e.hire.Store(h)
	e.offer = offer(e, v, time.Time{})
	h.active = append(h.active, e)
	if h.asked[e.candidate.Key] == nil {
		h.candidates = append(h.candidates, e.candidate)
	}
	h.asked[e.candidate.Key] = &asked{busy: true}
}

func notUnderWay(sows []messages.ID) error {
	var ids []string
	for _, id := range sows {
		ids = append(ids, id.Short())
	}
	return protocol.Errorf(protocol.NotFound, "no session of SOW %s is under way", strings.Join(ids, ", "))
}
