package fuel

import (
	"context"

	"github.com/tetratelabs/wazero/api"
)

// A Meter counts a run of an instrumented module.
type Meter struct {
	instance api.Module
	counter  api.MutableGlobal
	limit    int64
}

// Begin gives an instance of an instrumented module, which has done nothing yet, its limit, from 0 to executor.MaxFuel. It
// returns nil if the module was not instrumented.
func Begin(instance api.Module, limit int64) *Meter {
	c, ok := instance.ExportedGlobal(counter).(api.MutableGlobal)
	if !ok {
		return nil
	}
	c.Set(c.Get() + uint64(limit))
	return &Meter{instance: instance, counter: c, limit: limit}
}

// Start calls the function of the module's start section, if it has one. It is called before anything else of the module.
func (m *Meter) Start(ctx context.Context) error {
	f := m.instance.ExportedFunction(start)
	if f == nil {
		return nil
	}
	_, err := f.Call(ctx)
	return err
}

// Exhausted reports whether more was used than the limit. It remains so.
func (m *Meter) Exhausted() bool { return int64(m.counter.Get()) < 0 }

// Used is what was used so far, the limit at most.
func (m *Meter) Used() int64 { return m.limit - max(0, int64(m.counter.Get())) }
