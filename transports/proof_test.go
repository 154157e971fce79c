package transports_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"testing"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/transporttest"
	"github.com/parley-p2p/parley/transports"
)

// accepted frames one end of a pipe as key 2 and reports when the proof is over.
type accepted struct {
	stream transports.Stream
	err    error
}

func accept(conn io.ReadWriteCloser, f transports.Framing) <-chan accepted {
	done := make(chan accepted, 1)
	go func() {
		s, err := transports.Frame(context.Background(), conn, transporttest.Signer(2), f)
		done <- accepted{s, err}
	}()
	return done
}

// recorder keeps what was written through it.
type recorder struct {
	io.ReadWriteCloser
	mu      sync.Mutex
	written []byte
}

func (r *recorder) Write(b []byte) (int, error) {
	r.mu.Lock()
	r.written = append(r.written, b...)
	r.mu.Unlock()
	return r.ReadWriteCloser.Write(b)
}

func (r *recorder) bytes() []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	return bytes.Clone(r.written)
}

// proof is a whole exchange of proofs between keys 1 and 2, as it went over the wire.
func proof(t *testing.T) (initiator, acceptor []byte) {
	t.Helper()
	a, b := net.Pipe()
	left, right := &recorder{ReadWriteCloser: a}, &recorder{ReadWriteCloser: b}
	done := accept(right, transports.Framing{})
	s, err := transports.Frame(t.Context(), left, transporttest.Signer(1), transports.Framing{Initiator: true})
	if err != nil {
		t.Fatal(err)
	}
	got := <-done
	if got.err != nil {
		t.Fatal(got.err)
	}
	s.Reset()
	got.stream.Reset()
	return left.bytes(), right.bytes()
}

const (
	greetingSize = len("parley/frame/1\r\n")
	helloSize    = greetingSize + 64
)

// A proof that was heard is of no use to who heard it: nonces, roles and both keys are signed. THREATS 2, replay.
func TestProofIsWorthNothingElsewhere(t *testing.T) {
	initiator, acceptor := proof(t)
	mallory := transporttest.Signer(9)
	for _, c := range []struct {
		name    string
		want    string // why it is refused
		hostile func(conn net.Conn)
	}{
		{"replayed", "its signature is not by", func(conn net.Conn) {
			conn.Write(initiator[:helloSize])
			io.ReadFull(conn, make([]byte, helloSize+64))
			conn.Write(initiator[helloSize:])
		}},
		{"reflected", "a peer cannot talk to itself", func(conn net.Conn) {
			// Claims to be key 2 itself, and sends back what key 2 says.
			conn.Write(acceptor[:helloSize])
			answer := make([]byte, helloSize+64)
			io.ReadFull(conn, answer)
			conn.Write(answer[helloSize:])
		}},
		{"signed by another", "its signature is not by", func(conn net.Conn) {
			conn.Write(initiator[:helloSize])
			answer := make([]byte, helloSize+64)
			io.ReadFull(conn, answer)
			conn.Write(ed25519.Sign(mallory, signed(1, initiator[:helloSize], answer[:helloSize])))
		}},
		{"in the other role", "its signature is not by", func(conn net.Conn) {
			conn.Write(initiator[:helloSize])
			answer := make([]byte, helloSize+64)
			io.ReadFull(conn, answer)
			conn.Write(ed25519.Sign(transporttest.Signer(1), signed(2, initiator[:helloSize], answer[:helloSize])))
		}},
		{"small-order key", "full order", func(conn net.Conn) {
			hello := bytes.Clone(initiator[:helloSize])
			clear(hello[greetingSize : greetingSize+32])
			hello[greetingSize] = 1
			conn.Write(hello)
		}},
		{"no greeting", "which is not Parley", func(conn net.Conn) { conn.Write([]byte("GET / HTTP/1.1\r\nHost: x\r\n\r\n")) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, b := net.Pipe()
			done := accept(b, transports.Framing{})
			go func() {
				defer a.Close()
				c.hostile(a)
				io.Copy(io.Discard, a)
			}()
			if got := <-done; !errors.Is(got.err, transports.ErrPeer) || !strings.Contains(got.err.Error(), c.want) {
				t.Errorf("accepted %v, error %v; want ErrPeer and %q", got.stream, got.err, c.want)
			}
		})
	}
	// The last case but two with the right role and key is taken: the cases above fail for the reason they name.
	a, b := net.Pipe()
	done := accept(b, transports.Framing{})
	a.Write(initiator[:helloSize])
	answer := make([]byte, helloSize+64)
	io.ReadFull(a, answer)
	if !messages.Verify(keyB, signed(2, initiator[:helloSize], answer[:helloSize]), answer[helloSize:]) {
		t.Error("the acceptor signs something else than its role, both keys, both nonces and the binding")
	}
	a.Write(ed25519.Sign(transporttest.Signer(1), signed(1, initiator[:helloSize], answer[:helloSize])))
	got := <-done
	if got.err != nil {
		t.Fatalf("a proof made by hand: %v", got.err)
	}
	got.stream.Reset()
}

// signed is what a role signs, written down a second time on purpose.
func signed(role byte, initiator, acceptor []byte) []byte {
	b := append([]byte("parley/frame/v1\x00"), role)
	b = append(b, initiator[greetingSize:greetingSize+32]...)
	b = append(b, acceptor[greetingSize:greetingSize+32]...)
	b = append(b, initiator[greetingSize+32:]...)
	b = append(b, acceptor[greetingSize+32:]...)
	none := [32]byte{0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24,
		0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55}
	return append(b, none[:]...) // SHA-256 of no binding
}

// Somebody between two encrypted channels cannot pass the proofs on: each is bound to its channel.
func TestProofIsBoundToItsChannel(t *testing.T) {
	for _, c := range []struct {
		name     string
		acceptor []byte
		want     error
	}{
		{"one channel", []byte("channel 1"), nil},
		{"two channels", []byte("channel 2"), transports.ErrPeer},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, b := net.Pipe()
			done := accept(b, transports.Framing{Binding: c.acceptor})
			s, err := transports.Frame(t.Context(), a, transporttest.Signer(1),
				transports.Framing{Initiator: true, Binding: []byte("channel 1")})
			if !errors.Is(err, c.want) {
				t.Errorf("initiator: %v, want %v", err, c.want)
			}
			got := <-done
			if !errors.Is(got.err, c.want) {
				t.Errorf("acceptor: %v, want %v", got.err, c.want)
			}
			if c.want == nil {
				s.Reset()
				got.stream.Reset()
			}
		})
	}
}

// R24
func TestFrameRefusesAnotherPeer(t *testing.T) {
	a, b := net.Pipe()
	done := accept(b, transports.Framing{})
	_, err := transports.Frame(t.Context(), a, transporttest.Signer(1), transports.Framing{Initiator: true, Peer: transporttest.Key(3)})
	if !errors.Is(err, transports.ErrPeer) || !strings.Contains(err.Error(), transporttest.Key(2).String()) {
		t.Errorf("initiator: %v, want ErrPeer that names who is there", err)
	}
	if got := <-done; !errors.Is(got.err, transports.ErrPeer) {
		t.Errorf("acceptor: %v, want ErrPeer", got.err)
	}
}

func TestFrameMisuse(t *testing.T) {
	a, b := net.Pipe()
	defer b.Close()
	if _, err := transports.Frame(t.Context(), a, nil, transports.Framing{}); err == nil {
		t.Error("no signer: no error")
	}
	if _, err := a.Write(nil); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("the carrier of a failed Frame is open: %v", err)
	}
	if _, err := transports.Frame(t.Context(), a, nil, transports.Framing{Proved: true}); err == nil {
		t.Error("proved, but who: no error")
	}
}

// The exchange of proofs cut off at every byte, in each direction: an error, and nothing left (goleak). THREATS 2.
func TestProofCutAtEveryByte(t *testing.T) {
	initiator, acceptor := proof(t)
	for n := range initiator {
		a, b := net.Pipe()
		done := accept(b, transports.Framing{})
		go func() {
			a.Write(initiator[:min(n, helloSize)])
			if n > helloSize {
				io.ReadFull(a, make([]byte, helloSize+64))
				a.Write(initiator[helloSize:n])
			}
			a.Close()
		}()
		if got := <-done; !errors.Is(got.err, transports.ErrPeer) {
			t.Fatalf("initiator cut after %d bytes: %v, want ErrPeer", n, got.err)
		}
	}
	for n := range acceptor {
		a, b := net.Pipe()
		go func() {
			io.ReadFull(b, make([]byte, helloSize))
			b.Write(acceptor[:n])
			b.Close()
		}()
		_, err := transports.Frame(t.Context(), a, transporttest.Signer(1), transports.Framing{Initiator: true})
		if !errors.Is(err, transports.ErrPeer) {
			t.Fatalf("acceptor cut after %d bytes: %v, want ErrPeer", n, err)
		}
	}
}

// scripted is a carrier whose peer says what it says whatever it hears.
type scripted struct {
	io.Reader
	said bytes.Buffer
}

func (s *scripted) Write(b []byte) (int, error) { return s.said.Write(b) }
func (s *scripted) Close() error                { return nil }

// FuzzProof: nobody who cannot sign gets through the exchange of proofs, on either side; what it is told is no more than
// one greeting and one signature.
func FuzzProof(f *testing.F) {
	one := transporttest.Key(1)
	hello := append([]byte("parley/frame/1\r\n"), one[:]...)
	hello = append(hello, make([]byte, 32)...)
	f.Add(hello, true)
	f.Add(append(hello, make([]byte, 64)...), false)
	f.Add([]byte("GET / HTTP/1.1\r\nHost: example.org\r\n\r\n"), false)
	f.Fuzz(func(t *testing.T, wire []byte, initiator bool) {
		carrier := &scripted{Reader: bytes.NewReader(wire)}
		s, err := transports.Frame(t.Context(), carrier, transporttest.Signer(2), transports.Framing{Initiator: initiator})
		if err == nil {
			t.Fatalf("%x proves to be %s", wire, s.Peer())
		}
		if !errors.Is(err, transports.ErrPeer) {
			t.Fatalf("%v, want ErrPeer", err)
		}
		if carrier.said.Len() > helloSize+64 {
			t.Fatalf("it was told %d bytes", carrier.said.Len())
		}
	})
}
