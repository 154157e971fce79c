package main

import (
	"context"
	"fmt"
	"sync"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/deals"
)

// disputed are the farmers that a job's deals were disputed with, in this life of the program or an earlier one. None of them is hired for it
// again: what they would do is most likely the same, and locks as much again.
type disputed struct {
	mu     sync.Mutex
	with   map[messages.Key]deals.Hash // by the farmer's key: the first such deal
	closed bool                        // those that were closed before this command began are in it
	told   map[messages.Key]bool
}

// contests reports whether a requester disputes a deal, or has.
func contests(r *deals.Record) bool {
	return r.Role == protocol.Requester && (r.Complaint != nil || r.Unserved() != nil)
}

// disputes notes whom a deal of this job is disputed with.
func (o *errand) disputes(ctx context.Context, r *deals.Record) error {
	if !contests(r) || o.job == nil {
		return nil
	}
	h, err := o.replayed(ctx, r.Session)
	if protocol.CodeOf(err) == protocol.NotFound {
		return nil // its session is forgotten, and so is its job
	}
	if err != nil || h.job != o.job.ID {
		return err
	}
	o.wrongs.mu.Lock()
	defer o.wrongs.mu.Unlock()
	if _, known := o.wrongs.with[h.key]; !known {
		o.wrongs.with[h.key] = r.Papers.ID
	}
	return nil
}

// undisputed refuses a farmer that a deal of this job was disputed with.
func (o *errand) undisputed(farmer messages.Key) error {
	ctx := context.Background()
	o.wrongs.mu.Lock()
	records := o.node.Ledger.Live
	if !o.wrongs.closed {
		records = o.node.Ledger.All
	}
	o.wrongs.mu.Unlock()
	for r, err := range records(ctx) {
		if err == nil {
			err = o.disputes(ctx, r)
		}
		if err != nil {
			return fmt.Errorf("whether it was disputed with for this job cannot be told: %w", err)
		}
	}
	o.wrongs.mu.Lock()
	defer o.wrongs.mu.Unlock()
	o.wrongs.closed = true
	deal, known := o.wrongs.with[farmer]
	if !known {
		return nil
	}
	err := fmt.Errorf("deal %.10s with it, for this job, was disputed: it is not hired for that again", deal)
	if !o.wrongs.told[farmer] {
		o.wrongs.told[farmer] = true
		o.app.say("%s: %v", farmer.Short(), err)
	}
	return err
}
