package transactions

import (
	"context"
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/parley-p2p/parley/internal/inclusion"
)

// Include is Send that returns once a block has the transaction, Mined or Reverted, however many have to stand on it. The Manager looks
// after it until as many do, and sends it again if a reorganization takes it back. It is for who looks at the chain again before it relies
// on what was sent, and for what the account sends next: the chain takes that later.
func (m *Manager) Include(ctx context.Context, call Call) (Outcome, error) {
	return m.early(ctx, call.Key, func(ctx context.Context) (Outcome, error) { return m.Send(ctx, call) })
}

// Included is Include for what was signed before, as Reconcile is Send: it sends nothing new.
func (m *Manager) Included(ctx context.Context, key string) (Outcome, error) {
	return m.early(ctx, key, func(ctx context.Context) (Outcome, error) { return m.Reconcile(ctx, key) })
}

// Through is Send that tells who wants to hear it (package inclusion) as soon as a block has the transaction, whether it is Mined or Reverted.
func (m *Manager) Through(ctx context.Context, call Call) (Outcome, error) {
	if m.config.Confirmations <= 1 {
		return m.Send(ctx, call)
	}
	has, err := m.Include(ctx, call)
	if has.Status != Mined && has.Status != Reverted {
		return has, err
	}
	inclusion.Tell(ctx)
	o, err := m.Send(ctx, call)
	if err != nil && o.Status == 0 { // it was sent
		o = Outcome{Key: call.Key, Status: Unknown, Nonce: has.Nonce, Hash: has.Hash, Reason: "more blocks above the one that has it (" + err.Error() + ")"}
		err = o.Err()
	}
	return o, err
}

// Afloat lists the keys of what was signed and is in no block yet, in the order of nonces.
func (m *Manager) Afloat(ctx context.Context) (keys []string, err error) {
	used, err := m.config.Client.NonceAt(ctx, m.scope.Account, nil)
	if err != nil {
		return nil, m.config.Client.Explain(err)
	}
	err = m.do(ctx, func(context.Context) {
		for _, s := range m.slots {
			if s.Nonce >= used {
				keys = append(keys, s.Key)
			}
		}
	})
	return keys, err
}

// early returns what a block shows of a key before full does.
func (m *Manager) early(ctx context.Context, key string, full func(context.Context) (Outcome, error)) (Outcome, error) {
	if m.config.Confirmations <= 1 {
		return full(ctx)
	}
	ctx, cancel := m.bound(ctx)
	defer cancel()
	type answer struct {
		outcome Outcome
		err     error
	}
	answered := make(chan answer, 1)
	go func() {
		o, err := full(ctx)
		answered <- answer{o, err}
	}()
	for pause := shortestPoll; ; pause = min(pause+pause/2, m.config.Poll) {
		look := time.NewTimer(pause)
		select {
		case a := <-answered:
			look.Stop()
			return a.outcome, a.err
		case <-look.C:
		}
		if o, ok := m.shown(ctx, key); ok {
			cancel()
			<-answered
			return o, o.Err()
		}
	}
}

// shown is what a block of the chain shows of a key that is not decided. That an empty one came in its place is for the Manager to decide.
func (m *Manager) shown(ctx context.Context, key string) (o Outcome, ok bool) {
	var nonce uint64
	var attempts []Attempt
	if err := m.do(ctx, func(context.Context) {
		if s := m.keys[key]; s != nil {
			nonce, attempts = s.Nonce, slices.Clone(s.Attempts)
		}
	}); err != nil || len(attempts) == 0 {
		return o, false
	}
	hashes := make([]common.Hash, len(attempts))
	for i, a := range attempts {
		hashes[i] = a.Hash
	}
	receipts, err := m.config.Client.receipts(ctx, hashes)
	i := slices.IndexFunc(receipts, func(r *types.Receipt) bool { return r != nil })
	if err != nil || i < 0 || attempts[i].Empty {
		return o, false
	}
	o = outcomeOf(&attempts[i], receipts[i])
	o.Key, o.Nonce = key, nonce
	if is, _, err := m.holds(ctx, o); err != nil || !is {
		return o, false
	}
	if o.Status == Reverted {
		o.Reason, o.Data = m.replay(ctx, &attempts[i], receipts[i])
	}
	return o, true
}
