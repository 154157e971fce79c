package escrow

import (
	"context"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/parley-p2p/parley/contracts/bindings"
	"github.com/parley-p2p/parley/contracts/transactions"
)

// MaxBatch is how many deals go into one transaction: more would not fit its gas.
const MaxBatch = 100

// OpenMany opens what can be opened, in one transaction. The errors are in the order of the openings: nil for a deal
// opened, a *RefusedError for one skipped. The second error is about the transaction, and then nothing is known of any.
func (c *Contract) OpenMany(ctx context.Context, openings []Opening) ([]error, error) {
	packed := make([]bindings.Opening, len(openings))
	ids := make([][32]byte, len(openings))
	for i, o := range openings {
		id, err := c.ID(o.Deal)
		if err != nil {
			return nil, fmt.Errorf("escrow: open many: deal %d: %w", i, err)
		}
		ids[i] = id
		packed[i] = bindings.Opening{Deal: packDeal(o.Deal), PayerSignature: o.PayerSignature, FarmerSignature: o.FarmerSignature}
	}
	return c.batch(ctx, "open", ids, func() ([]byte, error) { return c.parley.TryPackOpenMany(packed) })
}

// SettleMany settles what can be settled, in one transaction, which is that of Settle for one. The errors are as those of OpenMany; that of
// one that is by itself is Settle's.
func (c *Contract) SettleMany(ctx context.Context, settlements []Settlement) ([]error, error) {
	if len(settlements) == 1 {
		_, err := c.settle(ctx, (*transactions.Manager).Through, settlements[0])
		return []error{err}, nil
	}
	packed := make([]bindings.Settlement, len(settlements))
	ids := make([][32]byte, len(settlements))
	for i, s := range settlements {
		id, err := c.ID(s.Deal)
		if err == nil {
			err = checkDelivery(id, s.Delivery)
		}
		if err != nil {
			return nil, fmt.Errorf("escrow: settle many: deal %d: %w", i, err)
		}
		ids[i] = id
		packed[i] = bindings.Settlement{Deal: packDeal(s.Deal), Delivery: packDelivery(s.Delivery), Signature: s.Signature}
	}
	return c.batch(ctx, "settle", ids, func() ([]byte, error) { return c.parley.TryPackSettleMany(packed) })
}

// batch sends a call about many deals, under a key made of their ids, and reads from its receipt what was skipped.
func (c *Contract) batch(ctx context.Context, name string, ids [][32]byte, pack func() ([]byte, error)) ([]error, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	if len(ids) > MaxBatch {
		return nil, fmt.Errorf("escrow: %s %d deals at once; at most %d fit into a transaction: split them", name, len(ids), MaxBatch)
	}
	data, err := pack()
	if err != nil {
		return nil, fmt.Errorf("escrow: %s many: %w", name, err)
	}
	hash := crypto.NewKeccakState()
	for _, id := range ids {
		hash.Write(id[:])
	}
	o, err := c.send(ctx, (*transactions.Manager).Through, fmt.Sprintf("%x/%s-many", hash.Sum(nil), name), data)
	if err != nil {
		return nil, fmt.Errorf("%s %d deals: %w", name, len(ids), err)
	}
	skipped, err := c.skipped(ctx, o.Hash)
	if err != nil {
		return nil, fmt.Errorf("%s %d deals: it was mined, but: %w", name, len(ids), err)
	}
	errs := make([]error, len(ids))
	for i, id := range ids {
		// A deal that is in the batch twice is skipped the second time.
		if reasons := skipped[id]; len(reasons) > 0 {
			errs[i], skipped[id] = reasons[len(reasons)-1], reasons[:len(reasons)-1]
		}
	}
	return errs, nil
}

// skipped reads a receipt's Skipped events.
func (c *Contract) skipped(ctx context.Context, tx common.Hash) (map[[32]byte][]error, error) {
	receipt, err := c.client.TransactionReceipt(ctx, tx)
	if err != nil {
		return nil, fmt.Errorf("its receipt: %w", c.client.Explain(err))
	}
	skipped := make(map[[32]byte][]error)
	for _, log := range receipt.Logs {
		if log.Address != c.address {
			continue
		}
		event, err := c.parley.UnpackSkippedEvent(log)
		if err != nil {
			continue // another event
		}
		refused := decode(append(event.Reason[:], event.Deal[:]...))
		if refused == nil {
			refused = &RefusedError{Kind: ErrWrongState, Deal: event.Deal, Text: fmt.Sprintf("for a reason that this version does not know, %x", event.Reason)}
		}
		skipped[event.Deal] = append(skipped[event.Deal], refused)
	}
	return skipped, nil
}
