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
	// AllowFree also works without a contract where the price is nothing.
	AllowFree bool
	// Depth is how many blocks must stand on the opening before work begins. Default 1.
	Depth uint64
	// Poll is how often the chain is looked at while something is awaited. Default 200 ms.
	Poll   time.Duration
	Logger *slog.Logger

	once  sync.Once
	funds sync.Mutex // one promise at a time
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
		if g.Depth == 0 {
			g.Depth = 1
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
	if err != nil {
		return nil, err
	}
	if q.Price.Ceiling == "0" && g.AllowFree && offersNone(v.SOW) {
		return q, nil
	}
	s, err := g.choose(v.SOW)
	if err != nil {
		return nil, err
	}
	q.Settlement, q.Price.Asset = s, s.Asset
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
	reason := fmt.Sprintf("work is paid through escrow in %s here", contract)
	for _, offer := range sow.Settlements {
		if offer.Kind != messages.SettlementKind_SETTLEMENT_KIND_ESCROW || offer.Contract != contract || offer.Asset != asset {
			continue
		}
		c, err := Collaterals.Decode(offer.Details)
		switch {
		case err != nil:
			reason = err.Error()
		case c.NoShow > g.Collateral.NoShow || c.Cheat > g.Collateral.Cheat || c.Late < g.Collateral.Late || c.Fee > g.Collateral.Fee:
			reason = "the collateral asked for is not what is offered here"
		case c.Arbiter != Address{} && c.Arbiter != g.Collateral.Arbiter:
			reason = fmt.Sprintf("the arbiter %s is not trusted here", c.Arbiter)
		default:
			return &messages.Settlement{Kind: offer.Kind, Contract: contract, Asset: asset, Payer: offer.Payer,
				Payee: g.Contract.Account().String(), Details: offer.Details}, nil
		}
	}
	details, err := Collaterals.Encode(g.Collateral)
	if err != nil {
		return nil, err
	}
	refused := protocol.Errorf(protocol.Settlement, "%s", reason)
	refused.Remedy = &messages.Remedy{Settlements: []*messages.Settlement{{Kind: messages.SettlementKind_SETTLEMENT_KIND_ESCROW,
		Contract: contract, Asset: asset, Details: details}}}
	return nil, refused
}

// Accept countersigns what is funded: the deal that the terms stand for, signed by the payer's account, with the payer's
// money and one's own in the contract. The record is on disk before the signature leaves.
func (g *Guarded) Accept(ctx context.Context, v *protocol.View) (*messages.Acceptance, error) {
	g.init()
	a, err := g.Farmer.Accept(ctx, v)
	if err != nil || !v.Settles() {
		return a, err
	}
	p, err := g.papers(v)
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

// papers derives the deal and compares it with what the requester derived.
func (g *Guarded) papers(v *protocol.View) (*Papers, error) {
	return papersOf(v, g.Contract)
}

func papersOf(v *protocol.View, c Contract) (*Papers, error) {
	p, err := Derive(v.Agreement.Terms, c.TermsHash, c.DealID)
	if err != nil {
		return nil, err
	}
	shown, err := PapersCodec.Decode(v.Agreement.Deal)
	if err != nil {
		return nil, &protocol.Error{Code: protocol.Settlement, Reason: err.Error(), Err: err}
	}
	if want, err := PapersCodec.Encode(*p); err != nil || string(want.Body) != string(v.Agreement.Deal.Body) || shown.ID != p.ID {
		return nil, protocol.Errorf(protocol.Settlement, "the deal is not the one that the terms stand for")
	}
	if p.Terms.AcceptWindow == 0 || p.Deal.OpenBy > time.Now().Add(maxOpen).Unix() {
		return nil, protocol.Errorf(protocol.Settlement, "the deal has no time to accept in, or could be opened later than %s from now", maxOpen)
	}
	return p, nil
}

func (g *Guarded) sign(ctx context.Context, v *protocol.View, p *Papers, a **messages.Acceptance) error {
	if p.Deal.Farmer != g.Contract.Account().Address {
		return protocol.Errorf(protocol.Settlement, "the deal pays another account")
	}
	if err := g.Contract.VerifyDeal(p.Deal, p.Terms.Payer, v.Agreement.GetSignature().GetSignature()); err != nil {
		return &protocol.Error{Code: protocol.BadSignature, Reason: "the payer's account did not sign this deal", Err: err}
	}
	payer, own := p.Locks()
	free, err := g.Contract.Free(ctx, p.Terms.Payer)
	if err != nil {
		return err
	}
	if free.Cmp(payer) < 0 {
		return protocol.Errorf(protocol.Unfunded, "the payer %s has %s in the contract, the deal locks %s", p.Terms.Payer, free, payer)
	}
	g.funds.Lock()
	defer g.funds.Unlock()
	if err := provide(ctx, g.Contract, g.Ledger, protocol.Farmer, p.ID, own); err != nil {
		return err
	}
	signature, err := g.Contract.SignDeal(p.Deal)
	if err != nil {
		return err
	}
	err = g.Ledger.update(ctx, p.ID, func(r *Record) {
		r.Session, r.Role, r.Papers = v.Session, protocol.Farmer, *p
		r.PayerSignature, r.FarmerSignature = v.Agreement.Signature.Signature, signature
	})
	if err != nil {
		return err
	}
	if *a == nil {
		*a = new(messages.Acceptance)
	}
	(*a).Signature = &messages.AccountSignature{Account: g.Contract.Account().String(), Signature: signature}
	return nil
}

// provide sees to it that the account has so much free beside what it has promised, and deposits what is missing.
func provide(ctx context.Context, c Contract, l *Ledger, role protocol.Role, deal Hash, need messages.Amount) error {
	var looked error
	promised, err := l.promised(ctx, role, deal, func(id Hash) bool {
		s, err := c.Status(ctx, id, 1)
		if err != nil {
			looked = errors.Join(looked, err)
		}
		return s.State != Unopened
	})
	if err := errors.Join(err, looked); err != nil {
		return err
	}
	free, err := c.Free(ctx, c.Account().Address)
	if err != nil {
		return err
	}
	total, err := promised.Add(need)
	if err != nil {
		return err
	}
	missing, err := total.Sub(free)
	if err != nil || missing.IsZero() {
		return nil // there is enough
	}
	if err := c.Deposit(ctx, "for "+deal.String(), missing); err != nil {
		return fmt.Errorf("deposit %s that the deal needs: %w", missing, err)
	}
	return nil
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

// Work waits until the deal is open at depth, then has the farmer inside work. Every voucher is verified and on disk
// before the work goes on; so is the result before it is delivered.
func (g *Guarded) Work(ctx context.Context, v *protocol.View, p farmer.Progress) (*messages.Delivery, error) {
	g.init()
	if !v.Settles() {
		return g.Farmer.Work(ctx, v, p)
	}
	papers, err := g.papers(v)
	if err != nil {
		return nil, err
	}
	if err := g.awaitOpen(ctx, papers); err != nil {
		return nil, err
	}
	if err := g.Ledger.update(ctx, papers.ID, func(r *Record) { r.Started = true }); err != nil {
		return nil, err
	}
	d, err := g.Farmer.Work(ctx, v, &vouched{Progress: p, guard: g, view: v, papers: papers})
	if err != nil {
		return nil, err
	}
	if d.Units == 0 {
		d.Units = v.Terms.Units
	}
	if d.Cost == "" {
		d.Cost = v.Cost(d.Units).String()
	}
	digest, err := g.Digest(d.Result)
	if err != nil {
		return nil, fmt.Errorf("digest of the result: %w", err)
	}
	return d, g.Ledger.update(ctx, papers.ID, func(r *Record) { r.Result = &Delivery{Digest: digest, Cost: d.Cost} })
}

// awaitOpen waits for the opening while it can still come: a block can have the time openBy, and the time to be seen at
// depth is until startBy.
func (g *Guarded) awaitOpen(ctx context.Context, p *Papers) error {
	for {
		status, err := g.Contract.Status(ctx, p.ID, g.Depth)
		if err == nil && status.State != Unopened {
			if status.State == Closed {
				return protocol.Errorf(protocol.Canceled, "the deal is closed")
			}
			return nil
		}
		now, timeErr := g.Contract.Now(ctx)
		if err == nil && timeErr == nil && now.Unix() > max(p.Terms.StartBy, p.Deal.OpenBy) {
			return protocol.Errorf(protocol.Unfunded, "the deal was not open by %s", time.Unix(p.Deal.OpenBy, 0).UTC().Format(time.RFC3339))
		}
		if err := errors.Join(err, timeErr); err != nil {
			g.Logger.Warn("waiting for the deal to be opened", "deal", p.ID, "err", err)
		}
		select {
		case <-time.After(g.Poll):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// vouched is a Progress whose vouchers are acceptances that the contract takes.
type vouched struct {
	farmer.Progress
	guard  *Guarded
	view   *protocol.View
	papers *Papers
}

func (w *vouched) Claim(ctx context.Context, m *messages.Progress) (*messages.Voucher, error) {
	voucher, err := w.Progress.Claim(ctx, m)
	if err != nil {
		return nil, err
	}
	digest, err := w.guard.Digest(m.Evidence)
	if err != nil {
		return nil, err
	}
	if err := w.guard.accepted(ctx, w.papers, digest, voucher.Amount, voucher.Signature); err != nil {
		return nil, err
	}
	return voucher, nil
}

// accepted verifies and keeps what the requester has signed for.
func (g *Guarded) accepted(ctx context.Context, p *Papers, digest [32]byte, cost string, s *messages.AccountSignature) error {
	d := Delivery{Digest: digest, Cost: cost}
	if err := g.Contract.VerifyAcceptance(p.ID, d, p.Deal.Requester, s.GetSignature()); err != nil {
		return &protocol.Error{Code: protocol.WrongReward, Reason: "the requester's account did not sign for this result at this cost", Err: err}
	}
	return g.Ledger.update(ctx, p.ID, func(r *Record) {
		if r.Accepted == nil || amount(r.Accepted.Cost).Cmp(amount(cost)) <= 0 {
			r.Accepted = &Acceptance{Delivery: d, Signature: s.GetSignature()}
		}
	})
}

// Confirm verifies that the reward is an acceptance that the contract takes. The reconciler cashes it.
func (g *Guarded) Confirm(ctx context.Context, v *protocol.View) (*messages.Receipt, error) {
	g.init()
	r, err := g.Farmer.Confirm(ctx, v)
	if err != nil || !v.Settles() {
		return r, err
	}
	p, err := g.papers(v)
	if err != nil {
		return nil, err
	}
	digest, err := g.Digest(v.Delivery.Result)
	if err != nil {
		return nil, err
	}
	if err := g.accepted(ctx, p, digest, v.Reward.Amount, v.Reward.Signature); err != nil {
		return nil, err
	}
	if r == nil {
		r = &messages.Receipt{Amount: v.Reward.Amount}
	}
	r.Proof = &messages.Payload{Type: DealType, Body: []byte(p.ID.String())}
	return r, nil
}

// DealType is the media type of a receipt's proof: the deal's ID in hex.
const DealType = "application/vnd.parley.deal-id"

// Ended tells the record that nothing more will come from the session.
func (g *Guarded) Ended(ctx context.Context, v *protocol.View) {
	g.init()
	ended(ctx, g.Ledger, g.Logger, v)
	if e, ok := g.Farmer.(farmer.Ender); ok {
		e.Ended(ctx, v)
	}
}

func ended(ctx context.Context, l *Ledger, logger *slog.Logger, v *protocol.View) {
	if v.Agreement.GetDeal() == nil {
		return
	}
	r, err := l.OfSession(ctx, v)
	if err == nil {
		err = l.update(ctx, r.Papers.ID, func(r *Record) { r.Ended = true })
	}
	if err != nil && protocol.CodeOf(err) != protocol.NotFound {
		logger.Error("deal's record", "session", v.Session.Short(), "err", err)
	}
}

var (
	_ farmer.Farmer = (*Guarded)(nil)
	_ farmer.Ender  = (*Guarded)(nil)
)
