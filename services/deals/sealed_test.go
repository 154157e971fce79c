package deals_test

import (
	"context"
	"crypto/sha256"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/ledger"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services"
	"github.com/parley-p2p/parley/services/compute"
	"google.golang.org/protobuf/proto"
)

// S-8.1-4: a claim that names no result and costs nothing is answered and not signed for: an acceptance for nothing would beat a dispute (row 3).
// What stands behind it is the farmer's to put on the chain if it is not answered, or if the farmer dies waiting; and what is delivered
// after it is disputed and paid as anything. C51
func TestClaimOfNoResult(t *testing.T) {
	const result, price = "what was committed to", 100
	for _, c := range []struct {
		name   string
		answer func(v *protocol.View) (messages.Message, error) // to the claim
		wrong  bool                                             // the delivery is disputed
		phase  protocol.Phase
		want   int64
	}{
		{"it is answered", nil, false, protocol.Settled, price},
		{"it is answered, and the result disputed", nil, true, protocol.Disputed, price / 2}, // row 9b: nobody judges
		{"it is never answered", func(*protocol.View) (messages.Message, error) { return nil, context.DeadlineExceeded }, false, protocol.Expired, price},
		{"it is stopped", func(*protocol.View) (messages.Message, error) { return nil, protocol.Errorf(protocol.Late, "too late") }, false, protocol.Stopped, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRun(t)
				r.market.Service.Part = func(ctx context.Context, _ int) error {
					progress := services.Progress(ctx)
					kept := &messages.Payload{Type: messages.Text.Type, Body: []byte(result)}
					if err := progress.(compute.Keeper).Keep(ctx, kept, messages.AmountOfUint64(price)); err != nil {
						return err
					}
					v, err := progress.Claim(ctx, &messages.Progress{Units: 1, Claim: "0", Evidence: &messages.Payload{Type: ledger.Sealed, Body: []byte("?")}})
					if err == nil && (!proto.Equal(v.Signature, services.View(ctx).Agreement.Signature) || r.record(ledger.Requester).Accepted != nil || r.record(ledger.Farmer).Accepted != nil) {
						t.Errorf("it was signed for: %v", v)
					}
					return err
				}
				r.market.Buyer.Review = func(v *protocol.View) (messages.Message, error) {
					switch {
					case v.Phase == protocol.Claimed && c.answer != nil:
						return c.answer(v)
					case v.Phase == protocol.Delivered && c.wrong:
						return &messages.Dispute{Grievance: messages.Grievance_GRIEVANCE_WRONG_RESULT, Reason: "it is wrong",
							JudgeByMs: time.Now().UnixMilli() + int64(v.Terms.JudgeMs)}, nil
					}
					return nil, nil
				}
				r.market.Buyer.Inspect = func(_ *protocol.View, digest [32]byte, cost messages.Amount) (*messages.Dispute, error) {
					if digest != sha256.Sum256([]byte(result)) && !cost.IsZero() {
						t.Errorf("%x for %s was put on the chain", digest, cost)
					}
					return nil, nil
				}
				r.farms, r.buys = r.market.Farm(t.Context(), true), r.market.Buy(t.Context(), true)
				o, err := r.market.Hire(t.Context(), r.buys, 1)
				if err != nil {
					t.Fatal(err)
				}
				if o.View.Phase != c.phase {
					t.Errorf("the session ended %s, want %s: %v", o.View.Phase, c.phase, o.Err)
				}
				r.settle()
				r.stop()
				if got := r.gain(ledger.Farmer); got != c.want {
					t.Errorf("the farmer gained %d, want %d; the chain saw %v", got, c.want, r.chain.Calls())
				}
			})
		})
	}
}
