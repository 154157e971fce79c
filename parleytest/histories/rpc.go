package histories

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"
	"github.com/ethereum/go-ethereum/rpc"

	"github.com/parley-p2p/parley/parleytest/settlement"
)

// node is what a node answers about a chain: as much of it as clients ask. Its methods are named by JSON-RPC.
type node struct{ *chain }

func serve(c *chain) (*rpc.Server, error) {
	s := rpc.NewServer()
	return s, s.RegisterName("eth", node{c})
}

func (node) ChainId() *hexutil.Big { return (*hexutil.Big)(big.NewInt(settlement.ChainID)) } //nolint:revive // the method is eth_chainId

func (node) MaxPriorityFeePerGas() *hexutil.Big { return (*hexutil.Big)(big.NewInt(params.GWei)) }

func (node) GetBalance(common.Address, rpc.BlockNumberOrHash) *hexutil.Big {
	return (*hexutil.Big)(big.NewInt(params.Ether))
}

func (n node) BlockNumber() hexutil.Uint64 {
	n.mu.Lock()
	defer n.mu.Unlock()
	return hexutil.Uint64(n.head().Number.Uint64())
}

func (n node) GetBlockByNumber(number rpc.BlockNumber, _ bool) any {
	n.mu.Lock()
	defer n.mu.Unlock()
	if number < 0 {
		return n.head()
	}
	if i := number.Int64() - n.blocks[0].Number.Int64(); i >= 0 && i < int64(len(n.blocks)) {
		return n.blocks[i]
	}
	return nil
}

func (n node) GetBlockByHash(hash common.Hash, _ bool) any {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, b := range n.blocks {
		if b.Hash() == hash {
			return b
		}
	}
	return nil
}

func (n node) GetTransactionCount(of common.Address, at rpc.BlockNumber) hexutil.Uint64 {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, a := range senders {
		if a.Address() != of {
			continue
		}
		next := n.nonces[a]
		for at == rpc.PendingBlockNumber && n.pool[a][next] != nil {
			next++
		}
		return hexutil.Uint64(next)
	}
	return 0
}

func (n node) GetTransactionReceipt(hash common.Hash) any {
	n.mu.Lock()
	defer n.mu.Unlock()
	if r := n.receipts[hash]; r != nil {
		return r
	}
	return nil
}

func (n node) SendRawTransaction(raw hexutil.Bytes) (common.Hash, error) {
	tx := new(types.Transaction)
	if err := tx.UnmarshalBinary(raw); err != nil {
		return common.Hash{}, err
	}
	return tx.Hash(), n.take(tx)
}

func (n node) GetCode(at common.Address, _ rpc.BlockNumberOrHash) hexutil.Bytes {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.machine.Code(at)
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
const estimate = 2_000_000

func (n node) EstimateGas(m message) (hexutil.Uint64, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	answer, err := n.machine.Try(m.From, m.To, m.data())
	return estimate, refused(answer, err)
}

func (n node) Call(_ context.Context, m message, at rpc.BlockNumberOrHash) (hexutil.Bytes, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	machine := n.machine
	last := len(n.blocks) - 1
	named := func(i int) bool {
		number, byNumber := at.Number()
		return byNumber && number.Int64() == n.blocks[i].Number.Int64() || !byNumber && *at.BlockHash == n.blocks[i].Hash()
	}
	switch number, byNumber := at.Number(); {
	case byNumber && number < 0, named(last):
	case last > 0 && named(last-1):
		machine = n.before
	default:
		return nil, fmt.Errorf("missing trie node of block %s", at.String())
	}
	answer, err := machine.Try(m.From, m.To, m.data())
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
