// Package custommatcher is a strategy of one's own for whom to hire: a farmer that did well before is worth paying a little
// more. Start here to write yours: a matcher is one method, and those of package matcher compose with it.
package custommatcher

import (
	"slices"

	"github.com/parley-p2p/parley/matcher"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// Loyal hires farmers that it knows before others, the better ones first. Of those that it does not know the cheapest
// comes first. It must not be changed while it is in use.
type Loyal map[messages.Key]int // how many jobs each did well

// Match implements matcher.Matcher.
func (l Loyal) Match(m protocol.Market) []protocol.Choice {
	byPrice := matcher.Cheapest().Match(m)
	jobs := make(map[messages.ID]int, len(m.Offers))
	for _, o := range m.Offers {
		jobs[o.Session] = l[o.Farmer]
	}
	slices.SortStableFunc(byPrice, func(a, b protocol.Choice) int { return jobs[b.Session] - jobs[a.Session] })
	return byPrice
}

// Careful is how Loyal is meant to be used: nobody is paid more than max, however well they did.
func Careful(known Loyal, max messages.Amount) matcher.Matcher {
	return matcher.Then(matcher.MaxCost(max), known)
}

var _ matcher.Matcher = Loyal(nil)
