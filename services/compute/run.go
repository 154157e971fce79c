package compute

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"time"

	"github.com/ipfs/go-cid"
	"github.com/parley-p2p/parley/matcher"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"google.golang.org/protobuf/proto"
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
	Fuel    int64 // that they used, where it is paid by
	// Owed is what is owed for them. While View.Final is false it may still rise.
	Owed messages.Amount
	View *protocol.View
	Err  error // why it did not do all of its share
}

// NewID makes a job's ID.
func NewID() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}

// SOW asks for a job. Set dates, settlements and limits on it as you like.
func SOW(j *Job) (*messages.SOW, error) {
	if err := j.Validate(); err != nil {
		return nil, err
	}
	payload, err := Jobs.Encode(j)
	if err != nil {
		return nil, err
	}
	return &messages.SOW{Service: Service, Units: j.Units(len(j.Tasks)), Job: payload, Minimum: j.Needs.Minimum()}, nil
}

// maxIdle is how many times in a row farmers are hired that do nothing before the job is given up.
const maxIdle = 3

// Run has a job done. client's policy must be b, or a decoration of it, and its Run must be running. sow is what SOW made,
// perhaps changed. What b's Notes know of the very same job, its ID included, is not bought again, and hires of it that are
// still under way after a restart are seen through first, of a replicated job with others in the place of those that fail. Before a restart and
// after it a hire is waited for until its session has ended or another was hired in its place, as may be once its farmer has been out of
// reach for longer than h.Patience; who was replaced is asked to stop when it is back.
// h.MaxPrice is over all hires of the job. The bill has those that have shown something and ended before, too, and says what
// was done even where the error says that not everything was. yield, if not nil, hears of each line as its hire ends.
func Run(ctx context.Context, client *requester.Client, b *Buyer, j *Job, sow *messages.SOW, h requester.Hiring, yield func(Line)) (*Bill, error) {
	payload, err := Jobs.Encode(j)
	if err != nil {
		return nil, err
	}
	if sow.GetService() != Service || sow.Units != j.Units(len(j.Tasks)) || !bytes.Equal(sow.Job.GetBody(), payload.Body) {
		return nil, errors.New("compute run: the SOW is not one for this job; make it with SOW")
	}
	if err := b.verifies(j); err != nil {
		return nil, err
	}
	if err := client.Ready(ctx); err != nil {
		return nil, err
	}
	o, err := b.add(ctx, payload)
	if err != nil {
		return nil, err
	}
	return b.run(ctx, client, o, sow, h, yield)
}

// Resume sees a job through that was begun before a restart: sow is the ID of its SOW, from the bill or the journal. h is as
// it was; what it has to hire anew is asked for with the same SOW, but for dates that have passed.
func Resume(ctx context.Context, client *requester.Client, b *Buyer, sow messages.ID, h requester.Hiring, yield func(Line)) (*Bill, error) {
	if err := client.Ready(ctx); err != nil {
		return nil, err
	}
	for _, v := range client.Sessions() {
		if v.FirstSOW != sow {
			continue
		}
		o, err := b.orderOf(ctx, v)
		if err != nil {
			return nil, err
		}
		return b.run(ctx, client, o, v.SOW, h, yield)
	}
	return nil, protocol.Errorf(protocol.NotFound, "no hire of SOW %s is under way: run the job again, what was bought of it is kept", sow.Short())
}

// drive is one call of Run.
type drive struct {
	*Buyer
	client *requester.Client
	order  *order
	hiring requester.Hiring
	bill   *Bill
	yield  func(Line)
}

func (b *Buyer) run(ctx context.Context, client *requester.Client, o *order, sow *messages.SOW, h requester.Hiring, yield func(Line)) (*Bill, error) {
	b.mu.Lock()
	if o.inRun {
		b.mu.Unlock()
		return nil, protocol.Errorf(protocol.Duplicate, "job %s is being run already", o.job.ID)
	}
	h.N = min(max(h.N, 1), len(o.job.Tasks))
	if o.poll != nil {
		h.N, h.Wait = o.job.Verify.Replicas, max(h.Wait, 0) // who takes the first quotes could not know that there will be enough
	}
	working, found := context.WithCancelCause(ctx)
	o.inRun, o.hires, o.found = true, h.N, found
	b.mu.Unlock()
	defer func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		o.inRun, o.found = false, nil
		found(nil)
	}()
	d := &drive{Buyer: b, client: client, order: o, hiring: h, bill: &Bill{Job: o.job}, yield: yield}
	err := d.takeUp(working)
	switch {
	case o.poll == nil && err == nil:
		err = d.hire(working, sow)
	case o.poll != nil:
		if err == nil {
			err = d.hireReplicas(working, sow)
		}
		err = d.decided(err)
		d.dismiss(ctx)
	}
	return d.finish(ctx, err)
}

// recall writes a line for every session that has shown something, has none and is not among those that were under way a
// moment ago: it ended before a restart, or by itself after one, before anybody waited for it.
func (d *drive) recall(ctx context.Context, live []*protocol.View) error {
	known := map[messages.ID]bool{}
	for _, v := range live {
		known[v.Session] = true
	}
	for _, l := range d.bill.Lines {
		known[l.Session] = true
	}
	d.mu.Lock()
	past := slices.SortedFunc(maps.Keys(d.order.shown), func(a, b messages.ID) int { return bytes.Compare(a[:], b[:]) })
	d.mu.Unlock()
	for _, session := range past {
		if known[session] || d.client.Journal == nil {
			continue
		}
		v, err := requester.Replay(ctx, d.client.Journal, session)
		if protocol.CodeOf(err) == protocol.NotFound {
			continue // its retention is over
		}
		if err != nil {
			return fmt.Errorf("what session %s came to: %w", session.Short(), err)
		}
		owed, _ := v.Owed()
		line := Line{Farmer: v.Farmer, Session: session, View: v, Owed: owed, Tasks: d.by(d.order, session)}
		if !done(v) {
			why := fmt.Sprintf("it had ended before, as %s", v.Phase)
			if v.Reject != nil {
				why += ": " + protocol.FromReject(v.Reject).Reason
			}
			line.Err = protocol.Errorf(protocol.Failed, "%s", why)
		}
		d.bill.Lines = append(d.bill.Lines, line)
		d.bill.SOW = v.FirstSOW
	}
	return nil
}

// hire hires for what is missing until nothing is, or nobody does any of it. Whoever is out of reach keeps its place until another is hired in it.
func (d *drive) hire(ctx context.Context, sow *messages.SOW) error {
	sow = proto.CloneOf(sow)
	for idle := 0; ; {
		left := d.missing(d.order)
		if left == 0 {
			return nil
		}
		held, replaced := d.places(ctx)
		if err := d.recall(ctx, slices.Concat(held, replaced)); err != nil {
			return err
		}
		err := d.collect(d.fill(ctx, sow, held, replaced))
		_, unfilled := errors.AsType[*requester.Unfilled](err)
		switch progress := d.missing(d.order) < left; {
		case len(held) > 0 && (unfilled || protocol.CodeOf(err) == protocol.NotFound):
			idle++ // they have ended, or one has: who was asked besides is asked again
		case err != nil && !(unfilled && progress):
			return err
		case progress:
			idle = 0
		default:
			idle++
		}
		if idle == maxIdle {
			return errors.New("farmers were hired again and again and did not do it")
		}
		again(sow, time.Now())
	}
}

// fill yields how those end that hold places, and hires for what nobody has, and in the place of who cannot be reached.
func (d *drive) fill(ctx context.Context, sow *messages.SOW, held, replaced []*protocol.View) iter.Seq2[*requester.Outcome, error] {
	h := d.hiring
	more := max(min(h.N-len(held), d.unassigned(d.order)), 0)
	h.N, h.Matcher, h.Replaced = len(held)+more, d.wary(), ids(replaced)
	d.begin(more)
	var err error
	h.MaxPrice, err = d.budget(slices.Concat(held, replaced))
	switch {
	case len(held) > 0 && err != nil: // nobody can be hired before one of them has ended
		return d.follow(ctx, -1, held, replaced)
	case len(held) > 0:
		h.MaxPrice, _ = d.budget(nil) // of which Resume keeps what they may claim
		return d.client.Resume(ctx, h, ids(held)...)
	case err != nil:
		return func(yield func(*requester.Outcome, error) bool) { yield(nil, err) }
	}
	d.dismissReplaced(ctx, replaced)
	return d.client.Hire(ctx, sow, h)
}

// begin has what is left divided among so many more.
func (d *drive) begin(hires int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.order.hires, d.order.filled = hires+len(d.order.active), 0
}

// wary is the hiring's matcher, but that who did less than their share before come last.
func (d *drive) wary() wary {
	w := wary{matcher: d.hiring.Matcher, short: map[messages.Key]bool{}, poll: d.order.poll}
	for _, l := range d.bill.Lines {
		if l.Err != nil || d.order.job.Units(len(l.Tasks)) < l.View.Terms.GetUnits() {
			w.short[l.Farmer] = true
		}
	}
	if w.matcher == nil {
		w.matcher = matcher.First()
	}
	w.matcher = split{w.matcher, func(protocol.Market) uint64 { return d.nextShare(d.order) }}
	return w
}

type wary struct {
	matcher requester.Matcher
	short   map[messages.Key]bool
	poll    *poll // of a replicated job: the first are hired together, or nobody is
}

func (w wary) Match(m protocol.Market) []protocol.Choice {
	last := map[messages.ID]int{}
	for _, o := range m.Offers {
		if w.short[o.Farmer] {
			last[o.Session] = 1
		}
	}
	choices := slices.Clone(w.matcher.Match(m))
	if w.poll != nil && w.poll.lacks(len(choices), m) {
		return nil
	}
	slices.SortStableFunc(choices, func(a, b protocol.Choice) int { return last[a.Session] - last[b.Session] })
	return choices
}

// again makes a SOW one that can be sent anew.
func again(sow *messages.SOW, now time.Time) {
	sow.Nonce, sow.QuoteByMs, sow.Round, sow.Reason, sow.Final = nil, 0, 0, "", false
	if sow.DeliverByMs <= now.UnixMilli() {
		sow.DeliverByMs = 0
	}
}

// budget is what is left of the most that may be spent: not what is owed, nor what may yet be, for work under way or by a
// deal of the job that is not closed, nor what such a deal has cost.
func (d *drive) budget(live []*protocol.View) (messages.Amount, error) {
	left := d.hiring.MaxPrice
	if left.IsZero() {
		return left, nil
	}
	spent, counted := messages.Amount{}, map[messages.ID]bool{}
	for v, amount := range d.client.Exposures() {
		if v.SOW.GetService() != Service || digest(sha256.Sum256(v.SOW.GetJob().GetBody())) != d.order.digest {
			continue
		}
		sum, err := spent.Add(amount)
		if err != nil {
			return left, err
		}
		spent = sum
	}
	for _, l := range d.bill.Lines {
		counted[l.Session] = true
		sum, err := spent.Add(l.Owed)
		if err != nil {
			return left, err
		}
		spent = sum
	}
	for _, v := range live {
		if counted[v.Session] {
			continue
		}
		sum, err := spent.Add(v.Cost(v.Terms.Units))
		if err != nil {
			return left, err
		}
		spent = sum
	}
	if spent.Cmp(left) >= 0 {
		return left, protocol.Errorf(protocol.Price, "of %s that may be spent, %s is", left, spent)
	}
	return left.Sub(spent)
}

func (d *drive) collect(outcomes iter.Seq2[*requester.Outcome, error]) error {
	for o, err := range outcomes {
		if err != nil {
			return err
		}
		owed, _ := o.View.Owed()
		line := Line{Farmer: o.Farmer, Session: o.Session, View: o.View, Owed: owed, Err: o.Err, Tasks: d.by(d.order, o.Session), Fuel: d.fuel(d.order, o.Session)}
		d.bill.SOW = o.View.FirstSOW
		d.bill.Lines = append(d.bill.Lines, line)
		if d.yield != nil {
			d.yield(line)
		}
	}
	return nil
}

// finish writes the bill. Whoever was replaced and has not come back is on it, with what its vouchers come to.
func (d *drive) finish(ctx context.Context, cause error) (*Bill, error) {
	bill, live := d.bill, d.live(ctx)
	for _, v := range live {
		if slices.ContainsFunc(bill.Lines, func(l Line) bool { return l.Session == v.Session }) {
			continue
		}
		owed, _ := v.Owed()
		line := Line{Farmer: v.Farmer, Session: v.Session, Tasks: d.by(d.order, v.Session), Owed: owed, View: v}
		if d.order.job.Units(len(line.Tasks)) < v.Terms.Units {
			line.Err = protocol.Errorf(protocol.Unavailable, "under way: what it claimed is paid, and the rest is not waited for")
		}
		bill.Lines = append(bill.Lines, line)
		bill.SOW = v.FirstSOW
	}
	if err := d.recall(ctx, live); err != nil {
		return bill, errors.Join(cause, err)
	}
	return bill, d.complete(ctx, d.order, bill, cause)
}

// Complete brings a bill up to what is here now: a result may come after Run has returned, by way of Inspect. The error says
// what is missing still, as Run's does.
func (b *Buyer) Complete(ctx context.Context, bill *Bill) error {
	payload, err := Jobs.Encode(bill.Job)
	if err != nil {
		return err
	}
	o, err := b.add(ctx, payload)
	if err != nil {
		return err
	}
	return b.complete(ctx, o, bill, nil)
}

func (b *Buyer) complete(ctx context.Context, o *order, bill *Bill, cause error) error {
	for i := range bill.Lines {
		l := &bill.Lines[i]
		tasks := b.by(o, l.Session)
		if len(tasks) > len(l.Tasks) && o.job.Units(len(tasks)) == l.View.Terms.GetUnits() {
			l.Err = nil
		}
		l.Tasks, l.Fuel = tasks, b.fuel(o, l.Session)
	}
	bill.Done = b.results(o)
	if left := b.missing(o); left > 0 {
		if cause == nil {
			cause = errors.New("nobody was hired for them")
		}
		return fmt.Errorf("%d of %d tasks are not done: %w", left, len(o.tasks), cause)
	}
	root, err := b.root(ctx, o, bill.Done)
	if err == nil {
		bill.Root = root
	}
	return err
}

// root is the directory of all results, held in the store for the job.
func (b *Buyer) root(ctx context.Context, o *order, done []Done) (cid.Cid, error) {
	if isSingle(o.job) {
		return mustParse(done[0].CID), nil
	}
	root, err := gather(ctx, b.Store, done)
	if err != nil {
		return cid.Undef, fmt.Errorf("gather the results: %w", err)
	}
	return root, b.Store.Hold(root, HolderOf(o.job.ID))
}
