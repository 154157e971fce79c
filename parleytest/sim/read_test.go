package sim

import (
	"context"
	"iter"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
)

// A disk that reads badly gives some of what is on it, and for the rest an error, always for the same: until it is put right. What
// was read wrongly is not on the disk, and nothing that was written is lost.

// misread is whether a read of this name fails.
func (j *diskJournal) misread(name string) bool {
	p := j.life.party
	p.bubble.mu.Lock()
	defer p.bubble.mu.Unlock()
	if p.misreads == 0 || j.life.dead || mix(p.misreads, name)%4 > 0 {
		return false
	}
	j.life.misread = true
	if p.honest() {
		p.bubble.count(unread, 1)
	}
	return true
}

// Transcript yields what can be read, and then that no more can.
func (j *diskJournal) Transcript(ctx context.Context, session messages.ID) iter.Seq2[journal.Record, error] {
	return func(yield func(journal.Record, error) bool) {
		for r, err := range j.Memory.Transcript(ctx, session) {
			if j.misread("record " + r.ID.String()) {
				yield(journal.Record{}, &journal.CorruptError{Session: session, Index: r.Index, Reason: "it reads otherwise"})
				return
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// Note is not there to be read.
func (j *diskJournal) Note(ctx context.Context, bucket string, key []byte) ([]byte, error) {
	if j.misread("note " + bucket + " " + string(key)) {
		return nil, &journal.CorruptError{Bucket: bucket, Key: key, Reason: "it reads otherwise"}
	}
	return j.Memory.Note(ctx, bucket, key)
}

// Notes yields what can be read, and then that no more can.
func (j *diskJournal) Notes(ctx context.Context, bucket string) iter.Seq2[journal.Note, error] {
	return func(yield func(journal.Note, error) bool) {
		for n, err := range j.Memory.Notes(ctx, bucket) {
			if j.misread("notes " + bucket + " " + string(n.Key)) {
				yield(journal.Note{}, &journal.CorruptError{Bucket: bucket, Key: n.Key, Reason: "it reads otherwise"})
				return
			}
			if !yield(n, err) {
				return
			}
		}
	}
}
