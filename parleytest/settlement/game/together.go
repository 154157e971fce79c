package game

import (
	"slices"

	"github.com/parley-p2p/parley/parleytest/settlement"
)

// Pact is a party and the first round's seat in one hand, where only the seat says whether the farmer has served: a word that no round
// overturns, since it is each member's own experience. What it brings is a stated fee.
type Pact struct {
	Who  []Role
	Most func(Figures) int64 // what the two gain

	Gain  float64 // as played
	Lost  float64 // by the other party
	Other Role
	Path  []string
	Row   settlement.Row
}

// names are who it is, in words.
func (p Pact) names() string { return p.Who[0].String() + " and seat" }

// Pacts are all that there are.
var Pacts = []Pact{
	{Who: []Role{Requester, Mediator}, Other: Farmer, Most: func(f Figures) int64 { return f.M }},
	{Who: []Role{Farmer, Mediator}, Other: Requester, Most: func(f Figures) int64 { return f.M / 2 }},
}

func bound(p *position) { p.pact = true }

// inPart is bound, where the farmer holds an acceptance for a part.
func inPart(p *position) { p.pact, p.part = true, p.f.Claim/2 }

// stated: all that a pact gains it gains by the rows of a dispute about serving, and it is no more than was said.
func stated(who []Role, best end, gain float64, f Figures) bool {
	for _, row := range best.rows {
		if row != "8" && row != "8b" && row != "3" {
			return false
		}
	}
	return slices.ContainsFunc(Pacts, func(p Pact) bool { return slices.Equal(p.Who, who) && gain <= float64(p.Most(f))+0.5 })
}

// together has a party that has lied buy the seat; or one that is silent with it.
func (r *Report) together(table *settlement.Machine, f Figures) error {
	for _, c := range []struct {
		who   []Role
		world world
	}{
		{[]Role{Farmer, Mediator}, just}, {[]Role{Farmer, Mediator}, world{hiding}}, {[]Role{Farmer, Mediator}, world{withheld}}, {[]Role{Requester, Mediator}, unjust},
	} {
		for _, edit := range []func(*position){bound, inPart} {
			if _, err := r.reply(table, f, c.who, c.world, edit); err != nil {
				return err
			}
		}
	}
	return nil
}

// served has a party and the seat do what they like from the first on, and notes what that brings.
func (r *Report) served(table *settlement.Machine, f Figures) error {
	f.Looked = 1
	for _, p := range Pacts {
		honest, err := r.solve(table, &solver{f: &f, who: p.Who}, bound)
		if err != nil {
			return err
		}
		best, err := r.solve(table, &solver{f: &f, who: p.Who, wild: wild}, bound)
		if err != nil {
			return err
		}
		p.Gain, p.Lost = best.sum-honest.sum, honest.payoff[p.Other]-best.payoff[p.Other]
		p.Path, p.Row = best.path, best.rows[len(best.rows)-1]
		if p.Gain > 0.5 && !stated(p.Who, best, p.Gain, f) {
			r.faultf("%v together gain %.0f: %q", p.Who, p.Gain, p.Path)
		}
		r.Pacts = append(r.Pacts, p)
	}
	return nil
}
