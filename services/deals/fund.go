package deals

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

// Funded is a requester that puts the money into a contract before the work begins. It is safe for concurrent use.
type Funded struct {
	requester.Requester
	Contract Contract
	Ledger   *Ledger
	Digest   Digester
	// Depth is how many blocks must stand on the opening before the farmer is told. Default 1.
	Depth  uint64
	Poll   time.Duration // default 200 ms
	Logger *slog.Logger

	once  sync.Once
	funds sync.Mutex // one promise at a time

	mu      sync.Mutex
	waiting []*opening // deals to be opened, in one transaction
	opening bool
}

// Fund makes a requester that puts the money into a contract before the work begins.
func Fund(r requester.Requester, c Contract, l *Ledger, digest Digester) *Funded {
	return &Funded{Requester: r, Contract: c, Ledger: l, Digest: digest}
}

func (f *Funded) init() {
	f.once.Do(func() {
		if f.Depth == 0 {
			f.Depth = 1
		}
		if f.Poll == 0 {
			f.Poll = 200 * time.Millisecond
		}
		if f.Logger == nil {
			f.Logger = slog.New(slog.DiscardHandler)
		}
	})
}

// Offer is the settlement to offer in a SOW.
func (f *Funded) Offer(c Collateral) (*messages.Settlement, error) {
	details, err := Collaterals.Encode(c)
	if err != nil {
		return nil, err
	}
	return &messages.Settlement{Kind: messages.SettlementKind_SETTLEMENT_KIND_ESCROW, Contract: f.Contract.Contract().String(),
		Asset: f.Contract.Asset().String(), Payer: f.Contract.Account().String(), Details: details}, nil
}

// Agree adds the deal that the terms stand for, and signs it. The money is there and the record is on disk before the
// signature leaves.
func (f *Funded) Agree(ctx context.Context, v *protocol.View, c protocol.Choice) (messages.Message, error) {
	f.init()
	m, err := f.Requester.Agree(ctx, v, c)
	a, ok := m.(*messages.Agreement)
	if err != nil || !ok {
		return m, err
	}
	t, err := a.DecodeTerms()
	if err != nil {
		return nil, err
	}
	if t.GetSettlement().GetKind() != messages.SettlementKind_SETTLEMENT_KIND_ESCROW {
		return a, nil
	}
	p, err := Derive(a.Terms, f.Contract.TermsHash, f.Contract.DealID)
	if err != nil {
		return nil, err
	}
	if err := f.sign(ctx, v, p, a); err != nil {
		return nil, chainErrorOfRequester(err)
	}
	return a, nil
}

func (f *Funded) sign(ctx context.Context, v *protocol.View, p *Papers, a *messages.Agreement) error {
	own := f.Contract.Account().Address
	if p.Terms.Payer != own || p.Deal.Requester != own {
		return protocol.Errorf(protocol.Settlement, "the quote is for another payer")
	}
	need, _ := p.Locks()
	f.funds.Lock()
	defer f.funds.Unlock()
	if err := provide(ctx, f.Contract, f.Ledger, protocol.Requester, p.ID, need); err != nil {
		return err
	}
	signature, err := f.Contract.SignDeal(p.Deal)
	if err != nil {
		return err
	}
	if a.Deal, err = PapersCodec.Encode(*p); err != nil {
		return err
	}
	a.Signature = &messages.AccountSignature{Account: f.Contract.Account().String(), Signature: signature}
	return f.Ledger.update(ctx, p.ID, func(r *Record) {
		r.Session, r.Role, r.Papers, r.PayerSignature = v.Session, protocol.Requester, *p, signature
	})
}

func chainErrorOfRequester(err error) error {
	if _, ok := errors.AsType[*protocol.Error](err); !ok && errors.Is(err, ErrFunds) {
		return &protocol.Error{Code: protocol.Unfunded, Reason: "the requester's account does not have the money", Err: err}
	}
	return err
}

// Hired verifies the farmer's account signature and opens the deal, together with whatever others are waiting; it returns
// once the deal is open at depth. A deal that cannot be opened any more fails the hire.
func (f *Funded) Hired(ctx context.Context, v *protocol.View) error {
	f.init()
	if err := f.Requester.Hired(ctx, v); err != nil || !v.Settles() {
		return err
	}
	p, err := papersOf(v, f.Contract)
	if err != nil {
		return err
	}
	signature := v.Acceptance.GetSignature().GetSignature()
	if err := f.Contract.VerifyDeal(p.Deal, p.Deal.Farmer, signature); err != nil {
		return &protocol.Error{Code: protocol.BadSignature, Reason: "the farmer's account did not sign this deal", Err: err}
	}
	if err := f.Ledger.update(ctx, p.ID, func(r *Record) {
		r.Session, r.Role, r.Papers = v.Session, protocol.Requester, *p
		r.PayerSignature, r.FarmerSignature = v.Agreement.Signature.Signature, signature
	}); err != nil {
		return err
	}
	return f.open(ctx, p, Opening{Deal: p.Deal, PayerSignature: v.Agreement.Signature.Signature, FarmerSignature: signature})
}

// open opens a deal and sees it open at depth.
func (f *Funded) open(ctx context.Context, p *Papers, o Opening) error {
	for {
		status, err := f.Contract.Status(ctx, p.ID, f.Depth)
		if err == nil && status.State != Unopened {
			return nil
		}
		now, timeErr := f.Contract.Now(ctx)
		if err := errors.Join(err, timeErr); err == nil {
			newest, err := f.Contract.Status(ctx, p.ID, 1)
			switch {
			case err == nil && newest.State != Unopened: // and not yet deep enough
			case now.Unix() > p.Deal.OpenBy:
				return protocol.Errorf(protocol.Late, "the deal was not opened by %s", time.Unix(p.Deal.OpenBy, 0).UTC().Format(time.RFC3339))
			default:
				if err := f.together(ctx, o); err != nil && !errors.Is(err, ErrUnknown) && !errors.Is(err, ErrUnreachable) {
					return fmt.Errorf("open deal %s: %w", p.ID, err)
				}
				continue
			}
		}
		select {
		case <-time.After(f.Poll):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// opening waits for its transaction.
type opening struct {
	Opening
	done chan error
}

// together opens what is waiting in one transaction: whoever comes while one is under way waits for the next.
func (f *Funded) together(ctx context.Context, o Opening) error {
	mine := &opening{o, make(chan error, 1)}
	f.mu.Lock()
	f.waiting = append(f.waiting, mine)
	leader := !f.opening
	f.opening = true
	f.mu.Unlock()
	if leader {
		f.lead(ctx)
	}
	select {
	case err := <-mine.done:
		return err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// maxTogether is how many deals are opened in one transaction.
const maxTogether = 100

func (f *Funded) lead(ctx context.Context) {
	for {
		f.mu.Lock()
		batch := f.waiting[:min(len(f.waiting), maxTogether)]
		f.waiting = f.waiting[len(batch):]
		if len(batch) == 0 {
			f.opening = false
			f.mu.Unlock()
			return
		}
		f.mu.Unlock()
		openings := make([]Opening, len(batch))
		for i, o := range batch {
			openings[i] = o.Opening
		}
		errs, err := f.Contract.Open(ctx, openings)
		for i, o := range batch {
			if err != nil {
				o.done <- err
			} else {
				o.done <- errs[i]
			}
		}
	}
}

// Review signs what the requester inside pays: the voucher's and the reward's acceptance. What it disputes is noted, and
// disputed on chain once the farmer has submitted it there.
func (f *Funded) Review(ctx context.Context, v *protocol.View) (messages.Message, error) {
	f.init()
	m, err := f.Requester.Review(ctx, v)
	if err != nil || !v.Settles() {
		return m, err
	}
	p, err := papersOf(v, f.Contract)
	if err != nil {
		return nil, err
	}
	switch m := m.(type) {
	case *messages.Voucher:
		m.Signature, err = f.accept(ctx, p, v.Progress.Evidence, m.Amount)
	case *messages.Reward:
		m.Signature, err = f.accept(ctx, p, v.Delivery.Result, m.Amount)
	case *messages.Dispute:
		complaint := &Complaint{NotServed: m.Grievance == messages.Grievance_GRIEVANCE_NOT_SERVED}
		if !complaint.NotServed && m.Evidence != nil {
			if complaint.ClaimedDigest, err = f.Digest(m.Evidence); err != nil {
				return nil, err
			}
		}
		var digest [32]byte
		if digest, err = f.Digest(v.Delivery.Result); err != nil {
			return nil, err
		}
		err = f.Ledger.update(ctx, p.ID, func(r *Record) {
			r.Complaint, r.Result = complaint, &Delivery{Digest: digest, Cost: v.Delivery.Cost}
		})
	}
	return m, err
}

func (f *Funded) accept(ctx context.Context, p *Papers, payload *messages.Payload, cost string) (*messages.AccountSignature, error) {
	digest, err := f.Digest(payload)
	if err != nil {
		return nil, err
	}
	d := Delivery{Digest: digest, Cost: cost}
	signature, err := f.Contract.SignAcceptance(p.ID, d)
	if err != nil {
		return nil, err
	}
	err = f.Ledger.update(ctx, p.ID, func(r *Record) {
		r.Accepted = &Acceptance{Delivery: d, Signature: signature}
	})
	return &messages.AccountSignature{Account: f.Contract.Account().String(), Signature: signature}, err
}

// Replaced passes on what the requester inside wants to know.
func (f *Funded) Replaced(ctx context.Context, v *protocol.View) {
	if r, ok := f.Requester.(requester.Replacer); ok {
		r.Replaced(ctx, v)
	}
}

// Ended tells the record that nothing more will come from the session.
func (f *Funded) Ended(ctx context.Context, v *protocol.View) {
	f.init()
	ended(ctx, f.Ledger, f.Logger, v)
	if e, ok := f.Requester.(requester.Ender); ok {
		e.Ended(ctx, v)
	}
}

var (
	_ requester.Requester = (*Funded)(nil)
	_ requester.Ender     = (*Funded)(nil)
	_ requester.Replacer  = (*Funded)(nil)
)
