package libp2p_test

import (
	"testing"

	"github.com/parley-p2p/parley/parleytest/transporttest"
	"github.com/parley-p2p/parley/transports/libp2p"
)

// join makes a host that listens on one address of loopback and ends with the test.
func join(t testing.TB, n byte, c libp2p.Config) *libp2p.Host {
	t.Helper()
	c.Signer, c.Local = transporttest.Signer(n), true
	if c.Listen == nil {
		c.Listen = []string{"/ip4/127.0.0.1/tcp/0"}
	}
	h, err := libp2p.New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return h
}

func party(h *libp2p.Host) transporttest.Party {
	return transporttest.Party{Key: h.Key(), Dialer: h, Listener: h, Addrs: h.Addrs()}
}

func TestTransports(t *testing.T) { // A18, R21, R22, R23, R24
	for _, c := range []struct{ name, listen string }{
		{"tcp", "/ip4/127.0.0.1/tcp/0"},
		{"quic", "/ip4/127.0.0.1/udp/0/quic-v1"},
		{"websocket", "/ip4/127.0.0.1/tcp/0/ws"},
	} {
		t.Run(c.name, func(t *testing.T) {
			transporttest.RunNetwork(t, func(t *testing.T, n byte) transporttest.Party {
				return party(join(t, n, libp2p.Config{Listen: []string{c.listen}}))
			})
		})
	}
}
