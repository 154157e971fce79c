package devchain

import (
	"fmt"
	"log/slog"
	"maps"
	"math/big"
	"net"
	"strconv"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"
)

// DefaultChainID is the chain id unless Config.ChainID says otherwise: PARLEY on a telephone's keys. It is not 1337 or
// 31337, which other development chains use, so that a wallet or a client pointed at the wrong one notices.
const DefaultChainID = 727539

const (
	defaultHeartbeat = 2 * time.Second
	defaultMaxLead   = 30 * time.Second
	defaultGasLimit  = 60_000_000
	minGasLimit      = 5_000_000
)

// Config says what chain to run. The zero value is a chain in memory on a free port of 127.0.0.1 with DefaultAccounts
// funded accounts.
type Config struct {
	// DataDir keeps the chain; it is made if missing and used by one process at a time. Empty: in memory.
	DataDir string
	// Addr is the host and port of the JSON-RPC server; the host must be a loopback address. Empty: 127.0.0.1:0, that
	// is, a free port.
	Addr string
	// ChainID is the chain's id. Zero: DefaultChainID.
	ChainID uint64
	// Accounts are the accounts that the genesis funds, in wei. Nil: the first DefaultAccounts of Account with
	// DefaultBalance each. A chain in DataDir was begun with some accounts and goes on only with the same.
	Accounts map[common.Address]*big.Int
	// Amsterdam selects the rules and prices of that fork instead of Osaka's.
	Amsterdam bool
	// Heartbeat is how long the chain may be idle before it seals an empty block, at least a second. Zero: 2 s.
	// Negative: never, so that time moves with transactions and Advance only.
	Heartbeat time.Duration
	// MaxLead is by how much chain time may run ahead of the clock. Zero: 30 s.
	MaxLead time.Duration
	// GasLimit is the gas that fits into a block. Zero: 60 million.
	GasLimit uint64
	// BaseFee is the genesis' base fee in wei. Nil: 1 gwei.
	BaseFee *big.Int
	// Now is the clock that block times follow. Nil: time.Now.
	Now func() time.Time
	// Controls serves the methods dev_advance (seconds), dev_hold, dev_release, dev_drop and dev_reorg (depth) beside eth,
	// net and web3.
	Controls bool
	// Point hears where sealing is: before and after a block is stored, when it is synced to disk, and before and after it is made the head. It is called by
	// the goroutine that seals, which goes on when it returns; a test may end the process in it. Nil: nobody hears.
	Point func(what string)
	// Logger receives what goes wrong while sealing. Nil: nowhere.
	Logger *slog.Logger
}

// complete returns the configuration with its defaults filled in, or says what is wrong with it.
func (c Config) complete() (Config, error) {
	if c.Addr == "" {
		c.Addr = "127.0.0.1:0"
	}
	if _, _, err := c.listen(); err != nil {
		return c, err
	}
	if c.ChainID == 0 {
		c.ChainID = DefaultChainID
	}
	if c.Accounts == nil {
		c.Accounts = Funded(DefaultAccounts)
	}
	for address, balance := range c.Accounts {
		if balance == nil || balance.Sign() < 0 || balance.BitLen() > 128 {
			return c, fmt.Errorf("devchain: account %s: a balance is between 0 and 2^128 wei, not %v", address, balance)
		}
	}
	if c.Heartbeat == 0 {
		c.Heartbeat = defaultHeartbeat
	}
	if c.Heartbeat > 0 && c.Heartbeat < time.Second {
		return c, fmt.Errorf("devchain: a heartbeat of %v is below one second, the smallest step of chain time", c.Heartbeat)
	}
	if c.MaxLead == 0 {
		c.MaxLead = defaultMaxLead
	}
	if c.MaxLead < time.Second {
		return c, fmt.Errorf("devchain: a lead of %v is below one second, the smallest step of chain time", c.MaxLead)
	}
	if c.GasLimit == 0 {
		c.GasLimit = defaultGasLimit
	}
	if c.GasLimit < minGasLimit {
		return c, fmt.Errorf("devchain: a block of %d gas holds no contract; give at least %d", c.GasLimit, minGasLimit)
	}
	if c.BaseFee == nil {
		c.BaseFee = big.NewInt(params.InitialBaseFee)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Point == nil {
		c.Point = func(string) {}
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c, nil
}

// listen splits Addr and refuses any host but loopback: whoever reaches the port may spend the play money.
func (c Config) listen() (host string, port int, err error) {
	host, text, err := net.SplitHostPort(c.Addr)
	if err != nil {
		return "", 0, fmt.Errorf("devchain: address %q: %w; write it as 127.0.0.1:8545", c.Addr, err)
	}
	if host == "localhost" {
		host = "127.0.0.1"
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return "", 0, fmt.Errorf("devchain: address %q is not loopback; a development chain is served on this machine only, as 127.0.0.1:PORT", c.Addr)
	}
	number, err := strconv.ParseUint(text, 10, 16)
	if err != nil {
		return "", 0, fmt.Errorf("devchain: address %q: the port is a number up to 65535", c.Addr)
	}
	return host, int(number), nil
}

// genesis is the chain's first block. It holds nothing that varies between runs, so that the same configuration
// gives the same chain.
func (c Config) genesis() *core.Genesis {
	rules := *params.AllDevChainProtocolChanges
	rules.ChainID = new(big.Int).SetUint64(c.ChainID)
	rules.BogotaTime, rules.AmsterdamTime = nil, nil
	if c.Amsterdam {
		rules.AmsterdamTime = new(uint64)
	}

	alloc := core.SystemContractAllocs()
	funded := make(types.GenesisAlloc, len(c.Accounts))
	for address, balance := range c.Accounts {
		funded[address] = types.Account{Balance: new(big.Int).Set(balance)}
	}
	maps.Copy(alloc, funded)
	return &core.Genesis{
		Config:     &rules,
		GasLimit:   c.GasLimit,
		BaseFee:    new(big.Int).Set(c.BaseFee),
		Difficulty: new(big.Int),
		Alloc:      alloc,
	}
}
