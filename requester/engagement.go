package requester

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
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
	hire      atomic.Pointer[hire] // nil for a session that Run took up and nobody resumed or follows
	decide    chan decision        // what the hire says to a quote
	offer     protocol.Offer       // the quote that it was hired for; the hire's loop guards it
	replaced  bool                 // another was hired in its place; so it does this
	agreeing  bool                 // the policy was asked to agree
	confirmed bool                 // the farmer may know that its countersignature is held
	doubtful  bool                 // so it may since before a restart, and the deal may be open
	void      bool                 // the deal was never opened, and cannot be any more
	exposed   *exposure            // once it has ended: what it may still cost
	overran   bool                 // Hired took longer than a farmer waits that nobody pays
	closed    bool                 // over was called

	mu       sync.Mutex
	canceled *protocol.Error         // why it is no longer wanted
	stop     context.CancelCauseFunc // of the Hired that is running
}

// decision answers a quote: a choice to hire, or a reason not to.
type decision struct {
	choice  protocol.Choice
	decline error
}

func (c *Client) engage(candidate discovery.Candidate, d *drive.Session) *engagement {
	e := &engagement{client: c, candidate: candidate, session: d, decide: make(chan decision, 1)}
	if c.Telemetry != nil {
		d.OnTelemetry(func(t *messages.Telemetry) {
			e.beside(func() { c.config.Tell("Telemetry", func() { c.Telemetry(d.View(), t) }) })
		})
	}
	return e
}

// run asks the farmer, bargains, and if hired sees the work through. ctx is Run's.
func (e *engagement) run(ctx context.Context, sow *messages.Signed) {
	e.conduct(ctx, func() {
		v, err := e.ask(ctx, sow)
		if err == nil {
			err = e.bargain(ctx, v)
		}
		if e.session.View().Agreement != nil {
			e.finish(ctx, err)
			return
		}
		if e.agreeing && ctx.Err() == nil {
			e.end(ctx, e.session.View())
		}
		e.refuse(ctx, err)
	})
}

// refuse ends a session in which nobody is bound, and tells the hire.
func (e *engagement) refuse(ctx context.Context, err error) {
	e.over(ctx)
	e.post(event{kind: refused, from: e, err: err})
}

// resume sees the work of a session that binds through, after a restart.
func (e *engagement) resume(ctx context.Context) {
	e.conduct(ctx, func() { e.finish(ctx, nil) })
}

// ask dials and sends the SOW, and waits for the quote.
func (e *engagement) ask(ctx context.Context, sow *messages.Signed) (*protocol.View, error) {
	dialing := drive.NewPatience(ctx, e.client.config.Limits.Reply, e.client.unreached)
	defer dialing.Stop()
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
	e.client.spawn(func() { _ = e.session.Pump(ctx, stream) })
	return e.quoted(ctx)
}

// quoted waits for a quote, or says why none came. The farmer has Limits.Reply for it.
func (e *engagement) quoted(ctx context.Context) (*protocol.View, error) {
	e.client.notice(e.session.View(), nil)
	until := e.client.config.Now().Add(e.client.config.Limits.Reply)
	v, err := e.session.AwaitTurn(ctx, protocol.Requester, drive.Until{At: until, Late: e.client.unquoted})
	switch {
	case err != nil:
		return v, err
	case v.Phase == protocol.Rejected:
		return v, protocol.FromReject(v.Reject)
	case v.Phase == protocol.Expired:
		return v, protocol.Errorf(protocol.Late, "no quote by %s, as the SOW asks", time.UnixMilli(v.SOW.QuoteByMs).UTC().Format(time.RFC3339))
	case v.Turn() != protocol.Requester:
		if refused := e.session.Failed(); refused != nil { // and the farmer has hung up at once
			return v, refused
		}
		return v, protocol.Errorf(protocol.Unavailable, "the farmer went away without a quote")
	}
	e.client.notice(v, nil)
	return v, nil
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
	if err == nil {
		err = e.kept(ctx)
	}
	if ctx.Err() != nil {
		e.stopped()
		return
	}
	v := e.session.View()
	if halts(err) {
		e.halt(ctx, err)
		return
	}
	e.end(ctx, v)
	e.expose(ctx, v, false)
	e.over(ctx)
	e.client.follow(ctx, e.exposed)
	e.client.notice(v, err)
	e.post(event{kind: ended, from: e, view: v, err: err})
}

// halt leaves a session that binds for the next Run, and tells the hire why.
func (e *engagement) halt(ctx context.Context, err error) {
	v := e.session.View()
	e.session.Fail(err) // so that it stays open in the journal
	e.expose(ctx, v, true)
	e.over(ctx)
	e.post(event{kind: ended, from: e, view: v, err: err})
}

// kept sees the work through, while the farmer is dialed again whenever it is gone.
func (e *engagement) kept(ctx context.Context) error {
	var keeper sync.WaitGroup
	stop := func() {} // until there is a keeper
	e.session.OnceGone(func() {
		var keeping context.Context
		keeping, stop = context.WithCancel(ctx)
		keeper.Go(func() { e.beside(func() { e.keep(keeping) }) })
	})
	defer keeper.Wait()
	defer func() { stop() }()
	defer e.session.OnceGone(nil)
	return e.work(ctx)
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
	if v.Delivery == nil && !v.Final() { // a restart may find that it has ended since
		if err := e.hired(ctx, v); err != nil {
			return err
		}
	}
	contracts := func(v *protocol.View) bool { return v.Phase == protocol.Disputed && v.Settles() } // what is left of it
	for {
		if now := e.session.View(); contracts(now) {
			if err := e.session.Flush(true); err != nil {
				return err
			}
			return failure(now)
		}
		if now := e.session.View(); e.unwanted() != nil && now.Phase < protocol.Delivered {
			if err := e.askCancel(ctx, now, e.unwanted()); err != nil {
				e.client.config.Logger.Debug("cancel", "session", v.Session.Short(), "err", err)
			}
		}
		v, err = e.session.AwaitTurn(ctx, protocol.Requester, drive.Until{}, contracts)
		if err != nil {
			return err
		}
		if contracts(v) { // a dispute that this side had lost, and the farmer has shown
			continue
		}
		if v.Final() {
			return e.last(ctx, v)
		}
		e.client.notice(v, nil)
		if err := e.review(ctx, v); err != nil && !errors.Is(err, drive.ErrMoved) {
			return err
		}
	}
}

// hired has the policy prepare, with the countersignature on disk, and then tells the farmer that it is held. Work that was
// under way and cannot be gone on with is canceled as any other is. So is work with a deal whose preparation was cut short, since nobody
// knows how far it has come: the session is seen through, and the deal counts as one that may be open, as after a crash.
func (e *engagement) hired(ctx context.Context, v *protocol.View) error {
	if err := e.session.Flush(true); err != nil {
		return err
	}
	cut, err := e.prepare(ctx, v)
	e.overran = !v.Settles() && !e.client.config.Now().Before(time.UnixMilli(v.Terms.StartByMs))
	if err == nil {
		e.confirmed = true
		return e.session.Confirm(ctx)
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if halts(err) {
		return err
	}
	if failed := e.session.Failed(); cut && halts(failed) {
		return failed
	}
	if over := e.session.View().Final(); cut && (over || v.Settles()) {
		e.doubtful = true
		e.client.notice(v, err)
		return nil
	}
	if reason := e.unwanted(); cut && reason != nil {
		err = reason
	}
	// Before a restart the work was under way, and the farmer may not have heard what was signed for it; or it may have been, and was canceled
	// since. Where the farmer was started anew, too, it hears of that once it is at work.
	if v.Count > v.AcceptedAt || e.doubtful && e.unwanted() != nil {
		e.client.notice(v, err)
		e.giveUp(protocol.AsError(err))
		return e.session.Confirm(ctx)
	}
	if protocol.CodeOf(err) == protocol.Late {
		e.doubtful, e.void = false, true
	}
	if ask := e.askCancel(ctx, e.session.View(), protocol.AsError(err)); ask != nil {
		e.client.config.Logger.Debug("cancel", "session", v.Session.Short(), "err", ask)
	}
	// After a restart the farmer hears so, and what else it has not heard, when heads are compared.
	until := e.client.config.Now().Add(e.client.config.Limits.Reply)
	_, _ = e.session.AwaitSettled(ctx, drive.Until{At: until, Late: err})
	return err
}

// prepare has the policy prepare while the session lasts and the work is wanted, and reports whether it was cut short.
func (e *engagement) prepare(ctx context.Context, v *protocol.View) (cut bool, err error) {
	wanted, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	e.mu.Lock()
	reason := e.canceled
	e.stop = stop
	e.mu.Unlock()
	if reason != nil {
		return false, reason
	}
	tenure := e.session.Tenure(wanted, nil)
	defer tenure.Stop()
	err = e.client.config.Guard("Hired", func() error { return e.client.policy.Hired(tenure, v) })
	return tenure.Cut() != nil, err
}

// How often a review that failed by no fault of the work is tried again.
const (
	reviewPause    = 200 * time.Millisecond
	maxReviewPause = 10 * time.Second
)

// review has the policy answer a claim or a delivery. A failure that is neither a *protocol.Error nor a Halt is tried again until the
// window closes, and so is an answer that the judge refuses; a delivery that the policy gives up on is left to time, which
// accepts it.
func (e *engagement) review(ctx context.Context, v *protocol.View) error {
	for pause := reviewPause; ; pause = min(2*pause, maxReviewPause) {
		m, err := e.answer(ctx, v)
		if halts(err) {
			return err
		}
		if err == nil {
			if err = e.session.Answer(ctx, v.Head, m); err == nil || errors.Is(err, drive.ErrMoved) || ctx.Err() != nil {
				return err
			}
			if refused, ok := errors.AsType[*protocol.Error](err); ok && !e.session.View().Final() {
				err = fmt.Errorf("%s is not legal here: %s", m.Kind().Name(), refused.Error())
			} else if !ok {
				return err // the journal's
			}
		}
		if e.session.View().Final() {
			return nil
		}
		e.client.notice(v, err)
		if _, deliberate := errors.AsType[*protocol.Error](err); deliberate {
			return e.until(ctx)
		}
		waiting, cancel := context.WithTimeout(ctx, pause)
		next, _ := e.session.Await(waiting, (*protocol.View).Final)
		cancel()
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if next.Final() {
			return nil
		}
	}
}

// answer is the policy's, or the stop that answers a claim for work that is not wanted.
func (e *engagement) answer(ctx context.Context, v *protocol.View) (messages.Message, error) {
	if reason := e.unwanted(); reason != nil && v.Phase == protocol.Claimed {
		return reason.Reject(), nil
	}
	tenure := e.session.Tenure(ctx, nil)
	defer tenure.Stop()
	m, err := e.inspect(tenure, v)
	if halts(err) {
		return nil, err
	}
	if refused, ok := errors.AsType[*protocol.Error](err); ok && v.Phase == protocol.Claimed {
		return refused.Reject(), nil
	}
	if err == nil && m == nil {
		err = fmt.Errorf("Review gave no answer in phase %s", v.Phase)
	}
	return m, err
}

// until waits for time to end the phase.
func (e *engagement) until(ctx context.Context) error {
	_, err := e.session.Await(ctx, (*protocol.View).Final)
	return err
}

// last does what the end asks for and says whether it is a success.
func (e *engagement) last(ctx context.Context, v *protocol.View) error {
	if err := e.session.Flush(true); err != nil {
		return err
	}
	switch {
	case v.Phase == protocol.Delivered: // free: nothing is owed, the result is still looked at
		_, err := e.inspect(ctx, v)
		return err
	case v.Phase == protocol.Settled:
		return e.client.config.Guard("Settled", func() error { return e.client.policy.Settled(ctx, v) })
	}
	err := failure(v)
	if late, ok := errors.AsType[*protocol.Error](err); ok && e.overran && late.Remote && late.Code == protocol.Late {
		return fmt.Errorf("the preparations here (Hired) took longer than the farmer waits for them, until %s (start_by_ms of the terms): %w",
			time.UnixMilli(v.Terms.StartByMs).UTC().Format(time.RFC3339), err)
	}
	return err
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
	e.closed = true
	defer e.client.delist(e)
	if ctx.Err() != nil {
		e.stopped()
	} else if err := e.session.Close(); err != nil {
		e.client.config.Logger.Error("session not closed", "session", id.Short(), "err", err)
	}
}

// stopped leaves the session for the next Run.
func (e *engagement) stopped() {
	if err := e.session.Stop(); err != nil {
		e.client.config.Logger.Error("session not kept", "session", e.session.ID().Short(), "err", err)
	}
}

// post tells the hire, unless nobody listens any more.
func (e *engagement) post(ev event) {
	h := e.hire.Load()
	if h == nil {
		return
	}
	select {
	case h.events <- ev:
	case <-h.gone:
	}
}
