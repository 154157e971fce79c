package main

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/parley-p2p/parley/services/compute/bacalhau"
)

// Strangers who connect and say nothing take no more than so many connections, and whoever comes then is served when one of them ends.
func TestGatewayConns(t *testing.T) {
	remote := &bacalhau.Executor{}
	serve, err := new(app).gateway(clusterFlags{gateway: "127.0.0.1:0"}, remote, filepath.Join(t.TempDir(), "gateway"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- serve(ctx) }()
	t.Cleanup(func() { cancel(); <-served })
	at := strings.TrimPrefix(remote.Gateway.URL, "http://")
	dial := func() net.Conn {
		c, err := net.Dial("tcp", at)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		return c
	}
	ask := func(c net.Conn) (*http.Response, error) {
		if _, err := io.WriteString(c, "GET / HTTP/1.1\r\nHost: h\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		return http.ReadResponse(bufio.NewReader(c), nil)
	}
	first := dial()
	if res, err := ask(first); err != nil || res.StatusCode != http.StatusNotFound {
		t.Fatalf("%v, %v", res, err)
	}
	for range gatewayConns - 1 {
		if _, err := ask(dial()); err != nil {
			t.Fatal(err)
		}
	}
	last := dial()
	if err := last.SetReadDeadline(time.Now().Add(100 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	if res, err := ask(last); err == nil {
		t.Errorf("one more is answered with %s", res.Status)
	}
	if err := last.SetReadDeadline(time.Time{}); err != nil {
		t.Fatal(err)
	}
	first.Close()
	if res, err := http.ReadResponse(bufio.NewReader(last), nil); err != nil || res.StatusCode != http.StatusNotFound {
		t.Errorf("%v, %v", res, err)
	}
}
