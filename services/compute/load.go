package compute

import (
	"cmp"
	"errors"
	"math/big"
	"slices"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// Rates are what a task costs beside [Farmer.PerTask], for each second of its time limit: the limits that both sides sign,
// and not what it used, which only the farmer knows. The zero Rates cost nothing.
type Rates struct {
	CPU    messages.Amount // of a processor-second
	Memory messages.Amount // of a second of a GiB
	GPU    messages.Amount // of a second of a GPU
}

// load is what the job takes up: what it says, and where the SOW wants more, that.
func (f *Farmer) load(v *protocol.View, j *Job) executor.Load {
	run := j.task(0)
	run.Limits = run.Limits.Or(executor.Limits{})
	return executor.Load{Task: asked(v, j), Run: &run, Tasks: min(f.Parallel, len(j.Tasks))}
}

// perTask is the price of one task: never more than this, whatever it uses.
func (f *Farmer) perTask(t *executor.Task) (messages.Amount, error) {
	total := f.PerTask
	replicas := int64(max(t.Needs.Replicas, 1))
	for _, class := range []struct {
		rate      messages.Amount // for a second of
		amount    int64
		inOneUnit int64
	}{{f.Rates.CPU, cmp.Or(t.Needs.MilliCPU, f.CPU), 1000}, {f.Rates.Memory, t.Limits.Memory, 1 << 30}, {f.Rates.GPU, int64(t.Needs.GPUs), 1}} {
		cost := new(big.Int).Mul(class.rate.Big(), big.NewInt(class.amount))
		cost.Mul(cost, big.NewInt(int64(t.Limits.Wall))).Mul(cost, big.NewInt(replicas))
		unit := new(big.Int).Mul(big.NewInt(class.inOneUnit), big.NewInt(int64(time.Second)))
		cost.Add(cost, unit).Sub(cost, big.NewInt(1)).Quo(cost, unit) // rounded up
		part, err := messages.AmountOf(cost)
		if err == nil {
			total, err = total.Add(part)
		}
		if err != nil {
			return messages.Amount{}, protocol.Errorf(protocol.Resources, "what the job asks for has no price")
		}
	}
	return total, nil
}

// there refuses what there is no room for at this moment beside what other agreements hold, and what may not be run here.
func (f *Farmer) there(v *protocol.View, l executor.Load) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.lapse(time.Now())
	return f.room(v, l)
}

// room is there, with f.mu held.
func (f *Farmer) room(v *protocol.View, l executor.Load) error {
	if c := l.Task.Container; c != nil && c.Network != executor.NoNetwork && !slices.Contains(f.Networks, c.Network) {
		return protocol.Errorf(protocol.Resources, "the job asks for the network %s, which no container has here: hire somebody who allows it (--network), or ask for none", c.Network)
	}
	fits := f.Fits
	if fits == nil {
		fits = func(l executor.Load, _ []executor.Load) error { return l.Task.Plain() }
	}
	var held []executor.Load
	for session, p := range f.places {
		if session != v.Session {
			held = append(held, p.load)
		}
	}
	err := fits(l, held)
	if err == nil {
		return nil
	}
	refused := refusal(err)
	if e, ok := errors.AsType[*protocol.Error](refused); ok && e.Code == protocol.Busy {
		e.Remedy = &messages.Remedy{RetryAtMs: time.Now().Add(busyPause).UnixMilli()}
	}
	return refused
}
