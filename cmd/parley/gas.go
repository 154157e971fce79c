package main

import (
	"context"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/contracts/toll"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/deals"
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
		if p, err := n.Party.GasPrice(ctx); err == nil && p.Now.Sign() > 0 {
			a.say("the chain's gas is not part of the quotes: of each deal it takes this farmer %s now; to count it say what a coin is worth, with --coin-price", coinFor(toll.DealGas, p.Now))
		}
		return
	}
	g.Price, work.PerDeal = n.Party.GasPrice, g.PerDeal
	ask, _, err := g.PerDeal(ctx)
	if err != nil {
		a.say("nothing is quoted before the chain says what its gas costs: %v", err)
		return
	}
	a.say("each quote counts %d gas for the deal: %s at present, %d times what they cost; a quote is not agreed to once they cost more than it counts", toll.DealGas, n.Amount(ask), toll.Headroom)
}

// coinFor is what so much gas costs at a price in wei, in the chain's coin.
func coinFor(gas int64, price *big.Int) string {
	cost, err := messages.AmountOf(new(big.Int).Mul(price, big.NewInt(gas)))
	if err != nil {
		return fmt.Sprintf("%d gas", gas)
	}
	x := coinOf(cost)
	return x.String()
}

// stakes says before anything is agreed to what this side may lose of a deal beside its price: gas, and a dispute's fee. Gas is told in coin
// where that is worth something.
func (o *errand) stakes(ctx context.Context, c deals.Collateral) {
	disputing := toll.Disputing(c.Arbiter != deals.Address{})
	open, dispute := fmt.Sprintf("%d gas", toll.OpenGas), fmt.Sprintf("%d", disputing)
	if !o.market.Chain.Play {
		ctx, cancel := context.WithTimeout(ctx, gasTime)
		defer cancel()
		if p, err := o.node.Party.GasPrice(ctx); err == nil {
			open, dispute = coinFor(toll.OpenGas, p.Now)+" now", coinFor(disputing, p.Now)
		}
	}
	if c.Arbiter == (deals.Address{}) {
		o.app.say("beside its price a deal costs this side %s to open, and %s to dispute: nobody rules on that here, and it halves the price", open, dispute)
		if o.node.Judged() {
			o.unruled()
		} else {
			o.app.unjudged()
		}
		return
	}
	least := ""
	if fee, err := messages.ParseAmount(c.LeastFee); err == nil {
		least = ", at least " + o.node.Amount(fee)
	}
	o.app.say("beside its price a deal costs this side %s to open, and %s to dispute; the fee of a dispute, %d %% of the price%s, is locked with the deal and paid by whoever is found wrong, by halves where nobody can tell",
		open, dispute, c.Fee/100, least)
}

// duties are what a party does in a market, which decides what it needs gas for.
type duties struct {
	hires, farms, mediates bool

	judged bool // the market: a panel is told of each dispute
}

// dutiesOf are those that its deals and its seat show; of who has neither, those of the command whose party is called so.
func dutiesOf(name string, records []*deals.Record, seated, judged bool) (d duties) {
	d.judged, d.mediates = judged, seated || name == mediatorName
	for _, r := range records {
		d.hires = d.hires || r.Role == protocol.Requester
		d.farms = d.farms || r.Role == protocol.Farmer
	}
	d.farms = d.farms || name == farmerName
	d.hires = d.hires || !d.farms && !d.mediates
	return d
}

// gas is what the transactions of one deal, or case, take of who has such duties, and what they cost at a price in wei, in words.
func (d duties) gas(price *big.Int) (gas int64, says string) {
	var all []string
	add := func(has bool, takes int64, format string, parts ...int64) {
		if !has {
			return
		}
		gas += takes
		costs := make([]any, len(parts))
		for i, g := range parts {
			costs[i] = coinFor(g, price)
		}
		all = append(all, fmt.Sprintf(format, costs...))
	}
	disputing := toll.Disputing(d.judged)
	add(d.hires, toll.OpenGas+disputing, "opening a deal takes %s at present, a dispute %s", toll.OpenGas, disputing)
	add(d.farms, toll.SubmitGas+toll.ClaimGas, "settling a deal takes %s at present, and %s where its requester is silent", toll.SettleGas, toll.SubmitGas+toll.ClaimGas)
	add(d.mediates, toll.VoteGas, "voting in a case takes %s at present", toll.VoteGas)
	return gas, strings.Join(all, "; ")
}

// gasFor says what a chain whose coin is worth something takes of an account that has so much of it, and fails if that is not enough.
func (d duties) gasFor(account deals.Address, price *big.Int, has messages.Amount) (string, error) {
	gas, says := d.gas(price)
	if new(big.Int).Mul(price, big.NewInt(gas)).Cmp(has.Big()) > 0 {
		coin := coinOf(has)
		return "", failure.Newf(failure.Funds, "fund it", "the account %s has %s for gas, and %s", account, &coin, says)
	}
	return "there is coin for gas: " + says, nil
}
