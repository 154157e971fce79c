package toll

import (
	"errors"
	"fmt"
	"math/big"
	"regexp"

	"github.com/ethereum/go-ethereum/params"
	"github.com/parley-p2p/parley/messages"
)

// Rate is what the chain's coin is worth, in tokens. The zero Rate is none.
type Rate struct {
	perWei *big.Rat // of the token's smallest unit
}

// decimal is how a rate is written: what is longer is a slip of the pen.
var decimal = regexp.MustCompile(`^[0-9]{1,18}(\.[0-9]{1,18})?$`)

// ErrRate is wrapped by what is wrong with a rate.
var ErrRate = errors.New("not what a coin is worth")

// ParseRate reads how many tokens of so many decimals one coin is worth, as "3000" or "0.04". A rate need not be a whole number of the
// token's smallest units: what it prices is rounded.
func ParseRate(text string, decimals int) (Rate, error) {
	tokens, ok := new(big.Rat).SetString(text)
	if !decimal.MatchString(text) || !ok || tokens.Sign() <= 0 {
		return Rate{}, fmt.Errorf("%w: %.40q: want a number above 0, with at most 18 digits before the point and 18 after it", ErrRate, text)
	}
	if decimals < 0 || decimals > 77 {
		return Rate{}, fmt.Errorf("%w: a token of %d decimals", ErrRate, decimals)
	}
	units := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil)
	return Rate{tokens.Mul(tokens, new(big.Rat).SetFrac(units, big.NewInt(params.Ether)))}, nil
}

// Of is what wei are worth, in the token's smallest unit, rounded up. The error says that it is more than any amount, or that there is no
// rate.
func (r Rate) Of(wei *big.Int) (messages.Amount, error) {
	if r.perWei == nil {
		return messages.Amount{}, fmt.Errorf("%w: none was named", ErrRate)
	}
	worth := new(big.Int).Mul(wei, r.perWei.Num())
	worth.Add(worth, new(big.Int).Sub(r.perWei.Denom(), big.NewInt(1)))
	return messages.AmountOf(worth.Quo(worth, r.perWei.Denom()))
}
