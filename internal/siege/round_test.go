package siege

import (
	"cmp"
	"context"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"
)

// round is a window of each kind.
type round struct {
	sent                     order // to the farmer
	peace, feint, war, decoy window
	storm, played            report  // of the war and of the feint
	took                     tallies // sessions that the farmer accepted in war
	there                    report  // of the storm of the decoy
	used                     time.Duration
}

func (r round) inPeace() time.Duration { return percentile(r.peace.took, 99) }
func (r round) inFeint() time.Duration { return percentile(r.feint.took, 99) }
func (r round) inWar() time.Duration   { return percentile(r.war.took, 99) }
func (r round) beyondPeace() float64   { return ratio(r.inWar(), r.inPeace()) }
func (r round) beyondLoad() float64    { return ratio(r.inWar(), max(r.inPeace(), r.inFeint())) }
func (r round) load() float64          { return ratio(r.inFeint(), r.inPeace()) }

func (r round) ofStorm() time.Duration { return r.storm.CPU }
func (r round) ofFeint() time.Duration { return r.played.CPU }

// arrived are the streams of each kind that the horde knows to be taken, and the farmer to be sessions. Garbage comes to no session,
// and the stranger does not hear of it.
func (r round) arrived() (all tallies) {
	for kind, n := range r.storm.Arrived {
		if all[kind] = n; kind != garbage {
			all[kind] = min(n, r.took[kind])
		}
	}
	all[resumes] = r.took[resumes]
	return all
}

// own reports whether the machine was the test's own: what else runs on it decides how long negotiations take, and the feint stands for
// the horde alone.
func (r round) own() bool { return max(r.peace.others, r.feint.others, r.war.others) <= alone }

// stormed notes what a storm of the decoy costs it.
func (r *round) stormed(t *testing.T, decoy *child, storm func() report) {
	t.Helper()
	before := used(t, decoy)
	r.there = storm()
	r.used = used(t, decoy) - before
}

// window is what was measured in some time of honest trade.
type window struct {
	took []time.Duration // each negotiation
	cpu  time.Duration   // of this process
	most uint64          // bytes that this process had at any time

	others float64 // processors that were busy with other programs than this test
}

// trade has four requesters negotiate at a leisurely pace until over.
func (m *market) trade(t *testing.T, over <-chan time.Time) (w window) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var mu sync.Mutex
	var group sync.WaitGroup
	paced := func(do func() error, took *[]time.Duration) {
		for pace := time.NewTicker(10 * time.Millisecond); ; {
			select {
			case <-ctx.Done():
				pace.Stop()
				return
			case <-pace.C:
			}
			began := time.Now()
			err := do()
			mu.Lock()
			*took = append(*took, time.Since(began))
			mu.Unlock()
			if err != nil {
				t.Errorf("an honest negotiation: %v", err)
				return
			}
		}
	}
	used := cpu()
	for range 4 {
		group.Go(func() { paced(func() error { return m.hire(t.Context()) }, &w.took) })
	}
	group.Go(func() { paced(func() error { w.most = max(w.most, memory()); return nil }, new([]time.Duration)) })
	<-over
	cancel()
	group.Wait()
	w.cpu = cpu() - used
	return w
}

func ratio(a, b time.Duration) float64 { return float64(a) / float64(max(b, 1)) }

// middle is that of all rounds.
func middle[T cmp.Ordered](all []round, of func(round) T) T {
	sorted := make([]T, 0, len(all))
	for _, r := range all {
		sorted = append(sorted, of(r))
	}
	slices.Sort(sorted)
	return sorted[len(sorted)/2]
}

// sum is the most memory, how many negotiations there were, and what each cost in peace.
func sum(all []round) (most uint64, honest int, each time.Duration) {
	var peace time.Duration
	inPeace := 0
	for _, r := range all {
		most = max(most, r.peace.most, r.feint.most, r.war.most, r.decoy.most)
		peace += r.peace.cpu
		inPeace += len(r.peace.took)
		honest += len(r.peace.took) + len(r.feint.took) + len(r.war.took) + len(r.decoy.took)
	}
	return most, honest, peace / time.Duration(max(inPeace, 1))
}

// costs is what each stream cost the decoy that arrived there: it served nobody else, and for those that did not arrive nothing is
// taken off.
func costs(all []round) (stream time.Duration, arrived int) {
	for _, r := range all {
		for _, n := range r.there.Arrived {
			arrived += n
		}
		stream += r.used
	}
	return stream / time.Duration(max(arrived, 1)), arrived
}

// rest is what a process has when nothing goes on in it.
type rest struct {
	live       uint64 // bytes of the heap
	goroutines int
}

// settle waits until ended, and returns what is left.
func settle(t *testing.T, ended func() bool) rest {
	t.Helper()
	timeout := time.After(2 * time.Minute)
	for look := time.NewTicker(50 * time.Millisecond); !ended(); {
		select {
		case <-look.C:
		case <-timeout:
			stacks := make([]byte, 1<<16)
			t.Fatalf("it does not end; %d goroutines:\n%s", runtime.NumGoroutine(), stacks[:runtime.Stack(stacks, true)])
		}
	}
	debug.FreeOSMemory()
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	return rest{live[0].Value.Uint64(), runtime.NumGoroutine()}
}

// memory is what the process has of the system's.
func memory() uint64 {
	s := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64() - s[1].Value.Uint64()
}

// cpu is what this process has used.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
