package compute_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// Who agrees to nothing it was not asked for keeps its places: terms that bind one for longer are refused, and take none.
func TestPlaceIsNotKeptForLong(t *testing.T) {
	const late = "due late"
	for name, edit := range map[string]func(*messages.Terms){
		"begins late": func(t *messages.Terms) { t.StartByMs = t.AcceptByMs + (2*time.Minute + time.Second).Milliseconds() },
		late:          func(t *messages.Terms) { t.DeliverByMs += (10*time.Minute + time.Second).Milliseconds() },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				f, b := w.farm(1), w.buyer()
				v := proposed(t, f, b, b.job("print a"))
				edit(v.Terms)
				_, err := f.farmer.Accept(t.Context(), v)
				want := int64(0) // only a date that was wrong is mended by another
				if name == late {
					want = v.Quote.DeliverByMs
				}
				refused, ok := errors.AsType[*protocol.Error](err)
				if !ok || refused.Code != protocol.Deadline || refused.Remedy.GetDeliverByMs() != want {
					t.Errorf("accepted with %v, want a deadline and %d to ask for", err, want)
				}
				if jobs, _ := f.farmer.Busy(); jobs != 0 {
					t.Errorf("%d places are taken", jobs)
				}
			})
		})
	}
}

// A context that ends before the terms' deadline is what work ends by: what is done then is delivered before it.
func TestWorkEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		f := w.farm(1)
		b := w.buyer()
		v := proposed(t, f, b, b.job("print a", "hang 10m"))
		if _, err := f.farmer.Accept(t.Context(), v); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		d, err := f.farmer.Work(ctx, v, paying{})
		if err != nil || d.Units != 1 || ctx.Err() != nil {
			t.Errorf("delivered %v with %v, the context ended with %v; want the one task in time", d, err, ctx.Err())
		}
	})
}

// paying pays every claim.
type paying struct{ farmer.Progress }

func (paying) Claim(_ context.Context, m *messages.Progress) (*messages.Voucher, error) {
	return &messages.Voucher{Amount: m.Claim}, nil
}

func (paying) Report(context.Context, uint64, uint64, string) {}
