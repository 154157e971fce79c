package compute

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

// Quotes is what farmers say to a job that nobody is hired for.
type Quotes struct {
	// Offers are the quotes, best first as the hiring's matcher has it; those that it leaves out come last, in order of
	// arrival.
	Offers []protocol.Offer
	// Chosen is how many of Offers, from the first, the matcher would hire or keep in reserve.
	Chosen int
	// Refused are the farmers that gave no quote: their errors are *protocol.Error with the reason and, where there is
	// one, the remedy.
	Refused []requester.Refused
}

// Ask is a dry run: it asks for a job as Run would, waits until everybody asked has answered or had time to, and agrees to
// nothing. Every quote is declined, so farmers know at once. That nobody was found, or that all refused, is no error.
func Ask(ctx context.Context, client *requester.Client, sow *messages.SOW, h requester.Hiring) (*Quotes, error) {
	var mu sync.Mutex
	var market protocol.Market
	matcher, hires := h.Matcher, h.N
	h.Matcher = declineAll(func(m protocol.Market) {
		mu.Lock()
		defer mu.Unlock()
		m.Offers = append(market.Offers, m.Offers...)
		market = m
	})
	h.N, h.Wait, h.Insist = 1, 0, -1
	var failed error
	for _, err := range client.Hire(ctx, sow, h) {
		failed = err
	}
	unfilled, ok := errors.AsType[*requester.Unfilled](failed)
	if failed != nil && !ok {
		return nil, failed
	}
	mu.Lock()
	defer mu.Unlock()
	q := &Quotes{Offers: market.Offers, Chosen: len(market.Offers)}
	if matcher != nil {
		q.order(split{matcher, func(m protocol.Market) uint64 { return firstShare(m.SOW, hires) }}.Match(market))
	}
	if unfilled == nil {
		return q, nil
	}
	for _, r := range unfilled.Refused {
		if !slices.ContainsFunc(q.Offers, func(o protocol.Offer) bool { return o.Farmer == r.Farmer }) {
			q.Refused = append(q.Refused, r)
		}
	}
	return q, nil
}

// firstShare is how many units of a job the first of so many has; none where that cannot be told.
func firstShare(sow *messages.SOW, hires int) uint64 {
	j, err := Jobs.Decode(sow.GetJob())
	if err != nil || j.Verify.Mode == Replicate {
		return 0
	}
	o := &order{most: MaxShare, hires: max(hires, 1)}
	return j.Units(o.shareOf(len(j.Tasks), 0))
}

// order puts the offers chosen first.
func (q *Quotes) order(choices []protocol.Choice) {
	var chosen []protocol.Offer
	rest := slices.Clone(q.Offers)
	for _, c := range choices {
		if i := slices.IndexFunc(rest, func(o protocol.Offer) bool { return o.Session == c.Session }); i >= 0 {
			chosen = append(chosen, rest[i])
			rest = slices.Delete(rest, i, i+1)
		}
	}
	q.Offers, q.Chosen = append(chosen, rest...), len(chosen)
}

// declineAll records what is on the table and hires nobody.
type declineAll func(protocol.Market)

func (record declineAll) Match(m protocol.Market) []protocol.Choice {
	record(m)
	return nil
}
