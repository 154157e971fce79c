// Command user is a program of somebody else's, in a module of its own: it brings a matcher.
package main

import (
	"fmt"

	"github.com/parley-p2p/parley/matcher"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

// last hires who came last.
type last struct{}

func (last) Match(m protocol.Market) []protocol.Choice {
	var choices []protocol.Choice
	for i := range m.Offers {
		choices = append(choices, protocol.Choice{Session: m.Offers[len(m.Offers)-1-i].Session})
	}
	return choices
}

func main() {
	hiring := requester.Hiring{N: 2, Matcher: matcher.Then(last{}, matcher.MaxCost(messages.AmountOfUint64(10)))}
	var market protocol.Market
	for i, ceiling := range []string{"7", "99", "10"} {
		q := &messages.Quote{Units: 1, Price: &messages.Price{PerUnit: ceiling, Ceiling: ceiling}}
		market.Offers = append(market.Offers, protocol.Offer{Session: messages.ID{byte(i)}, Quote: q})
	}
	for _, c := range hiring.Matcher.Match(market) {
		fmt.Println(c.Session[0])
	}
}
