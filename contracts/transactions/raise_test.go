package transactions_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"
	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/transactions"
)

// recordAt is what the store has of development account 0.
func recordAt(t *testing.T, store *transactions.Memory, nonce uint64) transactions.Record {
	t.Helper()
	r, _, err := store.At(t.Context(), transactions.Scope{ChainID: chainID, Account: devchain.Address(0)}, nonce)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestWhatIsBehindOneThatWaitsForBlocksIsRaised(t *testing.T) { // THREATS 4, stuck transaction
	chain := startChain(t, devchain.Config{})
	p := newProxy(t, chain.URL())
	client := dial(t, p.url)
	store := new(transactions.Memory)
	m := open(t, transactions.Config{Client: client, Store: store, Confirmations: 200, MinTip: big.NewInt(1000)})
	first := sending(t, m, pay("first"))
	eventually(t, "the first to be mined", func() bool {
		n, err := client.NonceAt(t.Context(), devchain.Address(0), nil)
		return err == nil && n == 1
	})
	poorTip(p)
	sending(t, m, pay("second"))
	eventually(t, "the second to be raised", func() bool {
		if _, err := chain.Seal(t.Context()); err != nil {
			t.Fatal(err)
		}
		if len(first) > 0 {
			t.Fatal("the first has come to its end before")
		}
		return len(recordAt(t, store, 1).Attempts) > 1
	})
}

// full is a node in front of a chain whose pool has no room as long as it is full: it takes nothing, and says so.
type full struct {
	url     string
	is      atomic.Bool
	refused atomic.Int64
}

func newFull(t *testing.T, chain *devchain.Chain) *full {
	t.Helper()
	f := new(full)
	f.is.Store(true)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		w.Header().Set("Content-Type", "application/json")
		var asked []struct{ ID json.RawMessage }
		if f.is.Load() && bytes.Contains(body, []byte("eth_sendRawTransaction")) && json.Unmarshal(body, &asked) == nil && len(asked) == 1 {
			f.refused.Add(1)
			fmt.Fprintf(w, `[{"jsonrpc":"2.0","id":%s,"error":{"code":-32000,"message":"transaction underpriced"}}]`, asked[0].ID)
			return
		}
		answer, err := http.Post(chain.URL(), "application/json", bytes.NewReader(body))
		if err != nil {
			return
		}
		defer answer.Body.Close()
		_, _ = io.Copy(w, answer.Body)
	}))
	t.Cleanup(server.Close)
	f.url = server.URL
	return f
}

func TestAFullPoolRaisesOnceABlock(t *testing.T) { // THREATS 4, replacement up to a cap
	chain := startChain(t, devchain.Config{})
	f := newFull(t, chain)
	store := new(transactions.Memory)
	m := open(t, transactions.Config{Client: dial(t, f.url), Store: store})
	sent := sending(t, m, pay("patient"))
	eventually(t, "the node to refuse it often", func() bool { return f.refused.Load() > 12 })
	if n := len(recordAt(t, store, 0).Attempts); n != 2 {
		t.Errorf("%d were signed in one block, want the first and one that pays more", n)
	}
	f.is.Store(false)
	if r := <-sent; r.err != nil {
		t.Error(r.err)
	}
}

// most is how many are signed for one nonce to be taken sooner.
const most = 40

func TestAfterAllAttemptsOneCanBeCanceled(t *testing.T) { // THREATS 4, replacement up to a cap
	chain := startChain(t, devchain.Config{})
	f := newFull(t, chain)
	store := new(transactions.Memory)
	m := open(t, transactions.Config{Client: dial(t, f.url), Store: store})
	sent := sending(t, m, pay("regret"))
	eventually(t, "all attempts", func() bool {
		if _, err := chain.Seal(t.Context()); err != nil {
			t.Fatal(err)
		}
		return len(recordAt(t, store, 0).Attempts) == most
	})
	canceled := make(chan result, 1)
	ctx := bounded(t)
	go func() {
		o, err := m.Cancel(ctx, "regret")
		canceled <- result{o, err}
	}()
	eventually(t, "an empty one in its place", func() bool { r := recordAt(t, store, 0); return r.Attempts[len(r.Attempts)-1].Empty })
	f.is.Store(false)
	if r := <-canceled; r.err != nil || r.outcome.Status != transactions.Canceled {
		t.Errorf("cancel: %v, %v", r.outcome.Status, r.err)
	}
	if r := <-sent; !errors.Is(r.err, transactions.ErrCanceled) {
		t.Errorf("who sent it got %v", r.err)
	}
}

func TestAfterAllAttemptsTheBaseFeeIsFollowed(t *testing.T) { // THREATS 4, stuck transaction
	chain := startChain(t, devchain.Config{})
	client := dial(t, chain.URL())
	hold(t, chain)
	store := new(transactions.Memory)
	m := open(t, transactions.Config{Client: client, Store: store})
	sending(t, m, pay("stuck"))
	pooled(t, client, 1)
	m.Close()
	if err := chain.DropPending(t.Context()); err != nil {
		t.Fatal(err)
	}
	release(t, chain)
	call, r := pay("stuck"), recordAt(t, store, 0)
	tx := types.MustSignNewTx(devchain.Account(0), types.LatestSignerForChainID(chainID), &types.DynamicFeeTx{
		ChainID: chainID, To: call.To, Value: call.Value, Gas: call.Gas, GasTipCap: big.NewInt(params.GWei / 1000), GasFeeCap: big.NewInt(params.GWei / 1000)})
	raw, err := tx.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	r.Attempts = slices.Repeat([]transactions.Attempt{{Hash: tx.Hash(), Raw: raw}}, most)
	if err := store.Put(t.Context(), transactions.Scope{ChainID: chainID, Account: devchain.Address(0)}, []transactions.Record{r}); err != nil {
		t.Fatal(err)
	}
	m = open(t, transactions.Config{Client: client, Store: store})
	if r := sealUntil(t, chain, "what was stuck", sending(t, m, pay("stuck"))); r.err != nil {
		t.Error(r.err)
	}
	paid(t, client, "stuck")
}
