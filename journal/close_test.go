//go:build unix

package journal

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// says is what the lock file says of the journal at path.
func says(t *testing.T, path string) state {
	t.Helper()
	text, err := os.ReadFile(path + ".lock")
	if err != nil {
		t.Fatal(err)
	}
	_, said, _ := strings.Cut(strings.TrimSuffix(string(text), "\n"), " ")
	return state(said)
}

func hasLog(path string) bool {
	_, err := os.Stat(path + "-wal")
	return err == nil
}

// readOn begins to read what there is. Until it is closed SQLite does not merge what is committed later.
func readOn(t *testing.T, db *sql.DB) *sql.Rows {
	t.Helper()
	rows, err := db.Query(`SELECT row FROM log`)
	if err != nil {
		t.Fatal(err)
	}
	if !rows.Next() {
		t.Fatal(rows.Err())
	}
	return rows
}

// A journal that is closed while somebody reads it is whole, also where its log goes with the last reader. Rot in a log that is left is damage.
func TestClosedWhileRead(t *testing.T) {
	for name, own := range map[string]bool{"this journal": true, "another program": false} {
		t.Run(name, func(t *testing.T) {
			path, left := filepath.Join(QuickDir(t), "journal"), filepath.Join(QuickDir(t), "left")
			s := mustOpen(t, path)
			mustCommit(t, s, Batch{Records: []Record{testRecord(testID("a"), 0, 9000)}, Sync: true})
			db := s.table.(*sqlTable).db
			if !own {
				var err error
				if db, err = sql.Open("sqlite", path); err != nil {
					t.Fatal(err)
				}
			}
			reader := readOn(t, db)
			for i := range 3 {
				mustCommit(t, s, Batch{Records: []Record{testRecord(testID("a"), i+1, 9000)}, Sync: true})
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			rotten := readLog(t, path)
			rotten[walHead+testFrame+200] ^= 1
			copyJournal(t, path, left, rotten)
			if err := os.WriteFile(left+".lock", []byte("4711 "+string(says(t, path))+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := Open(left); !errors.Is(err, ErrCorrupt) {
				t.Errorf("its log has rotted: %v", err)
			}
			if err := errors.Join(reader.Close(), db.Close()); err != nil {
				t.Fatal(err)
			}
			if hasLog(path) != own {
				t.Errorf("its log is there: %t", !own)
			}
			if n := length(t, mustOpen(t, path), testID("a")); n != 4 {
				t.Errorf("%d records", n)
			}
		})
	}
}

// Close that cannot note that the log may go, or that comes after a write that failed, leaves the log, whoever reads.
func TestLogOfFailedClose(t *testing.T) {
	for name, c := range map[string]struct{ refused, read bool }{
		"lock file":           {true, false},
		"lock file, a reader": {true, true},
		"write":               {false, false},
		"write, a reader":     {false, true},
	} {
		t.Run(name, func(t *testing.T) {
			path, broken := filepath.Join(t.TempDir(), "journal"), &faulty{at: 2, err: errors.New("input/output error")}
			s, err := openWith(path, func(t table) table { broken.table = t; return broken })
			if err != nil {
				t.Fatal(err)
			}
			mustCommit(t, s, Batch{Records: []Record{testRecord(testID("a"), 0, 9000)}, Sync: true})
			reader := readOn(t, broken.table.(*sqlTable).db)
			if !c.read {
				reader.Close()
			}
			if c.refused {
				closeUnmarked(t, s)
			} else if err := errors.Join(s.Commit(t.Context(), Batch{Records: []Record{testRecord(testID("a"), 1, 9000)}, Sync: true}), s.Close()); !errors.Is(err, broken.err) {
				t.Fatal(err)
			}
			reader.Close()
			if !hasLog(path) || says(t, path) != opened {
				t.Errorf("the log is there: %t, and the lock file says %q", hasLog(path), says(t, path))
			}
			for range 2 {
				s := mustOpen(t, path)
				if n := length(t, s, testID("a")); n != 1 {
					t.Errorf("%d records", n)
				}
				db := s.table.(*sqlTable).db
				first, second := readOn(t, db), readOn(t, db) // their connections are kept for the next ones
				if err := errors.Join(first.Close(), second.Close(), s.Close()); err != nil {
					t.Fatal(err)
				}
				if hasLog(path) || says(t, path) != renewed {
					t.Errorf("closed in order, the log is there: %t, and the lock file says %q", hasLog(path), says(t, path))
				}
			}
		})
	}
}

// closeUnmarked closes a journal whose lock file cannot be written, as on a disk that is full.
func closeUnmarked(t *testing.T, s *SQLite) {
	t.Helper()
	lock, err := os.Open(s.path + ".lock")
	if err != nil {
		t.Fatal(err)
	}
	held := s.lock
	defer held.Close()
	s.lock = lock
	if err := s.Close(); err == nil || !strings.Contains(err.Error(), "close journal "+s.path) {
		t.Errorf("nobody is told: %v", err)
	}
}

// Where the folder cannot be synced, as none of /proc can, it is not promised that the log is there.
func TestFolderThatIsNotSynced(t *testing.T) {
	const folder = "/proc/self"
	if f, err := os.Open(folder); err != nil || f.Sync() == nil {
		t.Skipf("%s is none, %v", folder, err)
	}
	path := filepath.Join(t.TempDir(), "journal")
	s := mustOpen(t, path)
	s.path = filepath.Join(folder, "journal")
	if err := s.renew(); err != nil || says(t, path) != renewed {
		t.Errorf("the lock file says %q, %v", says(t, path), err)
	}
}
