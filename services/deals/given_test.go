package deals_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/parleytest/ledger"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/deals"
	"google.golang.org/protobuf/proto"
)

// What the policy inside returns stays its own: the settlement, the prices and the signatures that a deal needs are put into copies.
func TestWhatIsGivenStaysItsOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRun(t)
		var given []messages.Message // and a copy of each, after it
		keep := func(m messages.Message) messages.Message {
			given = append(given, m, proto.Clone(m).(messages.Message))
			return m
		}
		r.market.Buyer.Review = func(v *protocol.View) (messages.Message, error) {
			if v.Phase == protocol.Claimed {
				return keep(&messages.Voucher{Amount: v.Progress.Claim}), nil
			}
			return keep(&messages.Reward{Amount: v.Delivery.Cost, ReceiptByMs: time.Now().Add(time.Minute).UnixMilli()}), nil
		}
		r.farms, r.buys = r.market.Farm(t.Context(), true), r.market.Buy(t.Context(), true)
		defer r.stop()
		if o, err := r.market.Hire(t.Context(), r.buys, parts); err != nil || o.Err != nil {
			t.Fatal(o, err)
		}
		sow, err := r.market.SOW(r.buys, parts)
		r.must(err)
		guard := deals.Guard(&parleytest.Seller{OnQuote: func(context.Context, *protocol.View) (*messages.Quote, error) {
			return keep(&messages.Quote{Price: parleytest.Price(5, 2)}).(*messages.Quote), nil
		}}, r.market.World.Party(ledger.Farmer), r.market.Ledger(ledger.Farmer), ledger.Digest)
		guard.Collateral = r.market.Collateral
		quote, err := guard.Quote(t.Context(), &protocol.View{SOW: sow})
		if err != nil || quote.Settlement == nil {
			t.Errorf("%v, %v", quote, err)
		}
		if len(given) < 6 {
			t.Errorf("%d messages were given", len(given)/2)
		}
		for i := 0; i < len(given); i += 2 {
			if !proto.Equal(given[i], given[i+1]) {
				t.Errorf("%v was changed into %v", given[i+1], given[i])
			}
		}
	})
}
