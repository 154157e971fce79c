package compute_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"github.com/ipfs/go-cid"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute"
)

// liar is a farmer whose claims and deliveries are not what was done.
type liar struct {
	farmer.Farmer
	claim   func(units uint64, d *compute.Done) uint64
	deliver func(*messages.Delivery, *compute.Result)
}

func (l liar) Work(ctx context.Context, v *protocol.View, p farmer.Progress) (*messages.Delivery, error) {
	m, err := l.Farmer.Work(ctx, v, lying{p, l.claim})
	if err != nil || l.deliver == nil {
		return m, err
	}
	r, err := compute.Results.Decode(m.Result)
	if err != nil {
		return nil, err
	}
	l.deliver(m, r)
	m.Result, err = compute.Results.Encode(r)
	return m, err
}

func (l liar) Ended(ctx context.Context, v *protocol.View) { l.Farmer.(farmer.Ender).Ended(ctx, v) }

type lying struct {
	farmer.Progress
	claim func(uint64, *compute.Done) uint64
}

func (l lying) Claim(ctx context.Context, p *messages.Progress) (*messages.Voucher, error) {
	if l.claim != nil {
		d, err := compute.Claims.Decode(p.Evidence)
		if err != nil {
			return nil, err
		}
		p.Units = l.claim(p.Units, d)
		if p.Evidence, err = compute.Claims.Encode(d); err != nil {
			return nil, err
		}
	}
	return l.Progress.Claim(ctx, p)
}

// tree adds a directory to a farmer's store.
func (f *farm) tree(files map[string]string) string {
	f.w.t.Helper()
	return stored(f.w.t, f.farmer.Store, files)
}

// stored puts files into a store and names their directory.
func stored(t *testing.T, store *content.Store, files map[string]string) string {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	c, err := content.AddFS(t.Context(), store, fs.FS(fsys), content.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return c.String()
}

// THREATS: whoever shows what it did not do is stopped at the first such claim, owed for what it had shown before, and
// another farmer does the rest.
func TestLyingClaims(t *testing.T) {
	sound := map[string]string{"stdout": "", "stderr": "", "exitCode": "0"}
	for _, c := range []struct {
		name  string
		claim func(f *farm) func(uint64, *compute.Done) uint64
		want  string // what the requester says
	}{
		{"more units than were shown", func(*farm) func(uint64, *compute.Done) uint64 {
			return func(units uint64, _ *compute.Done) uint64 { return min(2*units, 4) }
		}, "2 units are claimed, 1 were shown"},
		{"a task of somebody else's share", func(*farm) func(uint64, *compute.Done) uint64 {
			return func(units uint64, d *compute.Done) uint64 { d.Task += 4; return units }
		}, "is not in the share"},
		{"a task that is not in the job", func(*farm) func(uint64, *compute.Done) uint64 {
			return func(units uint64, d *compute.Done) uint64 { d.Task = 900; return units }
		}, "is not in the share"},
		{"the same task twice", func(*farm) func(uint64, *compute.Done) uint64 {
			return func(units uint64, d *compute.Done) uint64 {
				if d.Task%4 == 1 {
					d.Task--
				}
				return units
			}
		}, "another result was shown for task"},
		{"an exit code that is not in the result", func(*farm) func(uint64, *compute.Done) uint64 {
			return func(units uint64, d *compute.Done) uint64 { d.Exit = 9; return units }
		}, "the exit code told"},
		{"a file instead of a directory", func(f *farm) func(uint64, *compute.Done) uint64 {
			c, err := content.AddFile(f.w.t.Context(), f.farmer.Store, strings.NewReader("hello"), content.Limits{})
			if err != nil {
				f.w.t.Fatal(err)
			}
			return func(units uint64, d *compute.Done) uint64 { d.CID = c.String(); return units }
		}, "is a file, want a directory"},
		{"a result without output", func(f *farm) func(uint64, *compute.Done) uint64 {
			c := f.tree(map[string]string{"stderr": "", "exitCode": "0"})
			return func(units uint64, d *compute.Done) uint64 { d.CID = c; return units }
		}, "has no file stdout"},
		{"an exit code of many digits", func(f *farm) func(uint64, *compute.Done) uint64 {
			c := f.tree(map[string]string{"stdout": "", "stderr": "", "exitCode": strings.Repeat("0", 100)})
			return func(units uint64, d *compute.Done) uint64 { d.CID = c; return units }
		}, "has no exit code"},
		{"a result beyond the job's limits", func(f *farm) func(uint64, *compute.Done) uint64 {
			large := map[string]string{"outputs/bomb": string(bytes.Repeat([]byte("x"), 5<<20))}
			for name, text := range sound {
				large[name] = text
			}
			c := f.tree(large)
			return func(units uint64, d *compute.Done) uint64 { d.CID = c; return units }
		}, "within the job's limits"},
		{"a block that is no node", func(f *farm) func(uint64, *compute.Done) uint64 {
			data := []byte("\xff\xfe no node")
			c, err := cid.V1Builder{Codec: cid.DagProtobuf, MhType: 0x12}.Sum(data)
			if err == nil {
				err = f.farmer.Store.Put(f.w.t.Context(), c, data)
			}
			if err != nil {
				f.w.t.Fatal(err)
			}
			return func(units uint64, d *compute.Done) uint64 { d.CID = c.String(); return units }
		}, "is not a tree of files"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				bad, good, b := w.farm(1), w.farm(2), w.buyer()
				bad.stop()
				claim := c.claim(bad)
				bad.wrap = func(f farmer.Farmer) farmer.Farmer { return liar{Farmer: f, claim: claim} }
				bad.start()
				j := b.job(prints(8)...)
				j.Limits = compute.Limits{OutputBytes: 1 << 20, OutputFiles: 16, Stdout: 1 << 10, Stderr: 1 << 10}
				bill := b.mustRun(j, hiring(2, bad, good))
				var said string
				owed := messages.Amount{}
				for _, l := range bill.Lines {
					if l.Farmer == bad.key && l.Err != nil {
						said, owed = l.Err.Error(), l.Owed
						if got := messages.AmountOfUint64(uint64(10 * len(l.Tasks))); got.Cmp(owed) != 0 {
							t.Errorf("owed %s for %d tasks", owed, len(l.Tasks))
						}
					}
				}
				heard := bad.notices.text() + b.notices.text() + said
				if !strings.Contains(heard, c.want) {
					t.Errorf("nobody said %q:\n%s", c.want, heard)
				}
				if len(b.gotTasks()) != 8 {
					t.Errorf("got %v", b.gotTasks())
				}
			})
		})
	}
}

// A delivery that is not what was claimed is disputed.
func TestLyingDelivery(t *testing.T) {
	for _, c := range []struct {
		name    string
		deliver func(f *farm) func(*messages.Delivery, *compute.Result)
		want    string
	}{
		{"another root", func(f *farm) func(*messages.Delivery, *compute.Result) {
			c := f.tree(map[string]string{"000/stdout": "", "evil": "more"})
			return func(_ *messages.Delivery, r *compute.Result) { r.Root = c }
		}, "the delivery names"},
		{"fewer tasks than units", func(*farm) func(*messages.Delivery, *compute.Result) {
			return func(_ *messages.Delivery, r *compute.Result) { r.Tasks = r.Tasks[:1] }
		}, "units are delivered"},
		{"another result for a task that was paid", func(f *farm) func(*messages.Delivery, *compute.Result) {
			c := f.tree(map[string]string{"stdout": "other", "stderr": "", "exitCode": "0"})
			return func(_ *messages.Delivery, r *compute.Result) { r.Tasks[0].CID = c }
		}, "another result was shown"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				f, b := w.farm(1), w.buyer()
				f.stop()
				deliver := c.deliver(f)
				f.wrap = func(inner farmer.Farmer) farmer.Farmer { return liar{Farmer: inner, deliver: deliver} }
				f.start()
				bill := b.mustRun(b.job(prints(2)...), hiring(1, f))
				v := bill.Lines[0].View
				if v.Dispute == nil || v.Dispute.Grievance != messages.Grievance_GRIEVANCE_WRONG_RESULT || !strings.Contains(v.Dispute.Reason, c.want) {
					t.Errorf("phase %s, dispute %v", v.Phase, v.Dispute)
				}
			})
		})
	}
}

// A single result is delivered as it is: what names another root, or none of the task's, is disputed.
func TestLyingSingle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		f, b := w.farm(1), w.buyer()
		f.stop()
		other := f.tree(map[string]string{"stdout": "other", "stderr": "", "exitCode": "0"})
		f.wrap = func(inner farmer.Farmer) farmer.Farmer {
			return liar{Farmer: inner, deliver: func(_ *messages.Delivery, r *compute.Result) { r.Root = other }}
		}
		f.start()
		bill, err := b.run(b.job("print a"), hiring(1, f))
		if err != nil { // the task's own result is sound, and here
			t.Fatal(err)
		}
		if v := bill.Lines[0].View; v.Dispute == nil || !strings.Contains(v.Dispute.Reason, "the root is not the task's result") {
			t.Errorf("phase %s, dispute %v", v.Phase, v.Dispute)
		}
	})
}

// Blocks that are not what their CID says are never kept; what does not arrive is waited for, and then the farmer is at
// fault: of a claim since time ends it, of a delivery in a dispute.
func TestUnserved(t *testing.T) {
	for _, c := range []struct {
		name string
		lie  func(cid.Cid, []byte) ([]byte, error)
	}{
		{"wrong bytes", func(_ cid.Cid, b []byte) ([]byte, error) { return append(b, 'x'), nil }},
		{"no bytes", func(cid.Cid, []byte) ([]byte, error) { return nil, content.ErrNotFound }},
	} {
		for _, tasks := range [][]string{prints(1), prints(2)} {
			t.Run(c.name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					w := newWorld(t)
					f, b := w.farm(1), w.buyer()
					b.buyer.Blocks = lies{w, c.lie}
					bill, err := b.run(b.job(tasks...), hiring(1, f))
					if err == nil || len(bill.Done) != 0 {
						t.Fatalf("got %d results, %v", len(bill.Done), err)
					}
					l := bill.Lines[0]
					if len(tasks) == 1 && (l.View.Dispute == nil || l.View.Dispute.Grievance != messages.Grievance_GRIEVANCE_NOT_SERVED) {
						t.Errorf("phase %s, dispute %v", l.View.Phase, l.View.Dispute)
					}
					if len(tasks) > 1 && !l.Owed.IsZero() {
						t.Errorf("%s is owed for what was never seen", l.Owed)
					}
				})
			})
		}
	}
}

// lies is a source that gives something else than the world has.
type lies struct {
	w   *world
	lie func(cid.Cid, []byte) ([]byte, error)
}

func (l lies) GetBlock(ctx context.Context, c cid.Cid) ([]byte, error) {
	b, err := l.w.GetBlock(ctx, c)
	if err != nil {
		return nil, err
	}
	return l.lie(c, b)
}

// A result that is there only later is waited for, paid or free.
func TestServedLate(t *testing.T) {
	for _, price := range []uint64{0, 10} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			f := w.farm(1, func(f *compute.Farmer) { f.PerTask = messages.AmountOfUint64(price) })
			b := w.buyer()
			var asked atomic.Int32
			b.buyer.Blocks = lies{w, func(_ cid.Cid, block []byte) ([]byte, error) {
				if asked.Add(1) < 5 {
					return nil, content.ErrNotFound
				}
				return block, nil
			}}
			bill := b.mustRun(b.job("print late"), hiring(1, f))
			if b.file(bill.Root.String(), "stdout") != "late\n" || asked.Load() < 5 {
				t.Errorf("asked %d times", asked.Load())
			}
		})
	}
}

// Sampling: a task run again tells another task's result from the right one, with the evidence; what cannot be compared
// blames nobody.
func TestReplay(t *testing.T) {
	for _, c := range []struct {
		name  string
		task  string
		live  bool
		wrong bool
		want  protocol.Phase
	}{
		{"honest", "print a", false, false, protocol.Settled},
		{"wrong", "print a", false, true, protocol.Undetermined}, // nobody mediates here
		{"wrong, but live", "print a", true, true, protocol.Settled},
		{"wrong, but at the deadline", "print a hang 2h", false, true, protocol.Settled},
		{"cannot be run again", "print a broken disk", false, false, protocol.Settled},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				f, b := w.farm(1), w.buyer()
				f.scripts.wrong, f.scripts.mended = c.wrong, true
				compared, failed := 0, 0
				b.buyer.Audit = (&compute.Replay{
					Farmer:   &compute.Farmer{Executor: &scripts{}, Store: b.store, Dir: t.TempDir()},
					Pick:     func(*protocol.View, int) bool { return true },
					Compared: func(*protocol.View, compute.Done, compute.Done) { compared++ },
					Failed:   func(*protocol.View, compute.Done, error) { failed++ },
				}).Audit
				j := b.job(c.task)
				j.Live = c.live
				j.Limits.WallMs = 1000
				bill, err := b.run(j, hiring(1, f))
				v := bill.Lines[0].View
				if v.Phase != c.want || (err == nil) != (c.want == protocol.Settled) {
					t.Errorf("phase %s, want %s (%v)", v.Phase, c.want, err)
				}
				if c.want == protocol.Settled {
					if wantFailed := strings.Contains(c.task, "broken"); (failed > 0) != wantFailed || (compared > 0) != (!wantFailed && !c.live) {
						t.Errorf("compared %d, failed %d", compared, failed)
					}
					return
				}
				again, err := compute.Claims.Decode(v.Dispute.Evidence)
				if err != nil {
					t.Fatalf("evidence: %v", err)
				}
				shown, err := compute.Results.Decode(v.Delivery.Result)
				if err != nil {
					t.Fatal(err)
				}
				if again.CID == shown.Root || v.Dispute.Grievance != messages.Grievance_GRIEVANCE_WRONG_RESULT {
					t.Errorf("evidence %v against %v", again, shown)
				}
			})
		})
	}
}

// THREATS: a job that cannot be done is refused before anybody is bound, in words that say what to do; nothing of it is
// kept.
func TestHostileJobs(t *testing.T) {
	for _, c := range []struct {
		name string
		edit func(b *buyer, j *compute.Job)
		code protocol.Code
		want string
	}{
		{"no module", func(b *buyer, j *compute.Job) { j.Module = b.add("MZ this is something else") }, protocol.Invalid, "the module is no script: name one that is"},
		{"a module that is nowhere", func(_ *buyer, j *compute.Job) { j.Module = nowhere(t) }, protocol.Content, "was not found: serve it"},
		{"an input that is nowhere", func(_ *buyer, j *compute.Job) { j.Inputs = []compute.Input{{Name: "in", CID: nowhere(t)}} }, protocol.Content, "was not found: serve it"},
		{"a file as all of /inputs", func(b *buyer, j *compute.Job) { j.Inputs = []compute.Input{{Name: ".", CID: b.add("file")}} }, protocol.Invalid, "is a file, want a directory"},
		{"more than is taken, one by one less", func(b *buyer, j *compute.Job) {
			for _, n := range []string{"a", "b", "c"} {
				j.Inputs = append(j.Inputs, compute.Input{Name: n, CID: b.add(strings.Repeat(n, 400<<10))})
			}
		}, protocol.Resources, "more than is taken: at most 1048576 bytes"},
		{"few blocks that come to much", func(b *buyer, j *compute.Job) {
			j.Inputs = []compute.Input{{Name: "data", CID: b.copies(8, 'x')}}
		}, protocol.Resources, "more than is taken"},
		{"few blocks that come to much together", func(b *buyer, j *compute.Job) {
			j.Inputs = []compute.Input{{Name: "x", CID: b.copies(4, 'x')}, {Name: "y", CID: b.copies(4, 'y')}}
		}, protocol.Resources, "more than is taken"},
		{"a block that is no node", func(b *buyer, j *compute.Job) {
			data := []byte("\xff\xfe no node")
			c, err := cid.V1Builder{Codec: cid.DagProtobuf, MhType: 0x12}.Sum(data)
			if err == nil {
				err = b.store.Put(t.Context(), c, data)
			}
			if err != nil {
				t.Fatal(err)
			}
			j.Inputs = []compute.Input{{Name: "data", CID: c.String()}}
		}, protocol.Content, "add it again"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				f := w.farm(1, func(f *compute.Farmer) { f.Content = content.Limits{Bytes: 1 << 20} })
				b := w.buyer()
				j := b.job("print a")
				c.edit(b, j)
				bill, err := b.run(j, hiring(1, f))
				if err == nil {
					t.Fatal("it was done")
				}
				e, ok := errors.AsType[*protocol.Error](bill.Lines[0].Err)
				if !ok || e.Code != c.code || !e.Remote || !strings.Contains(e.Reason, c.want) {
					t.Errorf("refused with %v", bill.Lines[0].Err)
				}
				if diff := cmp.Diff("", f.scripts.ran()); diff != "" {
					t.Errorf("it was run: %s", diff)
				}
				for h, err := range f.farmer.Store.Holds() {
					t.Errorf("still held: %v (%v)", h, err)
				}
				if jobs, _ := f.farmer.Busy(); jobs != 0 {
					t.Errorf("%d places are taken", jobs)
				}
			})
		})
	}
}

// copies adds a directory of so many files of 200 KiB, all the same.
func (b *buyer) copies(n int, of byte) string {
	b.w.t.Helper()
	fsys := fstest.MapFS{}
	for i := range n {
		fsys[string(rune('a'+i))] = &fstest.MapFile{Data: bytes.Repeat([]byte{of}, 200<<10)}
	}
	c, err := content.AddFS(context.WithoutCancel(b.w.t.Context()), b.store, fsys, content.Limits{})
	if err != nil {
		b.w.t.Fatal(err)
	}
	return c.String()
}

// What is beyond the bound of a job as a whole is not kept, nor even fetched to its end.
func TestBoundOfFetch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		f := w.farm(1, func(f *compute.Farmer) { f.Content = content.Limits{Bytes: 1 << 20} })
		b := w.buyer()
		j := b.job("print a")
		for _, n := range []string{"a", "b", "c"} {
			j.Inputs = append(j.Inputs, compute.Input{Name: n, CID: b.add(strings.Repeat(n, 400<<10))})
		}
		if _, err := f.farmer.Accept(t.Context(), proposed(t, f, b, j)); protocol.CodeOf(err) != protocol.Resources {
			t.Fatal(err)
		}
		last, err := content.Parse(j.Inputs[2].CID)
		if err != nil {
			t.Fatal(err)
		}
		if has, err := f.farmer.Store.Has(last); has || err != nil {
			t.Errorf("the input that was too much is here (%v)", err)
		}
	})
}

// nowhere is the CID of a file that nobody has.
func nowhere(t *testing.T) string {
	t.Helper()
	c, err := content.AddFile(context.WithoutCancel(t.Context()), content.Discard, strings.NewReader("nobody has this"), content.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return c.String()
}
