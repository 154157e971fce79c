package transactions_test

import (
	"math/big"
	"testing"

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
