package libp2p

import (
	"fmt"
	"net/netip"
	"sync"

	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/protocol"
	ma "github.com/multiformats/go-multiaddr"
)

// doorstep shares out the places of those who have come and not yet said who they are. Whoever says nothing has one for 15
// seconds, libp2p's time for a handshake, and may then come again; so no address has more than half of the places, and those of
// other addresses get in whatever one does. libp2p bounds the connections of an address to eight, but not on this machine. It shares out
// the places of streams of which nobody has said what they are about, too: those by peer.
type doorstep struct {
	network.ResourceManager
	handshakes *places[netip.Prefix] // under way, by where they come from
	unnamed    *places[peer.ID]      // streams whose protocol was not said, by whose they are
}

// maxUnnamed is how many streams a peer may have opened at once without saying of any what it is about, for which libp2p leaves it 10
// seconds: it bounds those of all peers together, and a hundred that say nothing would fill that.
const maxUnnamed = 8

// places are shared out, so many to each.
type places[K comparable] struct {
	most int

	mu   sync.Mutex
	here map[K]int
}

func newPlaces[K comparable](most int) *places[K] {
	return &places[K]{most: most, here: make(map[K]int)}
}

// enter takes a place, which leave gives back, however often it is called; it reports false where k has as many as it may have.
func (p *places[K]) enter(k K) (leave func(), ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.here[k] >= p.most {
		return nil, false
	}
	p.here[k]++
	return sync.OnceFunc(func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.here[k]--; p.here[k] == 0 {
			delete(p.here, k)
		}
	}), true
}

func (d *doorstep) OpenConnection(dir network.Direction, usefd bool, remote ma.Multiaddr) (network.ConnManagementScope, error) {
	from, known := landlordOf(remote)
	if dir != network.DirInbound || !known {
		return d.ResourceManager.OpenConnection(dir, usefd, remote)
	}
	leave, ok := d.handshakes.enter(from)
	if !ok {
		return nil, fmt.Errorf("%w: %d handshakes with %s are under way", network.ErrResourceLimitExceeded, d.handshakes.most, from)
	}
	scope, err := d.ResourceManager.OpenConnection(dir, usefd, remote)
	if err != nil {
		leave()
		return nil, err
	}
	return &visitor{scope, leave}, nil
}

func (d *doorstep) OpenStream(p peer.ID, dir network.Direction) (network.StreamManagementScope, error) {
	if dir != network.DirInbound {
		return d.ResourceManager.OpenStream(p, dir)
	}
	named, ok := d.unnamed.enter(p)
	if !ok {
		return nil, fmt.Errorf("%w: %d streams of peer %s are about nothing yet", network.ErrResourceLimitExceeded, d.unnamed.most, p)
	}
	scope, err := d.ResourceManager.OpenStream(p, dir)
	if err != nil {
		named()
		return nil, err
	}
	return &errand{scope, named}, nil
}

// visitor is a connection, which leaves the doorstep when it is known whose it is, and when it ends.
type visitor struct {
	network.ConnManagementScope
	leave func()
}

func (c *visitor) SetPeer(p peer.ID) error {
	err := c.ConnManagementScope.SetPeer(p)
	if err == nil {
		c.leave()
	}
	return err
}

func (c *visitor) Done() {
	c.ConnManagementScope.Done()
	c.leave()
}

// errand is a stream, which is no longer unnamed when its protocol is known, and when it ends.
type errand struct {
	network.StreamManagementScope
	named func()
}

func (e *errand) SetProtocol(id protocol.ID) error {
	err := e.StreamManagementScope.SetProtocol(id)
	if err == nil {
		e.named()
	}
	return err
}

func (e *errand) Done() {
	e.StreamManagementScope.Done()
	e.named()
}
