package escrow_test

import (
	"bytes"
	"crypto/sha256"
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/contracts/eip712"
	"github.com/parley-p2p/parley/contracts/escrow"
)

// verifier tells by a proof whether work was done, without doing it again: what an arbiter can have in the place of mediators.
type verifier interface {
	Verify(statement, proof []byte) bool
}

// schnorr is a toy: the work is to find x with g^x = statement, and the proof says that somebody knows it, and nothing else of it. The
// numbers are too small to keep anything from anybody.
type schnorr struct{ g, p *big.Int }

// toy computes with numbers below a prime of 127 bits.
var toy = schnorr{big.NewInt(43), new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 127), big.NewInt(1))}

const number = 32 // bytes of one in a proof

func (s schnorr) statement(x int64) []byte {
	return new(big.Int).Exp(s.g, big.NewInt(x), s.p).Bytes()
}

// prove returns g^k, with a k that is used once, and k + c·x, with c of what a verifier would ask (Fiat and Shamir).
func (s schnorr) prove(x, k int64) []byte {
	r := new(big.Int).Exp(s.g, big.NewInt(k), s.p)
	z := new(big.Int).Mul(s.challenge(s.statement(x), r), big.NewInt(x))
	return slices.Concat(r.FillBytes(make([]byte, number)), z.Add(z, big.NewInt(k)).FillBytes(make([]byte, number)))
}

func (s schnorr) challenge(statement []byte, r *big.Int) *big.Int {
	h := sha256.Sum256(slices.Concat(s.g.Bytes(), statement, r.Bytes()))
	return new(big.Int).SetBytes(h[:number/2])
}

// Verify implements verifier: g^z = r · statement^c.
func (s schnorr) Verify(statement, proof []byte) bool {
	if len(proof) != 2*number {
		return false
	}
	r, z, y := new(big.Int).SetBytes(proof[:number]), new(big.Int).SetBytes(proof[number:]), new(big.Int).SetBytes(statement)
	want := new(big.Int).Exp(y, s.challenge(statement, r), s.p)
	want.Mul(want, r).Mod(want, s.p)
	return new(big.Int).Exp(s.g, z, s.p).Cmp(want) == 0
}

// by rules as a proof says that was served for what was submitted.
func by(v verifier, statement, served []byte, grounds escrow.Dispute) escrow.Ruling {
	if digest := sha256.Sum256(served); bytes.Equal(digest[:], grounds.Delivery.Digest[:]) && v.Verify(statement, served) {
		return escrow.Ruling{Verdict: escrow.Correct}
	}
	return escrow.Ruling{Verdict: escrow.Wrong}
}

// An arbiter is whoever the terms name: here one that runs nothing again, and rules by a proof, which it takes or refuses.
func TestArbiterByProof(t *testing.T) { // R51, C60
	m := newMarket(t)
	const secret = 123456789
	statement, proof := toy.statement(secret), toy.prove(secret, 987654321)
	for _, c := range []struct {
		name              string
		submitted, served []byte
		want              holdings
	}{
		{"a proof", proof, proof, holdings{payer: -902, farmer: 801, arbiter: 101}},
		{"a proof of something else", toy.prove(secret+1, 5), toy.prove(secret+1, 5), holdings{farmer: -400, arbiter: 101, burned: 299}},
		{"a proof that was not submitted", []byte("nothing"), proof, holdings{farmer: -400, arbiter: 101, burned: 299}},
		{"no proof", []byte("nothing"), []byte("nothing"), holdings{farmer: -400, arbiter: 101, burned: 299}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := m.draft(func(_ *eip712.Deal, t *eip712.Terms) { t.Quote = sha256.Sum256(statement) }) // what is to be proven is agreed on
			before := m.holdings(d)
			m.must(m.farmer.OpenDisclosed(m.ctx(), d.opening, d.terms))
			d.delivery.Digest = sha256.Sum256(c.submitted)
			m.must(m.farmer.Submit(m.ctx(), d.Deal, d.terms, d.delivery))
			grounds := escrow.Dispute{Delivery: d.delivery, Complaint: escrow.WrongResult, ClaimedDigest: sha256.Sum256([]byte("another"))}
			m.must(m.requester.Dispute(m.ctx(), d.Deal, d.terms, grounds))
			m.must(m.arbiter.Rule(m.ctx(), d.Deal, d.terms, grounds, by(toy, statement, c.served, grounds)))
			if diff := cmp.Diff(c.want, m.holdings(d).minus(before), cmp.AllowUnexported(holdings{})); diff != "" {
				t.Errorf("who has more (-want +got)\n%s", diff)
			}
		})
	}
}
