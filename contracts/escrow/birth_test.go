package escrow_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync/atomic"
	"testing"

	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/escrow"
)

// The history of a contract begins with the contract, not with its chain: one request finds it behind 2,100 blocks, also
// when the node has forgotten old states, though it takes more of them.
func TestEventsBeginWithTheContract(t *testing.T) { // C35
	chain, err := devchain.Start(t.Context(), devchain.Config{Heartbeat: -1, MaxLead: 24 * hour})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { chain.Close() })
	const old = 2100
	for range old {
		if _, err := chain.Seal(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	manager := manage(t, dial(t, chain.URL()), devchain.Account(0))
	deployed, err := escrow.Deploy(t.Context(), dial(t, chain.URL()), manager, escrow.Deployment{
		Grants: []escrow.Grant{{Account: devchain.Address(0), Amount: big.NewInt(funds)}}, MinimumWindow: window})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := deployed.Deposit(t.Context(), "one", devchain.Address(0), big.NewInt(7)); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		pruned bool
		asked  int64
	}{"archive": {false, 1}, "pruned": {true, 2}} {
		t.Run(name, func(t *testing.T) {
			p := newGate(t, chain.URL())
			p.pruned.Store(c.pruned)
			contract, err := escrow.Bind(t.Context(), dial(t, p.url), nil, deployed.Address())
			if err != nil {
				t.Fatal(err)
			}
			for range 2 {
				p.logs.Store(0)
				found := 0
				for e, err := range contract.Events(t.Context(), 0, chain.Head().Number, nil) {
					if err != nil {
						t.Fatal(err)
					}
					if _, ok := e.Entry.(escrow.Deposited); ok {
						found++
					}
				}
				if got := p.logs.Load(); found != 1 || got != c.asked {
					t.Errorf("%d deposits in %d requests, want 1 in %d", found, got, c.asked)
				}
			}
		})
	}
}

// Who waits for another's deposit waits as long as its context, even while the endpoint is stalled.
func TestADepositDoesNotWaitLongerThanItsContext(t *testing.T) { // THREATS 4, RPC outage
	m := newMarket(t)
	p := newGate(t, m.chain.URL())
	manager := manage(t, dial(t, p.url), devchain.Account(5))
	contract, err := escrow.Bind(m.ctx(), dial(t, p.url), manager, m.requester.Address())
	if err != nil {
		t.Fatal(err)
	}
	p.stall()
	holding, release := context.WithCancel(m.ctx())
	first := make(chan error, 1)
	go func() {
		_, err := contract.Deposit(holding, "first", devchain.Address(5), big.NewInt(1))
		first <- err
	}()
	select {
	case <-p.stalled:
	case <-m.ctx().Done():
		t.Fatal("the first deposit asks nothing")
	}
	enough := errors.New("enough")
	ctx, cancel := context.WithCancelCause(m.ctx())
	cancel(enough)
	if _, err := contract.Deposit(ctx, "second", devchain.Address(5), big.NewInt(1)); !errors.Is(err, enough) {
		t.Errorf("the second: %v", err)
	}
	release()
	if err := <-first; err == nil {
		t.Error("the first was made without an endpoint")
	}
}

// gate passes JSON-RPC on, counts questions for logs, and can keep states or every answer back.
type gate struct {
	url     string
	logs    atomic.Int64
	pruned  atomic.Bool
	closed  atomic.Bool
	stalled chan struct{} // a token when a question is kept
	done    chan struct{}
}

func newGate(t *testing.T, to string) *gate {
	t.Helper()
	target, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	g := &gate{stalled: make(chan struct{}, 1), done: make(chan struct{})}
	pass := httputil.NewSingleHostReverseProxy(target)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		if g.closed.Load() {
			select {
			case g.stalled <- struct{}{}:
			default:
			}
			select {
			case <-r.Context().Done():
			case <-g.done:
			}
			return
		}
		if bytes.Contains(body, []byte(`"eth_getLogs"`)) {
			g.logs.Add(1)
		}
		if g.pruned.Load() && bytes.Contains(body, []byte(`"eth_getCode"`)) && !bytes.Contains(body, []byte(`"latest"`)) {
			id := bytes.SplitN(bytes.SplitN(body, []byte(`"id":`), 2)[1], []byte(","), 2)[0]
			w.Header().Set("Content-Type", "application/json")
			w.Write([]byte(`{"jsonrpc":"2.0","id":` + string(id) + `,"error":{"code":-32000,"message":"missing trie node"}}`))
			return
		}
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		pass.ServeHTTP(w, r)
	}))
	g.url = server.URL
	t.Cleanup(func() {
		close(g.done)
		server.Close()
	})
	return g
}

func (g *gate) stall() { g.closed.Store(true) }
