package transactions

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// recover finds out which transaction has used the slot's nonce, where none of those in the store has. One with the content of
// one of the slot's is its own, which the store has lost: it was signed, at another fee, after the backup was made that the store comes
// from. It becomes an attempt like the others. It is found by how many transactions the account had some blocks ago, and where the node has
// forgotten that, in the blocks themselves. The error is errUntold where they do not tell either, or tell of one that is in the store and
// that has no receipt, and errSeeking until then.
func (m *Manager) recover(ctx context.Context, s *slot, v *view) (own bool, err error) {
	tx, err := m.config.Client.taker(ctx, m.signer, m.scope.Account, s.Nonce, v.head.Number.Uint64())
	if old, is := errors.AsType[*forgottenError](err); is {
		tx, err = m.seek(ctx, s, old.since)
	}
	if err != nil {
		return false, err
	}
	if slices.ContainsFunc(s.Attempts, func(a Attempt) bool { return a.Hash == tx.Hash() }) {
		return false, s.unreceipted(tx.Hash())
	}
	like, err := s.like(tx)
	if like == nil || err != nil {
		return false, err
	}
	raw, err := tx.MarshalBinary()
	if err != nil {
		return false, err
	}
	m.config.Logger.Warn("transactions: the store is older than the chain; what it has lost is taken from there", "key", s.Key, "nonce", s.Nonce, "hash", tx.Hash())
	s.Attempts = append(s.Attempts, Attempt{Hash: tx.Hash(), Raw: raw, Empty: like.Empty, Reason: like.Reason})
	return true, m.put(s)
}

// unreceipted counts the heads on which a transaction of the slot was found in a block while the node has no receipt of it. Whether it has
// reverted nobody can tell then.
func (s *slot) unreceipted(hash common.Hash) error {
	const most = seekMost / seekBlocks
	why := errSeeking
	if s.found++; s.found > most {
		why = errUntold
	}
	return fmt.Errorf("%w: %s is in a block, and has no receipt there", why, short(hash))
}

// like is the attempt that has the content of a transaction; nil: none has.
func (r *Record) like(tx *types.Transaction) (*Attempt, error) {
	for i := range r.Attempts {
		signed, err := r.Attempts[i].transaction()
		if err != nil {
			return nil, err
		}
		if contentOf(signed) == contentOf(tx) {
			return &r.Attempts[i], nil
		}
	}
	return nil, nil
}

// contentOf is the content of a Call that the transaction brings about.
func contentOf(tx *types.Transaction) common.Hash {
	return Call{To: tx.To(), Value: tx.Value(), Data: tx.Data()}.content()
}

// taker returns the transaction with which an account has used a nonce at or before a block. The error is a *forgottenError where the
// node does not keep the states that tell, or its block does not.
func (c *Client) taker(ctx context.Context, signer types.Signer, account common.Address, nonce, head uint64) (*types.Transaction, error) {
	number, err := c.used(ctx, account, nonce, head)
	if err != nil {
		return nil, err
	}
	b, err := c.body(ctx, number, true)
	var tx *types.Transaction
	if err == nil {
		tx, err = b.by(signer, account, nonce)
	}
	if tx == nil && err == nil {
		err = fmt.Errorf("block %d uses nonce %d of %s in no transaction", number, nonce, account)
	}
	if err != nil && !transport(err) && ctx.Err() == nil {
		err = &forgottenError{number, err}
	}
	return tx, err
}

// forgottenError is a node that does not keep what tells in which block a nonce was used: at since, or before.
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
