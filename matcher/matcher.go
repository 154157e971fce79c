package matcher

import (
	"cmp"
	"slices"

	"github.com/parley-p2p/parley/protocol"
)

// Matcher chooses from what is on the table: whom to hire, best first, and at what price, which is at least the quoted. It
// must not change what it is given and may be called concurrently for different markets.
type Matcher interface {
	Match(m protocol.Market) []protocol.Choice
}

// Func is a function as a Matcher.
type Func func(m protocol.Market) []protocol.Choice

// Match calls f.
func (f Func) Match(m protocol.Market) []protocol.Choice { return f(m) }

// First takes everybody, in order of arrival.
func First() Matcher {
	return Func(func(m protocol.Market) []protocol.Choice { return choose(m.Offers) })
}

// Fastest puts first who promises to deliver first; of equals who came first.
func Fastest() Matcher {
	return Func(func(m protocol.Market) []protocol.Choice {
		offers := slices.Clone(m.Offers)
		slices.SortStableFunc(offers, func(a, b protocol.Offer) int {
			return cmp.Compare(a.Quote.GetDeliverByMs(), b.Quote.GetDeliverByMs())
		})
		return choose(offers)
	})
}

// choose takes offers as they are, at the prices quoted.
func choose(offers []protocol.Offer) []protocol.Choice {
	choices := make([]protocol.Choice, len(offers))
	for i, o := range offers {
		choices[i].Session = o.Session
	}
	return choices
}
