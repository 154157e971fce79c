package discovery

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"sync"

	"github.com/parley-p2p/parley/messages"
)

// Static finds the same farmers whatever the service: those that somebody named. It must not change while in use.
type Static []Candidate

// Find yields the candidates in order.
func (s Static) Find(ctx context.Context, _ string) iter.Seq2[Candidate, error] {
	return func(yield func(Candidate, error) bool) {
		seen := make(map[messages.Key]bool)
		for _, c := range s {
			if ctx.Err() != nil {
				yield(Candidate{}, fmt.Errorf("find: %w", context.Cause(ctx)))
				return
			}
			if seen[c.Key] {
				continue
			}
			seen[c.Key] = true
			c.Addrs = slices.Clone(c.Addrs)
			if !yield(c, nil) {
				return
			}
		}
	}
}

// Any asks several finders at once and yields what each finds as it comes, each key once. An error of one does not end
// the others.
type Any []Finder

// Find ends when every finder's has.
func (a Any) Find(ctx context.Context, service string) iter.Seq2[Candidate, error] {
	return func(yield func(Candidate, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		found := make(chan result)
		var work sync.WaitGroup
		for _, f := range a {
			work.Go(func() { pass(ctx, f.Find(ctx, service), found) })
		}
		ended := make(chan struct{})
		go func() {
			work.Wait()
			close(ended)
		}()
		defer func() {
			cancel()
			<-ended
		}()
		seen := make(map[messages.Key]bool)
		for {
			select {
			case r := <-found:
				if r.err == nil && seen[r.candidate.Key] {
					continue
				}
				if r.err == nil {
					seen[r.candidate.Key] = true
				}
				if !yield(r.candidate, r.err) {
					return
				}
			case <-ended:
				return
			}
		}
	}
}

// result is one step of a search.
type result struct {
	candidate Candidate
	err       error
}

// pass hands on what a finder finds until nobody wants it.
func pass(ctx context.Context, from iter.Seq2[Candidate, error], to chan<- result) {
	for c, err := range from {
		select {
		case to <- result{c, err}:
		case <-ctx.Done():
			return
		}
	}
}

var (
	_ Finder = Static(nil)
	_ Finder = Any(nil)
)
