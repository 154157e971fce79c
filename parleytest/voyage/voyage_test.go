package voyage

import (
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
)

var (
	voyages = flag.Uint64("voyages", 2, "how many voyages to make")
	first   = flag.Uint64("voyages.first", 0, "the seed of the first")
)

// THREATS A2; M15, DESIGN 4.3: twenty hosts with whole engines over real libp2p, for ten minutes of virtual time each. Work is
// done in every voyage and every kind of fault befalls them, or they prove nothing.
func TestVoyages(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	var mu sync.Mutex
	seen := make(map[string]int)
	t.Run("seed", func(t *testing.T) {
		for seed := *first; seed < *first+*voyages; seed++ {
			t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
				t.Parallel()
				f := sail(t, seed)
				if f.failure != "" {
					t.Errorf("seed %d: %s\nagain, as far as a seed goes: go test -count=1 -run '^TestVoyages$' ./parleytest/voyage -voyages 1 -voyages.first %d\n%s", seed, f.failure, seed, f.plan)
				}
				mu.Lock()
				defer mu.Unlock()
				for what, n := range f.log.seen {
					seen[what] += n
				}
			})
		}
	})
	for _, what := range []string{"lost", "parted", "repeated", "killed", "stopped", "settles", "in Delivered", "owed alike"} {
		if seen[what] == 0 && *voyages > 1 {
			t.Errorf("%d voyages saw %q never: they are not what they were", *voyages, what)
		}
	}
	t.Logf("%d voyages of %d hosts for %s each: %d deals agreed, %d settled, %d ended by time; %v", *voyages, hosts, lasting, seen["agreed"], seen["in Settled"], seen["late"], seen)
}

// sail makes a voyage in a bubble of its own, of which the fleet may be changed before. What still runs when it is over fails it.
func sail(t *testing.T, seed uint64, change ...func(*fleet)) (f *fleet) {
	t.Helper()
	defer func() {
		if p := recover(); p != nil {
			fmt.Fprintf(os.Stderr, "seed %d: %v\n", seed, p)
			panic(p)
		}
	}()
	synctest.Test(t, func(t *testing.T) {
		f = newFleet(seed)
		for _, c := range change {
			c(f)
		}
		f.sail()
	})
	return f
}

// A disk that says it has synced and has not is found.
func TestVoyagesFindAHastyDisk(t *testing.T) {
	for seed := range uint64(5) {
		if f := sail(t, seed, func(f *fleet) { f.hasty = true }); f.failure != "" {
			t.Log(f.failure)
			return
		}
	}
	t.Error("5 voyages do not find it")
}
