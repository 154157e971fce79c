package requester

import (
	"context"
	"errors"
	"time"

	"github.com/parley-p2p/parley/protocol"
)

// How often a farmer that went away is dialed again.
const (
	dialPause    = 50 * time.Millisecond
	maxDialPause = 5 * time.Second
)

// What Notice hears of a farmer that is hired. What was agreed with it stands all the while.
var (
	ErrAway = errors.New("the farmer is out of reach")
	ErrBack = errors.New("the farmer is in reach again")
)

// keep dials the farmer again whenever the stream is lost, until ctx ends, and tells the hire when a hired farmer has been
// out of reach for longer than its patience, and when it is back. So it tells every hire that the session comes to be of.
func (e *engagement) keep(ctx context.Context) {
	pause, lost := dialPause, time.Now()
	var told *hire // the last that heard of it
	for {
		if _, equal := e.session.Heard(); equal {
			if told != nil {
				told = nil
				e.client.notice(e.session.View(), ErrBack)
				e.post(event{kind: returned, from: e})
			}
			began := time.Now()
			if err := e.session.AwaitLost(ctx); err != nil {
				return
			}
			if lost = time.Now(); lost.Sub(began) > pause {
				pause = dialPause // it was there for a while
			} else if !rest(ctx, &pause) { // it hangs up as soon as it is reached
				return
			}
		}
		err := e.redial(ctx, e.dialTime(told, lost))
		if ctx.Err() != nil {
			return
		}
		if err == nil {
			continue
		}
		e.client.config.Logger.Debug("dial again", "peer", e.candidate.Key.Short(), "err", err)
		if h := e.hire.Load(); h != nil && h != told && time.Since(lost) > h.Patience && e.session.View().Bound() {
			if told == nil {
				e.client.notice(e.session.View(), ErrAway)
			}
			told = h
			e.post(event{kind: vanished, from: e})
		}
		if !rest(ctx, &pause) {
			return
		}
	}
}

// rest pauses, longer each time, and reports whether ctx goes on.
func rest(ctx context.Context, pause *time.Duration) bool {
	select {
	case <-time.After(*pause):
		*pause = min(2**pause, maxDialPause)
		return true
	case <-ctx.Done():
		return false
	}
}

// leastDial is how long a dial may take however little patience is left.
const leastDial = 500 * time.Millisecond

// dialTime is how long a dial may take: not longer than the patience of a hire that was not told yet.
func (e *engagement) dialTime(told *hire, lost time.Time) time.Duration {
	reply := e.client.config.Limits.Reply
	if h := e.hire.Load(); h != nil && h != told {
		return min(reply, max(h.Patience-time.Since(lost)+time.Millisecond, leastDial))
	}
	return reply
}

// redial opens another stream within a time and waits until both sides are equal on it.
func (e *engagement) redial(ctx context.Context, within time.Duration) error {
	dialing, cancel := context.WithTimeoutCause(ctx, within, errNoAnswer)
	defer cancel()
	stream, err := e.client.Dialer.Dial(dialing, e.candidate.Key, e.candidate.Addrs...)
	if err != nil {
		return err
	}
	if err := e.session.Greet(ctx, stream); err != nil {
		stream.Reset()
		return err
	}
	if !e.client.spawn(func() { _ = e.session.Pump(e.client.base, stream) }) {
		stream.Reset()
		return ErrClientClosed
	}
	return e.session.AwaitExchange(ctx)
}

var errNoAnswer = protocol.Errorf(protocol.Unavailable, "the farmer did not answer the dial in time")

// recall asks a farmer that was replaced, and has come back, to stop.
func (e *engagement) recall(ctx context.Context) {
	reason := protocol.Errorf(protocol.Canceled, "another farmer was hired in this one's place")
	e.giveUp(reason)
	if err := e.askCancel(ctx, e.session.View(), reason); err != nil {
		e.client.config.Logger.Debug("recall", "peer", e.candidate.Key.Short(), "err", err)
	}
}
