package turmoil

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"sync"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/eth/filters"
	"github.com/ethereum/go-ethereum/params"
	"github.com/ethereum/go-ethereum/rpc"

	"github.com/parley-p2p/parley/parleytest/settlement"
)

// endpoint is one party's node: what it answers about the chain, true or not. Its methods are named by JSON-RPC.
type endpoint struct {
	chain  *chain
	whose  liar
	behind int // the blocks that it has not seen when it is stale
	asked  int // how often; guarded by the chain's mu

	mu        sync.Mutex
	swallowed map[common.Hash]bool // taken, and never passed on
}

// liar is whose endpoint it is.
type liar interface {
	lie() Lie // that it tells now
	lied()    // it did
}

// ahead is how many blocks another head is further.
const ahead = 2

func serve(c *chain, whose liar, behind int) (*rpc.Server, error) {
	s := rpc.NewServer()
	return s, s.RegisterName("eth", &endpoint{chain: c, whose: whose, behind: behind, swallowed: make(map[common.Hash]bool)})
}

// newest is the block that it says is the newest. The chain is locked.
func (e *endpoint) newest() block {
	blocks, lie := e.chain.blocks, e.whose.lie()
	if e.asked++; lie == Stale || lie == Torn && e.asked%2 == 0 {
		if e.behind > 0 && len(blocks) > 1 {
			e.whose.lied()
		}
		return blocks[max(0, len(blocks)-1-e.behind)]
	}
	return blocks[len(blocks)-1]
}

// told is a header as it tells it: that of another chain's, if it has another head.
func (e *endpoint) told(b block) *types.Header {
	if e.whose.lie() != OtherHead {
		return b.Header
	}
	h := types.CopyHeader(b.Header)
	h.Extra = []byte("another")
	e.whose.lied()
	if b.Number.Cmp(e.chain.head().Number) == 0 {
		h.Number.Add(h.Number, big.NewInt(ahead))
	}
	return h
}

// find is the block of a number, nil if it has none.
func (e *endpoint) find(number rpc.BlockNumber) *block {
	newest := e.newest()
	if number < 0 {
		return &newest
	}
	n := number.Int64()
	if e.whose.lie() == OtherHead {
		n = min(n, newest.Number.Int64())
	}
	if i := n - e.chain.blocks[0].Number.Int64(); i >= 0 && n <= newest.Number.Int64() {
		return &e.chain.blocks[i]
	}
	return nil
}

// seen is the block of a number or a hash, nil if it has none.
func (e *endpoint) seen(at rpc.BlockNumberOrHash) *block {
	if number, ok := at.Number(); ok {
		return e.find(number)
	}
	newest := e.newest().Number
	for i, b := range slices.Backward(e.chain.blocks) {
		if e.told(b).Hash() == *at.BlockHash && b.Number.Cmp(newest) <= 0 {
			return &e.chain.blocks[i]
		}
	}
	return nil
}

func (*endpoint) ChainId() *hexutil.Big { return (*hexutil.Big)(big.NewInt(settlement.ChainID)) } //nolint:revive // the method is eth_chainId

func (*endpoint) MaxPriorityFeePerGas() *hexutil.Big { return (*hexutil.Big)(big.NewInt(params.GWei)) }

func (*endpoint) GetBalance(common.Address, rpc.BlockNumberOrHash) *hexutil.Big {
	return (*hexutil.Big)(big.NewInt(params.Ether))
}

func (e *endpoint) BlockNumber() hexutil.Uint64 {
	e.chain.mu.Lock()
	defer e.chain.mu.Unlock()
	return hexutil.Uint64(e.told(e.newest()).Number.Uint64())
}

func (e *endpoint) GetBlockByNumber(number rpc.BlockNumber, _ bool) any {
	e.chain.mu.Lock()
	defer e.chain.mu.Unlock()
	if b := e.find(number); b != nil {
		return e.told(*b)
	}
	return nil
}

func (e *endpoint) GetBlockByHash(hash common.Hash, _ bool) any {
	e.chain.mu.Lock()
	defer e.chain.mu.Unlock()
	for _, b := range e.chain.blocks {
		if b.Hash() == hash && b.Number.Cmp(e.newest().Number) <= 0 {
			return b.Header
		}
	}
	return nil
}

func (e *endpoint) GetTransactionCount(of common.Address, at rpc.BlockNumber) hexutil.Uint64 {
	e.chain.mu.Lock()
	defer e.chain.mu.Unlock()
	a, newest, next := byAddress()[of], e.newest().Number.Uint64(), uint64(0)
	for _, in := range e.chain.used[a] {
		if in <= newest {
			next++
		}
	}
	for at == rpc.PendingBlockNumber && e.chain.pool[a][next] != nil {
		next++
	}
	return hexutil.Uint64(next)
}

func (e *endpoint) GetTransactionReceipt(hash common.Hash) any {
	e.mu.Lock()
	swallowed := e.swallowed[hash]
	e.mu.Unlock()
	e.chain.mu.Lock()
	defer e.chain.mu.Unlock()
	newest := e.newest()
	r := e.chain.receipts[hash]
	switch {
	case r != nil && r.BlockNumber.Cmp(newest.Number) <= 0:
		return r
	case swallowed && e.whose.lie() == FalseReceipts:
		return &types.Receipt{Type: types.DynamicFeeTxType, Status: types.ReceiptStatusSuccessful, TxHash: hash, BlockHash: newest.Hash(), BlockNumber: newest.Number,
			GasUsed: 50_000, EffectiveGasPrice: big.NewInt(params.GWei), Logs: []*types.Log{}}
	}
	return nil
}

func (e *endpoint) GetTransactionByHash(hash common.Hash) (any, error) {
	e.chain.mu.Lock()
	defer e.chain.mu.Unlock()
	r, tx := e.chain.receipts[hash], e.chain.mined[hash]
	if r == nil || r.BlockNumber.Cmp(e.newest().Number) > 0 {
		return nil, nil
	}
	text, err := tx.MarshalJSON()
	if err != nil {
		return nil, err
	}
	told := map[string]any{}
	if err := json.Unmarshal(text, &told); err != nil {
		return nil, err
	}
	from, err := types.Sender(signer, tx)
	told["from"], told["blockNumber"], told["blockHash"] = from, (*hexutil.Big)(r.BlockNumber), r.BlockHash
	return told, err
}

func (e *endpoint) SendRawTransaction(raw hexutil.Bytes) (common.Hash, error) {
	tx := new(types.Transaction)
	if err := tx.UnmarshalBinary(raw); err != nil {
		return common.Hash{}, err
	}
	if e.whose.lie() == FalseReceipts {
		e.mu.Lock()
		defer e.mu.Unlock()
		e.swallowed[tx.Hash()] = true
		e.whose.lied()
		return tx.Hash(), nil
	}
	return tx.Hash(), e.chain.take(tx)
}

func (e *endpoint) GetCode(at common.Address, _ rpc.BlockNumberOrHash) hexutil.Bytes {
	e.chain.mu.Lock()
	defer e.chain.mu.Unlock()
	return e.chain.head().machine.Code(at)
}

func (e *endpoint) GetLogs(q filters.FilterCriteria) []*types.Log {
	e.chain.mu.Lock()
	defer e.chain.mu.Unlock()
	found, newest := []*types.Log{}, e.newest().Number.Uint64()
	for _, l := range e.chain.logs {
		if l.BlockNumber <= newest && asked(q, l) {
			found = append(found, l)
		}
	}
	return found
}

// asked reports whether a log is what a filter asks for.
func asked(q filters.FilterCriteria, l *types.Log) bool {
	in := func(list []common.Hash, h common.Hash) bool {
		for _, x := range list {
			if x == h {
				return true
			}
		}
		return len(list) == 0
	}
	for i, topics := range q.Topics {
		if len(topics) > 0 && (i >= len(l.Topics) || !in(topics, l.Topics[i])) {
			return false
		}
	}
	from := len(q.Addresses) == 0
	for _, a := range q.Addresses {
		from = from || a == l.Address
	}
	return from && (q.FromBlock == nil || q.FromBlock.Sign() < 0 || l.BlockNumber >= q.FromBlock.Uint64()) &&
		(q.ToBlock == nil || q.ToBlock.Sign() < 0 || l.BlockNumber <= q.ToBlock.Uint64())
}

// message is what is called.
type message struct {
	From        common.Address `json:"from"`
	To          common.Address `json:"to"`
	Data, Input hexutil.Bytes
}

func (m message) data() []byte {
	if len(m.Input) > 0 {
		return m.Input
	}
	return m.Data
}

// estimate is enough for every call that is made here.
const estimate = 2_500_000

func (e *endpoint) EstimateGas(m message) (hexutil.Uint64, error) {
	e.chain.mu.Lock()
	defer e.chain.mu.Unlock()
	answer, err := e.newest().at().Try(m.From, m.To, m.data())
	return estimate, refused(answer, err)
}

func (e *endpoint) Call(_ context.Context, m message, at rpc.BlockNumberOrHash) (hexutil.Bytes, error) {
	e.chain.mu.Lock()
	defer e.chain.mu.Unlock()
	b := e.seen(at)
	if b == nil {
		return nil, fmt.Errorf("missing trie node of block %s", at.String())
	}
	answer, err := b.at().Try(m.From, m.To, m.data())
	return answer, refused(answer, err)
}

// revert is a contract's refusal, as nodes tell of it.
type revert struct{ data []byte }

func (revert) Error() string    { return "execution reverted" }
func (revert) ErrorCode() int   { return 3 }
func (r revert) ErrorData() any { return hexutil.Encode(r.data) }

func refused(answer []byte, err error) error {
	switch {
	case err == nil:
		return nil
	case settlement.Refused(err):
		return revert{answer}
	}
	return errors.New(err.Error())
}
