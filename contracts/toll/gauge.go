package toll

import (
	"cmp"
	"context"
	"fmt"
	"math/big"
	"sync"
	"time"

	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/messages"
)

// DealGas is the gas that a quote counts for its farmer's transactions. The requester opens the deal, and the farmer settles it with the
// requester's signature: that is all that it sends if nobody is silent. If the requester is, the farmer submits its result and claims
// instead; one deal in ten is counted so. It is the figure under Amsterdam, which prices storage higher than Osaka (`make gas`, whose
// test holds this to it), and the next thousand.
const DealGas = 73_000

// Unhappy is how many deals one is counted that its requester does not answer.
const Unhappy = 10

// What single transactions of a deal take, in gas, under Amsterdam: a requester opens it, and may dispute what was submitted, before a panel or
// where nobody is told of it; a farmer settles with the requester's signature, or submits and then claims where that is silent. VoteGas is what
// a mediator takes to commit to its finding and to show it.
const (
	OpenGas         = 164_000
	DisputeGas      = 65_000
	PanelDisputeGas = 168_000
	SettleGas       = 67_000
	SubmitGas       = 59_000
	ClaimGas        = 61_000
	VoteGas         = 214_000
)

// Disputing is the gas of a dispute, which a panel is told of where one judges.
func Disputing(judged bool) int64 {
	if judged {
		return PanelDisputeGas
	}
	return DisputeGas
}

// Headroom is how many times the gas of this moment a quote asks for: until the deal is settled the base fee may rise through six full blocks
// in a row, as may the tip.
const Headroom = 2

// Gauge says what a deal costs its farmer in gas. Set its fields before first use; it is then safe for concurrent use, and what is asked at
// once shares one question to the chain.
type Gauge struct {
	// Price asks the chain: transactions.Manager.GasPrice, party.Opened.GasPrice.
	Price func(context.Context) (transactions.GasPrice, error)
	Rate  Rate
	// Gas is what the transactions of a deal use. Default DealGas.
	Gas uint64
	// Fresh is how long an answer of the chain's serves without asking again. Default 3 s.
	Fresh time.Duration
	// Stale is how old the block may be at most that the price is of, by this machine's clock: a chain that does not answer, or an endpoint
	// that lags behind, gives no price after that. Default 2 min: a minute that clocks may be apart, and five blocks of Ethereum's.
	Stale time.Duration

	once  sync.Once
	turn  chan struct{} // held by who asks the chain
	mu    sync.Mutex
	price *transactions.GasPrice // the last, nil before the first
	err   error                  // why there is none since
	asked time.Time              // when either was heard
}

func (g *Gauge) init() {
	g.once.Do(func() {
		g.Gas = cmp.Or(g.Gas, DealGas)
		g.Fresh = cmp.Or(g.Fresh, 3*time.Second)
		g.Stale = cmp.Or(g.Stale, 2*time.Minute)
		g.turn = make(chan struct{}, 1)
	})
}

// PerDeal is what a deal's gas comes to in the token's smallest unit: now is what it costs at this moment, ask is what to quote, with
// Headroom. Where the chain does not tell, its last word serves until Stale; the
// error says after that why there is none.
func (g *Gauge) PerDeal(ctx context.Context) (ask, now messages.Amount, err error) {
	g.init()
	p, err := g.read(ctx)
	if err != nil {
		return ask, now, fmt.Errorf("the price of the chain's gas is not known: %w", err)
	}
	if now, err = g.worth(p.Now); err == nil {
		ask, err = g.worth(new(big.Int).Mul(p.Now, big.NewInt(Headroom)))
	}
	return ask, now, err
}

func (g *Gauge) worth(perGas *big.Int) (messages.Amount, error) {
	return g.Rate.Of(new(big.Int).Mul(perGas, new(big.Int).SetUint64(g.Gas)))
}

// read is what the chain has said lately, or says now.
func (g *Gauge) read(ctx context.Context) (*transactions.GasPrice, error) {
	since := time.Now()
	if p, err, heard := g.heard(since.Add(-g.Fresh)); heard {
		return p, err
	}
	select {
	case g.turn <- struct{}{}:
		defer func() { <-g.turn }()
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	if p, err, heard := g.heard(since.Add(-g.Fresh)); heard { // somebody has asked meanwhile
		return p, err
	}
	p, err := g.Price(ctx)
	if err != nil && ctx.Err() != nil { // whoever waits asks for itself
		return nil, context.Cause(ctx)
	}
	g.mu.Lock()
	g.asked, g.err = time.Now(), err
	if err == nil {
		g.price = &p
	}
	g.mu.Unlock()
	last, err, _ := g.heard(time.Time{})
	return last, err
}

// heard is what the chain has said, if that was asked after a time.
func (g *Gauge) heard(after time.Time) (p *transactions.GasPrice, err error, heard bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case !g.asked.After(after):
		return nil, nil, false
	case g.price == nil:
		return nil, g.err, true
	}
	switch age := time.Since(g.price.Of); {
	case age <= g.Stale:
		return g.price, nil, true
	case g.err != nil:
		return nil, fmt.Errorf("what was last known is %s old: %w", age.Round(time.Second), g.err), true
	default:
		return nil, fmt.Errorf("the newest block that the endpoint tells of is %s old: it lags behind, or the chain stands still", age.Round(time.Second)), true
	}
}
