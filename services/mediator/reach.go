package mediator

import (
	"context"
	"sync"
	"time"

	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/transports"
)

// Bounds of Reach.
const (
	reachTime = 10 * time.Second
	maxReach  = 16
	maxTried  = 1 << 10 // keys that are remembered, of all cases
)

// Reach is for a Sandbox: it connects to those who have what a case is about, so that they can be asked for it. Given the keys of the
// parties it dials these. Without, it dials those who are found under the case's Place: anybody can be found there, and as many as they
// like, so that those come first who were not dialed before, and who does not answer keeps nobody else from being reached.
func Reach(f discovery.Finder, d transports.Dialer) func(context.Context, *Brief, ...messages.Key) {
	r := &reach{finder: f, dialer: d}
	return func(ctx context.Context, b *Brief, parties ...messages.Key) {
		ctx, cancel := context.WithTimeout(ctx, reachTime)
		defer cancel()
		var dialing sync.WaitGroup
		defer dialing.Wait()
		dial := func(c discovery.Candidate) {
			dialing.Go(func() {
				if stream, err := d.Dial(ctx, c.Key, c.Addrs...); err == nil {
					stream.Reset()
				}
			})
		}
		for _, key := range parties {
			dial(discovery.Candidate{Key: key})
		}
		if len(parties) == 0 {
			r.candidates(ctx, b.ID, dial)
		}
	}
}

type reach struct {
	finder discovery.Finder
	dialer transports.Dialer

	mu    sync.Mutex
	tried map[triedIn]bool
}

type triedIn struct {
	deal deals.Hash
	key  messages.Key
}

// candidates dials some of those who are found.
func (r *reach) candidates(ctx context.Context, deal deals.Hash, dial func(discovery.Candidate)) {
	n := 0
	var before []discovery.Candidate
	for c, err := range r.finder.Find(ctx, Place(deal)) {
		switch {
		case err != nil: // others may follow
			continue
		case r.first(triedIn{deal, c.Key}):
			dial(c)
			n++
		case len(before) < maxReach:
			before = append(before, c)
		}
		if n == maxReach {
			return
		}
	}
	for _, c := range before[:min(len(before), maxReach-n)] {
		dial(c)
	}
}

// first notes that somebody is dialed, and reports whether that is for the first time, as far as is remembered.
func (r *reach) first(t triedIn) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.tried[t] {
		return false
	}
	if r.tried == nil || len(r.tried) >= maxTried {
		r.tried = make(map[triedIn]bool)
	}
	r.tried[t] = true
	return true
}
