package transports_test

import (
	"context"
	"crypto"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"math/big"
	"strings"
	"testing"
	"time"

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

// Nobody is reached by who has stopped, in memory as over networks.
func TestMemoryDialAfterTheEnd(t *testing.T) {
	var network transports.Memory
	p, other := network.Join(transporttest.Key(1)), network.Join(transporttest.Key(2))
	defer p.Close()
	defer other.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for range 20 {
		if s, err := p.Dial(ctx, transporttest.Key(2)); err == nil {
			s.Reset()
			t.Fatal("a stream was opened")
		}
	}
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

// Errors say what is wrong and what to do.
func TestNetErrors(t *testing.T) {
	l, err := transports.ListenTCP("127.0.0.1:0", transporttest.Signer(1), transports.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	const nobody = "127.0.0.1:1" // the kernel gives this port to nobody who asks for any
	d := &transports.NetDialer{Signer: transporttest.Signer(2)}
	dial := func(addrs ...string) error {
		s, err := d.Dial(transporttest.Context(t), transporttest.Key(1), addrs...)
		if err == nil {
			s.Reset()
		}
		return err
	}
	listen := func(addr string, signer crypto.Signer) error {
		l, err := transports.ListenTCP(addr, signer, transports.Limits{})
		if err == nil {
			l.Close()
		}
		return err
	}
	for _, c := range []struct {
		name string
		err  error
		want string
	}{
		{"port taken", listen(l.Addr().String(), transporttest.Signer(1)), "choose another"},
		{"not this machine", listen("192.0.2.1:0", transporttest.Signer(1)), "0.0.0.0 stands for all"},
		{"no key", listen("127.0.0.1:0", nil), "set Signer"},
		{"nobody listens", dial(nobody), "check the port"},
		{"no address", dial(), "host:port"},
		{"not an address", dial("nonsense"), "missing port"},
	} {
		if c.err == nil || !strings.Contains(c.err.Error(), c.want) {
			t.Errorf("%s: %v, want a mention of %q", c.name, c.err, c.want)
		}
	}
	if err := dial(nobody, l.Addr().String()); err != nil {
		t.Errorf("the second address is good: %v", err)
	}
}

// A stream that nobody has accepted ends with the listener.
func TestListenerClosedBeforeAccept(t *testing.T) {
	l, err := transports.ListenTCP("127.0.0.1:0", transporttest.Signer(1), transports.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	d := &transports.NetDialer{Signer: transporttest.Signer(2)}
	for range 3 {
		s, err := d.Dial(transporttest.Context(t), transporttest.Key(1), l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer s.Reset()
		defer func() {
			if _, err := s.Receive(transporttest.Context(t)); !errors.Is(err, transports.ErrReset) {
				t.Errorf("%v, want ErrReset", err)
			}
		}()
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
}

// TLS around the frames; what is signed is bound to the TLS connection.
func TestFrameOverTLS(t *testing.T) {
	server, client := tlsConfigs(t)
	transporttest.RunNetwork(t, func(t *testing.T, n byte) transporttest.Party {
		signer := transporttest.Signer(n)
		ln, err := tls.Listen("tcp", "127.0.0.1:0", server)
		if err != nil {
			t.Fatal(err)
		}
		l, err := transports.Listen(ln, signer, transports.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { l.Close() })
		dialer := &tls.Dialer{Config: client}
		return transporttest.Party{Key: transporttest.Key(n), Listener: l, Addrs: []string{l.Addr().String()},
			Dialer: &transports.NetDialer{Signer: signer, DialContext: dialer.DialContext}}
	})
}

// tlsConfigs trust one certificate, made for the test.
func tlsConfigs(t *testing.T) (server, client *tls.Config) {
	t.Helper()
	key := transporttest.Signer(100)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"parley.test"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(nil, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(certificate)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}},
		&tls.Config{RootCAs: roots, ServerName: "parley.test"}
}
