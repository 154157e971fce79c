package deals

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"sync"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// bucket of the journal's notes: a deal's ID, and its Record.
const bucket = "deals"

// Record is what one party holds of a deal, beside what the chain says.
type Record struct {
	Session messages.ID   `json:"session"`
	Role    protocol.Role `json:"role"`
	Papers  Papers        `json:"papers"`
	// PayerSignature and FarmerSignature are over the deal.
	PayerSignature  []byte `json:"payerSignature,omitempty"`
	FarmerSignature []byte `json:"farmerSignature,omitempty"`
	// Started: the work was begun, so the farmer declines no more.
	Started bool `json:"started,omitempty"`
	// Result is what was delivered.
	Result *Delivery `json:"result,omitempty"`
	// Accepted is the best that the requester has signed for so far.
	Accepted *Acceptance `json:"accepted,omitempty"`
	// Complaint is what the requester holds against the result.
	Complaint *Complaint `json:"complaint,omitempty"`
	// Ended: nothing more will come from the session.
	Ended bool `json:"ended,omitempty"`
	// Closed: nothing is left to do. Void: the deal was never opened.
	Closed bool `json:"closed,omitempty"`
	Void   bool `json:"void,omitempty"`
}

// Ledger keeps one party's records. It may be used concurrently.
type Ledger struct {
	Journal journal.Journal

	mu      sync.Mutex
	changed func()
}

// errNoDeal is returned for a deal that this party has no record of.
var errNoDeal = protocol.Errorf(protocol.NotFound, "no such deal")

// Get returns a deal's record.
func (l *Ledger) Get(ctx context.Context, id Hash) (*Record, error) {
	value, err := l.Journal.Note(ctx, bucket, id[:])
	if err != nil {
		return nil, err
	}
	if value == nil {
		return nil, errNoDeal
	}
	return decodeRecord(value)
}

func decodeRecord(value []byte) (*Record, error) {
	r := new(Record)
	if err := json.Unmarshal(value, r); err != nil {
		return nil, fmt.Errorf("record of a deal: %w", err)
	}
	return r, nil
}

// All yields every record.
func (l *Ledger) All(ctx context.Context) iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		for note, err := range l.Journal.Notes(ctx, bucket) {
			if err != nil {
				yield(nil, err)
				return
			}
			r, err := decodeRecord(note.Value)
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// update changes a record, or makes it, and is on disk when it returns.
func (l *Ledger) update(ctx context.Context, id Hash, change func(*Record)) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	r, err := l.Get(ctx, id)
	if protocol.CodeOf(err) == protocol.NotFound {
		r, err = new(Record), nil
	}
	if err != nil {
		return err
	}
	change(r)
	value, err := json.Marshal(r)
	if err != nil {
		return err
	}
	note := journal.Note{Bucket: bucket, Key: id[:], Value: value}
	if err := l.Journal.Commit(context.WithoutCancel(ctx), journal.Batch{Notes: []journal.Note{note}, Sync: true}); err != nil {
		return err
	}
	if l.changed != nil {
		l.changed()
	}
	return nil
}

// OfSession returns the record of a session's deal.
func (l *Ledger) OfSession(ctx context.Context, v *protocol.View) (*Record, error) {
	p, err := PapersCodec.Decode(v.Agreement.GetDeal())
	if err != nil {
		return nil, err
	}
	return l.Get(ctx, p.ID)
}

// promised is what an account may have to lock for deals that were signed and are neither open nor void.
func (l *Ledger) promised(ctx context.Context, role protocol.Role, besides Hash, open func(Hash) bool) (messages.Amount, error) {
	var sum messages.Amount
	for r, err := range l.All(ctx) {
		if err != nil {
			return sum, err
		}
		if r.Role != role || r.Closed || r.Papers.ID == besides || open(r.Papers.ID) {
			continue
		}
		payer, farmer := r.Papers.Locks()
		lock := farmer
		if role == protocol.Requester {
			lock = payer
		}
		if sum, err = sum.Add(lock); err != nil {
			return sum, err
		}
	}
	return sum, nil
}
