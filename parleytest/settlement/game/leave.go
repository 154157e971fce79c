package game

import (
	"math/big"

	"github.com/parley-p2p/parley/contracts/bindings/arbiters"
)

// The stake of a member, and its way out.

// leaves: the member has announced that all of its stake is to leave.
func (p *position) leaves(r Role) bool { return p.account(r) >= 0 && p.staked(r).Leaving.Sign() > 0 }

func (p *position) staked(r Role) arbiters.Position {
	at, err := stakes.UnpackPositionOf(p.read(p.m.Stake, stakes.PackPositionOf(p.account(r).Address(), p.m.Panel)))
	if err != nil {
		p.fault = err.Error()
		return arbiters.Position{Free: new(big.Int), Held: new(big.Int), Leaving: new(big.Int), LeaveFrom: new(big.Int)}
	}
	return at
}

// leave has a member try to take its stake out without a word, announce all of it, held or not, and try again at once.
func leave(r Role) func(*position) {
	return func(p *position) {
		p.takeOut(r)
		at := p.staked(r)
		p.send(r, p.m.Stake, stakes.PackAnnounce(p.m.Panel, new(big.Int).Add(at.Free, at.Held)))
		p.takeOut(r)
	}
}

// departs is when what was announced may be gone: the case is closed, and its seats are held until somebody finishes it.
func departs(r Role) func(*position) []move {
	return always(move{"goes on", func(p *position) {
		p.until(p.staked(r).LeaveFrom.Int64())
		p.takeOut(r)
	}})
}

// takeOut withdraws what the contract lets go, free or held.
func (p *position) takeOut(r Role) {
	at, to := p.staked(r), p.account(r).Address()
	for _, amount := range []*big.Int{at.Leaving, at.Free} {
		if amount.Sign() > 0 && p.send(r, p.m.Stake, stakes.PackWithdraw(p.m.Panel, to, amount)) {
			return
		}
	}
}
