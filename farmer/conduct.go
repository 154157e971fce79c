package farmer

import (
	"container/list"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"google.golang.org/protobuf/proto"
)

// conduct moves one session whenever it is the farmer's turn, until it ends or the server closes.
type conduct struct {
	server  *Server
	session *drive.Session
	unbound int            // bytes that are charged to the requester; the server's mu guards it
	ready   bool           // Accept has succeeded
	last    protocol.Phase // that Notice was told of
	hook    string         // that is running; "" for none
	left    []string       // hooks that have ended their goroutine
	// Its place among those that do not bind, nil for none, that of its quote, and whether it was let go; the server's mu guards them.
	suitor *suitor
	quote  *list.Element
	gone   bool

	mu       sync.Mutex
	canceled *protocol.Error         // why this side gives the session up
	stop     context.CancelCauseFunc // of the hook that is running
}

func (c *conduct) run(ctx context.Context) {
	v, err := c.move(ctx)
	c.notice(v, err)
	if ctx.Err() != nil {
		if err := c.session.Stop(); err != nil {
			c.server.config.Logger.Error("session not kept", "session", v.Session.Short(), "err", err)
		}
		return
	}
	if e, ok := c.server.Farmer.(Ender); ok && (v.Bound() || c.ready) {
		_ = c.guard("Ended", func() error { // which logs it
			e.Ended(ctx, v)
			return nil
		})
	}
	if v.Bound() && !v.Final() {
		c.session.Fail(err) // so that it stays open in the journal
	}
	if err := c.session.Close(); err != nil {
		c.server.config.Logger.Error("session not closed", "session", v.Session.Short(), "err", err)
	}
}

// cancel gives the session up for a reason.
func (c *conduct) cancel(ctx context.Context, reason *protocol.Error) error {
	c.mu.Lock()
	v := c.session.View()
	farmers := v.Turn() == protocol.Farmer && v.Phase != protocol.Rewarded
	if farmers {
		c.canceled = reason
		c.end(reason)
	}
	c.mu.Unlock()
	switch {
	case farmers:
		return nil
	case v.Turn() != protocol.Requester:
		return protocol.Errorf(protocol.NotYourTurn, "the session has come to %s: it is too late to cancel", v.Phase)
	}
	return c.session.Ask(ctx, messages.Request_REQUEST_CANCEL, reason.Reason)
}

// end cancels the hook that is running; mu is held.
func (c *conduct) end(why error) {
	if c.stop != nil {
		c.stop(why)
	}
}

// move answers whatever puts the farmer on turn.
func (c *conduct) move(ctx context.Context) (*protocol.View, error) {
	for {
		v, err := c.turn(ctx)
		if err != nil || v.Final() {
			return v, err
		}
		m, err := c.decide(ctx, v)
		if ctx.Err() != nil {
			return c.session.View(), context.Cause(ctx)
		}
		switch now := c.session.View(); {
		case now.Final():
			continue
		case now.Phase != v.Phase: // Work returned while a claim of its own was open, or what was forgotten in a crash came back
			continue
		case errors.Is(err, drive.ErrMoved):
			continue
		default:
			v = now
		}
		if err != nil {
			if _, deliberate := errors.AsType[*protocol.Error](err); !deliberate { // the requester is not told what it was
				c.server.config.Logger.Error("the farmer failed", "session", v.Session.Short(), "in", v.Phase, "err", err)
			}
			c.notice(v, err)
			m = rejection(err)
		}
		if err := c.say(ctx, v, m); err != nil {
			return c.session.View(), err
		}
	}
}

// rejection says err to the requester. What was not meant for it crosses as its code, which says all by itself.
func rejection(err error) *messages.Reject {
	if e, deliberate := errors.AsType[*protocol.Error](err); deliberate {
		return e.Reject()
	}
	return (&protocol.Error{Code: protocol.CodeOf(err)}).Reject()
}

// turn waits until the farmer is to move, and tells of the phases until then.
func (c *conduct) turn(ctx context.Context) (*protocol.View, error) {
	for {
		v := c.session.View()
		if v.Phase != c.last && !v.Final() {
			c.notice(v, nil)
			if c.last = v.Phase; v.Phase == protocol.Quoted {
				c.server.quoted(c)
			}
			if d, ok := c.server.Farmer.(Disputee); ok && v.Phase == protocol.Disputed {
				_ = c.guard("Disputed", func() error {
					tenure := c.session.Tenure(ctx, nil)
					defer tenure.Stop()
					d.Disputed(tenure, v)
					return nil
				})
			}
		}
		was := v.Head
		disputed := func(v *protocol.View) bool { return v.Phase == protocol.Disputed && c.last != v.Phase }
		v, err := c.session.AwaitTurn(ctx, protocol.Farmer, drive.Until{}, disputed)
		switch {
		case err != nil || v.Final():
			return v, err
		case disputed(v):
			continue
		case v.Turn() != protocol.Farmer:
			return v, protocol.Errorf(protocol.Unavailable, "the requester went away before anybody was bound")
		case v.Head != was:
			continue
		case v.Phase == protocol.Agreed:
			return v, nil // work need not wait for a requester that is away
		}
		// What was said and forgotten in a crash is not asked for again.
		if v, err = c.session.AwaitSettled(ctx, drive.Until{}); err != nil || v.Final() {
			return v, err
		}
		if v.Turn() == protocol.Farmer && v.Phase == c.last {
			return v, nil
		}
	}
}

// say sends a move. One that the judge refuses is the policy's mistake; the requester is told so rather than kept waiting.
func (c *conduct) say(ctx context.Context, v *protocol.View, m messages.Message) error {
	err := c.session.Answer(ctx, v.Head, m)
	switch {
	case err != nil:
	case m.Kind() == messages.Kind_KIND_ACCEPTANCE:
		c.server.bound(c)
	case m.Kind() == messages.Kind_KIND_DELIVERY:
		c.server.begun(c)
	}
	if refused, ok := errors.AsType[*protocol.Error](err); ok && refused.Code != protocol.Late && !c.session.View().Final() && c.session.View().Head == v.Head {
		illegal := fmt.Errorf("%s is not legal here: %w", m.Kind().Name(), err)
		c.server.config.Logger.Error("the farmer's move is refused", "session", v.Session.Short(), "in", v.Phase, "err", illegal)
		c.notice(v, illegal)
		err = c.session.Answer(ctx, v.Head, (&protocol.Error{Code: protocol.Internal}).Reject())
		if protocol.CodeOf(err) == protocol.Declined { // a reward was rejected too often
			_, err = c.session.Await(ctx, (*protocol.View).Final)
		}
	}
	switch {
	case errors.Is(err, drive.ErrMoved):
		return nil
	case protocol.CodeOf(err) == protocol.Late: // time is about to end the phase
		_, err = c.session.Await(ctx, (*protocol.View).Final)
	}
	return err
}

// decide asks the policy for the move that the phase calls for.
func (c *conduct) decide(ctx context.Context, v *protocol.View) (messages.Message, error) {
	hooked, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	c.mu.Lock()
	c.stop = stop
	canceled := c.canceled
	c.mu.Unlock()
	if canceled != nil && v.Phase != protocol.Rewarded {
		return nil, canceled
	}
	var m messages.Message
	guard := c.guard
	if v.Phase == protocol.Rewarded { // whose hook may be called many times
		guard = c.server.config.Guard
	}
	err := guard(hook(v.Phase), func() (err error) {
		m, err = c.ask(hooked, v)
		return err
	})
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stop = nil
	if c.canceled != nil && v.Phase != protocol.Rewarded && (err != nil || v.Phase != protocol.Agreed) {
		return nil, c.canceled
	}
	if err == nil && !v.Bound() {
		err = unwanted(c.session.View())
	}
	if err != nil {
		return nil, err
	}
	return m, nil
}

// hook is the name of the hook that moves in a phase.
func hook(p protocol.Phase) string {
	switch p {
	case protocol.Solicited:
		return "Quote"
	case protocol.Proposed:
		return "Accept"
	case protocol.Agreed:
		return "Work"
	case protocol.Rewarded:
		return "Confirm"
	}
	return p.String()
}

// ask has the hook of the phase say what the move is, while the session lasts: meanwhile nobody else looks at its deadlines. Work has the
// delivery date instead.
func (c *conduct) ask(ctx context.Context, v *protocol.View) (messages.Message, error) {
	if !v.Bound() {
		if err := c.server.grown(c); err != nil {
			return nil, err
		}
	}
	if v.Phase == protocol.Agreed {
		return c.work(ctx, v)
	}
	tenure := c.session.Tenure(ctx, unwanted)
	defer tenure.Stop()
	m, err := c.put(tenure, v)
	if cut, ok := errors.AsType[*protocol.Error](tenure.Cut()); ok && err != nil {
		return nil, cut
	}
	return m, err
}

// unwanted is what the requester of a session that does not bind said when it asked to cancel; nil if it did not.
func unwanted(v *protocol.View) error {
	if v.Bound() || v.AskedBy != protocol.Requester || v.Asked.Request != messages.Request_REQUEST_CANCEL {
		return nil
	}
	return canceledBy(v)
}

// put puts the question to the policy.
func (c *conduct) put(ctx context.Context, v *protocol.View) (messages.Message, error) {
	policy, bounds, now := c.server.Farmer, c.server.Bounds, c.server.config.Now
	switch v.Phase {
	case protocol.Solicited:
		q, err := policy.Quote(ctx, v)
		switch {
		case err != nil:
			return nil, err
		case q == nil:
			return nil, errors.New("Quote gave neither a quote nor an error")
		}
		q = completeQuote(q, v, now(), bounds)
		return q, bounds.quote(q, now())
	case protocol.Proposed:
		if err := bounds.terms(v, now()); err != nil {
			return nil, err
		}
		if err := c.server.reserve(c); err != nil {
			return nil, err
		}
		a, err := policy.Accept(ctx, v)
		if err != nil {
			return nil, err
		}
		c.ready = true
		if a == nil {
			a = new(messages.Acceptance)
		}
		return a, nil
	case protocol.Rewarded:
		return c.confirm(ctx, v)
	}
	return nil, protocol.Errorf(protocol.Internal, "no move in phase %s", v.Phase)
}

// quoteValidity is how long a quote holds that names no end.
const quoteValidity = time.Minute

// completeQuote fills in a copy: what a hook has returned stays its own.
func completeQuote(q *messages.Quote, v *protocol.View, now time.Time, bounds Bounds) *messages.Quote {
	q = proto.CloneOf(q)
	if q.Version == 0 {
		q.Version = messages.Version
	}
	if q.Sow == nil {
		q.Sow = v.SOWID[:]
	}
	if q.Units == 0 {
		q.Units = v.SOW.Units
	}
	if q.DeliverByMs == 0 {
		q.DeliverByMs = min(v.SOW.DeliverByMs, bounds.due(now).UnixMilli())
	}
	if q.ExpiresMs == 0 {
		q.ExpiresMs = min(now.Add(quoteValidity).UnixMilli(), q.DeliverByMs)
	}
	return q
}

// How often a reward whose check failed is looked at again.
const (
	confirmPause    = 200 * time.Millisecond
	maxConfirmPause = 10 * time.Second
)

// confirm has the policy look at the reward. A failure that is no *protocol.Error says nothing about the reward: it is
// looked at again until the receipt is due.
func (c *conduct) confirm(ctx context.Context, v *protocol.View) (messages.Message, error) {
	for pause := confirmPause; ; pause = min(2*pause, maxConfirmPause) {
		var r *messages.Receipt
		err := c.guard("Confirm", func() (err error) {
			r, err = c.server.Farmer.Confirm(ctx, v)
			return err
		})
		if _, deliberate := errors.AsType[*protocol.Error](err); deliberate {
			return nil, err
		}
		if err == nil && r == nil {
			r = &messages.Receipt{Amount: v.Reward.Amount}
		}
		if err == nil {
			return r, nil
		}
		c.notice(v, err)
		waiting, cancel := context.WithTimeout(ctx, pause)
		now, _ := c.session.Await(waiting, (*protocol.View).Final)
		cancel()
		if ctx.Err() != nil || now.Final() {
			return nil, err
		}
	}
}
