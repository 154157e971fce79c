package compute_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// roomy has room for all.
func roomy(executor.Load, []executor.Load) error { return nil }

// A task is priced by what it may take up for as long as it may; rounded up, so that nothing is for nothing.
func TestPriceByClass(t *testing.T) {
	amount := messages.AmountOfUint64
	for _, c := range []struct {
		name    string
		rates   compute.Rates
		limits  compute.Limits
		minimum *messages.Resources
		want    string // of a task
	}{
		{"none", compute.Rates{}, compute.Limits{}, nil, "10"},
		{"a processor for a minute, by default", compute.Rates{CPU: amount(3)}, compute.Limits{}, nil, "190"},
		{"half a processor for 2 s", compute.Rates{CPU: amount(3)}, compute.Limits{WallMs: 2000}, &messages.Resources{MilliCpu: 500}, "13"},
		{"half a GiB for a minute, by default", compute.Rates{Memory: amount(4)}, compute.Limits{}, nil, "130"},
		{"2 GiB of the SOW for a second", compute.Rates{Memory: amount(4)}, compute.Limits{WallMs: 1000}, &messages.Resources{MemoryBytes: 2 << 30}, "18"},
		{"three replicas for a second", compute.Rates{CPU: amount(4)}, compute.Limits{WallMs: 1000}, nil, "22"},
		{"two GPUs for a second", compute.Rates{GPU: amount(1000)}, compute.Limits{WallMs: 1000}, &messages.Resources{MilliGpu: 1001}, "2010"},
		{"a little of each", compute.Rates{CPU: amount(1), Memory: amount(1), GPU: amount(1)}, compute.Limits{WallMs: 1, Memory: 1}, &messages.Resources{MilliCpu: 1, MilliGpu: 1}, "13"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				f, b := w.farm(1, func(f *compute.Farmer) { f.Rates, f.Fits = c.rates, roomy }), w.buyer()
				j := b.job("print a", "print b")
				j.Limits = c.limits
				if strings.HasPrefix(c.name, "three replicas") {
					j.Needs.Replicas = 3
				}
				s := sow(t, j)
				s.Minimum = c.minimum
				q, err := f.farmer.Quote(t.Context(), &protocol.View{SOW: s})
				if err != nil || q.Price.PerUnit != c.want {
					t.Fatalf("%v, %v, want %s a task", q, err, c.want)
				}
				one, err := messages.ParseAmount(q.Price.PerUnit)
				if err != nil {
					t.Fatal(err)
				}
				if both, err := one.Times(2); err != nil || both.String() != q.Price.Ceiling {
					t.Errorf("a ceiling of %s for two, %v", q.Price.Ceiling, err)
				}
			})
		})
	}
}

// What is beyond all money is refused, and not for nothing.
func TestPriceBeyondMoney(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		dear, err := messages.ParseAmount("1" + strings.Repeat("0", 77))
		if err != nil {
			t.Fatal(err)
		}
		f, b := w.farm(1, func(f *compute.Farmer) { f.Rates.GPU, f.Fits = dear, roomy }), w.buyer()
		s := sow(t, b.job("print a"))
		s.Minimum = &messages.Resources{MilliGpu: 1 << 62}
		if q, err := f.farmer.Quote(t.Context(), &protocol.View{SOW: s}); protocol.CodeOf(err) != protocol.Resources {
			t.Errorf("%v, %v", q, err)
		}
	})
}

// What was agreed holds its room until it ends; who asks meanwhile is told to come again. H02.
func TestRoomIsHeld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		var seen []int
		full := &executor.Error{Code: executor.Busy, Cause: "no room", Remedy: "ask again later"}
		f := w.farm(1, func(f *compute.Farmer) {
			f.Parallel = 3
			f.Fits = func(n executor.Load, held []executor.Load) error {
				sum := n.Tasks
				for _, h := range held {
					sum += h.Tasks
				}
				if seen = append(seen, sum); sum > 3 {
					return full
				}
				return nil
			}
		})
		b := w.buyer()
		first, second := proposed(t, f, b, b.job("print a", "print b")), proposed(t, f, b, b.job("print a", "print b"))
		second.Session = messages.ID{2}
		if _, err := f.farmer.Accept(t.Context(), first); err != nil {
			t.Fatal(err)
		}
		_, err := f.farmer.Accept(t.Context(), second)
		refused, ok := errors.AsType[*protocol.Error](err)
		if !ok || refused.Code != protocol.Busy || refused.Remedy.GetRetryAtMs() <= time.Now().UnixMilli() {
			t.Errorf("accepted with %v", err)
		}
		if _, err := f.farmer.Quote(t.Context(), second); protocol.CodeOf(err) != protocol.Busy {
			t.Errorf("quoted with %v", err)
		}
		if _, err := f.farmer.Accept(t.Context(), first); err != nil { // a repeat, beside itself
			t.Error(err)
		}
		if d, err := f.farmer.Work(t.Context(), second, paying{}); err != nil || d.Units != 2 {
			t.Errorf("what was agreed before a restart is worked on: %v, %v", d, err)
		}
		f.farmer.Ended(context.Background(), second)
		f.farmer.Ended(context.Background(), first)
		if _, err := f.farmer.Quote(t.Context(), second); err != nil {
			t.Errorf("with everything ended: %v", err)
		}
		if diff := cmp.Diff([]int{2, 4, 4, 2}, seen); diff != "" {
			t.Errorf("room that was asked for (-want +got)\n%s", diff)
		}
	})
}
