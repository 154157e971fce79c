package court

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/mediator"
)

// Court is a panel and its escrow, seen by a member. Both must have been bound with a manager of the member's account.
type Court struct {
	*Clerk
	Salts  Salts // for who votes; zero: there is no salt to be had
	member common.Address
}

// New makes the court of a member. The error says that the panel judges the deals of another contract, or does not list it.
func New(client *transactions.Client, p *panel.Panel, e *escrow.Contract, member common.Address) (*Court, error) {
	clerk, err := NewClerk(client, p, e)
	if err != nil {
		return nil, err
	}
	for _, m := range p.Members() {
		if m == member {
			return &Court{Clerk: clerk, member: member}, nil
		}
	}
	return nil, fmt.Errorf("court: %s is not on the list of the panel %s, which never changes; use the account that is, or another panel", member, p.Address())
}

// Head is the newest block.
func (c *Court) Head(ctx context.Context) (mediator.Head, error) {
	head, err := c.client.Head(ctx)
	if err != nil {
		return mediator.Head{}, fmt.Errorf("court: the newest block: %w", err)
	}
	return mediator.Head{Block: head.Number, Time: head.Time}, nil
}

// Cases yields what was told of cases.
func (c *Court) Cases(ctx context.Context, first, last uint64) iter.Seq2[mediator.Sighting, error] {
	return func(yield func(mediator.Sighting, error) bool) {
		for e, err := range c.panel.Events(ctx, first, last, nil) {
			if err != nil {
				yield(mediator.Sighting{}, err)
				return
			}
			s := mediator.Sighting{ID: e.Entry.Of(), Block: e.Block}
			switch entry := e.Entry.(type) {
			case panel.RoundArmed:
				s.JudgeBy, s.Drawn = transactions.Time(entry.JudgeBy), entry.Round > 0
			case panel.RoundDrawn:
				s.Drawn = true
			case panel.Closed:
				s.Closed = true
			case panel.Finished:
				s.Finished = true
			default:
				continue
			}
			if !yield(s, nil) {
				return
			}
		}
	}
}

// drawDelay is how many blocks after a round was armed it can be drawn.
const drawDelay = 5

// Docket reads a case.
func (c *Court) Docket(ctx context.Context, id deals.Hash, depth uint64) (mediator.Docket, error) {
	d, err := c.panel.Docket(ctx, id, depth)
	if err != nil {
		return mediator.Docket{}, err
	}
	if d.Stage > panel.Ended {
		return mediator.Docket{}, fmt.Errorf("court: the panel answers with a stage that this version does not know (%d)", d.Stage)
	}
	docket := mediator.Docket{Stage: mediator.Stage(d.Stage), Of: mediator.Head{Block: d.Block.Number, Time: d.Block.Time}, JudgeBy: d.JudgeBy, Until: d.Until, DrawFrom: d.ArmedAt + drawDelay,
		CommitWindow: c.panel.Rules().CommitWindow, RevealWindow: c.panel.Rules().RevealWindow, Silent: true}
	docket.Turn, docket.Pace = c.turn(id)
	for _, s := range d.Seats {
		docket.Silent = docket.Silent && !s.Revealed
	}
	docket.RevealBy = c.revealBy(d)
	if seat, ok := c.seat(d); ok {
		s := d.Seats[seat]
		docket.Seated, docket.Committed, docket.Revealed = true, s.Committed, s.Revealed
		if docket.Round, docket.Seat = d.Rounds-1, seat; s.Committed && !s.Revealed {
			docket.Commitment = s.Word
		}
	}
	return docket, nil
}

// revealBy is the last second in which the round that goes on can be revealed.
func (c *Court) revealBy(d panel.Docket) time.Time {
	r := c.panel.Rules()
	switch d.Stage {
	case panel.Committing:
		return d.Until.Add(r.Finality + r.RevealWindow)
	case panel.Settling:
		return d.Until.Add(r.RevealWindow)
	case panel.Revealing:
		return d.Until
	}
	return time.Time{}
}

// turn is how many of the list come before the member, and how long each of them can be left, so that the last has half of the
// time that there is to conclude. Whom the list begins with is the case's, so that it is not always the same who pays.
func (c *Court) turn(id deals.Hash) (int, time.Duration) {
	members := c.panel.Members()
	n := len(members)
	return (slices.Index(members, c.member) + n - int(id[len(id)-1])%n) % n, c.panel.Rules().RevealWindow / time.Duration(2*n)
}

// seat is the member's in the last round. Nobody sits in two.
func (c *Court) seat(d panel.Docket) (int, bool) {
	seat, ok := d.Seat(c.member)
	return seat, ok && seat >= c.first(d, d.Rounds-1)
}

// Brief is what the chain discloses of a case.
func (c *Court) Brief(ctx context.Context, id deals.Hash) (*mediator.Brief, error) {
	d, err := c.disclosed(ctx, id)
	if err != nil {
		return nil, err
	}
	g := d.Grounds
	if g.Delivery.Cost == nil {
		return nil, fmt.Errorf("court: the chain shows no dispute of deal %s", id)
	}
	b := &mediator.Brief{ID: id, Delivery: deals.Delivery{Digest: g.Delivery.Digest, Cost: g.Delivery.Cost.String()},
		Complaint: deals.Complaint{NotServed: g.Complaint == escrow.NotServed, ClaimedDigest: g.ClaimedDigest, ClaimedFuel: g.ClaimedFuel}}
	b.Terms = deals.Terms{Payer: deals.Address(d.Terms.Payer), Arbiter: deals.Address(d.Terms.Arbiter), Agreement: d.Terms.Agreement, Quote: d.Terms.Quote}
	return b, nil
}

// Commit commits the member's seat to a finding.
func (c *Court) Commit(ctx context.Context, id deals.Hash, f mediator.Finding, salt [32]byte) error {
	return c.vote(ctx, id, f, func(seat int, f panel.Finding) error {
		commitment, err := f.Commitment(salt, c.member, id)
		if err != nil {
			return err
		}
		_, err = c.panel.Commit(ctx, id, seat, commitment)
		return err
	})
}

// Reveal shows what the seat committed to.
func (c *Court) Reveal(ctx context.Context, id deals.Hash, f mediator.Finding, salt [32]byte) error {
	return c.vote(ctx, id, f, func(seat int, f panel.Finding) error {
		_, err := c.panel.Reveal(ctx, id, seat, f, salt)
		return err
	})
}

func (c *Court) vote(ctx context.Context, id deals.Hash, f mediator.Finding, cast func(int, panel.Finding) error) error {
	finding, err := packed(f)
	if err != nil {
		return err
	}
	d, err := c.panel.Docket(ctx, id, 1)
	if err != nil {
		return err
	}
	seat, ok := c.seat(d)
	if !ok {
		return fmt.Errorf("court: %s has no seat in the last round of case %s", c.member, id)
	}
	return cast(seat, finding)
}

// packed is a finding as the panel has it.
func packed(f mediator.Finding) (panel.Finding, error) {
	cost, err := messages.ParseAmount(f.Cost)
	if err != nil {
		return panel.Finding{}, err
	}
	return panel.Finding{Digest: f.Digest, Fuel: f.Fuel, Cost: cost.Big(), Served: f.Served}, nil
}

// Collect moves what the member earned to its own tokens. That nothing is owed may be so by a transaction of before, which does not stand yet:
// that is waited for. And where a reorganization had it mined before what it was to collect, it is sent once more.
func (c *Court) Collect(ctx context.Context, id deals.Hash) error {
	const times = 3
	for n := 1; n <= times; n++ {
		reference := "case " + id.String()
		if n > 1 {
			reference += fmt.Sprintf(", time %d", n)
		}
		owed, err := c.panel.Owed(ctx, c.member)
		if err != nil {
			return err
		}
		if owed.Sign() > 0 {
			_, err = c.panel.Collect(ctx, reference, c.member)
		} else {
			err = c.panel.Collected(ctx, reference)
		}
		switch {
		case errors.Is(err, transactions.ErrNoSuchKey):
			return nil
		case err != nil:
			return err
		}
	}
	return nil
}

var _ mediator.Court = (*Court)(nil)
