package main

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/wasm"
	"github.com/parley-p2p/parley/services/deals"
)

// What the runs of an agreement have read is held for as long as the record of its deal is open: members of its panel are shown it (SETTLEMENT rule 8).
func TestWorkOfOpenDeals(t *testing.T) {
	store, err := content.OpenStore(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	notes, now := new(journal.Memory), time.Now()
	root, err := content.AddFile(t.Context(), store, strings.NewReader("a module"), content.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	record := &deals.Record{Session: messages.ID{7}, Opened: true, Papers: deals.Papers{ID: deals.Hash{5}, Deal: deals.Deal{Price: "1", Deposit: "1", Bond: "1"}}}
	value, err := json.Marshal(record)
	if err != nil {
		t.Fatal(err)
	}
	holder, deal := record.Session.String()+".in", journal.Note{Bucket: "deals", Key: record.Papers.ID[:], Value: value}
	hold := journal.Note{Bucket: "compute-retain", Key: []byte(holder + "/" + root.String()), Value: []byte("1")} // long over
	if err := errors.Join(store.Hold(root, holder), notes.Commit(t.Context(), journal.Batch{Notes: []journal.Note{deal, hold}})); err != nil {
		t.Fatal(err)
	}
	work := &compute.Farmer{Executor: new(wasm.Engine), Store: store, Notes: notes, Dir: t.TempDir()}
	held := func() (n int) {
		// another ledger each time: what is closed here is closed by hand
		if err := sweepWork(t.Context(), work, &node.Node{Ledger: &deals.Ledger{Journal: notes}}, now); err != nil {
			t.Fatal(err)
		}
		for _, err := range store.Holds() {
			if err != nil {
				t.Fatal(err)
			}
			n++
		}
		return n
	}
	if held() != 1 {
		t.Error("let go of while the deal is open")
	}
	deal.Value = nil
	if err := notes.Commit(t.Context(), journal.Batch{Notes: []journal.Note{deal}}); err != nil {
		t.Fatal(err)
	}
	if held() != 0 {
		t.Error("held though no deal is open")
	}
}
