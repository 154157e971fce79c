package libp2p

import (
	"context"
	"errors"
	"sync"

	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/protocol"
	"github.com/libp2p/go-libp2p/p2p/protocol/ping"
	"github.com/multiformats/go-multistream"
)

// suspicions asks a peer's older connections for a sign of life when it makes a new one. A process that was killed says no
// farewell over QUIC, and libp2p opens streams on the connection that has most: what is meant for the process begun anew
// would go to the dead one until it times out, half a minute later.
type suspicions struct {
	host    *Host
	mu      sync.Mutex
	pending map[string]bool // connections that are being asked, by ID
}

func (s *suspicions) notifiee() *network.NotifyBundle {
	return &network.NotifyBundle{ConnectedF: func(_ network.Network, c network.Conn) { s.connected(c) }}
}

// connected begins to ask. It does not wait for the answers.
func (s *suspicions) connected(fresh network.Conn) {
	h := s.host
	h.mu.Lock() // so that Close waits for what begins here
	defer h.mu.Unlock()
	select {
	case <-h.closed:
		return
	default:
	}
	h.watching.Go(func() {
		for _, c := range h.host.Network().ConnsToPeer(fresh.RemotePeer()) {
			if c.ID() != fresh.ID() && s.begin(c) {
				h.answers(c)
				s.end(c)
			}
		}
	})
}

func (s *suspicions) begin(c network.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.pending[c.ID()] {
		return false
	}
	s.pending[c.ID()] = true
	return true
}

func (s *suspicions) end(c network.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.pending, c.ID())
}

// answers reports whether the peer says anything on a connection, which is closed if it does not.
func (h *Host) answers(c network.Conn) bool {
	if err := h.sign(c); !errors.Is(err, errSilent) {
		return true
	}
	h.logger.Debug("a connection is dead", "peer", c.RemotePeer(), "connection", c.ID())
	_ = c.CloseWithError(network.ConnGarbageCollected)
	return false
}

// sign waits for any answer on this very connection; that the peer does not know the question is one too.
func (h *Host) sign(c network.Conn) error {
	ctx, cancel := context.WithTimeoutCause(context.Background(), pingTimeout, errSilent)
	defer cancel()
	ended := make(chan struct{})
	defer close(ended)
	go func() {
		select {
		case <-h.closed:
			cancel()
		case <-ended:
		}
	}()
	s, err := c.NewStream(network.WithAllowLimitedConn(ctx, "ping"))
	if err != nil {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		return err
	}
	defer s.Reset()
	defer context.AfterFunc(ctx, func() { s.Reset() })()
	err = multistream.SelectProtoOrFail[protocol.ID](ping.ID, s)
	if err != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}
