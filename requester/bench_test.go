package requester_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"math"
	"runtime"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/transports"
)

func key(n int) (ed25519.PrivateKey, messages.Key) {
	seed := make([]byte, ed25519.SeedSize)
	seed[0], seed[1], seed[31] = byte(n), byte(n>>8), 0xbe
	k := ed25519.NewKeyFromSeed(seed)
	return k, messages.Key(k.Public().(ed25519.PublicKey))
}

// bazaar is n farmers and a client in one process.
func bazaar(tb testing.TB, n int) (*requester.Client, requester.Hiring, []*farmer.Server) {
	tb.Helper()
	var network transports.Memory
	ctx, cancel := context.WithCancel(context.Background())
	var done []chan struct{}
	var servers []*farmer.Server
	run := func(f func(context.Context) error) {
		ended := make(chan struct{})
		done = append(done, ended)
		go func() { defer close(ended); _ = f(ctx) }()
	}
	h := requester.Hiring{N: n, Reserve: -1, Wait: time.Minute}
	for i := range n {
		signer, k := key(i + 1)
		server := &farmer.Server{Farmer: &parleytest.Seller{PerUnit: 5}, Signer: signer}
		servers = append(servers, server)
		ln := network.Join(k)
		run(func(ctx context.Context) error { return server.Serve(ctx, ln) })
		h.Farmers = append(h.Farmers, discovery.Candidate{Key: k})
	}
	signer, k := key(0)
	client := &requester.Client{Requester: new(parleytest.Buyer), Signer: signer, Dialer: network.Join(k)}
	run(client.Run)
	tb.Cleanup(func() {
		cancel()
		for _, d := range done {
			<-d
		}
	})
	return client, h, servers
}

// dismissed waits until no farmer has a session any more.
func dismissed(servers []*farmer.Server) {
	for look := time.NewTicker(time.Millisecond); slices.ContainsFunc(servers, func(s *farmer.Server) bool { return len(s.Sessions()) > 0 }); {
		<-look.C
	}
}

func hireAll(tb testing.TB, c *requester.Client, h requester.Hiring) {
	tb.Helper()
	n := 0
	for o, err := range c.Hire(context.Background(), sow(), h) {
		if err != nil {
			tb.Fatal(err)
		}
		if o.Err != nil {
			tb.Fatal(o.Err)
		}
		n++
	}
	if n != h.N {
		tb.Fatalf("hired %d of %d", n, h.N)
	}
}

// BenchmarkFarmers is a paid negotiation, SOW to Receipt, of one requester with each of so many farmers at once, all in
// this process with the memory journal. What a farmer costs must not grow with their number (DESIGN 10): the slope of the CPU
// time of a hire over their number, both as logarithms, is 1. What it is made of internal/bench measures.
func BenchmarkFarmers(b *testing.B) {
	counts := []int{1, 10, 100, 1000}
	for _, n := range counts {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			c, h, _ := bazaar(b, n)
			hireAll(b, c, h)
			before, hires := cpu(b), 0
			for b.Loop() {
				hireAll(b, c, h)
				hires++
			}
			b.ReportMetric(float64((cpu(b)-before).Microseconds())/float64(hires*n), "cpu:µs")
		})
	}
	b.Run("slope", func(b *testing.B) {
		var clients []*requester.Client
		var hirings []requester.Hiring
		for _, n := range counts {
			c, h, _ := bazaar(b, n)
			hireAll(b, c, h)
			clients, hirings = append(clients, c), append(hirings, h)
		}
		used := make([]time.Duration, len(counts))
		for b.Loop() {
			for i, n := range counts {
				runtime.GC()
				before, rounds := cpu(b), 2000/n
				for range rounds {
					hireAll(b, clients[i], hirings[i])
				}
				used[i] += (cpu(b) - before) / time.Duration(rounds)
			}
		}
		b.ReportMetric(slope(counts, used), "1")
		b.ReportMetric(0, "ns/op")
	})
}

// BenchmarkLosers is what each farmer costs, for both parties, that is asked and quotes and is not hired: a signature, the
// SOW's verification, and none of the quote.
func BenchmarkLosers(b *testing.B) {
	const losers = 100
	alone, one, single := bazaar(b, 1)
	crowd, all, farmers := bazaar(b, losers+1)
	all.N = 1
	var used time.Duration
	hires := 0
	for b.Loop() {
		runtime.GC()
		began := cpu(b)
		hireAll(b, crowd, all)
		dismissed(farmers)
		crowded := cpu(b)
		hireAll(b, alone, one)
		dismissed(single)
		used += 2*crowded - began - cpu(b)
		hires++
	}
	b.ReportMetric(float64(used.Microseconds())/float64(hires*losers), "cpu:µs")
	b.ReportMetric(0, "ns/op")
}

// slope is that of the line which lies nearest to the logarithms of what each count cost.
func slope(counts []int, cost []time.Duration) float64 {
	var n, x, y, xx, xy float64
	for i := range counts {
		u, v := math.Log(float64(counts[i])), math.Log(float64(cost[i]))
		n, x, y, xx, xy = n+1, x+u, y+v, xx+u*u, xy+u*v
	}
	return (n*xy - x*y) / (n*xx - x*x)
}

// cpu is what this process has used.
func cpu(tb testing.TB) time.Duration {
	tb.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// goroutines is how many live. runtime.NumGoroutine counts those too that have ended and are not cleared away yet.
func goroutines() int {
	stacks := make([]byte, 1<<20)
	stacks = stacks[:runtime.Stack(stacks, true)]
	return 1 + bytes.Count(stacks, []byte("\n\ngoroutine "))
}

// THREATS G, ARP's defects 5 and 7: after 1,000 sessions nothing is left running, nor in the tables.
func TestNoLeak(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := open(t, 2)
		h := m.ask()
		if _, err := m.hire(h); err != nil {
			t.Fatal(err)
		}
		rest := func() { // until those are gone that were kept for the next session
			time.Sleep(10 * time.Second)
			synctest.Wait()
		}
		rest()
		before := goroutines()
		sessions := 0
		for range 500 { // one is hired, the other declined
			if _, err := m.hire(h); err != nil {
				t.Fatal(err)
			}
			sessions += len(m.servers)
		}
		rest()
		after := goroutines()
		if after > before {
			t.Errorf("%d goroutines, %d before", after, before)
		}
		t.Logf("%d sessions in memory: goroutines %d before and %d after", sessions, before, after)
		if n := len(m.client.Sessions()) + len(m.servers[0].Sessions()) + len(m.servers[1].Sessions()); n > 0 {
			t.Errorf("%d sessions are left", n)
		}
		m.stop()
	})
}
