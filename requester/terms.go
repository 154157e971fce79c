package requester

import (
	"fmt"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"google.golang.org/protobuf/proto"
)

// Windows of the terms that Terms makes.
const (
	acceptWithin = 30 * time.Second
	startWithin  = 30 * time.Second
	reviewWithin = 10 * time.Minute
	judgeWithin  = time.Hour
	retainFor    = 24 * time.Hour
)

// Terms makes an Agreement to the quote of v at the price chosen: the quote's own settlement, verification and dates, and
// customary windows. units is the share that is hired; 0 is all that is quoted. Change what you like with edit; the
// terms are encoded after it. Where a settlement was chosen, the deal and its signature must be added. The windows begin now, by
// time.Now.
func Terms(v *protocol.View, c protocol.Choice, units uint64, edit ...func(*messages.Terms)) (*messages.Agreement, error) {
	return TermsAt(time.Now(), v, c, units, edit...)
}

// TermsAt is Terms by another clock: that of a Client which has one of its own (Client.Now).
func TermsAt(now time.Time, v *protocol.View, c protocol.Choice, units uint64, edit ...func(*messages.Terms)) (*messages.Agreement, error) {
	q := v.Quote
	if units == 0 {
		units = q.Units
	}
	price := proto.CloneOf(q.Price)
	if c.Price != nil {
		price = proto.CloneOf(c.Price)
	}
	if err := shareCeiling(price, units); err != nil {
		return nil, err
	}
	half := now.UnixMilli() + (q.DeliverByMs-now.UnixMilli())/2 // what is accepted late could not be done in time
	accept := min(now.Add(acceptWithin).UnixMilli(), q.ExpiresMs, half)
	t := &messages.Terms{
		Version: min(v.SOW.Version, q.Version, messages.Version),
		Sow:     v.SOWID[:], Quote: v.QuoteID[:], Requester: v.Requester[:], Farmer: v.Farmer[:],
		Service: v.SOW.Service, Price: price, Units: units,
		Settlement: q.Settlement, Verification: q.Verification,
		AcceptByMs: accept, StartByMs: min(accept+startWithin.Milliseconds(), q.DeliverByMs), DeliverByMs: q.DeliverByMs,
		ReviewMs: uint64(reviewWithin.Milliseconds()), JudgeMs: uint64(judgeWithin.Milliseconds()), RetainMs: uint64(retainFor.Milliseconds()),
		Free: price.Ceiling == "0",
	}
	for _, e := range edit {
		e(t)
	}
	if err := t.Validate(); err != nil {
		return nil, fmt.Errorf("terms: %w", err)
	}
	b, err := proto.MarshalOptions{Deterministic: true}.Marshal(t)
	if err != nil {
		return nil, fmt.Errorf("terms: %w", err)
	}
	return &messages.Agreement{Terms: b, AcceptByMs: t.AcceptByMs}, nil
}

// shareCeiling lowers the ceiling of a price to what a share of the units can come to.
func shareCeiling(p *messages.Price, units uint64) error {
	per, err := messages.ParseAmount(p.PerUnit)
	if err != nil {
		return fmt.Errorf("price: %w", err)
	}
	ceiling, err := messages.ParseAmount(p.Ceiling)
	if err != nil {
		return fmt.Errorf("price: %w", err)
	}
	if share, err := per.Times(units); err == nil {
		p.Ceiling = share.Min(ceiling).String()
	}
	return nil
}
