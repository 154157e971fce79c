package drive_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

// S-4.4-4, THREATS, Clock skew: a requester whose clock was ahead when it paid for progress, and was set right before the work was
// delivered, takes the Delivery, and both owe the same.
func TestClockSetBackAfterAVoucher(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, 10*time.Millisecond)
		_ = s.client.Stop()
		s.buyer.Restart(false)
		var ahead time.Duration
		p := new(parleytest.Buyer)
		p.OnReview = func(_ context.Context, v *protocol.View) (messages.Message, error) {
			if v.Phase == protocol.Claimed {
				ahead = 5 * time.Minute
				time.AfterFunc(5*time.Millisecond, func() { ahead = 0 })
			}
			return parleytest.Pay(v), nil
		}
		s.hire, s.client = s.buyer.Hire(p, func(c *requester.Client) {
			c.Now = func() time.Time { return time.Now().Add(ahead).Round(0) }
		})
		if err := s.once(t.Context(), s.hire); err != nil {
			t.Error(err)
		}
		time.Sleep(15 * time.Minute)
		for head := range s.buyer.Journal().Sessions(t.Context()) {
			ours, theirs := view(t, s.buyer, head.Session, s.farmer.Key), view(t, s.farmer, head.Session, s.farmer.Key)
			owes, _ := ours.Owed()
			owed, _ := theirs.Owed()
			if ours.Phase != protocol.Settled || theirs.Phase != protocol.Settled || owes != owed {
				t.Errorf("the requester is %s and owes %s, the farmer is %s and is owed %s", ours.Phase, owes, theirs.Phase, owed)
			}
		}
		_, _ = s.farm.Stop(), s.client.Stop()
	})
}
