package farmer

import (
	"context"
	"errors"
	"time"

	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// conduct moves one session whenever it is the farmer's turn, until it ends or the server closes.
func (s *Server) conduct(ctx context.Context, d *drive.Session) {
	v, err := s.move(ctx, d)
	s.notice(v, err)
	if errors.Is(err, ErrServerClosed) {
		d.Detach()
		return
	}
	if v.Bound() && (v.Final() || err != nil) {
		if e, ok := s.Farmer.(Ender); ok {
			e.Ended(ctx, v)
		}
	}
	if err := d.Close(); err != nil {
		s.config.Logger.Error("session not closed", "session", v.Session.Short(), "err", err)
	}
}

func (s *Server) move(ctx context.Context, d *drive.Session) (*protocol.View, error) {
	last := protocol.Phase(0)
	for {
		v, err := d.Await(ctx, func(v *protocol.View) bool {
			return v.Turn() == protocol.Farmer || v.Phase != last || v.Final()
		})
		if err != nil || v.Final() {
			return v, err
		}
		if v.Phase != last {
			s.notice(v, nil)
			last = v.Phase
		}
		if v.Turn() != protocol.Farmer {
			if _, connected := d.Heard(); !connected && !v.Bound() {
				return v, protocol.Errorf(protocol.Unavailable, "the requester went away before anybody was bound")
			}
			if v, err = d.AwaitTurn(ctx, protocol.Farmer); err != nil || v.Final() {
				return v, err
			}
			continue
		}
		m, err := s.decide(ctx, d, v)
		if ctx.Err() != nil {
			return v, context.Cause(ctx)
		}
		if err != nil {
			s.notice(v, err)
			m = protocol.AsError(err).Reject()
		}
		if _, err := d.Send(ctx, m); err != nil {
			if protocol.CodeOf(err) == protocol.Late {
				continue // the phase has ended by time, or will in a moment
			}
			return d.View(), err
		}
	}
}

// decide asks the policy for the move that the phase calls for.
func (s *Server) decide(ctx context.Context, d *drive.Session, v *protocol.View) (messages.Message, error) {
	switch v.Phase {
	case protocol.Solicited:
		q, err := s.Farmer.Quote(ctx, v)
		if err != nil {
			return nil, err
		}
		return completeQuote(q, v), nil
	case protocol.Proposed:
		a, err := s.Farmer.Accept(ctx, v)
		if err != nil {
			return nil, err
		}
		if a == nil {
			a = new(messages.Acceptance)
		}
		return a, nil
	case protocol.Agreed:
		delivery, err := s.work(ctx, d, v)
		if err != nil {
			return nil, err
		}
		return delivery, nil
	case protocol.Rewarded:
		r, err := s.Farmer.Confirm(ctx, v)
		if err != nil {
			return nil, err
		}
		if r == nil {
			r = &messages.Receipt{Amount: v.Reward.Amount}
		}
		return r, nil
	}
	return nil, protocol.Errorf(protocol.Internal, "no move in phase %s", v.Phase)
}

// quoteValidity is how long a quote holds that names no end.
const quoteValidity = time.Minute

func completeQuote(q *messages.Quote, v *protocol.View) messages.Message {
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
		q.DeliverByMs = v.SOW.DeliverByMs
	}
	if q.ExpiresMs == 0 {
		q.ExpiresMs = min(time.Now().Add(quoteValidity).UnixMilli(), q.DeliverByMs)
	}
	return q
}

// work waits for evidence that the requester holds the countersignature, then has the policy work.
func (s *Server) work(ctx context.Context, d *drive.Session, v *protocol.View) (messages.Message, error) {
	if !v.Settles() { // with a settlement the deal is the evidence, and the policy looks at it
		if err := d.AwaitHeld(ctx, v.AcceptedAt, time.UnixMilli(v.Terms.StartByMs)); err != nil {
			return nil, err
		}
	}
	ctx, cancel := context.WithDeadlineCause(ctx, time.UnixMilli(v.Terms.DeliverByMs),
		protocol.Errorf(protocol.Late, "the work was not done by its deadline"))
	defer cancel()
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	watching, unwatch := context.WithCancel(ctx)
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		asked, err := d.Await(watching, func(v *protocol.View) bool {
			return v.AskedBy == protocol.Requester && v.Asked.Request == messages.Request_REQUEST_CANCEL
		})
		if err == nil && asked.AskedBy == protocol.Requester {
			stop(protocol.Errorf(protocol.Canceled, "canceled by the requester: %s", asked.Asked.Reason))
		}
	}()
	defer func() { unwatch(); <-watched }()
	delivery, err := s.Farmer.Work(ctx, v, &progress{server: s, session: d})
	if err != nil {
		if cause, ok := errors.AsType[*protocol.Error](context.Cause(ctx)); ok {
			return nil, cause
		}
		return nil, err
	}
	return completeDelivery(delivery, d.View()), nil
}

func completeDelivery(m *messages.Delivery, v *protocol.View) messages.Message {
	if m.Units == 0 {
		m.Units = v.Terms.Units
	}
	if m.Cost == "" {
		m.Cost = v.Cost(m.Units).String()
	}
	now := time.Now()
	if m.ReviewByMs == 0 {
		m.ReviewByMs = now.UnixMilli() + int64(v.Terms.ReviewMs)
	}
	if m.RetainUntilMs == 0 {
		m.RetainUntilMs = now.UnixMilli() + int64(v.Terms.RetainMs)
	}
	return m
}

// progress is the Progress of one piece of running work.
type progress struct {
	server  *Server
	session *drive.Session
}

func (p *progress) Claim(ctx context.Context, m *messages.Progress) (*messages.Voucher, error) {
	v := p.session.View()
	if m.Claim == "" {
		m.Claim = v.Cost(m.Units).String()
	}
	if m.AnswerByMs == 0 {
		m.AnswerByMs = v.Terms.DeliverByMs
	}
	if _, err := p.session.Send(ctx, m); err != nil {
		return nil, err
	}
	p.server.notice(p.session.View(), nil)
	v, err := p.session.Await(ctx, func(v *protocol.View) bool { return v.Phase != protocol.Claimed })
	if err != nil {
		return nil, err
	}
	if v.Phase != protocol.Agreed {
		if v.RejectedBy == protocol.Requester {
			return nil, protocol.FromReject(v.Reject)
		}
		return nil, protocol.Errorf(protocol.Late, "progress was not answered")
	}
	p.server.notice(v, nil)
	return v.Voucher, nil
}

func (p *progress) Report(ctx context.Context, done, total uint64, text string) {
	p.session.Telemetry(ctx, &messages.Telemetry{Done: done, Total: total, Text: text})
}
