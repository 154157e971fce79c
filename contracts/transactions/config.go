package transactions

import (
	"crypto/ecdsa"
	"errors"
	"log/slog"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/params"
)

// Config says for whom, where and how a Manager sends. Client, Key and Store must be set.
type Config struct {
	// Client is the chain. The Manager does not close it.
	Client *Client
	// Key is the account's.
	Key *ecdsa.PrivateKey
	// Store remembers what was signed. The Manager does not close it.
	Store Store
	// Confirmations is how many blocks must stand, the transaction's own included, before an outcome counts. Zero: 1.
	Confirmations uint64
	// Final is how many blocks must stand on a transaction before its outcome is believed without looking whether its
	// block is still the chain's. Zero: 64, two epochs.
	Final uint64
	// MinTip is the least tip a gas, in wei: miners take no less than some minimum, and do not say so. Nil: 1 gwei.
	MinTip *big.Int
	// MaxFee is the most to pay a gas, in wei, base fee and tip. Nil: 500 gwei.
	MaxFee *big.Int
	// BumpBlocks is how many blocks may pass a transaction by before it is replaced by one that pays more. Zero: 3.
	BumpBlocks uint64
	// Poll is the longest time between two looks at the chain while something waits. Zero: 1 s.
	Poll time.Duration
	// Timeout is how long a call waits whose context has no deadline. Zero: 5 minutes.
	Timeout time.Duration
	// Decode puts a contract's own revert data in words, or returns "". Nil: as hexadecimal.
	Decode func(data []byte) string
	// Progress is told, from the Manager's goroutine, whenever what a transaction waits for changes. It must return
	// soon and not call the Manager. Nil: nobody is told.
	Progress func(Wait)
	// Logger receives what no caller is told. Nil: nowhere.
	Logger *slog.Logger
}

// shortestPoll is the first wait after something was sent; each further one is longer by half, up to Config.Poll.
const shortestPoll = 5 * time.Millisecond

func (c Config) complete() (Config, error) {
	if c.Client == nil || c.Key == nil || c.Store == nil {
		return c, errors.New("transactions: Config.Client, Key and Store must be set")
	}
	if c.Confirmations == 0 {
		c.Confirmations = 1
	}
	if c.Final == 0 {
		c.Final = 64
	}
	if c.MinTip == nil {
		c.MinTip = defaultMinTip()
	}
	if c.MaxFee == nil {
		c.MaxFee = big.NewInt(500 * params.GWei)
	}
	if c.MinTip.Sign() <= 0 || c.MaxFee.Cmp(c.MinTip) < 0 {
		return c, errors.New("transactions: Config.MinTip must be positive and at most MaxFee")
	}
	if c.BumpBlocks == 0 {
		c.BumpBlocks = 3
	}
	if c.Poll == 0 {
		c.Poll = time.Second
	}
	c.Poll = max(c.Poll, shortestPoll)
	if c.Timeout == 0 {
		c.Timeout = 5 * time.Minute
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c, nil
}

func defaultMinTip() *big.Int { return big.NewInt(params.GWei) }
