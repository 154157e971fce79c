package transactions

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Survey says of every transaction of an account that a store holds undecided what it waits for, by what the chain says now, in the order of
// nonces. It neither signs nor sends nor writes: for who looks at an account whose Manager does not run. One that waits for nothing but a
// block, or that a Manager would find decided, has Wait.Well set. Of the configuration it reads Client, Store and MinTip. The errors are those of the
// endpoint and of the store, and ErrOtherHistory, as a Manager's.
func Survey(ctx context.Context, account common.Address, config Config) ([]Wait, error) {
	scope := Scope{ChainID: config.Client.ID(), Account: account}
	undecided, newest, err := config.Store.Load(ctx, scope)
	if err != nil {
		return nil, fmt.Errorf("transactions of %s: read the store: %w", account, err)
	}
	if len(undecided) == 0 && newest == nil {
		return nil, nil
	}
	if config.MinTip == nil {
		config.MinTip = defaultMinTip()
	}
	s := survey{config: &config, account: account}
	if s.view, err = config.Client.look(ctx, account); err != nil {
		return nil, err
	}
	if newest != nil {
		if _, err := config.recognize(ctx, scope, newest, s.view, after(*newest, undecided)); err != nil {
			return nil, fmt.Errorf("transactions of %s: %w", account, err)
		}
	}
	if s.balance, err = config.Client.BalanceAt(ctx, account, nil); err != nil {
		return nil, fmt.Errorf("read the balance: %w", config.Client.Explain(err))
	}
	waits := make([]Wait, 0, len(undecided))
	for _, r := range undecided {
		w := Wait{Key: r.Key, Nonce: r.Nonce, Hash: r.last().Hash}
		if w.For, w.Well, err = s.of(ctx, &r, w.Nonce); err != nil {
			return nil, fmt.Errorf("transaction %s: %w", r.Key, err)
		}
		waits = append(waits, w)
		s.before = append(s.before, r.Nonce)
	}
	return waits, nil
}

// after is the first nonce that none of the records has.
func after(newest Record, undecided []Record) uint64 {
	if n := len(undecided); n > 0 {
		return max(newest.Nonce, undecided[n-1].Nonce) + 1
	}
	return newest.Nonce + 1
}

// survey is one look at all that an account has undecided.
type survey struct {
	config  *Config
	account common.Address
	view    *view
	balance *big.Int
	before  []uint64 // nonces that were looked at
}

// of says what a record waits for.
func (s *survey) of(ctx context.Context, r *Record, nonce uint64) (what string, well bool, err error) {
	if nonce < s.view.nonce {
		return s.used(ctx, r)
	}
	tx, err := r.last().transaction()
	if err != nil {
		return "", false, err
	}
	if missing := max(s.view.nonce, s.view.pending); missing < nonce && !s.holds(missing) {
		what, err = s.lacked(ctx, missing)
		return what, false, err
	}
	offer, base := fee{tx.GasTipCap(), tx.GasFeeCap()}, s.view.head.BaseFee
	need := new(big.Int).Add(new(big.Int).Mul(new(big.Int).SetUint64(tx.Gas()), offer.most), tx.Value())
	switch {
	case s.balance.Cmp(need) < 0:
		return fmt.Sprintf("funds: account %s has %s ether and may need %s", s.account, Ether(s.balance), Ether(need)), false, nil
	case offer.most.Cmp(base) <= 0:
		return fmt.Sprintf("the base fee, %s gwei, to fall, or for more than %s gwei a gas", gwei(base), gwei(offer.most)), false, nil
	case offer.tip.Cmp(s.config.MinTip) < 0:
		return fmt.Sprintf("a miner that takes a tip of %s gwei a gas, or for a higher one", gwei(offer.tip)), false, nil
	}
	known, err := s.known(ctx, r)
	switch {
	case err != nil:
		return "", false, err
	case !known:
		return "its program, to send it again: the chain's node does not have it", false, nil
	}
	return "a block that takes it", true, nil
}

// lacked says what the chain lacks of a nonce below a record's that is not among the undecided.
func (s *survey) lacked(ctx context.Context, nonce uint64) (string, error) {
	r, signed, err := s.config.Store.At(ctx, Scope{ChainID: s.config.Client.ID(), Account: s.account}, nonce)
	switch {
	case err != nil:
		return "", fmt.Errorf("read the store: %w", err)
	case signed && r.Outcome.Status == Replaced:
		return fmt.Sprintf("a transaction with nonce %d: the chain took back the one that it had, which was not made here, and has none now", nonce), nil
	case signed:
		return fmt.Sprintf("the transaction %s with nonce %d, to be sent again: the chain had it in block %d, and took it back", r.Key, nonce, r.Outcome.Block), nil
	}
	return fmt.Sprintf("a transaction with nonce %d, which the chain lacks and nobody here has signed", nonce), nil
}

// holds: the store has an undecided transaction with this nonce, below those that follow.
func (s *survey) holds(nonce uint64) bool {
	for _, n := range s.before {
		if n == nonce {
			return true
		}
	}
	return false
}

// used says of a record whose nonce the chain has used by what it was.
func (s *survey) used(ctx context.Context, r *Record) (what string, well bool, err error) {
	hashes := make([]common.Hash, len(r.Attempts))
	for i, a := range r.Attempts {
		hashes[i] = a.Hash
	}
	receipts, err := s.config.Client.receipts(ctx, hashes)
	if err != nil {
		return "", false, err
	}
	for i, receipt := range receipts {
		switch {
		case receipt == nil:
			continue
		case r.Attempts[i].Empty:
			return fmt.Sprintf("nothing: an empty transaction took its place in block %d, so that it did not happen", receipt.BlockNumber), false, nil
		case receipt.Status != types.ReceiptStatusSuccessful:
			return fmt.Sprintf("nothing: it reverted in block %d, and changed nothing", receipt.BlockNumber), false, nil
		}
		return fmt.Sprintf("nothing: it was mined in block %d", receipt.BlockNumber), true, nil
	}
	return fmt.Sprintf("nothing: its nonce %d was used by a transaction not made here, so that it did not happen; two programs share this account", r.Nonce), false, nil
}

// known: the node has one of a record's transactions, in its pool or in a block.
func (s *survey) known(ctx context.Context, r *Record) (bool, error) {
	for i := range r.Attempts {
		_, _, err := s.config.Client.TransactionByHash(ctx, r.Attempts[len(r.Attempts)-1-i].Hash)
		if err == nil {
			return true, nil
		}
		if !errors.Is(err, ethereum.NotFound) {
			return false, s.config.Client.Explain(err)
		}
	}
	return false, nil
}
