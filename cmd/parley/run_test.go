package main

import (
	"testing"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/services/deals"
)

// On a chain with few blocks a run that says nothing is due when a farmer takes it; what somebody has said stays.
func TestDueWhereBlocksAreFew(t *testing.T) { // THREATS 4, chain reorganization
	const usual = 10 * time.Minute
	for _, depth := range []uint64{1, 8, 12, 32} {
		n := &node.Node{Market: &market.Market{Chain: &market.Chain{Depth: depth}}, Slot: 12 * time.Second}
		f := runFlags{deliverIn: usual}
		f.leaveTime(n)
		if work := f.deliverIn - deals.Soonest(n.Slot, depth); work < usual {
			t.Errorf("%d blocks deep: due in %s, of which %s are left for the work", depth, f.deliverIn, work)
		}
		said := runFlags{deliverIn: usual, dated: true}
		if said.leaveTime(n); said.deliverIn != usual {
			t.Errorf("%d blocks deep: due in %s where %s was said", depth, said.deliverIn, usual)
		}
		n.Slot = 0
		at := runFlags{deliverIn: usual}
		if at.leaveTime(n); at.deliverIn != usual {
			t.Errorf("where nobody waits for a block: due in %s", at.deliverIn)
		}
	}
}
