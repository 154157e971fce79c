package deals

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"google.golang.org/protobuf/proto"
)

// Digester reads from a payload, of a claim or of a delivery, what the settlement binds: the result's SHA-256.
type Digester func(*messages.Payload) ([32]byte, error)

// Guarded is a farmer whose pay is in a contract before it works. Make it with its fields set; it is safe for concurrent
// use.
type Guarded struct {
	farmer.Farmer
	Contract Contract
	Ledger   *Ledger
	Digest   Digester
	// Collateral is the most that this farmer puts up, in the terms of an offer. Default DefaultCollateral.
	Collateral Collateral
	// Takes says why the arbiter that a deal names would not take a dispute about it, or could not rule in time: such a deal is not
	// signed. It is asked where there is an arbiter. Nil: all are taken.
	Takes func(Deal, Terms) error
	// Judges says why nobody could judge work that is asked for so, as mediator.Judges does: then no arbiter is taken, since all that a
	// dispute would bring is that nobody can tell. It is asked where there is an arbiter. Nil: everything can be judged.
	Judges func(*messages.SOW) error
	// InTime says why what a share of a SOW's work comes to could not be found out by the arbiter in its time, as mediator.InTime does. It is
	// asked before a deal with an arbiter is signed. Nil: everything can.
	InTime func(*messages.SOW, *messages.Terms) error
	// Unjudged says why work that is asked for so is not done without an arbiter, as compute.Unjudged does. It is asked where a deal names
	// none, and where there is no deal. Nil: all is.
	Unjudged func(*messages.SOW) error
	// AllowFree also works without a contract where the price is nothing.
	AllowFree bool
	// Bounds are what the terms' deadlines and windows may not exceed.
	Bounds Bounds
	// Depth is how many blocks must stand on the opening before work begins. Default 1.
	Depth uint64
	// Slot is how far apart the chain's blocks are. Terms that leave too few of them to do anything in are refused, and quotes leave enough of
	// them for both sides' deposits, in their date and in how long they hold, where the farmer inside does not say. Zero: a block is made for
	// whoever sends, and no terms are too short.
	Slot time.Duration
	// Margin is how long before submitBy the work must end, so that its result can still be put on the chain. Default 30 s,
	// and no more than a quarter of the time that there is.
	Margin time.Duration
	// Poll is how often the chain is looked at while something is awaited. Default 200 ms.
	Poll   time.Duration
	Logger *slog.Logger

	once    sync.Once
	derived derived
}

// Guard makes a farmer whose pay is in a contract before it works.
func Guard(f farmer.Farmer, c Contract, l *Ledger, digest Digester) *Guarded {
	return &Guarded{Farmer: f, Contract: c, Ledger: l, Digest: digest}
}

func (g *Guarded) init() {
	g.once.Do(func() {
		if g.Collateral == (Collateral{}) {
			g.Collateral = DefaultCollateral
		}
		g.Bounds = g.Bounds.withDefaults()
		if g.Depth == 0 {
			g.Depth = 1
		}
		if g.Margin == 0 {
			g.Margin = defaultMargin
		}
		if g.Poll == 0 {
			g.Poll = 200 * time.Millisecond
		}
		if g.Logger == nil {
			g.Logger = slog.New(slog.DiscardHandler)
		}
	})
}

// Quote adds the settlement to the quote of the farmer inside.
func (g *Guarded) Quote(ctx context.Context, v *protocol.View) (*messages.Quote, error) {
	g.init()
	q, err := g.Farmer.Quote(ctx, v)
	if err != nil || q == nil {
		return nil, err
	}
	q = proto.CloneOf(q)
	if q.Price.Ceiling == "0" && g.AllowFree && offersNone(v.SOW) {
		return q, alone(v.SOW, g.Unjudged)
	}
	s, err := g.choose(v.SOW)
	if err != nil {
		return nil, err
	}
	q.Settlement, q.Price.Asset = s, s.Asset
	if err := g.promise(v.SOW, q, time.Now()); err != nil {
		return nil, err
	}
	return q, nil
}

func offersNone(sow *messages.SOW) bool {
	for _, s := range sow.Settlements {
		if s.Kind == messages.SettlementKind_SETTLEMENT_KIND_NONE {
			return true
		}
	}
	return len(sow.Settlements) == 0
}

// choose takes the first offer on this farmer's contract whose collateral it can give.
func (g *Guarded) choose(sow *messages.SOW) (*messages.Settlement, error) {
	contract, asset := g.Contract.Contract().String(), g.Contract.Asset().String()
	collateral, unjudged := g.judged(sow)
	lonely := alone(sow, g.Unjudged)
	reason := fmt.Sprintf("work is paid through escrow in %s here", contract)
	for _, offer := range sow.Settlements {
		if offer.Kind != messages.SettlementKind_SETTLEMENT_KIND_ESCROW || offer.Contract != contract || offer.Asset != asset {
			continue
		}
		c, err := Collaterals.Decode(offer.Details)
		switch {
		case err != nil:
			reason = err.Error()
		case c.NoShow > g.Collateral.NoShow || c.Cheat > g.Collateral.Cheat || c.Late < g.Collateral.Late || c.Fee > g.Collateral.Fee || c.leastFee().Cmp(g.Collateral.leastFee()) > 0:
			reason = "the collateral asked for is not what is offered here"
		case c.Arbiter != Address{} && unjudged != nil:
			reason = unjudgedReason + unjudged.Error()
		case c.Arbiter == Address{} && lonely != nil:
			reason = lonely.Error()
		case c.Arbiter != Address{} && c.Arbiter != g.Collateral.Arbiter:
			reason = fmt.Sprintf("the arbiter %s is not trusted here", c.Arbiter)
		default:
			return &messages.Settlement{Kind: offer.Kind, Contract: contract, Asset: asset, Payer: offer.Payer,
				Payee: g.Contract.Account().String(), Details: offer.Details}, nil
		}
	}
	refused := protocol.Errorf(protocol.Settlement, "%s", reason)
	if lonely != nil && collateral.Arbiter == (Address{}) {
		return nil, refused // whatever is offered here
	}
	details, err := Collaterals.Encode(collateral)
	if err != nil {
		return nil, err
	}
	refused.Remedy = &messages.Remedy{Settlements: []*messages.Settlement{{Kind: messages.SettlementKind_SETTLEMENT_KIND_ESCROW,
		Contract: contract, Asset: asset, Details: details}}}
	return nil, refused
}

// judged is this farmer's collateral for what a SOW asks for, and why it names no arbiter where nobody could judge that.
func (g *Guarded) judged(sow *messages.SOW) (Collateral, error) {
	if g.Judges == nil {
		return g.Collateral, nil
	}
	if err := g.Judges(sow); err != nil {
		return g.Collateral.Unjudged(), err
	}
	return g.Collateral, nil
}

// Accept countersigns what is funded, and binds for no longer than Bounds: the deal that the terms stand for, signed by the
// payer's account, with the payer's money and one's own in the contract. The record is on disk before the signature leaves.
func (g *Guarded) Accept(ctx context.Context, v *protocol.View) (*messages.Acceptance, error) {
	g.init()
	if err := g.Bounds.check(v); err != nil {
		return nil, err
	}
	if err := g.timely(v); err != nil {
		return nil, err
	}
	a, err := g.Farmer.Accept(ctx, v)
	if err != nil || !v.Settles() {
		return a, err
	}
	p, err := g.derived.papers(v, g.Contract)
	if err == nil {
		err = g.sign(ctx, v, p, &a)
	}
	if err != nil {
		if e, ok := g.Farmer.(farmer.Ender); ok { // what it held for this work is free again
			e.Ended(ctx, v)
		}
		return nil, chainError(err)
	}
	return a, nil
}

func (g *Guarded) sign(ctx context.Context, v *protocol.View, p *Papers, a **messages.Acceptance) error {
	if err := p.signable(); err != nil {
		return err
	}
	if p.Deal.Farmer != g.Contract.Account().Address {
		return protocol.Errorf(protocol.Settlement, "the deal pays another account")
	}
	if err := p.taken(v.SOW, v.Terms, hooks{g.Takes, g.Judges, g.InTime, g.Unjudged}); err != nil {
		return err
	}
	if err := g.Contract.VerifyDeal(p.Deal, p.Terms.Payer, v.Agreement.GetSignature().GetSignature()); err != nil {
		return &protocol.Error{Code: protocol.BadSignature, Reason: "the payer's account did not sign this deal", Err: err}
	}
	defer g.Ledger.book.release(p.ID)
	signature, err := g.Ledger.sign(ctx, g.Contract, protocol.Farmer, v, p, func() error { return g.funded(ctx, p) })
	if err != nil {
		return err
	}
	if *a = proto.CloneOf(*a); *a == nil {
		*a = new(messages.Acceptance)
	}
	(*a).Signature = signature
	return nil
}

// funded refuses a deal whose payer has not the money for it beside what it has signed for here and not opened yet. The
// deal is held.
func (g *Guarded) funded(ctx context.Context, p *Papers) error {
	missing, pledged, err := g.Ledger.lacks(ctx, g.Contract, p.Terms.Payer, everything)
	if err != nil || missing.IsZero() {
		return err
	}
	need, _ := p.Locks()
	others, err := pledged.Sub(need)
	if err != nil {
		return err
	}
	return protocol.Errorf(protocol.Unfunded, "the payer %s has %s too little in the contract: the deal locks %s, and deals that it has signed here and not opened yet %s",
		p.Terms.Payer, missing, need, others)
}

// chainError is what the other side learns of a failure at the chain.
func chainError(err error) error {
	if _, ok := errors.AsType[*protocol.Error](err); ok {
		return err
	}
	switch {
	case errors.Is(err, ErrFunds):
		return &protocol.Error{Code: protocol.Unfunded, Reason: "the farmer's account does not have the money for its bond", Err: err}
	case errors.Is(err, ErrUnreachable), errors.Is(err, ErrUnknown):
		return &protocol.Error{Code: protocol.Unavailable, Reason: "the chain cannot be asked just now", Err: err}
	}
	return err
}

// Confirm verifies that the reward is an acceptance that the contract takes. The reconciler cashes it.
func (g *Guarded) Confirm(ctx context.Context, v *protocol.View) (*messages.Receipt, error) {
	g.init()
	r, err := g.Farmer.Confirm(ctx, v)
	if err != nil || !v.Settles() {
		return r, err
	}
	p, err := g.derived.papers(v, g.Contract)
	if err != nil {
		return nil, err
	}
	digest, err := g.Digest(v.Delivery.Result)
	if err != nil {
		return nil, err
	}
	if err := g.accepted(ctx, v, p, digest, v.Reward.Amount, v.Reward.Signature); err != nil {
		return nil, err
	}
	if r = proto.CloneOf(r); r == nil {
		r = &messages.Receipt{Amount: v.Reward.Amount}
	}
	r.Proof = &messages.Payload{Type: DealType, Body: []byte(p.ID.String())}
	return r, nil
}

// DealType is the media type of a receipt's proof: the deal's ID in hex.
const DealType = "application/vnd.parley.deal-id"

// Disputed tells the record that nothing better will come from the session: the result is put on the chain, where it is judged.
func (g *Guarded) Disputed(ctx context.Context, v *protocol.View) {
	g.init()
	if v.Settles() {
		p, err := g.derived.papers(v, g.Contract)
		if err == nil {
			err = g.Ledger.update(ctx, p.ID, func(r *Record) error { r.Ended = true; return nil })
		}
		if err != nil {
			g.Logger.Error("deal's record", "session", v.Session.Short(), "err", err)
		}
	}
	if d, ok := g.Farmer.(farmer.Disputee); ok {
		d.Disputed(ctx, v)
	}
}

// Ended tells the record that nothing more will come from the session. A session that only failed here is taken up again,
// and may bring something better than what is held. Of one that ended without the Acceptance the record stays, and the bond
// promised, until openBy: that it was signed is on disk, and only the chain can say that it was never used.
func (g *Guarded) Ended(ctx context.Context, v *protocol.View) {
	g.init()
	if v.Settles() && v.Final() && v.Bound() {
		if err := g.ended(ctx, v); err != nil {
			g.Logger.Error("deal's record", "session", v.Session.Short(), "err", err)
		}
		g.derived.forget(v)
	}
	if e, ok := g.Farmer.(farmer.Ender); ok {
		e.Ended(ctx, v)
	}
}

func (g *Guarded) ended(ctx context.Context, v *protocol.View) error {
	p, err := g.derived.papers(v, g.Contract)
	if err != nil {
		return err
	}
	if err := g.harvest(ctx, v, p); err != nil {
		return err
	}
	return g.Ledger.update(ctx, p.ID, func(r *Record) error {
		if r.Papers.ID != p.ID {
			r.fill(protocol.Farmer, v, p)
		}
		r.Ended, r.Released = true, released(v)
		return nil
	})
}

// released: the work was canceled, or stopped by the requester. A farmer that cancels by itself is let go too: what it could
// submit for nothing costs the requester nothing, and no contract can tell who began.
func released(v *protocol.View) bool {
	return v.Phase == protocol.Stopped || v.Phase == protocol.Abandoned && v.Reject.GetCode() == messages.Code_CODE_CANCELED
}

var (
	_ farmer.Farmer   = (*Guarded)(nil)
	_ farmer.Disputee = (*Guarded)(nil)
	_ farmer.Ender    = (*Guarded)(nil)
)
