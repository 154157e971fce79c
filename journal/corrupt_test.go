package journal

import (
	"bytes"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// written makes a journal with two sessions and two notes, closes it and returns its path.
func written(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "journal")
	s := mustOpen(t, path)
	for i := range 4 {
		mustCommit(t, s, Batch{
			Records: []Record{testRecord(testID("a"), i, 700), testRecord(testID("b"), i, 6000)},
			Notes:   []Note{{"b", []byte{byte(i % 2)}, []byte("some value of a note")}},
			Sync:    true,
		})
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// change runs a statement on the database behind the journal's back.
func change(t *testing.T, path, statement string, args ...any) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement, args...); err != nil {
		t.Fatal(err)
	}
}

// everything reads all there is: whether it is what written wrote, or the first error.
func everything(t *testing.T, s *SQLite) (whole bool, err error) {
	t.Helper()
	whole = true
	for session, size := range map[string]int{"a": 700, "b": 6000} {
		n := 0
		for r, err := range s.Transcript(t.Context(), testID("%s", session)) {
			if err != nil {
				return false, err
			}
			want := testRecord(testID("%s", session), n, size)
			whole = whole && r.ID == want.ID && r.At.Equal(want.At) && string(r.Envelope) == string(want.Envelope)
			n++
		}
		whole = whole && n == 4
	}
	n := 0
	for note, err := range s.Notes(t.Context(), "b") {
		if err != nil {
			return false, err
		}
		whole = whole && note.Key[0] == byte(n) && string(note.Value) == "some value of a note"
		n++
	}
	return whole && n == 2, nil
}

// A damaged payload is named; the other sessions stay readable, and the journal goes on.
func TestCorruptRecordIsNamed(t *testing.T) {
	path := written(t)
	// Row 3 holds record 2 of a (700 bytes), record 2 of b (6000), a note.
	change(t, path, `UPDATE log SET data = CAST(substr(data, 1, 3000) || x'ff' || substr(data, 3002) AS BLOB) WHERE row = 3`)
	change(t, path, `UPDATE log SET data = substr(data, 1, 6705) WHERE row = 4`)
	s := mustOpen(t, path)
	if n := length(t, s, testID("a")); n != 4 {
		t.Errorf("the session beside it has %d records", n)
	}
	n := 0
	var last error
	for _, last = range s.Transcript(t.Context(), testID("b")) {
		if last == nil {
			n++
		}
	}
	c, ok := errors.AsType[*CorruptError](last)
	if !ok || !errors.Is(last, ErrCorrupt) || c.Session != testID("b") || c.Index != 2 || n != 2 {
		t.Errorf("%d records, then %v", n, last)
	}
	_, err := s.Note(t.Context(), "b", []byte{1})
	if c, ok := errors.AsType[*CorruptError](err); !ok || c.Bucket != "b" || c.Key[0] != 1 {
		t.Errorf("the note that was cut: %v", err)
	}
	mustCommit(t, s, Batch{Records: []Record{testRecord(testID("a"), 4, 700)}, Sync: true})
}

// What cannot be trusted to be complete is not opened.
func TestCorruptLogIsRefused(t *testing.T) {
	for name, statement := range map[string]string{
		"directory changed":    `UPDATE log SET directory = CAST(substr(directory, 1, 50) || x'ff' || substr(directory, 52) AS BLOB) WHERE row = 2`,
		"directory cut":        `UPDATE log SET directory = substr(directory, 1, 60) WHERE row = 2`,
		"directory empty":      `UPDATE log SET directory = x'' WHERE row = 2`,
		"a row is missing":     `DELETE FROM log WHERE row = 2`,
		"the first is missing": `DELETE FROM log WHERE row = 1`,
		"rows changed places":  `UPDATE log SET directory = (SELECT directory FROM log AS l WHERE l.row = 5 - log.row) WHERE row IN (2, 3)`,
	} {
		t.Run(name, func(t *testing.T) {
			path := written(t)
			change(t, path, statement)
			if _, err := Open(path); !errors.Is(err, ErrCorrupt) {
				t.Errorf("error is %v, want %v", err, ErrCorrupt)
			}
			if _, err := Open(path); errors.Is(err, ErrLocked) {
				t.Errorf("a failed Open keeps the lock: %v", err)
			}
		})
	}
}

// THREATS 4: wherever a bit of the file rots, what is read is what was written, or there is an error. SQLite's own free
// space and bookkeeping make some flips harmless; none may go unnoticed and matter.
func TestEveryByteIsGuarded(t *testing.T) {
	path := written(t)
	sound, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path + "-wal"); err == nil {
		t.Fatal("the log was not merged by Close")
	}
	rotten := filepath.Join(QuickDir(t), "journal") // a sync a flip is slow on a disk
	found, harmless := 0, 0
	for at := 0; at < len(sound); at += 61 {
		b := append([]byte(nil), sound...)
		b[at] ^= 1 << (at % 8)
		for _, suffix := range []string{"-wal", "-shm"} {
			os.Remove(rotten + suffix)
		}
		if err := os.WriteFile(rotten, b, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := Open(rotten)
		if err == nil {
			var whole bool
			whole, err = everything(t, s)
			if err == nil && !whole {
				t.Errorf("a flip at byte %d is not noticed", at)
			}
			s.Close()
		}
		if err != nil {
			found++
		} else {
			harmless++
		}
	}
	t.Logf("of %d flips %d were refused, %d were harmless", found+harmless, found, harmless)
	if found == 0 {
		t.Error("no flip was found")
	}
}

// THREATS 4: where a part of the file is zero or cut off, what is read is what was written, or the error says that it is damage.
func TestZeroedOrCut(t *testing.T) {
	path := written(t)
	sound, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rotten := filepath.Join(QuickDir(t), "journal")
	found := 0
	places := []int{101} // where the file says what tables it has
	for at := 0; at < len(sound); at += 512 {
		places = append(places, at)
	}
	for _, at := range places {
		zeroed := bytes.Clone(sound)
		clear(zeroed[at:min(at+512, len(sound))])
		for what, b := range map[string][]byte{"zeroed": zeroed, "cut": sound[:at]} {
			for _, suffix := range []string{"-wal", "-shm"} {
				os.Remove(rotten + suffix)
			}
			if err := os.WriteFile(rotten, b, 0o600); err != nil {
				t.Fatal(err)
			}
			s, err := Open(rotten)
			whole := false
			if err == nil {
				whole, err = everything(t, s)
				s.Close()
			}
			switch {
			case errors.Is(err, ErrCorrupt):
				found++
			case err != nil || !whole:
				t.Errorf("%s at %d: whole is %t, %v", what, at, whole, err)
			}
		}
	}
	if found < len(sound)/512 {
		t.Errorf("only %d were refused", found)
	}
}

// Whatever links lead to a journal, it has one lock; and it is made where none is yet.
func TestLinks(t *testing.T) {
	dir, real := t.TempDir(), t.TempDir()
	path, file, folder := filepath.Join(real, "journal"), filepath.Join(dir, "file"), filepath.Join(dir, "folder")
	if err := errors.Join(os.Symlink(path, file), os.Symlink(real, folder)); err != nil {
		t.Fatal(err)
	}
	_, err := Open(file)
	if c, ok := errors.AsType[*CorruptError](err); !ok || c.Path != file {
		t.Errorf("a link to nothing: %v", err)
	}
	for _, open := range []string{filepath.Join(folder, "journal"), file, path} {
		s := mustOpen(t, open)
		for _, again := range []string{path, file, filepath.Join(folder, "journal")} {
			if _, err := Open(again); !errors.Is(err, ErrLocked) {
				t.Errorf("%s is open, and %s: %v", open, again, err)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 2 {
		t.Errorf("beside the links are %v, %v", left, err)
	}
}

func TestNoPath(t *testing.T) {
	t.Chdir(t.TempDir())
	if _, err := Open(""); err == nil || !strings.Contains(err.Error(), "name the file") {
		t.Error(err)
	}
	if left, err := filepath.Glob("../*.lock"); err != nil || len(left) != 0 {
		t.Errorf("a lock is left: %v, %v", left, err)
	}
}

// THREATS 4, B: a journal that was emptied, or is gone, is not taken for a new one, however often it is asked for: its party
// would forget what it owes.
func TestEmptiedOrGone(t *testing.T) {
	for name, harm := range map[string]func(path string) error{
		"emptied":  func(path string) error { return os.Truncate(path, 0) },
		"zeroed":   func(path string) error { return os.WriteFile(path, make([]byte, 8192), 0o600) },
		"gone":     os.Remove,
		"log left": func(path string) error { return errors.Join(os.Rename(path, path+"-wal"), os.Remove(path+".lock")) },
	} {
		t.Run(name, func(t *testing.T) {
			path := written(t)
			if err := harm(path); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				_, err := Open(path)
				if c, ok := errors.AsType[*CorruptError](err); !ok || c.Path != path {
					t.Errorf("error is %v, want one that names %s", err, path)
				}
			}
			for _, suffix := range []string{"", "-wal", ".lock"} { // what a person moves away who begins anew
				if err := os.Remove(path + suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
					t.Fatal(err)
				}
			}
			if n := length(t, mustOpen(t, path), testID("a")); n != 0 {
				t.Errorf("a new journal has %d records", n)
			}
		})
	}
}

// A process that was killed before its journal was made has made none: the next one does.
func TestKilledBeforeTheJournalWas(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal")
	for name, text := range map[string]string{path + ".lock": "4711\n", filepath.Join(filepath.Dir(path), ".new-1"): ""} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := mustOpen(t, path)
	mustCommit(t, s, Batch{Records: []Record{testRecord(testID("a"), 0, 10)}, Sync: true})
	_, err := Open(path)
	if l, ok := errors.AsType[*LockedError](err); !ok || l.PID != os.Getpid() {
		t.Errorf("opened twice: %v", err)
	}
}

// A newer format, and a database that is something else, are refused with what to do.
func TestVersion(t *testing.T) {
	path := written(t)
	change(t, path, `PRAGMA user_version = 2`)
	if _, err := Open(path); !errors.Is(err, ErrVersion) {
		t.Errorf("newer: %v", err)
	}
	other := filepath.Join(t.TempDir(), "other")
	change(t, other, `CREATE TABLE people (name TEXT)`)
	if _, err := Open(other); !errors.Is(err, ErrVersion) {
		t.Errorf("another database: %v", err)
	}
	text := filepath.Join(t.TempDir(), "text")
	if err := os.WriteFile(text, []byte("Dear diary, this is not a database at all, whatever its name."), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(text); !errors.Is(err, ErrCorrupt) {
		t.Errorf("a text: %v", err)
	}
}

// State is its owner's only.
func TestModes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state", "journal")
	s := mustOpen(t, path)
	mustCommit(t, s, Batch{Notes: []Note{{"b", []byte("k"), []byte("v")}}, Sync: true})
	for name, want := range map[string]os.FileMode{filepath.Dir(path): 0o700 | os.ModeDir, path: 0o600, path + "-wal": 0o600, path + "-shm": 0o600, path + ".lock": 0o600} {
		f, err := os.Stat(name)
		if err != nil || f.Mode() != want {
			t.Errorf("%s: %v, %v; want %v", filepath.Base(name), f.Mode(), err, want)
		}
	}
}

func FuzzDirectory(f *testing.F) {
	g := newGroup(7)
	g.add(item{kind: itemRecord, session: testID("s"), index: 3, id: testID("i"), at: 5}, []byte("envelope"), 1)
	g.add(item{kind: itemNote, bucket: "b", key: "k"}, []byte("value"), 2)
	g.add(item{kind: itemDeletion, bucket: "b", key: "k"}, nil, 0)
	g.add(item{kind: itemForget, session: testID("s")}, nil, 0)
	f.Add(g.directory)
	f.Add([]byte{itemRecord, 0})
	f.Fuzz(func(t *testing.T, items []byte) {
		in := newGroup(7)
		in.directory = items
		parsed, err := parseDirectory(7, in.sealed())
		if err != nil {
			return
		}
		out := newGroup(7)
		for _, it := range parsed {
			if got := out.add(it, make([]byte, it.payload.size), it.payload.sum); it.payload != (spot{}) && got != it.payload {
				t.Fatalf("payload at %+v, then at %+v", it.payload, got)
			}
		}
		again, err := parseDirectory(7, out.sealed())
		if err != nil || len(again) != len(parsed) {
			t.Fatalf("%d items become %d, %v", len(parsed), len(again), err)
		}
	})
}

// ErrFull and ErrReadOnly are told apart from other failures, from the codes that SQLite gives.
func TestFailuresAreTyped(t *testing.T) {
	for pragma, want := range map[string]error{"PRAGMA max_page_count = 8": ErrFull, "PRAGMA query_only = ON": ErrReadOnly} {
		path := written(t)
		s := mustOpen(t, path)
		if _, err := s.table.(*sqlTable).writer.ExecContext(t.Context(), pragma); err != nil {
			t.Fatal(err)
		}
		var err error
		for i := 4; i < 30 && err == nil; i++ {
			err = s.Commit(t.Context(), Batch{Records: []Record{testRecord(testID("a"), i, 7000)}, Sync: true})
		}
		if !errors.Is(err, want) || !errors.Is(err, ErrFailed) {
			t.Errorf("%s: %v", pragma, err)
		}
		if n := length(t, s, testID("b")); n != 4 {
			t.Errorf("%s: a stopped journal shows %d records of another session", pragma, n)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s = mustOpen(t, path)
		mustCommit(t, s, Batch{Records: []Record{testRecord(testID("b"), 4, 10)}, Sync: true})
	}
}

// A planted "skip fsync" must not survive: every commit is synced, and by a write-ahead log.
func TestSyncsEveryCommit(t *testing.T) {
	s := mustOpen(t, filepath.Join(t.TempDir(), "journal"))
	for pragma, want := range map[string]string{"PRAGMA synchronous": "2", "PRAGMA journal_mode": "wal"} {
		var got string
		if err := s.table.(*sqlTable).writer.QueryRowContext(t.Context(), pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %s, %v; want %s", pragma, got, err, want)
		}
	}
}
