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
	"github.com/parley-p2p/parley/protocol"
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
	return newWorldOn(t, devchain.Config{}, func(string, *transactions.Config) {})
}

// newWorldOn is one on a chain like that, whose accounts send as through says when it is told the chain's address.
func newWorldOn(t *testing.T, config devchain.Config, through func(url string, of *transactions.Config)) *world {
	t.Helper()
	ctx := context.Background() // what is left is cleaned up after the test's has ended
	config.Heartbeat, config.MaxLead = -1, 48*time.Hour
	chain, err := devchain.Start(ctx, config)
	must(t, err)
	t.Cleanup(func() { chain.Close() })
	direct, err := transactions.Dial(ctx, chain.URL(), big.NewInt(devchain.DefaultChainID))
	must(t, err)
	t.Cleanup(direct.Close)
	var grants []escrow.Grant
	for n := range ledger.Seats {
		grants = append(grants, escrow.Grant{Account: devchain.Address(int(n)), Amount: big.NewInt(ledger.Wealth)})
	}
	w := &world{t: t, chain: chain}
	var deployed *escrow.Contract
	for n := range ledger.Seats {
		key := devchain.Account(int(n))
		sends := transactions.Config{Client: direct, Key: key, Store: new(transactions.Memory), Decode: escrow.Explain, Poll: ledger.Poll}
		through(chain.URL(), &sends)
		client := sends.Client
		manager, err := transactions.Open(ctx, sends)
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

// unserved is a requester's that disputes what is delivered.
func unserved(v *protocol.View) (messages.Message, error) {
	if v.Phase != protocol.Delivered {
		return nil, nil
	}
	return &messages.Dispute{Grievance: messages.Grievance_GRIEVANCE_NOT_SERVED, Reason: "nothing came", JudgeByMs: time.Now().UnixMilli() + int64(v.Terms.JudgeMs)}, nil
}

// hired starts both sides of a market and has one part done, until it is told to stop.
func hired(ctx context.Context, m *ledger.Market) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	farms, buys := m.Farm(ctx, true), m.Buy(ctx, true)
	over := make(chan struct{})
	go func() {
		defer close(over)
		_, _ = m.Hire(ctx, buys, 1) // whose session waits for a ruling, by this machine's clock
	}()
	return func() {
		cancel()
		<-over
		buys.Stop()
		farms.Stop()
	}
}

// What a deal has come to is what the chain has paid, whatever the session says: here a result is disputed, and nobody rules.
func TestPaid(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	w := newWorld(t)
	m := ledger.NewMarket(w)
	m.Buyer.Review = unserved
	defer hired(ctx, m)()
	must(t, m.Await(ctx, ledger.Requester, "dispute"))
	payer, id := w.Party(ledger.Requester).(*onchain.Party), m.Records(t, ledger.Requester)[0].Papers.ID
	if paid, ended, err := payer.Paid(ctx, id); err != nil || ended || !paid.IsZero() {
		t.Errorf("a deal that is disputed has paid %s (ended %t, %v)", paid, ended, err)
	}
	w.Advance(time.Duration(m.Records(t, ledger.Requester)[0].Papers.Terms.JudgeWindow+60) * time.Second)
	must(t, m.Await(ctx, ledger.Requester, "finish"))
	paid, ended, err := payer.Paid(ctx, id)
	if must(t, err); paid.String() != "50" || !ended {
		t.Errorf("%s was paid (ended %t), want the half of 100", paid, ended)
	}
	if paid, ended, err := payer.Paid(ctx, deals.Hash{1}); err != nil || ended || !paid.IsZero() {
		t.Errorf("a deal that never was has paid %s (ended %t, %v)", paid, ended, err)
	}
}
