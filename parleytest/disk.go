package parleytest

import (
	"bytes"
	"context"
	"sync"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
)

// disk is what survives a node's process: the changes that were synced, and those before them.
type disk struct {
	mu     sync.Mutex
	log    []change
	synced int
	now    *journal.Memory
}

// change is what was done to a journal.
type change func(context.Context, *journal.Memory) error

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
	for _, c := range d.log {
		if err := c(context.Background(), d.now); err != nil {
			panic(err) // it was done before
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

// do makes a change and keeps it, and those before it are safe with it if it is synced.
func (d *disk) do(ctx context.Context, c change, synced bool) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := c(ctx, d.now); err != nil {
		return err
	}
	d.log = append(d.log, c)
	if synced {
		d.synced = len(d.log)
	}
	return nil
}

// diskJournal is one process's view of its disk, with a point before and after each change.
type diskJournal struct {
	journal.Journal
	disk *disk
	life *life
}

func (j *diskJournal) Commit(ctx context.Context, b journal.Batch) error {
	kept := journal.Batch{Sync: b.Sync}
	for _, r := range b.Records {
		r.Envelope = bytes.Clone(r.Envelope)
		kept.Records = append(kept.Records, r)
	}
	for _, n := range b.Notes {
		n.Key, n.Value = bytes.Clone(n.Key), bytes.Clone(n.Value)
		kept.Notes = append(kept.Notes, n)
	}
	return j.do(ctx, "commit", func(ctx context.Context, m *journal.Memory) error { return m.Commit(ctx, kept) }, b.Sync)
}

func (j *diskJournal) Forget(ctx context.Context, session messages.ID) error {
	return j.do(ctx, "forget", func(ctx context.Context, m *journal.Memory) error { return m.Forget(ctx, session) }, false)
}

// do makes a change, unless the process dies before it, and fails if it has died after it.
func (j *diskJournal) do(ctx context.Context, what string, c change, synced bool) error {
	if j.life.isDead() {
		return ErrDead
	}
	j.life.node.pass("before " + what)
	if j.life.isDead() {
		return ErrDead
	}
	if err := j.disk.do(ctx, c, synced); err != nil {
		return err
	}
	j.life.node.pass("after " + what)
	if j.life.isDead() {
		return ErrDead
	}
	return nil
}
