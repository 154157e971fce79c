package requester

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// bargain offers the quote to the hire and does what it decides, until an agreement is sent or the quote is no more.
func (e *engagement) bargain(ctx context.Context, v *protocol.View) error {
	for {
		if reason := e.unwanted(); reason != nil {
			e.decline(ctx, v, reason)
			return reason
		}
		e.post(event{kind: quoted, from: e, view: v, at: e.client.config.Now()})
		d, err := e.await(ctx, v)
		if err == nil {
			err = d.decline
		}
		if reason := e.unwanted(); err == nil && reason != nil {
			err = reason
		}
		if err == nil && !e.client.config.Now().Before(time.UnixMilli(v.Quote.ExpiresMs)) {
			err = errStaleQuote
		}
		if err == nil {
			v, err = e.choose(ctx, v)
		}
		var m messages.Message
		if err == nil {
			m, err = e.agree(ctx, v, d.choice)
		}
		if err == nil {
			err = e.session.Answer(ctx, v.Head, m)
		}
		if err != nil {
			e.decline(ctx, v, err)
			return err
		}
		if _, counter := m.(*messages.SOW); !counter {
			return nil
		}
		if v, err = e.quoted(ctx); err != nil {
			return err
		}
	}
}

// choose verifies a quote before anything is built on it.
func (e *engagement) choose(ctx context.Context, v *protocol.View) (*protocol.View, error) {
	chosen, err := e.session.Choose(ctx, v)
	if err == nil && v.Unverified {
		e.client.notice(chosen, nil)
	}
	return chosen, err
}

// agree asks the policy, and keeps what it agrees to within the budget.
func (e *engagement) agree(ctx context.Context, v *protocol.View, c protocol.Choice) (messages.Message, error) {
	e.agreeing = true
	tenure := e.session.Tenure(ctx, nil)
	defer tenure.Stop()
	var m messages.Message
	err := e.client.config.Guard("Agree", func() (err error) {
		m, err = e.client.policy.Agree(tenure, v, c)
		return err
	})
	cut := tenure.Cut() != nil
	if err != nil && cut && ctx.Err() == nil && !halts(err) {
		err = cmp.Or(e.withdrawn(v, e.session.View()), err)
	}
	switch m := m.(type) {
	case *messages.Agreement:
		if err == nil {
			err = e.hire.Load().afford(e, m)
		}
		if reason := e.unwanted(); err == nil && reason != nil {
			err = reason
		}
		e.remember()
	case *messages.SOW:
	default:
		if err == nil {
			err = errors.New("Agree gave neither an agreement nor a counter-offer")
		}
	}
	return m, err
}

// decline says why a quote is not taken, if it still can be.
func (e *engagement) decline(ctx context.Context, v *protocol.View, why error) {
	if ctx.Err() != nil || errors.Is(why, errStaleQuote) {
		return
	}
	if halts(why) {
		why = errHalted
	}
	if e.session.Dismiss(ctx, protocol.AsError(why)) {
		return
	}
	if err := e.session.Answer(ctx, v.Head, protocol.AsError(why).Reject()); err != nil {
		e.client.config.Logger.Debug("decline", "peer", e.candidate.Key.Short(), "err", err)
	}
}

var (
	errDeclined   = protocol.Errorf(protocol.Declined, "another farmer was hired")
	errHalted     = protocol.Errorf(protocol.Canceled, "the requester cannot go on")
	errStaleQuote = protocol.Errorf(protocol.Late, "the quote expired before it was chosen; if it had when it came, one of the two clocks is wrong")
)

// await waits for the hire's decision while the quote holds and the farmer is there.
func (e *engagement) await(ctx context.Context, v *protocol.View) (decision, error) {
	holds := time.NewTimer(time.UnixMilli(v.Quote.ExpiresMs).Sub(e.client.config.Now()))
	defer holds.Stop()
	for {
		now, changed, err := e.session.Watch()
		if err == nil {
			err = e.withdrawn(v, now)
		}
		if err != nil {
			return decision{}, err
		}
		select {
		case d := <-e.decide:
			return d, nil
		case <-changed:
		case <-holds.C:
			return decision{}, errStaleQuote
		case <-e.hire.Load().gone:
			return decision{decline: errDeclined}, nil
		case <-ctx.Done():
			return decision{}, context.Cause(ctx)
		}
	}
}

// withdrawn is why a quote is of no use any more; nil while it is.
func (e *engagement) withdrawn(v, now *protocol.View) error {
	switch {
	case now.AskedBy == protocol.Farmer:
		return protocol.Errorf(protocol.Canceled, "withdrawn by the farmer: %s", messages.Printable(now.Asked.Reason))
	case now.Head == v.Head && !now.Final():
		return nil
	case e.unwanted() != nil:
		return e.unwanted()
	case now.Phase == protocol.Expired:
		return errStaleQuote
	}
	return protocol.Errorf(protocol.Unavailable, "the quote is off the table: the session came to %s", now.Phase)
}
