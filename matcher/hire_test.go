package matcher_test

import (
	"context"
	"crypto/ed25519"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/matcher"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services"
	"github.com/parley-p2p/parley/transports"
)

// worker takes a minute for whatever it is told.
type worker struct{ price string }

func (w worker) Price(context.Context, string) (*messages.Price, error) {
	return &messages.Price{Asset: "play", Unit: "job", PerUnit: w.price, Ceiling: w.price}, nil
}

func (worker) Do(ctx context.Context, job string) (string, error) {
	select {
	case <-time.After(time.Minute):
		return job, nil
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
}

// payer agrees to what the matcher chose and pays what is delivered.
type payer struct{}

func (payer) Agree(_ context.Context, v *protocol.View, c protocol.Choice) (messages.Message, error) {
	return requester.Terms(v, c, 0)
}
func (payer) Hired(context.Context, *protocol.View) error   { return nil }
func (payer) Settled(context.Context, *protocol.View) error { return nil }
func (payer) Review(_ context.Context, v *protocol.View) (messages.Message, error) {
	return &messages.Reward{Amount: v.Delivery.Cost, ReceiptByMs: time.Now().Add(time.Minute).UnixMilli()}, nil
}

func key(n byte) (ed25519.PrivateKey, messages.Key) {
	seed := make([]byte, ed25519.SeedSize)
	seed[0] = n
	k := ed25519.NewKeyFromSeed(seed)
	return k, messages.Key(k.Public().(ed25519.PublicKey))
}

// A37: who is too dear is declined, two of the others are hired, the third waits; when a hired one dies it is hired.
func TestReserve(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var network transports.Memory
		spec := services.Spec[string, string]{Name: "test/minute/1", Job: messages.Text, Result: messages.Text}
		hiring := requester.Hiring{N: 2, Patience: 5 * time.Second, Matcher: matcher.Then(matcher.MaxCost(amount("10")), matcher.Cheapest())}
		stop := map[messages.Key]func(){}
		var keys []messages.Key
		for i, price := range []string{"99", "3", "2", "1"} {
			signer, k := key(byte(i + 1))
			place := network.Join(k)
			ctx, cancel := context.WithCancel(t.Context())
			ended := make(chan error, 1)
			go func() {
				server := &farmer.Server{Farmer: services.Farm(spec, worker{price}), Signer: signer}
				ended <- server.Serve(ctx, place)
			}()
			stop[k] = sync.OnceFunc(func() { place.Close(); cancel(); <-ended })
			defer stop[k]()
			keys = append(keys, k)
			hiring.Farmers = append(hiring.Farmers, discovery.Candidate{Key: k})
		}
		dear, third, second, cheap := keys[0], keys[1], keys[2], keys[3]

		signer, me := key(100)
		var mu sync.Mutex
		hired := map[messages.Key]bool{}
		client := &requester.Client{Requester: payer{}, Signer: signer, Dialer: network.Join(me), Notice: func(v *protocol.View, _ error) {
			mu.Lock()
			defer mu.Unlock()
			hired[v.Farmer] = hired[v.Farmer] || v.Bound()
		}}
		ctx, cancel := context.WithCancel(t.Context())
		ran := make(chan error, 1)
		go func() { ran <- client.Run(ctx) }()
		defer func() { cancel(); <-ran }()

		payload, err := spec.Job.Encode("hello")
		if err != nil {
			t.Fatal(err)
		}
		done := make(chan map[messages.Key]bool)
		go func() {
			ends := map[messages.Key]bool{}
			for o, err := range client.Hire(ctx, &messages.SOW{Service: spec.Name, Job: payload}, hiring) {
				if err != nil {
					t.Error(err)
					break
				}
				ends[o.Farmer] = o.Err == nil
			}
			done <- ends
		}()
		time.Sleep(10 * time.Second) // of the bubble's
		mu.Lock()
		if diff := cmp.Diff(map[messages.Key]bool{dear: false, third: false, second: true, cheap: true}, hired); diff != "" {
			t.Errorf("hired (-want +got)\n%s", diff)
		}
		mu.Unlock()
		stop[cheap]()
		if diff := cmp.Diff(map[messages.Key]bool{second: true, third: true}, <-done); diff != "" {
			t.Errorf("done (-want +got)\n%s", diff)
		}
	})
}
