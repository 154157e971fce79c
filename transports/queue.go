package transports

import (
	"bytes"
	"context"
	"sync"

	"github.com/parley-p2p/parley/messages"
)

// frameCost is what a queued frame counts for besides its data, so that empty frames are bounded too.
const frameCost = 64

// queue is one direction of a stream in memory: frames in order, bounded in bytes. One goroutine puts and one takes;
// end and fail may come from anywhere.
type queue struct {
	limit    int
	mu       sync.Mutex
	frames   []messages.Frame
	first    [1]messages.Frame // where frames begins, since most of the time there is one at most
	size     int
	held     *account      // if set, counts size too
	endErr   error         // once set, what take returns when nothing is left, and no more is put
	takeErr  error         // once set, what take returns
	putErr   error         // once set, what put returns
	readable chan struct{} // capacity one: there may be something to take
	writable chan struct{} // made by who waits for room, capacity one: there may be some
}

func newQueue(limit int) *queue {
	return &queue{limit: limit, readable: make(chan struct{}, 1)}
}

// put copies f to the end, waiting for room. A frame that is larger than the queue goes in alone.
func (q *queue) put(ctx context.Context, f messages.Frame) error {
	cost := len(f.Data) + frameCost
	for {
		q.mu.Lock()
		switch {
		case q.putErr != nil:
			defer q.mu.Unlock()
			return q.putErr
		case q.endErr != nil:
			q.mu.Unlock()
			return ErrClosed
		case q.size == 0 || q.size+cost <= q.limit:
			q.add(messages.Frame{Type: f.Type, Data: bytes.Clone(f.Data)})
			q.mu.Unlock()
			notify(q.readable)
			return nil
		}
		if q.writable == nil {
			q.writable = make(chan struct{}, 1)
		}
		writable := q.writable
		q.mu.Unlock()
		select {
		case <-writable:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// offer adds f, which the queue owns from now on, without waiting, and says whether there was room. A queue that has
// failed takes everything and keeps nothing.
func (q *queue) offer(f messages.Frame) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case q.takeErr != nil:
		return true
	case q.size+len(f.Data)+frameCost > q.limit:
		return false
	}
	q.add(f)
	notify(q.readable)
	return true
}

// add appends f; the caller holds mu.
func (q *queue) add(f messages.Frame) {
	if q.frames == nil {
		q.frames = q.first[:0]
	}
	q.frames = append(q.frames, f)
	q.count(len(f.Data) + frameCost)
}

// count adds n to what is held; the caller holds mu.
func (q *queue) count(n int) {
	q.size += n
	if q.held != nil {
		q.held.add(n)
	}
}

// holds is how much is to be taken.
func (q *queue) holds() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.size
}

// take removes the first frame, waiting for one. After end it gives that error, once what was put is taken;
// after fail, the failure at once.
func (q *queue) take(ctx context.Context) (messages.Frame, error) {
	for {
		q.mu.Lock()
		switch {
		case q.takeErr != nil:
			defer q.mu.Unlock()
			return messages.Frame{}, q.takeErr
		case len(q.frames) > 0:
			f := q.frames[0]
			q.frames[0] = messages.Frame{}
			if q.frames = q.frames[1:]; len(q.frames) == 0 {
				q.frames, q.first[0] = nil, messages.Frame{} // an idle stream holds no memory
			}
			q.count(-len(f.Data) - frameCost)
			notify(q.writable)
			q.mu.Unlock()
			return f, nil
		case q.endErr != nil:
			defer q.mu.Unlock()
			return messages.Frame{}, q.endErr
		}
		q.mu.Unlock()
		select {
		case <-q.readable:
		case <-ctx.Done():
			return messages.Frame{}, context.Cause(ctx)
		}
	}
}

// end lets take return err, which is io.EOF for a good end, after what was put. The first end stays.
func (q *queue) end(err error) {
	q.mu.Lock()
	if q.endErr == nil {
		q.endErr = err
	}
	notify(q.writable)
	q.mu.Unlock()
	notify(q.readable)
}

// fail drops what was not taken; from now on take and put return these errors. The first failure stays.
func (q *queue) fail(take, put error) {
	q.mu.Lock()
	if q.takeErr == nil {
		q.takeErr, q.putErr, q.frames, q.first[0] = take, put, nil, messages.Frame{}
		q.count(-q.size)
	}
	notify(q.writable)
	q.mu.Unlock()
	notify(q.readable)
}

func notify(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
