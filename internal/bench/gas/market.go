package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/eip712"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/services/deals"
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
	parties   [accounts]*party.Party // by which a node sends
	made      int                    // deals
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
		m.parties[i] = party.New(m.contracts[i], m.client, devchain.Account(i))
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

// draft is a deal: what a node keeps of it, and the same for what arbiters send.
type draft struct {
	record  *deals.Record // with all that both sides sign
	deal    eip712.Deal
	terms   eip712.Terms
	grounds escrow.Dispute
}

func (d draft) opening() deals.Opening {
	return deals.Opening{Deal: d.record.Papers.Deal, PayerSignature: d.record.PayerSignature, FarmerSignature: d.record.FarmerSignature}
}

// draft is a deal whose disputes an account rules on.
func (m *market) draft() (draft, error) { return m.draftFor(devchain.Address(arbiter), 3600) }

func (m *market) draftFor(arbiter [20]byte, judgeWindow uint32) (d draft, err error) {
	m.made++
	now := m.chain.Head().Time.Unix()
	hash := func(what string) [32]byte { return sha256.Sum256(fmt.Appendf(nil, "%s of deal %d", what, m.made)) }
	money := func(millionths int64) string { return units(millionths).String() }
	asks, works := m.parties[requester], m.parties[farmer]
	terms := deals.Terms{
		Payer: asks.Account().Address, Arbiter: arbiter, SubmitBy: now + 3600, AcceptWindow: 3600, JudgeWindow: judgeWindow,
		LatePenalty: money(100), NoShowPenalty: money(100), CheatPenalty: money(4000), MediationFee: money(100), Agreement: hash("agreement"), Quote: hash("quote"),
	}
	deal := deals.Deal{Requester: asks.Account().Address, Farmer: works.Account().Address, Price: money(1000), Deposit: money(100), Bond: money(4000), OpenBy: now + 600}
	if deal.TermsHash, err = asks.TermsHash(terms); err != nil {
		return d, err
	}
	id, err := asks.DealID(deal)
	if err != nil {
		return d, err
	}
	r := &deals.Record{Papers: deals.Papers{ID: id, Deal: deal, Terms: terms}, Result: &deals.Delivery{Digest: hash("result"), Cost: money(900)},
		Complaint: &deals.Complaint{ClaimedDigest: hash("right result"), ClaimedFuel: 1e9}}
	r.Accepted = &deals.Acceptance{Delivery: *r.Result}
	var err1, err2, err3, err4, err5 error
	r.PayerSignature, err1 = asks.SignDeal(deal)
	r.FarmerSignature, err2 = works.SignDeal(deal)
	r.Accepted.Signature, err3 = asks.SignAcceptance(id, *r.Result)
	d.record = r
	d.deal, err4 = party.Deal(deal)
	d.terms, err5 = party.Terms(terms)
	d.grounds = escrow.Dispute{Delivery: escrow.Delivery{Digest: r.Result.Digest, Cost: units(900)}, Complaint: escrow.WrongResult,
		ClaimedDigest: r.Complaint.ClaimedDigest, ClaimedFuel: r.Complaint.ClaimedFuel}
	return d, errors.Join(err1, err2, err3, err4, err5)
}

// gas is what a step takes: it sends one transaction, alone in its block.
func (m *market) gas(ctx context.Context, step func() error) (uint64, error) {
	before := m.chain.Head().Number
	if err := step(); err != nil {
		return 0, err
	}
	block, err := m.client.BlockByNumber(ctx, nil)
	if err != nil {
		return 0, err
	}
	if n := len(block.Transactions()); block.NumberU64() != before+1 || n != 1 {
		return 0, fmt.Errorf("%d blocks were made, the last with %d transactions; want one with one", block.NumberU64()-before, n)
	}
	receipt, err := m.client.TransactionReceipt(ctx, block.Transactions()[0].Hash())
	if err != nil {
		return 0, err
	}
	return receipt.GasUsed, nil
}

// open has a party open deals as its node does, with all signatures that it has.
func (m *market) open(ctx context.Context, by int, drafts ...draft) (uint64, error) {
	return m.gas(ctx, func() error {
		var openings []deals.Opening
		for _, d := range drafts {
			openings = append(openings, d.opening())
		}
		errs, err := m.parties[by].Open(ctx, openings)
		return errors.Join(append(errs, err)...)
	})
}
