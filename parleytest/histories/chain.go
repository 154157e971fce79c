package histories

import (
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"

	"github.com/parley-p2p/parley/parleytest/settlement"
)

// chain is a machine with blocks, a pool and receipts around it. It has a lock, and what is done under it takes no time.
type chain struct {
	began  time.Time
	sealed func(block, now int64) // told before a block's transactions have their effects

	mu       sync.Mutex
	random   *rand.Rand
	machine  *settlement.Machine
	before   *settlement.Machine // as the block before left it
	blocks   []*types.Header
	nonces   map[settlement.Account]uint64
	pool     map[settlement.Account]map[uint64]*types.Transaction
	receipts map[common.Hash]*types.Receipt
	calm     bool // blocks take everything, and nothing is forgotten
	tally    *tally
}

var signer = types.LatestSignerForChainID(big.NewInt(settlement.ChainID))

// senders are whose transactions it takes.
var senders = []settlement.Account{settlement.Requester, settlement.Farmer, settlement.Arbiter, settlement.Payer, settlement.Stranger}

func newChain(machine *settlement.Machine, random *rand.Rand, sealed func(block, now int64), tally *tally) *chain {
	c := &chain{began: time.Now(), sealed: sealed, tally: tally, random: random, machine: machine, nonces: make(map[settlement.Account]uint64),
		pool: make(map[settlement.Account]map[uint64]*types.Transaction), receipts: make(map[common.Hash]*types.Receipt)}
	for _, a := range senders {
		c.pool[a] = make(map[uint64]*types.Transaction)
	}
	c.before = machine.Copy()
	c.blocks = []*types.Header{c.header(machine.Block, machine.Now, common.Hash{})}
	return c
}

func (c *chain) header(number, now int64, parent common.Hash) *types.Header {
	return &types.Header{ParentHash: parent, Number: big.NewInt(number), Time: uint64(now), Difficulty: new(big.Int), GasLimit: 60_000_000,
		BaseFee: big.NewInt(params.GWei), UncleHash: types.EmptyUncleHash}
}

func (c *chain) head() *types.Header { return c.blocks[len(c.blocks)-1] }

// run seals blocks until it is told to end: most are seconds apart, some longer.
func (c *chain) run(end <-chan struct{}) {
	for {
		select {
		case <-end:
			return
		case <-time.After(c.pause()):
		}
		c.seal()
	}
}

func (c *chain) pause() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	most := 2500 * time.Millisecond
	if c.random.IntN(12) == 0 {
		most = 12 * time.Second
	}
	return 200*time.Millisecond + time.Duration(c.random.Int64N(int64(most)))
}

// seal makes a block of what is in the pool: of the accounts in any order, of each from its next nonce on.
func (c *chain) seal() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.before = c.machine.Copy()
	now := max(settlement.Genesis+int64(time.Since(c.began)/time.Second), c.machine.Now+1)
	c.machine.Now, c.machine.Block = now, c.machine.Block+1
	head := c.header(c.machine.Block, now, c.head().Hash())
	c.blocks = append(c.blocks, head)
	c.sealed(c.machine.Block, now)
	for _, i := range c.random.Perm(len(senders)) {
		a := senders[i]
		if !c.calm && c.random.IntN(30) == 0 {
			c.tally.count(dropped, len(c.pool[a]))
			clear(c.pool[a]) // the node has forgotten them
		}
		for tx := c.pool[a][c.nonces[a]]; tx != nil; tx = c.pool[a][c.nonces[a]] {
			if !c.calm && c.random.IntN(6) == 0 {
				c.tally.count(left, 1)
				break
			}
			c.execute(a, tx, head)
		}
	}
}

func (c *chain) execute(a settlement.Account, tx *types.Transaction, head *types.Header) {
	delete(c.pool[a], tx.Nonce())
	c.nonces[a]++
	r := &types.Receipt{Type: tx.Type(), Status: types.ReceiptStatusSuccessful, TxHash: tx.Hash(), BlockHash: head.Hash(), BlockNumber: head.Number,
		GasUsed: tx.Gas() / 2, EffectiveGasPrice: tx.GasFeeCap(), Logs: []*types.Log{}}
	if len(tx.Data()) > 0 {
		if _, err := c.machine.Call(a, *tx.To(), tx.Data()); err != nil {
			r.Status = types.ReceiptStatusFailed
		}
	}
	c.receipts[tx.Hash()] = r
}

// take is a node that is handed a transaction, and its words where it refuses it.
func (c *chain) take(tx *types.Transaction) error {
	from, err := types.Sender(signer, tx)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	i := slices.IndexFunc(senders, func(a settlement.Account) bool { return a.Address() == from })
	if i < 0 || tx.To() == nil {
		return errors.New("insufficient funds for gas * price + value")
	}
	a := senders[i]
	if tx.Nonce() < c.nonces[a] {
		return fmt.Errorf("nonce too low: next nonce %d, tx nonce %d", c.nonces[a], tx.Nonce())
	}
	if old := c.pool[a][tx.Nonce()]; old != nil {
		if old.Hash() == tx.Hash() {
			return errors.New("already known")
		}
		if tenthMore := new(big.Int).Mul(old.GasFeeCap(), big.NewInt(11)); new(big.Int).Mul(tx.GasFeeCap(), big.NewInt(10)).Cmp(tenthMore) < 0 {
			return errors.New("replacement transaction underpriced")
		}
	}
	c.pool[a][tx.Nonce()] = tx
	return nil
}

// quiet ends what goes wrong with blocks and pool.
func (c *chain) quiet() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calm = true
}
