// Command run is a farmer that cheats, in a market of this machine: go run ./examples/forger/run MARKETFILE. What it needs of the
// market file is read here; its keys are new each time, and its account asks the market's faucet.
package main

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"

	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/examples/forger"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/compute/wasm"
	"github.com/parley-p2p/parley/services/deals"
)

func main() {
	if wasm.IsWorker() {
		wasm.WorkerMain()
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil && ctx.Err() == nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// market is what a farmer needs of a market file.
type market struct {
	Bootstrap []string `json:"bootstrap"`
	Faucet    string   `json:"faucet"`
	Chain     struct {
		RPC      string        `json:"rpc"`
		ID       uint64        `json:"id"`
		Contract deals.Address `json:"contract"`
		Panel    deals.Address `json:"panel"`
	} `json:"chain"`
}

func run(ctx context.Context, args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("name the market file, for example: go run ./examples/forger/run ~/.parley/market.json")
	}
	b, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	var m market
	if err := json.Unmarshal(b, &m); err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	dir, err := os.MkdirTemp("", "forger-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	_, signer, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	secret, err := party.NewSecret()
	if err != nil {
		return err
	}
	account, err := party.AddressOf(secret)
	if err != nil {
		return err
	}
	answer, err := http.Post(m.Faucet+"/grant/"+account.String(), "", nil)
	if err != nil {
		return fmt.Errorf("the faucet: %w", err)
	}
	if err := answer.Body.Close(); err != nil || answer.StatusCode != http.StatusOK {
		return fmt.Errorf("the faucet answers %s", answer.Status)
	}
	price, err := messages.ParseUnits("0.01", 18)
	if err != nil {
		return err
	}
	perFuel, err := messages.ParseUnits("0.0008", 18)
	if err != nil {
		return err
	}
	f := &forger.Farm{Dir: dir, Cache: filepath.Join(dir, "cache"), Bootstrap: m.Bootstrap, RPC: m.Chain.RPC, ChainID: m.Chain.ID, Contract: m.Chain.Contract, Panel: m.Chain.Panel,
		Signer: signer, Secret: secret, Price: price, PerFuel: perFuel, Ready: func(key messages.Key, addrs []string) {
			fmt.Printf("farmer %s paints over every picture that it is hired for, for 0.01 a task or 0.0008 for 10^9 fuel; account %s\n", key, account)
			for _, addr := range addrs {
				fmt.Printf("  --farmer %s\n", addr)
			}
		}}
	return f.Run(ctx)
}
