package bench

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/contracts/devmarket"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/executor/executortest"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
	"github.com/parley-p2p/parley/services/compute/wasm"
	"github.com/parley-p2p/parley/services/deals"
)

// rush is how many jobs there are, and how many of them are under way at once: each waits for a block, and a development chain
// makes one a second in the long run.
type rush struct{ jobs, atOnce int }

var atOnce = flag.Int("atonce", 128, "small jobs that are under way at once where deals are sustained; on a busy machine many miss their deadlines")

// BenchmarkDeals are whole jobs between one requester and one farmer over TCP, each a deal of its own with escrow on a
// development chain, from the SOW until the farmer has its money: journals, transactions and content on disk, a fresh worker
// for each; the money was deposited ahead. All CPU counts: both parties', the chain's, the workers'. The chain's time runs as
// far ahead of the clock as it may when the measurement begins, so that no more blocks come than can go on coming. A job
// whose deal is not opened in time, on a machine that is busy with other things, counts as failed and not as done. The floor
// is [trade.jobs].
func BenchmarkDeals(b *testing.B) {
	b.Run("sustained/small", func(b *testing.B) {
		p := guest.NewProgram("fd_write")
		rush{2 * *atOnce, *atOnce}.sustain(b, p.Build(guest.Const(1), p.Vector("hello\n"), guest.Const(0), guest.Call(0), guest.Op(guest.Drop)))
	})
	b.Run("sustained/go", func(b *testing.B) {
		module, err := os.ReadFile(executortest.Program(b))
		if err != nil {
			b.Fatal(err)
		}
		rush{*atOnce / 2, *atOnce / 2}.sustain(b, module, "exit", "0")
	})
}

// sustain runs jobs of a module, a few if it is only to be seen that they run.
func (r rush) sustain(b *testing.B, module []byte, args ...string) {
	once := flag.Lookup("test.benchtime").Value.String() == "1x"
	if once {
		r = rush{4, 4}
	}
	s := newStall(b)
	job := s.job(b, module, args)
	if err := job(); err != nil { // the module is compiled, the money deposited
		b.Fatal(err)
	}
	bare := s.trade(b, module, args)
	if !once {
		s.catchUp(b)
	}
	b.ResetTimer()
	began, used := time.Now(), cpuOfAll()
	var failed atomic.Int64
	_, _ = crowd(r.jobs, r.atOnce, func() error {
		if err := job(); err != nil {
			failed.Add(1)
			b.Log(err)
		}
		return nil
	})
	done := r.jobs - int(failed.Load())
	s.paid(b, done+1)
	got := figures{each: time.Since(began) / time.Duration(max(done, 1)), cpu: (cpuOfAll() - used) / time.Duration(r.jobs)}
	floor := bare.floor(b, r)
	report(b, "1/s", rate(got), rate(floor))
	report(b, "cpu:ms", micros(got.cpu)/1000, micros(floor.cpu)/1000)
	b.ReportMetric(float64(failed.Load()), "failed:jobs")
}

// job is one job of a module, from the SOW until it is paid.
func (s *stall) job(b *testing.B, module []byte, args []string) func() error {
	b.Helper()
	id, err := content.AddFile(b.Context(), s.buyer.Store, bytes.NewReader(module), content.Limits{})
	if err != nil {
		b.Fatal(err)
	}
	return func() error {
		j := &compute.Job{ID: compute.NewID(), Module: id.String(), Tasks: []compute.Task{{Args: args}}}
		sow, err := compute.SOW(j)
		if err != nil {
			return err
		}
		sow.Settlements, sow.DeliverByMs = s.offers, time.Now().Add(10*time.Minute).UnixMilli()
		_, err = compute.Run(b.Context(), s.client, s.buyer, j, sow, s.hiring, nil)
		return err
	}
}

// stall is a requester and a farmer who trade on a development chain.
type stall struct {
	market *devmarket.Market
	client *requester.Client
	buyer  *compute.Buyer
	hiring requester.Hiring
	offers []*messages.Settlement
	earned *deals.Ledger
}

func newStall(b *testing.B) *stall {
	b.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	market, err := devmarket.Start(ctx, devmarket.Config{Dir: b.TempDir()})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = market.Close() })
	engine := &wasm.Engine{CacheDir: b.TempDir()}
	b.Cleanup(func() { _ = engine.Close() })
	on := lay(b, "tcp")
	asks, farms := newSide(b, market), newSide(b, market)
	s := &stall{market: market, buyer: &compute.Buyer{Store: asks.store, Blocks: farms.store, Notes: asks.journal},
		hiring: requester.Hiring{Reserve: -1, Wait: -1, Farmers: []discovery.Candidate{{Key: on.farmer}}}, earned: farms.ledger}
	work := &compute.Farmer{Executor: engine, Store: farms.store, Blocks: asks.store, Notes: farms.journal, Dir: b.TempDir(),
		Asset: farms.account.Asset().String(), PerTask: messages.AmountOfUint64(10), MaxJobs: 1024}
	funded, guarded := deals.Fund(s.buyer, asks.account, asks.ledger, compute.Digest), deals.Guard(work, farms.account, farms.ledger, compute.Digest)
	offer, err := funded.Offer(deals.DefaultCollateral)
	if err != nil {
		b.Fatal(err)
	}
	s.offers = []*messages.Settlement{offer}
	server := &farmer.Server{Farmer: guarded, Signer: on.farms, Journal: farms.journal, MaxPerPeer: 10_000}
	s.client = &requester.Client{Requester: funded, Signer: on.asks, Dialer: on.dial, Journal: asks.journal}
	for _, run := range []func(context.Context) error{
		func(ctx context.Context) error { return server.Serve(ctx, on.listen) },
		s.client.Run,
		(&deals.Reconciler{Contract: asks.account, Ledger: asks.ledger}).Run,
		(&deals.Reconciler{Contract: farms.account, Ledger: farms.ledger}).Run,
	} {
		running.Go(func() { _ = run(ctx) })
	}
	b.Cleanup(func() {
		cancel()
		running.Wait()
	})
	return s
}

// side is what a party keeps on disk, and its account.
type side struct {
	journal *journal.SQLite
	store   *content.Store
	secret  []byte
	account *party.Opened
	ledger  *deals.Ledger
}

func newSide(b *testing.B, market *devmarket.Market) *side {
	b.Helper()
	dir := b.TempDir()
	must := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	j, err := journal.Open(filepath.Join(dir, "journal.db"))
	must(err)
	b.Cleanup(func() { _ = j.Close() })
	store, err := content.OpenStore(filepath.Join(dir, "content"))
	must(err)
	b.Cleanup(func() { _ = store.Close() })
	secret, err := party.NewSecret()
	must(err)
	account, err := party.Open(b.Context(), party.Config{RPC: market.RPC(), ChainID: market.ChainID(), Contract: market.Contract(),
		Secret: secret, Store: filepath.Join(dir, "transactions.db")})
	must(err)
	b.Cleanup(func() { _ = account.Close() })
	must(market.Grant(b.Context(), account.Account().Address))
	ahead, err := messages.ParseAmount("5000000000000000000000")
	must(err)
	must(account.Deposit(b.Context(), "ahead", ahead))
	return &side{j, store, secret, account, &deals.Ledger{Journal: j}}
}

// catchUp uses up the chain's lead: transactions have it make blocks until one has to wait for the clock.
func (s *stall) catchUp(b *testing.B) {
	b.Helper()
	for n := byte(1); n < 100; n++ {
		began := time.Now()
		if err := s.market.Grant(b.Context(), deals.Address{0xff, n}); err != nil {
			b.Fatal(err)
		}
		if time.Since(began) > 700*time.Millisecond {
			return
		}
	}
	b.Fatal("the chain makes as many blocks as are wanted")
}

// paid waits until the farmer has been paid for so many jobs, for two minutes at most.
func (s *stall) paid(b *testing.B, n int) {
	b.Helper()
	for until := time.Now().Add(2 * time.Minute); ; {
		closed := 0
		for r, err := range s.earned.All(b.Context()) {
			if err != nil {
				b.Fatal(err)
			}
			if r.Closed && !r.Void {
				closed++
			}
		}
		if closed >= n {
			return
		}
		if time.Now().After(until) {
			b.Fatalf("%d deals are closed, want %d", closed, n)
		}
		time.Sleep(50 * time.Millisecond)
	}
}
