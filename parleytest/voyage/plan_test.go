package voyage

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"time"
)

// What a voyage is made of.
const (
	service    = "voyage/1"
	hosts      = 20
	requesters = 8 // the last of them
	hires      = 8 // of each requester
	partitions = 5
	deaths     = 8

	mostUnits = 3
	perUnit   = 15 * time.Second // at most
	longest   = mostUnits * perUnit

	lasting = 10 * time.Minute
	rough   = 7 * time.Minute // then faults stop
)

// plan is all that a seed fixes: the weather, faults and when each happens, and who asks whom for what and when.
type plan struct {
	seed   uint64
	worst  float64 // loss of the worst link
	events []event
}

// event is something that happens at an instant of the voyage.
type event struct {
	at   time.Duration
	what string
	do   func(*fleet)
}

// order is what somebody asks for.
type order struct {
	nonce      [32]byte
	farmers    []int // none: those that discovery finds
	n, reserve int
	units      uint64
	within     time.Duration
	patience   time.Duration
}

// between is a time from a to b.
func between(r *rand.Rand, a, b time.Duration) time.Duration {
	return a + time.Duration(r.Int64N(int64(b-a)))
}

func draw(seed uint64) *plan {
	r := rand.New(rand.NewPCG(seed, 0))
	p := &plan{seed: seed, worst: 0.2 * r.Float64()}
	if seed%4 == 0 {
		p.worst = 0.2
	}
	for range partitions - 1 {
		p.part(r, between(r, 20*time.Second, rough))
	}
	p.part(r, between(r, rough-30*time.Second, rough-5*time.Second)) // and what was agreed before goes on after
	for range deaths {
		p.death(r)
	}
	for i := hosts - requesters; i < hosts; i++ {
		for n := range hires {
			at := between(r, 5*time.Second, rough-10*time.Second)
			if n%4 == 0 { // what is due after faults have stopped has no excuse
				at = between(r, rough-time.Minute, rough-10*time.Second)
			}
			p.order(r, i, at)
		}
	}
	slices.SortStableFunc(p.events, func(a, b event) int { return cmp.Compare(a.at, b.at) })
	return p
}

// part splits the network for a while. One that begins meanwhile takes its place, and heals it too.
func (p *plan) part(r *rand.Rand, at time.Duration) {
	heals := min(at+between(r, 2*time.Second, 80*time.Second), rough)
	var far [hosts]bool
	var names []string
	for _, i := range r.Perm(hosts)[:1+r.IntN(hosts/2)] {
		far[i] = true
		names = append(names, fmt.Sprint(i))
	}
	side := func(a netip.Addr) bool { return far[a.As4()[2]] }
	apart := func(a, b netip.Addr) bool { return side(a) != side(b) }
	p.add(at, fmt.Sprintf("cut off %s for %s", strings.Join(names, " "), heals-at), func(f *fleet) {
		f.sea.Part(apart)
		f.trouble(time.Now(), time.Now().Add(heals-at), apart)
	})
	p.add(heals, "heal", func(f *fleet) { f.sea.Part(nil) })
}

// death ends a host's process, one way or the other, and starts another later.
func (p *plan) death(r *rand.Rand) {
	at := between(r, 10*time.Second, rough)
	back := min(at+between(r, 3*time.Second, 40*time.Second), rough)
	i, killed := r.IntN(hosts), r.IntN(3) > 0
	p.add(at, fmt.Sprintf("end %d, killed: %v", i, killed), func(f *fleet) { f.work.Go(func() { f.hosts[i].cycle(killed, back-at) }) })
}

func (p *plan) order(r *rand.Rand, i int, at time.Duration) {
	o := order{
		n: 1 + r.IntN(2), reserve: r.IntN(3) - 1, units: 1 + r.Uint64N(mostUnits),
		within: between(r, 120*time.Second, 180*time.Second), patience: between(r, 3*time.Second, 20*time.Second),
	}
	for j := range o.nonce {
		o.nonce[j] = byte(r.Uint32())
	}
	if r.IntN(4) > 0 {
		o.farmers = r.Perm(hosts - requesters)[:2+r.IntN(3)]
	}
	p.add(at, fmt.Sprintf("%d hires %d of %v for %d units in %s", i, o.n, o.farmers, o.units, o.within), func(f *fleet) { f.hosts[i].hire(o) })
}

func (p *plan) add(at time.Duration, what string, do func(*fleet)) {
	p.events = append(p.events, event{at, what, do})
}

func (p *plan) String() string {
	var s strings.Builder
	fmt.Fprintf(&s, "loss to %.0f %%\n", 100*p.worst)
	for _, e := range p.events {
		fmt.Fprintf(&s, "%7s %s\n", e.at.Round(time.Millisecond), e.what)
	}
	return s.String()
}

// Weather is that of one link.
func (p *plan) Weather(from, to netip.Addr) Weather {
	a, b := from.As4(), to.As4()
	r := rand.New(rand.NewPCG(p.seed, pack(a)<<32|pack(b)))
	latency := between(r, 2*time.Millisecond, 120*time.Millisecond)
	return Weather{Loss: p.worst * r.Float64(), Repeat: 0.02 * r.Float64(), Latency: latency, Jitter: latency / 2}
}
