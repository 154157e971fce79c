package drive

import (
	"runtime"
	"sync"

	"github.com/parley-p2p/parley/messages"
)

// opener verifies the envelopes of all sessions of an engine. There is no timer and no goroutine of its own: whoever is
// first in line verifies for itself and for all who came meanwhile, so that a lone session waits for nothing. A batch is
// whatever has gathered while other sessions ran or other batches were verified.
type opener struct {
	mu        sync.Mutex
	waiting   []*opening // in line; the first gathers, if anybody does
	gathering bool
	verifying int // batches

	spare sync.Pool // openings, of this engine alone: a synctest bubble keeps its channels to itself
}

// opening is one envelope under way.
type opening struct {
	unopened *messages.Unopened
	envelope *messages.Signed
	err      error
	word     chan word // capacity one, since one word is all that is said
}

// word is what one in line is told.
type word int

const (
	opened word = iota + 1 // its envelope was verified by another
	first                  // it is to verify the next batch
)

// maxBatch is how many envelopes are verified together: more gain little, and all wait for the slowest.
const maxBatch = 64

// open verifies an envelope. A stranger's is verified by itself: one that is bad spoils no batch.
func (o *opener) open(u *messages.Unopened) (*messages.Signed, error) {
	if !u.Proven() {
		return u.Open()
	}
	own, ok := o.spare.Get().(*opening)
	if !ok {
		own = &opening{word: make(chan word, 1)}
	}
	own.unopened = u
	o.mu.Lock()
	o.waiting = append(o.waiting, own)
	o.appoint()
	o.mu.Unlock()
	if <-own.word == first {
		o.verify()
	}
	e, err := own.envelope, own.err
	*own = opening{word: own.word}
	o.spare.Put(own)
	return e, err
}

// appoint has the first in line gather the next batch, unless as many are verified as there are processors; mu is held.
func (o *opener) appoint() {
	if len(o.waiting) > 0 && !o.gathering && o.verifying < runtime.GOMAXPROCS(0) {
		o.gathering = true
		o.waiting[0].word <- first
	}
}

// verify verifies a batch, whose first is the caller's own.
func (o *opener) verify() {
	runtime.Gosched() // who is about to ask does so first
	batch := o.take()
	unopened := make([]*messages.Unopened, len(batch))
	for i, each := range batch {
		unopened[i] = each.unopened
	}
	envelopes, errs := messages.OpenBatch(unopened)
	for i, each := range batch {
		if each.envelope, each.err = envelopes[i], errs[i]; i > 0 {
			each.word <- opened
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.verifying--
	o.appoint()
}

// take is the next batch.
func (o *opener) take() []*opening {
	o.mu.Lock()
	defer o.mu.Unlock()
	n := min(len(o.waiting), maxBatch)
	batch := o.waiting[:n:n]
	if o.waiting = o.waiting[n:]; len(o.waiting) == 0 {
		o.waiting = nil
	}
	o.gathering = false
	o.verifying++
	o.appoint()
	return batch
}
