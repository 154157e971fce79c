package party_test

import (
	"context"
	"math/big"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/parleytest/ledger"
	"github.com/parley-p2p/parley/parleytest/ledger/onchain"
)

// What became of an account's deals is on the chain and nowhere else: when every node is gone with all that it had on disk, somebody who
// was never there, and has nothing but an address of the chain and the contract's, reads it; and what comes later is added to it.
func TestReputationOutlivesEveryNode(t *testing.T) { // R19; SETTLEMENT rule 6
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	w := newWorldOn(t, devchain.Config{}, func(string, *transactions.Config) {})
	contract := w.Party(ledger.Farmer).(*onchain.Party).Escrow.Address()
	reads := func(of ledger.Seat) escrow.Account {
		t.Helper()
		client, err := transactions.Dial(ctx, w.chain.URL(), big.NewInt(devchain.DefaultChainID))
		must(t, err)
		defer client.Close()
		bound, err := escrow.Bind(ctx, client, nil, contract)
		must(t, err)
		a, err := bound.Account(ctx, common.Address(w.Party(of).Account().Address))
		must(t, err)
		a.Free = nil
		return a
	}
	for deals := range uint32(2) {
		m := ledger.NewMarket(w) // of parties that have never dealt, as far as they know
		farms, buys := m.Farm(ctx, true), m.Buy(ctx, true)
		o, err := m.Hire(ctx, buys, 1)
		must(t, err)
		must(t, o.Err)
		must(t, m.Await(ctx, ledger.Farmer, "finish"))
		buys.Stop()
		farms.Stop()
		if diff := cmp.Diff(escrow.Account{Delivered: deals + 1}, reads(ledger.Farmer)); diff != "" {
			t.Errorf("the farmer, after %d deals (-want +got)\n%s", deals+1, diff)
		}
		if diff := cmp.Diff(escrow.Account{Accepted: deals + 1}, reads(ledger.Requester)); diff != "" {
			t.Errorf("the requester, after %d deals (-want +got)\n%s", deals+1, diff)
		}
	}
}
