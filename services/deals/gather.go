package deals

import (
	"context"
	"fmt"
	"slices"
	"sync"
)

// gather does what many want in one call: whoever comes while a call is under way waits for the next one. There is no
// timer. The zero value with do set is ready.
type gather[T any] struct {
	// do does the work. The errors are in the order of the items; with the last one nothing is known of any.
	do func(context.Context, []T) ([]error, error)

	once    sync.Once
	pen     chan struct{} // held by who calls do
	mu      sync.Mutex
	waiting []*wanted[T]
}

type wanted[T any] struct {
	item T
	done chan error
}

// maxGathered is how many items one call takes.
const maxGathered = 100

// call has item done and returns its error. If it was another's context that ended the call, the error is ErrUnknown.
func (g *gather[T]) call(ctx context.Context, item T) error {
	g.once.Do(func() { g.pen = make(chan struct{}, 1) })
	mine := &wanted[T]{item, make(chan error, 1)}
	g.mu.Lock()
	g.waiting = append(g.waiting, mine)
	g.mu.Unlock()
	for {
		select {
		case err := <-mine.done:
			return err
		case g.pen <- struct{}{}:
			g.lead(ctx, mine)
			<-g.pen
		case <-ctx.Done():
			return g.leave(ctx, mine)
		}
	}
}

// lead does one call for those that wait.
func (g *gather[T]) lead(ctx context.Context, mine *wanted[T]) {
	g.mu.Lock()
	batch := slices.Clone(g.waiting[:min(len(g.waiting), maxGathered)])
	g.waiting = slices.Delete(g.waiting, 0, len(batch))
	g.mu.Unlock()
	if len(batch) == 0 {
		return
	}
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
