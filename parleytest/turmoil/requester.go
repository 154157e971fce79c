package turmoil

import (
	"context"
	"errors"
	"time"

	"github.com/parley-p2p/parley/contracts/court"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/internal/pause"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services/deals"
)

// Times of the terms, all of them well beyond what a short fault takes. A step is sent the margin before its deadline.
const (
	acceptIn  = 5 * time.Minute
	deliverIn = 30 * time.Minute
	review    = 20 * time.Minute
	margin    = 4 * time.Minute
	asks      = 8 * time.Minute // how long the farmer is asked, if it does not answer
)

// buyer is the requester's policy: it runs everything again, pays what is right, and disputes what is not; or does what its conduct is.
type buyer struct{ process *process }

// buy is a life of the requester's program.
func buy(ctx context.Context, p *process) error {
	w, j := p.world, p.book()
	ledger, account := &deals.Ledger{Journal: j}, party.New(p.escrow, p.client, p.account.Key())
	b := &buyer{p}
	funded := deals.Fund(b, account, ledger, digest)
	funded.Fuel, funded.Takes, funded.Judge, funded.Poll = fuel, court.Takes(p.panel), court.Window(p.panel), w.poll
	client := &requester.Client{Requester: funded, Signer: p.node.Signer, Journal: j, Dialer: &network{p, p.node.Network()}}
	reconciler := &deals.Reconciler{Contract: w.flawed(account), Ledger: ledger, Margin: margin, Poll: w.poll, Inspect: funded.Inspect, Notice: p.heard}
	if p.part.Conduct == Honest {
		reconciler.Rerun = b.rerun
	}
	if err := p.appeals(reconciler); err != nil {
		return err
	}
	shows := p.shows(account, ledger, reconciler.Court)
	if w.flaw == Mute {
		shows = still
	}
	return together(ctx, client.Run, reconciler.Run, shows, func(ctx context.Context) error {
		if err := p.hire(ctx, client, funded, ledger); err != nil && ctx.Err() == nil {
			return err
		}
		<-ctx.Done()
		return context.Cause(ctx)
	})
}

// hire asks the farmer until a deal is signed, in this life or one before.
func (p *process) hire(ctx context.Context, client *requester.Client, funded *deals.Funded, ledger *deals.Ledger) error {
	for time.Since(p.world.began) < asks && ctx.Err() == nil {
		for _, err := range ledger.All(ctx) {
			return err // nil: there is one
		}
		if err := p.ask(ctx, client, funded); err != nil {
			return err
		}
		if err := pause.For(ctx, p.world.poll); err != nil {
			return err
		}
	}
	return nil
}

// ask asks the farmer once.
func (p *process) ask(ctx context.Context, client *requester.Client, funded *deals.Funded) error {
	collateral, err := court.Collateral(p.panel)
	if err != nil {
		return err
	}
	offer, err := funded.Offer(collateral)
	if err != nil {
		return err
	}
	job, err := messages.Text.Encode("work")
	if err != nil {
		return err
	}
	sow := &messages.SOW{Service: "parley.test/turmoil/1", Job: job, Units: price, Settlements: []*messages.Settlement{offer},
		DeliverByMs: time.Now().Add(deliverIn).UnixMilli()}
	for range client.Hire(ctx, sow, requester.Hiring{Wait: -1, Farmers: []discovery.Candidate{{Key: p.world.farmer.node.Key}}}) {
		break // whatever came of it
	}
	return nil
}

// Agree agrees, with windows of its own.
func (b *buyer) Agree(_ context.Context, v *protocol.View, c protocol.Choice) (messages.Message, error) {
	return requester.Terms(v, c, 0, func(t *messages.Terms) {
		now := time.Now()
		t.AcceptByMs, t.StartByMs = now.Add(acceptIn).UnixMilli(), now.Add(acceptIn+2*time.Minute).UnixMilli()
		t.ReviewMs = uint64(review.Milliseconds())
	})
}

var errNever = errors.New("never")

// Hired has nothing to hand over.
func (b *buyer) Hired(context.Context, *protocol.View) error {
	if b.process.part.Conduct == NeverOpens {
		b.process.misbehaves()
		return errNever
	}
	return nil
}

// Review pays what is right.
func (b *buyer) Review(ctx context.Context, v *protocol.View) (messages.Message, error) {
	w, conduct := b.process.world, b.process.part.Conduct
	if v.Phase == protocol.Claimed {
		d, err := digest(v.Progress.Evidence)
		switch {
		case err != nil:
			return nil, err
		case conduct == PaysNoClaim:
			b.process.misbehaves()
			return nil, errNever
		case conduct == Honest && !w.script.right(deals.Delivery{Digest: d, Cost: v.Progress.Claim}):
			return nil, contradiction{w.script.truth(deals.Delivery{Digest: d})}
		}
		return &messages.Voucher{Amount: v.Progress.Claim}, nil
	}
	d, err := digest(v.Delivery.Result)
	if err != nil {
		return nil, err
	}
	m, err := b.answer(ctx, deals.Delivery{Digest: d, Cost: v.Delivery.Cost})
	if err != nil || m != nil {
		return m, err
	}
	return &messages.Reward{Amount: v.Delivery.Cost, ReceiptByMs: time.Now().Add(time.Minute).UnixMilli()}, nil
}

// answer is what is held against a delivery, nil for nothing.
func (b *buyer) answer(ctx context.Context, d deals.Delivery) (messages.Message, error) {
	s, wrongly := b.process.world.script, func(r result) (messages.Message, error) {
		evidence, err := results.Encode(r)
		return &messages.Dispute{Grievance: messages.Grievance_GRIEVANCE_WRONG_RESULT, Reason: "it is another", Evidence: evidence}, err
	}
	notServed := &messages.Dispute{Grievance: messages.Grievance_GRIEVANCE_NOT_SERVED, Reason: "it cannot be had"}
	switch b.process.part.Conduct {
	case RefusesRight, DeniesFuel, DeniesServed, NeverAnswers:
		b.process.misbehaves()
	}
	switch b.process.part.Conduct {
	case RefusesRight:
		return wrongly(result{wrong("the requester"), 7})
	case DeniesFuel:
		return wrongly(result{d.Digest, 7})
	case DeniesServed:
		return notServed, nil
	case NeverAnswers:
		<-ctx.Done()
		return nil, context.Cause(ctx)
	}
	served, err := b.process.world.fetch(ctx, d.Digest, 3*time.Minute)
	switch {
	case err != nil:
		return nil, err
	case !served:
		return notServed, nil
	case !s.right(d):
		return wrongly(s.truth(d))
	}
	return nil, nil
}

// Settled is content.
func (b *buyer) Settled(context.Context, *protocol.View) error { return nil }

// Inspect implements deals.Inspector. As with package compute's Buyer, what cannot be had is no result of looking at it.
func (b *buyer) Inspect(ctx context.Context, _ *protocol.View, digest [32]byte, cost messages.Amount) (*messages.Dispute, error) {
	m, err := b.answer(ctx, deals.Delivery{Digest: digest, Cost: cost.String()})
	if err != nil || m == nil {
		return nil, err
	}
	d := m.(*messages.Dispute)
	if b.process.part.Conduct == Honest && d.Grievance == messages.Grievance_GRIEVANCE_NOT_SERVED {
		return nil, errors.New(d.Reason)
	}
	return d, nil
}

// rerun is the Reconciler's.
func (b *buyer) rerun(_ context.Context, _ *deals.Record, d deals.Delivery) (*deals.Complaint, error) {
	s := b.process.world.script
	if s.right(d) {
		return nil, nil
	}
	t := s.truth(d)
	return &deals.Complaint{ClaimedDigest: t.Digest, ClaimedFuel: t.Units}, nil
}

// contradiction is what a claim should have been.
type contradiction struct{ result }

func (contradiction) Error() string { return "the claim is another than a run of one's own gives" }

// Evidence implements deals.Contradiction.
func (c contradiction) Evidence() (*messages.Payload, error) { return results.Encode(c.result) }
