package compute_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// byFuel asks for so much play money for 10^9 fuel.
func byFuel(price uint64) func(*compute.Farmer) {
	return func(f *compute.Farmer) { f.PerFuel = messages.AmountOfUint64(price) }
}

// fueled is a job of runs of at most 3*10^9 fuel that use so much.
func (b *buyer) fueled(uses ...string) *compute.Job {
	b.w.t.Helper()
	for i, use := range uses {
		uses[i] = "print a use " + use
	}
	j := b.job(uses...)
	j.Limits.Fuel = 3e9
	return j
}

// M7: what is paid is fuel used times its price, each run rounded up, and never more than the ceiling.
func TestFuelIsPaid(t *testing.T) {
	for _, c := range []struct {
		price uint64
		uses  []string
		want  string
		fuel  int64
	}{
		{10, []string{"1000000000", "500000000", "1", "2999999999"}, "4 for 46", 4_500_000_000}, // 10 + 5 + 1 + 30
		{10, []string{"3000000000"}, "1 for 30", 3e9},
		{10, []string{"3000000001"}, "1 for 30", 3e9}, // it is out of fuel, and has used all of it
		{1, []string{"1", "1"}, "2 for 2", 2},
		{0, []string{"1000000000"}, "1 for 0", 1e9},
	} {
		t.Run(fmt.Sprint(c.price, c.uses), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				f, b := w.farm(1, func(f *compute.Farmer) { f.PerTask = messages.Amount{} }, byFuel(c.price)), w.buyer()
				j := b.fueled(c.uses...)
				bill := b.mustRun(j, hiring(1, f))
				if shares(bill) != c.want || bill.Lines[0].Fuel != c.fuel {
					t.Errorf("%s and %d fuel, want %s and %d", shares(bill), bill.Lines[0].Fuel, c.want, c.fuel)
				}
				terms := bill.Lines[0].View.Terms
				want := &messages.Price{Asset: "play", Unit: compute.FuelUnit, PerUnit: fmt.Sprint(c.price), Ceiling: fmt.Sprint(3 * c.price * uint64(len(c.uses)))}
				if diff := cmp.Diff(want.String(), terms.Price.String()); diff != "" {
					t.Errorf("the terms' price (-want +got)\n%s", diff)
				}
			})
		})
	}
}

// What its machine ended has used what nobody else can count, and on a faster machine gives something else: it is not claimed, not
// delivered and not committed to, and whoever has a faster one is hired for it. A farmer that would not be sure to be in time does not quote.
func TestFuelAndTime(t *testing.T) { // M7; SETTLEMENT rule 1
	for _, c := range []struct {
		name   string
		tasks  []string
		verify compute.Verification
		want   string
		slow   int // of how many tasks the slow one shows the result
	}{
		{"its only run", []string{"use 1000000000 drag 30s"}, compute.Verification{}, "0 for 0 failed, 1 for 10", 0},
		{"its first", []string{"drag 30s use 1", "use 1000000000", "use 1"}, compute.Verification{}, "0 for 0 failed, 3 for 12", 0},
		{"its second", []string{"use 1000000000", "print all write a b use 1000000000 drag 30s", "use 1"}, compute.Verification{}, "1 for 10, 2 for 11", 1},
		{"one of a replica's", []string{"use 1", "drag 30s use 1", "use 1"}, compute.Verification{Mode: compute.Replicate, Replicas: 2, Agree: 2},
			"0 for 0 failed, 3 for 3, 3 for 3", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				farms := []*farm{w.farm(1, byFuel(10)), w.farm(2, byFuel(10)), w.farm(3, byFuel(10))}
				farms[1].scripts.mended, farms[2].scripts.mended = true, true
				b := w.buyer()
				j := b.job(c.tasks...)
				j.Limits.Fuel, j.Limits.WallMs, j.Verify = 1e9, 20_000, c.verify
				h := hiring(1, farms...)
				h.Matcher = prefer(farms[0].key)
				bill := b.mustRun(j, h)
				if shares(bill) != c.want {
					t.Errorf("%s, want %s", shares(bill), c.want)
				}
				for _, d := range bill.Done {
					if d.Ended != "exited" || d.Fuel == 0 {
						t.Errorf("%+v", d)
					}
				}
				for _, l := range bill.Lines {
					if l.Farmer != farms[0].key {
						continue
					}
					if l.View.Progress.GetUnits() != uint64(c.slow) || l.View.Delivery.GetUnits() != uint64(c.slow) {
						t.Errorf("the slow one claims %d and delivers %d, want %d", l.View.Progress.GetUnits(), l.View.Delivery.GetUnits(), c.slow)
					}
					if c.slow == 0 && l.View.Reject.GetCode() != messages.Code_CODE_CANCELED { // so that its deal's record has it submit nothing, for nothing
						t.Errorf("it ended as %v: %v", l.View.Phase, l.View.Reject)
					}
				}
			})
		})
	}
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		f, b := w.farm(1, byFuel(10)), w.buyer()
		j := b.job("use 1")
		j.Limits.Fuel, j.Limits.WallMs = 100e9, 20_000
		if _, err := b.run(j, hiring(1, f)); err == nil || !strings.Contains(b.notices.text(), "may take 8m20s here, and the job gives it 20s") {
			t.Errorf("%v; %s", err, b.notices.text())
		}
	})
}

// A job without a limit on fuel is priced by the task as before, and says nothing of fuel: who does not know it is not told.
func TestFuelUnasked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		f, b := w.farm(1, byFuel(7)), w.buyer()
		j := b.job("use 5", "use 6")
		bill := b.mustRun(j, hiring(1, f))
		if shares(bill) != "2 for 20" || bill.Lines[0].View.Terms.Price.Unit != compute.Unit {
			t.Errorf("%s by the %s", shares(bill), bill.Lines[0].View.Terms.Price.Unit)
		}
		if body := string(bill.Lines[0].View.Delivery.Result.Body); strings.Contains(body, "fuel") {
			t.Errorf("delivered: %s", body)
		}
		f = w.farm(2)
		if _, err := b.run(b.fueled("5"), hiring(1, f)); err == nil || !strings.Contains(b.notices.text(), "the price here is 10 a task: ask without a limit on fuel") {
			t.Errorf("a farmer without a price for fuel: %v; %s", err, b.notices.text())
		}
		live := b.fueled("5")
		live.Live = true
		if _, err := compute.SOW(live); err == nil || !strings.Contains(err.Error(), "live run") {
			t.Errorf("live: %v", err)
		}
	})
}

// priced is a farmer that quotes by another unit than it was asked for.
type priced struct {
	farmer.Farmer
	unit string
}

func (p priced) Quote(ctx context.Context, v *protocol.View) (*messages.Quote, error) {
	q, err := p.Farmer.Quote(ctx, v)
	if err == nil {
		q.Price.Unit = p.unit
	}
	return q, err
}

// Nobody is hired who counts in another way.
func TestFuelOfAnotherKind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		f, b := w.farm(1, byFuel(10)), w.buyer()
		f.stop()
		f.wrap = func(f farmer.Farmer) farmer.Farmer { return priced{f, "10^9 fuel/0"} }
		f.start()
		if bill, err := b.run(b.fueled("5"), hiring(1, f)); err == nil || len(bill.Lines) != 0 || !strings.Contains(b.notices.text(), `each "10^9 fuel/0"`) {
			t.Errorf("%v, %v; %s", bill, err, b.notices.text())
		}
	})
}

// THREATS: whoever tells more fuel than it used, in whatever way, is paid for nothing of it.
func TestLyingFuel(t *testing.T) {
	for _, c := range []struct {
		name  string
		audit bool
		claim func(*messages.Progress, *compute.Done)
		want  string
	}{
		{"more than there is", false, func(_ *messages.Progress, d *compute.Done) { d.Fuel = 3e9 + 1 }, "3000000001 fuel, of at most 3000000000"},
		{"none", false, func(_ *messages.Progress, d *compute.Done) { d.Fuel = 0 }, "used 0 fuel"},
		{"less than it had, and used up", false, func(_ *messages.Progress, d *compute.Done) { d.Ended = executor.OutOfFuel.String() }, "used up its fuel"},
		{"some of what its machine ended", false, func(_ *messages.Progress, d *compute.Done) { d.Ended = executor.OutOfTime.String() }, "not counted"},
		{"another price", false, func(p *messages.Progress, _ *compute.Done) { p.Claim = "11" }, "11 is claimed, and what was done comes to 10"},
		{"more than it used", true, func(p *messages.Progress, d *compute.Done) { d.Fuel, p.Claim = 2e9, "20" }, "uses 1000000000 fuel, not 2000000000"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				f := w.farm(1, byFuel(10))
				replay := &compute.Replay{Farmer: w.farm(3).farmer, Pick: func(*protocol.View, int) bool { return c.audit }}
				b := w.buyer(func(b *compute.Buyer) { b.Audit = replay.Audit })
				f.stop()
				f.wrap = func(f farmer.Farmer) farmer.Farmer { return fuelLiar{f, c.claim} }
				f.start()
				bill, err := b.run(b.fueled("1000000000", "1000000000"), hiring(1, f))
				if err == nil || len(bill.Done) != 0 || !bill.Lines[0].Owed.IsZero() {
					t.Errorf("%d done, %v", len(bill.Done), err)
				}
				if heard := f.notices.text() + b.notices.text() + fmt.Sprint(err, bill.Lines[0].Err); !strings.Contains(heard, c.want) {
					t.Errorf("nobody said %q: %s", c.want, heard)
				}
			})
		})
	}
}

type fuelLiar struct {
	farmer.Farmer
	claim func(*messages.Progress, *compute.Done)
}

func (l fuelLiar) Work(ctx context.Context, v *protocol.View, p farmer.Progress) (*messages.Delivery, error) {
	return l.Farmer.Work(ctx, v, fuelLies{p, l.claim})
}

func (l fuelLiar) Ended(ctx context.Context, v *protocol.View) { l.Farmer.(farmer.Ender).Ended(ctx, v) }

type fuelLies struct {
	farmer.Progress
	claim func(*messages.Progress, *compute.Done)
}

func (l fuelLies) Claim(ctx context.Context, p *messages.Progress) (*messages.Voucher, error) {
	d, err := compute.Claims.Decode(p.Evidence)
	if err != nil {
		return nil, err
	}
	l.claim(p, d)
	if p.Evidence, err = compute.Claims.Encode(d); err != nil {
		return nil, err
	}
	return l.Progress.Claim(ctx, p)
}

// Nor does it help to say first that the machine ended a run, which is compared with nothing, and then that it used up its fuel; or
// not to say how it ended.
func TestLyingEnd(t *testing.T) {
	for _, c := range []struct {
		name, told string
		fuel       int64
		want       string
	}{
		{"another end in the delivery", executor.OutOfTime.String(), 0, "another result was shown for task 0 before"},
		{"none", "ended somehow", 3e9, "how task 0 ended is not told"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				f := w.farm(1, byFuel(10))
				replay := &compute.Replay{Farmer: w.farm(3).farmer, Pick: func(*protocol.View, int) bool { return true }}
				b := w.buyer(func(b *compute.Buyer) { b.Audit = replay.Audit })
				f.stop()
				f.wrap = func(inside farmer.Farmer) farmer.Farmer {
					return liar{Farmer: fuelLiar{inside, func(p *messages.Progress, d *compute.Done) {
						d.CID, d.Ended, d.Fuel = f.tree(map[string]string{"stdout": fmt.Sprint("nothing like it, ", d.Task), "stderr": ""}), c.told, c.fuel
						if p.Claim = "0"; c.fuel > 0 {
							p.Claim = fmt.Sprint(30 * p.Units / 3)
						}
					}}, deliver: func(m *messages.Delivery, r *compute.Result) {
						all := map[string]string{}
						for i := range r.Tasks {
							text := fmt.Sprint("nothing like it, ", i)
							r.Tasks[i].CID, r.Tasks[i].Ended, r.Tasks[i].Fuel = f.tree(map[string]string{"stdout": text, "stderr": ""}), executor.OutOfFuel.String(), 3e9
							all[fmt.Sprintf("%03d/stdout", i)], all[fmt.Sprintf("%03d/stderr", i)] = text, ""
						}
						r.Root, m.Cost = f.tree(all), "60"
					}}
				}
				f.start()
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				j := b.fueled("1", "1")
				go func() { _, _ = compute.Run(ctx, b.client, b.buyer, j, sow(t, j), hiring(1, f), nil) }()
				said := func() string {
					text := f.notices.text() + b.notices.text()
					for _, v := range b.client.Sessions() {
						text += v.Dispute.GetReason() + v.Reject.GetReason()
						if v.Reward != nil || v.Voucher != nil && v.Voucher.Amount != "0" {
							t.Fatalf("paid: %v, %v", v.Voucher, v.Reward)
						}
					}
					return text
				}
				until(t, "it is refused", func() bool { return strings.Contains(said(), c.want) })
			})
		})
	}
}

// What a dispute shows of a run of one's own says its fuel.
func TestFuelOf(t *testing.T) {
	claim, err := compute.Claims.Encode(&compute.Done{CID: aCID, Ended: "exited", Fuel: 5})
	if err != nil || compute.FuelOf(claim) != 5 || compute.FuelOf(nil) != 0 {
		t.Errorf("%d, %d, %v", compute.FuelOf(claim), compute.FuelOf(nil), err)
	}
}

// A delivery of one task costs what its fuel does; a digest that covers another amount of it is disputed.
func TestFuelDelivered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		f, b := w.farm(1, byFuel(10)), w.buyer()
		f.stop()
		f.wrap = func(f farmer.Farmer) farmer.Farmer {
			return liar{Farmer: f, deliver: func(m *messages.Delivery, _ *compute.Result) { m.Cost = "20" }}
		}
		f.start()
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		j := b.fueled("1000000000")
		go func() { _, _ = compute.Run(ctx, b.client, b.buyer, j, sow(t, j), hiring(1, f), nil) }()
		until(t, "a dispute", func() bool {
			for _, v := range b.client.Sessions() {
				if v.Dispute != nil {
					return strings.Contains(v.Dispute.Reason, "20 is claimed, and what was done comes to 10")
				}
			}
			return false
		})
	})
}
