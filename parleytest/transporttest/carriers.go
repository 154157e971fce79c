package transporttest

import (
	"io"
	"net"
	"sync"
	"testing"
)

// OneByte passes one byte at a time in each direction, the worst that a carrier may do.
type OneByte struct{ io.ReadWriteCloser }

func (c OneByte) Read(b []byte) (int, error) { return c.ReadWriteCloser.Read(b[:min(1, len(b))]) }

func (c OneByte) Write(b []byte) (int, error) {
	for i := range b {
		if _, err := c.ReadWriteCloser.Write(b[i : i+1]); err != nil {
			return i, err
		}
	}
	return len(b), nil
}

// CloseWrite closes one way where the carrier can.
func (c OneByte) CloseWrite() error {
	if half, ok := c.ReadWriteCloser.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

// Relay is a TCP relay in front of a server, which keeps everything that passes.
type Relay struct {
	listener net.Listener
	server   string
	work     sync.WaitGroup
	mu       sync.Mutex
	seen     []byte
	open     []net.Conn
}

// NewRelay listens on loopback and passes connections on to server, until the test ends.
func NewRelay(t testing.TB, server string) *Relay {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &Relay{listener: ln, server: server}
	r.work.Go(r.serve)
	t.Cleanup(func() {
		ln.Close()
		r.Cut()
		r.work.Wait()
	})
	return r
}

// Addr is where the relay listens.
func (r *Relay) Addr() *net.TCPAddr { return r.listener.Addr().(*net.TCPAddr) }

// Seen is everything that has passed, both ways, in the order in which it was read.
func (r *Relay) Seen() []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]byte(nil), r.seen...)
}

// Cut ends every connection, as a cable does.
func (r *Relay) Cut() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, c := range r.open {
		c.Close()
	}
	r.open = nil
}

func (r *Relay) serve() {
	for {
		client, err := r.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", r.server)
		if err != nil {
			client.Close()
			continue
		}
		r.mu.Lock()
		r.open = append(r.open, client, server)
		r.mu.Unlock()
		r.work.Go(func() { r.pass(client, server) })
		r.work.Go(func() { r.pass(server, client) })
	}
}

func (r *Relay) pass(from, to net.Conn) {
	defer to.Close()
	defer from.Close()
	b := make([]byte, 32<<10)
	for {
		n, err := from.Read(b)
		r.mu.Lock()
		r.seen = append(r.seen, b[:n]...)
		r.mu.Unlock()
		if err != nil {
			return
		}
		if _, err := to.Write(b[:n]); err != nil {
			return
		}
	}
}
