package farmer

import (
	"container/heap"
	"container/list"

	"github.com/parley-p2p/parley/messages"
)

// unhired are the sessions under way in which nobody is bound, by requester: a farmer that is full lets quotes of who has most of
// them go, and finds them without a look at the others. Its zero value is empty; the server's mu guards it.
type unhired struct {
	of   map[messages.Key]*suitor
	most suitors
}

// suitor is a requester with sessions that do not bind.
type suitor struct {
	sessions int
	quotes   list.List // of *conduct: those that were quoted, the oldest quote first; some may have been answered since
	at       int       // in suitors
}

// suitors have the one in front that has most sessions.
type suitors []*suitor

func (s suitors) Len() int           { return len(s) }
func (s suitors) Less(i, j int) bool { return s[i].sessions > s[j].sessions }
func (s suitors) Swap(i, j int) {
	s[i], s[j] = s[j], s[i]
	s[i].at, s[j].at = i, j
}

// Push implements heap.Interface.
func (s *suitors) Push(x any) {
	x.(*suitor).at = len(*s)
	*s = append(*s, x.(*suitor))
}

// Pop implements heap.Interface.
func (s *suitors) Pop() any {
	last := len(*s) - 1
	x := (*s)[last]
	(*s)[last] = nil
	*s = (*s)[:last]
	return x
}

func (u *unhired) add(c *conduct, requester messages.Key) {
	if u.of == nil {
		u.of = make(map[messages.Key]*suitor)
	}
	s := u.of[requester]
	if s == nil {
		s = new(suitor)
		u.of[requester] = s
		heap.Push(&u.most, s)
	}
	s.sessions++
	heap.Fix(&u.most, s.at)
	c.suitor = s
}

// quoted is called whenever a session has come to a quote.
func (u *unhired) quoted(c *conduct) {
	if c.suitor != nil && c.quote == nil {
		c.quote = c.suitor.quotes.PushBack(c)
	}
}

// remove is called once a session binds, ends or is let go, and does nothing after the first of these.
func (u *unhired) remove(c *conduct, requester messages.Key) {
	s := c.suitor
	if s == nil {
		return
	}
	c.forget()
	c.suitor = nil
	if s.sessions--; s.sessions > 0 {
		heap.Fix(&u.most, s.at)
		return
	}
	heap.Remove(&u.most, s.at)
	delete(u.of, requester)
}

// forget takes a session off those that were quoted.
func (c *conduct) forget() {
	if c.quote != nil {
		c.suitor.quotes.Remove(c.quote)
		c.quote = nil
	}
}

// spare is the oldest open quote of whoever has most sessions that do not bind, if a requester that comes would still have fewer
// of them with one more; nil if there is none. Its requester may come back with it at any time, as one may whose stream was lost.
// open says whether a quote still is; one that was answered since is forgotten, and so looked at once.
func (u *unhired) spare(comes messages.Key, open func(*conduct) bool) *conduct {
	least := 1
	if own := u.of[comes]; own != nil {
		least += own.sessions
	}
	if len(u.most) == 0 || u.most[0].sessions <= least {
		return nil
	}
	for e := u.most[0].quotes.Front(); e != nil; e = u.most[0].quotes.Front() {
		c := e.Value.(*conduct)
		if open(c) {
			return c
		}
		c.forget()
	}
	return nil
}
