package transactions_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/parley-p2p/parley/contracts/transactions"
)

// THREATS B; THREATS 4, torn write: a process or a machine ends in the middle of a write. What was written is lost from any byte on, or
// garbage. The store opens and has the writes before that one, whole, and so each that had returned: TestARestoredStorePaysNothingTwice
// shows what a Manager makes of each of these.
func TestATornWriteIsNone(t *testing.T) {
	const writes, each = 10, 3
	path := filepath.Join(t.TempDir(), "transactions.db")
	store, err := transactions.OpenSQLite(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	scope := transactions.Scope{ChainID: chainID}
	var ends []int // of the log, when each write had returned
	for n := range writes {
		var records []transactions.Record
		for i := range each {
			r := transactions.Record{Nonce: uint64(n*each + i), Key: fmt.Sprint(n), Attempts: []transactions.Attempt{{Raw: bytes.Repeat([]byte{byte(n)}, 300*(n+1))}}}
			r.Outcome.Status = transactions.Pending
			records = append(records, r)
		}
		if err := store.Put(t.Context(), scope, records); err != nil {
			t.Fatal(err)
		}
		ends = append(ends, len(read(t, path+"-wal")))
	}
	file, log := read(t, path), read(t, path+"-wal")
	opened := 0
	for cut := 1; cut <= len(log); cut += 5099 {
		whole := 0
		for whole < writes && ends[whole] <= cut {
			whole++
		}
		rest := len(log) - cut
		for name, left := range map[string][]byte{"lost": nil, "garbage": bytes.Repeat([]byte{0xa5}, rest), "zeros": make([]byte, rest)} {
			torn := filepath.Join(t.TempDir(), "transactions.db")
			put(t, torn, file)
			put(t, torn+"-wal", append(bytes.Clone(log[:cut]), left...))
			if got := undecided(t, torn, scope); got != whole*each && got != (whole+1)*each {
				t.Errorf("from byte %d on %s: %d records, want those of %d writes, or of one more", cut, name, got, whole)
			}
			opened++
		}
	}
	if opened < 100 {
		t.Errorf("only %d torn logs were opened", opened)
	}
	t.Logf("%d torn logs were opened", opened)
}

// undecided is how many records a store has, which takes more of them afterwards.
func undecided(t *testing.T, path string, scope transactions.Scope) int {
	t.Helper()
	store, err := transactions.OpenSQLite(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	records, _, err := store.Load(t.Context(), scope)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range records {
		if r.Nonce != uint64(i) {
			t.Errorf("record %d has nonce %d", i, r.Nonce)
		}
	}
	next := transactions.Record{Nonce: uint64(len(records)), Key: "next", Attempts: []transactions.Attempt{{Raw: []byte{1}}}}
	next.Outcome.Status = transactions.Pending
	if err := store.Put(t.Context(), scope, []transactions.Record{next}); err != nil {
		t.Error(err)
	}
	return len(records)
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func put(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}
