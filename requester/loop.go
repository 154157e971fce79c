package requester

import (
	"context"
	"time"

	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/protocol"
)

// event is what an engagement, the finder or the clock says to the loop.
type event struct {
	kind      eventKind
	from      *engagement
	view      *protocol.View
	at        time.Time
	candidate discovery.Candidate
	err       error
}

type eventKind int

const (
	found eventKind = iota + 1
	searched
	quoted
	refused
	vanished
	returned
	ended
	freed // a part of the budget
)

// run asks, and hands the outcomes to the consumer. The loop runs where the consumer waits for the next outcome, and under
// Run while it looks at one.
func (h *hire) run(ctx context.Context, yield func(*Outcome, error) bool) {
	defer h.end()
	if h.Wait >= 0 {
		wait := time.NewTimer(h.Wait)
		defer wait.Stop()
		h.wait = wait.C
	}
	for more := true; more; {
		o, last, err := h.next(ctx)
		if last {
			h.end() // before the consumer takes its time
		}
		if o != nil && !last {
			more = h.aside(ctx, func() bool { return yield(o, nil) })
			continue
		}
		if more = o == nil || yield(o, nil); more && err != nil {
			yield(nil, err)
		}
		return
	}
}

// end has nobody hire here any more.
func (h *hire) end() {
	h.leave()
	h.bequeath()
}

// next is the next outcome, and whether it is the last: then err is how the hire ended. Run waits until it returns.
func (h *hire) next(ctx context.Context) (o *Outcome, last bool, err error) {
	if !h.client.enter() {
		return nil, true, ErrClientClosed
	}
	defer h.client.running.Done()
	if err, last = h.loop(ctx, nil); last {
		return nil, true, err
	}
	o, h.outcomes = h.outcomes[0], h.outcomes[1:]
	err, last = h.ended(ctx, h.client.base)
	return o, last, err
}

// aside calls look while the loop goes on under Run.
func (h *hire) aside(ctx context.Context, look func() bool) bool {
	back, stopped := make(chan struct{}), make(chan struct{})
	if h.client.spawn(func() {
		defer close(stopped)
		over := func(err error) {
			h.halted = err // for next to say, after the outcomes: what failed might not fail again
			h.end()
		}
		drive.Attend(func() {
			if err, ended := h.loop(ctx, back); ended {
				over(err)
			}
		}, func() { over(errLeft) })
	}) {
		defer func() { <-stopped }()
	}
	defer close(back)
	return look()
}

// loop takes what happens until there is an outcome, or the hire has ended. Where back is set, it goes on until that is
// closed, and leaves the outcomes where they are.
func (h *hire) loop(ctx context.Context, back <-chan struct{}) (err error, ended bool) {
	base := h.client.base
	for {
		if h.halted == nil {
			h.match(base)
		}
		switch {
		case len(h.outcomes) > 0 && back == nil:
			return nil, false
		case h.halted != nil:
			return h.halted, true
		}
		if err, ended := h.ended(ctx, base); ended {
			return err, true
		}
		select {
		case ev := <-h.events:
			h.take(base, ev)
		case <-h.wait:
			h.waited = true
		case <-h.again():
			if err := h.insist(base); err != nil {
				return err, true
			}
		case <-back:
			return nil, false
		case <-ctx.Done():
			return context.Cause(ctx), true
		case <-base.Done():
			return context.Cause(base), true
		}
	}
}
