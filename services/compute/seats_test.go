package compute_test

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute"
)

// hesitant is a farmer that declines what it has quoted for, after a while.
type hesitant struct {
	farmer.Farmer
	asked chan<- struct{}
}

const hesitation = 3 * time.Second

func (h hesitant) Accept(ctx context.Context, _ *protocol.View) (*messages.Acceptance, error) {
	h.asked <- struct{}{}
	select {
	case <-time.After(hesitation):
	case <-ctx.Done():
	}
	return nil, protocol.Errorf(protocol.Declined, "on second thought, no")
}

func (h hesitant) Ended(ctx context.Context, v *protocol.View) { h.Farmer.(farmer.Ender).Ended(ctx, v) }

// hesitates has farmers decline, each once it was agreed with.
func (r *replicas) hesitates(farms ...int) <-chan struct{} {
	asked := make(chan struct{}, 10)
	for _, i := range farms {
		r.wrap(i, func(f farmer.Farmer) farmer.Farmer { return hesitant{f, asked} })
	}
	return asked
}

// next waits until one of them hesitates, and then for a while.
func (r *replicas) next(asked <-chan struct{}, after time.Duration) {
	r.t.Helper()
	until(r.t, "an agreement with who hesitates", func() bool { return len(asked) > 0 })
	<-asked
	time.Sleep(after)
}

// killed runs a job, and at each of these moments kills the requester and starts it anew.
func (r *replicas) killed(j *compute.Job, at ...func()) string {
	r.t.Helper()
	h := r.hiring()
	h.MaxPrice = messages.AmountOfUint64(uint64(60 * j.Verify.Replicas)) // the most that they may claim
	for _, moment := range at {
		ctx, cancel := context.WithCancel(r.t.Context())
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			_, _ = compute.Run(ctx, r.b.client, r.b.buyer, j, sow(r.t, j), h, nil)
		}()
		moment()
		r.b.stop()
		cancel()
		<-ended
		r.b.start()
	}
	bill, err := r.b.run(j, h)
	if err != nil {
		r.t.Errorf("%v\nrequester heard %s", err, r.b.notices.text())
	}
	return r.ended(bill)
}

// THREATS, S-8.1-3: who declines a replica after the requester has died and come back is replaced while others may commit, as it would have been, for the
// same money, also where the requester dies once more meanwhile: the others are not left with too few to agree.
func TestReplicaDeclinesAfterRestart(t *testing.T) {
	const four = "1: 2 for 30 Settled, 2: 2 for 30 Settled, 3: 0 for 0 Rejected, 4: 2 for 30 Settled"
	for _, after := range []time.Duration{0, 1, 100 * time.Millisecond, time.Second, 2 * time.Second, hesitation - 20*time.Millisecond, hesitation, 2 * hesitation} {
		t.Run(after.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newReplicas(t, 4)
				asked := r.hesitates(2)
				got := r.killed(r.job(3, 3), func() { r.next(asked, after) })
				if got != four && !(after >= hesitation && got == two+", 4: 2 for 30 Settled") { // it had ended before, and has shown nothing
					t.Error(got)
				}
			})
		})
	}
	t.Run("and the next, after another", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			r := newReplicas(t, 5)
			asked := r.hesitates(2, 3)
			moment := func() { r.next(asked, hesitation/2) }
			got := r.killed(r.job(3, 3), moment, moment) // the third has ended then, and is asked once more
			if got != two+", 3: 0 for 0 Rejected, 4: 0 for 0 Rejected, 5: 2 for 30 Settled" {
				t.Error(got)
			}
		})
	})
}

// Once the ballot is closed nobody is asked any more, whoever fails.
func TestNobodyIsAskedOnceTheBallotIsClosed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newReplicas(t, 4)
		var quotes atomic.Int32
		for i := range r.farms {
			r.wrap(i, func(f farmer.Farmer) farmer.Farmer { return &shows{f, i == 2, &quotes} })
		}
		var before int32
		got := r.killed(r.job(3, 2), func() {
			until(t, "the vouchers", func() bool {
				return len(slices.DeleteFunc(r.b.kinds(), func(k messages.Kind) bool { return k != messages.Kind_KIND_VOUCHER })) == 3
			})
			before = quotes.Load()
		})
		if n := quotes.Load(); got != two+", 3: 0 for 0 Abandoned" || n != before {
			t.Errorf("%s; %d have quoted after the restart, want none", got, n-before)
		}
	})
}

// shows is a farmer that takes its time to show what it has committed to, and then may fail.
type shows struct {
	farmer.Farmer
	fails  bool
	quotes *atomic.Int32
}

func (s *shows) Quote(ctx context.Context, v *protocol.View) (*messages.Quote, error) {
	s.quotes.Add(1)
	return s.Farmer.Quote(ctx, v)
}

func (s *shows) Work(ctx context.Context, v *protocol.View, p farmer.Progress) (*messages.Delivery, error) {
	d, err := s.Farmer.Work(ctx, v, p)
	if time.Sleep(5 * time.Second); s.fails {
		return nil, errors.New("broken")
	}
	time.Sleep(10 * time.Second)
	return d, err
}

func (s *shows) Ended(ctx context.Context, v *protocol.View) { s.Farmer.(farmer.Ender).Ended(ctx, v) }
