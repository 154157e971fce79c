package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"math/big"
	"time"

	"github.com/parley-p2p/parley/contracts/bindings"
	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/eip712"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/transactions"
)

// The accounts of a market that deal.
const (
	requester = iota
	farmer
	arbiter
	accounts
)

// market is a chain with the contract, and a pair that deals with each other.
type market struct {
	chain     *devchain.Chain
	client    *transactions.Client
	managers  [members]*transactions.Manager
	contracts [accounts]*escrow.Contract
	deals     int
}

const far = 1000 * time.Hour

// units is an amount of 18 decimals with no zeros, since those cost less to send: so many millionths of 12.3456….
func units(millionths int64) *big.Int {
	n := big.NewInt(12_345_678_912_345)
	return n.Mul(n, big.NewInt(millionths))
}

// start begins a chain and puts the contract and everybody's money on it.
func start(ctx context.Context, amsterdam bool) (*market, error) {
	chain, err := devchain.Start(ctx, devchain.Config{Accounts: devchain.Funded(members), Heartbeat: -1, MaxLead: far, Amsterdam: amsterdam})
	if err != nil {
		return nil, err
	}
	m := &market{chain: chain}
	if err := m.deploy(ctx); err != nil {
		m.close()
		return nil, err
	}
	return m, nil
}

func (m *market) deploy(ctx context.Context) (err error) {
	if m.client, err = transactions.Dial(ctx, m.chain.URL(), m.chain.ChainID()); err != nil {
		return err
	}
	var grants []escrow.Grant
	for i := range m.managers {
		m.managers[i], err = transactions.Open(ctx, transactions.Config{Client: m.client, Key: devchain.Account(i), Store: new(transactions.Memory), Poll: 5 * time.Millisecond})
		if err != nil {
			return err
		}
		grants = append(grants, escrow.Grant{Account: devchain.Address(i), Amount: units(1e12)})
	}
	deployed, err := escrow.Deploy(ctx, m.client, m.managers[0], escrow.Deployment{Grants: grants, MinimumWindow: time.Second})
	if err != nil {
		return err
	}
	for i := range m.contracts {
		if m.contracts[i], err = escrow.Bind(ctx, m.client, m.managers[i], deployed.Address()); err != nil {
			return err
		}
		if _, err = m.contracts[i].Deposit(ctx, "first", devchain.Address(i), units(1e10)); err != nil {
			return err
		}
	}
	return nil
}

func (m *market) close() {
	for _, manager := range m.managers {
		if manager != nil {
			manager.Close()
		}
	}
	if m.client != nil {
		m.client.Close()
	}
	m.chain.Close()
}

// draft is a deal, its terms, what is delivered and what both sides sign.
type draft struct {
	deal     eip712.Deal
	terms    eip712.Terms
	opening  escrow.Opening // the requester sends it, and so signs
	signed   bindings.Opening
	accepted escrow.Settlement
	grounds  escrow.Dispute
}

// draft is a deal whose disputes an account rules on.
func (m *market) draft() (draft, error) { return m.draftFor(devchain.Address(arbiter), 3600) }

func (m *market) draftFor(arbiter [20]byte, judgeWindow uint32) (d draft, err error) {
	m.deals++
	now := uint64(m.chain.Head().Time.Unix())
	hash := func(what string) [32]byte { return sha256.Sum256(fmt.Appendf(nil, "%s of deal %d", what, m.deals)) }
	d.terms = eip712.Terms{
		Payer: devchain.Address(requester), Arbiter: arbiter, SubmitBy: now + 3600, AcceptWindow: 3600, JudgeWindow: judgeWindow,
		LatePenalty: units(100), NoShowPenalty: units(100), CheatPenalty: units(4000), MediationFee: units(100), Agreement: hash("agreement"), Quote: hash("quote"),
	}
	d.deal = eip712.Deal{Requester: devchain.Address(requester), Farmer: devchain.Address(farmer), Price: units(1000), Deposit: units(100),
		Bond: units(4000), OpenBy: now + 600}
	if d.deal.TermsHash, err = eip712.Hash(d.terms); err != nil {
		return d, err
	}
	id, err := m.contracts[0].ID(d.deal)
	if err != nil {
		return d, err
	}
	d.opening.Deal, d.signed.Deal = d.deal, bindings.Deal(d.deal)
	if d.opening.FarmerSignature, err = eip712.Sign(id, devchain.Account(farmer)); err != nil {
		return d, err
	}
	d.signed.FarmerSignature = d.opening.FarmerSignature
	if d.signed.PayerSignature, err = eip712.Sign(id, devchain.Account(requester)); err != nil {
		return d, err
	}
	d.accepted = escrow.Settlement{Deal: d.deal, Delivery: escrow.Delivery{Digest: hash("result"), Cost: units(900)}}
	digest, err := m.contracts[0].Domain().Digest(eip712.Acceptance{Deal: id, Digest: d.accepted.Delivery.Digest, Cost: d.accepted.Delivery.Cost})
	if err != nil {
		return d, err
	}
	if d.accepted.Signature, err = eip712.Sign(digest, devchain.Account(requester)); err != nil {
		return d, err
	}
	d.grounds = escrow.Dispute{Delivery: d.accepted.Delivery, Complaint: escrow.WrongResult, ClaimedDigest: hash("right result"), ClaimedFuel: 1e9}
	return d, nil
}

// batch sends a call about many deals, and says what it cost if it skipped none.
func (m *market) batch(ctx context.Context, key string, data []byte) (uint64, error) {
	to := m.contracts[0].Address()
	o, err := m.managers[farmer].Send(ctx, transactions.Call{Key: key, To: &to, Data: data})
	if err != nil {
		return 0, err
	}
	receipt, err := m.client.TransactionReceipt(ctx, o.Hash)
	if err != nil {
		return 0, err
	}
	for _, log := range receipt.Logs {
		if skipped, err := bindings.NewParley().UnpackSkippedEvent(log); err == nil {
			return 0, fmt.Errorf("deal %x was skipped, for the reason %x", skipped.Deal, skipped.Reason)
		}
	}
	return o.GasUsed, nil
}
