package ledger

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"sync"
	"time"

	"github.com/parley-p2p/parley/services/deals"
)

// Chain is one contract and one token. Every second and every transaction is a block. Make it with New.
type Chain struct {
	now     func() time.Time
	genesis time.Time

	mu     sync.Mutex
	offset time.Duration
	sealed int64 // transactions and Seals
	free   map[deals.Address]*big.Int
	tokens map[deals.Address]*big.Int
	burned *big.Int
	deals  map[deals.Hash]*entry
	undo   []undo
	fault  func(call string) Fault
	latent time.Duration
	calls  []string
}

// entry is what the chain holds of a deal, block by block.
type entry struct{ versions []version }

type version struct {
	block int64
	progress
}

type progress struct {
	state     deals.State
	since     int64
	drawn     bool
	submitted deals.Delivery
	complaint deals.Complaint
	paid      string // to the farmer, beside its bond; empty until the end
}

type undo struct {
	block int64
	back  func()
}

// Fault is how a call goes wrong.
type Fault int

// The faults.
const (
	Works       Fault = iota
	Unreachable       // nothing happens: the chain does not answer
	Lost              // nothing happens, and nobody knows
	Unanswered        // it happens, and nobody knows
)

// MinimumWindow is the shortest window of any deal, in seconds.
const MinimumWindow = 5

// ChainID is where the contract pretends to be.
const ChainID = 99

var (
	contractAddress = named("contract")
	tokenAddress    = named("token")
)

func named(what string) (a deals.Address) {
	sum := sha256.Sum256([]byte(what))
	copy(a[:], sum[:])
	return a
}

// New makes an empty contract whose time is now's.
func New(now func() time.Time) *Chain {
	return &Chain{now: now, genesis: now(), free: make(map[deals.Address]*big.Int), tokens: make(map[deals.Address]*big.Int),
		burned: new(big.Int), deals: make(map[deals.Hash]*entry)}
}

// Grant gives an account tokens.
func (c *Chain) Grant(account deals.Address, amount int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tokens[account] = new(big.Int).Add(value(c.tokens, account), big.NewInt(amount))
}

// Advance moves the chain's time ahead of the clock.
func (c *Chain) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.offset += d
}

// Seal adds empty blocks.
func (c *Chain) Seal(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sealed += int64(n)
}

// SetFault has every call of a party ask f how it goes. The call's name is its method's.
func (c *Chain) SetFault(f func(call string) Fault) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fault = f
}

// SetLatency has every transaction take so long.
func (c *Chain) SetLatency(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.latent = d
}

// Calls are the transactions that had an effect, by name, in order.
func (c *Chain) Calls() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.calls)
}

// Burned is what belongs to nobody.
func (c *Chain) Burned() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.burned.Int64()
}

// Reorg forgets the newest blocks and every transaction in them.
func (c *Chain) Reorg(depth int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	first := c.block() - int64(depth) + 1
	for len(c.undo) > 0 && c.undo[len(c.undo)-1].block >= first {
		last := len(c.undo) - 1
		c.undo[last].back()
		c.undo = c.undo[:last]
	}
	c.sealed++
}

// block is the newest block's number; mu is held.
func (c *Chain) block() int64 {
	return c.sealed + int64(c.time().Sub(c.genesis)/time.Second)
}

// time is the newest block's; mu is held.
func (c *Chain) time() time.Time { return c.now().Add(c.offset).Truncate(time.Second) }

func value(of map[deals.Address]*big.Int, account deals.Address) *big.Int {
	if v := of[account]; v != nil {
		return v
	}
	return new(big.Int)
}

// add changes a balance and remembers how to take it back; mu is held.
func (c *Chain) add(of map[deals.Address]*big.Int, account deals.Address, amount *big.Int) {
	before := value(of, account)
	of[account] = new(big.Int).Add(before, amount)
	c.remember(func() { of[account] = before })
}

func (c *Chain) burn(amount *big.Int) {
	before := c.burned
	c.burned = new(big.Int).Add(before, amount)
	c.remember(func() { c.burned = before })
}

func (c *Chain) remember(back func()) {
	c.undo = append(c.undo, undo{c.block(), back})
	if len(c.undo) > 4096 {
		c.undo = slices.Delete(c.undo, 0, 2048)
	}
}

// enter puts a deal into a state; mu is held.
func (c *Chain) enter(id deals.Hash, p progress) {
	e := c.deals[id]
	if e == nil {
		e = new(entry)
		c.deals[id] = e
	}
	before := e.versions
	if len(before) > 8 {
		before = before[len(before)-8:]
	}
	e.versions = append(slices.Clone(before), version{c.block(), p})
	c.remember(func() { e.versions = before })
}

// at is where a deal was so many blocks deep; mu is held.
func (c *Chain) at(id deals.Hash, depth uint64) progress {
	e := c.deals[id]
	if e == nil {
		return progress{}
	}
	newest := c.block() - int64(max(depth, 1)) + 1
	for _, v := range slices.Backward(e.versions) {
		if v.block <= newest {
			return v.progress
		}
	}
	return progress{}
}

// told is the block so many blocks deep, with a time that it is no earlier than: so many seconds before the newest one's. mu is held.
func (c *Chain) told(depth uint64) deals.Block {
	before := int64(max(depth, 1)) - 1
	return deals.Block{Number: uint64(max(0, c.block()-before)), Time: c.time().Add(-time.Duration(before) * time.Second)}
}

func hash(kind string, v any) deals.Hash {
	b, err := json.Marshal([]any{kind, ChainID, contractAddress, v})
	if err != nil {
		panic(err) // plain values always marshal
	}
	return sha256.Sum256(b)
}

// sign makes what only the account can make, and this package.
func sign(account deals.Address, digest deals.Hash) []byte {
	secret := sha256.Sum256(append([]byte("the secret of an account of package ledger: "), account[:]...))
	sum := sha256.Sum256(append(secret[:], digest[:]...))
	return append(append(sum[:], digest[:]...), 27)
}

func signed(account deals.Address, digest deals.Hash, signature []byte) bool {
	return slices.Equal(sign(account, digest), signature)
}

// ErrRefused is what the contract says to what its rules forbid.
var ErrRefused = errors.New("the contract refuses")

func refuse(id deals.Hash, why string) error {
	return fmt.Errorf("%w deal %s: %s", ErrRefused, id, why)
}
