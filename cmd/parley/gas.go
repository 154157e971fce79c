package main

import (
	"context"
	"math/big"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/contracts/toll"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/compute"
)

// gauge is what tells the gas of a deal in the market's money; nil if it is not to be counted.
func (f *farmFlags) gauge(m *market.Market) (*toll.Gauge, error) {
	if f.coin == "" {
		return nil, nil
	}
	if f.free || m.Chain == nil {
		return nil, failure.Newf(failure.Usage, "leave out --coin-price", "--coin-price says what gas is worth, and work for nothing needs none")
	}
	rate, err := toll.ParseRate(f.coin, m.Chain.Decimals)
	if err != nil {
		return nil, failure.Newf(failure.Usage, "write it as --coin-price 3000, for a coin that is worth 3000 "+m.Chain.Symbol+"; to count no gas leave it out", "--coin-price: %w", err)
	}
	return &toll.Gauge{Rate: rate}, nil
}

// gasTime is how long the chain may take to say at the start what its gas costs.
const gasTime = 10 * time.Second

// countGas has quotes count the gas of a deal, if there is a gauge, and says what that comes to. Without one it says what is not counted,
// where it is real money.
func (a *app) countGas(ctx context.Context, n *node.Node, work *compute.Farmer, g *toll.Gauge) {
	ctx, cancel := context.WithTimeout(ctx, gasTime)
	defer cancel()
	if g == nil {
		if n.Market.Chain.Play {
			return
		}
		if p, err := n.Party.GasPrice(ctx); err == nil {
			cost, err := messages.AmountOf(new(big.Int).Mul(p.Now, big.NewInt(toll.DealGas)))
			if err == nil && !cost.IsZero() {
				a.say("the chain's gas is not part of the quotes: of each deal it takes this farmer %s now; to count it say what a coin is worth, with --coin-price", coinOf(cost))
			}
		}
		return
	}
	g.Price, work.PerDeal = n.Party.GasPrice, g.PerDeal
	ask, now, err := g.PerDeal(ctx)
	if err != nil {
		a.say("nothing is quoted before the chain says what its gas costs: %v", err)
		return
	}
	a.say("%d gas of a deal are part of each quote, and a quote of before is not agreed to once they cost more: %s at present, for what costs %s", toll.DealGas, n.Amount(ask), n.Amount(now))
}
