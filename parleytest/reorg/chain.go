package reorg

import (
	"context"
	"math/big"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/parley-p2p/parley/contracts/devchain"
)

// Chain is a chain that does what a test says: it makes a block when it is told to, each a second later than the one before.
type Chain interface {
	// URL is where it serves JSON-RPC.
	URL() string
	ID() *big.Int
	// Seal makes a block of what waits.
	Seal(context.Context) error
	// Advance makes a block of what waits that is so much later.
	Advance(context.Context, time.Duration) error
	// Reorg replaces the newest depth blocks by empty ones, no fewer. What was in them waits, or is forgotten.
	Reorg(ctx context.Context, depth uint64) error
	// Drop has the pool forget all that waits.
	Drop(context.Context) error
}

// Start starts a chain whose first time is given, with funded accounts, which ends with the test.
type Start func(t *testing.T, first time.Time, accounts []common.Address) Chain

// Dev is the development chain of package devchain.
func Dev(t *testing.T, first time.Time, accounts []common.Address) Chain {
	t.Helper()
	funded := make(map[common.Address]*big.Int)
	for _, a := range accounts {
		funded[a] = devchain.DefaultBalance()
	}
	ctx := context.Background() // what is left is ended after the test's has ended
	chain, err := devchain.Start(ctx, devchain.Config{Heartbeat: -1, Accounts: funded, Now: func() time.Time { return first }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := chain.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := chain.Hold(ctx); err != nil {
		t.Fatal(err)
	}
	return dev{chain}
}

type dev struct{ *devchain.Chain }

func (d dev) ID() *big.Int { return d.ChainID() }

func (d dev) Seal(ctx context.Context) error {
	_, err := d.Chain.Seal(ctx)
	return err
}

func (d dev) Advance(ctx context.Context, by time.Duration) error {
	_, err := d.Chain.Advance(ctx, by)
	return err
}

func (d dev) Reorg(ctx context.Context, depth uint64) error {
	_, err := d.Chain.Reorg(ctx, depth)
	return err
}

func (d dev) Drop(ctx context.Context) error { return d.DropPending(ctx) }
