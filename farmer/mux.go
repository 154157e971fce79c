package farmer

import (
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// Mux routes by the service that the SOW names. Its zero value serves nothing.
type Mux struct {
	mu      sync.RWMutex
	farmers map[string]Farmer
}

// Handle serves a service by f, in place of what served it before.
func (m *Mux) Handle(service string, f Farmer) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.farmers == nil {
		m.farmers = make(map[string]Farmer)
	}
	m.farmers[service] = f
}

// Services are the names that are served, sorted.
func (m *Mux) Services() []string {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return slices.Sorted(maps.Keys(m.farmers))
}

func (m *Mux) farmer(v *protocol.View) (Farmer, error) {
	m.mu.RLock()
	f := m.farmers[v.SOW.GetService()]
	m.mu.RUnlock()
	if f == nil {
		err := protocol.Errorf(protocol.UnknownService, "%q is not offered here", v.SOW.GetService())
		err.Remedy = &messages.Remedy{Services: m.Services()}
		return nil, err
	}
	return f, nil
}

// Quote asks the service's farmer.
func (m *Mux) Quote(ctx context.Context, v *protocol.View) (*messages.Quote, error) {
	f, err := m.farmer(v)
	if err != nil {
		return nil, err
	}
	return f.Quote(ctx, v)
}

// Accept asks the service's farmer.
func (m *Mux) Accept(ctx context.Context, v *protocol.View) (*messages.Acceptance, error) {
	f, err := m.farmer(v)
	if err != nil {
		return nil, err
	}
	return f.Accept(ctx, v)
}

// Work has the service's farmer work.
func (m *Mux) Work(ctx context.Context, v *protocol.View, p Progress) (*messages.Delivery, error) {
	f, err := m.farmer(v)
	if err != nil {
		return nil, err
	}
	return f.Work(ctx, v, p)
}

// Confirm asks the service's farmer.
func (m *Mux) Confirm(ctx context.Context, v *protocol.View) (*messages.Receipt, error) {
	f, err := m.farmer(v)
	if err != nil {
		return nil, err
	}
	return f.Confirm(ctx, v)
}

// Ended tells the service's farmer, if it wants to know.
func (m *Mux) Ended(ctx context.Context, v *protocol.View) {
	if f, err := m.farmer(v); err == nil {
		if e, ok := f.(Ender); ok {
			e.Ended(ctx, v)
		}
	}
}

// Disputed tells the service's farmer, if it wants to know.
func (m *Mux) Disputed(ctx context.Context, v *protocol.View) {
	if f, err := m.farmer(v); err == nil {
		if d, ok := f.(Disputee); ok {
			d.Disputed(ctx, v)
		}
	}
}

var (
	_ Farmer   = (*Mux)(nil)
	_ Disputee = (*Mux)(nil)
	_ Ender    = (*Mux)(nil)
)
