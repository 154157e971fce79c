package requester_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
)

// kept is how many sessions a journal has.
func kept(t *testing.T, j journal.Journal) int {
	t.Helper()
	n := 0
	for _, err := range j.Sessions(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	return n
}

// DESIGN 4.4, S-3.12-1: a session that has ended stays answerable for Limits.Retention, 30 days, and is then forgotten on
// both sides; one that has not ended is not, however old its last envelope is.
func TestRetention(t *testing.T) {
	const day = 24 * time.Hour
	synctest.Test(t, func(t *testing.T) {
		var world parleytest.World
		seller := &parleytest.Seller{PerUnit: 5}
		farm, hirer := world.Node(1), world.Node(2)
		nodes := map[string]*parleytest.Node{"the requester": hirer, "the farmer": farm}
		_, farming := farm.Farm(seller, func(s *farmer.Server) { s.Bounds.Due = 60 * day })
		client, hiring := hirer.Hire(new(parleytest.Buyer))
		h := parleytest.Ask(farm)
		h.Patience = 100 * day
		// hire returns how the one work ended.
		hire := func(sow *messages.SOW) (last error) {
			for o, err := range client.Hire(t.Context(), sow, h) {
				if err != nil {
					return err
				}
				if last = o.Err; last != nil {
					return last
				}
			}
			return last
		}
		if err := hire(sow()); err != nil {
			t.Fatal(err)
		}
		// Work that misses its date 50 days on: it ends by time, when its last envelope is already older than the retention.
		sleepy(nil, seller, 60*day)
		long := sow()
		long.DeliverByMs = time.Now().Add(50 * day).UnixMilli()
		done := make(chan error, 1)
		go func() { done <- hire(long) }()
		check := func(at time.Duration, want int) {
			t.Helper()
			time.Sleep(time.Until(epoch.Add(at)))
			synctest.Wait()
			for name, node := range nodes {
				if got := kept(t, node.Journal()); got != want {
					t.Errorf("after %s %s keeps %d sessions, want %d", at, name, got, want)
				}
			}
		}
		check(29*day, 2)
		check(30*day+2*time.Hour, 1)
		check(49*day, 1)
		if err := <-done; err == nil {
			t.Error("the work that missed its date succeeded")
		}
		check(79*day, 1)
		check(80*day+2*time.Hour, 0)
		_, _ = hiring.Stop(), farming.Stop()
		for name, node := range nodes {
			node.Restart(false)
			if got := kept(t, node.Journal()); got != 0 {
				t.Errorf("started again, %s has %d sessions that it had forgotten", name, got)
			}
		}
	})
}
