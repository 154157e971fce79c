package libp2p

import (
	"fmt"
	"net/netip"
	"sync"

	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	ma "github.com/multiformats/go-multiaddr"
)

// doorstep shares out the places of those who have come and not yet said who they are. Whoever says nothing has one for 15
// seconds, libp2p's time for a handshake, and may then come again; so no address has more than half of the places, and those of
// other addresses get in whatever one does. libp2p bounds the connections of an address to eight, but not on this machine.
type doorstep struct {
	network.ResourceManager
	most int // of one address

	mu   sync.Mutex
	here map[netip.Prefix]int // handshakes under way, by where they come from
}

func (d *doorstep) OpenConnection(dir network.Direction, usefd bool, remote ma.Multiaddr) (network.ConnManagementScope, error) {
	from, known := landlord(remote)
	if dir != network.DirInbound || !known {
		return d.ResourceManager.OpenConnection(dir, usefd, remote)
	}
	if !d.enter(from) {
		return nil, fmt.Errorf("%w: %d handshakes with %s are under way", network.ErrResourceLimitExceeded, d.most, from)
	}
	leave := sync.OnceFunc(func() { d.leave(from) })
	scope, err := d.ResourceManager.OpenConnection(dir, usefd, remote)
	if err != nil {
		leave()
		return nil, err
	}
	return &visitor{scope, leave}, nil
}

func (d *doorstep) enter(from netip.Prefix) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.here[from] >= d.most {
		return false
	}
	d.here[from]++
	return true
}

func (d *doorstep) leave(from netip.Prefix) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.here[from]--; d.here[from] == 0 {
		delete(d.here, from)
	}
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
