package transactions_test

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"
	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/transactions"
)

// archive is a store of which a backup is made after every write.
type archive struct {
	transactions.Memory
	writes []write
}

type write struct {
	scope   transactions.Scope
	records []transactions.Record
}

func (a *archive) Put(ctx context.Context, scope transactions.Scope, records []transactions.Record) error {
	a.writes = append(a.writes, write{scope, records})
	return a.Memory.Put(ctx, scope, records)
}

// backup is the store as it was after so many writes.
func (a *archive) backup(t *testing.T, writes int) *transactions.Memory {
	t.Helper()
	m := new(transactions.Memory)
	for _, w := range a.writes[:writes] {
		if err := m.Put(t.Context(), w.scope, w.records); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

// outbid sends what a key asks for at another fee: what a Manager does with one that is stuck, and its store has lost.
func outbid(t *testing.T, client *transactions.Client, key string, nonce uint64) {
	t.Helper()
	call := pay(key)
	tx := types.MustSignNewTx(devchain.Account(0), types.LatestSignerForChainID(chainID), &types.DynamicFeeTx{
		ChainID: chainID, Nonce: nonce, To: call.To, Value: call.Value, Gas: call.Gas,
		GasTipCap: big.NewInt(50 * params.GWei), GasFeeCap: big.NewInt(200 * params.GWei),
	})
	if err := client.SendTransaction(t.Context(), tx); err != nil {
		t.Fatal(err)
	}
}

// A store comes from a backup, made after any of its writes, when all that was sent since is on the chain: what was replaced
// at a higher fee, what was canceled and sent again, and what the backup knows nothing of. What it knows is not said to have
// had no effect where it had one, so that nobody pays again; and no nonce serves twice.
func TestARestoredStorePaysNothingTwice(t *testing.T) { // THREATS B, N; THREATS 4, nonce
	chain := startChain(t, devchain.Config{})
	client := dial(t, chain.URL())
	store := new(archive)
	m := open(t, transactions.Config{Client: client, Store: store})
	mustSend(t, m, pay("first"))
	hold(t, chain)
	sent := sending(t, m, pay("outbid"))
	pooled(t, client, 1)
	outbid(t, client, "outbid", 1)
	release(t, chain)
	if r := sealing(t, chain, sent); r.err != nil {
		t.Errorf("its own transaction at a higher fee is another's: %v", r.err)
	}
	hold(t, chain)
	sent = sending(t, m, pay("again"))
	pooled(t, client, 1)
	canceled := make(chan result, 1)
	go func() { o, err := m.Cancel(t.Context(), "again"); canceled <- result{o, err} }()
	eventually(t, "the empty transaction to be in the pool", func() bool {
		balance, err := client.PendingBalanceAt(t.Context(), payee("again"))
		return err == nil && balance.Sign() == 0
	})
	release(t, chain)
	if r := <-canceled; r.err != nil {
		t.Fatal(r.err)
	}
	<-sent
	mustSend(t, m, pay("again"))
	mustSend(t, m, pay("last"))
	m.Close()
	keys := []string{"first", "outbid", "again", "last"}
	paid(t, client, keys...)
	for writes := range len(store.writes) + 1 {
		backup := store.backup(t, writes)
		m := open(t, transactions.Config{Client: client, Store: backup})
		for _, key := range keys {
			done := make(chan result, 1)
			go func() { o, err := m.Reconcile(t.Context(), key); done <- result{o, err} }()
			switch r := sealing(t, chain, done); {
			case errors.Is(r.err, transactions.ErrNoSuchKey): // whoever asks for it finds it done on the chain
			case key == "again" && (r.outcome.Status == transactions.Canceled || r.outcome.Status == transactions.Replaced): // it was, at first
			case r.err != nil || r.outcome.Status != transactions.Mined:
				t.Errorf("after %d of %d writes %s is %v, %v; it was mined", writes, len(store.writes), key, r.outcome.Status, r.err)
			}
		}
		anew := fmt.Sprintf("anew%d", writes)
		mustSend(t, m, pay(anew))
		m.Close()
		keys = append(keys, anew)
	}
	paid(t, client, keys...)
}

// The same while what was sent since lies in the node's pool: its nonces are not given to anything else.
func TestARestoredStoreLeavesWhatWaitsAlone(t *testing.T) { // THREATS B, N; A44
	chain := startChain(t, devchain.Config{})
	client := dial(t, chain.URL())
	store := new(archive)
	m := open(t, transactions.Config{Client: client, Store: store})
	hold(t, chain)
	keys := []string{"a", "b", "c"}
	for i, key := range keys {
		sending(t, m, pay(key))
		pooled(t, client, i+1)
	}
	m.Close()
	var waiting []<-chan result
	for writes := range len(store.writes) + 1 {
		m := open(t, transactions.Config{Client: client, Store: store.backup(t, writes)})
		anew := fmt.Sprintf("anew%d", writes)
		waiting = append(waiting, sending(t, m, pay(anew)))
		keys = append(keys, anew)
		pooled(t, client, len(keys))
	}
	release(t, chain)
	for i, sent := range waiting {
		if r := <-sent; r.err != nil {
			t.Errorf("with a store of %d writes: %v", i, r.err)
		}
	}
	paid(t, client, keys...)
}

func hold(t *testing.T, chain *devchain.Chain) {
	t.Helper()
	if err := chain.Hold(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func release(t *testing.T, chain *devchain.Chain) {
	t.Helper()
	if err := chain.Release(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// sealing makes blocks until there is a result: some things count only when two heads in a row say so.
func sealing(t *testing.T, chain *devchain.Chain, results <-chan result) (r result) {
	t.Helper()
	eventually(t, "an outcome", func() bool {
		select {
		case r = <-results:
			return true
		default:
		}
		if _, err := chain.Seal(t.Context()); err != nil {
			t.Fatal(err)
		}
		return false
	})
	return r
}
