package mediator

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"time"

	"github.com/ipfs/go-cid"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/deals"
)

var (
	// ErrUnserved: not all of a result that is right has come from others until now.
	ErrUnserved = errors.New("the result was not served")
	// ErrComing is an ErrUnserved of a result that came as fast as a slow link brings it, until there was no more time to ask.
	ErrComing = fmt.Errorf("%w to its end: it still came", ErrUnserved)
)

// errSlow ends an attempt to fetch a result of which nothing comes any more, or less than a slow link brings.
var errSlow = fmt.Errorf("%w: too little of it comes", ErrUnserved)

// What a slow link takes: lull for as many blocks of the largest size as are asked for at a time, and aBlock to ask for each.
const (
	lull       = 2 * time.Minute
	lullBrings = 16 << 20 // bytes
	aBlock     = time.Second
)

// slowest is how long so much may take to come.
func slowest(blocks int, bytes int64) time.Duration {
	return time.Duration(blocks)*aBlock + time.Duration(bytes)*(lull/lullBrings)
}

// Ask implements [Runner]: it fetches the result from others, into a folder of the case; what is there stays for the next attempt. The result
// of one's own run, which is the same, is nowhere that this could find it.
func (s *Sandbox) Ask(ctx context.Context, b *Brief, f Finding) (content.Progress, error) {
	s.reach(ctx, b)
	if parties := s.partiesOf(ctx, b); len(parties) > 0 {
		s.reach(ctx, b, parties...)
	}
	return s.fetched(ctx, b.ID, compute.Root(f.Digest))
}

// partiesOf are the keys of who has agreed; none: that cannot be had now.
func (s *Sandbox) partiesOf(ctx context.Context, b *Brief) []messages.Key {
	s.mu.Lock()
	parties := s.parties[b.ID]
	s.mu.Unlock()
	if len(parties) > 0 || s.Reach == nil {
		return parties
	}
	v, err := s.agreed(ctx, b)
	if err != nil {
		return nil
	}
	return s.know(b.ID, v.Farmer, v.Requester)
}

// know remembers the parties of a case until Release.
func (s *Sandbox) know(id deals.Hash, parties ...messages.Key) []messages.Key {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.parties == nil {
		s.parties = make(map[deals.Hash][]messages.Key)
	}
	s.parties[id] = parties
	return parties
}

func (s *Sandbox) fetched(ctx context.Context, id deals.Hash, root cid.Cid) (content.Progress, error) {
	dir := s.fetchedIn(id)
	into, err := content.OpenStore(dir)
	if err != nil {
		return content.Progress{}, err
	}
	defer into.Close()
	into.NoSync = true
	asking, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	p := newPace(s.fetchTime(), func() { cancel(errSlow) })
	defer p.timer.Stop()
	limits := content.Limits{Bytes: math.MaxInt64, Blocks: math.MaxInt} // of what was made here
	came, err := content.Fetch(asking, root, others{s.Blocks}, into, limits, p.heard)
	_, disk := errors.AsType[*content.StoreError](err)
	switch {
	case disk: // whatever else is so at that moment
	case err == nil || errors.Is(err, ErrUnserved):
		return came, err
	case ctx.Err() != nil && p.last.Remote > 0:
		return came, fmt.Errorf("%w: %w", ErrComing, err)
	case asking.Err() != nil:
		return came, fmt.Errorf("%w: %w", ErrUnserved, err)
	case errors.Is(err, errOwn):
		return came, err
	}
	// The disk may be full, and nothing could be written down.
	return came, errors.Join(fmt.Errorf("look whether the result is served: %w; see that there is room in %s", err, s.Dir), os.RemoveAll(dir))
}

// measure is how much there is of a result that was made here.
func (s *Sandbox) measure(ctx context.Context, root cid.Cid) (content.Limits, error) {
	most := content.Limits{Bytes: math.MaxInt64, Blocks: math.MaxInt}
	all, err := content.Complete(ctx, s.Private, root, most)
	return content.Limits{Bytes: all.Bytes, Blocks: all.Blocks}, err
}

// fetchedIn is where what others serve of a case's result is put.
func (s *Sandbox) fetchedIn(id deals.Hash) string { return filepath.Join(s.Dir, "served-"+id.String()) }

// pace ends an attempt to fetch something once less comes than a slow link brings.
type pace struct {
	begins time.Duration // that nothing may come at first
	timer  *time.Timer
	due    time.Time // when it ends if nothing comes
	last   content.Progress
}

func newPace(begins time.Duration, end func()) *pace {
	return &pace{begins: begins, timer: time.AfterFunc(begins, end), due: time.Now().Add(begins)}
}

// heard puts the end off: after the first block of others by a lull, then with each by what it may take, and never further than a lull.
func (p *pace) heard(now content.Progress) {
	t := time.Now()
	most := t.Add(lull)
	switch {
	case now.Remote == p.last.Remote: // of an earlier attempt
		if least := t.Add(p.begins); p.due.Before(least) {
			p.due = least
		}
	case p.last.Remote == 0:
		p.due = most
	default:
		p.due = p.due.Add(slowest(1, now.Bytes-p.last.Bytes))
	}
	if p.due.After(most) {
		p.due = most
	}
	p.last = now
	p.timer.Reset(p.due.Sub(t))
}

// errOwn is a failure of where content comes from, which says nothing of who has it.
var errOwn = errors.New("nobody can be asked for it from here")

// others is where a result, or an agreement, is asked for. That nobody has it, or that what comes is another, is ErrUnserved.
type others struct{ content.Getter }

// GetBlock implements content.Getter.
func (o others) GetBlock(ctx context.Context, c cid.Cid) ([]byte, error) {
	data, err := o.Getter.GetBlock(ctx, c)
	if err == nil {
		err = content.Verify(c, data)
	}
	switch {
	case err == nil:
		return data, nil
	case errors.Is(err, content.ErrNotFound), errors.Is(err, content.ErrMismatch):
		return nil, fmt.Errorf("%w: %w", ErrUnserved, err)
	case ctx.Err() != nil:
		return nil, err
	}
	return nil, fmt.Errorf("%w: %w", errOwn, err)
}

// Session implements content.Sessioner.
func (o others) Session(ctx context.Context) content.Getter {
	if s, ok := o.Getter.(content.Sessioner); ok {
		return others{s.Session(ctx)}
	}
	return o
}
