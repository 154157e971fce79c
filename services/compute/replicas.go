package compute

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// Undecided is why a replicated job has no result: so many must give the same, and did not. Nobody is to blame by that, and what each
// of them has shown is contested, where there is a contract to say what it costs.
type Undecided struct {
	Tasks                  []int
	Replicas, Agree, Shown int
}

func (u *Undecided) Error() string {
	return fmt.Sprintf("nothing is decided of the tasks %v: %d of %d replicas must give the same, and %d were shown; nobody is to blame, and what each is owed its own deal says",
		u.Tasks, u.Agree, u.Replicas, u.Shown)
}

// sit reports whether a farmer does one of the replicas, or may from now on.
func (b *Buyer) sit(o *order, v *protocol.View) bool {
	o.poll.mu.Lock()
	defer o.poll.mu.Unlock()
	if !o.poll.take(v.Session, v.Farmer, v.Quote.GetSettlement().GetPayee(), o.job.Verify.Replicas) {
		return false
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	o.active[v.Session] = true
	return true
}

// reviewSeal notes a commitment, and answers once nobody can commit any more: then what was committed to may be shown.
func (b *Buyer) reviewSeal(ctx context.Context, v *protocol.View, o *order) (messages.Message, error) {
	s, err := Seals.Decode(v.Progress.Evidence)
	switch {
	case err != nil:
		return nil, &protocol.Error{Code: protocol.Invalid, Reason: "replicas commit to a result before it is shown: " + err.Error(), Err: err}
	case v.Progress.Claim != "0" || v.Progress.Units != v.Terms.Units:
		return nil, protocol.Errorf(protocol.Invalid, "%d of %d units are committed to, for %s: want all of them, for nothing", v.Progress.Units, v.Terms.Units, v.Progress.Claim)
	}
	if err := b.commit(ctx, v, o, s.Commitment); err != nil {
		return nil, err
	}
	if err := b.await(ctx, v, o, time.Time{}, func(p *poll) bool { return p.ballot != nil }); err != nil {
		return nil, err
	}
	o.poll.mu.Lock()
	defer o.poll.mu.Unlock()
	if seat := o.poll.seats[v.Session]; seat == nil || !seat.votes {
		return nil, errLaggard
	}
	return &messages.Voucher{Amount: "0"}, nil
}

var errLaggard = protocol.Errorf(protocol.Late, "the other replicas were waited for no longer: what is committed to now could be copied")

// commit notes what a farmer has committed to, synced: it may not commit to anything else.
func (b *Buyer) commit(ctx context.Context, v *protocol.View, o *order, commitment string) error {
	p := o.poll
	p.mu.Lock()
	defer p.mu.Unlock()
	seat := p.seats[v.Session]
	switch {
	case p.ballot != nil && (seat == nil || !seat.votes):
		return errLaggard
	case seat == nil:
		return protocol.Errorf(protocol.Canceled, "another farmer was hired for this replica while you were away")
	case seat.sealed != nil && seat.sealed.Commitment != commitment:
		return protocol.Errorf(protocol.Invalid, "another result was committed to before")
	}
	seat.view = v
	if seat.sealed != nil {
		return nil
	}
	note := &sealed{Farmer: v.Farmer.String(), Commitment: commitment, Since: time.Now().UnixMilli(), AnswerBy: v.Progress.AnswerByMs}
	value, err := json.Marshal(note)
	if err == nil {
		err = b.pollNotes(ctx, o.pollNote(v.Session, sealedKey, value))
	}
	if err != nil {
		return err
	}
	seat.sealed = note
	p.turned()
	return nil
}

// pollNotes is synced: what is said next counts on it.
func (b *Buyer) pollNotes(ctx context.Context, notes ...journal.Note) error {
	return halt(b.Notes.Commit(context.WithoutCancel(ctx), journal.Batch{Notes: notes, Sync: true}))
}

// show holds what was delivered against what was committed to. What was not is no vote, and only held against what is decided.
func (b *Buyer) show(ctx context.Context, v *protocol.View, o *order) error {
	r, err := Results.Decode(v.Delivery.Result)
	if err != nil {
		return &protocol.Error{Code: protocol.Invalid, Reason: err.Error(), Err: err}
	}
	p := o.poll
	p.mu.Lock()
	defer p.mu.Unlock()
	seat := p.seats[v.Session]
	switch {
	case seat == nil || !seat.votes || seat.shown != nil || p.counted:
		return nil
	case len(r.Tasks) != len(o.tasks):
		return protocol.Errorf(protocol.Invalid, "%d of %d tasks are delivered: of replicas all are", len(r.Tasks), len(o.tasks))
	}
	salt, err := sum(r.Salt)
	if err == nil {
		err = p.ballot.Show(Replica{Farmer: v.Farmer, Digest: r.Sum()}, salt)
	}
	if err != nil && !errors.Is(err, ErrTwice) {
		return &protocol.Error{Code: protocol.Failed, Reason: ErrDiffers.Error(), Err: err}
	}
	if err := b.pollNotes(ctx, o.pollNote(v.Session, shownKey, []byte{1})); err != nil {
		return err
	}
	seat.view, seat.shown = v, r.Tasks
	p.turned()
	return nil
}

// silence: a farmer will show nothing any more.
func (b *Buyer) silence(o *order, session messages.ID) {
	o.poll.mu.Lock()
	defer o.poll.mu.Unlock()
	if seat := o.poll.seats[session]; seat != nil && seat.shown == nil {
		seat.silent = true
		o.poll.turned()
	}
}

// leave takes a seat back from who has not committed, or gives it up when nothing more can come of its session.
func (b *Buyer) leave(ctx context.Context, o *order, v *protocol.View, gone bool) {
	p := o.poll
	p.mu.Lock()
	defer p.mu.Unlock()
	seat := p.seats[v.Session]
	if seat == nil {
		return
	}
	switch {
	case p.ballot == nil:
		delete(p.seats, v.Session)
		if seat.sealed != nil {
			if err := b.pollNotes(ctx, o.pollNote(v.Session, sealedKey, nil)); err != nil {
				b.Logger.Warn("forget a commitment", "session", v.Session.Short(), "err", err)
			}
		}
	case !gone:
		seat.out = true
	}
	p.turned()
	if p.final && p.late == nil && p.overBut() { // who is not here yet is not waited for much longer
		p.late = time.AfterFunc(b.Straggle, func() { b.foundReplicas(o) })
	}
}

// overBut reports whether the sessions of all who have shown anything, or will not, have ended. mu is held.
func (p *poll) overBut() bool {
	for _, s := range p.seats {
		if (s.shown != nil || s.silent) && !s.out {
			return false
		}
	}
	return true
}

// foundReplicas ends the Run of a replicated job, unless somebody has come meanwhile.
func (b *Buyer) foundReplicas(o *order) {
	o.poll.mu.Lock()
	defer o.poll.mu.Unlock()
	if !o.poll.overBut() {
		o.poll.late = nil
		return
	}
	cause := cmp.Or(o.poll.undecided(o), errFound)
	b.mu.Lock()
	defer b.mu.Unlock()
	if o.found != nil {
		o.found(cause)
	}
}

// undecided is which tasks have no result, if any. mu is held.
func (p *poll) undecided(o *order) error {
	u := &Undecided{Replicas: o.job.Verify.Replicas, Agree: o.job.Verify.Agree}
	for task, w := range p.winners {
		if w == nil {
			u.Tasks = append(u.Tasks, task)
		}
	}
	for _, s := range p.seats {
		if s.shown != nil {
			u.Shown++
		}
	}
	if len(u.Tasks) == 0 {
		return nil
	}
	return u
}

// await waits until a poll has come so far. At a time, unless that is zero, what is shown later counts no more.
func (b *Buyer) await(ctx context.Context, v *protocol.View, o *order, by time.Time, far func(*poll) bool) error {
	for {
		there, changed, wake, err := b.advance(ctx, v, o, by, far)
		if there || err != nil {
			return err
		}
		waiting, cancel := ctx, func() {}
		if !wake.IsZero() {
			waiting, cancel = context.WithDeadline(ctx, wake)
		}
		select {
		case <-changed:
		case <-waiting.Done():
		}
		cancel()
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
}

// advance takes the steps of a poll for which it is time, and reports whether it has come so far; if not, when to look again.
func (b *Buyer) advance(ctx context.Context, v *protocol.View, o *order, by time.Time, far func(*poll) bool) (there bool, changed <-chan struct{}, wake time.Time, err error) {
	p, now := o.poll, time.Now()
	p.mu.Lock()
	fresh, wake, err := b.step(ctx, o, now, by)
	there, changed = err == nil && far(p), p.changed
	got := make([]*protocol.View, len(fresh))
	for i, d := range fresh {
		got[i] = v
		for _, s := range p.voters() {
			if s.near[d.Task] && s.view != nil {
				got[i] = s.view
				break
			}
		}
	}
	p.mu.Unlock()
	for i, d := range fresh {
		if b.Got != nil && got[i] != nil {
			b.Got(got[i], d)
		}
	}
	return there, changed, wake, err
}

// step is advance with mu held. What it decides is on disk before anybody hears of it.
func (b *Buyer) step(ctx context.Context, o *order, now, by time.Time) (fresh []Done, wake time.Time, err error) {
	p := o.poll
	if p.ballot == nil {
		at := p.closeAt(o.job.Verify, b.Straggle, now)
		if at.IsZero() || now.Before(at) {
			return nil, at, nil
		}
		if err := b.settleWho(ctx, o, closedKey, func(s *seat) bool { return s.sealed != nil && !s.out }, p.close); err != nil {
			return nil, at, err
		}
	}
	if !p.counted && (p.shownAll() || !by.IsZero() && !now.Before(by)) {
		err := b.settleWho(ctx, o, countedKey, func(s *seat) bool { return s.shown != nil }, func(map[messages.ID]bool) error { p.counted = true; return nil })
		if err != nil {
			return nil, by, err
		}
	}
	if was := p.final; !was || !p.counted {
		if err := b.tally(ctx, o); err != nil {
			return nil, by, err
		}
		if p.final && !was {
			p.turned()
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return o.settle(p), by, nil
}

// settleWho writes down which seats are so, then acts on it.
func (b *Buyer) settleWho(ctx context.Context, o *order, key string, is func(*seat) bool, act func(map[messages.ID]bool) error) error {
	who := map[messages.ID]bool{}
	for id, s := range o.poll.seats {
		if is(s) {
			who[id] = true
		}
	}
	note, err := o.list(key, who)
	if err == nil {
		err = b.pollNotes(ctx, note)
	}
	if err != nil {
		return err
	}
	defer o.poll.turned()
	return act(who)
}

// verdict waits until a replicated job is decided, and holds a delivery against that.
func (b *Buyer) verdict(ctx context.Context, v *protocol.View, o *order) error {
	r, err := Results.Decode(v.Delivery.Result)
	if err != nil {
		return &protocol.Error{Code: protocol.Invalid, Reason: err.Error(), Err: err}
	}
	if err := b.await(ctx, v, o, disputeAt(v), func(p *poll) bool { return p.final }); err != nil {
		return err
	}
	return b.compared(ctx, o, v.Session, r.Tasks)
}

// inspectReplica holds what came by the chain alone against what was decided. It decides nothing itself: it could be copied.
func (b *Buyer) inspectReplica(ctx context.Context, v *protocol.View, o *order, done []Done) error {
	there, _, _, err := b.advance(ctx, v, o, time.Time{}, func(p *poll) bool { return p.final })
	switch {
	case err != nil:
		return err
	case !there:
		return errors.New("the other replicas are waited for")
	}
	return b.compared(ctx, o, v.Session, done)
}

// compared holds a replica against what was decided, which is final.
func (b *Buyer) compared(ctx context.Context, o *order, session messages.ID, tasks []Done) error {
	p := o.poll
	p.mu.Lock()
	defer p.mu.Unlock()
	seat, right := p.seats[session], slices.Clone(tasks)
	var differs []*Difference
	open := false
	for i, d := range tasks {
		w := p.winners[d.Task]
		switch {
		case machine(d.Ended): // which is compared with nothing, and costs nothing
		case w == nil:
			open = true
		case seat != nil && seat.near[d.Task] || w.same(d):
		default:
			differs, right[i] = append(differs, &Difference{Shown: d, Again: *w}), *w
		}
		right[i].Detail, right[i].Limited = "", nil // as in any delivery of many
	}
	switch {
	case len(differs) > 0:
		all := &Differences{All: differs}
		if !isSingle(o.job) && !open {
			if root, err := gather(ctx, b.Store, right); err == nil {
				all.Right = &Result{Root: root.String(), Tasks: right}
			}
		}
		first := differs[0]
		return &protocol.Error{Code: protocol.Failed, Err: all, Reason: fmt.Sprintf("%d tasks are not what %d of %d replicas have found; task %d is %s with %d fuel to them, not %s with %d",
			len(differs), o.job.Verify.Agree, o.job.Verify.Replicas, first.Shown.Task, first.Again.CID, first.Again.Fuel, first.Shown.CID, first.Shown.Fuel)}
	case open:
		err := p.undecided(o)
		return &protocol.Error{Code: protocol.Failed, Reason: err.Error(), Err: err}
	}
	return nil
}

// right are the tasks in which a session has shown what was decided, ascending.
func (b *Buyer) right(o *order, session messages.ID) (tasks []int) {
	done := b.doneBy(o, session)
	p := o.poll
	p.mu.Lock()
	defer p.mu.Unlock()
	seat := p.seats[session]
	for _, d := range done {
		w := p.winners[d.Task]
		if p.final && w != nil && (seat != nil && seat.near[d.Task] || w.same(d)) {
			tasks = append(tasks, d.Task)
		}
	}
	return tasks
}
