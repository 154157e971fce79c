package bacalhau

import (
	"context"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"
)

// pace lets looks through, those first that came first, so many in a second. One that has found what it looked for is given back to
// whoever waits, so that jobs that end together are seen to have ended as fast as the cluster answers.
type pace struct {
	limit   *rate.Limiter
	turn    chan struct{} // whoever is next puts one in
	back    chan struct{} // looks that were given back
	waiting atomic.Int64
}

func newPace(perSecond float64) *pace {
	return &pace{limit: rate.NewLimiter(rate.Limit(perSecond), 1), turn: make(chan struct{}, 1), back: make(chan struct{}, 1000)}
}

// Wait returns when a look may be had, or with the cause once ctx is done.
func (p *pace) Wait(ctx context.Context) error {
	p.waiting.Add(1)
	defer p.waiting.Add(-1)
	select {
	case p.turn <- struct{}{}:
		defer func() { <-p.turn }()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	own := p.limit.Reserve()
	timer := time.NewTimer(own.Delay())
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-p.back:
		own.Cancel()
		return nil
	case <-ctx.Done():
		own.Cancel()
		return context.Cause(ctx)
	}
}

// Return gives back a look that has found what it looked for. Where nobody waits for it, it is lost.
func (p *pace) Return() {
	if p.waiting.Load() > int64(len(p.back)) {
		select {
		case p.back <- struct{}{}:
		default:
		}
	}
}
