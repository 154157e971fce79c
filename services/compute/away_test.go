package compute_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute"
)

// at reports whether a farmer has a session with the buyer.
func (b *buyer) at(f *farm) bool {
	return slices.ContainsFunc(b.client.Sessions(), func(v *protocol.View) bool { return v.Farmer == f.key })
}

// A24, A45: after a restart of the requester, as without one, who was replaced is not waited for; it is asked to stop when it is back.
func TestReplacedIsNotWaitedForAfterRestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		a, spare, b := w.farm(1), w.farm(2), w.buyer()
		h := hiring(1, a, spare)
		h.Patience = 5 * time.Second
		h.Matcher = prefer(a.key)
		j := b.job(slow(4)...)
		go func() { _, _ = b.run(j, h) }()
		until(t, "a task of the first", func() bool { return len(b.gotTasks()) == 1 })
		a.stop()
		until(t, "a task of the second", func() bool { return len(b.gotTasks()) == 2 })
		b.stop()
		b.start()
		began := time.Now()
		bill := b.mustRun(j, h)
		if took := time.Since(began); took > 30*time.Second {
			t.Errorf("it took %s", took)
		}
		if diff := cmp.Diff("1 for 10 failed, 3 for 30", shares(bill)); diff != "" {
			t.Errorf("bill (-want +got)\n%s", diff)
		}
		ran := totalRuns(a.scripts)
		a.start()
		until(t, "the end of the one replaced", func() bool { return !b.at(a) })
		if n := totalRuns(a.scripts); n > ran+1 { // what it has begun before it hears of that
			t.Errorf("%d tasks more were run for nothing", n-ran)
		}
	})
}

// Those who were replaced and cannot be reached delay nothing after a restart of the requester, however many there are: each of them has
// claimed what nobody has, and would be waited for.
func TestManyReplacedDelayNothingAfterRestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newReplicas(t, 12)
		lost, err := content.OpenStore(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		defer lost.Close()
		nowhere := stored(t, lost, map[string]string{"stdout": "lost", "stderr": "", "exitCode": "0"})
		away, spares := r.farms[:6], r.farms[6:]
		for i := range away {
			r.wrap(i, func(f farmer.Farmer) farmer.Farmer {
				return liar{f, func(units uint64, d *compute.Done) uint64 { d.CID = nowhere; return units }, nil}
			})
		}
		h := r.hiring()
		h.N, h.Patience = len(away), 5*time.Second
		j := r.b.job(slices.Repeat([]string{"hang 3s use 1000000000"}, 2*len(away))...)
		go func() { _, _ = r.b.run(j, h) }()
		until(t, "a claim of each", func() bool {
			claims := slices.DeleteFunc(r.b.client.Sessions(), func(v *protocol.View) bool { return v.Phase != protocol.Claimed })
			return len(claims) == len(away)
		})
		for _, f := range away {
			f.stop()
		}
		until(t, "work of the others", func() bool {
			return !slices.ContainsFunc(spares, func(f *farm) bool { return totalRuns(f.scripts) == 0 })
		})
		r.b.stop()
		r.b.start()
		began := time.Now()
		r.b.mustRun(j, h)
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("it took %s", took)
		}
	})
}

// A24: who cannot be reached after a restart of the requester keeps its place until another is hired in it, as without one: that is once it has been out of
// reach for longer than the patience, and the others have ended. Where nobody else is there it goes on when it is back.
func TestAwayAcrossRestart(t *testing.T) {
	for name, c := range map[string]struct {
		others int // of which one is hired beside
		back   time.Duration
		want   string
		took   time.Duration
	}{
		"another is there":                  {2, time.Hour, "1 for 10 failed, 3 for 30, 4 for 40", 3 * time.Minute},
		"nobody else":                       {0, 2 * time.Minute, "8 for 80", 5 * time.Minute},
		"back before the others have ended": {2, 20 * time.Second, "4 for 40, 4 for 40", 2 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				a, b := w.farm(1), w.buyer()
				farms := []*farm{a}
				for i := range c.others {
					farms = append(farms, w.farm(byte(i+2)))
				}
				h := hiring(min(2, len(farms)), farms...)
				h.Patience, h.Matcher = 5*time.Second, inOrder(farms)
				j := b.job(slices.Repeat([]string{"hang 20s"}, 8)...)
				go func() { _, _ = b.run(j, h) }()
				until(t, "a task of each", func() bool { return len(b.gotTasks()) == h.N })
				b.stop()
				a.stop()
				b.start()
				began := time.Now()
				back := time.AfterFunc(c.back, a.start)
				defer back.Stop()
				bill := b.mustRun(j, h)
				if took := time.Since(began); took > c.took {
					t.Errorf("it took %s", took)
				}
				if diff := cmp.Diff(c.want, shares(bill)); diff != "" {
					t.Errorf("bill (-want +got)\n%s", diff)
				}
			})
		})
	}
}

// Where the money is spent nobody can be hired in the place of who cannot be reached, and it is waited for.
func TestAwayAcrossRestartWithoutMoney(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		a, c, spare, b := w.farm(1), w.farm(2), w.farm(3), w.buyer()
		h := hiring(1, a, c)
		h.Patience = 5 * time.Second
		h.Matcher = prefer(a.key)
		j := b.job(slow(4)...)
		go func() { _, _ = b.run(j, h) }()
		until(t, "a task of the first", func() bool { return len(b.gotTasks()) == 1 })
		a.stop()
		until(t, "a task of the second", func() bool { return len(b.gotTasks()) == 2 })
		b.stop()
		c.stop()
		b.start()
		h.Farmers = hiring(1, spare).Farmers
		h.MaxPrice = messages.AmountOfUint64(40) // which the first may still claim
		back := time.AfterFunc(time.Minute, c.start)
		defer back.Stop()
		bill := b.mustRun(j, h)
		if diff := cmp.Diff("1 for 10 failed, 3 for 30", shares(bill)); diff != "" || totalRuns(spare.scripts) > 0 {
			t.Errorf("bill (-want +got)\n%s", diff)
		}
	})
}

// worksAs is a farmer that does something else before it works.
type worksAs struct {
	farmer.Farmer
	first func(context.Context) error
}

func (w *worksAs) Work(ctx context.Context, v *protocol.View, p farmer.Progress) (*messages.Delivery, error) {
	if err := w.first(ctx); err != nil {
		return nil, err
	}
	return w.Farmer.Work(ctx, v, p)
}

func (w *worksAs) Ended(ctx context.Context, v *protocol.View) { w.Farmer.(farmer.Ender).Ended(ctx, v) }

// waits has a farmer wait before it works, and then fail with an error, if there is one.
func (r *replicas) waits(i int, d time.Duration, err error) {
	r.wrap(i, func(f farmer.Farmer) farmer.Farmer {
		return &worksAs{f, func(ctx context.Context) error {
			select {
			case <-time.After(d):
				return err
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		}}
	})
}

// runs runs a job, of a requester that is killed after a while and started anew, if it is.
func (r *replicas) runs(j *compute.Job, restart bool, after time.Duration, back func()) string {
	r.t.Helper()
	h := r.hiring()
	h.Patience = 5 * time.Second
	var bill *compute.Bill
	var err error
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		bill, err = compute.Run(r.t.Context(), r.b.client, r.b.buyer, j, sow(r.t, j), h, nil)
	}()
	time.Sleep(after)
	if restart {
		r.b.stop()
		<-ended
		back()
		r.b.start()
		bill, err = r.b.run(j, h)
	} else {
		back()
		<-ended
	}
	if err != nil {
		r.t.Error(err)
	}
	return r.ended(bill)
}

// S-8.1-3: who was replaced before a restart of the requester has no seat after it, though it is back: another is hired in the place of the next that fails.
func TestReplacedHasNoSeatAfterRestart(t *testing.T) {
	for name, restart := range map[string]bool{"without a restart": false, "with one": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newReplicas(t, 5)
				r.waits(0, time.Hour, nil)
				r.waits(2, 25*time.Second, errors.New("broken"))
				time.AfterFunc(2*time.Second, r.farms[0].stop)
				const want = "1: 0 for 0 Abandoned, 2: 2 for 30 Settled, 3: 0 for 0 Abandoned, 4: 2 for 30 Settled, 5: 2 for 30 Settled"
				if got := r.runs(r.job(3, 3), restart, 12*time.Second, r.farms[0].start); got != want {
					t.Errorf("%s, want %s", got, want)
				}
				until(t, "the end of the one replaced", func() bool { return !r.b.at(r.farms[0]) })
			})
		})
	}
}

// Who commits too late is asked to stop once all is decided, after a restart of the requester too.
func TestLaggardIsDismissedAfterRestart(t *testing.T) {
	for name, restart := range map[string]bool{"without a restart": false, "with one": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newReplicas(t, 3)
				r.waits(0, 10*time.Second, nil)
				r.waits(1, 10*time.Second, nil)
				r.waits(2, 24*time.Hour, nil)
				if got := r.runs(r.job(3, 2), restart, 5*time.Second, func() {}); got != two+", 3: 0 for 0 Agreed" {
					t.Error(got)
				}
				until(t, "the end of the laggard", func() bool { return !r.b.at(r.farms[2]) })
			})
		})
	}
}
