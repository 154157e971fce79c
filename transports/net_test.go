package transports_test

import (
	"testing"

	"github.com/parley-p2p/parley/parleytest/transporttest"
	"github.com/parley-p2p/parley/transports"
)

func TestMemory(t *testing.T) {
	networks := make(map[*testing.T]*transports.Memory)
	transporttest.RunNetwork(t, func(t *testing.T, n byte) transporttest.Party {
		if networks[t] == nil {
			networks[t] = new(transports.Memory)
		}
		p := networks[t].Join(transporttest.Key(n))
		t.Cleanup(func() { p.Close() })
		return transporttest.Party{Key: transporttest.Key(n), Dialer: p, Listener: p}
	})
}

func TestTCP(t *testing.T) { // A18, R21, R24
	transporttest.RunNetwork(t, func(t *testing.T, n byte) transporttest.Party {
		signer := transporttest.Signer(n)
		l, err := transports.ListenTCP("127.0.0.1:0", signer, transports.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { l.Close() })
		return transporttest.Party{Key: transporttest.Key(n), Listener: l,
			Dialer: &transports.NetDialer{Signer: signer}, Addrs: []string{l.Addr().String()}}
	})
}
