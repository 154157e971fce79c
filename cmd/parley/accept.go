package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/deals"
)

func (a *app) acceptDeal(ctx context.Context, name, id string) error {
	d, err := a.hand(ctx, name, id)
	if err != nil {
		return err
	}
	defer d.close(ctx, a)
	accepted, shown, err := d.Accept(ctx, d.record.Papers.ID)
	if e, ok := errors.AsType[*protocol.Error](err); ok && (e.Code == protocol.NotFound || e.Code == protocol.Late) {
		return failure.Newf(failure.NotFound, "see: parley deal show "+id, "there is nothing to accept: %s", e.Reason)
	}
	if err != nil {
		return err
	}
	if shown {
		return a.accepted(ctx, d)
	}
	r, err := d.Ledger.Get(ctx, d.record.Papers.ID)
	if err != nil {
		return err
	}
	a.say("%s", handedOver(d.market, accepted, r.Accepted))
	_, err = fmt.Fprintf(a.out, "0x%x\n", accepted.Signature)
	return err
}

// accepted says what an acceptance has come to that the chain has, or that came when the deal was closed.
func (a *app) accepted(ctx context.Context, d *hand) error {
	id := d.record.Papers.ID
	end, ended, err := d.party.End(ctx, &d.record.Papers)
	if err != nil {
		return err
	}
	if !ended {
		if s, err := look(ctx, d.party, d.record); err == nil && stateOf(d.record, s) == "void" {
			return failure.Newf(failure.NotFound, fmt.Sprintf("see: parley deal show %.12s", id), "there is nothing to accept: the deal was never opened")
		}
		a.say("accepted; what was paid says: %s %.12s", a.typed("parley deal show"), id)
		return nil
	}
	switch x := endingOf(d.market, d.record, end); end.Outcome {
	case escrow.OutcomeAccepted, escrow.OutcomeConceded:
		a.say("accepted: %s", x.money())
		return nil
	default:
		return failure.Newf(failure.NotFound, fmt.Sprintf("see: parley deal show %.12s", id), "it is too late to accept: the deal has ended: %s", x.money())
	}
}

// handedOver says what an acceptance is for that the farmer has still to show, and which dearer one of this side's it may show instead.
func handedOver(m *market.Market, accepted, held *deals.Acceptance) string {
	says := "accepted; the farmer has put nothing on the chain yet, and is paid when it shows this signature"
	if of(held.Cost).Cmp(of(accepted.Cost)) > 0 {
		says += fmt.Sprintf(", which is for %s; it has one for %s from this side already, and may show that instead", sumOfText(m, accepted.Cost), sumOfText(m, held.Cost))
	}
	return says
}
