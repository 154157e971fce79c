package deals_test

import (
	"context"
	"encoding/json"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/ledger"
	"github.com/parley-p2p/parley/protocol"
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

// A voucher that is signed when the farmer has already settled for less would be owed and never paid: a claim is answered before
// that, or not at all. What the session owes is what the chain has paid. H05
func TestClaimIsAnsweredInTimeOrNotAtAll(t *testing.T) {
	for _, late := range []time.Duration{-time.Minute, time.Second, 20 * time.Second} { // after the work must have ended
		t.Run(late.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRun(t)
				r.market.Buyer.Review = func(v *protocol.View) (messages.Message, error) {
					if v.Phase == protocol.Claimed && v.Progress.Units == 2 {
						by := time.UnixMilli(v.Terms.DeliverByMs).Add(-r.market.Margin - r.market.Margin/6)
						time.Sleep(time.Until(by.Add(late)))
					}
					return nil, nil
				}
				r.farms, r.buys = r.market.Farm(t.Context(), true), r.market.Buy(t.Context(), true)
				ended := make(chan *protocol.View, 1)
				go func() {
					o, err := r.market.Hire(t.Context(), r.buys, parts)
					r.must(err)
					ended <- o.View
				}()
				v := <-ended
				r.settle()
				r.stop()
				owed, open := v.Owed()
				if got := r.gain(ledger.Farmer); open || owed.Big().Int64() != got || got < ledger.PartPrice {
					t.Errorf("the session ended %s and owes %s (open %t), and the farmer gained %d", v.Phase, owed, open, got)
				}
			})
		})
	}
}
