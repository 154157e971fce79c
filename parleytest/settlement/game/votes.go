package game

import (
	"math/big"

	"github.com/parley-p2p/parley/contracts/bindings/arbiters"
	"github.com/parley-p2p/parley/parleytest/settlement"
)

// What members find, say and show.

// serves: a farmer that has something serves it to the panel, whatever it did before.
func (p *position) serves() []move {
	return []move{{"goes on", func(p *position) { p.told, p.did = true, p.did+1 }}, {"withholds", nothing}}
}

// saidServed: more than half of those of the last round who found what stands said that they were served.
func (p *position) saidServed() bool {
	d := p.docket()
	f, ok := p.standing()
	if !ok {
		return false
	}
	votes, served := 0, 0
	for i := len(d.Seats) - p.size(int(d.Rounds)-1); i < len(d.Seats); i++ {
		if v, ok := p.votes[i]; ok && d.Seats[i].Revealed && v.Digest == f.Digest && v.Cost.Cmp(f.Cost) == 0 {
			votes++
			if v.Served {
				served++
			}
		}
	}
	return 2*served > votes
}

// finding is what a run of the work finds; a lie has another digest.
func (p *position) finding(d byte) arbiters.Finding {
	return arbiters.Finding{Digest: digest(d), Fuel: fuel, Cost: big.NewInt(p.f.Claim), Served: p.told}
}

func (p *position) seat(r Role) int {
	if r == Mediator {
		return 0
	}
	return int(p.f.Rules.Seats)
}

// What a member says that has not tried; and what it says of the farmer that is not so.
const (
	cannotTell  = "lies: says that it cannot tell"
	saysServed  = "lies: says that it was served"
	saysNothing = "lies: says that it was not served"
)

func commits(r Role) func(*position) []move {
	return func(p *position) []move {
		seat := p.seat(r)
		moves := []move{
			{"goes on", func(p *position) {
				if p.guess != 0 {
					p.path = append(p.path, "mediator commits: guesses")
					p.commit(r, seat, p.finding(p.guess))
					return
				}
				p.commit(r, seat, p.run(r))
			}},
			vanish,
			{"lies: what nobody found", func(p *position) { p.commit(r, seat, p.finding(false3)) }},
			{cannotTell, func(p *position) { p.commit(r, seat, p.finding(unable)) }},
			{"leaves: announces its stake, and votes nothing", leave(r)},
		}
		if f, ok := p.untruth(); ok {
			moves = append(moves, move{"lies: what the party says that lies", func(p *position) { p.commit(r, seat, f) }})
		}
		if p.grounds.Complaint == notServed && p.right() { // else it changes nothing
			name := saysServed
			if p.told {
				name = saysNothing
			}
			moves = append(moves, move{name, func(p *position) {
				f := p.run(r)
				f.Served = !f.Served
				p.commit(r, seat, f)
			}})
		}
		return moves
	}
}

// run is what a member finds that runs the work.
func (p *position) run(r Role) arbiters.Finding {
	if !p.pact {
		p.spent[r] += p.f.Work
	}
	if p.blind && p.firstRound() {
		return p.finding(unable)
	}
	return p.finding(truth)
}

// untruth is what the party says, of the two whose words a dispute is about, that does not say what is so.
func (p *position) untruth() (arbiters.Finding, bool) {
	f := p.finding(truth)
	switch {
	case !p.right():
		f.Digest, f.Cost = p.delivery.Digest, p.delivery.Cost
	case p.grounds.Complaint == wrongResult:
		f.Digest = p.grounds.ClaimedDigest
	default:
		return f, false
	}
	return f, true
}

func (p *position) commit(r Role, seat int, f arbiters.Finding) {
	if p.send(r, p.m.Panel, panel_.PackCommit(p.id, big.NewInt(int64(seat)), p.commitment(p.account(r), f))) {
		p.votes[seat] = f
	}
}

func (p *position) commitment(by settlement.Account, f arbiters.Finding) [32]byte {
	return [32]byte(p.read(p.m.Panel, panel_.PackCommitmentOf(f, digest(9), by.Address(), p.id)))
}

// commitLate is who has waited: for the others to reveal, say.
func (p *position) commitLate() {
	if _, done := p.votes[0]; !done {
		p.commit(Mediator, 0, p.finding(truth))
	}
}

func reveal(r Role) func(*position) {
	return func(p *position) {
		seat := p.seat(r)
		if f, ok := p.votes[seat]; ok {
			p.send(r, p.m.Panel, panel_.PackReveal(p.id, big.NewInt(int64(seat)), f, digest(9)))
		}
	}
}

// unrevealed: the member of the first round's only seat has committed, and not revealed.
func (p *position) unrevealed() bool {
	seats := p.docket().Seats
	return p.firstSeat() && len(seats) == int(p.f.Rules.Seats) && seats[0].Committed && !seats[0].Revealed
}

func (p *position) revealLate() {
	reveal(Mediator)(p)
	conclude(Mediator)(p)
}

// uncommitted: the others of the juror's round show what they have found, which the juror does not know.
func (p *position) uncommitted() bool {
	seats := p.docket().Seats
	return p.secondRound() && !seats[p.seat(Juror)].Committed
}

func (p *position) copies() {
	p.others(revealing)
	p.commit(Juror, p.seat(Juror), p.finding(truth))
	reveal(Juror)(p)
}

func (p *position) revealOther() {
	p.send(Mediator, p.m.Panel, panel_.PackReveal(p.id, big.NewInt(0), p.finding(false2), digest(9)))
}

// others are the members of the last round who play nobody: they are honest.
func (p *position) others(stage int) {
	d := p.docket()
	first := 0
	for round := range int(d.Rounds) - 1 {
		first += p.size(round)
	}
	for i := first; i < len(d.Seats); i++ {
		by := member(d.Seats[i])
		if by == p.seats[Mediator] || by == p.seats[Juror] {
			continue
		}
		f := p.finding(truth)
		if p.blind && p.firstRound() {
			f = p.finding(unable)
		}
		if stage == revealing && d.Seats[i].Revealed {
			continue
		}
		switch stage {
		case committing:
			p.votes[i] = f
			p.call(by, panel_.PackCommit(p.id, big.NewInt(int64(i)), p.commitment(by, f)))
		case revealing:
			if p.docket().Rounds != d.Rounds {
				return // enough of them could not tell
			}
			p.call(by, panel_.PackReveal(p.id, big.NewInt(int64(i)), p.votes[i], digest(9)))
		}
	}
}

func (p *position) call(by settlement.Account, data []byte) {
	p.did++
	if _, err := p.m.Call(by, p.m.Panel, data); err != nil {
		p.fault = "an honest member is refused: " + err.Error()
	}
}
