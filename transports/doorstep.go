package transports

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"sync"
	"time"

	"github.com/parley-p2p/parley/internal/landlord"
)

const (
	// maxHandshakes is how many connections may be proving their keys, or have proved them and wait for Accept.
	maxHandshakes = 512
	// maxWaiting is how many more may wait for their turn; nothing of theirs is read.
	maxWaiting = 1024
	// filesPart is one part in how many of the files that the process may have open all of them are at most: the chain, the journal and those
	// who have proved their keys need the others.
	filesPart = 4
)

// How long who has a place keeps it while others wait.
const (
	// fairStay is far more than an honest handshake takes.
	fairStay = 2 * time.Second
	// leastStay is for an address that has more than manyPlaces more than the one whose turn it is.
	leastStay  = 250 * time.Millisecond
	manyPlaces = 8
)

// doorstep shares out the places of those who have come and not yet proved their keys. Whoever says nothing would have one for
// Limits.Handshake, and could then come again. So where all are taken it is the turn of the address that has fewest, and the one that
// has most gives up the place that it has had for longest: an address whose connections say nothing costs its own, and honest ones that come
// all at once wait for their turn.
type doorstep struct {
	places, waits int // how many there are of them

	mu      sync.Mutex
	here    map[netip.Prefix]*household // that have anybody here
	taken   int                         // places, those of who has proved a key and waits for Accept included
	waiting int
	alarm   *time.Timer   // the next stay ends, and somebody waits for that
	room    chan struct{} // capacity one: one less waits
}

// household is who is here from one address, the first to come first.
type household struct{ inside, waiting []*visitor }

// visitor is a connection whose key is not known.
type visitor struct {
	from  netip.Prefix
	stage stage
	since time.Time          // of this stage
	in    chan struct{}      // closed when it has a place
	evict context.CancelFunc // ends its context
}

type stage int

const (
	stageWaiting stage = iota
	stageInside        // it has a place, and its stay may end
	stageProved        // it keeps its place
	stageGone
)

// newDoorstep has as many places as there are, or fewer where the process may have so few files open.
func newDoorstep(files uint64) *doorstep {
	all := int(max(min(files/filesPart, maxHandshakes+maxWaiting), 2))
	places := max(all*maxHandshakes/(maxHandshakes+maxWaiting), 1)
	d := &doorstep{places: places, waits: all - places, here: make(map[netip.Prefix]*household), room: make(chan struct{}, 1)}
	d.alarm = time.AfterFunc(time.Hour, d.look)
	d.alarm.Stop()
	return d
}

// come takes in who has come, and who leaves by leave. Its context ends when it has to go. Where too many wait, the last to come has to go
// of the address of which most do; if they come from different addresses, come waits, and who comes next waits in the kernel.
func (d *doorstep) come(ctx context.Context, remote net.Addr) (context.Context, *visitor, error) {
	v := &visitor{from: landlordOf(remote), since: time.Now(), in: make(chan struct{})}
	for d.mu.Lock(); d.waiting >= d.waits && !d.turnAway(); d.mu.Lock() {
		d.mu.Unlock()
		select {
		case <-d.room:
		case <-ctx.Done():
			return nil, nil, context.Cause(ctx)
		}
	}
	defer d.mu.Unlock()
	ctx, v.evict = context.WithCancel(ctx)
	h := d.here[v.from]
	if h == nil {
		h = new(household)
		d.here[v.from] = h
	}
	h.waiting = append(h.waiting, v)
	d.waiting++
	d.arrange()
	return ctx, v, nil
}

// turnAway has somebody go of an address of which several wait, and reports whether there is one. mu is held.
func (d *doorstep) turnAway() bool {
	var most []*visitor
	for _, h := range d.here {
		if len(h.waiting) > len(most) {
			most = h.waiting
		}
	}
	if len(most) < 2 {
		return false
	}
	d.remove(most[len(most)-1])
	return true
}

// look is arrange when a stay has ended.
func (d *doorstep) look() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.arrange()
}

// arrange gives places to those whose turn it is, as far as there are any. mu is held.
func (d *doorstep) arrange() {
	d.alarm.Stop()
	for d.waiting > 0 {
		next, most := d.extremes()
		if d.taken >= d.places {
			if most == nil {
				return // all have proved their keys and wait for Accept
			}
			stay := fairStay
			if len(most.inside) > len(next.inside)+manyPlaces {
				stay = leastStay
			}
			if wait := stay - time.Since(most.inside[0].since); wait > 0 {
				d.alarm.Reset(wait)
				return
			}
			d.remove(most.inside[0])
		}
		v := next.waiting[0]
		next.waiting = next.waiting[1:]
		next.inside = append(next.inside, v)
		d.waiting--
		d.taken++
		v.stage, v.since = stageInside, time.Now()
		close(v.in)
		notify(d.room)
	}
}

// extremes are the household that has fewest places of those that wait for one, and the one that has most, nil if none has; of several the
// one that has waited, or been inside, for longest. mu is held.
func (d *doorstep) extremes() (next, most *household) {
	for _, h := range d.here {
		if len(h.waiting) > 0 && (next == nil || len(h.inside) < len(next.inside) ||
			len(h.inside) == len(next.inside) && h.waiting[0].since.Before(next.waiting[0].since)) {
			next = h
		}
		if len(h.inside) > 0 && (most == nil || len(h.inside) > len(most.inside) ||
			len(h.inside) == len(most.inside) && h.inside[0].since.Before(most.inside[0].since)) {
			most = h
		}
	}
	return next, most
}

// remove has a visitor go, whatever it is at. mu is held.
func (d *doorstep) remove(v *visitor) {
	switch v.stage {
	case stageWaiting:
		d.forget(v)
		d.waiting--
		notify(d.room)
	case stageInside:
		d.forget(v)
		d.taken--
	case stageProved:
		d.taken--
	}
	v.stage = stageGone
	v.evict()
}

// forget strikes a visitor off who is here from its address. mu is held.
func (d *doorstep) forget(v *visitor) {
	h := d.here[v.from]
	is := func(other *visitor) bool { return other == v }
	h.inside, h.waiting = slices.DeleteFunc(h.inside, is), slices.DeleteFunc(h.waiting, is)
	if len(h.inside)+len(h.waiting) == 0 {
		delete(d.here, v.from)
	}
}

// keep says that the visitor has proved its key and keeps its place; false if that is another's already.
func (d *doorstep) keep(v *visitor) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if v.stage != stageInside {
		return false
	}
	d.forget(v)
	v.stage = stageProved
	return true
}

func (d *doorstep) leave(v *visitor) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.remove(v)
	d.arrange()
}

// landlordOf is who owns the address; those that have no IP address have one.
func landlordOf(remote net.Addr) netip.Prefix {
	at, ok := remote.(interface{ AddrPort() netip.AddrPort })
	if !ok {
		return netip.Prefix{}
	}
	return landlord.Of(at.AddrPort().Addr())
}
