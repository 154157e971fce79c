package party_test

import (
	"context"
	"math/big"
	"testing"
	"time"

	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/ledger"
	"github.com/parley-p2p/parley/parleytest/ledger/onchain"
	"github.com/parley-p2p/parley/services/deals"
)

// The real contract keeps what the ledger in memory keeps (A40, A41, C14 to C16, C18 to C24).
func TestParty(t *testing.T) {
	ledger.Run(t, newWorld)
}

// world is the contract on a chain in this process.
type world struct {
	t     *testing.T
	chain *devchain.Chain
	seats []*onchain.Party
}

func newWorld(t *testing.T) ledger.World {
	t.Helper()
	ctx := context.Background() // what is left is cleaned up after the test's has ended
	chain, err := devchain.Start(ctx, devchain.Config{Heartbeat: -1, MaxLead: 48 * time.Hour})
	must(t, err)
	t.Cleanup(func() { chain.Close() })
	client, err := transactions.Dial(ctx, chain.URL(), big.NewInt(devchain.DefaultChainID))
	must(t, err)
	t.Cleanup(client.Close)
	var grants []escrow.Grant
	for n := range ledger.Seats {
		grants = append(grants, escrow.Grant{Account: devchain.Address(int(n)), Amount: big.NewInt(ledger.Wealth)})
	}
	w := &world{t: t, chain: chain}
	var deployed *escrow.Contract
	for n := range ledger.Seats {
		key := devchain.Account(int(n))
		manager, err := transactions.Open(ctx, transactions.Config{Client: client, Key: key, Store: new(transactions.Memory), Decode: escrow.Explain, Poll: ledger.Poll})
		must(t, err)
		t.Cleanup(manager.Close)
		if deployed == nil {
			deployed, err = escrow.Deploy(ctx, client, manager, escrow.Deployment{Grants: grants, MinimumWindow: ledger.MinimumWindow * time.Second})
			must(t, err)
		}
		contract, err := escrow.Bind(ctx, client, manager, deployed.Address())
		must(t, err)
		w.seats = append(w.seats, &onchain.Party{Party: party.New(contract, client, key), Test: t, Client: client, Escrow: contract})
	}
	return w
}

func (w *world) Party(n ledger.Seat) ledger.Account { return w.seats[n] }

func (w *world) Advance(d time.Duration) {
	_, err := w.chain.Advance(context.Background(), d)
	must(w.t, err)
}

func (w *world) Burned() int64 { return w.seats[0].Burned() }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// What a deal has come to is what the chain has paid, whatever the session says: here a voucher is on record that the farmer cannot
// show, and it settles for the one before.
func TestPaid(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	w := newWorld(t)
	m := ledger.NewMarket(w)
	m.Buyer.Spoil = func(x messages.Message) {
		if v, ok := x.(*messages.Voucher); ok && v.Amount == "200" {
			v.Signature.Signature[0] ^= 1
		}
	}
	farms, buys := m.Farm(ctx, true), m.Buy(ctx, true)
	defer farms.Stop()
	defer buys.Stop()
	o, err := m.Hire(ctx, buys, 3)
	must(t, err)
	must(t, m.Await(ctx, ledger.Requester, "finish"))
	payer := w.Party(ledger.Requester).(*onchain.Party)
	paid, ended, err := payer.Paid(ctx, m.Records(t, ledger.Requester)[0].Papers.ID)
	must(t, err)
	if owed, _ := o.View.Owed(); owed.String() != "200" || paid.String() != "100" || !ended {
		t.Errorf("the session owes %s, and %s was paid (ended %t), want 200 and 100", owed, paid, ended)
	}
	if paid, ended, err := payer.Paid(ctx, deals.Hash{1}); err != nil || ended || !paid.IsZero() {
		t.Errorf("a deal that never was has paid %s (ended %t, %v)", paid, ended, err)
	}
}
