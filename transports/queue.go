package transports

import (
	"bytes"
	"context"
	"io"
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
	held     int
	ended    bool
	takeErr  error         // once set, what take returns
	putErr   error         // once set, what put returns
	readable chan struct{} // capacity one: there may be something to take
	writable chan struct{} // capacity one: there may be room
}

func newQueue(limit int) *queue {
	return &queue{limit: limit, readable: make(chan struct{}, 1), writable: make(chan struct{}, 1)}
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
		case q.ended:
			q.mu.Unlock()
			return ErrClosed
		case q.held == 0 || q.held+cost <= q.limit:
			q.frames = append(q.frames, messages.Frame{Type: f.Type, Data: bytes.Clone(f.Data)})
			q.held += cost
			q.mu.Unlock()
			notify(q.readable)
			return nil
		}
		q.mu.Unlock()
		select {
		case <-q.writable:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// take removes the first frame, waiting for one. After end it gives io.EOF, once what was put is taken; after fail, the
// failure at once.
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
				q.frames = nil // an idle stream holds no memory
			}
			q.held -= len(f.Data) + frameCost
			q.mu.Unlock()
			notify(q.writable)
			return f, nil
		case q.ended:
			q.mu.Unlock()
			return messages.Frame{}, io.EOF
		}
		q.mu.Unlock()
		select {
		case <-q.readable:
		case <-ctx.Done():
			return messages.Frame{}, context.Cause(ctx)
		}
	}
}

// end lets take return io.EOF after what was put.
func (q *queue) end() {
	q.mu.Lock()
	q.ended = true
	q.mu.Unlock()
	notify(q.readable)
	notify(q.writable)
}

// fail drops what was not taken; from now on take and put return these errors. The first failure stays.
func (q *queue) fail(take, put error) {
	q.mu.Lock()
	if q.takeErr == nil {
		q.takeErr, q.putErr, q.frames, q.held = take, put, nil, 0
	}
	q.mu.Unlock()
	notify(q.readable)
	notify(q.writable)
}

func notify(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
