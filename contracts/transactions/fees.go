package transactions

import (
	"context"
	"fmt"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/params"
)

// fee is what a transaction offers a gas, in wei.
type fee struct{ tip, most *big.Int }

// GasPrice is what a gas costs on the chain, in wei.
type GasPrice struct {
	// Now is the base fee of the newest block and the tip: what a transaction pays that is mined next.
	Now *big.Int
	// Of is the newest block's time, by the chain.
	Of time.Time
}

// GasPrice asks the chain what a gas costs, as a transaction sent now would be priced. The errors are ErrFees, where not even the next
// block can be had for Config.MaxFee, and a *ChainError.
func (m *Manager) GasPrice(ctx context.Context) (GasPrice, error) {
	v, err := m.config.Client.look(ctx, m.scope.Account)
	if err != nil {
		return GasPrice{}, err
	}
	offer, err := m.config.suggest(v)
	if err != nil {
		return GasPrice{}, err
	}
	return GasPrice{Now: new(big.Int).Add(v.head.BaseFee, offer.tip), Of: Time(v.head.Time)}, nil
}

// suggest returns what to offer now: the node's tip, no less than MinTip, above twice the base fee, which covers six
// full blocks in a row; all of it at most MaxFee. It is ErrFees when not even the next block can be had for MaxFee.
func (c *Config) suggest(v *view) (fee, error) {
	base := v.head.BaseFee
	if least := new(big.Int).Add(base, c.MinTip); least.Cmp(c.MaxFee) > 0 {
		return fee{}, fmt.Errorf("%w: the chain asks %s gwei a gas, and the limit is %s; wait, or raise the limit with --max-fee-gwei",
			ErrFees, gwei(least), gwei(c.MaxFee))
	}
	tip := larger(v.tip, c.MinTip)
	tip = smaller(tip, new(big.Int).Sub(c.MaxFee, base))
	most := new(big.Int).Add(new(big.Int).Lsh(base, 1), tip)
	return fee{tip: tip, most: smaller(most, c.MaxFee)}, nil
}

// raise returns what to offer instead of old: an eighth more of both, as nodes want a tenth, and no less than what is
// suggested now. It is false when MaxFee does not allow that.
func (c *Config) raise(old fee, v *view) (fee, bool) {
	raised := fee{tip: eighthMore(old.tip), most: eighthMore(old.most)}
	if now, err := c.suggest(v); err == nil {
		raised = fee{tip: larger(raised.tip, now.tip), most: larger(raised.most, now.most)}
	}
	if raised.most.Cmp(c.MaxFee) > 0 { // all that is allowed, if a node would call that more
		tenthMore := new(big.Int).Mul(old.most, big.NewInt(11))
		if new(big.Int).Mul(c.MaxFee, big.NewInt(10)).Cmp(tenthMore) < 0 {
			return old, false
		}
		raised.most = new(big.Int).Set(c.MaxFee)
	}
	return raised, raised.tip.Cmp(raised.most) <= 0
}

// affords reports whether a miner could take an offer into the next block.
func (c *Config) affords(offer fee, v *view) bool {
	return offer.most.Cmp(new(big.Int).Add(v.head.BaseFee, smaller(c.MinTip, offer.tip))) >= 0
}

func eighthMore(x *big.Int) *big.Int {
	more := new(big.Int).Rsh(x, 3)
	return more.Add(more, x).Add(more, big.NewInt(1))
}

func larger(a, b *big.Int) *big.Int {
	if a.Cmp(b) >= 0 {
		return new(big.Int).Set(a)
	}
	return new(big.Int).Set(b)
}

func smaller(a, b *big.Int) *big.Int {
	if a.Cmp(b) <= 0 {
		return new(big.Int).Set(a)
	}
	return new(big.Int).Set(b)
}

// gwei writes wei in gwei.
func gwei(wei *big.Int) string {
	return Ether(new(big.Int).Mul(wei, big.NewInt(params.Ether/params.GWei)))
}
