package devmarket

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/parley-p2p/parley/contracts/bindings"
	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/services/deals"
)

// Symbol and Decimals of play money.
const (
	Symbol   = "PLAY"
	Decimals = 18
)

// Config says where the market keeps itself and where it listens.
type Config struct {
	Dir  string // keeps the chain; "" is in memory
	Addr string // of the JSON-RPC endpoint; "" is a free port of 127.0.0.1
	// MinimumWindow is the contract's. Default 2 s: on a machine of one's own nobody shifts block times.
	MinimumWindow time.Duration
	// Mediators are the list of the panel that judges. None: there is no panel.
	Mediators []deals.Address
	// Rules are the panel's. Default DefaultRules.
	Rules panel.Rules
	// Ahead is how far the chain's time may be moved ahead of this machine's clock, over dev_advance of its endpoint, beside the
	// seconds that the chain is ahead of by itself. Default 0: it cannot be moved there.
	Ahead time.Duration
	// Point is the chain's: see devchain.Config. Wrap is put around the store of what the market signs. Nil: nothing is.
	Point  func(what string)
	Wrap   func(transactions.Store) transactions.Store
	Logger *slog.Logger
}

// Market is a running chain with a contract. Its methods may be called concurrently.
type Market struct {
	chain    *devchain.Chain
	client   *transactions.Client
	store    transactions.Store
	close    func() error
	manager  *transactions.Manager
	contract *escrow.Contract
	panel    *panel.Panel // nil: none

	mu      sync.Mutex
	granted map[deals.Address]bool
}

// What an account is given, once.
var (
	coinGrant  = new(big.Int).Mul(big.NewInt(1), tenTo(18))      // for gas
	tokenGrant = new(big.Int).Mul(big.NewInt(10_000), tenTo(18)) // play money
	supply     = new(big.Int).Mul(big.NewInt(1e12), tenTo(18))
)

// DefaultRules are panel.DefaultRules for prices up to a hundred, with windows for who waits at one machine: a case takes forty
// minutes, and an appeal as long again.
func DefaultRules() panel.Rules {
	r := panel.DefaultRules(new(big.Int).Mul(big.NewInt(100), tenTo(Decimals)), tenTo(Decimals-3))
	r.CommitWindow, r.Finality, r.RevealWindow, r.AppealWindow = 30*time.Minute, 5*time.Second, 5*time.Minute, 5*time.Minute
	return r
}

func tenTo(n int64) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(n), nil) }

// Start runs the market until Close. In a directory it goes on where it was.
func Start(ctx context.Context, c Config) (*Market, error) {
	if c.MinimumWindow == 0 {
		c.MinimumWindow = 2 * time.Second
	}
	// Well below the 30 s within which a deal is to be opened: the contract goes by chain time, whoever asks by the clock.
	config := devchain.Config{Addr: c.Addr, Heartbeat: time.Second, MaxLead: 12*time.Second + c.Ahead, Controls: c.Ahead > 0, Point: c.Point, Logger: c.Logger}
	// The blocks in which a new market deploys have times before it began, so that those who come find all of the lead unused.
	var behind atomic.Int64
	config.Now = func() time.Time { return time.Now().Add(-time.Duration(behind.Load())) }
	fresh := c.Dir == ""
	m := &Market{store: new(transactions.Memory), close: func() error { return nil }, granted: map[deals.Address]bool{}}
	if c.Dir != "" {
		if err := os.MkdirAll(c.Dir, 0o700); err != nil {
			return nil, err
		}
		config.DataDir = filepath.Join(c.Dir, "chain")
		_, err := os.Stat(config.DataDir)
		fresh = os.IsNotExist(err)
		store, err := transactions.OpenSQLite(ctx, filepath.Join(c.Dir, "transactions.db"))
		if err != nil {
			return nil, err
		}
		m.store, m.close = store, store.Close
	}
	if c.Wrap != nil {
		m.store = c.Wrap(m.store)
	}
	if fresh {
		behind.Store(int64(30 * time.Second))
	}
	var err error
	if m.chain, err = devchain.Start(ctx, config); err == nil {
		err = m.deploy(ctx, c)
		behind.Store(0)
	}
	if err != nil {
		return nil, errors.Join(err, m.Close())
	}
	return m, nil
}

func (m *Market) deploy(ctx context.Context, c Config) (err error) {
	if m.client, err = transactions.Dial(ctx, m.chain.URL(), m.chain.ChainID()); err != nil {
		return err
	}
	m.manager, err = transactions.Open(ctx, transactions.Config{Client: m.client, Key: devchain.Account(0), Store: m.store,
		Poll: 20 * time.Millisecond, Decode: panel.Explain, Logger: c.Logger})
	if err != nil {
		return err
	}
	m.contract, err = escrow.Deploy(ctx, m.client, m.manager, escrow.Deployment{MinimumWindow: c.MinimumWindow,
		Grants: []escrow.Grant{{Account: m.manager.Account(), Amount: supply}}})
	if err != nil || len(c.Mediators) == 0 {
		return err
	}
	return m.convene(ctx, c)
}

// convene deploys the panel, another one for each list and each set of rules, and gives its members what they need to stake.
func (m *Market) convene(ctx context.Context, c Config) error {
	d := panel.Deployment{Escrow: m.contract, Rules: c.Rules}
	if d.Rules == (panel.Rules{}) {
		d.Rules = DefaultRules()
	}
	d.Unbonding = d.Rules.Longest()
	for _, a := range c.Mediators {
		d.Members = append(d.Members, common.Address(a))
	}
	name := crypto.Keccak256Hash(fmt.Append(nil, d.Members, d.Rules)) // the same list and rules are the same panel
	// All are on their way at once, and share blocks: each block takes a second of what the chain may run ahead of the clock.
	work := []func() error{func() (err error) {
		m.panel, err = panel.Deploy(ctx, m.client, m.manager, name.Hex(), d)
		return err
	}}
	for _, a := range c.Mediators {
		work = append(work, func() error { return m.Grant(ctx, a) })
	}
	return together(work...)
}

// RPC is the address of the JSON-RPC endpoint.
func (m *Market) RPC() string { return m.chain.URL() }

// ChainID is the chain's.
func (m *Market) ChainID() uint64 { return m.chain.ChainID().Uint64() }

// Contract is the account of the contract Parley.
func (m *Market) Contract() deals.Address { return deals.Address(m.contract.Address()) }

// Panel is the account of the panel that judges; zero: there is none.
func (m *Market) Panel() (address deals.Address) {
	if m.panel != nil {
		address = deals.Address(m.panel.Address())
	}
	return address
}

// Token is the account of the play money.
func (m *Market) Token() deals.Address { return deals.Address(m.contract.Token()) }

// Advance moves the chain's time ahead, for who cannot wait, and returns what it is then.
func (m *Market) Advance(ctx context.Context, d time.Duration) (time.Time, error) {
	head, err := m.chain.Advance(ctx, d)
	return head.Time, err
}

// Grant gives an account coin for gas and play money, once.
func (m *Market) Grant(ctx context.Context, account deals.Address) error {
	m.mu.Lock()
	granted := m.granted[account]
	m.mu.Unlock()
	if granted {
		return nil
	}
	to, token := common.Address(account), m.contract.Token()
	// Both are on their way at once, so that they share a block. Who asks twice at once gets one of each: their keys are the same.
	err := together(func() error {
		_, err := m.manager.Send(ctx, transactions.Call{Key: "coin/" + account.String(), To: &to, Value: coinGrant})
		return err
	}, func() error {
		_, err := m.manager.Send(ctx, transactions.Call{Key: "token/" + account.String(), To: &token,
			Data: bindings.NewPlayMoney().PackTransfer(to, tokenGrant)})
		return err
	})
	if err != nil {
		return fmt.Errorf("grant to %s: %w", account, err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.granted[account] = true
	return nil
}

// together does all at once, and waits for all.
func together(work ...func() error) error {
	errs := make([]error, len(work))
	var all sync.WaitGroup
	for i, f := range work {
		all.Go(func() { errs[i] = f() })
	}
	all.Wait()
	return errors.Join(errs...)
}

// Close ends everything that was started.
func (m *Market) Close() error {
	if m.manager != nil {
		m.manager.Close()
	}
	if m.client != nil {
		m.client.Close()
	}
	var err error
	if m.chain != nil {
		err = m.chain.Close()
	}
	return errors.Join(err, m.close())
}
