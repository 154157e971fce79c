package drive

import (
	"context"
	"sync"
	"time"

	"github.com/parley-p2p/parley/transports"
)

// patience is a context that ends with ErrSlow some time after somebody first waits for it: most sends wait for nothing,
// and a timer for each would cost more than the rest of it.
type patience struct {
	context.Context // what ends it besides
	limit           time.Duration

	mu     sync.Mutex
	timed  context.Context // once somebody waits
	cancel context.CancelFunc
}

func (p *patience) Done() <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.timed == nil {
		p.timed, p.cancel = context.WithTimeoutCause(p.Context, p.limit, transports.ErrSlow)
	}
	return p.timed.Done()
}

func (p *patience) Err() error { return p.now().Err() }

func (p *patience) Value(key any) any { return p.now().Value(key) } // where context.Cause looks

// Deadline starts the clock too: whoever asks for it bounds a write by it.
func (p *patience) Deadline() (time.Time, bool) {
	p.Done()
	return p.now().Deadline()
}

func (p *patience) now() context.Context {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.timed != nil {
		return p.timed
	}
	return p.Context
}

// stop ends the timer.
func (p *patience) stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cancel != nil {
		p.cancel()
	}
}
