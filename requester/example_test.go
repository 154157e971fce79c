package requester_test

import (
	"context"
	"fmt"
	"time"

	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/transports"
)

// trusting pays what is owed, on its word: no settlement.
type trusting struct{}

func (trusting) Agree(_ context.Context, v *protocol.View, c protocol.Choice) (messages.Message, error) {
	return requester.Terms(v, c, 0)
}

func (trusting) Hired(context.Context, *protocol.View) error { return nil }

func (trusting) Review(_ context.Context, v *protocol.View) (messages.Message, error) {
	return &messages.Reward{Amount: v.Delivery.Cost, ReceiptByMs: time.Now().Add(time.Minute).UnixMilli()}, nil
}

func (trusting) Settled(_ context.Context, v *protocol.View) error {
	fmt.Println("paid", v.Receipt.Amount)
	return nil
}

func Example() {
	var network transports.Memory
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 3)
	var farmers []discovery.Candidate
	for n, price := range []int{7, 4} {
		signer, key := parleytest.Key(byte(n + 1))
		server := &farmer.Server{Farmer: &parleytest.Seller{PerUnit: price}, Signer: signer}
		ln := network.Join(key)
		go func() { done <- server.Serve(ctx, ln) }()
		farmers = append(farmers, discovery.Candidate{Key: key})
	}

	signer, key := parleytest.Key(3)
	client := &requester.Client{Requester: trusting{}, Signer: signer, Dialer: network.Join(key)}
	go func() { done <- client.Run(ctx) }()
	hiring := requester.Hiring{Farmers: farmers, N: 1, MaxPrice: messages.AmountOfUint64(20), Matcher: cheap{}}
	job := &messages.Payload{Type: "text/plain", Body: []byte("draw me a sheep")}
	for o, err := range client.Hire(ctx, &messages.SOW{Service: "test/1", Units: 3, Job: job}, hiring) {
		if err != nil {
			fmt.Println(err) // an *Unfilled says why, farmer by farmer
			break
		}
		fmt.Println(o.View.Phase, o.Err)
	}
	cancel()
	for range 3 {
		<-done
	}
	// Output:
	// paid 12
	// Settled <nil>
}

// cheap takes the cheapest only. Package matcher has matchers to compose.
type cheap struct{}

func (cheap) Match(m protocol.Market) []protocol.Choice {
	best := m.Offers[0]
	for _, o := range m.Offers {
		if o.Quote.Price.PerUnit < best.Quote.Price.PerUnit {
			best = o
		}
	}
	return []protocol.Choice{{Session: best.Session}}
}
