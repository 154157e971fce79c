package farmer_test

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

const (
	day   = 24 * time.Hour
	month = 30 * day
)

func ms(d time.Duration) uint64 { return uint64(d.Milliseconds()) }

// An agreement holds no place for longer than the server's bounds, which a policy is not asked about. Only where its date was wrong is another
// one named: for a window or a start that is too long no date is right. H02.
func TestTermsAreBounded(t *testing.T) {
	start := func(after time.Duration) func(*messages.Terms) {
		return func(terms *messages.Terms) {
			terms.StartByMs = terms.AcceptByMs + after.Milliseconds()
			terms.DeliverByMs = max(terms.DeliverByMs, terms.StartByMs)
		}
	}
	due := func(after time.Duration) func(*messages.Terms) {
		return func(terms *messages.Terms) { terms.DeliverByMs = time.Now().Add(after).UnixMilli() }
	}
	for name, c := range map[string]struct {
		edit  func(*messages.Terms)
		wide  farmer.Bounds
		taken bool
	}{
		"begins in a day":    {edit: start(day), taken: true},
		"begins later":       {edit: start(day + time.Millisecond)},
		"due in a month":     {edit: due(month), taken: true},
		"due later":          {edit: due(month + time.Minute)},
		"review of a month":  {edit: func(t *messages.Terms) { t.ReviewMs = ms(month) }, taken: true},
		"longer review":      {edit: func(t *messages.Terms) { t.ReviewMs = ms(month) + 1 }},
		"judged in a month":  {edit: func(t *messages.Terms) { t.JudgeMs = ms(month) }, taken: true},
		"judged later":       {edit: func(t *messages.Terms) { t.JudgeMs = ms(month) + 1 }},
		"kept for a month":   {edit: func(t *messages.Terms) { t.RetainMs = ms(month) }, taken: true},
		"kept for longer":    {edit: func(t *messages.Terms) { t.RetainMs = ms(month) + 1 }},
		"wider, begins late": {edit: start(2 * day), wide: farmer.Bounds{Start: 2 * day}, taken: true},
		"wider, due late":    {edit: due(2 * month), wide: farmer.Bounds{Due: 2 * month}, taken: true},
		"wider windows": {edit: func(t *messages.Terms) { t.ReviewMs, t.JudgeMs, t.RetainMs = ms(2*month), ms(2*month), ms(2*month) },
			wide: farmer.Bounds{Review: 2 * month, Judge: 2 * month, Retain: 2 * month}, taken: true},
		"narrower": {edit: func(t *messages.Terms) { t.JudgeMs = ms(time.Hour) + 1 }, wide: farmer.Bounds{Judge: time.Hour}},
	} {
		t.Run(name, func(t *testing.T) {
			test(t, func(t *testing.T) {
				s := open(t, func(server *farmer.Server) { server.Bounds = c.wide })
				a := s.attack(1)
				q := hear[*messages.Quote](t, a)
				if err := a.Say(t.Context(), agreement(t, s, a, q, c.edit)); err != nil {
					t.Fatal(err)
				}
				want := int64(0)
				if name == "due later" {
					want = q.DeliverByMs
				}
				if c.taken {
					hear[*messages.Acceptance](t, a)
				} else {
					r := hear[*messages.Reject](t, a)
					if r.Code != protocol.Deadline || r.Remedy.GetDeliverByMs() != want {
						t.Errorf("rejected as %s with %v, want a deadline and the date %d", protocol.CodeName(r.Code), r.Remedy, want)
					}
					if n := s.seller.Count("Accept"); n != 0 {
						t.Errorf("the policy was asked %d times", n)
					}
				}
				s.serves()
			})
		})
	}
}

// What the policy leaves open is promised within the bounds; a later date of its own is refused, with one that is taken.
func TestQuotesAreBounded(t *testing.T) {
	far := func(a *parleytest.Adversary, by time.Duration) {
		t.Helper()
		sow := parleytest.Statement(1, 2)
		sow.DeliverByMs = time.Now().Add(by).UnixMilli()
		var err error
		if a.SOW, err = messages.Seal(sow, messages.ID{}, a.Node.Signer); err != nil {
			t.Fatal(err)
		}
		if err := a.Send(t.Context(), a.SOW); err != nil {
			t.Fatal(err)
		}
	}
	test(t, func(t *testing.T) {
		s := open(t)
		last := time.Now().Add(month).UnixMilli()
		a, err := s.ad.Attack(t.Context(), s.farm)
		if err != nil {
			t.Fatal(err)
		}
		s.seller.OnQuote = func(context.Context, *protocol.View) (*messages.Quote, error) {
			return &messages.Quote{Price: parleytest.Price(5, 2)}, nil
		}
		far(a, 100*365*day)
		q := hear[*messages.Quote](t, a)
		if q.DeliverByMs != last {
			t.Errorf("quoted for %s, want in a month", time.UnixMilli(q.DeliverByMs))
		}
		if err := a.Say(t.Context(), agreement(t, s, a, q)); err != nil {
			t.Fatal(err)
		}
		hear[*messages.Acceptance](t, a)
		s.seller.OnQuote = func(_ context.Context, v *protocol.View) (*messages.Quote, error) {
			return &messages.Quote{Price: parleytest.Price(5, 2), DeliverByMs: v.SOW.DeliverByMs}, nil
		}
		if a, err = s.ad.Attack(t.Context(), s.farm); err != nil {
			t.Fatal(err)
		}
		far(a, 101*365*day)
		if r := hear[*messages.Reject](t, a); r.Code != protocol.Deadline || r.Remedy.GetDeliverByMs() < last {
			t.Errorf("rejected as %s with %v, want a deadline and a date in a month", protocol.CodeName(r.Code), r.Remedy)
		}
		s.seller.OnQuote = nil
		s.serves()
	})
}

// Who agrees and goes away for ever gives the places back, across a restart too.
func TestNobodyHoldsPlacesForEver(t *testing.T) {
	test(t, func(t *testing.T) {
		few := func(server *farmer.Server) { server.MaxSessions = 3 }
		s := open(t, few)
		for i := range byte(6) {
			a := s.attack(i + 1)
			q := hear[*messages.Quote](t, a)
			after := 100 * 365 * day
			if i >= 3 {
				after = day // as long as is taken
			}
			if err := a.Say(t.Context(), agreement(t, s, a, q, func(terms *messages.Terms) {
				terms.StartByMs = terms.AcceptByMs + after.Milliseconds()
				terms.DeliverByMs = terms.StartByMs
			})); err != nil {
				t.Fatal(err)
			}
			if _, err := a.Hear(t.Context()); err != nil {
				t.Fatal(err)
			}
			a.Stream.Reset()
			synctest.Wait()
		}
		_ = s.process.Stop()
		s.farm.Restart(false)
		s.server, s.process = s.farm.Farm(s.seller, few)
		time.Sleep(2 * day)
		synctest.Wait()
		if n := len(s.server.Sessions()); n > 0 {
			t.Errorf("%d sessions of who left are under way", n)
		}
		s.serves()
	})
}
