package logs

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"sync"

	"github.com/ethereum/go-ethereum/common"

	"github.com/parley-p2p/parley/contracts/transactions"
)

// birthMargin is how much earlier than it was found a contract may come to be: a reorganization can move it.
const birthMargin = 64

// Birth is the block before which a contract has no events, once it was looked for. The zero value has not looked. Its methods may be
// called concurrently.
type Birth struct {
	mu   sync.Mutex
	born *uint64
}

// Code is an endpoint that is asked for code. *transactions.Client is one.
type Code interface {
	CodeAt(ctx context.Context, account common.Address, block *big.Int) ([]byte, error)
	Explain(error) error
}

// Since is the later of first and the contract's birth, at most last: where to begin to read. Within one window it is first. The birth is
// looked for once, by halving: the code is there from its block on. A node that has forgotten old states cannot tell; then it is
// block 0.
func (b *Birth) Since(ctx context.Context, source Code, contract common.Address, first, last uint64) (uint64, error) {
	if first > last || last-first < Window { // one request does
		return first, nil
	}
	b.mu.Lock()
	known := b.born
	b.mu.Unlock()
	if known == nil {
		born, err := search(ctx, source, contract, last)
		if err != nil {
			return 0, fmt.Errorf("the block that has the contract: %w", err)
		}
		known = &born
		b.mu.Lock()
		defer b.mu.Unlock()
		b.born = known
	}
	return max(first, min(*known, last)), nil
}

// search finds the block; the code is there at last, if it is anywhere.
func search(ctx context.Context, source Code, contract common.Address, last uint64) (uint64, error) {
	first, after := uint64(0), last
	for first < after {
		middle := first + (after-first)/2
		there, err := existed(ctx, source, contract, middle)
		if errors.Is(err, errForgotten) {
			return 0, nil
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
	return first - min(first, birthMargin), nil
}

var errForgotten = errors.New("the node does not keep the state of so old a block")

func existed(ctx context.Context, source Code, contract common.Address, block uint64) (bool, error) {
	code, err := source.CodeAt(ctx, contract, new(big.Int).SetUint64(block))
	if err == nil {
		return len(code) > 0, nil
	}
	if ctx.Err() != nil {
		return false, context.Cause(ctx)
	}
	err = source.Explain(err)
	if errors.Is(err, transactions.ErrUnreachable) || errors.Is(err, transactions.ErrBusy) || errors.Is(err, transactions.ErrMalformed) {
		return false, err
	}
	return false, errForgotten
}
