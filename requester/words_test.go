package requester_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

// What is wrong on the requester's own side is said there, with what to do, and of no farmer.
func TestOwnFaults(t *testing.T) {
	past := func() int64 { return time.Now().Add(-time.Hour).UnixMilli() }
	for name, c := range map[string]struct {
		set  func(*market, *messages.SOW, *requester.Hiring)
		code protocol.Code
		says string
		asks bool
	}{
		"a delivery date that is past": {func(_ *market, s *messages.SOW, _ *requester.Hiring) { s.DeliverByMs = past() }, protocol.Late, "deliver_by_ms", false},
		"a quote date that is past":    {func(_ *market, s *messages.SOW, _ *requester.Hiring) { s.QuoteByMs = past() }, protocol.Late, "quote_by_ms", false},
		"a candidate without a key": {func(_ *market, _ *messages.SOW, h *requester.Hiring) {
			h.Farmers = []discovery.Candidate{{Addrs: []string{"/ip4/127.0.0.1/tcp/1"}}}
		}, protocol.Invalid, "has no key", false},
		"Hired takes too long": {func(m *market, _ *messages.SOW, _ *requester.Hiring) {
			m.buyer.OnHired = func(context.Context, *protocol.View) error { time.Sleep(10 * time.Minute); return nil }
		}, protocol.Late, "preparations here (Hired) took longer", true},
		"Hired takes too long, and returns at the end": {func(m *market, _ *messages.SOW, _ *requester.Hiring) {
			m.buyer.OnHired = func(ctx context.Context, _ *protocol.View) error { <-ctx.Done(); return context.Cause(ctx) }
		}, protocol.Late, "preparations here (Hired) took longer", true},
		"the farmer takes longer than it may": {func(m *market, s *messages.SOW, _ *requester.Hiring) {
			s.QuoteByMs = time.Now().Add(time.Second).UnixMilli()
			m.sellers[0].OnQuote = func(ctx context.Context, _ *protocol.View) (*messages.Quote, error) {
				<-ctx.Done()
				return nil, context.Cause(ctx)
			}
		}, protocol.Late, "no quote by ", true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m, _ := begun(t, func(c *requester.Client) { c.Limits.Grace = time.Second })
				wants, h := sow(), m.ask()
				c.set(m, wants, &h)
				var why error
				for _, err := range m.client.Hire(t.Context(), wants, h) {
					if why = err; err == nil {
						continue
					}
					if unfilled, ok := err.(*requester.Unfilled); ok && len(unfilled.Refused) == 1 {
						why = unfilled.Refused[0].Err
					}
				}
				if protocol.CodeOf(why) != c.code || why == nil || !strings.Contains(why.Error(), c.says) || strings.Contains(why.Error(), "the other side") {
					t.Errorf("it is said %v", why)
				}
				if asked := m.received(m.farms[0], m.node, messages.Kind_KIND_SOW); asked != c.asks {
					t.Errorf("the farmer was asked: %t", asked)
				}
				m.stop()
			})
		})
	}
}
