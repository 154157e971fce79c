package mediator

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/evidence"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/deals"
)

// Place is the name under which those who have the content of a disputed deal are found.
func Place(deal deals.Hash) string { return "parley.dev/deal/1/" + deal.String() }

// Exhibits shows a panel what a party's disputed deals are about: it serves the agreement until the deal's record is closed, and is
// found under the deal's Place. Module, inputs and result are served by who has them in the same store. Set its fields before
// Run.
type Exhibits struct {
	Ledger *deals.Ledger
	Chain  deals.Reader
	Store  *content.Store // served to whoever asks
	// Advertiser makes this party findable. Nil: it is not.
	Advertiser discovery.Advertiser
	// Pursued reports whether the panel goes on with the case of a deal that is closed, as [deals.Court] does. Nil: it never does.
	Pursued func(context.Context, *deals.Record, deals.Block, uint64) (bool, error)
	Poll    time.Duration // default 5 s
	Logger  *slog.Logger

	shown   map[deals.Hash]context.CancelFunc // ends the advertising
	running sync.WaitGroup
	// released: nothing is held for a deal that is closed, of an earlier life neither
	released bool
}

// Run shows what is disputed until ctx ends.
func (x *Exhibits) Run(ctx context.Context) error {
	x.shown = make(map[deals.Hash]context.CancelFunc)
	if x.Logger == nil {
		x.Logger = slog.New(slog.DiscardHandler)
	}
	defer x.running.Wait()
	poll := time.NewTicker(cmp.Or(x.Poll, 5*time.Second))
	defer poll.Stop()
	for {
		if err := x.look(ctx); err != nil && ctx.Err() == nil {
			x.Logger.Warn("show what is disputed", "err", err)
		}
		select {
		case <-poll.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// look shows what has come to be disputed, and stops showing what is closed.
func (x *Exhibits) look(ctx context.Context) error {
	live := map[string]bool{}
	var failed error
	for r, err := range x.Ledger.Live(ctx) {
		if err != nil {
			return err
		}
		id := r.Papers.ID
		live[holderOf(id)] = true
		if x.shown[id] != nil || r.Papers.Terms.Arbiter == (deals.Address{}) || !r.Opened || r.Role == protocol.Farmer && r.Result == nil {
			continue // what a farmer submits is on its record before; a requester disputes what it was never shown, too
		}
		s, err := x.Chain.Status(ctx, id, 1)
		if err != nil {
			return err
		}
		disputed := s.State == deals.Disputed
		if (s.State == deals.Closed || s.State == deals.Unopened) && x.Pursued != nil { // the contract forgets what is closed
			if disputed, err = x.Pursued(ctx, r, s.Block, 1); err != nil {
				return err
			}
		}
		if !disputed {
			continue
		}
		if err := x.show(ctx, r); err != nil { // which keeps no other from being shown
			failed = errors.Join(failed, fmt.Errorf("deal %s: %w", id, err))
		}
	}
	for id, stop := range x.shown {
		if !live[holderOf(id)] {
			stop()
			delete(x.shown, id)
			x.released = false
		}
	}
	if !x.released {
		err := x.release(live)
		x.released, failed = err == nil, errors.Join(failed, err)
	}
	return failed
}

// show serves a deal's agreement, and has this party found.
func (x *Exhibits) show(ctx context.Context, r *deals.Record) error {
	var farmer messages.Key
	var envelopes [][]byte
	for record, err := range x.Ledger.Journal.Transcript(ctx, r.Session) {
		if err != nil {
			return err
		}
		envelopes = append(envelopes, record.Envelope)
		u, err := messages.Parse(record.Envelope)
		if err != nil {
			return err
		}
		if u.Header().Kind == messages.Kind_KIND_QUOTE {
			farmer = u.Header().Signer
		}
	}
	roots, err := evidence.Publish(ctx, x.Store, farmer, envelopes)
	if err != nil {
		return err
	}
	for _, root := range roots {
		if err := x.Store.Hold(root, holderOf(r.Papers.ID)); err != nil {
			return err
		}
	}
	advertising, stop := context.WithCancel(ctx)
	x.shown[r.Papers.ID] = stop
	if x.Advertiser != nil {
		x.running.Go(func() { _ = x.Advertiser.Advertise(advertising, Place(r.Papers.ID), nil) }) // it tries again by itself
	}
	return nil
}

// holderOf is who holds a deal's agreement in the store.
func holderOf(deal deals.Hash) string { return holderPrefix + deal.String() }

const holderPrefix = "exhibit-"

// release ends the holds of deals that are closed, also those of an earlier life.
func (x *Exhibits) release(live map[string]bool) error {
	for held, err := range x.Store.Holds() {
		if err != nil {
			return err
		}
		if strings.HasPrefix(held.Holder, holderPrefix) && !live[held.Holder] {
			if err := x.Store.Release(held.Root, held.Holder); err != nil {
				return err
			}
		}
	}
	return nil
}
