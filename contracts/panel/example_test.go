package panel_test

import (
	"fmt"
	"math/big"
	"time"

	"github.com/parley-p2p/parley/contracts/panel"
)

// How long must a deal leave its panel to judge?
func ExampleRules_Length() {
	rules := panel.Rules{Seats: 3, Stake: big.NewInt(1000), Fee: big.NewInt(150), CommitWindow: time.Hour, Finality: 15 * time.Minute,
		RevealWindow: time.Hour, AppealWindow: time.Hour}
	for appeals := range 3 {
		fmt.Println(appeals, rules.Length(appeals))
	}
	// Output:
	// 0 9h45m0s
	// 1 14h0m0s
	// 2 18h15m0s
}
