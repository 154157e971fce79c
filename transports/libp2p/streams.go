package libp2p

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/protocol"
	"github.com/libp2p/go-libp2p/core/sec"
	"github.com/libp2p/go-libp2p/p2p/net/swarm"
	"github.com/multiformats/go-multistream"

	ma "github.com/multiformats/go-multiaddr"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/transports"
)

// opening is a link under way, for which several dials may wait.
type opening struct {
	done   chan struct{}
	link   *transports.Link
	err    error
	gaveUp bool // by who opened it, whose context had ended
}

// namedFor is how long an address is kept that was named or found. It is none of libp2p's own times: whatever has one of those
// it forgets when some connection of the peer ends, even the address where it is being dialed.
const namedFor = 3 * time.Minute

// Dial opens a session with the peer, on the stream that the two already share if there is one. Addresses are multiaddrs,
// with or without the peer's ID; a peer of which none is known is looked for in the DHT.
func (h *Host) Dial(ctx context.Context, key messages.Key, addrs ...string) (transports.Stream, error) {
	s, err := h.dial(ctx, key, addrs)
	if err != nil {
		return nil, fmt.Errorf("dial %s: %w", key.Short(), err)
	}
	return s, nil
}

func (h *Host) dial(ctx context.Context, key messages.Key, addrs []string) (transports.Stream, error) {
	if link := h.live(key); link != nil && ctx.Err() == nil {
		if s, err := link.Open(); err == nil {
			return s, nil
		}
	}
	id, err := PeerID(key)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %w", transports.ErrPeer, err)
	case key == h.key:
		return nil, fmt.Errorf("%w: a peer cannot talk to itself", transports.ErrPeer)
	case ctx.Err() != nil:
		return nil, fmt.Errorf("%w: %w", transports.ErrUnreachable, context.Cause(ctx))
	}
	if until := h.gate.until(id); !until.IsZero() {
		return nil, barred(until)
	}
	where, err := parseFor(id, addrs)
	if err != nil {
		return nil, err
	}
	if len(where) > 0 {
		h.host.Peerstore().AddAddrs(id, where, namedFor)
		h.forgetFailures(id)
	}
	for range 2 { // once more if the link ended meanwhile
		link, err := h.link(ctx, id, key)
		if errors.Is(err, transports.ErrUnreachable) && h.moved(ctx, id) {
			link, err = h.link(ctx, id, key)
		}
		if err != nil {
			return nil, err
		}
		if s, err := link.Open(); err == nil {
			return s, nil
		}
	}
	return nil, fmt.Errorf("%w: the connection broke at once; try again", transports.ErrUnreachable)
}

// moved asks the DHT where a peer is that does not answer where it was, and reports whether it knows another place.
func (h *Host) moved(ctx context.Context, id peer.ID) bool {
	if ctx.Err() != nil || h.dht.RoutingTable().Size() == 0 {
		return false
	}
	before := h.host.Peerstore().Addrs(id)
	info, err := h.dht.FindPeer(ctx, id)
	if err != nil {
		return false
	}
	fresh := slices.DeleteFunc(info.Addrs, func(a ma.Multiaddr) bool { return slices.ContainsFunc(before, a.Equal) })
	if len(fresh) == 0 {
		return false
	}
	h.host.Peerstore().ClearAddrs(id)
	h.host.Peerstore().AddAddrs(id, fresh, namedFor)
	h.forgetFailures(id)
	return true
}

// forgetFailures lets libp2p dial where it failed a moment ago: who names an address wants it tried, and hear why it fails.
func (h *Host) forgetFailures(id peer.ID) {
	if s, ok := h.host.Network().(*swarm.Swarm); ok {
		s.Backoff().Clear(id)
	}
}

func barred(until time.Time) error {
	return fmt.Errorf("%w: it misbehaved, and is refused until %s", transports.ErrBarred, until.Format(time.TimeOnly))
}

// link returns the link shared with the peer, opening it if there is none. Dials at the same time open one together.
func (h *Host) link(ctx context.Context, id peer.ID, key messages.Key) (*transports.Link, error) {
	for {
		if l := h.live(key); l != nil {
			return l, nil
		}
		h.mu.Lock()
		o := h.opens[key]
		if o == nil {
			o = &opening{done: make(chan struct{})}
			h.opens[key] = o
			h.mu.Unlock()
			o.link, o.err = h.open(ctx, id, key)
			o.gaveUp = o.err != nil && ctx.Err() != nil
			h.mu.Lock()
			delete(h.opens, key)
			h.mu.Unlock()
			close(o.done)
			return o.link, o.err
		}
		h.mu.Unlock()
		select {
		case <-o.done:
			if !o.gaveUp { // another's context is no reason for this one to give up
				return o.link, o.err
			}
		case <-ctx.Done():
			return nil, fmt.Errorf("%w: %w", transports.ErrUnreachable, context.Cause(ctx))
		}
	}
}

// live is the youngest link with the peer that has not ended, or nil.
func (h *Host) live(key messages.Key) *transports.Link {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, l := range slices.Backward(h.links[key]) {
		if l.Err() == nil {
			return l
		}
	}
	return nil
}

// open opens a libp2p stream and makes a link of it. The connection that libp2p still believes in may be one that the peer
// has left; then a new one is made.
func (h *Host) open(ctx context.Context, id peer.ID, key messages.Key) (*transports.Link, error) {
	if err := h.locate(ctx, id); err != nil {
		return nil, err
	}
	for retried := false; ; retried = true {
		before := h.host.Network().ConnsToPeer(id)
		s, err := h.host.NewStream(network.WithAllowLimitedConn(ctx, service), id, Protocol)
		if err != nil {
			if !retried && ctx.Err() == nil && slices.ContainsFunc(before, network.Conn.IsClosed) {
				continue
			}
			return nil, h.explain(ctx, id, err)
		}
		if err = h.welcome(ctx, s); err == nil {
			return h.serve(s, key, true)
		}
		s.Reset()
		if !retried && ctx.Err() == nil && !refused(err) {
			s.Conn().Close()
			continue
		}
		return nil, h.explain(ctx, id, err)
	}
}

// welcomed is what the side that accepts a stream says first. It shows that the connection lives and that the stream is
// taken, before anything is promised to who dials.
const welcomed = 1

// welcome waits for it.
func (h *Host) welcome(ctx context.Context, s network.Stream) error {
	timeout := cmp.Or(h.config.Limits.Handshake, 10*time.Second)
	ctx, cancel := context.WithTimeoutCause(ctx, timeout, fmt.Errorf("%w: no answer in %v", errRefused, timeout))
	defer cancel()
	defer context.AfterFunc(ctx, func() { s.Reset() })()
	var b [1]byte
	if _, err := io.ReadFull(s, b[:]); err != nil {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		return err
	}
	if b[0] != welcomed {
		return fmt.Errorf("%w: it answers in another version of %s", errRefused, Protocol)
	}
	return nil
}

var errRefused = errors.New("stream refused")

// refused says that the peer lives and does not want the stream.
func refused(err error) bool {
	if e, ok := errors.AsType[*network.StreamError](err); ok && e.Remote {
		return true
	}
	_, unsupported := errors.AsType[multistream.ErrNotSupported[protocol.ID]](err)
	return unsupported || errors.Is(err, errRefused)
}

// locate asks the DHT for a peer of which no address is known.
func (h *Host) locate(ctx context.Context, id peer.ID) error {
	if h.host.Network().Connectedness(id) == network.Connected || len(h.host.Peerstore().Addrs(id)) > 0 {
		return nil
	}
	if h.dht.RoutingTable().Size() == 0 {
		return fmt.Errorf("%w: no address is known, and no peer that could be asked; name its address, or a bootstrap peer", transports.ErrUnreachable)
	}
	info, err := h.dht.FindPeer(ctx, id)
	if err != nil {
		return fmt.Errorf("%w: no address is known, and the DHT has none: %w; is the peer running?", transports.ErrUnreachable, err)
	}
	h.host.Peerstore().AddAddrs(id, info.Addrs, namedFor)
	return nil
}

// handle serves a stream that a peer opened.
func (h *Host) handle(s network.Stream) {
	key, err := KeyOf(s.Conn().RemotePeer())
	if err == nil && key == h.key {
		err = transports.ErrPeer
	}
	if err == nil {
		s.SetWriteDeadline(time.Now().Add(farewell))
		if _, err = s.Write([]byte{welcomed}); err == nil {
			s.SetWriteDeadline(time.Time{})
			_, err = h.serve(s, key, false)
		}
	}
	if err != nil {
		h.logger.Debug("stream refused", "peer", s.Conn().RemotePeer(), "err", err)
		s.Reset()
	}
}

// serve makes a link of a stream and keeps it while it lives.
func (h *Host) serve(s network.Stream, key messages.Key, initiator bool) (*transports.Link, error) {
	if err := s.Scope().SetService(service); err != nil {
		s.Reset()
		return nil, fmt.Errorf("%w: %w", transports.ErrBusy, err)
	}
	id, meter := s.Conn().RemotePeer(), h.meters.of(key)
	h.mu.Lock()
	defer h.mu.Unlock()
	select {
	case <-h.closed:
		s.Reset()
		return nil, transports.ErrClosed
	default:
	}
	h.count++
	tag := fmt.Sprintf("%s %d", service, h.count)
	connections, hasSessions := h.host.ConnManager(), new(atomic.Bool)
	link := transports.NewLink(newMetered(s, meter.bytes), transports.LinkConfig{
		Peer:      key,
		Initiator: initiator,
		Limits:    h.config.Limits,
		Budget:    h.budget,
		Accept:    func(s transports.Stream) bool { return meter.sessions.Allow() && h.enqueue(s) },
		Busy: func(busy bool) {
			hasSessions.Store(busy)
			if busy {
				connections.Protect(id, tag)
			} else {
				connections.Unprotect(id, tag)
			}
		},
		Bar:   func(d time.Duration) { h.Bar(key, d) },
		Ended: func(l *transports.Link) { h.forget(key, l) },
	})
	h.links[key] = append(h.links[key], link)
	if initiator {
		h.watching.Go(func() { h.watch(s.Conn(), link, hasSessions) })
	}
	return link, nil
}

func (h *Host) enqueue(s transports.Stream) bool {
	select {
	case h.incoming <- s:
		return true
	default:
		return false
	}
}

// forget drops a link that has ended.
func (h *Host) forget(key messages.Key, l *transports.Link) {
	h.mu.Lock()
	defer h.mu.Unlock()
	rest := slices.DeleteFunc(h.links[key], func(other *transports.Link) bool { return other == l })
	if len(rest) == 0 {
		delete(h.links, key)
	} else {
		h.links[key] = rest
	}
	h.logger.Debug("connection ended", "peer", key, "why", l.Err())
}

// shutdownLinks ends every link; no new one begins, since closed is closed.
func (h *Host) shutdownLinks() {
	ctx, cancel := context.WithTimeout(context.Background(), farewell)
	defer cancel()
	var work sync.WaitGroup
	h.mu.Lock()
	for _, links := range h.links {
		for _, l := range links {
			work.Go(func() { l.Shutdown(ctx) })
		}
	}
	h.mu.Unlock()
	work.Wait()
}

// explain says what libp2p's error means and what may help.
func (h *Host) explain(ctx context.Context, id peer.ID, err error) error {
	if until := h.gate.until(id); !until.IsZero() {
		return barred(until)
	}
	if _, ok := errors.AsType[sec.ErrPeerIDMismatch](err); ok {
		return fmt.Errorf("%w: %w: another peer has that address", transports.ErrPeer, err)
	}
	if _, ok := errors.AsType[multistream.ErrNotSupported[protocol.ID]](err); ok {
		return fmt.Errorf("%w: %w: it does not speak %s", transports.ErrUnreachable, err, Protocol)
	}
	if e, ok := errors.AsType[*network.StreamError](err); ok && e.Remote {
		if e.ErrorCode == network.StreamResourceLimitExceeded || e.ErrorCode == network.StreamRateLimited {
			return fmt.Errorf("%w: %w: it serves too many now, try again later", transports.ErrBusy, err)
		}
		return fmt.Errorf("%w: %w: it refuses to talk; it may keep this peer out, or be about to end", transports.ErrUnreachable, err)
	}
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("%w: %w", transports.ErrUnreachable, context.Cause(ctx))
	case errors.Is(err, network.ErrResourceLimitExceeded):
		return fmt.Errorf("%w: %w: this side has too many connections or streams open", transports.ErrBusy, err)
	case errors.Is(err, errRefused):
		return fmt.Errorf("%w: %w", transports.ErrUnreachable, err)
	case errors.Is(err, swarm.ErrNoAddresses), errors.Is(err, swarm.ErrNoGoodAddresses):
		return fmt.Errorf("%w: %w: no address of it can be used from here", transports.ErrUnreachable, err)
	}
	return fmt.Errorf("%w: %w: check that it runs, its address and this machine's network", transports.ErrUnreachable, err)
}
