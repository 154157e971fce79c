package bench

import (
	"context"
	"crypto/ecdsa"
	"crypto/sha256"
	"fmt"
	"math/big"
	"sync"
	"testing"
	"time"

	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/eip712"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services/deals"
)

// vault is a contract of which a deal needs no more than a map: it believes its callers. What both sides sign and recover
// is what the real one would see.
type vault struct {
	mu     sync.Mutex
	states map[deals.Hash]deals.State
}

var (
	vaultAddress = devchain.Address(9)
	vaultAccount = deals.Account{Chain: devchain.DefaultChainID, Address: deals.Address(vaultAddress)}
)

// till is an account's view of a vault.
type till struct {
	party.Judge
	rest
	*vault
	key     *ecdsa.PrivateKey
	address deals.Address
}

// rest is what no deal that goes well asks of a contract.
type rest struct{ deals.Contract }

// settle puts a settlement around both policies, with the vault in place of a chain, and starts what settles.
func settle(b *testing.B, server *farmer.Server, client *requester.Client, run func(func(context.Context) error)) []*messages.Settlement {
	b.Helper()
	v := &vault{states: make(map[deals.Hash]deals.State)}
	open := func(n int) *till {
		return &till{Judge: party.Offline(vaultAccount), vault: v, key: devchain.Account(n), address: deals.Address(devchain.Address(n))}
	}
	digest := func(p *messages.Payload) ([32]byte, error) { return sha256.Sum256(p.GetBody()), nil }
	pays, works := &deals.Ledger{Journal: client.Journal}, &deals.Ledger{Journal: server.Journal}
	funded, guarded := deals.Fund(client.Requester, open(0), pays, digest), deals.Guard(server.Farmer, open(1), works, digest)
	funded.Poll, guarded.Poll = time.Millisecond, time.Millisecond
	client.Requester, server.Farmer = funded, guarded
	run((&deals.Reconciler{Contract: funded.Contract, Ledger: pays}).Run)
	run((&deals.Reconciler{Contract: guarded.Contract, Ledger: works}).Run)
	offer, err := funded.Offer(deals.DefaultCollateral)
	if err != nil {
		b.Fatal(err)
	}
	return []*messages.Settlement{offer}
}

func (t *till) Account() deals.Account {
	return deals.Account{Chain: vaultAccount.Chain, Address: t.address}
}
func (t *till) Contract() deals.Account { return vaultAccount }
func (t *till) Asset() deals.Asset {
	return deals.Asset{Chain: vaultAccount.Chain, Token: deals.Address{0x70}}
}

func (t *till) SignDeal(d deals.Deal) ([]byte, error) {
	id, err := t.DealID(d)
	if err != nil {
		return nil, err
	}
	return eip712.Sign(id, t.key)
}

func (t *till) SignAcceptance(deal deals.Hash, d deals.Delivery) ([]byte, error) {
	cost, ok := new(big.Int).SetString(d.Cost, 10)
	if !ok {
		return nil, fmt.Errorf("a cost of %q", d.Cost)
	}
	domain := eip712.Domain{ChainID: new(big.Int).SetUint64(vaultAccount.Chain), Contract: vaultAddress}
	digest, err := domain.Digest(eip712.Acceptance{Deal: deal, Digest: d.Digest, Cost: cost})
	if err != nil {
		return nil, err
	}
	return eip712.Sign(digest, t.key)
}

func (t *till) Standing(_ context.Context, _ deals.Address, ids []deals.Hash) (s deals.Standing, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, id := range ids {
		s.States = append(s.States, t.states[id])
	}
	s.Block.Time = time.Now()
	s.Free, err = messages.ParseAmount("1000000000000")
	return s, err
}
func (t *till) Now(context.Context) (time.Time, error) { return time.Now(), nil }

func (t *till) Status(_ context.Context, deal deals.Hash, _ uint64) (deals.Status, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return deals.Status{State: t.states[deal], Block: deals.Block{Time: time.Now()}}, nil
}

func (t *till) Open(_ context.Context, openings []deals.Opening) ([]error, error) {
	for _, o := range openings {
		id, err := t.DealID(o.Deal)
		if err != nil {
			return nil, err
		}
		t.enter(id, deals.Open)
	}
	return make([]error, len(openings)), nil
}

func (t *till) Settle(_ context.Context, r *deals.Record) error {
	t.enter(r.Papers.ID, deals.Closed)
	return nil
}

func (t *till) SettleMany(_ context.Context, records []*deals.Record) ([]error, error) {
	for _, r := range records {
		t.enter(r.Papers.ID, deals.Closed)
	}
	return make([]error, len(records)), nil
}

func (v *vault) enter(deal deals.Hash, s deals.State) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.states[deal] = s
}
