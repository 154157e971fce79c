package compute_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// sqlite opens the journal in a folder.
func sqlite(t *testing.T, dir string) journal.Journal {
	t.Helper()
	j, err := journal.Open(filepath.Join(dir, "journal.db"))
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// A farmer that starts again runs no task twice that it had finished, and claims none twice.
func TestFarmerRestarts(t *testing.T) {
	for _, parallel := range []int{1, 2} {
		t.Run(fmt.Sprintf("parallel %d", parallel), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				f, b := w.farm(1), w.buyer()
				f.stop()
				dir := t.TempDir()
				f.journal = sqlite(t, dir)
				f.edit = append(f.edit, func(f *compute.Farmer) { f.Parallel = parallel })
				f.start()
				ended := make(chan *compute.Bill)
				go func() { ended <- b.mustRun(b.job(slow(6)...), hiring(1, f)) }()
				for _, n := range []int{1, 3, 5} {
					until(t, "some tasks", func() bool { return len(b.gotTasks()) >= n })
					time.Sleep(time.Second) // in the middle of the next
					f.stop()
					if err := f.journal.Close(); err != nil {
						t.Fatal(err)
					}
					f.journal = sqlite(t, dir)
					f.start()
				}
				bill := <-ended
				f.stop()
				defer f.journal.Close()
				if diff := cmp.Diff("6 for 60", shares(bill)); diff != "" {
					t.Errorf("bill (-want +got)\n%s", diff)
				}
				for task := range 6 {
					done := fmt.Sprintf("%d:", task)
					if !strings.Contains(f.scripts.ran(), done) {
						t.Errorf("task %d was never run: %s", task, f.scripts.ran())
					}
				}
				if total := totalRuns(f.scripts); total > 6+3*parallel {
					t.Errorf("%d runs of 6 tasks with 3 restarts: %s", total, f.scripts.ran())
				}
			})
		})
	}
}

// What was found before an agreement was signed is not looked for again by a farmer that starts again: where its cluster lacks something at that
// moment, the work is not given up for that. So it is with encrypted inputs once they were opened, whether something of the work is done or not.
// C17, M12.
func TestFarmerRestartsWhileExecutorRefuses(t *testing.T) {
	for name, how := range map[string]struct {
		encrypted bool
		done      int
	}{"": {false, 1}, "encrypted": {true, 1}, "encrypted, nothing done": {true, 0}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				b := w.buyerOf(100, func(b *compute.Buyer) { b.Start = 110 * time.Second }) // so that it begins before it may not be declined any more
				f, _ := w.keyed(1, b)
				looks := 0
				f.scripts.refuses = func(executor.Task) error { looks++; return nil }
				j := b.job(slow(3)...)
				if how.encrypted {
					j = b.encrypted(slow(3)...)
				}
				ended := make(chan *compute.Bill)
				go func() {
					bill, _ := b.run(j, hiring(1, f))
					ended <- bill
				}()
				until(t, "a task", func() bool { return totalRuns(f.scripts) > 0 && len(b.gotTasks()) >= how.done })
				f.stop()
				if n := len(b.gotTasks()); n != how.done {
					t.Fatalf("%d tasks are done, want %d", n, how.done)
				}
				executes := 0
				f.scripts.mu.Lock()
				f.scripts.refuses = nil
				f.scripts.mu.Unlock()
				f.edit = append(f.edit, func(work *compute.Farmer) {
					work.Executor = lacking{f.scripts, &executes}
				})
				f.start()
				if diff := cmp.Diff("3 for 30", shares(<-ended)); diff != "" || executes == 0 || looks == 0 {
					t.Errorf("bill (-want +got)\n%s; %d runs after the restart, looked at %d times before; heard %s", diff, executes, looks, b.notices.text())
				}
				if err := f.farmer.Sweep(t.Context(), later, nil); err != nil {
					t.Fatal(err)
				}
				for n, err := range f.journal.Notes(t.Context(), "compute-opened") {
					t.Errorf("a note is left: %v (%v)", n, err)
				}
			})
		})
	}
}

// lacking is an executor that would take nothing new, and goes on with what it has.
type lacking struct {
	executor.Executor
	executes *int
}

func (lacking) CheckTask(executor.Task) error {
	return &executor.Error{Code: executor.Refused, Cause: "no node can fetch it", Remedy: "give it less"}
}

func (l lacking) Execute(ctx context.Context, t executor.Task) (*executor.Report, error) {
	*l.executes++
	return l.Executor.Execute(ctx, t)
}

func totalRuns(s *scripts) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, runs := range s.runs {
		n += runs
	}
	return n
}

// A requester that starts again takes its hires up where they were: nothing is hired, run or paid twice.
func TestBuyerRestarts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		a, c, b := w.farm(1), w.farm(2), w.buyer()
		b.stop()
		dir := t.TempDir()
		b.journal = sqlite(t, dir)
		b.start()
		j := b.job(slow(8)...)
		first := make(chan error)
		go func() {
			_, err := b.run(j, hiring(2, a, c))
			first <- err
		}()
		until(t, "some tasks", func() bool { return len(b.gotTasks()) >= 3 })
		id := b.client.Sessions()[0].FirstSOW
		b.stop()
		if err := <-first; err == nil {
			t.Error("the first run ended well although its client did not")
		}
		if err := b.journal.Close(); err != nil {
			t.Fatal(err)
		}
		b.journal = sqlite(t, dir)
		b.start()
		bill, err := compute.Resume(t.Context(), b.client, b.buyer, id, hiring(2, a, c), nil)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff("4 for 40, 4 for 40", shares(bill)); diff != "" {
			t.Errorf("bill (-want +got)\n%s", diff)
		}
		if got := b.gotTasks(); !slices.Equal(got, []int{0, 1, 2, 3, 4, 5, 6, 7}) {
			t.Errorf("heard of %v", got)
		}
		if n := totalRuns(a.scripts) + totalRuns(c.scripts); n != 8 {
			t.Errorf("%d runs of 8 tasks", n)
		}

		// Asked for the same job again it buys nothing, and the bill is the same, also after a restart; asked to resume what
		// has ended it says what to do.
		b.stop()
		b.start()
		again := b.mustRun(j, hiring(2, a, c))
		if diff := cmp.Diff(hires(bill), hires(again)); diff != "" || again.Root != bill.Root {
			t.Errorf("run again: root %s, want %s, hires (-want +got)\n%s", again.Root, bill.Root, diff)
		}
		if _, err := compute.Resume(t.Context(), b.client, b.buyer, id, hiring(2, a, c), nil); protocol.CodeOf(err) != protocol.NotFound {
			t.Errorf("resume of what has ended: %v", err)
		}
		b.stop()
		b.journal.Close()
	})
}

// hires are a bill's lines, in no order.
func hires(bill *compute.Bill) map[messages.ID]string {
	lines := map[messages.ID]string{}
	for _, l := range bill.Lines {
		lines[l.Session] = fmt.Sprint(l.Farmer.Short(), l.Tasks, l.Owed, l.View.Phase, l.Err)
	}
	return lines
}

// After a restart, run instead of resumed, hires that are under way are seen through before anybody else is hired.
func TestRunAfterRestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		a, c, b := w.farm(1), w.farm(2), w.buyer()
		j := b.job(slow(6)...)
		go func() { _, _ = b.run(j, hiring(1, a)) }()
		until(t, "some tasks", func() bool { return len(b.gotTasks()) >= 2 })
		b.stop()
		b.start()
		bill := b.mustRun(j, hiring(1, c))
		if diff := cmp.Diff("6 for 60", shares(bill)); diff != "" {
			t.Errorf("bill (-want +got)\n%s", diff)
		}
		if n := totalRuns(a.scripts) + totalRuns(c.scripts); n != 6 {
			t.Errorf("%d runs of 6 tasks", n)
		}
	})
}

// slowToRead is a journal on a slow disk.
type slowToRead struct{ journal.Journal }

func (j slowToRead) Transcript(ctx context.Context, session messages.ID) iter.Seq2[journal.Record, error] {
	time.Sleep(time.Minute) // of a bubble's clock
	return j.Journal.Transcript(ctx, session)
}

// After a restart the bill has every hire: that which had ended before, and that which ends by itself while Run looks around.
func TestBillAfterRestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		a, c, b := w.farm(1), w.farm(2), w.buyer()
		j := b.job("print quick", "print quick", "hang 3s print slow", "hang 3s print slow")
		go func() { _, _ = b.run(j, hiring(2, a, c)) }()
		until(t, "the end of one hire", func() bool { return len(b.gotTasks()) == 2 && len(b.client.Sessions()) == 1 })
		b.stop()
		b.journal = slowToRead{b.journal}
		b.start()
		bill := b.mustRun(j, hiring(2, a, c))
		if diff := cmp.Diff("2 for 20, 2 for 20", shares(bill)); diff != "" {
			t.Errorf("bill (-want +got)\n%s", diff)
		}
	})
}

// A24, A45: who fails while hires are taken up after a restart is not replaced before all of those have ended: then others do what is left of them all.
func TestOthersAreHiredAfterThoseUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		a, c, d, b := w.farm(1), w.farm(2), w.farm(3), w.buyer()
		a.stop()
		a.wrap = func(f farmer.Farmer) farmer.Farmer { return quits{f} }
		a.start()
		j := b.job(slow(8)...)
		go func() { _, _ = b.run(j, hiring(2, a, c)) }()
		until(t, "a task", func() bool { return len(b.gotTasks()) > 0 })
		b.stop()
		b.start()
		ended := make(chan *compute.Bill)
		go func() { ended <- b.mustRun(j, hiring(2, d)) }()
		of := func(f *farm) bool {
			return slices.ContainsFunc(b.client.Sessions(), func(v *protocol.View) bool { return v.Farmer == f.key })
		}
		time.Sleep(time.Second)
		until(t, "the end of one", func() bool { return !of(a) })
		n := 0
		for ; of(c); n++ {
			if of(d) {
				t.Fatalf("another is asked %d00 ms after the end of one, while the other is at work", n)
			}
			time.Sleep(100 * time.Millisecond)
		}
		if bill := <-ended; n == 0 || len(bill.Done) != 8 || totalRuns(d.scripts) != 4 {
			t.Errorf("%s, with %d runs of the third", shares(bill), totalRuns(d.scripts))
		}
	})
}

// quits is a farmer that gives up after a while.
type quits struct{ farmer.Farmer }

func (quits) Work(context.Context, *protocol.View, farmer.Progress) (*messages.Delivery, error) {
	time.Sleep(5 * time.Second)
	return nil, errors.New("broken")
}

func (q quits) Ended(ctx context.Context, v *protocol.View) { q.Farmer.(farmer.Ender).Ended(ctx, v) }
