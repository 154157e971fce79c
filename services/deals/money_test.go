package deals

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
)

// till is a purse whose deposits take a second, and that holds no more than so much.
type till struct {
	purse
	mu   sync.Mutex
	most uint64
	sums []string
}

func (p *till) Standing(ctx context.Context, of Address, deals []Hash) (Standing, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.purse.Standing(ctx, of, deals)
}

func (p *till) Deposit(ctx context.Context, reference string, amount messages.Amount) error {
	time.Sleep(time.Second) // of the bubble
	p.mu.Lock()
	defer p.mu.Unlock()
	if all, _ := p.free.Add(amount); all.Cmp(messages.AmountOfUint64(p.most)) > 0 {
		return fmt.Errorf("deposit %s: %w", amount, ErrFunds)
	}
	p.sums = append(p.sums, amount.String())
	return p.purse.Deposit(ctx, reference, amount)
}

// What many deals lack that are signed at once is deposited in one, beside what the first lacked; an account that cannot
// pay for all pays for as many as it can, and promises nothing twice.
func TestDepositsTogether(t *testing.T) {
	for most, want := range map[uint64]struct {
		sums   []string
		signed int
	}{
		110 * 10:  {[]string{"110", "990"}, 10},
		110*4 + 5: {[]string{"110", "110", "110", "110"}, 4},
	} {
		synctest.Test(t, func(t *testing.T) {
			l, p := &Ledger{Journal: new(journal.Memory)}, &till{most: most, purse: purse{made: make(map[string]messages.Amount)}}
			errs := make(chan error, 10)
			for n := range byte(10) {
				go func() {
					d := papers()
					d.ID, d.Deal.OpenBy = Hash{n}, time.Now().Add(time.Hour).Unix()
					errs <- func() error {
						if err := l.hold(t.Context(), &d, Hash{}, func() error { return nil }); err != nil {
							return err
						}
						defer l.book.release(d.ID)
						if _, err := l.provide(t.Context(), p, d.ID); err != nil {
							return err
						}
						time.Sleep(3 * time.Second) // signing, while others deposit
						return l.update(t.Context(), d.ID, func(r *Record) error { r.Papers = d; return nil })
					}()
				}()
				synctest.Wait()
			}
			signed := 0
			for range 10 {
				switch err := <-errs; {
				case err == nil:
					signed++
				case !errors.Is(err, ErrFunds):
					t.Error(err)
				}
			}
			if diff := cmp.Diff(want.sums, p.sums); diff != "" || signed != want.signed {
				t.Errorf("with %d: %d signed, want %d; deposits (-want +got)\n%s", most, signed, want.signed, diff)
			}
			promised, err := l.book.most(t.Context(), l.Journal, papers().Terms.Payer)
			if err != nil || promised.Cmp(p.free) > 0 {
				t.Errorf("%s is promised and %s free, %v", promised, p.free, err)
			}
			if held := slices.Collect(func(yield func(Hash) bool) {
				for id := range l.book.held {
					yield(id)
				}
			}); len(held) > 0 {
				t.Errorf("held still: %v", held)
			}
		})
	}
}

// worn is a till whose first deposit under a name moves nothing: a life before this one made it, and has used it since.
type worn struct {
	till
	names map[string]bool
}

func (p *worn) Deposit(ctx context.Context, reference string, amount messages.Amount) error {
	if !p.names[reference] && !strings.Contains(reference, "/") {
		p.names[reference] = true
		time.Sleep(time.Second)
		return nil
	}
	return p.till.Deposit(ctx, reference, amount)
}

// Where a deposit for many turns out to be one that was used before, all of them get their money, and not only the first. A41, R39.
func TestDepositsTogetherAfterOneThatWasUsed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &Ledger{Journal: new(journal.Memory)}
		p := &worn{till{most: 110 * 100, purse: purse{made: make(map[string]messages.Amount)}}, make(map[string]bool)}
		var all sync.WaitGroup
		for n := range byte(10) {
			all.Go(func() {
				d := papers()
				d.ID, d.Deal.OpenBy = Hash{n}, time.Now().Add(time.Hour).Unix()
				if err := l.hold(t.Context(), &d, Hash{}, func() error { return nil }); err != nil {
					t.Error(err)
				}
				if _, err := l.provide(t.Context(), p, d.ID); err != nil {
					t.Error(err)
				}
				if err := l.update(t.Context(), d.ID, func(r *Record) error { r.Papers = d; return nil }); err != nil {
					t.Error(err)
				}
			})
			synctest.Wait()
		}
		all.Wait()
		if promised, err := l.book.most(t.Context(), l.Journal, papers().Terms.Payer); err != nil || promised.Cmp(p.free) > 0 {
			t.Errorf("%s is promised and %s free, %v; deposits %s", promised, p.free, err, p.sums)
		}
	})
}

// wallet is a purse whose answers a test holds up.
type wallet struct {
	till
	looks  int
	looked chan bool // the first look at what is free waits for it
	later  messages.Amount
	// overtaken is how many deposits meet one that is forgotten; the first of them brings in what is later.
	overtaken int
	asked     int
}

func (p *wallet) Standing(ctx context.Context, of Address, deals []Hash) (Standing, error) {
	s, err := p.till.Standing(ctx, of, deals)
	if p.looks++; p.looks == 1 && p.looked != nil {
		<-p.looked
	}
	return s, err
}

func (p *wallet) Deposit(ctx context.Context, reference string, amount messages.Amount) (err error) {
	if p.asked++; p.asked <= p.overtaken {
		p.free, err = p.free.Add(p.later)
		p.later = messages.Amount{}
		return errors.Join(err, ErrOvertaken)
	}
	if p.later.IsZero() {
		return p.till.Deposit(ctx, reference, amount)
	}
	p.free, err = p.free.Add(p.later)
	p.later = messages.Amount{}
	return errors.Join(err, ErrEarlier)
}

// THREATS 4, RPC outage: while the chain is asked about one payer, deals of that payer wait, each as long as its context, and those
// of others do not.
func TestOnePayerWaitsForItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &Ledger{Journal: new(journal.Memory)}
		hold := func(ctx context.Context, n, payer byte, allowed func() error) error {
			d := papers()
			d.ID, d.Terms.Payer = Hash{n}, Address{payer}
			return l.hold(ctx, &d, Hash{}, allowed)
		}
		asked, second := make(chan error), make(chan error, 1)
		first := make(chan error, 1)
		go func() { first <- hold(t.Context(), 1, 1, func() error { return <-asked }) }()
		synctest.Wait()
		if err := hold(t.Context(), 2, 2, func() error { return nil }); err != nil {
			t.Error(err)
		}
		go func() { second <- hold(t.Context(), 3, 1, func() error { return nil }) }()
		late, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := hold(late, 4, 1, func() error { t.Error("two deals of a payer are looked at at once"); return nil }); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v, want the end of its time", err)
		}
		if len(second) != 0 {
			t.Error("a deal did not wait for another of its payer")
		}
		asked <- ErrFunds
		if err := <-first; !errors.Is(err, ErrFunds) {
			t.Errorf("%v, want %v", err, ErrFunds)
		}
		if err := <-second; err != nil {
			t.Error(err)
		}
		if len(l.holding.of) != 0 {
			t.Errorf("%d turns are kept of nobody", len(l.holding.of))
		}
	})
}

// A deal that is looking whether there is money for it finds it, though another one that comes meanwhile lacks it.
func TestLookingHoldsMoney(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &Ledger{Journal: new(journal.Memory)}
		p := &wallet{looked: make(chan bool), till: till{most: 110, purse: purse{free: messages.AmountOfUint64(110), made: make(map[string]messages.Amount)}}}
		sign := func(n byte) error {
			d := papers()
			d.ID, d.Deal.OpenBy = Hash{n}, time.Now().Add(time.Hour).Unix()
			if err := l.hold(t.Context(), &d, Hash{}, func() error { return nil }); err != nil {
				return err
			}
			defer l.book.release(d.ID)
			if _, err := l.provide(t.Context(), p, d.ID); err != nil {
				return err
			}
			return l.update(t.Context(), d.ID, func(r *Record) error { r.Papers = d; return nil })
		}
		first := make(chan error)
		go func() { first <- sign(1) }()
		synctest.Wait()
		if err := sign(2); !errors.Is(err, ErrFunds) {
			t.Errorf("the second took what the first was about to find: %v", err)
		}
		p.looked <- true
		if err := <-first; err != nil {
			t.Error(err)
		}
	})
}

// What a life before has sent, and what comes in only now, is not deposited again. A41.
func TestProvideAfterADepositUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for later, want := range map[uint64]string{5: "8", 8: "8", 100: "100"} {
			l := &Ledger{Journal: new(journal.Memory)}
			p := &wallet{later: messages.AmountOfUint64(later), till: till{most: 1000, purse: purse{made: make(map[string]messages.Amount)}}}
			if err := l.provided(t.Context(), p, Hash{1}, 8); err != nil || p.free.String() != want {
				t.Errorf("after %d came in there is %s free, %v; want %s", later, p.free, err, want)
			}
		}
	})
}

// A deposit that met one of a life that is forgotten is made again if something is missing still, and not for ever. A41, R39.
func TestProvideAfterADepositForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, c := range []struct {
			overtaken, asked int
			later            uint64
			free             string
			err              error
		}{
			{overtaken: 1, later: 8, free: "8", asked: 1},
			{overtaken: 1, later: 5, free: "8", asked: 2},
			{overtaken: 2, free: "8", asked: 3},
			{overtaken: 15, free: "8", asked: 16},
			{overtaken: 100, free: "0", asked: 16, err: ErrOvertaken},
		} {
			l := &Ledger{Journal: new(journal.Memory)}
			p := &wallet{overtaken: c.overtaken, later: messages.AmountOfUint64(c.later), till: till{most: 1000, purse: purse{made: make(map[string]messages.Amount)}}}
			if err := l.provided(t.Context(), p, Hash{1}, 8); !errors.Is(err, c.err) || p.free.String() != c.free || p.asked != c.asked {
				t.Errorf("%+v: %s free after %d deposits, %v", c, p.free, p.asked, err)
			}
		}
	})
}

// spent is a wallet with which a name whose deposit was overtaken stays so, for no other fee.
type spent struct {
	wallet
	names map[string]bool
	left  int // how many are overtaken yet, until the chain is away
	away  bool
}

func (p *spent) Deposit(ctx context.Context, reference string, amount messages.Amount) error {
	switch {
	case p.names[reference]:
		return ErrOvertaken
	case p.left > 0:
		p.left--
		p.names[reference] = true
		return ErrOvertaken
	case p.away:
		return ErrUnreachable
	}
	return p.wallet.Deposit(ctx, reference, amount)
}

// What was overtaken in an earlier call does not keep a deal from its money for ever, and all calls together cost no more fees than a deal
// has names. A41, R39.
func TestProvideAfterOnesOvertakenBefore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for calls, c := range map[int]struct {
			fees int
			free string
			err  error
		}{1: {4, "8", nil}, 3: {12, "8", nil}, 4: {16, "0", ErrOvertaken}, 6: {16, "0", ErrOvertaken}} {
			l := &Ledger{Journal: new(journal.Memory)}
			p := &spent{names: make(map[string]bool), away: true, wallet: wallet{till: till{most: 1000, purse: purse{made: make(map[string]messages.Amount)}}}}
			for range calls {
				p.left = 4
				if err := l.provided(t.Context(), p, Hash{1}, 8); !errors.Is(err, ErrUnreachable) && (c.err == nil || !errors.Is(err, c.err)) {
					t.Errorf("while the chain is away: %v", err)
				}
			}
			p.left, p.away = 0, false
			if err := l.provided(t.Context(), p, Hash{1}, 8); !errors.Is(err, c.err) || p.free.String() != c.free || len(p.names) != c.fees {
				t.Errorf("after %d calls: %s free after %d fees, %v; want %+v", calls, p.free, len(p.names), err, c)
			}
		}
	})
}
