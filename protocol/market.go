package protocol

import (
	"time"

	"github.com/parley-p2p/parley/messages"
)

// Offer is one farmer's quote on the table, as its own stream brought it: its signature is verified when it is chosen, and one
// that does not verify is then no offer of that farmer's.
type Offer struct {
	Session messages.ID
	Farmer  messages.Key
	Quote   *messages.Quote
	At      time.Time // when it arrived
}

// Market is what a matcher sees: the work, how many farmers are still wanted, and what is offered, in order of arrival.
type Market struct {
	SOW    *messages.SOW
	Want   int
	Offers []Offer
	Hired  []Offer
	Now    time.Time
}

// Choice is an offer that a matcher would hire, at a price that is at least the quoted; a nil Price is the quoted.
type Choice struct {
	Session messages.ID
	Price   *messages.Price
}
