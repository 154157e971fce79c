package mediator

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/services/deals"
)

// Rerun is what a run of one's own gave.
type Rerun struct {
	Finding Finding
	// Inconclusive says why the finding can be compared with nobody's; empty: it can.
	Inconclusive string
	// Ask: whether the farmer serves its result is to be asked before anything is committed to. It is what the run gave.
	Ask bool
}

// ErrMissing: module, inputs or the agreement cannot be had from anybody now.
var ErrMissing = errors.New("what is to be judged cannot be fetched")

// Runner runs the work of a case again.
type Runner interface {
	// Rerun may be called again after an error, until ctx ends. An error that wraps ErrMissing at the last makes the finding empty, any
	// other one inconclusive.
	Rerun(ctx context.Context, b *Brief) (*Rerun, error)
	// Ask brings the result that Rerun found to be right from others, also in another life, and returns how much has come in all. An error that wraps
	// ErrUnserved is that it does not come, one that wraps ErrComing that it does; any other is one's own. It may be called again after one.
	Ask(ctx context.Context, b *Brief, f Finding) (content.Progress, error)
	// Serve gives the result that Rerun made of a case to whoever asks for it, until Release.
	Serve(ctx context.Context, b *Brief, f Finding) error
	// Release lets go of what the other two keep of a case.
	Release(ctx context.Context, id deals.Hash) error
}

// Mediator is one member of a panel at work. Set its fields before Run.
type Mediator struct {
	Court   Court
	Runner  Runner
	Journal journal.Journal // its notes are this mediator's alone
	// Depth is how many blocks must stand on a case before it is taken up, and on the end of the commitments before anything is
	// revealed. Default 1.
	Depth uint64
	// First is the block from which cases are looked for the first time.
	First uint64
	// Margin is how long before the end of the commitments a run ends, so that it can be committed to. Default 1 min, and never
	// more than a quarter of the time that there is. What is asked for after a run ends earlier (LastShare).
	Margin time.Duration
	// Pace is how long what anybody may do is left to each of those who come before on the list, so that not all pay for it.
	// Default 15 s, and less where the panel's windows are short.
	Pace time.Duration
	// Poll is the time between two looks. Default 1 s.
	Poll   time.Duration
	Logger *slog.Logger
	// Notice hears of every step that was done, and of every failure that is not the one before it. Called one at a time.
	Notice func(c Case, p Plan, err error)

	cursor  uint64
	running sync.WaitGroup
	telling sync.Mutex
	writing sync.Mutex // held while records change; taken before mu

	mu    sync.Mutex
	cases map[deals.Hash]*attention
}

// attention is a case, and what is remembered of it between two looks.
type attention struct {
	record *Case // replaced, never changed
	busy   bool
	told   string
	seen   Head // at which nothing was left to do, unless again
	again  bool
	// due is what anybody may do, since the time when that was first seen. Only who attends to the case looks at them.
	due   Step
	since time.Time
	vain  []vain // runs that did not find what was committed to, for as long as they are not made again
	asked asked  // only who attends to the case looks at it, too
}

// Run works until ctx ends, and returns when all that it started has.
func (m *Mediator) Run(ctx context.Context) error {
	m.Depth, m.Poll, m.Margin = max(m.Depth, 1), cmp.Or(m.Poll, time.Second), cmp.Or(m.Margin, time.Minute)
	m.Pace = cmp.Or(m.Pace, 15*time.Second)
	if m.Logger == nil {
		m.Logger = slog.New(slog.DiscardHandler)
	}
	if err := m.load(ctx); err != nil {
		return err
	}
	defer m.running.Wait()
	poll := time.NewTicker(m.Poll)
	defer poll.Stop()
	for {
		if err := m.look(ctx); err != nil && ctx.Err() == nil {
			m.Logger.Warn("mediate", "err", err)
		}
		select {
		case <-poll.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// look takes up new cases, and has every case attended to that is not being and of which there may be news.
func (m *Mediator) look(ctx context.Context) error {
	head, err := m.Court.Head(ctx)
	if err != nil {
		return err
	}
	if err := m.search(ctx, head); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, a := range m.cases {
		if a.busy || a.seen == head && !a.again {
			continue
		}
		a.busy, a.seen, a.again = true, head, false
		m.running.Go(func() { m.attend(ctx, a, head) })
	}
	return nil
}

// attend does what is due in one case.
func (m *Mediator) attend(ctx context.Context, a *attention, head Head) {
	c, plan, err := m.advance(ctx, a, head)
	m.mu.Lock()
	told := plan.Step == Wait && err == nil || err != nil && a.told == err.Error()
	a.told = ""
	if err != nil {
		a.told = err.Error()
	}
	m.mu.Unlock()
	if m.Notice != nil && !told && ctx.Err() == nil {
		m.telling.Lock()
		m.Notice(*c, plan, err)
		m.telling.Unlock()
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	a.busy = false
	a.again = a.again || err != nil || plan.Step != Wait || a.due != 0
	if plan.Step == DoClose && err == nil {
		delete(m.cases, c.ID)
	}
}

// advance reads the chain, decides and acts.
func (m *Mediator) advance(ctx context.Context, a *attention, head Head) (*Case, Plan, error) {
	c := m.recordOf(a)
	newest, err := m.Court.Docket(ctx, c.ID, 1)
	if err != nil {
		return c, Plan{Step: Wait}, err
	}
	if newest.Stage == Unknown || newest.Of.Block < head.Block { // asked again without a new block, too: another node may know more
		m.mu.Lock()
		a.again = true
		m.mu.Unlock()
	}
	deep := newest
	if m.Depth > 1 && newest.Stage == Revealing && newest.Seated {
		if deep, err = m.Court.Docket(ctx, c.ID, m.Depth); err != nil {
			return c, Plan{Step: Wait}, err
		}
	}
	plan := m.turn(a, Next(c, newest, deep, head), newest)
	return c, plan, m.do(ctx, a, c, plan, newest, head)
}

// turn leaves what anybody may do to those who come before on the list, for some time.
func (m *Mediator) turn(a *attention, p Plan, d Docket) Plan {
	if !p.Step.anybody() {
		a.due = 0
		return p
	}
	if a.due != p.Step {
		a.due, a.since = p.Step, time.Now()
	}
	if time.Since(a.since) < time.Duration(d.Turn)*min(m.Pace, d.Pace) {
		return Plan{Wait, p.Why + ": others come before", p.Until}
	}
	return p
}

func (m *Mediator) do(ctx context.Context, a *attention, c *Case, p Plan, newest Docket, head Head) error {
	switch p.Step {
	case DoDraw:
		return m.Court.Draw(ctx, c.ID)
	case DoRun:
		if forgotten(c, newest) {
			return m.recall(ctx, a, c, newest, head)
		}
		return m.run(ctx, a, c, newest, head)
	case DoCommit:
		return m.commit(ctx, a, c, newest)
	case DoServe:
		return m.serve(ctx, a, c)
	case DoReveal:
		return m.reveal(ctx, a, c, newest, head)
	case DoConclude:
		return m.Court.Conclude(ctx, c.ID)
	case DoLapse:
		return m.Court.Lapse(ctx, c.ID)
	case DoFinish:
		return m.Court.Finish(ctx, c.ID)
	case DoCollect:
		return m.collect(ctx, a, c)
	case DoClose:
		return m.close(ctx, c)
	}
	return nil
}

// run runs the work again in the time that there is, and writes down what was found, with the seat's salt. An attempt that fails is
// made again while there is time, with every look. A result that is to be asked for is, with the looks that follow.
func (m *Mediator) run(ctx context.Context, a *attention, c *Case, d Docket, head Head) error {
	brief, err := m.Court.Brief(ctx, c.ID)
	if err != nil {
		return err
	}
	salt, err := m.Court.Salt(c.ID, d.Round, d.Seat)
	if err != nil {
		return err
	}
	of, err := brief.digest()
	if err != nil {
		return err
	}
	if c.Made != nil && c.Made.Of == of {
		r, err := m.ask(ctx, a, *c.Made, brief, d, head)
		if err != nil {
			return err
		}
		return m.found(ctx, a, brief, r, salt)
	}
	left, margin := d.Until.Sub(head.Time), min(m.Margin, d.CommitWindow/4)
	running, cancel := context.WithTimeout(ctx, max(left-margin, margin/2))
	defer cancel()
	r, err := m.Runner.Rerun(running, brief)
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case err != nil && left > margin && running.Err() == nil:
		return err
	case errors.Is(err, ErrMissing): // nobody has served it until now
		r = &Rerun{Finding: Finding{Cost: "0"}}
	case err != nil:
		r = &Rerun{Inconclusive: err.Error()}
	case r.Ask && r.Inconclusive == "":
		return m.change(ctx, a, func(c *Case) { c.Made = &Made{Of: of, Found: r.Finding} })
	}
	return m.found(ctx, a, brief, r, salt)
}

// found writes down what is to be committed to.
func (m *Mediator) found(ctx context.Context, a *attention, b *Brief, r *Rerun, salt deals.Hash) error {
	found := r.Finding
	if r.Inconclusive != "" {
		found = CannotTell()
	}
	return m.note(ctx, a, b, found, salt, r.Inconclusive)
}

// commit commits to what was found under the salt of the seat that the member has now, which may be another than when the work was run:
// a reorganization draws anew. Who has lost its journal knows a salt by its seat alone.
func (m *Mediator) commit(ctx context.Context, a *attention, c *Case, d Docket) error {
	salt, err := m.Court.Salt(c.ID, d.Round, d.Seat)
	if err != nil {
		return err
	}
	if salt != c.Salt {
		if err := m.change(ctx, a, func(c *Case) { c.Salt = salt }); err != nil {
			return err
		}
	}
	return m.Court.Commit(ctx, c.ID, *c.Finding, salt)
}

// serve gives the requester what the farmer did not (rule 2), when nobody can commit any more, so that nobody can commit to
// what it has not run.
func (m *Mediator) serve(ctx context.Context, a *attention, c *Case) error {
	brief, err := m.Court.Brief(ctx, c.ID)
	if err != nil {
		return err
	}
	if err := m.Runner.Serve(ctx, brief, *c.Finding); err != nil {
		return err
	}
	return m.change(ctx, a, func(c *Case) { c.Given = true })
}

// collect moves what was earned to the member's account.
func (m *Mediator) collect(ctx context.Context, a *attention, c *Case) error {
	if err := m.Court.Collect(ctx, c.ID); err != nil {
		return err
	}
	return m.change(ctx, a, func(c *Case) { c.Collected = true })
}

// close lets go of what the case held, and forgets it.
func (m *Mediator) close(ctx context.Context, c *Case) error {
	if err := m.Court.Collect(ctx, c.ID); err != nil { // what is owed anew, since the end of the case was replaced by another
		return err
	}
	if err := m.Runner.Release(ctx, c.ID); err != nil {
		return err
	}
	return m.Journal.Commit(ctx, journal.Batch{Sync: true, Notes: []journal.Note{{Bucket: caseBucket, Key: c.ID[:]}}})
}
