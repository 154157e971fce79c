package reorg

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rpc"

	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/parleytest/ledger"
)

// Fate is what becomes of the transactions of the blocks that are replaced.
type Fate int

// The fates.
const (
	Returns   Fate = iota + 1 // they wait again, and come in another order
	Dropped                   // the pool forgets them: who sent them must again
	Displaced                 // as Dropped, and the other side's competing transaction is faster
)

func (f Fate) String() string {
	return [...]string{Returns: "returns", Dropped: "dropped", Displaced: "displaced"}[f]
}

// strike is a reorganization that waits for its transaction.
type strike struct {
	selector []byte // of the call that it waits for
	to       common.Address
	earlier  int    // calls that stand before it
	after    uint64 // blocks that are made on it first
	depth    uint64
	fate     Fate
	before   func(by ledger.Seat)                            // looks at the parties, before it happens
	rival    func(ctx context.Context, by ledger.Seat) error // the other side's transaction; nil unless Displaced
}

// miner makes blocks while something waits for one: in the pool, or to be confirmed. The chain stands still else, and with it
// its time. It takes transactions in the order in which they have come.
type miner struct {
	*world
	contracts [contracts]common.Address
	accounts  []common.Address
	done      sync.WaitGroup
	struck    chan struct{} // closed when the reorganization has happened
	displaced atomic.Bool   // the other side's transaction has its effect
	quietAt   atomic.Uint64 // the head at which nothing waited

	mu   sync.Mutex // held while a block is made
	full uint64     // the newest block with a transaction
	next *strike
	// late is the newest block for which time has passed by still, and looked what the chain had answered when the newest of those on it was made.
	late   uint64
	looked int64
}

func newMiner(w *world, accounts []common.Address) *miner {
	m := &miner{world: w, accounts: accounts, struck: make(chan struct{})}
	ctx, stop := context.WithCancel(context.Background())
	m.done.Go(func() { m.run(ctx) })
	w.Cleanup(func() {
		stop()
		m.done.Wait()
	})
	return m
}

func (m *miner) run(ctx context.Context) {
	tick := time.NewTicker(poll / 4)
	defer tick.Stop()
	for {
		made, err := m.turn(ctx)
		if err != nil && ctx.Err() == nil {
			m.Errorf("make a block: %v", err)
			return
		}
		if made {
			continue
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// turn makes a block if something waits for one.
func (m *miner) turn(ctx context.Context) (made bool, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	head, waits, err := m.waiting(ctx)
	if err != nil {
		return false, err
	}
	if !waits && head >= m.full+m.depth {
		m.quietAt.Store(head)
		return false, nil
	}
	m.quietAt.Store(0)
	if err := m.chain.Seal(ctx); err != nil {
		return false, err
	}
	return true, m.sealed(ctx)
}

// advance makes a block that is so much later.
func (m *miner) advance(ctx context.Context, by time.Duration) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.chain.Advance(ctx, by); err != nil {
		return err
	}
	return m.sealed(ctx)
}

// still has f look at the chain if nothing waits for a block. If f says so, a block that is so much later is made then. On that others are made
// one by one, so that everybody looks at each of them, until it stands as deep as the parties ask for.
func (m *miner) still(ctx context.Context, f func() (later time.Duration, err error)) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	head, waits, err := m.waiting(ctx)
	if err != nil || waits || head < m.full+m.depth {
		return err
	}
	if answered := m.answered(); head < m.late+m.depth {
		if answered < m.looked+int64(4*len(m.seats)) {
			return nil
		}
		m.looked = answered
		if err := m.chain.Seal(ctx); err != nil {
			return err
		}
		return m.sealed(ctx)
	}
	later, err := f()
	if err != nil || later == 0 {
		return err
	}
	m.quietAt.Store(0)
	if err := m.chain.Advance(ctx, later); err != nil {
		return err
	}
	m.late, m.looked = head+1, m.answered()
	return m.sealed(ctx)
}

// pad makes empty blocks.
func (m *miner) pad(ctx context.Context, n uint64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for range n {
		if err := m.chain.Seal(ctx); err != nil {
			return err
		}
		if err := m.sealed(ctx); err != nil {
			return err
		}
	}
	return nil
}

// arm has the chain struck once.
func (m *miner) arm(s *strike) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.next = s
}

// waiting is the head's number and whether the pool has something for the next block.
func (m *miner) waiting(ctx context.Context) (head uint64, waits bool, err error) {
	var number hexutil.Uint64
	nonces := make([][2]hexutil.Uint64, len(m.accounts))
	questions := []rpc.BatchElem{{Method: "eth_blockNumber", Result: &number}}
	for i, a := range m.accounts {
		questions = append(questions, rpc.BatchElem{Method: "eth_getTransactionCount", Args: []any{a, "latest"}, Result: &nonces[i][0]},
			rpc.BatchElem{Method: "eth_getTransactionCount", Args: []any{a, "pending"}, Result: &nonces[i][1]})
	}
	if err := m.client.Client.Client().BatchCallContext(ctx, questions); err != nil {
		return 0, false, err
	}
	for _, q := range questions {
		if q.Error != nil {
			return 0, false, fmt.Errorf("%s: %w", q.Method, q.Error)
		}
	}
	return uint64(number), slices.ContainsFunc(nonces, func(n [2]hexutil.Uint64) bool { return n[1] > n[0] }), nil
}

// sealed looks at the newest block, and strikes if it has what is waited for; mu is held.
func (m *miner) sealed(ctx context.Context) error {
	block, err := m.client.BlockByNumber(ctx, nil)
	if err != nil {
		return err
	}
	if len(block.Transactions()) > 0 {
		m.full = block.NumberU64()
	}
	s := m.next
	if s == nil {
		return nil
	}
	for _, tx := range block.Transactions() {
		if tx.To() == nil || *tx.To() != s.to || len(tx.Data()) < 4 || string(tx.Data()[:4]) != string(s.selector) {
			continue
		}
		r, err := m.client.TransactionReceipt(ctx, tx.Hash())
		if err != nil {
			return err
		}
		if r.Status != types.ReceiptStatusSuccessful {
			continue
		}
		if s.earlier--; s.earlier >= 0 {
			continue
		}
		m.next = nil
		return m.strike(ctx, s, m.sender(tx))
	}
	return nil
}

func (m *miner) sender(tx *types.Transaction) ledger.Seat {
	from, err := types.Sender(types.LatestSignerForChainID(m.chain.ID()), tx)
	m.must(err)
	for n := range m.seats {
		if devchain.Address(n) == from {
			return ledger.Seat(n)
		}
	}
	return -1
}

// strike reorganizes the chain; mu is held.
func (m *miner) strike(ctx context.Context, s *strike, by ledger.Seat) error {
	defer close(m.struck)
	for range s.after {
		if err := m.chain.Seal(ctx); err != nil {
			return err
		}
	}
	s.before(by)
	lost, err := m.newest(ctx, s.depth)
	if err != nil {
		return err
	}
	if s.fate == Displaced {
		m.cut(by, true)
	}
	if err := m.chain.Reorg(ctx, s.depth); err != nil {
		return err
	}
	if err := m.chain.Drop(ctx); err != nil {
		return err
	}
	head, err := m.client.BlockNumber(ctx)
	if err != nil {
		return err
	}
	m.full = head // what is sent again is waited for as anything is
	switch s.fate {
	case Returns:
		return m.back(ctx, lost)
	case Displaced:
		m.done.Go(func() {
			defer m.cut(by, false)
			if err := s.rival(ctx, by); err != nil && ctx.Err() == nil {
				m.Errorf("the competing transaction: %v", err)
				return
			}
			m.displaced.Store(true)
		})
	}
	return nil
}

// cut cuts a seat's way to the chain, or has it back; a member's with those of all others, who would take the step in its place.
func (m *miner) cut(of ledger.Seat, is bool) {
	m.seats[of].wire.cut.Store(is)
	for n := int(ledger.Seats); n < len(m.seats) && of >= ledger.Seats; n++ {
		m.seats[n].wire.cut.Store(is)
	}
}

// newest are the transactions of so many of the newest blocks.
func (m *miner) newest(ctx context.Context, depth uint64) (all types.Transactions, err error) {
	head, err := m.client.BlockNumber(ctx)
	if err != nil {
		return nil, err
	}
	for number := head - depth + 1; number <= head; number++ {
		block, err := m.client.BlockByNumber(ctx, new(big.Int).SetUint64(number))
		if err != nil {
			return nil, err
		}
		all = append(all, block.Transactions()...)
	}
	return all, nil
}

// back hands what was lost to the pool again: of the accounts in the other order.
func (m *miner) back(ctx context.Context, lost types.Transactions) error {
	last := make(map[ledger.Seat]int)
	for i, tx := range lost {
		last[m.sender(tx)] = i
	}
	slices.SortStableFunc(lost, func(a, b *types.Transaction) int { return last[m.sender(b)] - last[m.sender(a)] })
	for _, tx := range lost {
		if err := m.client.SendTransaction(ctx, tx); err != nil && !known(err) {
			return fmt.Errorf("hand transaction %s back: %w", tx.Hash(), err)
		}
	}
	return nil
}
