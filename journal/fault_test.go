package journal

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/messages"
)

// These tests are inside the package: they put faults between the journal and its table, and look at the log.

func testID(format string, args ...any) (id messages.ID) {
	copy(id[:], fmt.Sprintf(format, args...))
	return id
}

func testRecord(session messages.ID, index, size int) Record {
	e := make([]byte, size)
	copy(e, fmt.Sprintf("%d of %x", index, session))
	return Record{Session: session, Index: index, Envelope: e, ID: testID("%d/%.20s", index, session[:]), At: time.Unix(1, int64(index))}
}

func mustOpen(t testing.TB, path string) *SQLite {
	t.Helper()
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func mustCommit(t testing.TB, s Journal, b Batch) {
	t.Helper()
	if err := s.Commit(t.Context(), b); err != nil {
		t.Fatal(err)
	}
}

// QuickDir is in memory where the system has that: what these tests show does not depend on a disk, but a sync costs
// them half a minute on a slow one.
func QuickDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "journal")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// length reads the whole transcript, and fails if a record is not what testRecord made.
func length(t testing.TB, s Journal, session messages.ID) (n int) {
	t.Helper()
	for r, err := range s.Transcript(t.Context(), session) {
		if err != nil {
			t.Fatalf("record %d: %v", n, err)
		}
		if want := testRecord(session, n, len(r.Envelope)); r.ID != want.ID || string(r.Envelope) != string(want.Envelope) {
			t.Fatalf("record %d is %x", n, r.Envelope)
		}
		n++
	}
	return n
}

// faulty fails the at-th write, counted from 1, before or after it took effect.
type faulty struct {
	table
	at, writes int
	after      bool
	err        error
}

func (f *faulty) append(row int64, directory, data []byte, dropped int64) error {
	if f.writes++; f.writes != f.at {
		return f.table.append(row, directory, data, dropped)
	}
	if f.after {
		if err := f.table.append(row, directory, data, dropped); err != nil {
			return err
		}
	}
	return f.err
}

// THREATS 4, torn write and EIO: whichever write fails, and whether or not it reached the disk, the journal stops,
// everything that was acknowledged is there after opening it anew, and the batch that failed is there whole or not at
// all.
func TestFailedWriteStops(t *testing.T) {
	for at := 1; at <= 5; at++ {
		for _, after := range []bool{false, true} {
			t.Run(fmt.Sprintf("%d/%t", at, after), func(t *testing.T) {
				path := filepath.Join(t.TempDir(), "journal")
				cause := errors.New("input/output error")
				s, err := openWith(path, func(inner table) table { return &faulty{table: inner, at: at, after: after, err: cause} })
				if err != nil {
					t.Fatal(err)
				}
				defer s.Close()
				a, b := testID("a"), testID("b")
				for i := range 6 {
					err := s.Commit(t.Context(), Batch{Records: []Record{testRecord(a, i, 50), testRecord(b, i, 50)}, Sync: true})
					if failed := i >= at-1; failed != errors.Is(err, ErrFailed) || failed != errors.Is(err, cause) {
						t.Fatalf("commit %d: %v", i, err)
					}
				}
				// What was not acknowledged is not shown.
				var last error
				shown := 0
				for _, last = range s.Transcript(t.Context(), a) {
					if last == nil {
						shown++
					}
				}
				if shown != at-1 || !errors.Is(last, ErrFailed) {
					t.Fatalf("%d records, then %v", shown, last)
				}
				if err := s.Close(); err != nil {
					t.Fatal(err)
				}
				want := at - 1
				if after {
					want++
				}
				s = mustOpen(t, path)
				if length(t, s, a) != want || length(t, s, b) != want {
					t.Fatalf("%d and %d records, want %d", length(t, s, a), length(t, s, b), want)
				}
				mustCommit(t, s, Batch{Records: []Record{testRecord(a, want, 50)}, Sync: true})
			})
		}
	}
}

// Concurrent callers whose group failed, and those who queued behind it, all hear of it; none hangs.
func TestFailureReachesEveryCaller(t *testing.T) {
	cause := errors.New("broken")
	s, err := openWith(filepath.Join(t.TempDir(), "journal"), func(inner table) table { return &faulty{table: inner, at: 3, err: cause} })
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var done sync.WaitGroup
	for p := range 20 {
		done.Go(func() {
			for i := 0; ; i++ {
				if err := s.Commit(t.Context(), Batch{Records: []Record{testRecord(testID("p%d", p), i, 50)}, Sync: true}); err != nil {
					if !errors.Is(err, cause) {
						t.Errorf("party %d: %v", p, err)
					}
					return
				}
			}
		})
	}
	done.Wait()
	if err := s.Forget(t.Context(), testID("p1")); !errors.Is(err, ErrFailed) {
		t.Fatal(err)
	}
}

// slow holds each write until it is let go.
type slow struct {
	table
	entered, leave chan struct{}
}

func (f *slow) append(row int64, directory, data []byte, dropped int64) error {
	f.entered <- struct{}{}
	<-f.leave
	return f.table.append(row, directory, data, dropped)
}

// Batch.Sync: an empty batch, or one that is repeated, returns when what is being written just now is on disk, and not
// before; and if that fails it hears of it. S-7.1-1
func TestSyncWaitsForTheWriteUnderWay(t *testing.T) {
	for name, again := range map[string][]Record{"empty": nil, "repeated": {testRecord(testID("a"), 0, 50)}} {
		for _, cause := range []error{nil, errors.New("broken")} {
			t.Run(fmt.Sprint(name, cause), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					f := &slow{entered: make(chan struct{}), leave: make(chan struct{})}
					s, err := openWith(filepath.Join(t.TempDir(), "journal"), func(inner table) table {
						f.table = &faulty{table: inner, at: 1, err: cause}
						return f
					})
					if err != nil {
						t.Fatal(err)
					}
					defer s.Close()
					errs := make(chan error, 2)
					commit := func(b Batch) { errs <- s.Commit(t.Context(), b) }
					go commit(Batch{Records: []Record{testRecord(testID("a"), 0, 50)}, Sync: true})
					<-f.entered
					go commit(Batch{Records: again, Sync: true})
					synctest.Wait()
					if n := len(errs); n != 0 {
						t.Errorf("%d returned before anything was on disk", n)
					}
					f.leave <- struct{}{}
					for range 2 {
						if err := <-errs; !errors.Is(err, cause) {
							t.Errorf("got %v, want %v", err, cause)
						}
					}
				})
			})
		}
	}
}

// A batch is what queued while the last one ran: everybody who comes during a write shares the next. A reader is not
// shown what is not on disk yet, but is what nobody needs on disk.
func TestGroupCommit(t *testing.T) {
	f := &slow{entered: make(chan struct{}), leave: make(chan struct{})}
	s, err := openWith(filepath.Join(t.TempDir(), "journal"), func(inner table) table { f.table = inner; return f })
	if err != nil {
		t.Fatal(err)
	}
	const parties = 50
	var done sync.WaitGroup
	commit := func(p int) {
		done.Go(func() {
			if err := s.Commit(t.Context(), Batch{Records: []Record{testRecord(testID("p%d", p), 0, 50)}, Sync: true}); err != nil {
				t.Error(err)
			}
		})
	}
	commit(0)
	<-f.entered
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	for r, err := range s.Transcript(ctx, testID("p0")) {
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a reader is shown %v, %v before it is on disk", r, err)
		}
	}
	mustCommit(t, s, Batch{Records: []Record{testRecord(testID("lazy"), 0, 50)}})
	if n := length(t, s, testID("lazy")); n != 1 {
		t.Errorf("%d records of what was not synced", n)
	}
	for p := 1; p < parties; p++ {
		commit(p)
	}
	for queued := 0; queued < parties; { // the lazy one included
		runtime.Gosched()
		s.mu.Lock()
		queued = s.open.items
		s.mu.Unlock()
	}
	f.leave <- struct{}{}
	<-f.entered
	f.leave <- struct{}{}
	done.Wait()
	if s.written != 2 {
		t.Errorf("%d writes, want 2", s.written)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// Forgotten sessions and notes written again do not fill the disk, and cleaning loses nothing that counts: what is
// old, what is deleted, what comes again under the name of what was forgotten.
func TestClean(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal")
	s := mustOpen(t, path)
	old, again := testID("old"), testID("again")
	mustCommit(t, s, Batch{Records: []Record{testRecord(old, 0, 500), testRecord(again, 0, 500)}, Notes: []Note{{"b", []byte("old"), []byte("v")}, {"b", []byte("gone"), []byte("v")}}, Sync: true})
	mustCommit(t, s, Batch{Notes: []Note{{"b", []byte("gone"), nil}}, Sync: true})
	if err := s.Forget(t.Context(), again); err != nil {
		t.Fatal(err)
	}
	verify := func() {
		t.Helper()
		var keys string
		for n, err := range s.Notes(t.Context(), "b") {
			if err != nil {
				t.Fatal(err)
			}
			keys += string(n.Key) + " "
		}
		if keys != "churn old " {
			t.Fatalf("notes %s", keys)
		}
	}
	for i := range 300 {
		batch := Batch{Notes: []Note{{"b", []byte("churn"), make([]byte, 20_000)}}, Sync: i%3 == 0}
		for k := range 4 {
			batch.Records = append(batch.Records, testRecord(testID("s%d", i), k, 5000))
		}
		if i%50 == 20 {
			batch.Records = append(batch.Records, testRecord(old, i/50+1, 500))
		}
		if i == 100 {
			batch.Records = append(batch.Records, testRecord(again, 0, 700))
		}
		mustCommit(t, s, batch)
		if i >= 10 {
			if err := s.Forget(t.Context(), testID("s%d", i-10)); err != nil {
				t.Fatal(err)
			}
		}
		if i%97 == 96 {
			verify()
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			before := s.index
			s = mustOpen(t, path)
			if s.index.live != before.live || s.index.stored != before.stored {
				t.Fatalf("accounts after a restart: %d of %d bytes, before %d of %d", s.index.live, s.index.stored, before.live, before.stored)
			}
		}
	}
	verify()
	if n := length(t, s, old); n != 7 {
		t.Errorf("old session has %d records", n)
	}
	if n := length(t, s, again); n != 1 {
		t.Errorf("the session that came again has %d records", n)
	}
	if s.index.oldest < 50 || s.index.stored > 3*s.index.live+4*cleanSlack {
		t.Errorf("the log was not cleaned: from row %d, %d bytes stored of which %d live", s.index.oldest, s.index.stored, s.index.live)
	}
}

// Cleaning that comes upon a damaged row leaves the log as it is; no commit fails for it, and nothing sound is lost.
func TestCleanStopsAtDamage(t *testing.T) {
	path := filepath.Join(QuickDir(t), "journal")
	s := mustOpen(t, path)
	a, b := testID("a"), testID("b")
	mustCommit(t, s, Batch{Records: []Record{testRecord(a, 0, 500)}, Sync: true})
	mustCommit(t, s, Batch{Records: []Record{testRecord(b, 0, 500)}, Sync: true})
	change(t, path, `UPDATE log SET data = substr(data, 1, 100) WHERE row = 2`)
	for range 40 {
		mustCommit(t, s, Batch{Notes: []Note{{"b", []byte("churn"), make([]byte, 100_000)}}, Sync: true})
	}
	if !s.dirty || s.index.oldest != 1 {
		t.Errorf("the damage was not met: the log is from row %d", s.index.oldest)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = mustOpen(t, path)
	if n := length(t, s, a); n != 1 {
		t.Errorf("%d records", n)
	}
	for _, err := range s.Transcript(t.Context(), b) {
		if c, ok := errors.AsType[*CorruptError](err); !ok || c.Session != b || c.Index != 0 {
			t.Errorf("the damaged record: %v", err)
		}
	}
}
