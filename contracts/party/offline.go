package party

import (
	"context"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/parley-p2p/parley/contracts/eip712"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/quorum"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/deals"
)

// Judge verifies what accounts have signed for a contract, without a chain.
type Judge struct{ domain eip712.Domain }

// Offline is a Judge of a contract.
func Offline(contract deals.Account) Judge {
	return Judge{eip712.Domain{ChainID: new(big.Int).SetUint64(contract.Chain), Contract: common.Address(contract.Address)}}
}

// TermsHash is EIP-712's hashStruct of the terms.
func (j Judge) TermsHash(t deals.Terms) ([32]byte, error) {
	terms, err := Terms(t)
	if err != nil {
		return [32]byte{}, err
	}
	return eip712.Hash(terms)
}

// DealID is what both sides sign.
func (j Judge) DealID(d deals.Deal) ([32]byte, error) {
	deal, err := Deal(d)
	if err != nil {
		return [32]byte{}, err
	}
	return j.domain.Digest(deal)
}

// VerifyDeal checks an account's signature of a deal.
func (j Judge) VerifyDeal(d deals.Deal, by deals.Address, signature []byte) error {
	id, err := j.DealID(d)
	if err != nil {
		return err
	}
	return verified(id, signature, by)
}

// VerifyAcceptance checks an account's signature of an acceptance.
func (j Judge) VerifyAcceptance(deal deals.Hash, d deals.Delivery, by deals.Address, signature []byte) error {
	cost, err := amount(d.Cost)
	if err != nil {
		return err
	}
	digest, err := j.domain.Digest(eip712.Acceptance{Deal: deal, Digest: d.Digest, Cost: cost})
	if err != nil {
		return err
	}
	return verified(digest, signature, by)
}

// Confirmation is what became of a deal on a chain.
type Confirmation struct {
	Said string // in a sentence
	// Ended: the deal is closed. Paid is what it has moved to the farmer then, penalties for silence included, and Fined what it has moved
	// from the farmer to the payer.
	Ended       bool
	Paid, Fined messages.Amount
}

// Confirm asks a chain what became of a deal, over an endpoint or several with commas between. money writes an amount of the asset's smallest units. The contract's code is
// compared with the committed one.
func Confirm(ctx context.Context, rpc string, contract deals.Account, deal deals.Hash, money func(amount string) string) (c Confirmation, err error) {
	client, err := quorum.Dial(ctx, quorum.Config{Addresses: quorum.Split(rpc), ChainID: new(big.Int).SetUint64(contract.Chain)})
	if err != nil {
		return c, err
	}
	defer client.Close()
	bound, err := escrow.Bind(ctx, client, nil, common.Address(contract.Address))
	if err != nil {
		return c, err
	}
	head, err := client.BlockNumber(ctx)
	if err != nil {
		return c, client.Explain(err)
	}
	id := [32]byte(deal)
	c.Said = "the deal was not opened there; a development chain elsewhere may have the same id"
	for e, err := range bound.Events(ctx, 0, head, &id) {
		if err == nil {
			err = c.enter(e, money)
		}
		if err != nil {
			return Confirmation{}, err
		}
	}
	return c, nil
}

// enter takes one event more.
func (c *Confirmation) enter(e escrow.Event, money func(amount string) string) (err error) {
	tx := common.Hash(e.Tx).Hex()
	switch entry := e.Entry.(type) {
	case escrow.Accepted:
		c.Ended = true
		if c.Paid, err = messages.AmountOf(entry.Delivery.Cost); err == nil {
			c.Said = fmt.Sprintf("accepted and paid, %s, in transaction %s", money(c.Paid.String()), tx)
		}
	case escrow.Ended:
		c.Ended = true
		if c.Paid, err = messages.AmountOf(entry.Payout.PaidFarmer); err == nil {
			c.Fined, err = messages.AmountOf(entry.Payout.PaidPayer)
		}
		c.Said = fmt.Sprintf("closed as %s in transaction %s", entry.Outcome, tx)
	default:
		c.Said = fmt.Sprintf("%s in transaction %s", what(entry), tx)
	}
	return err
}

// Locked is what an account has in a deal while the deal is open.
func (o *Opened) Locked(ctx context.Context, p deals.Papers, account deals.Address) (messages.Amount, error) {
	status, err := o.Status(ctx, p.ID, 1)
	if err != nil || status.State == deals.Unopened || status.State == deals.Closed {
		return messages.Amount{}, err
	}
	payer, farmer := p.Locks()
	var sum messages.Amount
	if p.Terms.Payer == account {
		sum = payer
	}
	if p.Deal.Farmer == account {
		return sum.Add(farmer)
	}
	return sum, nil
}
