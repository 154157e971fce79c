package escrow

import (
	"fmt"
	"math/big"

	"github.com/parley-p2p/parley/contracts/bindings"
	"github.com/parley-p2p/parley/contracts/eip712"
)

// Delivery is a result and what it costs: the SHA-256 digest inside the result's CID, and C.
type Delivery struct {
	Digest [32]byte
	Cost   *big.Int
}

// Complaint is what a requester holds against a delivery. The values are the contract's.
type Complaint uint8

const (
	// WrongResult: another digest, or another amount of fuel; the dispute claims both.
	WrongResult Complaint = iota + 1
	// NotServed: the content cannot be had; the dispute claims nothing.
	NotServed
)

// Dispute is a complaint about the delivery submitted.
type Dispute struct {
	Delivery      Delivery
	Complaint     Complaint
	ClaimedDigest [32]byte // what the requester says is right; zero with NotServed
	ClaimedFuel   uint64   // likewise
}

// Verdict is an arbiter's. The values are the contract's.
type Verdict uint8

// The verdicts of DESIGN 4.2.
const (
	Correct Verdict = iota + 1
	Wrong
	Undetermined
)

// Ruling is what an arbiter found.
type Ruling struct {
	Verdict Verdict
	Served  bool     // whether the farmer served the arbiter; read for Correct on NotServed only
	Digest  [32]byte // the arbiter's own result; read for Wrong only
	Fuel    uint64   // likewise
}

// Opening is a deal with the consent of both sides. An empty signature stands for the sender's own.
type Opening struct {
	Deal            eip712.Deal
	PayerSignature  []byte
	FarmerSignature []byte
}

// Settlement is a deal with the requester's signed acceptance. An empty signature stands for the sender's own.
type Settlement struct {
	Deal      eip712.Deal
	Delivery  Delivery
	Signature []byte
}

// The contract's encoding wants every amount spelled out.

func packDeal(d eip712.Deal) bindings.Deal {
	d.Price, d.Deposit, d.Bond = orZero(d.Price), orZero(d.Deposit), orZero(d.Bond)
	return bindings.Deal(d)
}

func packTerms(t eip712.Terms) bindings.Terms {
	t.LatePenalty, t.NoShowPenalty = orZero(t.LatePenalty), orZero(t.NoShowPenalty)
	t.CheatPenalty, t.MediationFee = orZero(t.CheatPenalty), orZero(t.MediationFee)
	return bindings.Terms(t)
}

func packDelivery(d Delivery) bindings.Delivery {
	return bindings.Delivery{Digest: d.Digest, Cost: orZero(d.Cost)}
}

func packDispute(d Dispute) bindings.Dispute {
	return bindings.Dispute{
		Digest: d.Delivery.Digest, Cost: orZero(d.Delivery.Cost), Complaint: uint8(d.Complaint),
		ClaimedDigest: d.ClaimedDigest, ClaimedFuel: d.ClaimedFuel,
	}
}

// checkTerms refuses amounts that no encoding holds, and terms that are not the deal's.
func checkTerms(d eip712.Deal, t eip712.Terms) error {
	hash, err := eip712.Hash(t)
	if err != nil {
		return err
	}
	if hash != d.TermsHash {
		return fmt.Errorf("escrow: %w: they hash to %x, the deal says %x", ErrTermsMismatch, hash[:6], d.TermsHash[:6])
	}
	return nil
}

func checkDelivery(id [32]byte, d Delivery) error {
	_, err := eip712.Hash(eip712.Acceptance{Deal: id, Digest: d.Digest, Cost: d.Cost})
	return err
}
