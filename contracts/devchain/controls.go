package devchain

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Seal seals a block now, also while held, and returns it.
func (c *Chain) Seal(ctx context.Context) (Block, error) {
	return c.sealer.do(ctx, func() (Block, error) {
		block, err := c.sealer.seal()
		if err != nil {
			return Block{}, err
		}
		return blockOf(block.Header()), nil
	})
}

// Advance moves the chain's clock ahead by d, rounded up to seconds, and seals a block at the new time. Nothing moves it
// back.
func (c *Chain) Advance(ctx context.Context, d time.Duration) (Block, error) {
	if d <= 0 || d > 10*365*24*time.Hour {
		return Block{}, fmt.Errorf("devchain: advance by %v: give a positive time, at most ten years", d)
	}
	d = (d + time.Second - 1).Truncate(time.Second)
	return c.sealer.do(ctx, func() (Block, error) {
		// Relative to the head, which may be ahead of the clock: a deadline d after it has passed for certain.
		head := c.sealer.head()
		if lead := head.Time.Sub(c.sealer.now()); lead > 0 {
			d += lead.Truncate(time.Second) + time.Second
		}
		c.sealer.offset += d
		block, err := c.sealer.seal()
		if err != nil {
			return Block{}, err
		}
		return blockOf(block.Header()), nil
	})
}

// Hold keeps the chain from sealing blocks until Release: transactions are taken and wait, time stands still.
func (c *Chain) Hold(ctx context.Context) error { return c.hold(ctx, true) }

// Release ends Hold.
func (c *Chain) Release(ctx context.Context) error { return c.hold(ctx, false) }

func (c *Chain) hold(ctx context.Context, held bool) error {
	_, err := c.sealer.do(ctx, func() (Block, error) {
		c.sealer.held = held
		return Block{}, nil
	})
	return err
}

// DropPending forgets every transaction that waits, as a node does that is restarted or short of memory.
func (c *Chain) DropPending(ctx context.Context) error {
	_, err := c.sealer.do(ctx, func() (Block, error) {
		c.sealer.backend.TxPool().Clear()
		return Block{}, c.sealer.backend.TxPool().Sync()
	})
	return err
}

// Reorg replaces the newest depth blocks by depth+1 empty ones and returns the new head. The transactions of the blocks
// replaced wait again, and are sealed again unless the chain is held or they are dropped.
func (c *Chain) Reorg(ctx context.Context, depth uint64) (Block, error) {
	return c.sealer.do(ctx, func() (Block, error) {
		s := c.sealer
		head := s.backend.BlockChain().CurrentBlock()
		if depth == 0 || depth > 64 || depth >= head.Number.Uint64() {
			return Block{}, fmt.Errorf("devchain: reorganize %d blocks of %d: give 1 to 64, and leave one", depth, head.Number)
		}
		parent := s.backend.BlockChain().GetHeaderByNumber(head.Number.Uint64() - depth)
		for range depth + 1 {
			block, err := s.build(parent.Hash(), parent.Time+1, true)
			if err != nil {
				return Block{}, err
			}
			parent = block.Header()
		}
		if err := s.adopt(s.backend.BlockChain().GetBlockByHash(parent.Hash())); err != nil {
			return Block{}, err
		}
		return blockOf(parent), errors.Join(s.sync(), s.backend.TxPool().Sync())
	})
}

// controls serves the above to other processes.
type controls struct{ chain *Chain }

// Advance is dev_advance: it moves the clock by seconds and returns the new head's time in Unix seconds.
func (c *controls) Advance(ctx context.Context, seconds uint32) (int64, error) {
	block, err := c.chain.Advance(ctx, time.Duration(seconds)*time.Second)
	return block.Time.Unix(), err
}

// Hold is dev_hold.
func (c *controls) Hold(ctx context.Context) error { return c.chain.Hold(ctx) }

// Release is dev_release.
func (c *controls) Release(ctx context.Context) error { return c.chain.Release(ctx) }

// Drop is dev_drop.
func (c *controls) Drop(ctx context.Context) error { return c.chain.DropPending(ctx) }

// Reorg is dev_reorg: it returns the new head's number.
func (c *controls) Reorg(ctx context.Context, depth uint64) (uint64, error) {
	block, err := c.chain.Reorg(ctx, depth)
	return block.Number, err
}
