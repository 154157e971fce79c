package farmer_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/parleytest"
)

// Close ends a Serve that is under way, and nothing serves or is resumed after it: each says why, whatever its context does.
func TestClosed(t *testing.T) {
	test(t, func(t *testing.T) {
		var world parleytest.World
		node := world.Node(1)
		s := &farmer.Server{Farmer: new(parleytest.Seller), Signer: node.Signer}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		served := make(chan error, 1)
		ln := node.Network()
		go func() { served <- s.Serve(ctx, ln) }()
		time.Sleep(time.Second)
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if err := <-served; !errors.Is(err, farmer.ErrServerClosed) {
			t.Errorf("the Serve that was under way: %v", err)
		}
		if err := s.Serve(ctx, ln); !errors.Is(err, farmer.ErrServerClosed) {
			t.Errorf("Serve: %v", err)
		}
		if err := s.Resume(ctx); !errors.Is(err, farmer.ErrServerClosed) {
			t.Errorf("Resume: %v", err)
		}
		if ctx.Err() != nil {
			t.Error("it took until the context ended")
		}
	})
}
