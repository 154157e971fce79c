package main

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/deals"
)

// submitted is a chain on which a farmer has submitted something.
type submitted struct {
	chain
	status deals.Status
	what   *deals.Delivery
}

func (s *submitted) Status(context.Context, deals.Hash, uint64) (deals.Status, error) {
	return s.status, nil
}

func (s *submitted) Submission(context.Context, deals.Hash) (*deals.Delivery, error) {
	return s.what, nil
}

// What a requester waits for follows from what was submitted: what it has, and is reviewing, is not said to be on its way; and what
// it comes to wait for is said once.
func TestWhatIsAwaited(t *testing.T) { // DESIGN 9
	result := &deals.Delivery{Digest: deals.Hash{1}, Cost: "5"}
	r := &deals.Record{Role: protocol.Requester, Opened: true, Papers: deals.Papers{ID: deals.Hash{7}, Deal: deals.Deal{Price: "5"}, Terms: deals.Terms{AcceptWindow: 600}}}
	j := new(journal.Memory)
	keep := func() *deals.Ledger {
		t.Helper()
		value, err := json.Marshal(r)
		if err == nil {
			err = j.Commit(t.Context(), journal.Batch{Notes: []journal.Note{{Bucket: "deals", Key: r.Papers.ID[:], Value: value}}})
		}
		if err != nil {
			t.Fatal(err)
		}
		return &deals.Ledger{Journal: j}
	}
	var said bytes.Buffer
	since := time.Unix(1_000_000, 0)
	on := &submitted{status: deals.Status{State: deals.Submitted, Since: since, Block: deals.Block{Time: since}}}
	w := &waiting{chain: on, app: &app{err: &said}, least: deals.Submitted, told: map[deals.Hash]awaited{}}
	for _, c := range []struct {
		what    string
		has     *deals.Delivery // that came through the session
		onChain *deals.Delivery
		says    string
	}{
		{"the endpoint does not show what was submitted", nil, nil, ""},
		{"it has not come yet", nil, result, "may still arrive"},
		{"it has come", result, result, "being reviewed"},
	} {
		r.Result, on.what = c.has, c.onChain
		w.ledger = keep()
		said.Reset()
		for range 2 {
			if _, err := w.Status(t.Context(), r.Papers.ID, 1); err != nil {
				t.Fatal(err)
			}
		}
		if got := said.String(); !strings.Contains(got, c.says) || c.says == "" && got != "" || strings.Count(got, "this side") > 1 {
			t.Errorf("%s: it says %q, want %q once", c.what, got, c.says)
		}
	}
}
