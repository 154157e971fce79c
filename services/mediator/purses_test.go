package mediator_test

import (
	"math/big"
	"slices"

	"github.com/parley-p2p/parley/contracts/devchain"
)

// purses are what everybody has in free balance, stake and tokens.
type purses struct {
	Requester, Farmer int64
	Mediators         []int64
	Burned            int64 // in the escrow
}

func (w *world) purses() (p purses) {
	w.t.Helper()
	ctx := w.ctx()
	has := func(i int) int64 {
		account := devchain.Address(i)
		free := must(w.books.Account(ctx, account))(w.t).Free
		position := must(w.panel.Position(ctx, account))(w.t)
		sum := new(big.Int)
		for _, part := range []*big.Int{free, must(w.books.Tokens(ctx, account))(w.t), position.Free, position.Held, must(w.panel.Owed(ctx, account))(w.t)} {
			sum.Add(sum, part)
		}
		return sum.Int64()
	}
	p.Requester, p.Farmer, p.Burned = has(requester), has(farmer), must(w.books.Burned(ctx))(w.t).Int64()
	for i := range w.members {
		p.Mediators = append(p.Mediators, has(2+i))
	}
	return p
}

func (p purses) minus(o purses) purses {
	d := purses{Requester: p.Requester - o.Requester, Farmer: p.Farmer - o.Farmer, Burned: p.Burned - o.Burned}
	for i := range p.Mediators {
		d.Mediators = append(d.Mediators, p.Mediators[i]-o.Mediators[i])
	}
	slices.Sort(d.Mediators) // who gets the remainder is the draw's
	return d
}
