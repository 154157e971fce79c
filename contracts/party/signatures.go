package party

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/parley-p2p/parley/contracts/eip712"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/disclosure"
)

// TermsHash is EIP-712's hashStruct of the terms.
func (p *Party) TermsHash(t deals.Terms) ([32]byte, error) {
	terms, err := Terms(t)
	if err != nil {
		return [32]byte{}, err
	}
	return eip712.Hash(terms)
}

// DealID is what both sides sign.
func (p *Party) DealID(d deals.Deal) ([32]byte, error) {
	deal, err := Deal(d)
	if err != nil {
		return [32]byte{}, err
	}
	return p.contract.ID(deal)
}

// SignDeal signs the deal's ID.
func (p *Party) SignDeal(d deals.Deal) ([]byte, error) {
	id, err := p.DealID(d)
	if err != nil {
		return nil, err
	}
	return eip712.Sign(id, p.key)
}

// SignAcceptance signs "this result, at this cost".
func (p *Party) SignAcceptance(deal deals.Hash, d deals.Delivery) ([]byte, error) {
	digest, err := p.acceptance(deal, d)
	if err != nil {
		return nil, err
	}
	return eip712.Sign(digest, p.key)
}

func (p *Party) acceptance(deal deals.Hash, d deals.Delivery) ([32]byte, error) {
	cost, err := amount(d.Cost)
	if err != nil {
		return [32]byte{}, err
	}
	return p.contract.Domain().Digest(eip712.Acceptance{Deal: deal, Digest: d.Digest, Cost: cost})
}

// VerifyDeal checks an account's signature of a deal.
func (p *Party) VerifyDeal(d deals.Deal, by deals.Address, signature []byte) error {
	id, err := p.DealID(d)
	if err != nil {
		return err
	}
	return verified(id, signature, by)
}

// VerifyAcceptance checks an account's signature of an acceptance.
func (p *Party) VerifyAcceptance(deal deals.Hash, d deals.Delivery, by deals.Address, signature []byte) error {
	digest, err := p.acceptance(deal, d)
	if err != nil {
		return err
	}
	return verified(digest, signature, by)
}

// SignCancel signs "as if it had never been".
func (p *Party) SignCancel(deal deals.Hash) ([]byte, error) {
	return p.sign(eip712.Cancel{Deal: deal})
}

// SignSplit signs who gets what.
func (p *Party) SignSplit(deal deals.Hash, toPayer, toFarmer messages.Amount) ([]byte, error) {
	return p.sign(eip712.Split{Deal: deal, ToPayer: toPayer.Big(), ToFarmer: toFarmer.Big()})
}

// SignPetition signs, under the domain of a panel of this chain, that a peer asks for this account, its member.
func (p *Party) SignPetition(panel deals.Address, q disclosure.Petition) ([]byte, error) {
	digest, err := Petition(p.client.ID(), panel, q)
	if err != nil {
		return nil, err
	}
	return eip712.Sign(digest, p.key)
}

func (p *Party) sign(s eip712.Struct) ([]byte, error) {
	digest, err := p.contract.Domain().Digest(s)
	if err != nil {
		return nil, err
	}
	return eip712.Sign(digest, p.key)
}

func verified(digest [32]byte, signature []byte, by deals.Address) error {
	if err := eip712.Verify(digest, signature, common.Address(by)); err != nil {
		return fmt.Errorf("%w: %w", deals.ErrSignature, err)
	}
	return nil
}
