package transactions_test

import (
	"context"
	"errors"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"
	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/transactions"
)

// patience bounds every wait of these tests: long enough for any machine, and never a verdict on speed.
const patience = 2 * time.Minute

var chainID = big.NewInt(devchain.DefaultChainID)

func startChain(t *testing.T, config devchain.Config) *devchain.Chain {
	t.Helper()
	if config.Heartbeat == 0 {
		config.Heartbeat = -1
	}
	if config.MaxLead == 0 {
		config.MaxLead = time.Hour // blocks as fast as the machine makes them
	}
	chain, err := devchain.Start(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { chain.Close() })
	return chain
}

func dial(t *testing.T, url string) *transactions.Client {
	t.Helper()
	client, err := transactions.Dial(t.Context(), url, chainID)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}

// open opens a Manager for development account 0 unless the configuration says otherwise.
func open(t *testing.T, config transactions.Config) *transactions.Manager {
	t.Helper()
	if config.Key == nil {
		config.Key = devchain.Account(0)
	}
	if config.Store == nil {
		config.Store = new(transactions.Memory)
	}
	if config.Poll == 0 {
		config.Poll = 20 * time.Millisecond
	}
	m, err := transactions.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(m.Close)
	return m
}

func bounded(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}

// pay is an effect that can be counted: one wei to an account of its own.
func pay(key string) transactions.Call {
	to := payee(key)
	return transactions.Call{Key: key, To: &to, Value: big.NewInt(1), Gas: 100_000}
}

func payee(key string) common.Address {
	return common.BytesToAddress(append([]byte{0xaa}, key...))
}

func mustSend(t *testing.T, m *transactions.Manager, call transactions.Call) transactions.Outcome {
	t.Helper()
	o, err := m.Send(bounded(t), call)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// result is what Send returned.
type result struct {
	outcome transactions.Outcome
	err     error
}

// sending calls Send in the background.
func sending(t *testing.T, m *transactions.Manager, call transactions.Call) <-chan result {
	t.Helper()
	done := make(chan result, 1)
	ctx := bounded(t)
	go func() {
		o, err := m.Send(ctx, call)
		done <- result{o, err}
	}()
	return done
}

// sealUntil makes blocks until what was sent has come to an end, which it returns.
func sealUntil(t *testing.T, chain *devchain.Chain, what string, sent <-chan result) result {
	t.Helper()
	eventually(t, what, func() bool {
		if _, err := chain.Seal(t.Context()); err != nil {
			t.Fatal(err)
		}
		return len(sent) > 0
	})
	return <-sent
}

// paid checks that each key's effect happened exactly once.
func paid(t *testing.T, client *transactions.Client, keys ...string) {
	t.Helper()
	for _, key := range keys {
		balance, err := client.BalanceAt(t.Context(), payee(key), nil)
		if err != nil {
			t.Fatal(err)
		}
		if balance.Int64() != 1 {
			t.Errorf("%s happened %v times, want once", key, balance)
		}
	}
}

// eventually waits until ok holds.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	ctx := bounded(t)
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-ctx.Done():
			t.Fatalf("waited %v for: %s", patience, what)
		case <-tick.C:
		}
	}
}

// pooled waits until n transactions of development account 0 lie in the node's pool.
func pooled(t *testing.T, client *transactions.Client, n int) {
	t.Helper()
	eventually(t, "transactions in the pool", func() bool {
		latest, err1 := client.NonceAt(t.Context(), devchain.Address(0), nil)
		pending, err2 := client.PendingNonceAt(t.Context(), devchain.Address(0))
		return err1 == nil && err2 == nil && pending >= latest+uint64(n)
	})
}

// foreign sends a transaction with the key of development account from, past any Manager.
func foreign(t *testing.T, client *transactions.Client, from int, nonce uint64, tipGwei int64) {
	t.Helper()
	to := common.Address{0xff}
	tx := types.MustSignNewTx(devchain.Account(from), types.LatestSignerForChainID(chainID), &types.DynamicFeeTx{
		ChainID: chainID, Nonce: nonce, To: &to, Gas: 21_000,
		GasTipCap: big.NewInt(tipGwei * params.GWei), GasFeeCap: big.NewInt((tipGwei + 100) * params.GWei),
	})
	if err := client.SendTransaction(t.Context(), tx); err != nil {
		t.Fatal(err)
	}
}

// proxy stands between a client and a chain. Each request's body passes edit, which may answer in the chain's place.
type proxy struct {
	url    string
	answer atomic.Pointer[http.HandlerFunc] // nil: pass on
	modify atomic.Pointer[func([]byte) []byte]
}

func newProxy(t *testing.T, target string) *proxy {
	t.Helper()
	u, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	p := new(proxy)
	pass := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(u)
			r.Out.Header.Set("Accept-Encoding", "identity")
		},
		ModifyResponse: func(r *http.Response) error {
			if edit := p.modify.Load(); edit != nil {
				return rewrite(r, *edit)
			}
			return nil
		},
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if f := p.answer.Load(); f != nil {
			(*f)(w, r)
			return
		}
		pass.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	p.url = server.URL
	return p
}

func (p *proxy) fail(f http.HandlerFunc)    { p.answer.Store(&f) }
func (p *proxy) edit(f func([]byte) []byte) { p.modify.Store(&f) }
func (p *proxy) heal()                      { p.answer.Store(nil); p.modify.Store(nil) }
func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}
func replyText(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Write([]byte(text))
	}
}

// waits records what a Manager said that it waits for.
type waits struct {
	mu  sync.Mutex
	all []transactions.Wait
}

func (w *waits) add(x transactions.Wait) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.all = append(w.all, x)
}

func (w *waits) said(key, text string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.ContainsFunc(w.all, func(x transactions.Wait) bool { return x.Key == key && strings.Contains(x.For, text) })
}

// brittle is a store that fails when it is told to.
type brittle struct {
	transactions.Memory
	broken atomic.Bool
}

func (b *brittle) Put(ctx context.Context, scope transactions.Scope, records []transactions.Record) error {
	if b.broken.Load() {
		return errors.New("no space left on device")
	}
	return b.Memory.Put(ctx, scope, records)
}
