package drive

import (
	"context"
	"sync"
	"time"
)

// Patience is a context that ends some time after somebody first waits for it: most sends and dials wait for nothing, and a
// timer for each would cost more than the rest of it.
type Patience struct {
	context.Context // what ends it besides
	limit           time.Duration
	late            error // its cause then

	mu     sync.Mutex
	timed  context.Context // once somebody waits
	cancel context.CancelFunc
}

// NewPatience is a context that ends with ctx, or with the cause late so long after somebody began to wait. Whoever made it
// calls Stop when it is of no more use.
func NewPatience(ctx context.Context, limit time.Duration, late error) *Patience {
	return &Patience{Context: ctx, limit: limit, late: late}
}

// Done starts the clock.
func (p *Patience) Done() <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.timed == nil {
		p.timed, p.cancel = context.WithTimeoutCause(p.Context, p.limit, p.late)
	}
	return p.timed.Done()
}

// Err is nil until the time is over, or ctx has ended.
func (p *Patience) Err() error { return p.now().Err() }

// Value is where context.Cause looks.
func (p *Patience) Value(key any) any { return p.now().Value(key) }

// Deadline starts the clock too: whoever asks for it bounds a write by it.
func (p *Patience) Deadline() (time.Time, bool) {
	p.Done()
	return p.now().Deadline()
}

func (p *Patience) now() context.Context {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.timed != nil {
		return p.timed
	}
	return p.Context
}

// Stop ends the timer.
func (p *Patience) Stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cancel != nil {
		p.cancel()
	}
}
