package echo_test

import (
	"context"
	"crypto/ed25519"
	"errors"
	"testing"
	"testing/synctest"

	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/examples/echo"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services"
	"github.com/parley-p2p/parley/transports"
)

func signer(n byte) (ed25519.PrivateKey, messages.Key) {
	seed := make([]byte, ed25519.SeedSize)
	seed[0] = n
	k := ed25519.NewKeyFromSeed(seed)
	return k, messages.Key(k.Public().(ed25519.PublicKey))
}

// A01: work without a reward; A02, A03: both roles; A09 to A15: the steps in order.
func TestEcho(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var network transports.Memory
		farmerSigner, farmerKey := signer(1)
		requesterSigner, requesterKey := signer(2)
		ctx, cancel := context.WithCancel(t.Context())
		stopped := make(chan error, 2)
		farm := network.Join(farmerKey)
		go func() { stopped <- echo.Serve(ctx, farm, farmerSigner) }()
		client := &requester.Client{Signer: requesterSigner, Dialer: network.Join(requesterKey)}
		go func() { stopped <- client.Run(ctx) }()

		got, outcome, err := services.Request(ctx, client, echo.Spec, "hello", requester.Hiring{Farmers: []discovery.Candidate{{Key: farmerKey}}})
		if err != nil {
			t.Fatal(err)
		}
		if got != "hello" || outcome.Farmer != farmerKey || !outcome.View.Final() {
			t.Fatalf("got %q from %s in phase %s", got, outcome.Farmer, outcome.View.Phase)
		}
		cancel()
		for range 2 {
			if err := <-stopped; !errors.Is(err, context.Canceled) && !errors.Is(err, requester.ErrClientClosed) {
				t.Errorf("stopped: %v", err)
			}
		}
	})
}
