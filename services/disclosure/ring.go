package disclosure

import (
	"context"
	"encoding/binary"
	"fmt"
	"time"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/cipher"
)

// bucketKeys is the bucket of the journal's notes: a requester's network key and a commitment, and the key with until when it is kept, in
// Unix seconds.
const bucketKeys = "disclosure-keys"

// Ring holds the keys that a party has, in its journal: each for the jobs of one requester, as anybody can copy a commitment into a job of
// its own. It may be used concurrently.
type Ring struct{ Notes journal.Journal }

// place is where the key is that a requester has committed to.
func place(requester messages.Key, commitment [32]byte) []byte {
	return append(requester[:], commitment[:]...)
}

// Add keeps a key for the jobs of a requester until a time at least, or as long as it is kept already. It is on disk when Add returns.
func (r *Ring) Add(ctx context.Context, requester messages.Key, key cipher.Key, until time.Time) error {
	at := place(requester, key.Commitment())
	note, err := r.Notes.Note(ctx, bucketKeys, at)
	if err != nil {
		return fmt.Errorf("keep a key: %w", err)
	}
	if _, kept, err := decodeNote(note); err == nil && kept.After(until) {
		return nil
	}
	value := binary.BigEndian.AppendUint64(key[:], uint64(until.Unix()))
	err = r.Notes.Commit(context.WithoutCancel(ctx), journal.Batch{Notes: []journal.Note{{Bucket: bucketKeys, Key: at, Value: value}}, Sync: true})
	if err != nil {
		return fmt.Errorf("keep a key: %w", err)
	}
	return nil
}

// Key implements [compute.Keys] with the keys that are here for the requester of v.
func (r *Ring) Key(ctx context.Context, v *protocol.View, commitment [32]byte) (cipher.Key, error) {
	note, err := r.Notes.Note(ctx, bucketKeys, place(v.Requester, commitment))
	if err != nil {
		return cipher.Key{}, fmt.Errorf("read a key: %w", err)
	}
	key, _, err := decodeNote(note)
	if err != nil || !key.Fits(commitment) {
		return cipher.Key{}, protocol.Errorf(protocol.Content, "the key of the inputs is not here")
	}
	return key, nil
}

func decodeNote(note []byte) (key cipher.Key, until time.Time, err error) {
	if len(note) != len(key)+8 {
		return key, until, fmt.Errorf("a key's note has %d bytes", len(note))
	}
	return cipher.Key(note[:len(key)]), time.Unix(int64(binary.BigEndian.Uint64(note[len(key):])), 0), nil
}

// Sweep forgets the keys that need not be kept any longer. Call it now and then.
func (r *Ring) Sweep(ctx context.Context, now time.Time) error {
	var b journal.Batch
	for note, err := range r.Notes.Notes(ctx, bucketKeys) {
		if err != nil {
			return fmt.Errorf("sweep keys: %w", err)
		}
		if _, until, err := decodeNote(note.Value); err != nil || now.After(until) {
			b.Notes = append(b.Notes, journal.Note{Bucket: bucketKeys, Key: note.Key})
		}
	}
	if len(b.Notes) == 0 {
		return nil
	}
	if err := r.Notes.Commit(ctx, b); err != nil {
		return fmt.Errorf("sweep keys: %w", err)
	}
	return nil
}

var _ compute.Keys = (*Ring)(nil)
