package party_test

import (
	"fmt"
	"log"

	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/eip712"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/services/deals"
)

// What an account signed for a deal is checked without a chain, as a farmer does before it countersigns.
func ExampleOffline() {
	contract := deals.Account{Chain: devchain.DefaultChainID, Address: deals.Address{0xc0}}
	payer := deals.Address(devchain.Address(0))
	deal := deals.Deal{Requester: payer, Farmer: deals.Address(devchain.Address(1)), Price: "300", Deposit: "30", Bond: "1200", OpenBy: 1_900_000_000}

	judge := party.Offline(contract)
	id, err := judge.DealID(deal)
	if err != nil {
		log.Fatal(err)
	}
	signature, err := eip712.Sign(id, devchain.Account(0))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("as signed:", judge.VerifyDeal(deal, payer, signature))

	deal.Price = "200"
	fmt.Println("cheaper: refused,", judge.VerifyDeal(deal, payer, signature) != nil)
	// Output:
	// as signed: <nil>
	// cheaper: refused, true
}
