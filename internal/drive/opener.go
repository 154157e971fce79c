package drive

import (
	"runtime"
	"sync"

	"github.com/parley-p2p/parley/messages"
)

// opener verifies the envelopes of all sessions of an engine. There is no timer: a batch is whatever has gathered while
// other sessions ran or another batch was verified, so that a lone session waits for nothing.
type opener struct {
	mu      sync.Mutex
	waiting []*opening
	workers int
}

// opening is one envelope under way.
type opening struct {
	unopened *messages.Unopened
	envelope *messages.Signed
	err      error
	done     chan struct{}
}

// maxBatch is how many envelopes are verified together: more gain little, and all wait for the slowest.
const maxBatch = 64

// open verifies an envelope. A stranger's is verified by itself: one that is bad spoils no batch.
func (o *opener) open(u *messages.Unopened) (*messages.Signed, error) {
	if !u.Proven() {
		return u.Open()
	}
	own := &opening{unopened: u, done: make(chan struct{})}
	o.mu.Lock()
	o.waiting = append(o.waiting, own)
	if o.workers < runtime.GOMAXPROCS(0) {
		o.workers++
		go o.work()
	}
	o.mu.Unlock()
	<-own.done
	return own.envelope, own.err
}

// work verifies what waits, until nothing does.
func (o *opener) work() {
	for {
		runtime.Gosched() // who is about to ask does so first
		batch := o.take()
		if len(batch) == 0 {
			return
		}
		unopened := make([]*messages.Unopened, len(batch))
		for i, own := range batch {
			unopened[i] = own.unopened
		}
		envelopes, errs := messages.OpenBatch(unopened)
		for i, own := range batch {
			own.envelope, own.err = envelopes[i], errs[i]
			close(own.done)
		}
	}
}

// take is the next batch; empty when the worker is not needed any more.
func (o *opener) take() []*opening {
	o.mu.Lock()
	defer o.mu.Unlock()
	n := min(len(o.waiting), maxBatch)
	if n == 0 {
		o.workers--
		return nil
	}
	batch := o.waiting[:n:n]
	o.waiting = o.waiting[n:]
	if len(o.waiting) == 0 {
		o.waiting = nil
	}
	return batch
}
