package journaltest

import (
	"encoding/binary"
	"fmt"
	"sync"
	"testing"

	"github.com/parley-p2p/parley/journal"
)

// Many sessions commit at once, synced and not, each beside a note that counts its records. At every moment a reader
// sees transcripts without gaps, and everything whose Commit returned before it looked.
func concurrent(t *testing.T, m Maker) {
	const parties, rounds = 16, 25
	j := m.Open(t)
	var done sync.WaitGroup
	for p := range parties {
		done.Go(func() {
			s := ID("party %d", p)
			for i := range rounds {
				err := j.Commit(t.Context(), journal.Batch{
					Records: Records(s, i, i+1),
					Notes:   []journal.Note{{Bucket: "count", Key: s[:], Value: binary.BigEndian.AppendUint32(nil, uint32(i+1))}},
					Sync:    (p+i)%3 == 0,
				})
				if err != nil {
					t.Errorf("party %d, record %d: %v", p, i, err)
					return
				}
				if i%5 == p%5 {
					if err := counts(t, j, s[:], i+1); err != nil {
						t.Errorf("party %d, record %d: %v", p, i, err)
					}
				}
			}
		})
	}
	done.Add(1)
	go func() { // duplicates of what others commit are no conflict and no second record
		defer done.Done()
		for i := range rounds {
			s := ID("party 0")
			n := len(collected(j.Transcript(t.Context(), s)))
			if err := j.Commit(t.Context(), journal.Batch{Records: Records(s, 0, n), Sync: i%2 == 0}); err != nil {
				t.Errorf("again: %v", err)
			}
		}
	}()
	done.Wait()
	j = m.reopened(t, j)
	for p := range parties {
		wantTranscript(t, j, ID("party %d", p), Records(ID("party %d", p), 0, rounds))
	}
}

// counts looks at one's own session and at everybody's heads.
func counts(t *testing.T, j journal.Journal, session []byte, want int) error {
	v, err := j.Note(t.Context(), "count", session)
	if err != nil || int(binary.BigEndian.Uint32(v)) != want {
		return fmt.Errorf("note says %x, %v; committed were %d", v, err, want)
	}
	found := false
	for h, err := range j.Sessions(t.Context()) {
		if err != nil {
			return err
		}
		if string(h.Session[:]) == string(session) {
			found = h.Count == want
		}
		if last := Record(h.Session, h.Count-1); h.ID != last.ID || !h.Last.Equal(last.At) {
			return fmt.Errorf("session %s of %d ends with %s", h.Session.Short(), h.Count, h.ID.Short())
		}
	}
	if !found {
		return fmt.Errorf("the session is not listed with %d records", want)
	}
	return nil
}

// readers run against writers: what a reader was shown never shrinks or changes.
func readers(t *testing.T, m Maker) {
	const records = 60
	j := m.Open(t)
	s := ID("s")
	var done sync.WaitGroup
	stop := make(chan struct{})
	for range 3 {
		done.Go(func() {
			for seen, last := 0, false; !last; {
				select {
				case <-stop:
					last = true
				default:
				}
				n := 0
				for r, err := range j.Transcript(t.Context(), s) {
					if err != nil || r.Index != n || r.ID != Record(s, n).ID || string(r.Envelope) != string(Record(s, n).Envelope) {
						t.Errorf("record %d: %v, %v", n, r.ID.Short(), err)
						return
					}
					n++
				}
				if n < seen || last && n != records {
					t.Errorf("%d records after %d", n, seen)
				}
				seen = n
			}
		})
	}
	for i := range records {
		commit(t, j, journal.Batch{Records: Records(s, i, i+1), Sync: i%4 != 0})
	}
	close(stop)
	done.Wait()
}
