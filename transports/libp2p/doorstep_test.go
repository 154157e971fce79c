package libp2p

import (
	"errors"
	"io"
	"net"
	"testing"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
	ma "github.com/multiformats/go-multiaddr"

	"github.com/parley-p2p/parley/parleytest/transporttest"
)

// THREATS 2, slowloris: one address has half of the places for handshakes, and has them again when it is known who comes or
// when who came has gone; those of another address find room, and who is dialed needs none.
func TestDoorstepIsShared(t *testing.T) {
	limits, err := resourceManager()
	if err != nil {
		t.Fatal(err)
	}
	defer limits.Close()
	d := limits.(*doorstep).handshakes
	if d.most < 16 {
		t.Fatalf("%d places for one address", d.most)
	}
	flood, honest := ma.StringCast("/ip4/127.0.0.2/tcp/1000"), ma.StringCast("/ip4/127.0.0.1/tcp/1000")
	open := func(dir network.Direction, from ma.Multiaddr) (network.ConnManagementScope, error) {
		return limits.OpenConnection(dir, true, from)
	}
	var held []network.ConnManagementScope
	for {
		scope, err := open(network.DirInbound, flood)
		if err != nil {
			if !errors.Is(err, network.ErrResourceLimitExceeded) {
				t.Fatal(err)
			}
			break
		}
		held = append(held, scope)
	}
	if len(held) != d.most {
		t.Errorf("one address has %d places, want %d", len(held), d.most)
	}
	for range d.most {
		scope, err := open(network.DirInbound, honest)
		if err != nil {
			t.Fatalf("another address finds no room: %v", err)
		}
		defer scope.Done()
	}
	out, err := open(network.DirOutbound, flood)
	if err != nil {
		t.Fatalf("who is dialed: %v", err)
	}
	out.Done()

	if err := held[0].SetPeer("alice"); err != nil { // the handshake is over
		t.Fatal(err)
	}
	held[1].Done()
	held[1].Done() // libp2p may end one twice
	for range 2 {
		scope, err := open(network.DirInbound, flood)
		if err != nil {
			t.Fatalf("a place is not given again: %v", err)
		}
		held = append(held, scope)
	}
	if _, err := open(network.DirInbound, flood); err == nil {
		t.Error("a place is given twice")
	}
	for _, scope := range held {
		scope.Done()
	}
	if len(d.here) != 1 { // the honest one
		t.Errorf("%d addresses are kept, want 1", len(d.here))
	}
}

// THREATS 2: while one address holds all the connections that it can open and says nothing, a peer of another gets in at once.
func TestIdleConnectionsOfOneAddress(t *testing.T) {
	server, err := New(Config{Signer: transporttest.Signer(1), Listen: []string{"/ip4/127.0.0.1/tcp/0"}, Local: true})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	client, err := New(Config{Signer: transporttest.Signer(2), Listen: []string{}, Local: true})
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	port, err := server.host.Addrs()[0].ValueForProtocol(ma.P_TCP)
	if err != nil {
		t.Fatal(err)
	}
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 2)}}
	limits, err := resourceManager()
	if err != nil {
		t.Fatal(err)
	}
	defer limits.Close()
	flood := 2*limits.(*doorstep).handshakes.most + 50 // more than all the places
	refused := make(chan struct{}, flood)
	for range flood {
		conn, err := dialer.DialContext(transporttest.Context(t), "tcp", "127.0.0.1:"+port)
		if err != nil {
			t.Skipf("this machine has one loopback address: %v", err)
		}
		defer conn.Close()
		go func() {
			if b, _ := io.ReadAll(conn); len(b) == 0 {
				refused <- struct{}{}
			}
		}()
	}
	<-refused // all its places are taken
	began := time.Now()
	if _, err := client.Connect(transporttest.Context(t), server.Addrs()[0]); err != nil {
		t.Fatalf("a peer of another address, after %s: %v", time.Since(began), err)
	}
	if n := len(server.host.Network().Peers()); n != 1 {
		t.Errorf("%d peers are connected, want 1", n)
	}
}
