package court

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/ethereum/go-ethereum/common"

	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/deals"
)

// Appeals is a panel for a party of deals that it judges. It may be used concurrently.
type Appeals struct {
	clerk *Clerk
	party common.Address
}

// NewAppeals makes it for an account, that of the manager with which the clerk's panel was bound.
func NewAppeals(c *Clerk, party deals.Address) *Appeals { return &Appeals{c, common.Address(party)} }

// Case implements [deals.Court].
func (a *Appeals) Case(ctx context.Context, r *deals.Record, depth uint64) (*deals.Case, error) {
	c, id := a.clerk, r.Papers.ID
	if r.Papers.Terms.Arbiter != deals.Address(c.panel.Address()) {
		return nil, nil
	}
	d, err := c.panel.Docket(ctx, id, 1)
	if err != nil {
		return nil, err
	}
	stands := &deals.Case{Round: d.Rounds}
	switch {
	case d.Stage == panel.Concludable:
	case d.Stage == panel.Revealing && !c.panel.AppealBy(d, d.Until).After(d.Until):
		if found := c.Found(d); !found && d.Until.Sub(d.Block.Time) > c.panel.Rules().RevealWindow/4 {
			return nil, nil // it may still find something
		} else if !found {
			stands.VoteBy = d.Until
		}
	case d.Stage == panel.Appealable:
		stands.AppealBy, stands.Overturns, stands.Repeated = d.Until, c.Found(d) || c.Silent(d), c.repeated(d)
		if depth > 1 {
			deep, err := c.panel.Docket(ctx, id, depth)
			if err != nil || deep.Stage != d.Stage || !slices.Equal(deep.Seats, d.Seats) {
				return nil, err
			}
		}
	default:
		return nil, nil
	}
	f, found, err := c.standing(ctx, id, d)
	if err != nil || !found {
		return stands, err
	}
	cost, err := messages.AmountOf(f.Cost)
	stands.Found = &deals.Finding{Digest: f.Digest, Fuel: f.Fuel, Cost: cost.String()}
	return stands, err
}

// Pursued implements [deals.Court].
func (a *Appeals) Pursued(ctx context.Context, r *deals.Record, closed deals.Block, depth uint64) (bool, error) {
	if r.Papers.Terms.Arbiter != deals.Address(a.clerk.panel.Address()) {
		return false, nil
	}
	d, err := a.clerk.panel.Docket(ctx, r.Papers.ID, 1)
	if err == nil && d.Stage == panel.Unknown && d.Block.Number < closed.Number {
		err = deals.Behind("it tells of no case as it was before the deal was closed")
	}
	if err != nil || !over(d) || depth <= 1 {
		return err == nil && !over(d), err
	}
	if d, err = a.clerk.panel.Docket(ctx, r.Papers.ID, depth); err != nil {
		return false, err
	}
	return !over(d), nil
}

// over: nothing is left of the case but to finish it.
func over(d panel.Docket) bool { return d.Stage == panel.Unknown || d.Stage == panel.Ended }

// Means implements [deals.Court].
func (a *Appeals) Means(ctx context.Context, r *deals.Record, c *deals.Case) (m deals.Means, err error) {
	p := a.clerk.panel
	at, err := p.Position(ctx, a.party)
	if err != nil {
		return m, err
	}
	if m.Bond, err = messages.AmountOf(p.Bond(c.Round - 1)); err != nil {
		return m, err
	}
	if m.Stake, err = messages.AmountOf(at.Free); err != nil || m.Stake.Cmp(m.Bond) < 0 {
		return m, err
	}
	m.Few, err = a.Few(ctx, r, c.Round)
	return m, err
}

// Few reports whether less can be drawn than a larger round takes after so many.
func (a *Appeals) Few(ctx context.Context, r *deals.Record, rounds int) (bool, error) {
	ready, err := a.ready(ctx, r)
	return err == nil && ready < a.clerk.panel.Rules().Size(rounds), err
}

// ready counts who can be drawn for a larger round.
func (a *Appeals) ready(ctx context.Context, r *deals.Record) (ready int, err error) {
	p := a.clerk.panel
	d, err := p.Docket(ctx, r.Papers.ID, 1)
	if err != nil {
		return 0, err
	}
	parties := []common.Address{common.Address(r.Papers.Deal.Requester), common.Address(r.Papers.Deal.Farmer), common.Address(r.Papers.Terms.Payer)}
	for _, m := range p.Members() {
		if _, sits := d.Seat(m); sits || slices.Contains(d.Passed, m) || slices.Contains(parties, m) {
			continue
		}
		at, err := p.Position(ctx, m)
		if err != nil {
			return 0, err
		}
		if at.Counts(at.Block.Time).Cmp(p.Rules().Stake) >= 0 {
			ready++
		}
	}
	return ready, nil
}

// Appeal implements [deals.Court].
func (a *Appeals) Appeal(ctx context.Context, r *deals.Record, round int) error {
	d, err := a.clerk.panel.Docket(ctx, r.Papers.ID, 1)
	if err != nil {
		return err
	}
	if d.Rounds != round {
		return fmt.Errorf("court: of case %s round %d was to be appealed against, and round %d is the last that was drawn: the chain is looked at again", r.Papers.ID, round, d.Rounds)
	}
	if err := a.clerk.Appeal(ctx, r.Papers.ID); !errors.Is(err, panel.ErrWrongStage) {
		return err
	}
	return nil // somebody else has, and the chain is looked at again
}

var _ deals.Court = (*Appeals)(nil)
