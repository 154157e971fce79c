package game

import (
	"math/big"
	"slices"

	"github.com/parley-p2p/parley/contracts/bindings"
	"github.com/parley-p2p/parley/contracts/bindings/arbiters"
	"github.com/parley-p2p/parley/parleytest/settlement"
)

// Complaints, as the contract numbers them.
const (
	wrongResult = 1
	notServed   = 2
)

// fuel is what a run takes.
const fuel = 7

func (p *position) signed() bool {
	return !slices.Contains(p.path, "farmer signs: vanishes") && !p.asked["opened"]
}
func (p *position) overdue() bool        { return p.m.Now > p.deadline() }
func (p *position) beforeDeadline() bool { return !p.overdue() }
func (p *position) firstRound() bool     { return p.docket().Rounds <= 1 }
func (p *position) secondRound() bool    { return p.docket().Rounds == 2 }
func (p *position) begins() bool         { return p.docket().Rounds == 0 }
func (p *position) appealed() bool       { return p.docket().Rounds > 0 }

// firstSeat: the first round is that of the mediator, who has not been replaced.
func (p *position) firstSeat() bool { return p.firstRound() && len(p.docket().Passed) == 0 }

// --- opening ---

func (p *position) openBy(r Role) {
	requester, farmer := settlement.Requester.Sign(p.id), settlement.Farmer.Sign(p.id)
	if p.hidden {
		p.send(r, p.m.Parley, parley.PackOpen(p.deal, requester, farmer))
		return
	}
	p.send(r, p.m.Parley, parley.PackOpenDisclosed(p.deal, p.terms, requester, farmer))
}

func (p *position) open() { p.openBy(Requester) }

// openLate has the farmer keep its signature to itself, and both signatures until the result would be late.
func (p *position) openLate() {
	p.until(int64(p.terms.SubmitBy) + 1) // and then bring what is of no use any more
	farmer := settlement.Farmer.Sign(p.id)
	p.send(Farmer, p.m.Parley, parley.PackOpen(p.deal, settlement.Requester.Sign(p.id), farmer))
	if p.progress().State == unopened {
		p.path = append(p.path, "farmer signs: vanishes") // for the requester
	}
}

// --- the work ---

func (p *position) works() []move {
	deliver := func(digest byte, cost int64, served bool, late int64) func(*position) {
		return func(p *position) {
			if digest == truth {
				p.spent[Farmer] += p.f.Work
			}
			p.until(p.m.Now + late)
			p.submit(digest, cost, served)
		}
	}
	f := p.f
	return []move{
		{"goes on", deliver(truth, f.Claim, true, 0)},
		{"stalls: submits in the last second", deliver(truth, f.Claim, true, p.deadline()-p.m.Now)},
		{"stalls: submits after submitBy", deliver(truth, f.Claim, true, p.deadline()+1-p.m.Now)},
		vanish,
		{"declines in time", func(p *position) { p.declined = true; p.decline() }},
		{"vanishes, and declines after startBy", func(p *position) { p.until(int64(p.terms.StartBy) + 1); p.decline() }},
		{"vanishes, and declines after submitBy", func(p *position) { p.until(p.deadline() + 1); p.decline() }},
		{"lies: another result", deliver(false1, f.Price, true, 0)},
		{"lies: another cost", deliver(truth, f.Price, true, 0)},
		{"withholds", deliver(truth, f.Claim, false, 0)},
		{"lies: another result, and withholds it", deliver(false1, f.Price, false, 0)},
	}
}

func (p *position) submit(d byte, cost int64, served bool) {
	delivery := bindings.Delivery{Digest: digest(d), Cost: big.NewInt(cost)}
	due := int64(p.terms.SubmitBy)
	if p.hidden { // it has passed when the deal is opened, and the contract's shortest window stands for it
		due = p.progress().Since.Int64() + p.f.Rules.Window
	}
	if p.send(Farmer, p.m.Parley, parley.PackSubmit(p.deal, p.terms, delivery)) {
		p.delivery, p.served, p.inTime = delivery, served, p.m.Now <= due
	}
}

func (p *position) decline() {
	p.close(p.send(Farmer, p.m.Parley, parley.PackDecline(p.deal, p.terms, nil)), "1")
}

func expire(r Role) func(*position) {
	return func(p *position) { p.close(p.send(r, p.m.Parley, parley.PackExpire(p.deal, p.terms)), "2") }
}

// instant is less than anybody needs to do anything: half of the contract's shortest window.
func (p *position) instant() { p.until(p.m.Now + p.f.Rules.Window/2) }

// expireAtOnce has the requester say that nothing came before the farmer could do anything.
func (p *position) expireAtOnce() {
	expire(Requester)(p)
	p.instant()
	expire(Requester)(p)
}

// claimAtOnce has the farmer claim silence before the requester could answer.
func (p *position) claimAtOnce() {
	p.claim()
	p.instant()
	p.claim()
}

// --- the answer ---

// right: what was submitted is what an honest farmer would have.
func (p *position) right() bool {
	return p.delivery.Digest == digest(truth) && p.delivery.Cost.Int64() == p.f.Claim
}

// answers has what the requester knows as its first move: it knows whether it was served, and what is right only if it has looked.
func (p *position) answers() []move {
	honest := (*position).settle
	switch {
	case !p.served:
		honest = disputes(notServed, 0)
	case p.looked && !p.right():
		honest = disputes(wrongResult, truth)
	}
	moves := []move{
		{"goes on", honest},
		{"stalls: answers in the last second", func(p *position) { p.until(p.deadline()); honest(p) }},
		vanish,
	}
	informed := p.looked || p.right() // who has not looked could only be lucky
	if p.served && informed {
		moves = append(moves, move{"disputes falsely: not served", disputes(notServed, 0)})
	}
	if informed {
		moves = append(moves, move{"disputes falsely: another result", disputes(wrongResult, false2)})
	}
	if p.looked && !p.right() {
		moves = append(moves, move{"lies: accepts what is wrong", (*position).settle})
	}
	if p.right() {
		moves = append(moves, move{"stalls: disputes falsely after acceptBy", func(p *position) { p.until(p.deadline() + 1); disputes(wrongResult, false2)(p) }})
	}
	return moves
}

func (p *position) settle() {
	p.close(p.send(Requester, p.m.Parley, parley.PackSettle(p.deal, p.delivery, nil)), "3")
}

func disputes(complaint uint8, claimed byte) func(*position) {
	return func(p *position) {
		g := bindings.Dispute{Digest: p.delivery.Digest, Cost: p.delivery.Cost, Complaint: complaint}
		if complaint == wrongResult {
			g.ClaimedDigest, g.ClaimedFuel = digest(claimed), fuel
		}
		late := p.overdue()
		if p.send(Requester, p.m.Parley, parley.PackDispute(p.deal, p.terms, g)) {
			p.grounds, p.tardy = g, late
		}
	}
}

func (p *position) claim() {
	p.close(p.send(Farmer, p.m.Parley, parley.PackClaim(p.deal, p.terms, p.delivery)), "5")
}

// --- the case ---

// sincere: the requester has reason to dispute, if not always what it has said.
func (p *position) sincere() bool {
	return !p.right() || p.grounds.Complaint == notServed && !p.served
}

func (p *position) requesterDraws() []move {
	draw := move{"goes on", draw(Requester)}
	if !p.sincere() {
		return []move{concedes, {"goes on with its false dispute", draw.do}, vanish}
	}
	return []move{draw, vanish, concedes}
}

// pleads: there can be an appeal, goes one on, or has gone, and the deal is open still.
func (p *position) pleads() bool {
	d := p.docket()
	return p.progress().State == disputed && (d.Rounds > 1 || d.Rounds == 1 && (int(d.Stage) == armed || int(d.Stage) == appealable))
}

// holdsPart: the farmer can close the deal, and save a seat that has lied if that ends the case. Where the seat has not, what it shows beats
// what was found, as row 6 has it, and no appeal would be left out.
func (p *position) holdsPart() bool {
	return p.part > 0 && p.pleads() && (int(p.docket().Stage) != appealable || p.lie())
}

// lie: what stands is not true.
func (p *position) lie() bool {
	f, found := p.standing()
	return found && (f.Digest != digest(truth) || f.Cost.Int64() != p.f.Claim)
}

func draw(r Role) func(*position) {
	return func(p *position) {
		p.m.Block += 5
		d, t := p.panels()
		p.send(r, p.m.Panel, panel_.PackDraw(d, t))
	}
}

// drawLate has members drawn who can commit before judgeBy, and not reveal.
func (p *position) drawLate() {
	p.until(p.deadline() - p.f.Rules.Commit - p.f.Rules.Finality)
	draw(Requester)(p)
}

func (p *position) concede() { p.accepted(Requester, p.delivery, nil) }

// showPart has the farmer show what the requester has signed for a part of the work.
func (p *position) showPart() {
	part := bindings.Delivery{Digest: p.delivery.Digest, Cost: big.NewInt(p.part)}
	hash := p.read(p.m.Parley, parley.PackHashAcceptance(bindings.Acceptance{Deal: p.id, Digest: part.Digest, Cost: part.Cost}))
	p.accepted(Farmer, part, settlement.Requester.Sign([32]byte(hash)))
	p.parted = p.row == "6"
}

// accepted closes a disputed deal by an acceptance.
func (p *position) accepted(by Role, d bindings.Delivery, signature []byte) {
	row := settlement.Row("3")
	if p.progress().Drawn {
		row = "6"
	}
	p.close(p.send(by, p.m.Parley, parley.PackSettleDisclosed(p.deal, p.terms, p.grounds, d, signature)), row)
}

func lapse(r Role) func(*position) {
	return func(p *position) { p.close(p.send(r, p.m.Parley, parley.PackLapse(p.deal, p.terms, p.grounds)), "9b") }
}

// close notes the row, where the contract has closed the deal.
func (p *position) close(did bool, row settlement.Row) {
	if did {
		p.row = row
	}
}

// ruled is the row that a finding means.
func (p *position) ruled(f arbiters.Finding) settlement.Row {
	g := p.grounds
	correct := f.Digest == g.Digest && g.Cost.Cmp(f.Cost) <= 0
	switch {
	case correct && g.Complaint == wrongResult:
		return "6"
	case correct && p.saidServed():
		return "8b"
	case correct:
		return "8"
	case g.Complaint == wrongResult && g.ClaimedDigest == f.Digest && (f.Digest != g.Digest || g.ClaimedFuel == f.Fuel):
		return "7"
	}
	return "7b"
}

// stated is the fee that a role knows beforehand to be at stake, beyond gas, where a deal ends so. Below zero it is owed that much.
func (p *position) stated(r Role) int64 {
	cost := int64(0)
	if p.delivery.Cost != nil {
		cost = p.delivery.Cost.Int64()
	}
	switch {
	case r == Requester && p.row == "8b":
		return p.f.M - p.f.M/2
	case r == Farmer && p.row == "8b":
		return p.f.M / 2
	case r == Farmer && p.row == "8" && p.told:
		return p.f.M // more than half of the seats have said that it has not served them
	case r == Requester && p.parted:
		return p.part + p.f.M // it has accepted that
	case r == Requester && p.row == "9":
		return cost/2 + p.f.M - p.f.M/2
	case r == Farmer && p.row == "9":
		return cost - cost/2 + p.f.M/2
	case r == Mediator && p.blind:
		return p.f.Work // it says that it cannot tell
	case r == Farmer && p.tardy && p.right():
		return -(p.f.Claim - p.f.Work + p.f.Rt) // nobody had answered
	case r == Requester && p.row == "3" && !p.looked && !p.right():
		return cost // who does not look trusts
	case r == Requester && p.asked["opened"] && p.delivery.Cost == nil && !p.declined:
		return -p.f.Ft
	}
	return 0
}

// standing is the finding that more than half of the last round revealed that has one.
func (p *position) standing() (arbiters.Finding, bool) {
	d := p.docket()
	end := len(d.Seats)
	for round := int(d.Rounds) - 1; round >= 0; round-- {
		size := p.size(round)
		count := map[[32]byte]int{}
		for i := end - size; i < end; i++ {
			if !d.Seats[i].Revealed || d.Seats[i].Word == digest(unable) {
				continue
			}
			if count[d.Seats[i].Word]++; 2*count[d.Seats[i].Word] > size {
				return p.votes[i], true
			}
		}
		end -= size
	}
	return arbiters.Finding{}, false
}

// size is how many sit in a round.
func (p *position) size(round int) int { return (int(p.f.Rules.Seats)+1)<<round - 1 }

// silent: most of the last round did not reveal.
func (p *position) silent() bool {
	d := p.docket()
	silent, size := 0, p.size(int(d.Rounds)-1)
	for _, s := range d.Seats[len(d.Seats)-size:] {
		if !s.Revealed {
			silent++
		}
	}
	return 2*silent > size
}

// appeals: who is honest appeals against a finding that is not true and that hurts it, and against silence that does; against nothing else.
// Who gives in before that changes nothing about it.
func appeals(r Role) func(*position) []move {
	return func(p *position) []move {
		hurt := (p.lie() || p.silent()) && (r == Requester && p.sincere() || r == Farmer && p.right())
		if hurt {
			return []move{{"goes on", appeal(r)}, vanish}
		}
		return []move{goOn, {"appeals falsely", appeal(r)}}
	}
}

func appeal(r Role) func(*position) {
	return func(p *position) {
		d, t := p.panels()
		p.send(r, p.m.Panel, panel_.PackAppeal(d, t))
	}
}

func conclude(r Role) func(*position) {
	return func(p *position) {
		f, ok := p.standing()
		row := settlement.Row("9") // somebody has spoken; else it is refused
		if ok {
			row = p.ruled(f)
		} else {
			f.Cost = new(big.Int)
		}
		d, t := p.panels()
		p.close(p.send(r, p.m.Panel, panel_.PackConclude(d, t, arbiters.Dispute(p.grounds), f)), row)
	}
}

// misconclude has the farmer conclude what serves it best.
func (p *position) misconclude() {
	d, t := p.panels()
	f := p.finding(p.delivery.Digest[0])
	f.Cost = p.delivery.Cost
	row := settlement.Row("9") // with nothing found, it is not read
	if _, ok := p.standing(); ok {
		row = p.ruled(f)
	}
	p.close(p.send(Farmer, p.m.Panel, panel_.PackConclude(d, t, arbiters.Dispute(p.grounds), f)), row)
}

func finish(r Role) func(*position) {
	return func(p *position) { p.send(r, p.m.Panel, panel_.PackFinish(p.id)) }
}

// meddle is a member without a seat who tries all that others may.
func (p *position) meddle() {
	d, t := p.panels()
	g := arbiters.Dispute(p.grounds)
	lie := p.finding(false3)
	for seat := range int64(1 + len(p.docket().Seats)) {
		p.send(Bystander, p.m.Panel, panel_.PackCommit(p.id, big.NewInt(seat), p.commitment(p.bystander, lie)))
		p.send(Bystander, p.m.Panel, panel_.PackReveal(p.id, big.NewInt(seat), lie, digest(9)))
	}
	for _, data := range [][]byte{
		panel_.PackAppeal(d, t), panel_.PackConclude(d, t, g, lie), panel_.PackFinish(p.id), panel_.PackClosed(p.id, 1),
		panel_.PackDisputed(p.id, d, t, g, big.NewInt(p.f.M), uint64(p.m.Now+p.f.length())),
	} {
		p.send(Bystander, p.m.Panel, data)
	}
	for _, data := range [][]byte{
		parley.PackDraw(p.deal, p.terms), parley.PackLapse(p.deal, p.terms, p.grounds),
		parley.PackRule(p.deal, p.terms, p.grounds, bindings.Ruling{Verdict: 2, Digest: digest(false3)}),
		parley.PackCancel(p.deal, p.terms, nil, nil),
	} {
		p.send(Bystander, p.m.Parley, data)
	}
	for _, data := range [][]byte{
		stakes.PackSlash(p.account(Requester).Address(), big.NewInt(1)), stakes.PackHold(p.account(Requester).Address(), big.NewInt(1)),
		stakes.PackAward(p.bystander.Address(), big.NewInt(1)),
	} {
		p.send(Bystander, p.m.Stake, data)
	}
}
