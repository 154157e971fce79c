package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
)

// arena is where it happens: a market with everybody in it.
type arena struct {
	options
	ctx     context.Context // ends with the first failure
	cancel  context.CancelCauseFunc
	dir     string
	program string
	starter starter
	rng     *rand.Rand // decides who is killed, and when

	market     *stand
	farmers    []*post
	requesters []*buyer
	asker      *asker
	bystanders bystanders

	living  sync.WaitGroup
	figures figures
	aimed   atomic.Int64 // kills that hit, or whose victim may yet have been faster
	killed  atomic.Int64 // those that hit
	retries atomic.Int64
	books   ledger
	stage   atomic.Pointer[string] // what goes on, for who watches
}

// begin says what goes on from now.
func (a *arena) begin(stage string) { a.stage.Store(&stage) }

// tell says what goes on, each 30 s until ctx ends.
func (a *arena) tell(ctx context.Context) {
	began, tick := time.Now(), time.NewTicker(30*time.Second)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			fmt.Fprintf(os.Stderr, "%6.0f s  %s: %s\n", time.Since(began).Seconds(), *a.stage.Load(), a.progress())
		case <-ctx.Done():
			return
		}
	}
}

func (a *arena) state() string { return filepath.Join(a.dir, "state") }

// fail ends everything for a reason that concerns a party.
func (a *arena) fail(v *victim, err error) {
	a.cancel(fmt.Errorf("%s: %w\nits last words:\n%s", v.name, err, tail(v.log())))
}

// pause waits, and reports whether it goes on.
func (a *arena) pause(d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-a.ctx.Done():
		return false
	}
}

// own runs what a party does until its end.
func (a *arena) own(v *victim, run func() error) {
	v.done = make(chan struct{})
	a.living.Go(func() {
		defer close(v.done)
		if err := run(); err != nil && a.ctx.Err() == nil {
			a.fail(v, err)
		}
	})
}

// wait waits for a channel that is closed.
func (a *arena) wait(c <-chan struct{}) error {
	select {
	case <-c:
		return nil
	case <-a.ctx.Done():
		return context.Cause(a.ctx)
	}
}

// open has everybody come.
func open(ctx context.Context, o options, dir, program string) (*arena, error) {
	a := &arena{options: o, dir: dir, program: program, starter: newStarter(), rng: rand.New(rand.NewPCG(o.seed, 0))}
	a.ctx, a.cancel = context.WithCancelCause(ctx)
	a.figures.calibrate()
	a.begin("everybody comes to the market")
	a.living.Go(func() { a.tell(a.ctx) })
	if err := a.come(); err != nil {
		a.close()
		return nil, err
	}
	return a, nil
}

func (a *arena) come() (err error) {
	if err := errors.Join(os.Mkdir(a.state(), 0o700), writeJobs(a.dir)); err != nil {
		return err
	}
	if a.market, err = newStand(a, "market", a.state()); err != nil {
		return err
	}
	if err := a.join(a.market.victim, a.market.run); err != nil {
		return err
	}
	a.living.Go(func() { a.market.watch(a.ctx) })
	if a.asker, err = newAsker(a.ctx, a.market.file()); err != nil {
		return err
	}
	for n := range a.options.farmers {
		f, err := newPost(a, fmt.Sprintf("farmer-%d", n))
		if err != nil {
			return err
		}
		if err := a.join(f.victim, f.run); err != nil {
			return err
		}
		a.farmers = append(a.farmers, f)
	}
	for n := range a.options.requesters {
		a.requesters = append(a.requesters, newBuyer(a, fmt.Sprintf("requester-%d", n), uint64(n)+1))
	}
	return a.bystanders.come(a)
}

// join runs what a party does until its end, and waits until it serves.
func (a *arena) join(v *victim, run func(serves func(*process)) error) error {
	ready := make(chan struct{})
	var once sync.Once
	a.own(v, func() error { return run(func(*process) { once.Do(func() { close(ready) }) }) })
	return a.wait(ready)
}

// close ends whoever is left, without a word.
func (a *arena) close() {
	a.cancel(errors.New("it is over"))
	a.living.Wait()
	if a.asker != nil {
		a.asker.close()
	}
	close(a.starter)
}

// sellers are the market and all farmers: who a requester needs.
func (a *arena) sellers() []*victim {
	all := []*victim{a.market.victim}
	for _, f := range a.farmers {
		all = append(all, f.victim)
	}
	return all
}

// everybody can be killed.
func (a *arena) everybody() []*victim {
	all := a.sellers()
	for _, b := range a.requesters {
		all = append(all, b.victim)
	}
	return all
}

// hello is a program that counts so far, then says hello.
func hello(count int32) []byte {
	p := guest.NewProgram("fd_write")
	const n = 0
	work := guest.Code(guest.Const(count), guest.Set(n), guest.Block(guest.Forever(
		guest.Get(n), guest.Op(i32Eqz), guest.BrIf(1), guest.Get(n), guest.Const(1), guest.Op(i32Sub), guest.Set(n))))
	return p.Build(work, guest.Const(1), p.Vector("hello\n"), guest.Const(0), guest.Call(0), guest.Op(guest.Drop))
}

// Instructions of WebAssembly.
const (
	i32Eqz = 0x45
	i32Sub = 0x6b
)
