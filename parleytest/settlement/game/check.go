package game

import (
	"fmt"
	"slices"
	"strings"

	"github.com/parley-p2p/parley/parleytest/settlement"
)

// lie is a move that is not honest, and whose.
type lie struct {
	role       Role
	step, move string
}

func (l lie) String() string { return l.step + ": " + l.move }

// world is what the others do that is not honest, wherever they are asked.
type world []lie

func (w world) String() string {
	if len(w) == 0 {
		return "all others are honest"
	}
	var all []string
	for _, l := range w {
		all = append(all, l.String())
	}
	return strings.Join(all, "; ")
}

// end is how a play ended, on average over whether the requester looks.
type end struct {
	payoff [roles]float64
	sum    float64 // of those who play together
	rows   []settlement.Row
	path   []string
}

// loss is what somebody honest has lost in one play, beyond gas and what was stated.
type loss struct {
	role  Role
	units int64
	row   settlement.Row
	path  string
}

// solver plays for one role, or some together, against a world.
type solver struct {
	f      *Figures
	who    []Role
	world  world
	wild   int // how often who may be dishonest in a play
	plays  int
	seen   map[lie]bool // moves of others that were there to be made
	losses []loss
	faults []string
}

// play goes on from a position to the best end for who plays. Only once all lies of the world are told can it be known that it is
// that world: until then everybody is honest but for them.
func (s *solver) play(p *position) end {
	t, moves, step := p.next()
	if len(moves) == 0 {
		return s.over(p)
	}
	told := len(p.lies) == len(s.world)
	for _, m := range moves[1:] {
		l := lie{t.role, step, m.name}
		if told {
			s.seen[l] = true
		} else if slices.Contains(s.world, l) && !slices.Contains(p.lies, l) {
			p.lies = append(slices.Clone(p.lies), l)
			return s.after(p, t, step, m)
		}
	}
	if !told || p.own == s.wild || !slices.Contains(s.who, t.role) {
		return s.after(p, t, step, moves[0])
	}
	best := s.after(p.copy(), t, step, moves[0])
	idle := false // what changes nothing is one strategy, whatever its name
	for i, m := range moves {
		c := p.copy()
		c.chore = t.chore
		m.do(c)
		still := c.did == p.did && c.m.Now == p.m.Now && c.spent == p.spent
		skip := i == 0 || still && idle
		idle = idle || still
		if skip {
			continue
		}
		c = p.copy()
		c.own++
		if e := s.after(c, t, step, m); e.sum > best.sum {
			best = e
		}
	}
	return best
}

// after makes a move and goes on. Whether the requester looks, nature says once something is delivered.
func (s *solver) after(p *position, t turn, step string, m move) end {
	if m.name != "goes on" {
		p.path = append(p.path, step+": "+m.name)
	}
	before := p.progress().State
	p.chore = t.chore
	m.do(p)
	p.chore = false
	if before != open || p.progress().State != submitted {
		return s.play(p)
	}
	if s.f.Looked == 0 || s.f.Looked == 1 {
		p.looked = s.f.Looked == 1
		return s.play(p)
	}
	looked := p.copy()
	looked.looked = true
	return s.play(looked).mix(s.f.Looked, s.play(p))
}

// mix is this end with a chance, else another.
func (e end) mix(chance float64, other end) end {
	for r := range e.payoff {
		e.payoff[r] = chance*e.payoff[r] + (1-chance)*other.payoff[r]
	}
	e.sum = chance*e.sum + (1-chance)*other.sum
	e.rows = append(slices.Clone(e.rows), other.rows...)
	for _, step := range other.path {
		if !slices.Contains(e.path, step) {
			e.path = append(e.path, step)
		}
	}
	return e
}

func (s *solver) over(p *position) end {
	s.plays++
	p.collect()
	e := end{path: slices.Clone(p.path), rows: []settlement.Row{p.row}}
	for r := range roles {
		own := p.payoff(r)
		e.payoff[r] = float64(own)
		if lost := -own - p.gas[r] - p.stated(r); lost > 0 && !p.lied(r) {
			s.losses = append(s.losses, loss{r, lost, p.row, strings.Join(p.path, "; ")})
		}
	}
	for _, r := range s.who {
		e.sum += e.payoff[r]
	}
	if p.fault != "" {
		s.faults = append(s.faults, fmt.Sprintf("%s: %s", strings.Join(p.path, "; "), p.fault))
	}
	return e
}

func (p *position) lied(r Role) bool {
	return slices.ContainsFunc(p.path, func(step string) bool { return strings.HasPrefix(step, r.String()+" ") })
}
