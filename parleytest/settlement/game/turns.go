package game

import (
	"fmt"
	"slices"

	"github.com/parley-p2p/parley/contracts/bindings/arbiters"
	"github.com/parley-p2p/parley/parleytest/settlement"
)

// States of a deal and stages of a case, as the contracts number them.
const (
	unopened, open, submitted, disputed, closed                              = 0, 1, 2, 3, 4
	unknown, armed, committing, settling, revealing, appealable, concludable = 0, 1, 2, 3, 4, 5, 6
	ended                                                                    = 7

	overdue, tooLate = -1, -2 // of a dispute: past judgeBy; not drawn while a round could still end
)

// move is a pure strategy for one turn: go on, stall, vanish, lie, withhold, dispute falsely, by whatever name. The first of a turn is
// the honest one.
type move struct {
	name string
	do   func(*position)
}

// turn is when a role is asked, at most once in each state, stage, round and panel.
type turn struct {
	role  Role
	step  string
	when  func(*position) bool // nil: always
	moves func(*position) []move
	chore bool // what anybody may do, and somebody has to
}

// moment is a state of the deal, and for one that is disputed the stage of its case.
type moment struct{ state, stage int }

func always(moves ...move) func(*position) []move { return func(*position) []move { return moves } }

func nothing(*position) {}

var (
	goOn   = move{"goes on", nothing}
	vanish = move{"vanishes", nothing}

	concedes  = move{"concedes", (*position).concede}
	showsPart = move{"shows an acceptance for a part", (*position).showPart}
)

// turns are all that can be done, by the contracts' state, in the order in which it is. Where several may do a thing, those who come
// later are asked only while it is undone.
var turns = map[moment][]turn{
	{unopened, 0}: {
		{Farmer, "signs", nil, always(goOn, vanish, move{"stalls: opens after openBy", (*position).openLate}), false},
		{Requester, "opens", (*position).signed, always(move{"goes on", (*position).open}, vanish), false},
	},
	{open, 0}: {
		{Requester, "waits", nil, always(goOn, move{"lies: says at once that nothing came", (*position).expireAtOnce}), false},
		{Farmer, "works", (*position).beforeDeadline, (*position).works, false},
		{Requester, "takes its money back", (*position).overdue, always(move{"goes on", expire(Requester)}, vanish), true},
		{Farmer, "takes its bond back", (*position).overdue, always(move{"goes on", expire(Farmer)}, vanish), true},
	},
	{submitted, 0}: {
		{Farmer, "waits", nil, always(goOn, move{"lies: claims silence at once", (*position).claimAtOnce}), false},
		{Requester, "answers", (*position).beforeDeadline, (*position).answers, false},
		{Farmer, "claims", (*position).overdue, always(move{"goes on", (*position).claim}, vanish), false},
	},
	{disputed, unknown}: {},
	{disputed, armed}: {
		{Farmer, "waits for the draw", nil, always(goOn, move{"lies: says at once that nobody ruled", lapse(Farmer)}), false},
		{Bystander, "looks on", (*position).firstRound, always(goOn, move{"lies: tries whatever is not its own", (*position).meddle},
			move{"leaves: announces its stake before the draw", leave(Bystander)}), false},
		{Requester, "draws", (*position).begins, (*position).requesterDraws, true},
		{Farmer, "draws", (*position).begins, always(move{"goes on", draw(Farmer)}, vanish), true},
		{Bystander, "draws", (*position).begins, always(move{"goes on", draw(Bystander)}, vanish), true},
		{Requester, "waits for the appeal's draw", (*position).pleads, always(goOn, concedes), false},
		{Farmer, "waits for the appeal's draw", (*position).holdsPart, always(goOn, showsPart), false},
		{Requester, "draws the appeal", (*position).appealed, always(move{"goes on", draw(Requester)}, vanish), true},
		{Farmer, "draws the appeal", (*position).appealed, always(move{"goes on", draw(Farmer)}, vanish), true},
		{Bystander, "draws the appeal", (*position).appealed, always(move{"goes on", draw(Bystander)}, vanish), true},
	},
	// Nobody has drawn, and a round could not end any more.
	{disputed, tooLate}: {
		{Requester, "is too late to draw", nil, always(goOn, move{"stalls: draws, so late that nobody can reveal", (*position).drawLate}), false},
	},
	{disputed, committing}: {
		{Farmer, "serves the panel", (*position).firstRound, (*position).serves, false},
		{Farmer, "waits for the vote", (*position).firstRound, always(goOn, move{"lies: appeals before there is a vote", appeal(Farmer)}), false},
		{Requester, "waits for the vote", (*position).firstRound, always(goOn, concedes), false},
		{Requester, "waits for the appeal's vote", (*position).pleads, always(goOn, concedes), false},
		{Farmer, "waits for the appeal's vote", (*position).holdsPart, always(goOn, showsPart), false},
		{Bystander, "looks on", (*position).firstRound, always(goOn, move{"lies: tries whatever is not its own", (*position).meddle}), false},
		{Mediator, "commits", (*position).firstSeat, commits(Mediator), false},
		{Juror, "commits", (*position).secondRound, commits(Juror), false},
	},
	{disputed, settling}: {
		{Mediator, "waits for the reveals", (*position).firstSeat, always(goOn, move{"lies: commits late", (*position).commitLate}), false},
	},
	{disputed, revealing}: {
		{Bystander, "looks on", (*position).firstRound, always(goOn, move{"lies: tries whatever is not its own", (*position).meddle}), false},
		{Mediator, "reveals", (*position).firstSeat, always(move{"goes on", reveal(Mediator)}, move{"withholds", nothing},
			move{"lies: reveals another finding", (*position).revealOther}), false},
		{Juror, "reveals", (*position).secondRound, always(move{"goes on", reveal(Juror)}, move{"withholds", nothing}), false},
		{Requester, "waits for the appeal's reveals", (*position).pleads, always(goOn, concedes), false},
		{Farmer, "waits for the appeal's reveals", (*position).holdsPart, always(goOn, showsPart), false},
		{Juror, "is too late to commit", (*position).uncommitted, always(goOn, move{"lies: commits to what others show, and reveals it", (*position).copies}), false},
	},
	{disputed, appealable}: {
		{Requester, "waits for an appeal", (*position).pleads, always(goOn, concedes), false},
		{Farmer, "waits for an appeal", (*position).holdsPart, always(goOn, showsPart), false},
		{Farmer, "waits for appeals", nil, always(goOn, move{"lies: concludes at once", conclude(Farmer)}), false},
		{Mediator, "waits for appeals", nil, always(goOn, move{"lies: concludes at once", conclude(Mediator)}), false},
		{Requester, "appeals", nil, appeals(Requester), false},
		{Farmer, "appeals", nil, appeals(Farmer), false},
	},
	{disputed, concludable}: {
		{Mediator, "is too late to reveal", (*position).unrevealed, always(goOn, move{"stalls: reveals, and concludes", (*position).revealLate}), false},
		{Farmer, "lies in wait", nil, always(goOn, move{"lies: concludes what nobody found", (*position).misconclude},
			move{"stalls: appeals too late", appeal(Farmer)}), false},
		{Requester, "concludes", nil, always(move{"goes on", conclude(Requester)}, vanish), true},
		{Farmer, "concludes", nil, always(move{"goes on", conclude(Farmer)}, vanish), true},
		{Mediator, "concludes", nil, always(move{"goes on", conclude(Mediator)}, vanish), true},
	},
	// Past judgeBy nothing else is left, whatever the stage.
	{disputed, overdue}: {
		{Mediator, "is too late to conclude", nil, always(goOn, move{"stalls: concludes after judgeBy", conclude(Mediator)}), false},
		{Requester, "ends it", nil, always(move{"goes on", lapse(Requester)}, vanish), true},
		{Farmer, "ends it", nil, always(move{"goes on", lapse(Farmer)}, vanish), true},
	},
	{closed, ended}: {
		{Mediator, "takes its stake out", func(p *position) bool { return p.leaves(Mediator) }, departs(Mediator), false},
		{Juror, "takes its stake out", func(p *position) bool { return p.leaves(Juror) }, departs(Juror), false},
		{Bystander, "takes its stake out", func(p *position) bool { return p.leaves(Bystander) }, departs(Bystander), false},
		{Mediator, "finishes", nil, always(move{"goes on", finish(Mediator)}, vanish), true},
		{Requester, "finishes", nil, always(move{"goes on", finish(Requester)}, vanish), true},
		{Farmer, "finishes", nil, always(move{"goes on", finish(Farmer)}, vanish), true},
	},
}

// next is the turn that the contracts' state has come to, with its moves; none once the deal is over, and nobody does anything more.
// It lets time pass to where somebody can act.
func (p *position) next() (turn, []move, string) {
	for range 100 { // states and stages are fewer
		at, key := p.moment()
		for _, t := range turns[at] {
			name := key + t.role.String() + " " + t.step
			if p.asked[name] || t.when != nil && !t.when(p) || p.account(t.role) < 0 && t.role != Bystander {
				continue
			}
			p.asked[name] = true
			if t.role == Bystander && !p.choose() {
				continue
			}
			if moves := t.moves(p); len(moves) > 0 {
				return t, moves, t.role.String() + " " + t.step
			}
		}
		if !p.pass(at) {
			return turn{}, nil, ""
		}
	}
	p.fault = "a deal that does not end"
	return turn{}, nil, ""
}

// moment reads where the deal is. The key is another one in every round.
func (p *position) moment() (moment, string) {
	state := int(p.progress().State)
	if state == closed || state == unopened {
		switch d := p.docket(); int(d.Stage) {
		case ended:
			return moment{closed, ended}, "ended "
		case unknown:
		default: // an appeal goes on
			return p.stage(d)
		}
		if p.asked["opened"] {
			state = closed
		}
		return moment{state, 0}, "state "
	}
	p.asked["opened"] = true
	if state != disputed {
		return moment{state, 0}, string(rune('0'+state)) + " "
	}
	if p.overdue() {
		return moment{disputed, overdue}, "overdue "
	}
	return p.stage(p.docket())
}

// stage is where a case is.
func (p *position) stage(d arbiters.Docket) (moment, string) {
	p.seated(d)
	if int(d.Stage) == armed && p.m.Now > int64(d.Until) {
		return moment{disputed, tooLate}, "late "
	}
	return moment{disputed, int(d.Stage)}, fmt.Sprintf("%c%d%d ", 'a'+d.Stage, d.Rounds, len(d.Passed))
}

// seated notes who plays mediator and juror.
func (p *position) seated(d arbiters.Docket) {
	for role, seat := range map[Role]int{Mediator: 0, Juror: int(p.f.Rules.Seats)} {
		if p.seats[role] < 0 && seat < len(d.Seats) {
			p.seats[role] = member(d.Seats[seat])
		}
	}
	for _, s := range d.Seats {
		p.joined = p.joined || p.bystander >= 0 && s.Member == p.bystander.Address()
	}
}

func member(s arbiters.Seat) settlement.Account {
	for i := range settlement.Accounts {
		if i.Address() == s.Member {
			return i
		}
	}
	return -1
}

// choose has a member who is not seated look on.
func (p *position) choose() bool {
	seats := p.docket().Seats
	for i := settlement.Accounts - 1; i >= settlement.FirstMediator && p.bystander < 0; i-- {
		if i != p.seats[Mediator] && !slices.ContainsFunc(seats, func(s arbiters.Seat) bool { return s.Member == i.Address() }) {
			p.bystander = i
		}
	}
	return p.bystander >= 0 && !p.joined
}

// pass lets time pass to the next stage or past the deadline, once the members who play nobody have done theirs. False: nothing is to
// come.
func (p *position) pass(at moment) bool {
	now := p.m.Now
	switch {
	case at.state == unopened || at.state == closed:
		return false
	case at.state != disputed:
		p.until(p.deadline() + 1)
	case at.stage == overdue:
		return false
	case at.stage == committing, at.stage == settling, at.stage == revealing, at.stage == appealable:
		p.others(at.stage)
		p.until(int64(p.docket().Until) + 1)
	case at.stage == armed: // nobody has drawn
		p.until(int64(p.docket().Until) + 1)
	default: // nobody has drawn in time or concluded, or the panel has no case
		p.until(p.deadline() + 1)
	}
	return p.m.Now > now
}
