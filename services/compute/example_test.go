package compute_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/wasm"
	"github.com/parley-p2p/parley/transports"
)

// A farmer and a requester in one process, and a program that says hello: what it costs, and what came of it.
func Example() {
	dir, err := os.MkdirTemp("", "compute-example-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var network transports.Memory
	open := func(name string) *content.Store {
		s, err := content.OpenStore(filepath.Join(dir, name))
		if err != nil {
			log.Fatal(err)
		}
		return s
	}

	// The farmer: an engine, a store of its own, a price. On a real network Blocks is bitswap.
	engine := &wasm.Engine{}
	defer engine.Close()
	sold, bought := open("farmer"), open("buyer")
	farmerSigner, farmerKey := key(1)
	server := &farmer.Server{Signer: farmerSigner, Farmer: &compute.Farmer{
		Executor: engine, Store: sold, Blocks: bought, Dir: filepath.Join(dir, "runs"), Asset: "play", PerTask: messages.AmountOfUint64(5),
	}}
	served := make(chan error, 1)
	go func() { served <- server.Serve(ctx, network.Join(farmerKey)) }()

	// The requester.
	buyer := &compute.Buyer{Store: bought, Blocks: sold}
	buyerSigner, buyerKey := key(2)
	client := &requester.Client{Requester: buyer, Signer: buyerSigner, Dialer: network.Join(buyerKey)}
	ran := make(chan error, 1)
	go func() { ran <- client.Run(ctx) }()
	defer func() { cancel(); <-served; <-ran }()

	module := filepath.Join(dir, "hello.wasm")
	if err := os.WriteFile(module, saying("hello\n"), 0o600); err != nil {
		log.Fatal(err)
	}
	added, err := content.AddPath(ctx, bought, module, content.Limits{})
	if err != nil {
		log.Fatal(err)
	}
	job := &compute.Job{ID: compute.NewID(), Module: added.String(), Tasks: []compute.Task{{}, {}, {}}}
	sow, err := compute.SOW(job)
	if err != nil {
		log.Fatal(err)
	}
	hiring := requester.Hiring{Farmers: []discovery.Candidate{{Key: farmerKey}}}

	quotes, err := compute.Ask(ctx, client, sow, hiring)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("quoted:", quotes.Offers[0].Quote.Price.Ceiling)
	bill, err := compute.Run(ctx, client, buyer, job, sow, hiring, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("owed:", bill.Lines[0].Owed, "for tasks", bill.Lines[0].Tasks)
	fmt.Println("ended:", bill.Done[0].Ended, bill.Done[0].Exit)
	fmt.Println("result:", bill.Root)
	// Output:
	// quoted: 15
	// owed: 15 for tasks [0 1 2]
	// ended: exited 0
	// result: bafybeibyjbpfi3zumi4sjd5kqufekfnnljufuqovc74ywfpmtxkto6xfdu
}
