package eip712_test

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/common/math"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/signer/core/apitypes"
	"github.com/google/go-cmp/cmp"
	"github.com/parley-p2p/parley/contracts/eip712"
	"pgregory.net/rapid"
)

// typed describes the structures to go-ethereum's own implementation, which is the oracle here.
var typed = apitypes.Types{
	"EIP712Domain": {{Name: "name", Type: "string"}, {Name: "version", Type: "string"}, {Name: "chainId", Type: "uint256"}, {Name: "verifyingContract", Type: "address"}},
	"Deal": {{Name: "requester", Type: "address"}, {Name: "farmer", Type: "address"}, {Name: "price", Type: "uint96"}, {Name: "deposit", Type: "uint96"},
		{Name: "bond", Type: "uint96"}, {Name: "openBy", Type: "uint64"}, {Name: "termsHash", Type: "bytes32"}},
	"Terms": {{Name: "payer", Type: "address"}, {Name: "arbiter", Type: "address"}, {Name: "startBy", Type: "uint64"}, {Name: "submitBy", Type: "uint64"},
		{Name: "acceptWindow", Type: "uint32"}, {Name: "judgeWindow", Type: "uint32"}, {Name: "latePenalty", Type: "uint96"}, {Name: "noShowPenalty", Type: "uint96"},
		{Name: "cheatPenalty", Type: "uint96"}, {Name: "mediationFee", Type: "uint96"}, {Name: "agreement", Type: "bytes32"}, {Name: "quote", Type: "bytes32"}},
	"Acceptance": {{Name: "deal", Type: "bytes32"}, {Name: "digest", Type: "bytes32"}, {Name: "cost", Type: "uint96"}},
	"Decline":    {{Name: "deal", Type: "bytes32"}},
	"Cancel":     {{Name: "deal", Type: "bytes32"}},
	"Split":      {{Name: "deal", Type: "bytes32"}, {Name: "toPayer", Type: "uint128"}, {Name: "toFarmer", Type: "uint128"}},
	"Petition":   {{Name: "deal", Type: "bytes32"}, {Name: "member", Type: "address"}, {Name: "asker", Type: "bytes32"}, {Name: "holder", Type: "bytes32"}},
}

// oracle is the digest by go-ethereum.
func oracle(t *rapid.T, d eip712.Domain, name string, fields map[string]any) [32]byte {
	t.Helper()
	hash, _, err := apitypes.TypedDataAndHash(apitypes.TypedData{
		Types: typed, PrimaryType: name, Message: fields,
		Domain: apitypes.TypedDataDomain{Name: "Parley", Version: "1", ChainId: (*math.HexOrDecimal256)(d.ChainID), VerifyingContract: d.Contract.Hex()},
	})
	if err != nil {
		t.Fatal(err)
	}
	return [32]byte(hash)
}

func amount(t *rapid.T, name string, bits int) *big.Int {
	b := rapid.SliceOfN(rapid.Byte(), 0, bits/8).Draw(t, name)
	return new(big.Int).SetBytes(b)
}

func word(t *rapid.T, name string) [32]byte {
	return [32]byte(rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, name))
}

func account(t *rapid.T, name string) common.Address {
	return common.Address(rapid.SliceOfN(rapid.Byte(), 20, 20).Draw(t, name))
}

func TestDigestsAreThoseOfGoEthereum(t *testing.T) { // THREATS 9, signatures: type hash against apitypes
	rapid.Check(t, func(t *rapid.T) {
		domain := eip712.Domain{ChainID: new(big.Int).SetUint64(rapid.Uint64().Draw(t, "chain")), Contract: account(t, "contract")}
		deal := eip712.Deal{
			Requester: account(t, "requester"), Farmer: account(t, "farmer"),
			Price: amount(t, "price", 96), Deposit: amount(t, "deposit", 96), Bond: amount(t, "bond", 96),
			OpenBy: rapid.Uint64().Draw(t, "openBy"), TermsHash: word(t, "termsHash"),
		}
		terms := eip712.Terms{
			Payer: account(t, "payer"), Arbiter: account(t, "arbiter"),
			StartBy: rapid.Uint64().Draw(t, "startBy"), SubmitBy: rapid.Uint64().Draw(t, "submitBy"),
			AcceptWindow: rapid.Uint32().Draw(t, "acceptWindow"), JudgeWindow: rapid.Uint32().Draw(t, "judgeWindow"),
			LatePenalty: amount(t, "late", 96), NoShowPenalty: amount(t, "noShow", 96), CheatPenalty: amount(t, "cheat", 96),
			MediationFee: amount(t, "fee", 96), Agreement: word(t, "agreement"), Quote: word(t, "quote"),
		}
		acceptance := eip712.Acceptance{Deal: word(t, "deal"), Digest: word(t, "digest"), Cost: amount(t, "cost", 96)}
		split := eip712.Split{Deal: word(t, "deal"), ToPayer: amount(t, "toPayer", 128), ToFarmer: amount(t, "toFarmer", 128)}
		petition := eip712.Petition{Deal: word(t, "deal"), Member: account(t, "member"), Asker: word(t, "asker"), Holder: word(t, "holder")}
		number := func(n uint64) string { return fmt.Sprint(n) }
		for _, c := range []struct {
			name   string
			s      eip712.Struct
			fields map[string]any
		}{
			{"Deal", deal, map[string]any{"requester": deal.Requester.Hex(), "farmer": deal.Farmer.Hex(), "price": deal.Price, "deposit": deal.Deposit,
				"bond": deal.Bond, "openBy": number(deal.OpenBy), "termsHash": deal.TermsHash[:]}},
			{"Terms", terms, map[string]any{"payer": terms.Payer.Hex(), "arbiter": terms.Arbiter.Hex(), "startBy": number(terms.StartBy),
				"submitBy": number(terms.SubmitBy), "acceptWindow": number(uint64(terms.AcceptWindow)), "judgeWindow": number(uint64(terms.JudgeWindow)),
				"latePenalty": terms.LatePenalty, "noShowPenalty": terms.NoShowPenalty, "cheatPenalty": terms.CheatPenalty,
				"mediationFee": terms.MediationFee, "agreement": terms.Agreement[:], "quote": terms.Quote[:]}},
			{"Acceptance", acceptance, map[string]any{"deal": acceptance.Deal[:], "digest": acceptance.Digest[:], "cost": acceptance.Cost}},
			{"Decline", eip712.Decline{Deal: acceptance.Deal}, map[string]any{"deal": acceptance.Deal[:]}},
			{"Cancel", eip712.Cancel{Deal: acceptance.Deal}, map[string]any{"deal": acceptance.Deal[:]}},
			{"Split", split, map[string]any{"deal": split.Deal[:], "toPayer": split.ToPayer, "toFarmer": split.ToFarmer}},
			{"Petition", petition, map[string]any{"deal": petition.Deal[:], "member": petition.Member.Hex(), "asker": petition.Asker[:], "holder": petition.Holder[:]}},
		} {
			got, err := domain.Digest(c.s)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(oracle(t, domain, c.name, c.fields), got); diff != "" {
				t.Errorf("%s: %s", c.name, diff)
			}
		}
	})
}

func TestFieldsOutOfRangeAreNamed(t *testing.T) {
	big96, big128 := new(big.Int).Lsh(big.NewInt(1), 96), new(big.Int).Lsh(big.NewInt(1), 128)
	for name, s := range map[string]eip712.Struct{
		"price":              eip712.Deal{Price: big96},
		"bond":               eip712.Deal{Bond: big.NewInt(-1)},
		"mediation fee":      eip712.Terms{MediationFee: big96},
		"cost":               eip712.Acceptance{Cost: big96},
		"part of the farmer": eip712.Split{ToFarmer: big128},
	} {
		if _, err := eip712.Hash(s); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	zero, err1 := eip712.Hash(eip712.Deal{Price: new(big.Int), Deposit: new(big.Int), Bond: new(big.Int)})
	unset, err2 := eip712.Hash(eip712.Deal{})
	if err1 != nil || err2 != nil || zero != unset {
		t.Errorf("nil is not zero: %v, %v", err1, err2)
	}
}

func TestSignatures(t *testing.T) { // THREATS 9: low-s ECDSA, 65 bytes
	key, err := crypto.ToECDSA(crypto.Keccak256([]byte("a key")))
	if err != nil {
		t.Fatal(err)
	}
	signer := crypto.PubkeyToAddress(key.PublicKey)
	digest := [32]byte(crypto.Keccak256([]byte("a digest")))
	good, err := eip712.Sign(digest, key)
	if err != nil {
		t.Fatal(err)
	}
	if err := eip712.Verify(digest, good, signer); err != nil {
		t.Fatal(err)
	}
	edit := func(f func([]byte)) []byte {
		s := slices.Clone(good)
		f(s)
		return s
	}
	order := crypto.S256().Params().N
	for name, bad := range map[string][]byte{
		"empty":     nil,
		"short":     good[:64],
		"long":      append(slices.Clone(good), 0),
		"v of 0":    edit(func(s []byte) { s[64] -= 27 }),
		"v of 29":   edit(func(s []byte) { s[64] = 29 }),
		"other v":   edit(func(s []byte) { s[64] ^= 7 }), // 27 and 28 differ in three bits
		"r of 0":    edit(func(s []byte) { clear(s[:32]) }),
		"s of 0":    edit(func(s []byte) { clear(s[32:64]) }),
		"r too big": edit(func(s []byte) { order.FillBytes(s[:32]) }),
		"bit of r":  edit(func(s []byte) { s[5] ^= 1 }),
		"bit of s":  edit(func(s []byte) { s[40] ^= 1 }),
		// The same point mirrored: as valid to the curve, refused so that a signature has one form.
		"high s": edit(func(s []byte) {
			new(big.Int).Sub(order, new(big.Int).SetBytes(s[32:64])).FillBytes(s[32:64])
			s[64] ^= 7
		}),
	} {
		if err := eip712.Verify(digest, bad, signer); !errors.Is(err, eip712.ErrSignature) {
			t.Errorf("%s: %v", name, err)
		}
	}
	digest[0] ^= 1
	if err := eip712.Verify(digest, good, signer); err == nil {
		t.Error("another digest")
	}
}

func FuzzRecover(f *testing.F) {
	f.Add(make([]byte, 32), make([]byte, 65))
	f.Add(crypto.Keccak256([]byte("x")), hexutil.MustDecode("0x"+strings.Repeat("11", 64)+"1b"))
	f.Fuzz(func(t *testing.T, digest, signature []byte) {
		if len(digest) != 32 {
			return
		}
		before := slices.Clone(signature)
		signer, err := eip712.Recover([32]byte(digest), signature)
		if !slices.Equal(before, signature) {
			t.Error("the signature was changed")
		}
		if (err == nil) == (signer == common.Address{}) {
			t.Errorf("signer %s, %v", signer, err)
		}
	})
}
