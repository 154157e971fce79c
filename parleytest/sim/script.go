package sim

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
)

// Step is one thing that happens. All that is random about it comes from X, so that a script from which steps were left
// out says the same of those that remain.
type Step struct {
	Act  string
	Who  string // "requester" or "farmer"; "-" where it happens to neither
	Deal int    // to which, by the number that its open gives it
	X    uint64
}

// Script is a run: who cheats, if anybody does, and what happens.
type Script struct {
	Cheat string // "nobody", "requester" or "farmer"
	End   string // how it ends once faults stop: "silence", "work" or "keen"
	Steps []Step
}

// act is something that can happen, with how often it does and whether it happens to somebody.
type act struct {
	name   string
	weight int
	who    bool
}

// acts are what can happen to the pure machine.
var acts = []act{
	{"open", 5, false},     // the requester asks for something new
	{"move", 60, true},     // a party makes a legal move of its choice
	{"deliver", 110, true}, // something that is under way to a party arrives
	{"drop", 4, true},      // or gets lost
	{"repeat", 6, true},    // or arrives and will arrive again
	{"connect", 14, false}, // a new stream, on which heads are compared; what was under way on the old one is lost
	{"cut", 2, false},      // the stream is lost
	{"part", 1, false},     // nothing arrives and nobody connects, for any deal
	{"heal", 8, false},     // until they can again
	{"sync", 4, true},      // the disk happens to write what it was given
	{"fail", 1, true},      // the next commit fails
	{"crash", 2, true},     // a process dies and comes back, without some of what was not synced
	{"expire", 6, true},    // a party looks at its clock
	{"tick", 14, false},    // time passes
	{"clock", 2, true},     // a clock is set
	{"brink", 3, false},    // who is on turn moves in the last millisecond that it has, and is heard in the last one that it may be
	{"ask", 4, true},       // who is not on turn asks
	{"confirm", 12, false}, // the requester says what it holds
	{"attack", 40, true},   // the one who cheats says something else; nothing, if nobody does
	{"recall", 1, true},    // an operator puts back an old backup of a disk
	{"advance", 6, false},  // for a while nothing gets lost
	{"replay", 2, true},    // a party's transcript is judged anew by somebody who was not there
}

// Generate is the script of a seed.
func Generate(seed uint64, steps int) Script {
	r := rand.New(rand.NewPCG(seed, 0x5e550))
	s := Script{
		Cheat: []string{"nobody", "nobody", "requester", "farmer"}[r.IntN(4)],
		End:   []string{"silence", "work", "keen"}[r.IntN(3)],
	}
	total := 0
	for _, a := range acts {
		total += a.weight
	}
	deals := 1
	s.Steps = make([]Step, 0, steps)
	s.Steps = append(s.Steps, Step{"open", "-", 0, r.Uint64() >> 32})
	for len(s.Steps) < steps {
		n, i := r.IntN(total), 0
		for ; n >= acts[i].weight; i++ {
			n -= acts[i].weight
		}
		step := Step{Act: acts[i].name, Who: "-", Deal: max(0, deals-1-r.IntN(3)), X: r.Uint64() >> 32}
		if step.Act == "open" {
			step.Deal = deals
			deals++
		}
		if acts[i].who {
			step.Who = sides[r.IntN(2)]
		}
		if step.Act == "attack" {
			if s.Cheat == "nobody" {
				continue
			}
			step.Who = s.Cheat
		}
		s.Steps = append(s.Steps, step)
	}
	return s
}

var sides = [2]string{"requester", "farmer"}

func (s Step) String() string { return fmt.Sprintf("%s %s %d %d", s.Act, s.Who, s.Deal, s.X) }

func (s Script) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "cheat %s end %s\n", s.Cheat, s.End)
	for _, step := range s.Steps {
		fmt.Fprintln(&b, step)
	}
	return b.String()
}

// Parse reads a script as String writes it. Empty lines, and those that begin with a #, say nothing.
func Parse(r io.Reader) (Script, error) { return parse(r, acts, sides[:]) }

func parse(r io.Reader, acts []act, parties []string) (Script, error) {
	var s Script
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		if s.Cheat == "" {
			if _, err := fmt.Sscanf(line, "cheat %s end %s", &s.Cheat, &s.End); err != nil {
				return s, fmt.Errorf("line %d: want \"cheat nobody end work\" first, got %q", n, line)
			}
			continue
		}
		var step Step
		if _, err := fmt.Sscanf(line, "%s %s %d %d", &step.Act, &step.Who, &step.Deal, &step.X); err != nil {
			return s, fmt.Errorf("line %d: want ACT WHO DEAL X, got %q", n, line)
		}
		if !known(step, acts, parties) {
			return s, fmt.Errorf("line %d: nothing is called %q, or %q does not do it", n, step.Act, step.Who)
		}
		s.Steps = append(s.Steps, step)
	}
	return s, lines.Err()
}

func known(s Step, acts []act, parties []string) bool {
	for _, a := range acts {
		if a.name == s.Act {
			return a.who == slices.Contains(parties, s.Who) && s.Deal >= 0
		}
	}
	return false
}
