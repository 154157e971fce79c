package transactions

import (
	"context"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
)

// recover finds out which transaction has used the slot's nonce, where none of those in the store has. One with the slot's
// content is its own, which the store has lost: it was signed, at another fee, after the backup was made that the store comes
// from. It becomes an attempt like the others. The node must remember how many transactions the account had some blocks ago.
func (m *Manager) recover(ctx context.Context, s *slot, v *view) (own bool, err error) {
	last, err := s.last().transaction()
	if err != nil {
		return false, err
	}
	tx, err := m.config.Client.taker(ctx, m.signer, m.scope.Account, s.Nonce, v.head.Number.Uint64())
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

// taker returns the transaction with which an account has used a nonce at or before a block.
func (c *Client) taker(ctx context.Context, signer types.Signer, account common.Address, nonce, head uint64) (*types.Transaction, error) {
	malformed := func(format string, args ...any) error {
		return &ChainError{URL: c.url, Kind: ErrMalformed, Err: fmt.Errorf(format, args...)}
	}
	number, err := c.used(ctx, account, nonce, head)
	if err != nil {
		return nil, err
	}
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
			return nil, malformed("transaction %s is another", short(t.Hash))
		}
		return tx, nil
	}
	return nil, malformed("block %d uses nonce %d of %s in no transaction", number, nonce, account)
}

// used returns the first block after which an account has used a nonce, as it has after head.
func (c *Client) used(ctx context.Context, account common.Address, nonce, head uint64) (uint64, error) {
	after := func(number uint64) (bool, error) {
		n, err := c.NonceAt(ctx, account, new(big.Int).SetUint64(number))
		if err != nil {
			return false, fmt.Errorf("transactions of %s before block %d: %w; a node that keeps its history can tell", account, number, c.Explain(err))
		}
		return n > nonce, nil
	}
	unused, used := uint64(0), head
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
