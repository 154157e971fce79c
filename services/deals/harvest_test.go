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

// A claim is answered while the work may go on, and what the session owes is what the chain has paid; or else it is put on the chain,
// and is paid there by who finds nothing wrong with it, though the session ends with what was signed for before. H05
func TestClaimIsAnsweredInTimeOrPutOnTheChain(t *testing.T) {
	for late, want := range map[time.Duration]struct{ owed, paid int64 }{ // after the work must have ended
		-time.Minute:     {parts * ledger.PartPrice, parts * ledger.PartPrice},
		time.Second:      {ledger.PartPrice, 2 * ledger.PartPrice},
		20 * time.Second: {ledger.PartPrice, 2 * ledger.PartPrice},
	} {
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
				if got := r.gain(ledger.Farmer); open || owed.Big().Int64() != want.owed || got != want.paid {
					t.Errorf("the session ended %s and owes %s (open %t), and the farmer gained %d; want %+v", v.Phase, owed, open, got, want)
				}
			})
		})
	}
}
