package farmer

import (
	"cmp"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// Bounds are the longest that terms may bind a Server for, so that nobody holds its places for ever by an agreement and nothing else. What is
// zero has its default. They are wide: a policy that has less to give refuses what is longer in Accept, one that gives more sets them.
type Bounds struct {
	// Start is how long after acceptBy the work may have to begin at the latest. Default 24 h. Until then a place is kept for a
	// requester that may never come.
	Start time.Duration
	// Due is how far ahead the result may be due, in a quote and in terms. Default 30 days.
	Due time.Duration
	// Review, Judge and Retain are the longest windows of the terms. Default 30 days each.
	Review, Judge, Retain time.Duration
}

func (b Bounds) withDefaults() Bounds {
	const day = 24 * time.Hour
	return Bounds{Start: cmp.Or(b.Start, day), Due: cmp.Or(b.Due, 30*day),
		Review: cmp.Or(b.Review, 30*day), Judge: cmp.Or(b.Judge, 30*day), Retain: cmp.Or(b.Retain, 30*day)}
}

// due is the last date that a result may be due by.
func (b Bounds) due(now time.Time) time.Time { return now.Add(b.Due) }

// quote refuses a quote of the policy's own that is due later, with the date to ask for.
func (b Bounds) quote(q *messages.Quote, now time.Time) error {
	last := b.due(now)
	if q.DeliverByMs <= last.UnixMilli() {
		return nil
	}
	return protocol.Datef(last.UnixMilli(), "the result would be due by %s, at the latest that is taken here is %s", utc(time.UnixMilli(q.DeliverByMs)), utc(last))
}

// terms refuses terms that bind for longer: those that are due too late with the date that was quoted.
func (b Bounds) terms(v *protocol.View, now time.Time) error {
	t := v.Terms
	start, due := time.UnixMilli(t.AcceptByMs).Add(b.Start), b.due(now)
	switch {
	case t.DeliverByMs > due.UnixMilli():
		return protocol.Datef(v.Quote.DeliverByMs, "the result is due by %s, at the latest that is taken here is %s", utc(time.UnixMilli(t.DeliverByMs)), utc(due))
	case t.StartByMs > start.UnixMilli():
		return protocol.Errorf(protocol.Deadline, "the work is to begin by %s, at the latest that is taken here is %s: %s after the acceptance", utc(time.UnixMilli(t.StartByMs)), utc(start), b.Start)
	}
	for _, w := range []struct {
		name string
		ms   uint64
		most time.Duration
	}{{"accept", t.ReviewMs, b.Review}, {"judge", t.JudgeMs, b.Judge}, {"keep the result", t.RetainMs, b.Retain}} {
		if w.ms > uint64(w.most.Milliseconds()) {
			return protocol.Errorf(protocol.Deadline, "the terms leave %d ms to %s in, at most %d ms (%s) are taken here: ask again with a shorter window", w.ms, w.name, w.most.Milliseconds(), w.most)
		}
	}
	return nil
}

func utc(t time.Time) string { return t.UTC().Format(time.RFC3339) }
