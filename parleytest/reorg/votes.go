package reorg

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"

	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/parleytest/ledger"
	"github.com/parley-p2p/parley/services/deals"
)

// votes are what the chain tells of a case before a panel.
type votes struct {
	drawn               []panel.RoundDrawn
	committed, revealed map[common.Address]uint64 // in which block
	slashed             map[common.Address]bool
	finished            bool
}

// judged holds what came of a case before a panel against the chain: nobody who was honest has lost its stake, or a vote; none was shown while
// others could still commit; and nothing is held or owed any more.
func (p *play) judged(c Case) {
	p.Helper()
	if p.w.bench == nil {
		return
	}
	v := p.votes(p.Records(p.T, ledger.Farmer)[0].Papers.ID)
	for _, m := range p.w.bench.members {
		account := m.manager.Account()
		if v.slashed[account] && !m.lied {
			p.Errorf("mediator %s was honest, and has lost its stake; it said %q", account, m.told)
		}
		if all := p.gain(m); all < 0 && !m.lied {
			p.Errorf("mediator %s was honest, and has %d", account, all)
		}
	}
	for n, s := range p.w.seats {
		at, err := s.panel.Position(p.ctx, s.manager.Account())
		p.w.must(err)
		owed, err := s.panel.Owed(p.ctx, s.manager.Account())
		p.w.must(err)
		if at.Held.Sign() != 0 || at.Free.Sign() != 0 || owed.Sign() != 0 {
			p.Errorf("of the %d's, %v are held, %v are staked and %v owed though all is over", n, at.Held, at.Free, owed)
		}
	}
	settle := window // from the end of the commitments until what was committed to is shown
	for _, round := range v.drawn {
		end := transactions.Time(round.CommitBy).Add(settle)
		for _, m := range round.Members {
			if c.Fate != Displaced && (v.committed[m] == 0 || v.revealed[m] == 0) {
				p.Errorf("mediator %s was drawn, and its vote is lost: committed in block %d, revealed in %d", m, v.committed[m], v.revealed[m])
			}
			if at := v.revealed[m]; at > 0 && c.within {
				deep, err := p.w.client.HeaderByNumber(p.ctx, new(big.Int).SetUint64(at-c.Wait))
				p.w.must(err)
				if !transactions.Time(deep.Time).After(end) {
					p.Errorf("mediator %s has shown in block %d what it had committed to, and a block %d before it is no later than %v, until which commitments are not final", m, at, c.Wait, end)
				}
			}
		}
	}
	if len(v.drawn) > 0 && !v.finished {
		p.Error("the case was drawn, and nobody has finished it")
	}
}

func (p *play) gain(m *member) int64 {
	_, all := m.worth(p.ctx)
	return all - ledger.Wealth
}

// votes reads them.
func (p *play) votes(id deals.Hash) votes {
	p.Helper()
	v := votes{committed: map[common.Address]uint64{}, revealed: map[common.Address]uint64{}, slashed: map[common.Address]bool{}}
	s := p.w.seats[ledger.Stranger]
	head, err := p.w.client.BlockNumber(p.ctx)
	p.w.must(err)
	for e, err := range s.panel.Events(p.ctx, 0, head, (*[32]byte)(&id)) {
		p.w.must(err)
		switch entry := e.Entry.(type) {
		case panel.RoundDrawn:
			v.drawn = append(v.drawn, entry)
		case panel.Commitment:
			v.committed[entry.Member] = e.Block
		case panel.Revelation:
			v.revealed[entry.Member] = e.Block
		case panel.Seated:
			v.slashed[entry.Member] = entry.Slashed.Sign() > 0
		case panel.Finished:
			v.finished = true
		}
	}
	return v
}
