package escrow_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/sha256"
	"math/big"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/eip712"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/transactions"
)

const (
	patience = 2 * time.Minute
	window   = 5 * time.Second // the contract's minimum
	hour     = time.Hour
)

var chainID = big.NewInt(devchain.DefaultChainID)

// market is a chain with the contract, and accounts of each kind that have deposited.
type market struct {
	t      *testing.T
	chain  *devchain.Chain
	client *transactions.Client
	// Each account's own view of the contract.
	requester, farmer, arbiter, payer, stranger *party
	deals                                       int
}

// party is an account that sends.
type party struct {
	*escrow.Contract
	key     *ecdsa.PrivateKey
	account common.Address
	manager *transactions.Manager
}

const funds = 1_000_000

func newMarket(t *testing.T) *market {
	t.Helper()
	chain, err := devchain.Start(t.Context(), devchain.Config{Heartbeat: -1, MaxLead: 24 * hour})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { chain.Close() })
	m := &market{t: t, chain: chain, client: dial(t, chain.URL())}

	var grants []escrow.Grant
	for i := range 5 {
		grants = append(grants, escrow.Grant{Account: devchain.Address(i), Amount: big.NewInt(10 * funds)})
	}
	var deployed *escrow.Contract
	for i, p := range []**party{&m.requester, &m.farmer, &m.arbiter, &m.payer, &m.stranger} {
		manager := manage(t, m.client, devchain.Account(i))
		if deployed == nil {
			if deployed, err = escrow.Deploy(m.ctx(), m.client, manager, escrow.Deployment{Grants: grants, MinimumWindow: window}); err != nil {
				t.Fatal(err)
			}
		}
		contract, err := escrow.Bind(m.ctx(), m.client, manager, deployed.Address())
		if err != nil {
			t.Fatal(err)
		}
		*p = &party{contract, devchain.Account(i), devchain.Address(i), manager}
	}
	for _, p := range []*party{m.requester, m.farmer, m.payer} {
		if _, err := p.Deposit(m.ctx(), "first", p.account, big.NewInt(funds)); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

func dial(t *testing.T, url string) *transactions.Client {
	t.Helper()
	client, err := transactions.Dial(t.Context(), url, chainID)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}

func manage(t *testing.T, client *transactions.Client, key *ecdsa.PrivateKey) *transactions.Manager {
	t.Helper()
	manager, err := transactions.Open(t.Context(), transactions.Config{
		Client: client, Key: key, Store: new(transactions.Memory), Decode: escrow.Explain, Poll: 20 * time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(manager.Close)
	return manager
}

func (m *market) ctx() context.Context {
	ctx, cancel := context.WithTimeout(m.t.Context(), patience)
	m.t.Cleanup(cancel)
	return ctx
}

func (m *market) advance(d time.Duration) {
	m.t.Helper()
	if _, err := m.chain.Advance(m.ctx(), d); err != nil {
		m.t.Fatal(err)
	}
}

// deal is one deal with what belongs to it.
type deal struct {
	eip712.Deal
	terms    eip712.Terms
	id       [32]byte
	delivery escrow.Delivery
	opening  escrow.Opening
}

// draft makes a deal that both sides signed, after edit.
func (m *market) draft(edit func(*eip712.Deal, *eip712.Terms)) *deal {
	m.t.Helper()
	m.deals++
	now := uint64(m.chain.Head().Time.Unix())
	d := &deal{
		Deal: eip712.Deal{
			Requester: m.requester.account, Farmer: m.farmer.account,
			Price: big.NewInt(1000), Deposit: big.NewInt(120), Bond: big.NewInt(400), OpenBy: now + 600,
		},
		terms: eip712.Terms{
			Payer: m.requester.account, Arbiter: m.arbiter.account, StartBy: now + 900, SubmitBy: now + 1800,
			AcceptWindow: 3600, JudgeWindow: 7200, LatePenalty: big.NewInt(50), NoShowPenalty: big.NewInt(200),
			CheatPenalty: big.NewInt(400), MediationFee: big.NewInt(101),
			Agreement: sha256.Sum256([]byte{byte(m.deals), byte(m.deals >> 8)}),
		},
		delivery: escrow.Delivery{Digest: sha256.Sum256([]byte("result")), Cost: big.NewInt(801)},
	}
	if edit != nil {
		edit(&d.Deal, &d.terms)
	}
	var err error
	if d.TermsHash, err = eip712.Hash(d.terms); err != nil {
		m.t.Fatal(err)
	}
	if d.id, err = m.requester.ID(d.Deal); err != nil {
		m.t.Fatal(err)
	}
	payer := m.requester.key
	if d.terms.Payer == m.payer.account {
		payer = m.payer.key
	}
	d.opening = escrow.Opening{Deal: d.Deal, PayerSignature: sign(m.t, d.id, payer), FarmerSignature: sign(m.t, d.id, m.farmer.key)}
	return d
}

func sign(t *testing.T, digest [32]byte, key *ecdsa.PrivateKey) []byte {
	t.Helper()
	signature, err := eip712.Sign(digest, key)
	if err != nil {
		t.Fatal(err)
	}
	return signature
}

// consent signs one of the structures of a deal.
func (m *market) consent(s eip712.Struct, p *party) []byte {
	m.t.Helper()
	digest, err := m.requester.Domain().Digest(s)
	if err != nil {
		m.t.Fatal(err)
	}
	return sign(m.t, digest, p.key)
}

// settlement is the requester's acceptance of a delivery.
func (m *market) settlement(d *deal, delivery escrow.Delivery) escrow.Settlement {
	m.t.Helper()
	return escrow.Settlement{Deal: d.Deal, Delivery: delivery,
		Signature: m.consent(eip712.Acceptance{Deal: d.id, Digest: delivery.Digest, Cost: delivery.Cost}, m.requester)}
}

// open opens a drafted deal.
func (m *market) open(edit func(*eip712.Deal, *eip712.Terms)) *deal {
	m.t.Helper()
	d := m.draft(edit)
	m.must(m.farmer.OpenDisclosed(m.ctx(), d.opening, d.terms))
	return d
}

// submitted opens a deal and submits its delivery.
func (m *market) submitted(edit func(*eip712.Deal, *eip712.Terms)) *deal {
	m.t.Helper()
	d := m.open(edit)
	m.must(m.farmer.Submit(m.ctx(), d.Deal, d.terms, d.delivery))
	return d
}

// disputed opens a deal, submits and disputes it.
func (m *market) disputed(complaint escrow.Complaint) (*deal, escrow.Dispute) {
	m.t.Helper()
	d := m.submitted(nil)
	grounds := escrow.Dispute{Delivery: d.delivery, Complaint: complaint}
	if complaint == escrow.WrongResult {
		grounds.ClaimedDigest, grounds.ClaimedFuel = sha256.Sum256([]byte("right")), 7
	}
	m.must(m.requester.Dispute(m.ctx(), d.Deal, d.terms, grounds))
	return d, grounds
}

func (m *market) must(o transactions.Outcome, err error) transactions.Outcome {
	m.t.Helper()
	if err != nil {
		m.t.Fatal(err)
	}
	return o
}

// holdings are what the contract holds for those whom a deal may pay.
type holdings struct{ payer, farmer, arbiter, burned int64 }

func (m *market) holdings(d *deal) holdings {
	m.t.Helper()
	free := func(account common.Address) int64 {
		a, err := m.requester.Account(m.ctx(), account)
		if err != nil {
			m.t.Fatal(err)
		}
		return a.Free.Int64()
	}
	burned, err := m.requester.Burned(m.ctx())
	if err != nil {
		m.t.Fatal(err)
	}
	return holdings{free(d.terms.Payer), free(d.Farmer), free(m.arbiter.account), burned.Int64()}
}

func (h holdings) minus(o holdings) holdings {
	return holdings{h.payer - o.payer, h.farmer - o.farmer, h.arbiter - o.arbiter, h.burned - o.burned}
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-deadline.C:
			t.Fatalf("waited %v for: %s", patience, what)
		case <-tick.C:
		}
	}
}
