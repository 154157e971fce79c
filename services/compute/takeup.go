package compute

import (
	"context"
	"errors"
	"iter"
	"sync"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

// live are the sessions of the job that bind and are under way.
func (d *drive) live(ctx context.Context) (views []*protocol.View) {
	for _, v := range d.client.Sessions() {
		if v.Terms == nil || v.SOW.GetService() != Service {
			continue
		}
		if o, err := d.orderOf(ctx, v); err == nil && o == d.order {
			views = append(views, v)
		}
	}
	return views
}

// places are the sessions of the job that hold a place, and the others that are under way: in the place of those another was hired.
func (d *drive) places(ctx context.Context) (held, replaced []*protocol.View) {
	for _, v := range d.live(ctx) {
		if d.holds(d.order, v.Session) {
			held = append(held, v)
		} else {
			replaced = append(replaced, v)
		}
	}
	return held, replaced
}

// holds reports whether a session has a place: another was not hired in it, or what it shows counts all the same.
func (b *Buyer) holds(o *order, session messages.ID) bool {
	if o.poll != nil {
		o.poll.mu.Lock()
		defer o.poll.mu.Unlock()
		if seat := o.poll.seats[session]; seat != nil && seat.votes {
			return true
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return !o.gone[session]
}

func ids(views []*protocol.View) (sessions []messages.ID) {
	for _, v := range views {
		sessions = append(sessions, v.Session)
	}
	return sessions
}

// takeUp sees through what is under way already, as far as it can be reached. All shares are known before anybody is hired for what is left.
func (d *drive) takeUp(ctx context.Context) error {
	for {
		held, replaced := d.places(ctx)
		var outcomes iter.Seq2[*requester.Outcome, error]
		switch {
		case len(held) == 0:
			d.dismissReplaced(ctx, replaced)
			return nil
		case d.order.poll != nil:
			outcomes = d.rejoin(ctx, held, replaced)
		default: // others are hired afterwards, for what is left of them all
			outcomes = d.follow(ctx, max(d.hiring.Patience, 0), held, replaced)
		}
		err := d.collect(outcomes)
		if _, unfilled := errors.AsType[*requester.Unfilled](err); unfilled {
			return nil
		}
		if protocol.CodeOf(err) != protocol.NotFound { // else one has ended meanwhile
			return err
		}
	}
}

// follow yields how those end that hold places, without hiring anybody.
func (d *drive) follow(ctx context.Context, patience time.Duration, held, replaced []*protocol.View) iter.Seq2[*requester.Outcome, error] {
	d.dismissReplaced(ctx, replaced)
	return d.client.Follow(ctx, patience, ids(held)...)
}

// dismissReplaced asks those to stop in whose place others were hired, as Resume does by itself.
func (d *drive) dismissReplaced(ctx context.Context, replaced []*protocol.View) {
	d.cancel(ctx, replaced, errReplaced)
}

var errReplaced = protocol.Errorf(protocol.Canceled, "another farmer was hired in this one's place")

// cancel asks farmers to stop, each now or as soon as it is in reach, and none of them waits for another.
func (d *drive) cancel(ctx context.Context, unwanted []*protocol.View, why *protocol.Error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	var asking sync.WaitGroup
	defer asking.Wait()
	for _, v := range unwanted {
		asking.Go(func() {
			if err := d.client.Cancel(ctx, v.Session, why.Reason); err != nil {
				d.Logger.Debug("cancel", "session", v.Session.Short(), "err", err)
			}
		})
	}
}
