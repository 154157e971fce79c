package journaltest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
)

// Maker makes the journals that Run tests.
type Maker struct {
	// Open gives an empty journal.
	Open func(t *testing.T) journal.Journal
	// Reopen closes j, which Open or Reopen gave, and gives its contents back. Nil: the journal does not outlive Close.
	Reopen func(t *testing.T, j journal.Journal) journal.Journal
}

// Run holds a journal against the contract of [journal.Journal].
func Run(t *testing.T, m Maker) {
	for _, c := range []struct {
		name string
		run  func(*testing.T, Maker)
	}{
		{"Transcript", transcript},
		{"Receipts", receipts},
		{"Continues", continues},
		{"Atomic", atomicBatch},
		{"Notes", notes},
		{"Limits", limits},
		{"Memory", memory},
		{"Forget", forget},
		{"Loops", loops},
		{"Canceled", canceled},
		{"Closed", closed},
		{"Concurrent", concurrent},
		{"ReadsWaitForNothingUnsynced", readers},
		{"Model", model},
	} {
		t.Run(c.name, func(t *testing.T) { c.run(t, m) })
	}
}

// reopened is j, closed and opened again where that means something.
func (m Maker) reopened(t *testing.T, j journal.Journal) journal.Journal {
	t.Helper()
	if m.Reopen == nil {
		return j
	}
	return m.Reopen(t, j)
}

// ID makes an ID of some text.
func ID(format string, args ...any) (id messages.ID) {
	copy(id[:], fmt.Sprintf(format, args...))
	return id
}

// Record makes a record that is recognizable: the same arguments give the same one.
func Record(session messages.ID, index int) journal.Record {
	return journal.Record{
		Session:  session,
		Index:    index,
		Envelope: fmt.Appendf(nil, "envelope %d of %s", index, session),
		ID:       ID("%d of %.28s", index, session[:]),
		At:       time.Date(2026, 11, 20, 12, 0, index, 123456789, time.UTC),
	}
}

// Records makes those of a session with indexes from to to-1.
func Records(session messages.ID, from, to int) (records []journal.Record) {
	for i := from; i < to; i++ {
		records = append(records, Record(session, i))
	}
	return records
}

// Collect ends the test if the loop ends with an error.
func Collect[T any](t *testing.T, seq iter.Seq2[T, error]) (all []T) {
	t.Helper()
	for v, err := range seq {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, v)
	}
	return all
}

// diff tells nil from empty, and compares bytes as a whole, which is much faster.
func diff(want, got any) string {
	return cmp.Diff(want, got, cmp.Comparer(func(a, b []byte) bool { return (a == nil) == (b == nil) && bytes.Equal(a, b) }))
}

func commit(t *testing.T, j journal.Journal, b journal.Batch) {
	t.Helper()
	if err := j.Commit(t.Context(), b); err != nil {
		t.Fatalf("commit: %v", err)
	}
}

func wantTranscript(t *testing.T, j journal.Journal, session messages.ID, want []journal.Record) {
	t.Helper()
	if d := diff(want, Collect(t, j.Transcript(t.Context(), session))); d != "" {
		t.Fatalf("transcript of %s (-want +got):\n%s", session.Short(), d)
	}
}

func wantError(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("error is %v, want %v", err, want)
	}
}

// lastError is what a loop ends with.
func lastError[T any](seq iter.Seq2[T, error]) (last error) {
	for _, err := range seq {
		last = err
	}
	return last
}

// H06: what was committed is there after a restart, byte for byte, in order, under its session.
func transcript(t *testing.T, m Maker) {
	j := m.Open(t)
	a, b := ID("a"), ID("b")
	commit(t, j, journal.Batch{Records: Records(a, 0, 2)})
	commit(t, j, journal.Batch{Records: append(Records(b, 0, 1), Record(a, 2)), Sync: true})
	odd := Record(b, 1)
	odd.At, odd.Envelope = time.Time{}, make([]byte, journal.MaxEnvelope)
	commit(t, j, journal.Batch{Records: []journal.Record{odd}})
	for range 2 {
		wantTranscript(t, j, a, Records(a, 0, 3))
		wantTranscript(t, j, b, []journal.Record{Record(b, 0), odd})
		wantTranscript(t, j, ID("c"), nil)
		want := []journal.Head{
			{Session: a, Count: 3, ID: Record(a, 2).ID, First: Record(a, 0).At, Last: Record(a, 2).At},
			{Session: b, Count: 2, ID: odd.ID, First: Record(b, 0).At},
		}
		if d := diff(want, Collect(t, j.Sessions(t.Context()))); d != "" {
			t.Fatalf("sessions (-want +got):\n%s", d)
		}
		j = m.reopened(t, j)
	}
}

// Regression A, 9 (REQUIREMENTS 1.2): receipts are stored. A transcript to its receipt, the six envelopes of a hire,
// comes back with the last one in it.
func receipts(t *testing.T, m Maker) {
	j := m.Open(t)
	hire := ID("hire")
	for i := range 6 {
		commit(t, j, journal.Batch{Records: Records(hire, i, i+1), Sync: i >= 2})
	}
	j = m.reopened(t, j)
	wantTranscript(t, j, hire, Records(hire, 0, 6))
}

// A45: a transcript has one envelope at one index; the same one again is no news.
func continues(t *testing.T, m Maker) {
	j := m.Open(t)
	s := ID("s")
	commit(t, j, journal.Batch{Records: Records(s, 0, 3), Sync: true})
	for range 2 {
		commit(t, j, journal.Batch{Records: Records(s, 1, 3), Sync: true})
		commit(t, j, journal.Batch{Records: Records(s, 0, 3)})
		other := Record(s, 2)
		other.ID = ID("other")
		for name, bad := range map[string][]journal.Record{
			"a gap":                 {Record(s, 4)},
			"a gap after one":       {Record(s, 3), Record(s, 5)},
			"a new one not at 0":    {Record(ID("new"), 1)},
			"another at 2":          {other},
			"another in the batch":  {Record(s, 3), {Session: s, Index: 3, Envelope: []byte("x"), ID: ID("x")}},
			"out of order in batch": {Record(s, 4), Record(s, 3)},
		} {
			err := j.Commit(t.Context(), journal.Batch{Records: bad})
			if c, ok := errors.AsType[*journal.ConflictError](err); !ok || c.Session != bad[0].Session {
				t.Errorf("%s: error is %v, want a conflict", name, err)
			}
			wantError(t, err, journal.ErrConflict)
		}
		wantTranscript(t, j, s, Records(s, 0, 3))
		j = m.reopened(t, j)
	}
	// The same twice in one batch is the same once; and the longer tail of what is stored is taken from where it is new.
	commit(t, j, journal.Batch{Records: []journal.Record{Record(s, 2), Record(s, 3), Record(s, 3), Record(s, 4)}})
	wantTranscript(t, m.reopened(t, j), s, Records(s, 0, 5))
}

// A batch that is refused leaves nothing of itself.
func atomicBatch(t *testing.T, m Maker) {
	j := m.Open(t)
	s := ID("s")
	commit(t, j, journal.Batch{Records: Records(s, 0, 1)})
	err := j.Commit(t.Context(), journal.Batch{
		Records: []journal.Record{Record(ID("fresh"), 0), Record(s, 1), Record(s, 7)},
		Notes:   []journal.Note{{Bucket: "b", Key: []byte("k"), Value: []byte("v")}},
		Sync:    true,
	})
	wantError(t, err, journal.ErrConflict)
	for range 2 {
		wantTranscript(t, j, s, Records(s, 0, 1))
		wantTranscript(t, j, ID("fresh"), nil)
		if v, err := j.Note(t.Context(), "b", []byte("k")); v != nil || err != nil {
			t.Fatalf("note is %q, %v", v, err)
		}
		j = m.reopened(t, j)
	}
}

func notes(t *testing.T, m Maker) {
	j := m.Open(t)
	set := func(key string, value []byte) journal.Note {
		return journal.Note{Bucket: "b", Key: []byte(key), Value: value}
	}
	commit(t, j, journal.Batch{Notes: []journal.Note{set("2", []byte("two")), set("1", []byte{}), set("3", []byte("three")), set("4", nil)}})
	commit(t, j, journal.Batch{Notes: []journal.Note{set("3", nil), set("2", []byte("zwei")), set("2", []byte("deux"))}, Sync: true})
	commit(t, j, journal.Batch{Notes: []journal.Note{{Bucket: "other", Key: []byte{0, 0xff}, Value: []byte{0}}}})
	for range 2 {
		if d := diff([]journal.Note{set("1", []byte{}), set("2", []byte("deux"))}, Collect(t, j.Notes(t.Context(), "b"))); d != "" {
			t.Fatalf("notes (-want +got):\n%s", d)
		}
		if all := Collect(t, j.Notes(t.Context(), "none")); all != nil {
			t.Fatalf("notes of an empty bucket: %v", all)
		}
		for key, want := range map[string][]byte{"1": {}, "2": []byte("deux"), "3": nil, "4": nil} {
			got, err := j.Note(t.Context(), "b", []byte(key))
			if err != nil || diff(want, got) != "" {
				t.Fatalf("note %s is %#v, %v; want %#v", key, got, err, want)
			}
		}
		j = m.reopened(t, j)
	}
}

// What comes from outside is bounded before it is kept.
func limits(t *testing.T, m Maker) {
	j := m.Open(t)
	s := ID("s")
	record := func(change func(*journal.Record)) journal.Batch {
		r := Record(s, 0)
		change(&r)
		return journal.Batch{Records: []journal.Record{r}}
	}
	note := func(bucket string, key, value int) journal.Batch {
		return journal.Batch{Notes: []journal.Note{{Bucket: bucket, Key: make([]byte, key), Value: make([]byte, value)}}}
	}
	big := note("b", 1, journal.MaxValue)
	for len(big.Notes)*journal.MaxValue <= journal.MaxBatch {
		big.Notes = append(big.Notes, big.Notes[0])
	}
	for name, b := range map[string]journal.Batch{
		"no session":       record(func(r *journal.Record) { r.Session = messages.ID{} }),
		"no ID":            record(func(r *journal.Record) { r.ID = messages.ID{} }),
		"negative index":   record(func(r *journal.Record) { r.Index = -1 }),
		"endless":          record(func(r *journal.Record) { r.Index = journal.MaxTranscript }),
		"empty envelope":   record(func(r *journal.Record) { r.Envelope = nil }),
		"large envelope":   record(func(r *journal.Record) { r.Envelope = make([]byte, journal.MaxEnvelope+1) }),
		"long ago":         record(func(r *journal.Record) { r.At = time.Date(1600, 1, 1, 0, 0, 0, 0, time.UTC) }),
		"no bucket":        note("", 1, 1),
		"large bucket":     note(string(make([]byte, journal.MaxBucket+1)), 1, 1),
		"no key":           note("b", 0, 1),
		"large key":        note("b", journal.MaxKey+1, 1),
		"large value":      note("b", 1, journal.MaxValue+1),
		"large batch":      big,
		"too many records": {Records: Records(s, 0, journal.MaxItems+1)},
	} {
		if err := j.Commit(t.Context(), b); !errors.Is(err, journal.ErrInvalid) {
			t.Errorf("%s: error is %v, want %v", name, err, journal.ErrInvalid)
		}
	}
	if all := Collect(t, j.Sessions(t.Context())); all != nil {
		t.Fatalf("something was stored: %v", all)
	}
	commit(t, j, journal.Batch{Records: Records(s, 0, journal.MaxItems)})
	commit(t, j, note(string(make([]byte, journal.MaxBucket)), journal.MaxKey, journal.MaxValue))
	j = m.reopened(t, j)
	if n := len(Collect(t, j.Transcript(t.Context(), s))); n != journal.MaxItems {
		t.Fatalf("%d records", n)
	}
}

// Neither side changes the other's memory.
func memory(t *testing.T, m Maker) {
	j := m.Open(t)
	s := ID("s")
	r, key, value := Record(s, 0), []byte("key"), []byte("value")
	commit(t, j, journal.Batch{Records: []journal.Record{r}, Notes: []journal.Note{{Bucket: "b", Key: key, Value: value}}})
	r.Envelope[0], key[0], value[0] = 'X', 'X', 'X'
	for range 2 {
		got := Collect(t, j.Transcript(t.Context(), s))[0]
		all := Collect(t, j.Notes(t.Context(), "b"))
		one, err := j.Note(t.Context(), "b", []byte("key"))
		if err != nil || diff(got, Record(s, 0)) != "" || string(all[0].Key) != "key" || string(all[0].Value) != "value" || string(one) != "value" {
			t.Fatalf("got %q, %q, %q, %v", got.Envelope, all, one, err)
		}
		got.Envelope[0], all[0].Key[0], all[0].Value[0], one[0] = 'Y', 'Y', 'Y', 'Y'
	}
}

func forget(t *testing.T, m Maker) {
	j := m.Open(t)
	a, b := ID("a"), ID("b")
	commit(t, j, journal.Batch{Records: append(Records(a, 0, 3), Records(b, 0, 1)...)})
	j = m.reopened(t, j)
	for range 2 {
		if err := j.Forget(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		wantTranscript(t, j, a, nil)
		wantTranscript(t, j, b, Records(b, 0, 1))
		j = m.reopened(t, j)
	}
	commit(t, j, journal.Batch{Records: Records(a, 0, 1), Sync: true})
	j = m.reopened(t, j)
	wantTranscript(t, j, a, Records(a, 0, 1))

	seen := 0
	commit(t, j, journal.Batch{Records: Records(a, 1, 3)})
	var last error
	for _, err := range j.Transcript(t.Context(), a) {
		if last = err; err == nil {
			seen++
			if err := j.Forget(t.Context(), a); err != nil {
				t.Fatal(err)
			}
		}
	}
	if !errors.Is(last, journal.ErrForgotten) || seen != 1 {
		t.Fatalf("forgotten during the loop: %d records, then %v", seen, last)
	}
}

// A loop may be broken off, nested, and commit to what it ranges over; it may be ranged over again.
func loops(t *testing.T, m Maker) {
	j := m.Open(t)
	for i := range 3 {
		s := ID("s%d", i)
		commit(t, j, journal.Batch{
			Records: Records(s, 0, 3),
			Notes:   []journal.Note{{Bucket: "b", Key: s[:2], Value: []byte("v")}},
			Sync:    i == 1,
		})
	}
	sessions := j.Sessions(t.Context())
	for range 2 {
		for h, err := range sessions {
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			for r, err := range j.Transcript(t.Context(), h.Session) {
				if err != nil {
					t.Fatal(err)
				}
				n++
				commit(t, j, journal.Batch{Records: Records(h.Session, h.Count, h.Count+1), Sync: r.Index == 1})
			}
			if n != h.Count {
				t.Fatalf("%d records of the %d when the loop began", n, h.Count)
			}
		}
	}
	for range j.Sessions(t.Context()) {
		break
	}
	for range j.Transcript(t.Context(), ID("s0")) {
		break
	}
	for n, err := range j.Notes(t.Context(), "b") {
		if err != nil {
			t.Fatal(err)
		}
		commit(t, j, journal.Batch{Notes: []journal.Note{{Bucket: "b", Key: n.Key}}, Sync: true})
	}
	if all := Collect(t, j.Notes(t.Context(), "b")); all != nil {
		t.Fatalf("notes are left: %v", all)
	}
}

// An error of the context means that nothing was stored.
func canceled(t *testing.T, m Maker) {
	j := m.Open(t)
	s := ID("s")
	commit(t, j, journal.Batch{Records: Records(s, 0, 1), Notes: []journal.Note{{Bucket: "b", Key: []byte("k"), Value: []byte("v")}}})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	wantError(t, j.Commit(ctx, journal.Batch{Records: Records(s, 1, 2), Sync: true}), context.Canceled)
	wantError(t, j.Forget(ctx, s), context.Canceled)
	wantError(t, lastError(j.Transcript(ctx, s)), context.Canceled)
	wantError(t, lastError(j.Sessions(ctx)), context.Canceled)
	wantError(t, lastError(j.Notes(ctx, "b")), context.Canceled)
	_, err := j.Note(ctx, "b", []byte("k"))
	wantError(t, err, context.Canceled)
	j = m.reopened(t, j)
	wantTranscript(t, j, s, Records(s, 0, 1))
}

func closed(t *testing.T, m Maker) {
	j := m.Open(t)
	s := ID("s")
	commit(t, j, journal.Batch{Records: Records(s, 0, 1)})
	for range 2 {
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
	}
	wantError(t, j.Commit(t.Context(), journal.Batch{Sync: true}), journal.ErrClosed)
	wantError(t, j.Forget(t.Context(), s), journal.ErrClosed)
	wantError(t, lastError(j.Transcript(t.Context(), s)), journal.ErrClosed)
	wantError(t, lastError(j.Sessions(t.Context())), journal.ErrClosed)
	wantError(t, lastError(j.Notes(t.Context(), "b")), journal.ErrClosed)
	_, err := j.Note(t.Context(), "b", []byte("k"))
	wantError(t, err, journal.ErrClosed)
}
