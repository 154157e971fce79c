package requester

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// exposure is what the deal of a session that has ended may cost beyond what the session says is owed, or has cost. The client's mu
// guards it.
type exposure struct {
	view   *protocol.View
	amount messages.Amount
	free   time.Time // when it is nothing any more by itself; zero: at no time
	waits  bool      // the policy will say when the deal is closed
	hire   *hire     // whose budget it counts against; nil once nobody hires there
	within bool      // that budget: until then all of the session's price is reserved there
}

// exposedBucket is where the journal notes exposures that the policy will speak about: the session's ID, and the amount.
const exposedBucket = "exposed-requester"

// exposure is that of a session which has ended here as v, nil if there is none.
func (e *engagement) exposure(v *protocol.View) *exposure {
	if v.Agreement == nil {
		return nil
	}
	ceiling, err := messages.ParseAmount(v.Terms.GetPrice().GetCeiling())
	if err != nil {
		return nil
	}
	owed, _ := v.Owed()
	rest, err := ceiling.Sub(owed)
	if err != nil || rest.IsZero() {
		return nil
	}
	x := &exposure{view: v, amount: rest}
	deal, decided := v.Settles() && v.Agreement.GetDeal() != nil, v.Final() && v.Delivery != nil
	_, says := e.client.policy.(Closer)
	switch held := e.confirmed || e.doubtful; {
	case decided:
		return nil
	case deal && says && !e.void: // both sides may have signed, and it is the chain that pays
		x.waits = true
	case deal && held && v.Final():
		x.free = lastPaid(v, e.client.config.Limits)
	case !v.Final() && (held || !v.Bound()): // given up here; what the farmer makes of it may cost all, at any time
	case v.Agreement.GetDeal() != nil && v.Delivery == nil && !e.confirmed: // whoever holds the deal's signatures may open it until then
		x.free = time.UnixMilli(v.Agreement.AcceptByMs).Add(e.client.config.Limits.Grace)
	default:
		return nil
	}
	return x
}

// lastPaid is the last instant at which a deal's windows may let it be paid: what was submitted in time is paid when nobody has
// answered, or ruled.
func lastPaid(v *protocol.View, l protocol.Limits) time.Time {
	windows := time.Duration(v.Terms.GetReviewMs()+v.Terms.GetJudgeMs()) * time.Millisecond
	return time.UnixMilli(v.Terms.GetDeliverByMs()).Add(windows + l.Grace)
}

// expose keeps account of a session that has ended, before it is closed in the journal: until then it is under way, and from then on exposed, never
// both. One that the next Run takes up is not noted.
func (e *engagement) expose(ctx context.Context, v *protocol.View, halted bool) {
	c := e.client
	x := e.exposure(v)
	if x == nil {
		return
	}
	if x.waits = x.waits && !halted; x.waits {
		note := journal.Note{Bucket: exposedBucket, Key: v.Session[:], Value: []byte(x.amount.String())}
		if err := c.config.Journal.Commit(context.WithoutCancel(ctx), journal.Batch{Notes: []journal.Note{note}}); err != nil {
			c.config.Logger.Error("what a deal may still cost is not noted", "session", v.Session.Short(), "err", err)
		}
	}
	e.exposed = x
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lapse(c.config.Now())
	if h := e.hire.Load(); !h.over() {
		if _, counted := h.reserved[e]; counted {
			x.hire = h
		}
	}
	c.exposed = append(c.exposed, x)
	c.forget(e)
}

// follow waits until the policy says that the deal of an exposure is closed.
func (c *Client) follow(ctx context.Context, x *exposure) {
	if x == nil || !x.waits {
		return
	}
	closer := c.policy.(Closer)
	c.spawn(func() {
		var cost messages.Amount
		err := errLeft // until it has returned
		defer func() { c.know(ctx, x, cost, err) }()
		err = c.config.Guard("Closed", func() (err error) {
			cost, err = closer.Closed(ctx, x.view)
			return err
		})
	})
}

// know takes up what the policy has said of a deal that is closed, and tells the hire whose budget that frees.
func (c *Client) know(ctx context.Context, x *exposure, cost messages.Amount, err error) {
	if ctx.Err() != nil {
		return // the next Run asks again
	}
	if err != nil {
		c.config.Logger.Warn("what a deal has cost is not known; its whole price counts as spent", "session", x.view.Session.Short(), "err", err)
		cost, _ = messages.ParseAmount(x.view.Terms.GetPrice().GetCeiling())
	}
	h := c.settle(x, cost)
	if x.amount.IsZero() {
		c.unexpose(x.view.Session)
	}
	if h == nil {
		return
	}
	select {
	case h.events <- event{kind: freed}:
	case <-h.gone:
	case <-ctx.Done():
	}
}

// settle takes up what a deal has cost, and returns the hire whose budget that frees, if there is one.
func (c *Client) settle(x *exposure, cost messages.Amount) *hire {
	owed, _ := x.view.Owed()
	spent, err := cost.Sub(owed)
	if err != nil {
		spent = messages.Amount{}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	x.waits = false
	if left, err := x.amount.Sub(spent); err == nil {
		x.amount = spent
		if x.within {
			x.hire.uncommit(left)
		}
	}
	if x.amount.IsZero() {
		c.exposed = slices.DeleteFunc(c.exposed, func(o *exposure) bool { return o == x })
	}
	return x.hire
}

// unexpose has the journal forget an exposure, and what a deal has cost with it, once that is nobody's budget any more.
func (c *Client) unexpose(session messages.ID) {
	c.mu.Lock()
	c.exposed = slices.DeleteFunc(c.exposed, func(x *exposure) bool { return x.view.Session == session && x.hire == nil && !x.waits })
	c.mu.Unlock()
	known, err := c.config.Journal.Note(context.Background(), exposedBucket, session[:])
	if err == nil && known != nil {
		err = c.config.Journal.Commit(context.Background(), journal.Batch{Notes: []journal.Note{{Bucket: exposedBucket, Key: session[:]}}})
	}
	if err != nil {
		c.config.Logger.Warn("a deal that is closed stays noted", "session", session.Short(), "err", err)
	}
}

// recallExposed takes up the exposures that the journal notes.
func (c *Client) recallExposed(ctx context.Context) error {
	for note, err := range c.config.Journal.Notes(ctx, exposedBucket) {
		if err != nil {
			return fmt.Errorf("resume: %w", err)
		}
		x, err := c.loadExposed(ctx, note)
		if ctx.Err() != nil {
			return fmt.Errorf("resume: %w", context.Cause(ctx))
		}
		if err != nil {
			c.config.Logger.Error("what a deal may still cost is not known", "session", fmt.Sprintf("%x", note.Key), "err", err)
			continue
		}
		c.mu.Lock()
		again := c.sessions[x.view.Session] != nil // a crash came before its end: it ends once more
		if !again {
			c.exposed = append(c.exposed, x)
		}
		c.mu.Unlock()
		if !again {
			c.follow(ctx, x)
		}
	}
	return nil
}

func (c *Client) loadExposed(ctx context.Context, note journal.Note) (*exposure, error) {
	if len(note.Key) != len(messages.ID{}) {
		return nil, errors.New("the journal's note names no session")
	}
	amount, err := messages.ParseAmount(string(note.Value))
	if err != nil {
		return nil, fmt.Errorf("the journal's note: %w", err)
	}
	v, err := Replay(ctx, c.config.Journal, messages.ID(note.Key))
	if err != nil {
		return nil, err
	}
	if v.Agreement == nil {
		return nil, errors.New("nothing was agreed in it")
	}
	x := &exposure{view: v, amount: amount}
	if _, x.waits = c.policy.(Closer); !x.waits {
		x.free = lastPaid(v, c.config.Limits)
	}
	return x, nil
}

// Exposed is what deals of hires that are over may still cost, or have cost, beyond what their sessions say is owed (Owed): those
// that were signed here and refused, and which whoever holds the signatures can have opened for a while yet; those whose
// session has ended without a result, or in a dispute, while the chain may still pay for them; and sessions that were given up here while
// the farmer may be at work. Where the policy is a [Closer] a deal stays, across restarts too, until it says what it has cost, and that
// from then on; else until nobody can open it, or its last window is over. A Hiring's MaxPrice looks at its own hire only: take this
// off it where hires share a budget.
func (c *Client) Exposed() messages.Amount {
	var sum messages.Amount
	for _, amount := range c.Exposures() {
		if more, err := sum.Add(amount); err == nil {
			sum = more
		}
	}
	return sum
}

// Exposures are what Exposed is the sum of, by the session of each.
func (c *Client) Exposures() iter.Seq2[*protocol.View, messages.Amount] {
	return func(yield func(*protocol.View, messages.Amount) bool) {
		if c.init() != nil {
			return
		}
		c.mu.Lock()
		c.lapse(c.config.Now())
		var all []exposure
		for _, x := range c.exposed {
			if x.hire == nil {
				all = append(all, *x)
			}
		}
		c.mu.Unlock()
		for _, x := range all {
			if !yield(x.view, x.amount) {
				return
			}
		}
	}
}

// lapse drops exposures whose time has come, and has the hires have them back; mu is held.
func (c *Client) lapse(now time.Time) {
	c.exposed = slices.DeleteFunc(c.exposed, func(x *exposure) bool {
		over := !x.free.IsZero() && !now.Before(x.free) && (x.hire == nil || x.within)
		if over && x.within {
			x.hire.uncommit(x.amount)
		}
		return over
	})
}
