package mediator

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/parley-p2p/parley/services/deals"
)

// forgotten: the seat has committed to what this journal does not know, as where it was restored from a backup.
func forgotten(c *Case, d Docket) bool {
	return d.Seated && d.Committed && !d.Revealed && c.Finding == nil
}

// ErrForgotten: a seat has committed to something that is neither in the journal nor what a run finds now. Another machine, or a journal
// of later, may know it; else the seat is silent.
var ErrForgotten = errors.New("what this mediator has committed to is not in its journal, and not what it finds now; restore the newest backup, or have the job run where it ran first")

// reveal shows what was committed to, if that is what the journal has: one of a backup may have what came of a later run.
func (m *Mediator) reveal(ctx context.Context, a *attention, c *Case, d Docket, head Head) error {
	is, err := m.Court.Commitment(c.ID, c.Salt, *c.Finding)
	if err != nil {
		return err
	}
	if is != d.Commitment {
		return m.recall(ctx, a, c, d, head)
	}
	return m.Court.Reveal(ctx, c.ID, *c.Finding, c.Salt)
}

// vain is a run that did not find what was committed to. What is to be judged and what was committed to come from an endpoint, which may
// be wrong for a while: of something else to be judged the run says nothing, and what it found may be what turns out to be committed to.
type vain struct {
	brief *Brief
	until time.Time // before which it is not made again
	found *Finding  // nil: inconclusive
	err   error
}

// recall finds again what the seat has committed to. The salt is the seat's, so that the finding is the one whose commitment that is;
// nothing else is written down.
func (m *Mediator) recall(ctx context.Context, a *attention, c *Case, d Docket, head Head) error {
	brief, err := m.Court.Brief(ctx, c.ID)
	if err != nil {
		return err
	}
	salt, err := m.Court.Salt(c.ID, d.Round, d.Seat)
	if err != nil {
		return err
	}
	a.vain = slices.DeleteFunc(a.vain, func(v vain) bool { return !head.Time.Before(v.until) })
	known := []*Finding{c.Finding}
	if c.Made != nil {
		known = append(known, &c.Made.Found)
	}
	var missed error
	for _, v := range a.vain {
		known = append(known, v.found)
		if reflect.DeepEqual(v.brief, brief) {
			missed = v.err
		}
	}
	found, err := m.opening(c.ID, d.Commitment, salt, known...)
	if err == nil && found == nil {
		if missed != nil {
			return missed
		}
		found, err = m.again(ctx, a, d, brief, salt, head)
	}
	if err != nil {
		return err
	}
	return m.note(ctx, a, brief, *found, salt, "")
}

// again runs the work once more, while there is time to reveal. After a run in vain a quarter of what is left passes before the next one
// of the same.
func (m *Mediator) again(ctx context.Context, a *attention, d Docket, b *Brief, salt deals.Hash, head Head) (*Finding, error) {
	left, margin := d.RevealBy.Sub(head.Time), min(m.Margin, d.RevealWindow/4)
	running, cancel := context.WithTimeout(ctx, max(left-margin, margin/2))
	defer cancel()
	r, err := m.Runner.Rerun(running, b)
	switch {
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case err != nil: // whether the result was served is not asked: opening tries both
		return nil, err
	}
	missed := vain{brief: b, until: head.Time.Add(max(left/4, margin/2)), found: &r.Finding, err: ErrForgotten}
	if r.Inconclusive != "" { // opening has tried that
		missed.found, missed.err = nil, fmt.Errorf("%w: %s", ErrForgotten, r.Inconclusive)
	}
	found, err := m.opening(b.ID, d.Commitment, salt, missed.found)
	if err != nil {
		return nil, err
	}
	if found == nil {
		a.vain = append(a.vain, missed)
		return nil, missed.err
	}
	return found, nil
}

// opening is the finding whose commitment this is, of those that a mediator has without a run, and of what runs gave: whether the farmer
// served it is of its hour, and may not be so any more. Nil: none of them.
func (m *Mediator) opening(id, commitment, salt deals.Hash, ran ...*Finding) (*Finding, error) {
	findings := []Finding{CannotTell(), {Cost: "0"}, {Cost: "0", Served: true}}
	for _, f := range ran {
		if f != nil {
			other := *f
			other.Served = !other.Served
			findings = append(findings, *f, other)
		}
	}
	for _, f := range findings {
		if is, err := m.Court.Commitment(id, salt, f); err != nil {
			return nil, err
		} else if is == commitment {
			return &f, nil
		}
	}
	return nil, nil
}

// note puts what is committed to on disk, with what it is committed to under.
func (m *Mediator) note(ctx context.Context, a *attention, b *Brief, f Finding, salt deals.Hash, why string) error {
	if f == CannotTell() && why == "" {
		why = "an earlier run came to no end that could be"
	}
	return m.change(ctx, a, func(c *Case) {
		c.Finding, c.Salt, c.Why, c.Made = &f, salt, why, nil
		c.Owed = b.Complaint.NotServed && why == "" && f.Digest != (deals.Hash{})
	})
}
