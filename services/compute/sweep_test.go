package compute_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/ipfs/go-cid"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/wasm"
)

// later than any file: those are of the machine's time, not of the bubble's.
var later = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)

// What was bought is let go once nobody needs it: the disk is free again, and nothing is left in the notes. What is needed
// stays whole.
func TestBuyerSweep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		f := w.farm(1)
		b := w.buyer(func(b *compute.Buyer) {
			again := &compute.Farmer{Executor: f.scripts, Store: b.Store, Blocks: b.Blocks, Notes: b.Notes, Dir: t.TempDir()}
			b.Audit = (&compute.Replay{Farmer: again, Pick: func(*protocol.View, int) bool { return true }}).Audit
		})
		buy := func(text string) *compute.Bill {
			j := b.job("copy in.txt print "+text, "print more-"+text)
			j.Inputs = []compute.Input{{Name: "in.txt", CID: b.add("input " + text)}}
			for _, c := range []string{j.Module, j.Inputs[0].CID} {
				if err := b.store.Hold(mustCID(t, c), compute.HolderOf(j.ID)); err != nil {
					t.Fatal(err)
				}
			}
			return b.mustRun(j, hiring(1, f))
		}
		done, open := buy("done"), buy("open")
		until(t, "the ends", func() bool { return len(b.client.Sessions()) == 0 })
		if err := b.buyer.Sweep(t.Context(), later, b.journal, func(job string) bool { return job == open.Job.ID }); err != nil {
			t.Fatal(err)
		}
		there := map[string]bool{}
		for what, c := range map[string]string{"done": done.Root.String(), "done's input": done.Job.Inputs[0].CID,
			"open": open.Root.String(), "open's input": open.Job.Inputs[0].CID, "the module of both": open.Job.Module} {
			_, err := content.Complete(t.Context(), b.store, mustCID(t, c), content.Limits{})
			there[what] = err == nil
		}
		want := map[string]bool{"done": false, "done's input": false, "open": true, "open's input": true, "the module of both": true}
		if diff := cmp.Diff(want, there); diff != "" {
			t.Errorf("what is there (-want +got)\n%s", diff)
		}
		for h, err := range b.store.Holds() {
			if err != nil || strings.HasPrefix(h.Holder, done.Job.ID) || strings.HasPrefix(h.Holder, done.Lines[0].Session.String()) {
				t.Errorf("held for what is done: %v, %v", h, err)
			}
		}
		for n, err := range b.journal.Notes(t.Context(), "compute-retain") {
			t.Errorf("the audit has left the note %s, %v", n.Key, err)
		}

		// What is open can still be asked for, what is done can not, and once all is done nothing is left.
		if again := b.mustRun(open.Job, hiring(1, f)); again.Root != open.Root || len(again.Lines) != 1 {
			t.Errorf("asked again for what is open: %+v", again)
		}
		if err := b.buyer.Complete(t.Context(), done); err == nil {
			t.Error("what was swept is still said to be here")
		}
		if err := b.buyer.Sweep(t.Context(), later, b.journal, func(string) bool { return false }); err != nil {
			t.Fatal(err)
		}
		for h, err := range b.store.Holds() {
			t.Errorf("still held: %v, %v", h, err)
		}
		if ok, err := b.store.Has(open.Root); ok || err != nil {
			t.Errorf("the result of what is done is still here, %v", err)
		}
	})
}

// What a session holds that the journal knows no more, is let go; a farmer's holds are its own.
func TestBuyerSweepOfStrangers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		b := w.buyer()
		c := mustCID(t, b.add("something"))
		v := &protocol.View{Session: [32]byte{7}}
		for _, holder := range []string{v.Session.String() + ".bought", "nobody.bought", v.Session.String(), v.Session.String() + ".in"} {
			if err := b.store.Hold(c, holder); err != nil {
				t.Fatal(err)
			}
		}
		if err := b.buyer.Sweep(t.Context(), later, b.journal, func(string) bool { return false }); err != nil {
			t.Fatal(err)
		}
		var holders []string
		for h, err := range b.store.Holds() {
			if err != nil {
				t.Fatal(err)
			}
			holders = append(holders, h.Holder)
		}
		if diff := cmp.Diff([]string{v.Session.String(), v.Session.String() + ".in"}, holders); diff != "" {
			t.Errorf("holders (-want +got)\n%s", diff)
		}
	})
}

func mustCID(t *testing.T, text string) cid.Cid {
	t.Helper()
	c, err := content.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// A farmer that was killed finds nothing of what it was only repeating, and knows by its agreement's folder whether a run may be come
// back to.
func TestLeftBehind(t *testing.T) {
	f := &compute.Farmer{Executor: new(wasm.Engine), Store: new(content.Store), Dir: t.TempDir()}
	for _, name := range []string{"again-1/files", "0123/running/000"} {
		if err := os.MkdirAll(filepath.Join(f.Dir, filepath.FromSlash(name)), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	_, _ = f.Quote(t.Context(), &protocol.View{SOW: &messages.SOW{}}) // its first use
	if _, err := os.Stat(filepath.Join(f.Dir, "again-1")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what was repeated is there still: %v", err)
	}
	for dir, want := range map[string]bool{"0123/running/000": true, "0123/running/001": true, "4567/running/000": false, "../elsewhere/running/000": true} {
		if got := f.Lives(filepath.Join(f.Dir, filepath.FromSlash(dir))); got != want {
			t.Errorf("%s lives: %v, want %v", dir, got, want)
		}
	}
}
