package transactions

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// inspect finds out about every slot whose nonce the chain has used, and reports whether any was decided.
func (m *Manager) inspect(ctx context.Context, v *view) (decided bool) {
	var used []*slot
	var hashes []common.Hash
	for _, s := range m.slots {
		if s.Nonce >= v.nonce {
			s.missing = 0
			continue
		}
		used = append(used, s)
		for _, a := range s.Attempts {
			hashes = append(hashes, a.Hash)
		}
	}
	if len(used) == 0 {
		return false
	}
	receipts, err := m.config.Client.receipts(ctx, hashes)
	if err != nil {
		for _, s := range used {
			m.tell(s, "the chain to answer: "+err.Error())
		}
		return false
	}
	canon := canonical{client: m.config.Client, head: v.head, known: make(map[uint64]common.Hash)}
	for _, s := range used {
		mine := receipts[:len(s.Attempts)]
		receipts = receipts[len(s.Attempts):]
		i := slices.IndexFunc(mine, func(r *types.Receipt) bool { return r != nil })
		if i < 0 {
			decided = m.foreign(ctx, s, v) || decided
			continue
		}
		decided = m.mined(ctx, s, &s.Attempts[i], mine[i], v, &canon) || decided
	}
	m.slots = slices.DeleteFunc(m.slots, func(s *slot) bool { return s.Record.Outcome.Status != Pending })
	return decided
}

// foreign decides, once two heads in a row have said so, that somebody else used the slot's nonce.
func (m *Manager) foreign(ctx context.Context, s *slot, v *view) bool {
	if s.judged == v.head.Hash() {
		return false
	}
	s.judged = v.head.Hash()
	s.missing++
	m.tell(s, fmt.Sprintf("proof that its nonce %d was used by another transaction", s.Nonce))
	if uint64(s.missing) < max(2, m.config.Confirmations) {
		return false
	}
	switch own, err := m.recover(ctx, s, v); {
	case errors.Is(err, errUntold):
		m.untold[s.Nonce] = true
		m.config.Logger.Warn("transactions: what used a nonce is not known, and with it whether this has happened", "key", s.Key, "nonce", s.Nonce, "error", err)
		m.decide(s, Outcome{Status: Unknown, Hash: s.last().Hash, Reason: fmt.Sprintf(
			"an endpoint that keeps older blocks, from the next start on: nonce %d was used, maybe by this transaction (%v)", s.Nonce, err)})
		return true
	case err != nil:
		m.tell(s, fmt.Sprintf("the chain to say which transaction used its nonce %d: %v", s.Nonce, err))
		return false
	case own:
		return true // the next look decides by it
	}
	m.decide(s, Outcome{Status: Replaced, Reason: "its nonce was used by a transaction not made here"})
	return true
}

// mined decides by a receipt, once it is deep enough in a chain whose header at that height has the receipt's block.
func (m *Manager) mined(ctx context.Context, s *slot, a *Attempt, r *types.Receipt, v *view, canon *canonical) bool {
	s.missing = 0
	block, head := r.BlockNumber.Uint64(), v.head.Number.Uint64()
	if head < block || head-block+1 < m.config.Confirmations {
		more := m.config.Confirmations - 1
		if head >= block {
			more = m.config.Confirmations - (head - block + 1)
		}
		m.tell(s, fmt.Sprintf("%d more blocks above block %d, which has it", more, block))
		return false
	}
	hash, err := canon.hash(ctx, block)
	if err != nil {
		m.tell(s, "the chain to answer: "+err.Error())
		return false
	}
	if hash != r.BlockHash {
		m.tell(s, fmt.Sprintf("the chain to agree with itself about block %d", block))
		return false
	}
	o := outcomeOf(a, r)
	if o.Status == Reverted {
		o.Reason, o.Data = m.replay(ctx, a, r)
	}
	m.decide(s, o)
	return true
}

// outcomeOf is what a receipt says of an attempt, but for why it reverted.
func outcomeOf(a *Attempt, r *types.Receipt) Outcome {
	o := Outcome{Status: Mined, Hash: a.Hash, Block: r.BlockNumber.Uint64(), BlockHash: r.BlockHash, GasUsed: r.GasUsed, Fee: new(big.Int)}
	if r.EffectiveGasPrice != nil {
		o.Fee.Mul(r.EffectiveGasPrice, new(big.Int).SetUint64(r.GasUsed))
	}
	switch {
	case a.Empty:
		o.Status, o.Reason = Canceled, a.Reason
	case r.Status != types.ReceiptStatusSuccessful:
		o.Status = Reverted
	}
	return o
}

// decide stores an outcome and tells those who wait. Should the store fail they are told all the same: the chain has
// decided, and will say so again.
func (m *Manager) decide(s *slot, o Outcome) {
	o.Key, o.Nonce = s.Key, s.Nonce
	s.Outcome, s.outcome = o, o
	if err := m.put(s); err != nil {
		m.config.Logger.Error("transactions: store an outcome", "key", s.Key, "error", err)
	}
	delete(m.keys, s.Key)
	close(s.decided)
}

// replay asks the node why a transaction reverted, by calling it on the state before its block.
func (m *Manager) replay(ctx context.Context, a *Attempt, r *types.Receipt) (reason string, data []byte) {
	tx, err := a.transaction()
	if err != nil {
		return err.Error(), nil
	}
	if r.GasUsed == tx.Gas() {
		return fmt.Sprintf("it used up its %d gas", tx.Gas()), nil
	}
	before := new(big.Int).Sub(r.BlockNumber, big.NewInt(1))
	_, err = m.config.Client.CallContract(ctx, ethereum.CallMsg{
		From: m.scope.Account, To: tx.To(), Gas: tx.Gas(), Value: tx.Value(), Data: tx.Data(),
	}, before)
	if refusal := reverted(err, m.config.Decode); refusal != nil {
		return refusal.Reason, refusal.Data
	}
	return "another transaction of its block came first", nil
}

// canonical remembers the hashes of headers during one look.
type canonical struct {
	client *Client
	head   *types.Header
	known  map[uint64]common.Hash
}

func (c *canonical) hash(ctx context.Context, number uint64) (common.Hash, error) {
	if number == c.head.Number.Uint64() {
		return c.head.Hash(), nil
	}
	if h, ok := c.known[number]; ok {
		return h, nil
	}
	header, err := c.client.HeaderByNumber(ctx, new(big.Int).SetUint64(number))
	if err != nil {
		return common.Hash{}, fmt.Errorf("header of block %d: %w", number, c.client.Explain(err))
	}
	c.known[number] = header.Hash()
	return header.Hash(), nil
}
