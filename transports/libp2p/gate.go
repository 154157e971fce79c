package libp2p

import (
	"sync"
	"time"

	"github.com/libp2p/go-libp2p/core/connmgr"
	"github.com/libp2p/go-libp2p/core/control"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	ma "github.com/multiformats/go-multiaddr"
)

// maxBarred bounds the memory for barred peers; beyond it the one whose bar ends first is let in.
const maxBarred = 1 << 16

// gate keeps barred peers out, before anything is spent on them but some handshakes.
type gate struct {
	knocks knocks
	mu     sync.Mutex
	barred map[peer.ID]time.Time // until when
}

var _ connmgr.ConnectionGater = (*gate)(nil)

// bar keeps p out for d; a longer bar stays.
func (g *gate) bar(p peer.ID, d time.Duration) {
	now := time.Now()
	until := now.Add(d)
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.barred == nil {
		g.barred = make(map[peer.ID]time.Time)
	}
	if len(g.barred) >= maxBarred {
		g.makeRoom(now)
	}
	if until.After(g.barred[p]) {
		g.barred[p] = until
	}
}

// makeRoom forgets bars that are over, or else the one that is over first.
func (g *gate) makeRoom(now time.Time) {
	var first peer.ID
	for p, until := range g.barred {
		if !until.After(now) {
			delete(g.barred, p)
		} else if first == "" || until.Before(g.barred[first]) {
			first = p
		}
	}
	if len(g.barred) >= maxBarred {
		delete(g.barred, first)
	}
}

// until says when p's bar ends; zero if there is none.
func (g *gate) until(p peer.ID) time.Time {
	g.mu.Lock()
	defer g.mu.Unlock()
	until, ok := g.barred[p]
	if ok && !until.After(time.Now()) {
		delete(g.barred, p)
		return time.Time{}
	}
	return until
}

func (g *gate) InterceptPeerDial(p peer.ID) bool                                { return g.until(p).IsZero() }
func (g *gate) InterceptAddrDial(peer.ID, ma.Multiaddr) bool                    { return true }
func (g *gate) InterceptUpgraded(network.Conn) (bool, control.DisconnectReason) { return true, 0 }

func (g *gate) InterceptAccept(c network.ConnMultiaddrs) bool {
	return g.knocks.open(c.RemoteMultiaddr())
}

func (g *gate) InterceptSecured(d network.Direction, p peer.ID, c network.ConnMultiaddrs) bool {
	if g.until(p).IsZero() {
		return true
	}
	if d == network.DirInbound {
		g.knocks.note(c.RemoteMultiaddr())
	}
	return false
}
