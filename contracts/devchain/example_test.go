package devchain_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/parley-p2p/parley/contracts/devchain"
)

func Example() {
	ctx := context.Background()
	chain, err := devchain.Start(ctx, devchain.Config{})
	if err != nil {
		log.Fatal(err)
	}
	defer chain.Close()

	before := chain.Head()
	after, err := chain.Advance(ctx, time.Hour)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("chain", chain.ChainID())
	fmt.Println("an hour passed:", after.Time.Sub(before.Time) >= time.Hour)
	// Output:
	// chain 727539
	// an hour passed: true
}
