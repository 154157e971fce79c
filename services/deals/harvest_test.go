package deals_test

import (
	"context"
	"encoding/json"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/parleytest/ledger"
)

// A crash between the voucher's commit and the record's loses nothing: the session has it, and the work that fails after
// the restart is paid for the part.
func TestVoucherThatTheRecordLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRun(t)
		working := make(chan struct{}, 10)
		var restarted atomic.Bool
		r.market.Service.Part = func(ctx context.Context, n int) error {
			switch {
			case restarted.Load():
				return errors.New("it fails")
			case n < parts:
				return nil
			}
			working <- struct{}{}
			<-ctx.Done()
			return context.Cause(ctx)
		}
		r.start()
		<-working
		r.farms.Stop()
		restarted.Store(true)
		record := r.record(ledger.Farmer)
		if record.Accepted == nil || record.Accepted.Cost != "200" {
			t.Fatalf("accepted is %v, want 200", record.Accepted)
		}
		record.Accepted = nil
		value, err := json.Marshal(record)
		r.must(err)
		r.must(r.journals[ledger.Farmer].Commit(t.Context(), journal.Batch{Sync: true,
			Notes: []journal.Note{{Bucket: "deals", Key: record.Papers.ID[:], Value: value}}}))
		r.farms = r.market.Farm(t.Context(), true)
		r.settle()
		r.stop()
		if got := r.gain(ledger.Farmer); got != 200 {
			t.Errorf("the farmer gained %d, want 200", got)
		}
	})
}
