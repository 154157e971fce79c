package reorg

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/parley-p2p/parley/contracts/court"
	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/ledger"
	"github.com/parley-p2p/parley/services/deals"
)

// tried: row 7, by a panel whose members stake before and leave afterwards.
func tried(p *play) {
	b := p.w.bench
	p.each(b.members, func(s *seat) error { return s.stakes(p.ctx) })
	b.sit()
	p.Collateral = deals.Collateral{Late: 1000, NoShow: 1000, Cheat: 40000, Fee: 3000, Arbiter: deals.Address(b.members[0].panel.Address())}
	p.Buyer.Edit = func(t *messages.Terms) { t.JudgeMs = uint64(judgeTime.Milliseconds()) }
	p.disputed(1)
	p.closed()
	p.each(b.members, func(s *seat) error { return s.leaves(p) })
}

// appealed: row 7 by those who judge anew, once one has said what the farmer says. The requester stakes what the appeal holds.
func appealed(p *play) {
	p.w.bench.appeals = true
	appellant := p.w.seats[ledger.Requester]
	p.end(appellant.stakes(p.ctx))
	tried(p)
	p.end(appellant.leaves(p))
}

// each has all members do something at once.
func (p *play) each(all []*member, f func(*seat) error) {
	p.Helper()
	errs := make([]error, len(all))
	var running sync.WaitGroup
	for i, m := range all {
		running.Go(func() { errs[i] = f(m.seat) })
	}
	running.Wait()
	p.end(errors.Join(errs...))
}

func (s *seat) stakes(ctx context.Context) error {
	_, err := s.panel.Deposit(ctx, "all", units(staked))
	return err
}

// leaves takes out all that the account has staked, when its time has come.
func (s *seat) leaves(p *play) error {
	account := s.manager.Account()
	at, err := s.panel.Position(p.ctx, account)
	if err != nil || at.Free.Sign() == 0 {
		return err
	}
	if _, err := s.panel.Announce(p.ctx, "all", at.Free); err != nil {
		return err
	}
	for {
		leaving, err := s.panel.Position(p.ctx, account)
		if err != nil {
			return err
		}
		if d := leaving.LeaveFrom.Sub(leaving.Block.Time); d > 0 {
			p.w.Advance(d)
		}
		if _, err = s.panel.Withdraw(p.ctx, "all", account, at.Free); !errors.Is(err, panel.ErrUnbonding) { // the chain's time was set back, too
			return err
		}
	}
}

// turn has the time pass that the case before the panel needs: a stage is over once all have voted. The requester appeals if that is the
// story.
func (p *play) turn() {
	p.Helper()
	if p.w.bench == nil || len(p.Records(p.T, ledger.Farmer)) == 0 {
		return
	}
	id, appeals := p.Records(p.T, ledger.Farmer)[0].Papers.ID, false
	clerk := p.w.seats[ledger.Stranger].panel
	err := p.w.miner.still(p.ctx, func() (time.Duration, error) {
		d, err := clerk.Docket(p.ctx, id, 1)
		if err != nil {
			return 0, err
		}
		appeals = p.w.bench.appeals && d.Stage == panel.Appealable && d.Rounds == 1 && !p.over()
		if d.Stage == panel.Armed && d.Block.Number < d.ArmedAt+drawnAfter {
			return time.Second, nil
		}
		if appeals || !voted(d, clerk.Rules()) {
			return 0, nil
		}
		return d.Until.Sub(d.Block.Time) + time.Second, nil
	})
	if err != nil && p.ctx.Err() == nil {
		p.Fatal(err)
	}
	if appeals {
		p.end(p.w.seats[ledger.Requester].appeals(p.ctx, id))
	}
}

// voted: nobody has anything to do before the stage's time has passed.
func voted(d panel.Docket, r panel.Rules) bool {
	if d.Stage == panel.Settling || d.Stage == panel.Appealable {
		return true
	}
	if d.Stage != panel.Committing && d.Stage != panel.Revealing {
		return false
	}
	for _, s := range d.Seats[r.SeatsIn(d.Rounds-1):] {
		if d.Stage == panel.Committing && !s.Committed || d.Stage == panel.Revealing && !s.Revealed {
			return false
		}
	}
	return true
}

func (s *seat) appeals(ctx context.Context, id deals.Hash) error {
	clerk, err := court.NewClerk(s.Client, s.panel, s.Escrow)
	if err != nil {
		return err
	}
	return clerk.Appeal(ctx, id)
}

// finishes has a stranger end the case. A reorganization this deep takes back the conclusion, too, or what was revealed: the stranger concludes
// anew, and where there is nothing to conclude the members go on, and end it themselves.
func finishes(p *play, ctx context.Context, _ ledger.Seat) error {
	stranger, id := p.w.seats[ledger.Stranger], p.Records(p.T, ledger.Farmer)[0].Papers.ID
	d, err := stranger.panel.Docket(ctx, id, 1)
	if err != nil {
		return err
	}
	if d.Stage == panel.Settling {
		clerk, err := court.NewClerk(stranger.Client, stranger.panel, stranger.Escrow)
		if err != nil {
			return err
		}
		if err := clerk.Conclude(ctx, id); err != nil && !errors.Is(err, panel.ErrTooEarly) {
			return err
		}
	}
	if _, err := stranger.panel.Finish(ctx, id); !errors.Is(err, panel.ErrTooEarly) && !errors.Is(err, panel.ErrWrongStage) {
		return err
	}
	return nil
}
