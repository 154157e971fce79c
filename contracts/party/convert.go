package party

import (
	"errors"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/parley-p2p/parley/contracts/eip712"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/disclosure"
)

// Deal converts to what is hashed and sent.
func Deal(d deals.Deal) (eip712.Deal, error) {
	price, err1 := amount(d.Price)
	deposit, err2 := amount(d.Deposit)
	bond, err3 := amount(d.Bond)
	return eip712.Deal{Requester: common.Address(d.Requester), Farmer: common.Address(d.Farmer), Price: price, Deposit: deposit,
		Bond: bond, OpenBy: uint64(d.OpenBy), TermsHash: d.TermsHash}, errors.Join(err1, err2, err3)
}

// Terms converts to what is hashed and sent.
func Terms(t deals.Terms) (eip712.Terms, error) {
	late, err1 := amount(t.LatePenalty)
	noShow, err2 := amount(t.NoShowPenalty)
	cheat, err3 := amount(t.CheatPenalty)
	fee, err4 := amount(t.MediationFee)
	return eip712.Terms{Payer: common.Address(t.Payer), Arbiter: common.Address(t.Arbiter), StartBy: uint64(t.StartBy),
		SubmitBy: uint64(t.SubmitBy), AcceptWindow: t.AcceptWindow, JudgeWindow: t.JudgeWindow, LatePenalty: late,
		NoShowPenalty: noShow, CheatPenalty: cheat, MediationFee: fee, Agreement: t.Agreement, Quote: t.Quote}, errors.Join(err1, err2, err3, err4)
}

// Petition is the digest that a member of a panel signs.
func Petition(chain *big.Int, panel deals.Address, q disclosure.Petition) ([32]byte, error) {
	domain := eip712.Domain{ChainID: chain, Contract: common.Address(panel)}
	return domain.Digest(eip712.Petition{Deal: q.Deal, Member: common.Address(q.Member), Asker: q.Asker, Holder: q.Holder})
}

func convert(r *deals.Record) (eip712.Deal, eip712.Terms, error) {
	t, err := Terms(r.Papers.Terms)
	if err != nil {
		return eip712.Deal{}, t, err
	}
	d, err := Deal(r.Papers.Deal)
	if err != nil {
		return d, t, err
	}
	d.TermsHash, err = eip712.Hash(t) // not written with the record: it follows
	return d, t, err
}

func delivery(d *deals.Delivery) (escrow.Delivery, error) {
	if d == nil {
		return escrow.Delivery{}, errors.New("there is no result")
	}
	cost, err := amount(d.Cost)
	return escrow.Delivery{Digest: d.Digest, Cost: cost}, err
}

func amount(s string) (*big.Int, error) {
	a, err := messages.ParseAmount(s)
	return a.Big(), err
}
