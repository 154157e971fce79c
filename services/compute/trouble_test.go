package compute_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/ipfs/go-cid"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services/compute"
)

// smallDisk is where a buyer's blocks are kept, and its notes: some fit.
type smallDisk struct {
	journal.Journal
	*world
	blocks, notes atomic.Int64
}

func (d *smallDisk) GetBlock(ctx context.Context, c cid.Cid) ([]byte, error) {
	if d.blocks.Add(-1) < 0 {
		return nil, &fs.PathError{Op: "write", Path: "/state/content/block", Err: syscall.ENOSPC}
	}
	return d.world.GetBlock(ctx, c)
}

func (d *smallDisk) Commit(ctx context.Context, b journal.Batch) error {
	if len(b.Notes) > 0 && strings.HasPrefix(b.Notes[0].Bucket, "compute-bought-") && d.notes.Add(-1) < 0 {
		return fmt.Errorf("%w: %w", journal.ErrFailed, journal.ErrFull)
	}
	return d.Journal.Commit(ctx, b)
}

// H06: a disk that is full in the middle of a run is nobody's fault but the buyer's: the run ends with that reason, nobody is
// stopped, disputed or replaced, and once there is space the same farmer's work is taken and paid.
func TestDiskFull(t *testing.T) {
	for name, c := range map[string]struct {
		blocks, notes int64
		tasks         int
	}{
		"no block fits":                  {0, 1000, 4},
		"some blocks fit":                {6, 1000, 4},
		"no note fits":                   {1000, 0, 4},
		"a note fits":                    {1000, 1, 4},
		"of the only task no block fits": {0, 1000, 1},
		"of the only task no note fits":  {1000, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				f, other := w.farm(1), w.farm(2)
				var disk *smallDisk
				b := w.buyer(func(b *compute.Buyer) {
					if disk == nil {
						disk = &smallDisk{Journal: b.Notes, world: w}
					}
					b.Notes, b.Blocks = disk, disk
				})
				disk.blocks.Store(c.blocks)
				disk.notes.Store(c.notes)
				j := b.job(prints(c.tasks)...)
				h := hiring(1, f)
				bill, err := b.run(j, h)
				halt, ok := errors.AsType[*requester.Halt](err)
				if !ok || !errors.Is(err, syscall.ENOSPC) && !errors.Is(err, journal.ErrFull) {
					t.Fatalf("the run ended with %v (%v), want a full disk", err, halt)
				}
				if bill == nil || len(bill.Done) == c.tasks {
					t.Errorf("the bill is %+v", bill)
				}
				if text := b.notices.text(); text != "[]" {
					t.Errorf("somebody is blamed: %s", text)
				}
				b.stop()
				if len(other.notices.phases) != 0 {
					t.Errorf("the other farmer was asked: %v", other.notices.phases)
				}

				disk.blocks.Store(1000)
				disk.notes.Store(1000)
				b.start()
				bill = b.mustRun(j, hiring(1, other))
				want := fmt.Sprintf("%d for %d", c.tasks, 10*c.tasks)
				if diff := cmp.Diff(want, shares(bill)); diff != "" || bill.Lines[0].Farmer != f.key {
					t.Errorf("bill (-want +got)\n%s", diff)
				}
				synctest.Wait() // the farmer hears itself last
				for id, phases := range f.notices.phases {
					if last := phases[len(phases)-1]; last != protocol.Settled || len(f.notices.phases) != 1 {
						t.Errorf("session %s came to %v", id.Short(), phases)
					}
				}
			})
		})
	}
}

// Two buyers and one place: who comes second waits for it, and says nothing else.
func TestFullFarmer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		f := w.farm(1, func(f *compute.Farmer) { f.MaxJobs = 1 })
		type result struct {
			bill *compute.Bill
			err  error
		}
		results := make(chan result)
		buyers := []*buyer{w.buyerOf(100), w.buyerOf(101)}
		for _, b := range buyers {
			j := b.job(slow(4)...)
			go func() {
				bill, err := b.run(j, hiring(1, f))
				results <- result{bill, err}
			}()
		}
		for range buyers {
			r := <-results
			if r.err != nil {
				t.Fatalf("%v\n%s\n%s", r.err, buyers[0].notices.text(), buyers[1].notices.text())
			}
			if len(r.bill.Done) != 4 {
				t.Errorf("%d of 4 tasks are done", len(r.bill.Done))
			}
		}
		heard := 0
		for _, b := range buyers {
			for _, err := range b.notices.errs {
				if heard++; protocol.CodeOf(err) != protocol.Busy {
					t.Errorf("a buyer heard %v", err)
				}
			}
		}
		if heard == 0 {
			t.Error("nobody was told that the farmer is full")
		}
	})
}

// A place whose acceptance was never sent is free at once: the requester let go while module and inputs were looked at.
func TestPlaceOfUnsentAcceptance(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		var b *buyer
		f := w.farm(1, func(f *compute.Farmer) { f.MaxJobs = 1 })
		f.stop()
		f.wrap = func(inner farmer.Farmer) farmer.Farmer {
			return &canceled{inner.(*compute.Farmer), func(id messages.ID) {
				if err := b.client.Cancel(t.Context(), id, "no longer needed"); err != nil {
					t.Error(err)
				}
				time.Sleep(time.Second) // until it is here
			}}
		}
		f.start()
		b = w.buyer()
		if _, err := b.run(b.job("print a"), hiring(1, f)); err == nil {
			t.Fatal("the work was done")
		}
		synctest.Wait()
		if jobs, _ := f.farmer.Busy(); jobs != 0 {
			t.Errorf("%d places are taken", jobs)
		}
		for h, err := range f.farmer.Store.Holds() {
			t.Errorf("still held: %v (%v)", h, err)
		}
	})
}

// canceled is a farmer whose requester cancels once it has accepted.
type canceled struct {
	*compute.Farmer
	cancel func(messages.ID)
}

func (c *canceled) Accept(ctx context.Context, v *protocol.View) (*messages.Acceptance, error) {
	a, err := c.Farmer.Accept(ctx, v)
	c.cancel(v.Session)
	return a, err
}
