package matcher

import (
	"slices"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// Filter keeps, in their order, the offers that keep says yes to; the others are declined.
func Filter(keep func(m protocol.Market, o protocol.Offer) bool) Matcher {
	return Func(func(m protocol.Market) []protocol.Choice {
		var kept []protocol.Offer
		for _, o := range m.Offers {
			if keep(m, o) {
				kept = append(kept, o)
			}
		}
		return choose(kept)
	})
}

// Then applies matchers one after the other: each sees only what the one before chose, in its order and at its prices.
// Since all of this package keep the order of equals, Then(Fastest(), Cheapest()) is the cheapest and, of equally cheap
// ones, the fastest; Then(MaxCost(max), Fastest()) is the fastest that is not too expensive. None is First.
func Then(matchers ...Matcher) Matcher {
	return Func(func(m protocol.Market) []protocol.Choice {
		offers := map[messages.ID]protocol.Offer{}
		for _, o := range m.Offers {
			offers[o.Session] = o
		}
		choices := choose(m.Offers)
		for _, next := range matchers {
			prices := map[messages.ID]*messages.Price{}
			m.Offers = nil
			for _, c := range choices {
				if o, ok := offers[c.Session]; ok {
					prices[c.Session] = c.Price
					m.Offers = append(m.Offers, at(o, c.Price))
				}
			}
			choices = slices.Clone(next.Match(m))
			for i, c := range choices {
				if c.Price == nil {
					choices[i].Price = prices[c.Session]
				}
			}
		}
		return choices
	})
}

// at is an offer at another price than the quoted; nil is the quoted.
func at(o protocol.Offer, p *messages.Price) protocol.Offer {
	if p == nil {
		return o
	}
	q := o.Quote
	o.Quote = &messages.Quote{
		Version: q.GetVersion(), Sow: q.GetSow(), Price: p, Units: q.GetUnits(), ExpiresMs: q.GetExpiresMs(), DeliverByMs: q.GetDeliverByMs(),
		Settlement: q.GetSettlement(), Verification: q.GetVerification(), Details: q.GetDetails(), Final: q.GetFinal(), Reason: q.GetReason(),
	}
	return o
}
