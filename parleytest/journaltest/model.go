package journaltest

import (
	"bytes"
	"iter"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
)

// model runs random calls against a journal and against two maps, which say what must be in it.
func model(t *testing.T, m Maker) {
	rapid.Check(t, func(r *rapid.T) {
		j := m.Open(t)
		defer func() { j.Close() }()
		w := world{sessions: map[messages.ID][]journal.Record{}, notes: map[string][]byte{}}
		r.Repeat(map[string]func(*rapid.T){
			"commit": func(r *rapid.T) {
				b, legal := w.batch(r)
				if err := j.Commit(t.Context(), b); (err == nil) != legal {
					r.Fatalf("commit: %v; legal: %v", err, legal)
				}
				if legal {
					w.apply(b)
				}
			},
			"forget": func(r *rapid.T) {
				s := session(r)
				if err := j.Forget(t.Context(), s); err != nil {
					r.Fatal(err)
				}
				delete(w.sessions, s)
			},
			"reopen": func(*rapid.T) { j = m.reopened(t, j) },
			"look": func(r *rapid.T) {
				if d := w.compare(t, j); d != "" {
					r.Fatalf("the journal is not what was committed (-want +got):\n%s", d)
				}
			},
		})
		j = m.reopened(t, j)
		if d := w.compare(t, j); d != "" {
			r.Fatalf("after a restart the journal is not what was committed (-want +got):\n%s", d)
		}
	})
}

type world struct {
	sessions map[messages.ID][]journal.Record
	notes    map[string][]byte // of the bucket "b"
}

func session(r *rapid.T) messages.ID {
	return ID("session %d", rapid.IntRange(0, 4).Draw(r, "session"))
}

// batch makes one, and says whether it may be committed.
func (w world) batch(r *rapid.T) (b journal.Batch, legal bool) {
	counts := make(map[messages.ID]int)
	for s, t := range w.sessions {
		counts[s] = len(t)
	}
	legal = true
	for range rapid.IntRange(0, 4).Draw(r, "records") {
		s := session(r)
		at := max(0, counts[s]+rapid.SampledFrom([]int{0, 0, 0, 0, 0, 0, -1, -2, 1}).Draw(r, "offset"))
		rec := Record(s, at)
		rec.Envelope = append(rec.Envelope, make([]byte, rapid.SampledFrom([]int{0, 0, 0, 0, 0, 5000, 60000}).Draw(r, "more"))...)
		if rapid.IntRange(0, 15).Draw(r, "other") == 0 {
			rec.ID = ID("another")
			if at < counts[s] {
				legal = false
			}
			if at == counts[s] {
				rec.ID = Record(s, at).ID
			}
		}
		legal = legal && at <= counts[s]
		if at == counts[s] {
			counts[s]++
		}
		b.Records = append(b.Records, rec)
	}
	for range rapid.IntRange(0, 3).Draw(r, "notes") {
		n := journal.Note{Bucket: "b", Key: []byte{byte(rapid.IntRange('a', 'e').Draw(r, "key"))}}
		if size := rapid.SampledFrom([]int{-1, 0, 10, 10, 10, 10000}).Draw(r, "value"); size >= 0 {
			n.Value = bytes.Repeat([]byte{byte(size)}, size)
		}
		b.Notes = append(b.Notes, n)
	}
	b.Sync = rapid.Bool().Draw(r, "sync")
	return b, legal
}

func (w world) apply(b journal.Batch) {
	for _, r := range b.Records {
		if r.Index == len(w.sessions[r.Session]) {
			w.sessions[r.Session] = append(w.sessions[r.Session], r)
		}
	}
	for _, n := range b.Notes {
		if n.Value == nil {
			delete(w.notes, string(n.Key))
		} else {
			w.notes[string(n.Key)] = n.Value
		}
	}
}

func (w world) compare(t *testing.T, j journal.Journal) string {
	sessions := make(map[messages.ID][]journal.Record)
	for _, h := range collected(j.Sessions(t.Context())) {
		sessions[h.Session] = collected(j.Transcript(t.Context(), h.Session))
		if h.Count != len(sessions[h.Session]) {
			return "a head counts wrongly"
		}
	}
	var notes []journal.Note
	for _, k := range slices.Sorted(maps.Keys(w.notes)) {
		notes = append(notes, journal.Note{Bucket: "b", Key: []byte(k), Value: w.notes[k]})
	}
	if d := diff(notes, collected(j.Notes(t.Context(), "b"))); d != "" {
		return d
	}
	return diff(w.sessions, sessions)
}

// collected has what the loop gives before an error, which then shows as something that is missing.
func collected[T any](seq iter.Seq2[T, error]) (all []T) {
	for v, err := range seq {
		if err != nil {
			return all
		}
		all = append(all, v)
	}
	return all
}
