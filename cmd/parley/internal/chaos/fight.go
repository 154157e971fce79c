package main

import (
	"context"
	"fmt"
	"time"
)

// fight has the requesters buy while everybody is killed, until all kills are made and every job has ended.
func (a *arena) fight() error {
	const rounds = 5
	a.begin("in peace, for comparison")
	for range rounds {
		if err := a.measure(inPeace); err != nil {
			return err
		}
	}
	over := make(chan struct{})
	for _, b := range a.requesters {
		a.own(b.victim, func() error { return b.run(over) })
	}
	a.begin("killing")
	measuring, stop := context.WithCancel(a.ctx)
	defer stop()
	measured := make(chan error, 1)
	go func() { measured <- a.keepMeasuring(measuring) }()
	loaded := make(chan struct{})
	go func() { defer close(loaded); a.figures.keepMeasuringLoad(measuring) }()
	if err := a.raid(); err != nil {
		return err
	}
	close(over)
	stop()
	a.begin("the jobs that were begun end")
	for _, v := range a.everybody() {
		v.spare()
	}
	for _, b := range a.requesters {
		if err := a.wait(b.done); err != nil {
			return err
		}
	}
	<-loaded
	return <-measured
}

// raid kills as often as it was told, and no more.
func (a *arena) raid() error {
	for a.killed.Load() < int64(a.kills) {
		if !a.pause(a.moment()) {
			return context.Cause(a.ctx)
		}
		if v := a.pick(); a.aimed.Load() < int64(a.kills) {
			v.kill()
		}
	}
	return nil
}

// moment is how long nobody is killed: often hardly at all, and sometimes long. Where it takes long to come back, since the
// machine is busy, everybody gets the more time: who only comes back deals with nobody.
func (a *arena) moment() time.Duration {
	every := max(a.every, percentile(a.figures.of(all(back)...), 50))
	return time.Duration(min(a.rng.ExpFloat64(), 10) * float64(every))
}

// pick draws a victim: farmers and requesters as often as the others of their kind together, the market now and then.
func (a *arena) pick() *victim {
	switch n := a.rng.IntN(20); {
	case n == 0:
		return a.market.victim
	case n%2 == 0:
		return a.farmers[a.rng.IntN(len(a.farmers))].victim
	}
	return a.requesters[a.rng.IntN(len(a.requesters))].victim
}

func (a *arena) progress() string {
	backs := a.figures.of(all(back)...)
	return fmt.Sprintf("%d of %d kills, %s; recoveries %s, %d cut short", a.killed.Load(), a.kills, &a.books, spread(backs), len(a.figures.of(all(cutShort)...)))
}

// missedBy has the requesters that a farmer works for tell when they hear of it again.
func (a *arena) missedBy(f *post) {
	key, _ := f.where()
	for _, b := range a.requesters {
		b.await(key.String(), time.Now())
	}
}
