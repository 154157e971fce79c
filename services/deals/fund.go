package deals

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/parley-p2p/parley/internal/pause"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"google.golang.org/protobuf/proto"
)

// Funded is a requester that puts the money into a contract before the work begins. It is safe for concurrent use.
type Funded struct {
	requester.Requester
	Contract Contract
	Ledger   *Ledger
	Digest   Digester
	// Fuel is what a payload says that a run used, which a contract judges beside the digest; zero if it does not say. Nil: none does.
	Fuel func(*messages.Payload) uint64
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
	// Judge is how long terms with an arbiter leave to rule. Zero: what the requester inside says.
	Judge time.Duration
	// Depth is how many blocks must stand on the opening before the farmer is told. Default 1.
	Depth uint64
	// Slot is how far the chain's blocks are apart: the terms leave Depth and eight of them longer to accept, for the farmer's deposit and the
	// opening, and begin once the money is there. Zero, where a block is made for who sends: they are what the requester inside says.
	Slot   time.Duration
	Poll   time.Duration // default 200 ms
	Logger *slog.Logger

	once    sync.Once
	opening gather[Opening]
	derived derived
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
		f.opening.do, f.opening.more = f.Contract.Open, further
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

// Agree adds the deal that the terms stand for, and signs it, if its collateral is at least what was offered. The money is there and the record is on disk before the
// signature leaves; where it took long to bring that in, the requester inside is asked again, for terms that begin then. Terms without a contract are refused unless they cost nothing. A chain that is away is asked again while the
// quote holds.
func (f *Funded) Agree(ctx context.Context, v *protocol.View, c protocol.Choice) (messages.Message, error) {
	f.init()
	var held Hash // the deal whose money is there, or on its way: it is another one each time
	defer func() {
		if held != (Hash{}) {
			f.Ledger.book.release(held)
		}
	}()
	for {
		m, err := f.agree(ctx, v, c, &held)
		if !errors.Is(err, ErrUnreachable) || time.Now().Add(f.Poll).UnixMilli() >= v.Quote.ExpiresMs {
			return m, err
		}
		f.Logger.Warn("agreeing to a quote", "session", v.Session.Short(), "err", err)
		if err := pause.For(ctx, f.Poll); err != nil {
			return nil, err
		}
	}
}

func (f *Funded) agree(ctx context.Context, v *protocol.View, c protocol.Choice, held *Hash) (messages.Message, error) {
	for {
		m, err := f.Requester.Agree(ctx, v, c)
		a, ok := m.(*messages.Agreement)
		if err != nil || !ok {
			return m, err
		}
		a = proto.CloneOf(a)
		t, p, err := f.propose(v, a)
		if err != nil || p == nil {
			return a, err
		}
		began := time.Now()
		if missed, err := f.fund(ctx, v, t, p, held); err != nil {
			return nil, chainErrorOfRequester(err)
		} else if missed && f.Slot > 0 && time.Since(began) > soon && time.Now().UnixMilli() < v.Quote.ExpiresMs {
			continue
		}
		if err := f.sign(ctx, v, p, a); err != nil {
			return nil, chainErrorOfRequester(err)
		}
		return a, nil
	}
}

// soon is how old terms may be that are signed.
const soon = time.Second

// propose is what an Agreement's terms stand for; no papers where they need no contract.
func (f *Funded) propose(v *protocol.View, a *messages.Agreement) (*messages.Terms, *Papers, error) {
	t, err := a.DecodeTerms()
	if err != nil {
		return nil, nil, err
	}
	if t.GetSettlement().GetKind() != messages.SettlementKind_SETTLEMENT_KIND_ESCROW {
		if ceiling, err := messages.ParseAmount(t.GetPrice().GetCeiling()); err != nil || !ceiling.IsZero() {
			return nil, nil, protocol.Errorf(protocol.Settlement, "the quote asks for %s and settles by nothing: only work for nothing is hired without a contract", t.GetPrice().GetCeiling())
		}
		return t, nil, alone(v.SOW, f.Unjudged)
	}
	if err := covered(t.Settlement, v.SOW.GetSettlements()); err != nil {
		return nil, nil, err
	}
	if err := f.leaveTime(v, a, t); err != nil {
		return nil, nil, err
	}
	p, err := Derive(a.Terms, f.Contract.TermsHash, f.Contract.DealID)
	return t, p, err
}

// covered refuses a settlement whose details are worse for the requester than those of the offer that it takes up. What the
// details mean is for the settlement to know: the protocol compares the rest.
func covered(chosen *messages.Settlement, offers []*messages.Settlement) error {
	c, err := Collaterals.Decode(chosen.GetDetails())
	if err != nil {
		return &protocol.Error{Code: protocol.Settlement, Reason: err.Error(), Err: err}
	}
	refused := protocol.Errorf(protocol.Settlement, "the quote settles in a way that was not offered")
	for _, offer := range offers {
		if offer.Kind != chosen.Kind || offer.Contract != chosen.Contract || offer.Asset != chosen.Asset || offer.Payer != chosen.Payer {
			continue
		}
		offered, err := Collaterals.Decode(offer.Details)
		if err != nil {
			return &protocol.Error{Code: protocol.Settlement, Reason: err.Error(), Err: err}
		}
		if refused = c.covers(offered); refused == nil {
			return nil
		}
	}
	return refused
}

// mine refuses a deal that this requester does not sign.
func (f *Funded) mine(v *protocol.View, t *messages.Terms, p *Papers) error {
	if err := p.signable(); err != nil {
		return err
	}
	own := f.Contract.Account().Address
	if p.Terms.Payer != own || p.Deal.Requester != own {
		return protocol.Errorf(protocol.Settlement, "the quote is for another payer")
	}
	return p.taken(v.SOW, t, hooks{f.Takes, f.Judges, f.InTime, f.Unjudged})
}

// fund brings in the money for a deal before it is signed, and reports whether any was missing. What is there for the deal that was held is
// nobody else's meanwhile.
func (f *Funded) fund(ctx context.Context, v *protocol.View, t *messages.Terms, p *Papers, held *Hash) (missed bool, err error) {
	if err := f.mine(v, t, p); err != nil {
		return false, err
	}
	if err := f.Ledger.hold(ctx, p, *held, func() error { return nil }); err != nil {
		return false, err
	}
	*held = p.ID
	return f.Ledger.provide(ctx, f.Contract, p.ID)
}

func (f *Funded) sign(ctx context.Context, v *protocol.View, p *Papers, a *messages.Agreement) (err error) {
	if a.Deal, err = PapersCodec.Encode(*p); err != nil {
		return err
	}
	a.Signature, err = f.Ledger.sign(ctx, f.Contract, protocol.Requester, v, p, func() error { return nil })
	return err
}

func chainErrorOfRequester(err error) error {
	if errors.Is(err, ErrStopped) {
		return &requester.Halt{Err: err}
	}
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
	p, err := f.derived.papers(v, f.Contract)
	if err != nil {
		return err
	}
	signature := v.Acceptance.GetSignature().GetSignature()
	if err := f.Contract.VerifyDeal(p.Deal, p.Deal.Farmer, signature); err != nil {
		return &protocol.Error{Code: protocol.BadSignature, Reason: "the farmer's account did not sign this deal", Err: err}
	}
	if err := f.Ledger.update(ctx, p.ID, func(r *Record) error { r.fill(protocol.Requester, v, p); return nil }); err != nil {
		return err
	}
	if err := f.open(ctx, p, Opening{Deal: p.Deal, PayerSignature: v.Agreement.Signature.Signature, FarmerSignature: signature}); err != nil {
		return chainErrorOfRequester(err)
	}
	return f.Ledger.note(ctx, p.ID, func(r *Record) error { r.Opened = true; return nil })
}

// open opens a deal and sees it open at depth. A failure counts only if the deal is not open after it: somebody else may
// have opened it, or this party before a crash. Where the contract says so, a node that does not know it yet is no proof against it.
func (f *Funded) open(ctx context.Context, p *Papers, o Opening) error {
	var failed error
	for mined := false; ; {
		s, err := f.lookOpen(ctx, p)
		switch {
		case err != nil:
			if _, late := errors.AsType[*protocol.Error](err); late {
				return err
			}
			f.Logger.Warn("opening a deal", "deal", p.ID, "err", err)
		case s == opened:
			return nil
		case s == unopened && failed != nil:
			return fmt.Errorf("open deal %s: %w", p.ID, failed)
		case s == unopened:
			failed = f.opening.call(ctx, o)
			switch {
			case ctx.Err() != nil:
				return context.Cause(ctx)
			case errors.Is(failed, ErrUnknown), errors.Is(failed, ErrUnreachable), errors.Is(failed, ErrOpened):
				failed = nil
			case failed != nil || !mined:
				mined = failed == nil
				continue
			}
		}
		if err := pause.For(ctx, f.Poll); err != nil {
			return err
		}
	}
}

// openness is how far an opening has come.
type openness int

const (
	unopened openness = iota + 1
	shallow
	opened
)

// lookOpen reports how far the opening has come. By the time of its block, and no later one, a deal that is not open is
// not opened in time.
func (f *Funded) lookOpen(ctx context.Context, p *Papers) (openness, error) {
	newest, err := f.Contract.Status(ctx, p.ID, 1)
	switch {
	case err != nil:
		return 0, err
	case newest.State == Unopened && newest.Block.Time.Unix() > p.Deal.OpenBy:
		return 0, protocol.Errorf(protocol.Late, "the deal was not opened by %s", time.Unix(p.Deal.OpenBy, 0).UTC().Format(time.RFC3339))
	case newest.State == Unopened:
		return unopened, nil
	case f.Depth <= 1:
		return opened, nil
	}
	deep, err := f.Contract.Status(ctx, p.ID, f.Depth)
	if err != nil || deep.State == Unopened {
		return shallow, err
	}
	return opened, nil
}

// Review signs what the requester inside pays: the voucher's and the reward's acceptance. What it disputes is noted, and
// disputed on chain once the farmer has submitted it there.
func (f *Funded) Review(ctx context.Context, v *protocol.View) (messages.Message, error) {
	f.init()
	if !v.Settles() {
		return f.Requester.Review(ctx, v)
	}
	p, err := f.derived.papers(v, f.Contract)
	if err != nil {
		return nil, err
	}
	result := f.delivered(v)
	if result != nil { // what the farmer submits is known then
		if err := f.Ledger.note(ctx, p.ID, func(r *Record) error {
			r.fill(protocol.Requester, v, p)
			r.Opened, r.Result = true, result
			return nil
		}); err != nil {
			return nil, err
		}
	}
	m, err := f.Requester.Review(ctx, v)
	if err != nil {
		if failed := f.contradict(ctx, v, p, err); failed != nil {
			return nil, failed
		}
		return m, err
	}
	switch given := m.(type) {
	case *messages.Voucher:
		voucher := proto.CloneOf(given)
		m = voucher
		if _, none := f.Digest(v.Progress.Evidence); none != nil && voucher.Amount == "0" {
			voucher.Signature = v.Agreement.Signature // over the deal, once more: an acceptance for nothing would beat a dispute
			return voucher, nil
		}
		voucher.Signature, err = f.accept(ctx, p, v.Progress.Evidence, voucher.Amount)
	case *messages.Reward:
		reward := proto.CloneOf(given)
		m = reward
		reward.Signature, err = f.accept(ctx, p, v.Delivery.Result, reward.Amount)
	case *messages.Dispute:
		err = f.dispute(ctx, p, given)
	}
	if err != nil {
		return nil, err
	}
	return m, nil
}

// delivered is what the session has delivered, nil if it is nothing that the chain could hold.
func (f *Funded) delivered(v *protocol.View) *Delivery {
	if v.Delivery == nil {
		return nil
	}
	digest, err := f.Digest(v.Delivery.Result)
	if err != nil {
		return nil
	}
	return &Delivery{Digest: digest, Cost: v.Delivery.Cost}
}

// dispute writes down what is held against the result: the reconciler contests it once it is on the chain. What a run of one's own gives for
// what is there already stays.
func (f *Funded) dispute(ctx context.Context, p *Papers, m *messages.Dispute) error {
	complaint, err := f.complaint(m)
	if err != nil {
		return err
	}
	return f.Ledger.update(ctx, p.ID, func(r *Record) error {
		if !r.Sure {
			r.Complaint = complaint
		}
		return nil
	})
}

// Contradiction is an error of a requester's Review which says what would be right in the place of what was claimed, by a run of
// one's own. Where somebody judges, it is held against whatever the farmer puts on the chain.
type Contradiction interface {
	error
	Evidence() (*messages.Payload, error)
}

// contradict writes down what is held against a claim: with the session, which is stopped, it does not end.
func (f *Funded) contradict(ctx context.Context, v *protocol.View, p *Papers, why error) error {
	var c Contradiction
	if v.Phase != protocol.Claimed || !p.judged() || !errors.As(why, &c) {
		return nil
	}
	evidence, err := c.Evidence()
	if err != nil {
		return err
	}
	return f.dispute(ctx, p, &messages.Dispute{Grievance: messages.Grievance_GRIEVANCE_WRONG_RESULT, Evidence: evidence})
}

// complaint is what a dispute says that a contract can judge.
func (f *Funded) complaint(m *messages.Dispute) (*Complaint, error) {
	c := &Complaint{NotServed: m.Grievance == messages.Grievance_GRIEVANCE_NOT_SERVED}
	if c.NotServed || m.Evidence == nil {
		return c, nil
	}
	digest, err := f.Digest(m.Evidence)
	if err != nil {
		return nil, fmt.Errorf("digest of the evidence: %w", err)
	}
	if c.ClaimedDigest = digest; f.Fuel != nil {
		c.ClaimedFuel = f.Fuel(m.Evidence)
	}
	return c, nil
}

// accept signs for a result at a cost. It is on disk before the signature leaves, unless something dearer is.
func (f *Funded) accept(ctx context.Context, p *Papers, payload *messages.Payload, cost string) (*messages.AccountSignature, error) {
	digest, err := f.Digest(payload)
	if err != nil {
		return nil, &protocol.Error{Code: protocol.Invalid, Reason: "what is to be paid has no digest", Err: err}
	}
	d := Delivery{Digest: digest, Cost: cost}
	signature, err := f.Contract.SignAcceptance(p.ID, d)
	if err != nil {
		return nil, err
	}
	err = f.Ledger.update(ctx, p.ID, func(r *Record) error {
		if r.Complaint != nil {
			return protocol.Errorf(protocol.Internal, "the result is disputed")
		}
		r.accept(&Acceptance{Delivery: d, Signature: signature})
		return nil
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
	if v.Settles() && v.Agreement.GetDeal() != nil {
		if err := f.ended(ctx, v); err != nil {
			f.Logger.Error("deal's record", "session", v.Session.Short(), "err", err)
		}
		f.derived.forget(v)
	}
	if e, ok := f.Requester.(requester.Ender); ok {
		e.Ended(ctx, v)
	}
}

func (f *Funded) ended(ctx context.Context, v *protocol.View) error {
	p, err := f.derived.papers(v, f.Contract)
	if err != nil {
		return err
	}
	recalled, err := f.recall(v, p)
	return errors.Join(err, f.Ledger.update(ctx, p.ID, func(r *Record) error {
		if r.Papers.ID != p.ID {
			r.fill(protocol.Requester, v, p)
		}
		recalled(r)
		r.Ended = true
		return nil
	}))
}

var (
	_ requester.Requester = (*Funded)(nil)
	_ requester.Ender     = (*Funded)(nil)
	_ requester.Closer    = (*Funded)(nil)
	_ requester.Replacer  = (*Funded)(nil)
)
