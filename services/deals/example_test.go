package deals_test

import (
	"context"
	"fmt"
	"time"

	"github.com/parley-p2p/parley/parleytest/ledger"
)

// A farmer that is guarded and a requester that funds, with a contract in memory between them.
func Example() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	chain := ledger.New(time.Now)
	market := ledger.NewMarket(chain.World()) // services.Farm in deals.Guard, and a requester in deals.Fund
	farmer, requester := market.Farm(ctx, true), market.Buy(ctx, true)
	defer farmer.Stop()
	defer requester.Stop()

	o, err := market.Hire(ctx, requester, 3) // three parts at 100 each
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := market.Await(ctx, ledger.Farmer, "finish"); err != nil {
		fmt.Println(err)
		return
	}
	p := market.World.Party(ledger.Farmer)
	free, err := p.Free(ctx, p.Account().Address)
	fmt.Println(o.View.Phase, chain.Calls()[2:], free, err)
	// Output: Settled [Open SettleMany] 1500 <nil>
}
