package libp2p

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/p2p/protocol/ping"

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
		if err := h.ping(c, link); err != nil {
			h.logger.Debug("peer does not answer", "peer", c.RemotePeer(), "err", err)
			_ = c.CloseWithError(network.ConnGarbageCollected)
			return
		}
	}
}

// ping asks once, on this connection. A peer that does not know the question is alive.
func (h *Host) ping(c network.Conn, link *transports.Link) error {
	ctx, cancel := context.WithTimeoutCause(context.Background(), pingTimeout, errSilent)
	defer cancel()
	stop := make(chan struct{})
	defer close(stop)
	go func() {
		select {
		case <-link.Done():
			cancel()
		case <-stop:
		}
	}()
	answers := ping.Ping(ctx, h.host, c.RemotePeer())
	select {
	case r := <-answers:
		if errors.Is(r.Error, context.DeadlineExceeded) {
			return errSilent
		}
		return nil
	case <-ctx.Done():
		if link.Err() != nil {
			return nil
		}
		return context.Cause(ctx)
	}
}

var errSilent = errors.New("no answer to a ping")
