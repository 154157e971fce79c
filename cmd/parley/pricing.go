package main

import (
	"context"
	"fmt"
	"math/big"
	"strings"

	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/contracts/toll"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/deals"
)

// pricing is what a deal's price is made of, by the terms of its session, which the chain knows only by their hash.
type pricing struct {
	PerUnit string `json:"perUnit"`           // for the work, smallest unit
	Unit    string `json:"unit"`              // of that: "task", "10^9 fuel"
	PerDeal string `json:"perDeal,omitempty"` // once, for the deal's gas
}

// pricedBy is what terms say; nil without terms.
func pricedBy(t *messages.Terms) *pricing {
	if t == nil {
		return nil
	}
	p := &pricing{PerUnit: t.Price.GetPerUnit(), Unit: t.Price.GetUnit()}
	if tariff := compute.AgreedTariff(t); tariff != nil {
		p.PerUnit, p.PerDeal = tariff.PerUnit, tariff.PerDeal
	}
	return p
}

// words are what a price of at most so much is made of.
func (p *pricing) words(m *market.Market, most *sum) string {
	switch {
	case p == nil:
		return fmt.Sprintf("at most %s", most)
	case p.PerDeal == "":
		return fmt.Sprintf("at most %s: %s for each %s", most, sumOfText(m, p.PerUnit), unitWords(p.Unit))
	}
	return fmt.Sprintf("at most %s: %s for each %s, and %s of it for the deal's gas", most, sumOfText(m, p.PerUnit), unitWords(p.Unit), sumOfText(m, p.PerDeal))
}

// unitWords is a unit for people. That of fuel names its meter behind a slash, as if it were divided by that.
func unitWords(unit string) string {
	if what, meter, metered := strings.Cut(unit, "fuel/"); metered {
		return what + "fuel, as meter " + meter + " counts it"
	}
	return unit
}

// pricingStatement is a pricing in the JSON of deal show.
type pricingStatement struct {
	PerUnit *sum   `json:"perUnit"`
	Unit    string `json:"unit"`
	PerDeal *sum   `json:"perDeal,omitempty"`
}

func (p *pricing) statement(m *market.Market) *pricingStatement {
	if p == nil {
		return nil
	}
	x := &pricingStatement{PerUnit: sumOfText(m, p.PerUnit), Unit: p.Unit}
	if p.PerDeal != "" {
		x.PerDeal = sumOfText(m, p.PerDeal)
	}
	return x
}

// costs are what closing a deal, or disputing it, takes beside its price.
type costs struct {
	Settle  int64 `json:"settle"`  // gas: with the requester's signature
	Silence int64 `json:"silence"` // gas: to submit, and to claim once the requester was silent
	Dispute int64 `json:"dispute"` // gas
	// Price is what gas costs now, in the smallest unit of the chain's coin; empty where it is play money, or cannot be told.
	Price string `json:"gasPrice,omitempty"`
	// Fee is what a dispute costs beside its gas; none where nobody may rule.
	Fee *sum `json:"fee,omitempty"`

	price *big.Int
}

// costsOf are those of a deal that is open, submitted or disputed; nil of another.
func costsOf(ctx context.Context, m *market.Market, p *party.Opened, r *deals.Record, s *deals.Shown) *costs {
	if len(s.Locks) == 0 {
		return nil
	}
	judged := r.Papers.Terms.Arbiter != deals.Address{}
	c := &costs{Settle: toll.SettleGas, Silence: toll.SubmitGas + toll.ClaimGas, Dispute: toll.Disputing(judged)}
	if judged {
		c.Fee = sumOfText(m, r.Papers.Terms.MediationFee)
	}
	if !m.Chain.Play {
		ctx, cancel := context.WithTimeout(ctx, gasTime)
		defer cancel()
		if price, err := p.Client.SuggestGasPrice(ctx); err == nil {
			c.Price, c.price = price.String(), price
		}
	}
	return c
}

// words tell them to a person.
func (c *costs) words() string {
	gas := func(n int64) string {
		if c.price == nil {
			return fmt.Sprintf("%d gas", n)
		}
		return coinFor(n, c.price)
	}
	fee := "nobody rules on that, and it halves the price"
	if c.Fee != nil {
		fee = fmt.Sprintf("and a fee of %s, which is locked: paid by whoever is found wrong, by halves where nobody can tell", c.Fee)
	}
	return fmt.Sprintf("to close it %s with the requester's signature, %s where the requester is silent; to dispute it %s, %s", gas(c.Settle), gas(c.Silence), gas(c.Dispute), fee)
}
