package game

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/parley-p2p/parley/parleytest/settlement"
)

// Report is what came of a check. It is good if Faults is empty.
type Report struct {
	Cells  []Cell
	Faults []string
	Plays  int
	Worlds int
	Pacts  []Pact

	brief bool // one fault is enough
}

func (r *Report) enough() bool { return r.brief && len(r.Faults) > 0 }

// Cell is one move that is not honest, in the world that it can first be made in.
type Cell struct {
	Role       Role
	Step, Move string
	World      string
	Rows       []settlement.Row
	Own        float64        // what it gains its role
	Others     [roles]float64 // and the others
}

// Cells is only the tables of a check.
func Cells(code settlement.Code, f Figures) (*Report, error) {
	table, err := Table(code, &f)
	if err != nil {
		return nil, err
	}
	r := &Report{}
	if err := r.served(table, f); err != nil {
		return nil, err
	}
	return r, r.cells(table, f)
}

// Finds is the first fault of a check; none if there is none.
func Finds(code settlement.Code, f Figures, lies int) (string, error) {
	r, err := check(&Report{brief: true}, code, f, lies)
	if err != nil || len(r.Faults) == 0 {
		return "", err
	}
	return r.Faults[0], nil
}

// Check plays on these contracts for each role all its strategies, against worlds of at most so many lies.
func Check(code settlement.Code, f Figures, lies int) (*Report, error) {
	return check(&Report{}, code, f, lies)
}

func check(r *Report, code settlement.Code, f Figures, lies int) (*Report, error) {
	table, err := Table(code, &f)
	if err != nil {
		return nil, err
	}
	replies := func(who Role) func(*settlement.Machine, Figures) error {
		return func(table *settlement.Machine, f Figures) error { return r.replies(table, f, []Role{who}, lies) }
	}
	checks := []func(*settlement.Machine, Figures) error{r.cells, r.tooLate, r.hidden, r.blind, r.leaves(code), r.silent(code), r.together, r.served,
		r.guesses, r.burns, r.earns}
	for role := range roles { // what takes longest comes last
		checks = append(checks, replies(role))
	}
	for _, check := range checks {
		if r.enough() {
			break
		}
		if err := check(table, f); err != nil {
			return nil, err
		}
	}
	slices.Sort(r.Faults)
	r.Faults = slices.Compact(r.Faults)
	return r, nil
}

func (r *Report) faultf(format string, arguments ...any) {
	r.Faults = append(r.Faults, fmt.Sprintf(format, arguments...))
}

// solve plays once; what was found wrong on the way is noted.
func (r *Report) solve(table *settlement.Machine, s *solver, edit func(*position)) (end, error) {
	p := begin(table, s.f)
	if edit != nil {
		edit(p)
	}
	if p.fault != "" {
		return end{}, errors.New(p.fault)
	}
	if s.seen == nil {
		s.seen = map[lie]bool{}
	}
	e := s.play(p)
	r.Plays += s.plays
	s.plays = 0
	r.Faults = append(r.Faults, s.faults...)
	for _, l := range s.losses {
		r.faultf("an honest %s loses %d beyond gas and what was stated: row %s; %s", l.role, l.units, l.row, l.path)
	}
	s.faults, s.losses = nil, nil
	return e, nil
}

// wild is how often a role leaves the honest path in a play, at most.
const wild = 3

// replies compares, after whatever lies, honest play with the best there is.
func (r *Report) replies(table *settlement.Machine, f Figures, who []Role, lies int) error {
	worlds, known := []world{nil}, map[string]bool{}
	for len(worlds) > 0 && !r.enough() {
		w := worlds[0]
		worlds = worlds[1:]
		s, err := r.reply(table, f, who, w, nil)
		if err != nil {
			return err
		}
		for l := range s.seen {
			if next, key := w.with(l); len(next) <= lies && key != "" && !known[key] {
				known[key] = true
				worlds = append(worlds, next)
			}
		}
	}
	return nil
}

// reply compares in one world. An edit makes it a deal of another kind.
func (r *Report) reply(table *settlement.Machine, f Figures, who []Role, w world, edit func(*position)) (*solver, error) {
	r.Worlds++
	honest := &solver{f: &f, who: who, world: w}
	h, err := r.solve(table, honest, edit)
	if err != nil {
		return nil, err
	}
	if len(who) > 1 { // whom a lie leaves worse off than none may mend that together
		root, err := r.solve(table, &solver{f: &f, who: who}, edit)
		if err != nil {
			return nil, err
		}
		h.sum = max(h.sum, root.sum)
	}
	best, err := r.solve(table, &solver{f: &f, who: who, world: w, wild: wild}, edit)
	if err == nil && best.sum > h.sum+0.5 && !(len(who) == 1 && excused(who[0], best, best.sum-h.sum, f)) && !stated(who, best, best.sum-h.sum, f) {
		r.faultf("honest play of %v gains %.0f, another %.0f: %q; %s", who, h.sum, best.sum, best.path, w)
	}
	return honest, err
}

// Exception is a move that pays a little more than the honest one, and why that is as it is.
type Exception struct {
	Step, Move, Why string
	Most            func(Figures) int64 // what it gains
}

// Exceptions are all that there are.
var Exceptions = []Exception{
	{"requester appeals", "vanishes", "a finding that is not true, but closes the deal in the same row: the appeal costs gas, and its bond comes back", oneGas},
	{"mediator reveals", "withholds", "what it has committed to is a lie already: S is lost either way, and a reveal costs gas", oneGas},
}

func oneGas(f Figures) int64 { return f.Gas }

// excused: all of a role's gain comes of one of them.
func excused(who Role, best end, gain float64, f Figures) bool {
	var own []string
	for _, step := range best.path {
		if strings.HasPrefix(step, who.String()+" ") {
			own = append(own, step)
		}
	}
	return slices.ContainsFunc(Exceptions, func(e Exception) bool {
		return slices.Contains(own, e.Step+": "+e.Move) && gain <= float64(e.Most(f))+0.5
	})
}

// with is the world with one more lie, and its name; none if that step is a lie in it already.
func (w world) with(l lie) (world, string) {
	if slices.ContainsFunc(w, func(o lie) bool { return o.step == l.step }) {
		return nil, ""
	}
	next := append(slices.Clone(w), l)
	slices.SortFunc(next, func(a, b lie) int { return cmp.Compare(a.String(), b.String()) })
	return next, next.String()
}

// cells finds every move that is not honest, in the fewest other lies that lead to it, and what it changes.
func (r *Report) cells(table *settlement.Machine, f Figures) error {
	worlds, found := []world{nil}, map[lie]bool{}
	for len(worlds) > 0 && !r.enough() {
		w := worlds[0]
		worlds = worlds[1:]
		s := &solver{f: &f, world: w}
		before, err := r.solve(table, s, nil)
		if err != nil {
			return err
		}
		var fresh []lie
		for l := range s.seen {
			if !found[l] {
				fresh = append(fresh, l)
			}
		}
		slices.SortFunc(fresh, func(a, b lie) int { return cmp.Or(cmp.Compare(a.role, b.role), cmp.Compare(a.String(), b.String())) })
		for _, l := range fresh {
			next, key := w.with(l)
			if key == "" {
				continue
			}
			found[l] = true
			after, err := r.solve(table, &solver{f: &f, world: next}, nil)
			if err != nil {
				return err
			}
			c := Cell{Role: l.role, Step: l.step, Move: l.move, World: w.String(), Rows: after.rows, Own: after.payoff[l.role] - before.payoff[l.role]}
			for o := range roles {
				c.Others[o] = after.payoff[o] - before.payoff[o]
			}
			r.Cells = append(r.Cells, c)
			if len(next) < 6 {
				worlds = append(worlds, next)
			}
		}
	}
	return nil
}
