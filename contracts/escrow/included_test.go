package escrow_test

import (
	"context"
	"errors"
	"math/big"
	"sync"
	"testing"

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
