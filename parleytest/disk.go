package parleytest

import (
	"bytes"
	"context"
	"sync"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
)

// disk is what survives a node's process: the batches that were synced, and those before them.
type disk struct {
	mu     sync.Mutex
	log    []journal.Batch
	synced int
	now    *journal.Memory
}

func (d *disk) memory() *journal.Memory {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

// reopen reads the disk after a crash; lose drops what was not synced.
func (d *disk) reopen(lose bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if lose {
		d.log = d.log[:d.synced]
	}
	d.replay()
}

// replay is called with the lock held.
func (d *disk) replay() {
	d.now = new(journal.Memory)
	for _, b := range d.log {
		if err := d.now.Commit(context.Background(), b); err != nil {
			panic(err) // it was committed before
		}
	}
}

func (d *disk) snapshot() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.log)
}

func (d *disk) restore(backup int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.log, d.synced = d.log[:backup], backup
	d.replay()
}

func (d *disk) commit(ctx context.Context, b journal.Batch) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.now.Commit(ctx, b); err != nil {
		return err
	}
	kept := journal.Batch{Sync: b.Sync}
	for _, r := range b.Records {
		r.Envelope = bytes.Clone(r.Envelope)
		kept.Records = append(kept.Records, r)
	}
	for _, n := range b.Notes {
		n.Key, n.Value = bytes.Clone(n.Key), bytes.Clone(n.Value)
		kept.Notes = append(kept.Notes, n)
	}
	d.log = append(d.log, kept)
	if b.Sync {
		d.synced = len(d.log)
	}
	return nil
}

// diskJournal is one process's view of its disk, with a point before and after each commit.
type diskJournal struct {
	journal.Journal
	disk *disk
	life *life
}

func (j *diskJournal) Commit(ctx context.Context, b journal.Batch) error {
	if j.life.isDead() {
		return ErrDead
	}
	j.life.node.pass("before commit")
	if j.life.isDead() {
		return ErrDead
	}
	if err := j.disk.commit(ctx, b); err != nil {
		return err
	}
	j.life.node.pass("after commit")
	if j.life.isDead() {
		return ErrDead
	}
	return nil
}

func (j *diskJournal) Forget(ctx context.Context, session messages.ID) error { return nil }
