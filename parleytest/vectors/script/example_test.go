package script_test

import (
	"fmt"

	"github.com/parley-p2p/parley/parleytest/vectors/script"
	"github.com/parley-p2p/parley/protocol"
)

// What each line comes to, for a third party who hears all of it.
func Example() {
	deal := script.New(0, protocol.Limits{})
	for _, line := range []string{"requester SOW units=10", "requester Agreement", "farmer Quote price.per_unit=7 price.ceiling=70"} {
		fmt.Println(deal.Do(line))
	}
	// Output:
	// 1 Solicited, farmer to move, Expired after 1m0s
	// refused, not your turn: this kind is not legal now from this signer
	// 2 Quoted, requester to move, Expired after 10m0s
}
