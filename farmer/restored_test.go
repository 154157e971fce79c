package farmer_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
)

// S-7.1-4: a farmer of an old backup works at once, since the backup has a voucher; what it had delivered and was paid for then comes
// back, and nothing is said of it that was decided for the work.
func TestWorkOfABackupSaysNothingOfAReward(t *testing.T) {
	for name, work := range map[string]func(context.Context, *protocol.View, farmer.Progress) (*messages.Delivery, error){
		"claims what it had": func(ctx context.Context, v *protocol.View, p farmer.Progress) (*messages.Delivery, error) {
			if _, err := p.Claim(ctx, &messages.Progress{Units: 1}); err != nil {
				return nil, err
			}
			return &messages.Delivery{Result: v.SOW.Job}, nil
		},
		"claims more": func(ctx context.Context, v *protocol.View, p farmer.Progress) (*messages.Delivery, error) {
			if _, err := p.Claim(ctx, &messages.Progress{Units: 2}); err != nil {
				return nil, err
			}
			return &messages.Delivery{Result: v.SOW.Job}, nil
		},
		"delivers": func(_ context.Context, v *protocol.View, _ farmer.Progress) (*messages.Delivery, error) {
			time.Sleep(time.Minute)
			return &messages.Delivery{Result: v.SOW.Job}, nil
		},
		"fails": func(context.Context, *protocol.View, farmer.Progress) (*messages.Delivery, error) {
			time.Sleep(time.Minute)
			return nil, protocol.Errorf(protocol.Failed, "it cannot be done")
		},
	} {
		t.Run(name, func(t *testing.T) {
			test(t, func(t *testing.T) {
				s := open(t)
				claimed, paid := make(chan struct{}), make(chan struct{})
				s.seller.OnWork = func(ctx context.Context, v *protocol.View, p farmer.Progress) (*messages.Delivery, error) {
					if _, err := p.Claim(ctx, &messages.Progress{Units: 1}); err != nil {
						return nil, err
					}
					claimed <- struct{}{}
					<-claimed
					return &messages.Delivery{Result: v.SOW.Job}, nil
				}
				s.seller.OnConfirm = func(ctx context.Context, _ *protocol.View) (*messages.Receipt, error) {
					close(paid)
					<-ctx.Done()
					return nil, context.Cause(ctx)
				}
				client, running := s.buyer.Hire(new(parleytest.Buyer))
				done := make(chan error, 1)
				go func() {
					var last error
					for o, err := range client.Hire(t.Context(), parleytest.Statement(99, 2), parleytest.Ask(s.farm)) {
						if last = err; err == nil {
							last = o.Err
						}
					}
					done <- last
				}()
				<-claimed
				time.Sleep(time.Second) // the voucher is on disk
				backup := s.farm.Snapshot()
				claimed <- struct{}{}
				<-paid
				s.farm.Kill()
				_ = s.process.Stop()
				s.farm.Restart(false)
				s.farm.Restore(backup)
				s.server, s.process = s.farm.Farm(&parleytest.Seller{PerUnit: 5, OnWork: work})
				if err := <-done; err != nil {
					t.Error(err)
				}
				for _, kinds := range journaled(t, s.buyer) {
					if slices.Contains(kinds, "Reject") {
						t.Errorf("said was %v", kinds)
					}
				}
				_, _ = running.Stop(), s.process.Stop()
			})
		})
	}
}
