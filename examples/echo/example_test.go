package echo_test

import (
	"context"
	"fmt"
	"log"

	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/examples/echo"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services"
	"github.com/parley-p2p/parley/transports"
)

// A farmer serves echo, and somebody hires it.
func Example() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var network transports.Memory
	farmerSigner, farmerKey := signer(1)
	requesterSigner, requesterKey := signer(2)
	go echo.Serve(ctx, network.Join(farmerKey), farmerSigner)
	client := &requester.Client{Signer: requesterSigner, Dialer: network.Join(requesterKey)}
	go client.Run(ctx)

	whom := requester.Hiring{Farmers: []discovery.Candidate{{Key: farmerKey}}}
	said, outcome, err := services.Request(ctx, client, echo.Spec, "hello", whom)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(said, outcome.View.Phase)
	// Output: hello Delivered
}
