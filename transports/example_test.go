package transports_test

import (
	"context"
	"fmt"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/transporttest"
	"github.com/parley-p2p/parley/transports"
)

func Example() {
	ctx := context.Background()
	farmer, requester := transporttest.Signer(1), transporttest.Signer(2)
	farmerKey, _ := messages.PublicKey(farmer)

	listener, err := transports.ListenTCP("127.0.0.1:0", farmer, transports.Limits{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer listener.Close()
	go func() {
		s, err := listener.Accept(ctx)
		if err != nil {
			return
		}
		defer s.Close()
		f, err := s.Receive(ctx)
		if err == nil {
			s.Send(ctx, f)
		}
	}()

	dialer := &transports.NetDialer{Signer: requester}
	s, err := dialer.Dial(ctx, farmerKey, listener.Addr().String())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()
	s.Send(ctx, messages.TelemetryFrame(&messages.Telemetry{Session: make([]byte, 32), Text: "hello"}))
	f, err := s.Receive(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	m, err := f.Unsigned()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(m.(*messages.Telemetry).GetText())
	// Output: hello
}

// In one process, no network is needed.
func ExampleMemory() {
	var network transports.Memory
	farmer, requester := network.Join(transporttest.Key(1)), network.Join(transporttest.Key(2))

	s, err := requester.Dial(context.Background(), transporttest.Key(1))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()
	in, err := farmer.Accept(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer in.Close()
	fmt.Println(in.Peer() == transporttest.Key(2))
	// Output: true
}
