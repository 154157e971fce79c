package transactions_test

import (
	"fmt"
	"math/big"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/params"
	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/transactions"
)

// surveyed is what is said of the transactions of development account 0 that a store holds.
func surveyed(t *testing.T, client *transactions.Client, store transactions.Store) []transactions.Wait {
	t.Helper()
	waits, err := transactions.Survey(t.Context(), devchain.Address(0), transactions.Config{Client: client, Store: store})
	if err != nil {
		t.Fatal(err)
	}
	return waits
}

// want: the only transaction of a store waits for this.
func want(t *testing.T, waits []transactions.Wait, key string, well bool, says string) {
	t.Helper()
	if len(waits) != 1 || waits[0].Key != key || waits[0].Well != well || waits[0].Hash == (common.Hash{}) || !strings.Contains(waits[0].For, says) {
		t.Errorf("%+v, want that %s waits for %q, well: %t", waits, key, says, well)
	}
}

// left is a store with a transaction that lies in the pool of a chain that is held, and whose Manager is gone.
func left(t *testing.T, chain *devchain.Chain, config transactions.Config, key string) (*transactions.Client, *transactions.Memory) {
	t.Helper()
	client, store := dial(t, chain.URL()), new(transactions.Memory)
	config.Client, config.Store = client, store
	m := open(t, config)
	if err := chain.Hold(t.Context()); err != nil {
		t.Fatal(err)
	}
	sending(t, m, pay(key))
	pooled(t, client, 1)
	m.Close()
	return client, store
}

// letGo lets the chain go on, until the account has used its first nonce, or for a block.
func letGo(t *testing.T, chain *devchain.Chain) {
	t.Helper()
	if err := chain.Release(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := chain.Seal(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// Whatever keeps a transaction whose program does not run is told by its cause, and with it how it goes on.
func TestSurvey(t *testing.T) { // THREATS 4, stuck transaction, nonce gap; two programs, one key
	t.Run("nothing was sent", func(t *testing.T) {
		if waits := surveyed(t, dial(t, startChain(t, devchain.Config{}).URL()), new(transactions.Memory)); len(waits) != 0 {
			t.Errorf("%+v", waits)
		}
	})
	t.Run("in the pool, then mined", func(t *testing.T) {
		chain := startChain(t, devchain.Config{})
		client, store := left(t, chain, transactions.Config{}, "mined")
		want(t, surveyed(t, client, store), "mined", true, "a block that takes it")
		letGo(t, chain)
		want(t, surveyed(t, client, store), "mined", true, "it was mined in block")
	})
	t.Run("dropped", func(t *testing.T) {
		chain := startChain(t, devchain.Config{})
		client, store := left(t, chain, transactions.Config{}, "dropped")
		if err := chain.DropPending(t.Context()); err != nil {
			t.Fatal(err)
		}
		want(t, surveyed(t, client, store), "dropped", false, "to send it again")
	})
	t.Run("replaced", func(t *testing.T) {
		chain := startChain(t, devchain.Config{})
		client, store := left(t, chain, transactions.Config{}, "replaced")
		foreign(t, client, 0, 0, 50)
		letGo(t, chain)
		want(t, surveyed(t, client, store), "replaced", false, "two programs share this account")
	})
	t.Run("canceled", func(t *testing.T) {
		chain := startChain(t, devchain.Config{})
		client, store := left(t, chain, transactions.Config{}, "canceled")
		m := open(t, transactions.Config{Client: client, Store: store})
		go func() { _, _ = m.Cancel(t.Context(), "canceled") }()
		eventually(t, "an empty one in its place", func() bool {
			undecided, _, err := store.Load(t.Context(), transactions.Scope{ChainID: chainID, Account: devchain.Address(0)})
			return err == nil && len(undecided) == 1 && len(undecided[0].Attempts) > 1
		})
		m.Close()
		if err := chain.DropPending(t.Context()); err != nil {
			t.Fatal(err)
		}
		undecided, _, err := store.Load(t.Context(), transactions.Scope{ChainID: chainID, Account: devchain.Address(0)})
		if err != nil {
			t.Fatal(err)
		}
		if err := client.Client.Client().CallContext(t.Context(), nil, "eth_sendRawTransaction", fmt.Sprintf("%#x", undecided[0].Attempts[1].Raw)); err != nil {
			t.Fatal(err)
		}
		letGo(t, chain)
		want(t, surveyed(t, client, store), "canceled", false, "it did not happen")
	})
	t.Run("a fee that is too low", func(t *testing.T) {
		chain := startChain(t, devchain.Config{GasLimit: crowdedGas})
		client, store := left(t, chain, transactions.Config{MaxFee: big.NewInt(3 * params.GWei)}, "low")
		crowd(t, client, 20)
		letGo(t, chain)
		eventually(t, "a base fee above the offer", func() bool {
			header, err := client.HeaderByNumber(t.Context(), nil)
			return err == nil && header.BaseFee.Cmp(big.NewInt(3*params.GWei)) > 0
		})
		want(t, surveyed(t, client, store), "low", false, "the base fee, ")
	})
	t.Run("a poor tip", func(t *testing.T) {
		chain := startChain(t, devchain.Config{})
		client, store := left(t, chain, transactions.Config{}, "poor")
		waits, err := transactions.Survey(t.Context(), devchain.Address(0), transactions.Config{Client: client, Store: store, MinTip: big.NewInt(50 * params.GWei)})
		if err != nil {
			t.Fatal(err)
		}
		want(t, waits, "poor", false, "a tip of 1 gwei")
	})
	t.Run("a nonce that nobody has signed", func(t *testing.T) {
		lost := startChain(t, devchain.Config{})
		early := open(t, transactions.Config{Client: dial(t, lost.URL())})
		mustSend(t, early, pay("elsewhere"))
		early.Close()
		_, store := left(t, lost, transactions.Config{}, "second")
		want(t, surveyed(t, dial(t, startChain(t, devchain.Config{}).URL()), store), "second", false, "nonce 0, which the chain lacks")
	})
	t.Run("a nonce whose block was taken back", func(t *testing.T) {
		chain := startChain(t, devchain.Config{})
		client, store := dial(t, chain.URL()), new(transactions.Memory)
		m := open(t, transactions.Config{Client: client, Store: store})
		mustSend(t, m, pay("first"))
		if err := chain.Hold(t.Context()); err != nil {
			t.Fatal(err)
		}
		sending(t, m, pay("second"))
		eventually(t, "the second to be signed", func() bool {
			_, signed, err := store.At(t.Context(), transactions.Scope{ChainID: chainID, Account: devchain.Address(0)}, 1)
			return err == nil && signed
		})
		m.Close()
		if _, err := chain.Reorg(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		if err := chain.DropPending(t.Context()); err != nil {
			t.Fatal(err)
		}
		want(t, surveyed(t, client, store), "second", false, "the transaction first with nonce 0, to be sent again: the chain had it in block ")
	})
	t.Run("no coin", func(t *testing.T) {
		chain := startChain(t, devchain.Config{})
		_, store := left(t, chain, transactions.Config{}, "coin")
		poor := startChain(t, devchain.Config{Accounts: map[common.Address]*big.Int{devchain.Address(1): big.NewInt(1)}})
		want(t, surveyed(t, dial(t, poor.URL()), store), "coin", false, "has 0 ether")
	})
}

// What a file holds of an account is looked at once the file is closed, with what was decided; of nobody else's.
func TestSurveyOfACopy(t *testing.T) { // THREATS 4, stuck transaction
	chain := startChain(t, devchain.Config{})
	client := dial(t, chain.URL())
	store, err := transactions.OpenSQLite(t.Context(), filepath.Join(t.TempDir(), "transactions"))
	if err != nil {
		t.Fatal(err)
	}
	m := open(t, transactions.Config{Client: client, Store: store})
	mustSend(t, m, pay("decided"))
	if err := chain.Hold(t.Context()); err != nil {
		t.Fatal(err)
	}
	sending(t, m, pay("left"))
	pooled(t, client, 1)
	m.Close()
	scope := transactions.Scope{ChainID: chainID, Account: devchain.Address(0)}
	held, err := store.Copy(t.Context(), scope)
	if err != nil {
		t.Fatal(err)
	}
	others, err := store.Copy(t.Context(), transactions.Scope{ChainID: chainID, Account: devchain.Address(1)})
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	want(t, surveyed(t, client, held), "left", true, "a block that takes it")
	if r, found, err := held.At(t.Context(), scope, 0); err != nil || !found || r.Key != "decided" || r.Outcome.Status != transactions.Mined {
		t.Errorf("%+v, %t, %v", r, found, err)
	}
	if undecided, newest, err := others.Load(t.Context(), scope); err != nil || len(undecided) != 0 || newest != nil {
		t.Errorf("of another account: %+v, %+v, %v", undecided, newest, err)
	}
}
