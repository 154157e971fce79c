package transactions

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/rpc"
)

const (
	maxAnswer      = 32 << 20 // bytes of one answer, logs of a range of blocks included
	requestTimeout = 10 * time.Second
)

var errAnswerTooLong = fmt.Errorf("an answer of more than %d bytes", maxAnswer)

// Connection is an endpoint of which nothing was asked yet. Its answers are bounded in size and time. It may be used concurrently.
type Connection struct {
	*rpc.Client
	// Name is the address without what providers hide in it: a password, or a key in its path.
	Name string
	idle func()
}

// Connect prepares to ask the endpoint at an HTTP address through a transport. It asks nothing; the error is of the address.
func Connect(ctx context.Context, address string, transport http.RoundTripper) (*Connection, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return nil, fmt.Errorf("chain at %q: not an http or https address; write it as http://127.0.0.1:8545", Redact(address))
	}
	hc := &http.Client{Timeout: requestTimeout, Transport: &bounded{transport}}
	connection, err := rpc.DialOptions(ctx, address, rpc.WithHTTPClient(hc))
	if err != nil {
		return nil, explain(Redact(address), err)
	}
	idle := hc.CloseIdleConnections
	if c, ok := transport.(io.Closer); ok {
		idle = func() { hc.CloseIdleConnections(); _ = c.Close() }
	}
	return &Connection{Client: connection, Name: Redact(address), idle: idle}, nil
}

// Close ends idle connections. Nothing may be asked any more.
func (c *Connection) Close() {
	c.Client.Close()
	c.idle()
}

// Explain turns an error of the embedded client into one of this package, with cause and remedy.
func (c *Connection) Explain(err error) error { return explain(c.Name, err) }

// Transport is the way to an endpoint that Dial takes.
func Transport() http.RoundTripper {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 16
	transport.DisableCompression = true // answers are short: packing them costs more than it saves
	return transport
}

// hidden stands for what is not shown.
const hidden = "…"

var (
	plainScheme = regexp.MustCompile(`^[A-Za-z]+$`)
	plainHost   = regexp.MustCompile(`^([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}$`)
)

// Redact is an address as it may be shown and logged: its scheme and its host, without a password, and without path and query, into which
// providers put keys. It takes any text. Of one that is no address, or that has an @ behind the host, where what looks like the host may be a
// part of the password, no more is shown than the scheme; of one without a scheme nothing but HOST:PORT, or localhost.
func Redact(address string) string {
	scheme, _, ok := strings.Cut(address, "://")
	switch {
	case address == "", address == "localhost", !ok && plainHost.MatchString(address):
		return address
	case !ok || !plainScheme.MatchString(scheme):
		return hidden
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || strings.Contains(u.Path+u.RawQuery+u.Fragment, "@") {
		return scheme + "://" + hidden
	}
	return scheme + "://" + u.Host
}

// bounded refuses answers that are too long, before they are read into memory.
type bounded struct{ http.RoundTripper }

func (b *bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := b.RoundTripper.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if resp.ContentLength > maxAnswer {
		resp.Body.Close()
		return nil, errAnswerTooLong
	}
	resp.Body = &limited{ReadCloser: resp.Body, left: maxAnswer}
	return resp, nil
}

// CloseIdleConnections is what http.Client asks for.
func (b *bounded) CloseIdleConnections() {
	if t, ok := b.RoundTripper.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
}

type limited struct {
	io.ReadCloser
	left int64
}

func (l *limited) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, errAnswerTooLong
	}
	n, err := l.ReadCloser.Read(p[:min(int64(len(p)), l.left)])
	l.left -= int64(n)
	return n, err
}
