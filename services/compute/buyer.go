package compute

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

// Buyer hires farmers for jobs. It is a requester.Requester; set its fields before first use, then it is safe for
// concurrent use. A Buyer that starts again on the same Notes knows what was done before.
type Buyer struct {
	// Store keeps what was bought.
	Store *content.Store
	// Blocks is where results come from.
	Blocks content.Getter
	// Notes remembers results that were verified.
	Notes journal.Journal
	// Content bounds the result of one task. Default 1 GiB.
	Content content.Limits
	// FetchTime is how long one attempt to fetch a result may take. Default 30 s.
	FetchTime time.Duration
	// Audit looks at a result that has arrived whole; an error that is a *protocol.Error refuses it, any other is tried
	// again. Nil trusts.
	Audit func(ctx context.Context, v *protocol.View, j *Job, d Done) error
	// Got hears of every task whose result is here and verified, once.
	Got    func(v *protocol.View, d Done)
	Logger *slog.Logger

	once sync.Once
	mu   sync.Mutex
	jobs map[string]*order // by Job.ID
}

// order is a job and what has become of its tasks.
type order struct {
	job   *Job
	hires int // how many share it
	tasks []taskState
	gone  map[messages.ID]bool // sessions that were replaced
}

// taskState is where a task is.
type taskState struct {
	with messages.ID // the session that it was given to; zero: nobody
	done *Done
	by   messages.ID
}

const buyerFetch = 30 * time.Second

// bucketBought notes verified results: job ID || "/" || task.
const bucketBought = "compute-bought"

func (b *Buyer) init() {
	b.once.Do(func() {
		b.jobs = make(map[string]*order)
		if b.FetchTime == 0 {
			b.FetchTime = buyerFetch
		}
		if b.Logger == nil {
			b.Logger = slog.New(slog.DiscardHandler)
		}
	})
}

// bought is a note's value.
type bought struct {
	Done    Done   `json:"done"`
	Session string `json:"session"`
}

// add makes a job known, with what was bought of it before.
func (b *Buyer) add(ctx context.Context, j *Job, hires int) (*order, error) {
	b.init()
	b.mu.Lock()
	defer b.mu.Unlock()
	if o := b.jobs[j.ID]; o != nil {
		if hires > 0 {
			o.hires = hires
		}
		return o, nil
	}
	o := &order{job: j, hires: max(hires, 1), tasks: make([]taskState, len(j.Tasks)), gone: map[messages.ID]bool{}}
	for i := range o.tasks {
		value, err := b.Notes.Note(ctx, bucketBought, boughtKey(j, i))
		if err != nil {
			return nil, err
		}
		if value == nil {
			continue
		}
		var n bought
		if err := json.Unmarshal(value, &n); err != nil {
			return nil, fmt.Errorf("note of task %d: %w", i, err)
		}
		by, err := messages.ParseID(n.Session)
		if err != nil {
			return nil, fmt.Errorf("note of task %d: %w", i, err)
		}
		o.tasks[i] = taskState{with: by, done: &n.Done, by: by}
	}
	b.jobs[j.ID] = o
	return o, nil
}

func boughtKey(j *Job, task int) []byte { return []byte(j.ID + "/" + name(task)) }

// orderOf is the order that a session is about; after a restart it is made from the session.
func (b *Buyer) orderOf(ctx context.Context, v *protocol.View) (*order, error) {
	j, err := JobOf(v)
	if err != nil {
		return nil, err
	}
	o, err := b.add(ctx, j, 0)
	if err != nil || v.Terms == nil {
		return o, err
	}
	tasks, err := TasksOf(v, j)
	if err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, t := range tasks { // a share that was agreed before a restart
		if s := &o.tasks[t]; s.with.IsZero() && s.done == nil && !o.gone[v.Session] && !v.Final() {
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
	share := b.take(o, v.Session)
	if len(share) == 0 {
		return nil, protocol.Errorf(protocol.Declined, "no task is left: others were hired")
	}
	details, err := Shares.Encode(&Share{Tasks: share})
	if err != nil {
		return nil, err
	}
	edit := func(t *messages.Terms) {
		if !isSingle(o.job) {
			t.Details = details
		}
	}
	return requester.Terms(v, c, uint64(len(share)), edit)
}

// take assigns tasks to a session.
func (b *Buyer) take(o *order, session messages.ID) []int {
	b.mu.Lock()
	defer b.mu.Unlock()
	var free []int
	working := map[messages.ID]bool{}
	for i, t := range o.tasks {
		switch {
		case t.done != nil:
		case t.with == session: // asked again, after a counter-offer
			free = append(free, i)
		case t.with.IsZero():
			free = append(free, i)
		default:
			working[t.with] = true
		}
	}
	places := max(o.hires-len(working), 1)
	share := free[:(len(free)+places-1)/places]
	for _, i := range share {
		o.tasks[i].with = session
	}
	return slices.Clone(share)
}

// Hired has nothing to hand over: the farmer had module and inputs before it countersigned.
func (b *Buyer) Hired(context.Context, *protocol.View) error { return nil }

// Settled has nothing to do: what was bought is in the Store.
func (b *Buyer) Settled(context.Context, *protocol.View) error { return nil }

// Replaced gives what the farmer has not done to whoever is hired next.
func (b *Buyer) Replaced(ctx context.Context, v *protocol.View) { b.free(ctx, v, true) }

// Ended gives what the farmer has not done to whoever is hired next.
func (b *Buyer) Ended(ctx context.Context, v *protocol.View) { b.free(ctx, v, false) }

func (b *Buyer) free(ctx context.Context, v *protocol.View, gone bool) {
	o, err := b.orderOf(ctx, v)
	if err != nil {
		b.Logger.Warn("free tasks", "session", v.Session.Short(), "err", err)
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if gone {
		o.gone[v.Session] = true
	}
	for i := range o.tasks {
		if t := &o.tasks[i]; t.with == v.Session && t.done == nil {
			t.with = messages.ID{}
		}
	}
}

// Missing are the tasks of a job that are not here yet.
func (b *Buyer) missing(o *order) []int {
	b.mu.Lock()
	defer b.mu.Unlock()
	var tasks []int
	for i, t := range o.tasks {
		if t.done == nil {
			tasks = append(tasks, i)
		}
	}
	return tasks
}

// results are the tasks of a job that are here, and the session that each was bought in.
func (b *Buyer) results(o *order) (done []Done, by []messages.ID) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, t := range o.tasks {
		if t.done != nil {
			done, by = append(done, *t.done), append(by, t.by)
		}
	}
	return done, by
}

var (
	_ requester.Requester = (*Buyer)(nil)
	_ requester.Ender     = (*Buyer)(nil)
	_ requester.Replacer  = (*Buyer)(nil)
)
