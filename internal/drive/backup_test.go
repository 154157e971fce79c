package drive_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
)

// S-7.1-4, THREATS 4, a restored old backup: while the requester prepares, which can take as long as a transaction, the
// farmer comes back without its countersignature and without a place to work in. It hears that it has accepted before it can
// say anything else, and it does not work before the requester is ready.
func TestOldJournalWhileTheRequesterPrepares(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, 10*time.Millisecond)
		_, _ = s.farm.Stop(), s.client.Stop()
		s.farmer.Restart(false)
		s.buyer.Restart(false)
		_, s.farm = s.farmer.Farm(&parleytest.Seller{PerUnit: 5, Claims: 2})
		prepares, prepared := make(chan struct{}, 2), false
		s.hire, s.client = s.buyer.Hire(&parleytest.Buyer{OnHired: func(context.Context, *protocol.View) error {
			prepares <- struct{}{}
			time.Sleep(30 * time.Second)
			prepared = true
			return nil
		}})
		hired := make(chan error)
		go func() { hired <- s.once(t.Context(), s.hire) }()
		<-prepares
		s.farmer.Kill()
		_ = s.farm.Stop()
		s.farmer.Restart(false)
		s.farmer.Restore(0)
		full := &parleytest.Seller{PerUnit: 5, Claims: 2}
		full.OnAccept = func(context.Context, *protocol.View) (*messages.Acceptance, error) {
			return nil, protocol.Errorf(protocol.Busy, "no place is free any more")
		}
		full.OnCall = func(c parleytest.Call) {
			if c.Hook == "Work" && !prepared {
				t.Error("the farmer works before the requester is ready")
			}
		}
		_, s.farm = s.farmer.Farm(full)
		if err := <-hired; err != nil {
			t.Error(err)
		}
		s.drain()
		s.check()
		_, _ = s.farm.Stop(), s.client.Stop()
	})
}
