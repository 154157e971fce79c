package voyage

import (
	"container/heap"
	"net"
	"net/netip"
	"os"
	"sync"
	"time"
)

// maxQueue is how many packets may be under way to a socket, or wait in it; one more is lost, as with a full buffer.
const maxQueue = 4096

// packet is under way until an instant.
type packet struct {
	from *net.UDPAddr
	data []byte
	due  time.Time
}

// queue holds packets, that which arrives first at the front.
type queue []packet

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return q[i].due.Before(q[j].due) }
func (q queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)        { *q = append(*q, x.(packet)) }
func (q *queue) Pop() any {
	old := *q
	last := old[len(old)-1]
	old[len(old)-1] = packet{}
	*q = old[:len(old)-1]
	return last
}

// socket is one host's end of the network.
type socket struct {
	network *Network
	at      netip.AddrPort
	local   *net.UDPAddr
	dead    bool          // Network.mu guards it
	news    chan struct{} // something was put in the queue, or the deadline was moved
	closed  chan struct{}

	mu       sync.Mutex
	coming   queue
	deadline time.Time
	once     sync.Once
}

var _ net.PacketConn = (*socket)(nil)

func (s *socket) expect(p packet) {
	s.mu.Lock()
	full, first := len(s.coming) >= maxQueue, len(s.coming) == 0 || p.due.Before(s.coming[0].due)
	if !full {
		heap.Push(&s.coming, p)
	}
	s.mu.Unlock()
	if first {
		s.wake()
	}
}

func (s *socket) wake() {
	select {
	case s.news <- struct{}{}:
	default: // it is told already
	}
}

// take returns the packet that has arrived, or how long until something happens; 0 for ever.
func (s *socket) take() (p packet, wait time.Duration, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	if !s.deadline.IsZero() {
		if wait = s.deadline.Sub(now); wait <= 0 {
			return p, 0, os.ErrDeadlineExceeded
		}
	}
	if len(s.coming) == 0 {
		return p, wait, nil
	}
	first := s.coming[0].due.Sub(now)
	if first <= 0 {
		return heap.Pop(&s.coming).(packet), 0, nil
	}
	if wait == 0 || first < wait {
		wait = first
	}
	return p, wait, nil
}

// ReadFrom waits for a packet to arrive. One goroutine at a time may call it.
func (s *socket) ReadFrom(b []byte) (int, net.Addr, error) {
	for {
		if s.isClosed() {
			return 0, nil, net.ErrClosed
		}
		p, wait, err := s.take()
		if err != nil {
			return 0, nil, err
		}
		if p.from != nil {
			return copy(b, p.data), p.from, nil
		}
		s.wait(wait)
	}
}

// wait returns when something may have changed, or after d, if that is not 0.
func (s *socket) wait(d time.Duration) {
	var over <-chan time.Time
	if d > 0 {
		t := time.NewTimer(d)
		defer t.Stop()
		over = t.C
	}
	select {
	case <-over:
	case <-s.news:
	case <-s.closed:
	}
}

func (s *socket) isClosed() bool {
	select {
	case <-s.closed:
		return true
	default:
		return false
	}
}

func (s *socket) WriteTo(b []byte, to net.Addr) (int, error) {
	if s.isClosed() {
		return 0, net.ErrClosed
	}
	at := to.(*net.UDPAddr).AddrPort()
	s.network.send(s, b, netip.AddrPortFrom(at.Addr().Unmap(), at.Port()))
	return len(b), nil
}

func (s *socket) Close() error {
	s.once.Do(func() {
		s.network.mu.Lock()
		if s.network.sockets[s.at] == s {
			delete(s.network.sockets, s.at)
		}
		s.network.mu.Unlock()
		close(s.closed)
	})
	return nil
}

func (s *socket) LocalAddr() net.Addr { return s.local }

func (s *socket) SetReadDeadline(t time.Time) error {
	s.mu.Lock()
	s.deadline = t
	s.mu.Unlock()
	s.wake()
	return nil
}

func (s *socket) SetDeadline(t time.Time) error    { return s.SetReadDeadline(t) }
func (s *socket) SetWriteDeadline(time.Time) error { return nil } // what is written leaves at once

// SetReadBuffer and SetWriteBuffer keep QUIC from complaining that there are no buffers to grow.
func (s *socket) SetReadBuffer(int) error  { return nil }
func (s *socket) SetWriteBuffer(int) error { return nil }
