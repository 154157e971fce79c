package game

import (
	"cmp"
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

// Cells is only the table of a check.
func Cells(code settlement.Code, f Figures) (*Report, error) {
	table, err := Table(code, &f)
	if err != nil {
		return nil, err
	}
	r := &Report{}
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
	if err := r.cells(table, f); err != nil {
		return nil, err
	}
	for role := range roles {
		if r.enough() {
			return r, nil
		}
		if err := r.replies(table, f, []Role{role}, lies); err != nil {
			return nil, err
		}
	}
	// A party that has lied, and buys the seat; or is silent with it.
	for _, c := range []struct {
		who   []Role
		world world
	}{
		{[]Role{Farmer, Mediator}, just}, {[]Role{Farmer, Mediator}, world{hidden}}, {[]Role{Farmer, Mediator}, world{withheld}}, {[]Role{Requester, Mediator}, unjust},
	} {
		if _, err := r.reply(table, f, c.who, c.world); err != nil {
			return nil, err
		}
	}
	for _, check := range []func(*settlement.Machine, Figures) error{r.guesses, r.burns, r.earns} {
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
	p, err := begin(table, s.f)
	if err != nil {
		return end{}, err
	}
	if edit != nil {
		edit(p)
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
		s, err := r.reply(table, f, who, w)
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

func (r *Report) reply(table *settlement.Machine, f Figures, who []Role, w world) (*solver, error) {
	r.Worlds++
	honest := &solver{f: &f, who: who, world: w}
	h, err := r.solve(table, honest, nil)
	if err != nil {
		return nil, err
	}
	if len(who) > 1 { // whom a lie leaves worse off than none may mend that together
		root, err := r.solve(table, &solver{f: &f, who: who}, nil)
		if err != nil {
			return nil, err
		}
		h.sum = max(h.sum, root.sum)
	}
	best, err := r.solve(table, &solver{f: &f, who: who, world: w, wild: wild}, nil)
	if err == nil && best.sum > h.sum+0.5 && !(len(who) == 1 && excused(who[0], best, best.sum-h.sum, f)) {
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
			if len(next) < 4 {
				worlds = append(worlds, next)
			}
		}
	}
	return nil
}

// Lies of a farmer that a dispute follows on.
var (
	hidden   = lie{Farmer, "farmer works", "lies: another result, and withholds it"}
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
	for name, w := range map[string]world{"7": just, "7b": {hidden}} {
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
