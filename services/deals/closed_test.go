package deals_test

import (
	"context"
	"iter"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/parleytest/ledger"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/deals"
)

// counting counts how many records are decoded: a closed one is not read again.
type counting struct {
	journal.Journal
	read map[string]int
}

func (c *counting) Notes(ctx context.Context, bucket string) iter.Seq2[journal.Note, error] {
	return func(yield func(journal.Note, error) bool) {
		for n, err := range c.Journal.Notes(ctx, bucket) {
			if err == nil {
				c.read[bucket]++
			}
			if !yield(n, err) {
				return
			}
		}
	}
}

// A reconciler with a past costs what one without costs.
func TestClosedRecordsCostNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRun(t)
		c := &counting{r.journals[ledger.Farmer], make(map[string]int)}
		r.market.SetJournal(ledger.Farmer, c)
		r.start()
		r.settle()
		r.stop()
		all := 0
		for record, err := range r.market.Ledger(ledger.Farmer).All(t.Context()) {
			if err != nil || !record.Closed {
				t.Errorf("%+v, %v", record, err)
			}
			all++
		}
		if all != 1 {
			t.Fatalf("%d records, want 1", all)
		}
		clear(c.read)
		idle := r.market.Reconcile(t.Context(), ledger.Farmer)
		time.Sleep(time.Hour)
		idle.Stop()
		if diff := cmp.Diff(map[string]int{}, c.read); diff != "" {
			t.Errorf("in an idle hour it read %s", diff)
		}
		if _, err := r.market.Ledger(ledger.Farmer).Get(t.Context(), deals.Hash{1}); protocol.CodeOf(err) != protocol.NotFound {
			t.Errorf("a deal that is not: %v", err)
		}
	})
}
