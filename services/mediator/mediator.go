package mediator

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/services/deals"
)

// Rerun is what a run of one's own gave.
type Rerun struct {
	Finding Finding
	// Inconclusive says why the finding can be compared with nobody's; empty: it can.
	Inconclusive string
}

// ErrMissing: module, inputs or the agreement cannot be had from anybody now.
var ErrMissing = errors.New("what is to be judged cannot be fetched")

// Runner runs the work of a case again.
type Runner interface {
	// Rerun may be called again after an error, until ctx ends. An error that wraps ErrMissing at the last makes the finding empty,
	// any other one inconclusive.
	Rerun(ctx context.Context, b *Brief) (*Rerun, error)
	// Serve gives the result that Rerun made of a case to whoever asks for it, from now on.
	Serve(ctx context.Context, b *Brief, f Finding) error
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
	// more than a quarter of the time that there is.
	Margin time.Duration
	// Poll is the time between two looks. Default 1 s.
	Poll   time.Duration
	Logger *slog.Logger
	// Notice hears of every step that was done, and of every failure that is not the one before it. Called one at a time.
	Notice func(c Case, p Plan, err error)

	cursor  uint64
	running sync.WaitGroup
	telling sync.Mutex

	mu    sync.Mutex
	cases map[deals.Hash]*attention
}

// attention is a case, and what is remembered of it between two looks.
type attention struct {
	record *Case // replaced, never changed
	busy   bool
	told   string
}

// Run works until ctx ends, and returns when all that it started has.
func (m *Mediator) Run(ctx context.Context) error {
	m.Depth, m.Poll, m.Margin = max(m.Depth, 1), cmp.Or(m.Poll, time.Second), cmp.Or(m.Margin, time.Minute)
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

// look takes up new cases, and has every case attended to that is not being.
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
		if a.busy {
			continue
		}
		a.busy = true
		m.running.Go(func() { m.attend(ctx, a) })
	}
	return nil
}

// search looks for cases in the blocks that have come to stand deep enough.
func (m *Mediator) search(ctx context.Context, head Head) error {
	if head.Block+1 < m.cursor+m.Depth {
		return nil
	}
	last := head.Block + 1 - m.Depth
	var fresh []*Case
	for id, err := range m.Court.Cases(ctx, m.cursor, last) {
		if err != nil {
			return err
		}
		m.mu.Lock()
		known := m.cases[id] != nil
		m.mu.Unlock()
		if !known {
			fresh = append(fresh, &Case{ID: id})
		}
	}
	if err := m.found(ctx, fresh, last+1); err != nil {
		return err
	}
	m.cursor = last + 1
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, c := range fresh {
		m.cases[c.ID] = &attention{record: c}
	}
	return nil
}

// attend does what is due in one case.
func (m *Mediator) attend(ctx context.Context, a *attention) {
	c, plan, err := m.advance(ctx, a)
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
	if plan.Step == DoClose && err == nil {
		delete(m.cases, c.ID)
	}
}

// advance reads the chain, decides and acts.
func (m *Mediator) advance(ctx context.Context, a *attention) (*Case, Plan, error) {
	m.mu.Lock()
	c := a.record
	m.mu.Unlock()
	head, err := m.Court.Head(ctx)
	if err != nil {
		return c, Plan{Step: Wait}, err
	}
	newest, err := m.Court.Docket(ctx, c.ID, 1)
	if err != nil {
		return c, Plan{Step: Wait}, err
	}
	deep := newest
	if m.Depth > 1 {
		if deep, err = m.Court.Docket(ctx, c.ID, m.Depth); err != nil {
			return c, Plan{Step: Wait}, err
		}
	}
	plan := Next(c, newest, deep, head)
	return c, plan, m.do(ctx, a, c, plan, newest, head)
}

func (m *Mediator) do(ctx context.Context, a *attention, c *Case, p Plan, newest Docket, head Head) error {
	switch p.Step {
	case DoDraw:
		return m.Court.Draw(ctx, c.ID)
	case DoRun:
		return m.run(ctx, a, c, newest.Until.Sub(head.Time), newest.CommitWindow)
	case DoCommit:
		return m.Court.Commit(ctx, c.ID, *c.Finding, c.Salt)
	case DoReveal:
		if err := m.serve(ctx, c); err != nil && ctx.Err() == nil {
			m.Logger.Warn("serve the requester", "case", c.ID, "err", err)
		}
		return m.Court.Reveal(ctx, c.ID, *c.Finding, c.Salt)
	case DoConclude:
		return m.Court.Conclude(ctx, c.ID)
	case DoLapse:
		return m.Court.Lapse(ctx, c.ID)
	case DoFinish:
		return m.Court.Finish(ctx, c.ID)
	case DoClose:
		return m.close(ctx, c)
	}
	return nil
}

// run runs the work again in the time that there is, and writes down what was found, with a salt. An attempt that fails is
// made again while there is time, with every look.
func (m *Mediator) run(ctx context.Context, a *attention, c *Case, left time.Duration, window time.Duration) error {
	brief, err := m.Court.Brief(ctx, c.ID)
	if err != nil {
		return err
	}
	margin := min(m.Margin, window/4)
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
	}
	found := &Case{ID: c.ID, Finding: &r.Finding, Why: r.Inconclusive}
	if _, err := rand.Read(found.Salt[:]); err != nil {
		return err
	}
	if r.Inconclusive != "" { // nobody else finds this, so that such runs never make a majority
		found.Finding = &Finding{Digest: sha256.Sum256(append([]byte("parley/inconclusive"), found.Salt[:]...)), Cost: "0", Served: r.Finding.Served}
	}
	if err := m.keep(ctx, found); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	a.record = found
	return nil
}

// serve gives the requester what the farmer did not (rule 2): before it reveals, so that no crash comes in between, and when
// nobody can commit any more, so that nobody can commit to what it has not run.
func (m *Mediator) serve(ctx context.Context, c *Case) error {
	if c.Why != "" || c.Finding.Digest == (deals.Hash{}) {
		return nil
	}
	brief, err := m.Court.Brief(ctx, c.ID)
	if err != nil || !brief.Complaint.NotServed {
		return err
	}
	return m.Runner.Serve(ctx, brief, *c.Finding)
}

// close collects what was earned, and forgets the case.
func (m *Mediator) close(ctx context.Context, c *Case) error {
	if err := m.Court.Collect(ctx, c.ID); err != nil {
		return err
	}
	return m.Journal.Commit(ctx, journal.Batch{Sync: true, Notes: []journal.Note{{Bucket: caseBucket, Key: c.ID[:]}}})
}
