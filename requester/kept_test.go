package requester_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
)

// S-4.2-2, S-7.1-1: a Delivery that came in time stays in time: who is stopped or killed while it looks at it, and comes back after the
// delivery date, looks at it again.
func TestDeliveryUnderReviewIsKept(t *testing.T) {
	for name, end := range map[string]func(*parleytest.Node){"killed": (*parleytest.Node).Kill, "stopped": func(*parleytest.Node) {}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var w parleytest.World
				farm, buyer := w.Node(1), w.Node(2)
				seller := &parleytest.Seller{PerUnit: 5}
				seller.OnWork = func(_ context.Context, v *protocol.View, _ farmer.Progress) (*messages.Delivery, error) {
					time.Sleep(time.Until(time.UnixMilli(v.Terms.DeliverByMs)) - 5*time.Second)
					return &messages.Delivery{Result: v.SOW.Job}, nil
				}
				_, serving := farm.Farm(seller)
				reviewing := make(chan struct{})
				slow := &parleytest.Buyer{OnReview: func(ctx context.Context, _ *protocol.View) (messages.Message, error) {
					close(reviewing)
					<-ctx.Done()
					return nil, context.Cause(ctx)
				}}
				client, running := buyer.Hire(slow)
				go func() {
					for range client.Hire(t.Context(), parleytest.Statement(99, 2), parleytest.Ask(farm)) {
					}
				}()
				<-reviewing
				if name == "killed" {
					time.Sleep(time.Minute) // after the delivery date and the grace
				}
				end(buyer)
				_ = running.Stop()
				time.Sleep(time.Minute)
				buyer.Restart(true)
				again := new(parleytest.Buyer)
				_, running = buyer.Hire(again)
				time.Sleep(20 * time.Minute)
				if n := again.Count("Review"); n == 0 {
					t.Error("the Delivery, which had come in time, is not looked at")
				}
				_, _ = running.Stop(), serving.Stop()
			})
		})
	}
}
