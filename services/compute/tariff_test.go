package compute_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/matcher"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services/compute"
)

// meter is what a deal costs a farmer beside its work, for tests that change it.
type meter struct{ ask, now, asked atomic.Uint64 }

func newMeter(ask, now uint64) *meter {
	m := new(meter)
	m.ask.Store(ask)
	m.now.Store(now)
	return m
}

func (m *meter) perDeal(context.Context) (ask, now messages.Amount, err error) {
	m.asked.Add(1)
	return messages.AmountOfUint64(m.ask.Load()), messages.AmountOfUint64(m.now.Load()), nil
}

func (m *meter) of(f *compute.Farmer) { f.PerDeal = m.perDeal }

// H20: whoever is hired for a share is paid for the deal once, beside its tasks; the ceiling is that and no more.
func TestTariffOfShares(t *testing.T) {
	for _, c := range []struct {
		tasks, hires int
		perDeal      uint64
		want         string
		ceilings     string
	}{
		{12, 3, 7, "4 for 47, 4 for 47, 4 for 47", "47 47 47"},
		{12, 1, 7, "12 for 127", "127"},
		{1, 1, 7, "1 for 17", "17"},
		{5, 2, 1000, "2 for 1020, 3 for 1030", "1030 1020"},
		{4, 2, 0, "2 for 20, 2 for 20", "20 20"},
		{12, 2, 1, "6 for 61, 6 for 61", "66 66"}, // a part of 1 is 1: the judge wants the ceiling that the quote's price of a unit gives
	} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, m := newWorld(t), newMeter(c.perDeal, c.perDeal)
				var farms []*farm
				for i := range c.hires {
					farms = append(farms, w.farm(byte(i+1), m.of))
				}
				b := w.buyer()
				bill := b.mustRun(b.job(prints(c.tasks)...), hiring(c.hires, farms...))
				if diff := cmp.Diff(c.want, shares(bill)); diff != "" {
					t.Errorf("bill (-want +got)\n%s", diff)
				}
				got := map[string]int{}
				for _, l := range bill.Lines {
					got[l.View.Terms.Price.Ceiling]++
					tariff := compute.AgreedTariff(l.View.Terms)
					if c.perDeal == 0 && tariff != nil || c.perDeal > 0 && (tariff == nil || tariff.PerUnit != "10" || tariff.PerDeal != fmt.Sprint(c.perDeal)) {
						t.Errorf("the terms' tariff is %+v", tariff)
					}
				}
				want := map[string]int{}
				for _, s := range strings.Fields(c.ceilings) {
					want[s]++
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("ceilings (-want +got)\n%s", diff)
				}
			})
		})
	}
}

// A job that is paid by its fuel pays the deal once beside it, where any of it is paid.
func TestTariffOfFuel(t *testing.T) { // H20, M7
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		f, b := w.farm(1, byFuel(10), newMeter(7, 7).of), w.buyer()
		bill := b.mustRun(b.fueled("1000000000", "1", "2000000000"), hiring(1, f))
		if shares(bill) != "3 for 38" || bill.Lines[0].View.Terms.Price.Ceiling != "97" {
			t.Errorf("%s of at most %s, want 10 + 1 + 20 + 7 of at most 3 * 30 + 7", shares(bill), bill.Lines[0].View.Terms.Price.Ceiling)
		}
		// Of what is delivered, up to what its machine ended: 10, and half of 7.
		late := b.job("use 1000000000", "hang 30s")
		late.Limits.Fuel, late.Limits.WallMs = 1e9, 20_000
		bill, err := b.run(late, hiring(1, f))
		if err == nil || !strings.HasPrefix(shares(bill), "0 for 0 failed, ") || bill.Lines[0].Owed.String() != "13" || len(bill.Lines[0].Tasks) != 1 {
			t.Errorf("what its machine ended: %s, %v", shares(bill), err)
		}
	})
}

// Every replica is a deal.
func TestTariffOfReplicas(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, m := newWorld(t), newMeter(7, 7)
		farms := []*farm{w.farm(1, byFuel(10), m.of), w.farm(2, byFuel(10), m.of), w.farm(3, byFuel(10), m.of)}
		b := w.buyer()
		j := b.fueled("1000000000", "2000000000")
		j.Verify = compute.Verification{Mode: compute.Replicate, Replicas: 3, Agree: 2}
		if bill := b.mustRun(j, hiring(1, farms...)); shares(bill) != "2 for 37, 2 for 37, 2 for 37" {
			t.Error(shares(bill))
		}
	})
}

// Most that may be paid bounds the deal's part too, before anybody is asked to sign: the farmer says what would do. H02
func TestTariffAndLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		f, b := w.farm(1, newMeter(7, 7).of), w.buyer()
		j := b.job(prints(2)...)
		run := func(most string) (*compute.Bill, error) {
			s := sow(t, j)
			s.Limit = &messages.Price{Asset: "play", Unit: j.Unit(), PerUnit: most, Ceiling: most}
			return compute.Run(t.Context(), b.client, b.buyer, j, s, hiring(1, f), nil)
		}
		if _, err := run("26"); err == nil || !strings.Contains(b.notices.text(), "the price here is 10 a task and 7 a deal, 27 for the job") {
			t.Errorf("%v; %s", err, b.notices.text())
		}
		if bill, err := run("27"); err != nil || shares(bill) != "2 for 27" {
			t.Errorf("%v, %v", bill, err)
		}
		h := hiring(2, f)
		h.MaxPrice = messages.AmountOfUint64(33) // one share at a time is 17, and two are 34
		if bill, err := b.run(b.job(prints(2)...), h); err == nil || shares(bill) != "1 for 17" {
			t.Errorf("%v, %v", shares(bill), err)
		}
	})
}

// Who is the cheapest all in all is hired, and not who is by the task.
func TestTariffIsCompared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		dear := func(f *compute.Farmer) { f.PerTask = messages.AmountOfUint64(13) }
		f, g, b := w.farm(1, newMeter(7, 7).of), w.farm(2, dear), w.buyer()
		for tasks, want := range map[int]string{2: "2 for 26", 3: "3 for 37"} {
			if bill := b.mustRun(b.job(prints(tasks)...), cheapest(hiring(1, f, g))); shares(bill) != want {
				t.Errorf("%s, want %s", shares(bill), want)
			}
		}
	})
}

// Of a job that is split each share pays for its deal: who is the cheapest of all of it is not who is of a share.
func TestTariffOfSharesIsCompared(t *testing.T) { // H20
	dear := func(f *compute.Farmer) { f.PerTask = messages.AmountOfUint64(13) }
	for _, c := range []struct {
		tasks, hires int
		want         string
	}{
		{4, 1, "4 for 47"},
		{4, 2, "2 for 26, 2 for 26"},
		{6, 2, "3 for 37, 3 for 39"},
	} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			f, g, h, b := w.farm(1, newMeter(7, 7).of), w.farm(2, dear), w.farm(3, dear), w.buyer()
			job := b.job(prints(c.tasks)...)
			if bill := b.mustRun(job, cheapest(hiring(c.hires, f, g, h))); shares(bill) != c.want {
				t.Errorf("%d tasks for %d: %s, want %s", c.tasks, c.hires, shares(bill), c.want)
			}
			other := b.job(append(prints(c.tasks-1), "print another")...)
			q, err := compute.Ask(t.Context(), b.client, sow(t, other), cheapest(hiring(c.hires, f, g, h)))
			if err != nil || (q.Offers[0].Farmer == f.key) != strings.Contains(c.want, "7") || q.Offers[0].Quote.Price.PerUnit == "14" {
				t.Errorf("%d tasks for %d: a dry run has %s first, %v", c.tasks, c.hires, q.Offers[0].Quote, err)
			}
		})
	}
}

// A matcher's own price for what is split is for the work: what shares add to a quote is not paid twice.
func TestTariffOfSharesAtAPrice(t *testing.T) { // H20
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		farms, b := []*farm{w.farm(1, newMeter(7, 7).of), w.farm(2, newMeter(0, 0).of)}, w.buyer()
		h := hiring(2, farms...)
		h.Matcher = matcher.Func(func(m protocol.Market) (all []protocol.Choice) {
			for _, o := range m.Offers { // one more for each task
				p := proto.CloneOf(o.Quote.Price)
				more := func(text string, by uint64) string {
					a, err := messages.ParseAmount(text)
					if err == nil {
						a, err = a.Add(messages.AmountOfUint64(by))
					}
					if err != nil {
						t.Error(err)
					}
					return a.String()
				}
				p.PerUnit, p.Ceiling = more(p.PerUnit, 1), more(p.Ceiling, o.Quote.Units)
				all = append(all, protocol.Choice{Session: o.Session, Price: p})
			}
			return all
		})
		if bill := b.mustRun(b.job(prints(4)...), h); shares(bill) != "2 for 22, 2 for 29" {
			t.Errorf("%s, want two tasks at 11 each, and 7 for the deal of one", shares(bill))
		}
	})
}

// What has become dearer than was quoted is not signed, and nothing is owed; what is dearer and still within the quote is. H20
func TestTariffSpikes(t *testing.T) {
	for now, want := range map[uint64]string{7: "2 for 27", 8: ""} {
		synctest.Test(t, func(t *testing.T) {
			w, m := newWorld(t), newMeter(7, 3)
			f, b := w.farm(1, m.of), w.buyer()
			h := hiring(1, f)
			h.Matcher = spiking{func() { m.now.Store(now) }}
			bill, err := b.run(b.job(prints(2)...), h)
			if want != "" {
				if err != nil || shares(bill) != want {
					t.Errorf("at %d: %v, %v", now, bill, err)
				}
				return
			}
			if err == nil || len(bill.Done) != 0 || !strings.Contains(b.notices.text(), "a deal costs 8 beside its work by now, and 7 was quoted") {
				t.Errorf("at %d: %v; %s", now, err, b.notices.text())
			}
			if jobs, _ := f.farmer.Busy(); jobs != 0 {
				t.Errorf("%d places are taken", jobs)
			}
		})
	}
}

// spiking hires everybody, and something happens before.
type spiking struct{ before func() }

func (s spiking) Match(m protocol.Market) (choices []protocol.Choice) {
	s.before()
	for _, o := range m.Offers {
		choices = append(choices, protocol.Choice{Session: o.Session})
	}
	return choices
}

// Who does not know what it has to ask asks for nothing, and says when to ask again; who cannot look any more does not sign.
func TestTariffUnknown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		var away atomic.Bool
		m := newMeter(7, 7)
		gone := func(f *compute.Farmer) {
			f.PerDeal = func(ctx context.Context) (ask, now messages.Amount, err error) {
				if away.Load() {
					return ask, now, errors.New("the chain is away, at a secret address")
				}
				return m.perDeal(ctx)
			}
		}
		f, b := w.farm(1, gone), w.buyer()
		v := proposed(t, f, b, b.job(prints(2)...))
		refused := func(err error) {
			t.Helper()
			e, ok := errors.AsType[*protocol.Error](err)
			if !ok || e.Code != protocol.Unavailable || e.Remedy.GetRetryAtMs() <= time.Now().UnixMilli() || strings.Contains(e.Reason, "secret") {
				t.Errorf("%v", err)
			}
		}
		q, err := f.farmer.Quote(t.Context(), v)
		if err != nil {
			t.Fatal(err)
		}
		away.Store(true)
		_, err = f.farmer.Quote(t.Context(), v)
		refused(err)
		agreeTo(t, v, q, nil)
		_, err = f.farmer.Accept(t.Context(), v)
		refused(err)
		away.Store(false)
		if _, err = f.farmer.Accept(t.Context(), v); err != nil {
			t.Error(err)
		}
	})
}

// agreeTo has terms take up a quote, by its tariff, changed.
func agreeTo(t *testing.T, v *protocol.View, q *messages.Quote, edit func(*messages.Price, *compute.Share)) {
	t.Helper()
	q.Version, q.Units, q.ExpiresMs = messages.Version, v.SOW.Units, time.Now().Add(time.Minute).UnixMilli()
	v.Quote = q
	share := &compute.Share{Tasks: []int{0, 1}, Tariff: &compute.Tariff{PerUnit: "10", PerDeal: "7"}}
	a, err := requester.Terms(v, protocol.Choice{}, 0, func(terms *messages.Terms) {
		terms.Price.PerUnit, terms.Price.Ceiling = "14", "27"
		if edit != nil {
			edit(terms.Price, share)
		}
		details, err := compute.Shares.Encode(share)
		if err != nil {
			t.Fatal(err)
		}
		terms.Details = details
	})
	if err != nil {
		t.Fatal(err)
	}
	if v.Terms, err = a.DecodeTerms(); err != nil {
		t.Fatal(err)
	}
}

// agreedOn is a session in which a farmer is about to accept a job of two tasks, for 10 each and 7 for the deal, by terms that were changed.
func agreedOn(t *testing.T, edit func(*messages.Price, *compute.Share)) (*world, *farm, *protocol.View) {
	t.Helper()
	w := newWorld(t)
	f, b := w.farm(1, newMeter(7, 7).of), w.buyer()
	v := proposed(t, f, b, b.job(prints(2)...))
	q, err := f.farmer.Quote(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	agreeTo(t, v, q, edit)
	return w, f, v
}

// A requester that writes less into the terms than was quoted is refused, whatever the judge makes of the sum.
func TestTariffInTerms(t *testing.T) { // H20
	for name, c := range map[string]struct {
		edit func(*messages.Price, *compute.Share)
		want string
	}{
		"as quoted":          {func(*messages.Price, *compute.Share) {}, ""},
		"more":               {func(p *messages.Price, s *compute.Share) { s.Tariff.PerDeal, p.PerUnit, p.Ceiling = "9", "15", "29" }, ""},
		"none":               {func(p *messages.Price, s *compute.Share) { s.Tariff = nil }, "leave out the quote's tariff: 7 for the deal"},
		"less for the deal":  {func(p *messages.Price, s *compute.Share) { s.Tariff.PerDeal, p.PerUnit = "6", "13" }, "pay less than the quote's tariff"},
		"less for a unit":    {func(p *messages.Price, s *compute.Share) { s.Tariff.PerUnit, p.PerUnit = "9", "13" }, "pay less than the quote's tariff"},
		"too low a ceiling":  {func(p *messages.Price, _ *compute.Share) { p.Ceiling = "26" }, "pay less than the quote's tariff"},
		"too little at once": {func(p *messages.Price, _ *compute.Share) { p.PerUnit = "13" }, "pay less than the quote's tariff"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				_, f, v := agreedOn(t, c.edit)
				_, err := f.farmer.Accept(t.Context(), v)
				if c.want == "" && err != nil || c.want != "" && (protocol.CodeOf(err) != protocol.Price || !strings.Contains(err.Error(), c.want)) {
					t.Errorf("got %v, want %q", err, c.want)
				}
			})
		})
	}
}

// A requester that puts into the terms a tariff that nobody quoted would have the work for what it likes: the price stands, and the claims
// follow the tariff.
func TestTariffThatNobodyQuoted(t *testing.T) { // H20
	synctest.Test(t, func(t *testing.T) {
		_, f, v := agreedOn(t, func(*messages.Price, *compute.Share) {})
		f.farmer.PerDeal = nil
		quote := proto.Clone(v.Quote).(*messages.Quote)
		quote.Details = nil
		v.Quote = quote
		if _, err := f.farmer.Accept(t.Context(), v); protocol.CodeOf(err) != protocol.Price || !strings.Contains(err.Error(), "the terms have a tariff, and the quote has none") {
			t.Error(err)
		}
	})
}

// A farmer whose quote is not the sum of its parts is not hired, and one that asks for all of the deal before all is done is not paid: it
// could leave then.
func TestLyingTariff(t *testing.T) {
	run := func(t *testing.T, wrap func(farmer.Farmer) farmer.Farmer, want, owed string) {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			f, b := w.farm(1, newMeter(7, 7).of), w.buyer()
			f.stop()
			f.wrap = wrap
			f.start()
			bill, err := b.run(b.job(prints(3)...), hiring(1, f))
			if heard := f.notices.text() + b.notices.text() + fmt.Sprint(err); !strings.Contains(heard, want) || shares(bill) != owed {
				t.Errorf("%q: %s", shares(bill), heard)
			}
		})
	}
	for name, details := range map[string]string{
		"parts above it": `{"perUnit":"10","perDeal":"8"}`, "parts below it": `{"perUnit":"9","perDeal":"7"}`, "nothing for the deal": `{"perUnit":"10","perDeal":"0"}`,
		"no amount": `{"perUnit":"10","perDeal":"-7"}`, "more than any amount": `{"perUnit":"10","perDeal":"1` + strings.Repeat("0", 80) + `"}`,
	} {
		t.Run(name, func(t *testing.T) {
			run(t, func(f farmer.Farmer) farmer.Farmer { return otherTariff{f, details} }, "tariff", "")
		})
	}
	t.Run("for the deal, at once", func(t *testing.T) {
		run(t, func(f farmer.Farmer) farmer.Farmer {
			return fuelLiar{f, func(p *messages.Progress, _ *compute.Done) {
				if p.Claim == "24" {
					p.Claim = "26" // above which its own judge does not let it
				}
			}}
		}, "26 is claimed, and what was done comes to 24", "1 for 12 failed, 2 for 27")
	})
}

// otherTariff is a farmer whose quote says something else of its parts.
type otherTariff struct {
	farmer.Farmer
	details string
}

func (o otherTariff) Quote(ctx context.Context, v *protocol.View) (*messages.Quote, error) {
	q, err := o.Farmer.Quote(ctx, v)
	if err == nil {
		q.Details = &messages.Payload{Type: compute.Tariffs.Type, Body: []byte(o.details)}
	}
	return q, err
}

// cheapest hires who asks for the least.
func cheapest(h requester.Hiring) requester.Hiring {
	h.Matcher, h.Wait = matcher.Cheapest(), time.Second
	return h
}

// What a run of one's own may cost by the terms, as a panel finds it, has its part of the deal. H20
func TestTariffAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, _, v := agreedOn(t, nil)
		var costs []string
		for p, err := range w.farm(2).farmer.Again(t.Context(), v) {
			if err != nil {
				t.Fatal(err)
			}
			costs = append(costs, p.Cost.String())
		}
		if diff := cmp.Diff([]string{"13", "27"}, costs); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	})
}
