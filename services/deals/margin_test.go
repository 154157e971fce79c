package deals

import (
	"testing"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// What is to be put on the chain before submitBy is sent while two more blocks can take it, wherever between the blocks submitBy is, and
// however little time a deal that was signed before leaves (rule 5).
func TestMarginIsTwoSlots(t *testing.T) {
	for _, depth := range []uint64{1, 12, 64} {
		const slot = 12
		most := Margin(slot*time.Second, depth)
		for _, total := range []int64{60, 80, 120, 240, 600, 3600} {
			for offset := range int64(slot) { // of submitBy after the last block before it
				submitBy := openBy + total
				p := papers()
				p.Terms.SubmitBy, p.Terms.StartBy = submitBy, openBy
				r := &Record{Role: protocol.Farmer, Opened: true, Started: true, Result: whole, Papers: p}
				var more int64
				for at := submitBy - offset; at > openBy-7200; at -= slot {
					s := Status{State: Open, Block: Block{Time: time.Unix(at, 0)}}
					if Next(r, s, r.Papers.margin(most)).Step != DoSubmit {
						break
					}
					more++
				}
				if more--; more < 2 && offset == 0 || more < 1 {
					t.Errorf("depth %d, %d s between openBy and submitBy, %d s after a block: sent when %d blocks can take it", depth, total, offset, more)
				}
			}
		}
	}
}

// A date that is promised sooner than both sides' deposits and the opening leave time for is put off, as far as the SOW lets it be, and the
// quote holds as long as those take.
func TestPromiseIsNotTooSoon(t *testing.T) {
	now := time.Unix(5000, 0)
	in := func(d time.Duration) int64 { return now.Add(d).UnixMilli() }
	g := &Guarded{Slot: 12 * time.Second, Depth: 1}
	opening := toOpen(g.Slot, g.Depth)
	least, both := shortest(g.Slot, g.Depth)+opens+opening, 2*opening+soonLeeway
	for name, c := range map[string]struct{ quoted, holds, sow, want, wantHolds int64 }{
		"late enough":             {in(time.Hour), 0, in(2 * time.Hour), in(time.Hour), in(both)},
		"no date":                 {0, 0, in(2 * time.Hour), in(2 * time.Hour), in(both)},
		"too soon":                {in(time.Minute), 0, in(2 * time.Hour), in(least + opening + soonLeeway), in(both)},
		"too soon, a shorter SOW": {in(time.Minute), 0, in(least), in(least), in(both)},
		"it says how long":        {in(time.Minute), in(time.Second), in(least), in(least), in(time.Second)},
		"a SOW that is too short": {in(time.Minute), 0, in(least - time.Second), 0, 0},
	} {
		q := &messages.Quote{DeliverByMs: c.quoted, ExpiresMs: c.holds}
		err := g.promise(&messages.SOW{DeliverByMs: c.sow}, q, now)
		if (err == nil) != (c.want != 0) || err == nil && (q.DeliverByMs != c.want || q.ExpiresMs != c.wantHolds) {
			t.Errorf("%s: due %d, holds until %d, %v; want %d and %d", name, q.DeliverByMs, q.ExpiresMs, err, c.want, c.wantHolds)
		}
	}
	q := &messages.Quote{DeliverByMs: in(time.Second)}
	if err := new(Guarded).promise(&messages.SOW{DeliverByMs: in(0)}, q, now); err != nil || q.DeliverByMs != in(time.Second) || q.ExpiresMs != 0 {
		t.Errorf("where nobody waits for a block: %v, %v", q, err)
	}
}
