package compute

import (
	"math/big"
	"slices"

	"google.golang.org/protobuf/proto"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

// split is a matcher before which every quote stands at what a share of the job comes to. Who is hired for a share is paid for its deal once,
// however small that is: of a job that is split among four, the deals cost four times what a quote for all of it says.
type split struct {
	matcher requester.Matcher
	share   func(protocol.Market) uint64 // units that the next to be hired does
}

// Match has the matcher choose at those prices, and says what it chose in those that were quoted.
func (s split) Match(m protocol.Market) []protocol.Choice {
	units, quoted := s.share(m), map[messages.ID]*messages.Price{}
	m.Offers = slices.Clone(m.Offers)
	for i, o := range m.Offers {
		quoted[o.Session] = o.Quote.GetPrice()
		m.Offers[i].Quote = splitQuote(o.Quote, units)
	}
	choices := slices.Clone(s.matcher.Match(m))
	for i, c := range choices {
		at := slices.IndexFunc(m.Offers, func(o protocol.Offer) bool { return o.Session == c.Session })
		if at >= 0 && c.Price != nil {
			choices[i].Price = unsplit(c.Price, m.Offers[at].Quote.GetPrice(), quoted[c.Session])
		}
	}
	return choices
}

// splitQuote is a quote for as many units as before, of which each share has so many: what a deal costs is spread over those.
func splitQuote(q *messages.Quote, units uint64) *messages.Quote {
	t, err := QuotedTariff(q)
	if err != nil || t == nil || units == 0 || units >= q.GetUnits() { // a quote that contradicts itself is refused before anybody is hired
		return q
	}
	perUnit, err := t.spread(units)
	if err != nil {
		return q
	}
	work, perDeal, err := t.amounts()
	if err == nil {
		work, err = work.Times(q.GetUnits())
	}
	if err != nil {
		return q
	}
	part := perDeal.Big() // of all shares together, rounded up
	part.Mul(part, new(big.Int).SetUint64(q.GetUnits())).Add(part, new(big.Int).SetUint64(units-1)).Quo(part, new(big.Int).SetUint64(units))
	ceiling, err := messages.AmountOf(part.Add(part, work.Big()))
	if err != nil {
		return q
	}
	q = proto.CloneOf(q)
	q.Price.PerUnit, q.Price.Ceiling = perUnit.String(), ceiling.String()
	return q
}

// unsplit is a price that was chosen, less what shares add to the one that was quoted: a part of the deals is nobody's to be paid for work.
func unsplit(chosen, shown, quoted *messages.Price) *messages.Price {
	less := func(chosen, shown, quoted string) string {
		c, err1 := messages.ParseAmount(chosen)
		s, err2 := messages.ParseAmount(shown)
		q, err3 := messages.ParseAmount(quoted)
		if err1 != nil || err2 != nil || err3 != nil || s.Cmp(q) <= 0 {
			return chosen
		}
		added, _ := s.Sub(q)
		if c.Cmp(added) < 0 {
			return "0" // below what was quoted: refused, as it was before
		}
		c, _ = c.Sub(added)
		return c.String()
	}
	p := proto.CloneOf(chosen)
	p.PerUnit, p.Ceiling = less(chosen.PerUnit, shown.GetPerUnit(), quoted.GetPerUnit()), less(chosen.Ceiling, shown.GetCeiling(), quoted.GetCeiling())
	return p
}

// nextShare is how many units of an order the next to be hired does; what of the deals each has is by that.
func (b *Buyer) nextShare(o *order) uint64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	if o.poll != nil { // of a replicated job all
		return o.job.Units(len(o.tasks))
	}
	return o.job.Units(o.shareOf(o.unassigned(), len(o.active)))
}

// unassigned is how many tasks nobody has done, or is to do. The Buyer's mu is held.
func (o *order) unassigned() (n int) {
	for _, t := range o.tasks {
		if t.done == nil && t.with.IsZero() {
			n++
		}
	}
	return n
}

// shareOf is how many of the tasks that nobody has are given to the next, besides so many others.
func (o *order) shareOf(free, others int) int {
	places := max(o.hires-others-o.filled, 1)
	return min((free+places-1)/places, o.most)
}

// shareOf is how many tasks of a job one farmer is hired for at most.
func (b *Buyer) shareOf(j *Job) int {
	if b.Share == nil {
		return MaxShare
	}
	return max(1, min(b.Share(j), MaxShare))
}
