package party

import (
	"context"

	"github.com/parley-p2p/parley/services/deals"
)

// Submitted is the delivery that the farmer has put on the chain; its digest is zero if there is none.
func (p *Party) Submitted(ctx context.Context, deal deals.Hash) (deals.Delivery, error) {
	_, submitted, err := p.seen(ctx, deal)
	if err != nil || submitted.Cost == nil {
		return deals.Delivery{}, err
	}
	return deals.Delivery{Digest: submitted.Digest, Cost: submitted.Cost.String()}, nil
}
