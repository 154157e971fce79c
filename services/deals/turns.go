package deals

import (
	"context"
	"sync"
)

// turns has those who name one account act one after another. Its zero value is ready for use, by several at once.
type turns struct {
	mu sync.Mutex
	of map[Address]*turn
}

// turn is an account's, while somebody has it or waits for it.
type turn struct {
	pen  chan struct{} // held by whose turn it is
	want int           // those who hold it or wait
}

// take waits until it is the caller's turn, which then ends with release, or for the context.
func (t *turns) take(ctx context.Context, of Address) (release func(), err error) {
	t.mu.Lock()
	if t.of == nil {
		t.of = make(map[Address]*turn)
	}
	mine := t.of[of]
	if mine == nil {
		mine = &turn{pen: make(chan struct{}, 1)}
		t.of[of] = mine
	}
	mine.want++
	t.mu.Unlock()
	leave := func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		if mine.want--; mine.want == 0 {
			delete(t.of, of)
		}
	}
	select {
	case mine.pen <- struct{}{}:
		return func() { <-mine.pen; leave() }, nil
	case <-ctx.Done():
		leave()
		return nil, context.Cause(ctx)
	}
}
