package deals

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/internal/inclusion"
)

// What comes while a call is under way goes together in the next one, and each hears its own answer.
func TestGather(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var batches [][]int
		first := make(chan struct{})
		g := gather[int]{do: func(_ context.Context, items []int) ([]error, error) {
			if len(batches) == 0 {
				<-first
			}
			batches = append(batches, slices.Sorted(slices.Values(items)))
			errs := make([]error, len(items))
			for i, n := range items {
				if n%2 == 1 {
					errs[i] = fmt.Errorf("%d is odd", n)
				}
			}
			return errs, nil
		}}
		var calls sync.WaitGroup
		call := func(n int) {
			calls.Go(func() {
				if err := g.call(t.Context(), n); (err != nil) != (n%2 == 1) {
					t.Errorf("%d: %v", n, err)
				}
			})
		}
		call(0)
		synctest.Wait()
		for n := 1; n <= 4; n++ {
			call(n)
		}
		synctest.Wait()
		close(first)
		calls.Wait()
		if diff := cmp.Diff([][]int{{0}, {1, 2, 3, 4}}, batches); diff != "" {
			t.Error(diff)
		}
	})
}

// gathered is a gather whose calls hang until they are released or their context ends.
type gathered struct {
	gather[int]
	t       *testing.T
	release chan struct{}
	mu      sync.Mutex
	seen    [][]int // what each call was for
	ended   []error // why its context had ended when it came back; nil: it had not
}

func hang(t *testing.T) *gathered {
	g := &gathered{t: t, release: make(chan struct{})}
	g.do = func(ctx context.Context, items []int) ([]error, error) {
		g.mu.Lock()
		g.seen = append(g.seen, slices.Sorted(slices.Values(items)))
		g.mu.Unlock()
		var err error
		select {
		case <-g.release:
		case <-ctx.Done():
			err = context.Cause(ctx)
		}
		g.mu.Lock()
		defer g.mu.Unlock()
		g.ended = append(g.ended, err)
		return make([]error, len(items)), err
	}
	return g
}

// start has somebody call, and leave with an error of its own when it is stopped.
func (g *gathered) start(n int) (stop func(), result chan error) {
	ctx, cancel := context.WithCancelCause(g.t.Context())
	result = make(chan error, 1)
	go func() { result <- g.call(ctx, n) }()
	synctest.Wait()
	return func() { cancel(left(n)); synctest.Wait() }, result
}

// left is why somebody waits no more.
type left int

func (l left) Error() string { return fmt.Sprintf("%d has left", int(l)) }

// hears fails unless somebody has heard this by now.
func (g *gathered) hears(n int, result chan error, want error) {
	g.t.Helper()
	select {
	case err := <-result:
		if err != want {
			g.t.Errorf("%d heard %v, want %v", n, err, want)
		}
	default:
		g.t.Errorf("%d has heard nothing", n)
	}
}

// M16: who waits no more takes its item back, or leaves the call that is under way to the others, and waits for none of them, also if it
// is who began the call. That ends when the last has left.
func TestGatherCanceled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // nobody else wants what the leader does
		g := hang(t)
		stop1, result1 := g.start(1)
		stop2, result2 := g.start(2)
		_, result3 := g.start(3)
		stop2()
		g.hears(2, result2, left(2))
		stop1()
		g.hears(1, result1, left(1))
		close(g.release)
		synctest.Wait()
		g.hears(3, result3, nil)
		if diff := cmp.Diff([][]int{{1}, {3}}, g.seen); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]error{left(1), nil}, g.ended); diff != "" {
			t.Error(diff)
		}
	})
	for _, all := range []bool{false, true} {
		t.Run(fmt.Sprintf("all leave %t", all), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				g := hang(t)
				g.more = 1
				g.start(0)
				stops, results := make([]func(), maxGathered), make([]chan error, maxGathered)
				for i := range maxGathered {
					stops[i], results[i] = g.start(i)
				}
				leave := func(i int) { stops[i](); g.hears(i, results[i], left(i)) }
				if len(g.seen) != 2 {
					t.Fatalf("%v are under way, want another call now that it is full", g.seen)
				}
				leave(maxGathered - 1) // who began it
				for i := range maxGathered - 2 {
					leave(i)
				}
				if len(g.ended) != 0 {
					t.Errorf("the call has ended by %v while one waits for it", g.ended[0])
				}
				if all {
					leave(maxGathered - 2)
					if diff := cmp.Diff([]error{left(maxGathered - 2)}, g.ended); diff != "" {
						t.Error(diff)
					}
				}
				close(g.release)
				synctest.Wait()
				if !all {
					g.hears(maxGathered-2, results[maxGathered-2], nil)
				}
			})
		})
	}
}

// A full call does not wait for the one that is under way, and no more of them are than may be.
func TestGatherFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var sizes []int
		release := make(chan struct{})
		g := gather[int]{more: 2, do: func(_ context.Context, items []int) ([]error, error) {
			mu.Lock()
			sizes = append(sizes, len(items))
			mu.Unlock()
			<-release
			return make([]error, len(items)), nil
		}}
		var calls sync.WaitGroup
		for n := range 1 + 4*maxGathered - 1 {
			calls.Go(func() {
				if err := g.call(t.Context(), n); err != nil {
					t.Error(err)
				}
			})
			synctest.Wait()
		}
		if diff := cmp.Diff([]int{1, maxGathered, maxGathered}, sizes); diff != "" {
			t.Errorf("before any has ended (-want +got)\n%s", diff)
		}
		close(release)
		calls.Wait()
		if diff := cmp.Diff([]int{1, maxGathered, maxGathered, maxGathered, maxGathered - 1}, sizes); diff != "" {
			t.Errorf("in the end (-want +got)\n%s", diff)
		}
	})
}

// A panic is an error of those whose items were under way, and of nobody else.
func TestGatherPanics(t *testing.T) {
	g := gather[int]{do: func(_ context.Context, items []int) ([]error, error) {
		if items[0] == 0 {
			panic("zero")
		}
		return make([]error, len(items)), nil
	}}
	if err := g.call(t.Context(), 0); !errors.Is(err, ErrUnknown) || !strings.Contains(err.Error(), "panic: zero") {
		t.Errorf("heard %v", err)
	}
	if err := g.call(t.Context(), 1); err != nil {
		t.Errorf("the next one heard %v", err)
	}
}

// The next call waits until a block has what the one under way has sent, and no longer; who has no time to wait does not wait for that, and
// takes along who does.
func TestGatherDoesNotWaitForConfirmations(t *testing.T) { // THREATS rule 10
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var seen [][]int
		var tell []func()
		deep := make(chan struct{})
		g := gather[int]{more: 1, do: func(ctx context.Context, items []int) ([]error, error) {
			mu.Lock()
			seen, tell = append(seen, slices.Sorted(slices.Values(items))), append(tell, func() { inclusion.Tell(ctx) })
			mu.Unlock()
			<-deep
			return make([]error, len(items)), nil
		}}
		var calls sync.WaitGroup
		start := func(call func(context.Context, int) error, n int) {
			calls.Go(func() {
				if err := call(t.Context(), n); err != nil {
					t.Error(err)
				}
			})
			synctest.Wait()
		}
		began := func(what string, want ...[]int) {
			t.Helper()
			if diff := cmp.Diff(want, seen); diff != "" {
				t.Errorf("%s (-want +got)\n%s", what, diff)
			}
		}
		start(g.call, 1)
		start(g.call, 2)
		began("before a block has the first", []int{1})
		tell[0]()
		tell[0]()
		synctest.Wait()
		began("when it has", []int{1}, []int{2})
		start(g.call, 3)
		start(g.hurry, 4)
		began("when somebody has no time", []int{1}, []int{2}, []int{3, 4})
		start(g.hurry, 5)
		start(g.call, 6)
		began("when there are too many of those", []int{1}, []int{2}, []int{3, 4})
		tell[2]()
		synctest.Wait()
		began("when a block has one of those", []int{1}, []int{2}, []int{3, 4}, []int{5, 6})
		close(deep)
		calls.Wait()
		began("in the end", []int{1}, []int{2}, []int{3, 4}, []int{5, 6})
	})
}
