package escrow_test

import (
	"crypto/sha256"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"pgregory.net/rapid"

	"github.com/parley-p2p/parley/contracts/bindings"
	"github.com/parley-p2p/parley/contracts/eip712"
	"github.com/parley-p2p/parley/contracts/escrow"
)

// The moves of the model: each draws what to try, says whether the document allows it, and has the contract answer.

// Deposit gives an account tokens to lock.
func (m *model) Deposit(t *rapid.T) {
	m.t = t
	i, amount := anyone(t), rapid.Int64Range(1, 5000).Draw(t, "amount")
	data, err := m.evm.abi.TryPackDeposit(address(i), big.NewInt(amount))
	if m.send("deposit", address(i), data, err, true) {
		m.free[address(i)] += amount
	}
}

// Withdraw takes tokens out, or tries to take too many.
func (m *model) Withdraw(t *rapid.T) {
	m.t = t
	from, amount := address(anyone(t)), rapid.Int64Range(0, 6000).Draw(t, "amount")
	data, err := m.evm.abi.TryPackWithdraw(from, big.NewInt(amount))
	if m.send("withdraw", from, data, err, amount <= m.free[from]) {
		m.free[from] -= amount
	}
}

// Wait moves time: to a deadline, just past it, or a little.
func (m *model) Wait(t *rapid.T) {
	m.t = t
	if d := m.pick(); m.live(d) && rapid.IntRange(0, 3).Draw(t, "deadline") == 3 {
		m.now = max(m.now, m.deadline(d)+rapid.SampledFrom([]int64{-1, 0, 1}).Draw(t, "past it"))
		return
	}
	m.now += rapid.SampledFrom([]int64{1, 4, 5, 6, 20}).Draw(t, "seconds")
}

// Draft makes a deal, sound or not.
func (m *model) Draft(t *rapid.T) {
	m.t = t
	n := func(name string, most int64) int64 { return rapid.Int64Range(0, most).Draw(t, name) }
	s := stakes{P: n("P", 1000), D: n("D", 300), F: n("F", 900), Rt: n("Rt", 300), Ft: n("Ft", 900), Fc: n("Fc", 900), M: n("M", 300)}
	if rapid.IntRange(0, 3).Draw(t, "unsound") < 3 {
		s.F = max(s.F, s.Ft, s.Fc, 3*s.M)
		s.Fc = max(s.Fc, 3*s.M)
		s.D = max(s.D, s.Rt, s.M)
	}
	d := &modelDeal{stakes: s}
	d.Deal = eip712.Deal{Requester: address(0), Farmer: address(1), Price: big.NewInt(s.P),
		Deposit: big.NewInt(s.D), Bond: big.NewInt(s.F), OpenBy: uint64(m.now + 20 + n("openBy", 100))}
	payer := rapid.SampledFrom([]int{0, 0, 0, 3}).Draw(t, "payer")
	arbiters := []common.Address{address(2), address(2), address(2), address(2), address(2), address(2), {}, address(0), address(1)}
	d.terms = eip712.Terms{
		Payer: address(payer), Arbiter: rapid.SampledFrom(arbiters).Draw(t, "arbiter"),
		StartBy: uint64(m.now + n("startBy", 60)), SubmitBy: uint64(m.now + 200 - n("submitBy", 200)),
		AcceptWindow: uint32(n("acceptWindow", 60)), JudgeWindow: uint32(60 - n("judgeWindow", 60)),
		LatePenalty: big.NewInt(s.Rt), NoShowPenalty: big.NewInt(s.Ft), CheatPenalty: big.NewInt(s.Fc), MediationFee: big.NewInt(s.M),
		Quote: [32]byte{byte(len(m.deals))},
	}
	d.stakes = s.clamped()
	d.TermsHash = m.must(eip712.Hash(d.terms))
	d.id = m.must(m.evm.domain.Digest(d.Deal))
	m.deals = append(m.deals, d)
}

func (m *model) must(h [32]byte, err error) [32]byte {
	m.t.Helper()
	if err != nil {
		m.t.Fatal(err)
	}
	return h
}

func (m *model) sign(s eip712.Struct, i int) []byte {
	m.t.Helper()
	signature, err := eip712.Sign(m.must(m.evm.domain.Digest(s)), accounts().keys[i])
	if err != nil {
		m.t.Fatal(err)
	}
	return signature
}

func (d *modelDeal) payerIndex() int {
	if d.terms.Payer == address(3) {
		return 3
	}
	return 0
}

// Open opens a deal, showing its terms or not. What opens undisclosed is the requester's to pay.
func (m *model) Open(t *rapid.T) {
	m.t = t
	d, by := m.pick(), anyone(t)
	s, payer := d.stakes, d.terms.Payer
	disclosed := payer != d.Requester || rapid.Bool().Draw(t, "disclosed")
	allowed := !d.opened && m.now <= int64(d.OpenBy) && m.free[payer] >= s.P+s.D && m.free[d.Farmer] >= s.F
	if disclosed {
		raw := func(x *big.Int) int64 { return x.Int64() }
		sound := s.D >= raw(d.terms.LatePenalty) && s.D >= raw(d.terms.MediationFee) && s.F >= raw(d.terms.NoShowPenalty) &&
			s.F >= raw(d.terms.CheatPenalty) && raw(d.terms.CheatPenalty) >= 3*raw(d.terms.MediationFee) &&
			d.terms.StartBy <= d.terms.SubmitBy && int64(d.terms.SubmitBy) >= m.now+modelWindow &&
			d.terms.AcceptWindow >= modelWindow && d.terms.JudgeWindow >= modelWindow &&
			d.terms.Arbiter != d.Requester && d.terms.Arbiter != d.Farmer && d.terms.Arbiter != payer
		allowed = allowed && sound
	}
	signatures := [2][]byte{m.sign(d.Deal, d.payerIndex()), m.sign(d.Deal, 1)}
	if rapid.IntRange(0, 9).Draw(t, "forged") == 9 {
		signatures[rapid.IntRange(0, 1).Draw(t, "whose")] = m.sign(d.Deal, 4)
		allowed = false
	}
	data, err := m.evm.abi.TryPackOpen(bindings.Deal(d.Deal), signatures[0], signatures[1])
	if disclosed {
		data, err = m.evm.abi.TryPackOpenDisclosed(bindings.Deal(d.Deal), bindings.Terms(d.terms), signatures[0], signatures[1])
	}
	if m.send("open", address(by), data, err, allowed) {
		m.free[payer] -= s.P + s.D
		m.free[d.Farmer] -= s.F
		d.state, d.opened, d.since = escrow.Open, true, m.now
	}
}

// Decline is row 1.
func (m *model) Decline(t *rapid.T) {
	m.t = t
	d, by := m.pick(), address(anyone(t))
	var signature []byte
	if rapid.Bool().Draw(t, "signed") {
		signature = m.sign(eip712.Decline{Deal: d.id}, 1)
	}
	allowed := d.state == escrow.Open && m.now <= int64(d.terms.StartBy) && m.now <= m.deadline(d) && (signature != nil || by == d.Farmer)
	data, err := m.evm.abi.TryPackDecline(bindings.Deal(d.Deal), bindings.Terms(d.terms), signature)
	if m.send("decline", by, data, err, allowed) {
		m.close(d, "1")
	}
}

// Cancel is row 1, by both.
func (m *model) Cancel(t *rapid.T) {
	m.t = t
	d, cancel := m.pick(), eip712.Cancel{}
	cancel.Deal = d.id
	data, err := m.evm.abi.TryPackCancel(bindings.Deal(d.Deal), bindings.Terms(d.terms), m.sign(cancel, d.payerIndex()), m.sign(cancel, 1))
	if m.send("cancel", address(anyone(t)), data, err, m.live(d)) {
		row := "1"
		if d.drawn {
			row = "1 drawn"
		}
		m.close(d, row)
	}
}

// Split is row 10.
func (m *model) Split(t *rapid.T) {
	m.t = t
	d := m.pick()
	s, fee := d.stakes, int64(0)
	if d.drawn {
		fee = s.M
	}
	locked := s.P + s.D + s.F
	toPayer := rapid.Int64Range(0, locked-fee).Draw(t, "toPayer")
	toFarmer := locked - fee - toPayer + rapid.SampledFrom([]int64{0, 0, 0, 1}).Draw(t, "too much")
	split := eip712.Split{Deal: d.id, ToPayer: big.NewInt(toPayer), ToFarmer: big.NewInt(toFarmer)}
	data, err := m.evm.abi.TryPackSplit(bindings.Deal(d.Deal), bindings.Terms(d.terms), split.ToPayer, split.ToFarmer, m.sign(split, d.payerIndex()), m.sign(split, 1))
	if m.send("split", address(anyone(t)), data, err, m.live(d) && toPayer+toFarmer+fee == locked) {
		m.pay(d, "10", holdings{toPayer, toFarmer, fee, 0})
	}
}

// Expire is row 2.
func (m *model) Expire(t *rapid.T) {
	m.t = t
	d := m.pick()
	data, err := m.evm.abi.TryPackExpire(bindings.Deal(d.Deal), bindings.Terms(d.terms))
	if m.send("expire", address(anyone(t)), data, err, d.state == escrow.Open && m.now > m.deadline(d)) {
		m.close(d, "2")
	}
}

// Submit is row 4.
func (m *model) Submit(t *rapid.T) {
	m.t = t
	d, by := m.pick(), address(rapid.SampledFrom([]int{1, 1, 1, 1, 1, 0, 4}).Draw(t, "by"))
	delivery := escrow.Delivery{Digest: sha256.Sum256(d.id[:]), Cost: big.NewInt(rapid.Int64Range(0, d.stakes.P+1).Draw(t, "C"))}
	allowed := d.state == escrow.Open && by == d.Farmer && m.now <= m.deadline(d) && delivery.Cost.Int64() <= d.stakes.P
	data, err := m.evm.abi.TryPackSubmit(bindings.Deal(d.Deal), bindings.Terms(d.terms), bindings.Delivery(delivery))
	if m.send("submit", by, data, err, allowed) {
		d.state, d.since, d.delivery = escrow.Submitted, m.now, delivery
		d.stakes.C = delivery.Cost.Int64()
	}
}

// Settle is row 3, or row 6 after the draw.
func (m *model) Settle(t *rapid.T) {
	m.t = t
	d, by := m.pick(), address(anyone(t))
	delivery := escrow.Delivery{Digest: [32]byte{9}, Cost: big.NewInt(rapid.SampledFrom([]int64{0, d.stakes.P / 2, d.stakes.P, d.stakes.P + 1}).Draw(t, "C"))}
	offered := d.delivery.Cost != nil && rapid.Bool().Draw(t, "as submitted")
	if offered {
		delivery = d.delivery
	}
	signer := rapid.SampledFrom([]int{0, 0, 0, 0, 1, 4}).Draw(t, "signer")
	signature := m.sign(eip712.Acceptance{Deal: d.id, Digest: delivery.Digest, Cost: delivery.Cost}, signer)
	cost := delivery.Cost.Int64()
	allowed := m.live(d) && signer == 0 && cost <= d.stakes.P && (offered || cost == d.stakes.P || by == d.Farmer)
	data, err := m.evm.abi.TryPackSettle(bindings.Deal(d.Deal), bindings.Delivery(delivery), signature)
	if rapid.Bool().Draw(t, "disclosed") {
		grounds := d.grounds
		if grounds.Delivery.Cost == nil {
			grounds.Delivery.Cost = new(big.Int)
		}
		data, err = m.evm.abi.TryPackSettleDisclosed(bindings.Deal(d.Deal), bindings.Terms(d.terms), packed(grounds), bindings.Delivery(delivery), signature)
	} else {
		allowed = allowed && d.state != escrow.Disputed && d.terms.Payer == d.Requester
	}
	if m.send("settle", by, data, err, allowed) {
		s, row := d.stakes, "3"
		if s.C = cost; d.drawn {
			row = "6"
		}
		m.pay(d, row, s.row(row))
	}
}

func packed(g escrow.Dispute) bindings.Dispute {
	return bindings.Dispute{Digest: g.Delivery.Digest, Cost: g.Delivery.Cost, Complaint: uint8(g.Complaint), ClaimedDigest: g.ClaimedDigest, ClaimedFuel: g.ClaimedFuel}
}

// Claim is row 5.
func (m *model) Claim(t *rapid.T) {
	m.t = t
	d := m.pick()
	delivery := escrow.Delivery{Cost: new(big.Int)}
	if d.delivery.Cost != nil {
		delivery = d.delivery
	}
	data, err := m.evm.abi.TryPackClaim(bindings.Deal(d.Deal), bindings.Terms(d.terms), bindings.Delivery(delivery))
	if m.send("claim", address(anyone(t)), data, err, d.state == escrow.Submitted && m.now > m.deadline(d)) {
		m.close(d, "5")
	}
}

// Dispute begins a case.
func (m *model) Dispute(t *rapid.T) {
	m.t = t
	d, by := m.pick(), address(rapid.SampledFrom([]int{0, 0, 0, 0, 0, 1, 3}).Draw(t, "by"))
	grounds := escrow.Dispute{Delivery: d.delivery, Complaint: rapid.SampledFrom([]escrow.Complaint{escrow.WrongResult, escrow.NotServed}).Draw(t, "complaint")}
	if grounds.Delivery.Cost == nil {
		grounds.Delivery.Cost = new(big.Int)
	}
	if grounds.Complaint == escrow.WrongResult {
		grounds.ClaimedDigest, grounds.ClaimedFuel = [32]byte{7}, 7
	}
	data, err := m.evm.abi.TryPackDispute(bindings.Deal(d.Deal), bindings.Terms(d.terms), packed(grounds))
	if m.send("dispute", by, data, err, d.state == escrow.Submitted && by == d.Requester && m.now <= m.deadline(d)) {
		d.state, d.since, d.grounds = escrow.Disputed, m.now, grounds
	}
}

// Draw has the arbiter take the case.
func (m *model) Draw(t *rapid.T) {
	m.t = t
	d, by := m.pick(), address(rapid.SampledFrom([]int{2, 2, 2, 2, 0, 1}).Draw(t, "by"))
	data, err := m.evm.abi.TryPackDraw(bindings.Deal(d.Deal), bindings.Terms(d.terms))
	if m.send("draw", by, data, err, d.state == escrow.Disputed && by == d.judge() && m.now <= m.deadline(d) && !d.drawn) {
		d.drawn = true
	}
}

// Rule is rows 6 to 9.
func (m *model) Rule(t *rapid.T) {
	m.t = t
	d, by := m.pick(), address(rapid.SampledFrom([]int{2, 2, 2, 2, 2, 2, 0, 1}).Draw(t, "by"))
	grounds := d.grounds
	if grounds.Delivery.Cost == nil {
		grounds.Delivery.Cost = new(big.Int)
	}
	r := escrow.Ruling{
		Verdict: rapid.SampledFrom([]escrow.Verdict{escrow.Correct, escrow.Wrong, escrow.Undetermined}).Draw(t, "verdict"),
		Served:  rapid.Bool().Draw(t, "served"),
		Digest:  [32]byte{rapid.SampledFrom([]byte{7, 8}).Draw(t, "digest")}, Fuel: 7,
	}
	data, err := m.evm.abi.TryPackRule(bindings.Deal(d.Deal), bindings.Terms(d.terms), packed(grounds),
		bindings.Ruling{Verdict: uint8(r.Verdict), Served: r.Served, Digest: r.Digest, Fuel: r.Fuel})
	if !m.send("rule", by, data, err, d.state == escrow.Disputed && by == d.judge() && m.now <= m.deadline(d)) {
		return
	}
	row := "9"
	switch {
	case r.Verdict == escrow.Correct && grounds.Complaint == escrow.WrongResult:
		row = "6"
	case r.Verdict == escrow.Correct && r.Served:
		row = "8b"
	case r.Verdict == escrow.Correct:
		row = "8"
	case r.Verdict == escrow.Wrong && grounds.Complaint == escrow.WrongResult && r.Digest == grounds.ClaimedDigest:
		row = "7"
	case r.Verdict == escrow.Wrong:
		row = "7b"
	}
	m.close(d, row)
}

// Lapse is row 9b.
func (m *model) Lapse(t *rapid.T) {
	m.t = t
	d := m.pick()
	grounds := d.grounds
	if grounds.Delivery.Cost == nil {
		grounds.Delivery.Cost = new(big.Int)
	}
	data, err := m.evm.abi.TryPackLapse(bindings.Deal(d.Deal), bindings.Terms(d.terms), packed(grounds))
	if m.send("lapse", address(anyone(t)), data, err, d.state == escrow.Disputed && m.now > m.deadline(d)) {
		m.close(d, "9b")
	}
}
