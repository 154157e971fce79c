package farmer_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

// S-4.4-1, S-4.4-3: the windows of a result begin when it is signed. A farmer that was restarted does the work while the requester is
// away, and signs when it is back.
func TestWindowsBeginWithTheSignature(t *testing.T) {
	for name, dates := range map[string]func() *messages.Delivery{
		"unset": func() *messages.Delivery { return new(messages.Delivery) },
		"too early": func() *messages.Delivery {
			now := time.Now().UnixMilli()
			return &messages.Delivery{ReviewByMs: now, RetainUntilMs: now}
		},
	} {
		t.Run(name, func(t *testing.T) {
			test(t, func(t *testing.T) {
				s := open(t)
				holds, worked := make(chan struct{}), make(chan struct{})
				s.seller.OnWork = func(ctx context.Context, _ *protocol.View, p farmer.Progress) (*messages.Delivery, error) {
					if _, err := p.Claim(ctx, &messages.Progress{Units: 1}); err != nil {
						return nil, err
					}
					close(holds)
					<-ctx.Done()
					return nil, context.Cause(ctx)
				}
				client, running := s.buyer.Hire(new(parleytest.Buyer))
				sow := parleytest.Statement(99, 2)
				sow.DeliverByMs = time.Now().Add(2 * time.Hour).UnixMilli()
				go func() {
					for range client.Hire(t.Context(), sow, parleytest.Ask(s.farm)) {
					}
				}()
				<-holds
				time.Sleep(time.Second) // the voucher is on disk
				s.buyer.Kill()
				s.farm.Kill()
				_, _ = running.Stop(), s.process.Stop()
				s.farm.Restart(false)
				s.server, s.process = s.farm.Farm(&parleytest.Seller{PerUnit: 5, OnWork: func(_ context.Context, v *protocol.View, _ farmer.Progress) (*messages.Delivery, error) {
					defer close(worked)
					d := dates()
					d.Result = v.SOW.Job
					return d, nil
				}})
				<-worked
				time.Sleep(20 * time.Minute) // longer than the review
				s.buyer.Restart(false)
				again := new(parleytest.Buyer)
				var last *protocol.View
				back := time.Now()
				_, running = s.buyer.Hire(again, func(c *requester.Client) { c.Notice = func(v *protocol.View, _ error) { last = v } })
				time.Sleep(time.Minute)
				_, _ = running.Stop(), s.process.Stop()
				if last == nil || last.Delivery == nil || again.Count("Review") == 0 {
					t.Fatalf("the requester was there when the result was signed, and never looked at it")
				}
				for window, by := range map[string]int64{"review": last.Delivery.ReviewByMs - int64(last.Terms.ReviewMs), "retain": last.Delivery.RetainUntilMs - int64(last.Terms.RetainMs)} {
					if time.UnixMilli(by).Before(back) {
						t.Errorf("the %s window began %s before the requester was back", window, back.Sub(time.UnixMilli(by)))
					}
				}
			})
		})
	}
}

// S-7.2-2, S-4.2-1: work that may begin until it is due, and has not, is rejected while the farmer's own clock still lets it.
func TestStartOnTheDeliveryDate(t *testing.T) {
	test(t, func(t *testing.T) {
		var looks atomic.Int64 // the clock goes on between two looks at it
		s := open(t, func(server *farmer.Server) {
			server.Now = func() time.Time { return time.Now().Add(time.Duration(looks.Add(1)) * time.Microsecond) }
		})
		a := s.attack(1)
		q := hear[*messages.Quote](t, a)
		if err := a.Say(t.Context(), agreement(t, s, a, q, func(terms *messages.Terms) { terms.StartByMs = terms.DeliverByMs })); err != nil {
			t.Fatal(err)
		}
		hear[*messages.Acceptance](t, a)
		if r := hear[*messages.Reject](t, a); r.Code != protocol.Late {
			t.Errorf("rejected as %s, want late", protocol.CodeName(r.Code))
		}
		if left := time.Until(time.UnixMilli(q.DeliverByMs)); left <= 0 || left > 2*time.Second {
			t.Errorf("rejected %s before the delivery date, want about a second", left)
		}
		s.serves()
	})
}
