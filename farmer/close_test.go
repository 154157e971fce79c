package farmer_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/journal"
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

// What is not there is asked for in words.
func TestServeNowhere(t *testing.T) {
	var world parleytest.World
	s := &farmer.Server{Farmer: new(parleytest.Seller), Signer: world.Node(1).Signer}
	if err := s.Serve(t.Context(), nil); err == nil || errors.Is(err, farmer.ErrServerClosed) {
		t.Errorf("Serve without a listener: %v", err)
	}
}

// full is a journal on a disk that is full.
type full struct{ journal.Journal }

func (full) Commit(context.Context, journal.Batch) error { return journal.ErrFull }

// A farmer whose journal takes nothing more serves nobody: whoever runs it is told why, and has it again with another disk.
func TestServeEndsWithItsJournal(t *testing.T) {
	test(t, func(t *testing.T) {
		var world parleytest.World
		node, buyer := world.Node(1), world.Node(2)
		_, serving := node.Farm(&parleytest.Seller{PerUnit: 5}, func(s *farmer.Server) { s.Journal = full{s.Journal} })
		client, hiring := buyer.Hire(new(parleytest.Buyer))
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		for _, err := range client.Hire(ctx, parleytest.Statement(1, 1), parleytest.Ask(node)) {
			_ = err // nothing can come of it
		}
		if err := serving.Stop(); !errors.Is(err, journal.ErrFull) {
			t.Errorf("Serve: %v", err)
		}
		_ = hiring.Stop()
	})
}
