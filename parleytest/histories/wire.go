package histories

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ethereum/go-ethereum/rpc"
)

// wire is one client's way to the node: what goes over it is late, overtakes, is lost on the way there or back, arrives twice, or
// is refused by an endpoint that has too much to do; at times nothing goes over it.
type wire struct {
	node  *rpc.Server
	bare  atomic.Bool // nothing goes wrong
	late  sync.WaitGroup
	tally *tally

	mu     sync.Mutex
	sent   int // how many requests
	newest int // the last of those that arrived
	random *rand.Rand
	cut    time.Time // until then nothing goes over it
}

// fate is what becomes of one request.
type fate struct {
	number        int // how many were sent before
	there, back   time.Duration
	lost, unheard bool // on the way there; on the way back
	busy, cut     bool
	again         time.Duration // after that it arrives once more; 0: no
	silence       time.Duration // how long a lost one is waited for
}

func (w *wire) draw() (f fate) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sent++
	if f.number = w.sent; w.bare.Load() {
		return f
	}
	chance := func(percent int) bool { return w.random.IntN(100) < percent }
	span := func(most time.Duration) time.Duration { return time.Duration(w.random.Int64N(int64(most))) }
	f.there, f.back = span(40*time.Millisecond), span(40*time.Millisecond)
	if chance(8) {
		f.there = span(3 * time.Second)
	}
	if chance(8) {
		f.back = span(3 * time.Second)
	}
	if now := time.Now(); now.Before(w.cut) {
		f.cut = true
	} else if w.random.IntN(400) == 0 {
		w.cut = now.Add(span(15 * time.Second))
	}
	f.lost, f.unheard, f.busy = chance(3), chance(5), chance(2)
	f.silence = span(4 * time.Second)
	if chance(5) {
		f.again = span(10*time.Second) + 1
	}
	return f
}

// RoundTrip implements http.RoundTripper.
func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	r.Body.Close()
	if err != nil {
		return nil, err
	}
	f := w.draw()
	pause := func(d time.Duration) error {
		if d == 0 {
			return r.Context().Err()
		}
		select {
		case <-time.After(d):
			return nil
		case <-r.Context().Done():
			return r.Context().Err()
		}
	}
	failed := func(why string) (*http.Response, error) {
		if err := pause(f.silence); err != nil {
			return nil, err
		}
		return nil, &net.OpError{Op: "read", Net: "tcp", Err: errors.New(why)}
	}
	switch {
	case f.cut:
		w.tally.count(cutOff, 1)
		return failed("connection refused")
	case f.lost:
		w.tally.count(lost, 1)
		return failed("connection refused")
	case f.busy:
		w.tally.count(turnedAway, 1)
		return &http.Response{StatusCode: http.StatusServiceUnavailable, Status: "503 Service Unavailable", Request: r, Body: http.NoBody}, nil
	}
	arrived := pause(f.there)
	if arrived != nil { // who asked is gone; what was asked is on its way all the same
		w.later(f.there, abandoned, r, body)
		return nil, arrived
	}
	w.arrives(f.number)
	answer := w.ask(r, body)
	if f.again > 0 {
		w.later(f.again, again, r, body)
	}
	if f.unheard {
		w.tally.count(unheard, 1)
		return failed("connection reset by peer")
	}
	if err := pause(f.back); err != nil {
		return nil, err
	}
	return answer, nil
}

// arrives notes whether a request that arrives was overtaken.
func (w *wire) arrives(number int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if number < w.newest {
		w.tally.count(overtaken, 1)
	}
	w.newest = max(w.newest, number)
}

// later has a request arrive after a while, for the reason that is given.
func (w *wire) later(after time.Duration, why string, r *http.Request, body []byte) {
	w.late.Go(func() {
		time.Sleep(after)
		w.tally.count(why, 1)
		w.ask(r, body)
	})
}

func (w *wire) ask(r *http.Request, body []byte) *http.Response {
	request, err := http.NewRequest(http.MethodPost, r.URL.String(), bytes.NewReader(body))
	if err != nil {
		panic(err) // it has been one already
	}
	request.Header = r.Header.Clone()
	answer := httptest.NewRecorder()
	w.node.ServeHTTP(answer, request)
	return answer.Result()
}
