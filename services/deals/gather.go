package deals

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"sync"

	"github.com/parley-p2p/parley/internal/inclusion"
)

// gather does what many want in one call: whoever comes while a call is under way waits for the next one, which begins
// before the one has ended, or a block has what it has sent, only if it is full, or somebody has no time to wait. There is no timer. The zero value with do set is ready.
type gather[T any] struct {
	// do does the work. The errors are in the order of the items; with the last one nothing is known of any. Its context ends once
	// everybody whose item is among them waits no more, and not before: what one of them leaves is still wanted by the others.
	do func(context.Context, []T) ([]error, error)
	// more is how many such calls may be under way beside one.
	more int

	once    sync.Once
	pen     chan struct{} // held while do is called, until a block has what it sends
	further chan struct{} // has a place for each call beside that one
	mu      sync.Mutex
	waiting []*wanted[T]
}

type wanted[T any] struct {
	item T
	done chan error
	in   *batch // once it is under way
}

// batch are those whose items are under way together.
type batch struct {
	waiting int // gather's mu guards it
	stop    context.CancelCauseFunc
}

// further is how many transactions of a kind that are full or urgent are on their way beside one: that one waits for a block, which takes more.
const further = 3

// maxGathered is how many items one call takes.
const maxGathered = 100

// call has item done and returns its error. Who waits no more leaves the call to the others whose items are under way with its own, and
// hears the cause of its context's end; the last one ends the call, and hears what came of it.
func (g *gather[T]) call(ctx context.Context, item T) error { return g.begin(ctx, item, false) }

// hurry is call for what is urgent: it waits for no call that is under way, unless there are too many, and for the first of those to make
// place; it takes along whoever waits.
func (g *gather[T]) hurry(ctx context.Context, item T) error { return g.begin(ctx, item, true) }

func (g *gather[T]) begin(ctx context.Context, item T, urgent bool) error {
	g.once.Do(func() { g.pen, g.further = make(chan struct{}, 1), make(chan struct{}, g.more) })
	mine := &wanted[T]{item: item, done: make(chan error, 1)}
	g.mu.Lock()
	g.waiting = append(g.waiting, mine)
	full := len(g.waiting) >= maxGathered
	g.mu.Unlock()
	pen, further := g.pen, g.further
	lead := func(place <-chan struct{}) {
		if waits := g.lead(ctx, mine, place); !waits {
			pen, further = nil, nil
		}
	}
	if urgent || full {
		select {
		case pen <- struct{}{}:
			lead(pen)
		default: // what is full goes beside now or with the pen, what is urgent as soon as it can
			select {
			case further <- struct{}{}:
				lead(further)
			default:
			}
		}
	}
	if !urgent {
		further = nil
	}
	for {
		select {
		case err := <-mine.done:
			return err
		case pen <- struct{}{}:
			lead(pen)
		case further <- struct{}{}:
			lead(further)
		case <-ctx.Done():
			return g.leave(ctx, mine)
		}
	}
}

// lead begins one call for those that wait, if mine is among them, and reports whether it still is: they may be more than one call takes.
// The call has a place, which is given back when a block has what it sends, or it has ended.
func (g *gather[T]) lead(ctx context.Context, mine *wanted[T], place <-chan struct{}) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if mine.in != nil {
		<-place
		return false
	}
	all := slices.Clone(g.waiting[:min(len(g.waiting), maxGathered)])
	g.waiting = slices.Delete(g.waiting, 0, len(all))
	ctx, stop := context.WithCancelCause(context.WithoutCancel(ctx))
	leave := sync.OnceFunc(func() { <-place })
	ctx = inclusion.With(ctx, leave)
	in := &batch{len(all), stop}
	items := make([]T, len(all))
	for i, w := range all {
		items[i], w.in = w.item, in
	}
	go func() { // until all have heard or left, of whom the last waits for it
		defer stop(nil)
		errs, err := g.try(ctx, items)
		leave()
		for i, w := range all {
			if err == nil {
				w.done <- errs[i]
			} else {
				w.done <- err
			}
		}
	}()
	return mine.in == nil
}

// try turns a panic into an error of all whose items these are: it is in nobody's goroutine who could.
func (g *gather[T]) try(ctx context.Context, items []T) (errs []error, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: panic: %v\n%s", ErrUnknown, p, debug.Stack())
		}
	}()
	return g.do(ctx, items)
}

// leave takes an item back whose caller waits no more, unless it is under way.
func (g *gather[T]) leave(ctx context.Context, mine *wanted[T]) error {
	g.mu.Lock()
	last := false
	if mine.in == nil {
		g.waiting = slices.DeleteFunc(g.waiting, func(w *wanted[T]) bool { return w == mine })
	} else {
		mine.in.waiting--
		last = mine.in.waiting == 0
	}
	g.mu.Unlock()
	if !last {
		return context.Cause(ctx)
	}
	mine.in.stop(context.Cause(ctx))
	return <-mine.done
}
