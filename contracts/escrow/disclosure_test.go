package escrow

import (
	"bytes"
	"math/big"
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/contracts/bindings"
	"github.com/parley-p2p/parley/contracts/eip712"
)

// disclosed is a deal, and the calldata of its submission.
func disclosed(t testing.TB) (id [32]byte, d eip712.Deal, terms eip712.Terms, calldata []byte) {
	t.Helper()
	terms = eip712.Terms{Payer: common.Address{1}, Arbiter: common.Address{9}, StartBy: 3, SubmitBy: 4, AcceptWindow: 5, JudgeWindow: 6,
		LatePenalty: big.NewInt(7), NoShowPenalty: big.NewInt(8), CheatPenalty: big.NewInt(9), MediationFee: big.NewInt(2), Agreement: [32]byte{11}, Quote: [32]byte{12}}
	hash, err := eip712.Hash(terms)
	if err != nil {
		t.Fatal(err)
	}
	d = eip712.Deal{Requester: common.Address{1}, Farmer: common.Address{2}, Price: big.NewInt(10), Deposit: big.NewInt(7), Bond: big.NewInt(9), OpenBy: 99, TermsHash: hash}
	if id, err = domain.Digest(d); err != nil {
		t.Fatal(err)
	}
	return id, d, terms, bindings.NewParley().PackSubmit(packDeal(d), packTerms(terms), packDelivery(Delivery{Digest: [32]byte{3}, Cost: big.NewInt(10)}))
}

var domain = eip712.Domain{ChainID: big.NewInt(1), Contract: common.Address{7}}

var byValue = cmp.Comparer(func(a, b *big.Int) bool { return a.Cmp(b) == 0 })

// The two are found wherever in the calldata they are, and only if they are the ones that were hashed.
func TestSearch(t *testing.T) { // C51, THREATS: withholding
	id, deal, terms, plain := disclosed(t)
	decoy := slices.Concat(plain[4:4+2*word], make([]byte, 5*word)) // the same two, and another deal
	for name, data := range map[string][]byte{"plain": plain, "wrapped": slices.Concat([]byte("a wallet's call: "), decoy, plain, make([]byte, 500))} {
		d, found, ok := search(data, domain, id, deal.Requester, deal.Farmer)
		if !ok {
			t.Fatalf("%s: not found", name)
		}
		if diff := cmp.Diff(deal, d, byValue) + cmp.Diff(terms, found, byValue); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	for at := 4; at < 4+(dealWords+termsWords)*word; at++ {
		changed := slices.Clone(plain)
		changed[at] ^= 1
		d, found, ok := search(changed, domain, id, deal.Requester, deal.Farmer)
		if ok && !unread(at) || ok && cmp.Diff(deal, d, byValue)+cmp.Diff(terms, found, byValue) != "" {
			t.Errorf("found with byte %d changed", at)
		}
	}
}

// A party that fills a block with its step costs whoever searches it no more than one that nodes pass on.
func TestSearchIsBounded(t *testing.T) { // THREATS: withholding
	id, deal, _, plain := disclosed(t)
	for _, before := range []int{maxCalldata - len(plain), maxCalldata} {
		_, _, ok := search(slices.Concat(bytes.Repeat([]byte{1}, before), plain), domain, id, deal.Requester, deal.Farmer)
		if want := before < maxCalldata; ok != want {
			t.Errorf("behind %d bytes: found %t, want %t", before, ok, want)
		}
	}
}

// unread are the bytes of a call that pad its numbers of 64 and 32 bits.
func unread(at int) bool {
	at -= 4
	switch i, within := at/word, at%word; i {
	case 5, dealWords + 2, dealWords + 3:
		return within < 24
	case dealWords + 4, dealWords + 5:
		return within < 28
	}
	return false
}

// FuzzDisclosure: whatever is found hashes to what was asked for.
func FuzzDisclosure(f *testing.F) {
	id, deal, _, plain := disclosed(f)
	f.Add(plain)
	f.Add(plain[:100])
	f.Fuzz(func(t *testing.T, data []byte) {
		d, terms, ok := search(data, domain, id, deal.Requester, deal.Farmer)
		if !ok {
			return
		}
		got, err := domain.Digest(d)
		hash, err2 := eip712.Hash(terms)
		if err != nil || err2 != nil || got != id || hash != d.TermsHash {
			t.Fatalf("found %+v, %+v", d, terms)
		}
	})
}
