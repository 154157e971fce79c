package bench

import (
	"context"
	"crypto/ed25519"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/transports"
	"github.com/parley-p2p/parley/transports/libp2p"
)

// wire is a requester's and a farmer's place in a network, both in this process.
type wire struct {
	asks   ed25519.PrivateKey
	farms  ed25519.PrivateKey
	farmer messages.Key

	asker, worker *peer // as each keeps the other, for the floor

	dial   transports.Dialer
	listen transports.Listener
}

// wires are the carriers that are measured.
var wires = []string{"memory", "tcp", "quic", "ws"}

var listens = map[string]string{
	"tcp": "/ip4/127.0.0.1/tcp/0", "quic": "/ip4/127.0.0.1/udp/0/quic-v1", "ws": "/ip4/127.0.0.1/tcp/0/ws",
}

// lay joins two parties by a carrier.
func lay(b *testing.B, carrier string) *wire {
	b.Helper()
	asks, requester := parleytest.Key(1)
	farms, farmer := parleytest.Key(2)
	w := &wire{asks: asks, farms: farms, farmer: farmer, asker: peerOf(b, asks), worker: peerOf(b, farms)}
	if carrier == "memory" {
		network := new(transports.Memory)
		w.dial, w.listen = network.Join(requester), network.Join(farmer)
		return w
	}
	host := func(signer ed25519.PrivateKey, listen ...string) *libp2p.Host {
		h, err := libp2p.New(libp2p.Config{Signer: signer, Local: true, Listen: listen, Rates: libp2p.Rates{Sessions: 1 << 30, Bytes: 1 << 30}})
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = h.Close() })
		return h
	}
	server, client := host(farms, listens[carrier]), host(asks, []string{}...)
	if _, err := client.Connect(context.Background(), server.Addrs()[0]); err != nil {
		b.Fatal(err)
	}
	w.dial, w.listen = client, server
	return w
}

// cpu is what this process has used, both parties together.
func cpu() time.Duration { return usage(syscall.RUSAGE_SELF) }

// cpuOfAll is what this process and the workers that it has ended have used.
func cpuOfAll() time.Duration { return usage(syscall.RUSAGE_SELF) + usage(syscall.RUSAGE_CHILDREN) }

func usage(who int) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(who, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// crowd runs work n times, so many at once, and says how long each took.
func crowd(n, atOnce int, work func() error) (each []time.Duration, err error) {
	var (
		mu    sync.Mutex
		group sync.WaitGroup
		left  = n
	)
	for range min(atOnce, n) {
		group.Go(func() {
			for {
				mu.Lock()
				left--
				stop := left < 0 || err != nil
				mu.Unlock()
				if stop {
					return
				}
				began := time.Now()
				failed := work()
				took := time.Since(began)
				mu.Lock()
				each = append(each, took)
				if err == nil {
					err = failed
				}
				mu.Unlock()
			}
		})
	}
	group.Wait()
	return each, err
}
