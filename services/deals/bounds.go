package deals

import (
	"cmp"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// Bounds are the longest that a farmer binds its place and its bond for. The zero value has the defaults.
type Bounds struct {
	// Start is how long after acceptBy the work may have to begin at the latest. Default 2 min. Until then the farmer waits for
	// a deal that is not open deep enough yet.
	Start time.Duration
	// Deliver is how long after the date that was quoted the result may be due. Default 10 min.
	Deliver time.Duration
	// Review is the longest window to accept in. Default 1 h.
	Review time.Duration
	// Judge is the longest window to rule on a dispute in. Default 24 h.
	Judge time.Duration
}

func (b Bounds) withDefaults() Bounds {
	return Bounds{Start: cmp.Or(b.Start, 2*time.Minute), Deliver: cmp.Or(b.Deliver, 10*time.Minute),
		Review: cmp.Or(b.Review, time.Hour), Judge: cmp.Or(b.Judge, 24*time.Hour)}
}

// check refuses terms that bind for longer. The code is Deadline, with the date to ask for where it is the date that was wrong, or Settlement.
func (b Bounds) check(v *protocol.View) error {
	t, quoted := v.Terms, time.UnixMilli(v.Quote.DeliverByMs)
	start, deliver := time.UnixMilli(t.AcceptByMs).Add(b.Start), quoted.Add(b.Deliver)
	switch {
	case t.StartByMs > start.UnixMilli():
		return protocol.Errorf(protocol.Deadline, "the work is to begin by %s, at the latest that is taken here is %s: %s after the acceptance", utc(time.UnixMilli(t.StartByMs)), utc(start), b.Start)
	case t.DeliverByMs > deliver.UnixMilli():
		return protocol.Datef(v.Quote.DeliverByMs, "the result is due by %s, quoted was %s", utc(time.UnixMilli(t.DeliverByMs)), utc(quoted))
	case !v.Settles():
		return nil
	case t.ReviewMs > uint64(b.Review.Milliseconds()):
		return protocol.Errorf(protocol.Settlement, "the terms leave %d ms to accept in, at most %d ms (%s) are taken here: ask again with a shorter window", t.ReviewMs, b.Review.Milliseconds(), b.Review)
	case t.JudgeMs > uint64(b.Judge.Milliseconds()):
		return protocol.Errorf(protocol.Settlement, "the terms leave %d ms to judge in, at most %d ms (%s) are taken here: ask again with a shorter window", t.JudgeMs, b.Judge.Milliseconds(), b.Judge)
	}
	return nil
}

// opens is how long a requester customarily has to open a deal.
const opens = 30 * time.Second

// soonLeeway is how much later than has to be a date is asked for or promised, and how much longer a quote holds: it still does when it is
// taken up a while after.
const soonLeeway = time.Minute

// Soonest is how long after it is asked for paid work may be due at the soonest, on a chain whose blocks are slot apart, where so many have to
// stand on what is relied on: both sides' deposits and the opening are in it, and what a farmer shows before the end. It is nothing where no
// step waits for a block. A Guarded quotes no date before, and refuses a SOW whose date leaves no time even where the requester's money is there.
func Soonest(slot time.Duration, depth uint64) time.Duration {
	least := shortest(slot, depth)
	if least == 0 {
		return 0
	}
	return least + min(least, opens) + 2*toOpen(slot, depth) + soonLeeway // requester.Terms leaves half of a short time to open in
}

// timely refuses terms that leave too little time from when the deal may be opened last until its result is due: whoever opens it that
// late, and is silent, would have the work for nothing, or the penalty of row 2.
func (g *Guarded) timely(v *protocol.View) error {
	least := shortest(g.Slot, g.Depth)
	openBy, submitBy := v.Terms.AcceptByMs/1000, v.Terms.DeliverByMs/1000 // as Derive has them
	if left := time.Duration(submitBy-openBy) * time.Second; v.Settles() && left < least {
		return g.tooSoon(time.Unix(openBy, 0), "the result is due %s after the deal may be opened last, at least %s are taken here", left, least)
	}
	return nil
}

// promise has a quote leave time for both sides' deposits and a deal that is opened in the customary time: it is due no sooner, up to the
// SOW's date, and holds as long if it does not say. If the SOW's date is too soon even for a requester whose money is there, the SOW is refused.
func (g *Guarded) promise(sow *messages.SOW, q *messages.Quote, now time.Time) error {
	promised, opening := Soonest(g.Slot, g.Depth), toOpen(g.Slot, g.Depth)
	if promised == 0 {
		return nil
	}
	least := promised - opening - soonLeeway
	if left := time.UnixMilli(sow.DeliverByMs).Sub(now); left < least {
		return g.tooSoon(now.Add(opens), "the result is due in %s, in less than %s no work is taken here", left, least)
	}
	soonest := min(now.Add(promised).UnixMilli(), sow.DeliverByMs)
	q.DeliverByMs = max(cmp.Or(q.DeliverByMs, sow.DeliverByMs), soonest)
	if q.ExpiresMs == 0 {
		q.ExpiresMs = min(now.Add(2*opening+soonLeeway).UnixMilli(), q.DeliverByMs)
	}
	return nil
}

// tooSoon refuses a date, with one to ask for where the deal may be opened until openBy, or as much later as both sides' deposits take.
func (g *Guarded) tooSoon(openBy time.Time, format string, left, least time.Duration) error {
	return protocol.Datef(openBy.Add(shortest(g.Slot, g.Depth)+2*toOpen(g.Slot, g.Depth)+soonLeeway).UnixMilli(), format+": blocks are %s apart on this chain, and they hold the opening, %d deep, and what the farmer shows before the end",
		left.Round(time.Second), least.Round(time.Second), g.Slot, g.Depth)
}

func utc(t time.Time) string { return t.UTC().Format(time.RFC3339) }
