package eip712

import (
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// Amounts in these structures are in the token's smallest unit; nil is zero. Times are in Unix seconds, windows in
// seconds.

// Deal is what both sides sign and what the chain locks money for. Its digest is its id.
type Deal struct {
	Requester common.Address // accepts or disputes; pays, unless Terms.Payer is a third party
	Farmer    common.Address // does the work
	Price     *big.Int       // P, the ceiling, below 2^96
	Deposit   *big.Int       // D, below 2^96
	Bond      *big.Int       // F, below 2^96
	OpenBy    uint64         // last second in which the deal can be opened
	TermsHash [32]byte       // Terms.Hash
}

// Terms are what a contract judges by when the two sides do not agree. The contract does not refuse terms once a deal is
// open; it clamps them, as IParley.sol says.
type Terms struct {
	Payer         common.Address // the requester, or the third party that pays
	Arbiter       common.Address // may rule on a dispute; zero: nobody
	StartBy       uint64         // last second in which the farmer may decline; 0: never
	SubmitBy      uint64         // last second in which the farmer may submit
	AcceptWindow  uint32         // after submission, to accept or dispute
	JudgeWindow   uint32         // after the dispute, to rule
	LatePenalty   *big.Int       // Rt, below 2^96
	NoShowPenalty *big.Int       // Ft, below 2^96
	CheatPenalty  *big.Int       // Fc, below 2^96
	MediationFee  *big.Int       // M, below 2^96
	Agreement     [32]byte       // SHA-256 of the exact bytes that both sides agreed on
	Quote         [32]byte       // id of the quote that was agreed to
}

// Acceptance is the requester's "this result, at this cost".
type Acceptance struct {
	Deal   [32]byte
	Digest [32]byte // of the result
	Cost   *big.Int // C, below 2^96
}

// Decline is the farmer's "I do not start".
type Decline struct{ Deal [32]byte }

// Cancel is payer's and farmer's "as if it had never been".
type Cancel struct{ Deal [32]byte }

// Split is payer's and farmer's "who gets what".
type Split struct {
	Deal     [32]byte
	ToPayer  *big.Int // below 2^128
	ToFarmer *big.Int // below 2^128
}

// Petition is a panel member's "I judge this case, and this peer asks for me what it is about". No contract reads it; its domain is the
// panel's.
type Petition struct {
	Deal   [32]byte
	Member common.Address
	Asker  [32]byte // network key of who asks
	Holder [32]byte // of who is asked
}

// Struct is one of the structures of this package.
type Struct interface {
	// fields returns the EIP-712 type and the fields' words in order, or says which field is out of range.
	fields() (typ string, words [][32]byte, err error)
}

// The type strings are those of IParley.sol, character by character; that of a Petition is nowhere else.
const (
	dealType       = "Deal(address requester,address farmer,uint96 price,uint96 deposit,uint96 bond,uint64 openBy,bytes32 termsHash)"
	termsType      = "Terms(address payer,address arbiter,uint64 startBy,uint64 submitBy,uint32 acceptWindow,uint32 judgeWindow,uint96 latePenalty,uint96 noShowPenalty,uint96 cheatPenalty,uint96 mediationFee,bytes32 agreement,bytes32 quote)"
	acceptanceType = "Acceptance(bytes32 deal,bytes32 digest,uint96 cost)"
	declineType    = "Decline(bytes32 deal)"
	cancelType     = "Cancel(bytes32 deal)"
	splitType      = "Split(bytes32 deal,uint128 toPayer,uint128 toFarmer)"
	petitionType   = "Petition(bytes32 deal,address member,bytes32 asker,bytes32 holder)"
)

func (d Deal) fields() (string, [][32]byte, error) {
	var w words
	w.address(d.Requester)
	w.address(d.Farmer)
	w.amount("price", d.Price, 96)
	w.amount("deposit", d.Deposit, 96)
	w.amount("bond", d.Bond, 96)
	w.number(d.OpenBy)
	w.bytes(d.TermsHash)
	return dealType, w.all, w.err
}

func (t Terms) fields() (string, [][32]byte, error) {
	var w words
	w.address(t.Payer)
	w.address(t.Arbiter)
	w.number(t.StartBy)
	w.number(t.SubmitBy)
	w.number(uint64(t.AcceptWindow))
	w.number(uint64(t.JudgeWindow))
	w.amount("late penalty", t.LatePenalty, 96)
	w.amount("no-show penalty", t.NoShowPenalty, 96)
	w.amount("cheat penalty", t.CheatPenalty, 96)
	w.amount("mediation fee", t.MediationFee, 96)
	w.bytes(t.Agreement)
	w.bytes(t.Quote)
	return termsType, w.all, w.err
}

func (a Acceptance) fields() (string, [][32]byte, error) {
	var w words
	w.bytes(a.Deal)
	w.bytes(a.Digest)
	w.amount("cost", a.Cost, 96)
	return acceptanceType, w.all, w.err
}

func (d Decline) fields() (string, [][32]byte, error) {
	return declineType, [][32]byte{d.Deal}, nil
}

func (c Cancel) fields() (string, [][32]byte, error) {
	return cancelType, [][32]byte{c.Deal}, nil
}

func (s Split) fields() (string, [][32]byte, error) {
	var w words
	w.bytes(s.Deal)
	w.amount("part of the payer", s.ToPayer, 128)
	w.amount("part of the farmer", s.ToFarmer, 128)
	return splitType, w.all, w.err
}

func (p Petition) fields() (string, [][32]byte, error) {
	var w words
	w.bytes(p.Deal)
	w.address(p.Member)
	w.bytes(p.Asker)
	w.bytes(p.Holder)
	return petitionType, w.all, w.err
}

// words collects a structure's encoding and the first field that does not fit.
type words struct {
	all [][32]byte
	err error
}

func (w *words) bytes(b [32]byte)         { w.all = append(w.all, b) }
func (w *words) address(a common.Address) { w.bytes(common.BytesToHash(a[:])) }
func (w *words) number(n uint64)          { w.bytes(common.BigToHash(new(big.Int).SetUint64(n))) }

func (w *words) amount(name string, x *big.Int, bits int) {
	if x == nil {
		x = new(big.Int)
	}
	if (x.Sign() < 0 || x.BitLen() > bits) && w.err == nil {
		w.err = fmt.Errorf("eip712: the %s, %v, is not between 0 and 2^%d - 1", name, x, bits)
	}
	var b [32]byte
	if w.err == nil {
		x.FillBytes(b[:])
	}
	w.bytes(b)
}
