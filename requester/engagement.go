package requester

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// engagement is one session with one farmer, from the first dial to its end.
type engagement struct {
	client    *Client
	candidate discovery.Candidate
	session   *drive.Session
	hire      *hire         // nil for a session that Run took up and no Resume asked for
	decide    chan decision // what the hire says to a quote
	agreeing  bool          // the policy was asked to agree
}

// decision answers a quote: a choice to hire, or a reason not to.
type decision struct {
	choice  protocol.Choice
	decline error
}

func (c *Client) engage(candidate discovery.Candidate, d *drive.Session) *engagement {
	e := &engagement{client: c, candidate: candidate, session: d, decide: make(chan decision, 1)}
	if c.Telemetry != nil {
		d.OnTelemetry(func(t *messages.Telemetry) { c.Telemetry(d.View(), t) })
	}
	return e
}

// run asks the farmer, bargains, and if hired sees the work through. ctx is Run's.
func (e *engagement) run(ctx context.Context, sow *messages.Signed) {
	v, err := e.ask(ctx, sow)
	if err == nil {
		v, err = e.bargain(ctx, v)
	}
	if v == nil || v.Agreement == nil {
		if e.agreeing && ctx.Err() == nil {
			e.end(ctx, e.session.View())
		}
		e.over(ctx)
		e.post(event{kind: refused, from: e, err: err})
		return
	}
	e.finish(ctx, err)
}

// resume sees the work of a session that binds through, after a restart.
func (e *engagement) resume(ctx context.Context) { e.finish(ctx, nil) }

// ask dials and sends the SOW, and waits for the quote.
func (e *engagement) ask(ctx context.Context, sow *messages.Signed) (*protocol.View, error) {
	dialing, cancel := context.WithTimeoutCause(ctx, e.client.config.Limits.Reply,
		protocol.Errorf(protocol.Unavailable, "the farmer did not answer the dial within %s", e.client.config.Limits.Reply))
	defer cancel()
	stream, err := e.client.Dialer.Dial(dialing, e.candidate.Key, e.candidate.Addrs...)
	if err != nil {
		return nil, &protocol.Error{Code: protocol.Unavailable, Reason: "the farmer cannot be reached", Err: err}
	}
	e.session.Open(stream)
	if err := e.session.Begin(ctx, sow); err != nil {
		stream.Reset()
		return nil, err
	}
	e.client.enlist(e)
	e.client.running.Go(func() { _ = e.session.Pump(ctx, stream) })
	return e.quoted(ctx)
}

// quoted waits for a quote, or says why none came. The farmer has Limits.Reply for it.
func (e *engagement) quoted(ctx context.Context) (*protocol.View, error) {
	e.client.notice(e.session.View(), nil)
	reply := e.client.config.Limits.Reply
	waiting, cancel := context.WithTimeoutCause(ctx, reply, protocol.Errorf(protocol.Late, "no quote within %s", reply))
	defer cancel()
	v, err := e.session.AwaitTurn(waiting, protocol.Requester)
	switch {
	case err != nil:
		return v, err
	case v.Phase == protocol.Rejected:
		return v, protocol.FromReject(v.Reject)
	case v.Turn() != protocol.Requester:
		return v, protocol.Errorf(protocol.Unavailable, "the farmer went away without a quote")
	}
	e.client.notice(v, nil)
	return v, nil
}

// bargain offers the quote to the hire and does what it decides, until an agreement is sent or the quote is no more.
func (e *engagement) bargain(ctx context.Context, v *protocol.View) (*protocol.View, error) {
	for {
		e.post(event{kind: quoted, from: e, view: v, at: time.Now()})
		d, err := e.await(ctx, v)
		if err != nil {
			return v, err
		}
		if d.decline != nil {
			_, err := e.session.Send(ctx, protocol.AsError(d.decline).Reject())
			if err != nil {
				e.client.config.Logger.Debug("decline", "peer", e.candidate.Key.Short(), "err", err)
			}
			return nil, d.decline
		}
		if !time.Now().Before(time.UnixMilli(v.Quote.ExpiresMs)) {
			return v, errStaleQuote
		}
		e.agreeing = true
		m, err := e.client.policy.Agree(ctx, v, d.choice)
		if a, ok := m.(*messages.Agreement); err == nil && ok {
			err = e.hire.afford(a)
		}
		if err != nil {
			_, _ = e.session.Send(ctx, protocol.AsError(err).Reject())
			return v, err
		}
		e.remember()
		if _, err := e.session.Send(ctx, m); err != nil {
			return e.session.View(), err
		}
		if _, counter := m.(*messages.SOW); !counter {
			return e.session.View(), nil
		}
		if v, err = e.quoted(ctx); err != nil {
			return v, err
		}
	}
}

var (
	errDeclined   = protocol.Errorf(protocol.Declined, "another farmer was hired")
	errStaleQuote = protocol.Errorf(protocol.Late, "the quote expired before it was chosen")
)

// await waits for the hire's decision while the quote holds.
func (e *engagement) await(ctx context.Context, v *protocol.View) (decision, error) {
	expired := time.NewTimer(time.Until(time.UnixMilli(v.Quote.ExpiresMs)))
	defer expired.Stop()
	select {
	case d := <-e.decide:
		return d, nil
	case <-expired.C:
		return decision{}, errStaleQuote
	case <-e.hire.gone:
		return decision{decline: errDeclined}, nil
	case <-ctx.Done():
		return decision{}, context.Cause(ctx)
	}
}

func (e *engagement) remember() {
	b, err := json.Marshal(memo{Farmer: e.candidate.Key.String(), Addrs: e.candidate.Addrs})
	if err != nil {
		panic(err) // strings always marshal
	}
	e.session.Remember(b)
}

// finish sees a session that binds through to its end and tells the hire.
func (e *engagement) finish(ctx context.Context, err error) {
	keeping, stop := context.WithCancel(ctx)
	kept := make(chan struct{})
	go func() {
		defer close(kept)
		e.keep(keeping)
	}()
	if err == nil {
		err = e.work(ctx)
	}
	stop()
	<-kept
	if ctx.Err() != nil {
		e.session.Detach()
		return
	}
	v := e.session.View()
	e.end(ctx, v)
	e.over(ctx)
	e.client.notice(v, err)
	e.post(event{kind: ended, from: e, view: v, err: err})
}

// end tells the policy.
func (e *engagement) end(ctx context.Context, v *protocol.View) {
	if end, ok := e.client.policy.(Ender); ok {
		end.Ended(ctx, v)
	}
}

// work follows a session from the proposal on, and returns why it did not succeed.
func (e *engagement) work(ctx context.Context) error {
	v, err := e.session.Await(ctx, (*protocol.View).Bound)
	if err != nil {
		return err
	}
	if !v.Bound() {
		return failure(v)
	}
	e.client.notice(v, nil)
	if v.Delivery == nil {
		if err := e.hired(ctx, v); err != nil {
			return err
		}
	}
	for {
		v, err = e.session.AwaitTurn(ctx, protocol.Requester)
		if err != nil {
			return err
		}
		if v.Final() {
			return e.last(ctx, v)
		}
		e.client.notice(v, nil)
		if err := e.review(ctx, v); err != nil {
			return err
		}
	}
}

// hired has the policy prepare, with the countersignature on disk, and then tells the farmer that it is held.
func (e *engagement) hired(ctx context.Context, v *protocol.View) error {
	if err := e.session.Flush(true); err != nil {
		return err
	}
	if err := e.client.policy.Hired(ctx, v); err != nil {
		if ask := e.session.Ask(ctx, messages.Request_REQUEST_CANCEL, protocol.AsError(err).Reason); ask != nil {
			e.client.config.Logger.Debug("cancel", "session", v.Session.Short(), "err", ask)
		}
		return err
	}
	return e.session.Confirm(ctx)
}

// How often a review that failed by no fault of the work is tried again.
const (
	reviewPause    = 200 * time.Millisecond
	maxReviewPause = 10 * time.Second
)

// review has the policy answer a claim or a delivery. A failure that is no *protocol.Error is tried again until the
// window closes; a delivery that the policy gives up on is left to time, which accepts it.
func (e *engagement) review(ctx context.Context, v *protocol.View) error {
	for pause := reviewPause; ; pause = min(2*pause, maxReviewPause) {
		m, err := e.client.policy.Review(ctx, v)
		if err == nil && m == nil {
			err = protocol.Errorf(protocol.Internal, "Review gave no answer in phase %s", v.Phase)
		}
		refused, deliberate := errors.AsType[*protocol.Error](err)
		switch {
		case err == nil:
			_, err = e.session.Send(ctx, m)
			return err
		case deliberate && v.Phase == protocol.Claimed:
			_, err = e.session.Send(ctx, refused.Reject())
			return err
		}
		e.client.notice(v, err)
		if deliberate {
			pause = maxReviewPause
		}
		waiting, cancel := context.WithTimeout(ctx, pause)
		next, _ := e.session.Await(waiting, func(v *protocol.View) bool { return v.Final() })
		cancel()
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if next.Final() || deliberate {
			return e.until(ctx)
		}
	}
}

// until waits for time to end the phase.
func (e *engagement) until(ctx context.Context) error {
	_, err := e.session.Await(ctx, func(v *protocol.View) bool { return v.Final() })
	return err
}

// last does what the end asks for and says whether it is a success.
func (e *engagement) last(ctx context.Context, v *protocol.View) error {
	if err := e.session.Flush(true); err != nil {
		return err
	}
	switch {
	case v.Phase == protocol.Delivered: // free: nothing is owed, the result is still looked at
		_, err := e.client.policy.Review(ctx, v)
		return err
	case v.Phase == protocol.Settled:
		return e.client.policy.Settled(ctx, v)
	}
	return failure(v)
}

// failure is why a session that ended so is no success; nil if it is one.
func failure(v *protocol.View) error {
	switch v.Phase {
	case protocol.Settled, protocol.Accepted, protocol.Delivered:
		return nil
	case protocol.Rejected, protocol.Abandoned, protocol.Stopped:
		return protocol.FromReject(v.Reject)
	case protocol.Expired:
		if v.Reward != nil {
			return nil // paid, and the receipt did not come
		}
		at, _, _ := expiredDeadline(v)
		return protocol.Errorf(protocol.Late, "nothing came from the farmer by %s", at.UTC().Format(time.RFC3339))
	case protocol.Judged:
		if v.Verdict.Finding == messages.Finding_FINDING_FOR {
			return nil
		}
	}
	return protocol.Errorf(protocol.Failed, "the work ended as %s", v.Phase)
}

// expiredDeadline is the signed deadline that passed.
func expiredDeadline(v *protocol.View) (time.Time, protocol.Phase, bool) {
	before := *v
	switch {
	case v.Acceptance != nil:
		before.Phase = protocol.Agreed
	default:
		before.Phase = protocol.Proposed
	}
	return before.Deadline()
}

// over closes the session and forgets it.
func (e *engagement) over(ctx context.Context) {
	id := e.session.ID()
	if ctx.Err() != nil {
		e.session.Detach()
	} else if err := e.session.Close(); err != nil {
		e.client.config.Logger.Error("session not closed", "session", id.Short(), "err", err)
	}
	e.client.mu.Lock()
	defer e.client.mu.Unlock()
	if e.client.sessions[id] == e {
		delete(e.client.sessions, id)
	}
}

// How often a farmer that went away is dialed again.
const (
	dialPause    = 50 * time.Millisecond
	maxDialPause = 5 * time.Second
)

// keep dials the farmer again whenever the stream is lost, until ctx ends, and tells the hire when a hired farmer is out
// of reach for longer than its patience.
func (e *engagement) keep(ctx context.Context) {
	pause := dialPause
	lost := time.Now()
	for told := false; ; {
		connected, err := e.session.AwaitLost(ctx)
		if err != nil {
			return
		}
		if connected {
			pause, lost = dialPause, time.Now()
		}
		if err := e.redial(ctx); err != nil && ctx.Err() == nil {
			e.client.config.Logger.Debug("dial again", "peer", e.candidate.Key.Short(), "err", err)
		}
		if _, connected := e.session.Heard(); connected {
			if told {
				e.recall(ctx)
			}
			continue
		}
		if e.hire != nil && !told && time.Since(lost) > e.hire.Patience && e.session.View().Bound() {
			told = true
			if r, ok := e.client.policy.(Replacer); ok {
				r.Replaced(ctx, e.session.View())
			}
			e.post(event{kind: vanished, from: e})
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return
		}
		pause = min(2*pause, maxDialPause)
	}
}

// recall asks a farmer that was replaced, and has come back, to stop.
func (e *engagement) recall(ctx context.Context) {
	err := e.session.AwaitExchange(ctx)
	if err == nil && e.session.View().Turn() == protocol.Farmer {
		err = e.session.Ask(ctx, messages.Request_REQUEST_CANCEL, "another farmer was hired in this one's place")
	}
	if err != nil {
		e.client.config.Logger.Debug("recall", "peer", e.candidate.Key.Short(), "err", err)
	}
}

func (e *engagement) redial(ctx context.Context) error {
	dialing, cancel := context.WithTimeoutCause(ctx, e.client.config.Limits.Reply, errNoAnswer)
	defer cancel()
	stream, err := e.client.Dialer.Dial(dialing, e.candidate.Key, e.candidate.Addrs...)
	if err != nil {
		return err
	}
	if err := e.session.Greet(ctx, stream); err != nil {
		stream.Reset()
		return err
	}
	e.client.running.Go(func() { _ = e.session.Pump(ctx, stream) })
	return nil
}

var errNoAnswer = protocol.Errorf(protocol.Unavailable, "the farmer did not answer the dial in time")

// post tells the hire, unless nobody listens any more.
func (e *engagement) post(ev event) {
	if e.hire == nil {
		return
	}
	select {
	case e.hire.events <- ev:
	case <-e.hire.gone:
	}
}
