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

// A date that is promised sooner than work is taken for is put off, as far as the SOW lets it be.
func TestPromiseIsNotTooSoon(t *testing.T) {
	now := time.Unix(5000, 0)
	in := func(d time.Duration) int64 { return now.Add(d).UnixMilli() }
	g := &Guarded{Slot: 12 * time.Second, Depth: 1}
	least := shortest(g.Slot, g.Depth) + opens
	for name, c := range map[string]struct{ quoted, sow, want int64 }{
		"late enough":             {in(time.Hour), in(2 * time.Hour), in(time.Hour)},
		"no date":                 {0, in(2 * time.Hour), in(2 * time.Hour)},
		"too soon":                {in(time.Minute), in(2 * time.Hour), in(least + soonLeeway)},
		"too soon, a shorter SOW": {in(time.Minute), in(least), in(least)},
		"a SOW that is too short": {in(time.Minute), in(least - time.Second), 0},
	} {
		got, err := g.promise(&messages.SOW{DeliverByMs: c.sow}, &messages.Quote{DeliverByMs: c.quoted}, now)
		if got != c.want || (err == nil) != (c.want != 0) {
			t.Errorf("%s: %d, %v; want %d", name, got, err, c.want)
		}
	}
	if got, err := new(Guarded).promise(&messages.SOW{DeliverByMs: in(0)}, &messages.Quote{DeliverByMs: in(time.Second)}, now); err != nil || got != in(time.Second) {
		t.Errorf("where nobody waits for a block: %d, %v", got, err)
	}
}
