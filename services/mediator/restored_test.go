package mediator_test

import (
	"context"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/mediator"
)

// once runs the work when it may, and has seen another hour: there the farmer served its result.
type once struct {
	mediator.Runner
	may    chan struct{}
	served bool
	slow   bool // it comes to no end
}

func (o *once) Rerun(ctx context.Context, b *mediator.Brief) (*mediator.Rerun, error) {
	select {
	case <-o.may:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if o.slow {
		return &mediator.Rerun{Inconclusive: "this machine was too slow"}, nil
	}
	r, err := o.Runner.Rerun(ctx, b)
	if r != nil {
		r.Finding.Served = r.Finding.Served || o.served
	}
	return r, err
}

// restore gives a member the disk that it had before the case.
func (w *world) restore(m *member) {
	m.journal, m.runner, w.records[m.account] = new(journal.Memory), w.sandbox(w.t, store(w.t)), new(transactions.Memory)
}

// stage waits until a case is so.
func (w *world) stage(c *contract, is func(panel.Docket) bool) panel.Docket {
	w.t.Helper()
	var d panel.Docket
	until(w.t, "a stage of the case", func() bool {
		if d = must(w.panel.Docket(w.ctx(), c.record.Papers.ID, 1))(w.t); d.Stage == panel.Armed && w.chain.Head().Number < d.ArmedAt+5 {
			must(w.chain.Seal(w.ctx()))(w.t)
		}
		return is(d)
	})
	return d
}

// THREATS 4, restored old backup; SETTLEMENT rule 8: a member whose journal is of before it committed finds again what it committed to, and
// reveals that. It is paid, and keeps its stake.
func TestRestoredMediator(t *testing.T) {
	work := printing("hello\n")
	for name, c := range map[string]struct {
		pooled bool // it comes back while its commitment has been sent, and is not mined
		late   bool // it comes back when nobody can commit any more
		first  once // how its first life finds
	}{
		"while others commit":                                     {},
		"when it is time to reveal":                               {late: true},
		"before its commitment is mined":                          {pooled: true},
		"the result is not served any more":                       {first: once{served: true}},
		"not served any more, and before its commitment is mined": {first: once{served: true}, pooled: true},
		"it could not tell":                                       {first: once{slow: true}, late: true},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			before := w.purses()
			deal := w.agree(work, compute.Limits{}, true)
			w.dispute(deal, painted, deals.Complaint{NotServed: true})
			members := []*member{w.member(0), w.member(1), w.member(2)}
			restored, may := members[0], make(chan struct{})
			for _, m := range members {
				m.runner = &once{Runner: m.runner, may: may}
			}
			restored.runner.(*once).served, restored.runner.(*once).slow = c.first.served, c.first.slow
			w.start(members[1:]...)
			kill := w.start(restored)
			w.stage(deal, func(d panel.Docket) bool { return d.Stage == panel.Committing })
			sent := func() uint64 {
				return must(w.client.PendingNonceAt(w.ctx(), devchain.Address(restored.account)))(t)
			}
			if nonce := sent(); c.pooled {
				if err := w.chain.Hold(w.ctx()); err != nil {
					t.Fatal(err)
				}
				close(may)
				until(t, "its commitment to be in the pool", func() bool { return sent() > nonce })
			} else {
				close(may)
			}
			committed := func(d panel.Docket) bool {
				n := 0
				for _, s := range d.Seats {
					if s.Committed {
						n++
					}
				}
				return n == seats
			}
			if !c.pooled {
				w.stage(deal, committed)
			}
			kill()
			w.restore(restored)
			if c.late {
				for _, stage := range []panel.Stage{panel.Committing, panel.Settling} {
					d := w.stage(deal, func(d panel.Docket) bool { return d.Stage == stage })
					must(w.chain.Advance(w.ctx(), d.Until.Add(time.Second).Sub(w.chain.Head().Time)))(t)
				}
			}
			nonce := sent()
			w.start(restored)
			if c.pooled {
				until(t, "what it commits to once more to be in the pool", func() bool { return sent() > nonce })
				if err := w.chain.Release(w.ctx()); err != nil {
					t.Fatal(err)
				}
			}
			w.judge(deal, seats)
			w.collected(members)
			want := purses{Farmer: -cheat, Mediators: fees, Burned: cheat - fee} // row 7b
			if c.first.slow {
				want.Mediators = []int64{0, fee / 2, fee/2 + fee%2} // it earns nothing, and loses nothing
			}
			if diff := cmp.Diff(want, w.purses().minus(before)); diff != "" {
				t.Errorf("balances (-want +got)\n%s", diff)
			}
		})
	}
}

// restoredToReveal has a case judged by three of which one has the disk of before the case when it is to reveal: it is prepared before, and
// when it comes back.
func restoredToReveal(t *testing.T, first, second func(*world, *member)) {
	t.Helper()
	w := newWorld(t)
	before := w.purses()
	deal := w.agree(printing("hello\n"), compute.Limits{}, true)
	w.dispute(deal, painted, deals.Complaint{NotServed: true})
	members := []*member{w.member(0), w.member(1), w.member(2)}
	first(w, members[0])
	w.restoredToReveal(deal, members, second)
	want := purses{Farmer: -cheat, Mediators: fees, Burned: cheat - fee} // row 7b
	if diff := cmp.Diff(want, w.purses().minus(before)); diff != "" {
		t.Errorf("balances (-want +got)\n%s", diff)
	}
}

// restoredToReveal has members judge of whom the first loses what it has written down.
func (w *world) restoredToReveal(deal *contract, members []*member, back func(*world, *member)) {
	w.t.Helper()
	restored := members[0]
	w.start(members[1:]...)
	kill := w.start(restored)
	for _, stage := range []panel.Stage{panel.Committing, panel.Settling} {
		d := w.stage(deal, func(d panel.Docket) bool {
			return d.Stage == stage && !slices.ContainsFunc(d.Seats, func(s panel.Seat) bool { return !s.Committed })
		})
		if stage == panel.Settling {
			kill()
			w.restore(restored)
		}
		must(w.chain.Advance(w.ctx(), d.Until.Add(time.Second).Sub(w.chain.Head().Time)))(w.t)
	}
	back(w, restored)
	w.start(restored)
	w.judge(deal, seats)
	w.collected(members)
}

// THREATS 4, restored old backup, S-9.2-2: also where its inputs are encrypted, and their key was in the journal that was lost: a party gives it once more
// to who has committed and is to reveal.
func TestRestoredMediatorOfEncryptedInputs(t *testing.T) {
	w, key := encryptedWorld(t, seats)
	before := w.purses()
	deal := w.agree(reading(), compute.Limits{}, true)
	w.dispute(deal, painted, deals.Complaint{ClaimedDigest: w.opened(deal, key, store(t))})
	k := w.keeper(deal, protocol.Requester, key)
	x := &exchange{answers: map[messages.Key]func(context.Context, messages.Key, []byte) []byte{k.Self: k.Answer}}
	opens := func(w *world, m *member) { m.runner.(*mediator.Sandbox).Keys = w.juror(m.account, x).In }
	members := []*member{w.member(0), w.member(1), w.member(2)}
	for _, m := range members {
		opens(w, m)
	}
	w.restoredToReveal(deal, members, opens)
	want := purses{Requester: award, Farmer: -cheat, Mediators: fees, Burned: cheat - fee - award} // row 7
	if diff := cmp.Diff(want, w.purses().minus(before)); diff != "" {
		t.Errorf("balances (-want +got)\n%s", diff)
	}
}

// misled is an endpoint that has something else judged, and the seat commit to something else: each for so many looks that every run
// but one would be vain, the second again when more time has passed than is left between two; and then no more.
type misled struct {
	mediator.Court
	chain *devchain.Chain
	looks int
}

const wrongLooks = 20

func (e *misled) Docket(ctx context.Context, id deals.Hash, depth uint64) (mediator.Docket, error) {
	d, err := e.Court.Docket(ctx, id, depth)
	if err != nil || !d.Seated || !d.Committed || d.Revealed {
		return d, err
	}
	if e.looks++; e.looks == 2*wrongLooks {
		_, err = e.chain.Advance(ctx, hour/3)
	}
	if e.looks <= 3*wrongLooks {
		d.Commitment = deals.Hash{1}
	}
	return d, err
}

func (e *misled) Brief(ctx context.Context, id deals.Hash) (*mediator.Brief, error) {
	b, err := e.Court.Brief(ctx, id)
	if err == nil && e.looks <= wrongLooks && e.looks%2 == 0 {
		b.Delivery.Digest[0]++
	}
	return b, err
}

// reruns counts runs.
type reruns struct {
	mediator.Runner
	n atomic.Int32
}

func (r *reruns) Rerun(ctx context.Context, b *mediator.Brief) (*mediator.Rerun, error) {
	r.n.Add(1)
	return r.Runner.Rerun(ctx, b)
}

// THREATS 4, restored old backup, at an endpoint that is wrong for a while: what it says is run for once, also where it says one thing
// and then the other, and once more when a good part of the time has passed; what was found then is known when it says what was committed to.
// The stake is kept.
func TestRestoredMediatorIsMisled(t *testing.T) {
	counted := new(reruns)
	restoredToReveal(t, func(*world, *member) {}, func(w *world, m *member) {
		counted.Runner = m.runner
		m.runner = counted
		m.edit = func(m *mediator.Mediator) { m.Court = &misled{Court: m.Court, chain: w.chain} }
	})
	if n := counted.n.Load(); n != 3 {
		t.Errorf("the work was run %d times, want 3", n)
	}
}
