package journal

import (
	"context"
	"iter"
	"time"

	"github.com/parley-p2p/parley/messages"
)

// Limits of what one call may bring. They are checked before anything is stored.
const (
	MaxEnvelope   = messages.MaxSOW // bytes of one envelope; at least 1
	MaxTranscript = 1 << 20         // records of one session
	MaxBucket     = 64              // bytes of a bucket's name; at least 1
	MaxKey        = 1 << 10         // bytes of a note's key; at least 1
	MaxValue      = 256 << 10       // bytes of a note's value
	MaxItems      = 4096            // records and notes in one batch
	MaxBatch      = 4 << 20         // bytes of envelopes, buckets, keys and values in one batch
)

// Record is one envelope of a session's transcript, as it was signed.
type Record struct {
	Session  messages.ID
	Index    int         // position in the transcript, from 0
	Envelope []byte      // its exact bytes
	ID       messages.ID // its name; the caller vouches that it belongs to Envelope
	At       time.Time   // when it was sealed or arrived, to the nanosecond; the zero time or within 1678 to 2262
}

// Note is local state beside the transcripts: a hire's plan, a peer's address, a step of a settlement. It is never sent
// and is no evidence.
type Note struct {
	Bucket string
	Key    []byte
	Value  []byte // nil deletes; empty is a value
}

// Batch is what one Commit makes true at once.
type Batch struct {
	Records []Record // those of one session in the order of their indexes
	Notes   []Note   // a key that comes twice has its last value

	// Sync: the batch is on disk when Commit returns. Otherwise it may be lost by a crash, and then so is everything
	// committed after it: what survives is always a prefix of what was committed. A batch that is not synced is written
	// with the next one that is; an empty batch with Sync makes everything before it safe.
	Sync bool
}

// Head sums up a transcript.
type Head struct {
	Session     messages.ID
	Count       int         // records; at least 1
	ID          messages.ID // of the last one
	First, Last time.Time   // their At
}

// Journal is a durable set of transcripts and notes. All methods but Close may be called concurrently; reads see every
// batch whose Commit returned before they began, and never one that must be on disk and is not yet.
//
// Iterators take their snapshot when the loop starts, hold no lock while its body runs (which may commit), end with at
// most one error, and may be ranged over again. The memory that they and Note return is the caller's.
type Journal interface {
	// Commit applies b whole or not at all. Batches are ordered: Commit returns in some order that every reader and
	// every crash respects. Concurrent callers share one write and one sync; there is no timer, a write holds what
	// queued while the last one ran. b is not retained.
	//
	// A record must continue its transcript: its index is the number of records stored. The same ID at an index that
	// exists is accepted and changes nothing, so that a commit may be repeated; anything else is ErrConflict.
	// ErrInvalid and ErrConflict leave the journal as it was.
	//
	// ctx is looked at only until b is taken up (which waits for the disk too if very much is queued). From then on Commit waits for the disk, so that a cancellation never
	// leaves the outcome unknown: an error of ctx means that nothing was stored.
	//
	// ErrFailed (with ErrFull, ErrReadOnly or what else the cause was) stops the journal: no later Commit succeeds
	// until it is opened anew, and then the batches that failed are there whole, as a prefix, or not at all.
	Commit(ctx context.Context, b Batch) error

	// Transcript yields the session's records in order, none for a session that is not known. A record that is not
	// what was stored is a *CorruptError; a session forgotten during the loop is ErrForgotten.
	Transcript(ctx context.Context, session messages.ID) iter.Seq2[Record, error]

	// Sessions yields the head of each session, ordered by First, then by Session.
	Sessions(ctx context.Context) iter.Seq2[Head, error]

	// Notes yields the bucket's notes ordered by key. One that changes during the loop is yielded as it was or as it is,
	// or left out if it was deleted.
	Notes(ctx context.Context, bucket string) iter.Seq2[Note, error]

	// Note returns a note's value: nil without an error if there is none, empty and not nil if it is empty.
	Note(ctx context.Context, bucket string, key []byte) ([]byte, error)

	// Forget drops a session's transcript, when its retention is over. It is ordered like a batch that is not synced:
	// after a crash the session may be back. Notes stay. A session that is not known is no error.
	Forget(ctx context.Context, session messages.ID) error

	// Close makes everything committed safe and releases the journal; nothing else may be running. Afterwards every
	// method returns ErrClosed, Close nil.
	Close() error
}
