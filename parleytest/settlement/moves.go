package settlement

import (
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"pgregory.net/rapid"

	"github.com/parley-p2p/parley/contracts/bindings"
)

// The moves of a duel: each draws what to try, has the document say whether that is allowed, and has the contract answer.

func (d *Duel) number(name string, least, most int64) int64 {
	return rapid.Int64Range(least, most).Draw(d.t, name)
}

func (d *Duel) oneOf(name string, of ...Account) Account {
	return rapid.SampledFrom(of).Draw(d.t, name)
}

func (d *Duel) anyone() Account { return d.oneOf("by", Requester, Farmer, Arbiter, Payer, Stranger) }

// chance is 1 in n.
func (d *Duel) chance(name string, n int) bool {
	return rapid.IntRange(0, n-1).Draw(d.t, name) == n-1
}

func (d *Duel) pick() *Deal {
	if d.deal != nil {
		return d.deal
	}
	var going []*Deal
	for _, deal := range d.deals {
		if deal.Live() || d.Model.cases[deal] != nil || deal.State == Unopened && d.Model.Now <= deal.OpenBy {
			going = append(going, deal)
		}
	}
	if len(going) == 0 {
		return d.deals[len(d.deals)-1]
	}
	return rapid.SampledFrom(going).Draw(d.t, "deal")
}

func (d *Duel) deposit(a Account, amount int64) {
	d.Model.Deposit(a, amount)
	d.send("deposit", a, d.Machine.Parley, parley.PackDeposit(a.Address(), big64(amount)), true)
}

// Deposit gives an account tokens to lock.
func (d *Duel) Deposit() { d.deposit(d.anyone(), d.number("amount", 1, 5000)) }

// Withdraw takes tokens out, or tries to take too many.
func (d *Duel) Withdraw() {
	by, amount := d.anyone(), d.number("amount", 0, 6000)
	d.send("withdraw", by, d.Machine.Parley, parley.PackWithdraw(by.Address(), big64(amount)), d.Model.Withdraw(by, amount))
}

// Wait moves time: to a deadline, just past it, or a little; and blocks, sometimes beyond the hashes that a contract can read.
func (d *Duel) Wait() {
	deal := d.pick()
	blocks := rapid.SampledFrom([]int64{0, 1, 4, 5, 6, 6, 6, 300}).Draw(d.t, "blocks")
	past := rapid.SampledFrom([]int64{-1, 0, 1, 1}).Draw(d.t, "past it")
	_, until := d.Model.Stage(deal)
	switch {
	case until != 0 && !d.chance("other", 4):
		d.pass(until+past-d.Model.Now, blocks)
	case deal.Live() && d.chance("deadline", 3):
		d.pass(d.Model.Deadline(deal)+past-d.Model.Now, blocks)
	default:
		d.pass(rapid.SampledFrom([]int64{0, 1, 4, 5, 6, 20}).Draw(d.t, "seconds"), blocks)
	}
}

// Draft makes a deal, sound or not.
func (d *Duel) Draft() {
	n := func(name string, most int64) int64 { return d.number(name, 0, most) }
	s := Sums{P: n("P", 1000), D: n("D", 300), F: n("F", 900), Rt: n("Rt", 300), Ft: n("Ft", 900), Fc: n("Fc", 900), M: n("M", 300)}
	if d.chance("the panel's own fee", 2) {
		s.M = d.Model.Rules.Fee
	}
	if !d.chance("unsound", 4) {
		s.F = max(s.F, s.Ft, s.Fc, 3*s.M)
		s.Fc = max(s.Fc, 3*s.M)
		s.D = max(s.D, s.Rt, s.M)
	}
	now, length := d.Model.Now, d.Model.Rules.needed()
	deal := &Deal{
		Payer: d.oneOf("payer", Requester, Requester, Requester, Payer), Sums: s,
		Arbiter: d.oneOf("arbiter", ThePanel, ThePanel, ThePanel, ThePanel, ThePanel, Arbiter, Arbiter, Arbiter, Nobody, Requester, Farmer, Payer),
		OpenBy:  now + 20 + n("openBy", 100), StartBy: now + n("startBy", 60), SubmitBy: now + 200 - n("submitBy", 200),
		AcceptWindow: n("acceptWindow", 60), JudgeWindow: 60 - n("judgeWindow", 60),
	}
	if deal.Arbiter == ThePanel && !d.chance("hasty", 6) {
		deal.JudgeWindow += length * rapid.SampledFrom([]int64{5, 5, 3, 2, 1}).Draw(d.t, "rounds")
	}
	b, t, err := d.Machine.papers(deal, len(d.deals))
	if err != nil {
		d.failf("hash a deal: %w", err)
	}
	d.deals, d.signed = append(d.deals, deal), append(d.signed, papers{b, t})
}

// of is a deal as it is signed.
func (d *Duel) of(deal *Deal) (bindings.Deal, bindings.Terms) {
	p := d.signed[slices.Index(d.deals, deal)]
	return p.deal, p.terms
}

// consent is an account's for a digest: its signature, nothing where it sends itself, or somebody else's. Whether it counts.
func (d *Duel) consent(of, sender Account, hash [32]byte) ([]byte, bool) {
	switch {
	case d.chance("forged", 12):
		return Stranger.Sign(hash), of == Stranger
	case d.chance("unsigned", 4):
		return nil, of == sender
	}
	return of.Sign(hash), true
}

func (d *Duel) digest(question []byte) [32]byte {
	hash, err := d.Machine.digest(question)
	if err != nil {
		d.failf("hash: %w", err)
	}
	return hash
}

// Open opens a deal, showing its terms or not, alone or in a batch, which skips what cannot be opened.
func (d *Duel) Open() {
	deal, by := d.pick(), d.anyone()
	b, t := d.of(deal)
	disclosed := deal.Payer != Requester || rapid.Bool().Draw(d.t, "disclosed")
	payer, a := d.consent(deal.Payer, by, deal.ID)
	farmer, f := d.consent(Farmer, by, deal.ID)
	allowed := d.Model.Open(deal, disclosed, a && f)
	switch {
	case disclosed:
		d.send("open", by, d.Machine.Parley, parley.PackOpenDisclosed(b, t, payer, farmer), allowed)
	case d.chance("batch", 4):
		data := parley.PackOpenMany([]bindings.Opening{{Deal: b, PayerSignature: payer, FarmerSignature: farmer}})
		d.batch("openMany", by, data, allowed)
	default:
		d.send("open", by, d.Machine.Parley, parley.PackOpen(b, payer, farmer), allowed)
	}
}

// batch sends one that must take its only entry, or skip it.
func (d *Duel) batch(what string, by Account, data []byte, allowed bool) {
	answer, err := d.Machine.Call(by, d.Machine.Parley, data)
	if err != nil {
		d.failf("%s by %s: %w", what, by, err)
		return
	}
	if took := common.BytesToHash(answer).Big().Int64() == 1; took != allowed {
		d.failf("%s by %s: allowed by the document %v, by the contract %v", what, by, allowed, took)
	}
}

// Decline is row 1.
func (d *Duel) Decline() {
	deal, by := d.pick(), d.anyone()
	b, t := d.of(deal)
	signature, agreed := d.consent(Farmer, by, d.digest(parley.PackHashDecline(bindings.Decline{Deal: deal.ID})))
	d.send("decline", by, d.Machine.Parley, parley.PackDecline(b, t, signature), d.Model.Decline(deal, agreed))
}

// Cancel is row 1, by both.
func (d *Duel) Cancel() {
	deal, by := d.pick(), d.anyone()
	b, t := d.of(deal)
	hash := d.digest(parley.PackHashCancel(bindings.Cancel{Deal: deal.ID}))
	payer, p := d.consent(deal.Payer, by, hash)
	farmer, f := d.consent(Farmer, by, hash)
	d.send("cancel", by, d.Machine.Parley, parley.PackCancel(b, t, payer, farmer), d.Model.Cancel(deal, p && f))
}

// Split is row 10.
func (d *Duel) Split() {
	deal, by := d.pick(), d.anyone()
	b, t := d.of(deal)
	fee := int64(0)
	if deal.Drawn {
		fee = deal.sums(0).M
	}
	toPayer := d.number("toPayer", 0, deal.Locked()-fee)
	toFarmer := deal.Locked() - fee - toPayer + rapid.SampledFrom([]int64{0, 0, 0, 1}).Draw(d.t, "too much")
	hash := d.digest(parley.PackHashSplit(bindings.Split{Deal: deal.ID, ToPayer: big64(toPayer), ToFarmer: big64(toFarmer)}))
	payer, p := d.consent(deal.Payer, by, hash)
	farmer, f := d.consent(Farmer, by, hash)
	d.send("split", by, d.Machine.Parley, parley.PackSplit(b, t, big64(toPayer), big64(toFarmer), payer, farmer), d.Model.Split(deal, toPayer, toFarmer, p && f))
}

// Expire is row 2.
func (d *Duel) Expire() {
	deal := d.pick()
	b, t := d.of(deal)
	d.send("expire", d.anyone(), d.Machine.Parley, parley.PackExpire(b, t), d.Model.Expire(deal))
}

// Submit is row 4.
func (d *Duel) Submit() {
	deal, by := d.pick(), d.oneOf("by", Farmer, Farmer, Farmer, Farmer, Farmer, Requester, Stranger)
	b, t := d.of(deal)
	v := Delivery{Digest: 5, Cost: d.number("C", 0, deal.P+1)}
	d.send("submit", by, d.Machine.Parley, parley.PackSubmit(b, t, v.pack()), d.Model.Submit(deal, by, v))
}

// delivery is what was submitted, or something near it.
func (d *Duel) delivery(deal *Deal) Delivery {
	v := Delivery{Digest: 9, Cost: deal.P}
	if deal.Delivery != nil {
		v = *deal.Delivery
	}
	if d.chance("another digest", 8) {
		v.Digest = 9
	}
	if d.chance("another cost", 8) {
		v.Cost = rapid.SampledFrom([]int64{0, deal.P / 2, deal.P, deal.P + 1}).Draw(d.t, "C")
	}
	return v
}

// grounds are those of the dispute, or others.
func (d *Duel) grounds(deal *Deal) Grounds {
	var g Grounds
	if deal.Grounds != nil {
		g = *deal.Grounds
	}
	if d.chance("other grounds", 10) {
		g.Fuel++
	}
	return g
}

// Settle is row 3, or row 6 after the draw.
func (d *Duel) Settle() {
	deal, by := d.pick(), d.anyone()
	b, t := d.of(deal)
	v, g := d.delivery(deal), d.grounds(deal)
	signature, signed := d.consent(Requester, by, d.digest(parley.PackHashAcceptance(bindings.Acceptance{Deal: deal.ID, Digest: digest(v.Digest), Cost: big64(v.Cost)})))
	if rapid.Bool().Draw(d.t, "disclosed") {
		shown := deal.State != Disputed || g == *deal.Grounds
		d.send("settle", by, d.Machine.Parley, parley.PackSettleDisclosed(b, t, g.pack(), v.pack(), signature), shown && d.Model.Settle(deal, by, v, signed, true))
		return
	}
	allowed := d.Model.Settle(deal, by, v, signed, false)
	if d.chance("batch", 4) {
		d.batch("settleMany", by, parley.PackSettleMany([]bindings.Settlement{{Deal: b, Delivery: v.pack(), Signature: signature}}), allowed)
		return
	}
	d.send("settle", by, d.Machine.Parley, parley.PackSettle(b, v.pack(), signature), allowed)
}

// Claim is row 5.
func (d *Duel) Claim() {
	deal, by := d.pick(), d.anyone()
	b, t := d.of(deal)
	v := d.delivery(deal)
	d.send("claim", by, d.Machine.Parley, parley.PackClaim(b, t, v.pack()), d.Model.Claim(deal, v))
}

// Dispute begins a case.
func (d *Duel) Dispute() {
	deal, by := d.pick(), d.oneOf("by", Requester, Requester, Requester, Requester, Requester, Farmer, Payer)
	b, t := d.of(deal)
	g := Grounds{Delivery: d.delivery(deal), NotServed: rapid.Bool().Draw(d.t, "not served")}
	if !g.NotServed || d.chance("claims all the same", 8) {
		g.Claimed, g.Fuel = rapid.SampledFrom([]byte{7, 7, 7, g.Digest, 0}).Draw(d.t, "claimed"), d.number("fuel", 0, 1)*7
	}
	d.send("dispute", by, d.Machine.Parley, parley.PackDispute(b, t, g.pack()), d.Model.Dispute(deal, by, g))
}

// Draw has the arbiter take the case.
func (d *Duel) Draw() {
	deal, by := d.pick(), d.oneOf("by", Arbiter, Arbiter, Arbiter, Arbiter, Requester, Farmer)
	b, t := d.of(deal)
	d.send("draw", by, d.Machine.Parley, parley.PackDraw(b, t), d.Model.Draw(deal, by))
}

// Rule is rows 6 to 9.
func (d *Duel) Rule() {
	deal, by := d.pick(), d.oneOf("by", Arbiter, Arbiter, Arbiter, Arbiter, Arbiter, Arbiter, Requester, Farmer)
	b, t := d.of(deal)
	g := d.grounds(deal)
	r := Ruling{
		Verdict: rapid.SampledFrom([]Verdict{Correct, Wrong, Undetermined}).Draw(d.t, "verdict"), Served: rapid.Bool().Draw(d.t, "served"),
		Digest: rapid.SampledFrom([]byte{7, 8, g.Digest}).Draw(d.t, "digest"), Fuel: d.number("fuel", 0, 1) * 7,
	}
	d.send("rule", by, d.Machine.Parley, parley.PackRule(b, t, g.pack(),
		bindings.Ruling{Verdict: uint8(r.Verdict), Served: r.Served, Digest: digest(r.Digest), Fuel: uint64(r.Fuel)}), d.Model.Rule(deal, by, g, r))
}

// Lapse is row 9b.
func (d *Duel) Lapse() {
	deal, by := d.pick(), d.anyone()
	b, t := d.of(deal)
	g := d.grounds(deal)
	d.send("lapse", by, d.Machine.Parley, parley.PackLapse(b, t, g.pack()), d.Model.Lapse(deal, g))
}
