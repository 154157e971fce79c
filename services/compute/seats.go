package compute

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"google.golang.org/protobuf/proto"
)

// Lacking is why nobody was hired for a replicated job: fewer farmers have quoted than must do it. Gather quotes for longer, or ask for fewer.
type Lacking struct{ Replicas int }

func (l *Lacking) Error() string {
	return fmt.Sprintf("%d farmers must do the same, and fewer have quoted: nobody is hired", l.Replicas)
}

// seats reports whether others may still be hired for a replicated job. Seats of sessions that have ended are given up, and where nobody can
// show anything any more what was shown counts.
func (d *drive) seats(live []*protocol.View) (open bool) {
	p := d.order.poll
	p.mu.Lock()
	defer p.mu.Unlock()
	for id, s := range p.seats {
		switch {
		case slices.ContainsFunc(live, func(v *protocol.View) bool { return v.Session == id }):
		case p.ballot == nil:
			delete(p.seats, id)
		default:
			s.out = true
		}
	}
	return p.ballot == nil
}

// rejoin yields how the sessions of a replicated job end that hold its seats, and hires others in the place of those that fail, at once:
// nobody shows anything before all have committed. Where the ballot is closed, or the money is spent, nobody is hired any more.
func (d *drive) rejoin(ctx context.Context, held, replaced []*protocol.View) iter.Seq2[*requester.Outcome, error] {
	live := slices.Concat(held, replaced)
	open := d.seats(live)
	var h requester.Hiring
	err := d.recall(ctx, live)
	if err == nil {
		h, err = d.replicas(nil) // the price is over what is taken up
	}
	if !open || err != nil { // which hireReplicas says, once these have ended
		return d.follow(ctx, -1, held, replaced)
	}
	h.Replaced = ids(replaced)
	return d.client.Resume(ctx, h, ids(held)...)
}

// replicas is the hiring for every seat, with what is left to pay beside these sessions.
func (d *drive) replicas(beside []*protocol.View) (h requester.Hiring, err error) {
	h = d.hiring
	h.N, h.Matcher = d.order.job.Verify.Replicas, d.wary()
	h.MaxPrice, err = d.budget(beside)
	return h, err
}

// hireReplicas hires for every seat, and sees all of them through.
func (d *drive) hireReplicas(ctx context.Context, sow *messages.SOW) error {
	o := d.order
	if d.missing(o) == 0 {
		return nil
	}
	live := d.live(ctx)
	if err := d.recall(ctx, live); err != nil {
		return err
	}
	d.seats(live)
	there, _, _, err := d.advance(ctx, nil, o, time.Time{}, func(p *poll) bool { return p.ballot != nil })
	if there || err != nil { // before a restart
		return err
	}
	sow = proto.CloneOf(sow)
	again(sow, time.Now())
	h, err := d.replicas(live)
	if err != nil {
		return err
	}
	return d.collect(d.client.Hire(ctx, sow, h))
}

// decided is why a replicated job has no result; nil if it has.
func (d *drive) decided(err error) error {
	o := d.order
	if d.missing(o) == 0 {
		return nil
	}
	o.poll.mu.Lock()
	defer o.poll.mu.Unlock()
	switch {
	case o.poll.ballot == nil && o.poll.lacking:
		l := &Lacking{Replicas: o.job.Verify.Replicas}
		return &protocol.Error{Code: protocol.Unavailable, Reason: l.Error(), Err: l}
	case o.poll.final:
		return o.poll.undecided(o)
	}
	return err
}

// lacks notes whether there are too few to begin with.
func (p *poll) lacks(chosen int, m protocol.Market) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lacking = len(m.Hired) == 0 && len(p.seats) == 0 && chosen < m.Want
	return p.lacking
}

// dismiss asks those to stop whose results nobody waits for any more: they have not committed in time.
func (d *drive) dismiss(ctx context.Context) {
	p := d.order.poll
	p.mu.Lock()
	if p.late != nil {
		p.late.Stop()
	}
	p.mu.Unlock()
	live := d.live(ctx)
	p.mu.Lock()
	laggards := slices.DeleteFunc(live, func(v *protocol.View) bool {
		seat := p.seats[v.Session]
		return p.ballot == nil || seat != nil && seat.votes
	})
	p.mu.Unlock()
	d.cancel(ctx, laggards, errLaggard)
}
