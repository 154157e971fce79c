package settlement

import (
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"pgregory.net/rapid"

	"github.com/parley-p2p/parley/contracts/bindings/arbiters"
)

// The moves about stake and before the panel.

func (d *Duel) stake(a, arbiter Account, amount int64) {
	d.Model.Stake(a, arbiter, amount)
	d.send("stake", a, d.Machine.Stake, stakes.PackDeposit(d.Machine.address(arbiter), big64(amount)), true)
}

func (d *Duel) member() Account {
	return FirstMediator + Account(rapid.IntRange(0, Mediators-1).Draw(d.t, "member"))
}

// Stake deposits a little.
func (d *Duel) Stake() {
	d.stake(d.member(), d.oneOf("arbiter", ThePanel, Arbiter), d.number("amount", 0, 300))
}

// Leave announces, or withdraws what was announced.
func (d *Duel) Leave() {
	by, arbiter := d.member(), d.oneOf("arbiter", ThePanel, Arbiter)
	if rapid.Bool().Draw(d.t, "known") {
		by, arbiter = Farmer, Arbiter
	}
	at, amount := d.Machine.address(arbiter), d.number("amount", 0, 600)
	if rapid.Bool().Draw(d.t, "announce") {
		d.send("announce", by, d.Machine.Stake, stakes.PackAnnounce(at, big64(amount)), d.Model.Announce(by, arbiter, amount))
		return
	}
	if p := d.Model.Position(by, arbiter); p.Leaving > 0 && d.chance("wait", 3) {
		d.pass(p.LeaveFrom-d.number("early", 0, 1)-d.Model.Now, 0)
	}
	d.send("unstake", by, d.Machine.Stake, stakes.PackWithdraw(at, by.Address(), big64(amount)), d.Model.Unstake(by, arbiter, amount))
}

// retire has some members announce what would leave them without a seat, or one unit less, and its time come, or a second less: they stay.
func (d *Duel) retire() {
	for a := FirstMediator; a < FirstMediator+Mediators; a++ {
		if rapid.Bool().Draw(d.t, "stays") {
			continue
		}
		amount := d.Model.Position(a, ThePanel).Free - d.Model.Rules.Stake + d.number("more", 0, 1)
		d.send("announce", a, d.Machine.Stake, stakes.PackAnnounce(d.Machine.Panel, big64(amount)), d.Model.Announce(a, ThePanel, amount))
	}
	d.pass(d.Model.Rules.Unbonding-d.number("early", 0, 1), 0)
}

// Wield is what an account does as an arbiter of its own, with what the farmer has staked for it.
func (d *Duel) Wield() {
	amount, a := d.number("amount", 0, 600), Farmer.Address()
	by := d.oneOf("by", Arbiter, Arbiter, Arbiter, Stranger)
	switch rapid.IntRange(0, 4).Draw(d.t, "what") {
	case 0: // an answer, not a refusal
		answer, err := d.Machine.Call(by, d.Machine.Stake, stakes.PackHold(a, big64(amount)))
		if held := d.Model.Hold(by, Farmer, amount); err != nil || (common.BytesToHash(answer) != common.Hash{}) != held {
			d.failf("hold: %v by the document, by the contract %x, %v", held, answer, err)
		}
	case 1:
		d.send("release", by, d.Machine.Stake, stakes.PackRelease(a, big64(amount)), d.Model.Release(by, Farmer, amount))
	case 2:
		d.send("slash", by, d.Machine.Stake, stakes.PackSlash(a, big64(amount)), d.Model.Slash(by, Farmer, amount))
	case 3:
		d.send("award", by, d.Machine.Stake, stakes.PackAward(a, big64(amount)), d.Model.Award(by, Farmer, amount))
	case 4:
		d.send("burn", by, d.Machine.Stake, stakes.PackBurn(big64(amount)), d.Model.Burn(by, amount))
	}
}

func (d *Duel) panels(deal *Deal) (arbiters.Deal, arbiters.Terms) {
	b, t := d.of(deal)
	return arbiters.Deal(b), arbiters.Terms(t)
}

// Convene draws a round, once its block has come, or tries before.
func (d *Duel) Convene() {
	deal := d.pick()
	b, t := d.panels(deal)
	if !d.chance("now", 3) {
		d.pass(0, 5)
	}
	d.send("draw a round", d.anyone(), d.Machine.Panel, panel.PackDraw(b, t), d.Model.DrawPanel(deal))
}

// seats are those of the last round.
func (d *Duel) seats(deal *Deal) (first, end int) {
	c := d.Model.cases[deal]
	if c == nil || len(c.drawn) == 0 {
		return 0, 0
	}
	return d.Model.Rules.begin(len(c.drawn) - 1), len(c.seats)
}

// finding is one that members may have: the delivered result, another, none, or that they cannot tell; at one cost or another.
func (d *Duel) finding(deal *Deal) Finding {
	f := Finding{Digest: rapid.SampledFrom([]byte{5, 7, 7, 0, CannotTell}).Draw(d.t, "found"), Fuel: 7, Served: rapid.Bool().Draw(d.t, "served"), Cost: deal.P}
	if deal.Delivery != nil && d.chance("cheaper", 4) {
		f.Cost = max(0, deal.Delivery.Cost-d.number("less", 0, 1))
	}
	return f
}

func (d *Duel) commit(deal *Deal, by Account, seat int, v Vote) {
	hash, err := d.commitment(deal, by, v)
	if err != nil {
		d.failf("hash: %w", err)
		return
	}
	d.send("commit", by, d.Machine.Panel, panel.PackCommit(deal.ID, big.NewInt(int64(seat)), hash), d.Model.Commit(deal, by, seat, v))
}

func (d *Duel) commitment(deal *Deal, by Account, v Vote) ([32]byte, error) {
	return read(d.Machine, d.Machine.Panel, panel.PackCommitmentOf(v.Finding.pack(), digest(v.Salt), by.Address(), deal.ID), panel.UnpackCommitmentOf)
}

// Vote has the members of the last round commit, all but a few to one finding, and some not at all.
func (d *Duel) Vote() {
	deal := d.pick()
	first, end := d.seats(deal)
	common := d.finding(deal)
	for i := first; i < end; i++ {
		v := Vote{Finding: common, Salt: byte(i)}
		if d.chance("differs", 5) {
			v.Finding = d.finding(deal)
		}
		v.Served = rapid.Bool().Draw(d.t, "served")
		if !d.chance("silent", 6) {
			if !deal.Live() {
				d.Did["commit once the deal is closed"]++
			}
			d.commit(deal, d.Model.cases[deal].seats[i].Member, i, v)
		}
	}
	if end == 0 || d.chance("meddle", 3) {
		d.commit(deal, d.oneOf("by", Stranger, FirstMediator), rapid.IntRange(0, end).Draw(d.t, "seat"), Vote{Finding: common, Salt: 1})
	}
}

// Unveil has the members reveal, but for a few; and somebody try what is not theirs, or not what they committed to.
func (d *Duel) Unveil() {
	deal := d.pick()
	first, end := d.seats(deal)
	for i := first; i < end; i++ {
		s := d.Model.cases[deal].seats[i]
		v := Vote{Finding: d.finding(deal), Salt: byte(i)}
		if s.committed != nil && !d.chance("another", 10) {
			v = *s.committed
		}
		if d.chance("withholds", 8) {
			continue
		}
		by := s.Member
		if d.chance("meddle", 12) {
			by = Stranger
		}
		d.send("reveal", by, d.Machine.Panel, panel.PackReveal(deal.ID, big.NewInt(int64(i)), v.Finding.pack(), digest(v.Salt)), d.Model.Reveal(deal, by, i, v))
		if c := d.Model.cases[deal]; c != nil && len(c.seats) == 0 {
			d.Did["draw others"]++
			return
		}
	}
}

// Appeal is a party's.
func (d *Duel) Appeal() {
	deal, by := d.pick(), d.oneOf("by", Requester, Farmer, Farmer, Payer, Stranger)
	b, t := d.panels(deal)
	d.send("appeal", by, d.Machine.Panel, panel.PackAppeal(b, t), d.Model.Appeal(deal, by))
}

// Conclude rules by what stands, or tries another finding.
func (d *Duel) Conclude() {
	deal := d.pick()
	b, t := d.panels(deal)
	g, f := d.grounds(deal), d.finding(deal)
	if c := d.Model.cases[deal]; c != nil && !d.chance("another finding", 8) {
		for round := range c.drawn {
			if found, _, _ := c.majority(d.Model.Rules, round); found != nil {
				f = *found
			}
		}
	}
	d.send("conclude", d.anyone(), d.Machine.Panel, panel.PackConclude(b, t, arbiters.Dispute(g.pack()), f.pack()), d.Model.Conclude(deal, g, f))
}

// Finish pays and slashes.
func (d *Duel) Finish() {
	deal := d.pick()
	d.send("finish", d.anyone(), d.Machine.Panel, panel.PackFinish(deal.ID), d.Model.Finish(deal))
}

// Collect takes a member's fees out.
func (d *Duel) Collect() {
	by := d.member()
	d.Model.Collect(by)
	d.send("collect", by, d.Machine.Panel, panel.PackCollect(by.Address()), true)
}

// Usurp is a stranger who plays the escrow towards the panel.
func (d *Duel) Usurp() {
	deal := d.pick()
	b, t := d.panels(deal)
	d.send("usurp", Stranger, d.Machine.Panel, panel.PackDisputed(deal.ID, b, t, arbiters.Dispute(d.grounds(deal).pack()), big64(1000), uint64(d.Model.Now+5000)), false)
	d.send("usurp", Stranger, d.Machine.Panel, panel.PackClosed(deal.ID, 1), false)
}

func often(move func(), rest ...func()) []func() {
	return append(slices.Repeat([]func(){move}, 2*len(rest)), rest...)
}

// sensible are moves that a deal's state invites.
func (d *Duel) sensible(deal *Deal) []func() {
	switch deal.State {
	case Unopened:
		if d.Model.Now <= deal.OpenBy {
			return often(d.Open, d.Wait)
		}
	case Open:
		return often(d.Submit, d.Decline, d.Expire, d.Settle, d.Cancel, d.Split, d.Wait)
	case Submitted:
		return append(often(d.Dispute, d.Claim, d.Settle, d.Cancel, d.Split, d.Wait), d.Dispute, d.Dispute, d.Dispute, d.Dispute)
	case Disputed:
		if deal.Judge() != ThePanel {
			return []func(){d.Draw, d.Draw, d.Draw, d.Cancel, d.Cancel, d.Rule, d.Rule, d.Rule, d.Settle, d.Lapse, d.Split, d.Wait}
		}
	}
	switch stage, _ := d.Model.Stage(deal); stage {
	case Armed:
		return append(often(d.Convene, d.Settle, d.Cancel, d.Wait), d.Convene, d.Convene)
	case Committing:
		return []func(){d.Vote, d.Vote, d.Vote, d.Vote, d.Wait, d.Wait, d.Cancel, d.Settle}
	case Settling:
		return []func(){d.Wait, d.Wait, d.Unveil, d.Split}
	case Revealing:
		return []func(){d.Unveil, d.Unveil, d.Unveil, d.Unveil, d.Wait, d.Wait, d.Settle}
	case Appealable:
		return []func(){d.Appeal, d.Appeal, d.Appeal, d.Wait, d.Wait, d.Conclude}
	case Concludable:
		return []func(){d.Conclude, d.Conclude, d.Conclude, d.Lapse, d.Wait}
	case Ended:
		return []func(){d.Finish, d.Finish, d.Finish, d.Draft}
	}
	return often(d.Draft, d.Deposit, d.Withdraw, d.Collect, d.Lapse, d.Wait)
}

// step does one thing: most of the time one that makes sense for some deal, else any.
func (d *Duel) step() {
	d.deal = nil
	d.deal = d.pick()
	moves := d.sensible(d.deal)
	if d.chance("another deal", 12) {
		moves = []func(){d.Draft}
	}
	if d.chance("nonsense", 8) {
		moves = []func(){d.Case, d.Open, d.Decline, d.Expire, d.Submit, d.Settle, d.Claim, d.Dispute, d.Draw, d.Rule, d.Lapse, d.Cancel, d.Split, d.Withdraw,
			d.Convene, d.Vote, d.Unveil, d.Appeal, d.Conclude, d.Finish, d.Collect, d.Usurp, d.Stake, d.Leave, d.Leave, d.Wield, d.Wield, d.Wield}
	}
	rapid.SampledFrom(moves).Draw(d.t, "move")()
	d.compareMoved()
	d.deal = nil
}

// Case takes one deal from its draft to a verdict, as far as the moves of those in it allow: what chance alone rarely reaches.
func (d *Duel) Case() {
	d.Draft()
	deal := d.deals[len(d.deals)-1]
	d.deal = deal
	defer func() { d.deal = nil }()
	by := func(seconds, blocks int64) func() { return func() { d.pass(seconds, blocks) } }
	last := func() { // to just past the end of the stage
		if _, until := d.Model.Stage(deal); until != 0 {
			d.pass(until+1-d.Model.Now, 0)
		}
	}
	moves := []func(){d.Open, d.Open, d.Submit, d.Submit, d.Dispute, d.Dispute, d.Dispute}
	if deal.Judge() == ThePanel {
		for round := range rapid.IntRange(1, 3).Draw(d.t, "rounds") {
			forsake := func() { d.forsake(round) }
			moves = append(moves, forsake, by(0, 5), d.Convene, forsake, d.Vote, last, forsake, d.Vote, last, d.Unveil, last, forsake, d.Appeal, d.Appeal)
		}
		moves = append(moves, last, d.Conclude, d.Conclude, d.Conclude, d.Finish)
	} else {
		moves = append(moves, d.Draw, d.Rule, d.Rule, d.Rule)
	}
	for _, move := range moves {
		move()
		if d.compareMoved(); d.err != nil {
			return
		}
	}
}

// forsake closes the deal now and then, once something was voted or while an appeal goes on.
func (d *Duel) forsake(round int) {
	if stage, _ := d.Model.Stage(d.deal); (round > 0 || stage == Appealable) && d.chance("forsakes", 8) {
		rapid.SampledFrom([]func(){d.Settle, d.Cancel, d.Split}).Draw(d.t, "how")()
	}
}

// End is invariant 5: after the last deadline anyone can empty every state, and everybody can take what is theirs. It returns the
// first difference.
func (d *Duel) End() error {
	d.pass(100_000, 1)
	for _, deal := range d.deals {
		b, t := d.of(deal)
		switch {
		case deal.State == Open:
			d.send("the time exit", Stranger, d.Machine.Parley, parley.PackExpire(b, t), d.Model.Expire(deal))
		case deal.State == Submitted:
			d.send("the time exit", Stranger, d.Machine.Parley, parley.PackClaim(b, t, deal.Delivery.pack()), d.Model.Claim(deal, *deal.Delivery))
		case deal.State == Disputed:
			d.send("the time exit", Stranger, d.Machine.Parley, parley.PackLapse(b, t, deal.Grounds.pack()), d.Model.Lapse(deal, *deal.Grounds))
		}
		if d.Model.cases[deal] != nil {
			d.send("finish", Stranger, d.Machine.Panel, panel.PackFinish(deal.ID), d.Model.Finish(deal))
		}
		if deal.Live() || d.Model.cases[deal] != nil {
			d.failf("a deal that nobody can end: %+v", deal)
		}
	}
	d.compare()
	for a := range Accounts {
		all := d.Model.Position(a, ThePanel).Free
		d.send("announce", a, d.Machine.Stake, stakes.PackAnnounce(d.Machine.Panel, big64(all)), d.Model.Announce(a, ThePanel, all))
		d.pass(d.Model.Rules.Unbonding-1, 0)
		out := stakes.PackWithdraw(d.Machine.Panel, a.Address(), big64(all))
		d.send("unstake early", a, d.Machine.Stake, out, d.Model.Unstake(a, ThePanel, all))
		d.pass(1, 0)
		d.send("unstake", a, d.Machine.Stake, out, d.Model.Unstake(a, ThePanel, all))
		d.Model.Collect(a)
		d.send("collect everything", a, d.Machine.Panel, panel.PackCollect(a.Address()), true)
		all = d.Model.Free[a]
		d.send("withdraw everything", a, d.Machine.Parley, parley.PackWithdraw(a.Address(), big64(all)), d.Model.Withdraw(a, all))
	}
	if left := d.Model.Free[ThePanel]; left != 0 {
		d.failf("%d of the panel's are nobody's", left)
	}
	d.compare()
	return d.err
}
