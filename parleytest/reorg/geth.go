package reorg

import (
	"context"
	"fmt"
	"math/big"
	"os/exec"
	"regexp"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/beacon/engine"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"

	"github.com/parley-p2p/parley/contracts/devchain"
)

// Geth is a node of a network of its own, from a binary of go-ethereum: tools/geth says which.
func Geth(binary string) Start {
	return func(t *testing.T, first time.Time, accounts []common.Address) Chain {
		t.Helper()
		dir := t.TempDir()
		if said, err := exec.Command(binary, "init", "--datadir", dir, "--state.scheme", "hash", written(t, dir, genesis(accounts))).CombinedOutput(); err != nil {
			t.Fatalf("geth init: %v\n%s", err, said)
		}
		return &geth{startNode(t, exec.Command(binary, "--datadir", dir, "--networkid", fmt.Sprint(devchain.DefaultChainID), "--state.scheme", "hash",
			"--syncmode", "full", "--gcmode", "archive", "--http", "--http.port", "0", "--http.api", "eth,net,web3,debug,testing", "--authrpc.port", "0",
			"--ipcdisable", "--nodiscover", "--nat", "none", "--maxpeers", "0", "--port", "0", "--cache", "32"), serving, first)}
	}
}

var serving = regexp.MustCompile(`HTTP server started +endpoint=(\S+) auth=false`)

// genesis has Osaka's rules from the beginning, and nothing of a later fork.
func genesis(accounts []common.Address) *core.Genesis {
	rules := *params.AllDevChainProtocolChanges
	rules.ChainID = big.NewInt(devchain.DefaultChainID)
	rules.BogotaTime, rules.AmsterdamTime = nil, nil
	alloc := core.SystemContractAllocs()
	for _, a := range accounts {
		alloc[a] = types.Account{Balance: devchain.DefaultBalance()}
	}
	return &core.Genesis{Config: &rules, GasLimit: 60_000_000, BaseFee: big.NewInt(params.InitialBaseFee), Difficulty: new(big.Int), Alloc: alloc}
}

// geth makes blocks on its head, which can be set back.
type geth struct{ node }

func (g *geth) Seal(ctx context.Context) error { return g.seal(ctx, 0, nil) }

func (g *geth) Advance(ctx context.Context, by time.Duration) error {
	return g.seal(ctx, seconds(by), nil)
}

// seal makes a block of the transactions that are given, or of what waits.
func (g *geth) seal(ctx context.Context, later uint64, of *[]hexutil.Bytes) error {
	head, err := g.head(ctx)
	if err != nil {
		return err
	}
	g.tick(head, later)
	attributes := engine.PayloadAttributes{Timestamp: g.clock, Random: common.BigToHash(big.NewInt(time.Now().UnixNano())), Withdrawals: []*types.Withdrawal{}, BeaconRoot: new(common.Hash)}
	if err := g.client.CallContext(ctx, nil, "testing_commitBlockV1", attributes, of, nil); err != nil {
		return fmt.Errorf("make a block on %v: %w", head.Number, err)
	}
	return nil
}

// Reorg sets the head back and makes others, of an empty list: none would be what waits. That has the node forget what was in the blocks.
func (g *geth) Reorg(ctx context.Context, depth uint64) error {
	head, err := g.head(ctx)
	if err != nil {
		return err
	}
	if err := g.client.CallContext(ctx, nil, "debug_setHead", hexutil.Uint64(head.Number.Uint64()-depth)); err != nil {
		return fmt.Errorf("set the head back by %d: %w", depth, err)
	}
	for range depth {
		if err := g.seal(ctx, 0, &[]hexutil.Bytes{}); err != nil {
			return err
		}
	}
	return nil
}

// Drop does nothing: this pool cannot be told to forget.
func (g *geth) Drop(context.Context) error { return nil }
