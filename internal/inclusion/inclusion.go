// Package inclusion carries along a context who wants to hear that a block has what is sent with it. What was sent returns later, when so
// many blocks stand on that as its sender waits for.
package inclusion

import "context"

type key struct{}

// With is ctx for what is sent with it: f is called when a block has that, perhaps more than once, and must return soon.
func With(ctx context.Context, f func()) context.Context { return context.WithValue(ctx, key{}, f) }

// Tell calls who wants to hear.
func Tell(ctx context.Context) {
	if f, ok := ctx.Value(key{}).(func()); ok {
		f()
	}
}
