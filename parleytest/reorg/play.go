package reorg

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/ledger"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/deals"
)

// patience is how long a case may take: only a machine that hangs takes as long.
const patience = 4 * time.Minute

// play is one hire on the chain, from its deposits to the end of its deal.
type play struct {
	*testing.T
	*ledger.Market
	w           *world
	ctx         context.Context
	buys, farms *ledger.Process
	hires       sync.WaitGroup
	late        bool // time may have to pass that no step of the story waits for
}

func newPlay(t *testing.T, w *world) *play {
	t.Helper()
	ctx, cancel := context.WithTimeoutCause(t.Context(), patience, errors.New("it takes too long"))
	p := &play{T: t, Market: ledger.NewMarket(w), w: w, ctx: ctx}
	p.Depth, p.Poll = w.depth, poll
	for _, of := range []ledger.Seat{ledger.Requester, ledger.Farmer} {
		j, err := journal.Open(t.TempDir() + "/journal.db")
		w.must(err)
		t.Cleanup(func() { j.Close() })
		p.SetJournal(of, j)
	}
	t.Cleanup(func() {
		cancel()
		for _, process := range []*ledger.Process{p.buys, p.farms} {
			if process != nil {
				process.Stop()
			}
		}
		p.hires.Wait()
	})
	return p
}

// hire starts both sides and hires the farmer for so many parts.
func (p *play) hire(parts int) {
	p.farms, p.buys = p.Farm(p.ctx, true), p.Buy(p.ctx, true)
	buys := p.buys
	p.hires.Go(func() {
		if o, err := p.Market.Hire(p.ctx, buys, parts); err != nil || o.Err != nil {
			p.Logf("the hire ended with %v, %v", o, err)
		}
	})
}

// over: the rest of the story is another one, since the other side was faster.
func (p *play) over() bool { return p.w.miner.displaced.Load() }

// until waits for something, at most until the story is another one.
func (p *play) until(what string, ok func() bool) {
	p.Helper()
	tick := time.NewTicker(poll)
	defer tick.Stop()
	for !ok() && !p.over() {
		select {
		case <-tick.C:
		case <-p.ctx.Done():
			p.Fatalf("waiting for %s: %v; the requester's reconciler did %v, the farmer's %v; records: %s", what, context.Cause(p.ctx), p.Steps(ledger.Requester), p.Steps(ledger.Farmer), p.told())
		}
	}
}

// told is what the records say, for whoever reads of a failure.
func (p *play) told() (s string) {
	for _, of := range []ledger.Seat{ledger.Requester, ledger.Farmer} {
		for r := range p.Ledger(of).All(context.Background()) {
			status, err := p.w.seats[of].Status(context.Background(), r.Papers.ID, 1)
			s += fmt.Sprintf("%s: %+v, on the chain %s (%v); ", r.Role, r, status.State, err)
		}
		pending, err := p.w.seats[of].manager.Pending(context.Background())
		s += fmt.Sprintf("pending: %v %v; ", pending, err)
	}
	return s + p.w.bench.says()
}

// await waits until a side's reconcilers have done what, with all its blocks, or are done with the deal: what they had sent when they were
// broken off they do not count.
func (p *play) await(of ledger.Seat, what string) {
	p.Helper()
	p.until(fmt.Sprintf("the %d's %s", of, what), func() bool {
		steps := p.Steps(of)
		return slices.Contains(steps, what) || slices.Contains(steps, "finish")
	})
}

// deal is the farmer's record of the only one.
func (p *play) deal() (r *deals.Record) {
	p.Helper()
	p.until("the deal", func() bool {
		all := p.Records(p.T, ledger.Farmer)
		if len(all) == 1 {
			r = all[0]
		}
		return r != nil
	})
	if r == nil {
		r = p.Records(p.T, ledger.Farmer)[0]
	}
	return r
}

// reach moves chain time to so long after a second.
func (p *play) reach(at int64, after time.Duration) {
	p.Helper()
	now, err := p.w.seats[ledger.Stranger].Now(p.ctx)
	p.w.must(err)
	if d := time.Unix(at, 0).Add(after).Sub(now); d > 0 {
		p.w.Advance(d)
	}
}

// delivered waits until the farmer has a result on its record, and moves chain time to when it puts that on the chain.
func (p *play) delivered() {
	p.Helper()
	p.until("the result", func() bool { return p.deal().Result != nil })
	p.reach(p.deal().Papers.Terms.SubmitBy, -p.Margin)
}

// disputed hires for so many parts, and waits until the delivery is contested on the chain. It needs no time to pass: with its
// dispute the session is over, and the farmer submits at once.
func (p *play) disputed(parts int) {
	p.Helper()
	p.Buyer.Review = disputes
	p.hire(parts)
	p.await(ledger.Requester, "dispute")
}

// past moves chain time past a window that began when the deal's state did.
func (p *play) past(window func(deals.Terms) uint32) {
	p.Helper()
	r := p.deal()
	s, err := p.w.seats[ledger.Stranger].Status(p.ctx, r.Papers.ID, 1)
	p.w.must(err)
	if !p.over() {
		p.reach(s.Since.Unix(), time.Duration(window(r.Papers.Terms)+1)*time.Second)
	}
}

func acceptWindow(t deals.Terms) uint32 { return t.AcceptWindow }
func judgeWindow(t deals.Terms) uint32  { return t.JudgeWindow }

// working hires for so many parts, and waits until the n-th is worked on, which never ends by itself.
func (p *play) working(parts, n int) {
	p.Helper()
	reached := make(chan struct{}, 1)
	p.Service.Part = func(ctx context.Context, part int) error {
		if part != n {
			return nil
		}
		select {
		case reached <- struct{}{}:
		default:
		}
		<-ctx.Done()
		return context.Cause(ctx)
	}
	p.hire(parts)
	p.until("the work", func() bool { return len(reached) > 0 })
}

// vanish ends a side's process; its money is looked after again from closed on.
func (p *play) vanish(of ledger.Seat) {
	if of == ledger.Farmer {
		p.farms.Stop()
	} else {
		p.buys.Stop()
	}
}

// looked has a side's money looked after by a process without an engine.
func (p *play) looked(of ledger.Seat) {
	if of == ledger.Farmer {
		p.farms = p.Reconcile(p.ctx, of)
	} else {
		p.buys = p.Reconcile(p.ctx, of)
	}
}

// closed waits until both sides have closed every record, and no mediator has a case left, whose time passes as the case needs it. Where the reorganization was deeper than the parties wait for, or the
// other side was faster, what is left may be for a later deadline: then time moves on whenever all is quiet.
func (p *play) closed() {
	p.Helper()
	tick := time.NewTicker(poll)
	defer tick.Stop()
	for ticks, seen := 0, p.w.answered(); p.open() || p.w.bench.sitting(); {
		p.turn()
		if p.late && p.w.miner.quietAt.Load() > 0 {
			ticks++
		} else {
			ticks, seen = 0, p.w.answered()
		}
		if ticks > 100 && p.w.answered() > seen+50*int64(len(p.w.seats)) { // both sides have looked at the quiet chain, however slow the machine
			p.w.Advance(10 * time.Minute)
			ticks, seen = 0, p.w.answered()
		}
		select {
		case <-tick.C:
		case <-p.ctx.Done():
			p.Fatalf("the deal does not end: %v; the requester's reconciler did %v, the farmer's %v; records: %s", context.Cause(p.ctx), p.Steps(ledger.Requester), p.Steps(ledger.Farmer), p.told())
		}
	}
}

// open: a side has a record that is not closed, or none.
func (p *play) open() bool {
	p.Helper()
	for _, of := range []ledger.Seat{ledger.Requester, ledger.Farmer} {
		all := p.Records(p.T, of)
		if len(all) == 0 || slices.ContainsFunc(all, func(r *deals.Record) bool { return !r.Closed }) {
			return true
		}
	}
	return false
}

// neverReviews leaves deliveries unanswered.
func neverReviews(v *protocol.View) (messages.Message, error) {
	if v.Phase == protocol.Delivered {
		return nil, errors.New("not today")
	}
	return nil, nil
}

// disputes contests every delivery.
func disputes(v *protocol.View) (messages.Message, error) {
	if v.Phase != protocol.Delivered {
		return nil, nil
	}
	return &messages.Dispute{Grievance: messages.Grievance_GRIEVANCE_WRONG_RESULT, Reason: "wrong", Evidence: evidence(),
		JudgeByMs: time.Now().UnixMilli() + int64(v.Terms.JudgeMs)}, nil
}

// evidence is what the requester says is right.
func evidence() *messages.Payload {
	payload, err := messages.Text.Encode("what is right")
	if err != nil {
		panic(err) // a text always encodes
	}
	return payload
}
