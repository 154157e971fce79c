package transactions_test

import (
	"context"
	"fmt"
	"log"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/transactions"
)

func Example() {
	ctx := context.Background()
	chain, err := devchain.Start(ctx, devchain.Config{})
	if err != nil {
		log.Fatal(err)
	}
	defer chain.Close()
	client, err := transactions.Dial(ctx, chain.URL(), chain.ChainID())
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()
	manager, err := transactions.Open(ctx, transactions.Config{
		Client: client,
		Key:    devchain.Account(0),
		Store:  new(transactions.Memory), // OpenSQLite, where money counts
	})
	if err != nil {
		log.Fatal(err)
	}
	defer manager.Close()

	call := transactions.Call{Key: "rent/november", To: &common.Address{1}, Value: big.NewInt(1e18)}
	for range 2 { // asked twice, paid once
		outcome, err := manager.Send(ctx, call)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(outcome.Status, "with nonce", outcome.Nonce)
	}
	balance, err := client.BalanceAt(ctx, *call.To, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(transactions.Ether(balance), "ether")
	// Output:
	// mined with nonce 0
	// mined with nonce 0
	// 1 ether
}
