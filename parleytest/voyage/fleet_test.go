package voyage

import (
	"fmt"
	"net/netip"
	"slices"
	"sync"
	"time"

	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
)

// fleet is one voyage: its hosts, and what was seen of them.
type fleet struct {
	plan  *plan
	world parleytest.World
	sea   *Network
	hosts []*host
	log   *log
	began time.Time
	hasty bool           // disks say that they have synced and do not, for a test of this test
	work  sync.WaitGroup // what cycles hosts

	mu       sync.Mutex
	failure  string
	troubles []trouble
}

// trouble kept some hosts from each other for a while.
type trouble struct {
	from, to time.Time
	apart    func(a, b netip.Addr) bool
}

func (f *fleet) trouble(from, to time.Time, apart func(a, b netip.Addr) bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.troubles = append(f.troubles, trouble{from, to, apart})
}

// date is when something was due, how long before that trouble may keep it from being done in time, and how long after that it may
// still be under way.
type date struct {
	at            time.Time
	before, after time.Duration
}

// excused reports whether trouble may be why two hosts did not finish by a date what they had agreed.
func (f *fleet) excused(a, b *host, due ...date) bool {
	return slices.ContainsFunc(f.troubles, func(t trouble) bool {
		return t.apart(a.at, b.at) && slices.ContainsFunc(due, func(d date) bool {
			return t.to.After(d.at.Add(-d.before)) && t.from.Before(d.at.Add(d.after))
		})
	})
}

func newFleet(seed uint64) *fleet {
	p := draw(seed)
	f := &fleet{plan: p, log: newLog(), sea: NewNetwork(seed, p.Weather)}
	for i := range hosts {
		role := protocol.Farmer
		if i >= hosts-requesters {
			role = protocol.Requester
		}
		f.hosts = append(f.hosts, f.launch(i, role))
	}
	return f
}

// fail notes the first thing that must not be.
func (f *fleet) fail(format string, args ...any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.failure == "" {
		f.failure = fmt.Sprintf(format, args...)
	}
}

// sail plays the plan; it is called in a bubble.
func (f *fleet) sail() {
	f.began = time.Now()
	for _, h := range f.hosts {
		h.start()
		h.join()
	}
	for _, e := range f.plan.events {
		time.Sleep(e.at - time.Since(f.began))
		e.do(f)
	}
	time.Sleep(rough - time.Since(f.began))
	f.work.Wait()
	f.sea.Calm()
	time.Sleep(lasting - time.Since(f.began))
	for _, h := range f.hosts {
		for _, v := range h.sessions() {
			f.fail("%s after faults stopped %s is still in %s with %v", lasting-rough, v.Session.Short(), v.Phase, h)
		}
	}
	for _, h := range f.hosts {
		f.work.Go(func() { h.end(false) })
	}
	f.work.Wait()
	f.check()
	f.count()
}

// leastSettled is how many deals a voyage settles at least, of 64 hirings.
const leastSettled = 20

// count adds what befell the network to what was seen.
func (f *fleet) count() {
	n := f.sea.Count()
	f.log.mu.Lock()
	defer f.log.mu.Unlock()
	f.log.seen["packets"], f.log.seen["lost"], f.log.seen["parted"], f.log.seen["repeated"] = n.Sent, n.Lost, n.Parted, n.Repeated
	if settled := f.log.seen["in Settled"]; settled < leastSettled {
		f.fail("%d deals are settled, which is next to nothing: %v", settled, f.log.seen)
	}
}
