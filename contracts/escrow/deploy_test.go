package escrow_test

import (
	"bytes"
	"errors"
	"math/big"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/transactions"
)

func TestDeployIsDoneOnce(t *testing.T) {
	chain, err := devchain.Start(t.Context(), devchain.Config{Heartbeat: -1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { chain.Close() })
	client := dial(t, chain.URL())
	manager := manage(t, client, devchain.Account(0))
	first, err := escrow.Deploy(t.Context(), client, manager, escrow.Deployment{MinimumWindow: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	again, err := escrow.Deploy(t.Context(), client, manager, escrow.Deployment{MinimumWindow: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	if first.Address() != again.Address() {
		t.Errorf("deployed at %s and %s", first.Address(), again.Address())
	}
	if _, err := escrow.Deploy(t.Context(), client, manager, escrow.Deployment{}); err == nil {
		t.Error("deployed without a minimum window")
	}
}
func TestOnlyTheContractIsBound(t *testing.T) { // A06; THREATS 9, code hash; 4, RPC lies
	m := newMarket(t)
	token := m.requester.Token()
	for name, address := range map[string]common.Address{"nothing": {1}, "an account": m.farmer.account, "the token": token} {
		if _, err := escrow.Bind(m.ctx(), m.client, nil, address); !errors.Is(err, escrow.ErrNotParley) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// A contract that answers like Parley and differs in one byte of its code: what an upgrade, or a thief, would be.
	code, err := m.client.CodeAt(m.ctx(), m.requester.Address(), nil)
	if err != nil {
		t.Fatal(err)
	}
	code = append(bytes.Clone(code), 0)
	// PUSH2 len, DUP1, PUSH1 11, PUSH0, CODECOPY, PUSH0, RETURN.
	creation := append([]byte{0x61, byte(len(code) >> 8), byte(len(code)), 0x80, 0x60, 0x0b, 0x5f, 0x39, 0x5f, 0xf3, 0x00}, code...)
	o := m.must(m.stranger.manager.Send(m.ctx(), transactions.Call{Key: "clone", Data: creation}))
	receipt, err := m.client.TransactionReceipt(m.ctx(), o.Hash)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := escrow.Bind(m.ctx(), m.client, nil, receipt.ContractAddress); !errors.Is(err, escrow.ErrNotParley) {
		t.Errorf("a changed copy was bound: %v", err)
	}
	reader, err := escrow.Bind(m.ctx(), m.client, nil, m.requester.Address())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := reader.Withdraw(m.ctx(), "x", m.stranger.account, big.NewInt(1)); !errors.Is(err, escrow.ErrReadOnly) {
		t.Errorf("sent without an account: %v", err)
	}
	if diff := cmp.Diff(window, reader.MinimumWindow()); diff != "" {
		t.Error(diff)
	}
}
