package fuel

import (
	"context"

	"github.com/tetratelabs/wazero/api"
)

// A Meter counts a run of an instrumented module.
type Meter struct {
	instance api.Module
	counter  api.MutableGlobal
	stack    api.MutableGlobal
	limit    int64
}

// Begin gives an instance of an instrumented module, which has done nothing yet, its limit, from 0 to executor.MaxFuel. It
// returns nil if the module was not instrumented.
func Begin(instance api.Module, limit int64) *Meter {
	c, ok := instance.ExportedGlobal(Counter).(api.MutableGlobal)
	s, deep := instance.ExportedGlobal(Stack).(api.MutableGlobal)
	if !ok || !deep {
		return nil
	}
	c.Set(c.Get() + uint64(limit))
	return &Meter{instance: instance, counter: c, stack: s, limit: limit}
}

// Start calls the function of the module's start section, if it has one. It is called before anything else of the module.
func (m *Meter) Start(ctx context.Context) error {
	f := m.instance.ExportedFunction(Start)
	if f == nil {
		return nil
	}
	whole := m.stack.Get()
	_, err := f.Call(ctx)
	if err == nil {
		m.stack.Set(whole) // what it left there was for what it called
	}
	return err
}

// Exhausted reports whether more was used than the limit. It remains so.
func (m *Meter) Exhausted() bool { return int64(m.counter.Get()) < 0 }

// Overflowed reports whether the run was stopped since its calls were nested too deep. It remains so. One that has run out of
// fuel at the same place is Exhausted as well, and that counts.
func (m *Meter) Overflowed() bool { return int64(m.stack.Get()) < 0 }

// Used is what was used so far, the limit at most.
func (m *Meter) Used() int64 { return m.limit - max(0, int64(m.counter.Get())) }
