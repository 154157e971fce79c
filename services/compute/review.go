package compute

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/ipfs/go-cid"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute/executor"
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
	switch {
	case v.Phase == protocol.Claimed && o.poll != nil:
		return b.reviewSeal(ctx, v, o)
	case v.Phase == protocol.Claimed:
		return b.reviewClaim(ctx, v, o)
	case v.Phase == protocol.Delivered:
		return b.reviewDelivery(ctx, v, o)
	}
	return nil, protocol.Errorf(protocol.Internal, "nothing to review in phase %s", v.Phase)
}

func (b *Buyer) reviewClaim(ctx context.Context, v *protocol.View, o *order) (messages.Message, error) {
	d, err := Claims.Decode(v.Progress.Evidence)
	if err != nil {
		return nil, &protocol.Error{Code: protocol.Invalid, Reason: err.Error(), Err: err}
	}
	b.mu.Lock()
	gone := o.gone[v.Session]
	b.mu.Unlock()
	shown := b.doneBy(o, v.Session)
	if !b.has(o, v.Session, *d) {
		shown = append(shown, *d)
		if gone {
			return nil, protocol.Errorf(protocol.Canceled, "another farmer was hired for this task while you were away")
		}
	}
	if units := o.job.Units(len(shown)); v.Progress.Units != units {
		return nil, protocol.Errorf(protocol.Invalid, "%d units are claimed, %d were shown", v.Progress.Units, units)
	}
	if err := cmp.Or(o.job.fueled(*d), o.job.worth(v, shown, v.Progress.Claim)); err != nil {
		return nil, err
	}
	if err := b.receive(ctx, v, o, *d); err != nil {
		return nil, err
	}
	return &messages.Voucher{Amount: v.Progress.Claim}, nil
}

// has reports whether exactly this result of this session is here. One that was told to be its machine's end is not here as
// any other: nothing was held against it, and nothing is paid for it where fuel is.
func (b *Buyer) has(o *order, session messages.ID, d Done) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	have, ok := o.shown[session][d.Task]
	return ok && have.same(d) && (d.Ended == "" || have.Ended == untold || machine(have.Ended) == machine(d.Ended))
}

func (b *Buyer) reviewDelivery(ctx context.Context, v *protocol.View, o *order) (messages.Message, error) {
	if v.Free() {
		return nil, b.reviewFree(ctx, v, o)
	}
	err := b.worthy(ctx, v, o)
	switch {
	case isHalt(err):
	case err == nil:
		return &messages.Reward{Amount: v.Delivery.Cost, ReceiptByMs: time.Now().Add(receiptTime).UnixMilli()}, nil
	case deliberate(err):
		return dispute(v, messages.Grievance_GRIEVANCE_WRONG_RESULT, err)
	case ctx.Err() == nil && untilReview(v) <= 0:
		return dispute(v, messages.Grievance_GRIEVANCE_NOT_SERVED, fmt.Errorf("the result cannot be fetched: %w", err))
	}
	return nil, err
}

// How often a free result is looked for: the engine asks but once, since nothing depends on the answer.
const (
	freePause    = 200 * time.Millisecond
	maxFreePause = 10 * time.Second
)

// reviewFree takes what costs nothing: there is nothing to pay and nothing to dispute.
func (b *Buyer) reviewFree(ctx context.Context, v *protocol.View, o *order) error {
	until := time.Now().Add(time.Duration(v.Terms.ReviewMs) * time.Millisecond)
	for pause := freePause; ; pause = min(2*pause, maxFreePause) {
		err := b.worthy(ctx, v, o)
		late := time.Now().Add(pause).After(until)
		if err == nil || deliberate(err) || isHalt(err) {
			return err
		}
		if err = stuck(err, late); isHalt(err) {
			return err
		}
		if late {
			return protocol.Errorf(protocol.Content, "the result cannot be fetched: %v", err)
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// untilReview is how long a delivery may still be fetched before it must be disputed.
func untilReview(v *protocol.View) time.Duration { return time.Until(disputeAt(v)) }

// disputeAt is when a delivery must be disputed at the latest: a fifth of the window is left for that.
func disputeAt(v *protocol.View) time.Time {
	margin := time.Duration(v.Terms.ReviewMs) * time.Millisecond / 5
	return time.UnixMilli(v.Delivery.ReviewByMs).Add(-margin)
}

// worthy checks a delivery, and of a replicated job that it is what was decided.
func (b *Buyer) worthy(ctx context.Context, v *protocol.View, o *order) error {
	err := b.delivered(ctx, v, o)
	if err == nil && o.poll != nil {
		err = b.show(ctx, v, o)
	}
	late := untilReview(v) <= 0
	if err != nil && !deliberate(err) {
		err = stuck(err, late && !v.Free())
	}
	if o.poll == nil {
		return err
	}
	if deliberate(err) || err != nil && !isHalt(err) && late {
		b.silence(o, v.Session)
	}
	if err != nil {
		return err
	}
	return b.verdict(ctx, v, o)
}

// dispute says what is wrong, with what a run of one's own gave as evidence where there was one.
func dispute(v *protocol.View, g messages.Grievance, why error) (messages.Message, error) {
	reason := why.Error()
	if refused, ok := errors.AsType[*protocol.Error](why); ok {
		reason = refused.Reason
	}
	m := &messages.Dispute{Grievance: g, Reason: detail(reason), JudgeByMs: time.Now().UnixMilli() + int64(v.Terms.JudgeMs)}
	var differs interface {
		error
		Evidence() (*messages.Payload, error)
	}
	if errors.As(why, &differs) {
		evidence, err := differs.Evidence()
		if err != nil {
			return nil, err
		}
		m.Evidence = evidence
	}
	return m, nil
}

// delivered checks a delivery: every task of it was given to this session, is here and verified, and the root holds them
// and nothing else.
func (b *Buyer) delivered(ctx context.Context, v *protocol.View, o *order) error {
	r, err := Results.Decode(v.Delivery.Result)
	if err != nil {
		return &protocol.Error{Code: protocol.Invalid, Reason: err.Error(), Err: err}
	}
	if units := o.job.Units(len(r.Tasks)); units != v.Delivery.Units {
		return protocol.Errorf(protocol.Invalid, "%d units are delivered, the %d tasks shown are %d", v.Delivery.Units, len(r.Tasks), units)
	}
	if err := o.job.worth(v, r.Tasks, v.Delivery.Cost); err != nil {
		return err
	}
	err = b.differing(ctx, o, r.Tasks, func(d Done) (Done, error) {
		if err := o.job.fueled(d); err != nil {
			return d, err
		}
		return d, b.receive(ctx, v, o, d)
	})
	if err != nil {
		return err
	}
	if isSingle(o.job) {
		if r.Root != r.Tasks[0].CID {
			return protocol.Errorf(protocol.Invalid, "the root is not the task's result")
		}
		return nil
	}
	root, err := gather(ctx, b.Store, r.Tasks) // of what was verified: there is only one
	if err != nil {
		return halt(err)
	}
	if root.String() != r.Root {
		return protocol.Errorf(protocol.Invalid, "the tasks' results come to the directory %s, the delivery names %s", root, r.Root)
	}
	return halt(b.Store.Hold(root, boughtIn(v.Session)))
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
	_, other := o.shown[v.Session][d.Task]
	b.mu.Unlock()
	switch {
	case !contains(tasks, d.Task):
		return protocol.Errorf(protocol.Invalid, "task %d is not in the share", d.Task)
	case other:
		return protocol.Errorf(protocol.Invalid, "another result was shown for task %d before", d.Task)
	}
	if err := halt(b.look(ctx, v, o, d)); err != nil {
		if deliberate(err) && !b.bought(o, d.CID) {
			_ = b.Store.Release(mustParse(d.CID), boughtIn(v.Session)) // what is refused need not be kept
		}
		return err
	}
	if err := halt(b.note(ctx, v, o, d)); err != nil {
		return err
	}
	b.mu.Lock()
	first := o.have(v.Session, d)
	b.mu.Unlock()
	if first && b.Got != nil {
		b.Got(v, d)
	}
	return nil
}

// bought reports whether some task's result has this CID.
func (b *Buyer) bought(o *order, text string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, tasks := range o.shown {
		for _, d := range tasks {
			if d.CID == text {
				return true
			}
		}
	}
	return false
}

// look fetches a result, verifies every block of it and checks that it is what a task leaves behind.
func (b *Buyer) look(ctx context.Context, v *protocol.View, o *order, d Done) error {
	root, limits := mustParse(d.CID), o.job.resultLimits(b.Content)
	if err := b.fetch(ctx, root, v.Session, limits); err != nil {
		return err
	}
	if err := b.sound(ctx, root, d, limits); err != nil {
		return err
	}
	if b.Audit != nil {
		return b.Audit(ctx, v, o.job, d)
	}
	return nil
}

func (b *Buyer) fetch(ctx context.Context, root cid.Cid, session messages.ID, limits content.Limits) error {
	ctx, cancel := context.WithTimeout(ctx, b.FetchTime)
	defer cancel()
	if err := b.Store.Hold(root, boughtIn(session)); err != nil {
		return err
	}
	if _, err := content.Fetch(ctx, root, b.Blocks, b.Store, limits, nil); err != nil {
		return unsound(root, err)
	}
	return nil
}

// unsound tells what is wrong with a result for good from what is not here yet.
func unsound(root cid.Cid, err error) error {
	for _, kind := range []error{content.ErrMalformed, content.ErrLimit, content.ErrUnsupported, content.ErrName} {
		if errors.Is(err, kind) {
			return &protocol.Error{Code: protocol.Content, Reason: fmt.Sprintf("the result %s is not a tree of files within the job's limits: %v", root, kind), Err: err}
		}
	}
	return fmt.Errorf("fetch %s: %w", root, err)
}

// sound checks that a result is a directory that can be laid out, with the parts that every result has, and that the exit
// code told is the one in it.
func (b *Buyer) sound(ctx context.Context, root cid.Cid, d Done, limits content.Limits) error {
	parts, err := b.parts(ctx, root, limits)
	if err != nil {
		return err
	}
	if parts["."].Kind != content.Directory {
		return protocol.Errorf(protocol.Invalid, "the result of task %d is a file, want a directory", d.Task)
	}
	for _, part := range []string{executor.StdoutFile, executor.StderrFile} {
		if parts[part].Kind != content.File {
			return protocol.Errorf(protocol.Invalid, "the result of task %d has no file %s", d.Task, part)
		}
	}
	if d.Ended != executor.Exited.String() {
		return nil
	}
	text, err := b.exitCode(ctx, d.Task, parts[executor.ExitCodeFile], limits)
	if err != nil {
		return err
	}
	if want := strconv.FormatUint(uint64(d.Exit), 10); text != want {
		return protocol.Errorf(protocol.Invalid, "the exit code told for task %d is %s, its result says %q", d.Task, want, text)
	}
	return nil
}

// parts are what a result has at its top, by name, and "." for itself; all of it can be laid out.
func (b *Buyer) parts(ctx context.Context, root cid.Cid, limits content.Limits) (map[string]content.Entry, error) {
	parts := map[string]content.Entry{}
	left := limits.Bytes
	for e, err := range content.Walk(ctx, b.Store, root, limits) {
		if left -= e.Size; err == nil && left < 0 {
			err = &content.LimitError{What: "bytes", Limit: limits.Bytes}
		}
		if err != nil {
			return nil, unsound(root, err)
		}
		if !strings.Contains(e.Path, "/") {
			parts[e.Path] = e
		}
	}
	return parts, nil
}

// exitCode reads the part of a result that says with which code the program has exited.
func (b *Buyer) exitCode(ctx context.Context, task int, code content.Entry, limits content.Limits) (string, error) {
	if code.Kind != content.File || code.Size > 10 {
		return "", protocol.Errorf(protocol.Invalid, "the result of task %d has no exit code", task)
	}
	var text []byte
	for chunk, err := range content.Chunks(ctx, b.Store, code.CID, limits) {
		if err != nil {
			return "", unsound(code.CID, err)
		}
		text = append(text, chunk...)
	}
	return string(text), nil
}

// note is synced: the next claim counts on it.
func (b *Buyer) note(ctx context.Context, v *protocol.View, o *order, d Done) error {
	value, err := json.Marshal(d)
	if err != nil {
		return err
	}
	note := journal.Note{Bucket: o.digest.bucket(), Key: append(v.Session[:], name(d.Task)...), Value: value}
	return b.Notes.Commit(ctx, journal.Batch{Notes: []journal.Note{note}, Sync: true})
}
