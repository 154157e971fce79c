package compute

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

const (
	jobSuffix    = ".job"
	boughtSuffix = ".bought"
)

// HolderOf is who holds a job's module, its inputs and the directory of its results in the store of who has it done.
func HolderOf(job string) string { return job + jobSuffix }

// boughtIn is who holds what was bought in a session.
func boughtIn(session messages.ID) string { return session.String() + boughtSuffix }

// Sweep lets go of what is kept of jobs: module, inputs, results and notes, but of those that keep names, by the job's ID. It
// then removes from the store what nothing holds and was there before now. transcripts is the journal of the client. Nothing
// may be bought, and nothing added to the store, while it runs.
func (b *Buyer) Sweep(ctx context.Context, now time.Time, transcripts journal.Journal, keep func(job string) bool) error {
	if err := b.init(); err != nil {
		return err
	}
	var over []content.Held
	sold := map[string]bought{}
	for h, err := range b.Store.Holds() {
		if err != nil {
			return fmt.Errorf("sweep: %w", err)
		}
		job, isJob := strings.CutSuffix(h.Holder, jobSuffix)
		if session, ok := strings.CutSuffix(h.Holder, boughtSuffix); ok {
			if _, known := sold[session]; !known {
				if sold[session], err = boughtOf(ctx, transcripts, session); err != nil {
					return fmt.Errorf("sweep: %w", err)
				}
			}
			job = sold[session].job
		} else if !isJob {
			continue
		}
		if !keep(job) {
			over = append(over, h)
		}
	}
	for _, h := range over {
		// What is held is what a sweep finds after a crash: the notes go first.
		if s, ok := sold[strings.TrimSuffix(h.Holder, boughtSuffix)]; ok {
			if err := b.forget(ctx, s.digest); err != nil {
				return fmt.Errorf("sweep: %w", err)
			}
		}
		if err := b.Store.Release(h.Root, h.Holder); err != nil {
			return fmt.Errorf("sweep: %w", err)
		}
	}
	_, err := b.Store.Collect(ctx, now)
	return err
}

// bought is what a session was about: the job's ID and the digest of all of it.
type bought struct {
	job    string
	digest digest
}

// boughtOf reads it from the transcript; it is nothing for a session that is known no more.
func boughtOf(ctx context.Context, transcripts journal.Journal, session string) (bought, error) {
	id, err := messages.ParseID(session)
	if err != nil { // no session is called so
		return bought{}, nil
	}
	v, err := requester.Replay(ctx, transcripts, id)
	if protocol.CodeOf(err) == protocol.NotFound {
		return bought{}, nil
	}
	if err != nil {
		return bought{}, err
	}
	j, err := JobOf(v)
	if err != nil {
		return bought{}, fmt.Errorf("session %s: %w", id.Short(), err)
	}
	return bought{j.ID, sha256.Sum256(v.SOW.Job.Body)}, nil
}

// forget drops what is known of a job.
func (b *Buyer) forget(ctx context.Context, d digest) error {
	b.mu.Lock()
	delete(b.orders, d)
	b.mu.Unlock()
	var notes []journal.Note
	for note, err := range b.Notes.Notes(ctx, d.bucket()) {
		if err != nil {
			return err
		}
		notes = append(notes, journal.Note{Bucket: note.Bucket, Key: note.Key})
	}
	for batch := range slices.Chunk(notes, 1000) {
		if err := b.Notes.Commit(ctx, journal.Batch{Notes: batch, Sync: true}); err != nil {
			return err
		}
	}
	return nil
}
