package reorg

import (
	"context"
	"crypto/ecdsa"
	"math/big"
	"net/http"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/contracts/quorum"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/parleytest/ledger"
	"github.com/parley-p2p/parley/parleytest/ledger/onchain"
	"github.com/parley-p2p/parley/parleytest/liar"
	"github.com/parley-p2p/parley/services/deals"
)

// world is one contract on a chain, its accounts, and who makes the blocks.
type world struct {
	*testing.T
	chain  Chain
	client *transactions.Client // of the test itself
	depth  uint64               // that every party waits for
	seats  []*seat              // the ledger's; where a panel judges, its members after them
	miner  *miner
	bench  *bench        // nil where no panel judges
	lies   *atomic.Int64 // that were told, where each party asks three endpoints of which one lies; else nil
}

// poll is how often parties and Managers look.
const poll = 10 * time.Millisecond

// newWorld deploys the contract, and gives each seat its tokens; with a panel of so many seats in its first round, unless they are none.
func newWorld(t *testing.T, start Start, depth uint64, judges uint8, lies *atomic.Int64) *world {
	t.Helper()
	ctx := context.Background() // what is left is ended after the test's has ended
	var accounts []common.Address
	var grants []escrow.Grant
	all := int(ledger.Seats)
	if judges > 0 {
		all += members
	}
	for n := range all {
		accounts = append(accounts, devchain.Address(n))
		grants = append(grants, escrow.Grant{Account: devchain.Address(n), Amount: big.NewInt(ledger.Wealth)})
	}
	// The chain's time stands behind the clock, so that a block more or less is no deadline of a deal.
	chain := start(t, time.Now().Add(-3*time.Minute), accounts)
	w := &world{T: t, chain: chain, depth: depth, lies: lies, seats: make([]*seat, all)}
	var err error
	w.client, err = transactions.Dial(ctx, chain.URL(), chain.ID())
	w.must(err)
	t.Cleanup(w.client.Close)
	w.miner = newMiner(w, accounts)
	var deployed *escrow.Contract
	for n := range w.seats {
		s := w.open(ctx, devchain.Account(n), filepath.Join(t.TempDir(), "transactions.db"))
		if w.seats[n] = s; deployed == nil {
			deployed, err = escrow.Deploy(ctx, s.Client, s.manager, escrow.Deployment{Grants: grants, MinimumWindow: ledger.MinimumWindow * time.Second})
			w.must(err)
		}
		contract, err := escrow.Bind(ctx, s.Client, s.manager, deployed.Address())
		w.must(err)
		s.Escrow, s.Party.Party = contract, party.New(contract, s.Client, s.key)
	}
	w.miner.contracts = [...]common.Address{onParley: deployed.Address(), onToken: deployed.Token(), onStake: {}}
	if judges > 0 {
		w.bench = newBench(ctx, w, judges)
	}
	return w
}

// open makes what an account sends with.
func (w *world) open(ctx context.Context, key *ecdsa.PrivateKey, file string) *seat {
	w.Helper()
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.DisableCompression = true
	s := &seat{Party: &onchain.Party{Test: w.T}, world: w, key: key, wire: &wire{RoundTripper: transport}}
	var err error
	s.Client, err = w.dial(ctx, s.wire)
	w.must(err)
	w.Cleanup(s.Client.Close)
	s.store, err = transactions.OpenSQLite(ctx, file)
	w.must(err)
	w.Cleanup(func() { s.store.Close() })
	s.manager, err = transactions.Open(ctx, transactions.Config{Client: s.Client, Key: key, Store: s.store, Confirmations: w.depth, Decode: panel.Explain, Poll: poll})
	w.must(err)
	w.Cleanup(s.manager.Close)
	return s
}

// dial connects to the chain through one endpoint, or three.
func (w *world) dial(ctx context.Context, way *wire) (*transactions.Client, error) {
	url := w.chain.URL()
	if w.lies == nil {
		return transactions.DialThrough(ctx, url, w.chain.ID(), way)
	}
	const lying = "?liar"
	return quorum.Dial(ctx, quorum.Config{Addresses: []string{url, url + lying, url + "?other"}, ChainID: w.chain.ID(),
		Transport: func(address string) http.RoundTripper {
			if strings.HasSuffix(address, lying) {
				return &liar.Endpoint{RoundTripper: way, Told: w.lies}
			}
			return way
		}})
}

// Party implements ledger.World.
func (w *world) Party(n ledger.Seat) ledger.Account { return w.seats[n] }

// Advance implements ledger.World.
func (w *world) Advance(d time.Duration) { w.must(w.miner.advance(context.Background(), d)) }

// Burned implements ledger.World.
func (w *world) Burned() int64 { return w.seats[0].Party.Burned() }

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// seat is an account: a party of the product's, what it sends with, and its way to the chain.
type seat struct {
	*onchain.Party
	*world
	key     *ecdsa.PrivateKey
	store   *transactions.SQLite
	manager *transactions.Manager
	wire    *wire
	panel   *panel.Panel // nil where none judges
}

// worth is what the account has: free in the contract, and that with what is outside, staked and earned.
func (s *seat) worth(ctx context.Context) (free, all int64) {
	s.Helper()
	a, err := s.Escrow.Account(ctx, s.manager.Account())
	s.must(err)
	free = a.Free.Int64()
	return free, free + s.Tokens(deals.Address(s.manager.Account())) + s.staked(ctx)
}

// wire is a seat's way to the chain, which a test cuts.
type wire struct {
	http.RoundTripper
	cut      atomic.Bool
	answered atomic.Int64
}

// RoundTrip implements http.RoundTripper.
func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	if w.cut.Load() {
		r.Body.Close()
		return &http.Response{StatusCode: http.StatusServiceUnavailable, Status: "503 Service Unavailable", Request: r, Body: http.NoBody}, nil
	}
	response, err := w.RoundTripper.RoundTrip(r)
	if err == nil {
		w.answered.Add(1)
	}
	return response, err
}

// CloseIdleConnections is what http.Client asks for.
func (w *wire) CloseIdleConnections() { w.RoundTripper.(*http.Transport).CloseIdleConnections() }

// answered is how often the chain has answered the parties.
func (w *world) answered() (n int64) {
	for _, s := range w.seats {
		n += s.wire.answered.Load()
	}
	return n
}
