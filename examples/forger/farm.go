package forger

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/contracts/court"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/wasm"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/disclosure"
	"github.com/parley-p2p/parley/services/mediator"
	"github.com/parley-p2p/parley/transports/libp2p"
)

// Farm is a farmer that cheats. Set its fields, then Run it once.
type Farm struct {
	Dir       string   // keeps everything
	Cache     string   // of compiled modules
	Bootstrap []string // addresses of peers through which the network is joined
	// RPC, ChainID, Contract and Panel say where it is paid, and who judges.
	RPC             string
	ChainID         uint64
	Contract, Panel deals.Address
	Signer          ed25519.PrivateKey // who it is
	Secret          []byte             // of its account, which has coin for gas and tokens for its bond
	Price           messages.Amount    // of a task
	PerFuel         messages.Amount    // of 10^9 fuel, for jobs that bound what their runs may use
	// Withholds: it works honestly, and serves what came of it to nobody. Otherwise it paints over pictures.
	Withholds bool
	// Painted hears of every picture that it has painted over: the file as it is then.
	Painted func(picture []byte)
	// Ready hears when it can be hired.
	Ready func(farmer messages.Key, addrs []string)
}

// Run farms until ctx ends.
func (f *Farm) Run(ctx context.Context) (err error) {
	if err := os.MkdirAll(f.Dir, 0o700); err != nil {
		return err
	}
	var closers []func() error
	defer func() {
		for i := len(closers) - 1; i >= 0; i-- {
			err = errors.Join(err, closers[i]())
		}
	}()
	kept, err := journal.Open(filepath.Join(f.Dir, "journal.db"))
	if err != nil {
		return err
	}
	closers = append(closers, kept.Close)
	store, err := content.OpenStore(filepath.Join(f.Dir, "content"))
	if err != nil {
		return err
	}
	closers = append(closers, store.Close)
	host, err := libp2p.New(libp2p.Config{Signer: f.Signer, Listen: []string{"/ip4/127.0.0.1/tcp/0"}, Bootstrap: f.Bootstrap, Local: true})
	if err != nil {
		return err
	}
	closers = append(closers, host.Close)
	if err := host.Join(ctx); err != nil {
		return err
	}
	served, err := f.served(store)
	if err != nil {
		return err
	}
	if served != store {
		closers = append(closers, served.Close)
	}
	blocks := libp2p.NewBitswap(context.WithoutCancel(ctx), host.Libp2p(), nil, served, libp2p.BitswapOptions{})
	closers = append(closers, blocks.Close)
	engine := &wasm.Engine{CacheDir: f.Cache}
	closers = append(closers, engine.Close)
	account, err := party.Open(ctx, party.Config{RPC: f.RPC, ChainID: f.ChainID, Contract: f.Contract, Panel: f.Panel, Secret: f.Secret, Store: filepath.Join(f.Dir, "transactions.db")})
	if err != nil {
		return err
	}
	closers = append(closers, account.Close)
	work := &compute.Farmer{Executor: engine, Store: store, Blocks: blocks, Notes: kept, Dir: filepath.Join(f.Dir, "work"), Asset: account.Asset().String(), PerTask: f.Price, PerFuel: f.PerFuel,
		Keys: &disclosure.Hired{Ring: &disclosure.Ring{Notes: kept}, Asker: host}}
	if !f.Withholds {
		work.Executor = Brush{Executor: engine, Painted: f.Painted}
	}
	return f.serve(ctx, host, kept, served, account, work)
}

// served is what others can fetch: all that it has, or nothing.
func (f *Farm) served(store *content.Store) (*content.Store, error) {
	if !f.Withholds {
		return store, nil
	}
	return content.OpenStore(filepath.Join(f.Dir, "nothing"))
}

// serve has the farmer hired, paid and judged, until ctx ends.
func (f *Farm) serve(ctx context.Context, host *libp2p.Host, kept journal.Journal, served *content.Store, account *party.Opened, work *compute.Farmer) error {
	ledger := &deals.Ledger{Journal: kept}
	guard := deals.Guard(work, account, ledger, compute.Digest)
	reconciler := &deals.Reconciler{Contract: account, Ledger: ledger}
	duties := []func(context.Context) error{reconciler.Run}
	if account.Panel != nil {
		var err error
		if guard.Collateral, err = court.Collateral(account.Panel); err != nil {
			return err
		}
		guard.Takes = court.Takes(account.Panel)
		shows := &mediator.Exhibits{Ledger: ledger, Chain: account, Store: served, Advertiser: host}
		duties = append(duties, shows.Run)
	}
	mux := new(farmer.Mux)
	mux.Handle(compute.Service, guard)
	server := &farmer.Server{Farmer: mux, Signer: f.Signer, Journal: kept}
	duties = append(duties, func(ctx context.Context) error { return server.Serve(ctx, host) },
		func(ctx context.Context) error { return host.Advertise(ctx, compute.Service, nil) })
	if f.Ready != nil {
		key, err := messages.PublicKey(f.Signer)
		if err != nil {
			return err
		}
		f.Ready(key, host.Addrs())
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ended := make(chan error, len(duties))
	for _, duty := range duties {
		go func() { ended <- duty(ctx) }()
	}
	err := <-ended
	cancel()
	for range len(duties) - 1 {
		<-ended
	}
	return err
}

// Brush paints over the pictures that a program has made.
type Brush struct {
	executor.Executor
	Painted func(picture []byte) // hears of each; nil: nobody does
}

// EngineOf implements executor.PinnedByTask: it says that it is the engine inside, as who lies would.
func (b Brush) EngineOf(t *executor.Task) string { return executor.EngineOf(b.Executor, t) }

// Execute runs a task honestly first.
func (b Brush) Execute(ctx context.Context, t executor.Task) (*executor.Report, error) {
	report, err := b.Executor.Execute(ctx, t)
	if err != nil {
		return report, err
	}
	pictures, err := filepath.Glob(filepath.Join(t.Dir, "outputs", "*.png"))
	if err != nil {
		return nil, err
	}
	for _, path := range pictures {
		if err := Paint(path); err != nil {
			return nil, &executor.Error{Code: executor.Internal, Cause: fmt.Sprintf("%s cannot be painted over: %v", path, err)}
		}
		if b.Painted == nil {
			continue
		}
		if picture, err := os.ReadFile(path); err == nil {
			b.Painted(picture)
		}
	}
	return report, nil
}
