package escrow_test

import (
	"bytes"
	"context"
	"errors"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/contracts/bindings"
	"github.com/parley-p2p/parley/contracts/eip712"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/transactions"
)

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

// A deposit that was signed by a process that was killed uses up its own allowance: the next deposit does not count on it.
func TestADepositWaitsForTheOneBefore(t *testing.T) { // A41; THREATS rule 2
	m := newMarket(t)
	p := m.requester
	token := p.Token()
	m.must(p.manager.Send(m.ctx(), transactions.Call{Key: "allowance", To: &token, Data: bindings.NewPlayMoney().PackApprove(p.Address(), big.NewInt(5))}))
	if err := m.chain.Hold(m.ctx()); err != nil {
		t.Fatal(err)
	}
	ctx, leave := context.WithCancel(m.ctx())
	left := make(chan error, 1)
	go func() {
		_, err := p.Deposit(ctx, "a", p.account, big.NewInt(5))
		left <- err
	}()
	eventually(t, "the first to be signed", func() bool {
		pending, err := p.manager.Pending(m.ctx())
		return err == nil && slices.Contains(pending, "deposit/a")
	})
	leave()
	if err := <-left; err == nil {
		t.Fatal("deposited while no block is made")
	}
	brief, cancel := context.WithTimeout(m.ctx(), time.Second)
	defer cancel()
	if _, err := p.Deposit(brief, "b", p.account, big.NewInt(5)); err == nil {
		t.Error("the second did not wait for the first")
	}
	if pending, err := p.manager.Pending(m.ctx()); err != nil || slices.Contains(pending, "deposit/b") {
		t.Errorf("the second was signed with the allowance of the first: %v, %v", pending, err)
	}
	if waited, err := p.Settled(m.ctx(), "a"); waited || err != nil {
		t.Errorf("waited %t for what is asked for itself, %v", waited, err)
	}
	for short := 100 * time.Millisecond; ; short *= 2 { // too short, on a slow machine, to come to wait
		ctx, cancel := context.WithTimeout(m.ctx(), short)
		_, err := p.Settled(ctx, "b")
		cancel()
		if errors.Is(err, transactions.ErrUnknown) {
			break
		}
		if !errors.Is(err, context.DeadlineExceeded) || m.ctx().Err() != nil || short > patience {
			t.Fatalf("with the first under way: %v", err)
		}
	}
	before := m.holdings(m.draft(nil))
	if err := m.chain.Release(m.ctx()); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Settled(m.ctx(), "b"); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff(holdings{payer: 5}, m.holdings(m.draft(nil)).minus(before), cmp.AllowUnexported(holdings{})); diff != "" {
		t.Error("after the first:", diff)
	}
	m.must(p.Deposit(m.ctx(), "b", p.account, big.NewInt(5)))
	if diff := cmp.Diff(holdings{payer: 10}, m.holdings(m.draft(nil)).minus(before), cmp.AllowUnexported(holdings{})); diff != "" {
		t.Error(diff)
	}
}

// A process that is killed between approval and deposit may want to deposit another amount when it comes back.
func TestADepositChangesItsAmountUntilItIsSigned(t *testing.T) { // A41; THREATS rule 2
	m := newMarket(t)
	p := m.requester
	if err := m.chain.Hold(m.ctx()); err != nil {
		t.Fatal(err)
	}
	ctx, leave := context.WithCancel(m.ctx())
	left := make(chan error, 1)
	go func() {
		_, err := p.Deposit(ctx, "a", p.account, big.NewInt(5))
		left <- err
	}()
	eventually(t, "the approval to be signed", func() bool {
		pending, err := p.manager.Pending(m.ctx())
		return err == nil && len(pending) > 0
	})
	leave()
	if err := <-left; err == nil {
		t.Fatal("deposited while no block is made")
	}
	if err := m.chain.Release(m.ctx()); err != nil {
		t.Fatal(err)
	}
	before := m.holdings(m.draft(nil))
	m.must(p.Deposit(m.ctx(), "a", p.account, big.NewInt(7)))
	if diff := cmp.Diff(holdings{payer: 7}, m.holdings(m.draft(nil)).minus(before), cmp.AllowUnexported(holdings{})); diff != "" {
		t.Error(diff)
	}
}

// What an account has free may be gone between the estimate of a deposit and its block, which makes the deposit dearer.
func TestADepositIntoWhatWasEmptied(t *testing.T) { // A41
	m := newMarket(t)
	p := m.requester
	token := p.Token()
	m.must(p.manager.Send(m.ctx(), transactions.Call{Key: "allowance", To: &token, Data: bindings.NewPlayMoney().PackApprove(p.Address(), big.NewInt(50))}))
	if err := m.chain.Hold(m.ctx()); err != nil {
		t.Fatal(err)
	}
	signed := func(key string, send func() (transactions.Outcome, error)) <-chan error {
		done := make(chan error, 1)
		go func() {
			_, err := send()
			done <- err
		}()
		eventually(t, key+" to be signed", func() bool {
			pending, err := p.manager.Pending(m.ctx())
			return err == nil && slices.Contains(pending, key)
		})
		return done
	}
	ctx := m.ctx()
	withdrawn := signed("withdraw/all", func() (transactions.Outcome, error) {
		return p.Withdraw(ctx, "all", p.account, big.NewInt(funds))
	})
	deposited := signed("deposit/a", func() (transactions.Outcome, error) { return p.Deposit(ctx, "a", p.account, big.NewInt(5)) })
	if err := m.chain.Release(m.ctx()); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(<-withdrawn, <-deposited); err != nil {
		t.Error(err)
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

// Who knows a deal's id finds all that there is to judge.
func TestDisclosed(t *testing.T) { // C51
	m := newMarket(t)
	look := func(d *deal) (escrow.Disclosure, error) {
		return m.stranger.Disclosed(m.ctx(), d.id, m.chain.Head().Number)
	}
	opened := m.draft(nil)
	m.must(m.farmer.Open(m.ctx(), opened.opening))
	if _, err := look(opened); !errors.Is(err, escrow.ErrUndisclosed) {
		t.Errorf("nothing was shown yet: %v", err)
	}
	d, grounds := m.disputed(escrow.WrongResult)
	got, err := look(d)
	if err != nil {
		t.Fatal(err)
	}
	want := escrow.Disclosure{Deal: d.Deal, Terms: d.terms, Submitted: d.delivery, Grounds: grounds}
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b *big.Int) bool { return a.Cmp(b) == 0 })); diff != "" {
		t.Error(diff)
	}
}
