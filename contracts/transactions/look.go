package transactions

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rpc"
)

// batchSize is how many questions go into one request; public endpoints take a hundred.
const batchSize = 50

// maxQueued is more than any pool holds of one account; a nonce taken from a larger claim would never be reached.
const maxQueued = 100_000

// view is the chain as one request showed it.
type view struct {
	head    *types.Header
	nonce   uint64 // of the account, in head
	pending uint64 // with what waits in the node's pool
	tip     *big.Int
}

// look asks for everything that a decision needs, and compares the chain id again: an address may come to lead
// elsewhere.
func (c *Client) look(ctx context.Context, account common.Address) (*view, error) {
	var (
		id, tip        hexutil.Big
		latest, queued hexutil.Uint64
		head           *types.Header
	)
	batch := []rpc.BatchElem{
		{Method: "eth_chainId", Result: &id},
		{Method: "eth_getBlockByNumber", Args: []any{"latest", false}, Result: &head},
		{Method: "eth_getTransactionCount", Args: []any{account, "latest"}, Result: &latest},
		{Method: "eth_getTransactionCount", Args: []any{account, "pending"}, Result: &queued},
		{Method: "eth_maxPriorityFeePerGas", Result: &tip},
	}
	if err := c.batch(ctx, batch); err != nil {
		return nil, err
	}
	for _, q := range batch {
		if q.Error != nil {
			return nil, fmt.Errorf("%s: %w", q.Method, explain(c.url, q.Error))
		}
	}
	if err := c.compare(id.ToInt()); err != nil {
		return nil, err
	}
	malformed := func(what string) error {
		return &ChainError{URL: c.url, Kind: ErrMalformed, Err: errors.New(what)}
	}
	switch {
	case head == nil || head.Number == nil || !head.Number.IsUint64():
		return nil, malformed("it has no head")
	case head.BaseFee == nil || head.BaseFee.Sign() < 0 || head.BaseFee.BitLen() > 128:
		return nil, malformed("its blocks have no base fee (EIP-1559)")
	case uint64(queued) > uint64(latest)+maxQueued:
		return nil, malformed(fmt.Sprintf("it claims %d transactions of %s in its pool", uint64(queued)-uint64(latest), account))
	case tip.ToInt().Sign() < 0 || tip.ToInt().BitLen() > 128:
		return nil, malformed("it suggests no tip")
	}
	return &view{head: head, nonce: uint64(latest), pending: uint64(queued), tip: tip.ToInt()}, nil
}

// batch asks all questions in one request. The error is the request's; each question has its own.
func (c *Client) batch(ctx context.Context, questions []rpc.BatchElem) error {
	if err := c.Client.Client().BatchCallContext(ctx, questions); err != nil {
		err = explain(c.url, err)
		if !transport(err) && ctx.Err() == nil {
			err = &ChainError{URL: c.url, Kind: ErrMalformed, Err: err}
		}
		return err
	}
	return nil
}

// receipts asks for the receipts of transactions. A nil one means that the node answered and knows none.
func (c *Client) receipts(ctx context.Context, hashes []common.Hash) ([]*types.Receipt, error) {
	found := make([]*types.Receipt, len(hashes))
	for begin := 0; begin < len(hashes); begin += batchSize {
		end := min(begin+batchSize, len(hashes))
		questions := make([]rpc.BatchElem, end-begin)
		for i := range questions {
			questions[i] = rpc.BatchElem{Method: "eth_getTransactionReceipt", Args: []any{hashes[begin+i]}, Result: &found[begin+i]}
		}
		if err := c.batch(ctx, questions); err != nil {
			return nil, err
		}
		for i, q := range questions {
			if q.Error != nil {
				return nil, fmt.Errorf("receipt of %s: %w", short(hashes[begin+i]), explain(c.url, q.Error))
			}
			if r := found[begin+i]; r != nil && (r.TxHash != hashes[begin+i] || r.BlockNumber == nil || !r.BlockNumber.IsUint64()) {
				return nil, &ChainError{URL: c.url, Kind: ErrMalformed, Err: fmt.Errorf("receipt of %s is of another", short(hashes[begin+i]))}
			}
		}
	}
	return found, nil
}

// send hands signed transactions to the node and returns what it said about each.
func (c *Client) send(ctx context.Context, raws [][]byte) (refusals []error, err error) {
	refusals = make([]error, len(raws))
	for begin := 0; begin < len(raws); begin += batchSize {
		end := min(begin+batchSize, len(raws))
		questions := make([]rpc.BatchElem, end-begin)
		hashes := make([]common.Hash, end-begin)
		for i := range questions {
			questions[i] = rpc.BatchElem{Method: "eth_sendRawTransaction", Args: []any{hexutil.Encode(raws[begin+i])}, Result: &hashes[i]}
		}
		if err := c.batch(ctx, questions); err != nil {
			return nil, err
		}
		for i, q := range questions {
			refusals[begin+i] = q.Error
		}
	}
	return refusals, nil
}
