package journal

import (
	"bytes"
	"fmt"
	"math"
	"time"

	"github.com/parley-p2p/parley/messages"
)

// check holds b against the limits; it reads nothing that is stored.
func check(b Batch) error {
	if n := len(b.Records) + len(b.Notes); n > MaxItems {
		return fmt.Errorf("%w: %d records and notes, at most %d", ErrInvalid, n, MaxItems)
	}
	size := 0
	for _, r := range b.Records {
		if err := checkRecord(r); err != nil {
			return err
		}
		size += len(r.Envelope)
	}
	for _, n := range b.Notes {
		if err := checkNote(n); err != nil {
			return err
		}
		size += len(n.Bucket) + len(n.Key) + len(n.Value)
	}
	if size > MaxBatch {
		return fmt.Errorf("%w: %d bytes, at most %d", ErrInvalid, size, MaxBatch)
	}
	return nil
}

func checkRecord(r Record) error {
	switch {
	case r.Session.IsZero():
		return fmt.Errorf("%w: a record without a session", ErrInvalid)
	case r.ID.IsZero():
		return fmt.Errorf("%w: session %s: record %d has no ID", ErrInvalid, r.Session.Short(), r.Index)
	case r.Index < 0 || r.Index >= MaxTranscript:
		return fmt.Errorf("%w: session %s: index %d, from 0 to %d", ErrInvalid, r.Session.Short(), r.Index, MaxTranscript-1)
	case len(r.Envelope) == 0 || len(r.Envelope) > MaxEnvelope:
		return fmt.Errorf("%w: session %s: record %d of %d bytes, from 1 to %d", ErrInvalid, r.Session.Short(), r.Index, len(r.Envelope), MaxEnvelope)
	}
	if _, ok := nanoseconds(r.At); !ok {
		return fmt.Errorf("%w: session %s: record %d is of %s, outside of what is stored", ErrInvalid, r.Session.Short(), r.Index, r.At)
	}
	return nil
}

func checkNote(n Note) error {
	switch {
	case n.Bucket == "" || len(n.Bucket) > MaxBucket:
		return fmt.Errorf("%w: a bucket's name of %d bytes, from 1 to %d", ErrInvalid, len(n.Bucket), MaxBucket)
	case len(n.Key) == 0 || len(n.Key) > MaxKey:
		return fmt.Errorf("%w: bucket %q: a key of %d bytes, from 1 to %d", ErrInvalid, n.Bucket, len(n.Key), MaxKey)
	case len(n.Value) > MaxValue:
		return fmt.Errorf("%w: note %s/%x: a value of %d bytes, at most %d", ErrInvalid, n.Bucket, n.Key, len(n.Value), MaxValue)
	}
	return nil
}

// never stands for the zero time.
const never = math.MinInt64

// nanoseconds since 1970, if t is the zero time or can be told so.
func nanoseconds(t time.Time) (int64, bool) {
	if t.IsZero() {
		return never, true
	}
	n := t.UnixNano()
	return n, n != never && time.Unix(0, n).Equal(t)
}

func timeOf(nanoseconds int64) time.Time {
	if nanoseconds == never {
		return time.Time{}
	}
	return time.Unix(0, nanoseconds).UTC()
}

// transcripts tells what is stored of a session.
type transcripts interface {
	count(session messages.ID) int
	id(session messages.ID, index int) messages.ID // index < count
}

// unstored returns those of records that are not stored yet, or the conflict. It copies only if it must.
func unstored(records []Record, stored transcripts) ([]Record, error) {
	if continues(records, stored) {
		return records, nil
	}
	var added map[messages.ID][]messages.ID // by the records before this one
	fresh := records[:0:0]
	for i, r := range records {
		count := stored.count(r.Session)
		more := added[r.Session]
		var have messages.ID
		switch {
		case r.Index == count+len(more):
			if added == nil {
				added = make(map[messages.ID][]messages.ID)
				fresh = make([]Record, 0, len(records)-i)
			}
			added[r.Session] = append(more, r.ID)
			fresh = append(fresh, r)
			continue
		case r.Index < count:
			have = stored.id(r.Session, r.Index)
		case r.Index < count+len(more):
			have = more[r.Index-count]
		}
		if have != r.ID {
			return nil, &ConflictError{Session: r.Session, Index: r.Index, Count: count + len(more), Have: have}
		}
	}
	return fresh, nil
}

// continues reports whether all records are of one session and follow what is stored of it, which is the usual batch.
func continues(records []Record, stored transcripts) bool {
	if len(records) == 0 {
		return true
	}
	session := records[0].Session
	next := stored.count(session)
	for i, r := range records {
		if r.Session != session || r.Index != next+i {
			return false
		}
	}
	return true
}

// before orders heads as Sessions yields them.
func before(a, b Head) int {
	if c := a.First.Compare(b.First); c != 0 {
		return c
	}
	return bytes.Compare(a.Session[:], b.Session[:])
}
