package escrow_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/eip712"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/transactions"
)

// Every row of the payout table through the client, with the amounts worked out by hand from SETTLEMENT.md for
// P = 1000, C = 801, D = 120, Rt = 50, F = Fc = 400, Ft = 200, M = 101, and so A = 149.
func TestEveryRowOfThePayoutTable(t *testing.T) { // C14 to C24, C26 to C29, C33
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

func TestDeadlinesAreThoseOfTheTerms(t *testing.T) { // THREATS rule 10
	m := newMarket(t)
	d := m.open(nil)
	deadline := func() time.Time {
		t.Helper()
		at, err := m.stranger.Deadline(m.ctx(), d.Deal, d.terms)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	if got := deadline(); got.Unix() != int64(d.terms.SubmitBy) {
		t.Errorf("open until %v, want submitBy", got)
	}
	if _, err := m.stranger.Expire(m.ctx(), d.Deal, d.terms); !errors.Is(err, escrow.ErrTooEarly) {
		t.Errorf("expired early: %v", err)
	}
	m.must(m.farmer.Submit(m.ctx(), d.Deal, d.terms, d.delivery))
	p, err := m.stranger.Progress(m.ctx(), d.id, 1)
	if err != nil {
		t.Fatal(err)
	}
	if got := deadline(); !got.Equal(p.Since.Add(hour)) {
		t.Errorf("submitted at %v, to be accepted by %v, want an hour later", p.Since, got)
	}
	m.advance(2 * hour)
	if _, err := m.requester.Dispute(m.ctx(), d.Deal, d.terms, escrow.Dispute{Delivery: d.delivery, Complaint: escrow.NotServed}); !errors.Is(err, escrow.ErrTooLate) {
		t.Errorf("disputed late: %v", err)
	}
	m.must(m.stranger.Claim(m.ctx(), d.Deal, d.terms, d.delivery))
	if got := deadline(); !got.IsZero() {
		t.Errorf("closed, and yet a deadline: %v", got)
	}
	now, err := m.stranger.Now(m.ctx())
	if err != nil || !now.Equal(m.chain.Head().Time) {
		t.Errorf("chain time %v, %v; want %v", now, err, m.chain.Head().Time)
	}
}

func TestAStepHappensOnce(t *testing.T) { // THREATS rule 2
	m := newMarket(t)
	d := m.draft(nil)
	first := m.must(m.farmer.Open(m.ctx(), d.opening))
	again := m.must(m.farmer.Open(m.ctx(), d.opening))
	if first.Hash != again.Hash {
		t.Errorf("opened by %x and by %x", first.Hash, again.Hash)
	}
	before := m.holdings(d)
	if _, err := m.requester.Open(m.ctx(), d.opening); !errors.Is(err, escrow.ErrOpenedBefore) {
		t.Errorf("opened by another account too: %v", err)
	}
	for range 2 {
		m.must(m.requester.Deposit(m.ctx(), "second", m.requester.account, big.NewInt(5)))
	}
	for range 2 {
		m.must(m.farmer.Withdraw(m.ctx(), "pay", m.stranger.account, big.NewInt(7)))
	}
	if diff := cmp.Diff(holdings{payer: 5, farmer: -7}, m.holdings(d).minus(before), cmp.AllowUnexported(holdings{})); diff != "" {
		t.Error(diff)
	}
	if _, err := m.requester.Deposit(m.ctx(), "second", m.requester.account, big.NewInt(6)); !errors.Is(err, transactions.ErrKeyReused) {
		t.Errorf("the same reference for another amount: %v", err)
	}
	tokens, err := m.stranger.Tokens(m.ctx(), m.stranger.account)
	if err != nil || tokens.Int64() != 10*funds+7 {
		t.Errorf("the payee has %v tokens, %v", tokens, err)
	}
}

// What failed when it was mined, although the node had foreseen success, can be tried again when its cause is gone.
func TestAStepThatRevertedCanBeTakenLater(t *testing.T) {
	m := newMarket(t)
	d := m.draft(func(d *eip712.Deal, _ *eip712.Terms) { d.Price = big.NewInt(funds / 2) })
	if err := m.chain.Hold(m.ctx()); err != nil {
		t.Fatal(err)
	}
	// Estimated while the funds are there; a withdrawal that pays a higher tip is mined before it.
	opened := make(chan error, 1)
	ctx := m.ctx()
	go func() {
		_, err := m.stranger.Open(ctx, d.opening)
		opened <- err
	}()
	pooled := func(p *party) bool {
		latest, err1 := m.client.NonceAt(ctx, p.account, nil)
		pending, err2 := m.client.PendingNonceAt(ctx, p.account)
		return err1 == nil && err2 == nil && pending > latest
	}
	eventually(t, "the opening to be in the pool", func() bool { return pooled(m.stranger) })
	rich, err := transactions.Open(m.ctx(), transactions.Config{Client: m.client, Key: m.requester.key, Store: new(transactions.Memory), MinTip: big.NewInt(50e9)})
	if err != nil {
		t.Fatal(err)
	}
	defer rich.Close()
	fast, err := escrow.Bind(m.ctx(), m.client, rich, m.requester.Address())
	if err != nil {
		t.Fatal(err)
	}
	withdrawn := make(chan error, 1)
	go func() {
		_, err := fast.Withdraw(ctx, "all", m.requester.account, big.NewInt(funds))
		withdrawn <- err
	}()
	eventually(t, "the withdrawal to be in the pool", func() bool { return pooled(m.requester) })
	if err := m.chain.Release(m.ctx()); err != nil {
		t.Fatal(err)
	}
	if err := <-withdrawn; err != nil {
		t.Fatal(err)
	}
	if err := <-opened; !errors.Is(err, escrow.ErrPayerFunds) {
		t.Fatalf("opened without funds: %v", err)
	}
	if _, err := fast.Deposit(m.ctx(), "back", m.requester.account, big.NewInt(funds)); err != nil {
		t.Fatal(err)
	}
	m.must(m.stranger.Open(m.ctx(), d.opening))
	p, err := m.stranger.Progress(m.ctx(), d.id, 1)
	if err != nil || p.State != escrow.Open {
		t.Errorf("state %v, %v", p.State, err)
	}
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-deadline.C:
			t.Fatalf("waited %v for: %s", patience, what)
		case <-tick.C:
		}
	}
}

func TestBatchesSkipWhatTheyCannotDo(t *testing.T) { // THREATS 9, griefing
	m := newMarket(t)
	good, unsigned, other := m.draft(nil), m.draft(nil), m.draft(nil)
	unsigned.opening.FarmerSignature = bytes.Clone(good.opening.FarmerSignature)
	errs, err := m.stranger.OpenMany(m.ctx(), []escrow.Opening{good.opening, unsigned.opening, other.opening, good.opening})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []error{nil, escrow.ErrFarmerSignature, nil, escrow.ErrOpenedBefore} {
		// The one deal that is there twice was opened by one of them and skipped by the other.
		if i == 0 || i == 3 {
			continue
		}
		if !errors.Is(errs[i], want) && !(want == nil && errs[i] == nil) {
			t.Errorf("opening %d: %v, want %v", i, errs[i], want)
		}
	}
	if (errs[0] == nil) == (errs[3] == nil) {
		t.Errorf("a deal that was there twice: %v and %v", errs[0], errs[3])
	}
	errs, err = m.farmer.SettleMany(m.ctx(), []escrow.Settlement{m.settlement(good, good.delivery), m.settlement(unsigned, good.delivery), m.settlement(other, other.delivery)})
	if err != nil {
		t.Fatal(err)
	}
	if errs[0] != nil || !errors.Is(errs[1], escrow.ErrWrongState) || errs[2] != nil {
		t.Errorf("settled: %v", errs)
	}
	if err := m.books().Verify(m.ctx(), m.stranger.Contract); err != nil {
		t.Error(err)
	}
	if _, err := m.stranger.OpenMany(m.ctx(), make([]escrow.Opening, escrow.MaxBatch+1)); err == nil || !strings.Contains(err.Error(), "split them") {
		t.Errorf("a batch too large: %v", err)
	}
}

func TestRefusalsSayWhatToDo(t *testing.T) { // C31
	m := newMarket(t)
	d := m.open(nil)
	fresh := m.draft(nil)
	forged := fresh.opening
	forged.PayerSignature = sign(t, fresh.id, m.stranger.key)
	rich := m.draft(func(d *eip712.Deal, _ *eip712.Terms) { d.Price = big.NewInt(2 * funds) })
	other := d.terms
	other.SubmitBy++
	tests := map[string]struct {
		do   func() (transactions.Outcome, error)
		kind error
		says string
	}{
		"forged payer": {func() (transactions.Outcome, error) { return m.stranger.Open(m.ctx(), forged) },
			escrow.ErrPayerSignature, "have the payer sign"},
		"no funds": {func() (transactions.Outcome, error) { return m.stranger.Open(m.ctx(), rich.opening) },
			escrow.ErrPayerFunds, "deposit more"},
		"not the farmer": {func() (transactions.Outcome, error) { return m.stranger.Submit(m.ctx(), d.Deal, d.terms, d.delivery) },
			escrow.ErrNotFarmer, "only the farmer"},
		"other terms": {func() (transactions.Outcome, error) { return m.farmer.Submit(m.ctx(), d.Deal, other, d.delivery) },
			escrow.ErrTermsMismatch, "the deal says"},
		"too much": {func() (transactions.Outcome, error) {
			return m.farmer.Submit(m.ctx(), d.Deal, d.terms, escrow.Delivery{Cost: big.NewInt(1001)})
		}, escrow.ErrCostAbovePrice, "above the price"},
		"withdraw too much": {func() (transactions.Outcome, error) {
			return m.stranger.Withdraw(m.ctx(), "x", m.stranger.account, big.NewInt(1))
		}, escrow.ErrBalance, "deposit more"},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := c.do()
			if !errors.Is(err, c.kind) {
				t.Fatalf("%v is not %v", err, c.kind)
			}
			if !strings.Contains(err.Error(), c.says) {
				t.Errorf("%q does not say %q", err, c.says)
			}
		})
	}
	huge := d.Deal
	huge.Price = new(big.Int).Lsh(big.NewInt(1), 96)
	if _, err := m.farmer.Open(m.ctx(), escrow.Opening{Deal: huge}); err == nil || !strings.Contains(err.Error(), "the price") {
		t.Errorf("an amount that no encoding holds: %v", err)
	}
}

func TestOnlyTheContractIsBound(t *testing.T) { // THREATS 9, code hash; 4, RPC lies
	m := newMarket(t)
	token := m.requester.Token()
	for name, address := range map[string]common.Address{"nothing": {1}, "an account": m.farmer.account, "the token": token} {
		if _, err := escrow.Bind(m.ctx(), m.client, nil, address); !errors.Is(err, escrow.ErrNotParley) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// A contract that answers like Parley and differs in one byte of its code: what an upgrade, or a thief, would be.
	code, err := m.client.CodeAt(m.ctx(), m.requester.Address(), nil)
	if err != nil {
		t.Fatal(err)
	}
	code = append(bytes.Clone(code), 0)
	// PUSH2 len, DUP1, PUSH1 11, PUSH0, CODECOPY, PUSH0, RETURN.
	creation := append([]byte{0x61, byte(len(code) >> 8), byte(len(code)), 0x80, 0x60, 0x0b, 0x5f, 0x39, 0x5f, 0xf3, 0x00}, code...)
	o := m.must(m.stranger.manager.Send(m.ctx(), transactions.Call{Key: "clone", Data: creation}))
	receipt, err := m.client.TransactionReceipt(m.ctx(), o.Hash)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := escrow.Bind(m.ctx(), m.client, nil, receipt.ContractAddress); !errors.Is(err, escrow.ErrNotParley) {
		t.Errorf("a changed copy was bound: %v", err)
	}
	reader, err := escrow.Bind(m.ctx(), m.client, nil, m.requester.Address())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := reader.Withdraw(m.ctx(), "x", m.stranger.account, big.NewInt(1)); !errors.Is(err, escrow.ErrReadOnly) {
		t.Errorf("sent without an account: %v", err)
	}
	if diff := cmp.Diff(window, reader.MinimumWindow()); diff != "" {
		t.Error(diff)
	}
}

func TestProgressAtDepth(t *testing.T) { // SETTLEMENT rule 5: start work at depth N
	m := newMarket(t)
	d := m.open(nil)
	state := func(depth uint64) escrow.State {
		t.Helper()
		p, err := m.farmer.Progress(m.ctx(), d.id, depth)
		if err != nil {
			t.Fatal(err)
		}
		return p.State
	}
	if got := []escrow.State{state(0), state(1), state(2)}; !cmp.Equal(got, []escrow.State{escrow.Open, escrow.Open, escrow.Unopened}) {
		t.Errorf("in the newest block: %v", got)
	}
	if _, err := m.chain.Seal(m.ctx()); err != nil {
		t.Fatal(err)
	}
	if got := state(2); got != escrow.Open {
		t.Errorf("a block later, two deep: %v", got)
	}
}

func TestDeployIsDoneOnce(t *testing.T) {
	chain, err := devchain.Start(t.Context(), devchain.Config{Heartbeat: -1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { chain.Close() })
	client := dial(t, chain.URL())
	manager := manage(t, client, devchain.Account(0))
	first, err := escrow.Deploy(t.Context(), client, manager, escrow.Deployment{MinimumWindow: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	again, err := escrow.Deploy(t.Context(), client, manager, escrow.Deployment{MinimumWindow: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	if first.Address() != again.Address() {
		t.Errorf("deployed at %s and %s", first.Address(), again.Address())
	}
	if _, err := escrow.Deploy(t.Context(), client, manager, escrow.Deployment{}); err == nil {
		t.Error("deployed without a minimum window")
	}
}
