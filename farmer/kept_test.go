package farmer_test

import (
	"context"
	"testing"
	"time"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
)

// S-4.2-2, S-7.1-1: a voucher that came in time is owed also to who is stopped or killed while it works on, and comes back once its
// Progress should have been answered.
func TestVoucherAtWorkIsKept(t *testing.T) {
	for name, end := range map[string]func(*parleytest.Node){"killed": (*parleytest.Node).Kill, "stopped": func(*parleytest.Node) {}} {
		t.Run(name, func(t *testing.T) {
			test(t, func(t *testing.T) {
				s := open(t)
				holds := make(chan struct{}, 1)
				s.seller.OnWork = func(ctx context.Context, _ *protocol.View, p farmer.Progress) (*messages.Delivery, error) {
					if _, err := p.Claim(ctx, &messages.Progress{Units: 1, AnswerByMs: time.Now().Add(30 * time.Second).UnixMilli()}); err != nil {
						return nil, err
					}
					holds <- struct{}{}
					<-ctx.Done()
					return nil, context.Cause(ctx)
				}
				client, running := s.buyer.Hire(new(parleytest.Buyer))
				go func() {
					for range client.Hire(t.Context(), parleytest.Statement(99, 2), parleytest.Ask(s.farm)) {
					}
				}()
				<-holds
				if name == "killed" {
					time.Sleep(time.Second)
				}
				end(s.farm)
				_ = s.process.Stop()
				time.Sleep(2 * time.Minute)
				s.farm.Restart(true)
				s.buyer.Cut()
				var ended *protocol.View
				s.server, s.process = s.farm.Farm(&parleytest.Seller{PerUnit: 5, OnWork: func(ctx context.Context, _ *protocol.View, _ farmer.Progress) (*messages.Delivery, error) {
					<-ctx.Done()
					return nil, context.Cause(ctx)
				}}, func(server *farmer.Server) {
					server.Notice = func(v *protocol.View, _ error) { ended = v }
				})
				time.Sleep(15 * time.Minute)
				if ended == nil {
					t.Fatal("the session is not taken up")
				}
				if owed, _ := ended.Owed(); owed.String() != "5" {
					t.Errorf("%s with %d envelopes: %s is owed, want 5", ended.Phase, ended.Count, owed)
				}
				_, _ = running.Stop(), s.process.Stop()
			})
		})
	}
}
