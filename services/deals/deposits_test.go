package deals

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/internal/inclusion"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
)

// deepTill is a till on a chain on which a block has a deposit after a second, and a minute of blocks have to stand on it.
type deepTill struct{ till }

func (d *deepTill) Deposit(ctx context.Context, reference string, amount messages.Amount) error {
	err := d.till.Deposit(ctx, reference, amount)
	inclusion.Tell(ctx)
	time.Sleep(time.Minute)
	return err
}

// The deposit for a deal waits until a block has the one before, and not until that is deep; each deal waits until its own is, and what
// another is about to bring in nobody brings in twice.
func TestDepositsDoNotWaitForConfirmations(t *testing.T) { // A41; THREATS rule 10
	synctest.Test(t, func(t *testing.T) {
		l := &Ledger{Journal: new(journal.Memory)}
		p := &deepTill{till{most: 110 * 100, purse: purse{made: make(map[string]messages.Amount)}}}
		var all sync.WaitGroup
		for n := range byte(30) {
			all.Go(func() {
				begun := time.Now()
				d := papers()
				d.ID, d.Deal.OpenBy = Hash{n}, time.Now().Add(time.Hour).Unix()
				if err := l.hold(t.Context(), &d, Hash{}, func() error { return nil }); err != nil {
					t.Error(err)
				}
				if _, err := l.provide(t.Context(), p, d.ID); err != nil {
					t.Error(err)
				}
				if took := time.Since(begun); took < time.Minute || took > 63*time.Second {
					t.Errorf("the deposit for deal %d took %s", n, took)
				}
				if err := l.update(t.Context(), d.ID, func(r *Record) error { r.Papers = d; return nil }); err != nil {
					t.Error(err)
				}
			})
			time.Sleep(2500 * time.Millisecond)
		}
		all.Wait()
		if want := slices.Repeat([]string{"110"}, 30); !slices.Equal(p.sums, want) {
			t.Errorf("deposited %s, want 110 for each of 30 deals", p.sums)
		}
	})
}
