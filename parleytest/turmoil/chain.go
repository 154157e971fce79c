package turmoil

import (
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"

	"github.com/parley-p2p/parley/parleytest/settlement"
)

// chain is the real contracts with blocks, a pool, receipts and logs around them. Its time is the clock's.
type chain struct {
	mu       sync.Mutex
	random   *rand.Rand
	pace     time.Duration // between two blocks, and up to as much again
	blocks   []block
	nonces   map[settlement.Account]uint64
	used     map[settlement.Account][]uint64 // the blocks of their transactions
	pool     map[settlement.Account]map[uint64]*types.Transaction
	receipts map[common.Hash]*types.Receipt
	mined    map[common.Hash]*types.Transaction
	logs     []*types.Log
	done     []deed
}

// block is a header and what the contracts held after it. Those of empty blocks are one.
type block struct {
	*types.Header
	machine *settlement.Machine
}

// deed is a transaction that was not refused, and what the contracts told in it.
type deed struct {
	hash  common.Hash
	by    settlement.Account
	now   int64
	block int64
	logs  []*types.Log
}

var signer = types.LatestSignerForChainID(big.NewInt(settlement.ChainID))

// byAddress finds the account of a sender.
var byAddress = sync.OnceValue(func() map[common.Address]settlement.Account {
	all := make(map[common.Address]settlement.Account)
	for a := range settlement.Accounts {
		all[a.Address()] = a
	}
	return all
})

func newChain(machine *settlement.Machine, random *rand.Rand, pace time.Duration) *chain {
	c := &chain{random: random, pace: pace, nonces: make(map[settlement.Account]uint64), used: make(map[settlement.Account][]uint64), pool: make(map[settlement.Account]map[uint64]*types.Transaction),
		receipts: make(map[common.Hash]*types.Receipt), mined: make(map[common.Hash]*types.Transaction)}
	machine.Now = time.Now().Unix()
	c.blocks = []block{{header(machine.Block, machine.Now, common.Hash{}), machine}}
	for range 8 { // so that an endpoint can be behind from the beginning on
		c.seal()
	}
	return c
}

func header(number, now int64, parent common.Hash) *types.Header {
	return &types.Header{ParentHash: parent, Number: big.NewInt(number), Time: uint64(now), Difficulty: new(big.Int), GasLimit: 60_000_000,
		BaseFee: big.NewInt(params.GWei), UncleHash: types.EmptyUncleHash}
}

// at is what the contracts hold at a block, as who asks there sees it.
func (b block) at() *settlement.Machine {
	m := *b.machine // with the same state
	m.Block, m.Now = b.Number.Int64(), int64(b.Time)
	return &m
}

func (c *chain) head() block { return c.blocks[len(c.blocks)-1] }

// run seals blocks until it is told to end.
func (c *chain) run(end <-chan struct{}) {
	for {
		c.mu.Lock()
		pause := c.pace + time.Duration(c.random.Int64N(int64(c.pace)))
		c.mu.Unlock()
		select {
		case <-end:
			return
		case <-time.After(pause):
		}
		c.seal()
	}
}

// slow has blocks come less often from now on.
func (c *chain) slow(pace time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pace = pace
}

// seal makes a block of what is in the pool: of the accounts in any order, of each from its next nonce on.
func (c *chain) seal() {
	c.mu.Lock()
	defer c.mu.Unlock()
	last := c.head()
	next := block{header(last.Number.Int64()+1, max(time.Now().Unix(), int64(last.Time)+1), last.Hash()), last.machine}
	waits := false
	for _, of := range c.pool {
		waits = waits || len(of) > 0
	}
	if waits {
		next.machine = last.machine.Copy()
		next.machine.Block, next.machine.Now = next.Number.Int64(), int64(next.Time)
	}
	c.blocks = append(c.blocks, next)
	for _, i := range c.random.Perm(int(settlement.Accounts)) {
		a := settlement.Account(i)
		for tx := c.pool[a][c.nonces[a]]; tx != nil; tx = c.pool[a][c.nonces[a]] {
			c.execute(a, tx, next)
		}
	}
}

func (c *chain) execute(a settlement.Account, tx *types.Transaction, in block) {
	delete(c.pool[a], tx.Nonce())
	c.nonces[a]++
	c.used[a] = append(c.used[a], in.Number.Uint64())
	r := &types.Receipt{Type: tx.Type(), Status: types.ReceiptStatusSuccessful, TxHash: tx.Hash(), BlockHash: in.Hash(), BlockNumber: in.Number,
		GasUsed: tx.Gas() / 2, EffectiveGasPrice: tx.GasFeeCap(), Logs: []*types.Log{}}
	c.receipts[tx.Hash()], c.mined[tx.Hash()] = r, tx
	if len(tx.Data()) == 0 { // a nonce was filled in
		return
	}
	told, err := in.machine.Execute(a, *tx.To(), tx.Data(), tx.Hash())
	if err != nil {
		r.Status = types.ReceiptStatusFailed
		return
	}
	for _, l := range told {
		own := *l
		own.BlockHash, own.Index = in.Hash(), uint(len(c.logs))
		c.logs, r.Logs = append(c.logs, &own), append(r.Logs, &own)
	}
	c.done = append(c.done, deed{tx.Hash(), a, int64(in.Time), in.Number.Int64(), r.Logs})
}

// take is a node that is handed a transaction, and its words where it refuses it.
func (c *chain) take(tx *types.Transaction) error {
	from, err := types.Sender(signer, tx)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	a, known := byAddress()[from]
	if !known || tx.To() == nil {
		return errors.New("insufficient funds for gas * price + value")
	}
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
	if c.pool[a] == nil {
		c.pool[a] = make(map[uint64]*types.Transaction)
	}
	c.pool[a][tx.Nonce()] = tx
	return nil
}
