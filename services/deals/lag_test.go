package deals

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// behind is an address behind which one node tells the time, and others what they know of a deal: nothing, at blocks of their own.
type behind struct {
	purse
	now time.Time
	at  []int64 // the times of the newest block of who answers, and of those before it
}

func (b *behind) Now(context.Context) (time.Time, error) { return b.now, nil }

func (b *behind) Status(_ context.Context, _ Hash, depth uint64) (Status, error) {
	return Status{State: Unopened, Block: Block{Time: at(b.at[depth-1])}}, nil
}

// of is a ledger of one deal.
func of(t *testing.T, r Record) (*Ledger, Hash) {
	t.Helper()
	l := &Ledger{Journal: new(journal.Memory)}
	r.Papers = papers()
	r.Papers.ID = Hash{1}
	if err := l.update(t.Context(), r.Papers.ID, func(held *Record) error { *held = r; return nil }); err != nil {
		t.Fatal(err)
	}
	return l, r.Papers.ID
}

// Issue 4, stale endpoints: a deal that is live stays on record, though chain time is past openBy where it was told, and who
// answers for the deal has not seen its opening.
func TestALaggingEndpointEndsNoDeal(t *testing.T) {
	for name, c := range map[string]struct {
		at   []int64
		ends bool
	}{
		"of a block before openBy":          {[]int64{openBy - 300}, false},
		"of the last in which it can begin": {[]int64{openBy}, false},
		"of a block past openBy":            {[]int64{openBy + 1}, true},
		"deep before openBy":                {[]int64{openBy + 20, openBy + 10, openBy}, false},
		"deep past openBy":                  {[]int64{openBy + 20, openBy + 10, openBy + 1}, true},
	} {
		for _, role := range []protocol.Role{protocol.Requester, protocol.Farmer} {
			t.Run(name+", "+role.String(), func(t *testing.T) {
				chain := &behind{now: at(submitBy - margin), at: c.at}
				l, id := of(t, Record{Role: role, Opened: true, Result: whole})
				reconciler := &Reconciler{Contract: chain, Ledger: l, Margin: defaultMargin, Depth: uint64(len(c.at)), reading: make(chan struct{}, 1)}
				if _, plan, _, err := reconciler.advance(t.Context(), id, new(attention), chain.now); err != nil || (plan.Step == Finish) != c.ends {
					t.Errorf("%+v, %v", plan, err)
				}
				if r, err := l.Get(t.Context(), id); err != nil || r.Closed != c.ends {
					t.Errorf("closed: %v, %v", r, err)
				}
			})
		}
	}
}

// teller is a chain that has forgotten a deal, and knows how it ended.
type teller struct {
	behind
	ended bool
	err   error
}

func (t *teller) Paid(context.Context, Hash) (messages.Amount, bool, error) {
	return messages.Amount{}, t.ended, t.err
}

// A deal that was opened, paid and forgotten by the contract while this side was away, which has never seen it there, is not void: what it
// cost counts.
func TestClosedWhileAwayIsNotVoid(t *testing.T) { // C26; DESIGN 9
	for name, c := range map[string]struct {
		chain        *teller
		closed, void bool
	}{
		"it ended":            {&teller{ended: true}, true, false},
		"it was never opened": {&teller{}, true, true},
		"the chain is away":   {&teller{err: ErrUnreachable}, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			c.chain.behind = behind{now: at(submitBy), at: []int64{openBy + 1}}
			l, id := of(t, Record{Role: protocol.Requester})
			reconciler := &Reconciler{Contract: c.chain, Ledger: l, Margin: defaultMargin, Depth: 1, reading: make(chan struct{}, 1)}
			_, plan, _, err := reconciler.advance(t.Context(), id, new(attention), c.chain.now)
			if (plan.Step == Finish) != c.closed || !errors.Is(err, c.chain.err) {
				t.Errorf("%+v, %v", plan, err)
			}
			if told := plan.Why == isClosed; told != (c.closed && !c.void) {
				t.Errorf("it is told why: %q", plan.Why)
			}
			if r, err := l.Get(t.Context(), id); err != nil || r.Closed != c.closed || r.Void != c.void {
				t.Errorf("%+v, %v", r, err)
			}
		})
	}
}

// Neither side takes for late what only a node that lags behind has not seen.
func TestALaggingEndpointMakesNoOpeningLate(t *testing.T) {
	p := papers()
	for block, late := range map[int64]bool{openBy - 300: false, openBy: false, openBy + 1: true} {
		chain := &behind{now: at(submitBy), at: []int64{block}}
		g := Guard(nil, chain, nil, nil)
		g.init()
		if open, err := g.lookOpen(t.Context(), &p, new(blocks)); open || (err != nil) != late {
			t.Errorf("the farmer at %d: %t, %v", block, open, err)
		}
		if is, err := Fund(nil, chain, nil, nil).lookOpen(t.Context(), &p); (is == unopened) == late || (err != nil) != late {
			t.Errorf("the requester at %d: %v, %v", block, is, err)
		}
	}
}

// forgetful is an address behind which the contract says that a deal was opened, and some nodes have not seen it.
type forgetful struct {
	purse
	unseen int // so many looks
	asked  int
}

func (f *forgetful) Status(context.Context, Hash, uint64) (Status, error) {
	if f.unseen--; f.unseen >= 0 {
		return Status{State: Unopened, Block: Block{Time: at(openBy)}}, nil
	}
	return Status{State: Open, Block: Block{Time: at(openBy)}}, nil
}

func (f *forgetful) Open(_ context.Context, o []Opening) ([]error, error) {
	f.asked++
	return slices.Repeat([]error{fmt.Errorf("open: %w", ErrOpened)}, len(o)), nil
}

// Issue 4, stale endpoints: a deal that somebody has opened is not given up because a node has not seen it.
func TestALaggingEndpointFailsNoHire(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, chain := papers(), &forgetful{unseen: 3}
		f := Fund(nil, chain, nil, nil)
		f.init()
		if err := f.open(t.Context(), &p, Opening{Deal: p.Deal}); err != nil || chain.asked != 3 {
			t.Errorf("asked to open %d times: %v", chain.asked, err)
		}
	})
}
