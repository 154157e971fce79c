package reorg

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rpc"

	"github.com/parley-p2p/parley/contracts/devchain"
)

// Anvil is anvil, of Foundry, from a binary.
func Anvil(binary string) Start {
	return func(t *testing.T, first time.Time, accounts []common.Address) Chain {
		t.Helper()
		genesis := filepath.Join(t.TempDir(), "genesis.json")
		text, err := json.Marshal(alloc(accounts))
		if err == nil {
			err = os.WriteFile(genesis, text, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		address := serve(t, exec.Command(binary, "--port", "0", "--no-mining", "--chain-id", fmt.Sprint(devchain.DefaultChainID), "--hardfork", "osaka",
			"--timestamp", fmt.Sprint(first.Unix()), "--init", genesis, "--accounts", "1"), listening)
		client, err := rpc.Dial("http://" + address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(client.Close)
		return &anvil{url: "http://" + address, client: client, clock: uint64(first.Unix())}
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

// serve runs a program until the test ends, and returns where it says that it serves.
func serve(t *testing.T, program *exec.Cmd, where *regexp.Regexp) string {
	t.Helper()
	out, err := program.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	program.Stderr = program.Stdout
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	said := make(chan string, 1)
	var reading sync.WaitGroup
	reading.Go(func() {
		var all strings.Builder
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if found := where.FindStringSubmatch(lines.Text()); found != nil && len(said) == 0 {
				said <- found[1]
			}
			if all.Len() < 1<<16 {
				all.WriteString(lines.Text() + "\n")
			}
		}
		if t.Failed() {
			t.Logf("%s said:\n%s", program, all.String())
		}
	})
	t.Cleanup(func() {
		_ = program.Process.Kill()
		reading.Wait()
		_ = program.Wait()
	})
	select {
	case address := <-said:
		return address
	case <-time.After(time.Minute):
		t.Fatalf("%s does not say where it serves (%s)", program, where)
		return ""
	}
}

// anvil makes blocks when it is told to. Its own clock counts for nothing: each block is told its time.
type anvil struct {
	url    string
	client *rpc.Client
	clock  uint64 // no block is earlier from now on
}

func (a *anvil) URL() string { return a.url }

func (a *anvil) ID() *big.Int { return big.NewInt(devchain.DefaultChainID) }

func (a *anvil) Seal(ctx context.Context) error { return a.seal(ctx, 0) }

func (a *anvil) Advance(ctx context.Context, by time.Duration) error {
	return a.seal(ctx, uint64((by+time.Second-1)/time.Second))
}

func (a *anvil) seal(ctx context.Context, later uint64) error {
	var head *types.Header
	if err := a.client.CallContext(ctx, &head, "eth_getBlockByNumber", "latest", false); err != nil {
		return err
	}
	a.clock = max(head.Time+1, a.clock, head.Time+later)
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
