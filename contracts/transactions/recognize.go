package transactions

import (
	"context"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
)

const (
	maxElders      = 8  // blocks of older transactions that are looked for
	maxGenerations = 64 // nonces below the newest among which they are
)

// recognize finds out whether the chain is the one that the store knows: it has the newest transaction mined, or its block, or, where a
// reorganization has taken that back since, the block of one before it. A chain that has none of them is another, or one that was
// begun anew. next is the first nonce that nobody has signed for.
func (c *Config) recognize(ctx context.Context, scope Scope, newest *Record, v *view, next uint64) (takenBack bool, err error) {
	o := newest.Outcome
	if o.BlockHash == (common.Hash{}) {
		return false, nil
	}
	known, err := c.Client.knows(ctx, o.BlockHash)
	if err == nil && !known {
		_, err = c.Client.TransactionReceipt(ctx, o.Hash)
		if known = err == nil; errors.Is(err, ethereum.NotFound) {
			err = nil
		}
	}
	if known || err != nil {
		return false, c.Client.Explain(err)
	}
	if takenBack, err = c.elders(ctx, scope, newest); takenBack || err != nil {
		return takenBack, err
	}
	return false, fmt.Errorf("%w: it does not know transaction %s of block %d, and has used %d of this account's %d nonces; the node is still syncing, or the chain at %s was begun anew: then begin with a new state directory too",
		ErrOtherHistory, short(o.Hash), o.Block, v.nonce, next, c.Client.URL())
}

// elders reports whether the chain has the block of a transaction older than one that it does not have. It is not asked for the
// transactions themselves: a chain that was begun anew may have been sent the same.
func (c *Config) elders(ctx context.Context, scope Scope, than *Record) (bool, error) {
	tried := map[common.Hash]bool{than.Outcome.BlockHash: true}
	oldest := than.Nonce - min(than.Nonce, maxGenerations)
	final := than.Final
	for nonce := than.Nonce; !final && nonce > oldest && len(tried) <= maxElders; nonce-- {
		elder, _, err := c.Store.At(ctx, scope, nonce-1)
		if err != nil {
			return false, fmt.Errorf("read the store: %w", err)
		}
		final = elder.Final
		block := elder.Outcome.BlockHash
		if block == (common.Hash{}) || tried[block] {
			continue
		}
		tried[block] = true
		if known, err := c.Client.knows(ctx, block); known || err != nil {
			return known, c.Client.Explain(err)
		}
	}
	return false, nil
}

// knows reports whether the node has a block, be it of the chain still or of one that was replaced.
func (c *Client) knows(ctx context.Context, block common.Hash) (bool, error) {
	_, err := c.HeaderByHash(ctx, block)
	if errors.Is(err, ethereum.NotFound) {
		return false, nil
	}
	return err == nil, err
}
