package compute

import (
	"context"
	"fmt"
	"iter"
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
func (d *drive) seats(ctx context.Context) (open bool) {
	live := map[messages.ID]bool{}
	for _, v := range d.live(ctx) {
		live[v.Session] = true
	}
	p := d.order.poll
	p.mu.Lock()
	defer p.mu.Unlock()
	for id, s := range p.seats {
		switch {
		case live[id]:
		case p.ballot == nil:
			delete(p.seats, id)
		default:
			s.out = true
		}
	}
	return p.ballot == nil
}

// rejoin yields how the sessions of a replicated job end that are under way, and hires others in the place of those that fail, at once:
// nobody shows anything before all have committed. Where the ballot is closed, or the money is spent, nobody is hired any more.
func (d *drive) rejoin(ctx context.Context, live []*protocol.View, sows []messages.ID) iter.Seq2[*requester.Outcome, error] {
	open := d.seats(ctx)
	var h requester.Hiring
	err := d.recall(ctx, live)
	if err == nil {
		h, err = d.replicas(nil) // the price is over what is taken up
	}
	if !open || err != nil { // which hireReplicas says, once these have ended
		return d.client.Follow(ctx, sows...)
	}
	return d.client.Resume(ctx, sows[0], h, sows[1:]...)
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
	d.seats(ctx)
	there, _, _, err := d.advance(ctx, nil, o, time.Time{}, func(p *poll) bool { return p.ballot != nil })
	if there || err != nil { // before a restart
		return d.decided(err)
	}
	sow = proto.CloneOf(sow)
	again(sow, time.Now())
	h, err := d.replicas(live)
	if err != nil {
		return err
	}
	err = d.collect(d.client.Hire(ctx, sow, h))
	return d.decided(err)
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
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	p := d.order.poll
	p.mu.Lock()
	if p.late != nil {
		p.late.Stop()
	}
	p.mu.Unlock()
	for _, v := range d.live(ctx) {
		p.mu.Lock()
		seat := p.seats[v.Session]
		late := p.ballot != nil && (seat == nil || !seat.votes)
		p.mu.Unlock()
		if !late {
			continue
		}
		if err := d.client.Cancel(ctx, v.Session, errLaggard.Reason); err != nil {
			d.Logger.Debug("cancel", "session", v.Session.Short(), "err", err)
		}
	}
}
