package escrow_test

import (
	"crypto/sha256"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/contracts/eip712"
	"github.com/parley-p2p/parley/contracts/escrow"
)

// Every row of the payout table through the client, with the amounts worked out by hand from SETTLEMENT.md for
// P = 1000, C = 801, D = 120, Rt = 50, F = Fc = 400, Ft = 200, M = 101, and so A = 149.
func TestEveryRowOfThePayoutTable(t *testing.T) { // C14 to C24, C26 to C29, C33; R48: rows 2 and 7
	m := newMarket(t)
	right := escrow.Ruling{Verdict: escrow.Wrong, Digest: sha256.Sum256([]byte("right")), Fuel: 7}
	for _, row := range []struct {
		name    string
		play    func() *deal
		outcome escrow.Outcome
		want    holdings // what each has more than before the deal
	}{
		{"1 declined", func() *deal {
			d := m.open(nil)
			m.must(m.farmer.Decline(m.ctx(), d.Deal, d.terms, nil))
			return d
		}, escrow.OutcomeDeclined, holdings{}},
		{"1 declined by signature, sent by anyone", func() *deal {
			d := m.open(nil)
			m.must(m.stranger.Decline(m.ctx(), d.Deal, d.terms, m.consent(eip712.Decline{Deal: d.id}, m.farmer)))
			return d
		}, escrow.OutcomeDeclined, holdings{}},
		{"1 canceled", func() *deal {
			d := m.submitted(nil)
			cancel := eip712.Cancel{Deal: d.id}
			m.must(m.stranger.Cancel(m.ctx(), d.Deal, d.terms, m.consent(cancel, m.requester), m.consent(cancel, m.farmer)))
			return d
		}, escrow.OutcomeCanceled, holdings{}},
		{"2 no result", func() *deal {
			d := m.open(nil)
			m.advance(hour)
			m.must(m.stranger.Expire(m.ctx(), d.Deal, d.terms))
			return d
		}, escrow.OutcomeNoShow, holdings{payer: 200, farmer: -200}},
		{"3 accepted before the submission, sent by the farmer", func() *deal {
			d := m.open(nil)
			m.must(m.farmer.Settle(m.ctx(), m.settlement(d, d.delivery)))
			return d
		}, escrow.OutcomeAccepted, holdings{payer: -801, farmer: 801}},
		{"3 accepted after the submission, sent by anyone", func() *deal {
			d := m.submitted(nil)
			m.must(m.stranger.Settle(m.ctx(), m.settlement(d, d.delivery)))
			return d
		}, escrow.OutcomeAccepted, holdings{payer: -801, farmer: 801}},
		{"3 accepted in a dispute before the draw", func() *deal {
			d, grounds := m.disputed(escrow.WrongResult)
			m.must(m.farmer.SettleDisclosed(m.ctx(), m.settlement(d, d.delivery), d.terms, grounds))
			return d
		}, escrow.OutcomeAccepted, holdings{payer: -801, farmer: 801}},
		{"3 paid by a third party", func() *deal {
			d := m.submitted(func(_ *eip712.Deal, t *eip712.Terms) { t.Payer = m.payer.account })
			m.must(m.farmer.SettleDisclosed(m.ctx(), m.settlement(d, d.delivery), d.terms, escrow.Dispute{}))
			return d
		}, escrow.OutcomeAccepted, holdings{payer: -801, farmer: 801}},
		{"5 silence is acceptance", func() *deal {
			d := m.submitted(nil)
			m.advance(2 * hour)
			m.must(m.stranger.Claim(m.ctx(), d.Deal, d.terms, d.delivery))
			return d
		}, escrow.OutcomeSilent, holdings{payer: -851, farmer: 851}},
		{"6 correct", func() *deal {
			d, grounds := m.disputed(escrow.WrongResult)
			m.must(m.arbiter.Draw(m.ctx(), d.Deal, d.terms))
			m.must(m.arbiter.Rule(m.ctx(), d.Deal, d.terms, grounds, escrow.Ruling{Verdict: escrow.Correct}))
			return d
		}, escrow.OutcomeCorrect, holdings{payer: -902, farmer: 801, arbiter: 101}},
		{"6 accepted after the draw", func() *deal {
			d, grounds := m.disputed(escrow.WrongResult)
			m.must(m.arbiter.Draw(m.ctx(), d.Deal, d.terms))
			m.must(m.farmer.SettleDisclosed(m.ctx(), m.settlement(d, d.delivery), d.terms, grounds))
			return d
		}, escrow.OutcomeConceded, holdings{payer: -902, farmer: 801, arbiter: 101}},
		{"7 wrong, and the requester knew the right one", func() *deal {
			d, grounds := m.disputed(escrow.WrongResult)
			m.must(m.arbiter.Rule(m.ctx(), d.Deal, d.terms, grounds, right))
			return d
		}, escrow.OutcomeWrong, holdings{payer: 149, farmer: -400, arbiter: 101, burned: 150}},
		{"7b wrong, but so was the requester", func() *deal {
			d, grounds := m.disputed(escrow.WrongResult)
			other := right
			other.Digest[0] ^= 1
			m.must(m.arbiter.Rule(m.ctx(), d.Deal, d.terms, grounds, other))
			return d
		}, escrow.OutcomeWrongClaim, holdings{farmer: -400, arbiter: 101, burned: 299}},
		{"8 the arbiter was not served", func() *deal {
			d, grounds := m.disputed(escrow.NotServed)
			m.must(m.arbiter.Rule(m.ctx(), d.Deal, d.terms, grounds, escrow.Ruling{Verdict: escrow.Correct}))
			return d
		}, escrow.OutcomeUnserved, holdings{payer: -801, farmer: 700, arbiter: 101}},
		{"8b the arbiter was served", func() *deal {
			d, grounds := m.disputed(escrow.NotServed)
			m.must(m.arbiter.Rule(m.ctx(), d.Deal, d.terms, grounds, escrow.Ruling{Verdict: escrow.Correct, Served: true}))
			return d
		}, escrow.OutcomeServed, holdings{payer: -852, farmer: 751, arbiter: 101}},
		{"9 undetermined", func() *deal {
			d, grounds := m.disputed(escrow.WrongResult)
			m.must(m.arbiter.Rule(m.ctx(), d.Deal, d.terms, grounds, escrow.Ruling{Verdict: escrow.Undetermined}))
			return d
		}, escrow.OutcomeUndetermined, holdings{payer: -451, farmer: 350, arbiter: 101}},
		{"9b the arbiter was silent", func() *deal {
			d, grounds := m.disputed(escrow.WrongResult)
			m.advance(3 * hour)
			m.must(m.stranger.Lapse(m.ctx(), d.Deal, d.terms, grounds))
			return d
		}, escrow.OutcomeUnjudged, holdings{payer: -400, farmer: 400}},
		{"10 divided", func() *deal {
			d := m.submitted(nil)
			toPayer, toFarmer := big.NewInt(720), big.NewInt(800)
			split := eip712.Split{Deal: d.id, ToPayer: toPayer, ToFarmer: toFarmer}
			m.must(m.stranger.Split(m.ctx(), d.Deal, d.terms, toPayer, toFarmer, m.consent(split, m.requester), m.consent(split, m.farmer)))
			return d
		}, escrow.OutcomeDivided, holdings{payer: -400, farmer: 400}},
	} {
		t.Run(row.name, func(t *testing.T) {
			m.t = t
			before := map[common.Address]holdings{}
			for _, payer := range []*party{m.requester, m.payer} {
				before[payer.account] = m.holdings(&deal{Deal: eip712.Deal{Farmer: m.farmer.account}, terms: eip712.Terms{Payer: payer.account}})
			}
			d := row.play()
			if diff := cmp.Diff(row.want, m.holdings(d).minus(before[d.terms.Payer]), cmp.AllowUnexported(holdings{})); diff != "" {
				t.Errorf("who has what (-want +got):\n%s", diff)
			}
			p, err := m.requester.Progress(m.ctx(), d.id, 1)
			if err != nil || (p.State != escrow.Closed && p.State != escrow.Unopened) {
				t.Errorf("state %v, %v; want it closed", p.State, err)
			}
			if got := m.books().Deals[d.id].Outcome; got != row.outcome {
				t.Errorf("by its events it ended %v, want %v", got, row.outcome)
			}
		})
	}
	m.t = t
	// C35, C50: the history, rebuilt from events alone, is what the contract says.
	if err := m.books().Verify(m.ctx(), m.requester.Contract); err != nil {
		t.Error(err)
	}
}
