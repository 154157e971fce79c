package drive

import (
	"slices"
	"sync"
	"time"
)

// Crew calls functions in goroutines that stay for the next ones: what a session does goes deep, and the stack of a new
// goroutine would have to grow for each anew. Whoever gives the work waits for it. Its zero value has nobody; all methods
// may be called concurrently.
type Crew struct {
	mu     sync.Mutex
	idle   []chan func() // of each who rests, where it is told what to do next; the last is called first
	least  int           // how many rested at all times since the last review
	review *time.Timer   // while somebody rests
	closed bool
}

// restFor is how often those are let go who had nothing to do in all that time.
const restFor = time.Second

// Go calls f in a goroutine of its own.
func (c *Crew) Go(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := len(c.idle) - 1
	if n < 0 {
		go c.work(f)
		return
	}
	c.idle[n] <- f
	c.idle = c.idle[:n]
	c.least = min(c.least, n)
}

// work calls f and what comes after it. Who does its first has nothing yet to rest with: it may take as long as a session.
func (c *Crew) work(f func()) {
	var next chan func()
	for f != nil {
		f()
		if next == nil {
			next = make(chan func(), 1)
		}
		if !c.rest(next) {
			return
		}
		f = <-next
	}
}

// rest has the next function be sent to a goroutine, or nil when it is to end.
func (c *Crew) rest(next chan func()) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return false
	}
	c.idle = append(c.idle, next)
	if c.review == nil {
		c.review = time.AfterFunc(restFor, c.thin)
	}
	return true
}

// thin lets those go who were not needed since the last review.
func (c *Crew) thin() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.dismiss(c.least)
	switch c.least = len(c.idle); {
	case c.closed:
	case c.least > 0:
		c.review.Reset(restFor)
	default:
		c.review = nil
	}
}

// dismiss ends the first n of those that rest; mu is held.
func (c *Crew) dismiss(n int) {
	for _, next := range c.idle[:n] {
		close(next)
	}
	c.idle = slices.Delete(c.idle, 0, n)
}

// Close lets everybody go who rests now, or has nothing to do later on.
func (c *Crew) Close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed, c.least = true, 0
	c.dismiss(len(c.idle))
	if c.review != nil {
		c.review.Stop()
	}
}
