package transports_test

import (
	"context"
	"io"
	"net"
	"testing"

	"go.uber.org/goleak"

	"github.com/parley-p2p/parley/parleytest/transporttest"
	"github.com/parley-p2p/parley/transports"
)

// ARP defect 5: nothing that was started or registered outlives its stream.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var keyA, keyB = transporttest.Key(1), transporttest.Key(2)

func TestPipe(t *testing.T) { // A17
	transporttest.Run(t, func(*testing.T) transporttest.Ends {
		a, b := transports.Pipe(keyA, keyB)
		return transporttest.Ends{A: a, B: b, KeyA: keyA, KeyB: keyB}
	})
}

// frame frames both ends of a duplex.
func frame(t *testing.T, a, b io.ReadWriteCloser) transporttest.Ends {
	t.Helper()
	e := transporttest.Ends{KeyA: keyA, KeyB: keyB}
	failed := make(chan error, 1)
	go func() {
		var err error
		e.B, err = transports.Frame(context.Background(), b, transporttest.Signer(2), transports.Framing{})
		failed <- err
	}()
	var err error
	e.A, err = transports.Frame(transporttest.Context(t), a, transporttest.Signer(1), transports.Framing{Initiator: true, Peer: keyB})
	if err != nil {
		t.Fatalf("initiator: %v", err)
	}
	if err := <-failed; err != nil {
		t.Fatalf("acceptor: %v", err)
	}
	return e
}

func TestFrameOverNetPipe(t *testing.T) { // A18, A19
	transporttest.Run(t, func(t *testing.T) transporttest.Ends {
		a, b := net.Pipe()
		return frame(t, a, b)
	})
}

func TestFrameOverOneByteAtATime(t *testing.T) { // A18, A19
	transporttest.Run(t, func(t *testing.T) transporttest.Ends {
		a, b := net.Pipe()
		return frame(t, transporttest.OneByte{ReadWriteCloser: a}, transporttest.OneByte{ReadWriteCloser: b})
	})
}
