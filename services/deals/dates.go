package deals

import (
	"fmt"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// slotsToOpen is how many blocks more a deal can be accepted and opened, beside as many as must stand on the farmer's deposit: it approves and
// deposits, the opening waits for another one and then comes itself, and of two blocks one may miss each.
const slotsToOpen = 8

// toOpen is how long the chain takes for these and those.
func toOpen(slot time.Duration, depth uint64) time.Duration {
	return time.Duration(slotsToOpen+depth) * slot
}

// leaveTime has the terms leave the chain the time that it needs, as far as the quote holds, and the arbiter its own. The work begins and ends
// no sooner than before: half of the time until it is due is left for it, and what a farmer takes at least.
func (f *Funded) leaveTime(v *protocol.View, a *messages.Agreement, t *messages.Terms) error {
	c, err := Collaterals.Decode(t.Settlement.GetDetails())
	if err != nil {
		return err
	}
	now, judged := time.Now(), c.Arbiter != (Address{}) && f.Judge != 0
	wanted, work := toOpen(f.Slot, f.Depth), shortest(f.Slot, f.Depth)+time.Second // the deal's dates are whole seconds
	accept := min(t.AcceptByMs+wanted.Milliseconds(), v.Quote.ExpiresMs, now.Add(maxOpen-time.Minute).UnixMilli(),
		(now.UnixMilli()+t.DeliverByMs)/2, t.DeliverByMs-work.Milliseconds())
	more := max(accept-t.AcceptByMs, 0)
	if more == 0 && !judged {
		return nil
	}
	t.AcceptByMs, t.StartByMs = t.AcceptByMs+more, min(t.StartByMs+more, t.DeliverByMs)
	if judged {
		t.JudgeMs = uint64(f.Judge.Milliseconds())
	}
	if err := t.Validate(); err != nil {
		return fmt.Errorf("terms: %w", err)
	}
	a.AcceptByMs = t.AcceptByMs
	a.Terms, err = proto.MarshalOptions{Deterministic: true}.Marshal(t)
	return err
}
