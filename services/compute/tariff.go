package compute

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// Tariff is what a price is made of where an agreement costs something beside its work, as the farmer's transactions do. A quote carries it
// in its details, and terms in their share. The quote's ceiling is PerUnit for each of its units and PerDeal once; all who are hired for a
// share have PerDeal once each, and as much of it at a time as they have done of their share's tasks.
type Tariff struct {
	PerUnit string `json:"perUnit"` // of the work
	PerDeal string `json:"perDeal"` // for all tasks of a share together; not 0
}

// Tariffs writes and reads them.
var Tariffs = strict("application/vnd.parley.tariff+json", (*Tariff).validate)

func (t *Tariff) validate() error {
	_, _, err := t.amounts()
	return err
}

// amounts are those that it says.
func (t *Tariff) amounts() (perUnit, perDeal messages.Amount, err error) {
	if perUnit, err = messages.ParseAmount(t.PerUnit); err == nil {
		perDeal, err = messages.ParseAmount(t.PerDeal)
	}
	if err != nil {
		return perUnit, perDeal, fmt.Errorf("tariff: %w", err)
	}
	if perDeal.IsZero() {
		return perUnit, perDeal, errors.New("tariff: nothing a deal, which is said by leaving it out")
	}
	return perUnit, perDeal, nil
}

// ceiling is what so many units come to in one deal.
func (t *Tariff) ceiling(units uint64) (messages.Amount, error) {
	perUnit, perDeal, err := t.amounts()
	if err == nil {
		perUnit, err = perUnit.Times(units)
	}
	if err != nil {
		return perUnit, err
	}
	return perUnit.Add(perDeal)
}

// spread is a unit's price with its part of what a deal costs, rounded up: times the units it is no less than the ceiling, so that whoever
// compares prices compares all of it.
func (t *Tariff) spread(units uint64) (messages.Amount, error) {
	perUnit, perDeal, err := t.amounts()
	if err != nil {
		return perUnit, err
	}
	n := new(big.Int).SetUint64(max(units, 1))
	part := perDeal.Big()
	part.Add(part, n).Sub(part, big.NewInt(1)).Quo(part, n)
	sum := part.Add(part, perUnit.Big())
	return messages.AmountOf(sum)
}

// price is that of so many units in one deal.
func (t *Tariff) price(units uint64) (perUnit, ceiling messages.Amount, err error) {
	if perUnit, err = t.spread(units); err == nil {
		ceiling, err = t.ceiling(units)
	}
	return perUnit, ceiling, err
}

// quote is what a quote for so many units says.
func (t *Tariff) quote(units uint64) (perUnit, ceiling messages.Amount, details *messages.Payload, err error) {
	if perUnit, ceiling, err = t.price(units); err == nil {
		details, err = Tariffs.Encode(t)
	}
	return perUnit, ceiling, details, err
}

// QuotedTariff is what a quote's price is made of; nil if it is the work alone. The error says that the parts are not the price.
func QuotedTariff(q *messages.Quote) (*Tariff, error) {
	if q.GetDetails().GetType() != Tariffs.Type {
		return nil, nil
	}
	t, err := Tariffs.Decode(q.Details)
	if err != nil {
		return nil, &protocol.Error{Code: protocol.Invalid, Reason: err.Error(), Err: err}
	}
	perUnit, ceiling, err := t.price(q.GetUnits())
	if err != nil || ceiling.String() != q.GetPrice().GetCeiling() || perUnit.String() != q.GetPrice().GetPerUnit() {
		return nil, protocol.Errorf(protocol.Price, "the quote's tariff, %s for each of %d units and %s for the deal, is not its price, %s", t.PerUnit, q.GetUnits(), t.PerDeal, q.GetPrice().GetCeiling())
	}
	return t, nil
}

// AgreedTariff is what the price of terms is made of; nil if it is the work alone.
func AgreedTariff(t *messages.Terms) *Tariff {
	if t.GetDetails() == nil {
		return nil
	}
	s, err := Shares.Decode(t.Details)
	if err != nil { // refused where the terms were judged
		return nil
	}
	return s.Tariff
}

// agree puts a tariff into terms, whose price is the quoted or above it: what it is above is for the work.
func (t *Tariff) agree(terms *messages.Terms, quoted *messages.Price) (*Tariff, error) {
	offered, err := messages.ParseAmount(terms.Price.PerUnit)
	if err != nil {
		return nil, err
	}
	spread, err := messages.ParseAmount(quoted.GetPerUnit())
	if err != nil {
		return nil, err
	}
	more, err := offered.Sub(spread)
	if err != nil {
		return nil, err
	}
	each, _, err := t.amounts()
	if err == nil {
		each, err = each.Add(more)
	}
	if err != nil {
		return nil, err
	}
	agreed := &Tariff{PerUnit: each.String(), PerDeal: t.PerDeal}
	perUnit, ceiling, err := agreed.price(terms.Units)
	if err != nil {
		return nil, err
	}
	least, err := messages.ParseAmount(terms.Price.Ceiling) // of a share that is cheaper than its part of the quote by rounding
	if err != nil {
		return nil, err
	}
	if ceiling.Cmp(least) < 0 {
		ceiling = least
	}
	terms.Price.PerUnit, terms.Price.Ceiling = perUnit.String(), ceiling.String()
	return agreed, nil
}

// part is what of the deal's is owed with so many of its tasks, rounded down.
func part(perDeal messages.Amount, tasks, of int) *big.Int {
	owed := perDeal.Big()
	return owed.Mul(owed, big.NewInt(int64(tasks))).Quo(owed, big.NewInt(int64(max(of, 1))))
}

// tariff is what this farmer asks, for units at so much: nil if nothing is asked but that.
func (f *Farmer) tariff(ctx context.Context, each messages.Amount) (*Tariff, error) {
	if f.PerDeal == nil {
		return nil, nil
	}
	ask, _, err := f.PerDeal(ctx)
	if err != nil {
		return nil, untoldCost(err)
	}
	if ask.IsZero() {
		return nil, nil
	}
	return &Tariff{PerUnit: each.String(), PerDeal: ask.String()}, nil
}

// untoldCost is what others learn of a farmer that does not know what it has to ask.
func untoldCost(err error) error {
	refused := protocol.Errorf(protocol.Unavailable, "what a deal costs beside its work cannot be told just now")
	refused.Err, refused.Remedy = err, &messages.Remedy{RetryAtMs: time.Now().Add(busyPause).UnixMilli()}
	return refused
}

// covered refuses terms that do not pay for the deal what was quoted, or have a tariff that nobody quoted, and a deal that costs more than
// that by now. Nothing is bound yet.
func (f *Farmer) covered(ctx context.Context, v *protocol.View) error {
	quoted, err := QuotedTariff(v.Quote)
	if err != nil {
		return err
	}
	agreed := AgreedTariff(v.Terms)
	if quoted == nil {
		if agreed != nil { // by which the work would cost what the requester likes
			return protocol.Errorf(protocol.Price, "the terms have a tariff, and the quote has none")
		}
		return nil
	}
	if agreed == nil {
		return protocol.Errorf(protocol.Price, "the terms leave out the quote's tariff: %s for the deal, beside its work", quoted.PerDeal)
	}
	leastUnit, leastDeal, err := quoted.amounts()
	if err != nil {
		return err
	}
	each, perDeal, err := agreed.amounts()
	if err != nil {
		return err
	}
	ceiling, err := agreed.ceiling(v.Terms.Units)
	if err != nil {
		return err
	}
	if each.Cmp(leastUnit) < 0 || perDeal.Cmp(leastDeal) < 0 || v.Cost(v.Terms.Units).Cmp(ceiling) < 0 {
		return protocol.Errorf(protocol.Price, "the terms pay less than the quote's tariff: %s for a unit, %s for the deal", quoted.PerUnit, quoted.PerDeal)
	}
	return f.affords(ctx, perDeal)
}

// affords refuses a deal that costs more by now than is paid for it.
func (f *Farmer) affords(ctx context.Context, perDeal messages.Amount) error {
	if f.PerDeal == nil {
		return nil
	}
	_, now, err := f.PerDeal(ctx)
	if err != nil {
		return untoldCost(err)
	}
	if now.Cmp(perDeal) > 0 {
		return protocol.Errorf(protocol.Price, "a deal costs %s beside its work by now, and %s was quoted: ask for another quote", now, perDeal)
	}
	return nil
}
