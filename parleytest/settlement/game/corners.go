package game

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/parley-p2p/parley/parleytest/settlement"
)

// What the shipped figures, on a long list, by terms that hold together, do not come to in a few lies.

// and is a world with these lies too, each at a step of its own.
func (w world) and(lies ...lie) world { return append(slices.Clone(w), lies...) }

// vanishing is a chore that nobody does.
func vanishing(step string, by ...Role) (all []lie) {
	for _, r := range by {
		all = append(all, lie{r, r.String() + " " + step, vanish.name})
	}
	return all
}

// tooLate has everybody who could draw, reveal or conclude let the time for it pass: who then comes too late gains nothing by it, and nobody
// honest loses.
func (r *Report) tooLate(table *settlement.Machine, f Figures) error {
	f.Looked = 1
	for _, c := range []struct {
		who   Role
		world world
	}{
		{Mediator, just.and(vanishing("concludes", Requester, Farmer, Mediator)...)},
		{Requester, unjust[:1].and(vanishing("draws", Requester, Farmer, Bystander)...)},
		{Mediator, just.and(lie{Mediator, "mediator reveals", "withholds"}, lie{Requester, "requester appeals", vanish.name})},
		{Mediator, just.and(lie{Farmer, "farmer appeals", "appeals falsely"}).and(vanishing("draws the appeal", Requester, Farmer, Bystander)...)},
	} {
		if _, err := r.reply(table, f, []Role{c.who}, c.world, nil); err != nil {
			return err
		}
	}
	return nil
}

// hidden has both open a deal without showing its terms, whose deadlines do not hold together: it can be declined after the result is due,
// which is at once, and a result is accepted at once.
func (r *Report) hidden(table *settlement.Machine, f Figures) error {
	f.Looked = 1
	edit := func(p *position) {
		p.hidden = true
		p.terms.SubmitBy = uint64(p.m.Now)
		p.terms.StartBy, p.terms.AcceptWindow = p.terms.SubmitBy+3600, 0
		p.sign()
	}
	for _, who := range []Role{Requester, Farmer} {
		if _, err := r.reply(table, f, []Role{who}, nil, edit); err != nil {
			return err
		}
	}
	return nil
}

// blind has nobody who is drawn first be able to tell, so that a dispute ends in row 9: neither party begins one for that.
func (r *Report) blind(table *settlement.Machine, f Figures) error {
	f.Looked = 1
	for _, who := range []Role{Requester, Farmer} {
		if _, err := r.reply(table, f, []Role{who}, nil, unseeing); err != nil {
			return err
		}
	}
	return nil
}

func unseeing(p *position) { p.blind = true }

// silent has a panel of three seats, none of which can tell: who says nothing at all loses its stake by that, though the round is
// replaced.
func (r *Report) silent(code settlement.Code) func(*settlement.Machine, Figures) error {
	return func(_ *settlement.Machine, f Figures) error {
		f.Looked, f.Rules.Seats = 1, 3
		table, err := Table(code, &f)
		if err != nil {
			return err
		}
		var ends [2]end
		for i, w := range []world{just, just.and(vanishing("commits", Mediator)...)} {
			if ends[i], err = r.solve(table, &solver{f: &f, who: []Role{Mediator}, world: w}, unseeing); err != nil {
				return err
			}
		}
		if lost := ends[0].sum - ends[1].sum; lost <= 0 {
			r.faultf("a member that says nothing in a round that is replaced gains %.0f by that", -lost)
		}
		return nil
	}
}

// leaves has as many staked as sit in two rounds: if one of them could take its stake out once there is a dispute, a farmer that lied, the
// seat and that one would have nobody to appeal to.
func (r *Report) leaves(code settlement.Code) func(*settlement.Machine, Figures) error {
	return func(_ *settlement.Machine, f Figures) error {
		f.Looked = 1
		table, err := Table(code, &f)
		if err != nil {
			return err
		}
		staked := int(f.Rules.Seats + 2*f.Rules.Seats + 1)
		for i := range settlement.Mediators - staked {
			a := settlement.FirstMediator + settlement.Account(i)
			if _, err := table.Call(a, table.Stake, stakes.PackAnnounce(table.Panel, big.NewInt(f.Rules.Stake))); err != nil {
				return fmt.Errorf("%s announces its stake: %w", a, err)
			}
		}
		table.Now += f.Rules.Unbonding // from here on theirs does not count
		_, err = r.reply(table, f, []Role{Farmer, Mediator, Bystander}, just, bound)
		return err
	}
}
