package transactions_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/transactions"
)

// deep is more blocks than these tests make.
const deep = 1000

func including(t *testing.T, m *transactions.Manager, call transactions.Call) <-chan result {
	t.Helper()
	done := make(chan result, 1)
	ctx := bounded(t)
	go func() {
		o, err := m.Include(ctx, call)
		done <- result{o, err}
	}()
	return done
}

// What the account sends next does not wait until what it has sent is deep; the Manager looks after that all the same.
func TestWhatABlockHasIsIncluded(t *testing.T) { // THREATS 4, chain reorganization; rule 1
	chain := startChain(t, devchain.Config{})
	client := dial(t, chain.URL())
	m := open(t, transactions.Config{Client: client, Confirmations: deep})
	hold(t, chain)
	sent := including(t, m, pay("first"))
	pooled(t, client, 1)
	if keys, err := m.Afloat(t.Context()); err != nil || !slices.Equal(keys, []string{"first"}) {
		t.Errorf("afloat %v, %v", keys, err)
	}
	release(t, chain)
	first := <-sent
	if o := first.outcome; first.err != nil || o.Status != transactions.Mined || o.Block == 0 || o.GasUsed == 0 || o.Fee.Sign() == 0 {
		t.Fatalf("%+v, %v", o, first.err)
	}
	afloat, err1 := m.Afloat(t.Context())
	pending, err2 := m.Pending(t.Context())
	if err := errors.Join(err1, err2); err != nil || len(afloat) != 0 || !slices.Equal(pending, []string{"first"}) {
		t.Errorf("afloat %v, pending %v, %v; want it not to be decided", afloat, pending, err)
	}
	takeBack(t, chain, client)
	eventually(t, "it to be sent again", func() bool {
		n, err := client.NonceAt(t.Context(), devchain.Address(0), nil)
		return err == nil && n == 1
	})
	if o, err := m.Included(bounded(t), "first"); err != nil || o.Hash != first.outcome.Hash || o.Status != transactions.Mined {
		t.Errorf("first %+v, then %+v, %v: want what a block has by now", first.outcome, o, err)
	}
	if _, err := m.Included(bounded(t), "another"); !errors.Is(err, transactions.ErrNoSuchKey) {
		t.Errorf("what was never sent: %v", err)
	}
	o, err := m.Include(bounded(t), pay("first"))
	if err != nil || o.Hash != first.outcome.Hash || o.BlockHash == first.outcome.BlockHash {
		t.Errorf("first %+v, then %+v, %v: want the same transaction in another block", first.outcome, o, err)
	}
	paid(t, client, "first")
}

// So one that fails keeps nobody waiting: whoever is dealt with could have it fail.
func TestWhatABlockRefusesIsIncluded(t *testing.T) { // THREATS 4, griefing
	chain := startChain(t, devchain.Config{})
	m := open(t, transactions.Config{Client: dial(t, chain.URL()), Confirmations: deep})
	// PUSH0, PUSH0, REVERT as the creation's code; with gas that is given, nothing is estimated.
	r := <-including(t, m, transactions.Call{Key: "refused", Data: []byte{0x5f, 0x5f, 0xfd}, Gas: 100_000})
	if !errors.Is(r.err, transactions.ErrReverted) || r.outcome.Status != transactions.Reverted {
		t.Errorf("%+v, %v", r.outcome, r.err)
	}
}
