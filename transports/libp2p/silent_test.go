package libp2p_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"sync"
	"testing"
	"time"

	golibp2p "github.com/libp2p/go-libp2p"
	ic "github.com/libp2p/go-libp2p/core/crypto"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/network"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/transports/libp2p"
)

// silent is how many identities say nothing.
const silent = 100

// stranger is a peer of an identity of its own, connected to a host.
func stranger(ctx context.Context, t *testing.T, to *libp2p.Host) host.Host {
	t.Helper()
	key, _, err := ic.GenerateEd25519Key(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	h, err := golibp2p.New(golibp2p.Identity(key), golibp2p.NoListenAddrs, golibp2p.DisableMetrics(), golibp2p.DisableRelay(),
		golibp2p.ResourceManager(&network.NullResourceManager{}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Close() })
	if err := h.Connect(ctx, infoOf(t, to)); err != nil {
		t.Fatal(err)
	}
	return h
}

// A35, THREATS 2: a hundred identities hold as many streams as they are given, on which they ask nothing, or not all, or do not even say what it is
// about; and who asks is answered.
func TestSilentStrangers(t *testing.T) {
	for what, hold := range map[string]func(context.Context, host.Host, *libp2p.Host) (network.Stream, error){
		"a question that does not end": func(ctx context.Context, h host.Host, to *libp2p.Host) (network.Stream, error) {
			s, err := h.NewStream(ctx, to.Libp2p().ID(), libp2p.KeyProtocol)
			if err == nil {
				_, err = s.Write([]byte(`{"session":"`))
			}
			return s, err
		},
		"a stream of no protocol": func(ctx context.Context, h host.Host, to *libp2p.Host) (network.Stream, error) {
			return h.Network().NewStream(ctx, to.Libp2p().ID())
		},
	} {
		t.Run(what, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
			defer cancel()
			keeper, farmer := join(t, 1, libp2p.Config{}), join(t, 2, libp2p.Config{Listen: []string{}})
			defer keeper.Answer(func(_ context.Context, from messages.Key, _ []byte) []byte { return from[:] })()
			if _, err := farmer.Connect(ctx, keeper.Addrs()[0]); err != nil {
				t.Fatal(err)
			}
			var all sync.WaitGroup
			for range silent {
				h := stranger(ctx, t, keeper)
				all.Go(func() {
					for range 16 {
						if s, err := hold(ctx, h, keeper); err == nil {
							t.Cleanup(func() { s.Reset() })
						}
					}
				})
			}
			all.Wait()
			own := farmer.Key()
			for i := range 5 { // less than it may ask in a second
				asking, cancel := context.WithTimeout(ctx, 30*time.Second)
				got, err := farmer.Ask(asking, keeper.Key(), []byte("{}"))
				cancel()
				if err != nil || !bytes.Equal(got, own[:]) {
					t.Fatalf("question %d: %x, %v", i, got, err)
				}
			}
		})
	}
}
