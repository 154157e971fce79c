package turmoil

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/parley-p2p/parley/contracts/court"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/internal/pause"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/mediator"
)

// seller is the farmer's policy: it works, claims a share at half time, and delivers; or does what its conduct is.
type seller struct {
	farmer.Unset
	process *process
	account deals.Contract
	ledger  *deals.Ledger
}

// farm is a life of the farmer's program.
func farm(ctx context.Context, p *process) error {
	w, j := p.world, p.book()
	ledger, account := &deals.Ledger{Journal: j}, party.New(p.escrow, p.client, p.account.Key())
	collateral, err := court.Collateral(p.panel)
	if err != nil {
		return err
	}
	guard := deals.Guard(&seller{process: p, account: account, ledger: ledger}, account, ledger, digest)
	guard.Collateral, guard.Takes, guard.Margin, guard.Poll = collateral, court.Takes(p.panel), margin, w.poll
	guard.Bounds.Judge = max(24*time.Hour, court.Window(p.panel)) // as parley farm has it
	server := &farmer.Server{Farmer: guard, Signer: p.node.Signer, Journal: j}
	reconciler := &deals.Reconciler{Contract: w.flawed(account), Ledger: ledger, Margin: margin, Poll: w.poll, Notice: p.heard}
	if err := p.appeals(reconciler); err != nil {
		return err
	}
	shows := p.shows(account, ledger, reconciler.Court)
	if p.part.Conduct == NeverShows {
		shows = still
	}
	return together(ctx,
		func(ctx context.Context) error { return server.Serve(ctx, &network{p, p.node.Network()}) },
		reconciler.Run, shows)
}

// appeals has a party appeal as its node does, where it is honest.
func (p *process) appeals(r *deals.Reconciler) error {
	if p.part.Conduct != Honest || p.world.flaw == Meek {
		return nil
	}
	clerk, err := court.NewClerk(p.client, p.panel, p.escrow)
	r.Court = court.NewAppeals(clerk, deals.Address(p.account.Address()))
	return err
}

// shows has the panel find with a party what its disputed deals are about.
func (p *process) shows(account deals.Reader, ledger *deals.Ledger, of deals.Court) func(context.Context) error {
	x := &mediator.Exhibits{Ledger: ledger, Chain: account, Store: p.public, Poll: p.world.poll}
	if of != nil {
		x.Pursued = of.Pursued
	}
	return x.Run
}

// still does nothing.
func still(ctx context.Context) error {
	<-ctx.Done()
	return context.Cause(ctx)
}

// together runs what a process consists of; where one ends, all do.
func together(ctx context.Context, parts ...func(context.Context) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var running sync.WaitGroup
	for _, part := range parts {
		running.Go(func() { cancel(part(ctx)) })
	}
	running.Wait()
	return context.Cause(ctx)
}

// Quote asks for a unit of the token for a unit of work.
func (s *seller) Quote(context.Context, *protocol.View) (*messages.Quote, error) {
	return &messages.Quote{Price: &messages.Price{Unit: "unit", PerUnit: "1", Ceiling: fmt.Sprint(price)},
		ExpiresMs: time.Now().Add(2 * acceptIn).UnixMilli()}, nil
}

// Accept accepts.
func (s *seller) Accept(context.Context, *protocol.View) (*messages.Acceptance, error) {
	return nil, nil
}

// Work works.
func (s *seller) Work(ctx context.Context, v *protocol.View, progress farmer.Progress) (*messages.Delivery, error) {
	w, conduct := s.process.world, s.process.part.Conduct
	part, all := result{digestOf(w.script.share()), w.script.share()}, result{digestOf(w.script.Units), w.script.Units}
	if conduct == ClaimsWrong {
		part.Digest = wrong("the farmer")
	}
	if conduct == NeverDelivers {
		s.process.misbehaves()
		<-ctx.Done()
		return nil, context.Cause(ctx)
	}
	if conduct == NeverShows {
		return nil, s.submit(ctx, v)
	}
	if err := pause.For(ctx, w.script.Works/2); err != nil {
		return nil, err
	}
	w.library.keep(part.Digest)
	evidence, err := results.Encode(part)
	if err != nil {
		return nil, err
	}
	if conduct == ClaimsWrong {
		s.process.misbehaves()
	}
	if _, err := progress.Claim(ctx, &messages.Progress{Units: part.Units, Evidence: evidence}); err != nil {
		return nil, err
	}
	if err := pause.For(ctx, w.script.Works/2); err != nil {
		return nil, err
	}
	switch conduct {
	case BringsWrong, WithholdsWrong:
		all.Digest = wrong("the farmer")
		s.process.misbehaves()
	case Overcharges:
		all.Units += 100
		s.process.misbehaves()
	}
	w.library.keep(all.Digest)
	payload, err := results.Encode(all)
	return &messages.Delivery{Result: payload, Units: all.Units}, err
}

// submit puts something made up on the chain at the whole price, and says nothing more.
func (s *seller) submit(ctx context.Context, v *protocol.View) error {
	r, err := s.ledger.OfSession(ctx, v)
	if err != nil {
		return err
	}
	made := *r
	made.Result = &deals.Delivery{Digest: wrong("the farmer"), Cost: fmt.Sprint(price)}
	for s.account.Submit(ctx, &made) != nil {
		if err := pause.For(ctx, s.process.world.poll); err != nil {
			return err
		}
	}
	s.process.misbehaves()
	return still(ctx)
}

// Confirm confirms.
func (s *seller) Confirm(context.Context, *protocol.View) (*messages.Receipt, error) { return nil, nil }
