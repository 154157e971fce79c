package ledger_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/ledger"
	"github.com/parley-p2p/parley/services/deals"
)

// A contract that answers nothing, and then it does.
func ExampleChain_SetFault() {
	ctx := context.Background()
	account := deals.Address{1}
	chain := ledger.New(time.Now)
	chain.Grant(account, 500)
	party := chain.Party(account)

	chain.SetFault(func(call string) ledger.Fault { return ledger.Unreachable })
	err := party.Deposit(ctx, "first", messages.AmountOfUint64(300))
	fmt.Println("refused:", err != nil, "and outside are", party.Tokens(account))

	chain.SetFault(nil)
	if err := party.Deposit(ctx, "first", messages.AmountOfUint64(300)); err != nil {
		log.Fatal(err)
	}
	fmt.Println("outside are", party.Tokens(account), "after", chain.Calls())
	// Output:
	// refused: true and outside are 500
	// outside are 200 after [Deposit]
}
