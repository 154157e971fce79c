package compute_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/cipher"
	"github.com/parley-p2p/parley/services/disclosure"
)

// declinesIn runs a job that is given up, and returns how long it could still be declined then. Nothing of it may be run.
func (b *buyer) declinesIn(f *farm, job *compute.Job) time.Duration {
	b.w.t.Helper()
	declined := make(chan time.Time, 1)
	f.stop()
	f.wrap = func(inner farmer.Farmer) farmer.Farmer { return &watchedWork{inner, declined} }
	f.start()
	h := hiring(1, f)
	h.Insist = -1
	ctx, cancel := context.WithCancel(b.w.t.Context())
	defer cancel()
	ended := make(chan error, 1)
	go func() {
		_, err := compute.Run(ctx, b.client, b.buyer, job, sow(b.w.t, job), h, nil)
		ended <- err
	}()
	var left time.Duration
	select {
	case startBy := <-declined:
		left = time.Until(startBy)
	case err := <-ended:
		b.w.t.Fatalf("nothing is given up: %v; the farmer says: %s", err, f.notices.text())
	}
	cancel()
	if err := <-ended; err == nil || f.scripts.ran() != "" {
		b.w.t.Errorf("%v, and %q was run", err, f.scripts.ran())
	}
	return left
}

// declines has a farmer decline in 20 s, and see deals open 5 s after acceptBy.
func declines(work *compute.Farmer) { work.Decline, work.Opening = 20*time.Second, 5*time.Second }

// S-9.2-4, SETTLEMENT rule 3, M12: the least time to decline that terms may leave is enough to decline, and less is refused, also where the
// work is due sooner.
func TestLeastTimeToDecline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const least = 45 * time.Second
		w := newWorld(t)
		b := w.buyerOf(100, func(b *compute.Buyer) { b.Start = least })
		hasty := w.buyerOf(101, func(b *compute.Buyer) { b.Start = least - time.Millisecond })
		f, line := w.keyed(1, b, hasty)
		f.edit = append(f.edit, declines)
		line.set(true)
		if left := b.declinesIn(f, b.encrypted("copy in")); left < 20*time.Second {
			t.Errorf("it gives up %s before the work may not be declined any more", left)
		}
		hasty.ends(f, hasty.encrypted("copy in"), "may be declined")
		soon := b.encrypted("copy in")
		asked := sow(t, soon)
		asked.DeliverByMs = time.Now().Add(40 * time.Second).UnixMilli()
		if _, err := compute.Run(t.Context(), b.client, b.buyer, soon, asked, hiring(1, f), nil); err == nil || !strings.Contains(err.Error(), "may be declined") {
			t.Errorf("work that is due before it may be declined: %v", err)
		}
	})
}

// S-9.2-4, M12: a key that comes in the last moment is no use: inputs that are not decrypted by then are declined.
func TestDecryptingIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		b := w.buyerOf(100, func(b *compute.Buyer) { b.Start = 45 * time.Second })
		job := b.encrypted("copy in")
		f := w.farm(1, declines, func(work *compute.Farmer) { work.Keys = lastMoment{&disclosure.Ring{Notes: b.journal}} })
		if left := b.declinesIn(f, job); left < 20*time.Second {
			t.Errorf("it gives up %s before the work may not be declined any more", left)
		}
		if left := readable(t, f.farmer.Dir); len(left) > 0 {
			t.Errorf("left: %v", left)
		}
	})
}

// lastMoment gives keys when they are not waited for any longer.
type lastMoment struct{ compute.Keys }

func (k lastMoment) Key(ctx context.Context, v *protocol.View, commitment [32]byte) (cipher.Key, error) {
	<-ctx.Done()
	return k.Keys.Key(context.WithoutCancel(ctx), v, commitment)
}
