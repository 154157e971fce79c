package farmer_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
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

// Who serves streams by ServeStream alone is told why nothing more can be, of each and by Resume; the policy is not asked any more.
func TestServeStreamAfterItsJournal(t *testing.T) {
	test(t, func(t *testing.T) {
		var world parleytest.World
		node, buyer, seller := world.Node(1), world.Node(2), &parleytest.Seller{PerUnit: 5}
		s := &farmer.Server{Farmer: seller, Signer: node.Signer, Journal: full{new(journal.Memory)}}
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		if err := s.Resume(ctx); err != nil {
			t.Fatal(err)
		}
		ln, served := node.Network(), make(chan error, 10)
		go func() {
			for {
				stream, err := ln.Accept(ctx)
				if err != nil {
					return
				}
				go func() { served <- s.ServeStream(ctx, stream) }()
			}
		}()
		client, hiring := buyer.Hire(new(parleytest.Buyer))
		hire := func() (said error) {
			once, cancel := context.WithTimeout(ctx, time.Minute)
			defer cancel()
			for _, said = range client.Hire(once, parleytest.Statement(1, 1), parleytest.Ask(node)) {
			}
			return said
		}
		_ = hire() // nothing can come of it
		for len(served) > 0 {
			<-served
		}
		if said := hire(); !strings.Contains(fmt.Sprint(said), "the farmer is stopping") {
			t.Errorf("the next requester hears %v", said)
		}
		if err := <-served; !errors.Is(err, journal.ErrFull) || protocol.CodeOf(err) != protocol.Unavailable {
			t.Errorf("ServeStream: %v", err)
		}
		if n := seller.Count("Quote"); n != 1 {
			t.Errorf("%d quotes were asked for", n)
		}
		if err := s.Resume(ctx); !errors.Is(err, journal.ErrFull) {
			t.Errorf("Resume: %v", err)
		}
		cancel()
		_, _ = hiring.Stop(), s.Close()
	})
}

// full is a journal on a disk that is full.
type full struct{ journal.Journal }

func (full) Commit(context.Context, journal.Batch) error { return journal.ErrFull }

// A farmer whose journal takes nothing more serves nobody: whoever runs it is told why, once, and has it again with another disk.
func TestServeEndsWithItsJournal(t *testing.T) {
	test(t, func(t *testing.T) {
		var world parleytest.World
		node, buyer := world.Node(1), world.Node(2)
		var log bytes.Buffer
		_, serving := node.Farm(&parleytest.Seller{PerUnit: 5}, func(s *farmer.Server) {
			s.Journal, s.Logger = full{s.Journal}, slog.New(slog.NewTextHandler(&log, nil))
		})
		for i := range byte(3) {
			a, err := world.Node(3).Attack(t.Context(), node)
			if err == nil {
				err = a.Ask(t.Context(), i)
			}
			if err != nil {
				t.Fatal(err)
			}
			hear[*messages.Quote](t, a)
		}
		client, hiring := buyer.Hire(new(parleytest.Buyer))
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		for _, err := range client.Hire(ctx, parleytest.Statement(1, 1), parleytest.Ask(node)) {
			_ = err // nothing can come of it
		}
		if err := serving.Stop(); !errors.Is(err, journal.ErrFull) {
			t.Errorf("Serve: %v", err)
		}
		if n := strings.Count(log.String(), "session not kept"); n > 1 {
			t.Errorf("%d sessions are said not to be kept:\n%s", n, &log)
		}
		_ = hiring.Stop()
	})
}
