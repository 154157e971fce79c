package compute_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// weary fails at first.
type weary struct {
	executor.Executor
	left int // how often
}

func (w *weary) Execute(ctx context.Context, t executor.Task) (*executor.Report, error) {
	if w.left--; w.left >= 0 {
		return nil, &executor.Error{Code: executor.Internal, Cause: "busy"}
	}
	return w.Executor.Execute(ctx, t)
}

// I11: whoever was drawn is not paid unseen since the machine that was to look was busy for a while: it is asked again, while there is
// time for a review. Only then nothing is known, and nobody to blame.
func TestReplayLater(t *testing.T) {
	for _, c := range []struct {
		name         string
		tasks, fails int
		wrong        bool
		want         string // how often it was compared and not, and how it ended
	}{
		{"in time", 1, 10, true, "1 compared, 0 unseen, Undetermined"},
		{"in time, and honest", 1, 10, false, "1 compared, 0 unseen, Settled"},
		{"a claim, in time", 3, 7, true, "1 compared, 0 unseen, Stopped"},
		{"never", 1, 1 << 30, true, "0 compared, 1 unseen, Settled"},
		{"never, of claims", 2, 1 << 30, true, "0 compared, 2 unseen, Settled"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				f, b := w.farm(1), w.buyer()
				f.scripts.wrong = c.wrong
				compared, unseen := 0, 0
				b.buyer.Audit = (&compute.Replay{
					Farmer:   &compute.Farmer{Executor: &weary{&scripts{}, c.fails}, Store: b.store, Dir: t.TempDir()},
					Pick:     func(*protocol.View, int) bool { return true },
					Compared: func(*protocol.View, compute.Done, compute.Done) { compared++ },
					Failed:   func(*protocol.View, compute.Done, error) { unseen++ },
				}).Audit
				bill, err := b.run(b.job(prints(c.tasks)...), hiring(1, f))
				if len(bill.Lines) == 0 {
					t.Fatal(err)
				}
				if got := fmt.Sprintf("%d compared, %d unseen, %s", compared, unseen, bill.Lines[0].View.Phase); !strings.EqualFold(got, c.want) {
					t.Errorf("%s, want %s (%v)", got, c.want, err)
				}
			})
		})
	}
}
