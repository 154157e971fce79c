package transactions

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
)

// recover finds out which transaction has used the slot's nonce, where none of those in the store has. One with the slot's
// content is its own, which the store has lost: it was signed, at another fee, after the backup was made that the store comes
// from. It becomes an attempt like the others. It is found by how many transactions the account had some blocks ago, and where the node has
// forgotten that, in the blocks themselves. The error is errUntold where it is not found there either.
func (m *Manager) recover(ctx context.Context, s *slot, v *view) (own bool, err error) {
	last, err := s.last().transaction()
	if err != nil {
		return false, err
	}
	tx, err := m.config.Client.taker(ctx, m.signer, m.scope.Account, s.Nonce, v.head.Number.Uint64())
	if old, is := errors.AsType[*forgottenError](err); is {
		tx, err = m.seek(ctx, s, old.since)
	}
	if err != nil {
		return false, err
	}
	if contentOf(tx) != contentOf(last) {
		return false, nil
	}
	raw, err := tx.MarshalBinary()
	if err != nil {
		return false, err
	}
	m.config.Logger.Warn("transactions: the store is older than the chain; what it has lost is taken from there", "key", s.Key, "nonce", s.Nonce, "hash", tx.Hash())
	s.Attempts = append(s.Attempts, Attempt{Hash: tx.Hash(), Raw: raw, Empty: s.last().Empty, Reason: s.last().Reason})
	return true, m.put(s)
}

// contentOf is the content of a Call that the transaction brings about.
func contentOf(tx *types.Transaction) common.Hash {
	return Call{To: tx.To(), Value: tx.Value(), Data: tx.Data()}.content()
}

var (
	errUntold  = errors.New("the node has forgotten the states of then, and the blocks do not show it")
	errSeeking = errors.New("the node has forgotten the states of then, and its blocks are looked through")
)

const (
	seekBlocks = 32   // looked through for each head
	seekMost   = 2048 // in all: seven hours of a chain with a block every 12 s
)

// seek looks for the transaction that has used the slot's nonce in the blocks from one by which it was used back, some at a time. It ends at
// the block that has the nonce before it.
func (m *Manager) seek(ctx context.Context, s *slot, since uint64) (*types.Transaction, error) {
	before, _, err := m.config.Store.At(ctx, m.scope, s.Nonce-min(s.Nonce, 1))
	if err != nil {
		return nil, fmt.Errorf("read the store: %w", err)
	}
	if s.sought == nil {
		s.sought = &stretch{next: since + 1}
	}
	for range seekBlocks {
		if s.sought.next <= before.Outcome.Block || s.sought.looked == seekMost {
			return nil, errUntold
		}
		number := s.sought.next - 1
		tx, err := m.config.Client.inBlock(ctx, m.signer, m.scope.Account, s.Nonce, number)
		if err != nil && !transport(err) && ctx.Err() == nil {
			s.sought.looked = min(s.sought.looked+seekBlocks, seekMost) // it may not have the block, or only not now
		}
		if tx != nil || err != nil {
			return tx, err
		}
		s.sought.next, s.sought.looked = number, s.sought.looked+1
	}
	return nil, errSeeking
}

// stretch is how far blocks were looked through, from the newest back.
type stretch struct {
	next   uint64 // above the block that is next
	looked int
}

// taker returns the transaction with which an account has used a nonce at or before a block. The error is a *forgottenError where the
// node does not keep the states that tell.
func (c *Client) taker(ctx context.Context, signer types.Signer, account common.Address, nonce, head uint64) (*types.Transaction, error) {
	number, err := c.used(ctx, account, nonce, head)
	if err != nil {
		return nil, err
	}
	tx, err := c.inBlock(ctx, signer, account, nonce, number)
	if tx == nil && err == nil {
		err = &ChainError{URL: c.url, Kind: ErrMalformed, Err: fmt.Errorf("block %d uses nonce %d of %s in no transaction", number, nonce, account)}
	}
	return tx, err
}

// inBlock returns the transaction of a block that has used a nonce of an account; nil: it has none.
func (c *Client) inBlock(ctx context.Context, signer types.Signer, account common.Address, nonce, number uint64) (*types.Transaction, error) {
	var block struct {
		Transactions []struct {
			Hash  common.Hash
			From  common.Address
			Nonce hexutil.Uint64
		}
	}
	if err := c.Client.Client().CallContext(ctx, &block, "eth_getBlockByNumber", hexutil.EncodeUint64(number), true); err != nil {
		return nil, fmt.Errorf("block %d: %w", number, c.Explain(err))
	}
	for _, t := range block.Transactions {
		if t.From != account || uint64(t.Nonce) != nonce {
			continue
		}
		tx, _, err := c.TransactionByHash(ctx, t.Hash)
		if err != nil {
			return nil, fmt.Errorf("transaction %s: %w", short(t.Hash), c.Explain(err))
		}
		if from, err := types.Sender(signer, tx); err != nil || from != account || tx.Hash() != t.Hash || tx.Nonce() != nonce {
			return nil, &ChainError{URL: c.url, Kind: ErrMalformed, Err: fmt.Errorf("transaction %s is another", short(t.Hash))}
		}
		return tx, nil
	}
	return nil, nil
}

// forgottenError is a node that does not keep the states of before a block, in which a nonce was used.
type forgottenError struct {
	since uint64
	err   error
}

func (e *forgottenError) Error() string { return e.err.Error() }

// used returns the first block after which an account has used a nonce, as it has after head.
func (c *Client) used(ctx context.Context, account common.Address, nonce, head uint64) (uint64, error) {
	unused, used := uint64(0), head
	after := func(number uint64) (bool, error) {
		n, err := c.NonceAt(ctx, account, new(big.Int).SetUint64(number))
		if err == nil {
			return n > nonce, nil
		}
		explained := c.Explain(err)
		err = fmt.Errorf("transactions of %s before block %d: %w; a node that keeps its history can tell", account, number, explained)
		if ctx.Err() == nil && !transport(explained) {
			err = &forgottenError{used, err}
		}
		return false, err
	}
	for step := uint64(1); step < head; step *= 2 { // most nodes forget what is older than some blocks: it is not far back
		is, err := after(head - step)
		if err != nil {
			return 0, err
		}
		if !is {
			unused = head - step
			break
		}
		used = head - step
	}
	for used-unused > 1 {
		middle := unused + (used-unused)/2
		is, err := after(middle)
		if err != nil {
			return 0, err
		}
		if is {
			used = middle
		} else {
			unused = middle
		}
	}
	return used, nil
}
