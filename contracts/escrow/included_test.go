package escrow_test

import (
	"context"
	"errors"
	"math/big"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/contracts/bindings"
	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/internal/inclusion"
)

// deeply is the contract as a development account sees it, through a manager that waits for more blocks than a test makes.
func (m *market) deeply(account int) *party {
	m.t.Helper()
	manager, err := transactions.Open(m.t.Context(), transactions.Config{Client: m.client, Key: devchain.Account(account),
		Store: new(transactions.Memory), Confirmations: 1000, Decode: escrow.Explain})
	if err != nil {
		m.t.Fatal(err)
	}
	m.t.Cleanup(manager.Close)
	contract, err := escrow.Bind(m.ctx(), m.client, manager, m.requester.Address())
	if err != nil {
		m.t.Fatal(err)
	}
	return &party{contract, devchain.Account(account), devchain.Address(account), manager}
}

// Deposits, openings and settlements of one account do not wait for each other's confirmations: on a chain with 12 of them, 12 s each,
// whoever comes second would be late. They return only then.
func TestNothingWaitsForConfirmations(t *testing.T) { // A41; THREATS rule 10
	m := newMarket(t)
	payer, farmer := m.deeply(0), m.deeply(1)
	before := m.holdings(m.draft(nil))
	ctx, leave := context.WithCancel(m.ctx())
	var all sync.WaitGroup
	defer all.Wait()
	defer leave()
	told := func(what string, f func(context.Context) error) {
		t.Helper()
		has := make(chan struct{})
		all.Go(func() {
			if err := f(inclusion.With(ctx, sync.OnceFunc(func() { close(has) }))); !errors.Is(err, transactions.ErrUnknown) {
				t.Errorf("%s: %v, want it to wait for more blocks than there are", what, err)
			}
		})
		select {
		case <-has:
		case <-ctx.Done():
			t.Fatalf("%s: no block has it", what)
		}
	}
	for _, reference := range []string{"a", "b"} {
		told("deposit "+reference, func(ctx context.Context) error {
			_, err := payer.Deposit(ctx, reference, payer.account, big.NewInt(5))
			return err
		})
	}
	if diff := cmp.Diff(holdings{payer: 10}, m.holdings(m.draft(nil)).minus(before), cmp.AllowUnexported(holdings{})); diff != "" {
		t.Error(diff)
	}
	one, two, three := m.draft(nil), m.draft(nil), m.draft(nil)
	told("open", func(ctx context.Context) error { _, err := payer.Open(ctx, one.opening); return err })
	told("open two", func(ctx context.Context) error {
		_, err := payer.OpenMany(ctx, []escrow.Opening{two.opening, three.opening})
		return err
	})
	told("settle", func(ctx context.Context) error {
		errs, err := farmer.SettleMany(ctx, []escrow.Settlement{m.settlement(one, one.delivery)})
		return errors.Join(append(errs, err)...)
	})
	told("settle two", func(ctx context.Context) error {
		_, err := farmer.SettleMany(ctx, []escrow.Settlement{m.settlement(two, two.delivery), m.settlement(three, three.delivery)})
		return err
	})
	for _, d := range []*deal{one, two, three} {
		if p, err := m.stranger.Progress(m.ctx(), d.id, 1); err != nil || p.State != escrow.Closed {
			t.Errorf("a deal is %v, %v; want it settled", p.State, err)
		}
	}
}

// Nor do they where an earlier process has signed one: neither that one, asked for again, nor the next, while it is in no block yet.
func TestWhatWasDepositedBeforeKeepsNobodyWaiting(t *testing.T) { // A41; THREATS rule 10
	m := newMarket(t)
	p := m.deeply(0)
	ctx, leave := context.WithCancel(m.ctx())
	var all sync.WaitGroup
	defer all.Wait()
	defer leave()
	deposit := func(ctx context.Context, reference string) (has <-chan struct{}, stop func()) {
		told := make(chan struct{})
		ctx, stop = context.WithCancel(ctx)
		all.Go(func() {
			_, err := p.Deposit(inclusion.With(ctx, sync.OnceFunc(func() { close(told) })), reference, p.account, big.NewInt(5))
			if !errors.Is(err, transactions.ErrUnknown) {
				t.Errorf("deposit %s: %v, want it to wait for more blocks than there are", reference, err)
			}
		})
		return told, stop
	}
	told := func(what string, has <-chan struct{}) {
		t.Helper()
		select {
		case <-has:
		case <-time.After(patience):
			t.Fatalf("%s: no block has it", what)
		}
	}
	approved := big.NewInt(100) // so that a deposit is one transaction, which can be held
	token := p.Token()
	m.must(p.manager.Include(m.ctx(), transactions.Call{Key: "approved", To: &token, Data: bindings.NewPlayMoney().PackApprove(p.Address(), approved)}))
	if err := m.chain.Hold(ctx); err != nil {
		t.Fatal(err)
	}
	_, stop := deposit(ctx, "a")
	eventually(t, "the first to be signed", func() bool {
		keys, err := p.manager.Afloat(ctx)
		return err == nil && slices.Contains(keys, "deposit/a")
	})
	stop()
	second, _ := deposit(ctx, "b")
	eventually(t, "what comes after the second to wait for the first", func() bool {
		brief, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		_, err := p.Settled(brief, "c")
		return errors.Is(err, transactions.ErrUnknown)
	})
	if err := m.chain.Release(ctx); err != nil {
		t.Fatal(err)
	}
	told("the next one", second)
	again, _ := deposit(ctx, "a")
	told("the same one", again)
}

// Some tokens refuse to change an allowance of which something is left to another that is not zero: it is taken back first.
func TestAnAllowanceThatIsLeftIsTakenBack(t *testing.T) { // A41
	m := newMarket(t)
	p := m.requester
	token := p.Token()
	m.must(p.manager.Send(m.ctx(), transactions.Call{Key: "left", To: &token, Data: bindings.NewPlayMoney().PackApprove(p.Address(), big.NewInt(3))}))
	m.must(p.Deposit(m.ctx(), "a", p.account, big.NewInt(5)))
	for _, key := range []string{"deposit/a/approve/0/1", "deposit/a/approve/5/2"} {
		if _, err := p.manager.Reconcile(m.ctx(), key); err != nil {
			t.Errorf("%s: %v", key, err)
		}
	}
}
