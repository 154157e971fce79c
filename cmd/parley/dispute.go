package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/deals"
)

// dispute is one of a job's requester's, as -o json prints it.
type dispute struct {
	Farmer string        `json:"farmer"`
	Deal   deals.Hash    `json:"deal"`
	Ended  *endStatement `json:"ended,omitempty"`
	Until  time.Time     `json:"until,omitzero"` // at the latest, while it lasts

	key messages.Key // the farmer's
}

// disputed are the disputes of the job, of this command and of earlier ones.
func (o *errand) disputed(ctx context.Context) (all []dispute, err error) {
	for r, err := range o.node.Ledger.All(ctx) {
		if err != nil {
			return nil, err
		}
		if !contests(r) {
			continue
		}
		h := o.hired(ctx, r.Session)
		if h.job != o.job.ID {
			continue
		}
		ended, _, err := o.settled(ctx, r, messages.Amount{})
		if err != nil {
			return nil, err
		}
		all = append(all, disputeOf(r, h.key, ended))
	}
	return all, nil
}

// disputeOf is the dispute of a deal that has ended so; nil: the chain does not show how, or it has not.
func disputeOf(r *deals.Record, farmer messages.Key, ended *endStatement) dispute {
	d := dispute{Farmer: farmer.String(), Deal: r.Papers.ID, Ended: ended, key: farmer}
	if ended == nil && !r.Closed {
		d.Until = lastRuling(r).UTC()
	}
	return d
}

// words say how it has ended, or until when it lasts and what tells how it goes on.
func (d *dispute) words() string {
	switch {
	case d.Ended != nil:
		return fmt.Sprintf("deal %.10s, which was disputed, has ended: %s", d.Deal, d.Ended.money())
	case d.Until.IsZero():
		return fmt.Sprintf("deal %.10s, which was disputed, has ended; how says: parley deal show %.10s", d.Deal, d.Deal)
	}
	return fmt.Sprintf("deal %.10s is disputed, until %s at the latest; how it goes on says: parley deal show %.10s", d.Deal, clock(d.Until), d.Deal)
}

// lost: what this side held against the farmer was found not to be so. An acceptance that the farmer has shown may be for a part that was not disputed.
func (d *dispute) lost() bool {
	return d.Ended != nil && (d.Ended.outcome == escrow.OutcomeCorrect || d.Ended.outcome == escrow.OutcomeServed)
}

// undone says why not everything was done. Of a farmer that was hired and disputed with it says what came of that, whatever its session has come to.
func (o *errand) undone(bill *compute.Bill, disputes []dispute, cause error) *failure.Failure {
	words := o.words()
	words.Hired = map[messages.Key]string{}
	for _, l := range bill.Lines {
		if l.View.Bound() {
			words.Hired[l.Farmer] = ""
		}
	}
	exit, see := failure.General, ""
	for _, d := range disputes {
		words.Hired[d.key] = o.app.typed(d.words())
		if d.lost() {
			exit, see = failure.Lost, fmt.Sprintf("see what was found with: parley deal show %.10s; or ", d.Deal)
		}
	}
	if len(disputes) > 0 {
		words.Again = see + "have another farmer do it with: " + o.comeBack()
		if len(o.flags.farmers) > 0 {
			words.Again += " --farmer ADDR"
		}
	}
	f := words.Of(cause)
	if _, unfilled := errors.AsType[*requester.Unfilled](cause); unfilled && len(disputes) > 0 && f.Exit == failure.Refused {
		f.Exit = exit // no peer has refused
	}
	return f
}

// contested: the chain decides about what was agreed, and nothing more comes of the session.
func contested(v *protocol.View) bool { return v.Phase == protocol.Disputed && v.Settles() }

// contesting says what is disputed for the job, until when; nothing where nothing is.
func (o *errand) contesting(ctx context.Context) string {
	if o.node.Ledger == nil {
		return ""
	}
	open, err := o.openDeals(ctx)
	if err != nil || len(open.disputed) == 0 {
		return ""
	}
	return open.left()
}
