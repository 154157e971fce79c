package libp2p

import (
	"container/list"
	"context"
	"sync"
	"time"

	"github.com/libp2p/go-libp2p/core/peer"
)

// Bounds of those who ask.
const (
	maxOfPeer    = 4                // streams of one peer, whatever they wait for
	maxListening = 128              // streams whose question has not arrived
	maxAnswering = 64               // questions that are being answered
	askedWithin  = 5 * time.Second  // that a question may take to arrive
	answerWithin = 30 * time.Second // that an answer may take, from when its question was there until it is sent
)

// desk is where questions are put. Nobody has a place among those that are answered before all of the question is there. A question
// arrives with the stream that it comes on, so whoever has said nothing for the longest makes room for the next, and
// those who say nothing keep out nobody who does.
type desk struct {
	slots chan struct{}
	peers *places[peer.ID]

	mu        sync.Mutex
	listening *list.List // of *customer, the first to come first
}

func newDesk() *desk {
	return &desk{slots: make(chan struct{}, maxAnswering), peers: newPlaces[peer.ID](maxOfPeer), listening: list.New()}
}

// customer is one stream at a desk.
type customer struct {
	desk  *desk
	leave func()        // gives back its place among those of its peer
	end   func()        // ends its stream
	place *list.Element // nil once the question is there, or the place was taken
}

// come lets a stream in, and ends that of who has been silent for the longest where there is no place. It reports false to a peer that
// has enough of them.
func (d *desk) come(p peer.ID, end func()) (c *customer, ok bool) {
	leave, ok := d.peers.enter(p)
	if !ok {
		return nil, false
	}
	c = &customer{desk: d, leave: leave, end: end}
	var silent *customer
	d.mu.Lock()
	if d.listening.Len() >= maxListening {
		silent = d.listening.Remove(d.listening.Front()).(*customer)
		silent.place = nil
	}
	c.place = d.listening.PushBack(c)
	d.mu.Unlock()
	if silent != nil {
		silent.end()
	}
	return c, true
}

// asked says that the question is there, and no place to listen is needed any more.
func (c *customer) asked() {
	c.desk.mu.Lock()
	defer c.desk.mu.Unlock()
	if c.place != nil {
		c.desk.listening.Remove(c.place)
		c.place = nil
	}
}

// turn waits until the question may be answered, and does so.
func (c *customer) turn(ctx context.Context, answer func()) error {
	select {
	case c.desk.slots <- struct{}{}:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	defer func() { <-c.desk.slots }()
	answer()
	return nil
}

// gone says that the stream has ended.
func (c *customer) gone() {
	c.asked()
	c.leave()
}
