package services_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services"
	"github.com/parley-p2p/parley/transports"
)

var spec = services.Spec[string, string]{Name: "example.com/shout/1", Job: messages.Text, Result: messages.Text}

type shout struct{}

func (shout) Price(context.Context, string) (*messages.Price, error) { return services.Free(), nil }
func (shout) Do(_ context.Context, job string) (string, error)       { return strings.ToUpper(job), nil }

func Example() {
	var network transports.Memory
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 2)
	signer, key := parleytest.Key(1)
	server := &farmer.Server{Farmer: services.Farm(spec, shout{}), Signer: signer}
	ln := network.Join(key)
	go func() { done <- server.Serve(ctx, ln) }()

	buyer, buyerKey := parleytest.Key(2)
	client := &requester.Client{Signer: buyer, Dialer: network.Join(buyerKey)}
	go func() { done <- client.Run(ctx) }()
	result, _, err := services.Request(ctx, client, spec, "hello", requester.Hiring{Farmers: []discovery.Candidate{{Key: key}}})
	fmt.Println(result, err)
	cancel()
	<-done
	<-done
	// Output: HELLO <nil>
}
