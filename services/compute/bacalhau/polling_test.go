package bacalhau_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"path"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
)

// endless is an orchestrator all of whose jobs run for ever, or until all fail. It notes when it was called.
type endless struct {
	mu    sync.Mutex
	calls []time.Time
	busy  bool // it has no time to say how a job is
	ended bool // all have failed
	slow  time.Duration
}

func (o *endless) RoundTrip(r *http.Request) (*http.Response, error) {
	time.Sleep(o.slow)
	o.mu.Lock()
	o.calls = append(o.calls, time.Now())
	state, text := bacalhau.Running, `{}`
	if o.ended {
		state = bacalhau.Failed
	}
	switch {
	case r.Method == http.MethodPut:
		text = fmt.Sprintf(`{"JobID":"j-%d"}`, len(o.calls))
	case strings.HasPrefix(path.Base(r.URL.Path), "j-"):
		text = fmt.Sprintf(`{"Job":{"ID":%q,"State":{"StateType":%q}}}`, path.Base(r.URL.Path), state)
	}
	status := http.StatusOK
	if o.busy && r.Method == http.MethodGet {
		status = http.StatusServiceUnavailable
	}
	o.mu.Unlock()
	return &http.Response{StatusCode: status, Body: io.NopCloser(strings.NewReader(text)), Request: r}, nil
}

// However many wait, and however long, the orchestrator is called twenty times a second at most once it has their jobs; and of a job that
// runs on it is asked ever less often: in an hour, about as often as in its first ten minutes and then every ten seconds.
func TestPolling(t *testing.T) {
	for waiting, most := range map[int]int{1: 600, 50: 50 * 450} {
		synctest.Test(t, func(t *testing.T) {
			o := new(endless)
			e := &bacalhau.Executor{Client: &bacalhau.Client{URL: "http://cluster", HTTP: &http.Client{Transport: o}}}
			ctx, cancel := context.WithCancel(t.Context())
			var all sync.WaitGroup
			for i := range waiting {
				task := executor.Task{ID: fmt.Sprint(i), Module: executor.Module{Bytes: says("hello\n", 0)}, Dir: t.TempDir(), Limits: executor.Limits{Wall: 2 * time.Hour}}
				all.Go(func() {
					if _, err := e.Execute(ctx, task); err == nil {
						t.Error("it has ended")
					}
				})
			}
			time.Sleep(time.Hour)
			synctest.Wait()
			o.mu.Lock()
			calls := o.calls
			o.mu.Unlock()
			if n := len(calls); n > most || n < most*3/4 {
				t.Errorf("%d calls in an hour for %d jobs, want at most %d", n, waiting, most)
			}
			for i := waiting; i+21 < len(calls); i++ { // the first are submissions
				if took := calls[i+21].Sub(calls[i]); took < time.Second {
					t.Fatalf("21 calls in %v, for %d jobs", took, waiting)
				}
			}
			cancel()
			all.Wait()
		})
	}
}

// Jobs that end together are seen to have ended as fast as the cluster answers, and not at the pace at which those under way are
// looked at: each look that finds an end is one more beside the twenty in a second.
func TestPollingTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const waiting, slow = 50, 10 * time.Millisecond
		o := &endless{slow: slow}
		e := &bacalhau.Executor{Client: &bacalhau.Client{URL: "http://cluster", HTTP: &http.Client{Transport: o}}}
		var all sync.WaitGroup
		for i := range waiting {
			task := executor.Task{ID: fmt.Sprint(i), Module: executor.Module{Bytes: says("hello\n", 0)}, Dir: t.TempDir(), Limits: executor.Limits{Wall: 2 * time.Hour}}
			all.Go(func() {
				if _, err := e.Execute(t.Context(), task); executor.CodeOf(err) != executor.Internal {
					t.Errorf("%v", err)
				}
			})
		}
		time.Sleep(4 * time.Second)
		o.mu.Lock()
		o.ended = true
		before, begun := len(o.calls), time.Now()
		o.mu.Unlock()
		all.Wait()
		took := time.Since(begun)
		if most := 800 * time.Millisecond; took > most { // one after the other is half a second
			t.Errorf("%d jobs that ended together were seen to have in %v, want %v at most", waiting, took, most)
		}
		if after, most := len(o.calls)-before, 3*waiting; after > most { // a look at each, and what became of its tries
			t.Errorf("%d calls for the end of %d jobs, want at most %d", after, waiting, most)
		}
		if most := waiting + 4*20 + 1; before > most {
			t.Errorf("%d calls before that, want at most %d", before, most)
		}
	})
}

// Nor is one in trouble, whose answers all of them want again.
func TestPollingInTrouble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &endless{busy: true}
		e := &bacalhau.Executor{Client: &bacalhau.Client{URL: "http://cluster", HTTP: &http.Client{Transport: o}}, Patience: time.Hour}
		ctx, cancel := context.WithCancel(t.Context())
		var all sync.WaitGroup
		for i := range 50 {
			task := executor.Task{ID: fmt.Sprint(i), Module: executor.Module{Bytes: says("hello\n", 0)}, Dir: t.TempDir(), Limits: executor.Limits{Wall: 2 * time.Hour}}
			all.Go(func() { _, _ = e.Execute(ctx, task) })
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		o.mu.Lock()
		calls := len(o.calls)
		o.mu.Unlock()
		cancel()
		all.Wait()
		if most := 3*50 + 60*20; calls > most || calls < 50*10 { // beside the looks, what each asks once before it waits; and each every ten seconds at least
			t.Errorf("%d calls in a minute, want at most %d", calls, most)
		}
	})
}

// sleeper does nothing for as long as it is let, a second at a time.
func sleeper() []byte {
	p := guest.NewProgram("poll_oneoff")
	second := make([]byte, 48) // a subscription to a relative clock
	second[16] = 1             // the monotonic one
	for i := range 8 {
		second[24+i] = byte(uint64(time.Second) >> (8 * i))
	}
	p.Data = append(p.Data, guest.Data{At: guest.TextAt, Bytes: second})
	return p.Build(guest.Forever(guest.Const(guest.TextAt), guest.Const(guest.TextAt+64), guest.Const(1), guest.Const(guest.TextAt+128), guest.Call(0), guest.Op(guest.Drop)))
}

// small is a job that prints a line, as who knows nothing of us would submit it.
func small(module []byte) *bacalhau.Job {
	return &bacalhau.Job{Type: "batch", Count: 1, Tasks: []bacalhau.Task{{
		Name:   "main",
		Engine: bacalhau.Spec{Type: "wasm", Params: map[string]any{"EntryModule": "/main.wasm", "Entrypoint": "_start"}},
		InputSources: []bacalhau.Input{{Target: "/main.wasm", Source: bacalhau.Spec{Type: "inline",
			Params: map[string]any{"URL": "data:application/octet-stream;base64," + base64.StdEncoding.EncodeToString(named(module))}}}},
		Publisher:   bacalhau.Spec{Type: "local"},
		ResultPaths: []bacalhau.ResultPath{{Name: "outputs", Path: "/outputs"}},
		Network:     bacalhau.Network{Type: "None"},
		Resources:   bacalhau.Resources{CPU: "0.02", Memory: "512mb"},
		Timeouts:    bacalhau.Timeouts{ExecutionTimeout: 600, QueueTimeout: 600},
	}}}
}

// turnstile lets calls through that look at something while it is open, and counts them.
type turnstile struct {
	mu      sync.Mutex
	changed *sync.Cond
	open    bool
	failed  bool // something will never be
	looks   int
	running map[string]bool // jobs that were seen to run
}

func newTurnstile() *turnstile {
	s := &turnstile{open: true, running: map[string]bool{}}
	s.changed = sync.NewCond(&s.mu)
	return s
}

func (s *turnstile) set(open bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open = open
	s.changed.Broadcast()
}

// until waits for something that it counts, unless that will never be.
func (s *turnstile) until(ok func() bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for !ok() && !s.failed {
		s.changed.Wait()
	}
}

func (s *turnstile) fail() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failed = true
	s.changed.Broadcast()
}

func (s *turnstile) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method != http.MethodGet {
		return http.DefaultTransport.RoundTrip(r)
	}
	s.until(func() bool { return s.open })
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	res.Body = io.NopCloser(bytes.NewReader(text))
	var answer struct{ Job bacalhau.Job }
	_ = json.Unmarshal(text, &answer) // of whatever else is no job
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.looks++; answer.Job.State.StateType == bacalhau.Running {
		s.running[answer.Job.ID] = true
	}
	s.changed.Broadcast()
	return res, err
}

// polling is how long, by the orchestrator's clock, bare jobs take beside fifty of ours that run and are waited for, and while nobody looks at those: what looking
// costs the cluster. And how often in a second they are looked at.
func polling(b *testing.B, c *bacalhau.Client) {
	const waiting, jobs = 50, 10
	gate := newTurnstile()
	ours := *c
	ours.HTTP = &http.Client{Transport: gate}
	e := newExecutor(b, &ours)
	e.CPU, e.Logger = 20, nil
	ctx, cancel := context.WithCancel(b.Context())
	var all sync.WaitGroup
	defer all.Wait()
	defer gate.set(true)
	defer cancel()
	module := sleeper()
	for i := range waiting {
		task := executor.Task{ID: fmt.Sprint(i), Module: executor.Module{Bytes: module}, Profile: executor.Live, Dir: b.TempDir(), Limits: executor.Limits{Wall: time.Hour, Memory: 16 << 20}}
		all.Go(func() {
			if rep, err := e.Execute(ctx, task); ctx.Err() == nil {
				b.Errorf("one that was to run on has ended: %+v, %v", rep, err)
				gate.fail()
			}
		})
	}
	gate.until(func() bool { return len(gate.running) == waiting })
	theirs := small(says("hello\n", 0))
	turn := func(took []time.Duration) []time.Duration {
		for range jobs {
			_, own := alone(b, c, theirs, 250*time.Millisecond)
			took = append(took, own)
		}
		return took
	}
	var took, floor []time.Duration
	var open time.Duration
	looks := 0
	for b.Loop() {
		gate.set(false)
		floor = turn(floor)
		gate.set(true)
		seen := 0
		gate.until(func() bool { // those that stood before it all went through at once
			if seen == 0 {
				seen = gate.looks
			}
			return gate.looks >= seen+2*waiting
		})
		from, begun := gate.seen(), time.Now()
		took = turn(took)
		open += time.Since(begun)
		looks += gate.seen() - from
	}
	b.ReportMetric(median(took), "ms")
	b.ReportMetric(median(floor), "floor-ms")
	b.ReportMetric(float64(looks)/open.Seconds(), "looks:1/s")
}

func (s *turnstile) seen() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.looks
}
