package eip712_test

import (
	"fmt"
	"log"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/parley-p2p/parley/contracts/eip712"
)

func Example() {
	key, err := crypto.GenerateKey()
	if err != nil {
		log.Fatal(err)
	}
	domain := eip712.Domain{ChainID: big.NewInt(727539), Contract: common.HexToAddress("0x01")}
	terms, err := eip712.Hash(eip712.Terms{SubmitBy: 2_000_000_000})
	if err != nil {
		log.Fatal(err)
	}
	deal := eip712.Deal{Requester: crypto.PubkeyToAddress(key.PublicKey), Price: big.NewInt(100), TermsHash: terms}
	id, err := domain.Digest(deal)
	if err != nil {
		log.Fatal(err)
	}
	signature, err := eip712.Sign(id, key)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(eip712.Verify(id, signature, deal.Requester))
	// Output: <nil>
}
