package farmer_test

import (
	"context"
	"iter"
	"runtime"
	"testing"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/transports"
)

// BenchmarkSession is what a session costs the farmer that waits for its requester: bytes of heap beside the stream,
// and of goroutine stacks. Budget: 4 KiB of heap (DESIGN 10).
func BenchmarkSession(b *testing.B) {
	const n = 2000
	signer, key := parleytest.Key(1)
	asker, askerKey := parleytest.Key(2)
	for b.Loop() {
		b.StopTimer()
		ctx, cancel := context.WithCancel(context.Background())
		server := &farmer.Server{Farmer: &parleytest.Seller{PerUnit: 5}, Signer: signer, MaxPerPeer: n, Journal: nowhere{}}
		streams := make([]transports.Stream, n)
		theirs := make([]transports.Stream, n)
		sows := make([]messages.Frame, n)
		for i := range n {
			streams[i], theirs[i] = transports.Pipe(askerKey, key)
			sow := parleytest.Statement(byte(i), 2)
			sow.Nonce[0], sow.Nonce[1] = byte(i>>8), byte(i)
			e, err := messages.Seal(sow, messages.ID{}, asker)
			if err != nil {
				b.Fatal(err)
			}
			sows[i] = messages.EnvelopeFrame(e)
		}
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		b.StartTimer()
		done := make(chan error, n)
		for i, s := range streams {
			go func() { done <- server.ServeStream(ctx, theirs[i]) }()
			if err := s.Send(ctx, sows[i]); err != nil {
				b.Fatal(err)
			}
			if _, err := s.Receive(ctx); err != nil { // the quote
				b.Fatal(err)
			}
		}
		b.StopTimer()
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/n, "memory:B")
		b.ReportMetric(float64(after.StackInuse-before.StackInuse)/n, "stacks:B")
		cancel()
		for range n {
			<-done
		}
		_ = server.Close()
		b.StartTimer()
	}
}

// nowhere is a journal that keeps nothing, so that only the engine is weighed.
type nowhere struct{ journal.Journal }

func (nowhere) Commit(context.Context, journal.Batch) error { return nil }
func (nowhere) Transcript(context.Context, messages.ID) iter.Seq2[journal.Record, error] {
	return func(func(journal.Record, error) bool) {}
}
