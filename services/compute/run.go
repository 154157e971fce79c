package compute

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/ipfs/go-cid"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

// Bill is what became of a job.
type Bill struct {
	Job *Job
	// Done are the results, by task.
	Done []Done
	// Root is the directory of all tasks' results, as one farmer would have delivered them: the same for the same job
	// whoever did what. It is undefined while a task is missing.
	Root cid.Cid
	// Lines say who did what for how much, in the order in which they ended.
	Lines []Line
	// SOW is the ID of the last SOW that was sent, for Resume; zero if none was answered.
	SOW messages.ID
}

// Line is one hire.
type Line struct {
	Farmer  messages.Key
	Session messages.ID
	Tasks   []int // done and verified
	Owed    messages.Amount
	View    *protocol.View
	Err     error // why it did not do all of its share
}

// NewID makes a job's ID.
func NewID() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}

// SOW asks for a job. Set dates, settlements and limits on it as you like.
func SOW(j *Job) (*messages.SOW, error) {
	payload, err := Jobs.Encode(j)
	if err != nil {
		return nil, err
	}
	return &messages.SOW{Service: Service, Units: uint64(len(j.Tasks)), Job: payload}, nil
}

// maxRounds bounds how often farmers are hired for what others left undone.
const maxRounds = 8

// Run has a job done. client's policy must be b, or a decoration of it. sow is what SOW made, perhaps changed. The bill
// says what was done even where the error says that not everything was. yield, if not nil, hears of each line as its
// hire ends.
func Run(ctx context.Context, client *requester.Client, b *Buyer, j *Job, sow *messages.SOW, h requester.Hiring, yield func(Line)) (*Bill, error) {
	h.N = min(max(h.N, 1), len(j.Tasks))
	o, err := b.add(ctx, j, h.N)
	if err != nil {
		return nil, err
	}
	bill := &Bill{Job: j}
	for range maxRounds {
		left := b.missing(o)
		if len(left) == 0 {
			break
		}
		h.N = min(h.N, len(left))
		if err = b.collect(bill, client.Hire(ctx, sow, h), yield); err != nil {
			break
		}
	}
	return b.finish(ctx, bill, o, err)
}

// Resume sees a job through that was begun before a restart: sow is the ID of its SOW, from the bill or the journal.
func Resume(ctx context.Context, client *requester.Client, b *Buyer, sow messages.ID, h requester.Hiring, yield func(Line)) (*Bill, error) {
	var o *order
	for _, v := range client.Sessions() {
		if v.FirstSOW != sow {
			continue
		}
		var err error
		if o, err = b.orderOf(ctx, v); err != nil {
			return nil, err
		}
		h.N++
	}
	if o == nil {
		return nil, protocol.Errorf(protocol.NotFound, "no hire of SOW %s is under way", sow.Short())
	}
	bill := &Bill{Job: o.job, SOW: sow}
	err := b.collect(bill, client.Resume(ctx, sow, h), yield)
	if err == nil && len(b.missing(o)) > 0 {
		request, err := SOW(o.job)
		if err != nil {
			return nil, err
		}
		h.N = 1
		rest, err := Run(ctx, client, b, o.job, request, h, yield)
		if rest != nil {
			rest.Lines = append(bill.Lines, rest.Lines...)
			bill = rest
		}
		return bill, err
	}
	return b.finish(ctx, bill, o, err)
}

func (b *Buyer) collect(bill *Bill, outcomes iter.Seq2[*requester.Outcome, error], yield func(Line)) error {
	for o, err := range outcomes {
		if err != nil {
			return err
		}
		bill.SOW = o.View.FirstSOW
		owed, _ := o.View.Owed()
		line := Line{Farmer: o.Farmer, Session: o.Session, View: o.View, Owed: owed, Err: o.Err}
		bill.Lines = append(bill.Lines, line)
		if yield != nil {
			line.Tasks = b.by(bill.Job, o.Session)
			yield(line)
		}
	}
	return nil
}

// by are the tasks that were bought in a session.
func (b *Buyer) by(j *Job, session messages.ID) []int {
	b.mu.Lock()
	defer b.mu.Unlock()
	var tasks []int
	for i, t := range b.jobs[j.ID].tasks {
		if t.done != nil && t.by == session {
			tasks = append(tasks, i)
		}
	}
	return tasks
}

func (b *Buyer) finish(ctx context.Context, bill *Bill, o *order, cause error) (*Bill, error) {
	bill.Done, _ = b.results(o)
	for i := range bill.Lines {
		bill.Lines[i].Tasks = b.by(bill.Job, bill.Lines[i].Session)
	}
	left := b.missing(o)
	if len(left) > 0 {
		if cause == nil {
			cause = errors.New("farmers were hired again and again and did not do it")
		}
		return bill, fmt.Errorf("%d of %d tasks are not done: %w", len(left), len(o.tasks), cause)
	}
	root, err := b.root(ctx, o.job, bill.Done)
	if err != nil {
		return bill, err
	}
	bill.Root = root
	return bill, nil
}

// root is the directory of all results, held in the store under the job's ID.
func (b *Buyer) root(ctx context.Context, j *Job, done []Done) (cid.Cid, error) {
	if isSingle(j) {
		return mustParse(done[0].CID), nil
	}
	root, err := gather(ctx, b.Store, "", done)
	if err != nil {
		return cid.Undef, fmt.Errorf("gather the results: %w", err)
	}
	return root, b.Store.Hold(root, j.ID)
}

// Replay is an audit: it runs a task again and compares the CIDs. A difference is a *protocol.Error, and so a dispute.
type Replay struct {
	Farmer *Farmer // its executor and store do the run
	// Pick says whether to look at a task. Nil looks at none.
	Pick func(task int) bool
	// Compared hears of every comparison.
	Compared func(v *protocol.View, d Done, again Done)
}

// Audit runs the task again if it is picked.
func (r *Replay) Audit(ctx context.Context, v *protocol.View, j *Job, d Done) error {
	if r.Pick == nil || !r.Pick(d.Task) || j.Live {
		return nil
	}
	again, err := r.Farmer.Repeat(ctx, v, j, d.Task)
	if err != nil {
		return err
	}
	if r.Compared != nil {
		r.Compared(v, d, again)
	}
	if again.CID == d.CID {
		return nil
	}
	if slices.Contains([]string{"out of time", "out of processor time", "stopped", "crashed"}, again.Ended) {
		return nil // inconclusive: that depends on the machine
	}
	return protocol.Errorf(protocol.Failed, "task %d was run again and gives %s, not %s", d.Task, again.CID, d.CID)
}

// Repeat runs a task of a job as the farmer would have, and keeps nothing but the result's blocks.
func (f *Farmer) Repeat(ctx context.Context, v *protocol.View, j *Job, task int) (Done, error) {
	f.init()
	session := v.Session
	for i := range session {
		session[i] ^= 0xff // a place of its own on disk and in the notes
	}
	again := *v
	again.Session = session
	if err := f.fetch(ctx, session, j); err != nil {
		return Done{}, err
	}
	p := &prepared{job: j, dir: f.Dir + "/" + session.String()}
	defer f.Ended(context.WithoutCancel(ctx), &again)
	if err := f.layOut(ctx, p); err != nil {
		return Done{}, err
	}
	return f.run(ctx, &again, p, task)
}
