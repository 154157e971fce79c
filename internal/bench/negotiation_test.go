package bench

import (
	"context"
	"crypto/ecdsa"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

var only = flag.String("only", "", "engines or floor: measure nothing else of a negotiation, so that a profile is of that alone")

// way is how negotiations are made: so many at once, with what journal and settlement.
type way struct {
	carrier string
	atOnce  int
	durable bool // both keep their journal in SQLite
	escrow  bool
}

// BenchmarkNegotiation is a whole paid negotiation, SOW to Receipt, seven envelopes signed and verified, both parties in
// this process: so many at once between one requester and one farmer. The floors are those of [loop]. R37, R39: p99 is from the first
// word about a job to its receipt, and so more than its distribution takes; rate is of all jobs that are made in that time.
func BenchmarkNegotiation(b *testing.B) {
	for _, carrier := range wires {
		for _, n := range []int{1, 10, 100, 1000} {
			b.Run(fmt.Sprintf("%s/%d", carrier, n), func(b *testing.B) { way{carrier: carrier, atOnce: n}.bench(b) })
		}
	}
	b.Run("tcp/10/sqlite", func(b *testing.B) { way{carrier: "tcp", atOnce: 10, durable: true}.bench(b) })
	b.Run("tcp/10/escrow", func(b *testing.B) {
		var plain, plainFloor figures
		if *only == "" {
			plain, plainFloor = way{carrier: "tcp", atOnce: 10}.measure(b)
		}
		got, floor := way{carrier: "tcp", atOnce: 10, escrow: true}.bench(b)
		if *only == "" {
			report(b, "extra:µs", micros(got.cpu-plain.cpu), micros(floor.cpu-plainFloor.cpu))
		}
	})
}

// BenchmarkSession is one negotiation at a time over TCP, with SQLite. The floor syncs five times one after the other, as
// DESIGN 10 says; the requester does it once more, before it says that it holds the countersignature.
func BenchmarkSession(b *testing.B) {
	b.Run("lone", func(b *testing.B) { way{carrier: "tcp", atOnce: 1, durable: true}.bench(b) })
}

// figures are what one negotiation takes: its share of the clock, CPU of both parties, and the slowest of a hundred.
type figures struct{ each, cpu, p99 time.Duration }

func (w way) bench(b *testing.B) (got, floor figures) {
	got, floor = w.measure(b)
	if *only == "" {
		report(b, "rate:1/s", rate(got), rate(floor))
	}
	report(b, "cpu:µs", micros(got.cpu), micros(floor.cpu))
	report(b, "p99:µs", micros(got.p99), micros(floor.p99))
	return got, floor
}

func (w way) measure(b *testing.B) (got, floor figures) {
	if *only != "floor" {
		got = w.engine(b)
	}
	if *only != "engines" {
		floor = w.floor(b)
	}
	return got, floor
}

// engine measures both engines, each in front of a policy that does next to nothing.
func (w way) engine(b *testing.B) figures {
	b.Helper()
	client := w.engines(b, lay(b, w.carrier))
	if _, err := crowd(w.atOnce, w.atOnce, client.hire); err != nil { // the connection, and what is kept of peers
		b.Fatal(err)
	}
	b.ReportAllocs()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	b.ResetTimer()
	b.StartTimer()
	began, used := time.Now(), cpu()
	took, err := crowd(max(b.N, w.atOnce), w.atOnce, client.hire)
	n := time.Duration(len(took))
	got := figures{time.Since(began) / n, (cpu() - used) / n, percentile(took, 99)}
	b.StopTimer()
	if err != nil {
		b.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/float64(n), "B/op")
	b.ReportMetric(float64(after.Mallocs-before.Mallocs)/float64(n), "allocs/op")
	return got
}

// floor measures the same in a bare loop.
func (w way) floor(b *testing.B) figures {
	b.Helper()
	l := loop{moves: moves}
	if w.durable {
		var err error
		if l.disk, err = os.Create(filepath.Join(b.TempDir(), "floor")); err != nil {
			b.Fatal(err)
		}
		defer l.disk.Close()
		if w.atOnce == 1 {
			l.moves = five()
		}
	}
	if w.escrow {
		l.accounts = []*ecdsa.PrivateKey{devchain.Account(0), devchain.Account(1)}
	}
	return l.floor(b, w.carrier, max(b.N, w.atOnce), w.atOnce)
}

// engines starts both sides, until the benchmark ends.
func (w way) engines(b *testing.B, on *wire) *hirer {
	b.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	log := func(name string) journal.Journal {
		if !w.durable {
			return new(journal.Memory)
		}
		j, err := journal.Open(filepath.Join(b.TempDir(), name))
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = j.Close() })
		return j
	}
	server := &farmer.Server{Farmer: seller{}, Signer: on.farms, Journal: log("farmer.db"), MaxPerPeer: 10_000}
	client := &requester.Client{Requester: buyer{}, Signer: on.asks, Dialer: on.dial, Journal: log("requester.db")}
	h := &hirer{client: client, ctx: ctx, hiring: requester.Hiring{Reserve: -1, Wait: -1, Farmers: []discovery.Candidate{{Key: on.farmer}}}}
	if w.escrow {
		h.offers = settle(b, server, client, func(f func(context.Context) error) { running.Go(func() { _ = f(ctx) }) })
	}
	running.Go(func() { _ = server.Serve(ctx, on.listen) })
	running.Go(func() { _ = client.Run(ctx) })
	b.Cleanup(func() {
		cancel()
		running.Wait()
	})
	return h
}

// hirer is a requester that runs, and how it hires.
type hirer struct {
	ctx    context.Context
	client *requester.Client
	hiring requester.Hiring
	offers []*messages.Settlement
}

// hire is one negotiation.
func (h *hirer) hire() error {
	sow := &messages.SOW{Service: "bench", Units: 1, Job: &messages.Payload{Type: "text/plain", Body: make([]byte, 64)},
		Settlements: h.offers, DeliverByMs: time.Now().Add(time.Minute).UnixMilli()}
	for o, err := range h.client.Hire(h.ctx, sow, h.hiring) {
		if err != nil {
			return err
		}
		if o.Err != nil {
			return o.Err
		}
	}
	return nil
}

// seller and buyer are the least that policies can be: they quote, agree, deliver and pay.
type (
	seller struct{}
	buyer  struct{}
)

func (seller) Quote(_ context.Context, v *protocol.View) (*messages.Quote, error) {
	return &messages.Quote{Price: parleytest.Price(5, v.SOW.Units)}, nil
}
func (seller) Accept(context.Context, *protocol.View) (*messages.Acceptance, error) { return nil, nil }
func (seller) Work(_ context.Context, v *protocol.View, _ farmer.Progress) (*messages.Delivery, error) {
	return &messages.Delivery{Result: v.SOW.Job}, nil
}
func (seller) Confirm(context.Context, *protocol.View) (*messages.Receipt, error) { return nil, nil }

func (buyer) Agree(_ context.Context, v *protocol.View, c protocol.Choice) (messages.Message, error) {
	return parleytest.Agree(v, c)
}
func (buyer) Hired(context.Context, *protocol.View) error { return nil }
func (buyer) Review(_ context.Context, v *protocol.View) (messages.Message, error) {
	return parleytest.Pay(v), nil
}
func (buyer) Settled(context.Context, *protocol.View) error { return nil }

// report is a figure and its floor.
func report(b *testing.B, unit string, value, floor float64) {
	b.ReportMetric(value, unit)
	b.ReportMetric(floor, "floor-"+unit)
}

func rate(f figures) float64 { return float64(time.Second) / float64(f.each) }

func micros(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1000 }

func percentile(all []time.Duration, p int) time.Duration {
	if len(all) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(all))
	return sorted[min(len(sorted)*p/100, len(sorted)-1)]
}
