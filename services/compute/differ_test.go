package compute_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// C52: a dispute about a share names each task that gives something else here, and shows the share as it should be.
func TestShareDiffers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var i *inspection
		again := map[int]compute.Done{}
		i = inspects(t, 4, []int{0, 1, 2, 3}, func(b *compute.Buyer) {
			b.Audit = func(_ context.Context, _ *protocol.View, _ *compute.Job, d compute.Done) error {
				if right, differs := again[d.Task]; differs {
					return &protocol.Error{Code: protocol.Failed, Err: &compute.Difference{Shown: d, Again: right}}
				}
				return nil
			}
		})
		b := i.buyer
		right := results(result("000/", "a"), result("001/", "b"), result("002/", "c"), result("003/", "d"))
		for task, text := range map[int]string{0: "a", 2: "c"} {
			again[task] = compute.Done{Task: task, CID: stored(t, b.store, result("", text)), Ended: "exited", Exit: 3}
		}
		m := i.refuses(i.served(results(right, result("000/", "x"), result("002/", "y"))), 40, "the tasks 0, 2 give something else: task 0 was run again and gives "+again[0].CID)
		r, err := compute.Results.Decode(m.Evidence)
		if err != nil {
			t.Fatal(err)
		}
		var ends []string
		for _, d := range r.Tasks {
			ends = append(ends, fmt.Sprint(d.Task, " ", d.Ended, " ", d.Exit))
		}
		if diff := cmp.Diff([]string{"0 exited 3", "1 exited 3", "2 exited 3", "3 exited 3"}, ends); diff != "" || r.Root != i.served(right) {
			t.Errorf("it should be %s, want %s; %s", r.Root, i.served(right), diff)
		}
	})
}

// Whoever says that its machine broke a run off has nothing to show, however the job is paid.
func TestBrokenOff(t *testing.T) {
	for _, ended := range []executor.End{executor.Crashed, executor.Stopped} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			f, b := w.farm(1), w.buyer()
			f.stop()
			f.wrap = func(f farmer.Farmer) farmer.Farmer {
				return fuelLiar{f, func(_ *messages.Progress, d *compute.Done) { d.Ended = ended.String() }}
			}
			f.start()
			bill, err := b.run(b.job("print a", "print b"), hiring(1, f))
			if err == nil || len(bill.Done) != 0 || !bill.Lines[0].Owed.IsZero() {
				t.Errorf("%d done, %v", len(bill.Done), err)
			}
			if heard := f.notices.text() + b.notices.text() + fmt.Sprint(err, bill.Lines[0].Err); !strings.Contains(heard, "which is nothing that is delivered") {
				t.Errorf("nobody refused it: %s", heard)
			}
		})
	}
}
