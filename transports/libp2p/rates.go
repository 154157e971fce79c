package libp2p

import (
	"context"
	"sync"

	"github.com/libp2p/go-libp2p/core/network"
	"golang.org/x/time/rate"

	"github.com/parley-p2p/parley/messages"
)

// maxMeters bounds the memory for peers' rates. A peer whose meters are full is forgotten: a new one is the same.
const maxMeters = 1 << 14

// meter is what one peer has left.
type meter struct{ sessions, bytes, questions *rate.Limiter }

// perSecond is how many questions a peer may ask, and in one burst.
const perSecond = 8

// meters keep each peer's meter over its connections, so that reconnecting gains nothing.
type meters struct {
	rates Rates
	mu    sync.Mutex
	peers map[messages.Key]*meter
}

func newMeters(r Rates) *meters {
	return &meters{rates: r, peers: make(map[messages.Key]*meter)}
}

func (m *meters) of(key messages.Key) *meter {
	m.mu.Lock()
	defer m.mu.Unlock()
	if p := m.peers[key]; p != nil {
		return p
	}
	if len(m.peers) >= maxMeters {
		for k, p := range m.peers {
			if full(p.sessions) && full(p.bytes) && full(p.questions) {
				delete(m.peers, k)
			}
		}
	}
	p := &meter{
		sessions:  rate.NewLimiter(rate.Limit(m.rates.Sessions), m.rates.Sessions),
		bytes:     rate.NewLimiter(rate.Limit(m.rates.Bytes), m.rates.Bytes),
		questions: rate.NewLimiter(perSecond, perSecond),
	}
	m.peers[key] = p
	return p
}

func full(l *rate.Limiter) bool { return l.Tokens() >= float64(l.Burst()) }

// metered reads a stream no faster than its peer may send.
type metered struct {
	network.Stream
	bytes  *rate.Limiter
	closed context.Context
	cancel context.CancelFunc
}

func newMetered(s network.Stream, bytes *rate.Limiter) *metered {
	m := &metered{Stream: s, bytes: bytes}
	m.closed, m.cancel = context.WithCancel(context.Background())
	return m
}

func (m *metered) Read(b []byte) (int, error) {
	n, err := m.Stream.Read(b[:min(len(b), m.bytes.Burst())])
	if n > 0 {
		if waitErr := m.bytes.WaitN(m.closed, n); waitErr != nil && err == nil {
			err = waitErr
		}
	}
	return n, err
}

// Close resets the stream: a Link closes its carrier when nothing more is to be said on it, and libp2p's own Close leaves
// Read waiting.
func (m *metered) Close() error {
	m.cancel()
	return m.Stream.Reset()
}
