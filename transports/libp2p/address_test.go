package libp2p_test

import (
	"errors"
	"testing"

	"github.com/libp2p/go-libp2p/core/peer"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/transporttest"
	"github.com/parley-p2p/parley/transports"
	"github.com/parley-p2p/parley/transports/libp2p"
)

// FuzzAddress: what is read as the address of a peer names one key, and is read the same when it is written again.
func FuzzAddress(f *testing.F) {
	id, err := libp2p.PeerID(transporttest.Key(1))
	if err != nil {
		f.Fatal(err)
	}
	f.Add("/ip4/192.0.2.1/tcp/4001/p2p/" + id.String())
	f.Add("/ip6/::1/udp/4001/quic-v1/p2p/" + id.String() + "/p2p-circuit/p2p/" + id.String())
	f.Add("/dns4/example.org/tcp/443/wss/p2p/QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n")
	f.Add("/p2p/" + id.String())
	f.Fuzz(func(t *testing.T, addr string) {
		key, where, err := libp2p.ParseAddr(addr)
		if err != nil {
			return
		}
		if _, err := messages.KeyOf(key[:]); err != nil {
			t.Fatalf("%q names %s, which is no peer: %v", addr, key, err)
		}
		id, err := libp2p.PeerID(key)
		if err != nil {
			t.Fatal(err)
		}
		again, whereAgain, err := libp2p.ParseAddr(where + "/p2p/" + id.String())
		if err != nil || again != key || whereAgain != where {
			t.Fatalf("%q is %s at %q, then %s at %q, %v", addr, key, where, again, whereAgain, err)
		}
	})
}

// FuzzPeerID: bytes that are said to be a peer's ID are one key's own, or no peer of Parley.
func FuzzPeerID(f *testing.F) {
	id, err := libp2p.PeerID(transporttest.Key(1))
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(id))
	f.Add([]byte{0x12, 0x20, 31: 0, 33: 1})
	f.Add(append([]byte{0, 36, 8, 1, 18, 32, 1}, make([]byte, 31)...))
	f.Fuzz(func(t *testing.T, b []byte) {
		key, err := libp2p.KeyOf(peer.ID(b))
		if err != nil {
			if !errors.Is(err, transports.ErrPeer) {
				t.Fatalf("%v, want ErrPeer", err)
			}
			return
		}
		if again, err := libp2p.PeerID(key); err != nil || string(again) != string(b) {
			t.Fatalf("%x is %s, whose ID is %x, %v", b, key, []byte(again), err)
		}
	})
}
