package deals

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/internal/pause"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"google.golang.org/protobuf/proto"
)

// errCashed ends work of which a part is settled for, or was submitted.
var errCashed = protocol.Errorf(protocol.Late, "what was claimed is settled on the chain: there was no time for more")

// errNoTime ends work whose result could not be put on the chain any more.
var errNoTime = protocol.Errorf(protocol.Late, "the work was not done in time for its result to be put on the chain")

// Work waits until the deal is open at depth, then has the farmer inside work, until a little more than Margin before
// submitBy, by the clock or by chain time, whichever is ahead as the work begins. Every voucher is verified and on disk
// before the work goes on; so is the result before it is delivered.
func (g *Guarded) Work(ctx context.Context, v *protocol.View, p farmer.Progress) (*messages.Delivery, error) {
	g.init()
	if !v.Settles() {
		return g.Farmer.Work(ctx, v, p)
	}
	papers, err := g.derived.papers(v, g.Contract)
	if err != nil {
		return nil, err
	}
	ahead, err := g.begin(ctx, v, papers)
	if err != nil {
		return nil, chainError(err)
	}
	if b, ok := p.(farmer.Beginner); ok {
		b.Begun()
	}
	d, err := g.inTime(ctx, v, &vouched{Progress: p, guard: g, view: v, papers: papers, by: g.workBy(papers).Add(-ahead)})
	if err != nil {
		return nil, err
	}
	if d == nil {
		return nil, errors.New("Work gave neither a delivery nor an error")
	}
	d = proto.CloneOf(d)
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
	err = g.Ledger.update(ctx, papers.ID, func(r *Record) error {
		if r.Cashed {
			return errCashed
		}
		r.Result = &Delivery{Digest: digest, Cost: d.Cost}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return d, nil
}

// handover: a part of the margin, beside it, is for a result to come onto the record before the Reconciler settles for what
// was signed for.
const handover = 6

// inTime has the farmer inside work while its result can still be put on the chain. What it brings after that is delivered
// all the same, unless the deal was settled for a part meanwhile.
func (g *Guarded) inTime(ctx context.Context, v *protocol.View, p *vouched) (*messages.Delivery, error) {
	ctx, cancel := context.WithDeadlineCause(ctx, p.by, errNoTime)
	defer cancel()
	d, err := g.Farmer.Work(ctx, v, p)
	if err != nil && context.Cause(ctx) == errNoTime {
		return nil, errNoTime
	}
	return d, err
}

// workBy is when the work must end at the latest, so that what it has brought is put on the chain in time.
func (g *Guarded) workBy(p *Papers) time.Time {
	margin := p.margin(g.Margin)
	return time.Unix(p.Terms.SubmitBy, 0).Add(-margin - margin/handover)
}

// begin waits for the opening, and writes down that the work begins. ahead is how much chain time is ahead of the clock.
func (g *Guarded) begin(ctx context.Context, v *protocol.View, p *Papers) (ahead time.Duration, err error) {
	if err := g.harvest(ctx, v, p); err != nil {
		return 0, err
	}
	switch r, err := g.Ledger.Get(ctx, p.ID); {
	case err != nil && protocol.CodeOf(err) != protocol.NotFound:
		return 0, err
	case err == nil && r.Cashed:
		return 0, errCashed
	case err == nil && r.Closed:
		return 0, errClosed
	}
	if ahead, err = g.awaitOpen(ctx, p); err != nil {
		return 0, err
	}
	return ahead, g.Ledger.update(ctx, p.ID, func(r *Record) error {
		if r.Cashed {
			return errCashed
		}
		r.fill(protocol.Farmer, v, p)
		r.Started, r.Opened = true, true
		return nil
	})
}

var errClosed = protocol.Errorf(protocol.Canceled, "the deal is closed")

// awaitOpen waits for the opening while it can still come, and there is time to work. A deal that is open and not deep enough is waited
// for. ahead is how much chain time was ahead of the clock at last: what is behind may be a chain on which nobody sends.
func (g *Guarded) awaitOpen(ctx context.Context, p *Papers) (ahead time.Duration, err error) {
	waiting, cancel := context.WithDeadlineCause(ctx, g.workBy(p), errNoTime)
	defer cancel()
	var past blocks
	for look := ctx; ; look = waiting { // once at any rate: who comes back late may hold what is deep by now
		opened, err := g.lookOpen(look, p, &past)
		if opened {
			return max(past.ahead, 0), nil
		}
		if _, refused := errors.AsType[*protocol.Error](err); refused {
			return 0, err
		}
		if err != nil {
			g.Logger.Warn("waiting for the deal to be opened", "deal", p.ID, "err", err)
		}
		if err := pause.For(waiting, g.Poll); err != nil {
			return 0, err
		}
	}
}

// blocks counts, by their times, blocks that came after each other: no two have one time.
type blocks struct {
	newest time.Time
	n      uint64
	ahead  time.Duration // of the clock, where the last was that was seen
}

func (b *blocks) see(at time.Time) {
	if at.After(b.newest) {
		b.newest = at
		b.n++
	}
}

// lookOpen reports whether the deal is open at depth. By the time of its block, and no later one, a deal that is not open is not
// opened in time. past counts the blocks that are later than openBy: with depth of them the deal is void.
func (g *Guarded) lookOpen(ctx context.Context, p *Papers, past *blocks) (bool, error) {
	newest, err := g.Contract.Status(ctx, p.ID, 1)
	if err != nil {
		return false, err
	}
	now := newest.Block.Time
	past.ahead = time.Until(now)
	if now.Unix() > p.Deal.OpenBy {
		past.see(now)
	}
	switch {
	case newest.State == Closed:
		return false, errClosed
	case newest.State == Unopened && (past.n >= g.Depth || now.Unix() > max(p.Terms.StartBy, p.Deal.OpenBy)):
		return false, protocol.Errorf(protocol.Unfunded, "the deal was not open by %s", utc(time.Unix(p.Deal.OpenBy, 0)))
	case newest.State == Unopened || g.Depth <= 1:
		return newest.State != Unopened, nil
	}
	deep, err := g.Contract.Status(ctx, p.ID, g.Depth)
	if err == nil && deep.State == Unopened && !now.Before(g.workBy(p)) {
		return false, errNoTime
	}
	return deep.State != Unopened && deep.State != Closed, err
}

// harvest keeps what the requester has signed for in the session and a crash kept from the record.
func (g *Guarded) harvest(ctx context.Context, v *protocol.View, p *Papers) error {
	try := func(payload *messages.Payload, cost string, s *messages.AccountSignature) error {
		digest, err := g.Digest(payload)
		if err != nil {
			return nil
		}
		if err := g.accepted(ctx, v, p, digest, cost, s); protocol.CodeOf(err) != protocol.WrongReward {
			return err
		}
		return nil // a voucher for an earlier claim, which is on record, or a wrong reward
	}
	if v.Voucher != nil && v.Progress != nil {
		if err := try(v.Progress.Evidence, v.Voucher.Amount, v.Voucher.Signature); err != nil {
			return err
		}
	}
	if v.Reward != nil && v.Delivery != nil {
		return try(v.Delivery.Result, v.Reward.Amount, v.Reward.Signature)
	}
	return nil
}

// vouched is a Progress whose vouchers are acceptances that the contract takes.
type vouched struct {
	farmer.Progress
	guard  *Guarded
	view   *protocol.View
	papers *Papers
	by     time.Time // when the work must end
}

func (w *vouched) Claim(ctx context.Context, m *messages.Progress) (*messages.Voucher, error) {
	m = proto.CloneOf(m)
	if m.AnswerByMs == 0 { // later the claim is put on the chain
		m.AnswerByMs = w.by.UnixMilli()
	}
	digest, err := w.guard.Digest(m.Evidence)
	switch {
	case err != nil && m.Claim == "0": // what names no result and costs nothing is between the parties
		return w.Progress.Claim(ctx, m)
	case err != nil:
		return nil, fmt.Errorf("digest of the evidence: %w", err)
	case m.Claim == "":
		m.Claim = w.view.Cost(m.Units).String()
	}
	if err := w.claimed(ctx, &Delivery{Digest: digest, Cost: m.Claim}); err != nil {
		return nil, err
	}
	voucher, err := w.Progress.Claim(ctx, m)
	if err != nil {
		return nil, err
	}
	if err := w.answered(ctx, m, digest, voucher); err != nil {
		return nil, err
	}
	return voucher, nil
}

// claimed notes what is put on the chain if the requester answers no more.
func (w *vouched) claimed(ctx context.Context, d *Delivery) error {
	return w.guard.Ledger.note(ctx, w.papers.ID, func(r *Record) error {
		if r.Cashed {
			return errCashed
		}
		r.Claimed = d
		return nil
	})
}

// Keep has the result behind a claim that names none be what is put on the chain if nobody answers that claim.
func (w *vouched) Keep(ctx context.Context, result *messages.Payload, cost messages.Amount) error {
	digest, err := w.guard.Digest(result)
	if err != nil {
		return fmt.Errorf("digest of the result: %w", err)
	}
	return w.claimed(ctx, &Delivery{Digest: digest, Cost: cost.String()})
}

// accepted verifies and keeps what the requester has signed for: the best of it. What is on record was verified.
func (g *Guarded) accepted(ctx context.Context, v *protocol.View, p *Papers, digest [32]byte, cost string, s *messages.AccountSignature) error {
	d := Delivery{Digest: digest, Cost: cost}
	switch r, err := g.Ledger.Get(ctx, p.ID); {
	case err != nil && protocol.CodeOf(err) != protocol.NotFound:
		return err
	case err == nil && r.acceptedExactly(&d) && bytes.Equal(r.Accepted.Signature, s.GetSignature()):
		return nil
	}
	if err := g.Contract.VerifyAcceptance(p.ID, d, p.Deal.Requester, s.GetSignature()); err != nil {
		return &protocol.Error{Code: protocol.WrongReward, Reason: "the requester's account did not sign for this result at this cost", Err: err}
	}
	return g.Ledger.update(ctx, p.ID, func(r *Record) error {
		if r.Papers.ID != p.ID { // the record was lost
			r.fill(protocol.Farmer, v, p)
		}
		if r.Accepted == nil || amount(r.Accepted.Cost).Cmp(amount(cost)) <= 0 {
			r.Accepted = &Acceptance{Delivery: d, Signature: s.GetSignature()}
		}
		return nil
	})
}
