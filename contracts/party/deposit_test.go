package party_test

import (
	"context"
	"errors"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/parley-p2p/parley/contracts/bindings"
	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/ledger"
	"github.com/parley-p2p/parley/services/deals"
)

// Who was restored without its transactions cannot tell that one of them is in the pool: its deposit rests on the same
// allowance, and is overtaken in their block. Asked for again, by another name, it comes about. A41, R39.
func TestDepositOvertakenByOneForgotten(t *testing.T) {
	w := newWorldOn(t, devchain.Config{}, func(string, *transactions.Config) {})
	ctx, seat := t.Context(), w.seats[ledger.Requester]
	deposit := func(p *party.Party, reference string) <-chan error {
		done := make(chan error, 1)
		go func() { done <- p.Deposit(ctx, reference, messages.AmountOfUint64(7)) }()
		return done
	}
	pooled := func(n uint64) { // transactions beside those mined
		account := common.Address(seat.Account().Address)
		for {
			latest, err1 := seat.Client.NonceAt(ctx, account, nil)
			pending, err2 := seat.Client.PendingNonceAt(ctx, account)
			must(t, errors.Join(err1, err2, context.Cause(ctx)))
			if pending >= latest+n {
				return
			}
		}
	}
	before, err := seat.Free(ctx, seat.Account().Address)
	must(t, err)
	token := seat.Escrow.Token()
	manager, err := transactions.Open(ctx, transactions.Config{Client: seat.Client, Key: devchain.Account(int(ledger.Requester)), Store: new(transactions.Memory), Decode: escrow.Explain, Poll: ledger.Poll})
	must(t, err)
	approval, err := bindings.NewPlayMoney().TryPackApprove(seat.Escrow.Address(), big.NewInt(7))
	must(t, err)
	_, err = manager.Send(ctx, transactions.Call{Key: "allowance", To: &token, Data: approval})
	must(t, err)
	manager.Close()

	must(t, w.chain.Hold(ctx))
	first := deposit(seat.Party, "for a deal")
	pooled(1)
	manager, err = transactions.Open(ctx, transactions.Config{Client: seat.Client, Key: devchain.Account(int(ledger.Requester)), Store: new(transactions.Memory), Decode: escrow.Explain, Poll: ledger.Poll})
	must(t, err)
	defer manager.Close()
	contract, err := escrow.Bind(ctx, seat.Client, manager, seat.Escrow.Address())
	must(t, err)
	restored := party.New(contract, seat.Client, devchain.Account(int(ledger.Requester)))
	second := deposit(restored, "for a deal")
	pooled(2)
	must(t, w.chain.Release(ctx))
	must(t, <-first)
	if err := <-second; !errors.Is(err, deals.ErrOvertaken) {
		t.Fatalf("%v, want %v", err, deals.ErrOvertaken)
	}
	must(t, restored.Deposit(ctx, "for a deal/2", messages.AmountOfUint64(7)))
	after, err := seat.Free(ctx, seat.Account().Address)
	must(t, err)
	if gained, err := after.Sub(before); err != nil || gained.String() != "14" {
		t.Errorf("%s more is free, %v; want 14", gained, err)
	}
}
