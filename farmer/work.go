package farmer

import (
	"context"
	"errors"
	"time"

	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"google.golang.org/protobuf/proto"
)

// work waits for evidence that the requester holds the countersignature, then has the policy work.
func (c *conduct) work(ctx context.Context, v *protocol.View) (messages.Message, error) {
	deliverBy := time.UnixMilli(v.Terms.DeliverByMs)
	if err := c.evidence(ctx, v, deliverBy); err != nil {
		return nil, err
	}
	if v = c.session.View(); v.Phase != protocol.Agreed { // what was forgotten in a crash came back meanwhile
		return nil, drive.ErrMoved
	}
	if !v.Settles() { // else the policy waits for the deal, and says so
		c.server.begun(c)
	}
	working, cancel := context.WithTimeoutCause(ctx, deliverBy.Sub(c.server.config.Now()), protocol.Errorf(protocol.Late, "the work was not done by its deadline"))
	defer cancel()
	c.session.OnAsk(c.asked)
	defer c.session.OnAsk(nil)
	delivery, err := c.server.Farmer.Work(working, v, &progress{conduct: c})
	switch {
	case err != nil:
		if cause, ok := errors.AsType[*protocol.Error](context.Cause(working)); ok {
			return nil, cause
		}
		return nil, err
	case delivery == nil:
		return nil, errors.New("Work gave neither a delivery nor an error")
	}
	// Nothing is signed before heads were compared, which may be long after: the windows begin then.
	if v, err = c.session.AwaitSettled(ctx, drive.Until{}); err != nil {
		return nil, err
	}
	return completeDelivery(delivery, v, c.server.config.Now()), nil
}

// evidence waits for what entitles to work. With a settlement the deal is that, and the policy looks at it. Without one
// it is the requester's word that it holds the countersignature; a farmer that was restarted after the start has
// forgotten whether it heard it, and waits for the requester to come back.
func (c *conduct) evidence(ctx context.Context, v *protocol.View, deliverBy time.Time) error {
	if v.Settles() || v.Voucher != nil {
		return nil
	}
	if _, err := c.session.AwaitSettled(ctx, drive.Until{At: deliverBy, Late: errAway}); err != nil {
		return err
	}
	now, startBy := c.server.config.Now(), time.UnixMilli(v.Terms.StartByMs)
	last := deliverBy.Add(-min(rejects, deliverBy.Sub(now)/2))
	if !now.Before(startBy) || startBy.After(last) {
		startBy = last
	}
	return c.session.AwaitHeld(ctx, v.AcceptedAt, startBy)
}

// rejects is how long before the delivery date a requester that is not heard of is rejected: at that date it is too late to say so.
const rejects = time.Second

var errAway = protocol.Errorf(protocol.Late, "the requester did not come back")

// asked stops the work when the requester asks for that.
func (c *conduct) asked(v *protocol.View) {
	if v.AskedBy != protocol.Requester || v.Asked.Request != messages.Request_REQUEST_CANCEL {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.end(canceledBy(v))
}

// canceledBy is what a requester that asked to cancel said. It is Remote: the operator's own Cancel is not.
func canceledBy(v *protocol.View) *protocol.Error {
	err := protocol.Errorf(protocol.Canceled, "canceled by the requester: %s", messages.Printable(v.Asked.Reason))
	err.Remote = true
	return err
}

// completeDelivery fills in a copy. A requester refuses windows that give less than the terms.
func completeDelivery(m *messages.Delivery, v *protocol.View, now time.Time) messages.Message {
	m = proto.CloneOf(m)
	if m.Units == 0 {
		m.Units = v.Terms.Units
	}
	if m.Cost == "" {
		m.Cost = v.Cost(m.Units).String()
	}
	m.ReviewByMs = max(m.ReviewByMs, now.UnixMilli()+int64(v.Terms.ReviewMs))
	m.RetainUntilMs = max(m.RetainUntilMs, now.UnixMilli()+int64(v.Terms.RetainMs))
	return m
}

// progress is the Progress of one piece of running work.
type progress struct{ conduct *conduct }

func (p *progress) Claim(ctx context.Context, m *messages.Progress) (*messages.Voucher, error) {
	session, notice := p.conduct.session, p.conduct.server.notice
	v, err := session.AwaitSettled(ctx, drive.Until{})
	if err == nil {
		err = over(v)
	}
	if err != nil {
		return nil, err
	}
	if m.Units > v.Progress.GetUnits() { // else it was claimed before a crash
		m = proto.CloneOf(m)
		if m.Claim == "" {
			m.Claim = v.Cost(m.Units).String()
		}
		if m.AnswerByMs == 0 {
			m.AnswerByMs = v.Terms.DeliverByMs
		}
		if _, err := session.Send(ctx, m); err != nil {
			return nil, err
		}
		p.Begun()
		notice(session.View(), nil)
	}
	v, err = session.Await(ctx, func(v *protocol.View) bool { return v.Phase != protocol.Claimed })
	if err == nil {
		err = over(v)
	}
	if err != nil {
		return nil, err
	}
	notice(v, nil)
	return v.Voucher, nil
}

// Begun implements Beginner.
func (p *progress) Begun() { p.conduct.server.begun(p.conduct) }

var _ Beginner = (*progress)(nil)

// over is why nothing is claimed any more; nil while the work lasts. Where a delivery was forgotten in a crash and came back it is done.
func over(v *protocol.View) error {
	switch {
	case v.Phase == protocol.Agreed || v.Phase == protocol.Claimed:
		return nil
	case v.Phase == protocol.Stopped:
		return protocol.FromReject(v.Reject)
	case v.Phase == protocol.Expired && v.Delivery == nil:
		return protocol.Errorf(protocol.Late, "progress was not answered")
	}
	return drive.ErrMoved
}

func (p *progress) Report(ctx context.Context, done, total uint64, text string) {
	p.conduct.session.Telemetry(ctx, &messages.Telemetry{Done: done, Total: total, Text: text})
}
