package compute_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// lossy is an executor whose disk does not take what runs print, as a real one's that is full: there is a report, and what is left is not
// what the program wrote.
type lossy struct {
	*scripts
	code executor.Code
	err  error
	left int // how often
}

func (l *lossy) Execute(ctx context.Context, t executor.Task) (*executor.Report, error) {
	rep, err := l.scripts.Execute(ctx, t)
	if l.left--; err != nil || l.left < 0 {
		return rep, err
	}
	if err := os.Truncate(filepath.Join(t.Dir, executor.StdoutFile), 0); err != nil { // and this alone: what is left looks like a result
		return nil, err
	}
	return rep, &executor.Error{Code: l.code, Cause: "the result cannot be stored", Remedy: "see that there is room on the disk", Err: &fs.PathError{Op: "write", Path: t.Dir, Err: l.err}}
}

const ever = 1 << 30

// THREATS 4, disk full, EIO: what a farmer's disk makes of a run is no result: nothing of it is delivered, and it is the farmer's own fault.
func TestAFarmersDiskIsNoResult(t *testing.T) {
	for _, code := range []executor.Code{executor.NoResult, executor.Internal, executor.NoInput} {
		for tasks, want := range map[int]int{1: 0, 3: 1} { // of three the first was done before
			t.Run(fmt.Sprint(code, tasks), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					w := newWorld(t)
					f := w.farm(1, func(f *compute.Farmer) { f.Executor = &late{lossy{&scripts{}, code, syscall.ENOSPC, ever}, want} })
					b := w.buyer()
					bill, err := b.run(b.job(prints(tasks)...), hiring(1, f))
					if err == nil || bill.Root.Defined() {
						t.Fatalf("it was taken for the result: %+v", bill)
					}
					for _, d := range bill.Done {
						if d.Task >= want {
							t.Errorf("task %d was taken as %+v", d.Task, d)
						}
					}
					if len(bill.Done) != want || len(bill.Lines) == 0 || bill.Lines[len(bill.Lines)-1].Err == nil {
						t.Errorf("the bill is %+v", bill)
					}
					for _, l := range bill.Lines {
						if want == 0 && (l.View.Phase != protocol.Abandoned || l.View.Delivery != nil) {
							t.Errorf("the session is %s, with the delivery %v", l.View.Phase, l.View.Delivery)
						}
					}
				})
			})
		}
	}
}

// late is lossy after some runs.
type late struct {
	lossy
	sound int
}

func (l *late) Execute(ctx context.Context, t executor.Task) (*executor.Report, error) {
	if l.sound--; l.sound >= 0 {
		return l.scripts.Execute(ctx, t)
	}
	return l.lossy.Execute(ctx, t)
}

// I11; H06: what the requester's disk makes of an audit says nothing about the farmer: the run ends with what the disk says, nobody is
// stopped, disputed or paid unseen, and once there is space the same work is looked at, taken and paid.
func TestARequestersDiskIsNoFinding(t *testing.T) {
	for _, c := range []struct {
		name  string
		code  executor.Code
		err   error
		tasks int
		fails int
		halts bool
	}{
		{"full", executor.NoResult, syscall.ENOSPC, 1, ever, true},
		{"full, a claim", executor.NoResult, syscall.ENOSPC, 3, ever, true},
		{"broken", executor.NoResult, syscall.EIO, 1, ever, true},
		{"too many files, for a moment", executor.NoResult, syscall.EMFILE, 1, 5, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				f, other, b := w.farm(1), w.farm(2), w.buyer()
				disk := &lossy{&scripts{}, c.code, c.err, c.fails}
				compared := 0
				audit := (&compute.Replay{
					Farmer: &compute.Farmer{Executor: disk, Store: b.store, Dir: t.TempDir()},
					Pick:   func(*protocol.View, int) bool { return true },
					Compared: func(_ *protocol.View, d, again compute.Done) {
						if compared++; d.Compare(again) != compute.Same {
							t.Errorf("it is said to differ: %+v", again)
						}
					},
					Failed: func(*protocol.View, compute.Done, error) { t.Error("taken unseen") },
				}).Audit
				b.edit = append(b.edit, func(b *compute.Buyer) { b.Audit = audit })
				b.buyer.Audit = audit
				j := b.job(prints(c.tasks)...)
				bill, err := b.run(j, hiring(1, f))
				_, halted := errors.AsType[*requester.Halt](err)
				if halted != c.halts || halted && !errors.Is(err, c.err) || !halted && err != nil {
					t.Fatalf("the run ended with %v", err)
				}
				if halted {
					if compared != 0 || len(bill.Done) != 0 {
						t.Errorf("%d compared, the bill is %+v", compared, bill)
					}
					b.stop()
					disk.left = 0
					b.start()
					bill = b.mustRun(j, hiring(1, other))
				}
				if len(bill.Done) != c.tasks || compared != c.tasks || bill.Lines[0].Farmer != f.key || bill.Lines[0].View.Phase != protocol.Settled {
					t.Errorf("%d compared, the bill is %+v", compared, bill)
				}
				if len(other.notices.phases) != 0 {
					t.Errorf("the other farmer was asked: %v", other.notices.phases)
				}
			})
		})
	}
}

// H06: a store of the requester's that cannot be read or written, for longer than there is to review, does not have the farmer said to have
// served nothing.
func TestARequestersStoreIsNoDispute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		f, b := w.farm(1), w.buyer()
		dir := t.TempDir()
		store, err := content.OpenStore(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer store.Close()
		store.NoSync = true
		b.buyer.Store = store
		j := b.job("print a")
		if err := errors.Join(os.RemoveAll(filepath.Join(dir, "blocks")), os.WriteFile(filepath.Join(dir, "blocks"), nil, 0o600)); err != nil {
			t.Fatal(err)
		}
		_, err = b.run(j, hiring(1, f))
		if _, halted := errors.AsType[*requester.Halt](err); !halted {
			t.Errorf("the run ended with %v\n%s", err, b.notices.text())
		}
		for _, v := range b.client.Sessions() {
			if v.Phase != protocol.Delivered {
				t.Errorf("the session is %s", v.Phase)
			}
		}
	})
}

// SETTLEMENT rule 1: that nobody gives module and inputs is said where nobody does, and not where they cannot be kept here.
func TestWhatIsMissingIsNotWhatCannotBeKept(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(t *testing.T, store, dir string) // nil: nothing
		serve bool
		want  protocol.Code
	}{
		"nobody has them":          {nil, false, protocol.Content},
		"the store takes nothing":  {func(t *testing.T, store, _ string) { blocked(t, filepath.Join(store, "staging")) }, true, protocol.Failed},
		"the store gives nothing":  {func(t *testing.T, store, _ string) { blocked(t, filepath.Join(store, "blocks")) }, true, protocol.Failed},
		"and nobody has them":      {func(t *testing.T, store, _ string) { blocked(t, filepath.Join(store, "blocks")) }, false, protocol.Failed},
		"the folder takes nothing": {func(t *testing.T, _, dir string) { blocked(t, dir) }, true, protocol.Internal},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			b := w.buyer()
			j := b.job("print a")
			at, dir := t.TempDir(), filepath.Join(t.TempDir(), "runs")
			store, err := content.OpenStore(at)
			if err != nil {
				t.Fatal(err)
			}
			defer store.Close()
			store.NoSync = true
			f := &compute.Farmer{Executor: &scripts{}, Store: store, Dir: dir, FetchTime: time.Second}
			if c.serve {
				f.Blocks = b.store
			}
			if err := f.Tidy(); err != nil {
				t.Fatal(err)
			}
			if c.spoil != nil {
				c.spoil(t, at, dir)
			}
			v := &protocol.View{Session: messages.ID{1}, Terms: &messages.Terms{}}
			if _, err = f.Repeat(t.Context(), v, j, 0); protocol.CodeOf(err) != c.want {
				t.Errorf("it says %v, want %s", err, c.want)
			}
			b.stop()
		})
	}
}

// blocked puts a file where a directory was: that fails for everybody, also for root, whom no permission stops.
func blocked(t *testing.T, dir string) {
	t.Helper()
	if err := errors.Join(os.RemoveAll(dir), os.WriteFile(dir, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
}
