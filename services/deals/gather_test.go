package deals

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
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

// A leader that is canceled leaves the others with an unknown outcome, not with its own; one that waits takes its item back.
func TestGatherCanceled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var seen []int
		g := gather[int]{do: func(ctx context.Context, items []int) ([]error, error) {
			seen = append(seen, items...)
			if items[0] == 3 {
				return make([]error, len(items)), nil
			}
			<-ctx.Done()
			return nil, context.Cause(ctx)
		}}
		start := func(n int) (stop context.CancelFunc, result chan error) {
			ctx, stop := context.WithCancel(t.Context())
			result = make(chan error, 1)
			go func() { result <- g.call(ctx, n) }()
			synctest.Wait()
			return stop, result
		}
		stop1, result1 := start(1)
		stop2, result2 := start(2)
		_, result3 := start(3)
		stop2()
		if err := <-result2; !errors.Is(err, context.Canceled) {
			t.Errorf("who waits no more: %v", err)
		}
		stop1()
		if err := <-result1; !errors.Is(err, context.Canceled) || errors.Is(err, ErrUnknown) {
			t.Errorf("the leader: %v", err)
		}
		if err := <-result3; err != nil {
			t.Errorf("the next: %v", err)
		}
		if diff := cmp.Diff([]int{1, 3}, seen); diff != "" {
			t.Error(diff)
		}
	})
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
