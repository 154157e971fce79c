package game

import (
	"slices"

	"github.com/parley-p2p/parley/parleytest/settlement"
)

// Lies of a farmer that a dispute follows on.
var (
	hiding   = lie{Farmer, "farmer works", "lies: another result, and withholds it"}
	withheld = lie{Farmer, "farmer works", "withholds"}
)

// Disputes: one that a farmer's lie led to, and one that is a lie itself.
var (
	just   = world{{Farmer, "farmer works", "lies: another result"}}
	unjust = world{{Requester, "requester answers", "disputes falsely: another result"}, {Requester, "requester draws", "goes on with its false dispute"}}
)

// guesses is I6, played: a member that says what one of the parties says, without running anything.
func (r *Report) guesses(table *settlement.Machine, f Figures) error {
	f.Looked = 1
	value := func(claim, delivery byte, right float64) (float64, error) { // right: the chance that the claim is
		a, err := r.solve(table, &solver{f: &f, who: []Role{Mediator}, world: just}, func(p *position) { p.guess = claim })
		if err != nil {
			return 0, err
		}
		b, err := r.solve(table, &solver{f: &f, who: []Role{Mediator}, world: unjust}, func(p *position) { p.guess = delivery })
		return right*a.sum + (1-right)*b.sum, err
	}
	for _, right := range []float64{f.Guess, 1 - f.Guess} {
		works, err := value(0, 0, right)
		if err != nil {
			return err
		}
		for name, digests := range map[string][2]byte{"the requester": {truth, false2}, "the farmer": {false1, truth}} {
			guess, err := value(digests[0], digests[1], right)
			if err != nil {
				return err
			}
			if guess > works {
				r.faultf("a member that says what %s says gains %.0f, one that runs the work %.0f, where the requester is right %.0f %% of the time", name, guess, works, 100*right)
			}
		}
	}
	return nil
}

// burns is I4, played: who is requester, farmer and seat in one loses by every dispute what is burned.
func (r *Report) burns(table *settlement.Machine, f Figures) error {
	f.Looked, f.Gas = 1, 0
	for name, w := range map[string]world{"7": just, "7b": {hiding}} {
		e, err := r.solve(table, &solver{f: &f, who: []Role{Requester, Farmer, Mediator}, world: w}, nil)
		if err != nil {
			return err
		}
		if e.sum += float64(f.Work); len(e.rows) != 1 || string(e.rows[0]) != name || e.sum >= 0 { // the seat's run
			r.faultf("who disputes with itself and has the seat too gains %.0f in row %v, where it is to lose what row %s burns", e.sum, e.rows, name)
		}
	}
	return nil
}

// earns is I5, played: a member that runs the work is not out of pocket, in the first round or a later one; one that only says that
// it cannot tell is.
func (r *Report) earns(table *settlement.Machine, f Figures) error {
	f.Looked = 1
	appealed := append(slices.Clone(just), lie{Farmer, "farmer appeals", "appeals falsely"})
	for _, c := range []struct {
		role  Role
		world world
	}{{Mediator, just}, {Mediator, unjust}, {Juror, appealed}} {
		e, err := r.solve(table, &solver{f: &f, who: []Role{c.role}, world: c.world}, nil)
		if err != nil {
			return err
		}
		if e.sum <= 0 {
			r.faultf("a %s that runs the work gains %.0f by it: %s", c.role, e.sum, c.world)
		}
		idle, _ := c.world.with(lie{c.role, c.role.String() + " commits", cannotTell})
		i, err := r.solve(table, &solver{f: &f, who: []Role{c.role}, world: idle}, nil)
		if err != nil {
			return err
		}
		if i.sum >= 0 {
			r.faultf("a %s that says that it cannot tell gains %.0f by it, without running anything: %s", c.role, i.sum, c.world)
		}
	}
	return nil
}
