package compute

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/ipfs/go-cid"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// receiptTime is how long a receipt may take.
const receiptTime = time.Minute

// Review fetches and verifies what is claimed or delivered, and pays for it. A result that cannot be fetched is tried
// again while there is time; one that is not what it says it is stops the hire, or is disputed.
func (b *Buyer) Review(ctx context.Context, v *protocol.View) (messages.Message, error) {
	o, err := b.orderOf(ctx, v)
	if err != nil {
		return nil, err
	}
	switch v.Phase {
	case protocol.Claimed:
		return b.reviewClaim(ctx, v, o)
	case protocol.Delivered:
		return b.reviewDelivery(ctx, v, o)
	}
	return nil, protocol.Errorf(protocol.Internal, "nothing to review in phase %s", v.Phase)
}

func (b *Buyer) reviewClaim(ctx context.Context, v *protocol.View, o *order) (messages.Message, error) {
	d, err := Claims.Decode(v.Progress.Evidence)
	if err != nil {
		return nil, protocol.AsError(err)
	}
	b.mu.Lock()
	gone := o.gone[v.Session]
	b.mu.Unlock()
	already := b.units(o, v.Session)
	switch {
	case gone && !b.has(o, v.Session, *d):
		return nil, protocol.Errorf(protocol.Canceled, "another farmer was hired for this task while you were away")
	case !b.has(o, v.Session, *d) && v.Progress.Units != already+1 || b.has(o, v.Session, *d) && v.Progress.Units != already:
		return nil, protocol.Errorf(protocol.Invalid, "%d units are claimed, %d were shown before", v.Progress.Units, already)
	}
	if err := b.receive(ctx, v, o, *d); err != nil {
		return nil, err
	}
	return &messages.Voucher{Amount: v.Progress.Claim}, nil
}

// units is how many tasks a session has shown.
func (b *Buyer) units(o *order, session messages.ID) uint64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	n := uint64(0)
	for _, t := range o.tasks {
		if t.done != nil && t.by == session {
			n++
		}
	}
	return n
}

// has reports whether exactly this result of this session is here.
func (b *Buyer) has(o *order, session messages.ID, d Done) bool {
	if d.Task >= len(o.tasks) {
		return false
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	t := o.tasks[d.Task]
	return t.done != nil && t.by == session && t.done.CID == d.CID
}

func (b *Buyer) reviewDelivery(ctx context.Context, v *protocol.View, o *order) (messages.Message, error) {
	err := b.delivered(ctx, v, o)
	refused, deliberate := errors.AsType[*protocol.Error](err)
	switch {
	case err != nil && !deliberate && ctx.Err() == nil && b.untilReview(v) <= 0:
		return b.dispute(v, messages.Grievance_GRIEVANCE_NOT_SERVED, "the result cannot be fetched: "+err.Error()), nil
	case err != nil && !deliberate:
		return nil, err
	case err != nil && v.Free():
		return nil, err
	case err != nil:
		return b.dispute(v, messages.Grievance_GRIEVANCE_WRONG_RESULT, refused.Reason), nil
	case v.Free():
		return nil, nil
	}
	return &messages.Reward{Amount: v.Delivery.Cost, ReceiptByMs: time.Now().Add(receiptTime).UnixMilli()}, nil
}

// untilReview is how long a delivery may still be fetched before it must be disputed: a fifth of the window is left for
// that.
func (b *Buyer) untilReview(v *protocol.View) time.Duration {
	margin := time.Duration(v.Terms.ReviewMs) * time.Millisecond / 5
	return time.Until(time.UnixMilli(v.Delivery.ReviewByMs).Add(-margin))
}

func (b *Buyer) dispute(v *protocol.View, g messages.Grievance, reason string) *messages.Dispute {
	if len(reason) > 1000 {
		reason = reason[:1000]
	}
	return &messages.Dispute{Grievance: g, Reason: reason, JudgeByMs: time.Now().UnixMilli() + int64(v.Terms.JudgeMs)}
}

// delivered checks a delivery: every task of it was given to this session, is here and verified, and the root holds them
// and nothing else.
func (b *Buyer) delivered(ctx context.Context, v *protocol.View, o *order) error {
	r, err := Results.Decode(v.Delivery.Result)
	if err != nil {
		return protocol.AsError(err)
	}
	if uint64(len(r.Tasks)) != v.Delivery.Units {
		return protocol.Errorf(protocol.Invalid, "%d units are delivered, %d tasks are shown", v.Delivery.Units, len(r.Tasks))
	}
	for _, d := range r.Tasks {
		if err := b.receive(ctx, v, o, d); err != nil {
			return err
		}
	}
	if isSingle(o.job) {
		if r.Root != r.Tasks[0].CID {
			return protocol.Errorf(protocol.Invalid, "the root is not the task's result")
		}
		return nil
	}
	root := mustParse(r.Root)
	if err := b.fetch(ctx, root, v.Session); err != nil {
		return err
	}
	return b.sameTree(ctx, root, r.Tasks)
}

// sameTree checks that the root has the tasks' results under their numbers, and nothing else.
func (b *Buyer) sameTree(ctx context.Context, root cid.Cid, tasks []Done) error {
	n := 0
	for e, err := range content.Walk(ctx, b.Store, root, b.Content) {
		if err != nil {
			return err
		}
		if len(e.Path) == len(name(0)) && e.Path != "." {
			n++
		}
		if len(e.Path) != len(name(0)) && len(e.Path) < len(name(0)) && e.Path != "." {
			return protocol.Errorf(protocol.Invalid, "the result holds %q, which no task made", e.Path)
		}
	}
	for _, d := range tasks {
		e, err := content.Lookup(ctx, b.Store, root, name(d.Task), b.Content)
		if err != nil || e.CID.String() != d.CID {
			return protocol.Errorf(protocol.Invalid, "the result holds something else for task %d", d.Task)
		}
	}
	if n != len(tasks) {
		return protocol.Errorf(protocol.Invalid, "the result holds %d tasks, %d are shown", n, len(tasks))
	}
	return nil
}

// receive fetches a task's result, looks at it, notes it and says so, unless it is here already.
func (b *Buyer) receive(ctx context.Context, v *protocol.View, o *order, d Done) error {
	if b.has(o, v.Session, d) {
		return nil
	}
	tasks, err := TasksOf(v, o.job)
	if err != nil {
		return err
	}
	b.mu.Lock()
	other := d.Task < len(o.tasks) && o.tasks[d.Task].done != nil && o.tasks[d.Task].by == v.Session
	b.mu.Unlock()
	switch {
	case !contains(tasks, d.Task):
		return protocol.Errorf(protocol.Invalid, "task %d is not in the share", d.Task)
	case other:
		return protocol.Errorf(protocol.Invalid, "another result was shown for task %d before", d.Task)
	}
	root := mustParse(d.CID)
	if err := b.fetch(ctx, root, v.Session); err != nil {
		return err
	}
	if err := b.sound(ctx, root); err != nil {
		return err
	}
	if b.Audit != nil {
		if err := b.Audit(ctx, v, o.job, d); err != nil {
			return err
		}
	}
	if err := b.note(ctx, v, o.job, d); err != nil {
		return err
	}
	b.mu.Lock()
	first := o.tasks[d.Task].done == nil
	if first {
		o.tasks[d.Task] = taskState{with: v.Session, done: &d, by: v.Session}
	}
	b.mu.Unlock()
	if first && b.Got != nil {
		b.Got(v, d)
	}
	return nil
}

func (b *Buyer) fetch(ctx context.Context, root cid.Cid, session messages.ID) error {
	ctx, cancel := context.WithTimeout(ctx, b.FetchTime)
	defer cancel()
	if err := b.Store.Hold(root, holder(session)); err != nil {
		return err
	}
	if _, err := content.Fetch(ctx, root, b.Blocks, b.Store, b.Content, nil); err != nil {
		if errors.Is(err, content.ErrMalformed) || errors.Is(err, content.ErrLimit) || errors.Is(err, content.ErrUnsupported) || errors.Is(err, content.ErrName) {
			return &protocol.Error{Code: protocol.Content, Reason: fmt.Sprintf("the result %s is not a tree that can be kept", root), Err: err}
		}
		return fmt.Errorf("fetch %s: %w", root, err)
	}
	return nil
}

// sound checks that a result is a directory of files: it can be exported.
func (b *Buyer) sound(ctx context.Context, root cid.Cid) error {
	e, err := content.Stat(ctx, b.Store, root)
	if err != nil {
		return err
	}
	if e.Kind != content.Directory {
		return protocol.Errorf(protocol.Invalid, "the result is a file, want a directory")
	}
	for _, err := range content.Walk(ctx, b.Store, root, b.Content) {
		if err != nil {
			return &protocol.Error{Code: protocol.Content, Reason: "the result cannot be read", Err: err}
		}
	}
	return nil
}

func (b *Buyer) note(ctx context.Context, v *protocol.View, j *Job, d Done) error {
	value, err := json.Marshal(bought{Done: d, Session: v.Session.String()})
	if err != nil {
		return err
	}
	return b.Notes.Commit(ctx, journal.Batch{Notes: []journal.Note{{Bucket: bucketBought, Key: boughtKey(j, d.Task), Value: value}}})
}
