package escrow

import (
	"context"
	"errors"
	"math/big"

	"github.com/parley-p2p/parley/contracts/transactions"
)

// birthMargin is how much earlier than it was found the contract may come to be: a reorganization can move it.
const birthMargin = 64

// birth returns a block before which the contract has no events, at most last. It is looked for once, by halving: the code
// is there from its block on. A node that has forgotten old states cannot tell; then it is block 0.
func (c *Contract) birth(ctx context.Context, last uint64) (uint64, error) {
	c.finding.Lock()
	known := c.born
	c.finding.Unlock()
	if known != nil {
		return *known, nil
	}
	first, after := uint64(0), last // the code is there at after, if it is at last
	for first < after {
		middle := first + (after-first)/2
		there, err := c.existed(ctx, middle)
		if errors.Is(err, errForgotten) {
			first, after = 0, 0
			break
		}
		if err != nil {
			return 0, err
		}
		if there {
			after = middle
		} else {
			first = middle + 1
		}
	}
	born := first - min(first, birthMargin)
	c.finding.Lock()
	defer c.finding.Unlock()
	if c.born == nil {
		c.born = &born
	}
	return *c.born, nil
}

var errForgotten = errors.New("the node does not keep the state of so old a block")

func (c *Contract) existed(ctx context.Context, block uint64) (bool, error) {
	code, err := c.client.CodeAt(ctx, c.address, new(big.Int).SetUint64(block))
	if err == nil {
		return len(code) > 0, nil
	}
	if ctx.Err() != nil {
		return false, context.Cause(ctx)
	}
	err = c.client.Explain(err)
	if errors.Is(err, transactions.ErrUnreachable) || errors.Is(err, transactions.ErrBusy) || errors.Is(err, transactions.ErrMalformed) {
		return false, err
	}
	return false, errForgotten
}
