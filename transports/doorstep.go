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

// maxHandshakes is how many connections may be proving their keys or waiting for Accept; more wait in the kernel.
const maxHandshakes = 512

// leastStay is what every connection has to prove its key, whoever waits: a burst of honest ones waits its turn.
const leastStay = 250 * time.Millisecond

// doorstep shares out the places of those who have come and not yet proved their keys. Whoever says nothing would have one for
// Limits.Handshake, and could then come again. So where all are taken, the address that has most of them gives up the one that it has had for
// longest, whoever comes next: an address whose connections say nothing costs its own.
type doorstep struct {
	mu    sync.Mutex
	here  map[netip.Prefix][]*visitor // who has not proved a key, by where they come from, the first to come first
	taken int                         // places, those of who has proved a key and waits for Accept included
	left  chan struct{}               // capacity one: a place is free
}

// visitor is a connection that has a place.
type visitor struct {
	from    netip.Prefix
	since   time.Time
	evict   context.CancelFunc
	evicted bool // its place is another's
}

func newDoorstep() *doorstep {
	return &doorstep{here: make(map[netip.Prefix][]*visitor), left: make(chan struct{}, 1)}
}

// enter waits for a place, which leave gives back. The context that it returns ends when the visitor must make room.
func (d *doorstep) enter(ctx context.Context, remote net.Addr) (context.Context, *visitor, error) {
	from := landlordOf(remote)
	for {
		d.mu.Lock()
		wait := d.makeRoom()
		if wait <= 0 {
			v := &visitor{from: from, since: time.Now()}
			ctx, v.evict = context.WithCancel(ctx)
			d.here[from] = append(d.here[from], v)
			d.taken++
			d.mu.Unlock()
			return ctx, v, nil
		}
		d.mu.Unlock()
		select {
		case <-d.left:
		case <-time.After(wait):
		case <-ctx.Done():
			return nil, nil, context.Cause(ctx)
		}
	}
}

// makeRoom says how long to wait for a place at most, zero if there is one. mu is held.
func (d *doorstep) makeRoom() time.Duration {
	if d.taken < maxHandshakes {
		return 0
	}
	var most []*visitor
	for _, here := range d.here {
		if len(here) > len(most) || len(here) == len(most) && here[0].since.Before(most[0].since) {
			most = here
		}
	}
	if len(most) == 0 {
		return time.Hour // all wait for Accept
	}
	if wait := leastStay - time.Since(most[0].since); wait > 0 {
		return wait
	}
	v := most[0]
	d.remove(v)
	d.taken--
	v.evicted = true
	v.evict()
	return 0
}

// remove forgets who has proved a key, or has no place any more; mu is held.
func (d *doorstep) remove(v *visitor) {
	here := d.here[v.from]
	if i := slices.Index(here, v); i >= 0 {
		here = slices.Delete(here, i, i+1)
	}
	if d.here[v.from] = here; len(here) == 0 {
		delete(d.here, v.from)
	}
}

// proved says that the visitor has proved its key and keeps its place; false if that is another's already.
func (d *doorstep) proved(v *visitor) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.remove(v)
	return !v.evicted
}

func (d *doorstep) leave(v *visitor) {
	v.evict() // releases its context
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.remove(v); !v.evicted {
		d.taken--
		notify(d.left)
	}
}

// landlordOf is who owns the address; those that have no IP address have one.
func landlordOf(remote net.Addr) netip.Prefix {
	at, ok := remote.(interface{ AddrPort() netip.AddrPort })
	if !ok {
		return netip.Prefix{}
	}
	return landlord.Of(at.AddrPort().Addr())
}
