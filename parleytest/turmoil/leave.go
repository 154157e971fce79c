package turmoil

import (
	"context"
	"fmt"
	"math/big"
	"time"

	"github.com/parley-p2p/parley/internal/pause"
)

// leaving is how often who leaves looks at its stake.
const leaving = 3 * time.Minute

// leave takes a mediator's stake out as soon as it may leave, or has it stay. What a seat holds waits until it is let go. Failures are
// tried again.
func (p *process) leave(ctx context.Context) {
	for p.part.Leaves > 0 && pause.For(ctx, leaving) == nil {
		at, err := p.panel.Position(ctx, p.account.Address())
		since := time.Since(p.world.began)
		switch {
		case err != nil || at.Leaving.Sign() == 0:
		case p.part.Stays:
			if since >= p.part.Leaves/2 {
				p.panel.Announce(ctx, "stay", new(big.Int))
			}
		case !at.Block.Time.Before(at.LeaveFrom) && at.Free.Sign() > 0:
			amount := at.Free
			if at.Leaving.Cmp(amount) < 0 {
				amount = at.Leaving
			}
			p.panel.Withdraw(ctx, fmt.Sprintf("%v of %v", amount, at.Leaving), p.account.Address(), amount)
		}
	}
}
