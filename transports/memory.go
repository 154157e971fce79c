package transports

import (
	"context"
	"fmt"
	"sync"

	"github.com/parley-p2p/parley/messages"
)

// Memory is a network inside one process, for tests, examples and parties that live together. Its zero value is an empty
// network. Everything in it may be used concurrently.
type Memory struct {
	mu      sync.Mutex
	parties map[messages.Key]*Party
}

// acceptBacklog is how many streams may wait for Accept.
const acceptBacklog = 128

// Party is one peer's place in a Memory: what it dials with and accepts on.
type Party struct {
	key      messages.Key
	network  *Memory
	incoming chan Stream
	closed   chan struct{}
	close    sync.Once
}

// Join gives key a place in the network. A party that joins again takes the place of the one before, as a process that
// was restarted does.
func (m *Memory) Join(key messages.Key) *Party {
	p := &Party{key: key, network: m, incoming: make(chan Stream, acceptBacklog), closed: make(chan struct{})}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.parties == nil {
		m.parties = make(map[messages.Key]*Party)
	}
	m.parties[key] = p
	return p
}

// Dial opens a stream with a party that has joined; addresses are not needed. It waits while the party's backlog is full.
func (p *Party) Dial(ctx context.Context, peer messages.Key, _ ...string) (Stream, error) {
	if ctx.Err() != nil {
		return nil, fmt.Errorf("dial %s: %w", peer.Short(), context.Cause(ctx))
	}
	p.network.mu.Lock()
	other := p.network.parties[peer]
	p.network.mu.Unlock()
	if other == nil {
		return nil, fmt.Errorf("dial %s: %w: it has not joined this network", peer.Short(), ErrUnreachable)
	}
	mine, theirs := Pipe(p.key, peer)
	select {
	case other.incoming <- theirs:
		select {
		case <-other.closed: // perhaps after Close looked for what is left
			mine.Reset()
			return nil, fmt.Errorf("dial %s: %w: it has closed its listener", peer.Short(), ErrUnreachable)
		default:
			return mine, nil
		}
	case <-other.closed:
		return nil, fmt.Errorf("dial %s: %w: it has closed its listener", peer.Short(), ErrUnreachable)
	case <-ctx.Done():
		return nil, fmt.Errorf("dial %s: %w", peer.Short(), context.Cause(ctx))
	}
}

// Accept returns the next stream that another party opened.
func (p *Party) Accept(ctx context.Context) (Stream, error) {
	select {
	case s := <-p.incoming:
		return s, nil
	case <-p.closed:
		return nil, fmt.Errorf("accept: %w", ErrClosed)
	case <-ctx.Done():
		return nil, fmt.Errorf("accept: %w", context.Cause(ctx))
	}
}

// Close takes the party's place away, unless another has taken it, and resets what was not accepted.
func (p *Party) Close() error {
	p.close.Do(func() {
		close(p.closed)
		p.network.mu.Lock()
		if p.network.parties[p.key] == p {
			delete(p.network.parties, p.key)
		}
		p.network.mu.Unlock()
		for {
			select {
			case s := <-p.incoming:
				s.Reset()
			default:
				return
			}
		}
	})
	return nil
}

var (
	_ Dialer   = (*Party)(nil)
	_ Listener = (*Party)(nil)
)
