package settlement

import (
	"bytes"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// CannotTell is the digest of who found nothing that can be compared with another's finding.
const CannotTell byte = 0xff

// Finding is what a mediator found by running the work itself. Digest 0: module or input cannot be had.
type Finding struct {
	Digest byte
	Fuel   int64
	Cost   int64
	Served bool
}

// agreed is what a majority agrees on: whether it was served is each member's own experience.
func (f Finding) agreed() Finding { f.Served = false; return f }

func (s Chair) cannotTell() bool { return s.revealed != nil && s.revealed.Digest == CannotTell }

// found is what a seat has revealed that counts for a side; nil: nothing.
func (s Chair) found() *Finding {
	if s.cannotTell() {
		return nil
	}
	return s.revealed
}

// Vote is a finding under its salt. Every commitment to it is the member's own.
type Vote struct {
	Finding
	Salt byte
}

// Chair is a member's seat in one case.
type Chair struct {
	Member    Account
	committed *Vote
	revealed  *Finding
}

// trial is a case before the panel.
type trial struct {
	fee, judgeBy int64
	armed        int64 // block; 0: not armed
	closed       int64 // time of the deal's end, by a ruling or without; 0: it is open
	drawn        []int64
	appellants   [2]Account // against the first and the second round
	seats        []Chair
	passed       []Account // who could not tell, in the first round
	next         Account   // who would have been drawn next; Nobody
}

// Stage is where a case is, as the contract numbers it.
type Stage int

// The stages.
const (
	Unknown Stage = iota
	Armed
	Committing
	Settling
	Revealing
	Appealable
	Concludable
	Ended
)

// size of a round: n, 2n + 1, 4n + 3.
func (r Rules) size(round int) int {
	n := int(r.Seats)
	for range round {
		n = 2*n + 1
	}
	return n
}

// begin is the first seat of a round.
func (r Rules) begin(round int) (sum int) {
	for i := range round {
		sum += r.size(i)
	}
	return sum
}

// bond of an appeal against a round: what its majority loses at least.
func (r Rules) bond(round int) int64 { return int64(r.size(round)+1) / 2 * r.Stake }

func (r Rules) voting() int64 { return r.Commit + r.Finality + r.Reveal }

// needed is what must be left of a case when a round is drawn: to vote, and as long as the reveals to conclude.
func (r Rules) needed() int64 { return r.voting() + r.Reveal }

// Stage is where the case of a deal is, and its last second, if it has one.
func (m *Model) Stage(d *Deal) (Stage, int64) {
	c, r := m.cases[d], m.Rules
	switch {
	case c == nil:
		return Unknown, 0
	case c.closed != 0 && (len(c.drawn) == 0 || !c.complete(r, 0)):
		return Ended, 0
	case c.armed != 0 && c.begun() && m.Now+r.needed() > c.judgeBy:
		return c.voted() // what was to come cannot be drawn any more
	case c.armed != 0:
		return Armed, max(0, c.judgeBy-r.needed())
	}
	at := c.drawn[len(c.drawn)-1]
	for _, s := range []struct {
		stage Stage
		until int64
	}{
		{Committing, at + r.Commit},
		{Settling, at + r.Commit + r.Finality},
		{Revealing, at + r.voting()},
		{Appealable, m.appealBy(c)},
	} {
		if m.Now <= s.until {
			return s.stage, s.until
		}
	}
	return c.voted()
}

// voted: nothing is left but to rule; nor that, where the deal was closed.
func (c *trial) voted() (Stage, int64) {
	if c.closed != 0 {
		return Ended, 0
	}
	return Concludable, c.judgeBy
}

// appealBy is the last second for an appeal: at most two, while the list is long enough, and there is time left to draw, vote and
// conclude.
func (m *Model) appealBy(c *trial) int64 {
	r, rounds := m.Rules, len(c.drawn)
	none := c.drawn[rounds-1] + r.voting()
	if rounds == 3 || r.begin(rounds+1)+len(c.passed) > len(Members()) {
		return none
	}
	return max(none, min(none+r.Appeal, c.judgeBy-r.needed()-r.Reveal))
}

func (m *Model) at(d *Deal, want Stage) bool { stage, _ := m.Stage(d); return stage == want }

// told is the escrow's notice of a dispute: a panel does not work for less than its fee.
func (m *Model) told(d *Deal) {
	if fee := d.sums(0).M; fee >= m.Rules.Fee {
		m.cases[d] = &trial{fee: fee, judgeBy: m.Deadline(d), armed: m.Block, appellants: [2]Account{Nobody, Nobody}, next: Nobody}
	}
}

// ended is the deal's end, in the escrow. Once drawn the fee is due, but for row 9b. What was voted can be appealed against all the same.
func (m *Model) ended(d *Deal, row Row) {
	c := m.cases[d]
	switch {
	case c == nil:
		return
	case !c.begun():
		delete(m.cases, d)
		return
	case row == "9b":
		c.fee = 0
	}
	c.closed = m.Now
}

func word(n int64) []byte { return common.BigToHash(big64(n)).Bytes() }

// begun: members were drawn, if only such as could not tell.
func (c *trial) begun() bool { return len(c.drawn)+len(c.passed) > 0 }

// candidates are those of the list who are no party, and were drawn in no earlier round.
func (m *Model) candidates(d *Deal) (out []Account) {
	for a := range Accounts {
		seated := slices.ContainsFunc(m.cases[d].seats, func(s Chair) bool { return s.Member == a }) || slices.Contains(m.cases[d].passed, a)
		if a >= FirstMediator && !seated || a == Payer && d.Payer != Payer && !seated {
			out = append(out, a)
		}
	}
	return out
}

// counts reports whether an account could be drawn: what it could take out now does not count.
func (m *Model) counts(a Account, stake int64) bool {
	p := m.Position(a, ThePanel)
	if p.Leaving > 0 && m.Now >= m.Departs(p) {
		return p.Free-p.Leaving >= stake
	}
	return p.Free >= stake
}

// DrawPanel draws a round by the hash of the fourth block after it was armed: the lowest keccak256(seed, member) of those who
// have S free, and not on its way out. Where the hash is gone, it is armed again.
func (m *Model) DrawPanel(d *Deal) bool {
	r := m.Rules
	if !m.at(d, Armed) || m.Now+r.needed() > m.cases[d].judgeBy || m.Block <= m.cases[d].armed+4 {
		return false
	}
	c := m.cases[d]
	if m.Block-256 > c.armed+4 {
		c.armed = m.Block
		return true
	}
	round := len(c.drawn)
	seed := crypto.Keccak256(BlockHash(uint64(c.armed+4)).Bytes(), d.ID[:], word(int64(round)))
	list := m.candidates(d)
	list = slices.DeleteFunc(list, func(a Account) bool { return !m.counts(a, r.Stake) })
	score := func(a Account) []byte {
		return crypto.Keccak256(seed, common.BytesToHash(a.Address().Bytes()).Bytes())
	}
	slices.SortFunc(list, func(a, b Account) int { return bytes.Compare(score(a), score(b)) })
	if len(list) < r.size(round) || !c.begun() && !m.Draw(d, ThePanel) {
		return false
	}
	for _, a := range list[:r.size(round)] {
		m.Hold(ThePanel, a, r.Stake)
		c.seats = append(c.seats, Chair{Member: a})
	}
	if c.next = Nobody; len(list) > r.size(round) {
		c.next = list[r.size(round)]
	}
	c.armed, c.drawn = 0, append(c.drawn, m.Now)
	return true
}

// seat is one of the last round, if it is the account's.
func (m *Model) seat(d *Deal, by Account, i int) *Chair {
	c := m.cases[d]
	if i < m.Rules.begin(len(c.drawn)-1) || i >= len(c.seats) || c.seats[i].Member != by {
		return nil
	}
	return &c.seats[i]
}

// Commit is a member's, once.
func (m *Model) Commit(d *Deal, by Account, i int, v Vote) bool {
	if !m.at(d, Committing) {
		return false
	}
	s := m.seat(d, by, i)
	if s == nil || s.committed != nil {
		return false
	}
	s.committed = &v
	return true
}

// Reveal shows what was committed to.
func (m *Model) Reveal(d *Deal, by Account, i int, v Vote) bool {
	if !m.at(d, Revealing) {
		return false
	}
	s := m.seat(d, by, i)
	if s == nil || s.committed == nil || *s.committed != v || s.revealed != nil {
		return false
	}
	s.revealed = &v.Finding
	if v.Digest == 0 && !v.Served && len(m.cases[d].drawn) > 1 {
		s.revealed = &Finding{Digest: CannotTell, Served: v.Served} // who appealed has not shown the work
	}
	if v.Digest == CannotTell && m.stuck(m.cases[d]) {
		m.redraw(m.cases[d])
	}
	return true
}

// stuck: more than half of the first round cannot tell, and others can be asked: twice, while the list is long enough, and there is
// time left to draw, vote and conclude.
func (m *Model) stuck(c *trial) bool {
	r, unable := m.Rules, 0
	for _, s := range c.seats {
		if s.cannotTell() {
			unable++
		}
	}
	n := r.size(0)
	return len(c.drawn) == 1 && 2*unable > n && len(c.passed) < 2*n && len(c.passed)+2*n <= len(Members()) &&
		m.Now+r.needed()+r.Reveal <= c.judgeBy
}

// redraw lets the first round go: unpaid, and slashed only who did not commit.
func (m *Model) redraw(c *trial) {
	for _, s := range c.seats {
		if c.passed = append(c.passed, s.Member); s.committed != nil {
			m.Release(ThePanel, s.Member, m.Rules.Stake)
			continue
		}
		m.Slash(ThePanel, s.Member, m.Rules.Stake)
		m.Burn(ThePanel, m.Rules.Stake)
	}
	c.seats, c.drawn, c.armed = nil, nil, m.Block
}

// Appeal is a party's, for its bond.
func (m *Model) Appeal(d *Deal, by Account) bool {
	if !m.at(d, Appealable) || by != Requester && by != Farmer && by != d.Payer {
		return false
	}
	c, ready := m.cases[d], 0
	for _, a := range m.candidates(d) {
		if m.counts(a, m.Rules.Stake) {
			ready++
		}
	}
	round := len(c.drawn) - 1
	if ready < m.Rules.size(round+1) || !m.Hold(ThePanel, by, m.Rules.bond(round)) {
		return false
	}
	c.appellants[round], c.armed = by, m.Block
	return true
}

// majority is what more than half of a round's seats revealed, and how many of those were served.
func (c *trial) majority(r Rules, round int) (f *Finding, votes, served int) {
	seats := c.seats[r.begin(round):r.begin(round+1)]
	for _, s := range seats {
		if s.found() == nil {
			continue
		}
		f, votes, served = s.revealed, 0, 0
		for _, o := range seats {
			if o.found() != nil && o.found().agreed() == f.agreed() {
				votes++
				if o.revealed.Served {
					served++
				}
			}
		}
		if votes > len(seats)/2 {
			return f, votes, served
		}
	}
	return nil, 0, 0
}

// Conclude rules by the last round that had a majority; shown is what stands.
func (m *Model) Conclude(d *Deal, g Grounds, shown Finding) bool {
	if !m.at(d, Concludable) || *d.Grounds != g || m.over(d) {
		return false
	}
	c := m.cases[d]
	for round := len(c.drawn) - 1; round >= 0; round-- {
		f, votes, served := c.majority(m.Rules, round)
		if f == nil {
			continue
		}
		r := Ruling{Verdict: Wrong, Served: served*2 > votes, Digest: f.Digest, Fuel: f.Fuel}
		// Where nobody had module or input there is nothing to hold against the farmer.
		if f.Digest == 0 || f.Digest == g.Digest && g.Cost <= f.Cost {
			r.Verdict = Correct
		}
		return shown.agreed() == f.agreed() && m.Rule(d, ThePanel, g, r)
	}
	if len(c.passed) == 0 && !slices.ContainsFunc(c.seats, func(s Chair) bool { return s.revealed != nil }) {
		return false // nobody revealed: row 9b
	}
	return m.Rule(d, ThePanel, g, Ruling{Verdict: Undetermined})
}
