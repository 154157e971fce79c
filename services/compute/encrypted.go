package compute

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/ipfs/go-cid"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute/cipher"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// Keys is where the keys of encrypted inputs come from. It may be used concurrently.
type Keys interface {
	// Key gives the key that was committed to, for the work of v: that which v.Requester has given for it, or would give, and not what
	// another has for a commitment that anybody may copy. It may wait for it until ctx ends, and is asked again after a
	// restart. An error is a *protocol.Error of the code Content where nobody has it or gives it now.
	Key(ctx context.Context, v *protocol.View, commitment [32]byte) (cipher.Key, error)
}

// Encrypted reports whether the job's inputs are.
func (j *Job) Encrypted() bool { return j.Key != "" }

// Commitment is the one to the key of the inputs of a job that was checked; zero if they are not encrypted.
func (j *Job) Commitment() [32]byte {
	commitment, _ := sum(j.Key)
	return commitment
}

func (j *Job) validKey() error {
	if !j.Encrypted() {
		return nil
	}
	if _, err := sum(j.Key); err != nil {
		return fmt.Errorf("job: key: %w", err)
	}
	if len(j.Inputs) == 0 {
		return errors.New("job: its inputs are encrypted, and it has none")
	}
	return nil
}

// label is which input an encrypted one is.
func (j *Job) label(requester messages.Key, input int) cipher.Label {
	return cipher.Label{Requester: requester, Job: j.ID, Input: input}
}

// AddEncrypted puts what is at a path of this machine into a store as the next input of a job, under the job's key, and adds it to the
// job, held in its name. Nothing of it is there unencrypted, and it opens in no job of another requester. in says where the programs
// find it; its CID is filled in.
func AddEncrypted(ctx context.Context, into *content.Store, j *Job, requester messages.Key, key cipher.Key, in Input, path string) error {
	from, to := io.Pipe()
	go func() { to.CloseWithError(cipher.Encrypt(to, path, key, j.label(requester, len(j.Inputs)))) }()
	root, err := content.AddFile(ctx, into, from, content.Limits{})
	from.CloseWithError(errors.New("the store takes no more")) // so that the other side ends
	if err != nil {
		return err
	}
	if err := into.Hold(root, HolderOf(j.ID)); err != nil {
		return err
	}
	in.CID = root.String()
	j.Inputs = append(j.Inputs, in)
	return nil
}

// opens refuses a job whose inputs nobody would give the key of.
func (f *Farmer) opens(j *Job) error {
	if j.Encrypted() && f.Keys == nil {
		return protocol.Errorf(protocol.Unsupported, "jobs with encrypted inputs are not taken here: hire another, or give the inputs unencrypted")
	}
	return nil
}

// declinable refuses terms under which a farmer that was not given the key could not get out without a loss (rule 3 of docs/SETTLEMENT.md):
// once the deal is seen to be open there is as long to get the key and to decrypt as it takes to decline after that.
func (f *Farmer) declinable(v *protocol.View, j *Job) error {
	least := f.Opening + 2*f.Decline
	if j.Encrypted() && v.Terms.StartByMs < v.Terms.AcceptByMs+least.Milliseconds() {
		return protocol.Errorf(protocol.Deadline, "the inputs are encrypted, so the work may be declined until %s after the acceptance at least: have it begin later, and be due later", least)
	}
	return nil
}

// declineBy is when a farmer that cannot begin gives up at the latest, so that its decline is in time.
func (f *Farmer) declineBy(v *protocol.View) time.Time {
	return time.UnixMilli(v.Terms.StartByMs).Add(-f.Decline)
}

// keyBy is until when a key is waited for: while there is time to decline, or where there is none, while there is time to work.
func (f *Farmer) keyBy(v *protocol.View, now time.Time) time.Time {
	start, left := time.UnixMilli(v.Terms.StartByMs), f.declineBy(v)
	switch {
	case now.Before(left):
		return left
	case now.Before(start): // one try
		return now.Add(start.Sub(now) / 2)
	}
	return time.UnixMilli(v.Terms.DeliverByMs)
}

var errNoKey = protocol.Errorf(protocol.Content, "the key of the inputs did not come in time: give it to whoever was hired once the deal is open")

// open gets the key of encrypted inputs, waiting for it no longer than asking lasts, and writes them to disk, where only the runs find
// them. It may be called again; inputs that are not encrypted are there already.
func (f *Farmer) open(ctx, asking context.Context, v *protocol.View, p *prepared) (*prepared, error) {
	if !p.job.Encrypted() {
		return p, nil
	}
	if err := f.opens(p.job); err != nil {
		return nil, err
	}
	key, err := f.Keys.Key(asking, v, p.job.Commitment())
	if err != nil {
		return nil, err
	}
	if !key.Fits(p.job.Commitment()) {
		return nil, protocol.Errorf(protocol.Content, "the key that was given is not the one that the job commits to")
	}
	dir := openedIn(p.dir)
	if err := errors.Join(os.RemoveAll(dir), os.MkdirAll(dir, 0o700)); err != nil {
		return nil, unkept(err)
	}
	opened := *p
	if opened.inputs, err = f.decrypt(ctx, p.job, v.Requester, key, dir); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return &opened, nil
}

func openedIn(dir string) string { return filepath.Join(dir, "opened") }

// decrypt writes the inputs below a folder of this host.
func (f *Farmer) decrypt(ctx context.Context, j *Job, requester messages.Key, key cipher.Key, dir string) (inputs []executor.Input, err error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, unkept(err)
	}
	defer root.Close()
	left := f.Content
	for i, in := range j.Inputs {
		c, name := mustParse(in.CID), fmt.Sprintf("input-%d", i)
		sealed := content.Open(ctx, f.Store, c, content.Limits{Bytes: f.Content.Bytes})
		n, err := cipher.Decrypt(sealed, root, name, key, j.label(requester, i), left)
		err = errors.Join(err, sealed.Close())
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if err != nil {
			return nil, f.unopened(c, err)
		}
		left.Bytes -= n
		path := filepath.Join(dir, name)
		info, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		if in.Name == "." && !info.IsDir() {
			return nil, protocol.Errorf(protocol.Invalid, "the encrypted input %s is a file, want a directory", c)
		}
		inputs = append(inputs, executor.Input{Name: in.Name, At: in.At, Path: path})
	}
	return inputs, nil
}

// unopened says why an encrypted input is not here.
func (f *Farmer) unopened(root cid.Cid, err error) error {
	if errors.Is(err, cipher.ErrBroken) {
		return &protocol.Error{Code: protocol.Content, Reason: fmt.Sprintf("the encrypted input %s cannot be opened: encrypt it again, in a job of its own", root), Err: err}
	}
	return f.unfit(root, err)
}

var errSlowOpening = protocol.Errorf(protocol.Content, "the inputs could not be decrypted in time: have the work begin later, or give less")

// openForWork is open for who was hired, and gives up in time. Who begins again when it is too late for that, and has the key, goes on.
func (f *Farmer) openForWork(ctx context.Context, v *protocol.View, p *prepared) (*prepared, error) {
	now := time.Now()
	asking, cancel := context.WithDeadlineCause(ctx, f.keyBy(v, now), errNoKey)
	defer cancel()
	left := f.declineBy(v)
	if !now.Before(left) {
		return f.open(ctx, asking, v, p)
	}
	ctx, end := context.WithDeadlineCause(ctx, left, errSlowOpening)
	defer end()
	opened, err := f.open(ctx, asking, v, p)
	if err != nil {
		return nil, err
	}
	if err = f.checkOpened(ctx, v, opened); !time.Now().Before(left) { // in that very moment, before the context has heard of it
		err = errSlowOpening
	}
	if err != nil {
		f.shut(opened)
		return nil, err
	}
	return opened, nil
}

// checkOpened is check of what was sealed when the agreement was signed. What was looked at once is not looked at again, done or not: a farmer
// that begins again would give up for what its executor lacks at this moment.
func (f *Farmer) checkOpened(ctx context.Context, v *protocol.View, p *prepared) error {
	if !p.job.Encrypted() {
		return nil
	}
	checked, err := f.Notes.Note(ctx, bucketOpened, v.Session[:])
	if err != nil || checked != nil {
		return err
	}
	if err := f.check(p); err != nil {
		return err
	}
	note := journal.Note{Bucket: bucketOpened, Key: v.Session[:], Value: []byte{1}}
	return f.Notes.Commit(context.WithoutCancel(ctx), journal.Batch{Notes: []journal.Note{note}, Sync: true})
}

// shut removes from disk what was decrypted.
func (f *Farmer) shut(p *prepared) {
	if !p.job.Encrypted() {
		return
	}
	if err := os.RemoveAll(openedIn(p.dir)); err != nil {
		f.Logger.Warn("remove decrypted inputs", "dir", p.dir, "err", err)
	}
}
