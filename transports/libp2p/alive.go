package libp2p

import (
	"errors"
	"sync/atomic"
	"time"

	"github.com/libp2p/go-libp2p/core/network"

	"github.com/parley-p2p/parley/transports"
)

// A peer that loses power says nothing, and over QUIC half a minute passes until its silence is noticed. Whoever dialed
// asks now and then: often while somebody waits for a session, and seldom on a link that has none, of which there may be
// many.
const (
	pingEvery   = time.Second
	pingIdle    = 15 // times that
	pingTimeout = 4 * time.Second
)

// watch ends the connection of a link whose peer no longer answers. It returns when the link has ended.
func (h *Host) watch(c network.Conn, link *transports.Link, busy *atomic.Bool) {
	tick := time.NewTicker(pingEvery)
	defer tick.Stop()
	for quiet := 0; ; {
		select {
		case <-link.Done():
			return
		case <-tick.C:
		}
		if quiet++; quiet < pingIdle && !busy.Load() {
			continue
		}
		quiet = 0
		if !h.answers(c) {
			return
		}
	}
}

var errSilent = errors.New("no answer to a ping")
