package libp2p

import (
	"net/netip"
	"sync"

	ma "github.com/multiformats/go-multiaddr"
	manet "github.com/multiformats/go-multiaddr/net"
	"golang.org/x/time/rate"

	"github.com/parley-p2p/parley/internal/landlord"
)

// How many handshakes barred peers are given of one address: so many at once, and so many a second.
const (
	knocksAtOnce    = 16
	knocksPerSecond = 1
)

// maxKnockers bounds the memory for addresses; beyond it one that has all its handshakes left is forgotten, or else any.
const maxKnockers = 1 << 12

// knocks bounds what barred peers cost at the door. Who comes is known only after the handshake, which is most of what a peer
// can cost that is let in no further; so where barred peers have used up the handshakes of their address, nobody from there is
// given one until there are some left. libp2p bounds the connections of an address too, whoever's they are and more tightly,
// but not on this machine.
type knocks struct {
	mu   sync.Mutex
	from map[netip.Prefix]*rate.Limiter // addresses from which barred peers came
}

// note counts the handshake of a barred peer.
func (k *knocks) note(remote ma.Multiaddr) {
	from, ok := landlordOf(remote)
	if !ok {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	left := k.from[from]
	if left == nil {
		if k.from == nil {
			k.from = make(map[netip.Prefix]*rate.Limiter)
		}
		if len(k.from) >= maxKnockers {
			k.makeRoom()
		}
		left = rate.NewLimiter(knocksPerSecond, knocksAtOnce)
		k.from[from] = left
	}
	left.Reserve() // those that were under way at once are owed
}

// makeRoom forgets addresses that have all their handshakes left, or else any; mu is held.
func (k *knocks) makeRoom() {
	for from, left := range k.from {
		if left.Tokens() >= knocksAtOnce {
			delete(k.from, from)
		}
	}
	for from := range k.from {
		if len(k.from) < maxKnockers {
			break
		}
		delete(k.from, from)
	}
}

// open says that a handshake is left for who comes from there.
func (k *knocks) open(remote ma.Multiaddr) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.from) == 0 {
		return true
	}
	from, ok := landlordOf(remote)
	left := k.from[from]
	return !ok || left == nil || left.Tokens() >= 1
}

// landlordOf is who owns the address. There is none for who comes by a relay.
func landlordOf(remote ma.Multiaddr) (netip.Prefix, bool) {
	if remote == nil {
		return netip.Prefix{}, false
	}
	if _, err := remote.ValueForProtocol(ma.P_CIRCUIT); err == nil {
		return netip.Prefix{}, false
	}
	ip, err := manet.ToIP(remote)
	if err != nil {
		return netip.Prefix{}, false
	}
	addr, ok := netip.AddrFromSlice(ip)
	if !ok {
		return netip.Prefix{}, false
	}
	return landlord.Of(addr), true
}
