package transports

import (
	"context"
	"crypto"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"syscall"
	"time"

	"github.com/parley-p2p/parley/messages"
)

// NetDialer dials peers at network addresses, one connection a stream, and frames the connection. Nothing is encrypted;
// what is signed stays signed. For more, dial by DialContext what encrypts, such as tls.Dialer.
type NetDialer struct {
	// Signer proves this side's key.
	Signer crypto.Signer

	// Network is "tcp" if empty, or what DialContext takes.
	Network string

	// DialContext opens a connection; that of a net.Dialer if nil.
	DialContext func(ctx context.Context, network, addr string) (net.Conn, error)

	// Limits bound what a peer may cost.
	Limits Limits
}

// Dial tries the addresses ("host:port") one after the other until the peer proves its key at one.
func (d *NetDialer) Dial(ctx context.Context, peer messages.Key, addrs ...string) (Stream, error) {
	if len(addrs) == 0 {
		return nil, fmt.Errorf("dial %s: %w: no address is known; give one as host:port", peer.Short(), ErrUnreachable)
	}
	var failures []error
	for _, addr := range addrs {
		s, err := d.dial(ctx, peer, addr)
		if err == nil {
			return s, nil
		}
		failures = append(failures, fmt.Errorf("dial %s at %s: %w", peer.Short(), addr, err))
		if ctx.Err() != nil {
			break
		}
	}
	return nil, errors.Join(failures...)
}

func (d *NetDialer) dial(ctx context.Context, peer messages.Key, addr string) (Stream, error) {
	dial, network := d.DialContext, d.Network
	if dial == nil {
		dial = new(net.Dialer).DialContext
	}
	if network == "" {
		network = "tcp"
	}
	conn, err := dial(ctx, network, addr)
	if err != nil {
		return nil, unreachable(ctx, err)
	}
	s, err := Frame(ctx, conn, d.Signer, Framing{Initiator: true, Peer: peer, Limits: d.Limits})
	switch {
	case err == nil:
	case hungUp(err): // who it is nobody knows
		return nil, fmt.Errorf("%w: it ended the connection before it had proved its key (%v); it may have too much to do, so try again, or "+
			"check the address", ErrUnreachable, err)
	case errors.Is(err, ErrSlow), ctx.Err() != nil && !errors.Is(err, ErrPeer):
		return nil, fmt.Errorf("%w: %w", ErrUnreachable, err)
	}
	return s, err
}

// hungUp reports whether the other side has ended the connection.
func hungUp(err error) bool {
	for _, end := range []error{io.EOF, io.ErrUnexpectedEOF, io.ErrClosedPipe, syscall.ECONNRESET, syscall.EPIPE} {
		if errors.Is(err, end) {
			return true
		}
	}
	return false
}

// unreachable says what a failed dial means and what may help.
func unreachable(ctx context.Context, err error) error {
	var remedy string
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("%w: %w", ErrUnreachable, context.Cause(ctx))
	case errors.Is(err, syscall.ECONNREFUSED):
		remedy = "nothing listens there; check the port and that the peer runs"
	case errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH):
		remedy = "there is no route; check this machine's network and the address"
	case isTimeout(err):
		remedy = "no answer; check the address and firewalls"
	default:
		return fmt.Errorf("%w: %w", ErrUnreachable, err)
	}
	return fmt.Errorf("%w: %w: %s", ErrUnreachable, err, remedy)
}

func isTimeout(err error) bool {
	e, ok := errors.AsType[net.Error](err)
	return ok && e.Timeout()
}

// NetListener frames the connections that a net.Listener accepts, one stream each.
type NetListener struct {
	listener net.Listener
	self     crypto.Signer
	limits   Limits
	ready    chan Stream
	done     chan struct{}
	cancel   context.CancelFunc
	work     sync.WaitGroup
	close    sync.Once
}

// Listen serves a listener of the net package, which belongs to the NetListener from now on. The signer proves this
// side's key. Where 512 connections have not proved theirs, more wait for their turn: after 2 s, or 250 ms where an address (of IPv6: a /56)
// has many more than the one whose turn it is, one makes room, the one that has been there for longest of the address that has most. 1,024
// may wait. Where the system lets the process have few files open, both are fewer: together a quarter of those, as Linux tells them.
func Listen(ln net.Listener, self crypto.Signer, limits Limits) (*NetListener, error) {
	if _, err := messages.PublicKey(self); err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	l := &NetListener{listener: ln, self: self, limits: limits, cancel: cancel,
		ready: make(chan Stream), done: make(chan struct{})}
	l.work.Go(func() { l.serve(ctx) })
	return l, nil
}

// ListenTCP is Listen on a TCP address such as "127.0.0.1:0".
func ListenTCP(addr string, self crypto.Signer, limits Limits) (*NetListener, error) {
	ln, err := net.Listen("tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("listen: %w: another process has this port; end it, or choose another (port 0 takes a free one)", err)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return nil, fmt.Errorf("listen: %w: no interface of this machine has this address; 0.0.0.0 stands for all", err)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("listen: %w: ports below 1024 need privileges; choose a higher one", err)
	case err != nil:
		return nil, fmt.Errorf("listen: %w", err)
	}
	return Listen(ln, self, limits)
}

// Addr is where the listener listens.
func (l *NetListener) Addr() net.Addr { return l.listener.Addr() }

func (l *NetListener) serve(ctx context.Context) {
	step := newDoorstep(files())
	pause := time.Duration(0)
	for {
		conn, err := l.listener.Accept()
		if err != nil {
			// Out of files, say, or closed: done tells.
			pause = min(max(2*pause, 5*time.Millisecond), time.Second)
			select {
			case <-l.done:
				return
			case <-time.After(pause):
				continue
			}
		}
		pause = 0
		visit, v, err := step.come(ctx, conn.RemoteAddr())
		if err != nil {
			conn.Close()
			return
		}
		l.work.Go(func() {
			defer step.leave(v)
			select {
			case <-v.in:
			case <-visit.Done():
				conn.Close()
				return
			}
			s, err := Frame(visit, conn, l.self, Framing{Limits: l.limits})
			if err != nil {
				return // a peer that does not prove its key is nobody
			}
			if !step.keep(v) {
				s.Reset()
				return
			}
			select {
			case l.ready <- s:
			case <-l.done:
				s.Reset()
			}
		})
	}
}

// Accept returns the next stream whose peer has proved its key.
func (l *NetListener) Accept(ctx context.Context) (Stream, error) {
	select {
	case <-l.done:
		return nil, fmt.Errorf("accept: %w", ErrClosed)
	default:
	}
	select {
	case s := <-l.ready:
		return s, nil
	case <-l.done:
		return nil, fmt.Errorf("accept: %w", ErrClosed)
	case <-ctx.Done():
		return nil, fmt.Errorf("accept: %w", context.Cause(ctx))
	}
}

// Close stops listening and returns when every handshake under way has ended.
func (l *NetListener) Close() error {
	var err error
	l.close.Do(func() {
		close(l.done)
		l.cancel()
		err = l.listener.Close()
		l.work.Wait()
	})
	return err
}

var (
	_ Dialer   = (*NetDialer)(nil)
	_ Listener = (*NetListener)(nil)
)
