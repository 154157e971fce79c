package deals

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/parley-p2p/parley/protocol"
)

// Reconciler does on chain what is due, deal by deal, from what the chain says and the ledger holds. One runs per party.
type Reconciler struct {
	Contract Contract
	Ledger   *Ledger
	// Margin is how long before a deadline a step is sent. Default 30 s.
	Margin time.Duration
	// Depth is how many blocks must stand on an end before the record is closed. Default 1.
	Depth uint64
	// Poll is the longest time between two looks. Default 1 s.
	Poll   time.Duration
	Logger *slog.Logger
	// Notice hears of every step that was done, and of every one that failed.
	Notice func(r *Record, p Plan, err error)
}

// Run works until ctx ends.
func (c *Reconciler) Run(ctx context.Context) error {
	if c.Margin == 0 {
		c.Margin = 30 * time.Second
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
	changed := make(chan struct{}, 1)
	c.Ledger.mu.Lock()
	c.Ledger.changed = func() {
		select {
		case changed <- struct{}{}:
		default:
		}
	}
	c.Ledger.mu.Unlock()
	for {
		if err := c.look(ctx); err != nil && ctx.Err() == nil {
			c.Logger.Warn("reconcile", "err", err)
		}
		select {
		case <-changed:
		case <-time.After(c.Poll):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// look considers every deal that is not closed.
func (c *Reconciler) look(ctx context.Context) error {
	var live []*Record
	for r, err := range c.Ledger.All(ctx) {
		if err != nil {
			return err
		}
		if !r.Closed {
			live = append(live, r)
		}
	}
	if len(live) == 0 {
		return nil
	}
	now, err := c.Contract.Now(ctx)
	if err != nil {
		return err
	}
	var errs []error
	for _, r := range live {
		errs = append(errs, c.advance(ctx, r, now))
	}
	return errors.Join(errs...)
}

// advance does what is due for one deal. A step whose outcome is unknown is decided again at the next look, when the chain
// says more.
func (c *Reconciler) advance(ctx context.Context, r *Record, now time.Time) error {
	status, err := c.Contract.Status(ctx, r.Papers.ID, 1)
	if err != nil {
		return err
	}
	plan := Next(r, status, now, c.margin(r))
	switch plan.Step {
	case Wait:
		return nil
	case Finish:
		if deep, err := c.Contract.Status(ctx, r.Papers.ID, c.Depth); err != nil || deep.State != status.State {
			return err
		}
		void := status.State == Unopened && r.Result == nil && r.Accepted == nil && !r.Started
		err = c.Ledger.update(ctx, r.Papers.ID, func(r *Record) { r.Closed, r.Void = true, void })
		c.notice(r, plan, err)
		return err
	}
	err = c.do(ctx, plan.Step, r)
	c.notice(r, plan, err)
	return err
}

// margin is never more than a quarter of the time that there is.
func (c *Reconciler) margin(r *Record) time.Duration {
	total := time.Duration(r.Papers.Terms.SubmitBy-r.Papers.Deal.OpenBy) * time.Second
	return min(c.Margin, max(total/4, time.Second))
}

func (c *Reconciler) do(ctx context.Context, s Step, r *Record) error {
	switch s {
	case DoSettle:
		return c.Contract.Settle(ctx, r)
	case DoSubmit:
		return c.Contract.Submit(ctx, r)
	case DoClaim:
		return c.Contract.Claim(ctx, r)
	case DoExpire:
		return c.Contract.Expire(ctx, r)
	case DoDecline:
		return c.Contract.Decline(ctx, r)
	case DoDispute:
		return c.Contract.Dispute(ctx, r)
	case DoLapse:
		return c.Contract.Lapse(ctx, r)
	}
	return protocol.Errorf(protocol.Internal, "no step %s", s)
}

func (c *Reconciler) notice(r *Record, p Plan, err error) {
	if c.Notice != nil {
		c.Notice(r, p, err)
	}
}
