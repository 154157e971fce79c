package deals

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"reflect"
	"sync"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// Buckets of the journal's notes: a deal's ID, and its Record. What is closed is kept apart, so that looking after what is
// not costs nothing for what is.
const (
	liveBucket   = "deals"
	closedBucket = "deals-closed"
)

// Record is what one party holds of a deal, beside what the chain says. What it points to is replaced, never changed.
type Record struct {
	Session messages.ID   `json:"session"`
	Role    protocol.Role `json:"role"`
	Papers  Papers        `json:"papers"`
	// PayerSignature and FarmerSignature are over the deal.
	PayerSignature  []byte `json:"payerSignature,omitempty"`
	FarmerSignature []byte `json:"farmerSignature,omitempty"`
	// Opened: the chain was seen to hold the deal.
	Opened bool `json:"opened,omitempty"`
	// Started: the work was begun.
	Started bool `json:"started,omitempty"`
	// Claimed is the last part that the farmer has claimed.
	Claimed *Delivery `json:"claimed,omitempty"`
	// Released: the requester has stopped or canceled the work. Nothing beyond what it has signed for is owed, by either side.
	Released bool `json:"released,omitempty"`
	// Result is what was delivered, in the session, or what the farmer submits in its place.
	Result *Delivery `json:"result,omitempty"`
	// Accepted is the best that the requester has signed for so far.
	Accepted *Acceptance `json:"accepted,omitempty"`
	// Cashed: the farmer settles or submits a part, and delivers nothing more.
	Cashed bool `json:"cashed,omitempty"`
	// Complaint is what the requester holds against the result.
	Complaint *Complaint `json:"complaint,omitempty"`
	// Against is what was on the chain when the Complaint was last held against a run of one's own, or when it was contested as not
	// served, with a Complaint or, where nothing ever came through the session, without one.
	Against *Delivery `json:"against,omitempty"`
	// Sure: the Complaint is what a run of one's own gives for what is Against.
	Sure bool `json:"sure,omitempty"`
	// Ended: nothing more will come from the session.
	Ended bool `json:"ended,omitempty"`
	// Closed: nothing is left to do. Void: the deal was never opened.
	Closed bool `json:"closed,omitempty"`
	Void   bool `json:"void,omitempty"`

	// Here: the deal was signed in this life of the process, so that the record cannot be of a backup older than what was said since.
	Here bool `json:"-"`
}

// lockOf is what an account has in the deal while it is open: the payer, the farmer, or nobody.
func (r *Record) lockOf(account Address) (lock messages.Amount) {
	payer, farmer := r.Papers.Locks()
	switch account {
	case r.Papers.Terms.Payer:
		return payer
	case r.Papers.Deal.Farmer:
		return farmer
	}
	return lock
}

// promises: the deal was signed and not seen open. Whether its session goes on is all the same: until openBy the signature
// is an option for the other side (docs/SETTLEMENT.md, rule 4).
func (r *Record) promises() bool { return !r.Opened && !r.Closed }

// fill writes what a session says of its deal, also into a record that was lost.
func (r *Record) fill(role protocol.Role, v *protocol.View, p *Papers) {
	r.Session, r.Role, r.Papers, r.Ended = v.Session, role, *p, false
	if s := v.Agreement.GetSignature().GetSignature(); s != nil {
		r.PayerSignature = s
	}
	if s := v.Acceptance.GetSignature().GetSignature(); s != nil {
		r.FarmerSignature = s
	}
}

// Ledger keeps one party's records: those of one account. It may be used concurrently. While it is used nothing else writes
// them to its Journal.
type Ledger struct {
	Journal journal.Journal

	book book

	locks [64]sync.Mutex // one change of a deal at a time

	holding    turns // one deal of a payer after the other is held
	depositing gather[*want]
	once       sync.Once

	mu      sync.Mutex
	changed func(Hash)
	closing map[Hash]chan struct{} // of deals that somebody waits for: closed once their records are
}

// errNoDeal is returned for a deal that this party has no record of.
var errNoDeal = protocol.Errorf(protocol.NotFound, "no such deal")

// Get returns a deal's record. The error's code is NotFound if there is none.
func (l *Ledger) Get(ctx context.Context, id Hash) (*Record, error) {
	r, err := l.book.get(ctx, l.Journal, id)
	if r != nil || err != nil {
		return r, err
	}
	value, err := l.Journal.Note(ctx, closedBucket, id[:])
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

// All yields every record: those that are live, then those that are closed.
func (l *Ledger) All(ctx context.Context) iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		for r, err := range l.Live(ctx) {
			if !yield(r, err) || err != nil {
				return
			}
		}
		for note, err := range l.Journal.Notes(ctx, closedBucket) {
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

// Live yields the records of what is not closed. One that cannot be read is a *Damaged error, after which the others come; any other error
// ends them.
func (l *Ledger) Live(ctx context.Context) iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		entries, err := l.book.all(ctx, l.Journal)
		if err != nil {
			yield(nil, err)
			return
		}
		for _, e := range entries {
			var r *Record
			if e.err == nil {
				own := *e.record
				r = &own
			}
			if !yield(r, e.err) {
				return
			}
		}
	}
}

// Sessions are those whose deals are not closed.
func (l *Ledger) Sessions(ctx context.Context) (map[messages.ID]bool, error) {
	sessions := map[messages.ID]bool{}
	for r, err := range l.Live(ctx) {
		if err != nil {
			return nil, err
		}
		sessions[r.Session] = true
	}
	return sessions, nil
}

// update changes a record, or makes it, and is on disk when it returns. An error of change leaves the record as it was.
func (l *Ledger) update(ctx context.Context, id Hash, change func(*Record) error) error {
	return l.write(ctx, id, true, change)
}

// note is update for what may be lost in a crash.
func (l *Ledger) note(ctx context.Context, id Hash, change func(*Record) error) error {
	return l.write(ctx, id, false, change)
}

func (l *Ledger) write(ctx context.Context, id Hash, synced bool, change func(*Record) error) error {
	lock := &l.locks[int(id[0])%len(l.locks)]
	lock.Lock()
	defer lock.Unlock()
	r, err := l.Get(ctx, id)
	if protocol.CodeOf(err) == protocol.NotFound {
		r, err = new(Record), nil
	}
	if err != nil {
		return err
	}
	old := *r
	if err := change(r); err != nil {
		return err
	}
	if !synced && reflect.DeepEqual(r, &old) {
		return nil
	}
	value, err := json.Marshal(r)
	if err != nil {
		return err
	}
	batch := journal.Batch{Sync: synced, Notes: []journal.Note{{Bucket: liveBucket, Key: id[:], Value: value}}}
	if r.Closed {
		batch.Notes = []journal.Note{{Bucket: closedBucket, Key: id[:], Value: value}, {Bucket: liveBucket, Key: id[:]}}
	}
	if err := l.Journal.Commit(context.WithoutCancel(ctx), batch); err != nil {
		return err
	}
	l.book.set(id, r)
	l.mu.Lock()
	defer l.mu.Unlock()
	if waits := l.closing[id]; waits != nil && r.Closed {
		close(waits)
		delete(l.closing, id)
	}
	if l.changed != nil && !r.Closed {
		l.changed(id)
	}
	return nil
}

// cash puts on record that a farmer settles for a part, or submits what stands in a result's place, before it does: from then on
// nothing is delivered. It reports whether the record is still what that was decided by; r is what is on record then. A result, and what a
// requester does, need none of it.
func (l *Ledger) cash(ctx context.Context, r *Record, s Step) (still bool, err error) {
	if r.Role != protocol.Farmer || r.Result != nil || s == DoSettle && r.Cashed {
		return true, nil
	}
	err = l.update(ctx, r.Papers.ID, func(now *Record) error {
		instead := now.instead()
		if still = now.Result == nil && (s == DoSettle || instead != nil); still {
			now.Cashed = true
			if s == DoSubmit {
				now.Result = instead
			}
		}
		*r = *now
		return nil
	})
	return still, err
}

// contest disputes what was submitted. That it is contested as not served is on disk before: who judges it serves it, and it is
// to be looked for then.
func (l *Ledger) contest(ctx context.Context, c Sender, r *Record, s Status) error {
	with := contested(r, s)
	if with.Complaint.NotServed && s.Submitted != nil && (r.Against == nil || *r.Against != *s.Submitted) {
		if err := l.update(ctx, r.Papers.ID, func(r *Record) error { r.Against = s.Submitted; return nil }); err != nil {
			return err
		}
	}
	return c.Dispute(ctx, with)
}

// contested is the record to dispute with: a claim that says nothing against what was submitted, or none at all, says that
// it was not served.
func contested(r *Record, s Status) *Record {
	d := *r
	switch {
	case r.Complaint == nil,
		!r.Complaint.NotServed && s.Submitted != nil && r.Complaint.ClaimedDigest == s.Submitted.Digest && r.Complaint.ClaimedFuel == 0:
		d.Complaint = &Complaint{NotServed: true}
	}
	return &d
}

// Unserved is what a requester contested as not served; nil: nothing.
func (r *Record) Unserved() *Delivery {
	switch {
	case r.Role != protocol.Requester || r.Complaint != nil && !r.Complaint.NotServed || r.acceptedExactly(r.Against):
		return nil
	case r.Against == nil && r.Complaint != nil: // an earlier version wrote down no more
		return r.Result
	}
	return r.Against
}

// Closed waits until nothing is left to do for a deal, which a reconciler finds out, and returns its record.
func (l *Ledger) Closed(ctx context.Context, id Hash) (*Record, error) {
	l.mu.Lock()
	waits := l.closing[id]
	if waits == nil {
		if l.closing == nil {
			l.closing = make(map[Hash]chan struct{})
		}
		waits = make(chan struct{})
		l.closing[id] = waits
	}
	l.mu.Unlock()
	r, err := l.Get(ctx, id)
	if err != nil || r.Closed {
		return r, err
	}
	select {
	case <-waits:
		return l.Get(ctx, id)
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// watch has f hear of every change of what is live, from now on and until the function returned is called. One may watch at a time.
func (l *Ledger) watch(f func(Hash)) (stop func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.changed = f
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.changed = nil
	}
}

// OfSession returns the record of a session's deal.
func (l *Ledger) OfSession(ctx context.Context, v *protocol.View) (*Record, error) {
	p, err := PapersCodec.Decode(v.Agreement.GetDeal())
	if err != nil {
		return nil, err
	}
	return l.Get(ctx, p.ID)
}
