package bench

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

// BenchmarkNegotiation is a whole paid negotiation, SOW to Receipt, seven envelopes signed and verified, both parties in
// this process: so many at once between one requester and one farmer. The floors are those of [bare].
func BenchmarkNegotiation(b *testing.B) {
	for _, carrier := range wires {
		for _, n := range []int{1, 10, 100, 1000} {
			b.Run(fmt.Sprintf("%s/%d", carrier, n), func(b *testing.B) { negotiations(b, carrier, n, false) })
		}
	}
	b.Run("tcp/10/sqlite", func(b *testing.B) { negotiations(b, "tcp", 10, true) })
}

func negotiations(b *testing.B, carrier string, atOnce int, durable bool) {
	client := engines(b, lay(b, carrier), durable)
	hire := func() error {
		for o, err := range client.client.Hire(b.Context(), statement(), client.hiring) {
			if err != nil {
				return err
			}
			if o.Err != nil {
				return o.Err
			}
		}
		return nil
	}
	if _, err := crowd(atOnce, atOnce, hire); err != nil { // the connection, and what is kept of peers
		b.Fatal(err)
	}
	runtime.GC()
	b.ReportAllocs()
	b.ResetTimer()
	used := cpu()
	took, err := crowd(max(b.N, atOnce), atOnce, hire)
	used, elapsed := cpu()-used, b.Elapsed()
	b.StopTimer()
	if err != nil {
		b.Fatal(err)
	}
	var disk *os.File
	if durable {
		if disk, err = os.Create(filepath.Join(b.TempDir(), "floor")); err != nil {
			b.Fatal(err)
		}
		defer disk.Close()
	}
	n := time.Duration(len(took))
	each, cpuEach, p99 := floor(b, carrier, max(b.N, atOnce), atOnce, runtime.GOMAXPROCS(0), disk)
	report(b, "rate:1/s", float64(time.Second)/float64(elapsed/n), float64(time.Second)/float64(each))
	report(b, "cpu:µs", micros(used/n), micros(cpuEach))
	report(b, "p99:µs", micros(percentile(took, 99)), micros(p99))
}

// party is a requester that runs, and how it hires.
type party struct {
	client *requester.Client
	hiring requester.Hiring
}

// engines starts both sides, until the benchmark ends.
func engines(b *testing.B, w *wire, durable bool) *party {
	b.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	log := func(name string) journal.Journal {
		if !durable {
			return nil
		}
		j, err := journal.Open(filepath.Join(b.TempDir(), name))
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = j.Close() })
		return j
	}
	server := &farmer.Server{Farmer: seller{}, Signer: w.farms, Journal: log("farmer.db"), MaxPerPeer: 10_000}
	client := &requester.Client{Requester: buyer{}, Signer: w.asks, Dialer: w.dial, Journal: log("requester.db")}
	running.Go(func() { _ = server.Serve(ctx, w.listen) })
	running.Go(func() { _ = client.Run(ctx) })
	b.Cleanup(func() {
		cancel()
		running.Wait()
	})
	return &party{client, requester.Hiring{Reserve: -1, Wait: -1, Farmers: []discovery.Candidate{{Key: w.farmer}}}}
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

func statement() *messages.SOW {
	return &messages.SOW{Service: "bench", Units: 1, Job: &messages.Payload{Type: "text/plain", Body: make([]byte, 64)}}
}

// report is a figure and its floor.
func report(b *testing.B, unit string, value, floor float64) {
	b.ReportMetric(value, unit)
	b.ReportMetric(floor, "floor-"+unit)
}

func micros(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1000 }

func percentile(all []time.Duration, p int) time.Duration {
	if len(all) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(all))
	return sorted[min(len(sorted)*p/100, len(sorted)-1)]
}
