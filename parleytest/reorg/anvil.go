package reorg

import (
	"context"
	"fmt"
	"os/exec"
	"regexp"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"

	"github.com/parley-p2p/parley/contracts/devchain"
)

// Anvil is anvil, of Foundry, from a binary.
func Anvil(binary string) Start {
	return func(t *testing.T, first time.Time, accounts []common.Address) Chain {
		t.Helper()
		return &anvil{startNode(t, exec.Command(binary, "--port", "0", "--no-mining", "--chain-id", fmt.Sprint(devchain.DefaultChainID), "--hardfork", "osaka",
			"--timestamp", fmt.Sprint(first.Unix()), "--init", written(t, t.TempDir(), alloc(accounts)), "--accounts", "1"), listening, first)}
	}
}

var listening = regexp.MustCompile(`Listening on (\S+)`)

// alloc funds accounts.
func alloc(accounts []common.Address) map[string]any {
	funded := make(map[common.Address]map[string]string)
	for _, a := range accounts {
		funded[a] = map[string]string{"balance": hexutil.EncodeBig(devchain.DefaultBalance())}
	}
	return map[string]any{"config": map[string]any{"chainId": devchain.DefaultChainID}, "nonce": "0x0", "timestamp": "0x0", "extraData": "0x", "gasLimit": "0x3938700",
		"difficulty": "0x0", "mixHash": common.Hash{}, "coinbase": common.Address{}, "alloc": funded}
}

type anvil struct{ node }

func (a *anvil) Seal(ctx context.Context) error { return a.seal(ctx, 0) }

func (a *anvil) Advance(ctx context.Context, by time.Duration) error {
	return a.seal(ctx, seconds(by))
}

func (a *anvil) seal(ctx context.Context, later uint64) error {
	head, err := a.head(ctx)
	if err != nil {
		return err
	}
	a.tick(head, later)
	if err := a.client.CallContext(ctx, nil, "evm_setNextBlockTimestamp", a.clock); err != nil {
		return fmt.Errorf("set the time of the next block: %w", err)
	}
	return a.client.CallContext(ctx, nil, "evm_mine")
}

func (a *anvil) Reorg(ctx context.Context, depth uint64) error {
	return a.client.CallContext(ctx, nil, "anvil_reorg", depth, []any{})
}

func (a *anvil) Drop(ctx context.Context) error {
	return a.client.CallContext(ctx, nil, "anvil_dropAllTransactions")
}
