package devmarket_test

import (
	"context"
	"fmt"
	"log"

	"github.com/parley-p2p/parley/contracts/devmarket"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/messages"
)

// A new account comes to a market of one machine, and has something to spend.
func Example() {
	ctx := context.Background()
	market, err := devmarket.Start(ctx, devmarket.Config{})
	if err != nil {
		log.Fatal(err)
	}
	defer market.Close()

	secret, err := party.NewSecret()
	if err != nil {
		log.Fatal(err)
	}
	account, err := party.AddressOf(secret)
	if err != nil {
		log.Fatal(err)
	}
	if err := market.Grant(ctx, account); err != nil {
		log.Fatal(err)
	}

	own, err := party.Open(ctx, party.Config{RPC: market.RPC(), ChainID: market.ChainID(), Contract: market.Contract(), Secret: secret})
	if err != nil {
		log.Fatal(err)
	}
	defer own.Close()
	wallet, err := own.Wallet(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(messages.FormatUnits(wallet.Tokens, devmarket.Decimals), devmarket.Symbol)
	// Output: 10000 PLAY
}
