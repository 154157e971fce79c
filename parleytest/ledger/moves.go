package ledger

import (
	"context"
	"fmt"
	"math/big"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/deals"
)

// move is a deal with its terms and stakes, as one transition sees it. Amounts and windows are clamped as in IParley.sol.
type move struct {
	*Chain
	deals.Deal
	deals.Terms
	id deals.Hash
	progress
	now int64
	// P, D, F, Rt, Ft, Fc, M
	price, deposit, bond, late, noShow, cheat, fee *big.Int
}

// move loads a deal; mu is held.
func (p *Party) move(d deals.Deal, t deals.Terms) *move {
	d.TermsHash = hash("terms", t)
	m := &move{Chain: p.chain, Deal: d, Terms: t, id: idOf(d), now: p.chain.time().Unix(),
		price: number(d.Price), deposit: number(d.Deposit), bond: number(d.Bond)}
	m.progress = p.chain.at(m.id, 1)
	m.late, m.noShow, m.cheat = least(number(t.LatePenalty), m.deposit), least(number(t.NoShowPenalty), m.bond), least(number(t.CheatPenalty), m.bond)
	m.fee = least(least(number(t.MediationFee), m.deposit), new(big.Int).Quo(m.cheat, big.NewInt(3)))
	return m
}

func number(s string) *big.Int {
	a, err := messages.ParseAmount(s)
	if err != nil {
		panic(fmt.Sprintf("ledger: amount %q: %v", s, err)) // a fake may be strict with its tests
	}
	return a.Big()
}

func least(a, b *big.Int) *big.Int {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

func sum(of ...*big.Int) *big.Int {
	s := new(big.Int)
	for _, x := range of {
		s.Add(s, x)
	}
	return s
}

func minus(a, b *big.Int) *big.Int { return new(big.Int).Sub(a, b) }

// deadline is the last second of the state.
func (m *move) deadline() int64 {
	switch m.state {
	case deals.Open:
		return max(m.SubmitBy, m.since+MinimumWindow)
	case deals.Submitted:
		return m.since + max(int64(m.AcceptWindow), MinimumWindow)
	case deals.Disputed:
		return m.since + max(int64(m.JudgeWindow), MinimumWindow)
	}
	return 0
}

// in checks the state, and the time: before its deadline, or after.
func (m *move) in(s deals.State, overdue bool) error {
	switch {
	case m.state != s:
		return refuse(m.id, "it is "+m.state.String())
	case overdue && m.now <= m.deadline():
		return refuse(m.id, "too early")
	case !overdue && m.now > m.deadline():
		return refuse(m.id, "too late")
	}
	return nil
}

// close pays out. What the two sides and the arbiter do not get is burned; a sum that is not what was locked is a mistake.
func (m *move) close(toPayer, toFarmer, toArbiter, burned *big.Int) error {
	if sum(toPayer, toFarmer, toArbiter, burned).Cmp(sum(m.price, m.deposit, m.bond)) != 0 {
		panic("ledger: a payout that makes or loses money")
	}
	m.add(m.free, m.Payer, toPayer)
	m.add(m.free, m.Farmer, toFarmer)
	if toArbiter.Sign() > 0 {
		m.add(m.free, m.Arbiter, toArbiter)
	}
	m.burn(burned)
	end := progress{state: deals.Closed}
	if m.now > m.OpenBy {
		end.state = deals.Unopened
	}
	end.paid = minus(toFarmer, least(toFarmer, m.bond)).String()
	m.enter(m.id, end)
	return nil
}

// paid closes with the farmer paid cost, and the fee taken from payer and farmer.
func (m *move) paid(cost, payerFee, farmerFee *big.Int) error {
	return m.close(minus(sum(m.price, m.deposit), sum(cost, payerFee)), minus(sum(m.bond, cost), farmerFee), sum(payerFee, farmerFee), new(big.Int))
}

// halves of the fee: the payer's is the larger.
func (m *move) halves() (payer, farmer *big.Int) {
	farmer = new(big.Int).Rsh(m.fee, 1)
	return minus(m.fee, farmer), farmer
}

// due is the fee if the arbiter has taken the case.
func (m *move) due() (payer, farmer *big.Int) {
	if m.drawn {
		return m.halves()
	}
	return new(big.Int), new(big.Int)
}

// arbiter is who may rule: a party counts as none.
func (m *move) arbiter() deals.Address {
	if a := m.Arbiter; a != m.Requester && a != m.Deal.Farmer && a != m.Payer {
		return a
	}
	return deals.Address{}
}

// on runs a transition of a record's deal.
func (p *Party) on(ctx context.Context, call string, r *deals.Record, f func(*move) error) error {
	return p.send(ctx, call, func() error { return f(p.move(r.Papers.Deal, r.Papers.Terms)) })
}

// Open opens what can be opened.
func (p *Party) Open(ctx context.Context, openings []deals.Opening) ([]error, error) {
	errs := make([]error, len(openings))
	err := p.send(ctx, "Open", func() error {
		for i, o := range openings {
			errs[i] = p.open(o)
		}
		if len(openings) == 1 {
			return errs[0]
		}
		return nil
	})
	if len(openings) == 1 && errs[0] != nil {
		return errs, nil
	}
	return errs, err
}

func (p *Party) open(o deals.Opening) error {
	c, d, id := p.chain, o.Deal, idOf(o.Deal)
	paid, bond := sum(number(d.Price), number(d.Deposit)), number(d.Bond)
	switch {
	case c.at(id, 1).state != deals.Unopened:
		return fmt.Errorf("%w: %w", refuse(id, "it was opened before"), deals.ErrOpened)
	case c.time().Unix() > d.OpenBy:
		return refuse(id, "too late")
	case d.Farmer == d.Requester:
		return refuse(id, "a deal with oneself")
	case !signed(d.Requester, id, o.PayerSignature):
		return refuse(id, "payer's signature")
	case !signed(d.Farmer, id, o.FarmerSignature):
		return refuse(id, "farmer's signature")
	case value(c.free, d.Requester).Cmp(paid) < 0:
		return fmt.Errorf("%w: %w", refuse(id, "payer's funds"), deals.ErrFunds)
	case value(c.free, d.Farmer).Cmp(bond) < 0:
		return fmt.Errorf("%w: %w", refuse(id, "farmer's funds"), deals.ErrFunds)
	}
	c.add(c.free, d.Requester, new(big.Int).Neg(paid))
	c.add(c.free, d.Farmer, new(big.Int).Neg(bond))
	c.enter(id, progress{state: deals.Open, since: c.time().Unix()})
	return nil
}

// Decline is row 1.
func (p *Party) Decline(ctx context.Context, r *deals.Record) error {
	return p.on(ctx, "Decline", r, func(m *move) error {
		if err := m.in(deals.Open, false); err != nil {
			return err
		}
		if m.now > m.StartBy || p.account != m.Deal.Farmer {
			return refuse(m.id, "too late to decline, or not the farmer")
		}
		return m.paid(new(big.Int), new(big.Int), new(big.Int))
	})
}

// Expire is row 2.
func (p *Party) Expire(ctx context.Context, r *deals.Record) error {
	return p.on(ctx, "Expire", r, func(m *move) error {
		if err := m.in(deals.Open, true); err != nil {
			return err
		}
		return m.close(sum(m.price, m.deposit, m.noShow), minus(m.bond, m.noShow), new(big.Int), new(big.Int))
	})
}

// Settle is row 3, and row 6 once the arbiter has taken the case.
func (p *Party) Settle(ctx context.Context, r *deals.Record) error {
	return p.on(ctx, "Settle", r, func(m *move) error { return p.settle(m, r) })
}

// SettleMany settles what can be settled.
func (p *Party) SettleMany(ctx context.Context, records []*deals.Record) ([]error, error) {
	errs := make([]error, len(records))
	err := p.send(ctx, "SettleMany", func() error {
		for i, r := range records {
			m := p.move(r.Papers.Deal, r.Papers.Terms)
			if errs[i] = refuse(m.id, "it is disputed"); m.state != deals.Disputed {
				errs[i] = p.settle(m, r)
			}
		}
		if len(records) == 1 {
			return errs[0]
		}
		return nil
	})
	if len(records) == 1 && errs[0] != nil {
		return errs, nil
	}
	return errs, err
}

func (p *Party) settle(m *move, r *deals.Record) error {
	if m.state == deals.Unopened || m.state == deals.Closed {
		return refuse(m.id, "it is "+m.state.String())
	}
	a := r.Accepted
	cost := number(a.Cost)
	offered := m.state != deals.Open && m.submitted == a.Delivery
	switch {
	case cost.Cmp(m.price) > 0:
		return refuse(m.id, "cost above price")
	case !offered && cost.Cmp(m.price) != 0 && p.account != m.Deal.Farmer:
		return refuse(m.id, "an acceptance below the price is the farmer's to show")
	case !signed(m.Requester, acceptance(m.id, a.Delivery), a.Signature):
		return refuse(m.id, "requester's signature")
	case m.drawn:
		return m.paid(cost, m.fee, new(big.Int))
	}
	return m.paid(cost, new(big.Int), new(big.Int))
}

// Submit is row 4.
func (p *Party) Submit(ctx context.Context, r *deals.Record) error {
	return p.on(ctx, "Submit", r, func(m *move) error {
		if err := m.in(deals.Open, false); err != nil {
			return err
		}
		if p.account != m.Deal.Farmer || number(r.Result.Cost).Cmp(m.price) > 0 {
			return refuse(m.id, "not the farmer, or above the price")
		}
		m.enter(m.id, progress{state: deals.Submitted, since: m.now, submitted: *r.Result})
		return nil
	})
}

// Claim is row 5.
func (p *Party) Claim(ctx context.Context, r *deals.Record) error {
	return p.on(ctx, "Claim", r, func(m *move) error {
		if err := m.in(deals.Submitted, true); err != nil {
			return err
		}
		cost := number(m.submitted.Cost)
		return m.close(minus(sum(m.price, m.deposit), sum(cost, m.late)), sum(m.bond, cost, m.late), new(big.Int), new(big.Int))
	})
}

// Dispute contests what was submitted.
func (p *Party) Dispute(ctx context.Context, r *deals.Record) error {
	return p.on(ctx, "Dispute", r, func(m *move) error {
		if err := m.in(deals.Submitted, false); err != nil {
			return err
		}
		c := *r.Complaint
		if p.account != m.Requester || !c.NotServed && c.ClaimedDigest == m.submitted.Digest && c.ClaimedFuel == 0 {
			return refuse(m.id, "not the requester, or nothing is claimed")
		}
		next := m.progress
		next.state, next.since, next.complaint = deals.Disputed, m.now, c
		m.enter(m.id, next)
		return nil
	})
}

// Lapse is row 9b.
func (p *Party) Lapse(ctx context.Context, r *deals.Record) error {
	return p.on(ctx, "Lapse", r, func(m *move) error {
		if err := m.in(deals.Disputed, true); err != nil {
			return err
		}
		return m.paid(new(big.Int).Rsh(number(m.submitted.Cost), 1), new(big.Int), new(big.Int))
	})
}

// Cancel is row 1.
func (p *Party) Cancel(ctx context.Context, r *deals.Record, payer, farmer []byte) error {
	return p.on(ctx, "Cancel", r, func(m *move) error {
		if err := m.agreed(hash("cancel", m.id), payer, farmer); err != nil {
			return err
		}
		payerFee, farmerFee := m.due()
		return m.paid(new(big.Int), payerFee, farmerFee)
	})
}

// Split is row 10.
func (p *Party) Split(ctx context.Context, r *deals.Record, toPayer, toFarmer messages.Amount, payer, farmer []byte) error {
	return p.on(ctx, "Split", r, func(m *move) error {
		if err := m.agreed(splitting(m.id, toPayer, toFarmer), payer, farmer); err != nil {
			return err
		}
		payerFee, farmerFee := m.due()
		fee := sum(payerFee, farmerFee)
		if sum(toPayer.Big(), toFarmer.Big(), fee).Cmp(sum(m.price, m.deposit, m.bond)) != 0 {
			return refuse(m.id, "the parts do not sum")
		}
		return m.close(toPayer.Big(), toFarmer.Big(), fee, new(big.Int))
	})
}

func (m *move) agreed(digest deals.Hash, payer, farmer []byte) error {
	switch {
	case m.state == deals.Unopened || m.state == deals.Closed:
		return refuse(m.id, "it is "+m.state.String())
	case !signed(m.Payer, digest, payer) || !signed(m.Deal.Farmer, digest, farmer):
		return refuse(m.id, "a signature")
	}
	return nil
}

// Verdict is what an arbiter says.
type Verdict int

// The verdicts.
const (
	Correct Verdict = iota + 1
	Wrong
	Undetermined
)

// Ruling is what the arbiter found.
type Ruling struct {
	Verdict Verdict
	Served  bool       // for Correct on NotServed
	Digest  deals.Hash // the arbiter's own result, for Wrong
	Fuel    uint64     // likewise
}

// Draw has the arbiter take the case.
func (p *Party) Draw(ctx context.Context, r *deals.Record) error {
	return p.on(ctx, "Draw", r, func(m *move) error {
		if err := m.judging(p.account); err != nil {
			return err
		}
		next := m.progress
		next.drawn = true
		m.enter(m.id, next)
		return nil
	})
}

func (m *move) judging(by deals.Address) error {
	if err := m.in(deals.Disputed, false); err != nil {
		return err
	}
	if by != m.arbiter() {
		return refuse(m.id, "not the arbiter")
	}
	return nil
}

// Rule is rows 6 to 9.
func (p *Party) Rule(ctx context.Context, r *deals.Record, ruling Ruling) error {
	return p.on(ctx, "Rule", r, func(m *move) error {
		if err := m.judging(p.account); err != nil {
			return err
		}
		cost, none, c := number(m.submitted.Cost), new(big.Int), m.complaint
		switch {
		case ruling.Verdict == Undetermined:
			payerFee, farmerFee := m.halves()
			return m.paid(new(big.Int).Rsh(cost, 1), payerFee, farmerFee)
		case ruling.Verdict == Correct && !c.NotServed:
			return m.paid(cost, m.fee, none)
		case ruling.Verdict == Correct && !ruling.Served:
			return m.paid(cost, none, m.fee)
		case ruling.Verdict == Correct:
			payerFee, farmerFee := m.halves()
			return m.paid(cost, payerFee, farmerFee)
		}
		rest := minus(m.cheat, m.fee)
		award := none
		if !c.NotServed && c.ClaimedDigest == ruling.Digest && (ruling.Digest != m.submitted.Digest || c.ClaimedFuel == ruling.Fuel) {
			award = new(big.Int).Rsh(rest, 1) // row 7, else 7b
		}
		return m.close(sum(m.price, m.deposit, award), minus(m.bond, m.cheat), m.fee, minus(rest, award))
	})
}
