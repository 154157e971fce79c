package transports_test

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/parleytest/transporttest"
	"github.com/parley-p2p/parley/transports"
)

// street is a listener whose callers say where they come from.
type street struct {
	calls chan net.Conn
	gone  chan struct{}
	close sync.Once
	far   time.Duration // from a call to its first word
}

func newStreet() *street {
	return &street{calls: make(chan net.Conn, 8192), gone: make(chan struct{})}
}

func (s *street) Accept() (net.Conn, error) {
	select {
	case c := <-s.calls:
		return c, nil
	case <-s.gone:
		return nil, net.ErrClosed
	}
}

func (s *street) Addr() net.Addr { return caller{}.RemoteAddr() }
func (s *street) Close() error   { s.close.Do(func() { close(s.gone) }); return nil }

type caller struct {
	net.Conn
	from netip.Addr
}

func (c caller) RemoteAddr() net.Addr { return net.TCPAddrFromAddrPort(netip.AddrPortFrom(c.from, 7)) }

// call comes from an address and waits to be let in.
func (s *street) call(from string) net.Conn {
	a, b := net.Pipe()
	s.calls <- caller{b, netip.MustParseAddr(from)}
	return a
}

// hold keeps a place for as long as it is left to, and comes again for as long as ctx lasts.
func (s *street) hold(ctx context.Context, from string, says string) {
	for ctx.Err() == nil {
		conn := s.call(from)
		stop := context.AfterFunc(ctx, func() { conn.Close() })
		conn.Write([]byte(says))
		conn.Read(make([]byte, 1))
		stop()
		conn.Close()
	}
}

// open is a listener whose streams are all accepted.
func open(t *testing.T) (*street, func()) {
	s := newStreet()
	l, err := transports.Listen(s, transporttest.Signer(1), transports.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	var work sync.WaitGroup
	work.Go(func() {
		for {
			stream, err := l.Accept(t.Context())
			if err != nil {
				return
			}
			work.Go(func() { stream.Receive(t.Context()); stream.Reset() })
		}
	})
	return s, func() { l.Close(); work.Wait() }
}

// dial says in how much time who comes from an address has proved its key.
func (s *street) dial(ctx context.Context, from string) (time.Duration, error) {
	start := time.Now()
	d := &transports.NetDialer{Signer: transporttest.Signer(2), DialContext: func(context.Context, string, string) (net.Conn, error) {
		conn := s.call(from)
		time.Sleep(s.far)
		return conn, nil
	}}
	stream, err := d.Dial(ctx, transporttest.Key(1), "farmer")
	if err == nil {
		stream.Reset()
	}
	return time.Since(start), err
}

// THREATS 2, idle connections: whoever fills the places for handshakes with connections that say nothing, or greet and say no more, and comes
// again at once, keeps nobody out who comes from elsewhere, nor from its own address, and takes no place of those who were there.
func TestMuteAddress(t *testing.T) {
	for name, flood := range map[string]struct{ from, says string }{
		"an address":        {"192.0.2.1", ""},
		"who has greeted":   {"192.0.2.1", "parley/frame/1\r\n"},
		"a network of IPv6": {"2001:db8:0:%x::1", ""},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, end := open(t)
				defer end()
				ctx, cancel := context.WithCancel(t.Context())
				var mute sync.WaitGroup
				defer mute.Wait()
				defer cancel()
				for i := range 1000 {
					from := strings.Replace(flood.from, "%x", string("0123456789abcdef"[i%16]), 1)
					mute.Go(func() { s.hold(ctx, from, flood.says) })
				}
				time.Sleep(3 * time.Second)
				for _, from := range []string{"192.0.2.2", "::ffff:192.0.2.3", "2001:db8:1::1", strings.Replace(flood.from, "%x", "0", 1)} {
					if took, err := s.dial(ctx, from); err != nil || took > 2*time.Second {
						t.Errorf("from %s: %v, after %v", from, err, took)
					}
				}
				start := time.Now()
				s.call("192.0.2.4").Read(make([]byte, 1))
				if took := time.Since(start); took < 10*time.Second {
					t.Errorf("who is slow, and of an address that has little, was given %v", took)
				}
			})
		})
	}
}

// Many addresses that say nothing have a place each, and give it up in turn: who comes from elsewhere waits for that, and so do they.
func TestMuteAddresses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, end := open(t)
		defer end()
		ctx, cancel := context.WithCancel(t.Context())
		var mute sync.WaitGroup
		defer mute.Wait()
		defer cancel()
		for i := range 1000 {
			mute.Go(func() { s.hold(ctx, of(i), "") })
		}
		time.Sleep(3 * time.Second)
		for i := range 10 {
			if took, err := s.dial(ctx, of(5000+i)); err != nil || took > 5*time.Second {
				t.Errorf("%v, after %v", err, took)
			}
		}
	})
}

// Of those who wait, too, an address has no more than others leave it: what it has beyond is turned away at once, whatever comes from elsewhere
// waits no longer for that, and nobody of those in wait for their turn loses it.
func TestTurnedAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, end := open(t)
		defer end()
		s.far = 300 * time.Millisecond
		var away atomic.Int32
		var flood sync.WaitGroup
		defer flood.Wait()
		conns := make([]net.Conn, 1700)
		for i := range conns {
			conns[i] = s.call("192.0.2.1")
			flood.Go(func() {
				conns[i].Read(make([]byte, 1))
				away.Add(1)
			})
		}
		time.Sleep(time.Millisecond)
		if got := away.Load(); got != 1700-512-1024 {
			t.Errorf("%d were turned away at once, of 1700", got)
		}
		for i := range 10 {
			if took, err := s.dial(t.Context(), of(i)); err != nil || took > time.Second {
				t.Errorf("from elsewhere: %v, after %v", err, took)
			}
		}
		if _, err := s.dial(t.Context(), "192.0.2.1"); err != nil {
			t.Error("the last to come of that address:", err)
		}
		for _, c := range conns {
			c.Close()
		}
	})
}

// Honest callers that come all at once, from wherever and however far away, wait for their turn: none is put out for another.
func TestBurst(t *testing.T) {
	for name, c := range map[string]struct {
		from    func(i int) string
		far     time.Duration
		callers int
	}{
		"one address":    {func(int) string { return "192.0.2.1" }, time.Second, 1200},
		"many, near":     {of, 100 * time.Millisecond, 1200},
		"many":           {of, 300 * time.Millisecond, 1200},
		"many, far away": {of, time.Second, 1200},
		"pairs":          {func(i int) string { return of(i / 2) }, 300 * time.Millisecond, 1200},
		"some":           {func(i int) string { return of(i % 100) }, 300 * time.Millisecond, 1200},
		"more than wait": {of, 300 * time.Millisecond, 2500},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, end := open(t)
				defer end()
				s.far = c.far
				var burst sync.WaitGroup
				for i := range c.callers {
					burst.Go(func() {
						if _, err := s.dial(t.Context(), c.from(i)); err != nil {
							t.Error(err)
						}
					})
				}
				burst.Wait()
			})
		})
	}
}

func of(i int) string { return netip.AddrFrom4([4]byte{10, 0, byte(i >> 8), byte(i)}).String() }

// Whose time was over before the peer had proved its key is told that, and not that somebody else is there.
func TestDialInTooLittleTime(t *testing.T) {
	for name, c := range map[string]struct {
		given time.Duration
		want  []error
		says  string
	}{
		"the caller's":  {time.Second, []error{transports.ErrUnreachable, transports.ErrSlow, context.DeadlineExceeded}, "try again"},
		"a handshake's": {time.Minute, []error{transports.ErrUnreachable, transports.ErrSlow}, "in 10s"},
		"given up":      {0, []error{transports.ErrUnreachable, context.Canceled}, "given up"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStreet() // where nobody accepts
				ctx, cancel := context.WithCancel(t.Context())
				if c.given > 0 {
					ctx, cancel = context.WithTimeout(t.Context(), c.given)
				}
				defer cancel()
				if c.given == 0 {
					time.AfterFunc(time.Second, cancel)
				}
				_, err := s.dial(ctx, "192.0.2.1")
				for _, want := range c.want {
					if !errors.Is(err, want) {
						t.Errorf("%v, want %v", err, want)
					}
				}
				if errors.Is(err, transports.ErrPeer) || !strings.Contains(err.Error(), c.says) {
					t.Errorf("%v, want %q and not %v", err, c.says, transports.ErrPeer)
				}
			})
		})
	}
}

// Who is put out before the peer has proved its key may try again, and is not told that somebody else is there.
func TestDialThatIsHungUpOn(t *testing.T) {
	for name, says := range map[string]string{"at once": "", "in its greeting": "parley/fra", "after it": "parley/frame/1\r\n"} {
		t.Run(name, func(t *testing.T) {
			s := newStreet()
			go func() {
				conn := <-s.calls
				conn.Read(make([]byte, 1024))
				conn.Write([]byte(says))
				conn.Close()
			}()
			_, err := s.dial(t.Context(), "192.0.2.1")
			if !errors.Is(err, transports.ErrUnreachable) || errors.Is(err, transports.ErrPeer) || !strings.Contains(err.Error(), "try again") {
				t.Errorf("%v, want %v and what to do", err, transports.ErrUnreachable)
			}
		})
	}
}
