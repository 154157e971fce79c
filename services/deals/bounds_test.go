package deals_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/ledger"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services/deals"
)

// Who has money cannot bind a farmer for longer than it offers: with the longest that is taken it is hired, with a second
// more it is not, and says why (A40).
func TestBounds(t *testing.T) {
	for _, c := range []struct {
		name string
		edit func(t *messages.Terms, more time.Duration)
		code protocol.Code
	}{
		{"start", func(t *messages.Terms, more time.Duration) {
			t.StartByMs = t.AcceptByMs + (2*time.Minute + more).Milliseconds()
		}, protocol.Deadline},
		{"deliver", func(t *messages.Terms, more time.Duration) { t.DeliverByMs += (10*time.Minute + more).Milliseconds() }, protocol.Deadline},
		{"review", func(t *messages.Terms, more time.Duration) { t.ReviewMs = uint64((time.Hour + more).Milliseconds()) }, protocol.Settlement},
		{"judge", func(t *messages.Terms, more time.Duration) { t.JudgeMs = uint64((24*time.Hour + more).Milliseconds()) }, protocol.Settlement},
	} {
		for _, more := range []time.Duration{0, time.Second} {
			t.Run(c.name+" "+more.String(), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					r := newRun(t)
					var quoted int64
					r.market.Buyer.Edit = func(t *messages.Terms) { quoted = t.DeliverByMs; c.edit(t, more) }
					r.farms, r.buys = r.market.Farm(t.Context(), true), r.market.Buy(t.Context(), true)
					o, err := r.market.Hire(t.Context(), r.buys, parts)
					r.must(err)
					r.stop()
					if more == 0 {
						if o.Err != nil {
							t.Errorf("the longest that is taken: %v", o.Err)
						}
						return
					}
					refused, ok := errors.AsType[*protocol.Error](o.Err)
					if !ok || refused.Code != c.code {
						t.Fatalf("refused with %v, want %s", o.Err, c.code)
					}
					want := int64(0) // only a date that was wrong is mended by another
					if c.name == "deliver" {
						want = quoted
					}
					if got := refused.Remedy.GetDeliverByMs(); got != want {
						t.Errorf("the remedy is to ask for %d, want %d", got, want)
					}
					if n := len(r.market.Records(t, ledger.Farmer)); n != 0 {
						t.Errorf("the farmer has signed %d deals", n)
					}
				})
			})
		}
	}
}

// A deal that was not opened in time keeps nobody waiting: depth blocks after openBy the farmer is free, long before the
// work had to begin.
func TestUnopenedIsLetGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRun(t)
		r.market.Depth = 3
		r.market.Buyer.Edit = func(t *messages.Terms) { t.StartByMs = t.AcceptByMs + (2 * time.Minute).Milliseconds() }
		r.market.Buyer.Hire = func(ctx context.Context, _ *protocol.View) error {
			<-ctx.Done()
			return context.Cause(ctx)
		}
		r.start()
		time.Sleep(time.Second)
		openBy := time.Unix(r.record(ledger.Farmer).Papers.Deal.OpenBy, 0)
		time.Sleep(time.Until(openBy.Add(2 * time.Second)))
		if n := len(r.farms.Server.Sessions()); n != 1 {
			t.Errorf("%d sessions while a reorganization may still bring the deal, want 1", n)
		}
		time.Sleep(4 * time.Second)
		if n := len(r.farms.Server.Sessions()); n != 0 {
			t.Errorf("%d sessions after openBy at depth, want none", n)
		}
		if got := r.record(ledger.Farmer); !got.Closed || !got.Void {
			t.Errorf("the record is %+v, want closed and void", got)
		}
		r.stop()
	})
}

// Work ends early enough for its result to be put on the chain: what was paid for is cashed, what is done at that moment
// is delivered.
func TestWorkEndsBeforeSubmitBy(t *testing.T) {
	for name, c := range map[string]struct {
		late error
		want int64
	}{"not done": {errors.New("too slow"), 200}, "done at the last moment": {nil, 300}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRun(t)
				r.market.Poll = time.Second // minutes will pass
				var ended time.Time
				r.market.Service.Part = func(ctx context.Context, n int) error {
					if n < parts {
						return nil
					}
					<-ctx.Done()
					ended = time.Now()
					return c.late
				}
				r.start()
				r.settle()
				r.stop()
				submitBy := time.Unix(r.record(ledger.Farmer).Papers.Terms.SubmitBy, 0)
				if diff := cmp.Diff(35*time.Second, submitBy.Sub(ended)); diff != "" {
					t.Errorf("time that was left: %s", diff)
				}
				if got := r.gain(ledger.Farmer); got != c.want {
					t.Errorf("the farmer gained %d, want %d; the chain saw %v", got, c.want, r.chain.Calls())
				}
			})
		})
	}
}

// A payer that signs several deals with the money for one is hired once: what it has not opened yet counts.
func TestPayerThatPromisesTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRun(t)
		payer := r.chain.Party(r.market.World.Party(ledger.Requester).Account().Address)
		signed := 0
		r.market.Buyer.Spoil = func(messages.Message) {
			if signed++; signed == 2 { // by now there is enough for both: it takes the half back
				half, _ := messages.ParseAmount("330")
				r.must(payer.Withdraw(t.Context(), half))
			}
		}
		r.market.Buyer.Hire = func(ctx context.Context, _ *protocol.View) error {
			<-ctx.Done()
			return context.Cause(ctx)
		}
		r.start()
		time.Sleep(time.Second)
		if n := len(r.market.Records(t, ledger.Farmer)); n != 1 {
			t.Fatalf("the farmer has signed %d deals, want 1", n)
		}
		o, err := r.market.Hire(t.Context(), r.buys, parts)
		r.must(err)
		if protocol.CodeOf(o.Err) != protocol.Unfunded {
			t.Errorf("the second deal: %v, want unfunded", o.Err)
		}
		r.stop()
	})
}

// A06: a quote that names a price and no contract is refused before it is agreed to, and one for nothing is taken.
func TestNoContract(t *testing.T) {
	for ceiling, want := range map[string]protocol.Code{"300": protocol.Settlement, "0": 0} {
		price := &messages.Price{Asset: "credit", Unit: "part", PerUnit: ceiling, Ceiling: ceiling}
		if ceiling == "0" {
			price.Asset, price.Unit = "", ""
		}
		v := &protocol.View{Session: messages.ID{1}, SOWID: messages.ID{2}, QuoteID: messages.ID{3}, Requester: messages.Key{4}, Farmer: messages.Key{5},
			SOW: &messages.SOW{Version: messages.Version, Service: "parley.test/parts/1"},
			Quote: &messages.Quote{Version: messages.Version, Units: 1, Price: price, DeliverByMs: time.Now().Add(time.Hour).UnixMilli(),
				ExpiresMs: time.Now().Add(time.Minute).UnixMilli()}}
		f := deals.Fund(agreeing{}, ledger.New(time.Now).World().Party(ledger.Requester), nil, ledger.Digest)
		m, err := f.Agree(t.Context(), v, protocol.Choice{})
		if want == 0 && (err != nil || m == nil) || want != 0 && protocol.CodeOf(err) != want {
			t.Errorf("ceiling %s: %v, %v", ceiling, m, err)
		}
	}
}

// A quote may have the farmer put up more than was offered, and the requester less. Nothing else of the collateral is the
// farmer's to choose: not who judges, nor what the requester locks, nor how little the farmer has to lose.
func TestCollateralIsAsOffered(t *testing.T) {
	offered := deals.Collateral{Late: 500, NoShow: 1000, Cheat: 40000, Fee: 100, Arbiter: deals.Address{7}}
	r := newRun(t)
	party := r.market.World.Party(ledger.Requester)
	settlement := func(c deals.Collateral) *messages.Settlement {
		details, err := deals.Collaterals.Encode(c)
		r.must(err)
		return &messages.Settlement{Kind: messages.SettlementKind_SETTLEMENT_KIND_ESCROW, Contract: party.Contract().String(), Asset: party.Asset().String(),
			Payer: party.Account().String(), Payee: r.market.World.Party(ledger.Farmer).Account().String(), Details: details}
	}
	for name, c := range map[string]struct {
		edit func(*deals.Collateral)
		ok   bool
	}{
		"as offered":            {func(*deals.Collateral) {}, true},
		"a higher bond":         {func(c *deals.Collateral) { c.NoShow, c.Cheat = 2000, 50000 }, true},
		"less for a mediation":  {func(c *deals.Collateral) { c.Fee = 50 }, true},
		"nothing for no-show":   {func(c *deals.Collateral) { c.NoShow = 0 }, false},
		"a lower bond":          {func(c *deals.Collateral) { c.Cheat = 39999 }, false},
		"a fee of three prices": {func(c *deals.Collateral) { c.Fee, c.Cheat = 30000, 90000 }, false},
		"a higher late penalty": {func(c *deals.Collateral) { c.Late = 1000 }, false},
		"its own arbiter":       {func(c *deals.Collateral) { c.Arbiter = deals.Address{8} }, false},
		"no arbiter":            {func(c *deals.Collateral) { c.Arbiter, c.Fee = deals.Address{}, 0 }, false},
	} {
		chosen := offered
		c.edit(&chosen)
		price := &messages.Price{Asset: party.Asset().String(), Unit: "part", PerUnit: "100", Ceiling: "100"}
		v := &protocol.View{Session: messages.ID{1}, SOWID: messages.ID{2}, QuoteID: messages.ID{3}, Requester: messages.Key{4}, Farmer: messages.Key{5},
			SOW: &messages.SOW{Version: messages.Version, Service: "parley.test/parts/1", Settlements: []*messages.Settlement{settlement(offered)}},
			Quote: &messages.Quote{Version: messages.Version, Units: 1, Price: price, DeliverByMs: time.Now().Add(time.Hour).UnixMilli(),
				ExpiresMs: time.Now().Add(time.Minute).UnixMilli(), Settlement: settlement(chosen)}}
		_, err := deals.Fund(agreeing{}, party, r.market.Ledger(ledger.Requester), ledger.Digest).Agree(t.Context(), v, protocol.Choice{})
		if c.ok != (err == nil) || err != nil && protocol.CodeOf(err) != protocol.Settlement {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// agreeing agrees to anything.
type agreeing struct{ requester.Requester }

func (agreeing) Agree(_ context.Context, v *protocol.View, c protocol.Choice) (messages.Message, error) {
	return requester.Terms(v, c, 0)
}
