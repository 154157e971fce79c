package siege

import (
	"bufio"
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

const (
	span       = 1500 * time.Millisecond // of a window
	mostMemory = 256 << 20               // of this process, but for what honest deals keep
	slowdown   = 1.5                     // of the honest ones' p99, by the clock
	burden     = 3                       // honest negotiations whose CPU a hostile stream may cost
)

// THREATS 2, R39, H11: thousands of streams that are slow, oversized, garbage, half-open or badly signed, from 100
// identities against one farmer. Every honest negotiation meanwhile succeeds; a hostile stream costs the farmer no more than
// a few honest ones; memory is bounded and comes back; nobody's bad signature spoils the batch of another. At full size,
// with the machine to itself, honest negotiations also take no longer than in the peace before each window of war: who
// shares two cores with others measures these by the clock.
func TestHostilePeers(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	streams, rounds := 2_500, 5
	full := os.Getenv("PARLEY_FULL") != ""
	if full {
		streams, rounds = 10_000, 10
	}
	var refused tally
	m := open(t, seller{brief: true}, buyer{}, refused.note)
	unleash := raise(t, fmt.Sprintf("%s/p2p/%s", m.farm.Addrs()[0], m.farm.Libp2p().ID()))
	m.trade(t, time.After(span)) // connections, caches
	quiet := func() bool { return len(m.server.Sessions())+len(m.client.Sessions()) == 0 }
	first := settle(t, quiet)
	deals := uint64(len(m.trade(t, time.After(span)).took))
	before := settle(t, quiet)
	kept := (before.live - min(before.live, first.live)) / max(deals, 1) // the journals are in memory

	var wars []war
	for len(wars) < rounds || full && slower(wars) > slowdown && len(wars) < 3*rounds { // what a busy machine does by chance evens out
		peace := m.trade(t, time.After(span))
		over := unleash(streams / rounds)
		wars = append(wars, war{peace, m.trade(t, over)})
	}
	unleash(0) // it goes home
	after := settle(t, func() bool { return quiet() && runtime.NumGoroutine() <= before.goroutines+10 })

	most, honest, each, stream := sum(wars, streams/rounds)
	t.Logf("%d hostile streams, %d honest negotiations; p99 %v in peace, %v in war, %.2f of what the machine's load explains", len(wars)*streams/rounds,
		honest, middle(wars, func(w war) time.Duration { return percentile(w.peace.took, 99) }),
		middle(wars, func(w war) time.Duration { return percentile(w.war.took, 99) }), slower(wars))
	t.Logf("CPU: %v a negotiation of both parties, %v more for each hostile stream; memory: %d MiB at most; live: %d KiB before, %d after, %d bytes kept a deal; refused: %v",
		each, stream, most>>20, before.live>>10, after.live>>10, kept, refused.codes)
	if stream > burden*each {
		t.Errorf("a hostile stream costs the farmer %v, at most %d negotiations of %v", stream, burden, each)
	}
	if s := slower(wars); full && s > slowdown {
		t.Errorf("honest negotiations are %.2f times slower in war, at most %.1f", s, slowdown)
	}
	if room := 2 * uint64(honest) * kept; most > mostMemory+room { // the collector takes as much again
		t.Errorf("%d MiB, at most %d and %d for what honest deals keep", most>>20, mostMemory>>20, room>>20)
	}
	if explained := before.live + uint64(honest)*kept*5/4; after.live > explained+8<<20 {
		t.Errorf("%d MiB are left, %d of them from honest deals", after.live>>20, explained>>20)
	}
	// Whoever signs badly is barred: no more comes of it than what was under way.
	if bad, under := refused.codes[protocol.BadSignature], identities/len(attacks)*atOnce*spoiled; bad == 0 || bad > under || refused.honest > 0 {
		t.Errorf("%d bad signatures were heard, want 1 to %d; %d honest envelopes were refused", bad, under, refused.honest)
	}
}

// tally counts what the farmer refuses.
type tally struct {
	mu     sync.Mutex
	codes  map[protocol.Code]int
	honest int
}

func (c *tally) note(v *protocol.View, err error) {
	if err == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.codes == nil {
		c.codes = make(map[protocol.Code]int)
	}
	c.codes[protocol.CodeOf(err)]++
	if v.Requester == honest {
		c.honest++
	}
}

// honest is the requester that means well.
var honest, _ = messages.PublicKey(key(2))

// raise starts the horde. What it returns sends it on so many streams in a window, and closes the channel when they are over.
func raise(t *testing.T, addr string) func(streams int) <-chan time.Time {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), hordeVariable+"="+addr)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	return func(streams int) <-chan time.Time {
		over := make(chan time.Time)
		if streams == 0 {
			in.Close()
			if err := cmd.Wait(); err != nil {
				t.Errorf("the horde: %v", err)
			}
			return nil
		}
		if _, err := fmt.Fprintln(in, streams, int64(span)); err != nil {
			t.Fatal(err)
		}
		go func() {
			defer close(over)
			if !lines.Scan() || lines.Text() != "done" {
				t.Errorf("the horde says %q, %v", lines.Text(), lines.Err())
			}
		}()
		return over
	}
}

// war is a window of it, and the peace before.
type war struct{ peace, war window }

// window is what was measured in some time of honest trade.
type window struct {
	took  []time.Duration // each negotiation
	probe []time.Duration // the same piece of work, again and again: how busy the machine is, whoever keeps it so
	cpu   time.Duration   // of this process
	most  uint64          // bytes that this process had at any time
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
	group.Go(func() { paced(work, &w.probe) })
	<-over
	cancel()
	group.Wait()
	w.cpu = cpu() - used
	return w
}

// work is a fixed amount of it, as much as a negotiation is.
func work() error {
	sum := sha256.Sum256(nil)
	for range 2_000 {
		sum = sha256.Sum256(sum[:])
	}
	return nil
}

// slower is how much longer honest negotiations take in war than in peace, beyond what the load of the machine explains:
// the middle of all windows.
func slower(wars []war) float64 {
	ratios := make([]float64, 0, len(wars))
	for _, w := range wars {
		load := ratio(percentile(w.war.probe, 99), percentile(w.peace.probe, 99))
		ratios = append(ratios, ratio(percentile(w.war.took, 99), percentile(w.peace.took, 99))/max(load, 1))
	}
	slices.Sort(ratios)
	if len(ratios) == 0 {
		return 0
	}
	return ratios[len(ratios)/2]
}

func ratio(a, b time.Duration) float64 { return float64(a) / float64(max(b, 1)) }

func middle(wars []war, of func(war) time.Duration) time.Duration {
	all := make([]time.Duration, 0, len(wars))
	for _, w := range wars {
		all = append(all, of(w))
	}
	return percentile(all, 50)
}

// sum is the most memory, how many negotiations there were, what each cost, and what a hostile stream cost beside them.
func sum(wars []war, streams int) (most uint64, honest int, each, stream time.Duration) {
	var peace, war time.Duration
	inPeace, inWar := 0, 0
	for _, w := range wars {
		most = max(most, w.peace.most, w.war.most)
		peace, war = peace+w.peace.cpu, war+w.war.cpu
		inPeace, inWar = inPeace+len(w.peace.took), inWar+len(w.war.took)
	}
	each = peace / time.Duration(max(inPeace, 1))
	return most, inPeace + inWar, each, (war - each*time.Duration(inWar)) / time.Duration(streams*len(wars))
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
