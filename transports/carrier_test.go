package transports_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/transporttest"
	"github.com/parley-p2p/parley/transports"
)

// A17: what an application brings may be this small.
type ownCarrier struct {
	*io.PipeReader
	*io.PipeWriter
}

func (c ownCarrier) Close() error {
	return errors.Join(c.PipeReader.Close(), c.PipeWriter.Close())
}

func TestOwnCarrier(t *testing.T) { // A17, A38
	transporttest.Run(t, func(t *testing.T) transporttest.Ends {
		r1, w1 := io.Pipe()
		r2, w2 := io.Pipe()
		return frame(t, ownCarrier{r1, w2}, ownCarrier{r2, w1})
	})
}

// A18: an HTTP request whose body and answer both stream.
func TestFrameOverHTTP(t *testing.T) {
	carriers := make(chan io.ReadWriteCloser, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := &httpServerCarrier{control: http.NewResponseController(w), body: r.Body, w: w, done: make(chan struct{})}
		if err := errors.Join(c.control.EnableFullDuplex(), c.control.Flush()); err != nil {
			t.Error(err)
		}
		carriers <- c
		<-c.done
	}))
	defer server.Close()
	defer server.CloseClientConnections()
	client := server.Client()
	defer client.CloseIdleConnections()
	transporttest.Run(t, func(t *testing.T) transporttest.Ends {
		ctx, cancel := context.WithCancel(context.Background())
		body, w := io.Pipe()
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL, body)
		if err != nil {
			t.Fatal(err)
		}
		response, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		return frame(t, &httpClientCarrier{ReadCloser: response.Body, w: w, cancel: cancel}, <-carriers)
	})
}

type httpClientCarrier struct {
	io.ReadCloser
	w      *io.PipeWriter
	cancel context.CancelFunc
}

func (c *httpClientCarrier) Write(b []byte) (int, error) { return c.w.Write(b) }
func (c *httpClientCarrier) CloseWrite() error           { return c.w.Close() }

func (c *httpClientCarrier) Close() error {
	c.cancel()
	return errors.Join(c.w.Close(), c.ReadCloser.Close())
}

type httpServerCarrier struct {
	control *http.ResponseController
	body    io.Reader
	w       io.Writer
	once    sync.Once
	done    chan struct{}
	calls   sync.RWMutex // held by Read and Write, which must not outlive the handler
}

func (c *httpServerCarrier) Read(b []byte) (int, error) {
	if !c.enter() {
		return 0, io.ErrClosedPipe
	}
	defer c.calls.RUnlock()
	return c.body.Read(b)
}

func (c *httpServerCarrier) Write(b []byte) (int, error) {
	if !c.enter() {
		return 0, io.ErrClosedPipe
	}
	defer c.calls.RUnlock()
	n, err := c.w.Write(b)
	return n, errors.Join(err, c.control.Flush())
}

func (c *httpServerCarrier) enter() bool {
	c.calls.RLock()
	select {
	case <-c.done:
		c.calls.RUnlock()
		return false
	default:
		return true
	}
}

func (c *httpServerCarrier) Close() error {
	c.once.Do(func() {
		now := time.Now()
		c.control.SetReadDeadline(now)
		c.control.SetWriteDeadline(now)
		c.calls.Lock()
		close(c.done)
		c.calls.Unlock()
	})
	return nil
}

// A35: a peer that says nothing is given up at T, to the moment, and hears of it.
func TestSilentPeer(t *testing.T) {
	for name, connect := range map[string]func(*testing.T) (a, b transports.Stream){
		"pipe": func(*testing.T) (a, b transports.Stream) { return transports.Pipe(keyA, keyB) },
		"frame": func(t *testing.T) (a, b transports.Stream) {
			a, conn := proved(t, transports.Limits{})
			b, err := transports.Frame(t.Context(), conn, nil, transports.Framing{Initiator: true, Proved: true, Peer: keyB})
			if err != nil {
				t.Fatal(err)
			}
			return a, b
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a, b := connect(t)
				defer b.Reset()
				ctx, cancel := context.WithTimeout(t.Context(), 6*time.Second)
				defer cancel()
				start := time.Now()
				_, err := a.Receive(ctx)
				if took := time.Since(start); !errors.Is(err, context.DeadlineExceeded) || took != 6*time.Second {
					t.Errorf("%v after %v, want context.DeadlineExceeded after 6 s", err, took)
				}
				if _, err := b.Receive(t.Context()); !errors.Is(err, transports.ErrReset) {
					t.Errorf("the silent peer hears %v, want ErrReset", err)
				}
				if err := a.Send(t.Context(), messages.Frame{Type: messages.FrameTelemetry}); !errors.Is(err, transports.ErrReset) {
					t.Errorf("send afterwards: %v, want ErrReset", err)
				}
			})
		})
	}
}

// BenchmarkIdleSession prints what an open session that says nothing holds, on one side.
func BenchmarkIdleSession(b *testing.B) {
	b.ReportAllocs()
	a, other := newDiscard()
	l := transports.NewLink(a, transports.LinkConfig{Peer: keyB, Initiator: true})
	defer other.Close()
	defer l.Close()
	for b.Loop() {
		if _, err := l.Open(); err != nil {
			b.Fatal(err)
		}
	}
}

// newDiscard is a carrier that swallows what is written and has nothing to read.
func newDiscard() (io.ReadWriteCloser, io.Closer) {
	r, w := io.Pipe()
	return struct {
		io.Reader
		io.Writer
		io.Closer
	}{r, io.Discard, r}, w
}
