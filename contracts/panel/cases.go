package panel

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/parley-p2p/parley/contracts/bindings/arbiters"
	"github.com/parley-p2p/parley/contracts/eip712"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/transactions"
)

// The moves of a case. All of them return when the transaction is mined as deep as the manager's Config.Confirmations says, or
// with an error: a *RefusedError of the panel, one of the escrow, ErrUnknown of package transactions when the context ended first (ask
// again, with the same arguments), or another of its errors.

// Finding is what a mediator found by running the work itself: facts only. The verdict follows from them.
type Finding struct {
	Digest [32]byte // of its own result; zero: module or input cannot be had from anybody; or that of CannotTell
	Fuel   uint64   // that its own run took
	Cost   *big.Int // the most that the agreed terms let the farmer ask for this run
	Served bool     // the farmer served the content of the result
}

// CannotTell is the finding of a run that can be compared with nobody's. It counts for no side, and is neither paid nor slashed;
// where most of a first round cannot tell, others are drawn in its place, twice at most.
func CannotTell() Finding { return Finding{Digest: noWord()} }

// noWord is the digest of who cannot tell, and its word once revealed.
func noWord() (all [32]byte) {
	for i := range all {
		all[i] = 0xff
	}
	return all
}

// Commitment is what a member commits to: keccak256(abi.encode(finding, salt, member, case)). The salt is 32 bytes that nobody
// else can know, and that are there when the finding is revealed: random ones that are kept, or what follows from a secret. The error names a cost that is out of range.
func (f Finding) Commitment(salt [32]byte, member common.Address, id [32]byte) ([32]byte, error) {
	if err := f.check(); err != nil {
		return [32]byte{}, err
	}
	word := func(x uint64) []byte { return common.BigToHash(new(big.Int).SetUint64(x)).Bytes() }
	served := uint64(0)
	if f.Served {
		served = 1
	}
	return crypto.Keccak256Hash(f.Digest[:], word(f.Fuel), common.BigToHash(orZero(f.Cost)).Bytes(), word(served), salt[:],
		common.LeftPadBytes(member[:], 32), id[:]), nil
}

// Word is what a seat holds of the finding once it is revealed: keccak256(abi.encode(digest, fuel, cost)), or what [Seat.CannotTell] reports.
func (f Finding) Word() [32]byte {
	if f.Digest == noWord() {
		return noWord()
	}
	return crypto.Keccak256Hash(f.Digest[:], common.BigToHash(new(big.Int).SetUint64(f.Fuel)).Bytes(), common.BigToHash(orZero(f.Cost)).Bytes())
}

func (f Finding) check() error {
	if cost := orZero(f.Cost); cost.Sign() < 0 || cost.BitLen() > 96 {
		return fmt.Errorf("panel: a cost of %v; amounts are below 2^96", f.Cost)
	}
	return nil
}

func (f Finding) pack() arbiters.Finding {
	return arbiters.Finding{Digest: f.Digest, Fuel: f.Fuel, Cost: orZero(f.Cost), Served: f.Served}
}

// Draw draws the round that is to be drawn, or arms it again where its block is too long past: look at the docket afterwards.
// Anyone, from the fifth block after Docket.ArmedAt.
func (p *Panel) Draw(ctx context.Context, d eip712.Deal, t eip712.Terms) (transactions.Outcome, error) {
	return p.onDeal(ctx, once("draw"), d, t, true, func() ([]byte, error) { return p.panel.TryPackDraw(packDeal(d), packTerms(t)) })
}

// Commit commits the sender's seat to a finding, by its Commitment. Once.
func (p *Panel) Commit(ctx context.Context, id [32]byte, seat int, commitment [32]byte) (transactions.Outcome, error) {
	return p.onCase(ctx, once(fmt.Sprintf("commit/%d", seat)), id, func() ([]byte, error) {
		return p.panel.TryPackCommit(id, big.NewInt(int64(seat)), commitment)
	})
}

// Reveal shows what the sender's seat committed to.
func (p *Panel) Reveal(ctx context.Context, id [32]byte, seat int, f Finding, salt [32]byte) (transactions.Outcome, error) {
	return p.onCase(ctx, once(fmt.Sprintf("reveal/%d", seat)), id, func() ([]byte, error) {
		if err := f.check(); err != nil {
			return nil, err
		}
		return p.panel.TryPackReveal(id, big.NewInt(int64(seat)), f.pack(), salt)
	})
}

// Bond is what an appeal against a round, 0 or 1, holds of the appellant's stake, and costs if it fails.
func (p *Panel) Bond(round int) *big.Int {
	majority := int64(p.rules.Size(round)+1) / 2
	return new(big.Int).Mul(big.NewInt(majority), p.rules.Stake)
}

// Appeal has a larger panel judge anew. A party of the deal, with Bond of its own stake for this panel free. It names no round, so that one
// of which nobody can tell whether it has happened is not sent again: it might appeal against the next round, and hold a second bond.
func (p *Panel) Appeal(ctx context.Context, d eip712.Deal, t eip712.Terms) (transactions.Outcome, error) {
	return p.onDeal(ctx, transactions.Call{Key: "appeal"}, d, t, true, func() ([]byte, error) { return p.panel.TryPackAppeal(packDeal(d), packTerms(t)) })
}

// Conclude rules in the escrow. The finding is the one that stands, as Events tells it; its Served is not read. Where none had a
// majority any will do, and the ruling is Undetermined. Anyone. Another finding is another move: a reorganization may bring back the time
// to appeal, or take a vote, and what stands is another then.
func (p *Panel) Conclude(ctx context.Context, d eip712.Deal, t eip712.Terms, grounds escrow.Dispute, f Finding) (transactions.Outcome, error) {
	err := errors.Join(f.check(), Finding{Cost: grounds.Delivery.Cost}.check())
	var data []byte
	if err == nil {
		data, err = p.panel.TryPackConclude(packDeal(d), packTerms(t), packDispute(grounds), f.pack())
	}
	return p.onDeal(ctx, once(fmt.Sprintf("conclude/%x", crypto.Keccak256(data)[:8])), d, t, false, func() ([]byte, error) { return data, err })
}

// Finish pays, releases and slashes all seats of an ended case. Anyone.
func (p *Panel) Finish(ctx context.Context, id [32]byte) (transactions.Outcome, error) {
	return p.onCase(ctx, once("finish"), id, func() ([]byte, error) { return p.panel.TryPackFinish(id) })
}

// once is a move, by its name, that the contract takes once, or of which a second does no harm.
func once(name string) transactions.Call { return transactions.Call{Key: name, Idempotent: true} }

// onDeal sends a move that shows deal and terms. One that can come again in a later round, or when the round was armed again, is
// named by both.
func (p *Panel) onDeal(ctx context.Context, move transactions.Call, d eip712.Deal, t eip712.Terms, again bool, pack func() ([]byte, error)) (o transactions.Outcome, err error) {
	defer wrap(&err, move.Key)
	id, err := eip712.Domain{ChainID: p.client.ID(), Contract: p.escrow}.Digest(d)
	if err != nil {
		return o, err
	}
	if hash, err := eip712.Hash(t); err != nil || hash != d.TermsHash {
		return o, errors.Join(err, fmt.Errorf("%w: they hash to %x, the deal says %x", escrow.ErrTermsMismatch, hash[:6], d.TermsHash[:6]))
	}
	if again {
		docket, err := p.Docket(ctx, id, 1)
		if err != nil {
			return o, err
		}
		move.Key = fmt.Sprintf("%s/%d/%d", move.Key, docket.Rounds, docket.ArmedAt)
	}
	return p.onCase(ctx, move, id, pack)
}

// onCase sends a move, whose key is its name within the case.
func (p *Panel) onCase(ctx context.Context, move transactions.Call, id [32]byte, pack func() ([]byte, error)) (o transactions.Outcome, err error) {
	defer wrap(&err, fmt.Sprintf("case %x…", id[:6]))
	move.Key, move.To = fmt.Sprintf("%x/panel/%s", id, move.Key), &p.address
	return p.send(ctx, move, pack)
}

// send brings a call about with the input that is packed. One that was mined and reverted had no effect and may be tried again, under a key of its own, a few
// times in all: unless the node says that it would revert again.
func (p *Panel) send(ctx context.Context, call transactions.Call, pack func() ([]byte, error)) (o transactions.Outcome, err error) {
	if p.manager == nil {
		return o, ErrReadOnly
	}
	if call.Data, err = pack(); err != nil {
		return o, err
	}
	const tries = 5
	key := call.Key
	for n := 1; n <= tries; n++ {
		if n > 1 {
			call.Key = fmt.Sprintf("%s/%d", key, n)
		}
		o, err = p.manager.Send(ctx, call)
		if o.Status != transactions.Reverted {
			break
		}
	}
	return o, refusal(err)
}

func wrap(err *error, what string) {
	if *err != nil {
		*err = fmt.Errorf("panel: %s: %w", what, *err)
	}
}

// unsent reports that nothing was ever signed for a key.
func unsent(err error) bool { return errors.Is(err, transactions.ErrNoSuchKey) }

// The contract's encoding wants every amount spelled out.

func packDeal(d eip712.Deal) arbiters.Deal {
	d.Price, d.Deposit, d.Bond = orZero(d.Price), orZero(d.Deposit), orZero(d.Bond)
	return arbiters.Deal(d)
}

func packTerms(t eip712.Terms) arbiters.Terms {
	t.LatePenalty, t.NoShowPenalty = orZero(t.LatePenalty), orZero(t.NoShowPenalty)
	t.CheatPenalty, t.MediationFee = orZero(t.CheatPenalty), orZero(t.MediationFee)
	return arbiters.Terms(t)
}

func packDispute(d escrow.Dispute) arbiters.Dispute {
	return arbiters.Dispute{Digest: d.Delivery.Digest, Cost: orZero(d.Delivery.Cost), Complaint: uint8(d.Complaint),
		ClaimedDigest: d.ClaimedDigest, ClaimedFuel: d.ClaimedFuel}
}
