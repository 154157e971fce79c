package compute_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/matcher"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services/compute"
)

// A42: one farmer does it all; C06, C05: both roles; R02: what is bought is fetched by CID, block by verified block.
func TestOneTask(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		f, b := w.farm(1), w.buyer()
		j := b.job("copy in.txt print hello exit 3")
		j.Inputs = []compute.Input{{Name: "in.txt", CID: b.add("input text")}}
		bill := b.mustRun(j, hiring(1, f))
		if diff := cmp.Diff("1 for 10", shares(bill)); diff != "" {
			t.Errorf("bill (-want +got)\n%s", diff)
		}
		root := bill.Root.String()
		got := map[string]string{"stdout": b.file(root, "stdout"), "exitCode": b.file(root, "exitCode"), "out": b.file(root, "outputs/in.txt")}
		if diff := cmp.Diff(map[string]string{"stdout": "hello\n", "exitCode": "3", "out": "input text"}, got); diff != "" {
			t.Errorf("result (-want +got)\n%s", diff)
		}
		if d := bill.Done[0]; d.Exit != 3 || d.Ended != "exited" {
			t.Errorf("done: %+v", d)
		}
		v := bill.Lines[0].View
		digest, err := compute.Digest(v.Delivery.Result)
		if err != nil {
			t.Fatal(err)
		}
		if want := bill.Root.Hash(); string(digest[:]) != string(want[2:]) {
			t.Errorf("digest %x is not the hash in %s", digest, bill.Root)
		}
		if v.Phase != protocol.Settled {
			t.Errorf("phase %s", v.Phase)
		}
		// Whoever has the CID has all of it.
		if _, err := content.Fetch(t.Context(), bill.Root, nothing{}, b.store, content.Limits{}, nil); err != nil {
			t.Errorf("the buyer's copy is not whole: %v", err)
		}
	})
}

// A42: a job of many tasks is shared out; everybody is owed for what they did, and it sums up exactly.
func TestShares(t *testing.T) {
	for _, c := range []struct {
		tasks, hires, farms int
		want                string
		most                int // tasks that one is hired for; 0: any number
	}{
		{tasks: 12, hires: 3, farms: 3, want: "4 for 40, 4 for 40, 4 for 40"},
		{tasks: 5, hires: 4, farms: 4, want: "1 for 10, 1 for 10, 1 for 10, 2 for 20"},
		{tasks: 2, hires: 8, farms: 3, want: "1 for 10, 1 for 10"},
		{tasks: 4, hires: 1, farms: 3, want: "4 for 40"},
		{tasks: 6, hires: 3, farms: 1, want: "2 for 20, 2 for 20, 2 for 20"}, // one after the other
		{tasks: 6, hires: 6, farms: 1, want: "1 for 10, 1 for 10, 1 for 10, 1 for 10, 1 for 10, 1 for 10"},
		{tasks: 7, hires: 1, farms: 1, most: 3, want: "1 for 10, 3 for 30, 3 for 30"},
	} {
		t.Run(fmt.Sprintf("%d tasks among %d of %d", c.tasks, c.hires, c.farms), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				var farms []*farm
				for i := range c.farms {
					farms = append(farms, w.farm(byte(i+1)))
				}
				b := w.buyer(func(b *compute.Buyer) {
					if c.most > 0 {
						b.Share = func(*compute.Job) int { return c.most }
					}
				})
				bill := b.mustRun(b.job(prints(c.tasks)...), hiring(c.hires, farms...))
				if diff := cmp.Diff(c.want, shares(bill)); diff != "" {
					t.Errorf("bill (-want +got)\n%s", diff)
				}
				for i := range c.tasks {
					if got, want := b.file(bill.Root.String(), fmt.Sprintf("%03d/outputs/out", i)), fmt.Sprintf("result-%d", i); got != want {
						t.Errorf("task %d: got %q, want %q", i, got, want)
					}
				}
				if got := b.gotTasks(); len(got) != c.tasks || len(slices.Compact(got)) != c.tasks {
					t.Errorf("heard of tasks %v", got)
				}
			})
		})
	}
}

// The directory of all results is the same whoever did what, and the one that `ipfs add` would give.
func TestRoot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		a, c, b := w.farm(1), w.farm(2), w.buyer()
		j := b.job(prints(7)...)
		two := b.mustRun(j, hiring(2, a, c))
		other := w.buyerOf(101)
		one := other.mustRun(j, hiring(1, a))
		if one.Root != two.Root {
			t.Errorf("one farmer gives %s, two give %s", one.Root, two.Root)
		}
		dir := t.TempDir()
		root, err := os.OpenRoot(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer root.Close()
		if err := content.Export(t.Context(), b.store, two.Root, root, "all", content.Limits{}); err != nil {
			t.Fatal(err)
		}
		added, err := content.AddPath(t.Context(), content.Discard, dir+"/all", content.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if added != two.Root {
			t.Errorf("added again it is %s, not %s", added, two.Root)
		}
	})
}

// The smallest share of the largest job, and the largest share, fit into messages.
func TestManyTasks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		f, b := w.farm(1, func(f *compute.Farmer) { f.Parallel = 4 }), w.buyer()
		n := 2*compute.MaxShare + 7
		bill := b.mustRun(b.job(slices.Repeat([]string{"exit 1"}, n)...), hiring(1, f))
		if diff := cmp.Diff("100 for 1000, 100 for 1000, 7 for 70", shares(bill)); diff != "" {
			t.Errorf("bill (-want +got)\n%s", diff)
		}
	})
}

// What programs say at their end is told with each claim, and does not make the delivery too large.
func TestManyDetails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		f, b := w.farm(1), w.buyer()
		bill := b.mustRun(b.job(slices.Repeat([]string{"trap " + strings.Repeat("x", 1000)}, 30)...), hiring(1, f))
		if d := bill.Done[29]; len(bill.Lines) != 1 || bill.Lines[0].Err != nil || len(d.Detail) < 1000 {
			t.Errorf("%d hires, %v, %+v", len(bill.Lines), bill.Lines[0].Err, d)
		}
	})
}

// At most Parallel tasks run unpaid, and they do run at the same time.
func TestParallel(t *testing.T) {
	for _, parallel := range []int{1, 3} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			f, b := w.farm(1, func(f *compute.Farmer) { f.Parallel = parallel }), w.buyer()
			b.mustRun(b.job(slices.Repeat([]string{"hang 5s"}, 9)...), hiring(1, f))
			if f.scripts.most != parallel {
				t.Errorf("%d tasks ran at once, want %d", f.scripts.most, parallel)
			}
		})
	}
}

// A program that ends badly was run all the same: what it left is the result, and it is paid for.
func TestBadEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		f, b := w.farm(1), w.buyer()
		// A trap in the words of a hostile program, too: long, of control characters and of no encoding.
		j := b.job("exit 7", "trap unreachable", "hang 1h", "print a trap "+strings.Repeat("\x1b\xff\u00ad", 2000))
		j.Limits.WallMs = 2000
		bill := b.mustRun(j, hiring(1, f))
		var ends []string
		for _, d := range bill.Done {
			ends = append(ends, fmt.Sprintf("%s %d", d.Ended, d.Exit))
		}
		if diff := cmp.Diff([]string{"exited 7", "trapped 0", "out of time 0", "trapped 0"}, ends); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		if diff := cmp.Diff("4 for 40", shares(bill)); diff != "" {
			t.Errorf("bill (-want +got)\n%s", diff)
		}
		if got := b.file(bill.Root.String(), "003/stdout"); got != "a\n" {
			t.Errorf("stdout %q", got)
		}
	})
}

// What programs print is told while they run.
func TestTelemetry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		f, b := w.farm(1), w.buyer()
		b.mustRun(b.job("hang 1s print one hang 1s", "hang 1s print \x1b[2J hang 1s"), hiring(1, f))
		b.mu.Lock()
		defer b.mu.Unlock()
		var text []string
		most := uint64(0)
		for _, m := range b.telemetry {
			if most = max(most, m.Done); m.Text != "" {
				text = append(text, m.Text)
			}
			if m.Total != 2 {
				t.Errorf("total %d", m.Total)
			}
		}
		if diff := cmp.Diff([]string{"task 0: one", "task 1:  [2J"}, text); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		if most == 0 {
			t.Error("no progress was told")
		}
	})
}

// H03, H02: a dry run says who would do it for what, and why others would not, and binds nobody.
func TestAsk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		price := func(n uint64) func(*compute.Farmer) {
			return func(f *compute.Farmer) { f.PerTask = messages.AmountOfUint64(n) }
		}
		dear, cheap := w.farm(1, price(30)), w.farm(2, price(5))
		small := w.farm(3, func(f *compute.Farmer) { f.Max.Memory = 1 << 20 })
		gone := w.farm(4)
		gone.stop()
		b := w.buyer()
		j := b.job(prints(4)...)
		request := sow(t, j)
		h := hiring(2, dear, cheap, small, gone)
		h.Matcher = matcher.Then(matcher.MaxCost(messages.AmountOfUint64(100)), matcher.Cheapest())
		q, err := compute.Ask(t.Context(), b.client, request, h)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for i, o := range q.Offers {
			got = append(got, fmt.Sprintf("%s %s chosen=%v", o.Farmer.Short(), o.Quote.Price.Ceiling, i < q.Chosen))
		}
		if diff := cmp.Diff([]string{cheap.key.Short() + " 20 chosen=true", dear.key.Short() + " 120 chosen=false"}, got); diff != "" {
			t.Errorf("offers (-want +got)\n%s", diff)
		}
		refused := map[messages.Key]error{}
		for _, r := range q.Refused {
			refused[r.Farmer] = r.Err
		}
		if protocol.CodeOf(refused[gone.key]) != protocol.Unavailable || len(refused) != 2 {
			t.Errorf("refused: %v", refused)
		}
		if e := protocol.AsError(refused[small.key]); e.Code != protocol.Resources || e.Remedy.GetMinimum().GetMemoryBytes() != 1<<20 {
			t.Errorf("the small farmer says %v, remedy %v", e, e.Remedy)
		}
		for _, f := range []*farm{dear, cheap, small} {
			if jobs, _ := f.farmer.Busy(); jobs != 0 || len(f.scripts.runs) != 0 {
				t.Errorf("farmer %d has %d jobs and ran %v", f.n, jobs, f.scripts.runs)
			}
		}
		if signed := b.kinds(); slices.Contains(signed, messages.Kind_KIND_AGREEMENT) {
			t.Errorf("the journal holds %v", signed)
		}
		nobody, err := compute.Ask(t.Context(), b.client, request, requester.Hiring{})
		if err != nil || len(nobody.Offers)+len(nobody.Refused) != 0 {
			t.Errorf("with nobody to ask: %+v, %v", nobody, err)
		}
	})
}

// A policy that is not set up says so instead of failing at its first job.
func TestUnset(t *testing.T) {
	if _, err := new(compute.Farmer).Quote(t.Context(), &protocol.View{SOW: &messages.SOW{}}); err == nil || !strings.Contains(err.Error(), "must be set") {
		t.Errorf("farmer: %v", err)
	}
	if _, err := new(compute.Buyer).Agree(context.Background(), &protocol.View{SOW: &messages.SOW{Service: compute.Service}}, protocol.Choice{}); err == nil || !strings.Contains(err.Error(), "must be set") {
		t.Errorf("buyer: %v", err)
	}
}

// Budgets are over all hires of a job, however many rounds it takes.
func TestBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		// The cheap one does three tasks and breaks; the dear one would do the last for 20.
		f := w.farm(1)
		dear := w.farm(2, func(f *compute.Farmer) { f.PerTask = messages.AmountOfUint64(20) })
		dear.scripts.mended = true
		b := w.buyer()
		tasks := []string{"print a", "print b", "print c", "broken disk"}
		h := hiring(1, f, dear)
		h.Matcher = matcher.Cheapest()
		h.MaxPrice = messages.AmountOfUint64(49)
		j := b.job(tasks...)
		bill, err := b.run(j, h)
		if protocol.CodeOf(err) == 0 || bill == nil || len(bill.Done) != 3 {
			t.Fatalf("got %v, %v", bill, err)
		}
		if bill, err := b.run(j, h); err == nil || shares(bill) != "0 for 0 failed, 3 for 30" { // come back to, it has spent 30 already
			t.Errorf("run again: %s, %v", shares(bill), err)
		}
		if !strings.Contains(err.Error(), "1 of 4 tasks are not done") || !strings.Contains(err.Error(), "budget") {
			t.Error(err)
		}
		h.MaxPrice = messages.AmountOfUint64(50)
		bill = b.mustRun(b.job(tasks...), h)
		if diff := cmp.Diff("1 for 20, 3 for 30", shares(bill)); diff != "" {
			t.Errorf("bill (-want +got)\n%s", diff)
		}

		h = hiring(1, f)
		h.MaxPrice = messages.AmountOfUint64(39)
		if bill, err := b.run(b.job(prints(4)...), h); err == nil || len(bill.Done) != 0 || !strings.Contains(err.Error(), "budget") {
			t.Errorf("a job of 40 on a budget of 39: %v", err)
		}
	})
}
