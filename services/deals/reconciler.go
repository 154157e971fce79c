package deals

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/parley-p2p/parley/protocol"
)

// Reconciler does on chain what is due, deal by deal, from what the chain says and the ledger holds. One runs per party.
// Set its fields before Run.
type Reconciler struct {
	Contract Contract
	Ledger   *Ledger
	// Margin is how long before a deadline a step is sent. Default 30 s, and never more than a quarter of the time that
	// there is.
	Margin time.Duration
	// Depth is how many blocks must stand on an end before the record is closed. Default 1.
	Depth uint64
	// Poll is the longest time between two looks. Default 1 s.
	Poll   time.Duration
	Logger *slog.Logger
	// Inspect looks for a requester at a result that a farmer put on the chain and that never came through the session: it
	// fetches the content by its digest and judges it (C34), as Funded.Inspect does. Nil for no complaint: the result is
	// accepted, and paid. An error has it look again while there is time to dispute; ctx ends when there is none. Without
	// Inspect such a result is disputed as not served.
	Inspect func(ctx context.Context, r *Record, d Delivery) (*Complaint, error)
	// Rerun looks once more at a result that is about to be disputed as wrong: the complaint says what a run of one's own gives for
	// what was submitted, which is what a panel will find (docs/SETTLEMENT.md, row 7). Nil for no complaint: it is right, and
	// accepted; the record's own Complaint where nothing can be compared. An error has it look again while there is time to dispute. Without Rerun what the session's dispute said is claimed.
	Rerun func(ctx context.Context, r *Record, d Delivery) (*Complaint, error)
	// Court is the panel that may judge this party's deals. While there is time the Reconciler appeals there against what the party knows
	// not to be so and an appeal may overturn (Record.Wronged), where the party's free stake covers the bond. Nil: it never does.
	Court Court
	// NoAppeal leaves the party's stake alone: what it would appeal against it says, as it does where stake is missing, by an
	// *Unappealed error to Notice.
	NoAppeal bool
	// Notice hears of every step that was done, and of every failure that is not the one before it. It is called one at a
	// time, and should not block: steps wait for it, if not those that are under way. Of a record that cannot be read, a *Damaged error, it gets
	// nothing but the deal's id.
	Notice func(r *Record, p Plan, err error)

	telling  sync.Mutex // held while Notice is called
	settling gather[*Record]
	running  sync.WaitGroup
	reading  chan struct{} // bounds what is asked of the chain at once
	damaged  map[Hash]bool // records that were told to be; Run's

	mu    sync.Mutex
	deals map[Hash]*attention
	due   map[Hash]bool // changed since they were looked at
	wake  chan struct{}
}

// attention is what the reconciler remembers of a deal between two looks. None of it matters for what it decides.
type attention struct {
	busy  bool
	quiet time.Time // chain time at which there was nothing to do
	alone bool      // a batch left it out: it goes alone
	told  string    // the failure that was told
}

// maxReading is how many deals are looked at at once.
const maxReading = 16

// Run works until ctx ends, and returns when all that it started has.
func (c *Reconciler) Run(ctx context.Context) error {
	if c.Margin == 0 {
		c.Margin = defaultMargin
	}
	if c.Depth == 0 {
		c.Depth = 1
	}
	if c.Poll == 0 {
		c.Poll = time.Second
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	c.settling.do, c.settling.more = c.Contract.SettleMany, further
	c.reading, c.wake = make(chan struct{}, maxReading), make(chan struct{}, 1)
	c.deals, c.due, c.damaged = make(map[Hash]*attention), make(map[Hash]bool), make(map[Hash]bool)
	defer c.Ledger.watch(c.stir)()
	defer c.running.Wait()
	poll := time.NewTicker(c.Poll)
	defer poll.Stop()
	for look := c.lookAtAll; ; {
		if err := look(ctx); err != nil && ctx.Err() == nil {
			c.Logger.Warn("reconcile", "err", err)
		}
		select {
		case <-c.wake:
			look = c.lookAtDue
		case <-poll.C:
			look = c.lookAtAll
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// stir has a deal looked at soon.
func (c *Reconciler) stir(id Hash) {
	c.mu.Lock()
	c.due[id] = true
	if a := c.deals[id]; a != nil {
		a.quiet = time.Time{}
	}
	c.mu.Unlock()
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// lookAtAll starts to advance every live deal that is not being advanced, unless there was nothing to do at this chain
// time. A record that cannot be read is told once, and keeps no other waiting.
func (c *Reconciler) lookAtAll(ctx context.Context) error {
	var now time.Time
	for r, err := range c.Ledger.Live(ctx) {
		if damaged, is := errors.AsType[*Damaged](err); is {
			c.tellDamaged(damaged)
			continue
		}
		if err == nil && now.IsZero() {
			now, err = c.Contract.Now(ctx)
		}
		if err != nil {
			return err
		}
		c.start(ctx, r.Papers.ID, now)
	}
	return nil
}

func (c *Reconciler) tellDamaged(d *Damaged) {
	if c.damaged[d.Deal] {
		return
	}
	c.damaged[d.Deal] = true
	c.Logger.Error("reconcile", "err", d)
	if c.Notice != nil {
		c.telling.Lock()
		defer c.telling.Unlock()
		c.Notice(&Record{Papers: Papers{ID: d.Deal}}, Plan{Step: Wait}, d)
	}
}

// lookAtDue is lookAtAll for the deals whose record has changed so that something may be due at once. The others wait for
// the time.
func (c *Reconciler) lookAtDue(ctx context.Context) error {
	c.mu.Lock()
	due := c.due
	c.due = make(map[Hash]bool)
	c.mu.Unlock()
	var now time.Time
	for id := range due {
		r, err := c.Ledger.Get(ctx, id)
		if err == nil && !r.ripe() {
			continue
		}
		if err == nil && now.IsZero() {
			now, err = c.Contract.Now(ctx)
		}
		if err != nil {
			return err
		}
		c.start(ctx, id, now)
	}
	return nil
}

// ripe: there may be something to do before any deadline comes near.
func (r *Record) ripe() bool {
	if r.Role == protocol.Requester {
		return !r.Closed && r.Complaint != nil
	}
	return !r.Closed && (r.Ended || r.acceptedExactly(r.Result))
}

func (c *Reconciler) start(ctx context.Context, id Hash, now time.Time) {
	c.mu.Lock()
	a := c.deals[id]
	if a == nil {
		a = new(attention)
		c.deals[id] = a
	}
	rest := a.busy || a.quiet.Equal(now)
	if !rest {
		a.busy, a.quiet = true, now
	}
	c.mu.Unlock()
	if !rest {
		c.running.Go(func() { c.attend(ctx, id, a, now) })
	}
}

// attend does what is due for one deal. A step whose outcome is unknown is decided again at the next look, when the chain
// says more.
func (c *Reconciler) attend(ctx context.Context, id Hash, a *attention, now time.Time) {
	r, plan, of, err := c.advance(ctx, id, a, now)
	c.mu.Lock()
	told := err != nil && a.told == err.Error() || plan.Step == Wait && err == nil
	a.told = ""
	if err != nil {
		a.told = err.Error()
	}
	c.mu.Unlock()
	if c.Notice != nil && r != nil && !told && ctx.Err() == nil {
		c.telling.Lock()
		c.Notice(r, plan, err)
		c.telling.Unlock()
	}
	c.mu.Lock()
	a.busy = false                                                    // no later step of this deal is told before this one
	_, person := errors.AsType[*Unappealed](err)                      // which another look at the same block does not change
	if err != nil && !person || plan.Step != Wait || !of.Equal(now) { // of another time another node behind the same address may know more
		a.quiet = time.Time{}
	}
	if plan.Step == Finish && err == nil {
		delete(c.deals, id)
	}
	c.mu.Unlock()
	if err != nil && ctx.Err() == nil {
		c.Logger.Debug("deal", "id", id, "step", plan.Step, "err", err)
	}
}

// advance reads the chain, decides by the time that what it reads is of, which it returns, and acts. A Plan to Wait with an error
// could not be decided or not be finished.
func (c *Reconciler) advance(ctx context.Context, id Hash, a *attention, now time.Time) (*Record, Plan, time.Time, error) {
	select {
	case c.reading <- struct{}{}:
	case <-ctx.Done():
		return nil, Plan{Step: Wait}, now, context.Cause(ctx)
	}
	r, status, err := c.read(ctx, id)
	var unheard error
	stands := false
	if err == nil && !r.Closed {
		if stands, err = c.stands(ctx, r, status); stands {
			unheard = Hear(ctx, c.Court, c.Contract, r, &status, c.Depth, c.NoAppeal)
		}
	}
	<-c.reading
	if err != nil || r.Closed {
		return r, Plan{Step: Wait}, now, err
	}
	of := status.Block.Time
	if of.After(now) {
		now = of
	}
	plan := next(r, status, r.Papers.margin(c.Margin), c.last(r))
	if (plan.Step == Wait || plan.Step == Finish) && unheard != nil { // any other step needs nothing of the court
		return r, Plan{Step: Wait}, of, fmt.Errorf("ask the panel: %w", unheard)
	}
	if !stands {
		return r, Plan{Step: Wait, Why: "the deal's end does not stand deep enough yet"}, of, nil
	}
	plan, err = c.act(ctx, r, plan, status, now, a)
	return r, plan, of, err
}

// last is how long before submitBy a farmer that holds nothing says so. Where its record may be of a backup, it leaves the requester, who brings
// back what was forgotten, all but three slots.
func (c *Reconciler) last(r *Record) time.Duration {
	half := r.Papers.margin(c.Margin) / 2
	if r.Here {
		return half
	}
	const slots = 3
	return min(half, slots*c.Margin/time.Duration(censored+c.Depth))
}

// act does what is planned, and says what was done. For what is left of a time now counts, the latest that was told.
func (c *Reconciler) act(ctx context.Context, r *Record, plan Plan, status Status, now time.Time, a *attention) (Plan, error) {
	switch plan.Step {
	case Wait:
		if status.State != Unopened && !r.Opened {
			return plan, c.Ledger.note(ctx, r.Papers.ID, func(r *Record) error { r.Opened = true; return nil })
		}
		if r.Wronged(status) {
			if u := r.Unappealed(status); u != nil {
				return plan, u
			}
		}
		return plan, nil
	case Finish:
		void, err := c.void(ctx, r, status)
		if err != nil {
			return Plan{Step: Wait}, err
		}
		if status.State == Unopened && !void {
			plan.Why = isClosed
		}
		return plan, c.Ledger.update(ctx, r.Papers.ID, func(r *Record) error {
			r.Closed, r.Void = true, void
			return nil
		})
	case DoInspect:
		return plan, c.inspect(ctx, r, status, now)
	case DoDispute:
		if r.uncertain(status) && c.Rerun != nil {
			plan = Plan{Step: DoInspect, Why: "what is contested is run again, to claim what is right"}
			return plan, c.rerun(ctx, r, status, now)
		}
	}
	return plan, c.do(ctx, plan.Step, r, status, a)
}

func (c *Reconciler) read(ctx context.Context, id Hash) (*Record, Status, error) {
	r, err := c.Ledger.Get(ctx, id)
	if err != nil || r.Closed {
		return r, Status{}, err
	}
	status, err := c.Contract.Status(ctx, id, 1)
	if err == nil && r.Role == protocol.Requester && (status.State == Submitted || status.State == Disputed) {
		status.Submitted, err = submission(ctx, c.Contract, id)
	}
	return r, status, err
}

// stands reports whether the end of a deal, if a status says that it has ended, stands at depth: only then is the panel asked what is left of its
// case, and the record closed. What is not open at depth has ended only if it could not be opened any more there.
func (c *Reconciler) stands(ctx context.Context, r *Record, s Status) (bool, error) {
	if c.Depth <= 1 || Next(r, s, 0).Step != Finish {
		return true, nil
	}
	deep, err := c.Contract.Status(ctx, r.Papers.ID, c.Depth)
	return err == nil && deep.State == s.State && Next(r, deep, 0).Step == Finish, err
}

// void reports whether a deal that has ended was never opened. The contract forgets what is closed, so that what was opened and closed while
// this side was away looks alike: its end is asked for.
func (c *Reconciler) void(ctx context.Context, r *Record, s Status) (bool, error) {
	if s.State != Unopened || r.Opened {
		return false, nil
	}
	teller, ok := c.Contract.(Teller)
	if !ok {
		return true, nil
	}
	_, ended, err := teller.Paid(ctx, r.Papers.ID)
	return !ended, err
}

func (c *Reconciler) do(ctx context.Context, s Step, r *Record, status Status, a *attention) error {
	switch s {
	case DoOpen:
		return openAgain(ctx, c.Contract, r)
	case DoSettle:
		return c.settle(ctx, r, status, a)
	case DoSubmit:
		return c.submit(ctx, r)
	case DoClaim:
		return c.Contract.Claim(ctx, r)
	case DoExpire:
		return c.Contract.Expire(ctx, r)
	case DoDecline:
		return c.Contract.Decline(ctx, r)
	case DoDispute:
		return c.Ledger.contest(ctx, c.Contract, r, status)
	case DoAppeal:
		return c.Court.Appeal(ctx, r, status.Case.Round)
	case DoLapse:
		return c.Contract.Lapse(ctx, r)
	}
	return protocol.Errorf(protocol.Internal, "no step %s", s)
}

// submit puts the result on the chain, or what stands in its place.
func (c *Reconciler) submit(ctx context.Context, r *Record) error {
	if still, err := c.Ledger.cash(ctx, r, DoSubmit); err != nil || !still {
		return err // and it is decided anew
	}
	return c.Contract.Submit(ctx, r)
}

// settle shows the acceptance.
func (c *Reconciler) settle(ctx context.Context, r *Record, status Status, a *attention) error {
	if still, err := c.Ledger.cash(ctx, r, DoSettle); err != nil || !still {
		return err // and it is decided anew
	}
	r, err := shown(c.Contract, r, status)
	if err != nil {
		return err
	}
	c.mu.Lock()
	alone := a.alone || status.State == Disputed
	c.mu.Unlock()
	if alone {
		return c.Contract.Settle(ctx, r)
	}
	send := c.settling.call
	if !status.Block.Time.Before(time.Unix(r.Papers.Terms.SubmitBy, 0).Add(-r.Papers.margin(c.Margin))) {
		send = c.settling.hurry
	}
	err = send(ctx, r)
	c.mu.Lock()
	a.alone = err != nil
	c.mu.Unlock()
	return err
}

// openAgain opens a deal from its record.
func openAgain(ctx context.Context, c Contract, r *Record) error {
	d := r.Papers.Deal
	var err error
	if d.TermsHash, err = c.TermsHash(r.Papers.Terms); err != nil {
		return err
	}
	errs, err := c.Open(ctx, []Opening{{Deal: d, PayerSignature: r.PayerSignature, FarmerSignature: r.FarmerSignature}})
	if err != nil {
		return err
	}
	return errs[0]
}
