package transports

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"sync"
	"sync/atomic"
)

// Budget bounds the bytes that many Links together have received and nobody has taken yet. Where they are more, it is for
// the links that hold most: their sessions that hold most are given up, with ErrBusy, until an eighth of the limit is free. A link that
// holds no more than its equal part of the other seven, however many links there are, loses nothing, whoever was the last to
// receive. So the bytes are never more than the limit, but for one frame of each link that is just being read. It may be used
// concurrently.
type Budget struct {
	limit int64
	used  atomic.Int64

	mu     sync.Mutex         // taken before a Link's
	links  map[*Link]struct{} // all that live, and those that have ended and left something
	siftAt int                // at how many links those that have left nothing any more are forgotten
}

// NewBudget allows limit bytes.
func NewBudget(limit int) *Budget {
	return &Budget{limit: int64(limit), links: make(map[*Link]struct{})}
}

// join has l share the budget, until it has ended and everything is taken that it has received.
func (b *Budget) join(l *Link) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.links) >= b.siftAt {
		for l := range b.links {
			if l.Err() != nil && l.held.used.Load() == 0 {
				delete(b.links, l)
			}
		}
		b.siftAt = 2*len(b.links) + 16
	}
	b.links[l] = struct{}{}
}

// leave forgets a link that has ended, unless something is still to be taken.
func (b *Budget) leave(l *Link) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if l.held.used.Load() == 0 {
		delete(b.links, l)
	}
}

// relieve has those who hold most give way if more is held than allowed. Whoever receives calls it after each frame,
// holding no lock. An eighth is freed at once, so that what it costs to look at all links is paid for by that many bytes.
func (b *Budget) relieve() {
	if b.used.Load() <= b.limit {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.used.Load() <= b.limit { // another has seen to it
		return
	}
	enough := b.limit - b.limit/8
	type holder struct {
		link *Link
		held int64
	}
	holders := make([]holder, 0, len(b.links))
	for l := range b.links {
		holders = append(holders, holder{l, l.held.used.Load()})
	}
	slices.SortFunc(holders, func(a, b holder) int { return cmp.Compare(a.held, b.held) })
	// What each may hold: those that hold less than an equal part leave the rest of theirs to the others.
	part, left := int64(math.MaxInt64), enough
	for i, h := range holders {
		equal := left / int64(len(holders)-i)
		if h.held > equal {
			part = equal
			break
		}
		left -= h.held
	}
	for _, h := range slices.Backward(holders) {
		if b.used.Load() <= enough {
			return
		}
		h.link.shed(part, func() bool { return b.used.Load() <= enough })
	}
}

// account is what one link has received and nobody has taken, and the budget that it is part of.
type account struct {
	limit  int64
	used   atomic.Int64
	shared *Budget // may be nil
}

func (a *account) add(n int) {
	a.used.Add(int64(n))
	if a.shared != nil {
		a.shared.used.Add(int64(n))
	}
}

// overdrawn says that the link holds more than it is allowed by itself.
func (a *account) overdrawn() bool { return a.used.Load() > a.limit }

var errUntaken = fmt.Errorf("%w: %w: frames that nobody takes fill the connection", ErrReset, ErrBusy)

// hold notes a session that has something to be taken, for shed; the caller holds mu. A session may have ended, and so may the
// link, and what it has received can still be taken.
func (l *Link) hold(s *session) {
	if l.held.shared == nil || s.holds {
		return
	}
	if len(l.holding) >= l.siftAt {
		l.sift()
	}
	s.holds = true
	l.holding = append(l.holding, s)
}

// sift forgets sessions of which everything is taken; the caller holds mu.
func (l *Link) sift() {
	l.holding = slices.DeleteFunc(l.holding, func(s *session) bool {
		s.holds = s.in.holds() > 0
		return !s.holds
	})
	if len(l.holding) == 0 {
		l.holding = nil
	}
	l.siftAt = 2*len(l.holding) + 16
}

// shed gives up the sessions that hold most, until the link holds no more than part, or it is enough.
func (l *Link) shed(part int64, enough func() bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	type holder struct {
		session *session
		held    int
	}
	holders := make([]holder, len(l.holding))
	for i, s := range l.holding {
		holders[i] = holder{s, s.in.holds()}
	}
	slices.SortFunc(holders, func(a, b holder) int { return cmp.Compare(b.held, a.held) })
	for _, h := range holders {
		if l.held.used.Load() <= part || enough() {
			return
		}
		if h.session.err == nil {
			h.session.giveUp(errUntaken, resetBusy)
		}
		h.session.in.fail(errUntaken, errUntaken) // also what a session that has ended had received
	}
}
