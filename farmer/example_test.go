package farmer_test

import (
	"context"
	"fmt"

	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/transports"
)

// clock is a farmer written by hand: hooks that it does not need are Unset's, which refuse.
type clock struct{ farmer.Unset }

func (clock) Quote(context.Context, *protocol.View) (*messages.Quote, error) {
	return &messages.Quote{Price: &messages.Price{PerUnit: "0", Ceiling: "0"}}, nil
}

func (clock) Accept(context.Context, *protocol.View) (*messages.Acceptance, error) { return nil, nil }

func (clock) Work(context.Context, *protocol.View, farmer.Progress) (*messages.Delivery, error) {
	result, err := messages.Text.Encode("a quarter past nine")
	return &messages.Delivery{Result: result}, err
}

func Example() {
	var network transports.Memory
	signer, key := parleytest.Key(1)
	mux := new(farmer.Mux)
	mux.Handle("example.com/clock/1", clock{})
	server := &farmer.Server{Farmer: mux, Signer: signer}
	ln := network.Join(key)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 2)
	go func() { done <- server.Serve(ctx, ln) }()

	buyer, buyerKey := parleytest.Key(2)
	client := &requester.Client{Signer: buyer, Dialer: network.Join(buyerKey)} // no Requester: free work only
	go func() { done <- client.Run(ctx) }()
	sow := &messages.SOW{Service: "example.com/clock/1"}
	for o, err := range client.Hire(ctx, sow, requester.Hiring{Farmers: []discovery.Candidate{{Key: key}}}) {
		if err != nil {
			fmt.Println(err)
			break
		}
		fmt.Printf("%s: %s\n", o.View.Phase, o.View.Delivery.Result.Body)
	}
	cancel()
	<-done
	<-done
	// Output: Delivered: a quarter past nine
}
