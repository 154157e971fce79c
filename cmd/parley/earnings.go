package main

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/deals"
)

// earnings tells what a farmer does and has earned.
type earnings struct {
	app  *app
	node *node.Node

	// end asks the chain how a deal has ended; ended is false while it does not show that.
	end func(context.Context, *deals.Papers) (end party.End, ended bool, err error)

	mu      sync.Mutex
	earned  messages.Amount
	untold  []untold
	wake    chan struct{}
	tasks   int
	phases  map[messages.ID]protocol.Phase
	earlier map[messages.ID]bool // agreements of a life before this one that go on in it, until that is told
}

// untold is a deal that has ended, of which it is to be told how.
type untold struct {
	id    deals.Hash
	since time.Time
	said  bool // that it cannot be
}

func newEarnings(a *app, n *node.Node) *earnings {
	e := &earnings{app: a, node: n, wake: make(chan struct{}, 1)}
	if n.Party != nil {
		e.end = n.Party.End
	}
	return e
}

func (e *earnings) notice(v *protocol.View, err error) {
	who := v.Requester.Short()
	if errors.Is(err, farmer.ErrServerClosed) { // nobody has refused anything
		if v.Bound() && !v.Final() {
			e.app.say("%s: its job goes on when this farmer starts again", who)
		}
		return
	}
	if err != nil && v.Agreement == nil {
		e.forget(v) // it may have ended without a move
	}
	if err != nil && v.Quote != nil && v.Agreement == nil {
		switch refused := protocol.AsError(err); { // as by one who only compares prices
		case refused.Code == protocol.Unavailable:
			e.app.say("%s asked and went", who)
			return
		case refused.Code == protocol.Declined && refused.Remote:
			e.app.say("%s asked and went: %s", who, refused.Reason)
			return
		}
	}
	if err != nil {
		e.app.say("%s refused: %v", who, err)
		return
	}
	e.mu.Lock()
	if e.phases == nil {
		e.phases = map[messages.ID]protocol.Phase{}
	}
	seen, earlier := e.phases[v.Session] == v.Phase, e.earlier[v.Session]
	delete(e.earlier, v.Session)
	e.phases[v.Session] = v.Phase
	if v.Final() {
		delete(e.phases, v.Session)
	}
	e.mu.Unlock()
	if seen {
		return
	}
	e.app.mirrorSession(e.node, v)
	switch v.Phase {
	case protocol.Quoted:
		ceiling, _ := messages.ParseAmount(v.Quote.GetPrice().GetCeiling())
		e.app.say("%s asks for %s: quoted %s", who, counted(tasksIn(v, v.SOW.Units)), e.node.Amount(ceiling))
	case protocol.Agreed:
		switch work, by := counted(tasksIn(v, v.Terms.Units)), clock(time.UnixMilli(v.Terms.DeliverByMs)); {
		case earlier:
			e.app.say("goes on with %s for %s, until %s", work, who, by)
		case v.Progress == nil:
			e.app.say("%s hired this farmer for %s, until %s", who, work, by)
		}
	case protocol.Delivered:
		e.app.say("delivered to %s: %s", who, counted(tasksIn(v, v.Delivery.Units)))
	case protocol.Settled:
		e.app.say("%s accepted and paid %s", who, e.amount(v.Reward.GetAmount()))
	case protocol.Rejected, protocol.Stopped, protocol.Abandoned:
		switch {
		case v.Phase != protocol.Rejected:
		case v.Agreement != nil || v.Quote == nil:
			return // it was this farmer's own word, and was told
		case v.Reject.GetCode() == protocol.Declined:
			e.app.say("%s asked and went: %s", who, messages.Printable(v.Reject.GetReason()))
			return
		}
		e.app.say("%s: %s: %v", who, v.Phase, protocol.FromReject(v.Reject))
	case protocol.Accepted, protocol.Expired, protocol.Disputed, protocol.Judged, protocol.Undetermined:
		e.app.say("%s: %s", who, v.Phase)
	}
}

// forget drops what was noted of a session that came to nothing.
func (e *earnings) forget(v *protocol.View) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.phases, v.Session)
}

func (e *earnings) amount(s string) string {
	a, _ := messages.ParseAmount(s)
	return e.node.Amount(a)
}

func (e *earnings) finished(v *protocol.View, d compute.Done) {
	e.mu.Lock()
	e.tasks++
	e.mu.Unlock()
	limits := ""
	if j, err := compute.JobOf(v); err == nil {
		limits = met(j, d)
	}
	e.app.say("task %d for %s: %s in %s%s", d.Task, v.Requester.Short(), d.Ended, time.Duration(d.WallMs)*time.Millisecond, limits)
}

// step hears from the reconciler.
func (e *earnings) step(r *deals.Record, p deals.Plan, err error) {
	e.app.mirrorDeal(e.node, r.Papers.ID)
	u, left := errors.AsType[*deals.Unappealed](err)
	switch {
	case left:
		e.app.say("deal %.10s: %s"+whileStopped, r.Papers.ID, e.app.typed(unappealed(e.node.Market, r.Papers.ID, u)))
	case errors.Is(err, context.Canceled):
	case err != nil:
		e.app.say("deal %.10s: %s failed, will be tried again: %v", r.Papers.ID, p.Step, err)
	case p.Step == deals.Finish:
		e.ended(r.Papers.ID)
	default:
		e.app.say("deal %.10s: %s, since %s", r.Papers.ID, p.Step, p.Why)
	}
}

// ended has it told what a deal has come to.
func (e *earnings) ended(id deals.Hash) {
	e.mu.Lock()
	e.untold = append(e.untold, untold{id: id, since: time.Now()})
	e.mu.Unlock()
	select {
	case e.wake <- struct{}{}:
	default:
	}
}

// account tells of each deal that has ended what the chain has paid, until ctx ends. Where the chain cannot be asked it is asked again.
func (e *earnings) account(ctx context.Context) error {
	const least, most = time.Second, time.Minute
	for wait := least; ; {
		var again <-chan time.Time
		if e.tell(ctx) {
			wait = least
		} else {
			again, wait = time.After(wait), min(2*wait, most)
		}
		select {
		case <-e.wake:
		case <-again:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// tell tells of the deals that have ended, and reports whether of all.
func (e *earnings) tell(ctx context.Context) bool {
	e.mu.Lock()
	all := e.untold
	e.untold = nil
	e.mu.Unlock()
	var left []untold
	for _, x := range all {
		err := e.credit(ctx, x.id)
		if err == nil {
			continue
		}
		e.app.logger().Debug("what a deal has come to", "deal", x.id, "err", err)
		if lasts := !errors.Is(err, deals.ErrUnreachable) || time.Since(x.since) >= lasting; lasts && !x.said && ctx.Err() == nil {
			x.said = true
			e.app.say("deal %.10s has ended, and how cannot be told yet: %v; %s; the chain is asked again each minute, and this may say more: %s %.12s",
				x.id, err, e.signed(ctx, x.id), e.app.typed("parley deal show"), x.id)
		}
		left = append(left, x)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.untold = append(left, e.untold...)
	return len(left) == 0
}

// lasting is for how long the chain may be away, or behind, before it is said that the end of a deal cannot be told.
const lasting = 5 * time.Minute

// signed says what the requester of a deal has signed for, which is what is known of its end without the chain.
func (e *earnings) signed(ctx context.Context, id deals.Hash) string {
	r, err := e.node.Ledger.Get(ctx, id)
	switch {
	case err != nil:
		return "its record cannot be read either"
	case r.Accepted == nil:
		return "its requester has signed for nothing"
	}
	return "its requester has signed for " + e.amount(r.Accepted.Cost)
}

// earnedBucket of the journal has what each deal has earned, by its ID, from when it was told.
const earnedBucket = "earned"

// credit counts what a deal has earned, once, by what the chain has paid, and tells what became of its bond.
func (e *earnings) credit(ctx context.Context, id deals.Hash) error {
	r, err := e.node.Ledger.Get(ctx, id)
	if err != nil || r.Void {
		return err
	}
	if told, err := e.node.Journal.Note(ctx, earnedBucket, id[:]); err != nil || told != nil {
		return err
	}
	end, ended, err := e.end(ctx, &r.Papers)
	if err == nil && !ended {
		err = deals.Behind("it does not show how the deal ended")
	}
	if err != nil {
		return err
	}
	e.mu.Lock()
	e.earned, _ = e.earned.Add(end.Paid)
	total := e.earned
	e.mu.Unlock()
	note := journal.Note{Bucket: earnedBucket, Key: id[:], Value: []byte(end.Paid.String())}
	if err := e.node.Journal.Commit(context.WithoutCancel(ctx), journal.Batch{Notes: []journal.Note{note}}); err != nil {
		e.app.say("deal %.10s: what it has earned cannot be written down, and may be told again: %v", id, err)
	}
	x := endingOf(e.node.Market, r, end)
	e.app.say("deal %.10s has ended: %s: %s earned, and %s; %s since the start", id, x.words(), x.Paid, x.bond, e.node.Amount(total))
	return nil
}

// underway are the sessions of the agreements that bind this farmer and have not ended, as far as its journal can be read.
func underway(ctx context.Context, n *node.Node) map[messages.ID]bool {
	all := map[messages.ID]bool{}
	for note, err := range n.Journal.Notes(ctx, drive.Bucket(protocol.Farmer)) {
		if err == nil && len(note.Key) == len(messages.ID{}) {
			all[messages.ID(note.Key)] = true
		}
	}
	return all
}

// before tells what was earned before this start, and learns which agreements go on.
func (e *earnings) before(ctx context.Context) {
	e.earlier = underway(ctx, e.node)
	if e.node.Ledger == nil {
		return
	}
	var sum messages.Amount
	told := 0
	for r, err := range e.node.Ledger.All(ctx) {
		if err != nil {
			continue
		}
		note, err := e.node.Journal.Note(ctx, earnedBucket, r.Papers.ID[:])
		switch {
		case err != nil:
		case note != nil:
			earned, _ := messages.ParseAmount(string(note))
			sum, _ = sum.Add(earned)
			told++
		case r.Closed && !r.Void:
			e.ended(r.Papers.ID)
		}
	}
	e.app.say("earned so far: %s, in %s", e.node.Amount(sum), plural(told, "deal", "deals"))
}

func (e *earnings) last() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.app.say("stopped; %s done, %s earned since the start. Agreements that bind go on when it starts again", counted(e.tasks), e.node.Amount(e.earned))
}
