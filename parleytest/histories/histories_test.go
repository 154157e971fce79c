package histories_test

import (
	"flag"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/parleytest/histories"
	"github.com/parley-p2p/parley/parleytest/settlement"
)

var (
	seeds = flag.Uint64("histories", 6, "how many histories to make")
	first = flag.Uint64("histories.first", 0, "the seed of the first")
)

// operations of clients in each history; its blocks are some more.
const operations = 200

func deploy(t *testing.T) *settlement.Machine {
	t.Helper()
	m, err := settlement.Deploy(settlement.Shipped(), histories.Rules)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// play makes a history in virtual time.
func play(t *testing.T, deployed *settlement.Machine, seed uint64, flaw histories.Flaw) (h *histories.History) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		var err error
		if h, err = histories.Play(t.Context(), deployed, seed, operations, flaw); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
	})
	return h
}

// long is more than any check takes on any machine.
const long = 5 * time.Minute

// THREATS, figure H.
func TestHistories(t *testing.T) {
	deployed := deploy(t)
	did, faults, all := make(map[string]int), make(map[string]int), 0
	for seed := *first; seed < *first+*seeds; seed++ {
		h := play(t, deployed, seed, 0)
		if err := h.Check(long); err != nil {
			t.Fatalf("seed %d (go test ./parleytest/histories -run TestHistories -histories 1 -histories.first %d): %v", seed, seed, err)
		}
		for what, n := range h.Did {
			did[what] += n
			all += n
		}
		for what, n := range h.Faults {
			faults[what] += n
		}
	}
	for _, what := range slices.Sorted(maps.Keys(did)) {
		t.Logf("%s: %d", what, did[what])
	}
	for _, what := range []string{"open mined", "submit mined", "deposit mined", "withdraw mined", "progress shows"} {
		if did[what] < int(*seeds)/2 {
			t.Errorf("%d histories have %q only %d times: they are not what they were", *seeds, what, did[what])
		}
	}
	for _, what := range []string{"claim mined", "settle mined", "dispute mined", "expire mined", "cancel mined", "split mined", "open refused"} {
		if *seeds >= 250 && did[what] == 0 {
			t.Errorf("%d histories have %q never: they are not what they were", *seeds, what)
		}
	}
	var suffered []string
	for _, what := range histories.Faults() {
		if *seeds >= 6 && faults[what] == 0 {
			t.Errorf("%d histories have nothing %q: they are not what they were", *seeds, what)
		}
		suffered = append(suffered, fmt.Sprintf("%s: %d", what, faults[what]))
	}
	t.Logf("%d histories of %d operations, %d operations and blocks in all, all linearizable; %s", *seeds, operations, all, strings.Join(suffered, ", "))
}

// Clients that answer before it is so, show what was, or forget what they have signed are found.
func TestAPlantedFlawIsFound(t *testing.T) {
	deployed := deploy(t)
	for name, flaw := range map[string]histories.Flaw{"answers before it is durable": histories.Hasty, "a stale read": histories.Stale, "signs twice": histories.Forgetful} {
		t.Run(name, func(t *testing.T) {
			const most = 200 // one in eight shows what a stale read shows
			for seed := range uint64(most) {
				if err := play(t, deployed, seed, flaw).Check(long); err != nil {
					t.Logf("found by seed %d: %v", seed, err)
					return
				}
			}
			t.Errorf("not found in %d histories", most)
		})
	}
}
