package matcher_test

import (
	"fmt"

	"github.com/parley-p2p/parley/matcher"
	"github.com/parley-p2p/parley/protocol"
)

// Of the offers that cost at most 250, the fastest; and nobody whose quote is not final.
func Example() {
	final := matcher.Filter(func(_ protocol.Market, o protocol.Offer) bool { return o.Quote.Final })
	best := matcher.Then(final, matcher.MaxCost(amount("250")), matcher.Fastest())

	m := market(
		offer{name: "dear", asset: "USD", perUnit: "30", ceiling: "300", units: 10, seconds: 5},
		offer{name: "slow", asset: "USD", perUnit: "10", ceiling: "100", units: 10, seconds: 60},
		offer{name: "good", asset: "USD", perUnit: "20", ceiling: "200", units: 10, seconds: 20},
		offer{name: "open", asset: "USD", perUnit: "1", ceiling: "10", units: 10, seconds: 1},
	)
	for _, o := range m.Offers[:3] {
		o.Quote.Final = true
	}
	fmt.Println(names(best.Match(m)))
	// Output: good slow
}
