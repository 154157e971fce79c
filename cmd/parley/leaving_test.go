package main

import (
	"context"
	"errors"
	"testing"
)

// When one of a farmer's duties fails, its life is over before the others hear of it: what they have on a cluster is left to the next
// start, and not given up. C17.
func TestLeaving(t *testing.T) {
	life, end := context.WithCancel(t.Context())
	failed := errors.New("a duty failed")
	over := false
	err := together(t.Context(), leaving(end, []func(context.Context) error{
		func(ctx context.Context) error {
			<-ctx.Done()
			over = life.Err() != nil
			return ctx.Err()
		},
		func(context.Context) error { return failed },
	})...)
	if !errors.Is(err, failed) || !over {
		t.Errorf("%v; life was over when work was given up: %v", err, over)
	}
}
