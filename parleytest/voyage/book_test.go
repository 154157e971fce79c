package voyage

import (
	"context"
	"sync"
	"time"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

// book is the policy of either role of one process, and writes down for the fleet what it was asked and told.
type book struct{ host *host }

var (
	_ farmer.Farmer       = (*book)(nil)
	_ farmer.Ender        = (*book)(nil)
	_ requester.Requester = (*book)(nil)
	_ requester.Ender     = (*book)(nil)
	_ requester.Replacer  = (*book)(nil)
)

// place is one side of a session.
type place struct {
	host    *host
	session messages.ID
}

// log is what hosts were asked and told.
type log struct {
	mu    sync.Mutex
	stood map[place][]standing
	ended map[place]*protocol.View
	late  map[place]bool       // time has ended it here, or something of it came too late
	ready map[messages.ID]bool // sessions for which their requester had prepared
	seen  map[string]int
}

// standing is where a policy was told that a transcript stood: so much is on the disk for ever.
type standing struct {
	what  string
	count int
	head  messages.ID
}

func newLog() *log {
	return &log{stood: make(map[place][]standing), ended: make(map[place]*protocol.View), late: make(map[place]bool),
		ready: make(map[messages.ID]bool), seen: make(map[string]int)}
}

func (l *log) saw(what string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.seen[what]++
}

func (b *book) stands(what string, v *protocol.View) {
	l := b.host.fleet.log
	l.mu.Lock()
	defer l.mu.Unlock()
	at := place{b.host, v.Session}
	l.stood[at] = append(l.stood[at], standing{what, v.Count, v.Head})
	l.seen[what]++
}

// notice remembers the sessions that time has ended here, and those of which something came too late.
func (b *book) notice(v *protocol.View, err error) {
	if code := protocol.CodeOf(err); v.Timed || code == protocol.Late || code == protocol.Deadline {
		l := b.host.fleet.log
		l.mu.Lock()
		defer l.mu.Unlock()
		l.late[place{b.host, v.Session}] = true
	}
}

func (b *book) Quote(_ context.Context, v *protocol.View) (*messages.Quote, error) {
	return &messages.Quote{Price: parleytest.Price(b.host.index%4, v.SOW.Units)}, nil // of some for nothing
}

func (b *book) Accept(context.Context, *protocol.View) (*messages.Acceptance, error) { return nil, nil }

// Work takes a while for each unit and claims most of them.
func (b *book) Work(ctx context.Context, v *protocol.View, p farmer.Progress) (*messages.Delivery, error) {
	b.stands("works", v)
	l := b.host.fleet.log
	l.mu.Lock()
	if !l.ready[v.Session] {
		b.host.fleet.fail("%v works on %s, and the requester is not ready", b.host, v.Session.Short())
	}
	l.mu.Unlock()
	for u := uint64(1); u <= v.Terms.Units; u++ {
		select {
		case <-time.After(perUnit * time.Duration(v.Session[0]) / 256):
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
		if u == v.Terms.Units || v.Free() {
			continue
		}
		if _, err := p.Claim(ctx, &messages.Progress{Units: u}); err != nil {
			return nil, err
		}
	}
	return &messages.Delivery{Result: v.SOW.Job}, nil
}

func (b *book) Confirm(_ context.Context, v *protocol.View) (*messages.Receipt, error) {
	b.stands("is paid", v)
	return nil, nil
}

func (b *book) Agree(_ context.Context, v *protocol.View, c protocol.Choice) (messages.Message, error) {
	a, err := requester.Terms(v, c, 0, func(t *messages.Terms) { t.ReviewMs = uint64(time.Minute.Milliseconds()) })
	if err != nil {
		return nil, err
	}
	return a, nil
}

func (b *book) Hired(_ context.Context, v *protocol.View) error {
	b.stands("hires", v)
	l := b.host.fleet.log
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ready[v.Session] = true
	return nil
}

func (b *book) Review(_ context.Context, v *protocol.View) (messages.Message, error) {
	b.stands("reviews", v)
	return parleytest.Pay(v), nil
}

func (b *book) Settled(_ context.Context, v *protocol.View) error {
	b.stands("settles", v)
	return nil
}

func (b *book) Ended(_ context.Context, v *protocol.View) {
	l := b.host.fleet.log
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ended[place{b.host, v.Session}] = v
}

func (b *book) Replaced(context.Context, *protocol.View) {
	b.host.fleet.log.saw("replaces")
}
