package compute

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"math/big"
	"slices"
	"sync"
	"time"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

// Buyer hires farmers for jobs. It is a requester.Requester; set its fields before first use, Store and Blocks at least, then
// it is safe for concurrent use. A Buyer that starts again on the same Notes knows what was done before.
type Buyer struct {
	// Store keeps what was bought.
	Store *content.Store
	// Blocks is where results come from.
	Blocks content.Getter
	// Notes remembers results that were verified. Nil keeps it in memory.
	Notes journal.Journal
	// Content bounds the result of one task, beside what the job's own limits let it make. Zero: those alone.
	Content content.Limits
	// FetchTime is how long one attempt to fetch a result may take. Default 30 s.
	FetchTime time.Duration
	// ReviewTime is how long a delivery may be looked at: silence accepts it then. Zero: as long as requester.Terms gives.
	ReviewTime time.Duration
	// Start is how long after acceptBy a farmer may decline a job with encrypted inputs, of which it gets the key only once the deal is
	// open. Default 2 min, which farmers take.
	Start time.Duration
	// Share is how many tasks of a job one farmer is hired for at most, at least 1. Nil: [MaxShare], which is never exceeded.
	Share func(*Job) int
	// Audit looks at a result that has arrived whole; an error that is a *protocol.Error refuses it, any other is tried
	// again. Nil trusts.
	Audit func(ctx context.Context, v *protocol.View, j *Job, d Done) error
	// Repeat runs a task again, to know what fuel it used where its farmer did not say. Nil believes that it was the most
	// that it might.
	Repeat func(ctx context.Context, v *protocol.View, j *Job, task int) (Done, error)
	// Rule decides between the replicas of a job. Nil: a [Majority] of as many as the job says. It must decide the same after a restart.
	Rule func(*Job) Rule
	// Number reads from a result the number that a rule about numbers compares; nil is none. Nil: results have none.
	Number func(ctx context.Context, d Done) (*big.Rat, error)
	// Straggle is how long at least a replica is waited for once as many have committed as must agree. Default 30 s.
	Straggle time.Duration
	// Got hears of every task whose result is here and verified, of a replicated job once that is decided, once in a process's life.
	Got    func(v *protocol.View, d Done)
	Logger *slog.Logger

	once   sync.Once
	broken error
	mu     sync.Mutex
	orders map[digest]*order
}

// digest is the SHA-256 of an encoded job.
type digest [sha256.Size]byte

// order is a job and what has become of its tasks.
type order struct {
	job    *Job
	digest digest
	most   int                  // tasks that one hire may be for
	hires  int                  // how many share it, or what is left of it
	filled int                  // how many of those have done what they will
	active map[messages.ID]bool // sessions that a share was agreed with, until they end or are replaced
	tasks  []taskState
	shown  map[messages.ID]map[int]Done // what each session has shown and was verified
	gone   map[messages.ID]bool         // sessions that were replaced
	inRun  bool                         // somebody waits for it in Run
	found  context.CancelCauseFunc      // ends that wait: the last results came by Inspect
	poll   *poll                        // of a replicated job
}

// taskState is where a task is.
type taskState struct {
	with messages.ID // the session that it was given to; zero: nobody
	done *Done
	by   messages.ID // the session that did it first
}

// BuyerFetch is how long one attempt to fetch a result may take, if nothing else is said.
const BuyerFetch = 30 * time.Second

func (b *Buyer) init() error {
	b.once.Do(func() {
		b.orders = make(map[digest]*order)
		b.FetchTime = cmp.Or(b.FetchTime, BuyerFetch)
		b.Straggle = cmp.Or(b.Straggle, 30*time.Second)
		b.Start = cmp.Or(b.Start, 2*time.Minute)
		if b.Logger == nil {
			b.Logger = slog.New(slog.DiscardHandler)
		}
		if b.Notes == nil {
			b.Notes = new(journal.Memory)
		}
		if b.Store == nil || b.Blocks == nil {
			b.broken = errors.New("compute buyer: Store and Blocks must be set")
		}
	})
	return b.broken
}

// bucket is where a job's notes are: session || task of what was verified, session || "gone" of who was replaced.
func (d digest) bucket() string { return "compute-bought-" + hex.EncodeToString(d[:20]) }

const goneKey = "gone"

// add makes a job known, with what was bought of it before. Jobs that differ in anything are different orders.
func (b *Buyer) add(ctx context.Context, payload *messages.Payload) (*order, error) {
	if err := b.init(); err != nil {
		return nil, err
	}
	key := digest(sha256.Sum256(payload.GetBody()))
	b.mu.Lock()
	defer b.mu.Unlock()
	if o := b.orders[key]; o != nil {
		return o, nil
	}
	j, err := Jobs.Decode(payload)
	if err != nil {
		return nil, &protocol.Error{Code: protocol.Invalid, Reason: err.Error(), Err: err}
	}
	o := &order{job: j, digest: key, most: b.shareOf(j), hires: 1, tasks: make([]taskState, len(j.Tasks)),
		shown: map[messages.ID]map[int]Done{}, gone: map[messages.ID]bool{}, active: map[messages.ID]bool{}}
	if j.Verify.Mode == Replicate {
		o.poll = newPoll(len(j.Tasks))
	}
	var polled remembered
	for note, err := range b.Notes.Notes(ctx, o.digest.bucket()) {
		if err == nil {
			err = o.recall(note, &polled)
		}
		if err != nil {
			return nil, fmt.Errorf("what was bought of job %s: %w", j.ID, err)
		}
	}
	if o.poll != nil {
		if err := b.restore(ctx, o, &polled); err != nil {
			return nil, fmt.Errorf("what replicas of job %s have said: %w", j.ID, err)
		}
	}
	b.orders[key] = o
	return o, nil
}

// recall takes up a note.
func (o *order) recall(note journal.Note, polled *remembered) error {
	if len(note.Key) <= len(messages.ID{}) {
		return fmt.Errorf("the note %q is too short", note.Key)
	}
	session, what := messages.ID(note.Key[:32]), string(note.Key[32:])
	if what == goneKey {
		o.gone[session] = true
		return nil
	}
	if ours, err := polled.take(session, what, note.Value); ours || err != nil {
		return err
	}
	var d Done
	if err := json.Unmarshal(note.Value, &d); err != nil {
		return fmt.Errorf("the note of task %s: %w", what, err)
	}
	if err := d.validate(); err != nil || d.Task >= len(o.tasks) {
		return fmt.Errorf("the note of task %s is of another job: %w", what, err)
	}
	o.have(session, d)
	return nil
}

// have takes up a verified result. first reports whether nobody had done the task before. One of many replicas is not yet the task's.
func (o *order) have(session messages.ID, d Done) (first bool) {
	if o.shown[session] == nil {
		o.shown[session] = map[int]Done{}
	}
	o.shown[session][d.Task] = d
	if o.tasks[d.Task].done != nil || o.poll != nil {
		return false
	}
	o.tasks[d.Task] = taskState{with: session, done: &d, by: session}
	return true
}

// orderOf is the order that a session is about; after a restart it is made from the session.
func (b *Buyer) orderOf(ctx context.Context, v *protocol.View) (*order, error) {
	if v.SOW.GetService() != Service {
		return nil, protocol.Errorf(protocol.Invalid, "session %s is about %q, not %q", v.Session.Short(), v.SOW.GetService(), Service)
	}
	o, err := b.add(ctx, v.SOW.Job)
	if err != nil || v.Terms == nil {
		return o, err
	}
	tasks, err := TasksOf(v, o.job)
	if err != nil {
		return nil, err
	}
	b.mu.Lock()
	known := o.active[v.Session] || o.gone[v.Session] || v.Final()
	b.mu.Unlock()
	if known {
		return o, nil
	}
	if o.poll != nil {
		b.sit(o, v)
		return o, nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	o.active[v.Session] = true
	for _, t := range tasks { // a share that was agreed before a restart
		if s := &o.tasks[t]; s.with.IsZero() && s.done == nil {
			s.with = v.Session
		}
	}
	return o, nil
}

// Agree gives the farmer its share of what nobody has: all of it divided by the places that are still empty.
func (b *Buyer) Agree(ctx context.Context, v *protocol.View, c protocol.Choice) (messages.Message, error) {
	o, err := b.orderOf(ctx, v)
	if err != nil {
		return nil, err
	}
	if unit := v.Quote.GetPrice().GetUnit(); o.job.Metered() != (unit == FuelUnit) {
		return nil, protocol.Errorf(protocol.Price, "the quote is a price for each %q, want one for each %q", unit, o.job.Unit())
	}
	tariff, err := QuotedTariff(v.Quote)
	if err != nil {
		return nil, err
	}
	share := &Share{Tasks: b.take(o, v)}
	if len(share.Tasks) == 0 {
		return nil, protocol.Errorf(protocol.Declined, "no task is left: others were hired")
	}
	var failed error
	edit := func(t *messages.Terms) {
		if tariff != nil {
			share.Tariff, failed = tariff.agree(t, v.Quote.Price)
		}
		if failed == nil && (!isSingle(o.job) || tariff != nil) {
			t.Details, failed = Shares.Encode(share)
		}
		if b.ReviewTime > 0 {
			t.ReviewMs = uint64(b.ReviewTime.Milliseconds())
		}
		if o.job.Encrypted() {
			t.StartByMs = min(t.AcceptByMs+b.Start.Milliseconds(), t.DeliverByMs)
		}
	}
	a, err := requester.Terms(v, c, o.job.Units(len(share.Tasks)), edit)
	return a, cmp.Or(failed, err)
}

// take assigns tasks to a session: of a replicated job all.
func (b *Buyer) take(o *order, v *protocol.View) []int {
	if o.poll != nil {
		if !b.sit(o, v) {
			return nil
		}
		return numbers(len(o.tasks))
	}
	session := v.Session
	b.mu.Lock()
	defer b.mu.Unlock()
	var free []int
	for i, t := range o.tasks {
		if t.done == nil && (t.with.IsZero() || t.with == session) { // its own where it is asked again, after a counter-offer
			free = append(free, i)
		}
	}
	if len(free) == 0 {
		return nil
	}
	others := len(o.active)
	if o.active[session] {
		others--
	}
	share := free[:o.shareOf(len(free), others)]
	o.active[session] = true
	for _, i := range share {
		o.tasks[i].with = session
	}
	return slices.Clone(share)
}

// Hired has nothing to hand over: the farmer had module and inputs before it countersigned, and asks for the key of encrypted ones.
func (b *Buyer) Hired(context.Context, *protocol.View) error { return nil }

// Settled has nothing to do: what was bought is in the Store.
func (b *Buyer) Settled(context.Context, *protocol.View) error { return nil }

// Replaced gives what the farmer has not done to whoever is hired next. What it claims later is refused.
func (b *Buyer) Replaced(ctx context.Context, v *protocol.View) {
	b.free(ctx, v, true)
	o, err := b.orderOf(ctx, v)
	if err == nil {
		note := journal.Note{Bucket: o.digest.bucket(), Key: append(v.Session[:], goneKey...), Value: []byte{}}
		err = b.Notes.Commit(ctx, journal.Batch{Notes: []journal.Note{note}})
	}
	if err != nil {
		b.Logger.Warn("note who was replaced", "session", v.Session.Short(), "err", err)
	}
}

// Ended gives what the farmer has not done to whoever is hired next.
func (b *Buyer) Ended(ctx context.Context, v *protocol.View) { b.free(ctx, v, false) }

func (b *Buyer) free(ctx context.Context, v *protocol.View, gone bool) {
	o, err := b.orderOf(ctx, v)
	if err != nil {
		b.Logger.Warn("free tasks", "session", v.Session.Short(), "err", err)
		return
	}
	if o.poll != nil {
		defer b.leave(ctx, o, v, gone)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if gone {
		o.gone[v.Session] = true
	}
	if o.active[v.Session] && !gone && done(v) {
		o.filled++
	}
	delete(o.active, v.Session)
	for i := range o.tasks {
		if t := &o.tasks[i]; t.with == v.Session && t.done == nil {
			t.with = messages.ID{}
		}
	}
}

// done reports whether a session that has ended was of use: then its place is not filled again.
func done(v *protocol.View) bool {
	switch v.Phase {
	case protocol.Delivered, protocol.Accepted, protocol.Rewarded, protocol.Settled:
		return true
	}
	return false
}

// missing are the tasks of a job that are not here yet.
func (b *Buyer) missing(o *order) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	n := 0
	for _, t := range o.tasks {
		if t.done == nil {
			n++
		}
	}
	return n
}

// unassigned are those of them that nobody has.
func (b *Buyer) unassigned(o *order) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return o.unassigned()
}

// results are the tasks of a job that are here.
func (b *Buyer) results(o *order) (done []Done) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, t := range o.tasks {
		if t.done != nil {
			done = append(done, *t.done)
		}
	}
	return done
}

// by are the tasks that a session has shown, ascending; of a replicated job those in which it has shown what was decided.
func (b *Buyer) by(o *order, session messages.ID) []int {
	if o.poll != nil {
		return b.right(o, session)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Sorted(maps.Keys(o.shown[session]))
}

// doneBy is what a session has shown, by task.
func (b *Buyer) doneBy(o *order, session messages.ID) []Done {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.SortedFunc(maps.Values(o.shown[session]), func(a, b Done) int { return a.Task - b.Task })
}

// fuel is what was used for all that a session has shown.
func (b *Buyer) fuel(o *order, session messages.ID) (sum int64) {
	for _, d := range b.doneBy(o, session) {
		sum += d.Fuel
	}
	return sum
}

var (
	_ requester.Requester = (*Buyer)(nil)
	_ requester.Ender     = (*Buyer)(nil)
	_ requester.Replacer  = (*Buyer)(nil)
)
