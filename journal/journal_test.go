package journal_test

import (
	"path/filepath"
	"testing"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/parleytest/journaltest"
)

func TestMemory(t *testing.T) {
	journaltest.Run(t, journaltest.Maker{
		Open: func(*testing.T) journal.Journal { return new(journal.Memory) },
	})
}

func TestSQLite(t *testing.T) {
	paths := make(map[journal.Journal]string)
	open := func(t *testing.T, path string) journal.Journal {
		t.Helper()
		j, err := journal.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		paths[j] = path
		t.Cleanup(func() { j.Close() })
		return j
	}
	journaltest.Run(t, journaltest.Maker{
		Open: func(t *testing.T) journal.Journal { return open(t, filepath.Join(journal.QuickDir(t), "journal")) },
		Reopen: func(t *testing.T, j journal.Journal) journal.Journal {
			t.Helper()
			if err := j.Close(); err != nil {
				t.Fatal(err)
			}
			return open(t, paths[j])
		},
	})
}
