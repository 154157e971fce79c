package farmer

import (
	"container/heap"
	"container/list"
	"slices"

	"github.com/parley-p2p/parley/messages"
)

// unhired are the sessions under way in which nobody is bound, by requester: a farmer that is full lets quotes of who holds most
// go, and finds them without a look at the others. Its zero value is empty; the server's mu guards it.
type unhired struct {
	of    map[messages.Key]*suitor
	bytes int // of all sessions
	most  [measures]suitors
}

// measure is by what it is told who holds most.
type measure int

const (
	bySessions measure = iota
	byBytes
	measures
)

// suitor is a requester with sessions that do not bind.
type suitor struct {
	key    messages.Key
	holds  [measures]int
	quotes list.List     // of *conduct: those that were quoted, the oldest quote first; some may have been answered since
	at     [measures]int // in suitors
}

// spares is how much it holds, if some of it may be let go.
func (s *suitor) spares(by measure) int {
	if s.quotes.Len() == 0 {
		return 0
	}
	return s.holds[by]
}

// suitors have the one in front that holds most, of those with quotes.
type suitors struct {
	by  measure
	all []*suitor
}

func (s *suitors) Len() int           { return len(s.all) }
func (s *suitors) Less(i, j int) bool { return s.all[i].spares(s.by) > s.all[j].spares(s.by) }
func (s *suitors) Swap(i, j int) {
	s.all[i], s.all[j] = s.all[j], s.all[i]
	s.all[i].at[s.by], s.all[j].at[s.by] = i, j
}

// Push implements heap.Interface.
func (s *suitors) Push(x any) {
	x.(*suitor).at[s.by] = len(s.all)
	s.all = append(s.all, x.(*suitor))
}

// Pop implements heap.Interface.
func (s *suitors) Pop() any {
	last := len(s.all) - 1
	x := s.all[last]
	s.all[last] = nil
	s.all = s.all[:last]
	return x
}

func (u *unhired) add(c *conduct, requester messages.Key) {
	if u.of == nil {
		u.of = make(map[messages.Key]*suitor)
	}
	s := u.of[requester]
	if s == nil {
		s = &suitor{key: requester}
		u.of[requester] = s
		for by := range measures {
			u.most[by].by = by
			heap.Push(&u.most[by], s)
		}
	}
	c.suitor = s
	u.hold(s, 1, c.unbound)
}

// grow is called whenever a session has so many bytes more, before they are its own.
func (u *unhired) grow(c *conduct, bytes int) {
	if c.suitor != nil {
		u.hold(c.suitor, 0, bytes)
	}
}

func (u *unhired) hold(s *suitor, sessions, bytes int) {
	s.holds[bySessions] += sessions
	s.holds[byBytes] += bytes
	u.bytes += bytes
	u.moved(s)
}

// moved is called whenever something about a suitor has changed.
func (u *unhired) moved(s *suitor) {
	for by := range measures {
		heap.Fix(&u.most[by], s.at[by])
	}
}

// quoted is called whenever a session has come to a quote.
func (u *unhired) quoted(c *conduct) {
	if c.suitor != nil && c.quote == nil {
		c.quote = c.suitor.quotes.PushBack(c)
		u.moved(c.suitor)
	}
}

// remove is called once a session binds, ends or is let go, and does nothing after the first of these.
func (u *unhired) remove(c *conduct, requester messages.Key) {
	s := c.suitor
	if s == nil {
		return
	}
	u.forget(c)
	c.suitor = nil
	if u.hold(s, -1, -c.unbound); s.holds[bySessions] > 0 {
		return
	}
	for by := range measures {
		heap.Remove(&u.most[by], s.at[by])
	}
	delete(u.of, requester)
}

// forget takes a session off those that were quoted.
func (u *unhired) forget(c *conduct) {
	if c.quote != nil {
		c.suitor.quotes.Remove(c.quote)
		c.quote = nil
		u.moved(c.suitor)
	}
}

// room takes out the quotes that give way to a requester which comes for so many bytes more, and for a session if they are full, and
// returns them in that order. Where they are not enough it changes nothing, and returns what there is no room for; else measures. open says
// whether a quote still is.
func (u *unhired) room(comes messages.Key, full bool, more int, open func(*conduct) bool) (spared []*conduct, lacks measure) {
	var keys []messages.Key
	give := func(by measure, more int) bool {
		c := u.spare(by, comes, more, open)
		if c != nil {
			spared, keys = append(spared, c), append(keys, c.suitor.key)
			u.remove(c, c.suitor.key)
		}
		return c != nil
	}
	lacks = measures
	if full && !give(bySessions, 1) {
		lacks = bySessions
	}
	for lacks == measures && u.bytes+more > maxAllUnbound {
		if !give(byBytes, more) {
			lacks = byBytes
		}
	}
	if lacks == measures {
		return spared, measures
	}
	for i, c := range slices.Backward(spared) { // the oldest comes first again
		u.add(c, keys[i])
		c.quote = c.suitor.quotes.PushFront(c)
		u.moved(c.suitor)
	}
	return nil, lacks
}

// spare is the oldest open quote of whoever holds most of those who have one, if a requester that comes for so much more would still
// hold less; nil if there is none. Its requester may come back with it at any time, as one may whose stream was lost. open says
// whether a quote still is; one that was answered since is forgotten, and so looked at once.
func (u *unhired) spare(by measure, comes messages.Key, more int, open func(*conduct) bool) *conduct {
	least := more
	if own := u.of[comes]; own != nil {
		least += own.holds[by]
	}
	for most := &u.most[by]; len(most.all) > 0 && most.all[0].spares(by) > least; {
		c := most.all[0].quotes.Front().Value.(*conduct)
		if open(c) {
			return c
		}
		u.forget(c)
	}
	return nil
}
