package deals

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/protocol"
)

// jam is a chain of 12 s blocks of which none has the first settlement for a quarter of an hour; of later ones two blocks later one does.
type jam struct {
	contract
	mu    sync.Mutex
	mined map[Hash]time.Time
	calls int
}

func (*jam) Now(context.Context) (time.Time, error) { return time.Now(), nil }

func (j *jam) Status(_ context.Context, id Hash, _ uint64) (Status, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	s := Status{State: Open, Since: time.Now().Add(-time.Minute), Block: Block{Time: time.Now()}}
	if !j.mined[id].IsZero() {
		s.State = Closed
	}
	return s, nil
}

func (j *jam) SettleMany(_ context.Context, rs []*Record) ([]error, error) {
	j.mu.Lock()
	takes := 24 * time.Second
	if j.calls++; j.calls == 1 {
		takes = 15 * time.Minute
	}
	j.mu.Unlock()
	time.Sleep(takes)
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, r := range rs {
		j.mined[r.Papers.ID] = time.Now()
	}
	return make([]error, len(rs)), nil
}

// What the requester has signed for is shown within its margin of submitBy, whatever is under way: later the pay is lost, and the penalty of
// row 2. THREATS rule 10; SETTLEMENT rows 2 and 3.
func TestASettlementWithoutTimeWaitsForNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &Ledger{Journal: new(journal.Memory)}
		start := time.Now()
		submitBy := start.Add(time.Hour)
		cheap, dear := Delivery{Digest: Hash{8}, Cost: "90"}, Delivery{Digest: Hash{9}, Cost: "100"}
		put := func(n byte, accepted Delivery) {
			r := Record{Role: protocol.Farmer, Opened: true, Started: true, Result: &cheap, Accepted: &Acceptance{Delivery: accepted},
				Papers: Papers{ID: Hash{n}, Deal: Deal{Price: "100", OpenBy: start.Unix()}, Terms: Terms{SubmitBy: submitBy.Unix()}}}
			if err := l.update(t.Context(), r.Papers.ID, func(now *Record) error { *now = r; return nil }); err != nil {
				t.Fatal(err)
			}
		}
		margin := Margin(12*time.Second, 12)
		put(2, dear) // and waits for better
		j := &jam{mined: map[Hash]time.Time{}}
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		var ran sync.WaitGroup
		ran.Go(func() { _ = (&Reconciler{Contract: j, Ledger: l, Margin: margin, Depth: 12}).Run(ctx) })
		time.Sleep(submitBy.Add(-margin - time.Minute).Sub(start))
		put(1, cheap)
		time.Sleep(time.Hour)
		cancel()
		ran.Wait()
		if at := j.mined[Hash{2}]; at.IsZero() || at.After(submitBy) {
			t.Errorf("it was mined at %s, and not by %s", at, submitBy)
		}
	})
}
