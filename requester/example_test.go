package requester_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/journal"
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

// thrifty agrees to what is worth it to him; with others he would rather hire nobody. Which of several quotes is taken is the
// matcher's to say, and Hiring.MaxPrice bounds what all hires together may cost.
type thrifty struct {
	trusting
	most messages.Amount // for one unit of work
}

func (r thrifty) Agree(ctx context.Context, v *protocol.View, c protocol.Choice) (messages.Message, error) {
	asked, err := messages.ParseAmount(v.Quote.Price.PerUnit)
	if err != nil {
		return nil, err
	}
	if asked.Cmp(r.most) > 0 {
		return nil, protocol.Errorf(protocol.Declined, "%s is more than the %s that one is worth here", asked, r.most)
	}
	return r.trusting.Agree(ctx, v, c)
}

// identity reads the key that a program is known by, and makes it the first time: farmers remember whom they dealt with, and
// what the journal holds was signed with it.
func identity(file string) (ed25519.PrivateKey, error) {
	seed, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		seed = make([]byte, ed25519.SeedSize)
		_, _ = rand.Read(seed) // it does not fail
		err = os.WriteFile(file, seed, 0o600)
	}
	if err != nil {
		return nil, err
	}
	if len(seed) != ed25519.SeedSize {
		return nil, fmt.Errorf("%s holds no key: restore it from a backup", file)
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

// A program that says itself what a unit of work is worth to it, and that is the same peer with the same journal each time it
// runs: what it agreed to and did not end in one run, Run takes up in the next.
func ExampleClient() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	var network transports.Memory
	ctx, cancel := context.WithCancel(context.Background())
	farmerSigner, farmerKey := parleytest.Key(1)
	server := &farmer.Server{Farmer: &parleytest.Seller{PerUnit: 4}, Signer: farmerSigner}
	listener := network.Join(farmerKey)
	served := make(chan error, 1)
	go func() { served <- server.Serve(ctx, listener) }()

	run := func(most uint64) error { // the program
		signer, err := identity(filepath.Join(dir, "identity"))
		if err != nil {
			return err
		}
		key, err := messages.PublicKey(signer)
		if err != nil {
			return err
		}
		kept, err := journal.Open(filepath.Join(dir, "journal.db"))
		if err != nil {
			return err
		}
		defer kept.Close()
		client := &requester.Client{Requester: thrifty{most: messages.AmountOfUint64(most)}, Signer: signer, Dialer: network.Join(key), Journal: kept}
		running, stop := context.WithCancel(ctx)
		ran := make(chan error, 1)
		go func() { ran <- client.Run(running) }()
		hiring := requester.Hiring{Farmers: []discovery.Candidate{{Key: farmerKey}}}
		job := &messages.Payload{Type: "text/plain", Body: []byte("draw me a sheep")}
		for o, err := range client.Hire(ctx, &messages.SOW{Service: "test/1", Units: 3, Job: job}, hiring) {
			if err != nil {
				fmt.Println("nobody was hired")
				break
			}
			fmt.Println(o.View.Phase, "for", o.View.Terms.Price.PerUnit, "each")
		}
		stop()
		return <-ran
	}
	for _, most := range []uint64{3, 5} {
		if err := run(most); err != nil && !errors.Is(err, context.Canceled) {
			fmt.Println(err)
		}
	}
	cancel()
	<-served
	// Output:
	// nobody was hired
	// paid 12
	// Settled for 4 each
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
