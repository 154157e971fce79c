package libp2p_test

import (
	"context"
	"fmt"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/transporttest"
	"github.com/parley-p2p/parley/transports/libp2p"
)

func Example() {
	ctx := context.Background()
	loopback := []string{"/ip4/127.0.0.1/tcp/0"}
	farmer, err := libp2p.New(libp2p.Config{Signer: transporttest.Signer(1), Listen: loopback, Server: true, Local: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer farmer.Close()
	requester, err := libp2p.New(libp2p.Config{Signer: transporttest.Signer(2), Listen: loopback, Local: true, Bootstrap: farmer.Addrs()})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer requester.Close()

	s, err := requester.Dial(ctx, farmer.Key(), farmer.Addrs()...)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()
	s.Send(ctx, messages.TelemetryFrame(&messages.Telemetry{Session: make([]byte, 32), Text: "hello"}))
	in, err := farmer.Accept(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer in.Close()
	fmt.Println(in.Peer() == requester.Key())
	// Output: true
}
