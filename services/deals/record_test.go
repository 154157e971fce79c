package deals

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/journal"
)

// FuzzRecord: a record of a deal in the journal is read as JSON says it, and the same again when it was written; what is
// damaged is said to be, and hides no other.
func FuzzRecord(f *testing.F) {
	good, err := json.Marshal(&Record{Papers: Papers{ID: Hash{1}, Deal: Deal{Price: "5", Deposit: "0", Bond: "0"}}, Claimed: &Delivery{}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte(`{"papers":{"id":"0x"}}`))
	f.Add([]byte(`null`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, value []byte) {
		l := &Ledger{Journal: new(journal.Memory)}
		if err := l.Journal.Commit(t.Context(), journal.Batch{Notes: []journal.Note{{Bucket: liveBucket, Key: make([]byte, 32), Value: value}}}); err != nil {
			return // an empty value is none
		}
		r, err := l.Get(t.Context(), Hash{})
		if err != nil {
			if !strings.Contains(err.Error(), "record of a deal") && err != errNoDeal {
				t.Fatal(err)
			}
			return
		}
		if !json.Valid(value) {
			t.Fatalf("%q was read", value)
		}
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		again, err := decodeRecord(text)
		if diff := cmp.Diff(r, again); err != nil || diff != "" {
			t.Fatalf("%v (-read +read again):\n%s", err, diff)
		}
		r.lock() // of whatever amounts
	})
}
