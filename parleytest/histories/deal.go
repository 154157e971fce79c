package histories

import (
	"fmt"
	"math/big"
	"math/rand/v2"

	"github.com/ethereum/go-ethereum/common"

	"github.com/parley-p2p/parley/contracts/eip712"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/parleytest/settlement"
)

// deal is one of a history's: as the document has it, as it is signed, and all that will be said about it.
type deal struct {
	settlement.Deal
	signed    eip712.Deal
	terms     eip712.Terms
	disclosed bool // opened with its terms shown

	delivery settlement.Delivery
	grounds  settlement.Grounds
	ruling   settlement.Ruling
	toPayer  int64 // of a split

	payer, farmer, acceptance []byte // signatures
	cancels, splits           [2][]byte
	decline                   []byte
}

// draft makes the n-th deal of a history. A few of them break a rule.
func draft(random *rand.Rand, n int, parley common.Address, window int64) (*deal, error) {
	upTo := func(most int64) int64 { return random.Int64N(most + 1) }
	s := settlement.Sums{P: 1 + upTo(900), D: upTo(300), F: upTo(300), Rt: upTo(200), Ft: upTo(300), Fc: upTo(300), M: upTo(100)}
	if random.IntN(6) > 0 {
		s.Fc = max(s.Fc, 3*s.M)
		s.F, s.D = max(s.F, s.Ft, s.Fc), max(s.D, s.Rt, s.M)
	}
	d := &deal{Deal: settlement.Deal{Payer: settlement.Requester, Arbiter: settlement.Arbiter, Sums: s, OpenBy: settlement.Genesis + 25 + 10*int64(n) + upTo(20)}}
	if random.IntN(4) == 0 {
		d.Payer = settlement.Payer
	}
	if random.IntN(6) == 0 {
		d.Arbiter = settlement.Nobody
	}
	d.disclosed = d.Payer != settlement.Requester || random.IntN(2) == 0
	d.StartBy, d.SubmitBy = d.OpenBy+upTo(10), d.OpenBy+window+5+upTo(20)
	d.AcceptWindow, d.JudgeWindow = window+upTo(12), window+upTo(12)
	d.delivery = settlement.Delivery{Digest: 5, Cost: upTo(s.P)}
	d.grounds = settlement.Grounds{Delivery: d.delivery, NotServed: random.IntN(2) == 0}
	if !d.grounds.NotServed {
		d.grounds.Claimed, d.grounds.Fuel = 7, upTo(1)*7
	}
	d.ruling = settlement.Ruling{Verdict: settlement.Verdict(1 + random.IntN(3)), Served: random.IntN(2) == 0, Digest: byte(5 + upTo(2)), Fuel: upTo(1) * 7}
	d.toPayer = upTo(d.Locked())
	return d, d.sign(n, parley)
}

// sign writes the papers.
func (d *deal) sign(n int, parley common.Address) error {
	arbiter := common.Address{}
	if d.Arbiter != settlement.Nobody {
		arbiter = d.Arbiter.Address()
	}
	d.terms = eip712.Terms{Payer: d.Payer.Address(), Arbiter: arbiter, StartBy: uint64(d.StartBy), SubmitBy: uint64(d.SubmitBy),
		AcceptWindow: uint32(d.AcceptWindow), JudgeWindow: uint32(d.JudgeWindow), LatePenalty: big.NewInt(d.Rt), NoShowPenalty: big.NewInt(d.Ft),
		CheatPenalty: big.NewInt(d.Fc), MediationFee: big.NewInt(d.M), Quote: common.BigToHash(big.NewInt(int64(n)))}
	hash, err := eip712.Hash(d.terms)
	if err != nil {
		return fmt.Errorf("deal %d: %w", n, err)
	}
	d.signed = eip712.Deal{Requester: settlement.Requester.Address(), Farmer: settlement.Farmer.Address(), Price: big.NewInt(d.P),
		Deposit: big.NewInt(d.D), Bond: big.NewInt(d.F), OpenBy: uint64(d.OpenBy), TermsHash: hash}
	domain := eip712.Domain{ChainID: big.NewInt(settlement.ChainID), Contract: parley}
	if d.ID, err = domain.Digest(d.signed); err != nil {
		return fmt.Errorf("deal %d: %w", n, err)
	}
	by := func(a settlement.Account, s eip712.Struct) []byte {
		digest, failed := domain.Digest(s)
		if failed != nil {
			err = fmt.Errorf("deal %d: %w", n, failed)
		}
		return a.Sign(digest)
	}
	d.payer, d.farmer = by(d.Payer, d.signed), by(settlement.Farmer, d.signed)
	d.acceptance = by(settlement.Requester, eip712.Acceptance{Deal: d.ID, Digest: [32]byte{d.delivery.Digest}, Cost: big.NewInt(d.delivery.Cost)})
	d.decline = by(settlement.Farmer, eip712.Decline{Deal: d.ID})
	for i, a := range []settlement.Account{d.Payer, settlement.Farmer} {
		d.cancels[i] = by(a, eip712.Cancel{Deal: d.ID})
		d.splits[i] = by(a, eip712.Split{Deal: d.ID, ToPayer: big.NewInt(d.toPayer), ToFarmer: big.NewInt(d.Locked() - d.toPayer)})
	}
	return err
}

// What the clients take.

func (d *deal) delivered() escrow.Delivery {
	return escrow.Delivery{Digest: [32]byte{d.delivery.Digest}, Cost: big.NewInt(d.delivery.Cost)}
}

func (d *deal) dispute() escrow.Dispute {
	is := escrow.Dispute{Delivery: d.delivered(), Complaint: escrow.WrongResult, ClaimedDigest: [32]byte{d.grounds.Claimed}, ClaimedFuel: uint64(d.grounds.Fuel)}
	if d.grounds.NotServed {
		is.Complaint = escrow.NotServed
	}
	return is
}

func (d *deal) ruled() escrow.Ruling {
	return escrow.Ruling{Verdict: escrow.Verdict(d.ruling.Verdict), Served: d.ruling.Served, Digest: [32]byte{d.ruling.Digest}, Fuel: uint64(d.ruling.Fuel)}
}
