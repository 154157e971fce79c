package farmer

import (
	"container/list"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// unhired are the sessions under way in which nobody is bound, by requester and in order of arrival: a farmer that is full
// lets quotes of who has most of them go. Its zero value is empty; the server's mu guards it.
type unhired map[messages.Key]*list.List // of *conduct

func (u *unhired) add(c *conduct, requester messages.Key) {
	if *u == nil {
		*u = make(unhired)
	}
	if (*u)[requester] == nil {
		(*u)[requester] = list.New()
	}
	c.place = (*u)[requester].PushBack(c)
}

// remove is called once a session binds, ends or is let go, and does nothing after the first of these.
func (u unhired) remove(c *conduct, requester messages.Key) {
	if c.place == nil {
		return
	}
	of := u[requester]
	of.Remove(c.place)
	if c.place = nil; of.Len() == 0 {
		delete(u, requester)
	}
}

// spare is the oldest open quote of whoever has most sessions that do not bind, if a requester that comes would still have fewer
// of them with one more; nil if there is none. Its requester may come back with it at any time, as one may whose stream was lost.
func (u unhired) spare(comes messages.Key) *conduct {
	least, most := 1, (*list.List)(nil)
	if own := u[comes]; own != nil {
		least += own.Len()
	}
	for _, of := range u { // as many as have a connection
		if of.Len() > least {
			least, most = of.Len(), of
		}
	}
	if most == nil {
		return nil
	}
	for e := most.Front(); e != nil; e = e.Next() {
		if c := e.Value.(*conduct); c.session.View().Phase == protocol.Quoted {
			return c
		}
	}
	return nil
}
