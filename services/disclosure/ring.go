package disclosure

import (
	"context"
	"encoding/binary"
	"fmt"
	"time"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/cipher"
	"github.com/parley-p2p/parley/services/deals"
)

// bucketKeys is the bucket of the journal's notes: a requester's network key and a commitment, and the key with until when it is kept, in
// Unix seconds.
const bucketKeys = "disclosure-keys"

// Ring holds the keys that a party has, in its journal: each for the jobs of one requester, as anybody can copy a commitment into a job of
// its own. It may be used concurrently.
type Ring struct{ Notes journal.Journal }

// Commitment is one of a requester's, to a key.
type Commitment struct {
	Requester messages.Key
	Sum       [32]byte
}

// place is where the key is that a requester has committed to.
func (c Commitment) place() []byte { return append(c.Requester[:], c.Sum[:]...) }

// Add keeps a key for the jobs of a requester until a time at least, or as long as it is kept already. It is on disk when Add returns.
func (r *Ring) Add(ctx context.Context, requester messages.Key, key cipher.Key, until time.Time) error {
	at := Commitment{requester, key.Commitment()}.place()
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
	note, err := r.Notes.Note(ctx, bucketKeys, Commitment{v.Requester, commitment}.place())
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

// Sweep forgets the keys that were to be kept until now, but for those that are still needed. Call it now and then; nil needs none.
func (r *Ring) Sweep(ctx context.Context, now time.Time, needed func(Commitment) bool) error {
	var b journal.Batch
	for note, err := range r.Notes.Notes(ctx, bucketKeys) {
		if err != nil {
			return fmt.Errorf("sweep keys: %w", err)
		}
		var c Commitment
		_, until, err := decodeNote(note.Value)
		if err == nil && len(note.Key) == len(c.place()) {
			c = Commitment{messages.Key(note.Key[:32]), [32]byte(note.Key[32:])}
			if !now.After(until) || needed != nil && needed(c) {
				continue
			}
		}
		b.Notes = append(b.Notes, journal.Note{Bucket: bucketKeys, Key: note.Key})
	}
	if len(b.Notes) == 0 {
		return nil
	}
	if err := r.Notes.Commit(ctx, b); err != nil {
		return fmt.Errorf("sweep keys: %w", err)
	}
	return nil
}

// OfDeals are the commitments to the keys of what a party's deals are about that are not closed: whoever works on it, or judges it, may ask
// for them yet. An error leaves open which others there are.
func OfDeals(ctx context.Context, l *deals.Ledger, transcripts journal.Journal) (map[Commitment]bool, error) {
	needed := map[Commitment]bool{}
	for r, err := range l.Live(ctx) {
		if err != nil {
			return nil, fmt.Errorf("keys of deals: %w", err)
		}
		v, err := requester.Replay(ctx, transcripts, r.Session)
		if err != nil {
			return nil, fmt.Errorf("the deal of session %s: %w", r.Session.Short(), err)
		}
		if v.SOW.GetService() != compute.Service {
			continue
		}
		j, err := compute.JobOf(v)
		if err != nil {
			return nil, fmt.Errorf("the deal of session %s: %w", r.Session.Short(), err)
		}
		if j.Encrypted() {
			needed[Commitment{v.Requester, j.Commitment()}] = true
		}
	}
	return needed, nil
}

var _ compute.Keys = (*Ring)(nil)
