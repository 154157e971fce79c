package mediator_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/mediator"
)

// errUnheld is what cannot be fetched.
var errUnheld = errors.New("nobody has it")

// keeps writes a deal, and all that was said of it, where its requester's node has them.
func (w *world) keeps(c *contract) *deals.Ledger {
	w.t.Helper()
	notes, record := new(journal.Memory), c.record
	record.Role, record.Opened = protocol.Requester, true
	b := journal.Batch{}
	for i, raw := range c.signed {
		e := must(must(messages.Parse(raw))(w.t).Open())(w.t)
		if i == 0 {
			record.Session = e.ID()
		}
		b.Records = append(b.Records, journal.Record{Session: record.Session, Index: i, Envelope: raw, ID: e.ID()})
	}
	if err := notes.Commit(w.ctx(), b); err != nil {
		w.t.Fatal(err)
	}
	put(w.t, notes, &record)
	return &deals.Ledger{Journal: notes}
}

// requests runs a requester's node that can fetch nothing, and that shows the panel its deals, until stop.
func (w *world) requests(ledger *deals.Ledger) (stop func()) {
	ctx, cancel := context.WithCancel(w.t.Context())
	reconciler := &deals.Reconciler{Contract: w.parties[requester], Ledger: ledger, Margin: margin, Poll: 10 * time.Millisecond,
		Inspect: func(context.Context, *deals.Record, deals.Delivery) (*deals.Complaint, error) { return nil, errUnheld }}
	shows := &mediator.Exhibits{Ledger: ledger, Chain: w.parties[requester], Store: w.public, Poll: 10 * time.Millisecond}
	var running sync.WaitGroup
	running.Go(func() { _ = reconciler.Run(ctx) })
	running.Go(func() { _ = shows.Run(ctx) })
	stop = sync.OnceFunc(func() { cancel(); running.Wait() })
	w.t.Cleanup(stop)
	return stop
}

// C34, C51; SETTLEMENT rows 7b and 8: a farmer submits at the whole price what it has shown nobody, and ignores the session: the requester
// contests it in time, and shows the panel what was agreed, so that it is judged by what the work gives.
func TestSubmittedAndNeverShown(t *testing.T) {
	w := newWorld(t)
	work := printing("hello\n")
	for name, c := range map[string]struct {
		right bool
		want  purses
	}{
		"row 7b, made up":          {want: purses{Farmer: -cheat, Mediators: fees, Burned: cheat - fee}},
		"row 8, the work was done": {right: true, want: purses{Requester: -price, Farmer: price - fee, Mediators: fees}},
	} {
		t.Run(name, func(t *testing.T) {
			w.t, w.public = t, store(t)
			before := w.purses()
			deal := w.agree(work, compute.Limits{}, true)
			submitted := deals.Delivery{Digest: painted, Cost: fmt.Sprint(price)}
			if c.right {
				submitted.Digest = w.truth(deal, work, store(t))
			}
			w.public = store(t) // nobody has what was agreed but the parties, and the farmer serves nothing
			must(content.AddFile(w.ctx(), w.public, bytes.NewReader(work), content.Limits{}))(t)
			ledger := w.keeps(deal)
			deal.record.Result = &submitted
			if err := w.parties[farmer].Submit(w.ctx(), &deal.record); err != nil {
				t.Fatal(err)
			}
			stop := w.requests(ledger)
			must(w.chain.Advance(w.ctx(), hour-margin/2))(t) // no time is left to look, and enough for a slow machine to contest
			until(t, "it is contested", func() bool {
				return must(w.parties[requester].Status(w.ctx(), deal.record.Papers.ID, 1))(t).State == deals.Disputed
			})
			w.started = nil
			members := []*member{w.member(0), w.member(1), w.member(2)}
			quit := w.start(members...)
			deal.record.Complaint, deal.unheld = &deals.Complaint{NotServed: true}, c.right
			w.judge(deal, seats)
			w.collected(members)
			if diff := cmp.Diff(c.want, w.purses().minus(before)); diff != "" {
				t.Errorf("balances (-want +got)\n%s", diff)
			}
			r := must(ledger.Get(w.ctx(), deal.record.Papers.ID))(t)
			if missing := r.Unserved(); missing == nil || *missing != submitted {
				t.Errorf("the requester looks for %v, and %v was not served", missing, submitted)
			}
			stop()
			quit()
		})
	}
}
