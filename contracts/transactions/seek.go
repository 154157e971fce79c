package transactions

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
)

var (
	errUntold  = errors.New("neither the states that the node keeps nor its blocks tell what became of it")
	errSeeking = errors.New("the node has forgotten what was then; its blocks are looked through")
)

const (
	seekBlocks = 32   // looked through for each head; a head on which the node does not have one counts as many
	seekMost   = 2048 // in all: seven hours of a chain with a block every 12 s
	seekAgain  = 128  // of the newest, once more
)

// stretch is how far blocks were looked through, from the newest back, each of them the parent of the one above it.
type stretch struct {
	since  uint64      // the newest
	hash   common.Hash // of the newest; zero: it was not read yet
	next   uint64      // above the block that is next
	parent common.Hash // of the one read last: the next one's hash
	looked int
	again  bool // those are the newest of a later head
}

// begin begins the stretch anew. What was looked through counts on, so that a chain which is never the same for long comes to an end too.
func (x *stretch) begin(since uint64) {
	*x = stretch{since: since, next: since + 1, looked: x.looked, again: x.again}
}

// seek looks for the transaction that has used the slot's nonce in the blocks from one by which it was used back, some at a time. It ends at
// the block that has the nonce before it, or after a number of blocks, and looks through the newest once more, on a later head, before it says
// that they do not tell.
func (m *Manager) seek(ctx context.Context, s *slot, since uint64) (*types.Transaction, error) {
	floor, err := m.floor(ctx, s.Nonce)
	if err != nil {
		return nil, err
	}
	if s.sought == nil {
		s.sought = new(stretch)
	}
	x := s.sought
	if x.hash == (common.Hash{}) {
		x.begin(since)
	}
	tx, ended, err := m.through(ctx, s.Nonce, x, since, floor)
	switch {
	case err != nil:
		if !transport(err) && ctx.Err() == nil {
			x.looked = min(x.looked+seekBlocks, seekMost) // it may not have the block, or only not now
		}
		return nil, err
	case tx != nil:
		return tx, nil
	case !ended:
		return nil, errSeeking
	case !x.again:
		*x = stretch{looked: seekMost - seekAgain, again: true}
		return nil, errSeeking
	}
	return nil, errUntold
}

// floor is the block that has the nonce before one, as long as it is the chain's; 0 where that is not known.
func (m *Manager) floor(ctx context.Context, nonce uint64) (uint64, error) {
	before, _, err := m.config.Store.At(ctx, m.scope, nonce-min(nonce, 1))
	if err != nil {
		return 0, fmt.Errorf("read the store: %w", err)
	}
	if before.Outcome.BlockHash == (common.Hash{}) {
		return 0, nil
	}
	stands, _, err := m.holds(ctx, before.Outcome)
	if err != nil && transport(err) {
		return 0, err
	}
	if err != nil || !stands {
		return 0, nil
	}
	return before.Outcome.Block, nil
}

// through looks through the next blocks of a stretch. It begins the stretch anew where the chain is another by now. ended: there are none left.
func (m *Manager) through(ctx context.Context, nonce uint64, x *stretch, since, floor uint64) (tx *types.Transaction, ended bool, err error) {
	client := m.config.Client
	if x.looked >= seekMost {
		return nil, true, nil
	}
	if x.hash != (common.Hash{}) {
		newest, err := client.body(ctx, x.since, false)
		if err != nil {
			return nil, false, err
		}
		if *newest.Hash != x.hash { // what was looked for may be above it now
			x.begin(since)
		}
	}
	for range seekBlocks {
		if x.next <= floor || x.looked >= seekMost {
			return nil, true, nil
		}
		number := x.next - 1
		b, err := client.body(ctx, number, true)
		if err != nil {
			return nil, false, err
		}
		if x.hash == (common.Hash{}) {
			x.hash = *b.Hash
		} else if *b.Hash != x.parent {
			x.begin(since)
			return nil, false, fmt.Errorf("block %d is not the parent of the one above it", number)
		}
		if tx, err = b.by(m.signer, m.scope.Account, nonce); tx != nil || err != nil {
			return tx, false, err
		}
		x.next, x.parent, x.looked = number, *b.Parent, x.looked+1
	}
	return nil, false, nil
}

// body is a block with its transactions, as a node tells of it.
type body struct {
	Number       *hexutil.Uint64   `json:"number"`
	Hash         *common.Hash      `json:"hash"`
	Parent       *common.Hash      `json:"parentHash"`
	Transactions []json.RawMessage `json:"transactions"` // or their hashes
}

// body reads a block, with full transactions or their hashes. One that the node does not have, or not in full, is an error.
func (c *Client) body(ctx context.Context, number uint64, full bool) (*body, error) {
	var b *body
	if err := c.Client.Client().CallContext(ctx, &b, "eth_getBlockByNumber", hexutil.EncodeUint64(number), full); err != nil {
		return nil, fmt.Errorf("block %d: %w", number, c.Explain(err))
	}
	if b == nil || b.Number == nil || uint64(*b.Number) != number || b.Hash == nil || b.Parent == nil || b.Transactions == nil {
		return nil, fmt.Errorf("block %d: the node does not have it, or not in full", number)
	}
	return b, nil
}

// by returns the block's transaction that has used a nonce of an account; nil: it has none. It is the account's by its own signature.
func (b *body) by(signer types.Signer, account common.Address, nonce uint64) (*types.Transaction, error) {
	for _, raw := range b.Transactions {
		var is struct {
			Hash  common.Hash
			From  common.Address
			Nonce hexutil.Uint64
		}
		if err := json.Unmarshal(raw, &is); err != nil {
			return nil, fmt.Errorf("block %d: a transaction: %w", *b.Number, err)
		}
		if is.From != account || uint64(is.Nonce) != nonce {
			continue
		}
		tx := new(types.Transaction)
		if err := tx.UnmarshalJSON(raw); err != nil {
			return nil, fmt.Errorf("transaction %s: %w", short(is.Hash), err)
		}
		if from, err := types.Sender(signer, tx); err != nil || from != account || tx.Hash() != is.Hash || tx.Nonce() != nonce {
			return nil, fmt.Errorf("transaction %s is another", short(is.Hash))
		}
		return tx, nil
	}
	return nil, nil
}
