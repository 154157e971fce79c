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

// check refuses terms that bind for longer. The code is Deadline, with the date to ask for, or Settlement.
func (b Bounds) check(v *protocol.View) error {
	t, quoted := v.Terms, time.UnixMilli(v.Quote.DeliverByMs)
	start, deliver := time.UnixMilli(t.AcceptByMs).Add(b.Start), quoted.Add(b.Deliver)
	switch {
	case t.StartByMs > start.UnixMilli():
		return tooLate(quoted, "the work is to begin by %s, at the latest that is taken here is %s: %s after the acceptance", utc(time.UnixMilli(t.StartByMs)), utc(start), b.Start)
	case t.DeliverByMs > deliver.UnixMilli():
		return tooLate(quoted, "the result is due by %s, quoted was %s", utc(time.UnixMilli(t.DeliverByMs)), utc(quoted))
	case !v.Settles():
		return nil
	case t.ReviewMs > uint64(b.Review.Milliseconds()):
		return protocol.Errorf(protocol.Settlement, "the terms leave %d ms to accept in, at most %d ms (%s) are taken here: ask again with a shorter window", t.ReviewMs, b.Review.Milliseconds(), b.Review)
	case t.JudgeMs > uint64(b.Judge.Milliseconds()):
		return protocol.Errorf(protocol.Settlement, "the terms leave %d ms to judge in, at most %d ms (%s) are taken here: ask again with a shorter window", t.JudgeMs, b.Judge.Milliseconds(), b.Judge)
	}
	return nil
}

func tooLate(quoted time.Time, format string, args ...any) error {
	err := protocol.Errorf(protocol.Deadline, format, args...)
	err.Remedy = &messages.Remedy{DeliverByMs: quoted.UnixMilli()}
	return err
}

func utc(t time.Time) string { return t.UTC().Format(time.RFC3339) }
