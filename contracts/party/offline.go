package party

import (
	"context"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/parley-p2p/parley/contracts/eip712"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/transactions"
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

// Confirm asks a chain what became of a deal, and says it in a sentence, in which money writes an amount of the asset's
// smallest units. The contract's code is compared with the committed one.
func Confirm(ctx context.Context, rpc string, contract deals.Account, deal deals.Hash, money func(amount string) string) (string, error) {
	client, err := transactions.Dial(ctx, rpc, new(big.Int).SetUint64(contract.Chain))
	if err != nil {
		return "", err
	}
	defer client.Close()
	bound, err := escrow.Bind(ctx, client, nil, common.Address(contract.Address))
	if err != nil {
		return "", err
	}
	head, err := client.BlockNumber(ctx)
	if err != nil {
		return "", client.Explain(err)
	}
	id := [32]byte(deal)
	said := "the deal was not opened there; a development chain elsewhere may have the same id"
	for e, err := range bound.Events(ctx, 0, head, &id) {
		if err != nil {
			return "", err
		}
		tx := common.Hash(e.Tx).Hex()
		switch entry := e.Entry.(type) {
		case escrow.Accepted:
			said = fmt.Sprintf("accepted and paid, %s, in transaction %s", money(entry.Delivery.Cost.String()), tx)
		case escrow.Ended:
			said = fmt.Sprintf("closed as %s in transaction %s", entry.Outcome, tx)
		default:
			said = fmt.Sprintf("%s in transaction %s", what(entry), tx)
		}
	}
	return said, nil
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
