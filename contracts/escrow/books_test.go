package escrow_test

import (
	"math/big"
	"slices"
	"testing"

	"github.com/parley-p2p/parley/contracts/escrow"
)

// books rebuilds the contract's history.
func (m *market) books() *escrow.Books {
	m.t.Helper()
	books := new(escrow.Books)
	for event, err := range m.requester.Events(m.ctx(), 0, m.chain.Head().Number, nil) {
		if err == nil {
			err = books.Enter(event)
		}
		if err != nil {
			m.t.Fatal(err)
		}
	}
	return books
}

// An endpoint that leaves out any one event, or shows one twice, contradicts itself or the contract.
func TestBooksFindWhatAnEndpointLeavesOut(t *testing.T) { // C35, C50; THREATS 4, RPC lies
	m := newMarket(t)
	d, grounds := m.disputed(escrow.WrongResult)
	m.must(m.arbiter.Rule(m.ctx(), d.Deal, d.terms, grounds, escrow.Ruling{Verdict: escrow.Wrong, Digest: grounds.ClaimedDigest, Fuel: 7}))
	accepted := m.open(nil)
	m.must(m.farmer.Settle(m.ctx(), m.settlement(accepted, accepted.delivery)))
	m.must(m.arbiter.Withdraw(m.ctx(), "fee", m.arbiter.account, big.NewInt(101)))
	var events []escrow.Event
	for event, err := range m.stranger.Events(m.ctx(), 0, m.chain.Head().Number, nil) {
		if err != nil {
			t.Fatal(err)
		}
		events = append(events, event)
	}
	replay := func(events []escrow.Event) error {
		books := new(escrow.Books)
		for _, e := range events {
			if err := books.Enter(e); err != nil {
				return err
			}
		}
		return books.Verify(m.ctx(), m.stranger.Contract)
	}
	if err := replay(events); err != nil {
		t.Fatal(err)
	}
	for i, e := range events {
		moves := true
		switch entry := e.Entry.(type) {
		case escrow.Deposited:
			moves = entry.Account != m.payer.account // of whom nothing else is shown, so that nobody asks
		case escrow.Submission, escrow.Ruled, escrow.Drawn:
			moves = false // says something, and moves no money
		}
		if err := replay(slices.Delete(slices.Clone(events), i, i+1)); moves && err == nil {
			t.Errorf("event %d, a %T, was left out, and nobody noticed", i, e.Entry)
		}
		if err := replay(slices.Insert(slices.Clone(events), i, e)); moves && err == nil {
			if _, again := e.Entry.(escrow.Disputation); !again { // a second dispute says the same
				t.Errorf("event %d, a %T, was shown twice, and nobody noticed", i, e.Entry)
			}
		}
	}
}

func TestTheResultCanBeReadFromTheChain(t *testing.T) { // C18, C34
	m := newMarket(t)
	d := m.submitted(nil)
	var found *escrow.Submission
	for event, err := range m.stranger.Events(m.ctx(), 0, m.chain.Head().Number, &d.id) {
		if err != nil {
			t.Fatal(err)
		}
		if event.Entry.Of() != d.id {
			t.Errorf("an event of deal %x was not asked for", event.Entry.Of())
		}
		if s, ok := event.Entry.(escrow.Submission); ok {
			found = &s
		}
	}
	if found == nil || found.Delivery.Digest != d.delivery.Digest || found.Delivery.Cost.Cmp(d.delivery.Cost) != 0 {
		t.Errorf("found %+v, want %+v", found, d.delivery)
	}
}
