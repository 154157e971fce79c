package compute_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
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
	"github.com/parley-p2p/parley/services/compute/cipher"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/disclosure"
)

const plainText = "what nobody reads who was not hired"

// encrypted is a job that copies an encrypted input for every task. The key is in the buyer's journal.
func (b *buyer) encrypted(tasks ...string) *compute.Job {
	b.w.t.Helper()
	j := b.job(tasks...)
	key := cipher.NewKey()
	commitment := key.Commitment()
	j.Key = hex.EncodeToString(commitment[:])
	path := filepath.Join(b.w.t.TempDir(), "plain")
	err := errors.Join(os.WriteFile(path, []byte(plainText), 0o600), compute.AddEncrypted(b.w.t.Context(), b.store, j, b.key, key, compute.Input{Name: "in"}, path),
		(&disclosure.Ring{Notes: b.journal}).Add(b.w.t.Context(), b.key, key, time.Now().Add(time.Hour)))
	if err != nil {
		b.w.t.Fatal(err)
	}
	return j
}

// wire connects farmers with the keepers of buyers, who can be away.
type wire struct {
	buyers []*buyer
	from   func() messages.Key

	mu    sync.Mutex
	away  bool
	asked int
}

func (w *wire) Ask(ctx context.Context, peer messages.Key, request []byte) ([]byte, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked++
	if w.away {
		return nil, errors.New("nobody is at home")
	}
	at := slices.IndexFunc(w.buyers, func(b *buyer) bool { return b.key == peer })
	if at < 0 {
		return nil, errors.New("nobody is there")
	}
	b := w.buyers[at]
	k := &disclosure.Keeper{Ring: &disclosure.Ring{Notes: b.journal}, Journal: b.journal, Self: b.key}
	return k.Answer(ctx, w.from(), request), nil
}

func (w *wire) set(away bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.away = away
}

func (w *wire) asks() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.asked
}

// keyed is a farm that asks for keys.
func (w *world) keyed(n byte, buyers ...*buyer) (*farm, *wire) {
	line := &wire{buyers: buyers}
	f := w.farm(n)
	line.from = func() messages.Key { return f.key }
	f.stop()
	f.edit = append(f.edit, func(work *compute.Farmer) {
		work.Keys = &disclosure.Hired{Ring: &disclosure.Ring{Notes: f.journal}, Asker: line}
	})
	f.start()
	return f, line
}

// unlessGone is an error of looking at what is not being removed at this moment.
func unlessGone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// readable names the files below a folder that hold the plain text.
func readable(t *testing.T, dir string) (all []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return unlessGone(err)
		}
		b, err := os.ReadFile(path)
		if bytes.Contains(b, []byte(plainText)) {
			all = append(all, path)
		}
		return unlessGone(err)
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// S-9.1-3, M12: what is asked for and served shows nothing of the inputs; who is hired reads them, and leaves nothing of them behind.
func TestEncryptedInputs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		b := w.buyer()
		f, _ := w.keyed(1, b)
		job := b.encrypted("copy in", "copy in exit 1")
		stranger := w.store() // fetches all that is served before anybody is hired
		for _, in := range job.Inputs {
			root, err := content.Parse(in.CID)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := content.Fetch(t.Context(), root, w, stranger, content.Limits{}, nil); err != nil {
				t.Fatal(err)
			}
			var text strings.Builder
			for chunk, err := range content.Chunks(t.Context(), stranger, root, content.Limits{}) {
				if err != nil {
					t.Fatal(err)
				}
				text.Write(chunk)
			}
			for n := 8; n <= len(plainText); n++ {
				if strings.Contains(text.String(), plainText[n-8:n]) {
					t.Errorf("a stranger reads %q", plainText[n-8:n])
				}
			}
		}
		bill := b.mustRun(job, hiring(1, f))
		if diff := cmp.Diff("2 for 20", shares(bill)); diff != "" {
			t.Errorf("bill (-want +got)\n%s", diff)
		}
		if got := b.file(bill.Done[0].CID, "outputs/in"); got != plainText {
			t.Errorf("the program read %q", got)
		}
		if left := readable(t, f.farmer.Dir); len(left) > 0 {
			t.Errorf("the farmer has left %v", left)
		}
	})
}

// S-9.2-4: a job whose inputs are encrypted is not for farmers that have nobody to ask for the key, nor on terms that leave no way out.
func TestEncryptedIsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		b := w.buyer()
		f := w.farm(1)
		if _, err := b.run(b.encrypted("copy in"), hiring(1, f)); err == nil || !strings.Contains(err.Error(), "encrypted inputs are not taken") {
			t.Errorf("a farmer without keys: %v", err)
		}
		hasty := w.buyerOf(101, func(b *compute.Buyer) { b.Start = time.Second })
		g, _ := w.keyed(2, hasty)
		if _, err := hasty.run(hasty.encrypted("copy in"), hiring(1, g)); err == nil || !strings.Contains(err.Error(), "may be declined") {
			t.Errorf("a second to decline: %v", err)
		}
		for name, edit := range map[string]func(*compute.Job){
			"no inputs":     func(j *compute.Job) { j.Inputs = nil },
			"no commitment": func(j *compute.Job) { j.Key = "ab" },
		} {
			job := b.encrypted("copy in")
			edit(job)
			if _, err := compute.SOW(job); err == nil {
				t.Errorf("%s: the job is valid", name)
			}
		}
	})
}

// S-9.2-4, SETTLEMENT rule 3, M12: who is not given the key gives up while the work may still be declined, and has run nothing.
func TestKeyIsWithheld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		b := w.buyer()
		f, line := w.keyed(1, b)
		line.set(true)
		declined := make(chan time.Time, 1)
		f.stop()
		f.wrap = func(inner farmer.Farmer) farmer.Farmer { return &watchedWork{inner, declined} }
		f.start()
		h := hiring(1, f)
		h.Insist = -1
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		job := b.encrypted("copy in")
		ended := make(chan error, 1)
		go func() {
			_, err := compute.Run(ctx, b.client, b.buyer, job, sow(t, job), h, nil)
			ended <- err
		}()
		startBy := <-declined
		if left := time.Until(startBy); left < 20*time.Second {
			t.Errorf("it gives up %s before the work may not be declined any more", left)
		}
		cancel()
		if err := <-ended; err == nil {
			t.Error("the job is done")
		}
		if line.asks() < 10 || f.scripts.ran() != "" {
			t.Errorf("asked %d times, and ran %q", line.asks(), f.scripts.ran())
		}
	})
}

// watchedWork tells when work was given up.
type watchedWork struct {
	farmer.Farmer
	failed chan time.Time
}

func (w *watchedWork) Work(ctx context.Context, v *protocol.View, p farmer.Progress) (*messages.Delivery, error) {
	d, err := w.Farmer.Work(ctx, v, p)
	if err != nil {
		select {
		case w.failed <- time.UnixMilli(v.Terms.StartByMs):
		default:
		}
	}
	return d, err
}

// S-9.1-1, M12: who copies the ID, the commitment and the inputs of another's job into its own has nothing run on them: neither does the
// farmer take the key that it has from the other, nor do the inputs open in a job of somebody else, whatever key there is.
func TestInputsOfAnother(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		owner, thief := w.buyer(), w.buyerOf(101)
		f, line := w.keyed(1, owner, thief)
		theirs := owner.encrypted("copy in")
		owner.mustRun(theirs, hiring(1, f))
		ran := f.scripts.ran()
		copied := thief.job("print stolen copy in")
		copied.ID, copied.Key, copied.Inputs = theirs.ID, theirs.Key, theirs.Inputs
		declined := make(chan time.Time, 1)
		f.stop()
		f.wrap = func(inner farmer.Farmer) farmer.Farmer { return &watchedWork{inner, declined} }
		f.start()
		before := line.asks()
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		h := hiring(1, f)
		h.Insist = -1
		go func() {
			_, err := compute.Run(ctx, thief.client, thief.buyer, copied, sow(t, copied), h, nil)
			ended <- err
		}()
		select {
		case <-declined:
		case err := <-ended:
			t.Fatalf("it ends before anything is declined: %v", err)
		}
		cancel()
		if err := <-ended; err == nil || f.scripts.ran() != ran || line.asks() == before {
			t.Errorf("%v, %d questions; was run: %q, before %q", err, line.asks()-before, f.scripts.ran(), ran)
		}

		key, err := (&disclosure.Ring{Notes: owner.journal}).Key(t.Context(), &protocol.View{Requester: owner.key}, theirs.Commitment())
		if err != nil {
			t.Fatal(err)
		}
		f.stop()
		f.wrap = nil
		f.edit = append(f.edit, func(work *compute.Farmer) { work.Keys = given{key} })
		f.start()
		thief.ends(f, copied, "cannot be opened")
		if got := f.scripts.ran(); got != ran {
			t.Errorf("was run: %q, before %q", got, ran)
		}
	})
}

// A key that was given is not asked for again: who starts again in the middle goes on, though the requester answers no more.
func TestKeySurvivesARestart(t *testing.T) { // M12
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		b := w.buyer()
		f, line := w.keyed(1, b)
		line.set(true)
		ended := make(chan *compute.Bill, 1)
		job := b.encrypted("copy in hang 10s", "copy in hang 10s", "copy in")
		go func() { ended <- b.mustRun(job, hiring(1, f)) }()
		until(t, "the key is asked for", func() bool { return line.asks() > 2 })
		f.stop() // before it has the key: it asks again
		f.start()
		before := line.asks()
		until(t, "the key is asked for again", func() bool { return line.asks() > before })
		line.set(false)
		until(t, "a task is done", func() bool { return len(b.gotTasks()) == 1 })
		line.set(true)
		f.stop()
		if left := readable(t, f.farmer.Dir); len(left) > 0 {
			t.Errorf("who was stopped has left %v", left)
		}
		f.start()
		bill := <-ended
		if got := shares(bill); got != "3 for 30" || b.file(bill.Done[2].CID, "outputs/in") != plainText {
			t.Errorf("%s", got)
		}
	})
}

// What a crash has left on disk in the clear is gone once its farmer is at work again, whatever became of the job.
func TestCrashLeavesNothing(t *testing.T) { // S-9.1-3
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		b := w.buyer()
		f, _ := w.keyed(1, b)
		f.stop()
		for _, dir := range []string{"again-1/opened", messages.ID{1}.String() + "/opened/input-0"} {
			dir = filepath.Join(f.farmer.Dir, dir)
			if err := errors.Join(os.MkdirAll(dir, 0o700), os.WriteFile(filepath.Join(dir, "x"), []byte(plainText), 0o600)); err != nil {
				t.Fatal(err)
			}
		}
		if left := readable(t, f.farmer.Dir); len(left) != 2 {
			t.Fatalf("nothing is there to be found: %v", left)
		}
		f.start()
		b.mustRun(b.job(prints(1)...), hiring(1, f))
		if left := readable(t, f.farmer.Dir); len(left) > 0 {
			t.Errorf("left: %v", left)
		}
	})
}

// What cannot be opened is declined as what nobody serves is: a key that is another one, and inputs of another job.
func TestInputsThatAreNot(t *testing.T) { // M12
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		b := w.buyer()
		f := w.farm(1)
		key := cipher.NewKey()
		f.stop()
		f.edit = append(f.edit, func(work *compute.Farmer) { work.Keys = given{key} })
		f.start()
		other := b.encrypted("copy in")
		b.ends(f, other, "not the one that the job commits to")
		mine := b.encrypted("copy in")
		commitment := key.Commitment()
		mine.Key, mine.Inputs = hex.EncodeToString(commitment[:]), other.Inputs
		b.ends(f, mine, "cannot be opened")
		plain := b.encrypted("copy in")
		plain.Key, plain.Inputs[0].CID = mine.Key, b.add(plainText)
		b.ends(f, plain, "cannot be opened")
	})
}

type given struct{ key cipher.Key }

func (g given) Key(context.Context, *protocol.View, [32]byte) (cipher.Key, error) { return g.key, nil }

// ends runs a job that ends with such words of its farmer.
func (b *buyer) ends(f *farm, j *compute.Job, why string) {
	b.w.t.Helper()
	bill, err := b.run(j, hiring(1, f))
	if err == nil {
		b.w.t.Fatalf("the job is done: %s", shares(bill))
	}
	if heard := f.notices.text(); !strings.Contains(heard, why) {
		b.w.t.Errorf("%v, and the farmer says: %s; want %q", err, heard, why)
	}
}

// An audit opens them with the key that the requester has.
func TestAuditOpens(t *testing.T) { // M12
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		compared := 0
		b := w.buyer(func(bb *compute.Buyer) {
			again := &compute.Farmer{Executor: &scripts{}, Store: bb.Store, Blocks: w, Dir: t.TempDir(), Keys: &disclosure.Ring{Notes: bb.Notes}}
			bb.Audit = (&compute.Replay{Farmer: again, Pick: func(*protocol.View, int) bool { return true },
				Compared: func(_ *protocol.View, d, a compute.Done) {
					if compared++; d.Compare(a) != compute.Same {
						t.Errorf("%+v is not %+v", d, a)
					}
				},
				Failed: func(_ *protocol.View, _ compute.Done, err error) { t.Error(err) }}).Audit
		})
		f, _ := w.keyed(1, b)
		if bill := b.mustRun(b.encrypted("copy in", "copy in"), hiring(1, f)); shares(bill) != "2 for 20" || compared != 2 {
			t.Errorf("%s, %d compared", shares(bill), compared)
		}
	})
}

// A case may be judged long after the work was due: it is opened all the same.
func TestOpenedLate(t *testing.T) { // M12
	w := newWorld(t)
	b := w.buyer()
	job := b.encrypted("copy in")
	past := time.Now().Add(-time.Hour).UnixMilli()
	v := &protocol.View{Requester: b.key, SOW: sow(t, job), Terms: &messages.Terms{AcceptByMs: past, StartByMs: past, DeliverByMs: past}}
	again := &compute.Farmer{Executor: &scripts{}, Store: w.store(), Blocks: w, Dir: t.TempDir(), Keys: inTime{t, &disclosure.Ring{Notes: b.journal}}}
	if d, err := again.Repeat(t.Context(), v, job, 0); err != nil || d.CID == "" {
		t.Errorf("%+v, %v", d, err)
	}
	if left := readable(t, again.Dir); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

// inTime wants to be asked while there is time to answer.
type inTime struct {
	t *testing.T
	compute.Keys
}

func (k inTime) Key(ctx context.Context, v *protocol.View, commitment [32]byte) (cipher.Key, error) {
	if ctx.Err() != nil {
		k.t.Errorf("asked when it was too late: %v", context.Cause(ctx))
	}
	return k.Keys.Key(ctx, v, commitment)
}

// Every replica is given the key.
func TestReplicasOpen(t *testing.T) { // M12
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		b := w.buyer()
		var farms []*farm
		for n := range byte(3) {
			f, _ := w.keyed(n+1, b)
			f.edit = append(f.edit, func(f *compute.Farmer) { f.PerFuel = messages.AmountOfUint64(10) })
			f.stop()
			f.start()
			farms = append(farms, f)
		}
		job := b.encrypted("copy in use 1000000000")
		job.Limits.Fuel = 2e9
		job.Limits.WallMs = 60_000
		job.Verify = compute.Verification{Mode: compute.Replicate, Replicas: 3, Agree: 2}
		h := requester.Hiring{N: 3, Farmers: hiring(3, farms...).Farmers}
		if bill := b.mustRun(job, h); len(bill.Lines) != 3 || b.file(bill.Done[0].CID, "outputs/in") != plainText {
			t.Errorf("%s", shares(bill))
		}
	})
}

// What an executor would refuse of encrypted inputs is found out as soon as they are opened, before anything is run, so that the work is declined in
// time; and nothing of them is left behind. M12.
func TestEncryptedInputsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		b := w.buyer()
		f, _ := w.keyed(1, b)
		var looks []string
		f.scripts.refuses = func(task executor.Task) error {
			if len(task.Inputs) == 0 { // which are not open yet
				looks = append(looks, "sealed")
				return nil
			}
			_, err := os.Stat(task.Dir) // which only a run has
			looks = append(looks, fmt.Sprint("open, to be run: ", err == nil))
			return &executor.Error{Code: executor.Refused, Cause: "the inputs are too large", Remedy: "give less"}
		}
		if bill, err := b.run(b.encrypted("copy in"), hiring(1, f)); err == nil || !strings.Contains(err.Error()+b.notices.text(), "the inputs are too large: give less") {
			t.Errorf("%+v, %v", bill, err)
		}
		if diff := cmp.Diff([]string{"sealed", "open, to be run: false"}, looks); diff != "" {
			t.Errorf("looked at (-want +got)\n%s", diff)
		}
		if left := readable(t, f.farmer.Dir); len(left) > 0 || f.scripts.ran() != "" {
			t.Errorf("left behind: %v; ran %q", left, f.scripts.ran())
		}
	})
}
