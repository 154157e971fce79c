package transports

import (
	"context"
	"crypto"
	"crypto/sha256"
	"crypto/tls"
	"errors"
	"fmt"
	"io"

	"github.com/parley-p2p/parley/messages"
)

// Framing says how [Frame] uses its carrier. Exactly one of both sides sets Initiator.
type Framing struct {
	// Initiator is the side that speaks first, usually the one that dialed.
	Initiator bool

	// Peer is who must be on the other side; zero takes anybody who proves a key.
	Peer messages.Key

	// Proved means that the carrier has proved that Peer is on the other side, as libp2p's do; no challenge is exchanged.
	// Both sides must agree on it.
	Proved bool

	// Binding names the encrypted channel that the carrier is, with bytes that both of its ends and nobody else can
	// know; the proofs are good for that channel only. For a *tls.Conn it is taken from the connection (RFC 5705). Without
	// it, somebody who sits on an unencrypted wire can read what passes and cut it off; it still cannot pretend to be
	// either side in an envelope, each of which is signed.
	Binding []byte

	// Limits bound what the peer may cost.
	Limits Limits
}

// Frame makes a Stream of a duplex of bytes: it proves both peers' keys to each other by a signed challenge, unless
// Framing.Proved, and then carries frames. The signer must hold an Ed25519 key; with Proved it may be nil.
//
// The carrier belongs to the stream from now on, also when Frame fails: its Close is called once and must unblock Read
// and Write. If it has a CloseWrite method, as sockets do, that is used too. Writes and reads may be of any size. The
// context bounds the exchange of proofs only.
func Frame(ctx context.Context, carrier io.ReadWriteCloser, self crypto.Signer, f Framing) (Stream, error) {
	peer, err := f.prove(ctx, carrier, self)
	if err != nil {
		carrier.Close()
		return nil, err
	}
	l := newLink(carrier, LinkConfig{Peer: peer, Initiator: f.Initiator, Limits: f.Limits})
	return l.only(), nil
}

// only begins the one session of a link that ends with it.
func (l *Link) only() Stream {
	l.single = true
	s := l.add(1)
	if l.config.Initiator {
		l.next += 2
	} else {
		l.expected += 2
		l.theirs++
	}
	l.start()
	return s
}

func (f Framing) prove(ctx context.Context, carrier io.ReadWriteCloser, self crypto.Signer) (messages.Key, error) {
	if f.Proved {
		if f.Peer.IsZero() {
			return messages.Key{}, errors.New("frame: Proved is set without Peer: say who the carrier proved")
		}
		return f.Peer, nil
	}
	key, err := messages.PublicKey(self)
	if err != nil {
		return messages.Key{}, fmt.Errorf("frame: %w", err)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, f.Limits.withDefaults().Handshake,
		fmt.Errorf("%w: it did not prove its key in %v", ErrSlow, f.Limits.withDefaults().Handshake))
	defer cancel()
	stop := context.AfterFunc(ctx, func() { carrier.Close() })
	p := &prover{carrier: carrier, self: self, key: key, want: f.Peer}
	peer, err := messages.Key{}, error(nil)
	if p.binding, err = f.binding(ctx, carrier); err == nil {
		if f.Initiator {
			peer, err = p.initiate()
		} else {
			peer, err = p.accept()
		}
	}
	if !stop() {
		return messages.Key{}, fmt.Errorf("frame: %w", unproved(ctx))
	}
	if err != nil {
		return messages.Key{}, fmt.Errorf("frame: %w", err)
	}
	return peer, nil
}

// unproved says of a peer whose time is over that it had too little: who it is is not known.
func unproved(ctx context.Context) error {
	switch cause := context.Cause(ctx); {
	case errors.Is(cause, ErrSlow):
		return cause
	case errors.Is(cause, context.DeadlineExceeded):
		return fmt.Errorf("%w: the time given was over before it had proved its key; it may have too much to do, so try again, "+
			"or check the address: %w", ErrSlow, cause)
	default:
		return fmt.Errorf("given up before the peer had proved its key: %w", cause)
	}
}

// binding is the hash of what names the channel, or of nothing.
func (f Framing) binding(ctx context.Context, carrier io.ReadWriteCloser) ([32]byte, error) {
	b := f.Binding
	if c, ok := carrier.(*tls.Conn); ok && b == nil {
		if err := c.HandshakeContext(ctx); err != nil {
			return [32]byte{}, fmt.Errorf("%w: %w", ErrPeer, err)
		}
		state := c.ConnectionState()
		exported, err := state.ExportKeyingMaterial("EXPORTER-parley-frame-1", nil, 32)
		if err != nil {
			return [32]byte{}, fmt.Errorf("%w: bind to the TLS connection: %w", ErrPeer, err)
		}
		b = exported
	}
	return sha256.Sum256(b), nil
}
