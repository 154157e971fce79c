package main

import (
	"context"
	"fmt"
	"sync"

	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/contracts/court"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/mediator"
)

// chain is a [deals.Contract], which has a method of that name: it could not be embedded under it.
type chain = deals.Contract

// waiting is a party's account, as its reconciler asks it, that says once of each state of a deal what is waited for there, and until when,
// and again where it comes to wait for something else: the deal's session may tell nothing of it.
type waiting struct {
	chain
	app    *app
	ledger *deals.Ledger
	least  deals.State // the first that is told

	mu   sync.Mutex
	told map[deals.Hash]awaited
}

// awaited is what was told of a deal.
type awaited struct {
	state deals.State
	why   string
}

var _ deals.Contract = (*waiting)(nil)

func (a *app) waiting(n *node.Node, least deals.State) *waiting {
	return &waiting{chain: n.Party, app: a, ledger: n.Ledger, least: least, told: map[deals.Hash]awaited{}}
}

// Status implements [deals.Contract].
func (w *waiting) Status(ctx context.Context, id deals.Hash, depth uint64) (deals.Status, error) {
	s, err := w.chain.Status(ctx, id, depth)
	if err == nil && depth <= 1 {
		w.tell(ctx, id, s)
	}
	return s, err
}

func (w *waiting) tell(ctx context.Context, id deals.Hash, s deals.Status) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if s.State == deals.Unopened || s.State == deals.Closed {
		delete(w.told, id)
		return
	}
	told := w.told[id]
	if s.State < w.least || s.State < told.state {
		return
	}
	r, err := w.ledger.Get(ctx, id)
	if err != nil {
		return
	}
	if r.Role == protocol.Requester && s.State != deals.Open { // who goes by what was submitted
		if s.Submitted, err = w.Submission(ctx, id); err != nil || s.Submitted == nil {
			return
		}
	}
	x := deals.Show(r, s)
	now := awaited{s.State, x.Why}
	if x.Next != deals.Wait.String() || now == told { // what is done is told when it is
		return
	}
	w.told[id] = now
	w.app.say("deal %.10s is %s; this side %s", id, s.State, next(x))
}

// sitting is the panel, as a mediator asks it, that says of each stage of a case what is waited for, and until when.
type sitting struct {
	*court.Court
	app *app

	mu   sync.Mutex
	told map[deals.Hash]string
}

var _ mediator.Court = (*sitting)(nil)

// Docket implements [mediator.Watcher].
func (s *sitting) Docket(ctx context.Context, id deals.Hash, depth uint64) (mediator.Docket, error) {
	d, err := s.Court.Docket(ctx, id, depth)
	if err != nil || depth > 1 {
		return d, err
	}
	says := sits(d)
	s.mu.Lock()
	defer s.mu.Unlock()
	if says != s.told[id] && says != "" {
		s.app.say("case %.10s: %s, until %s", id, says, timeOf(d.Until))
	}
	if s.told[id] = says; says == "" {
		delete(s.told, id)
	}
	return d, nil
}

// sits is what a case waits for, of which a mediator asks. Empty where nothing is waited for.
func sits(d mediator.Docket) string {
	own := d.Seated && d.Committed
	switch {
	case d.Until.IsZero():
	case d.Stage == mediator.Armed:
		return "waits for the block that draws its members by lot"
	case d.Stage == mediator.Committing && d.Seated && !d.Committed:
		return "this mediator was drawn, and runs the work again, to commit to what comes of it"
	case d.Stage == mediator.Committing:
		return fmt.Sprintf("waits for the other members to commit%s", map[bool]string{true: "; then this one shows its vote"}[own])
	case d.Stage == mediator.Settling:
		return "nobody can commit any more; waits for the votes to be shown"
	case d.Stage == mediator.Revealing && own && !d.Revealed:
		return "shows this mediator's vote"
	case d.Stage == mediator.Revealing:
		return "waits for the other members to show their votes"
	case d.Stage == mediator.Appealable:
		return "what was found can be appealed against"
	}
	return ""
}
