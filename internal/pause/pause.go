// Package pause waits in a way that a context can end.
package pause

import (
	"context"
	"time"
)

// For waits for d, or until ctx is done: then it returns the cause.
func For(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
