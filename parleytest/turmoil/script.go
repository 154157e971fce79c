package turmoil

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// Lie is what an endpoint tells that is not so.
type Lie int

// The lies. A stale endpoint has not seen the newest blocks; of one that is torn some nodes have, and
// others have not; one with another head tells of blocks that nobody else has; one with
// false receipts passes nothing on, and says that it is in a block.
const (
	Truth Lie = iota
	Silence
	Failures
	Stale
	Torn
	OtherHead
	FalseReceipts
	lies
)

func (l Lie) String() string {
	return [...]string{"the truth", "nothing", "errors", "what was", "now what is and now what was", "another head", "false receipts"}[l]
}

// Conduct is what somebody does who is not honest.
type Conduct int

// The conducts: of requesters, of farmers, and of mediators.
const (
	Honest Conduct = iota
	RefusesRight
	DeniesFuel
	DeniesServed
	NeverAnswers
	PaysNoClaim
	NeverOpens
	BringsWrong
	Overcharges
	Withholds
	WithholdsWrong
	ClaimsWrong
	NeverDelivers
	NeverShows
	VotesWrong
	Copies
	NeverReveals
	CannotTell
	conducts
)

func (c Conduct) String() string {
	return [...]string{"honest", "refuses what is right", "denies the fuel", "denies that it was served", "never answers", "pays no claim", "never opens",
		"brings something wrong", "overcharges", "withholds", "withholds something wrong", "claims something wrong", "never delivers", "submits what it never shows", "votes wrong", "copies", "never reveals", "cannot tell"}[c]
}

// Fault is something that happens to a party, at the At-th place where it writes or sends, or where At is 0 from a time on, for so
// long: its endpoint tells a Lie; or, where there is none, it is killed, and may lose what it has not synced.
type Fault struct {
	At        int
	From, For time.Duration
	Lie       Lie
	Unsynced  bool
}

func (f Fault) String() string {
	switch {
	case f.At == 0:
		return fmt.Sprintf("its endpoint tells %s from %s on for %s", f.Lie, f.From, f.For)
	case f.Lie != Truth:
		return fmt.Sprintf("its endpoint tells %s from place %d on for %s", f.Lie, f.At, f.For)
	}
	how := ""
	if f.Unsynced {
		how = ", what was not synced is lost"
	}
	return fmt.Sprintf("killed at place %d for %s%s", f.At, f.For, how)
}

// Part is somebody's in a script.
type Part struct {
	Conduct Conduct
	// Lame: a fault lasts so long that it may miss what it has to do.
	Lame   bool
	Faults []Fault
	// Leaves is when a mediator's stake may leave, all of which was announced before the case; 0: it stays. Stays: the announcement is taken
	// back at half that time.
	Leaves time.Duration
	Stays  bool
}

// Script is a case.
type Script struct {
	Seed              uint64
	Units             uint64        // that the work takes
	Works             time.Duration // how long
	Requester, Farmer Part
	Mediators         []Part
	// Behind is how many blocks a stale endpoint has not seen.
	Behind int
	// Three: each asks two endpoints more, which tell the truth, and believes what two say.
	Three bool
	// Shipped: under the rules that ship, instead of those of three seats.
	Shipped bool
	// Beyond: more mediators are not honest, or lame, than SETTLEMENT tolerates. Then it is only asked that no money is stuck, and that each deal ends by a row.
	Beyond bool
}

const (
	short   = time.Minute
	forever = 10000 * time.Hour
	behind  = 30 // blocks: longer than what is left of many a time
)

// Draft draws a script. The same seed gives the same.
func Draft(seed uint64) *Script {
	random := rand.New(rand.NewPCG(seed, 0x70a1))
	s := &Script{Seed: seed, Behind: behind, Units: 400 + random.Uint64N(300), Works: time.Duration(random.IntN(12*60)) * time.Second}
	switch random.IntN(5) {
	case 0, 1:
		s.Requester.Conduct = RefusesRight + Conduct(random.IntN(int(BringsWrong-RefusesRight)))
	case 2, 3:
		s.Farmer.Conduct = BringsWrong + Conduct(random.IntN(int(NeverShows-BringsWrong)))
	}
	s.Requester.suffer(random, 90, 50*time.Minute, random.IntN(7) == 0)
	s.Farmer.suffer(random, 110, 50*time.Minute, random.IntN(7) == 0)
	s.Mediators = make([]Part, seats+random.IntN(3))
	staying := seats
	if s.Shipped = seed%2 == 1; s.Shipped { // one judges, three others an appeal, or again one, and one may not be honest
		s.Mediators, staying = make([]Part, 5), 4
	}
	s.Beyond = random.IntN(8) == 0
	bad := -1
	if random.IntN(3) > 0 {
		bad = random.IntN(len(s.Mediators))
	}
	silent := s.Beyond && random.IntN(2) == 0 // all that are not honest
	for i := range s.Mediators {
		m, impaired := &s.Mediators[i], i == bad
		if s.Beyond {
			impaired = i == 0 || random.IntN(4) > 0 || seats-i > 1 // no majority is left, whoever is drawn of three
		}
		lame := impaired && (silent || random.IntN(2) == 0)
		if impaired && !lame {
			m.Conduct = VotesWrong + Conduct(random.IntN(int(conducts-VotesWrong)))
		}
		m.suffer(random, 30, 100*time.Minute, lame)
	}
	leaving := rand.New(rand.NewPCG(seed, 0x1ea7)) // its own, so that the rest of a script is what it was
	for range len(s.Mediators) - staying {         // who stays is enough for a panel
		m := &s.Mediators[leaving.IntN(len(s.Mediators))]
		m.Leaves, m.Stays = time.Duration(1+leaving.IntN(50*60))*time.Second, leaving.IntN(4) == 0
	}
	if hiding := rand.New(rand.NewPCG(seed, 0x41de)); s.Requester.Conduct == Honest && s.Farmer.Conduct == Honest && hiding.IntN(3) == 0 { // as above
		s.Farmer.Conduct = NeverShows
	}
	return s
}

// suffer draws what happens to somebody: short faults, far enough from each other, and a long one if it is to be lame.
func (p *Part) suffer(random *rand.Rand, places int, within time.Duration, lame bool) {
	span := func(most time.Duration) time.Duration {
		return time.Second * time.Duration(1+random.Int64N(int64(most/time.Second)))
	}
	for range random.IntN(4) {
		p.Faults = append(p.Faults, Fault{At: 1 + random.IntN(places), For: span(short / 3), Unsynced: random.IntN(2) == 0})
	}
	at := time.Duration(0)
	for range random.IntN(4) {
		at += span(within / 3)
		f := Fault{From: at, For: span(short), Lie: Silence + Lie(random.IntN(int(lies-Silence)))}
		if random.IntN(2) == 0 {
			f.At, f.From = 1+random.IntN(places), 0
		}
		p.Faults = append(p.Faults, f)
		at += 5 * time.Minute
	}
	if p.Lame = lame; !lame {
		return
	}
	long := Fault{For: 10*time.Minute + span(2*time.Hour)}
	if random.IntN(3) == 0 {
		long.For = forever
	}
	if random.IntN(2) == 0 {
		long.At, long.Unsynced = 1+random.IntN(places), random.IntN(2) == 0
	} else {
		long.From, long.Lie = span(within), Silence
	}
	p.Faults = append(p.Faults, long)
}

func (s *Script) String() string {
	text := &strings.Builder{}
	fmt.Fprintf(text, "seed %d: %d units in %s, %d mediators, stale endpoints %d blocks behind", s.Seed, s.Units, s.Works, len(s.Mediators), s.Behind)
	if s.Beyond {
		text.WriteString(", too few of them honest")
	}
	if s.Shipped {
		text.WriteString(", under the rules that ship")
	}
	line := func(who string, p Part) {
		fmt.Fprintf(text, "\n  %s: %s", who, p.Conduct)
		if p.Leaves > 0 {
			fmt.Fprintf(text, "; its stake may leave from %s on", p.Leaves)
		}
		if p.Stays {
			text.WriteString(", and is to stay")
		}
		for _, f := range p.Faults {
			fmt.Fprintf(text, "; %s", f)
		}
	}
	line("requester", s.Requester)
	line("farmer", s.Farmer)
	for i, m := range s.Mediators {
		line(fmt.Sprintf("mediator %d", i), m)
	}
	return text.String()
}

// Killed is what a kill is called among faults.
const Killed = "killed"

// Faults are what a script can have, as Report.Faults has them.
func Faults() []string {
	all := []string{Killed}
	for l := Silence; l < lies; l++ {
		all = append(all, "told "+l.String())
	}
	for c := RefusesRight; c < conducts; c++ {
		all = append(all, c.String())
	}
	return all
}
