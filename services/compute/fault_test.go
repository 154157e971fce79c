package compute_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services/compute"
)

func slow(n int) []string {
	tasks := make([]string, n)
	for i := range tasks {
		tasks[i] = fmt.Sprintf("hang 3s print t%d", i)
	}
	return tasks
}

// A42: a farmer that dies in the middle of its share is owed for the part that it showed; another does the rest.
func TestFarmerDies(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		a, c, spare := w.farm(1), w.farm(2), w.farm(3)
		b := w.buyer()
		h := hiring(2, a, c, spare)
		h.Patience = 5 * time.Second
		j := b.job(slow(8)...)
		type result struct {
			bill *compute.Bill
			err  error
		}
		ended := make(chan result)
		go func() {
			bill, err := b.run(j, h)
			ended <- result{bill, err}
		}()
		// Of three, two are hired. One of those has shown two of its four tasks when it dies.
		var dead *farm
		until(t, "two tasks of one farmer", func() bool {
			for _, f := range []*farm{a, c, spare} {
				if strings.Count(f.scripts.ran(), ":") == 3 {
					dead = f
				}
			}
			return dead != nil && len(b.gotTasks()) >= 4
		})
		dead.stop()
		r := <-ended
		if r.err != nil {
			t.Fatal(r.err)
		}
		if diff := cmp.Diff("2 for 20, 2 for 20 failed, 4 for 40", shares(r.bill)); diff != "" {
			t.Errorf("bill (-want +got)\n%s", diff)
		}
		for _, l := range r.bill.Lines {
			if l.Err != nil && l.Farmer != dead.key {
				t.Errorf("the line of %s says %v", l.Farmer.Short(), l.Err)
			}
		}
		if got := b.gotTasks(); !slices.Equal(got, []int{0, 1, 2, 3, 4, 5, 6, 7}) {
			t.Errorf("heard of %v", got)
		}

		// It comes back, and is paid nothing for what others did meanwhile.
		dead.start()
		until(t, "the end of the dead farmer's session", func() bool { return len(b.client.Sessions()) == 0 })
		b.notices.mu.Lock()
		for id, phases := range b.notices.phases {
			if phases[len(phases)-1] == protocol.Agreed || phases[len(phases)-1] == protocol.Claimed {
				t.Errorf("session %s ended as %v", id.Short(), phases)
			}
		}
		b.notices.mu.Unlock()
		until(t, "a free place", func() bool { jobs, _ := dead.farmer.Busy(); return jobs == 0 }) // it hears of the end after the buyer
	})
}

// That a farmer was replaced is known after a restart, too: it is asked to stop, and what it claims when it comes back is not paid for twice.
func TestReplacedBeforeRestart(t *testing.T) {
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
		a.start()
		b.start()
		bill := b.mustRun(j, h)
		until(t, "the end of all sessions", func() bool { return len(b.client.Sessions()) == 0 })
		if got := strings.ReplaceAll(shares(bill), " failed", ""); got != "1 for 10, 3 for 30" {
			t.Errorf("bill %s", got)
		}
		for _, l := range bill.Lines { // one that is asked before it has begun anew delivers what it has
			if l.Farmer == a.key && l.View.Phase != protocol.Settled && (l.View.Phase != protocol.Abandoned || !strings.Contains(l.Err.Error(), "another farmer was hired")) {
				t.Errorf("the one replaced: %s, %v", l.View.Phase, l.Err)
			}
		}
	})
}

// A farmer whose machine breaks delivers what is done and is owed exactly that; the tasks left go to another.
func TestPartialDelivery(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		a, c, b := w.farm(1), w.farm(2), w.buyer()
		c.scripts.mended = true
		h := hiring(1, a, c)
		h.Matcher = prefer(a.key)
		bill := b.mustRun(b.job("print a", "print b", "broken disk", "print d"), h)
		if diff := cmp.Diff("2 for 20, 2 for 20", shares(bill)); diff != "" {
			t.Errorf("bill (-want +got)\n%s", diff)
		}
		for _, l := range bill.Lines {
			if l.View.Phase != protocol.Settled || l.View.Delivery.Units != 2 {
				t.Errorf("%s: %s with %d units", l.Farmer.Short(), l.View.Phase, l.View.Delivery.GetUnits())
			}
		}
	})
}

// prefer puts one farmer first.
type prefer messages.Key

func (p prefer) Match(m protocol.Market) []protocol.Choice {
	var choices []protocol.Choice
	for _, o := range m.Offers {
		c := protocol.Choice{Session: o.Session}
		if o.Farmer == messages.Key(p) {
			choices = slices.Insert(choices, 0, c)
		} else {
			choices = append(choices, c)
		}
	}
	return choices
}

// Whoever cannot run the first task delivers nothing, says why, and is owed nothing.
func TestNothingDone(t *testing.T) {
	for _, tasks := range [][]string{{"broken disk"}, {"broken disk", "print b"}} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			f, b := w.farm(1), w.buyer()
			bill, err := b.run(b.job(tasks...), hiring(1, f))
			if err == nil || !strings.Contains(err.Error(), "disk: try another machine") {
				t.Errorf("error: %v", err)
			}
			if diff := cmp.Diff("0 for 0 failed", shares(bill)); diff != "" {
				t.Errorf("bill (-want +got)\n%s", diff)
			}
			until(t, "a free place", func() bool { jobs, _ := f.farmer.Busy(); return jobs == 0 })
		})
	}
}

// Canceled, or out of time, what is done is delivered and paid for, pro rata.
func TestCutShort(t *testing.T) {
	for _, c := range []struct {
		name string
		cut  func(*buyer, *messages.SOW)
		want string
	}{
		{"canceled", func(b *buyer, _ *messages.SOW) {
			until(b.w.t, "two tasks", func() bool { return len(b.gotTasks()) == 2 })
			for _, v := range b.client.Sessions() {
				if err := b.client.Cancel(b.w.t.Context(), v.Session, "enough"); err != nil {
					b.w.t.Error(err)
				}
			}
		}, "2 for 20"},
		{"out of time", func(_ *buyer, s *messages.SOW) { s.DeliverByMs = time.Now().Add(13 * time.Second).UnixMilli() }, "3 for 30"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				f, b := w.farm(1), w.buyer()
				j := b.job(slow(8)...)
				request := sow(t, j)
				request.DeliverByMs = time.Now().Add(time.Hour).UnixMilli()
				ctx, enough := context.WithCancel(t.Context())
				var line compute.Line
				ended := make(chan struct{})
				if c.name != "canceled" {
					c.cut(b, request)
				}
				go func() {
					defer close(ended)
					_, _ = compute.Run(ctx, b.client, b.buyer, j, request, hiring(1, f), func(l compute.Line) {
						line = l
						enough()
					})
				}()
				if c.name == "canceled" {
					c.cut(b, request)
				}
				<-ended
				if got := fmt.Sprintf("%d for %s", len(line.Tasks), line.Owed); got != c.want || line.Err != nil || line.View.Phase != protocol.Settled {
					t.Errorf("%s (%v, %v), want %s", got, line.Err, line.View.Phase, c.want)
				}
			})
		})
	}
}

// The same job cannot be run twice at once, and a job that differs in anything but has the same ID is another.
func TestSameJob(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		f, b := w.farm(1), w.buyer()
		j := b.job("hang 5s print a")
		ended := make(chan *compute.Bill)
		go func() { ended <- b.mustRun(j, hiring(1, f)) }()
		until(t, "a session", func() bool { return len(b.client.Sessions()) == 1 })
		if _, err := b.run(j, hiring(1, f)); protocol.CodeOf(err) != protocol.Duplicate {
			t.Errorf("run twice at once: %v", err)
		}
		one := <-ended
		other := *j
		other.Tasks = []compute.Task{{Args: []string{"print", "b"}}}
		two := b.mustRun(&other, hiring(1, f))
		if one.Root == two.Root || b.file(two.Root.String(), "stdout") != "b\n" {
			t.Errorf("another job of the same ID got the result of the first")
		}
		if _, err := compute.Run(t.Context(), b.client, b.buyer, j, sow(t, &other), hiring(1, f), nil); err == nil {
			t.Error("a SOW of another job was taken")
		}
	})
}

// Results are served until their retention is over, and then their disk is free again; so is that of jobs that came to
// nothing.
func TestSweep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		f, b := w.farm(1), w.buyer()
		bill := b.mustRun(b.job(prints(3)...), hiring(1, f))
		until(t, "a free place", func() bool { jobs, _ := f.farmer.Busy(); return jobs == 0 })
		held := func() (n int) {
			for _, err := range f.farmer.Store.Holds() {
				if err != nil {
					t.Fatal(err)
				}
				n++
			}
			return n
		}
		if held() != 4 {
			t.Errorf("%d holds, want 3 results and their directory", held())
		}
		has := func() bool {
			ok, err := f.farmer.Store.Has(bill.Root)
			return err == nil && ok
		}
		if err := f.farmer.Sweep(t.Context(), time.Now().Add(time.Hour), nil); err != nil || !has() {
			t.Errorf("swept before its time (%v)", err)
		}
		after := time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC) // files are of the machine's time, not the bubble's
		if err := f.farmer.Sweep(t.Context(), after, nil); err != nil || has() || held() != 0 {
			t.Errorf("after its time: there %v, %d holds (%v)", has(), held(), err)
		}
		for _, bucket := range []string{"compute-done", "compute-retain"} {
			for n, err := range f.journal.Notes(t.Context(), bucket) {
				t.Errorf("a note is left: %v (%v)", n, err)
			}
		}
		if _, err := content.Fetch(t.Context(), bill.Root, nothing{}, b.store, content.Limits{}, nil); err != nil {
			t.Errorf("what was bought is gone with it: %v", err)
		}
	})
}

// A place that was promised and that nobody came for is free again, and what was fetched for it is let go.
func TestPlaceLapses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		f := w.farm(1, func(f *compute.Farmer) { f.MaxJobs = 1 })
		b := w.buyer()
		v := proposed(t, f, b, b.job("print a"))
		if _, err := f.farmer.Accept(t.Context(), v); err != nil {
			t.Fatal(err)
		}
		other := proposed(t, f, b, b.job("print b"))
		other.Session = messages.ID{2}
		_, err := f.farmer.Accept(t.Context(), other)
		if e, ok := errors.AsType[*protocol.Error](err); !ok || e.Code != protocol.Busy || e.Remedy.GetRetryAtMs() <= time.Now().UnixMilli() {
			t.Errorf("a second job: %v", err)
		}
		time.Sleep(5 * time.Minute)
		if jobs, _ := f.farmer.Busy(); jobs != 0 {
			t.Errorf("%d places are taken", jobs)
		}
		for h, err := range f.farmer.Store.Holds() {
			t.Errorf("still held: %v (%v)", h, err)
		}
	})
}

// C51; SETTLEMENT rule 8: a session that silence has ended long ago leaves module, inputs and result where a panel fetches them, until its deal
// is closed, however long that takes and whatever is collected meanwhile; and no longer. What settles by no deal goes with its session.
func TestSweepOfDeals(t *testing.T) {
	for _, settles := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			f, b := w.farm(1), w.buyer()
			j := b.job("print a")
			j.Inputs = []compute.Input{{Name: "in", CID: b.add("an input")}}
			v := proposed(t, f, b, j)
			if settles {
				v.Terms.Settlement = &messages.Settlement{Kind: messages.SettlementKind_SETTLEMENT_KIND_ESCROW}
			}
			if _, err := f.farmer.Accept(t.Context(), v); err != nil {
				t.Fatal(err)
			}
			served := func() bool {
				later := time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC) // files are of the machine's time, not the bubble's
				if _, err := f.farmer.Store.Collect(t.Context(), later); err != nil {
					t.Fatal(err)
				}
				for _, root := range []string{j.Module, j.Inputs[0].CID} {
					if has, err := f.farmer.Store.Has(mustCID(t, root)); err != nil || !has {
						return false
					}
				}
				return true
			}
			sweep := func(open bool) {
				if err := f.farmer.Sweep(t.Context(), time.Now(), func(id messages.ID) bool { return open && id == v.Session }); err != nil {
					t.Fatal(err)
				}
			}
			sweep(false) // the session goes on, and its deal is not signed yet
			if !served() {
				t.Fatal("what is to be run is gone before it was")
			}
			v.Phase = protocol.Accepted
			f.farmer.Ended(t.Context(), v)
			if jobs, _ := f.farmer.Busy(); jobs != 0 || served() != settles {
				t.Fatalf("once the session is over %d places are taken, and it is served: %v", jobs, served())
			}
			sweep(false) // that had begun before
			time.Sleep(time.Hour)
			sweep(true)
			if served() != settles {
				t.Errorf("an hour later it is served: %v", served())
			}
			time.Sleep(1000 * 24 * time.Hour) // it is disputed, and there is no end to the appeals
			sweep(true)
			if served() != settles {
				t.Errorf("in the end of the dispute it is served: %v", served())
			}
			sweep(false)
			if served() {
				t.Error("it is kept though the deal is closed")
			}
			for n, err := range f.journal.Notes(t.Context(), "compute-retain") {
				t.Errorf("a note is left: %v (%v)", n, err)
			}
		})
	}
}

// proposed is a session in which a farmer is about to accept.
func proposed(t *testing.T, f *farm, b *buyer, j *compute.Job) *protocol.View {
	t.Helper()
	s := sow(t, j)
	v := &protocol.View{Session: messages.ID{1}, Requester: b.key, Farmer: f.key, SOW: s}
	s.DeliverByMs = time.Now().Add(time.Hour).UnixMilli()
	v.Quote = &messages.Quote{Version: messages.Version, Units: s.Units, DeliverByMs: s.DeliverByMs, ExpiresMs: time.Now().Add(time.Minute).UnixMilli(),
		Price: &messages.Price{Asset: "play", Unit: compute.Unit, PerUnit: "10", Ceiling: "1000"}}
	s.Version = messages.Version
	a, err := requester.Terms(v, protocol.Choice{}, 0)
	if err != nil {
		t.Fatal(err)
	}
	if v.Terms, err = a.DecodeTerms(); err != nil {
		t.Fatal(err)
	}
	return v
}

var _ farmer.Farmer = (*compute.Farmer)(nil)
