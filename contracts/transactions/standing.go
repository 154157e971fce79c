package transactions

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rpc"
)

// confirm holds a decided outcome against the chain: one whose block the chain has replaced since is pending again, and
// its slot is returned, with what was signed for it and its nonce. The status is the slot's. An outcome that was seen to stand Config.Final
// blocks deep is not asked about again. It asks on the caller's time, not on the Manager's.
func (m *Manager) confirm(ctx context.Context, s *slot) (*slot, Status, error) {
	o := s.outcome
	if o.BlockHash == (common.Hash{}) || s.Final {
		return s, o.Status, nil
	}
	stands, height, err := m.holds(ctx, o)
	if err != nil {
		return nil, 0, fmt.Errorf("transaction %s: is it still in block %d? %w", s.Key, o.Block, err)
	}
	if stands {
		if height >= o.Block+m.config.Final {
			_ = m.do(ctx, func(ctx context.Context) { m.finish(ctx, s.Nonce, o) }) // else it is asked about again
		}
		return s, o.Status, nil
	}
	var again *slot
	var status Status
	doErr := m.do(ctx, func(ctx context.Context) {
		if again, err = m.takeBack(ctx, s.Nonce, o); err == nil {
			status = again.Outcome.Status // it is the Manager's: it may be decided any moment
		}
	})
	return again, status, errors.Join(doErr, err)
}

// finish notes of an outcome that it is as deep as no reorganization goes, unless it is another by now.
func (m *Manager) finish(ctx context.Context, nonce uint64, o Outcome) {
	r, ok, err := m.config.Store.At(ctx, m.scope, nonce)
	if err != nil || !ok || r.Outcome.BlockHash != o.BlockHash {
		return
	}
	s := decidedSlot(r)
	s.Final = true
	if err := m.put(s); err != nil {
		m.config.Logger.Error("transactions: store that an outcome is final", "key", o.Key, "error", err)
	}
}

// holds asks whether the chain has the block of an outcome, and how high it is. It compares the chain id in the same request.
func (m *Manager) holds(ctx context.Context, o Outcome) (bool, uint64, error) {
	client := m.config.Client
	var id hexutil.Big
	var height hexutil.Uint64
	var header *types.Header
	questions := []rpc.BatchElem{
		{Method: "eth_chainId", Result: &id},
		{Method: "eth_blockNumber", Result: &height},
		{Method: "eth_getBlockByNumber", Args: []any{hexutil.EncodeUint64(o.Block), false}, Result: &header},
	}
	if err := client.batch(ctx, questions); err != nil {
		return false, 0, err
	}
	for _, q := range questions {
		if q.Error != nil {
			return false, 0, fmt.Errorf("%s: %w", q.Method, client.Explain(q.Error))
		}
	}
	if err := client.compare(id.ToInt()); err != nil {
		return false, 0, err
	}
	if header == nil || header.Hash() != o.BlockHash {
		return false, uint64(height), nil
	}
	return true, uint64(height), nil
}

// takeBack makes the slot of an outcome pending again that the chain has taken back, unless somebody did so already.
func (m *Manager) takeBack(ctx context.Context, nonce uint64, o Outcome) (*slot, error) {
	if i := slices.IndexFunc(m.slots, func(s *slot) bool { return s.Nonce == nonce }); i >= 0 {
		return m.slots[i], nil
	}
	r, ok, err := m.config.Store.At(ctx, m.scope, nonce)
	switch {
	case err != nil:
		return nil, fmt.Errorf("transaction %s: read the store: %w", o.Key, err)
	case !ok:
		return nil, fmt.Errorf("transaction %s: %w: the store has lost nonce %d", o.Key, ErrNoSuchKey, nonce)
	case r.Outcome.BlockHash != o.BlockHash: // it was sent, and decided, again meanwhile
		return decidedSlot(r), nil
	}
	m.config.Logger.Warn("transactions: the chain has replaced a block; what it decided is open again", "key", o.Key, "nonce", nonce, "block", o.Block)
	s, err := m.reopen(r)
	if err != nil {
		return nil, fmt.Errorf("transaction %s: %w: %w", o.Key, ErrFrozen, err)
	}
	m.admit(s)
	return s, nil
}

// pursue makes the slot pending again of which the node did not tell what has used its nonce, once in a Manager's life: its endpoint may be
// another than the last one's. In the store it stays what it is until more is known.
func (m *Manager) pursue(ctx context.Context, s *slot) (again *slot, err error) {
	doErr := m.do(ctx, func(ctx context.Context) {
		if other := m.keys[s.Key]; other != nil { // it is pursued, or sent again
			again = other
			return
		}
		r, ok, readErr := m.config.Store.At(ctx, m.scope, s.Nonce)
		switch {
		case readErr != nil:
			err = fmt.Errorf("transaction %s: read the store: %w", s.Key, readErr)
			return
		case !ok || r.Outcome.Status != Unknown || m.untold[r.Nonce]:
			again = s
			if ok {
				again = decidedSlot(r)
			}
			return
		}
		again = &slot{Record: r, decided: make(chan struct{})}
		again.Outcome = Outcome{Key: r.Key, Nonce: r.Nonce, Status: Pending}
		m.admit(again)
	})
	return again, errors.Join(doErr, err)
}

// decidedSlot is the slot of a record whose outcome is known.
func decidedSlot(r Record) *slot {
	s := &slot{Record: r, decided: make(chan struct{}), outcome: r.Outcome}
	close(s.decided)
	return s
}

// reopen makes a record's slot pending, in the store too.
func (m *Manager) reopen(r Record) (*slot, error) {
	s := &slot{Record: r, decided: make(chan struct{})}
	s.Outcome, s.Final = Outcome{Key: r.Key, Nonce: r.Nonce, Status: Pending}, false
	return s, m.put(s)
}

// admit puts a slot among the undecided.
func (m *Manager) admit(s *slot) {
	m.slots = append(m.slots, s)
	slices.SortFunc(m.slots, func(a, b *slot) int { return byNonce(a.Record, b.Record) })
	m.keys[s.Key] = s
}
