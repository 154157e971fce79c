package deals

import (
	"context"
	"fmt"
	"slices"
	"sync"
)

// gather does what many want in one call: whoever comes while a call is under way waits for the next one, which begins
// before the one has ended only if it is full. There is no timer. The zero value with do set is ready.
type gather[T any] struct {
	// do does the work. The errors are in the order of the items; with the last one nothing is known of any.
	do func(context.Context, []T) ([]error, error)
	// more is how many full calls may be under way beside one.
	more int

	once    sync.Once
	pen     chan struct{} // held by who calls do
	further chan struct{} // has a place for each that calls it beside that one
	mu      sync.Mutex
	waiting []*wanted[T]
}

type wanted[T any] struct {
	item T
	done chan error
}

// further is how many full transactions of a kind are on their way beside one: that one waits for a block, which takes more.
const further = 3

// maxGathered is how many items one call takes.
const maxGathered = 100

// call has item done and returns its error. If it was another's context that ended the call, the error is ErrUnknown.
func (g *gather[T]) call(ctx context.Context, item T) error {
	g.once.Do(func() { g.pen, g.further = make(chan struct{}, 1), make(chan struct{}, g.more) })
	mine := &wanted[T]{item, make(chan error, 1)}
	g.mu.Lock()
	g.waiting = append(g.waiting, mine)
	full := len(g.waiting) >= maxGathered
	g.mu.Unlock()
	if full {
		select {
		case g.further <- struct{}{}:
			g.lead(ctx, mine)
			<-g.further
		default:
		}
	}
	for pen := g.pen; ; {
		select {
		case err := <-mine.done:
			return err
		case pen <- struct{}{}:
			if !g.lead(ctx, mine) {
				pen = nil // it is under way
			}
			<-g.pen
		case <-ctx.Done():
			return g.leave(ctx, mine)
		}
	}
}

// lead does one call for those that wait, if mine is among them.
func (g *gather[T]) lead(ctx context.Context, mine *wanted[T]) bool {
	g.mu.Lock()
	if !slices.Contains(g.waiting, mine) {
		g.mu.Unlock()
		return false
	}
	batch := slices.Clone(g.waiting[:min(len(g.waiting), maxGathered)])
	g.waiting = slices.Delete(g.waiting, 0, len(batch))
	g.mu.Unlock()
	items := make([]T, len(batch))
	for i, w := range batch {
		items[i] = w.item
	}
	errs, err := g.do(ctx, items)
	for i, w := range batch {
		switch {
		case err == nil:
			w.done <- errs[i]
		case w != mine && ctx.Err() != nil:
			w.done <- fmt.Errorf("%w: %w", ErrUnknown, err)
		default:
			w.done <- err
		}
	}
	return true
}

// leave takes an item back whose caller waits no more, unless it is under way.
func (g *gather[T]) leave(ctx context.Context, mine *wanted[T]) error {
	g.mu.Lock()
	if i := slices.Index(g.waiting, mine); i >= 0 {
		g.waiting = slices.Delete(g.waiting, i, i+1)
	}
	g.mu.Unlock()
	return context.Cause(ctx)
}
