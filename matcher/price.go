package matcher

import (
	"cmp"
	"math"
	"math/big"
	"slices"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// Cheapest puts first whose unit of work comes to the least, ceiling considered; of equals who came first. Amounts of
// different assets are not compared: where quotes name several, the cheapest of each asset come first, in order of
// arrival, then the second cheapest of each, so that no quote in a strange asset keeps out another. Name the asset in the
// SOW's limit and there is only one. What is free is cheapest in any asset.
func Cheapest() Matcher {
	return Func(func(m protocol.Market) []protocol.Choice {
		return choose(byAsset(m.Offers, func(a, b priced) int { return a.cmp(b) }))
	})
}

// MaxCost keeps, in their order, the offers whose whole work comes to at most max, in the smallest unit of the asset that
// they are in. Name the asset in the SOW's limit: quotes in any other are then refused before a matcher sees them.
func MaxCost(max messages.Amount) Matcher {
	return Filter(func(_ protocol.Market, o protocol.Offer) bool {
		p, ok := price(o)
		return ok && p.cost.Cmp(max.Big()) <= 0
	})
}

// Weighted puts first whose price and time to delivery, each as a multiple of the best on the table, have the least
// weighted sum; a price as a multiple of the best in its own asset, or of nothing where anybody works for free. Weighted(0, 1)
// is as [Fastest]; in one asset Weighted(1, 0) is as [Cheapest]; (3, 1) pays for speed, but reluctantly. Negative weights
// count as 0.
func Weighted(price, speed float64) Matcher {
	price, speed = max(price, 0), max(speed, 0)
	return Func(func(m protocol.Market) []protocol.Choice {
		all := pricedOffers(m.Offers)
		bestCost, bestTime, free := map[string]float64{}, math.Inf(1), false
		for _, p := range all {
			free = free || p.cost.Sign() == 0
			if best, ok := bestCost[p.asset]; !ok || p.perUnit() < best {
				bestCost[p.asset] = p.perUnit()
			}
			bestTime = min(bestTime, timeTo(m, p.Offer))
		}
		score := func(p priced) float64 {
			best := bestCost[p.asset]
			if free {
				best = 0
			}
			return price*multiple(p.perUnit(), best) + speed*multiple(timeTo(m, p.Offer), bestTime)
		}
		slices.SortStableFunc(all, func(a, b priced) int { return cmp.Compare(score(a), score(b)) })
		return choose(offersOf(all))
	})
}

// timeTo is how long an offer has until delivery, in seconds, at least a little.
func timeTo(m protocol.Market, o protocol.Offer) float64 {
	return max(time.UnixMilli(o.Quote.GetDeliverByMs()).Sub(m.Now).Seconds(), 1e-3)
}

// multiple is how many times the best something is. Nothing is as good as a best of 0 but 0 itself.
func multiple(of, best float64) float64 {
	switch {
	case of == best:
		return 1
	case best == 0:
		return math.MaxFloat32
	}
	return of / best
}

// priced is an offer and what its whole work comes to.
type priced struct {
	protocol.Offer
	asset string // empty for what is free
	cost  *big.Int
	units *big.Int
}

// price reads an offer's price; ok is false if there is none that can be read.
func price(o protocol.Offer) (p priced, ok bool) {
	quoted := o.Quote.GetPrice()
	per, err := messages.ParseAmount(quoted.GetPerUnit())
	if err != nil {
		return priced{}, false
	}
	ceiling, err := messages.ParseAmount(quoted.GetCeiling())
	if err != nil || o.Quote.GetUnits() == 0 {
		return priced{}, false
	}
	cost, err := per.Times(o.Quote.GetUnits())
	if err != nil {
		cost = ceiling // more than any amount: only the ceiling bounds it
	}
	p = priced{Offer: o, asset: quoted.GetAsset(), cost: cost.Min(ceiling).Big(), units: new(big.Int).SetUint64(o.Quote.GetUnits())}
	if p.cost.Sign() == 0 {
		p.asset = ""
	}
	return p, true
}

// cmp compares what a unit comes to, exactly.
func (p priced) cmp(q priced) int {
	return new(big.Int).Mul(p.cost, q.units).Cmp(new(big.Int).Mul(q.cost, p.units))
}

func (p priced) perUnit() float64 {
	f, _ := new(big.Rat).SetFrac(p.cost, p.units).Float64()
	return f
}

func pricedOffers(offers []protocol.Offer) []priced {
	var all []priced
	for _, o := range offers {
		if p, ok := price(o); ok {
			all = append(all, p)
		}
	}
	return all
}

// byAsset sorts the offers of each asset among themselves and then takes turns: what is free, the first of each asset, the
// second of each. Offers of the same turn stay in order of arrival.
func byAsset(offers []protocol.Offer, compare func(a, b priced) int) []protocol.Offer {
	all := pricedOffers(offers)
	arrival := map[messages.ID]int{}
	for i, p := range all {
		arrival[p.Session] = i
	}
	slices.SortStableFunc(all, compare)
	turns, rank := map[messages.ID]int{}, map[string]int{}
	for _, p := range all {
		if p.asset != "" {
			rank[p.asset]++
			turns[p.Session] = rank[p.asset]
		}
	}
	if len(rank) > 1 {
		slices.SortFunc(all, func(a, b priced) int {
			return cmp.Or(turns[a.Session]-turns[b.Session], arrival[a.Session]-arrival[b.Session])
		})
	}
	return offersOf(all)
}

func offersOf(all []priced) []protocol.Offer {
	offers := make([]protocol.Offer, len(all))
	for i, p := range all {
		offers[i] = p.Offer
	}
	return offers
}
