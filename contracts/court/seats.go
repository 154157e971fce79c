package court

import (
	"context"

	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/mediator"
)

// Seat is a member's in the last round of a case that is not finished: it holds stake.
type Seat struct {
	Case   deals.Hash
	Docket mediator.Docket
}

// Seats are the member's, in the order of the cases. They are found by the panel's events from its first on.
func (c *Court) Seats(ctx context.Context) ([]Seat, error) {
	head, err := c.Head(ctx)
	if err != nil {
		return nil, err
	}
	var order []deals.Hash
	drawn := make(map[deals.Hash]bool) // false: finished
	for s, err := range c.Cases(ctx, 0, head.Block) {
		if err != nil {
			return nil, err
		}
		if _, known := drawn[s.ID]; !known && s.Drawn {
			order = append(order, s.ID)
		}
		if s.Drawn || s.Finished {
			drawn[s.ID] = s.Drawn && !s.Finished
		}
	}
	var seats []Seat
	for _, id := range order {
		if !drawn[id] {
			continue
		}
		d, err := c.Docket(ctx, id, 1)
		if err != nil {
			return nil, err
		}
		if d.Seated && d.Stage != mediator.Unknown {
			seats = append(seats, Seat{id, d})
		}
	}
	return seats, nil
}
