package deals_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/ledger"
	"github.com/parley-p2p/parley/protocol"
)

// Who has money cannot bind a farmer for longer than it offers: with the longest that is taken it is hired, with a second
// more it is not, and says why (A40).
func TestBounds(t *testing.T) {
	for _, c := range []struct {
		name string
		edit func(t *messages.Terms, more time.Duration)
		code protocol.Code
	}{
		{"start", func(t *messages.Terms, more time.Duration) {
			t.StartByMs = t.AcceptByMs + (2*time.Minute + more).Milliseconds()
		}, protocol.Deadline},
		{"deliver", func(t *messages.Terms, more time.Duration) { t.DeliverByMs += (10*time.Minute + more).Milliseconds() }, protocol.Deadline},
		{"review", func(t *messages.Terms, more time.Duration) { t.ReviewMs = uint64((time.Hour + more).Milliseconds()) }, protocol.Settlement},
		{"judge", func(t *messages.Terms, more time.Duration) { t.JudgeMs = uint64((24*time.Hour + more).Milliseconds()) }, protocol.Settlement},
	} {
		for _, more := range []time.Duration{0, time.Second} {
			t.Run(c.name+" "+more.String(), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					r := newRun(t)
					var quoted int64
					r.market.Buyer.Edit = func(t *messages.Terms) { quoted = t.DeliverByMs; c.edit(t, more) }
					r.farms, r.buys = r.market.Farm(t.Context(), true), r.market.Buy(t.Context(), true)
					o, err := r.market.Hire(t.Context(), r.buys, parts)
					r.must(err)
					r.stop()
					if more == 0 {
						if o.Err != nil {
							t.Errorf("the longest that is taken: %v", o.Err)
						}
						return
					}
					refused, ok := errors.AsType[*protocol.Error](o.Err)
					if !ok || refused.Code != c.code {
						t.Fatalf("refused with %v, want %s", o.Err, c.code)
					}
					if got := refused.Remedy.GetDeliverByMs(); c.code == protocol.Deadline && got != quoted {
						t.Errorf("the remedy is to ask for %d, want %d", got, quoted)
					}
					if n := len(r.market.Records(t, ledger.Farmer)); n != 0 {
						t.Errorf("the farmer has signed %d deals", n)
					}
				})
			})
		}
	}
}

// A deal that was not opened in time keeps nobody waiting: depth blocks after openBy the farmer is free, long before the
// work had to begin.
func TestUnopenedIsLetGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRun(t)
		r.market.Depth = 3
		r.market.Buyer.Edit = func(t *messages.Terms) { t.StartByMs = t.AcceptByMs + (2 * time.Minute).Milliseconds() }
		r.market.Buyer.Hire = func(ctx context.Context, _ *protocol.View) error {
			<-ctx.Done()
			return context.Cause(ctx)
		}
		r.start()
		time.Sleep(time.Second)
		openBy := time.Unix(r.record(ledger.Farmer).Papers.Deal.OpenBy, 0)
		time.Sleep(time.Until(openBy.Add(2 * time.Second)))
		if n := len(r.farms.Server.Sessions()); n != 1 {
			t.Errorf("%d sessions while a reorganization may still bring the deal, want 1", n)
		}
		time.Sleep(4 * time.Second)
		if n := len(r.farms.Server.Sessions()); n != 0 {
			t.Errorf("%d sessions after openBy at depth, want none", n)
		}
		if got := r.record(ledger.Farmer); !got.Closed || !got.Void {
			t.Errorf("the record is %+v, want closed and void", got)
		}
		r.stop()
	})
}

// Work ends early enough for its result to be put on the chain: what was paid for is cashed, what is done at that moment
// is delivered.
func TestWorkEndsBeforeSubmitBy(t *testing.T) {
	for name, c := range map[string]struct {
		late error
		want int64
	}{"not done": {errors.New("too slow"), 200}, "done at the last moment": {nil, 300}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRun(t)
				var ended time.Time
				r.market.Service.Part = func(ctx context.Context, n int) error {
					if n < parts {
						return nil
					}
					<-ctx.Done()
					ended = time.Now()
					return c.late
				}
				r.start()
				r.settle()
				r.stop()
				submitBy := time.Unix(r.record(ledger.Farmer).Papers.Terms.SubmitBy, 0)
				if diff := cmp.Diff(35*time.Second, submitBy.Sub(ended)); diff != "" {
					t.Errorf("time that was left: %s", diff)
				}
				if got := r.gain(ledger.Farmer); got != c.want {
					t.Errorf("the farmer gained %d, want %d; the chain saw %v", got, c.want, r.chain.Calls())
				}
			})
		})
	}
}
